"""base-map.json: a light schematic map of Dubai, drawn without any tile server.

Layers, by the property `layer`, in painting order on a background of sea: `land` (the sketched
neighbours, then the surveyed coast), `community` (outlines; `ground` where they are land that the
survey does not show), `island` (what is planned or scattered at sea), `water`, `metro`,
`station`, `road` (schematic, `number` and `rank`), `sea` (names of water), `label` (rank 1 for the
whole city, 3 for a street's view; `en` and `ar`).
"""

import csv
import json
from pathlib import Path
from typing import Any

from infra.geo.community_table import MOSTLY_SEA, community_features, outline_of
from infra.geo.creek import creek_ring
from infra.geo.popular import LANDMARK_LABELS
from infra.geo.roads import ROADS, road_line
from infra.geo.shapes import Corner, area_km2, rounded, simplified_line, simplified_ring
from shared.geo.communities import Community, communities
from shared.geo.spelling import has_arabic

LARGEST_BYTES = 150_000
_COAST_TOLERANCE_M, _COMMUNITY_TOLERANCE_M, _METRO_TOLERANCE_M = 25.0, 90.0, 30.0
_SMALLEST_ISLAND_KM2 = 0.01
_BIG_COMMUNITY_KM2 = 5.0
# Communities that the surveyed coast shows better than their outlines, which run over water.
_ON_THE_COAST = frozenset({111, 121, 321, 332, 342, 352, 356, 362, 366, 372, 381, 382, 392, 592})
# Palm Jumeirah and Dubai Marina: their official names beside them would be a second place.
_SHOWN_BY_POPULAR_NAME = frozenset({381, 392})
# The land around Dubai, sketched: the coast of the neighbours, and a line inland of our own coast.
_SURROUNDINGS: tuple[Corner, ...] = (
    *((54.853, 24.945), (54.91, 24.918), (55.0, 24.93), (55.12, 25.0), (55.2, 25.1)),
    *((55.3, 25.2), (55.34, 25.27), (55.365, 25.308), (55.372, 25.335), (55.385, 25.36)),
    *((55.43, 25.41), (55.49, 25.48), (55.56, 25.6), (56.6, 25.6), (56.6, 24.3)),
    *((54.5, 24.3), (54.5, 24.7), (54.66, 24.78)),
)
_WATERS: tuple[tuple[str, str, Corner], ...] = (
    ("Arabian Gulf", "الخليج العربي", (55.03, 25.2)),
    ("Dubai Creek", "خور دبي", (55.334, 25.2365)),
    ("World Islands", "جزر العالم", (55.165, 25.222)),
    ("Palm Jebel Ali", "نخلة جبل علي", (54.988, 25.005)),
    ("Dubai Islands", "جزر دبي", (55.262, 25.322)),
)
_SOURCES = (
    "Communities and labels: Dubai Municipality, community layer 2026-01-15 (data.dubai)",
    "Coast of the city: github sbma44/uber-cities (MIT, (c) 2014 Thomas Lee)",
    "Metro: github majidmvulle/dubai-metro stations; RTA rail routes 2026-01-31",
    "Roads: schematic, along borders of communities, Salik gates (MIT) and metro stations",
    "Place labels: see shared/geo/data/gazetteer.csv; GeoNames (CC BY 4.0)",
    "Drawn by infra/geo: simplified and rounded, neighbouring coasts sketched; no navigation",
)

Feature = dict[str, Any]


