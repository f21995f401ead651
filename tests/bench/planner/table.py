"""The rows as a table for people: the terminal, and docs/benchmarks."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from tests.bench.planner.child import PEERS
from tests.bench.planner.run import OURS, SEED, Row

PACKAGES = ("ortools", "numba", "numpy", "pyvroom", "pyvrp")


def line(row: Row) -> str:
    """One row while it runs."""
    if row.cost is None:
        return f"{row.instance:22} {row.solver:17} killed after {row.limit_s:.0f} s"
    bound = "" if row.bound is None else f"  bound {row.bound}  gap {_gap(row, row.bound)}"
    broken = f"  {row.violations} VIOLATIONS" if row.violations else ""
    return (
        f"{row.instance:22} {row.solver:17} {row.limit_s:4.0f} s  cost {row.cost:7}"
        f"  unassigned {row.unassigned:3}{bound}{broken}"
    )


def markdown(rows: Sequence[Row], optima: dict[str, int]) -> str:
    """Costs beside each other, per cent above our proven bound (or the published optimum)."""
    solvers = [name for name in (OURS, *PEERS) if any(row.solver == name for row in rows)]
    head = ["instance", "seconds", "bound", *solvers, "proven"]
    body = []
    for name in dict.fromkeys(row.instance for row in rows):
        mine = {row.solver: row for row in rows if row.instance == name}
        ours = mine.get(OURS)
        if ours is None or ours.bound is None:
            continue
        best = optima.get(name.rpartition("/")[2])
        cells = [_cell(mine.get(solver), ours.bound) for solver in solvers]
        proof = "optimal" if ours.proven else ""
        bound = f"{ours.bound}" if best is None else f"{ours.bound} (optimum {best})"
        body.append([name, f"{ours.limit_s:.0f}", bound, *cells, proof])
    table = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in table)


def circumstances() -> str:
    """Versions, cores and seeds, without which a figure means nothing."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    machine = f"{cores} cores, {platform.machine()}, Python {platform.python_version()}"
    return f"{machine}, {packages}, seed {SEED}."


def published_optima(folder: Path) -> dict[str, int]:
    """Solomon's proven optima (CVRPLIB) by instance."""
    lines = (folder / "solomon-r1" / "optima.csv").read_text().splitlines()[1:]
    return {name: int(cost) for name, cost, _ in (one.split(",") for one in lines)}


def _cell(row: Row | None, bound: int) -> str:
    if row is None:
        return ""
    if row.cost is None:
        return "killed"
    broken = f" ({row.violations} violations)" if row.violations else ""
    return f"{row.cost} ({_gap(row, bound)}){broken}"


def _gap(row: Row, bound: int) -> str:
    return "none" if row.cost is None else f"{100 * (row.cost / max(bound, 1) - 1):.2f} %"
