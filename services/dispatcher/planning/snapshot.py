"""What a solve was given, kept so that it can be run again: ids, indices and times, no names.

The stored form is zlib over the JSON of docs/problem-format.md.
"""

import json
import zlib

import msgspec

from shared.routing.errors import ProblemInvalid
from shared.routing.problem import Problem
from shared.routing.problem_file import problem_to_json
from shared.routing.read_problem import problem_from_json

_MOST_BYTES = 1 << 30


def snapshot_of(problem: Problem) -> bytes:
    """The whole problem, small enough for a row."""
    # On the way to a first answer: level 6 and the standard library take six times as long.
    return zlib.compress(msgspec.json.encode(problem_to_json(problem)), 1)


def problem_of(snapshot: bytes) -> Problem:
    """The problem again, checked whole; `ProblemInvalid` when the row is damaged."""
    try:
        opened = zlib.decompressobj()
        plain = opened.decompress(snapshot, _MOST_BYTES)
        if not opened.eof:
            raise ProblemInvalid("", "is cut off or too large")
        return problem_from_json(json.loads(plain))
    except (zlib.error, ValueError) as error:
        raise ProblemInvalid("", f"is no stored problem: {error}") from error
