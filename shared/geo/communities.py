"""The 224 official communities of Dubai: number, names, centre and outline.

Facts of Dubai Municipality's community layer of 2026-01-15 (open data, data.dubai), its outlines
simplified to 40 m by `python -m infra.geo`.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from shared.geo.outline import Outline
from shared.geo.place import Point

# Simplifying moves borders: a point this close outside every outline still belongs to the nearest.
_BORDER_M = 120.0


@dataclass(frozen=True, slots=True)
class Community:
    """One official community. The first digit of its number is the sector.

    `centre` lies inside; `reach_m` is the distance from there to the furthest corner, so the
    precision of knowing no more than the community. `partly_sea`: its outline runs over water.
    """

    number: int
    name_en: str
    name_ar: str
    centre: Point
    reach_m: int
    area_km2: float
    partly_sea: bool
    outline: Outline

    @property
    def sector(self) -> int:
        """The municipality's sector, 1 (Deira) to 9."""
        return self.number // 100

    @property
    def extent(self) -> tuple[Point, Point]:
        """South-west and north-east corner of the outline's box."""
        outline = self.outline
        return Point(outline.south, outline.west), Point(outline.north, outline.east)


@cache
def communities() -> tuple[Community, ...]:
    """All 224, by number."""
    text = files("shared.geo").joinpath("data/communities.csv").read_text(encoding="utf-8")
    return tuple(_parsed(row) for row in csv.DictReader(text.splitlines()))


@cache
def communities_by_number() -> dict[int, Community]:
    """The same, found by the official number."""
    return {community.number: community for community in communities()}


def community_at(point: Point) -> Community | None:
    """The community around the point, or None at sea and outside Dubai."""
    containing = [place for place in communities() if place.outline.contains(point)]
    if containing:
        return min(containing, key=lambda place: place.area_km2)
    bordering = list(_bordering(point))
    return min(bordering, key=lambda pair: pair[0])[1] if bordering else None


def _bordering(point: Point) -> Iterator[tuple[float, Community]]:
    for community in communities():
        if community.outline.at_least_m(point) <= _BORDER_M:
            distance = community.outline.distance_m(point)
            if distance <= _BORDER_M:
                yield distance, community


def _parsed(row: dict[str, str]) -> Community:
    corners = (corner.split() for corner in row["outline"].split(","))
    return Community(
        number=int(row["number"]),
        name_en=row["name_en"],
        name_ar=row["name_ar"],
        centre=Point(float(row["lat"]), float(row["lon"])),
        reach_m=int(row["reach_m"]),
        area_km2=float(row["area_km2"]),
        partly_sea=row["partly_sea"] == "1",
        outline=Outline(tuple(Point(float(lat), float(lon)) for lat, lon in corners)),
    )
