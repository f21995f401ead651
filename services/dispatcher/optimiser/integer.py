"""The best plan that can be put together from known routes: set partitioning by MathOpt.

min sum c_r x_r + sum p_v u_v,  sum over r with v of x_r + u_v = 1 for each visit,
sum over r of a shift of x_r <= 1 (docs/optimiser.md equation 7). HiGHS solves pools of some
thousand routes in seconds; it takes no hint through MathOpt, so pools are kept small and the
caller keeps what it has if the answer is not better.
"""

import datetime as dt

from ortools.math_opt.python import mathopt

from services.dispatcher.optimiser.facts import Facts
from services.dispatcher.optimiser.worksheet import Sequenced

# Costs are capped inside the model: HiGHS works in floating point, and a dropped pin only has to
# be dearer than any detour.
_DEAR = 10**8
_NODES = 2000


class Pool:
    """Known legal routes: for each shift and set of visits the cheapest order, best kept."""

    def __init__(self, facts: Facts, size: int) -> None:
        self._facts, self._size = facts, size
        self._routes: dict[tuple[int, frozenset[int]], tuple[int, Sequenced]] = {}
        self._seen: dict[tuple[int, frozenset[int]], int] = {}
        self._clock = 0

    def add(self, s: int, route: Sequenced, cost: int) -> None:
        key = (s, frozenset(route))
        known = self._routes.get(key)
        if known is None or cost < known[0]:
            self._routes[key] = (cost, route)
        self._clock += 1
        self._seen[key] = self._clock
        if len(self._routes) > 4 * self._size:
            self._forget()

    def _forget(self) -> None:
        """Keep the most recently met: annealing meets better routes as it cools."""
        recent = sorted(self._seen, key=self._seen.__getitem__, reverse=True)[: self._size]
        self._routes = {key: self._routes[key] for key in recent}
        self._seen = {key: self._seen[key] for key in recent}

    def columns(self, incumbent: list[Sequenced]) -> list[tuple[int, Sequenced, int]]:
        """At most `size` routes, the incumbent's among them."""
        keys = sorted(self._seen, key=self._seen.__getitem__, reverse=True)[: self._size]
        chosen = dict.fromkeys(keys)
        for s, route in enumerate(incumbent):
            key = (s, frozenset(route))
            if key in self._routes:
                chosen[key] = None
        return [(key[0], self._routes[key][1], self._routes[key][0]) for key in chosen]


def recombine(
    facts: Facts, pool: Pool, incumbent: list[Sequenced], seconds: float | None
) -> list[Sequenced] | None:
    """The cheapest choice of pool routes found within `seconds`, or None. Without `seconds` the
    work is counted, so that the answer is the same every time.
    """
    columns = pool.columns(incumbent)
    if not columns:
        return None
    model = mathopt.Model()
    chosen = [model.add_binary_variable() for _ in columns]
    terms: list[list[mathopt.Variable]] = [[] for _ in facts.visits]
    by_shift: dict[int, list[mathopt.Variable]] = {}
    for variable, (s, route, _) in zip(chosen, columns, strict=True):
        by_shift.setdefault(s, []).append(variable)
        for v in route:
            terms[v].append(variable)
    out = [model.add_variable(lb=0.0, ub=1.0) for _ in facts.visits]
    for covering, left_out in zip(terms, out, strict=True):
        model.add_linear_constraint(mathopt.fast_sum([*covering, left_out]) == 1)
    for variables in by_shift.values():
        model.add_linear_constraint(mathopt.fast_sum(variables) <= 1)
    priced = [float(cost) * x for x, (_, _, cost) in zip(chosen, columns, strict=True)]
    priced += [float(min(cost, _DEAR)) * u for u, cost in zip(out, facts.leave_out, strict=True)]
    model.minimize(mathopt.fast_sum(priced))
    answer = mathopt.solve(model, mathopt.SolverType.HIGHS, params=_parameters(seconds))
    if not answer.has_primal_feasible_solution():
        return None
    values = answer.variable_values(chosen)
    routes: list[Sequenced] = [() for _ in facts.problem.shifts]
    for value, (s, route, _) in zip(values, columns, strict=True):
        if value > 0.5:
            routes[s] = route
    return routes


def _parameters(seconds: float | None) -> mathopt.SolveParameters:
    """Stops on the clock, or on work done where the same answer is wanted every time."""
    if seconds is None:
        return mathopt.SolveParameters(node_limit=_NODES, relative_gap_tolerance=1e-7)
    limit = dt.timedelta(seconds=seconds)
    return mathopt.SolveParameters(time_limit=limit, relative_gap_tolerance=1e-7)
