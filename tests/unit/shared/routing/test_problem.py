"""Problem files: what is refused, and by which path."""

import copy
from typing import Any

import pytest

from shared.routing.errors import ProblemInvalid
from shared.routing.plan import Plan
from shared.routing.plan_file import plan_to_json
from shared.routing.problem_file import problem_to_json
from shared.routing.read_plan import plan_from_json
from shared.routing.read_problem import problem_from_json
from tests.unit.shared.routing.build import problem_file

_VISIT, _SHIFT = ("visits", 0), ("shifts", 0)


@pytest.mark.parametrize(
    ("place", "value", "complaint"),
    [
        (("travel_s",), [[0, 1], [1]], "travel_s[1]: has 1 values, must have 2"),
        (("travel_s",), [[0, -1], [1, 0]], "travel_s[0][1]: is -1, must be 0 to 10000000"),
        (("travel_s",), [[0, 1.5], [1, 0]], "travel_s[0][1]: is 1.5, must be a whole number"),
        (("travel_s",), [[0, True], [1, 0]], "travel_s[0][1]: is true or false, must be"),
        (("travel_s",), [[0, 10**12], [1, 0]], "travel_s[0][1]: is 1000000000000, must be 0"),
        (("travel_s",), [], "travel_s: is empty"),
        (("travel_s",), None, "travel_s: give either travel_s or travel_bands"),
        (("travel_bands",), [], "travel_s: give either travel_s or travel_bands"),
        (("surprise",), 1, 'unknown field "surprise"'),
        (("visits",), {}, "visits: is an object, must be a list"),
        (
            (*_VISIT, "windows_s"),
            [[20, 10]],
            "visits[0].windows_s[0]: closes 10 before it opens 20",
        ),
        ((*_VISIT, "windows_s"), [], "visits[0].windows_s: is empty"),
        ((*_VISIT, "windows_s"), [[1, 2, 3]], "visits[0].windows_s[0]: has 3 values"),
        ((*_VISIT, "windows_s"), [["a", 2]], 'visits[0].windows_s[0][0]: is "a", must be a whole'),
        ((*_VISIT, "location"), 2, "visits[0].location: is 2, must be 0 to 1"),
        ((*_VISIT, "location"), -1, "visits[0].location: is -1, must be 0 to 1"),
        ((*_VISIT, "service_s"), -1, "visits[0].service_s: is -1"),
        ((*_VISIT, "service_s"), None, "visits[0].service_s: is null, must be a whole number"),
        ((*_VISIT, "unassigned_cost"), -5, "visits[0].unassigned_cost: is -5"),
        ((*_VISIT, "id"), "", "visits[0].id: has 0 characters"),
        ((*_VISIT, "id"), 7, "visits[0].id: is 7, must be text"),
        ((*_VISIT, "skills"), "x", 'visits[0].skills: is "x", must be a list'),
        ((*_VISIT, "skills"), [1], "visits[0].skills[0]: is 1, must be text"),
        ((*_VISIT, "priority"), 1, 'visits[0]: unknown field "priority"'),
        ((*_VISIT, "pinned"), {"shift": "s9"}, 'visits[0].pinned.shift: "s9" is no shift'),
        ((*_VISIT, "pinned"), {}, 'visits[0].pinned: field "shift" is missing'),
        ((*_VISIT, "pinned"), {"shift": "s1", "start_s": "x"}, "visits[0].pinned.start_s: is"),
        ((*_VISIT, "max_late_s"), 60, "visits[0].late_cost_per_s: is missing"),
        ((*_VISIT, "late_cost_per_s"), -1, "visits[0].late_cost_per_s: is -1"),
        ((*_VISIT, "therapist_costs"), {"t1": -1}, "visits[0].therapist_costs.t1: is -1"),
        ((*_VISIT, "therapist_costs"), [], "visits[0].therapist_costs: must be an object"),
        ((*_SHIFT, "window_s"), [9, 8], "shifts[0].window_s: closes 8 before it opens 9"),
        ((*_SHIFT, "start_location"), 5, "shifts[0].start_location: is 5, must be 0 to 1"),
        ((*_SHIFT, "end_location"), 5, "shifts[0].end_location: is 5"),
        ((*_SHIFT, "max_visits"), -1, "shifts[0].max_visits: is -1"),
        ((*_SHIFT, "overtime_s"), 1.0, "shifts[0].overtime_s: is 1.0, must be a whole number"),
        (
            (*_SHIFT, "breaks"),
            [{"window_s": [5, 4], "duration_s": 1}],
            "shifts[0].breaks[0].window_s: closes 4 before it opens 5",
        ),
        (
            (*_SHIFT, "breaks"),
            [{"window_s": [4, 5], "duration_s": 0}],
            "shifts[0].breaks[0].duration_s: is 0",
        ),
        (("weights",), {"comfort": 1}, 'weights: unknown field "comfort"'),
        (("weights",), {"travel": -1}, "weights.travel: is -1"),
        (("previous",), {}, 'previous: field "bound" is missing'),
    ],
)
def test_refused_by_its_path(place: tuple[str | int, ...], value: Any, complaint: str) -> None:
    """A wrong field is refused whole, with its path and what would be right."""
    document = copy.deepcopy(problem_file())
    inner: Any = document
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    with pytest.raises(ProblemInvalid) as refused:
        problem_from_json(document)
    assert str(refused.value).startswith(complaint)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("nonsense", [None, [], "x", 1, {}])
