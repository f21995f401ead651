"""Ties between routes: orders keep two visits in one, pairs in two of two therapists, and a day may
limit in how many another therapist comes than was told.

The master's relaxation leaves them out, which can only lower its bound; every choice of whole
routes has them as rows, and no plan that breaks one is taken.
"""

from collections.abc import Iterator, Sequence

from ortools.math_opt.python import mathopt

from services.dispatcher.optimiser.network import Network
from shared.routing.compiled import Compiled
from shared.routing.rules import max_changes

Route = tuple[int, ...]


def broken(view: Compiled, routes: Sequence[Route]) -> list[int]:
    """Visits that cannot stay with the others where they are; starts are not looked at."""
    if not (view.orders or view.pairs or max_changes.is_used(view.problem)):
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
    yield from _too_many_changes(view, at)


def _too_many_changes(view: Compiled, at: dict[int, int]) -> list[int]:
    """What is cheapest to leave out of the visits whose therapist changes beyond the limit."""
    most = max_changes.limit(view.problem)
    if most is None:
        return []
    changed = [v for v, s in at.items() if _is_changed(view, v, s)]
    changed.sort(key=lambda v: (view.must[v], view.pin_shift[v] >= 0, view.leave_out[v], v))
    return changed[: max(0, len(changed) - most)]


def _is_changed(view: Compiled, v: int, s: int) -> bool:
    return max_changes.is_change(view.problem.visits[v], view.problem.shifts[s].therapist)


def add_rows(
    model: mathopt.Model,
    network: Network,
    pool: Sequence[tuple[int, Route, int]],
    chosen: Sequence[mathopt.Variable],
    asked: Sequence[int],
) -> None:
    """For ties between two of the visits `asked`, and for the limit of changes where all are;
    `chosen` are the variables of the pool.
    """
    view, here = network.view, set(asked)
    most = max_changes.limit(view.problem)
    if most is not None and len(here) == network.visits:
        counts = [
            float(sum(_is_changed(view, v, network.members[g][0]) for v in route)) * x
            for (g, route, _), x in zip(pool, chosen, strict=True)
        ]
        model.add_linear_constraint(mathopt.fast_sum(counts) <= most)
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
