"""A problem with its rules worked in: what the kernels read, and nothing else do they read.

`compiled(problem)` gives one `Compiled`. V visits, S shifts, N locations, B travel bands, T toll
bands, L start lists; indices follow the problem's order; all arrays are int64 unless said
otherwise; every cost is weighted already; `NEVER` stands for "no limit" (as a cap) and "none".

Who and when
    blocker[s, v] (int16)   -1 if v may be in s, else the index in `RULE_NAMES` of the first rule
                            that keeps it out at any time
    start_list[s, v] (int32)  row of the start lists; -1 where blocked
    seg_first[l] .. seg_first[l + 1]   the segments of list l in `seg_opens`, `seg_closes`,
                            `seg_due`, `seg_cost`, `seg_night`: ascending, disjoint, never empty.
                            A start b inside one costs
                            seg_cost + late_price[v] * max(0, b - seg_due)
                            + moved_price[v] * max(0, b - moved_from[v]).
                            Within a list waiting for a later segment can be cheaper. Where
                            seg_night is 1 the service counts as work at night (`ShiftView`).
    assign_cost[s, v]       fixed price of v in s (wishes, continuity, gender, language, changed,
                            promised therapist)
Visits
    location, service, leave_out (price of leaving it out), late_price, moved_from, moved_price,
    must (bool: never left out), pin_shift (-1), pin_start (NEVER)
Shifts: `shifts[s]`, a `ShiftView` of plain ints; `groups` are the shifts that differ in nothing.
Ways
    band_from[B], travel_s[B, N, N]  linear between band starts, rounded up, constant outside;
                            travel_price a second
    toll_from[T], toll[T, N, N]      step: the last band that has begun; the first counts before
                            its start too; weighted. T may be 0
Ties of visits (indices; none is asked of a visit that is left out, except `pairs`)
    pairs (a, b)            both at the same start by different therapists, or neither
    gaps (a, b, min, max)   start of b - end of service of a is min .. max
    orders (a, b, directly) in one route, a before b; both out, or one alone, is legal, so what a
                            master must forbid is a in one route and b in another

Stops pinned to a time at the head of a route are facts: they start then whatever the way, their
legs are not held to `max_leg_s`, and no leg behind them leaves before `opens_s`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shared.routing.compiled_cases import Cases, cases_of
from shared.routing.compiled_shifts import NEVER, ShiftView, groups_of, shift_view
from shared.routing.problem import Problem
from shared.routing.rules import max_changes, priority, promised
from shared.routing.starts import Segment
from shared.routing.travel_table import table_of

Ints = npt.NDArray[np.int64]
Order = tuple[int, int, bool]


@dataclass(frozen=True, slots=True)
class Compiled:
    """See the module's docstring."""

    problem: Problem
    blocker: npt.NDArray[np.int16]
    start_list: npt.NDArray[np.int32]
    start_lists: tuple[tuple[Segment, ...], ...]
    seg_first: Ints
    seg_opens: Ints
    seg_closes: Ints
    seg_due: Ints
    seg_cost: Ints
    seg_night: Ints
    assign_cost: Ints
    location: Ints
    service: Ints
    leave_out: Ints
    late_price: Ints
    moved_from: Ints
    moved_price: Ints
    must: npt.NDArray[np.bool_]
    pin_shift: Ints
    pin_start: Ints
    shifts: tuple[ShiftView, ...]
    groups: tuple[tuple[int, ...], ...]
    band_from: Ints
    travel_s: Ints
    travel_price: int
    toll_from: Ints
    toll: Ints
    pairs: tuple[tuple[int, int], ...]
    gaps: tuple[tuple[int, int, int, int], ...]
    orders: tuple[Order, ...]


def compiled(problem: Problem) -> Compiled:
    cases = cases_of(problem)
    # With paired visits, two shifts of one therapist are not as good as two of two; where changes
    # are counted, it matters whose shift it is.
    named = bool(problem.pairs) or max_changes.is_used(problem)
    shifts = _shift_views(problem)
    groups = groups_of(shifts, cases.start_list, cases.assign_cost, by_therapist=named)
    return _compiled(problem, cases, shifts, groups)


