"""(V9) What every stop, route and visit left out really costs, term by term, weighted.

A term that is zero may be left out of what a plan tells.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shared.routing.problem import Problem
from shared.routing.referee.reading import Door, Reading, overlaps_night
from shared.routing.shift import LoadStep
from shared.routing.visit import Visit

Terms = dict[str, int]


@dataclass(frozen=True, slots=True)
class Bill:
    """Terms by visit (served or left out), by shift (its stops included) and in all."""

    stops: dict[str, Terms]
    routes: dict[str, Terms]
    left_out: dict[str, Terms]
    total: Terms


def bill_of(
    problem: Problem, routes: list[Reading], left_out: list[Visit], without: frozenset[str]
) -> Bill:
    """`without` names rules whose clauses are not read. Of a visit in two places the last counts
    in `stops`; the routes and the total count both.
    """
    bill = Bill({}, {}, {}, {})
    for route in routes:
        sums = _weighted(problem, {r: f(route) for r, f in _ROUTE.items()}, without)
        for door in route.doors:
            terms = _weighted(problem, {r: f(route, door) for r, f in _STOP.items()}, without)
            bill.stops[door.visit.id] = terms
            _add(sums, terms)
        _add(bill.routes.setdefault(route.shift.id, {}), sums)
        _add(bill.total, sums)
    for visit in left_out:
        terms = _weighted(problem, {r: f(visit) for r, f in _LEFT_OUT.items()}, without)
        bill.left_out[visit.id] = terms
        _add(bill.total, terms)
    return bill


def _weighted(problem: Problem, amounts: Mapping[str, int], without: frozenset[str]) -> Terms:
    weights = problem.weights
    return {
        _TERM[rule]: amount * int(getattr(weights, _TERM[rule]))
        for rule, amount in amounts.items()
        if rule not in without
    }


def _add(sums: Terms, terms: Terms) -> None:
    for term, amount in terms.items():
        sums[term] = sums.get(term, 0) + amount


def _lateness(_: Reading, door: Door) -> int:
    """Seconds after the last window that closed, 0 inside a window or before all of them."""
    start, windows = door.stop.start_s, door.visit.windows_s
    if any(opens <= start <= closes for opens, closes in windows):
        return 0
    closed = [closes for _, closes in windows if closes < start]
    return (start - max(closed)) * (door.visit.late_cost_per_s or 0) if closed else 0


def _gender(route: Reading, door: Door) -> int:
    wanted = door.visit.preferred_gender
    return door.visit.gender_cost if wanted and route.therapist.gender != wanted else 0


def _language(route: Reading, door: Door) -> int:
    wanted = door.visit.preferred_languages
    if not wanted or any(one in wanted for one in route.therapist.languages):
        return 0
    return door.visit.language_cost


def _continuity(route: Reading, door: Door) -> int:
    history = door.visit.history
    most = max(history.values()) if history else 0
    if most == 0:
        return 0
    unknown = most - history.get(route.shift.therapist, 0)
    return door.visit.continuity_cost * unknown // most


def _moved(_: Reading, door: Door) -> int:
    told = door.visit.told
    if told is None or door.stop.start_s <= told.start_s:
        return 0
    return (door.stop.start_s - told.start_s) * told.moved_cost_per_s


def _changed(route: Reading, door: Door) -> int:
    told = door.visit.told
    if told is None or told.therapist is None or told.therapist == route.shift.therapist:
        return 0
    return told.changed_cost


def _promise(route: Reading, door: Door) -> int:
    promised = door.visit.promised
    if promised is None:
        return 0
    opens, closes = promised.window_s
    kept = opens <= door.stop.start_s <= closes
    if promised.therapist is not None:
        kept = kept and promised.therapist == route.shift.therapist
    return 0 if kept else promised.cost


def _nights(route: Reading) -> int:
    dark = [
        door.visit.service_s
        for door in route.doors
        if overlaps_night(route.problem, door.stop.start_s, door.served_s)
    ]
    return _steps(route.shift.night_load, sum(dark))


def _steps(steps: tuple[LoadStep, ...], seconds: int) -> int:
    cost = 0
    for step in steps:
        if seconds > step.above_s:
            cost += (seconds - step.above_s) * step.cost_per_min // 60
    return cost


def _overtime(route: Reading) -> int:
    return max(0, route.back_s - route.shift.window_s[1]) * route.shift.overtime_cost_per_s


_STOP: Mapping[str, Callable[[Reading, Door], int]] = {
    "travel": lambda _, door: door.leg_s,
    "tolls": lambda _, door: door.toll,
    "lateness": _lateness,
    "preferred_therapists": lambda route, door: door.visit.therapist_costs.get(
        route.shift.therapist, 0
    ),
    "preferred_gender": _gender,
    "preferred_languages": _language,
    "continuity": _continuity,
    "moved": _moved,
    "changed": _changed,
    "promised": _promise,
}
_ROUTE: Mapping[str, Callable[[Reading], int]] = {
    "travel": lambda route: route.home_leg_s,
    "tolls": lambda route: route.home_toll,
    "overtime": _overtime,
    "load": lambda route: _steps(route.shift.load, route.work_s),
    "nights": _nights,
    "call_out": lambda route: route.shift.call_out_cost,
}
_LEFT_OUT: Mapping[str, Callable[[Visit], int]] = {
    "priority": lambda visit: visit.unassigned_cost,
    "promised": lambda visit: visit.promised.cost if visit.promised else 0,
}
_TERM: Mapping[str, str] = {
    "travel": "travel",
    "tolls": "tolls",
    "lateness": "lateness",
    "preferred_therapists": "therapist",
    "preferred_gender": "gender",
    "preferred_languages": "language",
    "continuity": "continuity",
    "nights": "nights",
    "moved": "moved",
    "changed": "changed",
    "promised": "promise",
    "overtime": "overtime",
    "load": "load",
    "call_out": "call_out",
    "priority": "unassigned",
}
