"""The pictures: cost and bound over time, the gap against the size, and each rule's factor."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tests.bench.planner.factors import FactorRow
from tests.bench.planner.rows import OURS, PEERS, PLAN, Row

_OURS, _THEIRS, _BOUND = "#1b6ca8", "#b8b8b8", "#d1495b"


def draw(rows: Sequence[Row], factors: Sequence[FactorRow], folder: Path) -> None:
    """`over-time.svg`, `gap-by-size.svg` and `factors.svg`, each where there is something."""
    mpl.rcParams |= {"svg.hashsalt": "rounds", "font.size": 9, "axes.spines.top": False}
    mpl.rcParams |= {"axes.spines.right": False}
    plans = [row for row in rows if row.kind == PLAN and row.instance.startswith("homevisit")]
    if any(row.solver == OURS and row.curve for row in plans):
        _over_time([row for row in plans if row.solver == OURS], folder / "over-time.svg")
        _by_size(plans, folder / "gap-by-size.svg")
    if factors:
        _factors(factors, folder / "factors.svg")


def _over_time(ours: Sequence[Row], path: Path) -> None:
    """The first day of each size, cost and bound in per cent of the last bound."""
    shown = {row.visits: row for row in reversed(ours) if row.curve}
    figure, panels = plt.subplots(
        1, len(shown), figsize=(2.6 * len(shown) + 0.6, 3), squeeze=False, sharey=True
    )
    for panel, size in zip(panels[0], sorted(shown), strict=True):
        _curve(panel, shown[size])
    panels[0][0].set_ylabel("% of the last bound")
    panels[0][0].legend(frameon=False, loc="upper right")
    _save(figure, path)


def _curve(panel: Axes, row: Row) -> None:
    base = max(row.bound or 1, 1)
    times = [max(at, 0.02) for at, _, _ in row.curve]
    for at, name, colour in ((1, "cost", _OURS), (2, "bound", _BOUND)):
        shares = [100 * point[at] / base for point in row.curve]
        panel.step(times, shares, where="post", label=name, color=colour)
    panel.axhline(100, color="#dddddd", linewidth=0.8, zorder=0)
    panel.set_xscale("log")
    panel.set_xlim(0.02, max(10.0, 1.1 * times[-1]))
    ticks = [tick for tick in (0.1, 1, 10, 100) if tick <= panel.get_xlim()[1]]
    panel.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    panel.set_ylim(94, 112)
    panel.set_title(f"{row.visits} visits", fontsize=10)
    panel.set_xlabel("seconds")


def _by_size(rows: Sequence[Row], path: Path) -> None:
    """Each day a mark; solvers side by side at each size."""
    bounds = {row.instance: row.bound for row in rows if row.solver == OURS}
    sizes = sorted({row.visits for row in rows})
    figure, panel = plt.subplots(figsize=(6.4, 4))
    styles = zip((OURS, *PEERS), "osv^", (_OURS, "#8a8a8a", "#c98b2b", "#5b8c5a"), strict=True)
    for k, (solver, marker, colour) in enumerate(styles):
        points = [
            (sizes.index(row.visits) + 0.16 * (k - 1.5), 100 * (row.cost / bound - 1))
            for row in rows
            if row.solver == solver and row.cost and (bound := bounds.get(row.instance))
        ]
        if points:
            at, gaps = zip(*points, strict=True)
            panel.plot(at, gaps, marker, label=solver, color=colour, alpha=0.85, markersize=5)
    panel.set_yscale("symlog", linthresh=0.1)
    panel.set_ylim(bottom=-0.02)
    ticks = [0, 0.1, 0.3, 1, 3, 10, 30, 100]
    panel.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    panel.set_xticks(range(len(sizes)), [f"{size}" for size in sizes])
    panel.grid(axis="y", color="#eeeeee")
    panel.set_xlabel("visits")
    panel.set_ylabel("% above the bound that we proved")
    panel.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=4)
    _save(figure, path)


def _factors(rows: Sequence[FactorRow], path: Path) -> None:
    """A bar for each rule, the dearest on top; a bar that was cut off says so."""
    of: dict[str, list[FactorRow]] = {}
    for row in rows:
        of.setdefault(row.rule, []).append(row)
    bars = sorted((median(one.factor for one in mine), rule) for rule, mine in of.items())
    figure, panel = plt.subplots(figsize=(6.4, 1 + 0.19 * len(bars)))
    for y, (factor, rule) in enumerate(bars):
        cut = not all(one.closed for one in of[rule])
        panel.barh(y, factor, color=_BOUND if cut else _OURS, height=0.7)
        told = f"{'> ' if cut else ''}{factor:.2f}"
        around = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        panel.text(factor + 0.06, y, told, va="center", fontsize=7, bbox=around)
    panel.axvline(1, color="#555555", linewidth=0.8)
    panel.axvline(3, color="#555555", linewidth=0.8, linestyle=":")
    panel.set_yticks(range(len(bars)), [rule for _, rule in bars], fontsize=7.5)
    panel.set_ylim(-0.7, len(bars) - 0.3)
    panel.set_xlabel("times the work of the day without optional rules (dotted: 3)")
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
