"""Places in the database: sealed details, opened only here."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
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
from shared.domain.building import GatePass
from shared.domain.errors import StaleVersion
from shared.domain.tenant import TenantId
from shared.geo.place import Point

_READ = """
    SELECT p.place_id, p.patient_id, p.details_sealed, p.precision_m, p.source, p.community_number,
           p.confirmed, p.access_opens, p.access_closes, p.version, p.building_id,
           b.name_en AS building_name, coalesce(b.entrance_lat, b.lat) AS entrance_lat,
           coalesce(b.entrance_lon, b.lon) AS entrance_lon, b.entrance_note, b.parking,
           b.access_opens AS building_opens, b.access_closes AS building_closes,
           b.gate_pass, b.door_minutes
    FROM place p
    LEFT JOIN building b ON b.tenant_id = p.tenant_id AND b.building_id = p.building_id
"""

# Booking reads and writes places through these, which are built once; a place comes with what it
# inherits from its building.
_GET = text(f"{_READ} WHERE p.tenant_id = :tenant AND p.place_id = ANY(:ids)")

_OF_PATIENTS = text(
    f"{_READ} WHERE p.tenant_id = :tenant AND p.patient_id = ANY(:ids) ORDER BY p.place_id DESC"
)

_ADD = text("""
    INSERT INTO place (tenant_id, place_id, patient_id, details_sealed, precision_m, source, kind,
                       community_number, confirmed, access_opens, access_closes, building_id)
    VALUES (:tenant, :place_id, :patient_id, :details_sealed, :precision_m, :source, :kind,
            :community_number, :confirmed, :access_opens, :access_closes, :building_id)
""")

_GIVE = text("""
    UPDATE place SET patient_id = :patient
    WHERE tenant_id = :tenant AND place_id = :place
      AND coalesce(patient_id, :patient) = :patient
""")


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
    row = {"tenant": tenant_id, "place_id": place_id, "patient_id": patient_id, **columns}
    await session.execute(_ADD, row)
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
    scope = {"tenant": tenant_id, "place": place_id, "patient": patient_id}
    await session.execute(_GIVE, scope)


async def find_place(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, place_id: UUID
) -> PlaceRecord | None:
    """One place, opened."""
    found = await get_places(session, keyring, tenant_id, [place_id])
    return found[0] if found else None


async def get_places(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, place_ids: Iterable[UUID]
) -> list[PlaceRecord]:
    """These places, in no special order; absent ones are left out."""
    ids = list(place_ids)
    found = await session.execute(_GET, {"tenant": tenant_id, "ids": ids}) if ids else ()
    return [_opened(keyring, tenant_id, row) for row in found]


async def list_places_of(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, patient_ids: Iterable[UUID]
) -> list[PlaceRecord]:
    """The saved places of these patients, newest first."""
    found = await session.execute(_OF_PATIENTS, {"tenant": tenant_id, "ids": list(patient_ids)})
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
        GatePass(row.gate_pass),
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
