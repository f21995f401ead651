"""What a typed or pasted line means to a tenant: candidates inside its area, or why there are none.

The order of trust is that of `shared.geo.direct`; the tenant's own places come before ours. What is
outside is refused kindly, with the distance, and a name that another emirate has too is never taken
unasked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from shared.geo import makani, plus_codes
from shared.geo.area import DUBAI, ServiceArea
from shared.geo.complaint import Complaint, Flaw, Said
from shared.geo.direct import needs_network, readable, said_directly, words_of
from shared.geo.elsewhere import Elsewhere, named_elsewhere, says_dubai
from shared.geo.gazetteer import Gazetteer, dubai_gazetteer
from shared.geo.links import map_link
from shared.geo.place import PlaceCandidate

_NEEDS_NETWORK = (
    "This short link opens only on its provider's site: "
    "ask for the long link, or send the patient a pin link."
)
_UNSURE = 0.9
# Beside a foreign city's name only a name as sure as this still means Dubai.
_SURE = 0.8
_SAID: dict[str | None, Said] = {"makani": Said.MAKANI, "plus-code": Said.PLUS_CODE}
_CITY_PRECISION_M = 10_000
_CITY_SOURCE = "cities of the Emirates, to a kilometre"


class NoticeKind(StrEnum):
    """Why a line has no answer, or not the one that it asks for."""

    OUTSIDE = "outside"
    NEEDS_NETWORK = "needs-network"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that the agent can read aloud, in English, and what it says for other languages.

    `said` is how the place was said. An outside one has its distance from the area, which has a
    name; a named one also its English and Arabic name and its emirate. An unreadable one has its
    flaw, and what was typed.
    """

    kind: NoticeKind
    text: str
    said: Said
    area: str | None = None
    distance_m: float | None = None
    name_en: str | None = None
    name_ar: str | None = None
    emirate: str | None = None
    flaw: Flaw | None = None
    typed: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Candidates best first, and what there is to say beside them."""

    candidates: tuple[PlaceCandidate, ...] = ()
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """A tenant's places, and the keys of ours that they correct or hide."""

    names: Gazetteer
    instead_of: frozenset[str] = frozenset()


def answered(
    text: str, area: ServiceArea = DUBAI, limit: int = 8, own: OwnPlaces | None = None
) -> Answer:
    """Places in the area that a line may mean, and a notice; never raises on junk."""
    line = readable(text)
    if direct := said_directly(line):
        return _inside_only(direct, area, line)
    named = words_of(line)
    if needs_network(text):
        found = named_places(named, area, limit, own)
        return Answer(found, Notice(NoticeKind.NEEDS_NETWORK, _NEEDS_NETWORK, Said.LINK))
    if (wrong := makani.complaint(named) or plus_codes.complaint(named)) is not None:
        return Answer((), _unreadable(wrong))
    away = named_elsewhere(named)
    if away is not None:
        return _elsewhere(away, area, limit, own)
    return Answer(named_places(named, area, limit, own))


def named_places(
    words: str, area: ServiceArea, limit: int, own: OwnPlaces | None
) -> tuple[PlaceCandidate, ...]:
    """The tenant's places first, then ours that it has not corrected, all inside the area."""
    theirs = () if own is None else own.names.search(words, limit)
    hidden: frozenset[str] = frozenset() if own is None else own.instead_of
    ours = (
        place
        for place in dubai_gazetteer().search(words, limit + len(hidden))
        if place.key not in hidden
    )
    kept = [_asked_which(place, words) for place in (*theirs, *ours)]
    return _ranked(place for place in kept if _served(place, area))[:limit]


def _unreadable(wrong: Complaint) -> Notice:
    return Notice(NoticeKind.UNREADABLE, wrong.text, wrong.said, flaw=wrong.flaw, typed=wrong.typed)


def _inside_only(found: tuple[PlaceCandidate, ...], area: ServiceArea, line: str) -> Answer:
    inside = tuple(place for place in found if area.contains(place.point))
    if inside:
        return Answer(inside)
    distance_m = area.distance_m(found[0].point)
    refusal = f"{area.refused('This place', distance_m)}."
    said = Said.LINK if map_link(line) else _SAID.get(found[0].kind, Said.COORDINATES)
    return Answer((), Notice(NoticeKind.OUTSIDE, refusal, said, area.name, distance_m))


def _elsewhere(away: Elsewhere, area: ServiceArea, limit: int, own: OwnPlaces | None) -> Answer:
    rest = " ".join(away.rest)
    if away.beside_dubai:
        return Answer(named_places(rest, area, limit, own))
    if area.contains(away.point):
        city = PlaceCandidate(
            away.name, away.point, _CITY_PRECISION_M, _CITY_SOURCE, None, None, _UNSURE
        )
        return Answer((city, *named_places(rest, area, limit - 1, own)))
    notice = _away(away, area)
    found = named_places(rest, area, limit, own)
    if not any(place.confidence >= _SURE and not place.ambiguous_with for place in found):
        return Answer((), notice)
    return Answer(tuple(replace(p, confidence=round(p.confidence / 2, 3)) for p in found), notice)


def _away(away: Elsewhere, area: ServiceArea) -> Notice:
    distance_m = area.distance_m(away.point)
    return Notice(
        NoticeKind.OUTSIDE,
        f"{area.refused(away.name, distance_m)}.",
        Said.NAME,
        area.name,
        distance_m,
        away.name_en,
        away.name_ar,
        away.emirate,
    )


def _asked_which(place: PlaceCandidate, words: str) -> PlaceCandidate:
    if place.ambiguous_with is None:
        return place
    if says_dubai(words):
        return replace(place, ambiguous_with=None)
    return replace(place, confidence=min(place.confidence, _UNSURE), confirm=True)


def _served(place: PlaceCandidate, area: ServiceArea) -> bool:
    ours_by_build = place.key is not None and area.covers_gazetteer
    return ours_by_build or area.contains(place.point)


def _ranked(found: Iterable[PlaceCandidate]) -> tuple[PlaceCandidate, ...]:
    """By confidence; a tenant's own place wins from one of ours that is barely better."""
    return tuple(
        sorted(found, key=lambda p: -(p.confidence + (_OWN_LEAD if p.kind in _OWN else 0.0)))
    )


_OWN = frozenset({"tenant", "building"})
_OWN_LEAD = 0.1
