"""Plus Codes (Open Location Codes), full and short, by Google's own library; no network.

A short code such as "57WF+VQ Dubai" drops the first four signs: it means the nearest such cell to
the place that is named after it, or to the middle of Dubai.
"""

import re

from openlocationcode import openlocationcode

from shared.geo.communities import community_at
from shared.geo.complaint import Complaint, Flaw, Said
from shared.geo.gazetteer import search
from shared.geo.place import PlaceCandidate, Point

SOURCE = "Plus Code"
_SIGNS = "23456789CFGHJMPQRVWX"
_CODE = re.compile(rf"(?<!\w)([{_SIGNS}]{{4,8}})\+([{_SIGNS}]{{2,7}})(?!\w)", re.IGNORECASE)
_LOOKS_LIKE_ONE = re.compile(r"(?<!\w)[0-9A-Z]{4,8}\+[0-9A-Z]{2,7}(?!\w)", re.IGNORECASE)
_MIDDLE = Point(25.2, 55.27)
_METRES_PER_DEGREE = 111_195
_FINEST_M = 10
# Names surer than this may say near what a short code lies.
_NEAR_CONFIDENCE = 0.85


def plus_code(line: str) -> tuple[PlaceCandidate, ...]:
    """The cell that a code in the line means; none for other text, and for cells off the map."""
    found = _CODE.search(line)
    if found is None:
        return ()
    code = found[0].upper()
    if openlocationcode.isFull(code):
        return _cell(code)
    if not openlocationcode.isShort(code):
        return ()
    rest = line[: found.start()] + " " + line[found.end() :]
    near = next(
        (c.point for c in search(rest, 1) if c.confidence >= _NEAR_CONFIDENCE and c.label), _MIDDLE
    )
    return _cell(openlocationcode.recoverNearest(code, near.lat, near.lon))


def complaint(line: str) -> Complaint | None:
    """What is wrong with something that was meant as a Plus Code; None if nothing was."""
    meant = _LOOKS_LIKE_ONE.search(line)
    if meant is None or _CODE.search(line) is not None:
        return None
    told = (
        f"{meant[0]} is no Plus Code: it has only the signs {_SIGNS}, "
        "such as 7HQQ57WF+VQ or 57WF+VQ Dubai."
    )
    return Complaint(Said.PLUS_CODE, Flaw.SIGNS, meant[0], told)


def _cell(code: str) -> tuple[PlaceCandidate, ...]:
    area = openlocationcode.decode(code)
    point = Point(round(area.latitudeCenter, 6), round(area.longitudeCenter, 6))
    half_m = (area.latitudeHi - area.latitudeLo) * _METRES_PER_DEGREE / 2
    community = community_at(point)
    return (
        PlaceCandidate(
            label=f"Plus Code {code}",
            point=point,
            precision_m=max(_FINEST_M, round(half_m * 1.5)),
            source=SOURCE,
            community_number=community.number if community else None,
            community_name=community.name_en if community else None,
            kind="plus-code",
        ),
    )
