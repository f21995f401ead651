"""Dubai's places by name: what an agent types becomes ranked places, never a silent single guess.

The table `data/gazetteer.csv` is ours, made from facts by `python -m infra.geo`; each row names
its source. "Al Barsha" alone offers First, Second and Third: the agent asks which.
"""

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from shared.geo.communities import communities_by_number
from shared.geo.elsewhere import shared_with
from shared.geo.matching import Vocabulary, line_likeness
from shared.geo.place import PlaceCandidate, Point
from shared.geo.spelling import has_arabic, tokens_of

_LEAST_CONFIDENCE = 0.5
_KIND_ORDER = (
    *("district", "community", "neighbourhood", "project", "landmark", "hospital", "mall"),
    *("metro", "tenant", "building"),
)
# Said around a name without telling places apart.
_FILLERS = frozenset(
    {
        *("dubai", "uae", "villa", "flat", "apartment", "apt", "unit", "room", "floor", "house"),
        *("building", "bldg", "tower", "street", "st", "road", "rd", "block", "cluster", "phase"),
        *("near", "next", "behind", "opposite", "opp", "in", "of", "to", "and", "area"),
        *("community", "دبي", "فيلا", "شقه", "مبني", "بنايه", "شارع", "قرب", "بجانب", "في"),
        "منطقه",
    }
)
# A quarter of several communities is the right answer, but never a sure one.
_WIDE_CONFIDENCE = 0.98
_FILLER_WEIGHT = 0.25
_DIGIT_WEIGHT = 1.5
_UNKNOWN_WEIGHT = 1.5


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place with its names as word lists; `key` is the name of its row, stable over versions."""

    kind: str
    name_en: str
    name_ar: str
    point: Point
    precision_m: int
    community_number: int | None
    source: str
    spellings: tuple[tuple[str, ...], ...]
    key: str


@dataclass(frozen=True, slots=True)
class _Spelling:
    place: int
    words: tuple[str, ...]
    weights: tuple[float, ...]


class Gazetteer:
    """Names and their words, indexed once; searching reads only."""

    def __init__(self, places: Iterable[NamedPlace]) -> None:
        self.places = tuple(places)
        self.keys = frozenset(place.key for place in self.places)
        words = Counter(
            word for place in self.places for word in {w for s in place.spellings for w in s}
        )
        self._weights = {word: self._weight(word, count) for word, count in words.items()}
        self._vocabulary = Vocabulary(words)
        self._spellings: list[_Spelling] = []
        self._with_word: dict[str, list[int]] = defaultdict(list)
        self._joined: dict[str, list[int]] = defaultdict(list)
        for number, place in enumerate(self.places):
            for spelling in place.spellings:
                self._index(number, spelling)
        self._joined_vocabulary = Vocabulary(self._joined)
        self._wide = {n for n, place in enumerate(self.places) if place.kind == "district"}

    def search(self, query: str, limit: int = 8) -> tuple[PlaceCandidate, ...]:
        """Places that the query may mean, best first, at most `limit`; junk finds none."""
        typed = tokens_of(query)
        if not typed or limit < 1:
            return ()
        scores = self._by_words(typed)
        if not scores:
            scores = self._by_joined(typed)
        for number in self._joined.get("".join(typed), ()):
            scores[number] = 1.0
        for number in scores.keys() & self._wide:
            scores[number] = min(scores[number], _WIDE_CONFIDENCE)
        ranked = sorted(scores, key=lambda n: (-scores[n], *_tie_break(self.places[n])))[:limit]
        in_arabic = has_arabic(query)
        return tuple(_candidate(self.places[n], scores[n], in_arabic) for n in ranked)

    def _index(self, number: int, spelling: tuple[str, ...]) -> None:
        weights = tuple(self._weights[word] for word in spelling)
        for word in set(spelling):
            self._with_word[word].append(len(self._spellings))
        self._spellings.append(_Spelling(number, spelling, weights))
        joined = self._joined["".join(spelling)]
        if number not in joined:
            joined.append(number)

    def _by_words(self, typed: tuple[str, ...]) -> dict[int, float]:
        alike = [self._vocabulary.meant_by(each) for each in typed]
        if not any(alike):
            return {}
        weights = [self._typed_weight(each, near) for each, near in zip(typed, alike, strict=True)]
        scores: dict[int, float] = {}
        for at in self._sharing_a_word(typed, alike):
            spelling = self._spellings[at]
            likeness = line_likeness(alike, weights, spelling.words, spelling.weights)
            if likeness >= _LEAST_CONFIDENCE and likeness > scores.get(spelling.place, 0.0):
                scores[spelling.place] = min(likeness, 0.99)
        return scores

    def _sharing_a_word(self, typed: Iterable[str], alike: Iterable[dict[str, float]]) -> set[int]:
        """Spellings worth comparing: numbers and fillers alone make no place alike."""
        telling: set[int] = set()
        other: set[int] = set()
        for each, near in zip(typed, alike, strict=True):
            found = other if each in _FILLERS or each.isdigit() else telling
            for word in near:
                found.update(self._with_word[word])
        return telling or other

    def _by_joined(self, typed: tuple[str, ...]) -> dict[int, float]:
        """Names typed without their spaces, "sportcity", among words that only stand around."""
        telling = [each for each in typed if each not in _FILLERS and not each.isdigit()]
        if len(telling) != 1:
            return {}
        return {
            number: likeness
            for joined, likeness in self._joined_vocabulary.meant_by(telling[0]).items()
            if likeness >= _LEAST_CONFIDENCE
            for number in self._joined[joined]
        }

    def _typed_weight(self, typed: str, alike: dict[str, float]) -> float:
        if typed in _FILLERS:
            return _FILLER_WEIGHT
        if not alike:
            # House numbers and buildings that we do not know take little from what we know.
            return _FILLER_WEIGHT if typed.isdigit() else _UNKNOWN_WEIGHT
        if typed.isdigit():
            return _DIGIT_WEIGHT
        nearest = max(alike, key=alike.__getitem__)
        return max(_UNKNOWN_WEIGHT, self._weights[nearest] * alike[nearest] ** 2)

    def _weight(self, word: str, count: int) -> float:
        if word in _FILLERS:
            return _FILLER_WEIGHT
        return _DIGIT_WEIGHT if word.isdigit() else math.log(1 + len(self.places) / count)


def search(query: str, limit: int = 8) -> tuple[PlaceCandidate, ...]:
    """Search Dubai's gazetteer; see `Gazetteer.search`."""
    return dubai_gazetteer().search(query, limit)


