"""Travel times as arrays."""

import gc

from shared.routing import travel_table
from shared.routing.compiled import compiled_routes
from shared.routing.live_day import live_day, with_more_places
from shared.routing.travel import Band, Travel
from shared.routing.travel_table import keep_table, least_of, table_of
from tests.unit.shared.routing.build import line, problem, shift, visit


def test_a_table_is_made_once_and_goes_with_its_travel() -> None:
    """The same array each time; nothing stays behind when the travel times are gone."""
    travel = Travel((Band(0, ((0, 9), (8, 0))), Band(60, ((0, 5), (10, 0)))))
    assert table_of(travel) is table_of(travel)
    assert table_of(travel).tolist() == [[[0, 9], [8, 0]], [[0, 5], [10, 0]]]
    assert least_of(travel).tolist() == [[0, 5], [8, 0]]
    key = id(travel)
    del travel
    gc.collect()
    assert key not in travel_table._known
    assert key not in travel_table._least


def test_what_made_the_travel_may_give_its_table() -> None:
    """Who has the array already spares the reading of every leg."""
    travel, table = line(2), table_of(line(2)).copy()
    keep_table(travel, table)
    assert table_of(travel) is table


def test_a_day_learns_places_but_no_other_ways() -> None:
    """More places behind the known ones are taken in; ways that have changed are not."""
    one = problem(visit("v1", 1), shift(), travel=line(2))
    day = live_day(compiled_routes(one, [[0]]), [[0]], strictly=True)
    wider = with_more_places(day, line(5))
    assert wider is not None
    assert wider.least_s.shape == wider.least_toll.shape == (5, 5)
    assert wider.schedules == day.schedules
    assert with_more_places(day, line(5, leg_s=601)) is None
