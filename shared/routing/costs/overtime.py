"""Every second between the shift's close and the return has a price. (C4)"""

from shared.routing.shift import Shift
from shared.routing.weights import Weights


def cost(weights: Weights, shift: Shift, back_s: int) -> int:
    return weights.overtime * shift.overtime_cost_per_s * max(0, back_s - shift.window_s[1])
