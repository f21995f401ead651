"""Every rule by three tests: a plan that keeps it, one that breaks it, and the verifier without it.

The instances are `tests/data/rules/<rule>.json`; a rule without its file fails all three.
"""

from pathlib import Path
from typing import Any

import pytest

from shared.routing import rules, verify
from shared.routing.breakdown import with_terms
from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.read_plan import plan_from_json
from shared.routing.read_problem import problem_from_json
from shared.routing.registry import RULES
from shared.routing.rule import Rule, RuleClass
from shared.routing.violation import Class
from shared.routing.weights import TERMS
from tests.support.brute import best_plan
from tests.support.found_out import DATA, PAGE, document_of, found_out, page

_EACH = pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
# What a wrong cost is told as.
_FIGURES = {"cost", "cost_term", "gap", "terms"}


def _instance(rule: Rule) -> tuple[Problem, dict[str, Any]]:
    document = document_of(rule)
    return problem_from_json(document["problem"]), document


def _plan(document: dict[str, Any], which: str) -> Plan:
    return plan_from_json(document[which])


@_EACH
def test_feasible(rule: Rule) -> None:
    """A plan that keeps the rule passes, its figures included."""
    problem, document = _instance(rule)
    assert rule.is_used(problem)
    assert verify.verify(problem, _plan(document, "feasible")).violations == ()


@_EACH
def test_infeasible(rule: Rule) -> None:
    """A plan that breaks only this rule is objected to in this rule's words; one that hides what
    the rule costs, by the figures.
    """
    problem, document = _instance(rule)
    found = {one.rule for one in verify.verify(problem, _plan(document, "infeasible")).violations}
    assert found == set(document["violations"])
    assert found <= (set(rule.violations) or _FIGURES)


@_EACH
def test_removed(rule: Rule) -> None:
    """Without the rule's clause nothing is found: it is this clause that objects."""
    problem, document = _instance(rule)
    plan = _plan(document, "infeasible")
    assert verify.verify(problem, plan, frozenset({rule.name})).violations == ()


@_EACH
def test_the_planner_reckons_like_the_verifier(rule: Rule) -> None:
    """`with_terms` tells what the committed feasible plan tells."""
    problem, document = _instance(rule)
    plan = _plan(document, "feasible")
    assert with_terms(problem, plan) == plan


def test_each_file_of_rules_is_listed_once() -> None:
    """The folder is the menu: a rule that is not in the registry is never asked."""
    folder = Path(rules.__file__).parent
    files = sorted(file.stem for file in folder.glob("*.py") if file.stem != "__init__")
    assert sorted(rule.name for rule in RULES) == files
    assert sorted(file.stem for file in DATA.glob("*.json")) == files


def test_each_rule_has_its_sentence_and_something_to_say() -> None:
    """A rule is a whole sentence, and it forbids or costs; each term has its rule."""
    for rule in RULES:
        assert rule.sentence[0].isupper(), rule.name
        assert rule.sentence.endswith("."), rule.name
        assert rule.violations or rule.term, rule.name
        assert (rule.allows is None and rule.spans is None) or rule.reason, rule.name
    assert {rule.term for rule in RULES if rule.term} == set(TERMS)


def test_each_clause_of_the_verifier_belongs_to_a_rule() -> None:
    """No clause without its rule, else it could not be told or removed by name."""
    names = {rule.name for rule in RULES}
    assert {*verify.DOORS, *verify.ROUTES, *verify.TIES} <= names


def test_the_classes_are_the_same_in_both() -> None:
    """What a rule calls safety the verifier never offers a dispatcher to wave through; what it
    calls a promise it does, if only at a price.
    """
    for rule in RULES:
        problem, document = _instance(rule)
        found = verify.verify(problem, _plan(document, "infeasible")).violations
        told = {one.class_ for one in found}
        if rule.class_ is RuleClass.PROMISE and rule.violations:
            assert told == {Class.PROMISE}, rule.name
        else:
            assert told == {Class.SAFETY}, rule.name


@_EACH
def test_a_planner_without_the_rule_is_found_out(rule: Rule) -> None:
    """Taken from the planner, the verifier objects in the rule's words, or to the cost, which then
    is above what was possible. Who knows the rule plans without any objection, and as brute force.
    """
    found = found_out(rule)
    assert {one.rule for one in found.ignorant.violations} & (set(rule.violations) or {"cost"})
    assert found.knowing.violations == ()
    if not rule.violations:
        assert found.ignorant.cost > found.knowing.cost
    problem = problem_from_json(document_of(rule)["tempting"])
    if not problem.pairs and not problem.gaps:
        assert found.knowing.cost == best_plan(problem).cost


def test_the_page_of_rules_is_what_comes_of_planning() -> None:
    """`python -m tests.support.found_out` writes it anew."""
    assert PAGE.read_text("utf-8") == page()
