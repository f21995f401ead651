"""What the environment says of road engines."""

import pytest

from shared.domain.errors import Invalid
from shared.geo.choose import travel_times
from shared.geo.engine import EngineTravelTimes
from shared.geo.offline import OfflineTravelTimes
from shared.settings import load

NEEDED = {
    "ROUNDS_DATABASE_URL": "postgresql://x",
    "ROUNDS_VALKEY_URL": "redis://x",
    "ROUNDS_KEYS_FILE": "keys",
    "ROUNDS_SECRET_FILE": "secret",
}


def test_without_an_engine_the_offline_model_is_used() -> None:
    """The default needs no network."""
    assert load(NEEDED).osrm_urls == ()
    assert isinstance(travel_times(()), OfflineTravelTimes)


def test_one_engine_answers_for_all_hours() -> None:
    """A slash at the end makes no difference."""
    urls = load({**NEEDED, "ROUNDS_OSRM_URL": "http://osrm:5000/"}).osrm_urls
    assert urls == ((0, "http://osrm:5000"),)
    assert isinstance(travel_times(urls), EngineTravelTimes)


def test_speed_sets_by_hour() -> None:
    """Several engines, each from its hour on."""
    said = "0=http://night:5000, 7=http://day:5000/"
    urls = load({**NEEDED, "ROUNDS_OSRM_URLS": said}).osrm_urls
    assert urls == ((0, "http://night:5000"), (7, "http://day:5000"))


@pytest.mark.parametrize(
    "said", ["7=http://x", "0=x", "night", "0=http://x,0=http://y", "0=ftp://x"]
)
def test_nonsense_is_named(said: str) -> None:
    """With what would be right."""
    with pytest.raises(Invalid, match="ROUNDS_OSRM_URLS"):
        load({**NEEDED, "ROUNDS_OSRM_URLS": said})


@pytest.mark.parametrize(
    "said", ["tiles.test/{z}.png", "https://t.test/; script-src *", "https://t.test/ 'unsafe-eval'"]
)
def test_map_tiles_are_an_address_and_nothing_more(said: str) -> None:
    """Its host enters the pages' content policy, where a word too much would open a door."""
    assert load(NEEDED).map_tiles == ""
    with pytest.raises(Invalid, match="ROUNDS_MAP_TILES is no address"):
        load({**NEEDED, "ROUNDS_MAP_TILES": said})
    right = "https://tiles.test/{z}/{x}/{y}.png"
    assert load({**NEEDED, "ROUNDS_MAP_TILES": right}).map_tiles == right
