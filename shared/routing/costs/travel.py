"""Seconds on the road of all used routes, from start place to end place. (C1)"""

from shared.routing.weights import Weights


def cost(weights: Weights, travel_s: int) -> int:
    return weights.travel * travel_s
