"""Places that callers name and that are not in Dubai, and names that Dubai shares with them.

Cities and well-known quarters of the neighbouring emirates, to a kilometre: good enough to say how
far outside they are, never to send anybody there. General knowledge, in no file of facts.
"""

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from shared.geo.matching import word_likeness
from shared.geo.place import Point
from shared.geo.spelling import tokens_of

# A typing error is forgiven in words at least this long.
_FORGIVEN_LENGTH = 4
_SURE = 0.8
_HERE = frozenset({"dubai", "dxb", "دبي"})
# What may stand beside a city's name without naming another place.
_AROUND = frozenset({"city", "emirate", "of", "in", "uae", "مدينه", "اماره", "في"})

Names: TypeAlias = tuple[str, str]
"""A place's English and Arabic name."""

_ROWS: tuple[tuple[str, str, float, float], ...] = (
    # Names by "|", emirate, latitude, longitude.
    ("Abu Dhabi|Abudhabi|أبوظبي|أبو ظبي", "Abu Dhabi", 24.45, 54.38),
    ("Al Ain|العين", "Abu Dhabi", 24.21, 55.74),
    ("Musaffah|مصفح", "Abu Dhabi", 24.35, 54.50),
    ("Yas Island|جزيرة ياس", "Abu Dhabi", 24.49, 54.61),
    ("Saadiyat Island|السعديات", "Abu Dhabi", 24.54, 54.43),
    ("Khalifa City|مدينة خليفة", "Abu Dhabi", 24.42, 54.58),
    ("Al Reem Island|جزيرة الريم", "Abu Dhabi", 24.50, 54.40),
    ("Sharjah|Sharja|Shj|الشارقة", "Sharjah", 25.35, 55.39),
    ("Al Khan|الخان", "Sharjah", 25.33, 55.37),
    ("Al Majaz|المجاز", "Sharjah", 25.33, 55.39),
    ("Al Taawun|التعاون", "Sharjah", 25.32, 55.37),
    ("Al Qasimia|القاسمية", "Sharjah", 25.36, 55.39),
    ("Muwaileh|Muweilah|مويلح", "Sharjah", 25.30, 55.46),
    ("Aljada|الجادة", "Sharjah", 25.32, 55.47),
    ("Al Zahia|الزاهية", "Sharjah", 25.32, 55.46),
    ("Al Dhaid|الذيد", "Sharjah", 25.29, 55.88),
    ("Khor Fakkan|خورفكان", "Sharjah", 25.34, 56.35),
    ("Kalba|كلباء", "Sharjah", 25.07, 56.36),
    ("Ajman|عجمان", "Ajman", 25.41, 55.44),
    ("Umm Al Quwain|UAQ|أم القيوين", "Umm Al Quwain", 25.56, 55.55),
    ("Ras Al Khaimah|RAK|رأس الخيمة", "Ras Al Khaimah", 25.79, 55.94),
    ("Fujairah|الفجيرة", "Fujairah", 25.13, 56.33),
    ("Dibba|دبا", "Fujairah", 25.59, 56.26),
    ("Muscat|مسقط", "Oman", 23.59, 58.41),
    ("Doha|الدوحة", "Qatar", 25.29, 51.53),
)

# Words of a name in Dubai, and where else it is: the agent asks which, whatever the score says.
_SHARED: tuple[tuple[str, str, float, float], ...] = (
    ("Al Nahda|النهدة", "Sharjah", 25.30, 55.37),
    ("Al Mamzar|الممزر", "Sharjah", 25.31, 55.35),
    ("Al Hamriya|الحمرية", "Sharjah", 25.48, 55.52),
    ("Al Rashidiya|الراشدية", "Ajman", 25.39, 55.45),
    ("Al Karama|الكرامة", "Abu Dhabi", 24.46, 54.38),
    ("Al Buteen|البطين", "Abu Dhabi", 24.46, 54.33),
    ("Corniche|الكورنيش", "Abu Dhabi", 24.47, 54.34),
    ("Mushraif|مشرف", "Abu Dhabi", 24.44, 54.38),
)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A place outside by the name that was said.

    `name_en` and `name_ar` are its own, without the emirate's. `rest` are the words that said
    something else; `beside_dubai`: Dubai was said too.
    """

    name: str
    emirate: str
    point: Point
    rest: tuple[str, ...]
    beside_dubai: bool
    name_en: str
    name_ar: str


def named_elsewhere(text: str) -> Elsewhere | None:
    """The place outside that a text names, if any."""
    typed = tokens_of(text)
    for spelling, names, emirate, point in _known():
        at = _found(typed, spelling)
        if at is None:
            continue
        rest = tuple(w for w in (*typed[:at], *typed[at + len(spelling) :]) if w not in _AROUND)
        beside_dubai = not _HERE.isdisjoint(typed)
        twin = _twin(rest, emirate)
        if twin is None:
            return Elsewhere(names[0], emirate, point, rest, beside_dubai, *names)
        said = f"{' '.join(rest).title()}, {emirate}"
        return Elsewhere(said, emirate, twin[0], (), beside_dubai, *twin[1])
    return None


def shared_with(name: str) -> str | None:
    """The emirate that has a place of this name too, if one is known."""
    # Al Nahda First is shared as Al Nahda is; Corniche Deira is Deira's own.
    words = tuple(word for word in tokens_of(name) if not word.isdigit())
    return next((emirate for spelling, emirate, *_ in _shared() if spelling == words), None)


def says_dubai(text: str) -> bool:
    """Whether the emirate is said with the name, so that nothing is left to ask."""
    return not _HERE.isdisjoint(tokens_of(text))


def _twin(words: tuple[str, ...], emirate: str) -> tuple[Point, Names] | None:
    """Where a shared name lies in the other emirate; None when it has no such place."""
    rows = _shared()
    return next((row[2:] for row in rows if row[:2] == (words, emirate)), None)


def _found(typed: tuple[str, ...], spelling: tuple[str, ...]) -> int | None:
    last = len(typed) - len(spelling)
    for start in range(last + 1):
        pairs = zip(typed[start:], spelling, strict=False)
        if all(_same(said, word) for said, word in pairs):
            return start
    return None


def _same(said: str, word: str) -> bool:
    if said == word:
        return True
    # Half a name is no name yet: "sharj" becomes Sharjah or Sharaf with the next letters.
    if min(len(said), len(word)) < _FORGIVEN_LENGTH or said[0] != word[0] or said[-1] != word[-1]:
        return False
    return abs(len(said) - len(word)) <= 1 and word_likeness(said, word) >= _SURE


def _names(spellings: str) -> Names:
    """The first spelling is English; the first that is not in Latin letters is Arabic."""
    each = spellings.split("|")
    return each[0], next(name for name in each if not name.isascii())


@cache
def _known() -> tuple[tuple[tuple[str, ...], Names, str, Point], ...]:
    rows = [
        (tokens_of(spelling), _names(names), emirate, Point(lat, lon))
        for names, emirate, lat, lon in _ROWS
        for spelling in names.split("|")
    ]
    # "Khalifa City, Abu Dhabi" is the quarter, so the longer names are looked for first.
    return tuple(sorted(rows, key=lambda row: -len("".join(row[0]))))


@cache
def _shared() -> tuple[tuple[tuple[str, ...], str, Point, Names], ...]:
    return tuple(
        (tokens_of(spelling), emirate, Point(lat, lon), _names(names))
        for names, emirate, lat, lon in _SHARED
        for spelling in names.split("|")
    )
