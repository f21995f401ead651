"""gazetteer.csv: every name we know a place by, each place once."""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from infra.geo.districts import DISTRICTS
from infra.geo.known_by_community import KNOWN_BY_COMMUNITY, MALLS, SOURCE
from infra.geo.popular import ALSO_CALLED, NO_PLACES, WIDE_M
from shared.geo.communities import Community, communities
from shared.geo.place import Point
from shared.geo.spelling import sound_of, tokens_of

MUNICIPALITY = "Dubai Municipality community layer 2026-01-15 (data.dubai)"
HEADER = (
    *("kind", "name_en", "name_ar", "other_names", "lat", "lon"),
    *("precision_m", "community", "source"),
)
# Of one name told by several facts, the earlier kind says where it is.
_KINDS = {
    "neighbourhood": "neighbourhood",
    "project": "project",
    "geonames_place": "neighbourhood",
    "landmark": "landmark",
    "metro_station": "metro",
}
# Their points are medians of a few listings: no answer to a name that several communities share.
_LOOSELY_PLACED = frozenset({"neighbourhood", "geonames_place"})


@dataclass(slots=True)
class Entry:
    """One place of the gazetteer while it is put together."""

    kind: str
    name_en: str
    name_ar: str
    point: Point
    precision_m: int
    community: int | None
    source: str
    others: list[str] = field(default_factory=list)

    def names(self) -> list[str]:
        return [name for name in (self.name_en, self.name_ar, *self.others) if name]


def write_gazetteer(facts: Path, target: Path) -> None:
    """Communities first, then districts, then all else by kind and name."""
    entries = [_community_entry(community) for community in communities()]
    entries.extend(_districts())
    entries.extend(_merged(_known_places(facts), entries))
    entries.extend(_known_by_community())
    entries.extend(_without_own_point(facts, entries))
    for entry in entries:
        entry.others.extend(other for name in entry.names() for other in ALSO_CALLED.get(name, ()))
    with target.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(HEADER)
        table.writerows(_row(entry) for entry in entries)


def _community_entry(community: Community) -> Entry:
    return Entry(
        kind="community",
        name_en=community.name_en,
        name_ar=community.name_ar,
        point=community.centre,
        precision_m=community.reach_m,
        community=community.number,
        source=MUNICIPALITY,
        others=[str(community.number)],
    )


def _districts() -> Iterable[Entry]:
    for name_en, name_ar, others, numbers in DISTRICTS:
        parts = [community for community in communities() if community.number in numbers]
        middle = Point(
            sum(part.centre.lat for part in parts) / len(parts),
            sum(part.centre.lon for part in parts) / len(parts),
        )
        # The middle of a quarter that bends may lie outside it: take the part nearest to it.
        centre = min(parts, key=lambda part: middle.distance_m(part.centre)).centre
        reach_m = max(centre.distance_m(part.centre) + part.reach_m for part in parts)
        yield Entry(
            "district",
            name_en,
            name_ar,
            centre,
            round(reach_m),
            None,
            MUNICIPALITY,
            [name for name in others.split("|") if name],
        )


def _known_by_community() -> Iterable[Entry]:
    homes = {community.number: community for community in communities()}
    for kind, name_en, name_ar, others, number in KNOWN_BY_COMMUNITY:
        home = homes[number]
        listed = [name for name in others.split("|") if name]
        yield Entry(kind, name_en, name_ar, home.centre, home.reach_m, number, SOURCE, listed)


def _known_places(facts: Path) -> list[Entry]:
    """Rows of places.csv beyond the communities, plain names, by kind."""
    shared_names = _names_of_several_communities()
    entries = []
    with (facts / "places.csv").open(encoding="utf-8") as file:
        told = [row for row in csv.DictReader(file) if row["kind"] in _KINDS]
        order = list(_KINDS)
        for row in sorted(told, key=lambda each: (order.index(each["kind"]), each["name_en"])):
            name = _plain(row["name_en"])
            loosely_placed = row["kind"] in _LOOSELY_PLACED and _sound(name) in shared_names
            if name in NO_PLACES or loosely_placed:
                continue
            entries.append(
                Entry(
                    kind=_kind(row["kind"], name),
                    name_en=name,
                    name_ar=row["name_ar"],
                    point=Point(float(row["lat"]), float(row["lon"])),
                    precision_m=max(int(row["precision_m"]), WIDE_M.get(name, 0)),
                    community=int(row["comm_num"]) if row["comm_num"] else None,
                    source=_source(row["source"]),
                    others=_alternatives(row["note"]),
                )
            )
    return entries


