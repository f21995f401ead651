"""Every rule taken away from the planner: what it plans then, and what the verifier says of it.

`python -m tests.support.found_out` writes `docs/rules.md`, which a test compares.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from services.dispatcher.optimiser.params import Params
from services.dispatcher.optimiser.solve import solve
from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from shared.routing.registry import RULES
from shared.routing.rule import Rule, RuleClass
from shared.routing.verify import Verdict, verify
from tests.support.strip import without_rule

_ROOT = Path(__file__).parents[2]
DATA = _ROOT / "tests" / "data" / "rules"
PAGE = _ROOT / "docs" / "rules.md"
_HEADINGS = {
    RuleClass.SAFETY: "Safety: nobody overrides it",
    RuleClass.PROMISE: "Promise: broken by name only, and at a price",
    RuleClass.COMFORT: "Comfort: weighed against all else",
}
_INTRO = """\
# The rules

Each rule is one file of `shared/routing/rules` and one clause of the verifier, and is on where a \
[problem](problem-format.md) says anything of it. The last column is the proof that both hold it: \
an instance (`tests/data/rules`, the part `tempting`) is planned by a planner that was not told of \
the rule, and the verifier, which was, says this. Told of it, the planner gives a plan without \
objection.

This page is written by `python -m tests.support.found_out`; a test keeps it true.
"""


@dataclass(frozen=True, slots=True)
class FoundOut:
    """A planner that never heard of the rule, and one that did, on the same instance."""

    rule: Rule
    ignorant: Verdict
    told_cost: int
    knowing: Verdict

    @property
    def said(self) -> str:
        """The verifier's objection in the rule's own words, else to what was told of the cost."""
        for one in self.ignorant.violations:
            if one.rule in self.rule.violations:
                return f"{one.text}."
        really, best = self.ignorant.cost, self.knowing.cost
        return f"the cost is not {self.told_cost} but {really}, where {best} was possible."


def document_of(rule: Rule) -> dict[str, Any]:
    """The committed instances of a rule."""
    document: dict[str, Any] = json.loads((DATA / f"{rule.name}.json").read_text("utf-8"))
    assert document["rule"] == rule.name
    return document


@cache
def found_out(rule: Rule) -> FoundOut:
    """What comes of planning the rule's tempting instance without it, and with it."""
    problem = problem_from_json(document_of(rule)["tempting"])
    plan = _planned(without_rule(problem, rule.name))
    return FoundOut(rule, verify(problem, plan), plan.cost, verify(problem, _planned(problem)))


def _planned(problem: Problem) -> Plan:
    params = Params(time_limit_s=60.0, deterministic_iterations=40)
    return solve(problem, params, lambda: False, random.Random(1), lambda _: None)


def page() -> str:
    """The table of all rules, by class."""
    return "\n".join([_INTRO, *_tables()])


def _tables() -> Iterator[str]:
    for class_, heading in _HEADINGS.items():
        yield f"## {heading}\n"
        yield "| rule | | planned without it, the verifier says |"
        yield "| --- | --- | --- |"
        for rule in RULES:
            if rule.class_ is class_:
                name = f"[{rule.name}](../shared/routing/rules/{rule.name}.py)"
                said = f"[{rule.name}.json](../tests/data/rules/{rule.name}.json)"
                yield f"| {name} | {rule.sentence} | {said}: {found_out(rule).said} |"
        yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
