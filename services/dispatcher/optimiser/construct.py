"""The first legal plan: facts first, then the previous plan as far as it still holds, then
insertion by regret: whoever loses most by waiting is placed first.
"""

import numpy as np

from services.dispatcher.optimiser.facts import NEVER, Facts
from services.dispatcher.optimiser.worksheet import Worksheet
from shared.routing.eligible import eligible


def construct(facts: Facts) -> Worksheet:
    sheet = Worksheet(facts)
    _place_timed(sheet)
    _place_previous(sheet)
    _place_by_regret(sheet)
    return sheet


def _place_timed(sheet: Worksheet) -> None:
    """Stops pinned to a time, in the order of their times, as many as are legal together."""
    facts = sheet.facts
    shifts = {shift.id: s for s, shift in enumerate(facts.problem.shifts)}
    timed: dict[int, list[tuple[int, int]]] = {}
    for v, visit in enumerate(facts.visits):
        if visit.pinned is not None and visit.pinned.start_s is not None:
            s = shifts[visit.pinned.shift]
            if eligible(visit, facts.problem.shifts[s]):
                timed.setdefault(s, []).append((visit.pinned.start_s, v))
    for s, stops in timed.items():
        for _, v in sorted(stops):
            sheet.put(s, (*sheet.routes[s], v))


def _place_previous(sheet: Worksheet) -> None:
    """The previous plan's routes, whole where they are still legal, else stop by stop; what no
    longer fits is left to insertion.
    """
    problem = sheet.facts.problem
    if problem.previous is None:
        return
    shifts = {shift.id: s for s, shift in enumerate(problem.shifts)}
    visits = {visit.id: v for v, visit in enumerate(problem.visits)}
    for route in problem.previous.routes:
        s = shifts.get(route.shift)
        if s is None:
            continue
        known = [visits[stop.visit] for stop in route.stops if stop.visit in visits]
        able = [v for v in dict.fromkeys(known) if eligible(problem.visits[v], problem.shifts[s])]
        facts_there = sheet.routes[s]
        whole = tuple(v for v in able if v in sheet.unassigned or v in facts_there)
        if set(facts_there) <= set(whole) and sheet.put(s, whole):
            continue
        for v in able:
            if v in sheet.unassigned:
                sheet.put(s, (*sheet.routes[s], v))


def _place_by_regret(sheet: Worksheet) -> None:
    if sheet.unassigned and sheet.routes:
        waiting = _Waiting(sheet)
        while waiting.place_one():
            pass


class _Waiting:
    """The visits not placed yet, with their cheapest leg in every shift."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._visits = sorted(sheet.unassigned)
        self._rows = np.array(self._visits, dtype=np.int64)
        shape = (len(self._visits), len(sheet.routes))
        self._costs = np.full(shape, NEVER, dtype=np.int64)
        self._legs = np.zeros(shape, dtype=np.int64)
        leave_out = sheet.facts.leave_out
        self._worth = np.array([leave_out[v] for v in self._visits], dtype=np.int64)
        self._open = np.ones(len(self._visits), dtype=np.bool_)
        for s in range(len(sheet.routes)):
            self._look(s)

    def place_one(self) -> bool:
        """Place who loses most if its cheapest shift is taken; False when nobody fits."""
        capped = np.minimum(self._costs, self._worth[:, None])
        first, second = capped.min(axis=1), self._worth
        if capped.shape[1] > 1:
            second = np.partition(capped, 1, axis=1)[:, 1]
        loss = np.where(self._open & (first < self._worth), second - first, -1)
        i = int(loss.argmax())
        if loss[i] < 0:
            return False
        s = int(self._costs[i].argmin())
        position, worth = int(self._legs[i, s]), int(self._worth[i])
        if self._sheet.insert(s, position, self._visits[i], worth):
            self._open[i] = False
            self._look(s)
        else:
            self._costs[i, s] = NEVER
        return True

    def _look(self, s: int) -> None:
        """Each visit's cheapest leg in shift s, after its route changed."""
        width = len(self._sheet.routes[s]) + 1
        table = self._sheet.proposals(self._rows, slice(s, s + 1), width)[:, 0, :]
        self._legs[:, s] = table.argmin(axis=1)
        self._costs[:, s] = table.min(axis=1)
