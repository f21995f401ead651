"""OSRM over HTTP: the `table` service of `osrm-routed` (OSRM 5 and 6, profile car).

Road data (c) OpenStreetMap contributors, ODbL: whoever shows what it says must say so.
"""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import httpx
import numpy as np

from shared.geo.engine import EngineAway, Seconds
from shared.geo.pair_store import DECIMALS
from shared.geo.place import Point

_TIMEOUT_S = 4.0


class OsrmEngine:
    """One connection pool; `close` it at the end."""

    def __init__(self, client: httpx.AsyncClient | None = None) -> None:
        self._client = client or httpx.AsyncClient(timeout=_TIMEOUT_S, trust_env=False)

    async def table(self, url: str, origins: Sequence[Point], to: Sequence[Point]) -> Seconds:
        """Durations in seconds; NaN where a point has no way to the other."""
        places = ";".join(_coordinate(point) for point in (*origins, *to))
        asked = {
            "annotations": "duration",
            "sources": _indices(0, len(origins)),
            "destinations": _indices(len(origins), len(to)),
        }
        query = "&".join(f"{key}={value}" for key, value in asked.items())
        try:
            answer = await self._client.get(f"{url}/table/v1/driving/{places}?{query}")
            return _durations(answer.json(), (len(origins), len(to)))
        except (httpx.HTTPError, ValueError) as error:
            raise EngineAway(f"OSRM at {url}: {type(error).__name__} {error}".strip()) from error

    async def close(self) -> None:
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


def _coordinate(point: Point) -> str:
    return f"{round(point.lon, DECIMALS)},{round(point.lat, DECIMALS)}"


def _indices(first: int, count: int) -> str:
    return ";".join(map(str, range(first, first + count)))


def _durations(said: Any, shape: tuple[int, int]) -> Seconds:
    """The table of an answer; `ValueError` when it is none, or cannot be true."""
    if not isinstance(said, dict) or said.get("code") != "Ok":
        code = said.get("code") if isinstance(said, dict) else type(said).__name__
        raise ValueError(f"answered {code}")
    rows = said.get("durations")
    try:
        seconds = np.array(
            [[np.nan if cell is None else cell for cell in row] for row in rows or ()],
            dtype=np.float64,
        ).reshape(shape)
    except (TypeError, ValueError) as error:
        raise ValueError(f"durations is no table of {shape[0]} x {shape[1]} numbers") from error
    if np.any(seconds < 0) or np.any(np.isinf(seconds)):
        raise ValueError("durations holds a time that cannot be")
    return seconds
