"""A problem as a document in the file format of docs/problem-format.md; reading it back gives the
same problem. Fields that say nothing are left out.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from shared.routing.plan_file import plan_to_json
from shared.routing.problem import Problem
from shared.routing.travel import travel_to_json
from shared.routing.weights import TERMS

# Written even where they are empty: the format's core, which a reader looks for.
_ALWAYS = frozenset({"skills", "unassigned_cost", "cost"})


def problem_to_json(problem: Problem) -> dict[str, object]:
    document: dict[str, object] = {
        **travel_to_json(problem.travel),
        "visits": [_fields(visit) for visit in problem.visits],
        "shifts": [_fields(shift) for shift in problem.shifts],
        "weights": {term: getattr(problem.weights, term) for term in TERMS},
    }
    if problem.previous is not None:
        document["previous"] = plan_to_json(problem.previous)
    if problem.nights_s:
        document["nights_s"] = _plain(problem.nights_s)
    for part in ("therapists", "places", "toll_bands", "pairs", "gaps", "orders"):
        if getattr(problem, part):
            document[part] = [_fields(one) for one in getattr(problem, part)]
    if problem.replan is not None:
        document["replan"] = _fields(problem.replan)
    return document


def _fields(value: Any) -> dict[str, object]:  # any frozen value of the problem
    """Fields by name; those that hold their default are left out."""
    document: dict[str, object] = {}
    for field in fields(value):
        given = getattr(value, field.name)
        fallback = field.default_factory() if callable(field.default_factory) else field.default
        if given != fallback or field.name in _ALWAYS:
            document[field.name] = _plain(given)
    return document


def _plain(value: Any) -> object:  # any field of a frozen value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, str | int) or value is None:
        return value
    return _fields(value)
