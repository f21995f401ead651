"""What one plan changes against another, as sentences that are data: a code and what it speaks of.

Who shows them translates by code; `difference_words` has the English. A plan enters as the spots of
its visits, so that live routes and files are told alike.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.visit import Promised


class Code(StrEnum):
    """What is said, the gravest first; the words reach the api verbatim."""

    SUMMARY = "summary"
    PROMISE_BROKEN = "promise-broken"
    PROMISE_MENDED = "promise-mended"
    LEFT_OUT = "left-out"
    PLACED = "placed"
    THERAPIST_CHANGED = "therapist-changed"
    LATER = "later"
    EARLIER = "earlier"


class Breach(StrEnum):
    """How a promise is broken."""

    LATE = "late"
    EARLY = "early"
    THERAPIST = "other-therapist"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class Spot:
    """Who comes and when service starts."""

    therapist: str
    start_s: int


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence. `params` are ids (`therapist`, `from`, `to`), seconds (`start_s`, `before_s`),
    whole minutes, counts, or the word of a breach (`how`).
    """

    code: Code
    visit: str | None
    params: Mapping[str, str | int] = field(default_factory=dict)


Spots = Mapping[str, Spot]
Promises = Mapping[str, Promised]


def spots_of(problem: Problem, plan: Plan) -> dict[str, Spot]:
    """Where each visit of a plan is; shifts that the problem does not know are passed over."""
    therapists = {shift.id: shift.therapist for shift in problem.shifts}
    return {
        stop.visit: Spot(therapists[route.shift], stop.start_s)
        for route in plan.routes
        if route.shift in therapists
        for stop in route.stops
    }


def told_spots(problem: Problem) -> dict[str, Spot]:
    """What people were last told."""
    return {
        visit.id: Spot(visit.told.therapist, visit.told.start_s)
        for visit in problem.visits
        if visit.told is not None and visit.told.therapist is not None
    }


def promises_of(problem: Problem) -> dict[str, Promised]:
    return {visit.id: visit.promised for visit in problem.visits if visit.promised is not None}


def difference(promises: Promises, before: Spots, after: Spots) -> tuple[Said, ...]:
    """Nothing where nothing changes; else a summary and a sentence for each change, gravest first.

    A visit that is in neither is not spoken of; start times that differ by less than a minute are
    the same.
    """
    visits = sorted(before.keys() | after.keys())
    said = [
        one
        for visit in visits
        for one in _of_visit(visit, promises.get(visit), before.get(visit), after.get(visit))
    ]
    if not said:
        return ()
    said.sort(key=lambda one: (_RANK[one.code], one.visit or ""))
    return (_summary(said), *said)


_RANK = {code: rank for rank, code in enumerate(Code)}


def _of_visit(
    visit: str, promised: Promised | None, before: Spot | None, after: Spot | None
) -> Iterator[Said]:
    broken, was = _breach(promised, after), _breach(promised, before)
    if broken is not None and was is None:
        yield Said(Code.PROMISE_BROKEN, visit, broken)
    if was is not None and broken is None:
        yield Said(Code.PROMISE_MENDED, visit)
    if after is None:
        if before is not None:
            yield Said(Code.LEFT_OUT, visit, {"therapist": before.therapist})
    elif before is None:
        yield Said(Code.PLACED, visit, {"therapist": after.therapist, "start_s": after.start_s})
    else:
        yield from _moved(visit, before, after)


def _moved(visit: str, before: Spot, after: Spot) -> Iterator[Said]:
    if before.therapist != after.therapist:
        people: dict[str, str | int] = {"from": before.therapist, "to": after.therapist}
        yield Said(Code.THERAPIST_CHANGED, visit, people | {"start_s": after.start_s})
    minutes = _minutes(abs(after.start_s - before.start_s))
    if minutes:
        code = Code.LATER if after.start_s > before.start_s else Code.EARLIER
        times = {"minutes": minutes, "before_s": before.start_s, "start_s": after.start_s}
        yield Said(code, visit, times)


def _minutes(seconds: int) -> int:
    return seconds // 60


def _breach(promised: Promised | None, spot: Spot | None) -> dict[str, str | int] | None:
    """How the promise is broken, by how much where it is by time; None where it is kept."""
    if promised is None:
        return None
    if spot is None:
        return {"how": Breach.LEFT_OUT.value}
    if promised.therapist not in {None, spot.therapist}:
        return {"how": Breach.THERAPIST.value, "therapist": spot.therapist}
    opens, closes = promised.window_s
    if spot.start_s < opens:
        return {"how": Breach.EARLY.value, "minutes": -(-(opens - spot.start_s) // 60)}
    if spot.start_s > closes:
        return {"how": Breach.LATE.value, "minutes": -(-(spot.start_s - closes) // 60)}
    return None


def _summary(said: Iterable[Said]) -> Said:
    told = list(said)
    counts = {code: sum(one.code is code for one in told) for code in Code}
    later = (one.params["minutes"] for one in told if one.code is Code.LATER)
    return Said(
        Code.SUMMARY,
        None,
        {
            "broken": counts[Code.PROMISE_BROKEN],
            "mended": counts[Code.PROMISE_MENDED],
            "left_out": counts[Code.LEFT_OUT],
            "placed": counts[Code.PLACED],
            "changed": counts[Code.THERAPIST_CHANGED],
            "later_minutes": sum(minutes for minutes in later if isinstance(minutes, int)),
        },
    )
