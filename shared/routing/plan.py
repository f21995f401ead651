"""The plan: one route a shift, the visits left out and why, cost and proven bound."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shared.routing.errors import ProblemInvalid
from shared.routing.reading import fields, items, name, whole


class Reason(StrEnum):
    """Why a visit has no stop; the words reach the api verbatim."""

    SKILL_MISSING = "skill_missing"
    """No shift has every skill that the visit needs."""
    FORBIDDEN = "forbidden"
    """Every shift with the skills belongs to a therapist who must not serve this visit."""
    WINDOW_CLOSED = "window_closed"
    """Nobody who may serve it can be there before its last window closes."""
    NO_SHIFT_HOURS = "no_shift_hours"
    """Who may serve it is not on shift then, or could not be back in time."""
    SHIFT_LIMIT = "shift_limit"
    """It alone would pass a shift's own limit of visits or travel."""
    PINNED_IMPOSSIBLE = "pinned_impossible"
    """The shift or time it is pinned to cannot take it."""
    OUTPRIORITISED = "outprioritised"
    """It would fit, but not beside the visits that are placed."""
    TOO_COSTLY = "too_costly"
    """There is room, but taking it costs more than leaving it out."""


class Status(StrEnum):
    FEASIBLE = "feasible"
    OPTIMAL = "optimal"


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit placed in a route; seconds since the horizon's start."""

    visit: str
    arrival_s: int
    start_s: int
    departure_s: int


@dataclass(frozen=True, slots=True)
class Route:
    shift: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Unassigned:
    visit: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it is told; nothing here is believed before the verifier has passed it.

    `cost` and `bound` are whole seconds-equivalents; `gap` = cost / bound - 1.
    """

    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...]
    cost: int
    bound: int
    gap: float
    cost_terms: Mapping[str, int] = field(default_factory=dict)
    status: Status = Status.FEASIBLE


def gap_of(cost: int, bound: int) -> float:
    """cost / bound - 1, finite and not negative whatever comes: a bound below 1 counts as 1."""
    return max(0.0, cost / max(bound, 1) - 1.0)


def plan_from_json(value: object, path: str = "") -> Plan:
    """The plan of a parsed JSON document; raises `ProblemInvalid` naming the path."""
    dot = f"{path}." if path else ""
    given = fields(
        value,
        path,
        frozenset({"routes", "unassigned", "cost", "bound", "gap", "cost_terms", "status"}),
    )
    return Plan(
        routes=tuple(
            _route(one, f"{dot}routes[{i}]")
            for i, one in enumerate(items(given["routes"], f"{dot}routes"))
        ),
        unassigned=tuple(
            _unassigned(one, f"{dot}unassigned[{i}]")
            for i, one in enumerate(items(given["unassigned"], f"{dot}unassigned"))
        ),
        cost=whole(given["cost"], f"{dot}cost"),
        bound=whole(given["bound"], f"{dot}bound"),
        gap=_number(given["gap"], f"{dot}gap"),
        cost_terms=_terms(given["cost_terms"], f"{dot}cost_terms"),
        status=_status(given["status"], f"{dot}status"),
    )


def plan_to_json(plan: Plan) -> dict[str, object]:
    return {
        "routes": [
            {
                "shift": route.shift,
                "stops": [
                    {
                        "visit": stop.visit,
                        "arrival_s": stop.arrival_s,
                        "start_s": stop.start_s,
                        "departure_s": stop.departure_s,
                    }
                    for stop in route.stops
                ],
            }
            for route in plan.routes
        ],
        "unassigned": [
            {"visit": left_out.visit, "reason": left_out.reason.value}
            for left_out in plan.unassigned
        ],
        "cost": plan.cost,
        "bound": plan.bound,
        "gap": plan.gap,
        "cost_terms": dict(plan.cost_terms),
        "status": plan.status.value,
    }


def _route(value: object, path: str) -> Route:
    given = fields(value, path, frozenset({"shift", "stops"}))
    stops = items(given["stops"], f"{path}.stops")
    return Route(
        shift=name(given["shift"], f"{path}.shift"),
        stops=tuple(_stop(one, f"{path}.stops[{i}]") for i, one in enumerate(stops)),
    )


def _stop(value: object, path: str) -> Stop:
    given = fields(value, path, frozenset({"visit", "arrival_s", "start_s", "departure_s"}))
    return Stop(
        visit=name(given["visit"], f"{path}.visit"),
        arrival_s=whole(given["arrival_s"], f"{path}.arrival_s"),
        start_s=whole(given["start_s"], f"{path}.start_s"),
        departure_s=whole(given["departure_s"], f"{path}.departure_s"),
    )


def _unassigned(value: object, path: str) -> Unassigned:
    given = fields(value, path, frozenset({"visit", "reason"}))
    word = name(given["reason"], f"{path}.reason")
    try:
        reason = Reason(word)
    except ValueError:
        raise ProblemInvalid(
            f"{path}.reason", f'is "{word}", must be one of {", ".join(Reason)}'
        ) from None
    return Unassigned(visit=name(given["visit"], f"{path}.visit"), reason=reason)


def _status(value: object, path: str) -> Status:
    word = name(value, path)
    try:
        return Status(word)
    except ValueError:
        raise ProblemInvalid(path, f'is "{word}", must be one of {", ".join(Status)}') from None


def _number(value: object, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProblemInvalid(path, "must be a number")
    number = float(value)
    if not 0 <= number < float("inf"):
        raise ProblemInvalid(path, f"is {value}, must be finite and not negative")
    return number


def _terms(value: object, path: str) -> dict[str, int]:
    if not isinstance(value, dict):
        raise ProblemInvalid(path, "must be an object of whole numbers")
    return {term: whole(amount, f"{path}.{term}") for term, amount in value.items()}
