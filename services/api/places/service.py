"""Where a patient is: from a pin or words to a place inside the service area."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from msgspec import UNSET

from services.api.deps import TenantRequest
from services.api.places import repository
from services.api.places.record import (
    NewPlace,
    PlaceDetails,
    PlaceRecord,
    community_out,
    from_candidate,
)
from services.api.places.schemas import CandidateOut, PlaceIn, PlacePatch
from shared.crypto.keyring import KeyRing
from shared.domain.errors import Invalid, NotFound
from shared.geo.area import ServiceArea
from shared.geo.communities import community_at
from shared.geo.direct import needs_network, resolve
from shared.geo.place import PlaceCandidate, Point

PIN_PRECISION_M = 15
PIN_SOURCE = "pin"


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


def single_candidate(text: str, most_m: int) -> PlaceCandidate | None:
    """The one place that the words mean closely enough to drive to; None: ask for a pin."""
    found = resolve(text)
    close = [candidate for candidate in found if candidate.precision_m <= most_m]
    return close[0] if len(found) == 1 and close else None


def place_to_save(data: PlaceIn, area: ServiceArea, most_m: int, field: str = "place") -> NewPlace:
    """Raises Invalid when the words mean no single place, or the place is not served."""
    if data.lat is not None and data.lon is not None:
        point = point_at(data.lat, data.lon, field)
        precision = data.precision_m or PIN_PRECISION_M
        details = PlaceDetails(point, _label_at(point), text=data.text)
        place = NewPlace(details, precision, PIN_SOURCE, confirmed=precision <= most_m)
    else:
        place = from_candidate(_meant(data, most_m, field), data.text or "")
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
    )


def _meant(data: PlaceIn, most_m: int, field: str) -> PlaceCandidate:
    if not data.text:
        raise Invalid.one(field, "Send lat and lon of the place, or text that describes it.")
    if needs_network(data.text):
        raise Invalid.one(
            f"{field}.text", "A shortened link cannot be read here; open it and send the pin."
        )
    candidate = single_candidate(data.text, most_m)
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
    inner = _sent(patch, ("label", "kind", "building", "unit", "entry_notes"))
    outer = _sent(patch, ("access_opens", "access_closes", "confirmed"))
    return replace(place, details=replace(place.details, point=point, **inner), **outer)


def _sent(patch: PlacePatch, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(patch, name) for name in names if getattr(patch, name) is not UNSET}


async def search_places(
    tenant: TenantRequest, keyring: KeyRing, words: str, patient_id: UUID | None
) -> list[CandidateOut]:
    """The patient's own places first, then what the words mean in Dubai."""
    saved: list[CandidateOut] = []
    if patient_id is not None:
        records = await repository.list_places_of(
            tenant.session, keyring, tenant.tenant_id, [patient_id]
        )
        saved = [_saved_out(record) for record in records]
    return saved + [_candidate_out(candidate) for candidate in resolve(words)]


async def get_place(tenant: TenantRequest, keyring: KeyRing, place_id: UUID) -> PlaceRecord:
    """The place, or NotFound."""
    record = await repository.find_place(tenant.session, keyring, tenant.tenant_id, place_id)
    if record is None:
        raise NotFound("place")
    return record


def _saved_out(record: PlaceRecord) -> CandidateOut:
    details = record.place.details
    return CandidateOut(
        label=", ".join(filter(None, (details.label, details.building, details.unit))) or "Saved",
        lat=details.point.lat,
        lon=details.point.lon,
        precision_m=record.place.precision_m,
        source="saved",
        community=community_out(record.community_number),
        id=record.place_id,
    )


def _candidate_out(candidate: PlaceCandidate) -> CandidateOut:
    return CandidateOut(
        label=candidate.label,
        lat=candidate.point.lat,
        lon=candidate.point.lon,
        precision_m=candidate.precision_m,
        source=candidate.source,
        community=community_out(candidate.community_number),
    )
