"""What the benchmark reads of a problem file: plain numbers, for solvers that know no Rounds."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from shared.routing.compiled import compiled
from shared.routing.read_problem import problem_from_json

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
        """The mean of the bands where travel depends on departure: no peer knows more than one."""
        flat = self.problem.get("travel_s")
        if flat is not None:
            return np.array(flat, np.int64)
        bands = [np.array(band["travel_s"], np.int64) for band in self.problem["travel_bands"]]
        return np.asarray(np.rint(np.mean(bands, axis=0)), np.int64)


def read_day(path: Path) -> Day:
    """The day of a problem file, named `folder/file` without the ending."""
    return Day(f"{path.parent.name}/{path.stem}", json.loads(path.read_text()))


def may_serve(day: Day) -> npt.NDArray[np.bool_]:
    """Shifts x visits: the rules about who serves whom, which every peer can be told."""
    return np.asarray(compiled(problem_from_json(day.problem)).blocker < 0, np.bool_)