def compiled_routes(problem: Problem, routes: Sequence[Sequence[int]]) -> Compiled:
    """For reading these routes (visit indices by shift index), whose cases alone are worked out:
    anybody else counts as out of the shift, without a blocker. There are no groups.
    """
    asked = [(s, v) for s, route in enumerate(routes) for v in route]
    return _compiled(problem, cases_of(problem, asked), _shift_views(problem), ())


def _shift_views(problem: Problem) -> tuple[ShiftView, ...]:
    return tuple(shift_view(problem, shift) for shift in problem.shifts)


def _compiled(
    problem: Problem,
    cases: Cases,
    shifts: tuple[ShiftView, ...],
    groups: tuple[tuple[int, ...], ...],
) -> Compiled:
    sizes = [len(one) for one in cases.start_lists]
    at = {visit.id: v for v, visit in enumerate(problem.visits)}
    return Compiled(
        problem=problem,
        blocker=cases.blocker,
        start_list=cases.start_list,
        start_lists=cases.start_lists,
        seg_first=np.cumsum([0, *sizes], dtype=np.int64),
        **segment_columns([segment for one in cases.start_lists for segment in one]),
        assign_cost=cases.assign_cost,
        **visit_columns(problem),
        must=np.array([visit.must for visit in problem.visits], dtype=np.bool_),
        shifts=shifts,
        groups=groups,
        band_from=_ints(band.from_s for band in problem.travel.bands),
        travel_s=table_of(problem.travel),
        travel_price=problem.weights.travel,
        toll_from=_ints(band.from_s for band in problem.toll_bands),
        toll=_tolls(problem),
        pairs=tuple((at[pair.visits[0]], at[pair.visits[1]]) for pair in problem.pairs),
        gaps=tuple((at[gap.first], at[gap.second], gap.min_s, gap.max_s) for gap in problem.gaps),
        orders=tuple((at[one.before], at[one.after], one.directly) for one in problem.orders),
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def visit_columns(problem: Problem) -> dict[str, Ints]:
    """What is known of each visit by itself, but `must`, by the name of its field."""
    visits, weights = problem.visits, problem.weights
    told, pins = [visit.told for visit in visits], [visit.pinned for visit in visits]
    at_shift = {shift.id: s for s, shift in enumerate(problem.shifts)}
    return {
        "location": _ints(visit.location for visit in visits),
        "service": _ints(visit.service_s for visit in visits),
        "leave_out": _ints(
            weights.unassigned * priority.left_out_cost(visit)
            + weights.promise * promised.left_out_cost(visit)
            for visit in visits
        ),
        "late_price": _ints(weights.lateness * (visit.late_cost_per_s or 0) for visit in visits),
        "moved_from": _ints(one.start_s if one else NEVER for one in told),
        "moved_price": _ints(weights.moved * one.moved_cost_per_s if one else 0 for one in told),
        "pin_shift": _ints(at_shift[pin.shift] if pin else -1 for pin in pins),
        "pin_start": _ints(
            NEVER if pin is None or pin.start_s is None else pin.start_s for pin in pins
        ),
    }


def segment_columns(segments: Sequence[Segment]) -> dict[str, Ints]:
    """The fields of `Compiled` that begin with `seg_`."""
    table: Ints = np.array(segments, dtype=np.int64).reshape(len(segments), 5)
    names = ("seg_opens", "seg_closes", "seg_due", "seg_cost", "seg_night")
    return {name: np.ascontiguousarray(table[:, i]) for i, name in enumerate(names)}


def _tolls(problem: Problem) -> Ints:
    places = problem.travel.locations
    table: Ints = np.array([band.toll for band in problem.toll_bands], dtype=np.int64)
    return table.reshape(len(problem.toll_bands), places, places) * problem.weights.tolls
