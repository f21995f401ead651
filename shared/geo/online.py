"""An online geocoder behind the port: asked rarely, briefly, and never believed unseen.

Only where the tenant allows it, since what callers say about their homes then leaves the country.
The wait is bounded, a provider that fails is left alone for a while, and an answer counts only if
it lies inside the area. Nothing is written anywhere: what is remembered, is so in this process.
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from geopy.exc import GeopyError
from geopy.geocoders import GoogleV3, Nominatim
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from shared.geo.area import DUBAI, ServiceArea
from shared.geo.communities import community_at
from shared.geo.geocoder import Geocoders
from shared.geo.http_adapter import HttpxAdapter
from shared.geo.place import PlaceCandidate, Point

WAIT_S = 2.0
# A provider that failed is not asked again before this.
PAUSE_S = 30.0
_REMEMBERED = 500
_LONGEST_QUERY = 200
_CONFIDENCE = 0.7
_UNSURE_M = 1_000
# South-west and north-east of Dubai with Hatta and the islands, as geopy takes boxes.
_BOX = ((24.6, 54.85), (25.45, 56.25))
# What a lying or broken provider makes geopy's parsers raise, beside geopy's own errors.
_LIES = (
    *(GeopyError, KeyError, IndexError, TypeError, ValueError, AttributeError, OSError),
    RecursionError,
)
# More questions than this wait for nobody: their callers hold a database connection.
_AT_ONCE = 2
_MOST = 8
_LOOK_AGAIN_S = 0.1


@dataclass(frozen=True, slots=True)
class Provider:
    """A geopy geocoder with its terms.

    `interval_s`: at most one question in that time; `remember_s`: how long an answer may be kept
    in memory; `asked` are its own parameters; `precision_of` reads its answer's raw form.
    """

    source: str
    geocoder: Geocoder
    precision_of: Callable[[Mapping[str, Any]], int]
    asked: dict[str, Any] = field(default_factory=dict)
    interval_s: float = 0.0
    remember_s: float = 0.0


def nominatim(user_agent: str, address: str = "https://nominatim.openstreetmap.org") -> Provider:
    """OpenStreetMap's. The public server allows one question a second for the whole application,
    asks to cache, and forbids asking while somebody types.
    """
    scheme, _, domain = address.rstrip("/").partition("://")
    asked = {"country_codes": "ae", "viewbox": _BOX, "bounded": True}
    geocoder = Nominatim(
        user_agent=user_agent, domain=domain, scheme=scheme, adapter_factory=HttpxAdapter
    )
    return Provider(
        "OpenStreetMap (Nominatim)", geocoder, _osm_precision_m, asked, 1.0, remember_s=86_400
    )


def google(api_key: str, address: str = "https://maps.googleapis.com") -> Provider:
    """Google's. Its terms forbid storing what it answers: remembered for a minute, in memory."""
    scheme, _, domain = address.rstrip("/").partition("://")
    asked = {"region": "ae", "components": {"country": "AE"}, "bounds": _BOX}
    geocoder = GoogleV3(api_key=api_key, domain=domain, scheme=scheme, adapter_factory=HttpxAdapter)
    return Provider("Google", geocoder, _google_precision_m, asked, 0.02, remember_s=60)


