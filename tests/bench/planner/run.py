"""Every instance, ours and every peer, one after the other on the same cores."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from shared.routing.problem import Problem
from shared.routing.read_plan import plan_from_json
from shared.routing.read_problem import problem_from_json
from shared.routing.verify import verify
from tests.bench.planner.child import PEERS, run_peer
from tests.bench.planner.day import Day, read_day
from tests.bench.planner.judge import judge
from tests.bench.planner.ours import Solved, run_ours

OURS = "Rounds"
SEED = 1
# Seconds of search by number of visits (issue 3); Solomon's hundred need their proof.
LIMITS_S = {25: 5.0, 50: 5.0, 100: 15.0, 200: 40.0, 500: 120.0}
SOLOMON_LIMIT_S = 120.0


@dataclass(frozen=True, slots=True)
class Row:
    """One solver on one instance; `cost` and `violations` are the verifier's."""

    instance: str
    visits: int
    solver: str
    limit_s: float
    cost: int | None
    """None where the solver had to be killed."""
    unassigned: int = 0
    violations: int = 0
    bound: int | None = None
    peak_mb: float | None = None
    curve: tuple[tuple[float, int, int], ...] = field(default=())

    @property
    def proven(self) -> bool:
        return self.cost is not None and self.cost == self.bound


def instances(folder: Path) -> list[Path]:
    """The published days, small ones first."""
    days = (*folder.glob("homevisit/*.json"), *folder.glob("solomon-r1/*.json"))
    return sorted(days, key=lambda path: (path.parent.name, len(read_day(path).visits), path.name))


def limit_of(day: Day) -> float:
    if day.name.startswith("solomon"):
        return SOLOMON_LIMIT_S
    return LIMITS_S[min(size for size in LIMITS_S if size >= min(len(day.visits), max(LIMITS_S)))]


def run(
    paths: Iterable[Path], share: float, solvers: frozenset[str], tell: Callable[[Row], None]
) -> Iterator[Row]:
    """All rows; `share` of each limit is given (1.0 for the table of the issue)."""
    for path in paths:
        day = read_day(path)
        problem = problem_from_json(day.problem)
        limit_s = limit_of(day) * share
        for solver in (OURS, *PEERS):
            if solver in solvers:
                row = _row(path, day, problem, solver, limit_s)
                tell(row)
                yield row


def _row(path: Path, day: Day, problem: Problem, solver: str, limit_s: float) -> Row:
    size = len(day.visits)
    if solver == OURS:
        return _ours(day, problem, run_ours(path, limit_s, SEED), limit_s)
    found = run_peer(solver, path, limit_s, SEED)
    if found is None:
        return Row(day.name, size, solver, limit_s, None)
    judged = judge(day, problem, found[0])
    return Row(day.name, size, solver, limit_s, judged.cost, judged.unassigned, judged.violations)


def _ours(day: Day, problem: Problem, solved: Solved, limit_s: float) -> Row:
    plan = plan_from_json(solved.plan)
    verdict = verify(problem, plan)
    return Row(
        instance=day.name,
        visits=len(day.visits),
        solver=OURS,
        limit_s=limit_s,
        cost=verdict.cost,
        unassigned=len(plan.unassigned),
        violations=len(verdict.violations),
        bound=plan.bound,
        peak_mb=solved.peak_mb,
        curve=solved.curve,
    )


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """JSON, one object a row, so that a benchmark that was cut short is not lost."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")


def read_rows(path: Path) -> list[Row]:
    """What `write_rows` wrote; nothing where nothing was."""
    if not path.exists():
        return []
    return [
        Row(**{**row, "curve": tuple(tuple(point) for point in row["curve"])})
        for row in json.loads(path.read_text())
    ]
