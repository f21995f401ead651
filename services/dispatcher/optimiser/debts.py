"""What a label that is ahead may yet pay or be refused beyond its rival (docs/optimiser.md 11)."""

from services.dispatcher.optimiser.jit import kernel
from services.dispatcher.optimiser.network import (
    FAR,
    FLAGS,
    LOAD,
    LOADED,
    NIGHT_LOAD,
    NIGHTLY,
    STRICT,
    TOLLED,
    WORKED,
    Ints,
)


@kernel
def debt_of(
    hours: Ints,
    loads: Ints,
    tolls: Ints,
    more: tuple[int, int],
    times: tuple[int, int],
    last_band: int,
    most: tuple[int, int],
) -> int:
    """FAR where a rule could stop the first label and not the second. `more` is its work (with
    what it may yet drive more) and night beyond the second's, `times` when both are left,
    `last_band` the instant from which travel is constant; `most` see `tolls_debt`.
    """
    flags, debt = hours[FLAGS], 0
    if flags & WORKED and more[0] > 0:
        return FAR
    if flags & STRICT and times[0] < times[1] and times[0] < last_band:
        return FAR
    if flags & LOADED:
        debt += hours[LOAD] * steps_debt(loads[0], more[0])
    if flags & NIGHTLY:
        debt += hours[NIGHT_LOAD] * steps_debt(loads[1], more[1])
    if flags & TOLLED and times[0] < times[1]:
        debt += tolls_debt(tolls, times[0], most)
    return debt


@kernel
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


@kernel
def steps_debt(steps: Ints, more: int) -> int:
    """How much `more` seconds can raise the price of load, whatever comes."""
    debt, k = 0, 0
    if more > 0:
        while steps[k, 1] > 0:
            debt += steps[k, 1] * more // 60 + 1
            k += 1
    return debt


@kernel
def steps_cost(steps: Ints, seconds: int) -> int:
    """Each step prices the minutes above it, rounded down, as the problem says it."""
    cost, k = 0, 0
    while steps[k, 1] > 0:
        cost += steps[k, 1] * max(0, seconds - steps[k, 0]) // 60
        k += 1
    return cost
