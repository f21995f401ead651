"""Fields of the rules: what is refused, by which path, and that each survives its file."""

import copy
import random
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from shared.routing.errors import ProblemInvalid
from shared.routing.plan import Plan, Route, Stop, Unassigned
from shared.routing.problem import Problem
from shared.routing.problem_file import problem_to_json
from shared.routing.read_problem import problem_from_json
from shared.routing.shift import Break, LoadStep, Shift
from shared.routing.surroundings import Gap, Order, Pair, Place, Therapist, TollBand
from shared.routing.visit import Pin, Promised, Told, Visit
from shared.routing.weights import Weights
from tests.support.days import day_file
from tests.unit.shared.routing.build import problem_file

_V, _S = ("visits", 0), ("shifts", 0)
_TWO = [dict(problem_file()["visits"][0], id=key) for key in ("v1", "v2")]


@pytest.mark.parametrize(
    ("place", "value", "complaint"),
    [
        ((*_V, "must"), True, "visits[0].late_cost_per_s: is missing, must needs a price"),
        ((*_V, "must"), 1, "visits[0].must: is 1, must be true or false"),
        ((*_V, "gender"), "woman", 'visits[0].gender: is "woman", must be one of female, male'),
        ((*_V, "gender_cost"), 5, "visits[0].preferred_gender: is missing, gender_cost needs it"),
        ((*_V, "language_cost"), 5, "visits[0].preferred_languages: is missing"),
        ((*_V, "history"), {"t1": -1}, "visits[0].history.t1: is -1, must be 0 to 10000"),
        ((*_V, "told"), {}, 'visits[0].told: field "start_s" is missing'),
        ((*_V, "told"), {"start_s": 1, "changed_cost": -1}, "visits[0].told.changed_cost: is -1"),
        (
            (*_V, "promised"),
            {"window_s": [2, 1], "cost": 1},
            "visits[0].promised.window_s: closes 1 before it opens 2",
        ),
        ((*_S, "skill_windows_s"), {"x": [[0, 1]]}, "shifts[0].skill_windows_s.x: is no skill"),
        ((*_S, "max_leg_s"), -1, "shifts[0].max_leg_s: is -1"),
        ((*_S, "load"), [{"above_s": -1, "cost_per_min": 1}], "shifts[0].load[0].above_s: is -1"),
        ((*_S, "load"), [{"above_s": 1}], 'shifts[0].load[0]: field "cost_per_min" is missing'),
        (("therapists",), [{"id": "t1"}] * 2, 'therapists[1].id: "t1" is already the id of'),
        (
            ("therapists",),
            [{"id": "t1", "next_shift_s": 5}],
            "therapists[0].min_rest_s: is missing, next_shift_s needs it",
        ),
        (("therapists",), [{"id": "t1", "patient_genders": [None, 3]}], "therapists[0].patient_g"),
        (("places",), [{"location": 9}], "places[0].location: is 9, must be 0 to 1"),
        (("places",), [{"location": 0}] * 2, "places[1].location: 0 is already the location of"),
        (("places",), [{"location": 0, "access_s": [[3, 2]]}], "places[0].access_s[0]: closes 2"),
        (("nights_s",), [[0, 9], [8, 12]], "nights_s[1][0]: is 8, before the night before ends 9"),
        (
            ("toll_bands",),
            [{"from_s": 0, "toll": [[0]]}],
            "toll_bands[0].toll: has 1 rows, must have 2",
        ),
        (
            ("toll_bands",),
            [{"from_s": 0, "toll": [[0, 1], [1, -1]]}],
            "toll_bands[0].toll[1][1]: is -1, must be 0 to 1000000",
        ),
        (
            ("toll_bands",),
            [{"from_s": 5, "toll": [[0, 1], [1, 0]]}] * 2,
            "toll_bands[1].from_s: is 5, must be after the band before, 5",
        ),
        (("pairs",), [{"visits": ["v1"]}], "pairs[0].visits: has 1 values, must have 2"),
        (("pairs",), [{"visits": ["v1", "v9"]}], 'pairs[0].visits[1]: "v9" is no visit'),
        (("pairs",), [{"visits": ["v1", "v1"]}], 'pairs[0].visits[1]: "v1" is tied to itself'),
        (("orders",), [{"before": "v9", "after": "v1"}], 'orders[0].before: "v9" is no visit'),
        (
            ("gaps",),
            [{"first": "v1", "second": "v2", "min_s": 5, "max_s": 4}],
            "gaps[0].max_s: is 4, below min_s 5",
        ),
        (("weights",), {"nights": 10_001}, "weights.nights: is 10001, must be 0 to 10000"),
    ],
)
def test_refused_by_its_path(place: tuple[str | int, ...], value: Any, complaint: str) -> None:
    """A wrong field is refused whole, with its path and what would be right."""
    document = copy.deepcopy(problem_file(visits=_TWO))
    inner: Any = document
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    with pytest.raises(ProblemInvalid) as refused:
        problem_from_json(document)
    assert str(refused.value).startswith(complaint)


