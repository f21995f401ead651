"""Spoilt problem files: refused with a place in the file or solved, never a crash.

`ROUNDS_MUTATIONS` sets how many are tried (10,000 before a release).
"""

import copy
import json
import os
import random
import re
from pathlib import Path
from typing import Any

import pytest

from services.dispatcher import solve
from shared.routing.errors import ProblemInvalid
from shared.routing.problem import Problem
from shared.routing.problem_file import problem_to_json
from shared.routing.read_problem import problem_from_json
from tests.support.days import day_file

_COUNT = int(os.environ.get("ROUNDS_MUTATIONS", "1000"))
_BLOCKS = 10
# How many files that are still valid are solved too: that is not what this test is about.
_SOLVED = 5
_WRONG: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    7,
    -(10**9),
    10**12,
    10**400,
    1.5,
    -0.0,
    1e308,
    "",
    "x",
    "v0",
    "é\n\x00\ud800",
    "x" * 5000,
    [],
    [[]],
    [1, 0],
    [0, 10**9],
    {},
    {"id": "v0"},
    {"\ud800\n": 1},
)


def _base(rng: random.Random) -> dict[str, Any]:
    """A day with every rule on and a plan to start from."""
    day = day_file(rng, visits=6, shifts=2, share=1.0)
    stop = {"visit": "v0", "arrival_s": 1, "start_s": 2, "departure_s": 3, "terms": {"travel": 1}}
    day["replan"] = {"max_changes": 2}
    day["previous"] = {
        "routes": [{"shift": "s0", "stops": [stop], "terms": {"travel": 1}}],
        "unassigned": [{"visit": "v1", "reason": "outprioritised"}],
        "cost": 1,
        "bound": 1,
        "gap": 0.0,
        "cost_terms": {"travel": 1},
        "status": "feasible",
        "on_time": 0.5,
    }
    return day


def _somewhere(rng: random.Random, value: Any) -> tuple[Any, Any] | None:
    """A container and the key of one of its values, at any depth."""
    if isinstance(value, dict) and value:
        key: Any = rng.choice(sorted(value))
    elif isinstance(value, list) and value:
        key = rng.randrange(len(value))
    else:
        return None
    deeper = _somewhere(rng, value[key]) if rng.random() < 0.85 else None
    return deeper or (value, key)


def _mutate(rng: random.Random, day: dict[str, Any]) -> None:
    found = _somewhere(rng, day)
    if found is None:
        return
    holder, key = found
    value = holder[key]
    match rng.randrange(7):
        case 0:
            del holder[key]
        case 1 | 2:
            holder[key] = copy.deepcopy(rng.choice(_WRONG))
        case 3 if isinstance(holder, list):
            holder.append(copy.deepcopy(value))
        case 4 if isinstance(holder, dict):
            holder[rng.choice(["surprise", "id ", "é\n", "\ud800", ""])] = value
        case 5 if type(value) is int:
            holder[key] = rng.choice(
                [-value, value * 10**6, value % 10**6 + 0.5, str(value), [value]]
            )
        case _:
            holder[key] = [value, value]


def _names_a_place(day: dict[str, Any], refused: ProblemInvalid) -> bool:
    """The path leads through the file to the field (or to where it ought to be); a fault of the
    document itself names the field.
    """
    if not refused.path:
        return "field" in refused.fact
    here: Any = day
    for step in re.findall(r"[^.\[\]]+|\[\d+\]", refused.path)[:-1]:
        if step.startswith("["):
            here = here[int(step[1:-1])]
        elif isinstance(here, dict) and step in here:
            here = here[step]
        else:
            return step == "weights"  # whose defaults bind without being written
    return True


@pytest.mark.parametrize("block", range(_BLOCKS))
def test_a_spoilt_file_is_refused_by_its_place_or_read(
    block: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 0 or 2, one line that names the place; what is read can be written and read again."""
    path = tmp_path / "problem.json"
    solved = 0
    for seed in range(block * _COUNT // _BLOCKS, (block + 1) * _COUNT // _BLOCKS):
        rng = random.Random(seed)
        day = _base(rng)
        for _ in range(rng.choice([1, 1, 1, 2, 5])):
            _mutate(rng, day)
        read = _read(day)
        if isinstance(read, Problem):
            assert problem_from_json(problem_to_json(read)) == read, seed
            solved += 1
            if solved > _SOLVED:
                continue
        path.write_text(json.dumps(day), "utf-8")
        status = solve.main([str(path), "--time-limit", "0", "--out", str(tmp_path / "plan.json")])
        printed = capsys.readouterr()
        assert status == (0 if isinstance(read, Problem) else 2), seed
        if status == 2:
            assert printed.out == "", seed
            assert printed.err == f"{path}: {read}\n", seed


def _read(day: dict[str, Any]) -> Problem | ProblemInvalid:
    # As a file would give it: numbers and texts that JSON cannot say are not met by the reader.
    document = json.loads(json.dumps(day))
    try:
        return problem_from_json(document)
    except ProblemInvalid as invalid:
        refused = invalid
    assert _names_a_place(document, refused), refused
    assert str(refused).isprintable(), refused
    assert len(str(refused)) < 2000, refused
    return refused


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_does_not_have(
    word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python would read them; the file command does not."""
    path = tmp_path / "problem.json"
    text = json.dumps(_base(random.Random(1))).replace('"gap": 0.0', f'"gap": {word}')
    assert word in text
    path.write_text(text, "utf-8")
    assert solve.main([str(path)]) == 2
    assert "is no number" in capsys.readouterr().err
