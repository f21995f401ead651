"""Places said directly: coordinates, map links, Makani numbers; then by name.

Order of trust: DESIGN 7. What is written directly is taken as said and not mixed with names. A
direct form may lie outside the service area: whoever asks refuses it, with the distance.
"""

import math
import re
from urllib.parse import parse_qsl, unquote, urlsplit

from shared.geo.communities import community_at
from shared.geo.gazetteer import search
from shared.geo.makani import decoded
from shared.geo.place import PlaceCandidate, Point, looks_swapped
from shared.geo.spelling import latin_digits

_LONGEST = 2_000
_DECIMAL = r"[-+]?\d{1,3}\.\d{2,}"
_PAIR = re.compile(
    rf"({_DECIMAL})\s*°?\s*([NS])?[\s,;/]+({_DECIMAL})\s*°?\s*([EW])?", re.IGNORECASE
)
_DEGREES = r"(\d{1,3})\s*°\s*(\d{1,2})\s*['′’]\s*(\d{1,2}(?:\.\d+)?)\s*(?:[\"″”]|'')\s*"
_SEXAGESIMAL = re.compile(rf"{_DEGREES}([NS])[\s,;]*{_DEGREES}([EW])", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|geo:)\S+", re.IGNORECASE)
# The pin of a Google place page; its "@lat,lon" is only where the map was looking.
_GOOGLE_PIN = re.compile(rf"!3d({_DECIMAL})!4d({_DECIMAL})")
_VIEWPORT = re.compile(rf"@({_DECIMAL}),({_DECIMAL})")
_IN_PATH = re.compile(rf"(?:place|search|dir|geo:)/*[^@]*?({_DECIMAL}),\s*({_DECIMAL})")
_POINT_PARAMETERS = ("q", "query", "ll", "daddr", "destination", "coordinate", "sll", "center")
_SHORT_LINK_HOSTS = frozenset({"maps.app.goo.gl", "goo.gl", "g.co", "maps.apple", "bit.ly"})
_VIEWPORT_PRECISION_M = 500
_FINEST_M = 10
_METRES_PER_DEGREE = 111_195


def resolve(text: str, limit: int = 8) -> tuple[PlaceCandidate, ...]:
    """Whatever an agent pastes or types, as places, best first; never raises on junk."""
    line = _readable(text)
    direct = _from_link(line) or _from_coordinates(line) or decoded(line)
    # A shared pin often comes as "Marina Heights https://maps.app.goo.gl/…": the words still help.
    return direct or search(_LINK.sub(" ", line), limit)


def needs_network(text: str) -> bool:
    """Whether the text is a shortened map link, which only its provider can open."""
    link = _LINK.search(_readable(text))
    return link is not None and _host(link[0]) in _SHORT_LINK_HOSTS


def _readable(text: str) -> str:
    latin = latin_digits(text[:_LONGEST]).replace("٫", ".").replace("،", ",")
    return latin.replace("\x00", " ").strip()


def _from_coordinates(line: str) -> tuple[PlaceCandidate, ...]:
    sexagesimal = _SEXAGESIMAL.fullmatch(line)
    if sexagesimal is not None:
        lat_d, lat_m, lat_s, south, lon_d, lon_m, lon_s, west = sexagesimal.groups()
        lat = _degrees(lat_d, lat_m, lat_s) * (-1 if south in "Ss" else 1)
        lon = _degrees(lon_d, lon_m, lon_s) * (-1 if west in "Ww" else 1)
        return _candidate(f"{lat:.6f}", f"{lon:.6f}", "coordinates", 30)
    pair = _PAIR.fullmatch(line.strip("()[]"))
    if pair is None:
        return ()
    lat_text, south, lon_text, west = pair.groups()
    lat_sign = "-" if (south or "").upper() == "S" else ""
    lon_sign = "-" if (west or "").upper() == "W" else ""
    return _candidate(lat_sign + lat_text, lon_sign + lon_text, "coordinates")


def _from_link(line: str) -> tuple[PlaceCandidate, ...]:
    link = _LINK.search(line)
    if link is None:
        return ()
    address = unquote(link[0])
    pin = _GOOGLE_PIN.search(address) or _in_parameters(link[0]) or _IN_PATH.search(address)
    if pin is not None:
        return _candidate(pin[1], pin[2], "map link")
    looked_at = _VIEWPORT.search(address)
    if looked_at is None:
        return ()
    return _candidate(looked_at[1], looked_at[2], "map link, its view", _VIEWPORT_PRECISION_M)


def _in_parameters(link: str) -> re.Match[str] | None:
    try:
        given = dict(parse_qsl(urlsplit(link).query))
    except ValueError:
        return None
    # "loc:25.07,55.14" is how older Google links name a point.
    values = (given.get(name, "").removeprefix("loc:") for name in _POINT_PARAMETERS)
    pairs = (re.match(rf"\s*({_DECIMAL})\s*,\s*({_DECIMAL})", value) for value in values)
    return next((pair for pair in pairs if pair is not None), None)


def _host(link: str) -> str:
    try:
        return (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _candidate(
    first: str, second: str, source: str, precision_m: int | None = None
) -> tuple[PlaceCandidate, ...]:
    try:
        lat, lon = float(first), float(second)
        swapped = looks_swapped(lat, lon)
        point = Point(lon, lat) if swapped else Point(lat, lon)
    except ValueError:
        return ()
    community = community_at(point)
    return (
        PlaceCandidate(
            label=f"{point.lat:.5f}, {point.lon:.5f}",
            point=point,
            precision_m=precision_m or _written_precision_m(first, second),
            source=f"{source}, longitude came first" if swapped else source,
            community_number=community.number if community else None,
            community_name=community.name_en if community else None,
            confidence=0.9 if swapped else 1.0,
        ),
    )


def _written_precision_m(*numbers: str) -> int:
    """As fine as the fewest decimals written, but no finer than a phone's fix."""
    decimals = min(len(number.partition(".")[2]) for number in numbers)
    return max(_FINEST_M, math.ceil(_METRES_PER_DEGREE * 10.0**-decimals))


def _degrees(whole: str, minutes: str, seconds: str) -> float:
    return int(whole) + int(minutes) / 60 + float(seconds) / 3600
