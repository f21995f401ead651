"""Our places as a geopy geocoder, synchronous and asynchronous, and behind the port."""

from typing import Any

from geopy.adapters import BaseAsyncAdapter

from shared.geo.geocoder import DubaiGeocoder, Geocoders, OfflineGeocoders


class UnusedAdapter(BaseAsyncAdapter):  # type: ignore[misc]  # geopy ships no types
    """An asynchronous adapter that fails the test when anything is fetched."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)

    async def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        raise AssertionError(f"asked the network for {url}")

    async def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        raise AssertionError(f"asked the network for {url}")


def test_geopy_callers_get_locations() -> None:
    """One or several locations, None for nothing, and the candidate underneath."""
    geocoder = DubaiGeocoder()
    marina = geocoder.geocode("dubai marina")
    assert (marina.address, marina.raw.community_number) == ("Dubai Marina", 392)
    assert len(geocoder.geocode("al barsha", exactly_one=False)) > 2
    assert geocoder.geocode("asdf qwerty") is None


def test_reverse_names_the_community() -> None:
    """A point answers with its official community; the sea and Abu Dhabi with nothing."""
    geocoder = DubaiGeocoder()
    assert geocoder.reverse((25.0772, 55.1403)).address == "Marsa Dubai"
    assert geocoder.reverse("24.4539, 54.3773") is None


async def test_with_async_adapter_answers_are_awaited() -> None:
    """As geopy's own geocoders do, and without ever touching the network."""
    async with DubaiGeocoder(adapter_factory=UnusedAdapter) as geocoder:
        assert (await geocoder.geocode("mirdiff")).raw.community_number == 251
        assert (await geocoder.reverse((25.0772, 55.1403))).raw.number == 392


async def test_port_answers_offline() -> None:
    """Behind the port direct forms and names are found alike."""
    geocoders: Geocoders = OfflineGeocoders()
    assert (await geocoders.find("30032 95320"))[0].community_number == 119
    assert (await geocoders.find("deira", limit=1))[0].label == "Deira"
    assert await geocoders.find("asdf qwerty") == ()
