"""Closing the gap: every route that a better plan could use, and the best plan made of them.

A route of group g is in no better plan if L + rho_r - min(0, rho_g) >= UB (docs/optimiser.md
equation 16). When all others fit in memory, the integer master over them decides; a full buffer
decides nothing.
"""

import numpy as np

from services.dispatcher.optimiser.cuts import violated
from services.dispatcher.optimiser.incumbent import Incumbent
from services.dispatcher.optimiser.integer import choose
from services.dispatcher.optimiser.network import SCALE, Ints
from services.dispatcher.optimiser.root import Generator

_ROUTES = 20_000
_COLUMNS = 40_000
_CUTS = 40


def limits(generator: Generator, target: int) -> Ints | None:
    """For each group the least reduced cost that no route of a plan below `target` has."""
    proof = generator.proof
    if proof.least is None:
        return None
    spare = SCALE * (target - 1) - proof.value
    return np.minimum(0, proof.least) + spare + 1


def settle(generator: Generator, incumbent: Incumbent, target: int) -> int | None:
    """Enumerate all that a plan below `target` may use, and choose; returns the bound that is
    proven by it: the optimum if that is below `target`, else `target`. None without a proof.
    """
    below, proof = limits(generator, target), generator.proof
    if below is None or proof.prices is None:
        return None
    groups = range(generator.network.groups)
    net = generator.network.net
    routes = generator.pricer.enumerate_routes(net, proof.prices, groups, below, _ROUTES)
    generator.effort.charge(2)
    if routes is None:
        return None
    cheapest: dict[tuple[int, frozenset[int]], tuple[int, tuple[int, ...]]] = {}
    for g, route in routes:
        cost, key = incumbent.costing.cost_of(g, route), (g, frozenset(route))
        if key not in cheapest or cost < cheapest[key][0]:
            cheapest[key] = (cost, route)
    if len(cheapest) > _COLUMNS:
        return None
    pool = [(g, route, cost) for (g, _), (cost, route) in cheapest.items()]
    chosen = choose(generator.network, pool, generator.effort.seconds(_patience(len(pool))))
    generator.effort.charge(3)
    if chosen.routes is None:
        return None
    plan = incumbent.placed(chosen.routes)
    incumbent.offer(plan)
    total = incumbent.total(plan)
    return min(target, total) if chosen.proven and total is not None else None


def _patience(columns: int) -> float:
    """Seconds for the integer master: more where it is likely to finish."""
    return 20.0 if columns < 10_000 else 8.0


def cut(generator: Generator, tolerance: float) -> bool:
    """Add violated cuts and price again; whether there were any and the effort lasted."""
    master = generator.master
    # The last optimum may be a dive's: whole, and so without a violated cut.
    if master.solve(generator.effort.seconds(30.0)) is None:
        return False
    used = [(value, one.route) for value, one in master.values()]
    if not used:
        return False
    found = violated(generator.network.visits, used, set(master.cuts), _CUTS)
    for triple in found:
        master.cut(triple)
    return bool(found) and generator.run((2, 0), tolerance=tolerance) is not None