def _kind(told: str, name: str) -> str:
    if name in MALLS:
        return "mall"
    return "hospital" if name.endswith("Hospital") else _KINDS[told]


def _merged(found: list[Entry], base: list[Entry]) -> list[Entry]:
    """Each place once: a name already there in that community only adds its spellings."""
    known: dict[tuple[str, int | None], Entry] = {
        (_sound(name), entry.community): entry for entry in base for name in entry.names()
    }
    fresh: list[Entry] = []
    for entry in found:
        twin = _twin(entry, known)
        if twin is None:
            fresh.append(entry)
            for name in entry.names():
                known.setdefault((_sound(name), entry.community), entry)
            continue
        twin.name_ar = twin.name_ar or entry.name_ar
        twin.others.extend(entry.names())
        if twin.kind != "community":
            twin.precision_m = max(twin.precision_m, entry.precision_m)
    return fresh


def _twin(entry: Entry, known: dict[tuple[str, int | None], Entry]) -> Entry | None:
    twins = (known.get((_sound(name), entry.community)) for name in entry.names())
    twin = next((each for each in twins if each is not None), None)
    # The tower stays beside the community that is named after it.
    if twin is not None and twin.kind == "community" and entry.kind == "landmark":
        return None
    return twin


def _without_own_point(facts: Path, entries: list[Entry]) -> list[Entry]:
    """Popular names known only by their community stand at its centre, as wide as it is."""
    known = {_sound(name) for entry in entries for name in entry.names()}
    by_number = {community.number: community for community in communities()}
    shared_names = _names_of_several_communities()
    with (facts / "community_aliases.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["popular_name"] not in NO_PLACES]
    added = []
    for row in sorted(rows, key=lambda each: each["popular_name"]):
        name = row["popular_name"]
        if _sound(name) in known or ("listing" in row["evidence"] and _sound(name) in shared_names):
            continue
        home = by_number[int(row["comm_num"])]
        source = f"popular name of the community: {row['evidence']}"
        added.append(Entry("project", name, "", home.centre, home.reach_m, home.number, source))
        known.add(_sound(name))
    return added


def _names_of_several_communities() -> frozenset[str]:
    """ "Al Barsha" is First, Second and Third: whoever says only that is asked which."""
    stems = Counter(
        _sound(" ".join(tokens[:-1]))
        for tokens in (tokens_of(community.name_en) for community in communities())
        if tokens[-1].isdigit()
    )
    return frozenset(stem for stem, count in stems.items() if count > 1)


def _sound(name: str) -> str:
    """Equal for spellings of one name; sounds of two letters say too little and stay words."""
    sounds = ((sound_of(token), token) for token in tokens_of(name))
    return " ".join(sound if len(sound) > 2 else token for sound, token in sounds)


def _plain(name: str) -> str:
    """GeoNames writes "Ar Rāshidīyah": letters without marks, as people type them."""
    unmarked = name.translate(str.maketrans("āīūēōţḩşḑẕĀĪŪḨŞŢ", "aiueothsdzAIUHST"))
    return re.sub(r"[‘’`]", "'", unmarked)


def _alternatives(note: str) -> list[str]:
    _, _, listed = note.partition("alt: ")
    return [name.strip() for name in listed.split("|") if len(name.strip()) > 2]


def _source(source: str) -> str:
    return source.split(" (via ", maxsplit=1)[0]


def _row(entry: Entry) -> tuple[object, ...]:
    seen = {entry.name_en, entry.name_ar}
    others = [name for name in dict.fromkeys(entry.others) if name not in seen]
    return (
        entry.kind,
        entry.name_en,
        entry.name_ar,
        "|".join(others),
        entry.point.lat,
        entry.point.lon,
        entry.precision_m,
        entry.community or "",
        entry.source,
    )
