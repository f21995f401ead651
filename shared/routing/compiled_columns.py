"""A compiled problem with a few of its cases worked out anew, the others as they were.

The `problem` of such a view is the one that it was compiled from: it does not know of the change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from shared.routing.compiled import Compiled, segment_columns, visit_columns
from shared.routing.compiled_cases import cases_of
from shared.routing.problem import Problem
from shared.routing.starts import Segment
from shared.routing.visit import Visit


def with_starts(view: Compiled, starts: Mapping[tuple[int, int], tuple[Segment, ...]]) -> Compiled:
    """The view with other segments for some (shift, visit); none blocks it."""
    start_list = view.start_list.copy()
    rows: dict[tuple[Segment, ...], int] = {(): -1}
    for (s, v), segments in starts.items():
        known = len(view.start_lists) + len(rows) - 1
        start_list[s, v] = rows.setdefault(segments, known)
    return replace(view, start_list=start_list, **_longer_lists(view, tuple(rows)[1:]))


def with_column(view: Compiled, v: int, visit: Visit) -> Compiled:
    """The view in which visit index `v` is this one; its ties are those of the visit there."""
    problem, name = view.problem, view.problem.visits[v].id
    pairs = tuple(pair for pair in problem.pairs if name in pair.visits)
    beside = {one for pair in pairs for one in pair.visits if one != name}
    partners = tuple(one for one in problem.visits if one.id in beside)
    small = replace(problem, visits=(visit, *partners), pairs=pairs, gaps=(), orders=())
    column = _column(view, small)
    fields: dict[str, Any] = {name: getattr(view, name).copy() for name in column.values}
    for name, value in column.values.items():
        fields[name][..., v] = value
    return replace(view, **fields, **column.lists)


def with_newcomer(view: Compiled, visit: Visit) -> Compiled:
    """The view with one more visit, the last, which is tied to no other."""
    small = replace(view.problem, visits=(visit,), pairs=(), gaps=(), orders=())
    column = _column(view, small)
    fields: dict[str, Any] = {}
    for name, value in column.values.items():
        table = getattr(view, name)
        more = np.asarray(value, dtype=table.dtype).reshape(*table.shape[:-1], 1)
        fields[name] = np.concatenate([table, more], axis=-1)
    return replace(view, **fields, **column.lists)


@dataclass(frozen=True, slots=True)
class _Column:
    """All that is known of one visit by the name of its field, and the start lists it needs."""

    values: dict[str, Any]
    lists: dict[str, Any]


def _column(view: Compiled, small: Problem) -> _Column:
    """Of the first visit of `small`."""
    cases = cases_of(small, [(s, 0) for s in range(len(small.shifts))])
    local = cases.start_list[:, 0]
    rows = np.where(local < 0, -1, local + len(view.start_lists))
    values: dict[str, Any] = {name: known[0] for name, known in visit_columns(small).items()}
    values |= {"must": small.visits[0].must, "start_list": rows}
    values |= {"blocker": cases.blocker[:, 0], "assign_cost": cases.assign_cost[:, 0]}
    return _Column(values, _longer_lists(view, cases.start_lists))


def _longer_lists(view: Compiled, new: Sequence[tuple[Segment, ...]]) -> dict[str, Any]:
    """The start lists of the view and these behind them, as fields."""
    more = segment_columns([one for segments in new for one in segments])
    ends = int(view.seg_first[-1]) + np.cumsum([len(one) for one in new], dtype=np.int64)
    return {
        "start_lists": (*view.start_lists, *new),
        "seg_first": np.concatenate([view.seg_first, ends]),
        **{name: np.concatenate([getattr(view, name), one]) for name, one in more.items()},
    }
