"""Between the parked car and the patient's door: minutes by kind of building.

A proposal until a tenant's own events say better (`shared.geo.learned`): villa 2 minutes, flat 6
(4 in low houses, 8 in towers; lifts of dwellings come every 40 to 80 s by design), office 8,
hotel 10.
"""

from dataclasses import dataclass

from shared.geo.place import Point

DOOR_S: dict[str, int] = {"villa": 120, "apartment": 360, "office": 480, "hotel": 600}


@dataclass(frozen=True, slots=True)
class Doorstep(Point):
    """A point with the kind of building that somebody must get through after parking there."""

    kind: str = ""


def place_point(lat: float, lon: float, kind: str | None) -> Point:
    """A doorstep where the kind is known, else the bare point."""
    return Doorstep(lat, lon, kind) if kind in DOOR_S else Point(lat, lon)


def kind_of(point: Point) -> str | None:
    """The kind of building, if that is known."""
    return point.kind if isinstance(point, Doorstep) else None
