"""Travel times from a road engine, with the offline model wherever the engine has no answer.

An engine that is missing, slow or has holes never stops anybody: what it did not say is filled in
and the matrix is marked as an estimate. After a failure the engine is left alone for a while and
then asked again, so the way back needs nobody.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np
import structlog
from numpy.typing import NDArray

from shared.domain.calendar import Calendar
from shared.domain.errors import Unavailable
from shared.geo.offline import OfflineTravelTimes, in_traffic
from shared.geo.pair_store import PairStore
from shared.geo.place import Point
from shared.geo.travel import ORDINARY, DepartureBands, TravelMatrix, without_overtaking

Seconds = NDArray[np.float64]

_log = structlog.get_logger()


class EngineAway(Unavailable):
    """The engine did not answer, or not what was asked; the message says what."""


class RoadEngine(Protocol):
    """Whoever computes a table over a road network."""

    async def table(self, url: str, origins: Sequence[Point], to: Sequence[Point]) -> Seconds:
        """Seconds origins x destinations; NaN where there is no way. Raises `EngineAway`."""
        ...


@dataclass(frozen=True, slots=True)
class SpeedSets:
    """Which address answers from which local hour on.

    One address says what empty roads take, and the hour's traffic is laid over it. Several are
    datasets with the speeds of their hours in them, and are taken at their word.
    """

    by_hour: tuple[tuple[int, str], ...]
    zone: ZoneInfo

    def __post_init__(self) -> None:
        hours = [hour for hour, _ in self.by_hour]
        if not hours or hours[0] != 0 or hours != sorted(set(hours)) or hours[-1] > 23:
            raise ValueError("speed sets must begin at hour 0 and come in order, up to 23")

    @property
    def has_traffic(self) -> bool:
        return len(self.by_hour) > 1

    def url_at(self, hour: int) -> str:
        """The dataset that holds at that local hour."""
        return [url for since, url in self.by_hour if since <= hour][-1]


@dataclass(slots=True)
class Breaker:
    """Open for `rest_s` after a failure; then one try decides."""

    rest_s: float
    clock: Callable[[], float] = monotonic
    _open_until: float = float("-inf")

    @property
    def is_open(self) -> bool:
        return self.clock() < self._open_until

    def failed(self) -> None:
        self._open_until = self.clock() + self.rest_s


class EngineTravelTimes:
    """The port over an engine; `deadline_s` is for one whole matrix."""

    def __init__(
        self,
        engine: RoadEngine,
        sets: SpeedSets,
        offline: OfflineTravelTimes | None = None,
        *,
        deadline_s: float = 8.0,
        breaker: Breaker | None = None,
    ) -> None:
        self._engine = engine
        self._sets = sets
        self._offline = offline or OfflineTravelTimes()
        self._deadline_s = deadline_s
        self._breakers = {url: breaker or Breaker(15.0) for _, url in sets.by_hour}
        self._stores = {url: PairStore() for _, url in sets.by_hour}

    async def matrix(
        self, points: Sequence[Point], departures: DepartureBands, calendar: Calendar = ORDINARY
    ) -> TravelMatrix:
        """All legs among `points`, in their order."""
        return await self.between(points, points, departures, calendar)

    async def between(
        self,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        departures: DepartureBands,
        calendar: Calendar = ORDINARY,
    ) -> TravelMatrix:
        """Legs from each origin to each destination."""
        urls = [
            self._sets.url_at(start.astimezone(self._sets.zone).hour) for start in departures.starts
        ]
        tables: dict[str, Seconds] = {}
        complete = True
        for url in dict.fromkeys(urls):
            tables[url], answered = await self._table(url, origins, destinations)
            complete = complete and answered
        model = self._offline.estimate(origins, destinations, departures, calendar)
        seconds = self._with_traffic(tables, urls, (origins, destinations), departures, calendar)
        holes = np.isnan(seconds)
        whole = np.where(holes, model.seconds, np.ceil(np.where(holes, 0, seconds)))
        return TravelMatrix(
            without_overtaking(whole.astype(np.int32), departures),
            departures,
            estimated=bool(holes.any()),
            provisional=not complete,
        )

    def _with_traffic(
        self,
        tables: dict[str, Seconds],
        urls: Sequence[str],
        ends: tuple[Sequence[Point], Sequence[Point]],
        departures: DepartureBands,
        calendar: Calendar,
    ) -> Seconds:
        if self._sets.has_traffic:
            return np.stack([tables[url] for url in urls])
        table = tables[urls[0]]
        known = np.where(np.isnan(table), 0.0, table)
        slower = in_traffic(self._offline.profile, known, ends, departures, calendar)
        return np.where(np.isnan(table)[None, :, :], np.nan, slower)

    async def _table(
        self, url: str, origins: Sequence[Point], to: Sequence[Point]
    ) -> tuple[Seconds, bool]:
        """What is known by now, NaN where nothing is; and whether the engine said all it could."""
        store, breaker = self._stores[url], self._breakers[url]
        missing = store.missing(origins, to)
        if missing is not None and not breaker.is_open:
            rows, columns = missing
            try:
                async with asyncio.timeout(self._deadline_s):
                    await self._ask(
                        url, [origins[i] for i in rows], [to[j] for j in columns], store
                    )
            except (EngineAway, TimeoutError) as away:
                _log.warning("road_engine_away", kind=type(away).__name__, why=str(away))
                breaker.failed()
            missing = store.missing(origins, to)
        return store.seconds(origins, to), missing is None

    async def _ask(
        self, url: str, origins: Sequence[Point], to: Sequence[Point], store: PairStore
    ) -> None:
        """Block by block, so that what was answered is kept whatever happens next."""
        for i in range(0, len(origins), BLOCK):
            for j in range(0, len(to), BLOCK):
                rows, columns = origins[i : i + BLOCK], to[j : j + BLOCK]
                store.put(rows, columns, await self._engine.table(url, rows, columns))


# Two blocks of points stay within an engine's default of a hundred coordinates a table.
BLOCK = 50
