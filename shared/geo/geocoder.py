"""Geocoders: the port that places are asked through, and ours as a geopy geocoder.

Ours answers offline, so patients' addresses stay in the country. An online one is plugged in per
tenant behind the same port, and only if the tenant allows it.
"""

from collections.abc import Awaitable
from typing import Any, Protocol, TypeAlias

from geopy.adapters import BaseAsyncAdapter
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from shared.geo.communities import community_at
from shared.geo.direct import resolve
from shared.geo.place import PlaceCandidate, Point

Answer: TypeAlias = Location | list[Location] | None
"""What geopy's geocoders return: one, several, or nothing found."""


class Geocoders(Protocol):
    """Whoever turns words into places. Nothing found is an empty answer, never an error."""

    async def find(self, query: str, limit: int = 8) -> tuple[PlaceCandidate, ...]:
        """Places that the query may mean, best first."""
        ...


class OfflineGeocoders:
    """Direct forms, then Dubai's gazetteer; asks nobody."""

    async def find(self, query: str, limit: int = 8) -> tuple[PlaceCandidate, ...]:
        """See `resolve`."""
        return resolve(query, limit)


class DubaiGeocoder(Geocoder):  # type: ignore[misc]  # geopy ships no types, so its base is Any
    """The gazetteer as geopy sees geocoders, for whoever composes several of them.

    With an asynchronous adapter (`adapter_factory=AioHTTPAdapter`) the methods return awaitables,
    as geopy's own do; the adapter is never used to reach the network. `Location.raw` holds the
    `PlaceCandidate`, for `reverse` the `Community`.
    """

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy passes it; there is nothing to wait for
        limit: int = 8,
    ) -> Answer | Awaitable[Answer]:
        """The best place, or with `exactly_one=False` all; None when there is none."""
        found = [_location(place) for place in resolve(query, limit)]
        return self._answered(found, exactly_one)

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002 - see geocode
    ) -> Answer | Awaitable[Answer]:
        """The official community around a point in any form that geopy takes."""
        lat, lon = (float(part) for part in self._coerce_point_to_string(query).split(","))
        community = community_at(Point(lat, lon))
        found = [] if community is None else [Location(community.name_en, (lat, lon), community)]
        return self._answered(found, exactly_one)

    def _answered(self, found: list[Location], exactly_one: bool) -> Answer | Awaitable[Answer]:
        answer = (found[0] if exactly_one else found) if found else None
        return _awaitable(answer) if isinstance(self.adapter, BaseAsyncAdapter) else answer


async def _awaitable(answer: Answer) -> Answer:
    return answer


def _location(place: PlaceCandidate) -> Location:
    return Location(place.label, (place.point.lat, place.point.lon), place)
