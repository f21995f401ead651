"""A road engine over HTTP, and everything that can be wrong with it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import numpy as np
import pytest

from shared.geo.engine import Breaker, EngineAway, EngineTravelTimes, SpeedSets
from shared.geo.offline import OfflineTravelTimes
from shared.geo.osrm import OsrmEngine
from shared.geo.pair_store import PairStore
from shared.geo.place import Point
from shared.geo.travel import DepartureBands, TravelTimes
from tests.support.osrm import METRES_A_SECOND, FakeOsrm, fake_osrm

DUBAI = ZoneInfo("Asia/Dubai")
NIGHT = datetime(2026, 11, 23, 2, 30, tzinfo=DUBAI)
BANDS = DepartureBands((NIGHT, NIGHT + timedelta(hours=15)))
PLACES = [Point(25.05 + i / 500, 55.15 + i / 400) for i in range(120)]


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def times(fake: FakeOsrm, clock: Callable[[], float] | None = None, **more: float) -> TravelTimes:
    sets = SpeedSets(((0, fake.url),), DUBAI)
    breaker = Breaker(15.0, clock or Clock())
    client = httpx.AsyncClient(timeout=0.5, trust_env=False)
    return EngineTravelTimes(OsrmEngine(client), sets, breaker=breaker, **more)


async def test_engine_answers_in_blocks_and_traffic_is_laid_over_it() -> None:
    """120 places are nine tables; at night as the roads are, in the evening slower."""
    async with fake_osrm() as fake:
        matrix = await times(fake).matrix(PLACES, BANDS)
        assert fake.asked == 9
    assert not matrix.estimated
    road_s = PLACES[0].distance_m(PLACES[119]) / METRES_A_SECOND
    assert matrix.seconds[0, 0, 119] == pytest.approx(road_s, abs=2)
    assert matrix.seconds[1, 0, 119] == pytest.approx(1.62 * road_s, rel=0.01)


async def test_what_was_answered_is_not_asked_again() -> None:
    """A new place costs its own row and column, by coordinates rounded to a metre."""
    async with fake_osrm() as fake:
        engine = times(fake)
        await engine.matrix(PLACES[:50], BANDS)
        known = fake.cells
        moved = [Point(one.lat + 1e-7, one.lon) for one in PLACES[:50]]
        await engine.matrix(moved, BANDS)
        assert fake.cells == known
        await engine.between(PLACES[:50], [PLACES[60]], BANDS)
        assert fake.cells == known + 50


async def test_engine_killed_in_the_middle_of_a_matrix() -> None:
    """What it said is kept, the model says the rest, marked; then it is asked again by itself."""
    clock = Clock()
    async with fake_osrm(dies_after=4) as fake:
        engine = times(fake, clock)
        broken = await engine.matrix(PLACES, BANDS)
        assert broken.estimated
        assert broken.provisional
        road_s = PLACES[0].distance_m(PLACES[40]) / METRES_A_SECOND
        assert broken.seconds[0, 0, 40] == pytest.approx(road_s, abs=2)
        model = OfflineTravelTimes().estimate(PLACES, PLACES, BANDS)
        assert broken.seconds[0, 110, 119] == model.seconds[0, 110, 119]

        fake.dies_after = None
        await fake.start()
        still_resting = await engine.matrix(PLACES, BANDS)
        assert still_resting.estimated
        clock.now = 16.0
        back = await engine.matrix(PLACES, BANDS)
        assert not back.estimated
        assert not back.provisional


async def test_resting_engine_is_not_even_tried() -> None:
    """After a failure nobody waits for a timeout again, until the rest is over."""
    async with fake_osrm(delay_s=2.0) as fake:
        engine = times(fake)
        assert (await engine.matrix(PLACES[:5], BANDS)).estimated
        tried = fake.asked
        assert (await engine.matrix(PLACES[:5], BANDS)).estimated
        assert fake.asked == tried == 1


async def test_slow_engine_is_given_up_at_the_deadline() -> None:
    """Each table is quick enough, all of them together are not."""
    async with fake_osrm(delay_s=0.2) as fake:
        matrix = await times(fake, deadline_s=0.3).matrix(PLACES, BANDS)
        assert matrix.estimated
        assert fake.asked < 9


async def test_holes_are_filled_in_and_not_asked_for_again() -> None:
    """An island without a road has the model's time; the engine is not to blame."""
    island = PLACES[7]
    async with fake_osrm(no_way_to={(round(island.lat, 5), round(island.lon, 5))}) as fake:
        engine = times(fake)
        matrix = await engine.matrix(PLACES[:10], BANDS)
        assert matrix.estimated
        assert not matrix.provisional
        asked = fake.asked
        await engine.matrix(PLACES[:10], BANDS)
        assert fake.asked == asked
    model = OfflineTravelTimes().estimate(PLACES[:10], PLACES[:10], BANDS)
    assert np.array_equal(matrix.seconds[0, :7, 7], model.seconds[0, :7, 7])


@pytest.mark.parametrize(
    "said",
    [
        b"<html>",
        b"[]",
        b'{"code": "NoTable"}',
        b'{"code": "Ok"}',
        b'{"code": "Ok", "durations": [[1]]}',
        b'{"code": "Ok", "durations": [[0, -4], [1, 0]]}',
        b'{"code": "Ok", "durations": [["a", 1], [1, 0]]}',
        b'{"code": "Ok", "durations": [[0, 1e999], [1, 0]]}',
    ],
)
async def test_nonsense_is_an_engine_that_is_away(said: bytes) -> None:
    """Whatever it says that is no table of believable times."""
    async with fake_osrm(garbage=said) as fake, OsrmEngine() as engine:
        with pytest.raises(EngineAway):
            await engine.table(fake.url, PLACES[:2], PLACES[:2])
        assert (await times(fake).matrix(PLACES[:2], BANDS)).estimated


async def test_speed_sets_answer_for_their_hours() -> None:
    """Night and evening come from two datasets, taken at their word, without overtaking."""
    async with fake_osrm() as night, fake_osrm(slower=2.5) as evening:
        sets = SpeedSets(((0, night.url), (16, evening.url), (21, night.url)), DUBAI)
        async with OsrmEngine() as osrm:
            matrix = await EngineTravelTimes(osrm, sets).matrix(PLACES[:3], BANDS)
    assert matrix.seconds[1, 0, 2] == pytest.approx(2.5 * matrix.seconds[0, 0, 2], abs=2)
    assert not matrix.estimated


@pytest.mark.parametrize("hours", [(), (6,), (0, 9, 7), (0, 24)])
def test_speed_sets_cover_the_day(hours: tuple[int, ...]) -> None:
    """From midnight on, in order."""
    with pytest.raises(ValueError, match="hour 0"):
        SpeedSets(tuple((hour, "http://x") for hour in hours), DUBAI)


def test_store_forgets_the_point_used_longest_ago() -> None:
    """It stays as small as it was told to."""
    store = PairStore(most_points=3)
    a, b, c, d = PLACES[:4]
    store.put([a, b, c], [a, b, c], np.ones((3, 3)))
    store.seconds([a], [a])
    store.put([d], [a, d], np.full((1, 2), 2.0))
    assert store.missing([a, c, d], [a]) is None
    assert store.missing([a], [b]) == ([0], [0])
    assert store.seconds([d], [a])[0, 0] == 2.0
