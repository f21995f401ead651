"""What every geocoder behind the port keeps: ours, and online ones over a server of the tests."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from shared.geo.area import DUBAI
from shared.geo.geocoder import Geocoders, OfflineGeocoders
from shared.geo.online import BothGeocoders, OnlineGeocoders, Provider, google, nominatim
from tests.support.geocoding import FakeProvider, fake_provider

WAIT_S = 0.5
KINDS = ("nominatim", "google")
LIES = ("html", "nonsense", "endless", "abroad", "not-a-number", "broken", "silent")


def provider(kind: str, url: str) -> Provider:
    return nominatim("rounds-tests", url) if kind == "nominatim" else google("a-key", url)


def online(kind: str, fake: FakeProvider, interval_s: float = 0.0) -> OnlineGeocoders:
    asked = replace(provider(kind, fake.url), interval_s=interval_s)
    return OnlineGeocoders(asked, wait_s=WAIT_S, pause_s=0.3)


@pytest_asyncio.fixture(params=["ours", *KINDS])
async def geocoders(request: pytest.FixtureRequest) -> AsyncIterator[Geocoders]:
    """Each of them in turn."""
    if request.param == "ours":
        yield OfflineGeocoders()
        return
    async with fake_provider() as fake:
        yield online(request.param, fake)


async def test_a_known_place_is_found_inside_dubai(geocoders: Geocoders) -> None:
    """With community, precision and source, and at most as many as were asked for."""
    found = await geocoders.find("Dubai Marina", limit=1)
    assert len(found) == 1
    assert found[0].community_number == 392
    assert found[0].precision_m > 0
    assert found[0].source


@pytest.mark.parametrize("words", ["", "   ", "qwxz vbnm", "\x00", "ن" * 500, "%2e%2e/&q=", "🦊"])
async def test_what_nobody_knows_is_an_empty_answer(geocoders: Geocoders, words: str) -> None:
    """Never an error."""
    assert await geocoders.find(words) == ()


@pytest.mark.parametrize("mood", LIES)
@pytest.mark.parametrize("kind", KINDS)
async def test_a_provider_that_lies_or_fails_is_not_believed(kind: str, mood: str) -> None:
    """Empty within the bounded wait, whatever comes back, or nothing does."""
    async with fake_provider(mood) as fake:
        begun = time.monotonic()
        assert await online(kind, fake).find("dubai marina") == ()
        assert time.monotonic() - begun < WAIT_S + 0.5
        assert len(fake.asked) == 1


async def test_a_provider_that_is_gone_is_left_alone_for_a_while() -> None:
    """After a failure nobody waits for it; after the pause it is asked again, by itself."""
    async with fake_provider("broken") as fake:
        asked = OnlineGeocoders(
            replace(provider("google", fake.url), interval_s=0), wait_s=0.3, pause_s=0.6
        )
        assert await asked.find("dubai marina") == ()
        fake.mood = "honest"
        assert await asked.find("dubai marina") == ()
        assert len(fake.asked) == 1
        await asyncio.sleep(0.6)
        assert (await asked.find("dubai marina"))[0].community_number == 392


async def test_the_rate_is_kept_for_everybody_together() -> None:
    """Two questions at once are a slot apart; who would wait too long gets nothing."""
    async with fake_provider() as fake:
        asked = online("nominatim", fake, interval_s=0.3)
        answers = await asyncio.gather(
            asked.find("dubai marina"), asked.find("mirdif villas"), asked.find("dubai Marina 2")
        )
        assert [len(each) for each in answers] == [1, 1, 0]
        assert len(fake.asked) == 2
        assert fake.times[1] - fake.times[0] >= 0.25


async def test_a_slot_that_others_hold_asks_nobody_and_blames_nobody() -> None:
    """While other processes ask there is no answer; afterwards there is, without a pause."""
    async with fake_provider() as fake:
        held = True

        async def free() -> bool:
            return not held

        asked = OnlineGeocoders(
            replace(provider("google", fake.url), interval_s=0),
            wait_s=0.3,
            pause_s=60,
            slot_free=free,
        )
        assert await asked.find("dubai marina") == ()
        assert fake.asked == []
        held = False
        assert len(await asked.find("dubai marina")) == 1


@pytest.mark.parametrize(("kind", "remembered_s"), [("nominatim", 86_400), ("google", 60)])
async def test_answers_are_remembered_as_the_terms_allow(kind: str, remembered_s: float) -> None:
    """A repeated question asks nobody; Google's answers are forgotten within a minute."""
    async with fake_provider() as fake:
        asked = online(kind, fake)
        first = await asked.find("Dubai Marina")
        assert await asked.find("dubai  marina") == first
        assert len(fake.asked) == 1
        assert provider(kind, fake.url).remember_s == remembered_s
        forgetful = OnlineGeocoders(replace(provider(kind, fake.url), remember_s=0, interval_s=0))
        await forgetful.find("dubai marina")
        await forgetful.find("dubai marina")
        assert len(fake.asked) == 3


async def test_ours_come_first_and_are_never_held_up() -> None:
    """What we surely know asks nobody; a silent provider costs its wait and no candidate."""
    async with fake_provider("silent") as fake:
        both = BothGeocoders(OfflineGeocoders(), online("google", fake))
        assert (await both.find("dubai marina"))[0].kind == "neighbourhood"
        assert fake.asked == []
        found = await both.find("mirdif villas", limit=8)
        assert found[0].community_number == 251
        assert all(DUBAI.contains(place.point) for place in found)
