"""Ruin and recreate: take out strings of neighbouring stops and put them back better.

After Christiaens and Vanden Berghe, "Slack induction by string removals" (Transportation Science
54, 2020), with optional visits: a visit goes in where it costs less than leaving it out.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from services.dispatcher.optimiser.facts import NEVER, Facts
from services.dispatcher.optimiser.worksheet import Sequenced, Worksheet

_STRINGS_REMOVE = 9
_LONGEST_STRING = 6
_BLINK = 0.01
_SEED_OUT = 0.3
_HOT, _COLD = 0.25, 0.0005  # of a mean leg
_MANY = 60


@dataclass(slots=True)
class Best:
    """The best plan met so far, as routes."""

    cost: int
    routes: list[Sequenced]


class Improver:
    """Anneals a worksheet in place and tells every complete route to `keep`."""

    def __init__(
        self,
        sheet: Worksheet,
        rng: random.Random,
        keep: Callable[[int, Sequenced, int], None],
    ) -> None:
        self._sheet, self._rng, self._keep = sheet, rng, keep
        self._noise = np.random.default_rng(rng.getrandbits(64))
        self.cost = sheet.cost
        self.best = Best(self.cost, list(sheet.routes))
        legs = sheet.facts.legs
        self._leg = max(1.0, float(legs.mean())) * max(1, sheet.facts.problem.weights.travel)
        self._absences = [0] * len(sheet.facts.visits)
        self._movable = [v for v in range(len(sheet.facts.visits)) if not _is_timed(sheet.facts, v)]

    def step(self, progress: float) -> bool:
        """One ruin and recreate, accepted as in annealing at `progress` 0 to 1; whether it gave a
        new best plan.
        """
        if not self._movable:
            return False
        sheet, before = self._sheet, {}
        for s, route in self._ruined():
            before[s] = sheet.routes[s]
            sheet.put(s, route)
        for s, old in self._recreate():
            before.setdefault(s, old)
        cost = sheet.cost
        heat = self._leg * _HOT * (_COLD / _HOT) ** min(1.0, progress)
        if cost >= self.cost - heat * math.log(max(self._rng.random(), 1e-12)):
            self._undo(before)
            return False
        self.cost = cost
        for v in sheet.unassigned:
            self._absences[v] += 1
        for s in before:
            if sheet.routes[s]:
                self._keep(s, sheet.routes[s], sheet.costs[s])
        if cost < self.best.cost:
            self.best = Best(cost, list(sheet.routes))
            return True
        return False

    def restart(self, routes: list[Sequenced]) -> None:
        """Go on from other routes (all legal, each visit once)."""
        for s in range(len(routes)):
            if self._sheet.routes[s] != routes[s]:
                self._sheet.put(s, ())
        for s, route in enumerate(routes):
            if self._sheet.routes[s] != route:
                self._sheet.put(s, route)
        self.cost = self._sheet.cost
        if self.cost < self.best.cost:
            self.best = Best(self.cost, list(routes))

    def cost_of(self, routes: list[Sequenced]) -> int:
        """What a plan of these legal routes costs, dropped pins at their deterrent price."""
        judged = [self._sheet.judge(s, route) for s, route in enumerate(routes) if route]
        placed = {v for route in routes for v in route}
        leave_out = self._sheet.facts.leave_out
        left = sum(cost for v, cost in enumerate(leave_out) if v not in placed)
        return sum(one[1] for one in judged if one is not None) + left

    def _undo(self, before: dict[int, Sequenced]) -> None:
        for s in before:
            self._sheet.put(s, ())
        for s, route in before.items():
            self._sheet.put(s, route)

    def _ruined(self) -> list[tuple[int, Sequenced]]:
        """Routes around a seed visit, each without one string; only those still legal after."""
        sheet, rng, facts = self._sheet, self._rng, self._sheet.facts
        out = sheet.unassigned
        seed, able = rng.choice(self._movable), None
        if out and rng.random() < _SEED_OUT:
            seed = rng.choice(sorted(out))
            # Room for a visit that is left out is made only where it may be served.
            able = facts.serve_cost[seed] < NEVER
        home = {v: s for s, route in enumerate(sheet.routes) for v in route}
        longest = rng.randint(1, _LONGEST_STRING)
        strings = max(2, round(rng.uniform(0.5, 1.5) * _STRINGS_REMOVE * 2 / (1 + longest)))
        ruined: dict[int, Sequenced] = {}
        for v in facts.near[seed]:
            if len(ruined) >= strings:
                break
            s = home.get(v)
            if s is None or s in ruined or _is_timed(facts, v):
                continue
            if able is not None and not able[s]:
                continue
            left = self._without_string(sheet.routes[s], v, rng.randint(1, longest))
            if not left or sheet.judge(s, left) is not None:
                ruined[s] = left
        return list(ruined.items())

    def _without_string(self, route: Sequenced, v: int, length: int) -> Sequenced:
        at = route.index(v)
        first = self._rng.randint(max(0, at - length + 1), at)
        facts = self._sheet.facts
        return tuple(
            one
            for i, one in enumerate(route)
            if not first <= i < first + length or _is_timed(facts, one)
        )

    def _recreate(self) -> list[tuple[int, Sequenced]]:
        """Insert what is out, one by one at its cheapest leg; the routes touched, as they were."""
        return fill(self._sheet, self._order(), self._noise)

    def _order(self) -> list[int]:
        facts, rng = self._sheet.facts, self._rng
        out = [v for v in self._sheet.unassigned if not _is_timed(facts, v)]
        out.sort()
        rng.shuffle(out)
        if len(out) > _MANY:
            out = out[:_MANY]
        match rng.randrange(5):
            case 0:
                out.sort(key=lambda v: -facts.leave_out[v])
            case 1:
                out.sort(key=lambda v: int(facts.closes[v].max() - facts.opens[v].min()))
            case 2:
                out.sort(key=lambda v: int((facts.serve_cost[v] < NEVER).sum()))
            case 3:
                out.sort(key=lambda v: -self._absences[v])
            case _:
                pass
        return out


def fill(
    sheet: Worksheet, order: list[int], noise: np.random.Generator | None
) -> list[tuple[int, Sequenced]]:
    """Insert visits in this order wherever they cost least, if less than leaving them out.

    With `noise` one leg in a hundred is overlooked. Returns the touched shifts' former routes.
    """
    if not order or not sheet.routes:
        return []
    visits = np.array(order, dtype=np.int64)
    width = sheet.width()
    everywhere = slice(0, len(sheet.routes))
    costs = sheet.proposals(visits, everywhere, width)
    if noise is not None:
        costs[noise.random(costs.shape) < _BLINK] = NEVER
    touched: list[tuple[int, Sequenced]] = []
    for i, v in enumerate(order):
        row, worth = costs[i].reshape(-1), sheet.facts.leave_out[v]
        while True:
            best = int(row.argmin())
            if row[best] >= worth:
                break
            s, position = divmod(best, width)
            old = sheet.routes[s]
            if sheet.insert(s, position, v, worth):
                touched.append((s, old))
                if i + 1 < len(order):
                    one = slice(s, s + 1)
                    costs[i + 1 :, one] = sheet.proposals(visits[i + 1 :], one, width)
                break
            row[best] = NEVER
    return touched


def _is_timed(facts: Facts, v: int) -> bool:
    pinned = facts.visits[v].pinned
    return pinned is not None and pinned.start_s is not None
