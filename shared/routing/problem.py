"""The planning problem: what must be decided, as frozen values of whole seconds.

Times are seconds since the horizon's start (suffix `_s`); costs are seconds-equivalents.
`problem_from_json` reads the file format of DESIGN 6; `open_from_s` and a pin's `start_s` are
additions to it for the running day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.routing.errors import ProblemInvalid, under
from shared.routing.plan import Plan, plan_from_json
from shared.routing.reading import (
    MAX_COST,
    MAX_TIME_S,
    fields,
    in_range,
    items,
    name,
    names,
    ordered,
    pair,
    whole,
)
from shared.routing.travel import Travel, travel_from_json

Window = tuple[int, int]
MAX_WEIGHT = 10_000
MAX_BREAKS = 4


@dataclass(frozen=True, slots=True)
class Pin:
    """A visit fixed to a shift, and to a start time when it has started or is frozen."""

    shift: str
    start_s: int | None = None

    def __post_init__(self) -> None:
        if self.start_s is not None:
            in_range(self.start_s, "start_s", -MAX_TIME_S, MAX_TIME_S)


@dataclass(frozen=True, slots=True)
class Visit:
    """A session at a location. Service starts inside one of `windows_s`, both ends inclusive, or
    up to `max_late_s` after one at `late_cost_per_s`; without that price a window is hard.
    """

    id: str
    location: int
    service_s: int
    windows_s: tuple[Window, ...]
    unassigned_cost: int
    skills: frozenset[str] = frozenset()
    therapist_costs: Mapping[str, int] = field(default_factory=dict)
    forbidden_therapists: frozenset[str] = frozenset()
    pinned: Pin | None = None
    late_cost_per_s: int | None = None
    max_late_s: int = 0

    def __post_init__(self) -> None:
        in_range(self.service_s, "service_s", 0, MAX_TIME_S)
        in_range(self.unassigned_cost, "unassigned_cost", 0, MAX_COST)
        in_range(self.max_late_s, "max_late_s", 0, MAX_TIME_S)
        if not self.windows_s:
            raise ProblemInvalid("windows_s", "is empty, must have at least one window")
        for i, window in enumerate(self.windows_s):
            ordered(window, f"windows_s[{i}]")
        for therapist, cost in self.therapist_costs.items():
            in_range(cost, f"therapist_costs.{therapist}", 0, MAX_COST)
        if self.late_cost_per_s is not None:
            in_range(self.late_cost_per_s, "late_cost_per_s", 0, MAX_WEIGHT)
        elif self.max_late_s:
            raise ProblemInvalid("late_cost_per_s", "is missing, max_late_s needs a price")


@dataclass(frozen=True, slots=True)
class Break:
    """A rest that starts inside `window_s`, at a door before service or at the end place."""

    window_s: Window
    duration_s: int

    def __post_init__(self) -> None:
        ordered(self.window_s, "window_s")
        in_range(self.duration_s, "duration_s", 1, MAX_TIME_S)


@dataclass(frozen=True, slots=True)
class Shift:
    """A therapist's working interval; it gets one route. `open_from_s`: no leg starts before this
    instant except those to stops that are pinned to a time (planning in the middle of the day).
    """

    id: str
    therapist: str
    start_location: int
    end_location: int
    window_s: Window
    skills: frozenset[str] = frozenset()
    max_visits: int | None = None
    max_travel_s: int | None = None
    overtime_s: int = 0
    overtime_cost_per_s: int = 0
    breaks: tuple[Break, ...] = ()
    open_from_s: int | None = None

    def __post_init__(self) -> None:
        ordered(self.window_s, "window_s")
        for value, path in ((self.max_visits, "max_visits"), (self.max_travel_s, "max_travel_s")):
            if value is not None:
                in_range(value, path, 0, MAX_TIME_S)
        in_range(self.overtime_s, "overtime_s", 0, MAX_TIME_S)
        in_range(self.overtime_cost_per_s, "overtime_cost_per_s", 0, MAX_WEIGHT)
        in_range(len(self.breaks), "breaks", 0, MAX_BREAKS)
        if self.open_from_s is not None:
            in_range(self.open_from_s, "open_from_s", -MAX_TIME_S, MAX_TIME_S)


@dataclass(frozen=True, slots=True)
class Weights:
    """What a unit of each cost term counts in the objective."""

    travel: int = 1
    unassigned: int = 1
    lateness: int = 1
    overtime: int = 1
    therapist: int = 1

    def __post_init__(self) -> None:
        for term in TERMS:
            in_range(getattr(self, term), term, 0, MAX_WEIGHT)


TERMS = ("travel", "unassigned", "lateness", "overtime", "therapist")


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the planner and the verifier know."""

    travel: Travel
    visits: tuple[Visit, ...]
    shifts: tuple[Shift, ...]
    weights: Weights = Weights()
    previous: Plan | None = None

    def __post_init__(self) -> None:
        shifts = {shift.id for shift in self.shifts}
        _refuse_twins([visit.id for visit in self.visits], "visits")
        _refuse_twins([shift.id for shift in self.shifts], "shifts")
        last = self.travel.locations - 1
        for i, visit in enumerate(self.visits):
            in_range(visit.location, f"visits[{i}].location", 0, last)
            if visit.pinned and visit.pinned.shift not in shifts:
                raise ProblemInvalid(
                    f"visits[{i}].pinned.shift", f'"{visit.pinned.shift}" is no shift of this file'
                )
        for i, shift in enumerate(self.shifts):
            in_range(shift.start_location, f"shifts[{i}].start_location", 0, last)
            in_range(shift.end_location, f"shifts[{i}].end_location", 0, last)


