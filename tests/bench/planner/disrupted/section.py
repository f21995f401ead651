"""A part of the results as it is stored: plain rows, and the circumstances they hang on."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """`name` is its key in the file; `facts` are seeds, limits and what is one for all rows."""

    name: str
    facts: Json
    rows: tuple[Json, ...]
    steps: tuple[Json, ...] = ()


def load() -> float:
    """How many processes wanted a core in the last minute: above the number of cores, the seconds
    of every solver are shared with somebody else.
    """
    return round(os.getloadavg()[0], 1)


def write_section(path: Path, section: Section) -> None:
    """Beside the other sections of the file."""
    kept = {one.name: asdict(one) for one in read_sections(path)}
    kept[section.name] = asdict(section)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, indent=1) + "\n")


def read_sections(path: Path) -> list[Section]:
    """What was written; nothing where nothing was."""
    if not path.exists():
        return []
    return [
        Section(one["name"], one["facts"], tuple(one["rows"]), tuple(one["steps"]))
        for one in json.loads(path.read_text()).values()
    ]
