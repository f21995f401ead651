"""Reading a shift of a problem file; every complaint names its path."""

from collections.abc import Mapping

from shared.routing.errors import ProblemInvalid, under
from shared.routing.reading import Window, each, fields, kind, name, names, pair, whole, windows
from shared.routing.shift import Break, LoadStep, Shift


def shifts_from_json(value: object) -> tuple[Shift, ...]:
    return each(value, "shifts", shift_from_json)


def shift_from_json(value: object, path: str) -> Shift:
    given = fields(value, path, _REQUIRED, _OPTIONAL)
    duty = given.get("duty")
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
            breaks=each(given.get("breaks", []), "breaks", _break),
            open_from_s=_maybe(given, "open_from_s"),
            skill_windows_s=_skill_windows(given.get("skill_windows_s", {})),
            max_leg_s=_maybe(given, "max_leg_s"),
            max_work_s=_maybe(given, "max_work_s"),
            load=each(given.get("load", []), "load", _load_step),
            night_load=each(given.get("night_load", []), "night_load", _load_step),
            call_out_cost=whole(given.get("call_out_cost", 0), "call_out_cost"),
            duty=None if duty is None else name(duty, "duty"),
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


def _load_step(value: object, path: str) -> LoadStep:
    given = fields(value, path, frozenset({"above_s", "cost_per_min"}))
    with under(path):
        return LoadStep(
            above_s=whole(given["above_s"], "above_s"),
            cost_per_min=whole(given["cost_per_min"], "cost_per_min"),
        )


def _skill_windows(value: object) -> dict[str, tuple[Window, ...]]:
    path = "skill_windows_s"
    if not isinstance(value, dict):
        raise ProblemInvalid(path, f"is {kind(value)}, must be an object of windows by skill")
    return {name(skill, path): windows(given, f"{path}.{skill}") for skill, given in value.items()}


_REQUIRED = frozenset({"id", "therapist", "start_location", "end_location", "window_s"})
_OPTIONAL = frozenset(
    {
        "skills",
        "max_visits",
        "max_travel_s",
        "overtime_s",
        "overtime_cost_per_s",
        "breaks",
        "open_from_s",
        "skill_windows_s",
        "max_leg_s",
        "max_work_s",
        "load",
        "night_load",
        "call_out_cost",
        "duty",
    }
)
