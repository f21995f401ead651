"""The headline: one disrupted day, lived by every solver from the same published plan."""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from statistics import median

from services.dispatcher.optimiser.warm import load_kernels
from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from shared.routing.read_visit import visits_from_json
from shared.routing.verify import verify
from tests.bench.planner.disrupted.day import disrupted_day
from tests.bench.planner.disrupted.events import SCHEDULE, Event, Kind, events_of
from tests.bench.planner.disrupted.facts import published
from tests.bench.planner.disrupted.hindsight import whole_day
from tests.bench.planner.disrupted.live import Life, Step, as_first_told, kept, standing, total
from tests.bench.planner.disrupted.section import Section, load
from tests.bench.planner.disrupted.solvers import Solver, ours
from tests.bench.planner.rows import OURS

DAY_SEED, MORE_SEEDS = 1, (2, 3)
MORNING_S, EVENT_S, HINDSIGHT_S = 60.0, 10.0, 120.0
# Of five promises one names the therapist.
_NAMED = 5
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One solver's day. `cost` is of its last plan, priced against what people were told in the
    morning; `rest` of that without promises, changes and visits left out. Seconds are from an
    event to the first legal plan (the median and the longest) and to the last better one.
    """

    solver: str
    cost: int
    rest: int
    promises: int
    kept: int
    broken: int
    changed: int
    left_out: int
    violations: int
    gap: float | None
    first_s: float
    longest_first_s: float
    last_s: float
    longest_answer_s: float


@dataclass(frozen=True, slots=True)
class Morning:
    """The published day: what everybody starts from, and what will happen."""

    problem: Problem
    plan: Plan
    events: tuple[Event, ...]


def morning_of(
    plan_it: Callable[[Problem], Plan],
    seed: int = DAY_SEED,
    therapists: int = 40,
    visits: int = 250,
    schedule: tuple[tuple[float, Kind], ...] = SCHEDULE,
) -> Morning:
    """The day of this seed, planned and told."""
    document = disrupted_day(seed, therapists, visits)
    later = list(visits_from_json(document.pop("later")))
    problem = problem_from_json(document)
    plan, rng = plan_it(problem), random.Random(seed)
    placed = sorted(stop.visit for route in plan.routes for stop in route.stops)
    named = frozenset(rng.sample(placed, len(placed) // _NAMED))
    events = events_of(problem, plan, later, rng, schedule)
    return Morning(published(problem, plan, named), plan, events)


def lived(
    morning: Morning, name: str, solve: Solver, limit_s: float, tell: Tell = lambda _: None
) -> Life:
    """The whole day of one solver."""
    life = Life(name, morning.problem, morning.plan)
    for event in morning.events:
        tell(line(life.live(event, solve, limit_s, has_bound=name == OURS)))
    return life


def row_of(life: Life, morning: Morning) -> Row:
    """The sums of its steps, and its last plan."""
    steps = life.steps
    verdict = verify(as_first_told(life, morning.problem), life.plan)
    gaps = [step.gap for step in steps if step.gap is not None]
    return Row(
        solver=life.solver,
        cost=verdict.cost,
        rest=verdict.disturbance.rest,
        promises=len(standing(life.problem)),
        kept=len(kept(life.problem, life.plan)),
        broken=total(steps, "broken"),
        changed=total(steps, "changed"),
        left_out=len(life.plan.unassigned),
        violations=total(steps, "violations"),
        gap=median(gaps) if gaps else None,
        first_s=round(median(step.first_s for step in steps), 3),
        longest_first_s=round(max(step.first_s for step in steps), 3),
        last_s=round(median(step.last_s for step in steps), 3),
        longest_answer_s=round(max(step.took_s for step in steps), 3),
    )


def run_disrupted(share: float, tell: Tell, solvers: Mapping[str, Solver]) -> Section:
    """`share` of each time limit is given."""
    load_kernels()
    morning = _published(share, DAY_SEED)
    told = f"{len(standing(morning.problem))} promises, {len(morning.plan.unassigned)} left out"
    tell(f"disrupted day: morning's plan costs {morning.plan.cost}, {told}")
    lives = [lived(morning, name, solve, EVENT_S * share, tell) for name, solve in solvers.items()]
    rows = [row_of(life, morning) for life in lives]
    possible = _hindsight(morning, lives, HINDSIGHT_S * share)
    tell(f"disrupted day: hindsight keeps {possible} promises")
    facts = {
        "seed": DAY_SEED,
        "therapists": 40,
        "visits": 250,
        "morning_s": MORNING_S * share,
        "limit_s": EVENT_S * share,
        "hindsight_s": HINDSIGHT_S * share,
        "possible": possible,
        "promised": len(standing(morning.problem)),
        "load": load(),
    }
    steps = [asdict(step) for life in lives for step in life.steps]
    return Section("disrupted", facts, tuple(asdict(row) for row in rows), tuple(steps))


def run_more_days(share: float, tell: Tell) -> Section:
    """Ours alone on days of other seeds, so that one day's luck is not the figure."""
    load_kernels()
    rows = []
    for seed in MORE_SEEDS:
        morning = _published(share, seed)
        life = lived(morning, OURS, ours, EVENT_S * share, tell)
        possible = _hindsight(morning, [life], HINDSIGHT_S * share)
        row = {"seed": seed, "possible": possible, **asdict(row_of(life, morning))}
        tell(f"day {seed}: {row['kept']} promises kept of {row['promises']}, hindsight {possible}")
        rows.append(row)
    return Section("more days", {"limit_s": EVENT_S * share, "load": load()}, tuple(rows))


def _published(share: float, seed: int) -> Morning:
    return morning_of(lambda problem: ours(problem, None, MORNING_S * share).plan, seed)


def _hindsight(morning: Morning, lives: Iterable[Life], limit_s: float) -> int:
    """Promises that a plan keeps which knew everything, or that somebody kept without knowing."""
    best = max(lives, key=lambda life: len(kept(life.problem, life.plan)))
    day = whole_day(morning.problem, morning.events, best.plan)
    plan = ours(day, None, limit_s).plan
    return max(len(kept(day, plan)), len(kept(best.problem, best.plan)))


def line(step: Step) -> str:
    """One step while it runs."""
    broken = f"  {step.violations} VIOLATIONS" if step.violations else ""
    return (
        f"{step.solver:32} {step.at} {step.event:16} cost {step.cost:7}  "
        f"kept {step.kept}/{step.promises}  broken {step.broken:3}  changed {step.changed:3}  "
        f"left out {step.left_out:3}  {step.first_s:5.2f} {step.last_s:5.2f} {step.took_s:5.2f} s"
        f"{broken}"
    )
