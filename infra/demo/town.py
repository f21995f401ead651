"""Where the demo's people live: points scattered around the centres of real communities."""

import math
from functools import cache

from infra.demo.dice import Dice
from infra.demo.words import TOWERS
from shared.geo.communities import Community, communities_by_number
from shared.geo.place import Point

# Where people live; what they call it where that is not the official name (research/dubai.md 1).
LIVED_IN: dict[int, str | None] = {
    **dict.fromkeys((122, 124, 127, 214, 216, 227, 231, 232, 241, 251, 262)),
    **dict.fromkeys((317, 318, 319, 323, 326, 334, 343, 352, 357, 362, 363, 366)),
    **dict.fromkeys((373, 375, 376, 388, 394, 416, 421, 423, 617, 622, 671, 672, 673, 682)),
    345: "Downtown Dubai",
    346: None,
    393: "Jumeirah Lake Towers",
    591: "Discovery Gardens",
    621: "International City",
    626: "Dubai Silicon Oasis",
    674: "Motor City",
    676: "DAMAC Hills",
    681: "Jumeirah Village Circle",
    684: "Jumeirah Village Triangle",
}
_KM_PER_DEGREE = 111.2


@cache
def quarters() -> tuple[Community, ...]:
    """The communities above; none of them is partly sea."""
    found = [communities_by_number()[number] for number in sorted(LIVED_IN)]
    return tuple(one for one in found if not one.partly_sea)


def spoken_name(number: int) -> str:
    """What people call the community."""
    return LIVED_IN.get(number) or communities_by_number()[number].name_en


def point_in(rng: Dice, community: Community) -> Point:
    """A door inside the community, near its centre."""
    for _ in range(8):
        distance_km = min(community.reach_m * 0.45, 1200) / 1000 * math.sqrt(rng.random())
        angle = rng.uniform(0, 2 * math.pi)
        lat = community.centre.lat + distance_km * math.sin(angle) / _KM_PER_DEGREE
        wide = _KM_PER_DEGREE * math.cos(math.radians(lat))
        lon = community.centre.lon + distance_km * math.cos(angle) / wide
        point = Point(round(lat, 6), round(lon, 6))
        if community.outline.contains(point):
            return point
    return community.centre


def quarter_near(rng: Dice, home: Point) -> Community:
    """A community as likely as it is near: people book whom they can get."""
    weights = [math.exp(-home.distance_m(one.centre) / 4500) + 0.0005 for one in quarters()]
    return rng.choices(quarters(), weights)[0]


def address(rng: Dice, community: Community) -> dict[str, str | None]:
    """Kind, label, building and unit in the words of a delivery rider."""
    name = spoken_name(community.number)
    if rng.random() < 0.35:
        street, villa = rng.randint(1, 40), rng.randint(1, 180)
        label = f"Villa {villa}, Street {street}, {name}"
        return {"kind": "villa", "label": label, "building": f"Villa {villa}", "unit": None}
    kind = "hotel" if rng.random() < 0.08 else "apartment"
    tower, unit = rng.choice(TOWERS), str(rng.randint(1, 38) * 100 + rng.randint(1, 12))
    return {"kind": kind, "label": f"{tower}, {name}", "building": tower, "unit": unit}
