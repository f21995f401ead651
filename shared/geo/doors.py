"""Between the parked car and the patient's door: minutes by kind of building.

A proposal until a tenant's own events say better (`shared.geo.learned`): villa 2 minutes, flat 6
(4 in low houses, 8 in towers; lifts of dwellings come every 40 to 80 s by design), office 8,
hotel 10. What the tenant has written down of one building goes before both.
"""

from dataclasses import dataclass

from shared.geo.place import Point

DOOR_S: dict[str, int] = {"villa": 120, "apartment": 360, "office": 480, "hotel": 600}


@dataclass(frozen=True, slots=True)
class Doorstep(Point):
    """A point with the way that is left after parking there: by kind, or as known in seconds."""

    kind: str | None = None
    door_s: int | None = None


def doorstep(at: Point, kind: str | None, door_s: int | None = None) -> Point:
    """A doorstep where anything is known of it, else the bare point."""
    if kind not in DOOR_S and door_s is None:
        return at
    return Doorstep(at.lat, at.lon, kind, door_s)
