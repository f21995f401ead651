"""Which rule keeps a visit out of each shift, grouped by rule with the therapists' names."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shared.routing.compiled import Compiled
from shared.routing.compiled_cases import RULE_NAMES
from shared.routing.compiled_shifts import NEVER
from shared.routing.insertion_spots import best_spots
from shared.routing.insertion_ties import tied_newcomer
from shared.routing.live_day import LiveDay
from shared.routing.registry import RULES
from shared.routing.rules import min_rest, shift_hours
from shared.routing.schedule import leg_s
from shared.routing.schedule_gaps import cheapest_keeping_gaps

# Not rules, but what else stands in the way.
OTHERS = "others"
TOO_COSTLY = "too_costly"
SENTENCES = {rule.name: rule.sentence for rule in RULES} | {
    OTHERS: "It would fit, but not beside the visits that are there.",
    TOO_COSTLY: "There is room, but taking it costs more than leaving it out.",
}
_CAPS = ("max_visits", "max_travel", "max_leg", "max_work")


@dataclass(frozen=True, slots=True)
class Blocked:
    """A rule of `registry`, or `OTHERS` or `TOO_COSTLY`; how many shifts it closes, and whose."""

    rule: str
    sentence: str
    shifts: int
    therapists: tuple[str, ...]


def blockers(day: LiveDay, v: int) -> tuple[Blocked, ...]:
    """What keeps visit index `v`, which is on no route, out of every shift; commonest first."""
    shifts = day.view.problem.shifts
    whose: dict[str, list[str]] = {}
    for s, rule in enumerate(obstacles(day, v)):
        whose.setdefault(rule, []).append(shifts[s].therapist)
    found = [
        Blocked(rule, SENTENCES[rule], len(who), tuple(dict.fromkeys(who)))
        for rule, who in whose.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.shifts))


def obstacles(day: LiveDay, v: int) -> Iterator[str]:
    """The first obstacle of each shift, in order."""
    roomy = {spot.shift for spot in best_spots(day, v)}
    tied = tied_newcomer(day.view, v, day.shift_of, day.start_of)
    for s in range(len(day.routes)):
        blocker = int(day.view.blocker[s, v])
        if blocker >= 0:
            yield RULE_NAMES[blocker]
        elif s in roomy:
            yield TOO_COSTLY
        elif tied is None or tied.start_list[s, v] < 0:
            yield _tie(day.view, v)
        else:
            yield _in_shift(day, tied, s, v)


def uncapped(view: Compiled, s: int, cap: str) -> Compiled:
    """The view in which shift `s` has no such limit; `cap` is a rule's name."""
    shift = view.shifts[s]
    match cap:
        case "max_visits":
            shift = shift._replace(max_visits=NEVER)
        case "max_travel":
            shift = shift._replace(max_travel_s=NEVER)
        case "max_leg":
            shift = shift._replace(max_leg_s=NEVER)
        case "max_work":
            shift = shift._replace(max_work_s=NEVER)
        case _:
            raise ValueError(f"{cap} is no limit of a shift")
    return replace(view, shifts=(*view.shifts[:s], shift, *view.shifts[s + 1 :]))


def fits_somewhere(view: Compiled, s: int, route: tuple[int, ...], v: int) -> bool:
    """Whether the route takes the visit in at any position."""
    return any(
        cheapest_keeping_gaps(view, s, (*route[:k], v, *route[k:])) for k in range(len(route) + 1)
    )


def _in_shift(day: LiveDay, view: Compiled, s: int, v: int) -> str:
    """Where insertion finds no place: the shift's own limit, else the hours; if it fits an empty
    route, a limit or the others. Of limits that are all in the way the first.
    """
    if _closes_too_soon(view, s, v):
        return "windows"
    alone = bool(day.routes[s]) and cheapest_keeping_gaps(view, s, (v,)) is not None
    route = day.routes[s] if alone else ()
    capped = [cap for cap in _CAPS if uncapped(view, s, cap).shifts != view.shifts]
    free = view
    for cap in capped:
        free = uncapped(free, s, cap)
    if not capped or not fits_somewhere(free, s, route, v):
        return OTHERS if alone else _hours(view, s, v)
    enough = (cap for cap in capped if fits_somewhere(uncapped(view, s, cap), s, route, v))
    return next(enough, capped[0])


def _closes_too_soon(view: Compiled, s: int, v: int) -> bool:
    """Whether nobody of this shift can be there before the last window closes."""
    shift = view.shifts[s]
    arrival = shift.opens_s + leg_s(view, shift.start, int(view.location[v]), shift.opens_s)
    closes_s = view.start_lists[int(view.start_list[s, v])][-1].closes_s
    return view.pin_start[v] == NEVER and arrival > closes_s


def _hours(view: Compiled, s: int, v: int) -> str:
    """Why an empty route cannot serve it in time."""
    shift = view.shifts[s]
    restless = shift._replace(breaks=())
    without = replace(view, shifts=(*view.shifts[:s], restless, *view.shifts[s + 1 :]))
    if shift.breaks and cheapest_keeping_gaps(without, s, (v,)) is not None:
        return "breaks"
    given = view.problem.shifts[s]
    if shift.latest_end_s == shift_hours.latest_end_s(given):
        return "shift_hours"
    is_rest = min_rest.latest_end_s(view.problem, given) == shift.latest_end_s
    return "min_rest" if is_rest else "blocks"


def _tie(view: Compiled, v: int) -> str:
    if any(v in pair for pair in view.pairs):
        return "pairs"
    return "gaps" if any(v in gap[:2] for gap in view.gaps) else "orders"
