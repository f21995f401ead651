"""Visits and shifts with every rule of one case worked into windows and hours.

What `timing`, `live_route` and `insertion` know (windows, pins, hours, breaks, limits) is enough to
judge a lowered visit in a lowered shift under all rules but the order of visits and ties to visits
elsewhere. Legality only: lateness is inside the windows and has no price here.
"""

from dataclasses import replace

from shared.routing.compiled import Compiled
from shared.routing.plan import Reason
from shared.routing.reading import MAX_TIME_S
from shared.routing.registry import RULES
from shared.routing.shift import Shift
from shared.routing.timing import opens_s
from shared.routing.visit import Visit


def lowered_visit(view: Compiled, s: int, v: int) -> Visit | None:
    """The visit as shift `s` may serve it; None if a rule keeps it out at any time."""
    row = int(view.start_list[s, v])
    if row < 0:
        return None
    spans = tuple((one.opens_s, min(one.closes_s, MAX_TIME_S)) for one in view.start_lists[row])
    return replace(view.problem.visits[v], windows_s=spans, max_late_s=0, must=False)


def lowered_shift(view: Compiled, s: int) -> Shift:
    """The shift that ends when rest and the next block ask for it."""
    shift, last = view.problem.shifts[s], view.shifts[s].latest_end_s
    opens, closes = shift.window_s
    if last >= closes:
        return replace(shift, overtime_s=last - closes)
    # A shift that must end before it opens has room for nothing.
    hours = (min(opens, last), last)
    return replace(shift, window_s=hours, overtime_s=0, open_from_s=opens_s(shift))


def blocker(view: Compiled, s: int, v: int) -> Reason | None:
    """Why the visit is kept out of the shift at any time, or None."""
    k = int(view.blocker[s, v])
    return RULES[k].reason if k >= 0 else None
