"""What a route's stops will really be like, given what has happened so far."""

from collections.abc import Sequence

from shared.db.live.horizon import LiveShift, Occasion, StopTimes
from shared.domain.visit_status import TERMINAL, VisitStatus
from shared.routing.travel import Travel

# Whoever has arrived or is treating has left for it, whatever the phone reported.
_AT_THE_DOOR = (VisitStatus.ARRIVED, VisitStatus.IN_PROGRESS)


def predict_route(
    travel: Travel,
    shift: LiveShift,
    occasions: Sequence[Occasion],
    planned: Sequence[StopTimes],
    now_s: int,
) -> list[StopTimes]:
    """Predicted times in route order: facts where there are any, else as soon as can be.

    Nobody leaves for a stop in the past that has not been left for, and nobody starts before the
    window opens; how late it gets is said, never hidden.
    """
    free_s, here = shift.starts_s, shift.start_location
    predicted: list[StopTimes] = []
    for occasion, plan in zip(occasions, planned, strict=True):
        times = _predict(travel, occasion, plan, (here, free_s), now_s)
        predicted.append(times)
        free_s, here = times.departure_s, occasion.location
    return predicted


def _predict(
    travel: Travel, occasion: Occasion, plan: StopTimes, free: tuple[int, int], now_s: int
) -> StopTimes:
    """`free` is where and when the stop before it was left."""
    here, free_s = free
    facts = occasion.facts
    if occasion.status in TERMINAL:
        return _past(plan, occasion)
    leave = facts.departed_s
    if leave is None:
        leave = max(free_s, plan.leave_s, now_s)
        if occasion.status in _AT_THE_DOOR:
            leave = min(leave, now_s)
    way = travel.seconds(here, occasion.location, leave)
    arrival = facts.arrived_s if facts.arrived_s is not None else leave + way
    if occasion.status is VisitStatus.EN_ROUTE:
        arrival = max(arrival, now_s)
    if facts.started_s is not None:
        end = max(facts.started_s + occasion.service_s + facts.delay_s, now_s)
        arrival = min(arrival, facts.started_s)
        return StopTimes(min(leave, arrival), arrival, facts.started_s, end)
    start = max(arrival, occasion.opens_s, plan.start_s + facts.delay_s if facts.delay_s else 0)
    if occasion.status is VisitStatus.ARRIVED:
        start = max(start, now_s)
    return StopTimes(min(leave, arrival), arrival, start, start + occasion.service_s)


def _past(plan: StopTimes, occasion: Occasion) -> StopTimes:
    """As observed; what nobody reported is taken from the plan, in order."""
    facts = occasion.facts
    end = plan.departure_s if facts.ended_s is None else facts.ended_s
    start = min(plan.start_s if facts.started_s is None else facts.started_s, end)
    arrival = min(plan.arrival_s if facts.arrived_s is None else facts.arrived_s, start)
    leave = min(plan.leave_s if facts.departed_s is None else facts.departed_s, arrival)
    return StopTimes(leave, arrival, start, end)
