"""Horizons made in memory: places on a line, one minute of driving apart."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.db.live.clock import Clock
from shared.db.live.eligibility import blockers
from shared.db.live.horizon import (
    UNDER_WAY,
    Horizon,
    LiveShift,
    LiveStop,
    LiveTherapist,
    Occasion,
    OccasionKind,
    StopTimes,
)
from shared.db.live.predict import predict_route
from shared.db.live.travel import Span
from shared.domain.policy import Policy
from shared.domain.tenant import TenantId
from shared.geo.place import Point
from shared.routing.travel import Travel

EPOCH = datetime(2031, 3, 4, tzinfo=UTC)
HOUR = 3600
MINUTE_OF_DRIVING = 60
_PLACES = 60
_LINE = tuple(tuple(abs(i - j) * MINUTE_OF_DRIVING for j in range(_PLACES)) for i in range(_PLACES))


def number(n: int) -> UUID:
    """A readable id."""
    return UUID(int=n)


def visit(n: int, location: int, hours: tuple[float, float] = (8, 18), **more: object) -> Occasion:
    """A promised visit of half an hour that may start within these hours."""
    values: dict[str, object] = {
        "id": number(n),
        "kind": OccasionKind.VISIT,
        "location": location,
        "service": "physiotherapy",
        "service_s": HOUR // 2,
        "opens_s": int(hours[0] * HOUR),
        "closes_s": int(hours[1] * HOUR),
        "patient_id": number(n + 5000),
        "place_id": number(n + 6000),
        "promised": True,
    }
    return Occasion(**{**values, **more})  # type: ignore[arg-type]  # fields by name, as given


def shift(n: int, hours: tuple[float, float] = (8, 18), **more: object) -> LiveShift:
    """A shift from and to location 0, of the therapist with the same number."""
    values: dict[str, object] = {
        "id": number(n),
        "therapist_id": number(n + 1000),
        "starts_s": int(hours[0] * HOUR),
        "ends_s": int(hours[1] * HOUR),
        "start_location": 0,
        "end_location": 0,
        "status": "planned",
    }
    return LiveShift(**{**values, **more})  # type: ignore[arg-type]  # fields by name, as given


def horizon(
    shifts: Sequence[LiveShift],
    visits: Sequence[Occasion],
    routes: Mapping[UUID, Sequence[tuple[UUID, float]]] | None = None,
    *,
    now_hour: float = 0,
    published: bool = False,
    freeze_minutes: int = 0,
) -> Horizon:
    """Routes are (visit, planned start in hours) by shift; each is left a minute before."""
    clock, now_s, travel = Clock(EPOCH), int(now_hour * HOUR), Travel.constant(_LINE)
    occasions = {one.id: one for one in visits}
    planned, soon_s = dict(routes or {}), now_s + freeze_minutes * 60
    stops: dict[UUID, LiveStop] = {}
    for of in shifts:
        stops |= _stops(travel, of, occasions, planned.get(of.id, ()), (now_s, soon_s))
    therapists = {one.therapist_id: _therapist(one.therapist_id) for one in shifts}
    return Horizon(
        tenant=TenantId(number(1)),
        plan_date=date(2031, 3, 4),
        clock=clock,
        zone=ZoneInfo("UTC"),
        span=Span(EPOCH, EPOCH, EPOCH),
        now_s=now_s,
        generation=1,
        published=published,
        policy=Policy(freeze_minutes=freeze_minutes),
        overtime_s=0,
        therapists=therapists,
        shifts={one.id: one for one in shifts},
        occasions=occasions,
        stops=stops,
        routes={of.id: tuple(visit_id for visit_id, _ in planned.get(of.id, ())) for of in shifts},
        unassigned=tuple(key for key in occasions if key not in stops),
        quarantined={},
        points=tuple(Point(25.0, 55.0 + i / 100) for i in range(_PLACES)),
        travel=travel,
        estimated=True,
        blocked={key: blockers(one, therapists.values(), clock) for key, one in occasions.items()},
    )


def _stops(
    travel: Travel,
    of: LiveShift,
    occasions: Mapping[UUID, Occasion],
    route: Sequence[tuple[UUID, float]],
    clock: tuple[int, int],
) -> dict[UUID, LiveStop]:
    """The stops of one route, now and soon given in seconds."""
    now_s, soon_s = clock
    planned = [_times(occasions[key], hour) for key, hour in route]
    real = predict_route(travel, of, [occasions[key] for key, _ in route], planned, now_s)
    return {
        key: LiveStop(
            occasion_id=key,
            shift_id=of.id,
            planned=plan,
            predicted=predicted,
            late_s=max(0, predicted.start_s - occasions[key].closes_s),
            published=False,
            frozen=occasions[key].status in UNDER_WAY or plan.leave_s <= soon_s,
        )
        for (key, _), plan, predicted in zip(route, planned, real, strict=True)
    }


def _times(occasion: Occasion, hour: float) -> StopTimes:
    start = int(hour * HOUR)
    return StopTimes(start - 60, start, start, start + occasion.service_s)


def _therapist(therapist_id: UUID) -> LiveTherapist:
    return LiveTherapist(therapist_id, "Th", "female", frozenset({"en"}), ())