@cache
def dubai_gazetteer() -> Gazetteer:
    """The shipped table, read and indexed on first use (about 20 ms)."""
    text = files("shared.geo").joinpath("data/gazetteer.csv").read_text(encoding="utf-8")
    return Gazetteer(_parsed(row) for row in csv.DictReader(text.splitlines()))


def _parsed(row: dict[str, str]) -> NamedPlace:
    names = (row["name_en"], row["name_ar"], *row["other_names"].split("|"))
    spellings = dict.fromkeys(tokens_of(name) for name in names)
    return NamedPlace(
        kind=row["kind"],
        name_en=row["name_en"],
        name_ar=row["name_ar"],
        point=Point(float(row["lat"]), float(row["lon"])),
        precision_m=int(row["precision_m"]),
        community_number=int(row["community"]) if row["community"] else None,
        source=row["source"],
        spellings=tuple(spelling for spelling in spellings if spelling),
        key=f"{row['kind']}:{row['community'] or '0'}:{row['name_en']}",
    )


def _tie_break(place: NamedPlace) -> tuple[int, int, str]:
    return _KIND_ORDER.index(place.kind), place.community_number or 0, place.name_en


def _candidate(place: NamedPlace, score: float, in_arabic: bool) -> PlaceCandidate:
    number = place.community_number
    return PlaceCandidate(
        label=place.name_ar if in_arabic and place.name_ar else place.name_en,
        point=place.point,
        precision_m=place.precision_m,
        source=place.source,
        community_number=number,
        community_name=None if number is None else communities_by_number()[number].name_en,
        confidence=round(score, 3),
        kind=place.kind,
        key=place.key,
        ambiguous_with=shared_with(place.name_en),
    )
