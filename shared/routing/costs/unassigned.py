"""What it costs to leave a visit out. (C2)"""

from shared.routing.visit import Visit
from shared.routing.weights import Weights


def cost(weights: Weights, visit: Visit) -> int:
    return weights.unassigned * visit.unassigned_cost
