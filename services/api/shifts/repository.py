"""Shifts and patterns in the database; their own start and end places are sealed."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.crypto.keyring import KeyRing
from shared.crypto.seal import seal, unseal
from shared.db.ids import new_id
from shared.db.models.therapist import Shift, ShiftPattern
from shared.domain.errors import NotFound, StaleVersion
from shared.domain.tenant import TenantId
from shared.geo.place import Point

_POINTS = {"start": "start_sealed", "end": "end_sealed"}


async def add_shift(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, values: dict[str, Any]
) -> UUID:
    """Columns by name, with `start` and `end` as Points; the new id."""
    shift_id = new_id()
    columns = _sealed(keyring, tenant_id, shift_id, values)
    await session.execute(insert(Shift).values(tenant_id=tenant_id, shift_id=shift_id, **columns))
    return shift_id


async def change_shift(
    session: AsyncSession,
    keyring: KeyRing,
    tenant_id: TenantId,
    shift_id: UUID,
    values: dict[str, Any],
    *,
    expected: int,
) -> None:
    """Change these columns; raises StaleVersion."""
    columns = _sealed(keyring, tenant_id, shift_id, values) or {"status": Shift.status}
    changed = await session.execute(
        update(Shift)
        .where(
            Shift.tenant_id == tenant_id,
            Shift.shift_id == shift_id,
            Shift.version == expected,
        )
        .values(**columns)
        .returning(Shift.shift_id)
        .execution_options(synchronize_session=False)
    )
    if changed.one_or_none() is None:
        raise StaleVersion("shift")


async def get_shift(session: AsyncSession, tenant_id: TenantId, shift_id: UUID) -> Shift:
    """The shift, read afresh; NotFound."""
    found = await session.scalars(
        select(Shift)
        .where(Shift.tenant_id == tenant_id, Shift.shift_id == shift_id)
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound("shift")
    return row


async def list_shifts(
    session: AsyncSession, tenant_id: TenantId, day: date, therapist_id: UUID | None
) -> list[Shift]:
    """The shifts of a service day, by start."""
    query = select(Shift).where(Shift.tenant_id == tenant_id, Shift.plan_date == day)
    if therapist_id is not None:
        query = query.where(Shift.therapist_id == therapist_id)
    return list(await session.scalars(query.order_by(Shift.starts_at, Shift.shift_id)))


def points_of(keyring: KeyRing, row: Shift) -> tuple[Point | None, Point | None]:
    """The shift's own start and end; None means the therapist's home."""

    def opened(column: str, sealed: bytes | None) -> Point | None:
        if sealed is None:
            return None
        text = unseal(keyring, sealed, row.tenant_id, "shift", column, row.shift_id)
        plain = json.loads(text)
        return Point(plain["lat"], plain["lon"])

    return opened("start_sealed", row.start_sealed), opened("end_sealed", row.end_sealed)


def _sealed(
    keyring: KeyRing, tenant_id: TenantId, shift_id: UUID, values: dict[str, Any]
) -> dict[str, Any]:
    columns = {name: value for name, value in values.items() if name not in _POINTS}
    for name, column in _POINTS.items():
        if name in values:
            point: Point | None = values[name]
            text = json.dumps({"lat": point.lat, "lon": point.lon}) if point else None
            columns[column] = text and seal(keyring, text, tenant_id, "shift", column, shift_id)
    return columns


async def add_pattern(session: AsyncSession, tenant_id: TenantId, values: dict[str, Any]) -> UUID:
    """A weekly habit; its id."""
    pattern_id = new_id()
    await session.execute(
        insert(ShiftPattern).values(tenant_id=tenant_id, shift_pattern_id=pattern_id, **values)
    )
    return pattern_id


async def change_pattern(
    session: AsyncSession,
    tenant_id: TenantId,
    pattern_id: UUID,
    values: dict[str, Any],
    *,
    expected: int,
) -> None:
    """Change these columns; raises StaleVersion."""
    changed = await session.execute(
        update(ShiftPattern)
        .where(
            ShiftPattern.tenant_id == tenant_id,
            ShiftPattern.shift_pattern_id == pattern_id,
            ShiftPattern.version == expected,
        )
        .values(**(values or {"active": ShiftPattern.active}))
        .returning(ShiftPattern.shift_pattern_id)
        .execution_options(synchronize_session=False)
    )
    if changed.one_or_none() is None:
        raise StaleVersion("shift pattern")


async def get_pattern(session: AsyncSession, tenant_id: TenantId, pattern_id: UUID) -> ShiftPattern:
    """The pattern, read afresh; NotFound."""
    found = await session.scalars(
        select(ShiftPattern)
        .where(ShiftPattern.tenant_id == tenant_id, ShiftPattern.shift_pattern_id == pattern_id)
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound("shift pattern")
    return row


async def list_patterns(
    session: AsyncSession,
    tenant_id: TenantId,
    therapist_id: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[ShiftPattern]:
    """In the order in which they were added."""
    query = select(ShiftPattern).where(ShiftPattern.tenant_id == tenant_id)
    if therapist_id is not None:
        query = query.where(ShiftPattern.therapist_id == therapist_id)
    if after is not None:
        query = query.where(ShiftPattern.shift_pattern_id > after)
    return list(await session.scalars(query.order_by(ShiftPattern.shift_pattern_id).limit(limit)))
