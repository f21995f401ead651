"""What a unit of each named cost term counts in the objective (docs/problem-format.md)."""

from dataclasses import dataclass

from shared.routing.errors import under
from shared.routing.reading import fields, in_range, whole

MAX_WEIGHT = 10_000


@dataclass(frozen=True, slots=True)
class Weights:
    """Every term is in seconds-equivalents; a weight of 0 switches it off."""

    travel: int = 1
    unassigned: int = 1
    lateness: int = 1
    overtime: int = 1
    therapist: int = 1
    continuity: int = 1
    gender: int = 1
    language: int = 1
    load: int = 1
    nights: int = 1
    tolls: int = 1
    call_out: int = 1
    moved: int = 1
    changed: int = 1
    promise: int = 1

    def __post_init__(self) -> None:
        for term in TERMS:
            in_range(getattr(self, term), term, 0, MAX_WEIGHT)


TERMS = (
    "travel",
    "unassigned",
    "lateness",
    "overtime",
    "therapist",
    "continuity",
    "gender",
    "language",
    "load",
    "nights",
    "tolls",
    "call_out",
    "moved",
    "changed",
    "promise",
)


def weights_from_json(value: object) -> Weights:
    given = fields(value, "weights", frozenset(), frozenset(TERMS))
    with under("weights"):
        return Weights(**{term: whole(weight, term) for term, weight in given.items()})
