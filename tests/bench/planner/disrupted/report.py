"""The disrupted day and the sick therapist as Markdown, read from the stored sections."""

from collections.abc import Iterable, Sequence

from tests.bench.planner.disrupted.section import Json, Section
from tests.bench.planner.markdown import table

PICTURE = "disrupted.svg"


def markdown(sections: Iterable[Section]) -> str:
    """A fragment for docs/benchmarks: what is there, other days behind the one explained."""
    found = {one.name: one for one in sections}
    tellers = {"disrupted": _disrupted, "more days": _more, "sick": _sick}
    return "\n\n".join(tell(found[name]) for name, tell in tellers.items() if name in found)


def _disrupted(section: Section) -> str:
    facts = section.facts
    head = [
        "solver",
        "promises kept",
        "of hindsight's",
        "broken in all",
        "therapists changed",
        "left out",
        "cost of the day",
        "without disturbance",
        "gap",
        "first plan",
        "answer",
        "violations",
    ]
    body = [_day(row, facts["possible"]) for row in section.rows]
    return "\n\n".join(
        [
            "## The disrupted day",
            _DAY.format(**facts) + _load(facts),
            table(head, body),
            f"![Promises kept over the day]({PICTURE})",
            "Event by event, our own day:",
            _own_steps(section.steps),
        ]
    )


def _day(row: Json, possible: int) -> list[str]:
    gap = "" if row["gap"] is None else f"{100 * row['gap']:.0f} %"
    return [
        row["solver"],
        f"{row['kept']} of {row['promises']} ({_percent(row['kept'], row['promises'])})",
        _percent(row["kept"], possible),
        str(row["broken"]),
        str(row["changed"]),
        str(row["left_out"]),
        str(row["cost"]),
        str(row["rest"]),
        gap,
        f"{row['first_s']:.2f} s ({row['longest_first_s']:.2f})",
        f"{row['last_s']:.2f} s ({row['longest_answer_s']:.2f})",
        str(row["violations"]),
    ]


def _own_steps(steps: Sequence[Json]) -> str:
    head = ["time", "event", "kept", "broken", "changed", "left out", "first plan", "answer"]
    body = [
        [
            step["at"],
            step["event"],
            f"{step['kept']} of {step['promises']}",
            str(step["broken"]),
            str(step["changed"]),
            str(step["left_out"]),
            f"{step['first_s']:.2f} s",
            f"{step['took_s']:.2f} s",
        ]
        for step in steps
        if step["solver"] == steps[0]["solver"]
    ]
    return table(head, body)


def _more(section: Section) -> str:
    head = ["seed", "promises kept", "of hindsight's", "broken", "changed", "left out", "answer"]
    body = [
        [
            str(row["seed"]),
            f"{row['kept']} of {row['promises']} ({_percent(row['kept'], row['promises'])})",
            f"{_percent(row['kept'], row['possible'])} of {row['possible']}",
            str(row["broken"]),
            str(row["changed"]),
            str(row["left_out"]),
            f"{row['last_s']:.2f} s ({row['longest_answer_s']:.2f})",
        ]
        for row in section.rows
    ]
    told = f"Ours alone, with the same limits.{_load(section.facts)}"
    return f"### Disrupted days of other seeds\n\n{told}\n\n{table(head, body)}"


def _load(facts: Json) -> str:
    """On a busy machine seconds are worth less, to every solver."""
    return f" Load average when it ended: {facts['load']}." if "load" in facts else ""


def _sick(section: Section) -> str:
    head = ["day", "ill", "seconds", "kept", "left out", "changed", "later", "cost", "against long"]
    rows = list(section.rows)
    body = []
    for short, long in zip(rows[::2], rows[1::2], strict=True):
        more = 100 * (short["cost"] / max(1, long["cost"]) - 1)
        body.append([*_replan(short), f"{more:+.2f} %"])
        body.append([*_replan(long), ""])
    return "\n\n".join(
        [
            "## A sick therapist at 200 visits",
            _SICK.format(**section.facts) + _load(section.facts),
            table(head, body),
        ]
    )


def _replan(row: Json) -> list[str]:
    return [
        row["instance"],
        f"{row['ill']} visits",
        f"{row['limit_s']:g} ({row['took_s']:.2f})",
        f"{row['kept']} of {row['promises']}",
        str(row["left_out"]),
        str(row["changed"]),
        f"{row['moved_s'] // 60} min",
        str(row["cost"]),
    ]


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / max(1, whole):.1f} %"


_DAY = """\
A made-up Dubai day (seed {seed}) of {therapists} therapists and {visits} visits under every \
rule of home care but pairs and gaps: travel by the hour, tolls, skills and certificates, \
gender, languages, refused therapists, several windows, hours of places, lateness at a price, \
breaks, overtime, limits, split shifts, continuity, load. Our planner plans it in {morning_s:g} \
s, everybody is told, {promised} visits are promised the hour around their start, one of five \
the therapist too. Then twelve things happen between 08:12 and 16:36, the same for all: two \
bookings, three overruns of 40 minutes, an illness (the therapist with most visits to come), two \
urgent calls for the next 90 minutes, a no-show, a declined visit, a cancellation, a lost \
certificate. After each, what has begun or is on its way is frozen, and each solver has \
{limit_s:g} s to plan what is left; everybody is told of its plan, which is the one in force at \
the next event. The hour that a new patient is given on the telephone is a promise like the \
others.

Ours replans by levels from its plan in force. The peers plan from scratch what is left, from \
where each therapist is: they are told who may serve whom under all rules, windows, hours of \
places, prices of leaving out, the roads of an average hour ahead (VROOM also how many visits a \
shift may have), not breaks or limits of travel and work. They know no promises; in a second run \
they are told the promises that are still kept, as hard windows and fixed therapists, the one \
way there is. Their routes are driven \
under the true rules, each service as early as it can be; a visit that would break a hard rule \
is taken out and counts as left out, since nobody may drive it. Every plan is judged by the \
verifier. *Broken in all* counts a promise each time a new plan breaks it that the plan before \
kept; *of hindsight's* is against the {possible} promises of a plan that knew the whole day \
beforehand ({hindsight_s:g} s): so many are possible, perhaps more. *Cost of the day* is priced \
against what was told in the morning, *without disturbance* leaves out promises, changes, delays \
and visits left out: whoever serves fewer visits drives less. The gap is among plans that \
disturb as little (the paper, section 9), median; seconds are medians, the longest in brackets."""

_SICK = """\
Each published day of 200 visits is planned ({morning_s:g} s) and told, every start promised \
within half an hour; then the therapist with most visits does not come. Replanned in {short_s:g} \
s and in {long_s:g} s; in brackets the seconds it really took. The cost is by the file's prices, \
7,200 a broken promise, 600 a change of therapist and 1 a second later."""
