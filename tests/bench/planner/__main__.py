"""`python -m tests.bench.planner`: the planner beside its peers, into docs/benchmarks.

`--section published factors` runs parts of it, `--only day-100` picks instances or rules by part of
their name, `--share 0.2` shortens every limit (and then writes to .rounds/benchmarks, not to docs),
`--solvers Rounds` leaves the peers out. Rows that the same code gave on this machine are kept, so
that what was cut short goes on; `--again` measures them anew.
"""

import argparse
import sys
from pathlib import Path

from tests.bench.planner.disrupted.section import read_sections
from tests.bench.planner.figures import violations
from tests.bench.planner.report import report
from tests.bench.planner.rows import OURS, PEERS, Row, read_rows
from tests.bench.planner.sections import DISRUPTED, ROWS, SECTIONS, Wish
from tests.bench.planner.versions import ROOT

RESULTS = ROOT / "docs" / "benchmarks"
TRIALS = ROOT / ".rounds" / "benchmarks"


def main(arguments: list[str] | None = None) -> int:
    """Exit 1 when a plan of ours breaks a rule."""
    options = _options().parse_args(arguments)
    out = options.out or (RESULTS if options.share == 1.0 else TRIALS)
    wish = Wish(
        out, TRIALS / "days", options.only, options.share, frozenset(options.solvers),
        again=options.again, tell=_tell,
    )  # fmt: skip
    try:
        for name in options.section:
            _tell(f"== {name}")
            SECTIONS[name](wish)
    finally:
        _tell(report(out))
    return 1 if any(violations(read_rows(out / ROWS, Row), read_sections(out / DISRUPTED))) else 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.planner", description=__doc__)
    parser.add_argument(
        "--section", nargs="+", choices=list(SECTIONS), default=list(SECTIONS), help="which parts"
    )
    parser.add_argument("--only", default="", help="part of an instance's or a rule's name")
    parser.add_argument("--share", type=_share, default=1.0, help="share of each time limit")
    everybody = [OURS, *PEERS]
    parser.add_argument(
        "--solvers", nargs="+", choices=everybody, default=everybody, help="who runs"
    )
    parser.add_argument("--again", action="store_true", help="measure anew what is measured")
    parser.add_argument("--out", type=Path, help="folder for rows, tables and pictures")
    return parser


def _share(word: str) -> float:
    share = float(word)
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError(f"{word} is not above 0 and up to 1")
    return share


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - progress and report are what the command is for


if __name__ == "__main__":
    sys.exit(main())
