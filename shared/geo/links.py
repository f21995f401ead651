"""Map links as people share them: the long forms carry the point, the short ones only a number.

Google, Apple, Waze, WhatsApp (which shares Google links), OpenStreetMap and `geo:`; read without
asking anybody.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, unquote_plus, urlsplit

from shared.geo.coordinates import DECIMAL, Written, pair

_HOSTS = (
    r"(?:www\.)?(?:maps\.google\.[a-z.]{2,6}|google\.[a-z.]{2,6}/maps|maps\.apple\.com|waze\.com|"
    r"goo\.gl|maps\.app\.goo\.gl|maps\.apple|openstreetmap\.org)"
)
LINK = re.compile(
    rf"(?:https?://|geo:|waze://|comgooglemaps://)\S+|(?<![\w.]){_HOSTS}[/?]\S+", re.IGNORECASE
)
# The pin of a Google place page; its "@lat,lon" is only where the map was looking.
_GOOGLE_PIN = re.compile(rf"!3d({DECIMAL})!4d({DECIMAL})")
_GOOGLE_WAYPOINT = re.compile(rf"!1d({DECIMAL})!2d({DECIMAL})")
_VIEWPORT = re.compile(rf"@({DECIMAL}),({DECIMAL})")
_IN_PATH = re.compile(rf"(?:place|search|dir|geo:)/*[^@]*?({DECIMAL}),\s*\+?({DECIMAL})")
_ANCHOR = re.compile(rf"#map=\d+(?:\.\d+)?/({DECIMAL})/({DECIMAL})")
_NAMED = re.compile(r"/(?:place|search|dir/[^/]*)/([^/@?]+)")
# The destination before the start, the pin before what the map was centred on.
_POINT_PARAMETERS = (
    *("q", "query", "ll", "daddr", "destination", "to", "coordinate", "latlng", "cbll"),
    *("viewpoint", "sll", "center", "cp"),
)
_WORD_PARAMETERS = ("q", "query", "daddr", "destination", "address", "near")
_SHORT_HOSTS = frozenset(
    {"maps.app.goo.gl", "goo.gl", "g.co", "maps.apple", "bit.ly", "share.google", "tinyurl.com"}
)
_WAZE_SHORT = re.compile(r"waze\.com/(?:[a-z]{2}/)?ul/h\w+", re.IGNORECASE)
VIEWPORT_PRECISION_M = 500


@dataclass(frozen=True, slots=True)
class MapLink:
    """What a link says by itself: a point, or words to look up, or neither.

    `viewed`: the point is only the middle of the map that was shown, so words say it better.
    """

    written: Written | None
    words: str
    viewed: bool = False
    short: bool = False


def map_link(line: str) -> MapLink | None:
    """The first link of a text, None without one."""
    found = LINK.search(line)
    if found is None:
        return None
    link = found[0]
    pin = _pin(link)
    if pin is not None:
        return MapLink(pin, "")
    address = unquote(link)
    words = _words(link)
    looked_at = _VIEWPORT.search(address) or _ANCHOR.search(address)
    if looked_at is not None:
        return MapLink(pair(looked_at[1], looked_at[2]), words, viewed=True)
    short = host_of(link) in _SHORT_HOSTS or _WAZE_SHORT.search(link) is not None
    return MapLink(None, words, short=short)


def without_link(line: str) -> str:
    """The words that stand beside a link."""
    return LINK.sub(" ", line).strip()


def host_of(link: str) -> str:
    """The link's host without "www.", empty when it has none."""
    try:
        address = link if "://" in link else f"https://{link}"
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _pin(link: str) -> Written | None:
    address = unquote(link)
    if (google := _GOOGLE_PIN.search(address)) is not None:
        return pair(google[1], google[2])
    given = _parameters(link)
    for name in _POINT_PARAMETERS:
        # "loc:25.07,55.14" is how older Google links name a point, "ll.25.07,55.14" how Waze does.
        value = given.get(name, "").removeprefix("loc:").removeprefix("ll.").replace("~", ",")
        if (told := re.match(rf"\s*({DECIMAL})\s*,\s*({DECIMAL})", value)) is not None:
            return pair(told[1], told[2])
    marked = (given.get("mlat", ""), given.get("mlon", ""))
    if all(re.fullmatch(DECIMAL, part) for part in marked):
        return pair(*marked)
    if waypoints := _GOOGLE_WAYPOINT.findall(address):
        lon, lat = waypoints[-1]
        return pair(lat, lon)
    in_path = _IN_PATH.search(address)
    return None if in_path is None else pair(in_path[1], in_path[2])


def _words(link: str) -> str:
    given = _parameters(link)
    told = next((given[name] for name in _WORD_PARAMETERS if given.get(name)), "")
    if told:
        return told
    named = _NAMED.search(link)
    return unquote_plus(named[1]) if named else ""


def _parameters(link: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(urlsplit(link).query))
    except ValueError:
        return {}
