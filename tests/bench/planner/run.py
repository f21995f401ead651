"""Every instance, ours and every peer, one after the other on the same cores."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shared.routing.problem import Problem
from shared.routing.read_plan import plan_from_json
from shared.routing.read_problem import problem_from_json
from shared.routing.verify import verify
from tests.bench.planner.child import run_peer
from tests.bench.planner.day import Day, read_day
from tests.bench.planner.judge import judge
from tests.bench.planner.ours import Solved, run_ours
from tests.bench.planner.rows import OURS, PEERS, PLAN, PROOF, SEED, Row
from tests.bench.planner.versions import code_of

# Seconds of search by number of visits (issue 3); Solomon's hundred need their proof.
LIMITS_S = {25: 5.0, 50: 5.0, 100: 15.0, 200: 40.0, 500: 120.0}
SOLOMON_LIMIT_S, SOLOMON_PEER_LIMIT_S = 120.0, 20.0
PROOF_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Task:
    """One row to be measured."""

    path: Path
    instance: str
    solver: str
    kind: str
    limit_s: float

    @property
    def key(self) -> tuple[str, str, str]:
        return self.instance, self.solver, self.kind

    @property
    def code(self) -> str:
        """Of the solver, the machine and the instance."""
        return code_of(self.solver, PEERS.get(self.solver), self.path.read_bytes())

    def is_done_by(self, row: Row) -> bool:
        """Whether this row need not be measured again."""
        same = (row.key, row.code) == (self.key, self.code)
        return same and abs(row.limit_s - self.limit_s) < 1e-6


def published(folder: Path) -> list[Path]:
    """The published days, small ones first."""
    days = (*folder.glob("homevisit/*.json"), *folder.glob("solomon-r1/*.json"))
    return sorted(days, key=lambda path: (path.parent.name, len(read_day(path).visits), path.name))


def tasks(paths: Iterable[Path], share: float, solvers: Iterable[str]) -> Iterator[Task]:
    """Of each day ours first; `share` of each limit is given (1.0 for the table of the issue)."""
    chosen = set(solvers)
    for path in paths:
        day = read_day(path)
        if OURS in chosen:
            yield Task(path, day.name, OURS, PLAN, limit_of(day, OURS) * share)
            if day.name.startswith("homevisit") and len(day.visits) == 100:
                yield Task(path, day.name, OURS, PROOF, PROOF_LIMIT_S * share)
        for peer in PEERS if _is_for_peers(day) else ():
            if peer in chosen:
                yield Task(path, day.name, peer, PLAN, limit_of(day, peer) * share)


def _is_for_peers(day: Day) -> bool:
    """Peers know neither promises nor what a change costs; of the mixed days one shows enough of
    what they break.
    """
    return "replan" not in day.problem and (
        not day.name.startswith("mixed/") or day.name == "mixed/rules-1"
    )


def limit_of(day: Day, solver: str) -> float:
    if day.name.startswith("solomon"):
        return SOLOMON_LIMIT_S if solver == OURS else SOLOMON_PEER_LIMIT_S
    return LIMITS_S[min(size for size in LIMITS_S if size >= min(len(day.visits), max(LIMITS_S)))]


def perform(task: Task) -> Row:
    """Measure and judge."""
    day = read_day(task.path)
    problem = problem_from_json(day.problem)
    if task.solver == OURS:
        return _ours(task, day, problem, run_ours(task.path, task.limit_s, SEED))
    found = run_peer(task.solver, task.path, task.limit_s, SEED)
    size = len(day.visits)
    if found is None:
        return Row(day.name, size, task.solver, task.limit_s, None, code=task.code)
    judged = judge(day, problem, found[0])
    return Row(
        day.name, size, task.solver, task.limit_s, judged.cost, judged.unassigned,
        judged.violations, code=task.code,
    )  # fmt: skip


def _ours(task: Task, day: Day, problem: Problem, solved: Solved) -> Row:
    plan = plan_from_json(solved.plan)
    verdict = verify(problem, plan)
    return Row(
        instance=day.name,
        visits=len(day.visits),
        solver=OURS,
        limit_s=task.limit_s,
        cost=verdict.cost,
        unassigned=len(plan.unassigned),
        violations=len(verdict.violations),
        bound=plan.bound,
        peak_mb=round(solved.peak_mb),
        curve=solved.curve,
        kind=task.kind,
        code=task.code,
    )
