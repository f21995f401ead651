"""A shift as the kernels see it: every rule on a whole route as one number."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from shared.routing.problem import Problem
from shared.routing.rules import blocks, min_rest, shift_hours
from shared.routing.shift import Shift
from shared.routing.timing import opens_s

NEVER = 1 << 60


class ShiftView(NamedTuple):
    """Seconds and weighted costs; a cap that is not there is `NEVER`.

    The first leg leaves at `leaves_s` if it leads to a stop pinned to a time (a fact), else at
    `opens_s`; the route is back by `latest_end_s` (overtime, rest and next block counted);
    seconds back after `closes_s` cost `overtime_price` each. Work is travel + service:
    `max_work_s` caps it, each `load` step (above_s, cost_per_min) prices it at
    load_weight * (cost_per_min * max(0, work - above_s) // 60), and `night_load` likewise the
    service of all stops whose segment is at night, with night_weight. `breaks` are (opens, closes,
    duration). `fixed_cost` is due as soon as the route has a stop; a route without stops is not
    driven and costs nothing.
    """

    start: int
    end: int
    leaves_s: int
    opens_s: int
    closes_s: int
    latest_end_s: int
    max_visits: int
    max_travel_s: int
    max_leg_s: int
    max_work_s: int
    fixed_cost: int
    overtime_price: int
    load_weight: int
    load: tuple[tuple[int, int], ...]
    night_weight: int
    night_load: tuple[tuple[int, int], ...]
    breaks: tuple[tuple[int, int, int], ...]
    therapist: int


def shift_view(problem: Problem, shift: Shift) -> ShiftView:
    """`therapist` numbers the therapists by their first shift."""
    caps = (blocks.latest_end_s(problem, shift), min_rest.latest_end_s(problem, shift))
    ends = [shift_hours.latest_end_s(shift), *(cap for cap in caps if cap is not None)]
    known = list(dict.fromkeys(one.therapist for one in problem.shifts))
    weights = problem.weights
    return ShiftView(
        start=shift.start_location,
        end=shift.end_location,
        leaves_s=shift.window_s[0],
        opens_s=opens_s(shift),
        closes_s=shift.window_s[1],
        latest_end_s=min(ends),
        max_visits=_cap(shift.max_visits),
        max_travel_s=_cap(shift.max_travel_s),
        max_leg_s=_cap(shift.max_leg_s),
        max_work_s=_cap(shift.max_work_s),
        fixed_cost=weights.call_out * shift.call_out_cost,
        overtime_price=weights.overtime * shift.overtime_cost_per_s,
        load_weight=weights.load,
        load=tuple((step.above_s, step.cost_per_min) for step in shift.load),
        night_weight=weights.nights,
        night_load=tuple((step.above_s, step.cost_per_min) for step in shift.night_load),
        breaks=tuple((*rest.window_s, rest.duration_s) for rest in shift.breaks),
        therapist=known.index(shift.therapist),
    )


def _cap(value: int | None) -> int:
    return NEVER if value is None else value


def groups_of(
    shifts: Sequence[ShiftView],
    start_list: npt.NDArray[np.int32],
    assign_cost: npt.NDArray[np.int64],
    *,
    by_therapist: bool,
) -> tuple[tuple[int, ...], ...]:
    """Shifts whose every route is legal, timed and priced alike, in order of their first."""
    alike: dict[tuple[ShiftView, bytes, bytes], list[int]] = {}
    for s, view in enumerate(shifts):
        who = view if by_therapist else view._replace(therapist=0)
        alike.setdefault((who, start_list[s].tobytes(), assign_cost[s].tobytes()), []).append(s)
    return tuple(tuple(group) for group in alike.values())
