"""What of a plan is worth telling people on a published day."""

from dataclasses import replace
from uuid import UUID

from services.dispatcher.planning.merge import Group
from services.dispatcher.planning.worth import gain_of, is_better, worthwhile
from shared.db.live.horizon import Horizon
from tests.support.horizons import horizon, number, shift, visit

A, B = number(7), number(8)
ONE, TWO, THREE, FOUR = number(1), number(2), number(3), number(4)
# Minutes of driving from home, on a line: 1, 3, 2 is twenty minutes shorter than 2, 1, 3.
FAR = {1: 10, 2: 30, 3: 20}


def day(threshold: int = 600, **more: object) -> Horizon:
    """The farthest visit is served first, and told to be at half past nine."""
    visits = [visit(n, location) for n, location in FAR.items()]
    routes = {A: [(TWO, 9.4), (ONE, 10.5), (THREE, 11.5)]}
    live = horizon([shift(7), shift(8)], visits, routes, published=True, **more)  # type: ignore[arg-type]  # by name
    return replace(live, policy=replace(live.policy, proposal_threshold=threshold))


def group(*visits: UUID) -> Group:
    """One route."""
    return Group({A: visits})


def test_a_change_that_saves_too_little_is_not_shown() -> None:
    """Nobody is told of another time for what the tenant does not count as worth it."""
    live, shorter = day(), group(ONE, THREE, TWO)
    saved = gain_of(live, shorter)
    assert saved.mends == 0
    assert worthwhile(day(threshold=saved.saves), [shorter]) == (shorter,)
    assert worthwhile(day(threshold=saved.saves + 1), [shorter]) == ()


def test_what_people_must_be_told_is_taken_off_what_is_saved() -> None:
    """Driving that is saved by coming later is worth less by those seconds."""
    live = day(threshold=0)
    driven = gain_of(replace(live, published=False), group(ONE, THREE, TWO))
    assert gain_of(live, group(ONE, THREE, TWO)).saves < driven.saves


def test_a_change_that_saves_nothing_is_never_shown() -> None:
    """Not even where the tenant wants to see every second."""
    assert worthwhile(day(threshold=0), [group(THREE, ONE, TWO)]) == ()


def test_a_place_for_a_visit_is_always_shown() -> None:
    """Whatever it costs in driving."""
    visits = [visit(1, 10), visit(2, 30)]
    live = horizon([shift(7)], visits, {A: [(ONE, 9)]}, published=True)
    placed = group(ONE, TWO)
    assert gain_of(live, placed).mends == 1
    assert worthwhile(live, [placed]) == (placed,)


def test_a_late_visit_that_will_be_in_time_again_is_shown() -> None:
    """Another therapist takes over what the first one cannot reach any more."""
    visits = [visit(1, 1, (8, 12)), visit(2, 59, (8, 9))]
    live = horizon(
        [shift(7), shift(8)], visits, {A: [(ONE, 8.1), (TWO, 9)]}, published=True, now_hour=8
    )
    late = replace(live.stops[TWO], late_s=1800)
    live = replace(live, stops={**live.stops, TWO: late})
    handed = Group({A: (ONE,), B: (TWO,)})
    assert gain_of(live, handed).mends >= 1
    assert worthwhile(live, [handed]) == (handed,)


def test_a_day_that_nobody_was_told_of_takes_every_saving() -> None:
    """There is nobody to disturb."""
    draft = replace(day(threshold=100_000), published=False)
    shorter = group(ONE, THREE, TWO)
    assert worthwhile(draft, [shorter]) == (shorter,)


def test_a_longer_search_replaces_what_is_shown_only_by_what_is_worth_more() -> None:
    """A place more, or the threshold more; never a place less, whatever it saves."""
    visits = [visit(1, 10), visit(2, 30), visit(3, 20), visit(4, 40)]
    live = horizon([shift(7), shift(8)], visits, {A: [(ONE, 9)]}, published=True)
    fewer, all_ = Group({B: (THREE, TWO)}), Group({B: (TWO, THREE, FOUR)})
    assert is_better(live, [all_], [fewer])
    assert not is_better(live, [fewer], [all_])
    assert not is_better(live, [all_], [all_])
    nearer = Group({B: (THREE, TWO, FOUR)})
    saved = gain_of(live, nearer).saves - gain_of(live, all_).saves
    assert saved > 0
    for threshold in (saved, saved + 1):
        asks = replace(live, policy=replace(live.policy, proposal_threshold=threshold))
        assert is_better(asks, [nearer], [all_]) == (threshold == saved)
