"""Days that are not published: the demo's, and mixed days with every rule on.

Written as problem files, so that they are solved by the command as its users do it.
"""

import json
from pathlib import Path

from shared.routing.problem_file import problem_to_json
from tests.bench.planner.factors import ALL_PLANNED, rules_of
from tests.bench.planner.made.rules import TIES, day_with

MIXED_SEEDS = (1, 2, 3)
DEMO_DAYS = ("demo/next-day", "demo/today")


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
    # Needs a database, and so everything that the service imports.
    from tests.bench.planner.demo_day import demo_problems  # noqa: PLC0415 - starts Postgres

    problems = demo_problems()
    return [
        _written(folder / f"{name}.json", problem_to_json(problems[name.partition("/")[2]]))
        for name in DEMO_DAYS
    ]


def _written(path: Path, document: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document) + "\n")
    return path