def write_base_map(facts: Path, gazetteer: Path, target: Path) -> None:
    """Build the map; refuses to write one that is too heavy for a phone."""
    features = [
        *_land(facts),
        _feature("water", "Polygon", [_closed(creek_ring())], en="Dubai Creek", ar="خور دبي"),
        *_metro(facts),
        _stations(facts),
        *_roads(facts),
        *(_feature("sea", "Point", at, en=en, ar=ar) for en, ar, at in _WATERS),
        *_labels(gazetteer),
    ]
    document = {
        "type": "FeatureCollection",
        "properties": {"name": "Rounds schematic base map of Dubai", "sources": _SOURCES},
        "features": features,
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
    size = len(text.encode())
    if size >= LARGEST_BYTES:
        raise ValueError(f"the base map has {size} bytes: raise a tolerance to stay below 150 kB")
    target.write_text(text, encoding="utf-8")


def _land(facts: Path) -> list[Feature]:
    """The sketched neighbours, the surveyed coast with the Palm, the communities."""
    coast = json.loads((facts / "dubai_coast_ubercities.geojson").read_text(encoding="utf-8"))
    rings = [
        rounded(simplified_ring([(lon, lat) for lon, lat in polygon[0]], _COAST_TOLERANCE_M))
        for polygon in coast["features"][0]["geometry"]["coordinates"]
    ]
    surveyed = [ring for ring in rings if len(ring) >= 3 and area_km2(ring) >= _SMALLEST_ISLAND_KM2]
    return [
        _feature("land", "Polygon", [_closed(list(_SURROUNDINGS))], part="surroundings"),
        _feature("land", "MultiPolygon", [[_closed(ring)] for ring in surveyed], part="coast"),
        *(_outline(number, ring, surveyed) for number, ring in _community_rings(facts)),
    ]


def _outline(number: int, ring: list[Corner], surveyed: list[list[Corner]]) -> Feature:
    if number in MOSTLY_SEA:
        return _feature("island", "Polygon", [_closed(ring)], number=number)
    is_beyond = not all(_inside(corner, surveyed) for corner in ring)
    ground = {"ground": 1} if is_beyond and number not in _ON_THE_COAST else {}
    return _feature("community", "Polygon", [_closed(ring)], number=number, **ground)


def _roads(facts: Path) -> list[Feature]:
    outlines = {
        int(feature["properties"]["comm_num"]): outline_of(feature)
        for feature in community_features(facts)
    }
    return [
        _feature(
            *("road", "LineString", road_line(road, outlines)),
            number=road.number,
            en=road.en,
            ar=road.ar,
            rank=road.rank,
        )
        for road in ROADS
    ]


def _metro(facts: Path) -> list[Feature]:
    layer = json.loads((facts / "metro_lines.geojson").read_text(encoding="utf-8"))
    lines = {
        feature["properties"]["name"]: [
            (lon, lat) for lon, lat in feature["geometry"]["coordinates"]
        ]
        for feature in layer["features"]
        if "name" in feature["properties"]
    }
    return [
        _feature("metro", "LineString", rounded(simplified_line(line, _METRO_TOLERANCE_M)), en=name)
        for name, line in lines.items()
    ]


def _stations(facts: Path) -> Feature:
    with (facts / "places.csv").open(encoding="utf-8") as file:
        points = [
            (round(float(row["lon"]), 4), round(float(row["lat"]), 4))
            for row in csv.DictReader(file)
            if row["kind"] == "metro_station"
        ]
    return _feature("station", "MultiPoint", points)


def _labels(gazetteer: Path) -> list[Feature]:
    with gazetteer.open(encoding="utf-8") as file:
        rows = {row["name_en"]: row for row in csv.DictReader(file)}
    major = [rows[name] for name in LANDMARK_LABELS]
    shown = {row["name_en"] for row in major}
    return [
        *(
            _label(_short(row["name_en"]), _arabic(row), float(row["lon"]), float(row["lat"]), 1)
            for row in major
        ),
        *(
            _community_label(place)
            for place in communities()
            if place.name_en not in shown and place.number not in _SHOWN_BY_POPULAR_NAME
        ),
    ]


def _community_label(community: Community) -> Feature:
    rank = 2 if community.area_km2 >= _BIG_COMMUNITY_KM2 else 3
    centre = community.centre
    return _label(community.name_en, community.name_ar, centre.lon, centre.lat, rank)


def _label(en: str, ar: str, lon: float, lat: float, rank: int) -> Feature:
    return _feature("label", "Point", (round(lon, 4), round(lat, 4)), en=en, ar=ar, rank=rank)


def _short(name: str) -> str:
    """On a map "Dubai Creek Harbour (The Lagoons)" is Dubai Creek Harbour."""
    return name.partition(" (")[0].removesuffix(" I").removesuffix(" First").removesuffix(" Second")


def _arabic(row: dict[str, str]) -> str:
    names = (row["name_ar"], *row["other_names"].split("|"))
    name = next((name for name in names if has_arabic(name)), "")
    if not name:
        raise ValueError(f"{row['name_en']} has no Arabic name: add one to infra/geo/popular.py")
    return name.removesuffix(" الأولى").removesuffix(" الثانية")


def _community_rings(facts: Path) -> list[tuple[int, list[Corner]]]:
    return [
        (
            int(feature["properties"]["comm_num"]),
            rounded(simplified_ring(outline_of(feature), _COMMUNITY_TOLERANCE_M)),
        )
        for feature in community_features(facts)
    ]


def _inside(corner: Corner, rings: list[list[Corner]]) -> bool:
    """Even-odd rule, in any of the rings."""
    return any(_inside_one(corner, ring) for ring in rings)


def _inside_one(corner: Corner, ring: list[Corner]) -> bool:
    lon, lat = corner
    inside = False
    for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y > lat) != (v > lat) and lon < x + (lat - y) / (v - y) * (u - x):
            inside = not inside
    return inside


def _closed(ring: list[Corner]) -> list[Corner]:
    return [*ring, ring[0]]


def _feature(layer: str, kind: str, coordinates: object, **properties: object) -> Feature:
    return {
        "type": "Feature",
        "properties": {"layer": layer, **properties},
        "geometry": {"type": kind, "coordinates": coordinates},
    }
