"""Two pictures: how cost and bound meet over time, and how the gap grows with the day."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt

from tests.bench.planner.child import PEERS
from tests.bench.planner.run import OURS, Row


def draw(rows: Sequence[Row], folder: Path) -> None:
    """`over-time.svg` and `gap-by-size.svg`."""
    mpl.rcParams["svg.hashsalt"] = "rounds"
    ours = [row for row in rows if row.solver == OURS and row.curve]
    if ours:
        _over_time(ours, folder / "over-time.svg")
        _by_size(rows, folder / "gap-by-size.svg")


def _over_time(ours: Sequence[Row], path: Path) -> None:
    """The first day of each size, cost and bound in per cent of the last bound."""
    shown = {row.visits: row for row in reversed(ours) if row.instance.startswith("homevisit")}
    sizes = sorted(shown)
    figure, panels = plt.subplots(1, len(sizes), figsize=(3.2 * len(sizes), 3), squeeze=False)
    for panel, size in zip(panels[0], sizes, strict=True):
        row = shown[size]
        base = max(row.bound or 1, 1)
        points = [(max(at, 0.05), cost, bound) for at, cost, bound in row.curve]
        times = [at for at, _, _ in points]
        panel.step(times, [100 * cost / base for _, cost, _ in points], where="post", label="cost")
        panel.step(
            times, [100 * bound / base for _, _, bound in points], where="post", label="bound"
        )
        panel.set_xscale("log")
        panel.set_ylim(90, 115)
        panel.set_title(row.instance.rpartition("/")[2])
        panel.set_xlabel("seconds")
    panels[0][0].set_ylabel("% of the proven bound")
    panels[0][0].legend()
    _save(figure, path)


def _by_size(rows: Sequence[Row], path: Path) -> None:
    bounds = {row.instance: row.bound for row in rows if row.solver == OURS}
    figure, panel = plt.subplots(figsize=(6, 4))
    for solver, marker in zip((OURS, *PEERS), "osv^", strict=True):
        points = [
            (row.visits, 100 * (row.cost / max(bounds.get(row.instance) or 1, 1) - 1))
            for row in rows
            if row.solver == solver and row.cost and row.instance.startswith("homevisit")
        ]
        panel.plot(*zip(*points, strict=True), marker, label=solver, alpha=0.8) if points else None
    panel.set_xscale("log")
    panel.set_yscale("symlog", linthresh=0.1)
    panel.set_xticks([25, 50, 100, 200, 500], ["25", "50", "100", "200", "500"])
    panel.set_xlabel("visits")
    panel.set_ylabel("% above our proven bound")
    panel.legend()
    _save(figure, path)


def _save(figure: plt.Figure, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
