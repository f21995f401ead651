"""`python -m tests.bench.planner.disrupted`: disrupted days and the sick therapist.

`--share 0.1` shortens every limit (and then writes to .rounds/benchmarks, not to docs), `--section
sick` runs one part, `--ours` leaves the peers out.
"""

import argparse
import sys
from pathlib import Path

from tests.bench.planner.disrupted.report import markdown
from tests.bench.planner.disrupted.run import OURS, run_disrupted, run_more_days
from tests.bench.planner.disrupted.section import Section, read_sections, write_section
from tests.bench.planner.disrupted.sick import run_sick
from tests.bench.planner.disrupted.solvers import ours

ROOT = Path(__file__).resolve().parents[4]
RESULTS, TRIALS = ROOT / "docs" / "benchmarks", ROOT / ".rounds" / "benchmarks"
NAME = "disrupted.json"


def main(arguments: list[str] | None = None) -> int:
    """Exit 1 when a plan of ours breaks a rule."""
    options = _options().parse_args(arguments)
    out = options.out or (RESULTS if options.share == 1.0 else TRIALS)
    for name in options.section:
        if name == "disrupted":
            solvers = {OURS: ours} if options.ours else None
            section = run_disrupted(options.share, _tell, solvers)
        elif name == "days":
            section = run_more_days(options.share, _tell)
        else:
            section = run_sick(options.share, _tell)
        write_section(out / NAME, section)
    sections = read_sections(out / NAME)
    _draw(sections, out)
    _tell(markdown(sections))
    return 1 if any(row["violations"] for row in _ours(sections)) else 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.planner.disrupted", description=__doc__
    )
    parts = ["disrupted", "days", "sick"]
    parser.add_argument("--section", nargs="+", choices=parts, default=parts, help="which parts")
    parser.add_argument("--share", type=float, default=1.0, help="share of each time limit")
    parser.add_argument("--ours", action="store_true", help="without the peers")
    parser.add_argument("--out", type=Path, help="folder for the results")
    return parser


def _draw(sections: list[Section], out: Path) -> None:
    try:
        from tests.bench.planner.disrupted.picture import draw  # noqa: PLC0415 - bench group only
    except ModuleNotFoundError as error:
        _tell(f"no picture: {error.name} is not installed (uv sync --group bench)")
        return
    for section in sections:
        if section.name == "disrupted":
            draw(section, out)


def _ours(sections: list[Section]) -> list[dict[str, object]]:
    return [row for one in sections for row in one.rows if row.get("solver", OURS) == OURS]


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - progress and report are what the command is for


if __name__ == "__main__":
    sys.exit(main())
