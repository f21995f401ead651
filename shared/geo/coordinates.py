"""Written coordinates in the notations that people and phones use, as a point.

Latitude comes first unless a hemisphere letter or the Gulf's own ranges say otherwise: here
latitudes are 22 to 27 and longitudes 51 to 57, so an exchanged pair is known for certain.
"""

import math
import re
from dataclasses import dataclass

from shared.geo.place import Point, looks_swapped

DECIMAL = r"[-+]?\d{1,3}\.\d{2,}"
FINEST_M = 10
_LONGEST = 200
_METRES_PER_DEGREE = 111_195
_BETWEEN = r"[\s,;/|]+"
_LETTER = r"\s*°?\s*([NSEW])"
_PLAIN = re.compile(rf"({DECIMAL})\s*°?{_BETWEEN}({DECIMAL})\s*°?")
_SUFFIXED = re.compile(rf"({DECIMAL}){_LETTER}[\s,;/|]*({DECIMAL}){_LETTER}", re.IGNORECASE)
_PREFIXED = re.compile(
    rf"([NSEW])\s*({DECIMAL})\s*°?[\s,;/|]*([NSEW])\s*({DECIMAL})\s*°?", re.IGNORECASE
)
# "25,0772 55,1403": the comma is the decimal sign where something else stands between the numbers.
_COMMAS = re.compile(r"(\d{1,3}),(\d{3,})[\s;/|]+(\d{1,3}),(\d{3,})")
_SIXTIETHS = (
    r"(\d{1,3})\s?[°\s]\s?(\d{1,2}(?:\.\d+)?)\s?['\s]?\s?(?:(\d{1,2}(?:\.\d+)?)\s?(?:\"|'')?)?"
)
_SUFFIXED_60 = re.compile(
    rf"{_SIXTIETHS}\s?([NSEW])[\s,;/|]*{_SIXTIETHS}\s?([NSEW])", re.IGNORECASE
)
_PREFIXED_60 = re.compile(
    rf"([NSEW])\s?{_SIXTIETHS}[\s,;/|]*([NSEW])\s?{_SIXTIETHS}", re.IGNORECASE
)
_SIGNED_60 = r"(\d{1,3})\s?°\s?(\d{1,2}(?:\.\d+)?)\s?'\s?(?:(\d{1,2}(?:\.\d+)?)\s?(?:\"|'')\s?)?"
_BARE_60 = re.compile(rf"{_SIGNED_60}[\s,;/|]*{_SIGNED_60}")
# Among other words only what is as fine as a phone writes it: "1.50 2.75" may be a price.
_AMONG_WORDS = re.compile(r"(?<![\d.])(\d{2}\.\d{4,})\s*°?[\s,;/|]{1,3}(\d{2}\.\d{4,})(?![\d.])")
_SIGNS = str.maketrans(
    {**dict.fromkeys("º˚", "°"), **dict.fromkeys("′’‘", "'"), **dict.fromkeys("″”“", '"')}
)
_SPOKEN = (
    (re.compile(r"\b(?:lat(?:itude)?|lng|lon(?:g(?:itude)?)?)\b\s*[:=]?|[{}()\[\]\"]"), " "),
    (re.compile(r"خط\s+(?:العرض|الطول)\s*:?|دائرة\s+العرض\s*:?"), " "),
    (re.compile(r"شمالا?ً?"), "N"),
    (re.compile(r"شرقا?ً?"), "E"),
)


@dataclass(frozen=True, slots=True)
class Written:
    """A point as it was written; `exchanged` when longitude came first without saying so."""

    point: Point
    precision_m: int
    exchanged: bool = False


def written_point(line: str) -> Written | None:
    """The point that a line of coordinates says, None for any other text.

    Digits and decimal signs are Latin already.
    """
    if len(line) > _LONGEST or not any(sign.isdigit() for sign in line):
        return None
    plain = " ".join(line.translate(_SIGNS).split())
    return _read(plain) or _read(_unspoken(plain)) or _among_words(plain)


