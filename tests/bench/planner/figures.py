"""The figures that issue 3 sets, each beside what was measured."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from tests.bench.planner.disrupted.section import Section
from tests.bench.planner.factors import ALL_BUT_TIES, ALL_PLANNED, FactorRow
from tests.bench.planner.insertion import Measured
from tests.bench.planner.markdown import table
from tests.bench.planner.rows import OURS, PLAN, PROOF, Row

_EASY = ("R101", "R105", "R109")


@dataclass(frozen=True, slots=True)
class Figure:
    """`reached` is None where nothing, or not all of it, was measured."""

    name: str
    target: str
    measured: str
    reached: bool | None

    def if_(self, days: int, asked: int) -> "Figure":
        """Judged only where every day was measured that the figure is about."""
        if days == asked or self.reached is None:
            return self
        return Figure(self.name, self.target, f"{self.measured} ({days} of {asked} days)", None)

    @staticmethod
    def of(name: str, target: str, value: float | None, most: float, form: str) -> "Figure":
        """One number that must not be above another."""
        if value is None:
            return Figure(name, target, "not measured", None)
        return Figure(name, target, form.format(value), value <= most + 1e-9)


@dataclass(frozen=True, slots=True)
class Rows:
    """The measured rows by instance, and what the table of the issue asks of them."""

    rows: Sequence[Row]

    def ours(self, prefix: str, kind: str = PLAN) -> list[Row]:
        return [
            row
            for row in self.rows
            if row.solver == OURS and row.kind == kind and _is_of(row.instance, prefix)
        ]

    def proven(self, prefix: str, kind: str = PLAN) -> int:
        return sum(row.proven for row in self.ours(prefix, kind))

    def mean_gap(self, prefix: str) -> float | None:
        """In per cent; None where a day is missing or has no bound."""
        gaps = [row.gap for row in self.ours(prefix)]
        known = [gap for gap in gaps if gap is not None]
        return 100 * mean(known) if known and len(known) == len(gaps) else None

    def against_best(self, prefix: str) -> list[float]:
        """Our cost against the cheapest legal plan of a peer, in per cent, day by day."""
        found = []
        for ours in self.ours(prefix):
            costs = [
                row.cost
                for row in self.rows
                if row.instance == ours.instance
                and row.solver != OURS
                and row.cost is not None
                and not row.violations
            ]
            if costs and ours.cost is not None:
                found.append(100 * (ours.cost / max(1, min(costs)) - 1))
        return found


def _is_of(instance: str, prefix: str) -> bool:
    return instance == prefix or instance.startswith((f"{prefix}-", f"{prefix}/"))


def published_figures(rows: Sequence[Row], optima: Mapping[str, int]) -> list[Figure]:
    """The table of the issue, row by row."""
    held = Rows(rows)
    small = held.ours("homevisit/day-25") + held.ours("homevisit/day-50")
    count = sum(row.proven for row in small)
    figures = [
        Figure(
            "25 and 50 visits, 5 s: proven optimal",
            "all six",
            f"{count} of {len(small)}",
            count == 6 if len(small) == 6 else None,
        )
    ]
    for size, limit, least, most_gap in ((100, 15, 0, 0.3), (200, 40, 2, 1.0), (500, 120, 3, 2.5)):
        figures += _of_size(held, size, limit, least, most_gap)
        if size == 100:
            figures.append(_proofs(held))
    return figures + _solomon(held, optima)


def _of_size(held: Rows, size: int, limit: int, least: int, most_gap: float) -> list[Figure]:
    prefix, name = f"homevisit/day-{size}", f"{size} visits, {limit} s"
    against = held.against_best(prefix)
    worst, average = max(against, default=None), mean(against) if against else None
    figures = []
    if least:
        target = f"at least {least} % below"
        title = f"{name}: cost against the best peer, mean"
        figures.append(Figure.of(title, target, average, -least, "{:+.2f} %").if_(len(against), 3))
    title = f"{name}: cost against the best peer, worst day"
    figures.append(Figure.of(title, "never above", worst, 0.0, "{:+.2f} %").if_(len(against), 3))
    gap = held.mean_gap(prefix)
    figures.append(
        Figure.of(
            f"{name}: mean gap", f"at most {most_gap} %", gap, most_gap, "{:.2f} %"
        ).if_(len(held.ours(prefix)), 3)
    )  # fmt: skip
    return figures


def _proofs(held: Rows) -> Figure:
    runs = held.ours("homevisit/day-100", PROOF)
    count = held.proven("homevisit/day-100", PROOF)
    told = f"{count} of {len(runs)}" if runs else "not measured"
    return Figure(
        "100 visits, 60 s: proven optimal", "two of three", told, count >= 2 if runs else None
    ).if_(len(runs), 3)


def _solomon(held: Rows, optima: Mapping[str, int]) -> list[Figure]:
    above = {}
    for row in held.ours("solomon-r1"):
        best = optima.get(row.instance.rpartition("/")[2])
        if best is not None and row.cost is not None:
            above[row.instance.rpartition("/")[2]] = 100 * (row.cost / best - 1)
    easy = [above[name] for name in _EASY if name in above]
    other = [value for name, value in above.items() if name not in _EASY]
    count = sum(held.proven(f"solomon-r1/{name}") for name in _EASY)
    told = f"{count} of {len(easy)}" if easy else "not measured"
    return [
        Figure.of(
            "Solomon R101, R105, R109, 120 s: above the optimum, worst", "0 %",
            max(easy, default=None), 0.0, "{:.2f} %",
        ).if_(len(easy), 3),
        Figure(
            "Solomon R101, R105, R109: proven", "all three", told, count == 3 if easy else None
        ).if_(len(easy), 3),
        Figure.of(
            "Solomon R107, R111: above the optimum, worst", "at most 0.5 %",
            max(other, default=None), 0.5, "{:.2f} %",
        ).if_(len(other), 2),
    ]  # fmt: skip


def other_figures(
    rows: Sequence[Row], factors: Sequence[FactorRow], inserted: Sequence[Measured]
) -> list[Figure]:
    """What the issue asks beside its table."""
    held = Rows(rows)
    firsts = [row.first_s for row in held.ours("homevisit/day-200") if row.first_s is not None]
    peaks = [row.peak_mb for row in held.ours("homevisit/day-500") if row.peak_mb is not None]
    swept = [1000 * one.sweep_s for one in inserted]
    ratio = [one.ratio for one in inserted if one.are_equal]
    return [
        _worst("200 visits: first legal plan", "0.3 s", firsts, 0.3, "{:.2f} s"),
        _worst("500 visits: peak memory", "below 2048 MB", peaks, 2048, "{:.0f} MB"),
        _worst("best places among 2,000 stops", "10 ms", swept, 10.0, "{:.2f} ms"),
        Figure(
            "best places: times sooner than timing every place", "at least 100",
            f"{min(ratio):.0f}" if ratio else "not measured", min(ratio) >= 100 if ratio else None,
        ),
        _all_on(factors, ALL_PLANNED),
        _all_on(factors, ALL_BUT_TIES),
    ]  # fmt: skip


def violations(rows: Iterable[Row], lived: Iterable[Section]) -> list[int]:
    """How many the verifier found in each plan, or in all plans of each lived day, of ours."""
    days = [row for section in lived for row in section.rows if row.get("solver", OURS) == OURS]
    plans = [row.violations for row in rows if row.solver == OURS]
    return plans + [int(row["violations"]) for row in days]


def legal_figure(rows: Iterable[Row], lived: Iterable[Section]) -> Figure:
    """Whatever was measured, no plan of ours breaks a rule."""
    return _worst("violations in our plans", "none", violations(rows, lived), 0, "{:.0f}")


def _all_on(factors: Sequence[FactorRow], case: str) -> Figure:
    mine = [row for row in factors if row.rule == case]
    factor = median(row.factor for row in mine) if mine else None
    form = "{:.2f}" if all(row.closed for row in mine) else "more than {:.1f}"
    name = f"rules on at once, {case}: times the work of none, median"
    return Figure.of(name, "at most 3", factor, 3.0, form)


def lived_figures(lived: Sequence[Section]) -> list[Figure]:
    """The disrupted day, and the sick therapist."""
    of = {one.name: one for one in lived}
    nothing = Section("", {}, ())
    disrupted, sick = of.get("disrupted", nothing), of.get("sick", nothing)
    held = [
        100 * row["kept"] / max(1, disrupted.facts["possible"])
        for row in disrupted.rows
        if row["solver"] == OURS
    ]
    both = list(zip(sick.rows[::2], sick.rows[1::2], strict=True))
    more = [100 * (short["cost"] / max(1, long["cost"]) - 1) for short, long in both]
    lost = [long["kept"] - short["kept"] for short, long in both]
    took = [short["took_s"] for short, _ in both]
    return [
        Figure(
            "disrupted day: promises kept of those that hindsight keeps", "at least 95 %",
            f"{held[0]:.1f} %" if held else "not measured", held[0] >= 95 if held else None,
        ),
        _worst("sick therapist, 200 visits: seconds to the replan", "3 s", took, 3.0, "{:.2f} s"),
        _worst("sick therapist: cost above the two minutes' plan", "1 %", more, 1.0, "{:+.2f} %"),
        _worst("sick therapist: promises kept fewer", "none", lost, 0, "{:.0f}"),
    ]  # fmt: skip


def _worst(name: str, target: str, values: Iterable[float], most: float, form: str) -> Figure:
    return Figure.of(name, target, max(values, default=None), most, form)


def markdown(figures: Sequence[Figure]) -> str:
    """A table: what was asked, what was measured, whether that is enough."""
    words: Callable[[bool | None], str] = {True: "yes", False: "no", None: ""}.__getitem__
    body = [[one.name, one.target, one.measured, words(one.reached)] for one in figures]
    return table(["figure", "target", "measured", "reached"], body)
