"""Reading a visit of a problem file; every complaint names its path."""

from collections.abc import Mapping

from shared.routing.errors import under
from shared.routing.read_surroundings import gender
from shared.routing.reading import each, fields, name, names, numbers, pair, truth, whole, windows
from shared.routing.visit import Pin, Promised, Told, Visit


def visit_from_json(value: object, path: str) -> Visit:
    given = fields(value, path, _REQUIRED, _OPTIONAL)
    late = given.get("late_cost_per_s")
    with under(path):
        return Visit(
            id=name(given["id"], "id"),
            location=whole(given["location"], "location"),
            service_s=whole(given["service_s"], "service_s"),
            windows_s=windows(given["windows_s"], "windows_s"),
            unassigned_cost=whole(given["unassigned_cost"], "unassigned_cost"),
            skills=_names(given, "skills"),
            therapist_costs=numbers(given.get("therapist_costs", {}), "therapist_costs"),
            forbidden_therapists=_names(given, "forbidden_therapists"),
            pinned=_pin(given.get("pinned")),
            late_cost_per_s=None if late is None else whole(late, "late_cost_per_s"),
            max_late_s=whole(given.get("max_late_s", 0), "max_late_s"),
            must=truth(given.get("must", False), "must"),
            gender=gender(given.get("gender"), "gender"),
            preferred_gender=gender(given.get("preferred_gender"), "preferred_gender"),
            gender_cost=whole(given.get("gender_cost", 0), "gender_cost"),
            languages=_names(given, "languages"),
            preferred_languages=_names(given, "preferred_languages"),
            language_cost=whole(given.get("language_cost", 0), "language_cost"),
            patient_gender=gender(given.get("patient_gender"), "patient_gender"),
            history=numbers(given.get("history", {}), "history"),
            continuity_cost=whole(given.get("continuity_cost", 0), "continuity_cost"),
            told=_told(given.get("told")),
            promised=_promised(given.get("promised")),
        )


def _names(given: Mapping[str, object], field: str) -> frozenset[str]:
    return names(given.get(field, []), field)


def _pin(value: object) -> Pin | None:
    if value is None:
        return None
    given = fields(value, "pinned", frozenset({"shift"}), frozenset({"start_s"}))
    start = given.get("start_s")
    with under("pinned"):
        return Pin(
            shift=name(given["shift"], "shift"),
            start_s=None if start is None else whole(start, "start_s"),
        )


def _told(value: object) -> Told | None:
    if value is None:
        return None
    optional = frozenset({"therapist", "moved_cost_per_s", "changed_cost"})
    given = fields(value, "told", frozenset({"start_s"}), optional)
    therapist = given.get("therapist")
    with under("told"):
        return Told(
            start_s=whole(given["start_s"], "start_s"),
            therapist=None if therapist is None else name(therapist, "therapist"),
            moved_cost_per_s=whole(given.get("moved_cost_per_s", 0), "moved_cost_per_s"),
            changed_cost=whole(given.get("changed_cost", 0), "changed_cost"),
        )


def _promised(value: object) -> Promised | None:
    if value is None:
        return None
    given = fields(value, "promised", frozenset({"window_s", "cost"}), frozenset({"therapist"}))
    therapist = given.get("therapist")
    with under("promised"):
        return Promised(
            window_s=pair(given["window_s"], "window_s"),
            cost=whole(given["cost"], "cost"),
            therapist=None if therapist is None else name(therapist, "therapist"),
        )


def visits_from_json(value: object) -> tuple[Visit, ...]:
    return each(value, "visits", visit_from_json)


_REQUIRED = frozenset({"id", "location", "service_s", "windows_s", "unassigned_cost"})
_OPTIONAL = frozenset(
    {
        "skills",
        "therapist_costs",
        "forbidden_therapists",
        "pinned",
        "late_cost_per_s",
        "max_late_s",
        "must",
        "gender",
        "preferred_gender",
        "gender_cost",
        "languages",
        "preferred_languages",
        "language_cost",
        "patient_gender",
        "history",
        "continuity_cost",
        "told",
        "promised",
    }
)
