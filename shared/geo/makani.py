"""Makani numbers, decoded without asking anybody.

Dubai Municipality's ten digits name a building entrance: five of the easting and five of the
northing within a 100 km square of UTM zone 40N, in metres (The National, quoting the GIS director;
one published example agrees to a metre: 30032 95320 is 25.26464 N 55.31217 E). Nine tenths of
Dubai lie in one square; a number that fits two of them gives both, and the agent asks.
"""

import re
from collections.abc import Iterator

from shared.geo.communities import community_at
from shared.geo.complaint import Complaint, Flaw, Said
from shared.geo.place import PlaceCandidate, Point
from shared.geo.spelling import latin_digits
from shared.geo.utm import Grid, from_grid, to_grid

ZONE = 40
PRECISION_M = 10
SOURCE = "Makani number"
_SQUARE_M = 100_000
# (east, north) of the squares in which communities lie: the city first, then the west, Hatta and
# the islands off Deira.
_SQUARES = ((3, 27), (2, 27), (4, 27), (3, 28))
_FORM = re.compile(
    r"(?:(?:makani|مكاني)\s*(?:number|no\.?|رقم)?)?\s*[:#]?\s*(\d{5})([\s.-]{0,3})(\d{5})",
    re.IGNORECASE,
)
_DIGITS = 10
_NAMED = re.compile(r"(?:makani|مكاني)\s*(?:number|no\.?|رقم)?\s*[:#]?\s*", re.IGNORECASE)
# Two groups of digits, perhaps with an O for a 0; a telephone number starts with + or 0.
_MEANT = re.compile(
    r"(?:[1-9]\d{5,13}|\d{4,6}[\s.-]+\d{4,6}|(?=(?:\D*\d){7})[\dOIl]{5}[\s-]?[\dOIl]{5})",
    re.IGNORECASE,
)
# Ten digits in one run may also be a mobile number.
_MOBILE_PREFIX = "05"


def decoded(text: str) -> tuple[PlaceCandidate, ...]:
    """The entrances in Dubai that a Makani number can mean; none for any other text."""
    form = _FORM.fullmatch(latin_digits(text).strip())
    if form is None:
        return ()
    east, gap, north = form.groups()
    found = list(_within_dubai(int(east), int(north)))
    doubtful = len(found) > 1 or (not gap and east.startswith(_MOBILE_PREFIX))
    return tuple(
        PlaceCandidate(
            label=f"Makani {east} {north}",
            point=point,
            precision_m=PRECISION_M,
            source=SOURCE,
            community_number=number,
            community_name=name,
            confidence=0.5 if doubtful else 1.0,
            kind="makani",
            confirm=True,
        )
        for point, number, name in found
    )


def complaint(text: str) -> Complaint | None:
    """What is wrong with something that was meant as a Makani number; None if nothing was.

    Meant is what is called so, and a line of digits too long for a community's number.
    """
    line = latin_digits(text).strip()
    named = _NAMED.match(line)
    number = line[named.end() :] if named else line
    signs = re.sub(r"[\s\-.]", "", number)
    if not signs or (not named and not _MEANT.fullmatch(number)):
        return None
    if not signs.isdigit():
        told = f"A Makani number is ten digits, such as 30032 95320; {number} has other signs."
        return Complaint(Said.MAKANI, Flaw.SIGNS, number, told)
    if len(signs) != _DIGITS:
        told = f"A Makani number has ten digits, such as 30032 95320; {number} has {len(signs)}."
        return Complaint(Said.MAKANI, Flaw.LENGTH, number, told)
    if decoded(line):
        return None
    told = f"Makani {number} lies in no community of Dubai (in the sea, or outside): please check."
    return Complaint(Said.MAKANI, Flaw.NOWHERE, number, told)


def number_of(point: Point) -> str:
    """The Makani number of a point, "30032 95320"."""
    grid = to_grid(point, ZONE)
    east, north = (int(metres) % _SQUARE_M for metres in (grid.easting_m, grid.northing_m))
    return f"{east:05d} {north:05d}"


def _within_dubai(east: int, north: int) -> Iterator[tuple[Point, int, str]]:
    for square_east, square_north in _SQUARES:
        # The digits cut the metre off: the middle of the metre is the better guess.
        grid = Grid(
            ZONE, square_east * _SQUARE_M + east + 0.5, square_north * _SQUARE_M + north + 0.5
        )
        exact = from_grid(grid)
        point = Point(round(exact.lat, 6), round(exact.lon, 6))
        community = community_at(point)
        if community is not None:
            yield point, community.number, community.name_en
