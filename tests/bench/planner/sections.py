"""The parts of the benchmark; each can be run alone, and goes on where it was cut short."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from infra.local.errors import LocalStackError
from tests.bench.planner import factors, insertion
from tests.bench.planner.disrupted.peers import peers
from tests.bench.planner.disrupted.run import run_disrupted, run_more_days
from tests.bench.planner.disrupted.section import Section, read_sections, write_section
from tests.bench.planner.disrupted.sick import run_sick
from tests.bench.planner.disrupted.solvers import Solver, ours
from tests.bench.planner.factors import FactorRow
from tests.bench.planner.insertion import Measured
from tests.bench.planner.own_days import DEMO_DAYS, demo_files, mixed_files
from tests.bench.planner.rows import OURS, Row, read_rows, write_rows
from tests.bench.planner.run import perform, published, tasks
from tests.bench.planner.table import factor_line, line
from tests.bench.planner.versions import ROOT, code_of_files

FACTS = ROOT.parent / "shared" / "bench"
ROWS, FACTORS, INSERTION = "planner.json", "factors.json", "insertion.json"
DISRUPTED = "disrupted.json"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, and where its rows go."""

    out: Path
    days: Path
    """Where days that are made are written as problem files."""
    only: str
    share: float
    solvers: frozenset[str]
    again: bool
    """Also what is measured already with the same code."""
    tell: Callable[[str], None]


def run_published(wish: Wish) -> None:
    """The days of ../shared/bench, ours beside its peers."""
    if not FACTS.is_dir():
        wish.tell("../shared/bench is absent: the published days are left out")
        return
    _solve(wish, published(FACTS))


def run_own(wish: Wish) -> None:
    """The seeded demo day, and mixed days with all rules on."""
    made = mixed_files(wish.days)
    try:
        if any(wish.only in name for name in DEMO_DAYS):
            made += demo_files(wish.days)
    except LocalStackError as error:
        wish.tell(f"no database, so without the seeded demo day: {error}")
    _solve(wish, made)


def _solve(wish: Wish, paths: Iterable[Path]) -> None:
    chosen = [path for path in paths if wish.only in f"{path.parent.name}/{path.stem}"]
    store, kept = wish.out / ROWS, 0
    for task in tasks(chosen, wish.share, wish.solvers):
        rows = read_rows(store, Row)
        if not wish.again and any(task.is_done_by(row) for row in rows):
            kept += 1
            continue
        row = perform(task)
        write_rows(store, [one for one in rows if one.key != task.key] + [row])
        wish.tell(line(row))
    _tell_kept(wish, kept)


def _tell_kept(wish: Wish, kept: int) -> None:
    if kept:
        wish.tell(f"{kept} rows of the same code, limits and machine are kept (--again: anew)")


def run_factors(wish: Wish) -> None:
    """The price of each rule in the planner's work."""
    code = code_of_files("factors.py", *(f"made/{one}.py" for one in _MAKERS))
    code = f"{code}-{wish.share:g}"
    store = wish.out / FACTORS
    done = {
        (row.rule, row.seed)
        for row in read_rows(store, FactorRow)
        if row.code == code and not wish.again
    }
    asked = [case for case in factors.cases() if wish.only in case[0]]
    _tell_kept(wish, sum(case in done for case in asked))
    visits = max(10, round(factors.VISITS * min(1.0, wish.share * 4)))
    waiting = [case for case in asked if case not in done]
    for row in factors.measured(waiting, code, visits, factors.CAP_S * wish.share):
        rows = [
            one
            for one in read_rows(store, FactorRow)
            if (one.rule, one.seed) != (row.rule, row.seed)
        ]
        write_rows(store, [*rows, row])
        wish.tell(factor_line(row))


_MAKERS = ("day", "people", "times", "money", "rules")


def run_insertion(wish: Wish) -> None:
    """Best places for one visit among two hundred routes."""
    code, store = code_of_files("insertion.py"), wish.out / INSERTION
    if not wish.again and any(row.code == code for row in read_rows(store, Measured)):
        _tell_kept(wish, 1)
        return
    found = replace(insertion.measured(), code=code)
    write_rows(store, [found])
    wish.tell(insertion.told(found))


def run_disrupted_day(wish: Wish) -> None:
    """One day under way, ours beside what peers make of it."""
    solvers = _lived_by(wish.solvers)
    _live(wish, "disrupted", wish.solvers, lambda: run_disrupted(wish.share, wish.tell, solvers))


def run_sick_therapist(wish: Wish) -> None:
    """A short replan against a long one."""
    who = wish.solvers & {OURS}
    _live(wish, "sick", who, lambda: run_sick(wish.share, wish.tell))


def run_other_days(wish: Wish) -> None:
    """Disrupted days of other seeds."""
    who = wish.solvers & {OURS}
    _live(wish, "more days", who, lambda: run_more_days(wish.share, wish.tell))


def _live(wish: Wish, name: str, who: frozenset[str], live: Callable[[], Section]) -> None:
    """A section is kept whole, unless its code has changed or somebody else is asked for."""
    code, store = f"{code_of_files('disrupted', *_RUNNERS)}-{wish.share:g}", wish.out / DISRUPTED
    found = {one.name: one for one in read_sections(store)}
    facts = found[name].facts if name in found else {}
    is_known = facts.get("code") == code and who <= set(facts["asked"])
    if not who or (is_known and not wish.again):
        _tell_kept(wish, len(found[name].rows) if is_known else 0)
        return
    section = live()
    if section.rows:
        told = {"code": code, "asked": sorted(who)}
        write_section(store, replace(section, facts=section.facts | told))


_RUNNERS = ("child.py", "day.py", "peer_vroom.py", "peer_pyvrp.py", "peer_ortools.py")


def _lived_by(solvers: frozenset[str]) -> dict[str, Solver]:
    """Ours, and of each peer that is asked for both of its runs."""
    chosen: dict[str, Solver] = {OURS: ours} if OURS in solvers else {}
    if solvers - {OURS}:
        found = peers()
        chosen |= {name: found[name] for name in found if name.partition(",")[0] in solvers}
    return chosen


SECTIONS: dict[str, Callable[[Wish], None]] = {
    "published": run_published,
    "own": run_own,
    "factors": run_factors,
    "insertion": run_insertion,
    "disrupted": run_disrupted_day,
    "sick": run_sick_therapist,
    "days": run_other_days,
}
