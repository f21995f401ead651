"""A saved place as the services know it: opened, with what the database keeps beside it."""

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from services.api.places.schemas import CommunityOut, PlaceOut
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


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A row of `place`, opened."""

    place_id: UUID
    patient_id: UUID | None
    place: NewPlace
    community_number: int | None
    version: int


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
    )


def from_candidate(candidate: PlaceCandidate, text: str) -> NewPlace:
    """What the gazetteer or a direct form answered, as a place to save."""
    details = PlaceDetails(candidate.point, label=candidate.label, text=text)
    return NewPlace(details, candidate.precision_m, candidate.source)
