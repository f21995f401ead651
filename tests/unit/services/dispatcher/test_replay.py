"""A stored solve again."""

import json
from dataclasses import replace

import pytest

from services.dispatcher.planning.record import versions
from services.dispatcher.replay import Stored, replayed, tell
from shared.routing.plan_file import plan_to_json
from tests.unit.shared.routing.build import problem, shift, visit

DAY = problem(*(visit(f"v{i}", i % 5) for i in range(9)), shift("s1"), shift("s2", "t2", 3))
STORED = Stored(DAY, 7, 12, repeatable=True, versions=versions(), result={})


def test_the_same_plan_again(capsys: pytest.CaptureFixture[str]) -> None:
    """Counted work gives the identical plan, and the command says so."""
    stored = replace(STORED, result=json.loads(json.dumps(plan_to_json(replayed(STORED)))))
    assert tell(stored, replayed(stored)) == 0
    assert capsys.readouterr().out.startswith("identical plan: cost ")


def test_what_differs_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Another plan, other versions, and a solve that the clock ended: each in a line."""
    plan = replayed(STORED)
    result = {**plan_to_json(plan), "routes": [], "cost": 1}
    old = replace(STORED, repeatable=False, versions={**versions(), "numba": "0.1"}, result=result)
    assert tell(old, plan) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("numba: 0.1 then, ")
    assert "ended by the clock" in lines[1]
    assert lines[2] == f"another plan: cost 1 then, {plan.cost} now"
