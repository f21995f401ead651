"""Cuts of few visits: no plan breaks them, and what they rule out no better plan uses."""

import random

import pytest

from services.dispatcher.optimiser.cuts import THREE, WIDER, Cut, violated_wider
from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.integer import Choice, choose
from services.dispatcher.optimiser.listing import Listed
from services.dispatcher.optimiser.master import Master, whole_of
from services.dispatcher.optimiser.network import FAR, SCALE, Network, network_of
from services.dispatcher.optimiser.tighten import tightened
from shared.routing.compiled import compiled
from tests.unit.services.dispatcher.optimiser.days import random_day

_VISITS = 16
_EFFORT = Effort(lambda: False, 60.0, 10**6, None)


@pytest.mark.parametrize(("weights", "divisor"), [THREE, *WIDER])
def test_no_plan_breaks_a_cut(weights: tuple[int, ...], divisor: int) -> None:
    """However the visits are shared out among routes, the routes count no more than allowed, and
    some way they count as much.
    """
    draw, met = random.Random(1), 0
    cut = Cut(tuple(range(len(weights))), weights, divisor)
    for _ in range(2000):
        routes: dict[int, list[int]] = {}
        for v in range(_VISITS):
            routes.setdefault(draw.randrange(4), []).append(v)
        counted = sum(cut.times(route) for route in routes.values())
        assert counted <= cut.most
        met = max(met, counted)
    assert met == cut.most


def _pool(draw: random.Random, network: Network) -> list[Choice]:
    """Made-up routes: what a choice of them costs has nothing to do with any road."""
    routes = {
        tuple(sorted(draw.sample(range(network.visits), draw.randint(1, 5)))) for _ in range(400)
    }
    return [
        (draw.randrange(network.groups), route, 1000 + 500 * len(route) + draw.randrange(900))
        for route in sorted(routes)
    ]


def _cost(network: Network, chosen: list[Choice]) -> int:
    served = {v for _, route, _ in chosen for v in route}
    out = sum(p for v, p in enumerate(network.penalty) if v not in served)
    return out + sum(cost for _, _, cost in chosen)


def test_what_is_cut_off_is_broken() -> None:
    """Every cut that is found is broken by the shares of routes; some are wider than three."""
    draw, wide = random.Random(2), 0
    for seed in range(20):
        network = network_of(compiled(random_day(seed, visits=_VISITS, pins=False)))
        master = Master(network, whole_of(network))
        for one in _pool(draw, network):
            master.add(*one)
        master.solve()
        used = [(share, one.route) for share, one in master.values()]
        found = violated_wider(network.visits, used, set(), 100, 12)
        for cut in found:
            assert sum(share * cut.times(route) for share, route in used) > cut.most + 0.01
        wide += sum(len(cut.visits) > 3 for cut in found)
    assert wide > 0


@pytest.mark.parametrize("seed", range(12))
def test_what_a_better_plan_uses_is_kept(seed: int) -> None:
    """The cheapest choice below the target is still there, and no dearer than the bound says."""
    draw = random.Random(seed)
    network = network_of(compiled(random_day(seed, visits=_VISITS, pins=False)))
    part, pool = whole_of(network), _pool(draw, network)
    first = choose(network, pool, part, None).routes
    assert first is not None
    least = _cost(network, first)
    listed = Listed(-FAR, [(0, one) for one in pool], [])
    for target in (least + 1, least + 400, 2 * least):
        left = tightened(network, part, _EFFORT, listed, target, 1.0, few=0)
        again = choose(network, [one for _, one in left.routes], part, None, left.cuts).routes
        assert again is not None
        assert _cost(network, again) == least
        assert left.value <= SCALE * least
    left = tightened(network, part, _EFFORT, listed, least, 1.0, few=0)
    assert len(left.routes) < len(pool)
    for excess, one in left.routes:
        assert left.value + excess <= SCALE * (least - 1), one
