"""The network of some groups and visits alone, for what searches a part of a plan."""

from collections.abc import Collection

import numpy as np

from services.dispatcher.optimiser.arcs import successors
from services.dispatcher.optimiser.network import Net


def narrowed(net: Net, groups: Collection[int], visits: Collection[int]) -> Net:
    """Only these groups serve, and only these visits; indices stay as they are."""
    ok, here = np.zeros_like(net.ok), np.ix_(sorted(groups), sorted(visits))
    ok[here] = net.ok[here]
    first, after = successors(
        net.legs.min(axis=0), net.out.min(axis=0), net.service, net.opens, net.lasts, ok,
        net.timed, net.hours,
    )  # fmt: skip
    return net._replace(ok=ok, first=first, after=after)
