"""Days that are not published: the demo's, and mixed days with every rule on.

Written as problem files, so that they are solved by the command as its users do it.
"""

import json
from pathlib import Path

from shared.routing.problem import Problem
from shared.routing.problem_file import problem_to_json
from tests.bench.planner.factors import ALL_PLANNED, rules_of
from tests.bench.planner.made.rules import TIES, day_with

MIXED_SEEDS = (1, 2, 3)


def mixed_files(folder: Path) -> list[Path]:
    """All rules but pairs and gaps for each seed, and one day with these two as well. They are
    planned, not replanned: replanning is the disrupted day's.
    """
    untied = rules_of(ALL_PLANNED)
    made = {f"rules-{seed}": day_with(untied, seed) for seed in MIXED_SEEDS}
    made["tied-1"] = day_with([*untied, *sorted(TIES)], MIXED_SEEDS[0])
    return [_written(folder / "mixed" / f"{name}.json", day.document) for name, day in made.items()]


def demo_files(folder: Path) -> list[Path]:
    """The seeded demo's busier clinic: its day under way (a replan) and its next day."""
    wanted = [folder / "demo" / name for name in ("next-day.json", "today.json")]
    if not all(path.exists() for path in wanted):
        # Needs a database, and so everything that the service imports.
        from tests.bench.planner.demo_day import demo_problems  # noqa: PLC0415

        for name, problem in demo_problems().items():
            _written(folder / "demo" / f"{name}.json", _document(problem))
    return wanted


def _document(problem: Problem) -> dict[str, object]:
    return problem_to_json(problem)


def _written(path: Path, document: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document) + "\n")
    return path
