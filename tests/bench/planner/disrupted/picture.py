"""Promises kept over the day, a line for each solver."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from tests.bench.planner.disrupted.report import PICTURE
from tests.bench.planner.disrupted.section import Json, Section


def draw(section: Section, folder: Path) -> None:
    """`disrupted.svg`, of the section named disrupted."""
    mpl.rcParams["svg.hashsalt"] = "rounds"
    figure, panel = plt.subplots(figsize=(9, 4.5))
    names = list(dict.fromkeys(step["solver"] for step in section.steps))
    for k, name in enumerate(names):
        steps = [step for step in section.steps if step["solver"] == name]
        shares = [100.0, *(100 * step["kept"] / max(1, step["promises"]) for step in steps)]
        panel.plot(
            range(len(shares)),
            shares,
            marker=".",
            label=name,
            color=f"C{_family(names, k)}",
            linestyle="--" if "promises" in name else "-",
        )
    _label(panel, [step for step in section.steps if step["solver"] == names[0]])
    figure.tight_layout()
    figure.savefig(folder / PICTURE, metadata={"Date": None})
    plt.close(figure)


def _family(names: Sequence[str], k: int) -> int:
    """A peer has one colour, whatever it is told."""
    first = names[k].partition(",")[0]
    return next(i for i, name in enumerate(names) if name.partition(",")[0] == first)


def _label(panel: Axes, steps: Sequence[Json]) -> None:
    labels = ["published", *(f"{step['at']} {step['event']}" for step in steps)]
    panel.set_xticks(range(len(labels)), labels, rotation=35, ha="right")
    panel.set_ylabel("% of promises kept")
    panel.set_ylim(0, 103)
    panel.grid(alpha=0.3)
    panel.legend(fontsize="small")
