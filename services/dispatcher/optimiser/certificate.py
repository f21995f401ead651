"""The bound that every first plan carries (docs/optimiser.md equation 6).

A served visit is entered by exactly one leg, so it costs at least its cheapest incoming leg and
its cheapest therapist; one that is not served costs its unassigned cost. The sum of the smaller
of the two is a lower bound of every legal plan.
"""

import numpy as np
import numpy.typing as npt

from services.dispatcher.optimiser.facts import NEVER, Facts, Ints
from shared.routing.costs import unassigned


def lower_bound(facts: Facts) -> int:
    """A whole number that no legal plan's cost is below."""
    problem = facts.problem
    able = (facts.serve_cost < NEVER) & _within_hours(facts)
    starts = np.array([shift.start_location for shift in problem.shifts], dtype=np.int64)
    first_open = facts.opens.min(axis=1) if len(facts.visits) else facts.opens
    total = 0
    for v, visit in enumerate(problem.visits):
        leave_out = unassigned.cost(problem.weights, visit)
        mine = able[v]
        if not mine.any():
            total += leave_out
            continue
        legs = facts.legs[:, visit.location]
        least = int(legs[starts[mine]].min())
        before = (able & mine).any(axis=1)
        before[v] = False
        if visit.pinned is None:
            # Who cannot be served early enough to come before this visit does not.
            ready = first_open + facts.service + legs[facts.location]
            before &= ready <= facts.closes[v].max()
        if before.any():
            least = min(least, int(legs[facts.location[before]].min()))
        served = problem.weights.travel * least + int(facts.serve_cost[v][mine].min())
        total += min(leave_out, served)
    return total


def _within_hours(facts: Facts) -> npt.NDArray[np.bool_]:
    """Visits by shifts: whether service could start in a window and end before the shift does.

    Travel is left out, so what is false here is impossible on any route. Visits that are pinned to
    a time are facts, which no hours forbid.
    """
    shifts = facts.problem.shifts
    opens: Ints = np.array(
        [
            s.window_s[0] if s.open_from_s is None else max(s.window_s[0], s.open_from_s)
            for s in shifts
        ],
        dtype=np.int64,
    )
    closes: Ints = np.array([s.window_s[1] + s.overtime_s for s in shifts], dtype=np.int64)
    start = np.maximum(facts.opens[:, :, None], opens[None, None, :])
    ends = start + facts.service[:, None, None]
    fits = (start <= facts.closes[:, :, None]) & (ends <= closes[None, None, :])
    pinned = np.array([v.pinned is not None for v in facts.problem.visits], dtype=bool)
    within: npt.NDArray[np.bool_] = fits.any(axis=1) | pinned[:, None]
    return within
