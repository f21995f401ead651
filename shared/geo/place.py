"""Where something is: a point on the globe, and a guess at a place with how sure it is."""

import math
from dataclasses import dataclass

# Whoever meant (55.27, 25.20) wrote longitude first: around Dubai latitudes are 22 to 27 and
# longitudes 51 to 57, so the two ranges never meet and the slip can be named with certainty.
_GULF_LATITUDES = (22.0, 27.0)
_GULF_LONGITUDES = (51.0, 57.0)
_EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Point:
    """WGS84 degrees, latitude first.

    Raises `ValueError` for what is no place on earth, and for latitude and longitude swapped.
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        for name, degrees, limit in (("lat", self.lat, 90.0), ("lon", self.lon, 180.0)):
            if not math.isfinite(degrees):
                raise ValueError(f"{name} is {degrees}: it must be a number of degrees")
            if abs(degrees) > limit:
                raise ValueError(f"{name} is {degrees}: it must lie between -{limit} and {limit}")
        if looks_swapped(self.lat, self.lon):
            raise ValueError(
                f"lat {self.lat} and lon {self.lon} look swapped: "
                f"in the Emirates latitude is about 25 and longitude about 55"
            )

    def distance_m(self, other: "Point") -> float:
        """Metres over the sphere (mean radius), within 0.5 % of the ellipsoid."""
        lat_a, lat_b = math.radians(self.lat), math.radians(other.lat)
        half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(other.lon - self.lon) / 2
        chord = (
            math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
        )
        return 2 * _EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


def looks_swapped(lat: float, lon: float) -> bool:
    """Whether the pair is a place in the Emirates if, and only if, it is read the other way."""
    return _within(lat, _GULF_LONGITUDES) and _within(lon, _GULF_LATITUDES)


def _within(degrees: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= degrees <= bounds[1]


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """One answer to "where is that?".

    `precision_m`: the true door is within about this many metres of `point`; above 300 m somebody
    confirms (DESIGN 7). `source` names the file, layer or notation the point was taken from.
    Community fields are None where the point lies in no official community (sea, outside Dubai).
    `confidence` is 1 for a direct form or an exact name, less for a loose spelling. `kind` is the
    gazetteer's word (community, metro, mall ...) and `key` the stable name of its row, by which a
    tenant corrects it. `confirm`: read it back to the caller. `ambiguous_with` names the emirates
    that have a place of the same name, so that nobody drives to the wrong one unasked.
    """

    label: str
    point: Point
    precision_m: int
    source: str
    community_number: int | None
    community_name: str | None
    confidence: float = 1.0
    kind: str | None = None
    key: str | None = None
    confirm: bool = False
    ambiguous_with: str | None = None

    def __post_init__(self) -> None:
        if not self.label:
            raise ValueError("label is empty: a candidate must say what it is")
        if self.precision_m <= 0:
            raise ValueError(f"precision_m is {self.precision_m}: it must be at least 1 metre")
        if not 0 < self.confidence <= 1:
            raise ValueError(f"confidence is {self.confidence}: it must be above 0 and at most 1")
