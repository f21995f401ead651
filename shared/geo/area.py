"""Where a tenant may serve, and the sentence for a place outside."""

from dataclasses import dataclass

from shared.geo.communities import communities
from shared.geo.outline import Outline
from shared.geo.place import Point

# Simplified borders leave slivers between neighbours; nobody lives further outside than this.
_SLIVER_M = 120.0


@dataclass(frozen=True, slots=True)
class ServiceArea:
    """The union of outlines, by the name a person would say ("Dubai")."""

    name: str
    outlines: tuple[Outline, ...]

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("name is empty: a service area is spoken of by name")
        if not self.outlines:
            raise ValueError(f"outlines is empty: say where {self.name} is")

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
        return self.distance_m(point) == 0.0

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
        if distance_m == 0.0:
            return None
        return f"{what} is {_spoken(distance_m)} outside {self.name}; we serve {self.name} only"


def _spoken(distance_m: float) -> str:
    if distance_m < 950:
        return f"{max(100, round(distance_m, -2)):.0f} m"
    if distance_m < 9_500:
        return f"{distance_m / 1000:.1f} km".replace(".0 ", " ")
    return f"{distance_m / 1000:.0f} km"


DUBAI = ServiceArea("Dubai", tuple(community.outline for community in communities()))
