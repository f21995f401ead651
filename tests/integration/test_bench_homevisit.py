"""The public home-visit days, planned by the file command and judged by the other."""

import json
import time
from pathlib import Path

import pytest

from services.dispatcher import solve, verify

_DAYS = sorted((Path(__file__).parents[3] / "shared" / "bench" / "homevisit").glob("day-*.json"))
_LIMIT_S = 3.0

if not _DAYS:
    pytest.skip("../shared/bench/homevisit is absent", allow_module_level=True)


@pytest.mark.parametrize("day", _DAYS, ids=lambda day: day.stem)
def test_planned_in_time_without_violation(day: Path, tmp_path: Path) -> None:
    """Each day gets a verified plan within the limit and two seconds, cheaper than no plan."""
    out = tmp_path / "plan.json"
    began = time.monotonic()
    status = solve.main([str(day), "--time-limit", str(_LIMIT_S), "--out", str(out)])
    took = time.monotonic() - began
    assert status == 0
    assert verify.main([str(day), str(out)]) == 0
    assert took < _LIMIT_S + 2.0
    plan = json.loads(out.read_text("utf-8"))
    nothing = sum(visit["unassigned_cost"] for visit in json.loads(day.read_text())["visits"])
    assert plan["bound"] <= plan["cost"] < nothing / 2
