"""A part of the day solved by itself: some visits and some shifts, the rest as it is.

Its own prices are nearer to its optimum than the day's, so that what could be better in it can be
listed where the day's prices would let too much pass (docs/optimiser.md section 7).
"""

from dataclasses import dataclass

from services.dispatcher.optimiser.costing import Costing
from services.dispatcher.optimiser.cuts import Cut
from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.integer import Choice, choose
from services.dispatcher.optimiser.listing import Listed, listed
from services.dispatcher.optimiser.master import Master, Part
from services.dispatcher.optimiser.pricing import Pricer
from services.dispatcher.optimiser.root import Generator
from services.dispatcher.optimiser.tighten import tightened

# How far above its bound the part's plan is looked for, one after the other.
_SPARES = (0.004, 0.006, 0.009, 0.014, 0.02, 0.03, 0.05, 0.08)
_ROUTES, _LISTED, _DECIDED = 6000, 12_000, 2500
_CLOSE = 1e-4  # of a relaxation, to the whole number that it may be
# The cuts of one list take about so much of the effort left, an integer master a part of the share
# that it is given, and at least so long.
_CUT_SHARE, _MIP_SHARE, _MIP_S = 0.02, 0.5, 1.2


@dataclass(frozen=True, slots=True)
class Kit:
    """What a thread works with that no other may use at the same time."""

    pricer: Pricer
    effort: Effort
    costing: Costing


def left(generator: Generator, known: Master, part: Part, kit: Kit | None = None) -> Generator:
    """Column generation for a part, with every known route that fits into it."""
    master = Master(generator.network, part)
    for columns in (generator.master.columns, known.columns):
        for one in columns.values():
            if part.holds(one.group, one.route):
                master.add(one.group, one.route, one.cost)
    for cut in generator.master.cuts:
        if part.visits.issuperset(cut.visits):
            master.cut(cut)
    network = generator.network
    if kit is None:
        return Generator(network, master, generator.pricer, generator.effort, generator.cost_of)
    return Generator(network, master, kit.pricer, kit.effort, kit.costing.cost_of)


def decided(here: Generator, cost: int, share: float) -> tuple[list[Choice] | None, bool]:
    """A plan of the part that costs less than `cost`, None where none was found with about `share`
    of the effort left; and whether there is no better one.
    """
    if not here.master.part.visits:
        return [], True
    relaxation = here.run(widths=(2,))
    if relaxation is not None and relaxation.value > cost - 1 + _CLOSE:
        return None, True  # as far as few labels see, which is seldom wrong
    if relaxation is None or here.run(widths=(0,)) is None or here.proof.prices is None:
        return None, False
    effort, began = here.effort, here.effort.share()
    until, best = began + share * (1.0 - began), None
    mip_s, cuts = max(_MIP_S, _MIP_SHARE * share * effort.left_s()), dict[Cut, None]()
    for spare in _SPARES:
        low = here.proof.whole
        target = min(cost, low + 1 + int(spare * abs(low)))
        chosen, is_whole = _below(here, target, mip_s, cuts)
        if chosen is not None and _cost(here, chosen) < cost:
            best, cost = chosen, _cost(here, chosen)
        if cost <= target or effort.share() > until:
            return best, is_whole and cost <= target
    return best, False


def _below(
    here: Generator, target: int, mip_s: float, cuts: dict[Cut, None]
) -> tuple[list[Choice] | None, bool]:
    """A plan of the part made of what one below `target` could use; if the second is true and
    there is one below it, this is the best. The `cuts` were found for nearer targets; what is found
    now is added.
    """
    part, effort = here.master.part, here.effort
    if here.proof.whole >= target:
        return None, True
    found, is_whole = _found(here, target)
    if found is None:
        return None, False
    found = Listed(found.value, found.routes, list(dict.fromkeys([*found.cuts, *cuts])))
    found = tightened(here.network, part, effort, found, target, _CUT_SHARE)
    cuts.update(dict.fromkeys(found.cuts))
    pool = [one for _, one in found.routes[:_DECIDED]]
    if not pool:
        return [], is_whole
    chosen = choose(here.network, pool, part, effort.seconds(mip_s), found.cuts)
    effort.charge()
    return chosen.routes, is_whole and chosen.proven and len(pool) == len(found.routes)


def _found(here: Generator, target: int) -> tuple[Listed | None, bool]:
    """What a plan below `target` may use, and whether that is all: else what is cheapest of it."""
    part, reach = here.master.part, target - here.proof.whole
    found = listed(here, part, target, _ROUTES)
    if found is not None and len(found.routes) <= _LISTED:
        return found, True
    for _ in range(2):
        reach = reach // 3
        found = listed(here, part, target, _ROUTES, reach)
        if found is not None:
            return Listed(found.value, found.routes[:_LISTED], found.cuts), False
    return None, False


def _cost(here: Generator, chosen: list[Choice]) -> int:
    """Of the part, with what is left out."""
    served = {v for _, route, _ in chosen for v in route}
    penalty = here.network.penalty
    return sum(one[2] for one in chosen) + sum(
        penalty[v] for v in here.master.part.visits if v not in served
    )
