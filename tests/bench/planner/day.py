"""What the benchmark reads of a problem file: plain numbers, for solvers that know no Rounds."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Routes = dict[str, list[str]]
"""Visit ids in order of service by shift id; shifts without a visit may be left out."""


@dataclass(frozen=True, slots=True)
class Day:
    """A problem file as parsed JSON, and its travel as seconds, locations x locations."""

    name: str
    problem: dict[str, Any]

    @property
    def visits(self) -> list[dict[str, Any]]:
        return list(self.problem["visits"])

    @property
    def shifts(self) -> list[dict[str, Any]]:
        return list(self.problem["shifts"])

    @property
    def travel_s(self) -> npt.NDArray[np.int64]:
        """Of the first band where travel depends on departure: no peer knows more than one."""
        flat = self.problem.get("travel_s")
        rows = self.problem["travel_bands"][0]["travel_s"] if flat is None else flat
        return np.array(rows, np.int64)


def read_day(path: Path) -> Day:
    """The day of a problem file, named `folder/file` without the ending."""
    return Day(f"{path.parent.name}/{path.stem}", json.loads(path.read_text()))


def may_serve(shift: dict[str, Any], visit: dict[str, Any]) -> bool:
    """The rules about who serves whom that every peer can be told."""
    pinned = visit.get("pinned")
    return (
        set(visit.get("skills", ())) <= set(shift.get("skills", ()))
        and shift["therapist"] not in visit.get("forbidden_therapists", ())
        and (pinned is None or pinned["shift"] == shift["id"])
    )
