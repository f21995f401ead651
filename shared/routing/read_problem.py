"""Reading a problem file (docs/problem-format.md): whole and right, or refused with one path."""

from shared.routing.problem import Problem
from shared.routing.read_plan import plan_from_json
from shared.routing.read_shift import shifts_from_json
from shared.routing.read_surroundings import (
    gap_from_json,
    order_from_json,
    pair_from_json,
    place_from_json,
    replan_from_json,
    therapist_from_json,
    toll_band_from_json,
)
from shared.routing.read_visit import visits_from_json
from shared.routing.reading import each, fields, windows
from shared.routing.travel import travel_from_json
from shared.routing.weights import weights_from_json


def problem_from_json(value: object) -> Problem:
    """The problem of a parsed JSON document, checked whole; raises `ProblemInvalid`."""
    given = fields(value, "", frozenset({"visits", "shifts"}), _OPTIONAL)
    previous = given.get("previous")
    return Problem(
        travel=travel_from_json(given.get("travel_s"), given.get("travel_bands")),
        visits=visits_from_json(given["visits"]),
        shifts=shifts_from_json(given["shifts"]),
        weights=weights_from_json(given.get("weights", {})),
        previous=None if previous is None else plan_from_json(previous, "previous"),
        therapists=each(given.get("therapists", []), "therapists", therapist_from_json),
        places=each(given.get("places", []), "places", place_from_json),
        nights_s=windows(given.get("nights_s", []), "nights_s"),
        toll_bands=each(given.get("toll_bands", []), "toll_bands", toll_band_from_json),
        pairs=each(given.get("pairs", []), "pairs", pair_from_json),
        gaps=each(given.get("gaps", []), "gaps", gap_from_json),
        orders=each(given.get("orders", []), "orders", order_from_json),
        replan=replan_from_json(given.get("replan")),
    )


_OPTIONAL = frozenset(
    {
        "travel_s",
        "travel_bands",
        "weights",
        "previous",
        "therapists",
        "places",
        "nights_s",
        "toll_bands",
        "pairs",
        "gaps",
        "orders",
        "replan",
    }
)