def test_a_pair_is_at_one_place_and_a_visit_in_one_pair() -> None:
    """Two therapists at one patient: else "together" would mean nothing."""
    apart = [_TWO[0], _TWO[1] | {"location": 0}]
    with pytest.raises(ProblemInvalid, match=r"^pairs\[0\]\.visits: are at locations 1 and 0"):
        problem_from_json(problem_file(visits=apart, pairs=[{"visits": ["v1", "v2"]}]))
    with pytest.raises(ProblemInvalid, match=r'^pairs\[1\]\.visits\[0\]: "v1" is already in'):
        problem_from_json(problem_file(visits=_TWO, pairs=[{"visits": ["v1", "v2"]}] * 2))


def test_a_duty_is_of_one_therapist() -> None:
    """Blocks of one working day cannot be shared."""
    shifts = [dict(problem_file()["shifts"][0], id=key, duty="d") for key in ("s1", "s2")]
    shifts[1]["therapist"] = "t2"
    with pytest.raises(ProblemInvalid, match=r'^shifts\[1\]\.duty: "d" is of t1, not of t2'):
        problem_from_json(problem_file(shifts=shifts))


def test_costs_that_no_kernel_could_count_are_refused() -> None:
    """A plan that could cost 2^50 is refused by the dearest term, before anything adds it up."""
    document = problem_file(weights={"unassigned": 10_000})
    document["visits"][0]["unassigned_cost"] = 10**11
    problem_from_json(document)
    document["visits"] = [dict(document["visits"][0], id=f"v{i}") for i in range(2)]
    with pytest.raises(ProblemInvalid, match=r"^weights\.unassigned: a plan could cost 2000"):
        problem_from_json(document)


_OF_VISITS = (Visit, Pin, Told, Promised, Pair, Gap, Order)
_OF_SHIFTS = (Shift, Break, LoadStep, Therapist, Place, TollBand, Weights)


@pytest.mark.parametrize("kind", [*_OF_VISITS, *_OF_SHIFTS, Problem, Plan, Route, Stop, Unassigned])
def test_every_field_is_described(kind: Any) -> None:
    """A field that docs/problem-format.md does not mention nobody will use."""
    page = (Path(__file__).parents[4] / "docs" / "problem-format.md").read_text("utf-8")
    # As the file spells it: travel has two names there.
    names = {field.name for field in fields(kind)} - {"travel"}
    assert {name for name in names if f'"{name}"' not in page and f"`{name}`" not in page} == set()


@pytest.mark.parametrize("seed", range(40))
def test_every_rule_survives_its_file(seed: int) -> None:
    """A day with every rule on, written and read again, is the same day."""
    problem = problem_from_json(day_file(random.Random(seed), share=1.0))
    assert problem_from_json(problem_to_json(problem)) == problem
