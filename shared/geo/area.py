"""Where a tenant may serve, and the sentence for a place outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.geo.communities import communities
from shared.geo.outline import Outline
from shared.geo.place import Point

# Simplified borders leave slivers between neighbours; nobody lives further outside than this.
_SLIVER_M = 120.0


class Remote(StrEnum):
    """Why a place inside Dubai is still far: accepted, and said."""

    HATTA = "hatta"
    ISLAND = "island"


_REMOTE = {
    **dict.fromkeys((101, 302, 303, 304, 501), Remote.ISLAND),
    **dict.fromkeys((891,), Remote.HATTA),
}


def remoteness(community_number: int | None) -> Remote | None:
    """Hatta lies 100 km off behind other emirates; the islands have no bridge or few people."""
    return None if community_number is None else _REMOTE.get(community_number)


@dataclass(frozen=True, slots=True)
class ServiceArea:
    """The union of outlines, by the name a person would say ("Dubai").

    `authority` licenses care there; `covers_gazetteer`: every named place of ours lies inside.
    """

    name: str
    outlines: tuple[Outline, ...]
    authority: str | None = None
    covers_gazetteer: bool = False

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("name is empty: a service area is spoken of by name")
        if not self.outlines:
            raise ValueError(f"outlines is empty: say where {self.name} is")

    @classmethod
    def polygon(cls, name: str, corners: Sequence[Point]) -> "ServiceArea":
        """An outline that the tenant drew; raises `ValueError` for fewer than three corners."""
        return cls(name, (Outline(tuple(corners)),))

    @classmethod
    def box(cls, name: str, south_west: Point, north_east: Point) -> "ServiceArea":
        """A rectangle, for a tenant whose area nobody has drawn yet."""
        if south_west.lat >= north_east.lat or south_west.lon >= north_east.lon:
            raise ValueError(f"{south_west} is not south-west of {north_east}")
        corners = (
            south_west,
            Point(south_west.lat, north_east.lon),
            north_east,
            Point(north_east.lat, south_west.lon),
        )
        return cls(name, (Outline(corners),))

    def contains(self, point: Point) -> bool:
        """Whether the area is served there, borders included."""
        return (
            any(outline.contains(point) for outline in self.outlines)
            or self.distance_m(point) == 0.0
        )

    def distance_m(self, point: Point) -> float:
        """Metres from the point to the area; zero inside it."""
        nearest = float("inf")
        for outline in sorted(self.outlines, key=lambda each: each.at_least_m(point)):
            if outline.at_least_m(point) >= nearest:
                break
            nearest = min(nearest, outline.distance_m(point))
        return 0.0 if nearest <= _SLIVER_M else nearest

    def refusal(self, what: str, point: Point) -> str | None:
        """What to say about a place outside, None about one inside. `what` opens the sentence."""
        distance_m = self.distance_m(point)
        return None if distance_m == 0.0 else self.refused(what, distance_m)

    def refused(self, what: str, distance_m: float) -> str:
        """The refusal of what lies that far outside."""
        return f"{what} is {_spoken(distance_m)} outside {self.name}; we serve {self.name} only"


def _spoken(distance_m: float) -> str:
    if distance_m < 950:
        return f"{max(100, round(distance_m, -2)):.0f} m"
    if distance_m < 9_500:
        return f"{distance_m / 1000:.1f} km".replace(".0 ", " ")
    return f"{distance_m / 1000:.0f} km"


def joined(areas: Sequence[ServiceArea]) -> ServiceArea:
    """Several areas of one tenant as one: "Dubai and Sharjah"; ValueError for none."""
    if not areas:
        raise ValueError("areas is empty: a tenant serves somewhere")
    if len(areas) == 1:
        return areas[0]
    names = [area.name for area in areas]
    authorities = dict.fromkeys(area.authority for area in areas if area.authority)
    return ServiceArea(
        " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))),
        tuple(outline for area in areas for outline in area.outlines),
        ", ".join(authorities) or None,
        any(area.covers_gazetteer for area in areas),
    )


DUBAI = ServiceArea(
    "Dubai",
    tuple(community.outline for community in communities()),
    authority="Dubai Health Authority",
    covers_gazetteer=True,
)
