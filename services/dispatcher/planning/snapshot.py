"""What a solve was given, kept so that it can be run again: indices and times, no patient data."""

import base64
import zlib
from array import array
from typing import Any

import msgspec

from shared.routing.problem import Problem
from shared.routing.travel import Travel


def snapshot_of(problem: Problem) -> dict[str, Any]:
    """The problem as JSON, its travel times packed: they are most of it."""
    return {
        "visits": msgspec.to_builtins(problem.visits),
        "shifts": msgspec.to_builtins(problem.shifts),
        "weights": msgspec.to_builtins(problem.weights),
        "travel": _packed(problem.travel),
    }


def _packed(travel: Travel) -> dict[str, Any]:
    size = travel.locations
    cells = array("i", (cell for band in travel.bands for row in band.travel_s for cell in row))
    return {
        "from_s": [band.from_s for band in travel.bands],
        "locations": size,
        "int32_zlib_base64": base64.b64encode(zlib.compress(cells.tobytes(), 1)).decode(),
    }
