"""A saved place as the services know it: opened, with what the database keeps beside it."""

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from services.api.places.schemas import ArrivalOut, CommunityOut, PlaceOut
from shared.domain.building import GatePass
from shared.geo.area import remoteness
from shared.geo.communities import communities_by_number, community_at
from shared.geo.place import PlaceCandidate, Point


@dataclass(frozen=True, slots=True)
class PlaceDetails:
    """What is sealed: where somebody lives."""

    point: Point
    label: str | None = None
    kind: str | None = None
    building: str | None = None
    unit: str | None = None
    entry_notes: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place that is inside the service area and ready to be saved."""

    details: PlaceDetails
    precision_m: int
    source: str
    confirmed: bool = False
    access_opens: time | None = None
    access_closes: time | None = None
    building_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a place has from its building, unless it says otherwise itself."""

    name: str
    entrance: Point
    entrance_note: str | None
    parking: str | None
    access_opens: time | None
    access_closes: time | None
    gate_pass: GatePass
    door_minutes: int | None


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A row of `place`, opened."""

    place_id: UUID
    patient_id: UUID | None
    place: NewPlace
    community_number: int | None
    version: int
    building: Inherited | None = None


def community_number(point: Point) -> int | None:
    """The number of the community around a point, if any."""
    community = community_at(point)
    return community.number if community else None


def community_out(number: int | None) -> CommunityOut | None:
    """A community on the wire."""
    community = communities_by_number().get(number) if number is not None else None
    if community is None:
        return None
    names = {"en": community.name_en, "ar": community.name_ar}
    return CommunityOut(community.number, community.name_en, names)


def place_out(record: PlaceRecord) -> PlaceOut:
    """A saved place on the wire."""
    place, details = record.place, record.place.details
    return PlaceOut(
        id=record.place_id,
        lat=details.point.lat,
        lon=details.point.lon,
        precision_m=place.precision_m,
        label=details.label,
        kind=details.kind,
        building=details.building,
        unit=details.unit,
        entry_notes=details.entry_notes,
        community=community_out(record.community_number),
        confirmed=place.confirmed,
        access_opens=place.access_opens,
        access_closes=place.access_closes,
        version=record.version,
        building_id=place.building_id,
        remote=remoteness(record.community_number),
        arrival=arrival_of(record),
    )


def entrance_of(record: PlaceRecord) -> Point:
    """Where one drives to: the building's entrance, else the place's own point."""
    return record.place.details.point if record.building is None else record.building.entrance


def arrival_of(record: PlaceRecord) -> ArrivalOut:
    """Where one walks in and what holds there."""
    place, building = record.place, record.building
    if building is None:
        return ArrivalOut(
            place.details.point.lat,
            place.details.point.lon,
            access_opens=place.access_opens,
            access_closes=place.access_closes,
        )
    own_hours = place.access_opens is not None or place.access_closes is not None
    hours = place if own_hours else building
    return ArrivalOut(
        building.entrance.lat,
        building.entrance.lon,
        building.name,
        building.entrance_note,
        building.parking,
        hours.access_opens,
        hours.access_closes,
        building.gate_pass,
        building.door_minutes,
    )


def from_candidate(candidate: PlaceCandidate, text: str) -> NewPlace:
    """What the gazetteer or a direct form answered, as a place to save."""
    details = PlaceDetails(candidate.point, label=candidate.label, text=text)
    return NewPlace(details, candidate.precision_m, candidate.source)
