"""Every second that service starts after the last window that closed has a price. (C3)"""

from shared.routing.visit import Visit
from shared.routing.weights import Weights


def late_s(visit: Visit, start_s: int) -> int:
    """0 inside a window."""
    late = 0
    for opens, closes in visit.windows_s:
        if opens <= start_s <= closes:
            return 0
        if closes < start_s:
            late = start_s - closes if not late else min(late, start_s - closes)
    return late


def cost(weights: Weights, visit: Visit, start_s: int) -> int:
    if not visit.late_cost_per_s:
        return 0
    return weights.lateness * visit.late_cost_per_s * late_s(visit, start_s)
