"""Which visit can follow which in a group of shifts, and how soon one is reached from another."""

import numpy as np
import numpy.typing as npt

from services.dispatcher.optimiser.jit import inlined, kernel, lean

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


@kernel
def successors(
    least: Small,
    out: Small,
    service: Ints,
    opens: Ints,
    lasts: Ints,
    ok: Flags,
    timed: Flags,
    hours: Ints,
) -> tuple[Ints, Small]:
    """For each group and visit (and, last, the start place) the visits that can come next.

    Between two stops pinned to a time only their times count: both may be facts. No other leg may
    be longer than the group's shifts allow at any hour.
    """
    groups, visits = ok.shape
    first = np.zeros((groups, visits + 2), dtype=np.int64)
    room = 1024
    after = np.empty(room, dtype=np.int32)
    made = 0
    for g in range(groups):
        for v in range(visits + 1):
            first[g, v] = made
            if v < visits and not ok[g, v]:
                continue
            if made + visits > room:
                room = 2 * room + visits
                wider = np.empty(room, dtype=np.int32)
                wider[:made] = after[:made]
                after = wider
            made = _list(least, out, service, opens, lasts, ok, timed, hours, g, v, after, made)
        first[g, visits + 1] = made
    return first, after[:made].copy()


@lean
def _list(
    least: Small,
    out: Small,
    service: Ints,
    opens: Ints,
    lasts: Ints,
    ok: Flags,
    timed: Flags,
    hours: Ints,
    g: int,
    v: int,
    after: Small,
    made: int,
) -> int:
    """Write down from `made` on what can follow v; returns where it ends."""
    for w in range(service.size):
        if w != v and ok[g, w]:
            if _follows(least, out, service, opens, lasts, timed, hours, g, v, w):
                after[made] = w
                made += 1
    return made


@inlined
def _follows(
    least: Small,
    out: Small,
    service: Ints,
    opens: Ints,
    lasts: Ints,
    timed: Flags,
    hours: Ints,
    g: int,
    v: int,
    w: int,
) -> bool:
    last, soonest = lasts[g, w, 0], opens[g, v, 0] if v < service.size else 0
    for k in range(1, lasts.shape[2]):
        last = max(last, lasts[g, w, k])
        if v < service.size:
            soonest = min(soonest, opens[g, v, k])
    if lasts[g, w, 0] < opens[g, w, 0]:
        return False
    if v == service.size:
        return timed[w] or (
            out[g, w] <= hours[g, 10] and max(hours[g, 0], hours[g, 1]) + out[g, w] <= last
        )
    soonest += service[v]
    if timed[v] and timed[w] and soonest <= opens[g, w, 0]:
        return True
    return least[v, w] <= hours[g, 10] and soonest + least[v, w] <= last


@kernel
def close_ways(least: Small, service: Ints, closed: Small) -> None:
    """Fill `closed` with the least seconds from leaving v to reaching w over any stops between
    (equation 12): where the table breaks the triangle inequality this is below the direct way.
    """
    visits = service.size
    closed[:, :] = least
    for via in range(visits):
        for v in range(visits):
            reached = closed[v, via] + service[via]
            for w in range(visits):
                longer = reached + closed[via, w]
                closed[v, w] = min(closed[v, w], longer)
