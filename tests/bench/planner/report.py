"""docs/benchmarks: the page, its pictures and what is printed, all of it read from the rows."""

from pathlib import Path

from tests.bench.planner import figures, table
from tests.bench.planner.disrupted.report import markdown as lived_markdown
from tests.bench.planner.disrupted.run import EVENT_S
from tests.bench.planner.disrupted.section import Section, read_sections
from tests.bench.planner.disrupted.sick import SHORT_S
from tests.bench.planner.factors import FactorRow, cases
from tests.bench.planner.insertion import Measured, told
from tests.bench.planner.rows import Row, read_rows
from tests.bench.planner.sections import DISRUPTED, FACTORS, FACTS, INSERTION, ROWS
from tests.bench.planner.versions import circumstances

_OWN = ("demo/", "mixed/")
_LEAST_LIMIT_S = 5.0


def report(out: Path) -> str:
    """Write the page and the pictures; the page's text is also what is printed."""
    rows = sorted(read_rows(out / ROWS, Row), key=_place)
    factors = _in_order(read_rows(out / FACTORS, FactorRow))
    inserted = read_rows(out / INSERTION, Measured)
    lived = read_sections(out / DISRUPTED)
    text = page(rows, factors, inserted, lived)
    out.mkdir(parents=True, exist_ok=True)
    (out / "README.md").write_text(text)
    try:
        from tests.bench.planner.disrupted.picture import draw as draw_day  # noqa: PLC0415 - as below
        from tests.bench.planner.pictures import draw  # noqa: PLC0415 - of the bench group only
    except ModuleNotFoundError as error:
        return f"{text}\nno pictures: {error.name} is not installed (uv sync --group bench)"
    draw(rows, factors, out)
    for section in lived:
        if section.name == "disrupted":
            draw_day(section, out)
    return text


def _place(row: Row) -> tuple[str, int, str]:
    return row.instance.partition("/")[0], row.visits, row.instance


def _in_order(rows: list[FactorRow]) -> list[FactorRow]:
    """As the registry has the rules, all together last."""
    order = {case: i for i, case in enumerate(cases())}
    return sorted(rows, key=lambda row: order.get((row.rule, row.seed), len(order)))


def page(
    rows: list[Row],
    factors: list[FactorRow],
    inserted: list[Measured],
    lived: list[Section],
) -> str:
    """Every section that has rows."""
    optima = table.published_optima(FACTS)
    published = [row for row in rows if not row.instance.startswith(_OWN)]
    own = [row for row in rows if row.instance.startswith(_OWN)]
    targets = figures.published_figures(published, optima)
    targets += figures.other_figures(rows, factors, inserted) + figures.lived_figures(lived)
    targets.append(figures.legal_figure(rows, lived))
    parts = ["# The planner beside its peers", _INTRODUCTION, circumstances()]
    if _is_trial(published, lived):
        parts.append("**A trial with shortened limits: no figure here is one of the issue's.**")
    parts += ["## Figures to reach", figures.markdown(targets)]
    if published:
        parts += ["## The published days", _PUBLISHED]
        parts += [table.published_markdown(published, optima)]
    if own:
        parts += ["## The demo's day and mixed days", _OWN_DAYS]
        parts += [table.published_markdown(own, {})]
    if rows:
        parts += ["## What our runs took", table.effort_markdown(rows)]
    if factors:
        parts += ["## What each rule costs", _FACTORS, table.factors_markdown(factors)]
    if inserted:
        parts += ["## Insertion", _INSERTION, *(f"{told(one)}." for one in inserted)]
    if lived:
        parts.append(lived_markdown(lived))
    return "\n\n".join(parts) + "\n"


def _is_trial(published: list[Row], lived: list[Section]) -> bool:
    """Whether somebody had less time than the issue gives."""
    least = {"limit_s": EVENT_S, "short_s": SHORT_S}
    return any(row.limit_s < _LEAST_LIMIT_S for row in published) or any(
        section.facts.get(name, limit_s) < limit_s
        for section in lived
        for name, limit_s in least.items()
    )


_INTRODUCTION = """Made by `make bench`; the rows are in the JSON files beside this page. Every
solver had the same day, the same seconds (but for Solomon's days, where peers get 20) and the same
cores, one after the other. Ours is the `solve` command; its seconds count from when the kernels are
loaded. Every plan was judged by our verifier, which shares no code with any of them. Per cent are
above the bound that our planner proved in that run; a peer has no bound."""

_PUBLISHED = """The days of `../shared/bench`: made-up Dubai days, and Solomon's R1. VROOM runs at
exploration level 5 and ends by itself; PyVRP knows skills as profiles with forbidden edges and
visits as optional with prizes; OR-Tools' routing runs guided local search. The last column of
days with 100 visits is a run of its own, with 60 seconds.

![Cost and bound over time](over-time.svg)
![Gap against size](gap-by-size.svg)"""

_OWN_DAYS = """`demo/next-day` is the day after the one that `make demo` seeds, all visits open;
`demo/today` is the seeded day half driven: a replan, whose bound holds among plans that disturb as
little. The mixed days have 100 visits and every rule of the registry on: `rules-*` all but pairs
and gaps, `tied-1` with them, whose bound is that of the day without these two. Peers are told
who may serve whom, windows, hours, prices of leaving a visit out, and the mean of the travel bands;
all else they cannot express, and the verifier counts what they break: their costs are no
comparison where they do."""

_FACTORS = """The same made-up day of 100 visits with one rule on at a time, for about a third of
its visits, shifts, therapists or places, in CPU time as a factor of the day with none. The work is
fixed: a first plan, a counted stretch of ruin and recreate, then column generation until the root's
bound is proven (`>`: not within 40 s of CPU). Rounds are of pricing; `able` is the share of visits
and shifts that may be brought together. `certificates` includes `skills`, `pinned_time` a pin to
the shift, `must` a price of lateness, `max_changes` that all were told and a replan by levels.
Where all are on, pins, orders and `must` hold for one visit in twenty. Pairs and gaps are left out
of the root by the planner too (the paper, section 4): theirs is the price of the day that they
leave.

![Factor of each rule](factors.svg)"""

_INSERTION = "The best places for one visit over all live routes, all rules kept; CPU time."
