"""Between the parked car and the patient's door: minutes by kind of building.

A proposal until a tenant's own events say better (`shared.geo.learned`): villa 2 minutes, compound
3, low house 4, tower 8 (lifts of dwellings come every 40 to 80 s by design), a flat in who knows
which house 6, office and hospital 8, hotel 10. What the tenant has written down of one building
goes before all that.
"""

from dataclasses import dataclass

from shared.geo.place import Point

DOOR_S: dict[str, int] = {
    "villa": 120,
    "compound": 180,
    "low-rise": 240,
    "apartment": 360,
    "tower": 480,
    "office": 480,
    "hospital": 480,
    "hotel": 600,
}


@dataclass(frozen=True, slots=True)
class Doorstep(Point):
    """A point with the way that is left after parking there: as known in seconds, as learned of
    the building (by its id), or by kind.
    """

    kind: str | None = None
    door_s: int | None = None
    building: str | None = None


def doorstep(
    at: Point, kind: str | None, door_s: int | None = None, building: str | None = None
) -> Point:
    """A doorstep where anything is known of it, else the bare point."""
    if kind not in DOOR_S and door_s is None and building is None:
        return at
    return Doorstep(at.lat, at.lon, kind, door_s, building)
