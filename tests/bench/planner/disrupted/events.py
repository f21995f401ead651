"""What happens on the day, hour by hour: the same facts for every solver.

Who is struck is read from the plan that was published in the morning, which all of them start
from, and always about visits that nobody can have begun: their windows open later. So the facts of
the day do not depend on who planned it, and hindsight is one day.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.visit import Promised, Visit
from tests.bench.planner.disrupted.city import HOUR_S
from tests.bench.planner.disrupted.people import SKILLS

MINUTE_S = 60
OVERRUN_S = 40 * MINUTE_S
PROMISE_COST = 7200


class Kind(StrEnum):
    BOOKING = "new booking"
    OVERRUN = "overrun"
    ILLNESS = "illness"
    URGENT = "urgent call"
    NO_SHOW = "no-show"
    DECLINE = "declined visit"
    CANCELLATION = "cancellation"
    CERTIFICATE = "certificate lost"


@dataclass(frozen=True, slots=True)
class Event:
    """At `at_s` it is learnt that `visit` or `therapist` is struck; `new` is a visit asked for,
    `skill` what may no longer be done.
    """

    at_s: int
    kind: Kind
    visit: str | None = None
    therapist: str | None = None
    new: Visit | None = None
    skill: str | None = None


SCHEDULE: tuple[tuple[float, Kind], ...] = (
    (8.2, Kind.BOOKING),
    (9.0, Kind.OVERRUN),
    (9.7, Kind.ILLNESS),
    (10.3, Kind.URGENT),
    (11.0, Kind.NO_SHOW),
    (11.6, Kind.DECLINE),
    (12.4, Kind.OVERRUN),
    (13.1, Kind.CANCELLATION),
    (13.8, Kind.CERTIFICATE),
    (14.6, Kind.URGENT),
    (15.5, Kind.BOOKING),
    (16.6, Kind.OVERRUN),
)


def events_of(
    problem: Problem,
    plan: Plan,
    later: list[Visit],
    rng: random.Random,
    schedule: tuple[tuple[float, Kind], ...] = SCHEDULE,
) -> tuple[Event, ...]:
    """`later` are asked for in the order of the events that need one."""
    teller = _Teller(problem, plan, iter(later), rng)
    return tuple(teller.event(round(hour * HOUR_S), kind) for hour, kind in schedule)


class _Teller:
    """Chooses whom each event strikes; nobody twice."""

    def __init__(
        self, problem: Problem, plan: Plan, later: Iterator[Visit], rng: random.Random
    ) -> None:
        self._problem, self._plan, self._later, self._rng = problem, plan, later, rng
        self._visits = {visit.id: visit for visit in problem.visits}
        self._who = {shift.id: shift.therapist for shift in problem.shifts}
        self._struck: set[str] = set()

    def event(self, at_s: int, kind: Kind) -> Event:
        event = Event(at_s, kind)
        match kind:
            case Kind.BOOKING | Kind.URGENT:
                event = replace(event, new=self._asked(at_s, kind))
            case Kind.OVERRUN:
                event = replace(event, visit=self._under_way(at_s))
            case Kind.ILLNESS:
                event = replace(event, therapist=self._busiest(at_s))
            case Kind.NO_SHOW:
                event = replace(event, visit=self._next(at_s, 0, HOUR_S))
            case Kind.CANCELLATION:
                event = replace(event, visit=self._next(at_s, HOUR_S, 5 * HOUR_S))
            case Kind.DECLINE:
                visit = self._next(at_s, HOUR_S, 4 * HOUR_S)
                event = replace(event, visit=visit, therapist=self._holder(visit))
            case Kind.CERTIFICATE:
                who, skill = self._certificate(at_s)
                event = replace(event, therapist=who, skill=skill)
        return event

    def _asked(self, at_s: int, kind: Kind) -> Visit:
        """A booking for two hours of the evening or so, an urgent call for the next 90 minutes;
        what the patient is told on the telephone is a promise.
        """
        soon = kind is Kind.URGENT
        opens = at_s + (10 * MINUTE_S if soon else 3 * HOUR_S)
        window = (opens, opens + (90 * MINUTE_S if soon else 2 * HOUR_S))
        new = next(self._later)
        worth = 4 * new.unassigned_cost if soon else new.unassigned_cost
        return replace(
            new,
            windows_s=(window,),
            unassigned_cost=worth,
            promised=Promised(window, PROMISE_COST),
            history={},
            continuity_cost=0,
        )

    def _under_way(self, at_s: int) -> str:
        """Somebody is there by the published plan, and whoever serves it cannot have ended."""
        return self._one_of(
            at_s,
            lambda visit, start: visit.windows_s[0][0] + visit.service_s > at_s and start <= at_s,
        )

    def _next(self, at_s: int, after_s: int, until_s: int) -> str:
        """Due within these seconds from now by the published plan; its window opens later."""
        return self._one_of(
            at_s,
            lambda visit, start: (
                visit.windows_s[0][0] >= at_s and at_s + after_s <= start <= at_s + until_s
            ),
        )

    def _one_of(self, at_s: int, fits: Callable[[Visit, int], bool]) -> str:
        """Of those whose therapist has most to do after it: there an event hurts."""
        left = {route.shift: len(route.stops) for route in self._plan.routes}
        found = [
            (left[route.shift] - k, stop.visit)
            for route in self._plan.routes
            for k, stop in enumerate(route.stops)
            if stop.visit not in self._struck
            and self._who[route.shift] not in self._struck
            and fits(self._visits[stop.visit], stop.start_s)
        ]
        if not found:
            raise ValueError(f"nobody is struck at {at_s}: choose another seed")
        most = max(found)[0]
        name = self._rng.choice(sorted(visit for count, visit in found if count >= most - 1))
        self._struck.add(name)
        return name

    def _holder(self, name: str) -> str:
        return next(
            self._who[route.shift]
            for route in self._plan.routes
            if any(stop.visit == name for stop in route.stops)
        )

    def _busiest(self, at_s: int) -> str:
        """The therapist with most visits that the published plan has start after now."""
        who = self._most_to_come(at_s, lambda _: True)[1]
        self._struck.add(who)
        return who

    def _certificate(self, at_s: int) -> tuple[str, str]:
        """Of whom most visits need it that are still to come, and which one."""
        found = [(self._most_to_come(at_s, partial(_needs, skill)), skill) for skill in SKILLS[1:]]
        (_, who), skill = max(found)
        self._struck.add(who)
        return who, skill

    def _most_to_come(self, at_s: int, counts: Callable[[Visit], bool]) -> tuple[int, str]:
        """How many such visits, and whose."""
        left: dict[str, int] = {}
        for route in self._plan.routes:
            who = self._who[route.shift]
            due = [stop.visit for stop in route.stops if stop.start_s > at_s]
            left[who] = left.get(who, 0) + sum(counts(self._visits[name]) for name in due)
        return max((count, who) for who, count in left.items() if who not in self._struck)


def _needs(skill: str, visit: Visit) -> bool:
    return skill in visit.skills
