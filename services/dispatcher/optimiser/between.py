"""Ties of visits in different routes: orders keep two in one, pairs in two of two therapists.

The master's relaxation leaves them out, which can only lower its bound; every choice of whole
routes has them as rows, and no plan that breaks one is taken.
"""

from collections.abc import Iterator, Sequence

from ortools.math_opt.python import mathopt

from services.dispatcher.optimiser.network import Network
from shared.routing.compiled import Compiled

Route = tuple[int, ...]


def broken(view: Compiled, routes: Sequence[Route]) -> list[int]:
    """Visits that cannot stay with the others where they are; starts are not looked at."""
    if not (view.orders or view.pairs):
        return []
    at = {v: s for s, route in enumerate(routes) for v in route}
    return list(_broken(view, at))


def _broken(view: Compiled, at: dict[int, int]) -> Iterator[int]:
    for a, b, _ in view.orders:
        if a in at and b in at and at[a] != at[b]:
            yield min(a, b, key=lambda v: (bool(view.must[v]), int(view.leave_out[v]), v))
    for a, b in view.pairs:
        if (a in at) != (b in at):
            yield a if a in at else b
        elif a in at and view.shifts[at[a]].therapist == view.shifts[at[b]].therapist:
            yield a
            yield b


def add_rows(
    model: mathopt.Model,
    network: Network,
    pool: Sequence[tuple[int, Route, int]],
    chosen: Sequence[mathopt.Variable],
    asked: Sequence[int],
) -> None:
    """For ties between two of the visits `asked`; `chosen` are the variables of the pool."""
    view, here = network.view, set(asked)
    if not (view.orders or view.pairs):
        return
    used = [(g, route, x) for (g, route, _), x in zip(pool, chosen, strict=True)]
    for a, b, _ in view.orders:
        if {a, b} <= here:
            one = [x for _, route, x in used if (a in route) != (b in route)]
            model.add_linear_constraint(mathopt.fast_sum(one) <= 1)
    for a, b in view.pairs:
        if not {a, b} <= here:
            continue
        first = [x for _, route, x in used if a in route]
        second = [x for _, route, x in used if b in route]
        model.add_linear_constraint(mathopt.fast_sum(first) == mathopt.fast_sum(second))
        own: dict[int, list[mathopt.Variable]] = {}
        for g, route, x in used:
            if a in route or b in route:
                own.setdefault(view.shifts[network.members[g][0]].therapist, []).append(x)
        for xs in own.values():
            model.add_linear_constraint(mathopt.fast_sum(xs) <= 1)
