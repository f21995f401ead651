"""The jobs that the product uses: their names and what each carries. No patient data."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, assert_never
from uuid import UUID


class JobKind(StrEnum):
    """What a worker can be asked to do; a waiting job of the same day absorbs a second wish."""

    SOLVE_HORIZON = "solve-horizon"  # plan one service day
    IMPROVE_HORIZON = "improve-horizon"  # search on for a better plan of it; gives way to solves
    EXPIRE_HOLDS = "expire-holds"  # give back what nobody booked in time
    MATERIALISE_SHIFTS = "materialise-shifts"  # shifts of the coming days from their patterns
    REFRESH_ETAS = "refresh-etas"  # predicted times of one service day, from its facts
    LEARN_TRAVEL = "learn-travel"  # what this tenant's own drives teach, once a night


@dataclass(frozen=True, slots=True)
class SolveHorizon:
    """Plan this day; `reason` is for people (a booking, an absence), `seed` makes it repeatable.
    What nobody has asked for gets a first answer within seconds, and an `ImproveHorizon` after it.
    """

    plan_date: date
    reason: str
    seed: int = 1
    time_limit_s: float | None = None
    requested_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class ImproveHorizon:
    """Search this day for as long as the setting allows, now that it has a first answer."""

    plan_date: date
    seed: int = 1


@dataclass(frozen=True, slots=True)
class ExpireHolds:
    """Release holds whose time is over by the database's clock."""


@dataclass(frozen=True, slots=True)
class MaterialiseShifts:
    """Make the shifts that start before the end of `until`."""

    until: date


@dataclass(frozen=True, slots=True)
class RefreshEtas:
    """Predict the remaining times of this day."""

    plan_date: date


@dataclass(frozen=True, slots=True)
class LearnTravel:
    """Compare what was driven with what was planned."""


JobPayload = (
    SolveHorizon | ImproveHorizon | ExpireHolds | MaterialiseShifts | RefreshEtas | LearnTravel
)


def kind_of(payload: JobPayload) -> JobKind:
    """Which job this is the payload of."""
    match payload:
        case SolveHorizon():
            return JobKind.SOLVE_HORIZON
        case ImproveHorizon():
            return JobKind.IMPROVE_HORIZON
        case ExpireHolds():
            return JobKind.EXPIRE_HOLDS
        case MaterialiseShifts():
            return JobKind.MATERIALISE_SHIFTS
        case RefreshEtas():
            return JobKind.REFRESH_ETAS
        case LearnTravel():
            return JobKind.LEARN_TRAVEL
    assert_never(payload)


def to_json(payload: JobPayload) -> dict[str, Any]:
    """As the job row keeps it: dates and ids as text."""
    return {
        name: str(value) if isinstance(value, date | UUID) else value
        for name, value in asdict(payload).items()
    }


def from_json(kind: JobKind, data: dict[str, Any]) -> JobPayload:
    """The reverse of `to_json`; KeyError or ValueError when the row is damaged."""
    match kind:
        case JobKind.SOLVE_HORIZON:
            requested_by = data.get("requested_by")
            return SolveHorizon(
                plan_date=date.fromisoformat(data["plan_date"]),
                reason=data["reason"],
                seed=data.get("seed", 1),
                time_limit_s=data.get("time_limit_s"),
                requested_by=UUID(requested_by) if requested_by else None,
            )
        case JobKind.IMPROVE_HORIZON:
            return ImproveHorizon(date.fromisoformat(data["plan_date"]), data.get("seed", 1))
        case JobKind.EXPIRE_HOLDS:
            return ExpireHolds()
        case JobKind.MATERIALISE_SHIFTS:
            return MaterialiseShifts(date.fromisoformat(data["until"]))
        case JobKind.REFRESH_ETAS:
            return RefreshEtas(date.fromisoformat(data["plan_date"]))
        case JobKind.LEARN_TRAVEL:
            return LearnTravel()
    assert_never(kind)
