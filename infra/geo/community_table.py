"""communities.csv: the official communities with outlines light enough to carry along."""

import csv
import json
from pathlib import Path
from typing import Any

from infra.geo.shapes import Corner, metres, rounded, simplified_ring

OUTLINE_TOLERANCE_M = 40.0
# Read off the outlines against the coast: islands, harbours and what was planned at sea.
PARTLY_SEA = frozenset({101, 121, 131, 134, 302, 303, 304, 321, 332, 356, 381, 392})
MOSTLY_SEA = frozenset({101, 302, 303, 304, 501, 502, 593})
AT_SEA = PARTLY_SEA | MOSTLY_SEA | {592, 594}
HEADER = ("number", "name_en", "name_ar", "lat", "lon", "reach_m", "area_km2", "partly_sea")


def community_features(facts: Path) -> list[dict[str, Any]]:
    """The official layer's features, by number."""
    layer = json.loads((facts / "communities.geojson").read_text(encoding="utf-8"))
    features: list[dict[str, Any]] = layer["features"]
    return sorted(features, key=lambda feature: int(feature["properties"]["comm_num"]))


def outline_of(feature: dict[str, Any]) -> list[Corner]:
    """The outer ring; the layer has no holes."""
    return [(lon, lat) for lon, lat in feature["geometry"]["coordinates"][0]]


def write_communities(facts: Path, target: Path) -> None:
    """Number, names, centre, reach, area and outline ("lat lon,lat lon,…") of each."""
    with target.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow((*HEADER, "outline"))
        for feature in community_features(facts):
            table.writerow(_row(feature))


def _row(feature: dict[str, Any]) -> tuple[object, ...]:
    named = feature["properties"]
    corners = rounded(simplified_ring(outline_of(feature), OUTLINE_TOLERANCE_M))
    centre = (named["lon"], named["lat"])
    return (
        named["comm_num"],
        tidy_name(named["name_en"]),
        named["name_ar"],
        named["lat"],
        named["lon"],
        round(max(metres(centre, corner) for corner in corners)),
        round(named["area_km2"], 2),
        int(named["comm_num"] in AT_SEA),
        ",".join(f"{lat:g} {lon:g}" for lon, lat in corners),
    )


def tidy_name(name: str) -> str:
    """The layer writes some words small ("Al Qouz Industrial first")."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split())
