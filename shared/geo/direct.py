"""Places said directly: coordinates, map links, Makani numbers, Plus Codes; then by name.

Order of trust: DESIGN 7. What is written directly is taken as said and not mixed with names. A
direct form may lie outside the service area: whoever asks refuses it, with the distance
(`shared.geo.answer` does).
"""

from shared.geo.communities import community_at
from shared.geo.coordinates import Written, written_point
from shared.geo.gazetteer import search
from shared.geo.links import VIEWPORT_PRECISION_M, MapLink, map_link, without_link
from shared.geo.makani import decoded
from shared.geo.place import PlaceCandidate
from shared.geo.plus_codes import plus_code
from shared.geo.spelling import latin_digits

_LONGEST = 2_000


def resolve(text: str, limit: int = 8) -> tuple[PlaceCandidate, ...]:
    """Whatever an agent pastes or types, as places, best first; never raises on junk."""
    line = readable(text)
    return said_directly(line) or search(words_of(line), limit)


def said_directly(line: str) -> tuple[PlaceCandidate, ...]:
    """What a readable line says without a name; empty when it says only words."""
    link = map_link(line)
    if link is not None:
        return _from_link(link)
    if (written := written_point(line)) is not None:
        return _candidate(written, "coordinates")
    return decoded(line) or plus_code(line)


def words_of(line: str) -> str:
    """The words to look up: a shared pin often comes as "Marina Heights https://maps.app…"."""
    link = map_link(line)
    return line if link is None else f"{without_link(line)} {link.words}"


def needs_network(text: str) -> bool:
    """Whether the text is a shortened map link, which only its provider can open."""
    link = map_link(readable(text))
    return link is not None and link.short


def readable(text: str) -> str:
    """The text with Latin digits and decimal signs, and no longer than anybody types."""
    latin = latin_digits(text[:_LONGEST]).replace("٫", ".").replace("،", ",")
    return latin.replace("\x00", " ").strip()


def _from_link(link: MapLink) -> tuple[PlaceCandidate, ...]:
    if link.written is None:
        return plus_code(link.words)
    if link.viewed:
        if link.words and search(link.words, 1):
            return ()
        seen = Written(link.written.point, VIEWPORT_PRECISION_M, link.written.exchanged)
        return _candidate(seen, "map link, its view")
    return _candidate(link.written, "map link")


def _candidate(written: Written, source: str) -> tuple[PlaceCandidate, ...]:
    point = written.point
    community = community_at(point)
    return (
        PlaceCandidate(
            label=f"{point.lat:.5f}, {point.lon:.5f}",
            point=point,
            precision_m=written.precision_m,
            source=f"{source}, longitude came first" if written.exchanged else source,
            community_number=community.number if community else None,
            community_name=community.name_en if community else None,
            confidence=0.9 if written.exchanged else 1.0,
            kind="point",
            confirm=written.exchanged,
        ),
    )
