"""A problem without what it says of one rule: a planner that never heard of the rule.

What it plans is judged against the whole problem: if the rule matters, the verifier objects.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.travel import Band, Travel
from shared.routing.visit import Visit

_FAR_S = 10**7
Strip = Callable[[Problem], Problem]


def without_rule(problem: Problem, rule: str) -> Problem:
    return STRIPS[rule](problem)


def _visits(**changes: Any) -> Strip:
    return lambda problem: replace(
        problem, visits=tuple(replace(one, **changes) for one in problem.visits)
    )


def _shifts(**changes: Any) -> Strip:
    return lambda problem: replace(
        problem, shifts=tuple(replace(one, **changes) for one in problem.shifts)
    )


def _therapists(**changes: Any) -> Strip:
    return lambda problem: replace(
        problem, therapists=tuple(replace(one, **changes) for one in problem.therapists)
    )


def _places(**changes: Any) -> Strip:
    return lambda problem: replace(
        problem, places=tuple(replace(one, **changes) for one in problem.places)
    )


def _day(**changes: Any) -> Strip:
    return lambda problem: replace(problem, **changes)


def _weight(term: str) -> Strip:
    return lambda problem: replace(problem, weights=replace(problem.weights, **{term: 0}))


def _told(problem: Problem, **changes: Any) -> Problem:
    return replace(problem, visits=tuple(_with_told(one, changes) for one in problem.visits))


def _with_told(visit: Visit, changes: Mapping[str, Any]) -> Visit:
    return visit if visit.told is None else replace(visit, told=replace(visit.told, **changes))


def _unpinned_time(problem: Problem) -> Problem:
    def free(one: Visit) -> Visit:
        return one if one.pinned is None else replace(one, pinned=replace(one.pinned, start_s=None))

    return replace(problem, visits=tuple(free(one) for one in problem.visits))


def _longer(problem: Problem) -> Problem:
    """Shifts that never have to end, where overtime would be free."""

    def longer(one: Shift) -> Shift:
        return replace(one, overtime_s=_FAR_S)

    return replace(problem, shifts=tuple(longer(one) for one in problem.shifts))


def _one_shift_each(problem: Problem) -> Problem:
    """Everybody who has several shifts is several people: nothing is between two of them."""

    def alone(one: Shift) -> Shift:
        return replace(one, therapist=f"{one.therapist} in {one.id}", duty=None)

    known = {one.id: one for one in problem.therapists}
    shifts = [(one, alone(one)) for one in problem.shifts]
    return replace(
        problem,
        shifts=tuple(other for _, other in shifts),
        therapists=tuple(
            replace(known[one.therapist], id=other.therapist, min_rest_s=None, next_shift_s=None)
            for one, other in shifts
            if one.therapist in known
        ),
    )


def _no_way(problem: Problem) -> Problem:
    size = problem.travel.locations
    return replace(problem, travel=Travel((Band(0, ((0,) * size,) * size),)))


STRIPS: Mapping[str, Strip] = {
    "skills": _visits(skills=frozenset()),
    "certificates": _shifts(skill_windows_s={}),
    "forbidden_therapists": _visits(forbidden_therapists=frozenset()),
    "gender": _visits(gender=None),
    "languages": _visits(languages=frozenset()),
    "pinned_shift": _visits(pinned=None),
    "patient_genders": _therapists(patient_genders=None),
    "areas": _therapists(areas=None),
    "pets": _therapists(pets=True),
    "pinned_time": _unpinned_time,
    "windows": _visits(windows_s=((0, _FAR_S),)),
    "access_hours": _places(access_s=()),
    "own_nights": _therapists(nights=True),
    "lone_nights": _places(no_lone_woman=False),
    "lateness": _weight("lateness"),
    "must": _visits(must=False),
    "priority": _weight("unassigned"),
    "service": _visits(service_s=0),
    "travel_time": _no_way,
    "shift_hours": _longer,
    "min_rest": _one_shift_each,
    "blocks": _one_shift_each,
    "breaks": _shifts(breaks=()),
    "max_visits": _shifts(max_visits=None),
    "max_travel": _shifts(max_travel_s=None),
    "max_leg": _shifts(max_leg_s=None),
    "max_work": _shifts(max_work_s=None),
    "orders": _day(orders=()),
    "pairs": _day(pairs=()),
    "gaps": _day(gaps=()),
    "max_changes": _day(replan=None),
    "travel": _weight("travel"),
    "tolls": _day(toll_bands=()),
    "overtime": _weight("overtime"),
    "preferred_therapists": _visits(therapist_costs={}),
    "preferred_gender": _visits(preferred_gender=None, gender_cost=0),
    "preferred_languages": _visits(preferred_languages=frozenset(), language_cost=0),
    "continuity": _visits(history={}, continuity_cost=0),
    "load": _shifts(load=()),
    "nights": _shifts(night_load=()),
    "call_out": _shifts(call_out_cost=0),
    "promised": _visits(promised=None),
    "changed": lambda problem: _told(problem, changed_cost=0),
    "moved": lambda problem: _told(problem, moved_cost_per_s=0),
}
