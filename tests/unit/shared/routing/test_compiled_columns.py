"""A compiled problem with one visit more, or another one, against compiling the whole anew."""

import random
from dataclasses import replace
from typing import Any

import pytest

from shared.routing.compiled import Compiled, compiled
from shared.routing.compiled_columns import with_column, with_newcomer
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from tests.support.days import day_file

_OF_VISITS = (
    "location", "service", "leave_out", "late_price", "moved_from", "moved_price", "must",
    "pin_shift", "pin_start", "blocker", "assign_cost",
)  # fmt: skip
_OF_SEGMENTS = ("seg_opens", "seg_closes", "seg_due", "seg_cost", "seg_night")


def _day(seed: int, *, ties: bool) -> Problem:
    file = day_file(random.Random(seed), visits=6, share=0.5)
    for name in () if ties else ("pairs", "gaps", "orders"):
        file.pop(name, None)
    return problem_from_json(file)


def _starts(view: Compiled, s: int, v: int) -> list[tuple[int, ...]] | None:
    """As the arrays say it, which the lists must say as well."""
    row = int(view.start_list[s, v])
    if row < 0:
        return None
    first, behind = view.seg_first[row : row + 2]
    columns = [getattr(view, name)[first:behind].tolist() for name in _OF_SEGMENTS]
    segments = list(zip(*columns, strict=True))
    assert segments == list(map(tuple, view.start_lists[row]))
    return segments


def _said(view: Compiled) -> dict[str, Any]:
    """All that a view knows of visits."""
    shifts, visits = view.start_list.shape
    starts = [[_starts(view, s, v) for v in range(visits)] for s in range(shifts)]
    return {"starts": starts} | {name: getattr(view, name).tolist() for name in _OF_VISITS}


@pytest.mark.parametrize("seed", range(40))
def test_a_newcomer_is_as_if_it_had_been_there(seed: int) -> None:
    """Whatever rules are on; the others stay as they were."""
    whole = _day(seed, ties=False)
    known = compiled(replace(whole, visits=whole.visits[:-1]))
    assert _said(with_newcomer(known, whole.visits[-1])) == _said(compiled(whole))


@pytest.mark.parametrize("seed", range(40))
def test_a_visit_that_changes_is_as_if_it_had_been_so(seed: int) -> None:
    """Its ties are kept, its pin and its windows are another's; the others stay as they were."""
    whole = _day(1000 + seed, ties=True)
    rng = random.Random(seed)
    v = rng.randrange(len(whole.visits))
    opens = rng.randrange(0, 20_000)
    changed = replace(
        whole.visits[v],
        windows_s=((opens, opens + 9000),),
        gender=None,
        pinned=None,
        late_cost_per_s=3,
        max_late_s=600,
        unassigned_cost=7,
    )
    visits = (*whole.visits[:v], changed, *whole.visits[v + 1 :])
    expected = compiled(replace(whole, visits=visits))
    assert _said(with_column(compiled(whole), v, changed)) == _said(expected)
