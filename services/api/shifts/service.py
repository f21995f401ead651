"""Shifts: made by hand or from patterns; each change asks for a replan of its day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import UNSET

from services.api.deps import TenantRequest
from services.api.places.service import point_at
from services.api.shifts import repository
from services.api.shifts.schemas import (
    PatternIn,
    PatternPatch,
    ShiftIn,
    ShiftOut,
    ShiftPatch,
    ShiftTherapist,
)
from services.api.tenants.repository import get_tenant
from services.api.therapists.repository import names_of, therapist_exists
from services.api.therapists.schemas import PointIn, PointOut
from shared.crypto.keyring import KeyRing
from shared.db import audit
from shared.db.live.change import changed
from shared.db.models.therapist import Shift
from shared.db.shifts import materialise
from shared.domain.errors import Conflict, Invalid, NotFound
from shared.domain.policy import Policy
from shared.domain.service_day import service_day
from shared.domain.shift_pattern import ShiftPattern
from shared.geo.place import Point

_LONGEST = timedelta(hours=16)
_MADE_AHEAD = timedelta(hours=72)


async def create(tenant: TenantRequest, keyring: KeyRing, data: ShiftIn) -> UUID:
    """A shift by hand; Conflict `shift-overlap` when the therapist works then already."""
    await _check_therapist(tenant, data.therapist_id)
    _check_times(data.starts_at, data.ends_at)
    day = await day_of(tenant, data.starts_at)
    values: dict[str, Any] = {
        "therapist_id": data.therapist_id,
        "plan_date": day,
        "starts_at": data.starts_at,
        "ends_at": data.ends_at,
        "start": _point(data.start, "start"),
        "end": _point(data.end, "end"),
    }
    shift_id = await repository.add_shift(tenant.session, keyring, tenant.tenant_id, values)
    await _told(tenant, "create", shift_id, [day])
    return shift_id


async def change(
    tenant: TenantRequest, keyring: KeyRing, shift_id: UUID, expected: int, data: ShiftPatch
) -> None:
    """Raises Conflict when a planned stop needs the time that is taken away."""
    before = await repository.get_shift(tenant.session, tenant.tenant_id, shift_id)
    old_day = before.plan_date
    if before.status not in {"planned", "started"}:
        raise Conflict("shift-over", f"The shift is {before.status}; it cannot change any more.")
    values: dict[str, Any] = {}
    if data.starts_at is not UNSET or data.ends_at is not UNSET:
        starts = before.starts_at if data.starts_at is UNSET else data.starts_at
        ends = before.ends_at if data.ends_at is UNSET else data.ends_at
        _check_times(starts, ends)
        values = {"starts_at": starts, "ends_at": ends, "plan_date": await day_of(tenant, starts)}
    for name in ("start", "end"):
        if (sent := getattr(data, name)) is not UNSET:
            values[name] = _point(sent, name)
    await repository.change_shift(
        tenant.session, keyring, tenant.tenant_id, shift_id, values, expected=expected
    )
    await _told(tenant, "change", shift_id, [old_day, values.get("plan_date", old_day)])


async def cancel(tenant: TenantRequest, keyring: KeyRing, shift_id: UUID, expected: int) -> None:
    """Conflict `shift-needed` while it has planned stops: move them or report an absence."""
    before = await repository.get_shift(tenant.session, tenant.tenant_id, shift_id)
    if before.status != "planned":
        raise Conflict("shift-over", f"The shift is {before.status}; it cannot be cancelled.")
    await repository.change_shift(
        tenant.session,
        keyring,
        tenant.tenant_id,
        shift_id,
        {"status": "cancelled"},
        expected=expected,
    )
    await _told(tenant, "cancel", shift_id, [before.plan_date])


async def day_of(tenant: TenantRequest, instant: datetime) -> date:
    """The service day of an instant, by the tenant's own start of day."""
    row = await get_tenant(tenant.session, tenant.tenant_id)
    return service_day(instant, tenant.zone, Policy.from_json(row.policies).service_day_start)


