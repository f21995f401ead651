"""Which travel times a process works with, by what it was told."""

from zoneinfo import ZoneInfo

from shared.geo.engine import EngineTravelTimes, SpeedSets
from shared.geo.offline import OfflineTravelTimes
from shared.geo.osrm import OsrmEngine
from shared.geo.travel import TravelTimes

_DUBAI = ZoneInfo("Asia/Dubai")


def travel_times(osrm_urls: tuple[tuple[int, str], ...]) -> TravelTimes:
    """The offline model, or OSRM before it where there are addresses (by local hour).

    Sockets are opened with the first question, not here.
    """
    if not osrm_urls:
        return OfflineTravelTimes()
    return EngineTravelTimes(OsrmEngine(), SpeedSets(osrm_urls, _DUBAI))
