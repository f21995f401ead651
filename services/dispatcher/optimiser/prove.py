"""Closing the gap: every route that a better plan could use, and the best plan made of them.

A route of group g is in no better plan if L + rho_r - min(0, rho_g) >= UB (docs/optimiser.md
equation 16). When all others fit in memory, the integer master over them decides; a full buffer
decides nothing.
"""

from services.dispatcher.optimiser.bound import rounded_up
from services.dispatcher.optimiser.cuts import violated
from services.dispatcher.optimiser.incumbent import Incumbent
from services.dispatcher.optimiser.integer import choose
from services.dispatcher.optimiser.listing import Listed, listed
from services.dispatcher.optimiser.network import SCALE
from services.dispatcher.optimiser.root import Generator
from services.dispatcher.optimiser.tighten import tightened

_ROUTES = 20_000
_COLUMNS = 40_000
_FIRST = 2500
_PATIENCE_S = 20.0
_CUTS = 40
# Of the effort left, for cuts of what is listed.
_SHARE = 0.4


def settle(generator: Generator, incumbent: Incumbent, target: int, attempts: int) -> int | None:
    """Enumerate all that a plan below `target` may use, thin it out by cuts, and choose; returns
    the bound that is proven by it: the optimum if that is below `target`, else as much of `target`
    as was reached. None without a proof.
    """
    part = generator.master.part
    found = listed(generator, part, target, _ROUTES)
    generator.effort.charge(2)
    if found is None or len(found.routes) > _COLUMNS:
        return None
    found = tightened(generator.network, part, generator.effort, found, target, _SHARE)
    if not found.routes:
        return target
    return _chosen(generator, incumbent, found, target, attempts)


def _chosen(
    generator: Generator, incumbent: Incumbent, found: Listed, target: int, attempts: int
) -> int:
    """The bound after choosing from what is listed. The routes come cheapest first, by what forcing
    one in would cost at least: those up to some excess are all that a plan below a nearer target
    may use. So a few are chosen from first, then twice as many, until the target is reached, the
    integer master takes too long, or `attempts` are made.
    """
    effort, size = generator.effort, _FIRST
    proven = min(target, rounded_up(found.value))
    while proven < target and attempts > 0:
        reach = target
        if size < len(found.routes):
            reach = min(target, 1 + (found.routes[size][0] - 1 + found.value) // SCALE)
        pool = [one for _, one in found.routes[:size]]
        seconds = effort.seconds(max(_PATIENCE_S, 0.5 * effort.left_s()))
        chosen = choose(generator.network, pool, generator.master.part, seconds, found.cuts)
        effort.charge(3)
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
    return proven


def cut(generator: Generator, tolerance: float, until: float) -> bool:
    """Add violated cuts and price again, until about `until` of the whole effort is spent; whether
    there were any and the effort lasted.
    """
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
    return bool(found) and generator.run(tolerance=tolerance, until=until) is not None
