"""Wishes and continuity: what this therapist costs at this visit. (C5)"""

from shared.routing.shift import Shift
from shared.routing.visit import Visit
from shared.routing.weights import Weights


def cost(weights: Weights, visit: Visit, shift: Shift) -> int:
    return weights.therapist * visit.therapist_costs.get(shift.therapist, 0)
