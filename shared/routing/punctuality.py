"""How many promises a plan keeps on days that do not go as planned.

A thousand days are drawn: every way and every service takes its planned time times a lognormal
factor of mean 1, ways also times one factor of the day's traffic. Therapists drive their stops in
order, never start before the window opens, rest where the plan rests. Draws belong to the visit,
not to its place in the plan: two plans are compared on the same thousand days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
import numpy.typing as npt

from shared.routing.plan import Plan, Route, Stop
from shared.routing.problem import Problem
from shared.routing.reading import Window
from shared.routing.shift import Break, Shift
from shared.routing.timing import opens_s, pinned_start_s
from shared.routing.travel import Travel
from shared.routing.visit import Visit

Days = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard deviations of the logarithms: 0.2 means that two days of three lie within about a
    fifth of the plan. All zero: every day goes as planned.
    """

    travel: float = 0.2
    traffic: float = 0.1
    service: float = 0.15

    def __post_init__(self) -> None:
        for name in ("travel", "traffic", "service"):
            if not 0 <= getattr(self, name) <= 2:
                raise ValueError(f"{name} is {getattr(self, name)}, must be 0 to 2")


@dataclass(frozen=True, slots=True)
class Punctuality:
    """`on_time` is the expected share of promises kept; `by_visit` the share of days on which each
    visit's is. A visit left out counts, as broken, only if something was promised.
    """

    on_time: float
    by_visit: Mapping[str, float]


def with_on_time(
    problem: Problem, plan: Plan, spread: Spread | None = None, seed: int = 1, days: int = 1000
) -> Plan:
    return replace(plan, on_time=punctuality(problem, plan, spread, seed, days).on_time)


def punctuality(
    problem: Problem, plan: Plan, spread: Spread | None = None, seed: int = 1, days: int = 1000
) -> Punctuality:
    """Judge a legal plan; the same arguments give the same figures. Without any promise to keep
    the share is 1.
    """
    drawn = _Drawn(spread or Spread(), seed, days)
    visits = {visit.id: visit for visit in problem.visits}
    shifts = {shift.id: shift for shift in problem.shifts}
    kept = {one.visit: 0.0 for one in plan.unassigned if visits[one.visit].promised is not None}
    for route in plan.routes:
        shift = shifts[route.shift]
        served = [visits[stop.visit] for stop in route.stops]
        for visit, starts in zip(
            served, _starts(problem.travel, shift, route, served, drawn), strict=True
        ):
            kept[visit.id] = float(_is_kept(visit, shift, starts).mean())
    share = float(np.mean(list(kept.values()))) if kept else 1.0
    return Punctuality(share, kept)


class _Drawn:
    """The factors of every day, by what they belong to."""

    def __init__(self, spread: Spread, seed: int, days: int) -> None:
        self.days = days
        self._spread, self._seed = spread, seed
        self._traffic = self._factors("traffic", spread.traffic)

    def travel(self, visit: str) -> Days:
        """Of the way to a visit."""
        ways: Days = self._factors(f"way {visit}", self._spread.travel) * self._traffic
        return ways

    def service(self, visit: str) -> Days:
        return self._factors(f"service {visit}", self._spread.service)

    def _factors(self, what: str, sigma: float) -> Days:
        """Lognormal of mean 1."""
        if not sigma:
            return np.ones(self.days)
        generator = np.random.default_rng((self._seed, crc32(what.encode())))
        factors: Days = np.exp(sigma * generator.standard_normal(self.days) - sigma * sigma / 2)
        return factors


def _starts(
    travel: Travel, shift: Shift, route: Route, visits: Sequence[Visit], drawn: _Drawn
) -> list[Days]:
    """When each service starts, by day. Stops pinned to a time at the head are facts."""
    rests = _rests(shift, route.stops)
    here, frozen = shift.start_location, True
    leave: Days = np.full(drawn.days, float(shift.window_s[0]))
    starts: list[Days] = []
    for visit, stop, rest in zip(visits, route.stops, rests, strict=True):
        frozen = frozen and pinned_start_s(visit, shift) is not None
        if frozen:
            start: Days = np.full(drawn.days, float(stop.start_s))
        else:
            leave = np.maximum(leave, opens_s(shift))
            ready = leave + _ways_s(travel, here, visit.location, leave) * drawn.travel(visit.id)
            for one in rest:
                ready = np.maximum(ready, one.window_s[0]) + one.duration_s
            start = np.maximum(ready, _opens_s(visit, stop.start_s))
        starts.append(start)
        here, leave = visit.location, start + visit.service_s * drawn.service(visit.id)
    return starts


def _ways_s(travel: Travel, start: int, end: int, leave_s: Days) -> Days:
    """The planned travel time of a leg that is left at these times."""
    begins = [band.from_s for band in travel.bands]
    seconds = [band.travel_s[start][end] for band in travel.bands]
    ways: Days = np.interp(leave_s, begins, seconds)
    return ways


def _opens_s(visit: Visit, planned_s: int) -> int:
    """The opening of the window in which, or after which, the plan starts the service; the
    promised window if there is one: nobody rings before it.
    """
    if visit.promised is not None and visit.promised.window_s[0] <= planned_s:
        return visit.promised.window_s[0]
    opened = [opens for opens, _ in visit.windows_s if opens <= planned_s]
    return max(opened, default=planned_s)


def _rests(shift: Shift, stops: Sequence[Stop]) -> list[list[Break]]:
    """The door at which the plan leaves time for each break: the first that has enough."""
    rests: list[list[Break]] = [[] for _ in stops]
    free = [stop.arrival_s for stop in stops]
    for rest in sorted(shift.breaks, key=lambda one: one.window_s):
        for i, stop in enumerate(stops):
            begins = max(free[i], rest.window_s[0])
            if begins <= rest.window_s[1] and begins + rest.duration_s <= stop.start_s:
                rests[i].append(rest)
                free[i] = begins + rest.duration_s
                break
    return rests


def _is_kept(visit: Visit, shift: Shift, starts: Days) -> npt.NDArray[np.bool_]:
    """By day: by the promise, or by the windows where nothing else was promised."""
    promised = visit.promised
    if promised is None:
        return _within(visit.windows_s, starts)
    if promised.therapist not in {None, shift.therapist}:
        return np.zeros(len(starts), dtype=np.bool_)
    return _within((promised.window_s,), starts)


def _within(windows: Sequence[Window], starts: Days) -> npt.NDArray[np.bool_]:
    inside = np.zeros(len(starts), dtype=np.bool_)
    for opens, closes in windows:
        inside |= (starts >= opens) & (starts <= closes)
    return inside
