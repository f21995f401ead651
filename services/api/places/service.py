"""Where a patient is: from a pin or words to a place inside the service area."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from services.api.deps import TenantRequest
from services.api.places import repository
from services.api.places.record import (
    NewPlace,
    PlaceDetails,
    PlaceRecord,
    from_candidate,
)
from services.api.places.schemas import PlaceIn, PlacePatch
from shared.crypto.keyring import KeyRing
from shared.domain.errors import Invalid, NotFound
from shared.geo.answer import answered
from shared.geo.area import ServiceArea
from shared.geo.communities import community_at
from shared.geo.place import PlaceCandidate, Point

PIN_PRECISION_M = 15
PIN_SOURCE = "pin"
_SURE = 0.9


def check_served(point: Point, area: ServiceArea, field: str = "place") -> None:
    """Refuse, with a sentence an agent can read aloud, what lies outside."""
    if (why := area.refusal("This place", point)) is not None:
        raise Invalid.one(field, f"{why}.")


def point_at(lat: float, lon: float, field: str = "place") -> Point:
    """A point from two numbers; 422 when they are swapped or nowhere."""
    try:
        return Point(lat, lon)
    except ValueError as error:
        raise Invalid.one(field, f"{error}.") from None


def single_candidate(text: str, most_m: int, area: ServiceArea) -> PlaceCandidate | None:
    """The one place that the words mean closely enough to drive to; None: ask for a pin.

    A name that another emirate has too, or that is only alike, is never taken unasked.
    """
    found = answered(text, area).candidates
    if len(found) != 1:
        return None
    only = found[0]
    sure = only.ambiguous_with is None and only.confidence >= _SURE
    return only if sure and only.precision_m <= most_m else None


def place_to_save(data: PlaceIn, area: ServiceArea, most_m: int, field: str = "place") -> NewPlace:
    """Raises Invalid when the words mean no single place, or the place is not served."""
    if data.lat is not None and data.lon is not None:
        point = point_at(data.lat, data.lon, field)
        precision = data.precision_m or PIN_PRECISION_M
        details = PlaceDetails(point, _label_at(point), text=data.text)
        place = NewPlace(details, precision, PIN_SOURCE, confirmed=precision <= most_m)
    else:
        place = from_candidate(_meant(data, most_m, field, area), data.text or "")
    check_served(place.details.point, area, field)
    details = replace(
        place.details,
        label=data.label or place.details.label,
        kind=data.kind,
        building=data.building,
        unit=data.unit,
        entry_notes=data.entry_notes,
    )
    return replace(
        place,
        details=details,
        confirmed=data.confirmed or place.confirmed,
        access_opens=data.access_opens,
        access_closes=data.access_closes,
        building_id=data.building_id,
    )


async def at_building(tenant: TenantRequest, data: PlaceIn, field: str = "place") -> PlaceIn:
    """What was sent, at the building's entrance unless it says where; Invalid for no building."""
    if data.building_id is None:
        return data
    entrance = await _entrance(tenant, data.building_id, field)
    if (data.lat is not None and data.lon is not None) or data.text:
        return data
    return msgspec.structs.replace(data, lat=entrance.lat, lon=entrance.lon)


async def check_building(tenant: TenantRequest, patch: PlacePatch) -> None:
    """Raises Invalid when the patch names a building that is not there."""
    if isinstance(patch.building_id, UUID):
        await _entrance(tenant, patch.building_id, "place")


async def _entrance(tenant: TenantRequest, building_id: UUID, field: str) -> Point:
    point = await repository.find_entrance(tenant.session, tenant.tenant_id, building_id)
    if point is None:
        raise Invalid.one(f"{field}.buildingId", "There is no such building.")
    return point


def _meant(data: PlaceIn, most_m: int, field: str, area: ServiceArea) -> PlaceCandidate:
    if not data.text:
        raise Invalid.one(field, "Send lat and lon of the place, or text that describes it.")
    if (notice := answered(data.text, area).notice) is not None:
        raise Invalid.one(f"{field}.text", notice.text)
    candidate = single_candidate(data.text, most_m, area)
    if candidate is None:
        raise Invalid.one(
            f"{field}.text", "These words do not mean one place exactly; please ask for a pin."
        )
    return candidate


def _label_at(point: Point) -> str | None:
    community = community_at(point)
    return community.name_en if community else None


def patched(record: PlaceRecord, patch: PlacePatch, area: ServiceArea) -> NewPlace:
    """The place with the patch in it; a moved pin is precise and confirmed."""
    place = record.place
    point = place.details.point
    if patch.lat is not UNSET or patch.lon is not UNSET:
        lat = point.lat if patch.lat is UNSET else patch.lat
        lon = point.lon if patch.lon is UNSET else patch.lon
        point = point_at(lat, lon)
        check_served(point, area)
        place = replace(place, precision_m=PIN_PRECISION_M, source=PIN_SOURCE, confirmed=True)
    inner = sent(patch, ("label", "kind", "building", "unit", "entry_notes"))
    outer = sent(patch, ("access_opens", "access_closes", "confirmed", "building_id"))
    return replace(place, details=replace(place.details, point=point, **inner), **outer)


def sent(patch: msgspec.Struct, names: tuple[str, ...]) -> dict[str, Any]:
    """Those of the named fields that a body speaks of."""
    return {name: getattr(patch, name) for name in names if getattr(patch, name) is not UNSET}


async def get_place(tenant: TenantRequest, keyring: KeyRing, place_id: UUID) -> PlaceRecord:
    """The place, or NotFound."""
    record = await repository.find_place(tenant.session, keyring, tenant.tenant_id, place_id)
    if record is None:
        raise NotFound("place")
    return record