def pair(first: str, second: str) -> Written | None:
    """Two decimal numbers, latitude first unless they can only be meant the other way."""
    lat, lon = float(first), float(second)
    exchanged = looks_swapped(lat, lon)
    point = _point(lon, lat) if exchanged else _point(lat, lon)
    return None if point is None else Written(point, _precision_m(first, second), exchanged)


def _unspoken(line: str) -> str:
    for spoken, sign in _SPOKEN:
        line = spoken.sub(sign, line)
    return " ".join(line.split()).strip(" ,;")


def _read(line: str) -> Written | None:
    bare = line.strip("()[] ")
    if (plain := _PLAIN.fullmatch(bare)) is not None:
        return pair(plain[1], plain[2])
    if (commas := _COMMAS.fullmatch(bare)) is not None:
        return pair(f"{commas[1]}.{commas[2]}", f"{commas[3]}.{commas[4]}")
    if (ended := _SUFFIXED.fullmatch(bare)) is not None:
        return _lettered(ended[1], ended[2], ended[3], ended[4])
    if (led := _PREFIXED.fullmatch(bare)) is not None:
        return _lettered(led[2], led[1], led[4], led[3])
    return _sixtieths(bare)


def _lettered(first: str, letter: str, second: str, other: str) -> Written | None:
    return _placed(float(first), letter, float(second), other, _precision_m(first, second))


def _sixtieths(line: str) -> Written | None:
    if (ended := _SUFFIXED_60.fullmatch(line)) is not None:
        a, b, letters = ended.group(1, 2, 3), ended.group(5, 6, 7), (ended[4], ended[8])
    elif (led := _PREFIXED_60.fullmatch(line)) is not None:
        a, b, letters = led.group(2, 3, 4), led.group(6, 7, 8), (led[1], led[5])
    elif (bare := _BARE_60.fullmatch(line)) is not None:
        a, b, letters = bare.group(1, 2, 3), bare.group(4, 5, 6), ("N", "E")
    else:
        return None
    first, second = _degrees(*a), _degrees(*b)
    if first is None or second is None:
        return None
    precision_m = max(_sixtieth_precision_m(*a), _sixtieth_precision_m(*b))
    return _placed(first, letters[0], second, letters[1], precision_m)


def _placed(
    first: float, letter: str, second: float, other: str, precision_m: int
) -> Written | None:
    """The letters say which number is the latitude; two of a kind say nothing."""
    letter, other = letter.upper(), other.upper()
    first = -first if letter in "SW" else first
    second = -second if other in "SW" else second
    if letter in "NS" and other in "EW":
        point = _point(first, second)
    elif letter in "EW" and other in "NS":
        point = _point(second, first)
    else:
        return None
    return None if point is None else Written(point, precision_m)


def _among_words(line: str) -> Written | None:
    found = _AMONG_WORDS.search(line)
    return None if found is None else pair(found[1], found[2])


def _degrees(whole: str, minutes: str, seconds: str | None) -> float | None:
    sixtieths, more = float(minutes), float(seconds or 0)
    if sixtieths >= 60 or more >= 60:
        return None
    return int(whole) + sixtieths / 60 + more / 3600


def _sixtieth_precision_m(_: str, minutes: str, seconds: str | None) -> int:
    finest, unit_m = (minutes, 1_853) if seconds is None else (seconds, 30)
    decimals = len(finest.partition(".")[2])
    return max(FINEST_M, math.ceil(unit_m * 10.0**-decimals))


def _precision_m(*numbers: str) -> int:
    """As fine as the fewest decimals written, but no finer than a phone's fix."""
    decimals = min(len(number.partition(".")[2]) for number in numbers)
    return max(FINEST_M, math.ceil(_METRES_PER_DEGREE * 10.0**-decimals))


def _point(lat: float, lon: float) -> Point | None:
    try:
        return Point(lat, lon)
    except ValueError:
        return None
