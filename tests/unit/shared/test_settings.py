"""What the environment says of road engines, the map and solving."""

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


def test_what_solving_is_allowed() -> None:
    """As set; empty, as docker compose passes what is not set, counts as not set."""
    names = ("SECONDS", "MEMORY_MB", "SLOTS", "ITERATIONS")
    empty = load(NEEDED | {f"ROUNDS_SOLVE_{name}": "" for name in names})
    assert empty == load(NEEDED)
    assert empty.solve_iterations is None
    said = dict(
        zip((f"ROUNDS_SOLVE_{name}" for name in names), ("2.5", "0", "3", "8"), strict=True)
    )
    found = load(NEEDED | said)
    assert (found.solve_seconds, found.solve_memory_mb) == (2.5, 0)
    assert (found.solve_slots, found.solve_iterations) == (3, 8)


@pytest.mark.parametrize(
    ("name", "said", "right"),
    [
        ("ROUNDS_SOLVE_SECONDS", "-20", "give seconds, 0.1 or more"),
        ("ROUNDS_SOLVE_SECONDS", "0", "give seconds, 0.1 or more"),
        ("ROUNDS_SOLVE_SECONDS", "nan", "give seconds, 0.1 or more"),
        ("ROUNDS_SOLVE_SECONDS", "inf", "give seconds, 0.1 or more"),
        ("ROUNDS_SOLVE_SECONDS", "10s", "give seconds, 0.1 or more"),
        ("ROUNDS_SOLVE_MEMORY_MB", "-1", "give a whole number, 0 or more"),
        ("ROUNDS_SOLVE_MEMORY_MB", "2GB", "give a whole number, 0 or more"),
        ("ROUNDS_SOLVE_SLOTS", "0", "give a whole number, 1 or more"),
        ("ROUNDS_SOLVE_ITERATIONS", "0", "give a whole number, 1 or more"),
        ("ROUNDS_SOLVE_ITERATIONS", "1.5", "give a whole number, 1 or more"),
    ],
)
def test_solving_is_not_allowed_nonsense(name: str, said: str, right: str) -> None:
    """Each would stop all planning, or let it run on: refused at start, by the variable's name."""
    with pytest.raises(Invalid, match=f"{name} is '{said}': {right}"):
        load({**NEEDED, name: said})
