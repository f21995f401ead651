"""The shipped geographic data: complete, light, and what the script makes of the facts."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from infra.geo.build import build
from infra.geo.creek import creek_ring
from infra.geo.shapes import area_km2, metres, to_side_m
from shared.geo.communities import communities
from shared.geo.outline import Outline
from shared.geo.place import Point
from shared.geo.spelling import has_arabic

REPOSITORY = Path(__file__).parents[4]
FACTS = REPOSITORY.parent / "shared/data/dubai"
BASE_MAP = REPOSITORY / "services/api/web/public/base-map.json"


@pytest.fixture(scope="module")
def base_map() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(BASE_MAP.read_text(encoding="utf-8"))
    return document


def layer(base_map: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [each for each in base_map["features"] if each["properties"]["layer"] == name]


def on_land(base_map: dict[str, Any], lat: float, lon: float) -> bool:
    grounds = [each for each in layer(base_map, "community") if "ground" in each["properties"]]
    shapes = [each["geometry"] for each in [*layer(base_map, "land"), *grounds]]
    polygons = [
        polygon
        for shape in shapes
        for polygon in (
            [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        )
    ]
    outlines = (Outline(tuple(Point(y, x) for x, y in polygon[0])) for polygon in polygons)
    return any(outline.contains(Point(lat, lon)) for outline in outlines)


@pytest.mark.skipif(not FACTS.is_dir(), reason=f"no facts at {FACTS}")
def test_build_reproduces_what_is_committed(tmp_path: Path) -> None:
    """Running the script again on the facts changes no byte."""
    written = build(FACTS, tmp_path)
    assert [path.name for path in written] == ["communities.csv", "gazetteer.csv", "base-map.json"]
    for path in written:
        assert path.read_bytes() == (REPOSITORY / path.relative_to(tmp_path)).read_bytes()


def test_missing_facts_are_named(tmp_path: Path) -> None:
    """Without the facts nothing is written, and the message lists what is missing."""
    with pytest.raises(FileNotFoundError, match=r"communities\.geojson, community_aliases\.csv"):
        build(tmp_path, tmp_path / "repository")
    assert not (tmp_path / "repository").exists()


def test_base_map_is_light_and_names_its_sources(base_map: dict[str, Any]) -> None:
    """Under 150 kB, with the Municipality, the coast's licence and GeoNames credited."""
    assert BASE_MAP.stat().st_size < 150_000
    sources = " ".join(base_map["properties"]["sources"])
    for source in ("Dubai Municipality", "MIT, (c) 2014 Thomas Lee", "GeoNames (CC BY 4.0)"):
        assert source in sources


def test_base_map_has_every_community_and_two_languages(base_map: dict[str, Any]) -> None:
    """224 outlines, both metro lines, and labels in English and Arabic at three ranks."""
    numbers = {
        each["properties"]["number"]
        for name in ("community", "island")
        for each in layer(base_map, name)
    }
    assert numbers == {community.number for community in communities()}
    assert [each["properties"]["en"] for each in layer(base_map, "metro")] == [
        "Green line",
        "Red line",
    ]
    labels = [each["properties"] for each in layer(base_map, "label")]
    assert {label["rank"] for label in labels} == {1, 2, 3}
    assert all(label["en"] and has_arabic(label["ar"]) for label in labels)


def test_base_map_numbers_the_main_roads(base_map: dict[str, Any]) -> None:
    """Each in two languages, long enough to be it, without a turn that no main road takes."""
    roads = {each["properties"]["number"]: each for each in layer(base_map, "road")}
    assert {"E11", "E311", "E611", "E44", "E66", "E77", "D94", "D92", "D75"} <= roads.keys()
    for number, road in roads.items():
        assert road["properties"]["en"], number
        assert has_arabic(road["properties"]["ar"]), number
        line = [(x, y) for x, y in road["geometry"]["coordinates"]]
        length_m = sum(metres(a, b) for a, b in pairwise(line))
        assert length_m > (30_000 if road["properties"]["rank"] == 1 else 3_000), number
        # Straight from end to end it is never less than half of that: no loop, no way back.
        assert metres(line[0], line[-1]) > length_m / 2, number


@pytest.mark.parametrize(
    ("number", "what", "lat", "lon", "within_m"),
    [
        ("E11", "the Salik gate Al Barsha", 25.11686, 55.19262, 400),
        ("E11", "the Salik gate Al Safa South", 25.17816, 55.24700, 400),
        ("E11", "the Salik gate Al Garhoud Bridge", 25.23107, 55.33562, 100),
        ("E11", "Business Bay station", 25.19126, 55.26035, 400),
        ("E311", "the corner of Mirdif by Al Warqa", 25.2125, 55.4030, 400),
    ],
)
def test_roads_pass_what_stands_on_them(
    base_map: dict[str, Any], number: str, what: str, lat: float, lon: float, within_m: float
) -> None:
    """A schematic road still runs by the gates and stations that are on it."""
    road = next(e for e in layer(base_map, "road") if e["properties"]["number"] == number)
    line = [(x, y) for x, y in road["geometry"]["coordinates"]]
    nearest = min(to_side_m((lon, lat), a, b) for a, b in pairwise(line))
    assert nearest <= within_m, f"{what}: {nearest:.0f} m"


@pytest.mark.parametrize(
    ("what", "lat", "lon", "is_land"),
    [
        ("Business Bay", 25.185, 55.272, True),
        ("the trunk of the Palm", 25.1120, 55.1390, True),
        ("between the Palm and its crescent", 25.1310, 55.1235, False),
        ("the sea off Jumeirah", 25.2300, 55.2000, False),
        ("Hatta", 24.80, 56.127, True),
        ("Al Qusais, beyond the surveyed coast", 25.2730, 55.3850, True),
        ("Al Maktoum airport", 24.9, 55.17, True),
    ],
)
def test_land_is_where_land_is(
    base_map: dict[str, Any], what: str, lat: float, lon: float, is_land: bool
) -> None:
    """Coast, Palm, city and desert are painted as what they are."""
    assert on_land(base_map, lat, lon) is is_land, what


def test_creek_is_water_between_its_banks() -> None:
    """The creek runs between Deira and Bur Dubai and is a few square kilometres."""
    ring = creek_ring()
    creek = Outline(tuple(Point(lat, lon) for lon, lat in ring))
    assert creek.contains(Point(25.2440, 55.3285))
    assert not creek.contains(Point(25.2700, 55.3100))
    assert 2 < area_km2(ring) < 8
