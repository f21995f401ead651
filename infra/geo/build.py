"""Builds the geographic data that ships with Rounds from public facts, reproducibly.

The facts (names, numbers, coordinates; origins and terms in their README) stay where they are;
what is written is our own, simplified and rounded.
"""

from pathlib import Path

from infra.geo.base_map import write_base_map
from infra.geo.community_table import write_communities
from infra.geo.gazetteer_table import write_gazetteer
from shared.geo.communities import communities, communities_by_number

FACTS_NEEDED = (
    *("communities.geojson", "community_aliases.csv", "places.csv"),
    *("dubai_coast_ubercities.geojson", "metro_lines.geojson"),
)


def build(facts: Path, repository: Path) -> tuple[Path, ...]:
    """Write the three files into the repository and return their paths.

    Raises `FileNotFoundError` naming every fact that is missing.
    """
    missing = [name for name in FACTS_NEEDED if not (facts / name).is_file()]
    if missing:
        raise FileNotFoundError(
            f"{facts} lacks {', '.join(missing)}: give their folder with --facts"
        )
    tables = repository / "shared/geo/data"
    outlines, names = tables / "communities.csv", tables / "gazetteer.csv"
    base_map = repository / "services/api/web/public/base-map.json"
    tables.mkdir(parents=True, exist_ok=True)
    base_map.parent.mkdir(parents=True, exist_ok=True)
    write_communities(facts, outlines)
    # The next steps read what was just written, not what was there at start.
    communities.cache_clear()
    communities_by_number.cache_clear()
    write_gazetteer(facts, names)
    write_base_map(facts, names, base_map)
    return outlines, names, base_map
