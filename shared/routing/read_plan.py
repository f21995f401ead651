"""Reading a plan file; every complaint names its path."""

from shared.routing.errors import ProblemInvalid
from shared.routing.plan import Plan, Reason, Route, Status, Stop, Unassigned
from shared.routing.reading import fields, items, kind, name, whole


def plan_from_json(value: object, path: str = "") -> Plan:
    """The plan of a parsed JSON document; raises `ProblemInvalid` naming the path."""
    dot = f"{path}." if path else ""
    given = fields(
        value,
        path,
        frozenset({"routes", "unassigned", "cost", "bound", "gap", "cost_terms", "status"}),
        frozenset({"on_time"}),
    )
    on_time = given.get("on_time")
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
        on_time=None if on_time is None else _share(on_time, f"{dot}on_time"),
    )


def _route(value: object, path: str) -> Route:
    given = fields(value, path, frozenset({"shift", "stops"}), _TERMS)
    stops = items(given["stops"], f"{path}.stops")
    return Route(
        shift=name(given["shift"], f"{path}.shift"),
        stops=tuple(_stop(one, f"{path}.stops[{i}]") for i, one in enumerate(stops)),
        terms=_maybe_terms(given.get("terms"), f"{path}.terms"),
    )


def _stop(value: object, path: str) -> Stop:
    given = fields(value, path, _STOP, _TERMS)
    return Stop(
        visit=name(given["visit"], f"{path}.visit"),
        arrival_s=whole(given["arrival_s"], f"{path}.arrival_s"),
        start_s=whole(given["start_s"], f"{path}.start_s"),
        departure_s=whole(given["departure_s"], f"{path}.departure_s"),
        terms=_maybe_terms(given.get("terms"), f"{path}.terms"),
    )


def _unassigned(value: object, path: str) -> Unassigned:
    given = fields(value, path, frozenset({"visit", "reason"}), _TERMS)
    word = name(given["reason"], f"{path}.reason")
    try:
        reason = Reason(word)
    except ValueError:
        raise ProblemInvalid(
            f"{path}.reason", f"is {kind(word)}, must be one of {', '.join(Reason)}"
        ) from None
    return Unassigned(
        visit=name(given["visit"], f"{path}.visit"),
        reason=reason,
        terms=_maybe_terms(given.get("terms"), f"{path}.terms"),
    )


def _status(value: object, path: str) -> Status:
    word = name(value, path)
    try:
        return Status(word)
    except ValueError:
        raise ProblemInvalid(path, f"is {kind(word)}, must be one of {', '.join(Status)}") from None


def _number(value: object, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProblemInvalid(path, "must be a number")
    if not 0 <= value < _INFINITE:  # before float(), which fails on a whole number beyond it
        raise ProblemInvalid(path, f"is {kind(value)}, must be finite and not negative")
    return float(value)


def _share(value: object, path: str) -> float:
    share = _number(value, path)
    if share > 1:
        raise ProblemInvalid(path, f"is {value}, must be 0 to 1")
    return share


def _maybe_terms(value: object, path: str) -> dict[str, int] | None:
    return None if value is None else _terms(value, path)


def _terms(value: object, path: str) -> dict[str, int]:
    if not isinstance(value, dict):
        raise ProblemInvalid(path, "must be an object of whole numbers")
    return {name(term, path): whole(amount, f"{path}.{term}") for term, amount in value.items()}


_INFINITE = 10**300
_TERMS = frozenset({"terms"})
_STOP = frozenset({"visit", "arrival_s", "start_s", "departure_s"})
