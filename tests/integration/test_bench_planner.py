"""The part of the planner's benchmark that continuous integration runs: counted work and ratios,
never seconds on the wall.
"""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from services.dispatcher.optimiser.levels import planned
from services.dispatcher.optimiser.params import Params
from shared.routing.plan import Plan, Status
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from shared.routing.registry import RULES
from shared.routing.verify import verify
from tests.bench.planner import factors, figures, insertion, sections, table
from tests.bench.planner.__main__ import main
from tests.bench.planner.disrupted.section import Section
from tests.bench.planner.factors import ALL_BUT_TIES, ALL_PLANNED, FactorRow
from tests.bench.planner.insertion import Measured
from tests.bench.planner.made.rules import day_with, optional_rules
from tests.bench.planner.report import page
from tests.bench.planner.rows import OURS, PROOF, Row, read_rows, write_rows
from tests.bench.planner.sections import Wish

_DAYS = Path(__file__).parents[3] / "shared" / "bench" / "homevisit"
_NEVER_S = 86_400.0

needs_days = pytest.mark.skipif(not _DAYS.is_dir(), reason="../shared/bench is absent")


def _solved(problem: Problem, units: int) -> Plan:
    """The plan that so much counted work gives."""
    params = Params(_NEVER_S, seed=1, deterministic_iterations=units)
    return planned(problem, params, lambda: False, random.Random(1), lambda _: None)


def _read(name: str) -> Problem:
    return problem_from_json(json.loads((_DAYS / f"{name}.json").read_text()))


@needs_days
@pytest.mark.parametrize(
    "name", ["day-25-0", "day-25-1", "day-25-2", "day-50-0", "day-50-1", "day-50-2"]
)
def test_small_published_days_are_proven_optimal(name: str) -> None:
    """With as much work as seconds give, the plan meets its bound and breaks no rule."""
    problem = _read(name)
    plan = _solved(problem, 200)
    assert plan.status is Status.OPTIMAL
    assert plan.cost == plan.bound
    assert verify(problem, plan).violations == ()


@needs_days
def test_a_hundred_visits_come_within_a_thousandth() -> None:
    """Of the bound that the same search proves."""
    problem = _read("day-100-2")
    plan = _solved(problem, 200)
    assert plan.gap <= 0.001
    assert verify(problem, plan).violations == ()


def test_the_best_places_come_a_hundred_times_sooner_than_by_timing_each() -> None:
    """Among 200 routes of ten stops, in one run, at the same costs."""
    found = insertion.measured(visits=3, repeats=3)
    assert found.are_equal
    assert found.ratio >= 100, found


def test_every_rule_that_a_day_may_be_without_can_be_put_on() -> None:
    """Alone it makes a day that uses it (or, where every day does, another day), all together a
    day that uses every rule of the registry.
    """
    plain = day_with([], 1, visits=32).document
    for rule in RULES:
        if rule.name in optional_rules():
            made = day_with([rule.name], 1, visits=32).document
            assert made != plain, rule.name
            assert rule.is_used(problem_from_json(made)), rule.name
    whole = problem_from_json(day_with(optional_rules(), 1, visits=32).document)
    assert [rule.name for rule in RULES if not rule.is_used(whole)] == []


def test_a_day_with_all_rules_but_ties_is_planned_without_violation() -> None:
    """On twenty visits, with what the benchmark's mixed days have on."""
    problem = problem_from_json(day_with(factors.rules_of(ALL_PLANNED), 1, visits=20).document)
    plan = _solved(problem, 60)
    assert verify(problem, plan).violations == ()
    assert plan.bound <= plan.cost