def problem_from_json(value: object) -> Problem:
    """The problem of a parsed JSON document, checked whole; raises `ProblemInvalid`."""
    given = fields(
        value,
        "",
        frozenset({"visits", "shifts"}),
        frozenset({"travel_s", "travel_bands", "weights", "previous"}),
    )
    previous = given.get("previous")
    return Problem(
        travel=travel_from_json(given.get("travel_s"), given.get("travel_bands")),
        visits=tuple(
            _visit(one, f"visits[{i}]") for i, one in enumerate(items(given["visits"], "visits"))
        ),
        shifts=tuple(
            _shift(one, f"shifts[{i}]") for i, one in enumerate(items(given["shifts"], "shifts"))
        ),
        weights=_weights(given.get("weights", {})),
        previous=None if previous is None else plan_from_json(previous, "previous"),
    )


def _visit(value: object, path: str) -> Visit:
    given = fields(value, path, _VISIT_REQUIRED, _VISIT_OPTIONAL)
    windows = items(given["windows_s"], f"{path}.windows_s")
    pinned = given.get("pinned")
    late = given.get("late_cost_per_s")
    with under(path):
        return Visit(
            id=name(given["id"], "id"),
            location=whole(given["location"], "location"),
            service_s=whole(given["service_s"], "service_s"),
            windows_s=tuple(pair(one, f"windows_s[{i}]") for i, one in enumerate(windows)),
            unassigned_cost=whole(given["unassigned_cost"], "unassigned_cost"),
            skills=names(given.get("skills", []), "skills"),
            therapist_costs=_therapist_costs(given.get("therapist_costs", {})),
            forbidden_therapists=names(
                given.get("forbidden_therapists", []), "forbidden_therapists"
            ),
            pinned=None if pinned is None else _pin(pinned),
            late_cost_per_s=None if late is None else whole(late, "late_cost_per_s"),
            max_late_s=whole(given.get("max_late_s", 0), "max_late_s"),
        )


def _therapist_costs(value: object) -> dict[str, int]:
    if not isinstance(value, dict):
        raise ProblemInvalid("therapist_costs", "must be an object of whole numbers by therapist")
    return {who: whole(cost, f"therapist_costs.{who}") for who, cost in value.items()}


def _pin(value: object) -> Pin:
    given = fields(value, "pinned", frozenset({"shift"}), frozenset({"start_s"}))
    start = given.get("start_s")
    with under("pinned"):
        return Pin(
            shift=name(given["shift"], "shift"),
            start_s=None if start is None else whole(start, "start_s"),
        )


def _shift(value: object, path: str) -> Shift:
    given = fields(value, path, _SHIFT_REQUIRED, _SHIFT_OPTIONAL)
    with under(path):
        return Shift(
            id=name(given["id"], "id"),
            therapist=name(given["therapist"], "therapist"),
            start_location=whole(given["start_location"], "start_location"),
            end_location=whole(given["end_location"], "end_location"),
            window_s=pair(given["window_s"], "window_s"),
            skills=names(given.get("skills", []), "skills"),
            max_visits=_maybe(given, "max_visits"),
            max_travel_s=_maybe(given, "max_travel_s"),
            overtime_s=whole(given.get("overtime_s", 0), "overtime_s"),
            overtime_cost_per_s=whole(given.get("overtime_cost_per_s", 0), "overtime_cost_per_s"),
            breaks=tuple(
                _break(one, f"breaks[{i}]")
                for i, one in enumerate(items(given.get("breaks", []), "breaks"))
            ),
            open_from_s=_maybe(given, "open_from_s"),
        )


def _maybe(given: Mapping[str, object], field_name: str) -> int | None:
    value = given.get(field_name)
    return None if value is None else whole(value, field_name)


def _break(value: object, path: str) -> Break:
    given = fields(value, path, frozenset({"window_s", "duration_s"}))
    with under(path):
        return Break(
            window_s=pair(given["window_s"], "window_s"),
            duration_s=whole(given["duration_s"], "duration_s"),
        )


def _weights(value: object) -> Weights:
    given = fields(value, "weights", frozenset(), frozenset(TERMS))
    with under("weights"):
        return Weights(**{term: whole(weight, term) for term, weight in given.items()})


def _refuse_twins(ids: list[str], path: str) -> None:
    seen: dict[str, int] = {}
    for i, one in enumerate(ids):
        first = seen.setdefault(one, i)
        if first != i:
            raise ProblemInvalid(f"{path}[{i}].id", f'"{one}" is already the id of {path}[{first}]')


_VISIT_REQUIRED = frozenset({"id", "location", "service_s", "windows_s", "unassigned_cost"})
_VISIT_OPTIONAL = frozenset(
    {
        "skills",
        "therapist_costs",
        "forbidden_therapists",
        "pinned",
        "late_cost_per_s",
        "max_late_s",
    }
)
_SHIFT_REQUIRED = frozenset({"id", "therapist", "start_location", "end_location", "window_s"})
_SHIFT_OPTIONAL = frozenset(
    {
        "skills",
        "max_visits",
        "max_travel_s",
        "overtime_s",
        "overtime_cost_per_s",
        "breaks",
        "open_from_s",
    }
)
