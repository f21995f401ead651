"""The cost of a timed route: every term of `costs/`, in one list."""

from collections.abc import Sequence

from shared.routing.costs import lateness, overtime, therapist, travel
from shared.routing.shift import Shift
from shared.routing.timing import Timed
from shared.routing.visit import Visit
from shared.routing.weights import Weights


def route_terms(
    weights: Weights, shift: Shift, visits: Sequence[Visit], timed: Timed
) -> dict[str, int]:
    """Each term's part in this route; a route without stops is not used and costs nothing."""
    if not visits:
        return {}
    starts = [(visit, stop.start_s) for visit, stop in zip(visits, timed.stops, strict=True)]
    return {
        "travel": travel.cost(weights, timed.travel_s),
        "lateness": sum(lateness.cost(weights, visit, start) for visit, start in starts),
        "overtime": overtime.cost(weights, shift, timed.back_s),
        "therapist": sum(therapist.cost(weights, visit, shift) for visit in visits),
    }


def route_cost(weights: Weights, shift: Shift, visits: Sequence[Visit], timed: Timed) -> int:
    return sum(route_terms(weights, shift, visits, timed).values())
