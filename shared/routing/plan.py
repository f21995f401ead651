"""The plan: one route a shift, the visits left out and why, cost and proven bound."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why a visit has no stop; the words reach the api verbatim."""

    SKILL_MISSING = "skill_missing"
    """No shift has every skill that the visit needs."""
    FORBIDDEN = "forbidden"
    """Every shift with the skills belongs to a therapist who must not serve this visit."""
    WINDOW_CLOSED = "window_closed"
    """Nobody who may serve it can be there before its last window closes."""
    NO_SHIFT_HOURS = "no_shift_hours"
    """Who may serve it is not on shift then, or could not be back in time."""
    SHIFT_LIMIT = "shift_limit"
    """It alone would pass a shift's own limit of visits or travel."""
    PINNED_IMPOSSIBLE = "pinned_impossible"
    """The shift or time it is pinned to cannot take it."""
    OUTPRIORITISED = "outprioritised"
    """It would fit, but not beside the visits that are placed."""
    TOO_COSTLY = "too_costly"
    """There is room, but taking it costs more than leaving it out."""


class Status(StrEnum):
    FEASIBLE = "feasible"
    OPTIMAL = "optimal"


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit placed in a route; seconds since the horizon's start. `terms` is its part of each
    cost term, its way in included; None where it is not told.
    """

    visit: str
    arrival_s: int
    start_s: int
    departure_s: int
    terms: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """`terms` is the whole route's part of each cost term, its stops' included."""

    shift: str
    stops: tuple[Stop, ...]
    terms: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Unassigned:
    visit: str
    reason: Reason
    terms: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it is told; nothing here is believed before the verifier has passed it.

    `cost` and `bound` are whole seconds-equivalents; `gap` = cost / bound - 1. `on_time` is the
    share of promises that are kept on a day like those of `punctuality`; None where not reckoned.
    """

    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...]
    cost: int
    bound: int
    gap: float
    cost_terms: Mapping[str, int] = field(default_factory=dict)
    status: Status = Status.FEASIBLE
    on_time: float | None = None


@dataclass(frozen=True, slots=True, order=True)
class Disturbance:
    """How much a plan disturbs what people were told (docs/optimiser.md section 9), the gravest
    first: plans compare field by field, a smaller one is better.
    """

    dropped: int
    """Visits left out that are pinned or must be served."""
    broken: int
    """Promises that are broken: by time, by therapist or by leaving the visit out."""
    left_out: int
    """What all visits left out would be worth: the sum of their `unassigned_cost`."""
    changed: int
    """Visits that another therapist comes to than was told."""
    moved_s: int
    """Seconds that visits start later than was told, in all."""
    rest: int
    """Every other term of the cost, weighted."""


def gap_of(cost: int, bound: int) -> float:
    """cost / bound - 1, finite and not negative whatever comes: a bound below 1 counts as 1."""
    return max(0.0, cost / max(bound, 1) - 1.0)
