"""Closing the gap: every route that a better plan could use, and the best plan made of them.

A route of group g is in no better plan if L + rho_r - min(0, rho_g) >= UB (docs/optimiser.md
equation 16). When all others fit in memory, the integer master over them decides; a full buffer
decides nothing.
"""

import numpy as np

from services.dispatcher.optimiser.bound import reduced, rounded_up
from services.dispatcher.optimiser.cuts import violated
from services.dispatcher.optimiser.incumbent import Incumbent
from services.dispatcher.optimiser.integer import Choice, choose
from services.dispatcher.optimiser.network import SCALE, Ints
from services.dispatcher.optimiser.root import Generator
from services.dispatcher.optimiser.tighten import Listed, tightened

_ROUTES = 20_000
_COLUMNS = 40_000
_FIRST = 2500
_PATIENCE_S = 20.0
_CUTS = 40


def limits(generator: Generator, target: int) -> Ints | None:
    """For each group the least reduced cost that no route of a plan below `target` has."""
    proof = generator.proof
    if proof.least is None:
        return None
    spare = SCALE * (target - 1) - proof.value
    return np.minimum(0, proof.least) + spare + 1


def settle(generator: Generator, incumbent: Incumbent, target: int, attempts: int) -> int | None:
    """Enumerate all that a plan below `target` may use, and choose; returns the bound that is
    proven by it: the optimum if that is below `target`, else as much of `target` as was reached.
    None without a proof.

    The routes come cheapest first, by what forcing one in would cost at least: those up to some
    excess are all that a plan below a nearer target may use. So a few are chosen from first, then
    twice as many, until the target is reached, the integer master takes too long, or `attempts`
    are made.
    """
    listed = _listed(generator, incumbent, target)
    if listed is None:
        return None
    listed = tightened(generator.network, generator.effort, listed, target)
    proven, size = min(target, rounded_up(listed.value)), _FIRST
    while listed.routes and proven < target and attempts > 0:
        reach = target
        if size < len(listed.routes):
            reach = min(target, 1 + (listed.routes[size][0] - 1 + listed.value) // SCALE)
        pool = [one for _, one in listed.routes[:size]]
        chosen = choose(
            generator.network,
            pool,
            generator.effort.seconds(max(_PATIENCE_S, 0.5 * generator.effort.left_s())),
            cuts=listed.cuts,
        )
        generator.effort.charge(3)
        if chosen.routes is not None:
            plan = incumbent.placed(chosen.routes)
            incumbent.offer(plan)
            total = incumbent.total(plan)
            if total is None:
                break
            if chosen.proven and total < reach:
                return total
        if not chosen.proven:
            break
        proven, target = reach, min(target, incumbent.cost)
        if reach >= target:
            break
        size, attempts = 2 * size, attempts - 1
    return target if not listed.routes else proven


def _listed(generator: Generator, incumbent: Incumbent, target: int) -> Listed | None:
    """The routes that a plan below `target` may use, for each set of visits the cheapest. None if
    there are too many.
    """
    below, proof = limits(generator, target), generator.proof
    if below is None or proof.prices is None or proof.least is None:
        return None
    groups = range(generator.network.groups)
    net = generator.network.net
    routes = generator.pricer.enumerate_routes(net, proof.prices, groups, below, _ROUTES)
    generator.effort.charge(2)
    if routes is None:
        return None
    cheapest: dict[tuple[int, frozenset[int]], tuple[int, Choice]] = {}
    for g, route in routes:
        cost, key = incumbent.costing.cost_of(g, route), (g, frozenset(route))
        if key not in cheapest or cost < cheapest[key][1][2]:
            excess = reduced(proof.prices, SCALE * cost, route) - min(0, int(proof.least[g]))
            cheapest[key] = (excess, (g, route, cost))
    if len(cheapest) > _COLUMNS:
        return None
    return Listed(proof.value, sorted(cheapest.values()), generator.master.cuts)


def cut(generator: Generator, tolerance: float) -> bool:
    """Add violated cuts and price again; whether there were any and the effort lasted."""
    master = generator.master
    # Dives have brought columns that the last optimum does not know.
    if master.solve(generator.effort.seconds(30.0)) is None:
        return False
    used = [(value, one.route) for value, one in master.values()]
    if not used:
        return False
    found = violated(generator.network.visits, used, set(master.cuts), _CUTS)
    for one in found:
        master.cut(one)
    return bool(found) and generator.run((2, 0), tolerance=tolerance) is not None
