"""Travel times without a road engine: free flow by the model, times the hour's traffic.

Leaving one zone out, free flow errs by 7.7 % against OSRM, and by 14.6 % under 5 km, where the
usual "1.35 x at 50 km/h" errs by 27 % and 32 % (`python -m shared.geo.evaluate`). Its error in
traffic is unknown: nobody publishes observed trips. `shared.geo.learned` measures it in operation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from shared.domain.calendar import Calendar
from shared.geo.areas import in_core
from shared.geo.free_flow import Floats, dubai_free_flow, straight_km
from shared.geo.place import Point
from shared.geo.traffic import DUBAI_TRAFFIC, TrafficProfile
from shared.geo.travel import ORDINARY, DepartureBands, TravelMatrix, without_overtaking

_MOTORWAY_KM, _OVER_KM = 15.0, 5.0


@dataclass(frozen=True, slots=True)
class OfflineTravelTimes:
    """Estimates for anywhere; deterministic, and pure given the profile."""

    profile: TrafficProfile = DUBAI_TRAFFIC

    async def matrix(
        self, points: Sequence[Point], departures: DepartureBands, calendar: Calendar = ORDINARY
    ) -> TravelMatrix:
        """All legs among `points`; zero from a place to itself."""
        return self.estimate(points, points, departures, calendar)

    async def between(
        self,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        departures: DepartureBands,
        calendar: Calendar = ORDINARY,
    ) -> TravelMatrix:
        """Legs from each origin to each destination."""
        return self.estimate(origins, destinations, departures, calendar)

    def estimate(
        self,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        departures: DepartureBands,
        calendar: Calendar = ORDINARY,
    ) -> TravelMatrix:
        """The same without waiting: nothing here does I/O."""
        free_flow_s = _degrees_minutes(origins, destinations) * 60
        seconds = in_traffic(
            self.profile, free_flow_s, (origins, destinations), departures, calendar
        )
        return TravelMatrix(seconds, departures, estimated=True)

    def leg(
        self,
        origin: Point,
        destination: Point,
        departure: datetime,
        calendar: Calendar = ORDINARY,
    ) -> int:
        """Whole seconds of one leg that leaves at `departure` (aware)."""
        free_flow_s = _degrees_minutes((origin,), (destination,)) * 60
        delay = self.profile.delay_at(departure, calendar)
        in_town = self.profile.delay_at(departure, calendar, core=True)
        slower = 1 + delay + (in_town - delay) * _in_town((origin,), (destination,))
        return int(_whole_seconds(free_flow_s * slower)[0, 0])


def in_traffic(
    profile: TrafficProfile,
    free_flow_s: Floats,
    ends: tuple[Sequence[Point], Sequence[Point]],
    departures: DepartureBands,
    calendar: Calendar,
) -> NDArray[np.int32]:
    """Whole seconds by band from free flow, without overtaking."""
    starts = departures.starts
    slower = 1 + np.array([profile.delay_at(start, calendar) for start in starts])
    in_town = 1 + np.array([profile.delay_at(start, calendar, core=True) for start in starts])
    town = _in_town(*ends)
    seconds = np.empty((len(starts), *free_flow_s.shape), dtype=np.int32)
    for band in range(len(starts)):
        factor = slower[band] + (in_town[band] - slower[band]) * town
        seconds[band] = _whole_seconds(free_flow_s * factor)
    return without_overtaking(seconds, departures)


def _in_town(origins: Sequence[Point], destinations: Sequence[Point]) -> Floats:
    """How much of a leg is driven in the congested core: none, or all of a short one within it.

    From ten kilometres on the motorways take over, at fifteen all of it.
    """
    within = in_core(origins)[:, None] & in_core(destinations)[None, :]
    km = straight_km(degrees(origins), degrees(destinations))
    return np.where(within, np.clip((_MOTORWAY_KM - km) / _OVER_KM, 0.0, 1.0), 0.0)


def degrees(points: Sequence[Point]) -> Floats:
    """Rows of (lat, lon)."""
    return np.array([(one.lat, one.lon) for one in points], dtype=np.float64).reshape(-1, 2)


def _degrees_minutes(origins: Sequence[Point], destinations: Sequence[Point]) -> Floats:
    return dubai_free_flow().minutes(degrees(origins), degrees(destinations))


def _whole_seconds(seconds: Floats) -> NDArray[np.int32]:
    # Rounded up: a plan that holds with these holds with the unrounded ones.
    return np.ceil(seconds).astype(np.int32)
