"""`python -m tests.bench.planner`: the planner beside its peers, into docs/benchmarks.

`--only day-100` picks instances by part of their name, `--share 0.2` shortens every limit,
`--solvers Rounds` leaves the peers out. Rows of an earlier run that are not run again are kept.
"""

import argparse
import sys
from pathlib import Path

from tests.bench.planner.child import PEERS
from tests.bench.planner.day import read_day
from tests.bench.planner.pictures import draw
from tests.bench.planner.run import OURS, Row, instances, read_rows, run, write_rows
from tests.bench.planner.table import circumstances, line, markdown, published_optima

ROOT = Path(__file__).resolve().parents[3]
FACTS = ROOT.parent / "shared" / "bench"
RESULTS = ROOT / "docs" / "benchmarks"


def main(arguments: list[str] | None = None) -> int:
    """Exit 1 when a plan of ours breaks a rule, 2 where the published days are absent."""
    options = _options().parse_args(arguments)
    if not FACTS.is_dir():
        sys.stderr.write(f"{FACTS} is absent: the published days are read from there\n")
        return 2
    chosen = [one for one in instances(FACTS) if options.only in f"{one.parent.name}/{one.stem}"]
    again = {read_day(path).name for path in chosen}
    kept = [row for row in read_rows(RESULTS / "planner.json") if row.instance not in again]
    rows = list(kept)
    for row in run(chosen, options.share, frozenset(options.solvers), _tell):
        rows.append(row)
        write_rows(RESULTS / "planner.json", rows)
    _report(rows)
    ours = [row for row in rows if row.solver == OURS]
    return 1 if any(row.violations for row in ours) else 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.planner", description=__doc__)
    parser.add_argument("--only", default="", help="part of an instance's name")
    parser.add_argument("--share", type=float, default=1.0, help="share of each time limit")
    parser.add_argument("--solvers", nargs="+", default=[OURS, *PEERS], help="who runs")
    return parser


def _tell(row: Row) -> None:
    print(line(row), flush=True)  # noqa: T201 - progress is what the command is for


def _report(rows: list[Row]) -> None:
    text = markdown(rows, published_optima(FACTS))
    print(f"\n{text}\n\n{circumstances()}")  # noqa: T201 - the report
    page = f"# The planner beside its peers\n\n{_INTRODUCTION}\n\n{circumstances()}\n\n{text}\n"
    (RESULTS / "README.md").write_text(page)
    draw(rows, RESULTS)


_INTRODUCTION = """Made by `make bench`; `planner.json` holds the rows. Every solver had the same
day, the same seconds and the same cores, one after the other; every plan was judged by our
verifier, which shares no code with any of them. Per cent are above the bound that our planner
proved in that run; a peer has no bound. VROOM runs at exploration level 5 and ends by itself; PyVRP
knows skills as profiles with forbidden edges and visits as optional with prizes; OR-Tools' routing
runs guided local search.
The days are the published ones of `../shared/bench`: made-up Dubai days, and Solomon's R1.

![Cost and bound over time](over-time.svg)
![Gap against size](gap-by-size.svg)"""


if __name__ == "__main__":
    sys.exit(main())