def test_a_section_goes_on_where_it_was_cut_short(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first rule's row is kept as it is when the section is asked for again, a second one
    joins it, and the page shows both.
    """
    asked = ["--section", "factors", "--share", "0.05", "--out", str(tmp_path)]
    assert main([*asked, "--only", "max_visits"]) == 0
    first = read_rows(tmp_path / "factors.json", FactorRow)
    assert main([*asked, "--only", "max_"]) == 0
    both = read_rows(tmp_path / "factors.json", FactorRow)
    assert first == both[:1]
    assert {row.rule for row in both} > {"max_visits", "max_leg", "max_travel"}
    assert all(row.closed and row.factor > 0 for row in both)
    assert "1 rows of the same code" in capsys.readouterr().out
    page = (tmp_path / "README.md").read_text()
    assert "| max_visits |" in page
    assert "| max_leg |" in page


def test_a_lived_section_is_kept_until_somebody_else_is_asked_for(tmp_path: Path) -> None:
    """The same solvers, or fewer, are not lived again; nobody at all lives nothing."""
    lived: list[str] = []

    def live() -> Section:
        lived.append("once more")
        return Section("sick", {}, ({"solver": OURS},))

    def ask(*who: str, again: bool = False) -> None:
        solvers, tell = frozenset(who), lambda _: None
        wish = Wish(tmp_path, tmp_path, "", 1.0, solvers, again=again, tell=tell)
        sections._live(wish, "sick", wish.solvers, live)

    asked: list[tuple[str, ...]] = [(), (OURS, "VROOM"), (OURS,), ("PyVRP",)]
    many = []
    for who in asked:
        ask(*who)
        many.append(len(lived))
    assert many == [0, 1, 1, 2]
    ask("PyVRP", again=True)
    assert len(lived) == 3


def _row(instance: str, cost: int | None, solver: str = OURS, **more: object) -> Row:
    given = {"visits": 200, "limit_s": 40.0, "curve": ((0.1, 999, 0), (4.0, cost or 0, 1))}
    return Row(**(given | {"instance": instance, "solver": solver, "cost": cost} | more))  # type: ignore[arg-type]  # fields by name


_CANNED = [
    _row("homevisit/day-200-0", 980, bound=970, peak_mb=300.0),
    _row("homevisit/day-200-0", 1000, "VROOM", curve=()),
    _row("homevisit/day-200-0", 900, "PyVRP", curve=(), violations=1),
    _row("homevisit/day-200-1", 1010, bound=1010, peak_mb=300.0),
    _row("homevisit/day-200-1", 1000, "PyVRP", curve=()),
    _row("homevisit/day-200-1", None, "OR-Tools routing", curve=()),
    _row("homevisit/day-100-0", 500, bound=500, kind=PROOF, visits=100),
    _row("solomon-r1/R101", 16377, bound=16377, visits=100),
]


def test_figures_compare_with_the_best_legal_plan_of_a_peer() -> None:
    """A peer's plan that breaks a rule is no comparison; proofs are read of their own runs; nothing
    is judged before each of its days was measured.
    """
    optima = {"R101": 16377, "R107": 10646}
    found = {one.name: one for one in figures.published_figures(_CANNED, optima)}
    mean = found["200 visits, 40 s: cost against the best peer, mean"]
    assert (mean.measured, mean.reached) == ("-0.50 % (2 of 3 days)", None)
    worst = found["200 visits, 40 s: cost against the best peer, worst day"]
    assert (worst.measured, worst.reached) == ("+1.00 % (2 of 3 days)", None)
    assert found["200 visits, 40 s: mean gap"].measured == "0.52 % (2 of 3 days)"
    proofs = found["100 visits, 60 s: proven optimal"]
    assert (proofs.measured, proofs.reached) == ("1 of 1 (1 of 3 days)", None)
    missing = found["500 visits, 120 s: mean gap"]
    assert (missing.measured, missing.reached) == ("not measured", None)
    other = found["Solomon R107, R111: above the optimum, worst"]
    assert other.reached is None
    third = _row("homevisit/day-200-2", 900, bound=899, peak_mb=300.0)
    whole = [*_CANNED, third, _row("homevisit/day-200-2", 1000, "VROOM", curve=())]
    found = {one.name: one for one in figures.published_figures(whole, optima)}
    mean = found["200 visits, 40 s: cost against the best peer, mean"]
    assert (mean.measured, mean.reached) == ("-3.67 %", True)
    worst = found["200 visits, 40 s: cost against the best peer, worst day"]
    assert (worst.measured, worst.reached) == ("+1.00 %", False)


def test_figures_of_the_rest_say_what_was_cut_off() -> None:
    """All rules on that did not close are more than their factor; insertion must be equal too."""
    slow = FactorRow(ALL_BUT_TIES, 1, 100, 40.0, 5.0, 7, closed=False, able=0.4, bound=0)
    swept = Measured(200, 2000, 0.002, 0.4, are_equal=True)
    found = {one.name: one for one in figures.other_figures(_CANNED, [slow], [swept])}
    all_on = found["rules on at once, all but pairs and gaps: times the work of none, median"]
    assert (all_on.measured, all_on.reached) == ("more than 8.0", False)
    assert found["best places: times sooner than timing every place"].reached is True
    assert found["200 visits: first legal plan"].measured == "0.10 s"
    unequal = Measured(200, 2000, 0.002, 0.4, are_equal=False)
    found = {one.name: one for one in figures.other_figures(_CANNED, [], [unequal])}
    assert found["best places: times sooner than timing every place"].reached is None


def test_figures_of_lived_days_are_against_hindsight_and_the_long_replan() -> None:
    """Promises by those that hindsight keeps; the short replan by the long one of its day."""
    day = Section("disrupted", {"possible": 200}, ({"solver": OURS, "kept": 191},))
    short = {"kept": 150, "cost": 1005, "took_s": 2.9}
    sick = Section("sick", {}, (short, {"kept": 151, "cost": 1000, "took_s": 120.0}))
    measured = [(one.measured, one.reached) for one in figures.lived_figures([day, sick])]
    assert measured == [("95.5 %", True), ("2.90 s", True), ("+0.50 %", True), ("1", False)]
    assert [one.reached for one in figures.lived_figures([])] == [None] * 4


def test_a_broken_rule_counts_wherever_a_plan_of_ours_breaks_it() -> None:
    """In a plan, in a lived day or in a replan; what a peer breaks is no failure."""
    theirs = {"solver": "VROOM", "violations": 9}
    fine = Section("disrupted", {}, ({"solver": OURS, "violations": 0}, theirs))
    assert figures.legal_figure(_CANNED, [fine]).reached is True
    bad = Section("sick", {}, ({"violations": 2},))
    assert figures.violations([], [fine, bad]) == [0, 2]
    assert figures.legal_figure(_CANNED, [fine, bad]).reached is False
    assert figures.legal_figure([], []).reached is None


def test_tables_show_costs_gaps_and_what_is_broken() -> None:
    """Canned rows as Markdown: one line a day, a proof of its own run, a peer without a plan."""
    told = table.published_markdown(_CANNED, {"R101": 16377})
    assert "| homevisit/day-200-0 | 40 | 970 | 980 (1.03 %) | 1000 (3.09 %) |" in told
    assert "900 (-7.22 %) (1 violations)" in told
    assert "no plan" in told
    assert "16377 (optimum 16377)" in told
    assert "| homevisit/day-200-0 | 0.10 | 4.0 | 4.0 | 300 |" in table.effort_markdown(_CANNED)
    words = figures.markdown([figures.Figure("a", "b", "c", reached=True)])
    assert words.splitlines()[-1] == "| a | b | c | yes |"


def test_a_page_of_shortened_limits_says_so() -> None:
    """So that no figure of a trial is taken for one of the issue's."""
    whole = Section("sick", {"morning_s": 20.0, "short_s": 3.0, "long_s": 120.0}, ())
    for section, trial in (
        (whole, False),
        (replace(whole, facts=whole.facts | {"short_s": 0.3}), True),
    ):
        assert ("**A trial" in page([], [], [], [section])) is trial


def test_rows_survive_the_file(tmp_path: Path) -> None:
    """What is read is what was written; rows of a form that nobody knows are left out."""
    path = tmp_path / "rows.json"
    write_rows(path, _CANNED)
    assert read_rows(path, Row) == _CANNED
    assert read_rows(path, Measured) == []
    assert read_rows(tmp_path / "none.json", Row) == []
