"""The master: at most one route for each shift, every visit once or its penalty (equation 7).

The linear programme lives in MathOpt with GLOP, presolve off, so that its basis survives new
columns; columns that have been dear for long are thrown out again.
"""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
from ortools.math_opt.python import mathopt

from services.dispatcher.optimiser.cuts import Cut
from services.dispatcher.optimiser.network import Network
from services.dispatcher.optimiser.pricing import Route

_SIMPLEX = mathopt.SolveParameters(
    presolve=mathopt.Emphasis.OFF, lp_algorithm=mathopt.LPAlgorithm.PRIMAL_SIMPLEX
)


@dataclass(eq=False, slots=True)
class Column:
    """A route of a group and its cost in whole units."""

    group: int
    route: Route
    cost: int
    variable: mathopt.Variable
    idle: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What a master covers: these visits, and so many shifts of each of these groups."""

    visits: frozenset[int]
    rooms: dict[int, int]

    def holds(self, group: int, route: Route) -> bool:
        return group in self.rooms and self.visits.issuperset(route)

    def without(self, group: int, route: Route) -> "Part":
        """What is left when one shift of the group drives this route."""
        rooms = {g: room - (g == group) for g, room in self.rooms.items()}
        return Part(self.visits - set(route), {g: room for g, room in rooms.items() if room})


def whole_of(network: Network) -> Part:
    rooms = {g: len(shifts) for g, shifts in enumerate(network.members)}
    return Part(frozenset(range(network.visits)), rooms)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """An optimum of the master over the columns it has; duals of what is no part of it are 0."""

    value: float
    visits: "np.ndarray[tuple[int], np.dtype[np.float64]]"
    groups: "np.ndarray[tuple[int], np.dtype[np.float64]]"
    cuts: "np.ndarray[tuple[int], np.dtype[np.float64]]"


@dataclass(slots=True)
class Master:
    network: Network
    part: Part
    columns: dict[tuple[int, Route], Column] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    _model: mathopt.Model = field(default_factory=mathopt.Model)

    def __post_init__(self) -> None:
        model, network = self._model, self.network
        self._visit_rows = {
            v: model.add_linear_constraint(lb=1.0, ub=1.0) for v in sorted(self.part.visits)
        }
        self._group_rows = {
            g: model.add_linear_constraint(ub=float(room))
            for g, room in sorted(self.part.rooms.items())
        }
        self._cut_rows: list[mathopt.LinearConstraint] = []
        self._serving = {v: {} for v in self._visit_rows}
        self._cuts_of = {v: [] for v in self._visit_rows}
        model.objective.is_maximize = False
        for v, row in self._visit_rows.items():
            out = model.add_variable(lb=0.0)
            row.set_coefficient(out, 1.0)
            model.objective.set_linear_coefficient(out, float(network.penalty[v]))
        self._solver = mathopt.IncrementalSolver(model, mathopt.SolverType.GLOP)

    _visit_rows: dict[int, mathopt.LinearConstraint] = field(init=False)
    _group_rows: dict[int, mathopt.LinearConstraint] = field(init=False)
    _cut_rows: list[mathopt.LinearConstraint] = field(init=False)
    _serving: dict[int, dict[Column, None]] = field(init=False)
    _cuts_of: dict[int, list[int]] = field(init=False)
    _solver: mathopt.IncrementalSolver = field(init=False)

    def add(self, group: int, route: Route, cost: int) -> bool:
        """Whether the column is new; the route is held by the part."""
        if (group, route) in self.columns:
            return False
        x = self._model.add_variable(lb=0.0)
        self._model.objective.set_linear_coefficient(x, float(cost))
        column = self.columns[group, route] = Column(group, route, cost, x)
        self._group_rows[group].set_coefficient(x, 1.0)
        for v in route:
            self._visit_rows[v].set_coefficient(x, 1.0)
            self._serving[v][column] = None
        for c in sorted({c for v in route for c in self._cuts_of[v]}):
            if times := self.cuts[c].times(route):
                self._cut_rows[c].set_coefficient(x, float(times))
        return True

    def cut(self, cut: Cut) -> None:
        """Hold the routes to what every plan keeps (equation 15)."""
        row = self._model.add_linear_constraint(ub=float(cut.most))
        for column in dict.fromkeys(one for v in cut.visits for one in self._serving[v]):
            if times := cut.times(column.route):
                row.set_coefficient(column.variable, float(times))
        for v in cut.visits:
            self._cuts_of[v].append(len(self.cuts))
        self.cuts.append(cut)
        self._cut_rows.append(row)

    def solve(self, seconds: float | None = None) -> Relaxation | None:
        """None when the limit was too short."""
        params = _SIMPLEX
        if seconds is not None:
            params = mathopt.SolveParameters(
                presolve=mathopt.Emphasis.OFF,
                lp_algorithm=mathopt.LPAlgorithm.PRIMAL_SIMPLEX,
                time_limit=dt.timedelta(seconds=seconds),
            )
        answer = self._solver.solve(params=params)
        if answer.termination.reason != mathopt.TerminationReason.OPTIMAL:
            return None
        self._answer, self._solved = answer, list(self.columns.values())
        return Relaxation(
            answer.objective_value(),
            self._duals(self._visit_rows, self.network.visits),
            self._duals(self._group_rows, self.network.groups),
            np.array(answer.dual_values(self._cut_rows)),
        )

    def _duals(
        self, rows: dict[int, mathopt.LinearConstraint], size: int
    ) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        duals = np.zeros(size)
        duals[list(rows)] = self._answer.dual_values(rows.values())
        return duals

    _answer: mathopt.SolveResult = field(init=False)
    _solved: list[Column] = field(default_factory=list, init=False)
    """The columns that the last optimum knows; later ones have no value yet."""

    def values(self) -> list[tuple[float, Column]]:
        """The columns in use by the last optimum, none before the first."""
        if not self._solved:
            return []
        values = self._answer.variable_values([one.variable for one in self._solved])
        return [(x, one) for x, one in zip(values, self._solved, strict=True) if x > 1e-7]

    def purge(self, patience: int) -> None:
        """Throw out columns that were out of use for `patience` calls."""
        values = self._answer.variable_values([one.variable for one in self._solved])
        kept = []
        for value, column in zip(values, self._solved, strict=True):
            column.idle = 0 if value > 1e-9 else column.idle + 1
            if column.idle > patience and (column.group, column.route) in self.columns:
                self._model.delete_variable(column.variable)
                for v in column.route:
                    del self._serving[v][column]
                del self.columns[column.group, column.route]
            else:
                kept.append(column)
        self._solved = kept