async def show(tenant: TenantRequest, keyring: KeyRing, rows: Sequence[Shift]) -> list[ShiftOut]:
    """For the wire, with the therapists' names."""
    names = await names_of(tenant.session, tenant.tenant_id, {row.therapist_id for row in rows})
    return [_out(tenant, keyring, row, names[row.therapist_id]) for row in rows]


def _out(tenant: TenantRequest, keyring: KeyRing, row: Shift, name: str) -> ShiftOut:
    start, end = repository.points_of(keyring, row)
    return ShiftOut(
        id=row.shift_id,
        therapist=ShiftTherapist(row.therapist_id, name),
        plan_date=row.plan_date,
        starts_at=tenant.local(row.starts_at),
        ends_at=tenant.local(row.ends_at),
        start=PointOut(start.lat, start.lon) if start else None,
        end=PointOut(end.lat, end.lon) if end else None,
        status=row.status,
        started_at=tenant.local_or_none(row.started_at),
        ended_at=tenant.local_or_none(row.ended_at),
        pattern_id=row.shift_pattern_id,
        version=row.version,
    )


async def create_pattern(tenant: TenantRequest, data: PatternIn) -> UUID:
    """A weekly habit; its shifts of the next 72 hours are made at once."""
    await _check_therapist(tenant, data.therapist_id)
    habit = ShiftPattern(
        frozenset(data.weekdays),
        data.starts,
        data.duration_minutes,
        data.valid_from,
        data.valid_to,
    )
    values = {**_columns(habit), "therapist_id": data.therapist_id}
    pattern_id = await repository.add_pattern(tenant.session, tenant.tenant_id, values)
    await _materialise(tenant)
    return pattern_id


async def change_pattern(
    tenant: TenantRequest, pattern_id: UUID, expected: int, data: PatternPatch
) -> None:
    """Raises NotFound, StaleVersion or Invalid."""
    row = await repository.get_pattern(tenant.session, tenant.tenant_id, pattern_id)
    habit = ShiftPattern(
        frozenset(row.weekdays), row.starts, row.duration_minutes, row.valid_from, row.valid_to
    )
    names = ("starts", "duration_minutes", "valid_from", "valid_to")
    sent: dict[str, Any] = {n: getattr(data, n) for n in names if getattr(data, n) is not UNSET}
    if data.weekdays is not UNSET:
        sent["weekdays"] = frozenset(data.weekdays)
    values = _columns(replace(habit, **sent))
    if data.active is not UNSET:
        values["active"] = data.active
    await repository.change_pattern(
        tenant.session, tenant.tenant_id, pattern_id, values, expected=expected
    )
    await _materialise(tenant)


def _columns(habit: ShiftPattern) -> dict[str, Any]:
    return {
        "weekdays": sorted(habit.weekdays),
        "starts": habit.starts,
        "duration_minutes": habit.duration_minutes,
        "valid_from": habit.valid_from,
        "valid_to": habit.valid_to,
    }


async def _materialise(tenant: TenantRequest) -> None:
    until = await day_of(tenant, tenant.now + _MADE_AHEAD)
    for day in sorted(await materialise(tenant.session, until)):
        await changed(tenant.session, day, "shifts")


async def _check_therapist(tenant: TenantRequest, therapist_id: UUID) -> None:
    if not await therapist_exists(tenant.session, tenant.tenant_id, therapist_id):
        raise NotFound("therapist")


def _check_times(starts: datetime, ends: datetime) -> None:
    for field, instant in (("startsAt", starts), ("endsAt", ends)):
        if instant.utcoffset() is None:
            raise Invalid.one(field, "Times need an offset, such as 2026-01-31T08:00:00+04:00.")
    if not timedelta(0) < ends - starts <= _LONGEST:
        raise Invalid.one("endsAt", "A shift ends after it starts, at most 16 hours later.")


def _point(sent: PointIn | None, field: str) -> Point | None:
    return None if sent is None else point_at(sent.lat, sent.lon, field)


async def _told(tenant: TenantRequest, act: str, shift_id: UUID, days: list[date]) -> None:
    await audit.record(tenant.session, tenant.tenant_id, tenant.user_id, act, "shift", shift_id)
    for day in sorted(set(days)):
        await changed(tenant.session, day, "shift")