class OnlineGeocoders:
    """One provider behind the port `Geocoders`. One object a process: it holds the rate."""

    def __init__(
        self,
        provider: Provider,
        area: ServiceArea = DUBAI,
        wait_s: float = WAIT_S,
        pause_s: float = PAUSE_S,
        slot_free: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        """`slot_free` takes a slot that all processes share, and says whether it was free."""
        self._provider = provider
        self._area = area
        self._wait_s = wait_s
        self._pause_s = pause_s
        self._slot_free = slot_free
        self._next_at = 0.0
        self._under_way = 0
        self._remembered: OrderedDict[str, tuple[float, tuple[PlaceCandidate, ...]]] = OrderedDict()

    async def find(self, query: str, limit: int = 8) -> tuple[PlaceCandidate, ...]:
        """What the provider knows inside the area; empty when it is away, slow, silent or lies."""
        words = " ".join(query.split())[:_LONGEST_QUERY]
        now = time.monotonic()
        kept = self._remembered.get(words.casefold())
        if kept is not None and kept[0] > now:
            return kept[1][:limit]
        starts_in = max(0.0, self._next_at - now)
        busy = starts_in >= self._wait_s or self._under_way >= _AT_ONCE
        if not words or limit < 1 or busy:
            return ()
        # Taken before waiting, so that two questions never share a slot.
        self._next_at = now + starts_in + self._provider.interval_s
        self._under_way += 1
        try:
            found = await self._asked_in_time(words, starts_in)
        finally:
            self._under_way -= 1
        return found[:limit]

    async def _asked_in_time(self, words: str, starts_in: float) -> tuple[PlaceCandidate, ...]:
        ends_at = asyncio.get_running_loop().time() + self._wait_s
        try:
            async with asyncio.timeout_at(ends_at):
                await asyncio.sleep(starts_in)
                while self._slot_free is not None and not await self._slot_free():  # noqa: ASYNC110 - another process frees it
                    await asyncio.sleep(_LOOK_AGAIN_S)
        except TimeoutError:
            return ()  # others are asking: no fault of the provider's
        try:
            async with asyncio.timeout_at(ends_at):
                found = self._believed(await self._ask(words))
        except (*_LIES, TimeoutError):
            self._next_at = time.monotonic() + self._pause_s
            return ()
        self._remember(words, found)
        return found

    async def _ask(self, words: str) -> list[Location]:
        more = {"limit": _MOST} if isinstance(self._provider.geocoder, Nominatim) else {}
        answer = self._provider.geocoder.geocode(
            words, exactly_one=False, timeout=self._wait_s, **self._provider.asked, **more
        )
        found = await answer if isinstance(answer, Awaitable) else answer
        return list(found or ())

    def _believed(self, found: list[Location]) -> tuple[PlaceCandidate, ...]:
        candidates = (self._candidate(location) for location in found)
        return tuple(candidate for candidate in candidates if candidate is not None)

    def _candidate(self, location: Location) -> PlaceCandidate | None:
        label = str(location.address or "").strip()
        try:
            point = Point(float(location.latitude), float(location.longitude))
            precision_m = self._provider.precision_of(location.raw)
        except (*_LIES, OverflowError):
            return None
        if not label or not self._area.contains(point):
            return None
        community = community_at(point)
        return PlaceCandidate(
            label=label[:200],
            point=point,
            precision_m=precision_m,
            source=self._provider.source,
            community_number=community.number if community else None,
            community_name=community.name_en if community else None,
            confidence=_CONFIDENCE,
            kind="online",
            confirm=True,
        )

    def _remember(self, words: str, found: tuple[PlaceCandidate, ...]) -> None:
        until = time.monotonic() + self._provider.remember_s
        self._remembered[words.casefold()] = (until, found)
        while len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)


class BothGeocoders:
    """Ours first; an online one only for what ours does not know, and never in its way."""

    def __init__(self, ours: Geocoders, online: Geocoders) -> None:
        self._ours = ours
        self._online = online

    async def find(self, query: str, limit: int = 8) -> tuple[PlaceCandidate, ...]:
        """Our candidates, then the provider's."""
        found = await self._ours.find(query, limit)
        if len(found) >= limit or any(candidate.confidence >= 1.0 for candidate in found):
            return found
        return (*found, *await self._online.find(query, limit - len(found)))


def _osm_precision_m(raw: Mapping[str, Any]) -> int:
    """Half the diagonal of what was found: a house, a street or a whole quarter."""
    south, north, west, east = (float(degree) for degree in raw["boundingbox"])
    half_m = Point(south, west).distance_m(Point(north, east)) / 2
    return min(max(20, math.ceil(half_m)), 50_000)


def _google_precision_m(raw: Mapping[str, Any]) -> int:
    kinds = {"ROOFTOP": 20, "RANGE_INTERPOLATED": 100, "GEOMETRIC_CENTER": 400}
    return kinds.get(str(raw["geometry"]["location_type"]), _UNSURE_M)
