"""Every visit in every shift: blocked by which rule, or when it may start and what that costs.

Only rules of which the problem says anything are asked, and starts that come out alike are one
list: a day without wishes costs almost nothing to compile.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from shared.routing.problem import Problem
from shared.routing.registry import RULES
from shared.routing.rule import Case, Rule
from shared.routing.rules import nights, pinned_time, promised
from shared.routing.spans import Spans, outside
from shared.routing.starts import Segment, at_pin, dearer, in_windows, marked_at_night, within
from shared.routing.surroundings import Place, Therapist
from shared.routing.timing import pinned_start_s

RULE_NAMES = tuple(rule.name for rule in RULES)
_UNKNOWN = Therapist("")


@dataclass(frozen=True, slots=True)
class Cases:
    """Shifts are rows, visits columns; see `compiled`."""

    blocker: npt.NDArray[np.int16]
    start_list: npt.NDArray[np.int32]
    assign_cost: npt.NDArray[np.int64]
    start_lists: tuple[tuple[Segment, ...], ...]


def cases_of(problem: Problem, asked: Iterable[tuple[int, int]] | None = None) -> Cases:
    """Every case, or only those asked for by shift and visit: the others have neither a blocker nor
    starts.
    """
    shape = (len(problem.shifts), len(problem.visits))
    blocker = np.full(shape, -1, dtype=np.int16)
    start_list = np.full(shape, -1, dtype=np.int32)
    assign_cost = np.zeros(shape, dtype=np.int64)
    reader = _Reader(problem)
    rows: dict[tuple[Segment, ...], int] = {}
    therapists = {one.id: one for one in problem.therapists}
    places = {one.location: one for one in problem.places}
    around = [places.get(visit.location, Place(visit.location)) for visit in problem.visits]
    who = [therapists.get(shift.therapist, _UNKNOWN) for shift in problem.shifts]
    for s, v in product(*map(range, shape)) if asked is None else asked:
        case = Case(problem, problem.visits[v], problem.shifts[s], who[s], around[v])
        reason, segments = reader.starts(case)
        if reason is not None:
            blocker[s, v] = RULE_NAMES.index(reason)
            continue
        start_list[s, v] = rows.setdefault(segments, len(rows))
        assign_cost[s, v] = reader.cost(case)
    return Cases(blocker, start_list, assign_cost, tuple(rows))


class _Reader:
    """The rules that this problem uses, and starts that were worked out before."""

    def __init__(self, problem: Problem) -> None:
        used = [rule for rule in RULES if rule.is_used(problem)]
        self._problem = problem
        self._who = [rule for rule in used if rule.allows is not None]
        self._when = [
            rule for rule in used if rule.spans is not None and rule is not pinned_time.RULE
        ]
        self._priced = [
            (rule.cost, getattr(problem.weights, rule.term))
            for rule in used
            if rule.cost is not None and rule.term is not None
        ]
        self._has_nights = nights.RULE in used
        self._known: dict[object, tuple[str | None, tuple[Segment, ...]]] = {}

    def cost(self, case: Case) -> int:
        return sum(weight * cost(case) for cost, weight in self._priced)

    def starts(self, case: Case) -> tuple[str | None, tuple[Segment, ...]]:
        """The rule that blocks, if any; else the starts, priced."""
        for rule in self._who:
            if rule.allows is not None and not rule.allows(case):
                return rule.name, ()
        spans = tuple(
            (rule, left)
            for rule in self._when
            if rule.spans is not None and (left := rule.spans(case)) is not None
        )
        pinned = pinned_start_s(case.visit, case.shift)
        names_another = promised.names_another(case)
        allowed = tuple(left for _, left in spans)
        key = (case.visit.id, pinned, names_another, allowed)
        if key not in self._known:
            self._known[key] = self._worked_out(case, pinned, spans, names_another=names_another)
        return self._known[key]

    def _worked_out(
        self,
        case: Case,
        pinned: int | None,
        spans: tuple[tuple[Rule, Spans], ...],
        *,
        names_another: bool,
    ) -> tuple[str | None, tuple[Segment, ...]]:
        visit, weights = case.visit, self._problem.weights
        segments = in_windows(visit) if pinned is None else at_pin(visit, pinned)
        for rule, left in spans:
            segments = within(segments, left)
            if not segments:
                return rule.name, ()
        if self._has_nights:
            segments = marked_at_night(segments, self._problem.nights_s, visit.service_s)
        if visit.promised is not None and not names_another:
            broken = outside((visit.promised.window_s,))
            segments = dearer(segments, broken, weights.promise * visit.promised.cost)
        return None, segments
