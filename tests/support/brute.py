"""The optimum of a day of a few visits, by trying every sequence in every shift."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.routing.breakdown import with_terms
from shared.routing.compiled import Compiled, compiled
from shared.routing.plan import Plan, Reason, Route, Stop, Unassigned
from shared.routing.problem import Problem
from shared.routing.schedule import Label, Schedule, closed, first_labels, longer_labels

# Dearer than any plan (`cost_ceiling`): what must be served, or is pinned, is left out last.
_DROPPED = 1 << 52


# Which visits are served, and for how many of them (where that is limited) the therapist changes.
_Served = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Choice:
    """Routes of the shifts so far: shift, sequence, schedule."""

    cost: int
    routes: tuple[tuple[int, tuple[int, ...], Schedule], ...]


def best_plan(problem: Problem) -> Plan:
    """The cheapest plan, starts by the convention of `schedule`; pairs and gaps are not known
    here. Of what must be served and what is pinned as few as possible are left out.
    """
    assert not problem.pairs
    assert not problem.gaps
    return cheapest_of(compiled(problem))


def cheapest_of(view: Compiled, dropped: int = _DROPPED) -> Plan:
    """The cheapest plan at the prices of the view, which may be of any size: they are only added
    and compared here. `dropped` outweighs them.
    """
    chosen: dict[_Served, _Choice] = {(0, 0): _Choice(0, ())}
    for s in range(len(view.shifts)):
        chosen = _with_shift(view, s, chosen)
    (mask, _), choice = min(
        chosen.items(), key=lambda one: one[1].cost + _left_out_cost(view, one[0][0], dropped)
    )
    return _plan(view.problem, mask, choice)


def _with_shift(view: Compiled, s: int, chosen: dict[_Served, _Choice]) -> dict[_Served, _Choice]:
    replan = view.problem.replan
    most = None if replan is None else replan.max_changes
    best = dict(chosen)
    for mask, (route, found) in _routes(view, s).items():
        more = 0 if most is None else _changes(view, s, route)
        for (served, changes), choice in chosen.items():
            if served & mask or not _keeps_orders(view, mask, served):
                continue
            if most is not None and changes + more > most:
                continue
            key, cost = (served | mask, changes + more), choice.cost + found.cost
            if key not in best or cost < best[key].cost:
                best[key] = _Choice(cost, (*choice.routes, (s, route, found)))
    return best


def _changes(view: Compiled, s: int, route: tuple[int, ...]) -> int:
    """Visits of this route whose people were told of somebody else."""
    told = [view.problem.visits[v].told for v in route]
    named = [one.therapist for one in told if one is not None and one.therapist is not None]
    return sum(therapist != view.problem.shifts[s].therapist for therapist in named)


def _routes(view: Compiled, s: int) -> dict[int, tuple[tuple[int, ...], Schedule]]:
    """The cheapest route of each set of visits."""
    best: dict[int, tuple[tuple[int, ...], Schedule]] = {}
    for route, found in _sequences(view, s, (), first_labels(view, s)):
        mask = sum(1 << v for v in route)
        if mask not in best or found.cost < best[mask][1].cost:
            best[mask] = (route, found)
    return best


def _sequences(
    view: Compiled, s: int, route: tuple[int, ...], labels: list[Label]
) -> Iterator[tuple[tuple[int, ...], Schedule]]:
    for v in range(len(view.location)):
        if v in route:
            continue
        longer = (*route, v)
        reached = longer_labels(view, s, labels, longer)
        if reached:
            found = closed(view, s, reached, longer)
            if found is not None:
                yield longer, found
            yield from _sequences(view, s, longer, reached)


def _keeps_orders(view: Compiled, mask: int, served: int) -> bool:
    """Two ordered visits in two routes keep no order."""
    for before, after, _ in view.orders:
        here = mask >> before & 1, mask >> after & 1
        if here in {(1, 0), (0, 1)} and (served >> before & 1 or served >> after & 1):
            return False
    return True


def _left_out_cost(view: Compiled, mask: int, dropped: int) -> int:
    out = [v for v in range(len(view.location)) if not mask >> v & 1]
    bound = sum(1 for v in out if view.must[v] or view.pin_shift[v] >= 0)
    return bound * dropped + sum(int(view.leave_out[v]) for v in out)


def _plan(problem: Problem, mask: int, choice: _Choice) -> Plan:
    routes: list[Route] = []
    for s, route, found in choice.routes:
        visits = [problem.visits[v] for v in route]
        stops = tuple(
            Stop(visit.id, arrival, start, start + visit.service_s)
            for visit, (arrival, start) in zip(visits, found.doors, strict=True)
        )
        routes.append(Route(problem.shifts[s].id, stops))
    unassigned = tuple(
        Unassigned(visit.id, Reason.PINNED_IMPOSSIBLE if visit.pinned else Reason.OUTPRIORITISED)
        for v, visit in enumerate(problem.visits)
        if not mask >> v & 1
    )
    return with_terms(problem, Plan(tuple(routes), unassigned, 0, 1 << 60, 0.0))