def test_not_a_problem(nonsense: object) -> None:
    """Any JSON that is no problem is refused, never met by another error."""
    with pytest.raises(ProblemInvalid):
        problem_from_json(nonsense)


@pytest.mark.parametrize("what", ["visits", "shifts"])
def test_twin_ids_are_refused(what: str) -> None:
    """Two visits or shifts of one id cannot be told apart."""
    document = problem_file()
    document[what] = document[what] * 2
    with pytest.raises(ProblemInvalid, match=rf"^{what}\[1\]\.id: .* the id of {what}\[0\]"):
        problem_from_json(document)


def test_problem_survives_its_file() -> None:
    """A problem written and read again is the same, every optional field included."""
    document = problem_file(previous=_PLAN)
    document["visits"][0] |= {
        "therapist_costs": {"t1": 9},
        "forbidden_therapists": ["t2"],
        "pinned": {"shift": "s1", "start_s": 700},
        "late_cost_per_s": 5,
        "max_late_s": 60,
    }
    document["shifts"][0] |= {
        "max_visits": 3,
        "max_travel_s": 9000,
        "overtime_s": 60,
        "overtime_cost_per_s": 2,
        "breaks": [{"window_s": [1, 2], "duration_s": 3}],
        "open_from_s": 5,
    }
    problem = problem_from_json(document)
    assert problem_from_json(problem_to_json(problem)) == problem


_PLAN: dict[str, Any] = {
    "routes": [
        {
            "shift": "s1",
            "stops": [{"visit": "v1", "arrival_s": 600, "start_s": 600, "departure_s": 2400}],
        }
    ],
    "unassigned": [{"visit": "v9", "reason": "window_closed"}],
    "cost": 1200,
    "bound": 600,
    "gap": 1.0,
    "cost_terms": {"travel": 1200, "unassigned": 0},
    "status": "feasible",
}


def test_plan_survives_its_file() -> None:
    """A plan is written exactly in the format it is read in."""
    plan: Plan = plan_from_json(_PLAN)
    assert plan_to_json(plan) == _PLAN


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("routes", [{"shift": "s1"}], 'routes[0]: field "stops" is missing'),
        ("routes", [{"shift": "s1", "stops": [{}]}], "routes[0].stops[0]: field"),
        ("unassigned", [{"visit": "v", "reason": "tired"}], 'unassigned[0].reason: is "tired"'),
        ("cost", "1", 'cost: is "1", must be a whole number'),
        ("gap", float("nan"), "gap: is nan, must be finite"),
        ("gap", True, "gap: must be a number"),
        ("cost_terms", {"travel": 0.5}, "cost_terms.travel: is 0.5"),
        ("status", "great", 'status: is "great", must be one of feasible, optimal'),
    ],
)
def test_plan_refused_by_its_path(field: str, value: Any, complaint: str) -> None:
    """A wrong field of a plan file is refused with its path."""
    with pytest.raises(ProblemInvalid) as refused:
        plan_from_json(_PLAN | {field: value})
    assert str(refused.value).startswith(complaint)
