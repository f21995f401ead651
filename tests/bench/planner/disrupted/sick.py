"""A sick therapist at 200 visits: three seconds of replanning against two minutes.

Each published day of 200 visits is planned, told to everybody with an hour around each start, and
then the therapist with most visits does not come.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from services.dispatcher.optimiser.warm import load_kernels
from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from shared.routing.verify import verify
from tests.bench.planner.day import read_day
from tests.bench.planner.disrupted.facts import published
from tests.bench.planner.disrupted.live import kept, standing
from tests.bench.planner.disrupted.section import Section, load
from tests.bench.planner.disrupted.solvers import Answer, ours

MORNING_S, SHORT_S, LONG_S = 20.0, 3.0, 120.0
FACTS = Path(__file__).resolve().parents[5] / "shared" / "bench" / "homevisit"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One replan. `cost` is by the file's own prices and the promises'; `rest` is travel and what
    else is no disturbance.
    """

    instance: str
    ill: int
    """Visits that the ill therapist had."""
    limit_s: float
    promises: int
    kept: int
    left_out: int
    changed: int
    moved_s: int
    rest: int
    cost: int
    violations: int
    first_s: float
    last_s: float
    took_s: float


def run_sick(share: float, tell: Tell, folder: Path = FACTS) -> Section:
    """Rows in pairs: the short replan, then the long one; none where the days are absent."""
    load_kernels()
    rows: list[Row] = []
    for path in sorted(folder.glob("day-200-*.json")):
        problem = problem_from_json(read_day(path).problem)
        plan = ours(problem, None, MORNING_S * share).plan
        day, visits = without_busiest(published(problem, plan, frozenset()), plan)
        for limit_s in (SHORT_S * share, LONG_S * share):
            row = _row(path.stem, visits, day, limit_s)
            tell(line(row))
            rows.append(row)
    facts = {
        "morning_s": MORNING_S * share,
        "short_s": SHORT_S * share,
        "long_s": LONG_S * share,
        "load": load(),
    }
    return Section("sick", facts, tuple(asdict(row) for row in rows))


def without_busiest(problem: Problem, plan: Plan) -> tuple[Problem, int]:
    """The day without the shifts of the therapist with most visits, and how many those were."""
    who = {shift.id: shift.therapist for shift in problem.shifts}
    count: dict[str, int] = {}
    for route in plan.routes:
        count[who[route.shift]] = count.get(who[route.shift], 0) + len(route.stops)
    ill = max(count, key=lambda name: (count[name], name))
    left = tuple(shift for shift in problem.shifts if shift.therapist != ill)
    return replace(problem, shifts=left), count[ill]


def _row(name: str, ill: int, day: Problem, limit_s: float) -> Row:
    answer: Answer = ours(day, None, limit_s)
    verdict = verify(day, answer.plan)
    told = verdict.disturbance
    return Row(
        instance=name,
        ill=ill,
        limit_s=limit_s,
        promises=len(standing(day)),
        kept=len(kept(day, answer.plan)),
        left_out=len(answer.plan.unassigned),
        changed=told.changed,
        moved_s=told.moved_s,
        rest=told.rest,
        cost=verdict.cost,
        violations=len(verdict.violations) + len(verify(day, answer.first).violations),
        first_s=round(answer.first_s, 3),
        last_s=round(answer.last_s, 3),
        took_s=round(answer.took_s, 3),
    )


def line(row: Row) -> str:
    broken = f"  {row.violations} VIOLATIONS" if row.violations else ""
    return (
        f"{row.instance} ill: {row.ill} visits  {row.limit_s:5.1f} s  kept {row.kept}/"
        f"{row.promises}  changed {row.changed}  later {row.moved_s} s  rest {row.rest}  "
        f"cost {row.cost}  {row.first_s:.2f} {row.last_s:.2f} {row.took_s:.2f} s{broken}"
    )
