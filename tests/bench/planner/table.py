"""The rows as tables for people: the terminal, and docs/benchmarks."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.bench.planner.factors import FactorRow
from tests.bench.planner.markdown import table
from tests.bench.planner.rows import OURS, PEERS, PLAN, PROOF, Row


def line(row: Row) -> str:
    """One row while it runs."""
    if row.cost is None:
        return f"{row.instance:22} {row.solver:17} no plan after {row.limit_s:.1f} s"
    bound = "" if row.bound is None else f"  bound {row.bound}  gap {_gap(row, row.bound)}"
    broken = f"  {row.violations} VIOLATIONS" if row.violations else ""
    return (
        f"{row.instance:22} {row.solver:17} {row.limit_s:5.1f} s  cost {row.cost:7}"
        f"  unassigned {row.unassigned:3}{bound}{broken}"
    )


def factor_line(row: FactorRow) -> str:
    """One rule while it runs."""
    return f"{row.rule:22} day {row.seed}  {row.cpu_s:6.2f} s of {row.none_s:.2f} s  {_times(row)}"


def published_markdown(rows: Sequence[Row], optima: Mapping[str, int]) -> str:
    """Costs beside each other, per cent above our proven bound (or the published optimum)."""
    plans = [row for row in rows if row.kind == PLAN]
    proofs = {row.instance: row for row in rows if row.kind == PROOF}
    solvers = [name for name in (OURS, *PEERS) if any(row.solver == name for row in plans)]
    body = []
    for name in dict.fromkeys(row.instance for row in plans):
        mine = {row.solver: row for row in plans if row.instance == name}
        ours = mine.get(OURS)
        if ours is None or ours.bound is None:
            continue
        best = optima.get(name.rpartition("/")[2])
        bound = f"{ours.bound}" if best is None else f"{ours.bound} (optimum {best})"
        cells = [_cell(mine.get(solver), ours.bound) for solver in solvers]
        proof = _proof(ours, proofs.get(name))
        body.append([name, f"{ours.limit_s:g}", bound, *cells, proof])
    return table(["instance", "seconds", "bound", *solvers, "proven"], body)


def effort_markdown(rows: Sequence[Row]) -> str:
    """What our runs took: seconds to the first plan and to the one that was kept, memory."""
    body = [
        [
            row.instance + (f" ({row.limit_s:g} s)" if row.kind == PROOF else ""),
            f"{row.first_s:.2f}",
            f"{row.best_s:.1f}",
            f"{row.curve[-1][0]:.1f}",
            f"{row.peak_mb:.0f}",
        ]
        for row in rows
        if row.solver == OURS and row.first_s is not None and row.peak_mb is not None
    ]
    return table(["instance", "first plan s", "best plan s", "end s", "peak MB"], body)


def factors_markdown(rows: Sequence[FactorRow]) -> str:
    """Each rule's own factor, of several days the median."""
    body = []
    for rule in dict.fromkeys(row.rule for row in rows):
        mine = [row for row in rows if row.rule == rule]
        middle = median(row.factor for row in mine)
        more = "" if all(row.closed for row in mine) else "> "
        cpu, none = (median(getattr(row, name) for row in mine) for name in ("cpu_s", "none_s"))
        rounds, able = (median(getattr(row, name) for row in mine) for name in ("rounds", "able"))
        body.append(
            [rule, f"{more}{middle:.2f}", f"{cpu:.2f}", f"{none:.2f}", f"{rounds:.0f}",
             f"{100 * able:.0f} %", f"{len(mine)}"]
        )  # fmt: skip
    return table(["rule", "factor", "CPU s", "none", "rounds", "able", "days"], body)


def published_optima(folder: Path) -> dict[str, int]:
    """Solomon's proven optima (CVRPLIB) by instance; none where the days are absent."""
    file = folder / "solomon-r1" / "optima.csv"
    lines = file.read_text().splitlines()[1:] if file.exists() else []
    return {name: int(cost) for name, cost, _ in (one.split(",") for one in lines)}


def _times(row: FactorRow) -> str:
    return f"{'' if row.closed else 'more than '}{row.factor:.2f} times"


def _proof(ours: Row, proof: Row | None) -> str:
    if ours.proven:
        return "optimal"
    if proof is None:
        return ""
    if proof.proven:
        return f"optimal, {proof.curve[-1][0]:.0f} s" if proof.curve else "optimal"
    return f"{_gap(proof, proof.bound or 0)} after {proof.limit_s:g} s"


def _cell(row: Row | None, bound: int) -> str:
    if row is None:
        return ""
    if row.cost is None:
        return "no plan"
    broken = f" ({row.violations} violations)" if row.violations else ""
    return f"{row.cost} ({_gap(row, bound)}){broken}"


def _gap(row: Row, bound: int) -> str:
    """Above the bound, in per cent."""
    if row.cost is None or bound < 1:
        return "no bound" if row.cost else "none"
    return f"{100 * (row.cost / bound - 1):.2f} %"
