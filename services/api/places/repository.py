"""Places in the database: sealed details, opened only here."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.places.record import (
    Inherited,
    NewPlace,
    PlaceDetails,
    PlaceRecord,
    community_number,
)
from services.api.rows import AnyRow
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import seal, unseal
from shared.db.ids import new_id
from shared.db.models.patient import Place
from shared.db.models.places import Building
from shared.domain.errors import StaleVersion
from shared.domain.tenant import TenantId
from shared.geo.place import Point

_COLUMNS = (
    Place.place_id,
    Place.patient_id,
    Place.details_sealed,
    Place.precision_m,
    Place.source,
    Place.community_number,
    Place.confirmed,
    Place.access_opens,
    Place.access_closes,
    Place.version,
    Place.building_id,
    Building.name_en.label("building_name"),
    func.coalesce(Building.entrance_lat, Building.lat).label("entrance_lat"),
    func.coalesce(Building.entrance_lon, Building.lon).label("entrance_lon"),
    Building.entrance_note,
    Building.parking,
    Building.access_opens.label("building_opens"),
    Building.access_closes.label("building_closes"),
    Building.gate_pass,
    Building.door_minutes,
)


def _places(tenant_id: TenantId) -> Select[*tuple[Any, ...]]:
    """A place with what it inherits."""
    of_it = and_(Building.tenant_id == Place.tenant_id, Building.building_id == Place.building_id)
    return select(*_COLUMNS).outerjoin(Building, of_it).where(Place.tenant_id == tenant_id)


async def add_place(
    session: AsyncSession,
    keyring: KeyRing,
    tenant_id: TenantId,
    patient_id: UUID | None,
    place: NewPlace,
) -> UUID:
    """Save a place; its id."""
    place_id = new_id()
    columns = _sealed(keyring, tenant_id, place_id, place)
    await session.execute(
        insert(Place).values(
            tenant_id=tenant_id, place_id=place_id, patient_id=patient_id, **columns
        )
    )
    return place_id


async def change_place(
    session: AsyncSession,
    keyring: KeyRing,
    tenant_id: TenantId,
    before: PlaceRecord,
    after: NewPlace,
    *,
    expected: int,
) -> None:
    """Replace a place's content; raises StaleVersion."""
    columns = _sealed(keyring, tenant_id, before.place_id, after)
    changed = await session.execute(
        update(Place)
        .where(
            Place.tenant_id == tenant_id,
            Place.place_id == before.place_id,
            Place.version == expected,
        )
        .values(**columns)
        .returning(Place.place_id)
    )
    if changed.one_or_none() is None:
        raise StaleVersion("place")


async def give_place(
    session: AsyncSession, tenant_id: TenantId, place_id: UUID, patient_id: UUID
) -> None:
    """A place that nobody had belongs to this patient from now on."""
    await session.execute(
        update(Place)
        .where(
            Place.tenant_id == tenant_id,
            Place.place_id == place_id,
            func.coalesce(Place.patient_id, patient_id) == patient_id,
        )
        .values(patient_id=patient_id)
    )


async def find_place(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, place_id: UUID
) -> PlaceRecord | None:
    """One place, opened."""
    found = await session.execute(_places(tenant_id).where(Place.place_id == place_id))
    row = found.one_or_none()
    return None if row is None else _opened(keyring, tenant_id, row)


async def get_places(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, place_ids: Iterable[UUID]
) -> list[PlaceRecord]:
    """These places, in no special order; absent ones are left out."""
    found = await session.execute(_places(tenant_id).where(Place.place_id.in_(list(place_ids))))
    return [_opened(keyring, tenant_id, row) for row in found]


async def list_places_of(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, patient_ids: Iterable[UUID]
) -> list[PlaceRecord]:
    """The saved places of these patients, newest first."""
    found = await session.execute(
        _places(tenant_id)
        .where(Place.patient_id.in_(list(patient_ids)))
        .order_by(Place.place_id.desc())
    )
    return [_opened(keyring, tenant_id, row) for row in found]


def _sealed(
    keyring: KeyRing, tenant_id: TenantId, place_id: UUID, place: NewPlace
) -> dict[str, Any]:
    details = place.details
    plain = {
        "lat": details.point.lat,
        "lon": details.point.lon,
        "label": details.label,
        "kind": details.kind,
        "building": details.building,
        "unit": details.unit,
        "entryNotes": details.entry_notes,
        "text": details.text,
    }
    text = json.dumps(plain, ensure_ascii=False)
    return {
        "details_sealed": seal(keyring, text, tenant_id, "place", "details_sealed", place_id),
        "precision_m": place.precision_m,
        "source": place.source,
        "kind": details.kind,
        "community_number": community_number(details.point),
        "confirmed": place.confirmed,
        "access_opens": place.access_opens,
        "access_closes": place.access_closes,
        "building_id": place.building_id,
    }


def _opened(keyring: KeyRing, tenant_id: TenantId, row: AnyRow) -> PlaceRecord:
    plain = json.loads(
        unseal(keyring, row.details_sealed, tenant_id, "place", "details_sealed", row.place_id)
    )
    details = PlaceDetails(
        Point(plain["lat"], plain["lon"]),
        plain.get("label"),
        plain.get("kind"),
        plain.get("building"),
        plain.get("unit"),
        plain.get("entryNotes"),
        plain.get("text"),
    )
    place = NewPlace(
        details,
        row.precision_m,
        row.source,
        row.confirmed,
        row.access_opens,
        row.access_closes,
        row.building_id,
    )
    return PlaceRecord(
        row.place_id,
        row.patient_id,
        place,
        row.community_number,
        row.version,
        _inherited(row) if row.building_id is not None else None,
    )


def _inherited(row: AnyRow) -> Inherited:
    return Inherited(
        row.building_name,
        Point(row.entrance_lat, row.entrance_lon),
        row.entrance_note,
        row.parking,
        row.building_opens,
        row.building_closes,
        row.gate_pass,
        row.door_minutes,
    )


async def find_entrance(
    session: AsyncSession, tenant_id: TenantId, building_id: UUID
) -> Point | None:
    """Where one walks into a building that is in use; None for any other id."""
    found = await session.execute(
        select(
            func.coalesce(Building.entrance_lat, Building.lat),
            func.coalesce(Building.entrance_lon, Building.lon),
        ).where(
            Building.tenant_id == tenant_id, Building.building_id == building_id, Building.active
        )
    )
    row = found.one_or_none()
    return None if row is None else Point(*row)
