"""What a label that is ahead may yet pay or be refused beyond its rival (docs/optimiser.md 11)."""

import numpy as np

from services.dispatcher.optimiser.jit import lean
from services.dispatcher.optimiser.leads import ENDLESS_LEAD, FALL_UNIT, LEAD_UNIT
from services.dispatcher.optimiser.network import (
    CALM,
    COUNTED,
    FALLS,
    FAR,
    FLAGS,
    GROWTH,
    HARD,
    LOAD,
    LOADED,
    MAX_TRAVEL,
    MAX_WORK,
    METERED,
    NIGHT_LOAD,
    NIGHTLY,
    OWING,
    RESTING,
    ROAD,
    SAME_RESTS,
    SETTLED,
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
    yet drive more for leaving sooner, `last_band` an instant from which no leg gets shorter by
    leaving later; `most` are the legs of a route and the least service between two of them.
    """
    flags, debt = hours[FLAGS], 0
    if not _keeps_up(hours, lost, one, other):
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
        debt += tolls_debt(tolls, one[0], hours[HARD], lead_of(hours, one, other, most), most)
    return debt


@lean
def lost_of(hours: Ints, one: Standing, other: Standing, most: tuple[int, int]) -> int:
    """What the first label may yet drive more than the second for leaving sooner, on the same way
    on: no more than its lead, and of each leg that still falls no more than it falls in a lead.
    """
    ahead, left = other[0] - one[0], hours[SETTLED] - one[0]
    if ahead <= 0 or left <= 0:
        return 0
    lead = lead_of(hours, one, other, most)
    road = min(hours[HARD], hours[SETTLED] + lead + hours[ROAD]) - other[0]
    if hours[FLAGS] & METERED:
        road = min(road, hours[MAX_TRAVEL] - other[3])
    if hours[FLAGS] & WORKED:
        road = min(road, hours[MAX_WORK] - other[5])
    steep = lead * hours[FALLS]
    if steep >= FALL_UNIT:
        return int(ahead)
    share = steep + steep * steep // FALL_UNIT + 1  # above exp(steep) - 1
    return int(min(ahead, max(0, road) * share // FALL_UNIT + 1 + _legs(left, most)))


@lean
def lead_of(hours: Ints, one: Standing, other: Standing, most: tuple[int, int]) -> int:
    """How far ahead the first label can ever be on the same way on; each leg rounds up."""
    ahead, left = other[0] - one[0], hours[HARD] - one[0]
    if hours[GROWTH] == LEAD_UNIT:
        return int(ahead)
    if hours[GROWTH] >= ENDLESS_LEAD:
        return int(left)
    return int(min(left, (ahead + _legs(left + 1, most)) * hours[GROWTH] // LEAD_UNIT + 1))


@lean
def _legs(seconds: int, most: tuple[int, int]) -> int:
    """How many legs can begin in so many seconds."""
    if most[1] <= 0:
        return most[0]
    return int(min(most[0], 1 + (seconds - 1) // most[1]))


@lean
def _keeps_up(hours: Ints, lost: int, one: Standing, other: Standing) -> bool:
    """Whether the first has rested as much (while the hour matters, the same: a rest that only the
    second still takes would widen the lead), and stopped and driven no more; facts like facts.
    """
    flags = hours[FLAGS]
    if flags & SAME_RESTS and other[1] != one[1] and one[0] < hours[CALM]:
        return False
    if flags & RESTING and other[1] & ~one[1] != 0:
        return False
    if flags & COUNTED and one[2] > other[2]:
        return False
    if flags & METERED and one[3] + lost > other[3]:
        return False
    return not (flags & TIMED and one[4] != other[4])


@lean
def tolls_debt(tolls: Ints, leave: int, until: int, lead: int, most: tuple[int, int]) -> int:
    """What tolls may yet cost more for leaving sooner, at `leave`, by no more than `lead`: of each
    cheaper band that begins later, and by `until`, the legs that are left no more than a lead
    before it.
    """
    debt = 0
    for t in range(1, tolls.shape[1]):
        left, drop = tolls[0, t] - leave, tolls[1, t]
        if left > 0 and drop > 0 and tolls[0, t] <= until:
            debt += _legs(min(left, lead), most) * drop
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
