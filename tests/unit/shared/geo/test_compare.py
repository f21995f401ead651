"""Measuring one backend against another."""

import asyncio

import numpy as np
import pytest

from shared.geo.communities import community_at
from shared.geo.compare import compared, main, random_pairs, seconds_of
from shared.geo.place import Point
from tests.support.osrm import fake_osrm

HERE = Point(25.2, 55.3)


def test_figures_by_distance() -> None:
    """Ten per cent too long under 5 km, ten too short beyond; what has no way counts nowhere."""
    near, far = (HERE, Point(25.21, 55.3)), (HERE, Point(25.3, 55.5))
    first = np.array([110.0, 90.0, np.nan])
    second = np.array([100.0, 100.0, 100.0])
    found = compared([near, far, far], first, second)
    assert found["all"].pairs == 2
    assert found["all"].mape == pytest.approx(0.1)
    assert found["all"].bias == pytest.approx(0.0)
    assert found["0-5 km"].bias == pytest.approx(0.1)
    assert found["over 20 km"].bias == pytest.approx(-0.1)
    assert found["5-10 km"].pairs == 0


def test_pairs_lie_in_communities_and_are_the_same_again() -> None:
    """Seeded, and on land."""
    pairs = random_pairs(30, 7)
    assert pairs == random_pairs(30, 7) != random_pairs(30, 8)
    assert all(community_at(point) is not None for pair in pairs for point in pair)


async def test_a_backend_is_exactly_itself() -> None:
    """Against an engine, too: no error against the same engine."""
    pairs = random_pairs(12, 1)
    async with fake_osrm() as fake:
        there = await seconds_of(fake.url, pairs)
        offline = await seconds_of("offline", pairs)
        assert compared(pairs, there, await seconds_of(fake.url, pairs))["all"].mape == 0
    assert compared(pairs, offline, there)["all"].mape > 0


async def test_command_prints_a_table_and_names_who_is_away(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit 0 with figures, 2 with one line."""
    ask = asyncio.to_thread
    assert await ask(main, ["offline", "offline", "--pairs", "20"]) == 0
    printed = capsys.readouterr().out
    assert "MAPE" in printed
    assert "0.0%" in printed
    assert await ask(main, ["offline", "http://127.0.0.1:9", "--pairs", "1"]) == 2
    assert "OSRM at http://127.0.0.1:9" in capsys.readouterr().err
