"""WGS84 to and from Universal Transverse Mercator, good to a millimetre within a zone.

Krüger's series in the third flattening n, to n^3: L. Krüger 1912, as in C. Karney, "Transverse
Mercator with an accuracy of a few nanometers", J. Geodesy 85 (2011). Northern hemisphere only:
nobody serves the Emirates from the south.
"""

import math
from dataclasses import dataclass

from shared.geo.place import Point

_SEMI_MAJOR_M = 6_378_137.0
_N = (1 / 298.257223563) / (2 - 1 / 298.257223563)
_SCALE = 0.9996
_FALSE_EASTING_M = 500_000.0
_RECTIFYING_M = _SCALE * _SEMI_MAJOR_M / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
# Conformal sphere to ellipsoid and back, and the projection's two directions.
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16,
    13 * _N**2 / 48 - 3 * _N**3 / 5,
    61 * _N**3 / 240,
)
_BETA = (_N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96, _N**2 / 48 + _N**3 / 15, 17 * _N**3 / 480)
_DELTA = (
    2 * _N - 2 * _N**2 / 3 - 2 * _N**3,
    7 * _N**2 / 3 - 8 * _N**3 / 5,
    56 * _N**3 / 15,
)


@dataclass(frozen=True, slots=True)
class Grid:
    """Metres east (with UTM's false 500 km) and north of the equator in a zone, 1 to 60."""

    zone: int
    easting_m: float
    northing_m: float

    def __post_init__(self) -> None:
        if not 1 <= self.zone <= 60:
            raise ValueError(f"zone is {self.zone}: UTM has zones 1 to 60")
        if not 100_000 <= self.easting_m <= 900_000:
            raise ValueError(f"easting_m is {self.easting_m}: it must be 100,000 to 900,000")
        if not 0 <= self.northing_m <= 9_400_000:
            raise ValueError(f"northing_m is {self.northing_m}: it must be 0 to 9,400,000")


def from_grid(grid: Grid) -> Point:
    """The point under a grid reference."""
    xi = grid.northing_m / _RECTIFYING_M
    eta = (grid.easting_m - _FALSE_EASTING_M) / _RECTIFYING_M
    xi_sphere, eta_sphere = xi, eta
    for j, beta in enumerate(_BETA, start=1):
        xi_sphere -= beta * math.sin(2 * j * xi) * math.cosh(2 * j * eta)
        eta_sphere -= beta * math.cos(2 * j * xi) * math.sinh(2 * j * eta)
    conformal = math.asin(math.sin(xi_sphere) / math.cosh(eta_sphere))
    latitude = conformal + sum(
        delta * math.sin(2 * j * conformal) for j, delta in enumerate(_DELTA, start=1)
    )
    longitude = math.atan2(math.sinh(eta_sphere), math.cos(xi_sphere))
    return Point(math.degrees(latitude), math.degrees(longitude) + _central_meridian(grid.zone))


def to_grid(point: Point, zone: int) -> Grid:
    """The grid reference of a point, in the zone asked for."""
    latitude = math.radians(point.lat)
    longitude = math.radians(point.lon - _central_meridian(zone))
    root = 2 * math.sqrt(_N) / (1 + _N)
    tangent = math.sinh(
        math.atanh(math.sin(latitude)) - root * math.atanh(root * math.sin(latitude))
    )
    xi_sphere = math.atan2(tangent, math.cos(longitude))
    eta_sphere = math.asinh(math.sin(longitude) / math.hypot(tangent, math.cos(longitude)))
    xi, eta = xi_sphere, eta_sphere
    for j, alpha in enumerate(_ALPHA, start=1):
        xi += alpha * math.sin(2 * j * xi_sphere) * math.cosh(2 * j * eta_sphere)
        eta += alpha * math.cos(2 * j * xi_sphere) * math.sinh(2 * j * eta_sphere)
    return Grid(zone, _FALSE_EASTING_M + _RECTIFYING_M * eta, _RECTIFYING_M * xi)


def _central_meridian(zone: int) -> float:
    return zone * 6 - 183.0
