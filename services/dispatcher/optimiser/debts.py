"""What a label that is ahead may yet pay or be refused beyond its rival (docs/optimiser.md 11)."""

import numpy as np

from services.dispatcher.optimiser.jit import lean
from services.dispatcher.optimiser.network import (
    COUNTED,
    FAR,
    FLAGS,
    LOAD,
    LOADED,
    METERED,
    NIGHT_LOAD,
    NIGHTLY,
    OWING,
    RESTING,
    SAME_RESTS,
    STRICT,
    TIMED,
    TOLLED,
    WORKED,
    Ints,
)

# Of a label: leave, breaks taken, stops, seconds driven, only facts so far, work, night.
Standing = tuple[int, int, int | np.int32, int, bool, int, int]


@lean
def debt_of(
    hours: Ints,
    loads: Ints,
    tolls: Ints,
    lost: int,
    one: Standing,
    other: Standing,
    last_band: int,
    most: tuple[int, int],
) -> int:
    """FAR where a rule could stop the first label and not the second. `lost` is what the first may
    yet drive more for leaving sooner, `last_band` the instant from which travel is constant; `most`
    see `tolls_debt`.
    """
    flags, debt = hours[FLAGS], 0
    if not _keeps_up(flags, lost, one, other):
        return FAR
    if flags & OWING == 0:
        return 0
    work, night = one[5] + lost - other[5], one[6] - other[6]
    if flags & WORKED and work > 0:
        return FAR
    if flags & STRICT and one[0] < other[0] and one[0] < last_band:
        return FAR
    if flags & LOADED:
        debt += hours[LOAD] * steps_debt(loads[0], work)
    if flags & NIGHTLY:
        debt += hours[NIGHT_LOAD] * steps_debt(loads[1], night)
    if flags & TOLLED and one[0] < other[0]:
        debt += tolls_debt(tolls, one[0], most)
    return debt


@lean
def _keeps_up(flags: int, lost: int, one: Standing, other: Standing) -> bool:
    """Whether the first has rested as much (where the hour matters, the same: a rest that only the
    second still takes would widen the lead), and stopped and driven no more; facts like facts.
    """
    if flags & SAME_RESTS and other[1] != one[1]:
        return False
    if flags & RESTING and other[1] & ~one[1] != 0:
        return False
    if flags & COUNTED and one[2] > other[2]:
        return False
    if flags & METERED and one[3] + lost > other[3]:
        return False
    return not (flags & TIMED and one[4] != other[4])


@lean
def tolls_debt(tolls: Ints, leave: int, most: tuple[int, int]) -> int:
    """What tolls may yet cost more for leaving sooner, at `leave`: of each cheaper band that
    begins later, the legs that are left before it and could be left in it. `most` are the legs of
    a route and the least service between two of them.
    """
    debt = 0
    for t in range(1, tolls.shape[1]):
        left, drop = tolls[0, t] - leave, tolls[1, t]
        if left > 0 and drop > 0:
            legs = most[0]
            if most[1] > 0:
                legs = min(legs, 1 + (left - 1) // most[1])
            debt += legs * drop
    return debt


@lean
def steps_debt(steps: Ints, more: int) -> int:
    """How much `more` seconds can raise the price of load, whatever comes."""
    debt, k = 0, 0
    if more > 0:
        while steps[k, 1] > 0:
            debt += steps[k, 1] * more // 60 + 1
            k += 1
    return debt


@lean
def steps_cost(steps: Ints, seconds: int) -> int:
    """Each step prices the minutes above it, rounded down, as the problem says it."""
    cost, k = 0, 0
    while steps[k, 1] > 0:
        cost += steps[k, 1] * max(0, seconds - steps[k, 0]) // 60
        k += 1
    return cost
