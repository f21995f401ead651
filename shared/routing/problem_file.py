"""A problem as a document in the file format of DESIGN 6; `problem_from_json` reads it back."""

from shared.routing.plan import plan_to_json
from shared.routing.problem import TERMS, Problem, Shift, Visit
from shared.routing.travel import travel_to_json


def problem_to_json(problem: Problem) -> dict[str, object]:
    document: dict[str, object] = {
        **travel_to_json(problem.travel),
        "visits": [_visit(visit) for visit in problem.visits],
        "shifts": [_shift(shift) for shift in problem.shifts],
        "weights": {term: getattr(problem.weights, term) for term in TERMS},
    }
    if problem.previous is not None:
        document["previous"] = plan_to_json(problem.previous)
    return document


def _visit(visit: Visit) -> dict[str, object]:
    document: dict[str, object] = {
        "id": visit.id,
        "location": visit.location,
        "service_s": visit.service_s,
        "windows_s": [list(window) for window in visit.windows_s],
        "skills": sorted(visit.skills),
        "unassigned_cost": visit.unassigned_cost,
    }
    if visit.therapist_costs:
        document["therapist_costs"] = dict(visit.therapist_costs)
    if visit.forbidden_therapists:
        document["forbidden_therapists"] = sorted(visit.forbidden_therapists)
    if visit.pinned is not None:
        start = {} if visit.pinned.start_s is None else {"start_s": visit.pinned.start_s}
        document["pinned"] = {"shift": visit.pinned.shift, **start}
    if visit.late_cost_per_s is not None:
        document["late_cost_per_s"] = visit.late_cost_per_s
        document["max_late_s"] = visit.max_late_s
    return document


def _shift(shift: Shift) -> dict[str, object]:
    document: dict[str, object] = {
        "id": shift.id,
        "therapist": shift.therapist,
        "start_location": shift.start_location,
        "end_location": shift.end_location,
        "window_s": list(shift.window_s),
        "skills": sorted(shift.skills),
    }
    optional = {
        "max_visits": shift.max_visits,
        "max_travel_s": shift.max_travel_s,
        "overtime_s": shift.overtime_s or None,
        "overtime_cost_per_s": shift.overtime_cost_per_s or None,
        "open_from_s": shift.open_from_s,
    }
    document |= {field: value for field, value in optional.items() if value is not None}
    if shift.breaks:
        document["breaks"] = [
            {"window_s": list(rest.window_s), "duration_s": rest.duration_s}
            for rest in shift.breaks
        ]
    return document
