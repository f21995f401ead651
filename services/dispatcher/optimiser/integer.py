"""The best plan that can be put together from known routes (docs/optimiser.md equation 7).

HiGHS takes neither hint nor cutoff through MathOpt: pools are kept small by reduced-cost fixing,
and the caller keeps what it has if the answer is not better.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ortools.math_opt.python import mathopt

from services.dispatcher.optimiser.between import add_rows
from services.dispatcher.optimiser.cuts import Cut
from services.dispatcher.optimiser.master import Part
from services.dispatcher.optimiser.network import Network
from services.dispatcher.optimiser.pricing import Route

_NODES = 5000
Choice = tuple[int, Route, int]  # group, visits in order, cost


@dataclass(frozen=True, slots=True)
class Chosen:
    """`proven`: no choice of the pool is cheaper. `routes` is None where nothing was found."""

    routes: list[Choice] | None
    proven: bool


def choose(
    network: Network,
    pool: Sequence[Choice],
    part: Part,
    seconds: float | None,
    cuts: Iterable[Cut] = (),
) -> Chosen:
    """The cheapest choice found within `seconds`, or within counted work. Every
    route of the pool is held by `part`; `cuts` change no answer but the time that it takes (HiGHS
    does not find them by itself).
    """
    model = mathopt.Model()
    asked = sorted(part.visits)
    chosen = [model.add_binary_variable() for _ in pool]
    serving: dict[int, list[int]] = {v: [] for v in asked}
    by_group: dict[int, list[mathopt.Variable]] = {}
    for i, (g, route, _) in enumerate(pool):
        by_group.setdefault(g, []).append(chosen[i])
        for v in route:
            serving[v].append(i)
    priced = [float(cost) * x for (_, _, cost), x in zip(pool, chosen, strict=True)]
    for v, mine in serving.items():
        out = model.add_variable(lb=0.0, ub=1.0)
        priced.append(float(network.penalty[v]) * out)
        model.add_linear_constraint(mathopt.fast_sum([*(chosen[i] for i in mine), out]) == 1)
    for g, xs in by_group.items():
        model.add_linear_constraint(mathopt.fast_sum(xs) <= part.rooms[g])
    add_rows(model, network, pool, chosen, asked)
    for cut in cuts:
        near = sorted({i for v in cut.visits for i in serving.get(v, ())})
        if counted := [float(k) * chosen[i] for i in near if (k := cut.times(pool[i][1]))]:
            model.add_linear_constraint(mathopt.fast_sum(counted) <= cut.most)
    model.minimize(mathopt.fast_sum(priced))
    return _solved(model, seconds, pool, chosen)


def _solved(
    model: mathopt.Model,
    seconds: float | None,
    pool: Sequence[Choice],
    chosen: Sequence[mathopt.Variable],
) -> Chosen:
    answer = mathopt.solve(model, mathopt.SolverType.HIGHS, params=_parameters(seconds))
    proven = answer.termination.reason == mathopt.TerminationReason.OPTIMAL
    if not answer.has_primal_feasible_solution():
        return Chosen(None, proven=proven)
    values = answer.variable_values(chosen)
    return Chosen(
        [one for one, value in zip(pool, values, strict=True) if value > 0.5], proven=proven
    )


def _parameters(seconds: float | None) -> mathopt.SolveParameters:
    """Stops on the clock, or on work done where the same answer is wanted every time."""
    if seconds is None:
        return mathopt.SolveParameters(
            node_limit=_NODES, relative_gap_tolerance=0.0, absolute_gap_tolerance=0.5
        )
    limit = dt.timedelta(seconds=seconds)
    return mathopt.SolveParameters(
        time_limit=limit, relative_gap_tolerance=0.0, absolute_gap_tolerance=0.5
    )
