"""Travel times without a road engine: a curve over the straight line, times the hour's traffic.

Free flow: t = 0.95 + 0.56 v + 2.86 sqrt(v) minutes over v kilometres, fitted (relative least
squares) to 380 OSRM legs between 20 zones; leaving one zone out its mean absolute error is 10.5 %.
A curve, since short trips are the more winding ones: the usual "1.35 x at 50 km/h" errs by 27 %.
Under 5 km it errs by 18 %, and in traffic its error is unknown: nobody publishes observed trips.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from shared.geo.place import Point
from shared.geo.traffic import DUBAI_TRAFFIC, TrafficProfile
from shared.geo.travel import DepartureBands, TravelMatrix, without_overtaking

BASE_MIN = 0.95
MIN_PER_KM = 0.56
MIN_PER_ROOT_KM = 2.86
# Within a metre it is the same door, and there is no drive; 5 decimals of a degree are a metre.
SAME_PLACE_KM = 0.001
_EARTH_RADIUS_KM = 6371.0088
# Palm Jumeirah hangs on one road: every leg to or from it passes the foot of the trunk.
_PALM_CENTRE, _PALM_RADIUS_DEG = Point(25.119, 55.132), 0.028
_PALM_TRUNK = Point(25.0985, 55.1535)


@dataclass(frozen=True, slots=True)
class OfflineTravelTimes:
    """Estimates for anywhere; deterministic, and pure given the profile."""

    profile: TrafficProfile = DUBAI_TRAFFIC

    async def matrix(self, points: Sequence[Point], departures: DepartureBands) -> TravelMatrix:
        """All legs among `points`; zero from a place to itself."""
        return self.estimate(points, points, departures)

    async def between(
        self, origins: Sequence[Point], destinations: Sequence[Point], departures: DepartureBands
    ) -> TravelMatrix:
        """Legs from each origin to each destination."""
        return self.estimate(origins, destinations, departures)

    def estimate(
        self, origins: Sequence[Point], destinations: Sequence[Point], departures: DepartureBands
    ) -> TravelMatrix:
        """The same without waiting: nothing here does I/O."""
        free_flow_s = free_flow_minutes(via_km(origins, destinations)) * 60
        slower = 1 + np.array([self.profile.delay_at(start) for start in departures.starts])
        seconds = _whole_seconds(slower[:, None, None] * free_flow_s[None, :, :])
        return TravelMatrix(without_overtaking(seconds, departures), departures, estimated=True)

    def leg(self, origin: Point, destination: Point, departure: datetime) -> int:
        """Whole seconds of one leg that leaves at `departure` (aware)."""
        free_flow_s = free_flow_minutes(via_km((origin,), (destination,))) * 60
        return int(_whole_seconds(free_flow_s * (1 + self.profile.delay_at(departure)))[0, 0])


def free_flow_minutes(km: NDArray[np.float64]) -> NDArray[np.float64]:
    """Minutes on empty roads over straight-line kilometres; zero within a metre."""
    minutes = BASE_MIN + MIN_PER_KM * km + MIN_PER_ROOT_KM * np.sqrt(km)
    return np.where(km < SAME_PLACE_KM, 0.0, minutes)


def via_km(origins: Sequence[Point], destinations: Sequence[Point]) -> NDArray[np.float64]:
    """Straight-line kilometres origins x destinations, over the trunk to and from the Palm."""
    straight = _straight_km(origins, destinations)
    from_palm, to_palm = _on_palm(origins), _on_palm(destinations)
    to_trunk = _straight_km(origins, (_PALM_TRUNK,))
    from_trunk = _straight_km((_PALM_TRUNK,), destinations)
    return np.where(from_palm[:, None] != to_palm[None, :], to_trunk + from_trunk, straight)


def _straight_km(origins: Sequence[Point], destinations: Sequence[Point]) -> NDArray[np.float64]:
    lat_a, lon_a = _radians(origins)
    lat_b, lon_b = _radians(destinations)
    half_lat = (lat_b[None, :] - lat_a[:, None]) / 2
    half_lon = (lon_b[None, :] - lon_a[:, None]) / 2
    chord = (
        np.sin(half_lat) ** 2
        + np.cos(lat_a)[:, None] * np.cos(lat_b)[None, :] * np.sin(half_lon) ** 2
    )
    km: NDArray[np.float64] = 2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return km


def _on_palm(points: Sequence[Point]) -> NDArray[np.bool_]:
    return np.array(
        [
            (point.lat - _PALM_CENTRE.lat) ** 2 + (point.lon - _PALM_CENTRE.lon) ** 2
            < _PALM_RADIUS_DEG**2
            and point.lat > 25.097
            and point.lon < 55.155
            for point in points
        ],
        dtype=np.bool_,
    )


def _radians(points: Sequence[Point]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    degrees = np.array([(point.lat, point.lon) for point in points], dtype=np.float64)
    lat_lon = np.radians(degrees.reshape(-1, 2))
    return lat_lon[:, 0], lat_lon[:, 1]


def _whole_seconds(seconds: NDArray[np.float64]) -> NDArray[np.int32]:
    # Rounded up: a plan that holds with these holds with the unrounded ones.
    return np.ceil(seconds).astype(np.int32)
