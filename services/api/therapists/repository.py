"""Therapists in the database: phone and home sealed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.crypto.keyring import KeyRing
from shared.crypto.seal import seal, unseal
from shared.db.ids import new_id
from shared.db.models.therapist import Therapist
from shared.domain.errors import NotFound, StaleVersion
from shared.domain.tenant import TenantId
from shared.geo.place import Point


@dataclass(frozen=True, slots=True)
class TherapistRecord:
    """A row of `therapist`, opened."""

    therapist_id: UUID
    name: str
    gender: str
    languages: tuple[str, ...]
    phone: str | None
    home: Point | None
    active: bool
    limits: dict[str, Any]
    version: int


async def add_therapist(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, values: dict[str, Any]
) -> UUID:
    """Columns by name, with `phone` (E.164) and `home` (a Point) in the clear; the new id."""
    therapist_id = new_id()
    columns = _sealed(keyring, tenant_id, therapist_id, values)
    await session.execute(
        insert(Therapist).values(tenant_id=tenant_id, therapist_id=therapist_id, **columns)
    )
    return therapist_id


async def change_therapist(
    session: AsyncSession,
    keyring: KeyRing,
    tenant_id: TenantId,
    therapist_id: UUID,
    values: dict[str, Any],
    *,
    expected: int,
) -> None:
    """Change these columns; raises StaleVersion."""
    columns = _sealed(keyring, tenant_id, therapist_id, values) or {"active": Therapist.active}
    changed = await session.execute(
        update(Therapist)
        .where(
            Therapist.tenant_id == tenant_id,
            Therapist.therapist_id == therapist_id,
            Therapist.version == expected,
        )
        .values(**columns)
        .returning(Therapist.therapist_id)
    )
    if changed.one_or_none() is None:
        raise StaleVersion("therapist")


async def find_therapist(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, therapist_id: UUID
) -> TherapistRecord | None:
    """One therapist, opened."""
    found = await session.scalars(
        select(Therapist).where(
            Therapist.tenant_id == tenant_id, Therapist.therapist_id == therapist_id
        )
    )
    row = found.one_or_none()
    return None if row is None else _opened(keyring, tenant_id, row)


async def therapist_exists(session: AsyncSession, tenant_id: TenantId, therapist_id: UUID) -> bool:
    """Whether this tenant has such a therapist."""
    found = await session.scalars(
        select(Therapist.therapist_id).where(
            Therapist.tenant_id == tenant_id, Therapist.therapist_id == therapist_id
        )
    )
    return found.one_or_none() is not None


async def version_of(session: AsyncSession, tenant_id: TenantId, therapist_id: UUID) -> int:
    """The therapist's version; NotFound."""
    version = await session.scalar(
        select(Therapist.version).where(
            Therapist.tenant_id == tenant_id, Therapist.therapist_id == therapist_id
        )
    )
    if version is None:
        raise NotFound("therapist")
    return version


async def list_therapists(
    session: AsyncSession,
    keyring: KeyRing,
    tenant_id: TenantId,
    after: UUID | None,
    limit: int,
    *,
    active: bool | None = None,
) -> list[TherapistRecord]:
    """In the order in which they were added."""
    query = select(Therapist).where(Therapist.tenant_id == tenant_id)
    if after is not None:
        query = query.where(Therapist.therapist_id > after)
    if active is not None:
        query = query.where(Therapist.active == active)
    found = await session.scalars(query.order_by(Therapist.therapist_id).limit(limit))
    return [_opened(keyring, tenant_id, row) for row in found]


async def names_of(
    session: AsyncSession, tenant_id: TenantId, therapist_ids: Iterable[UUID]
) -> dict[UUID, str]:
    """The names of these therapists."""
    found = await session.execute(
        select(Therapist.therapist_id, Therapist.name).where(
            Therapist.tenant_id == tenant_id, Therapist.therapist_id.in_(list(therapist_ids))
        )
    )
    return {row.therapist_id: row.name for row in found}


def _sealed(
    keyring: KeyRing, tenant_id: TenantId, therapist_id: UUID, values: dict[str, Any]
) -> dict[str, Any]:
    columns = {name: value for name, value in values.items() if name not in {"phone", "home"}}
    if "phone" in values:
        columns["phone_sealed"] = values["phone"] and seal(
            keyring, values["phone"], tenant_id, "therapist", "phone_sealed", therapist_id
        )
    if "home" in values:
        point = json.dumps({"lat": values["home"].lat, "lon": values["home"].lon})
        columns["home_sealed"] = seal(
            keyring, point, tenant_id, "therapist", "home_sealed", therapist_id
        )
    return columns


def _opened(keyring: KeyRing, tenant_id: TenantId, row: Therapist) -> TherapistRecord:
    def opened(column: str, sealed: bytes | None) -> str | None:
        if sealed is None:
            return None
        return unseal(keyring, sealed, tenant_id, "therapist", column, row.therapist_id)

    home = opened("home_sealed", row.home_sealed)
    point = json.loads(home) if home else None
    return TherapistRecord(
        row.therapist_id,
        row.name,
        row.gender,
        tuple(row.languages),
        opened("phone_sealed", row.phone_sealed),
        Point(point["lat"], point["lon"]) if point else None,
        row.active,
        row.limits,
        row.version,
    )
