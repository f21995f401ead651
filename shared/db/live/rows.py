"""Database rows read as the values of a horizon; nothing is decided here."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from shared.db.live.clock import Clock
from shared.db.live.horizon import Facts, LiveTherapist, Occasion, OccasionKind, StopTimes, Wishes
from shared.domain.certificate import Certificate, Suspension
from shared.domain.errors import RoundsError
from shared.domain.prayer_breaks import Observance, Prayer
from shared.domain.service import CertificateKind
from shared.domain.visit_status import VisitStatus
from shared.routing.reading import MAX_TIME_S


def therapists(
    rows: Iterable[Row[Any]], certificates: Iterable[Row[Any]]
) -> dict[UUID, LiveTherapist]:
    """Therapists with the certificates that touch the horizon."""
    held: dict[UUID, list[Certificate]] = {}
    for one in certificates:
        held.setdefault(one.therapist_id, []).append(_certificate(one))
    return {
        row.therapist_id: LiveTherapist(
            id=row.therapist_id,
            name=row.name,
            gender=row.gender,
            languages=frozenset(row.languages),
            certificates=tuple(held.get(row.therapist_id, ())),
            max_visits=_limit(row.limits, "maxVisits", 1),
            max_travel_s=_limit(row.limits, "maxTravelMinutes", 60),
            observance=_observance(row),
        )
        for row in rows
    }


def _observance(row: Row[Any]) -> Observance:
    """What was asked for; who never asked has no row beside theirs."""
    prayers = frozenset(Prayer(one) for one in row.prayers or ())
    return Observance(bool(row.friday_prayer), bool(row.fasting), prayers)


def _certificate(row: Row[Any]) -> Certificate:
    suspended = row.suspended_from is not None
    return Certificate(
        kind=CertificateKind(row.kind),
        verified=row.verified_at is not None,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        suspensions=(Suspension(row.suspended_from, row.suspended_to),) if suspended else (),
    )


def _limit(limits: Mapping[str, Any], name: str, factor: int) -> int | None:
    value = limits.get(name)
    return int(value) * factor if isinstance(value, int) and value >= 0 else None


def visit(row: Row[Any], clock: Clock, location: int) -> Occasion:
    """A visit; raises `RoundsError` or `ValueError` with what is wrong with the row."""
    _refuse_faulty(row, clock)
    return Occasion(
        id=row.visit_id,
        kind=OccasionKind.VISIT,
        location=location,
        service=row.service,
        service_s=row.service_s,
        opens_s=clock.seconds_up(row.opens_at),
        closes_s=max(clock.seconds_up(row.opens_at), clock.seconds(row.closes_at)),
        patient_id=row.patient_id,
        place_id=row.place_id,
        status=VisitStatus(row.status),
        required=frozenset(row.required_certificates),
        wishes=Wishes(
            row.therapist_gender, row.named_therapist_id, frozenset(row.refused_therapist_ids)
        ),
        priority=row.priority,
        promised=row.promised,
        pinned_shift=row.pinned_shift_id if row.pinned else None,
        pinned_start_s=_seconds(clock, row.pinned_start) if row.pinned else None,
        facts=Facts(
            _seconds(clock, row.actual_departed),
            _seconds(clock, row.actual_arrival),
            _seconds(clock, row.actual_start),
            _seconds(clock, row.actual_end),
            row.delay_s,
        ),
    )


def _refuse_faulty(row: Row[Any], clock: Clock) -> None:
    """What the planner would refuse, and the whole day with it."""
    if row.closes_at < row.opens_at:
        raise ValueError(f"its window closes at {row.closes_at}, before it opens")
    if row.service_s > _LONGEST_SERVICE_S:
        raise ValueError(f"its service takes {row.service_s} s, longer than a day")
    pinned = row.pinned_start if row.pinned else None
    times = (("opens_at", row.opens_at), ("closes_at", row.closes_at), ("pinned_start", pinned))
    for name, instant in times:
        if instant is not None and abs(clock.seconds(instant)) >= MAX_TIME_S:
            raise ValueError(f"its {name} is {instant}, years away from the day of its plan")


def hold(row: Row[Any], clock: Clock, location: int) -> Occasion:
    """An active hold: fixed to its shift and time until it is taken, given back or expires."""
    return Occasion(
        id=row.hold_id,
        kind=OccasionKind.HOLD,
        location=location,
        service=row.service,
        service_s=row.service_s,
        opens_s=clock.seconds(row.opens_at),
        closes_s=clock.seconds(row.closes_at),
        patient_id=row.patient_id,
        place_id=row.place_id,
        promised=True,
        pinned_shift=row.shift_id,
        pinned_start_s=clock.seconds(row.planned_start),
        expires_s=clock.seconds_up(row.expires_at),
    )


def stop_times(row: Row[Any], clock: Clock) -> StopTimes:
    """The planned times of a visit's stop."""
    return StopTimes(
        clock.seconds(row.leave_at),
        clock.seconds(row.planned_arrival),
        clock.seconds(row.planned_start),
        clock.seconds(row.planned_departure),
    )


def hold_times(row: Row[Any], clock: Clock) -> StopTimes:
    """The time that a hold keeps; arriving when it starts."""
    start = clock.seconds(row.starts_at)
    return StopTimes(clock.seconds(row.leave_at), start, start, clock.seconds(row.ends_at))


def _seconds(clock: Clock, instant: datetime | None) -> int | None:
    return None if instant is None else clock.seconds(instant)


_LONGEST_SERVICE_S = 86_400
FAULTS = (RoundsError, ValueError, KeyError, TypeError)
