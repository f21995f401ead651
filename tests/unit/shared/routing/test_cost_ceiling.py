"""Dear problems are refused, and cheap ones are not read leg by leg to find that out."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from shared.routing.errors import ProblemInvalid
from shared.routing.shift import LoadStep
from shared.routing.surroundings import TollBand
from shared.routing.travel import Matrix, Travel
from shared.routing.weights import Weights
from tests.unit.shared.routing.build import line, problem, shift, visit

_DEAR = Weights(unassigned=10_000, load=10_000)


class _Watched(tuple[Any, ...]):
    """A table that counts how often somebody goes through its rows."""

    __slots__ = ()
    times = 0

    def __iter__(self) -> Iterator[Any]:
        type(self).times += 1
        return super().__iter__()


def test_a_cheap_problem_is_not_read_leg_by_leg() -> None:
    """Live planning makes many problems of one travel table: its caps say enough."""
    table: Matrix = _Watched(line().bands[0].travel_s)
    travel, tolls = Travel.constant(table), TollBand(0, table)
    read = _Watched.times
    whole = problem(visit(), shift(), travel=travel, toll_bands=(tolls,))
    replace(whole, visits=(visit(), visit("v2")))
    assert read > 0
    assert _Watched.times == read


def test_near_the_limit_the_legs_count_as_they_are() -> None:
    """Prices that would be too dear with the longest legs allowed are fine with short ones."""
    dear = visit(unassigned_cost=10**11)
    worked = [shift(f"s{i}", load=(LoadStep(0, 10_000),)) for i in range(4)]
    assert problem(dear, *worked, weights=_DEAR).weights == _DEAR
    with pytest.raises(ProblemInvalid, match=r"^weights\.unassigned: a plan could cost 1"):
        problem(dear, *worked, travel=line(leg_s=2_000_000), weights=_DEAR)
