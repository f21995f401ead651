"""The kept travel times of a horizon."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from shared.db.live.travel import Span, TravelCache
from shared.geo.offline import OfflineTravelTimes
from shared.geo.place import Point
from shared.routing.travel import Travel
from shared.routing.travel_table import table_of

_ZONE = ZoneInfo("Asia/Dubai")
_OPENS = datetime(2026, 11, 23, 2, tzinfo=UTC)
_SPAN = Span(_OPENS, _OPENS, _OPENS + timedelta(hours=6))
_WHOSE = (UUID(int=1), date(2026, 11, 23))
_HOME, _PATIENT, _NEW = Point(25.08, 55.14), Point(25.186, 55.27), Point(25.27, 55.32)


async def _known(cache: TravelCache, *points: Point) -> tuple[tuple[Point, ...], Travel]:
    places, travel, _ = await cache.between(_WHOSE, points, _SPAN, _ZONE)
    return places, travel


async def test_the_array_that_is_kept_says_what_the_travel_times_say() -> None:
    """When the matrix is made, and again when a place comes to it; by the hour, leg by leg."""
    cache = TravelCache(OfflineTravelTimes())
    for points in ((_HOME, _PATIENT), (_HOME, _PATIENT, _NEW)):
        _, travel = await _known(cache, *points)
        assert len(travel.bands) > 5
        assert travel.locations == len(points)
        assert np.array_equal(table_of(travel), [band.travel_s for band in travel.bands])


async def test_a_place_that_comes_later_has_the_ways_it_would_have_had_at_once() -> None:
    """Only its legs are asked for; every leg is as if all had been asked for together."""
    cache = TravelCache(OfflineTravelTimes())
    _, before = await _known(cache, _HOME, _PATIENT)
    places, grown = await _known(cache, _HOME, _PATIENT, _NEW)
    fresh_places, fresh = await _known(TravelCache(OfflineTravelTimes()), _HOME, _PATIENT, _NEW)
    assert places == fresh_places
    assert grown == fresh
    assert (await _known(cache, _PATIENT, _HOME))[1] is grown
    assert before.locations == 2
