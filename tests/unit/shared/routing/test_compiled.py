"""What the kernels read, judged by the verifier: two readings of every rule must agree."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from shared.routing.breakdown import with_terms
from shared.routing.compiled import Compiled, compiled
from shared.routing.compiled_cases import RULE_NAMES
from shared.routing.compiled_shifts import NEVER
from shared.routing.plan import Plan, Reason, Route, Stop, Unassigned
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from shared.routing.verify import verify
from tests.support.days import day_file
from tests.unit.shared.routing.build import problem, shift, visit

# Words about when a service starts or who gives it: all that a start list has to know.
_OF_A_START = frozenset(
    {
        "skills",
        "certificate",
        "forbidden_therapist",
        "gender",
        "languages",
        "patient_gender",
        "area",
        "pets",
        "pin_shift",
        "pin_time",
        "window",
        "access",
        "own_nights",
        "lone_night",
    }
)
_OF_A_WAY = frozenset({"travel", "tolls", "unassigned"})


def _days(seeds: range) -> Iterator[tuple[random.Random, Problem]]:
    for seed in seeds:
        rng = random.Random(seed)
        yield rng, problem_from_json(day_file(rng, share=rng.choice([0.2, 0.5, 1.0])))


def _price(view: Compiled, s: int, v: int, start_s: int) -> int | None:
    """What the arrays say of a start: its price, or None where it is not allowed."""
    row = int(view.start_list[s, v])
    if row < 0:
        return None
    for k in range(int(view.seg_first[row]), int(view.seg_first[row + 1])):
        if view.seg_opens[k] <= start_s <= view.seg_closes[k]:
            late = max(0, start_s - int(view.seg_due[k])) * int(view.late_price[v])
            moved = max(0, start_s - int(view.moved_from[v])) * int(view.moved_price[v])
            return int(view.seg_cost[k]) + late + moved + int(view.assign_cost[s, v])
    return None


def _alone(one: Problem, s: int, v: int, start_s: int) -> Plan:
    """One visit in one shift at this start, all others left out; its figures are not told."""
    seen = one.visits[v]
    stop = Stop(seen.id, start_s, start_s, start_s + seen.service_s)
    others = tuple(
        Unassigned(each.id, Reason.PINNED_IMPOSSIBLE) for each in one.visits if each != seen
    )
    return Plan((Route(one.shifts[s].id, (stop,)),), others, 0, 0, 0.0)


def _without_company(one: Problem) -> Problem:
    """A pair lifts the rule on lone nights only while both come: judged apart."""
    return replace(one, pairs=())


@pytest.mark.parametrize("block", range(6))
def test_starts_are_what_the_verifier_passes(block: int) -> None:
    """A start is in a segment exactly where the verifier has nothing against it, and costs in the
    arrays what the verifier reckons.
    """
    for rng, drawn in _days(range(40 * block, 40 * block + 40)):
        one = _without_company(drawn)
        view = compiled(one)
        for _ in range(30):
            s, v = rng.randrange(len(one.shifts)), rng.randrange(len(one.visits))
            edges = [int(view.seg_opens[k]) for k in range(len(view.seg_opens))] or [0]
            start = rng.choice([*edges, rng.randint(0, 40_000)]) + rng.randint(-2, 2)
            plan = _alone(one, s, v, start)
            verdict = verify(one, plan)
            found = {bad.rule for bad in verdict.violations if bad.rule in _OF_A_START}
            price = _price(view, s, v, start)
            assert (price is None) == bool(found), (start, found)
            if price is not None:
                (route,) = with_terms(one, plan).routes
                terms = route.stops[0].terms or {}
                assert price == sum(n for term, n in terms.items() if term not in _OF_A_WAY)


def test_a_blocked_case_names_a_rule_that_the_verifier_names_too() -> None:
    """The blocker is the reason: the verifier objects in that rule's words at any start."""
    words = {"forbidden_therapists": "forbidden_therapist", "patient_genders": "patient_gender"}
    words |= {"areas": "area", "pinned_shift": "pin_shift", "access_hours": "access"}
    words |= {"certificates": "certificate", "lone_nights": "lone_night"}
    seen: set[str] = set()
    for _, drawn in _days(range(150)):
        one = _without_company(drawn)
        view = compiled(one)
        for s in range(len(one.shifts)):
            for v in range(len(one.visits)):
                if view.blocker[s, v] >= 0:
                    name = RULE_NAMES[view.blocker[s, v]]
                    seen.add(name)
                    assert view.start_list[s, v] == -1
                    if name in {"certificates", "access_hours", "own_nights", "lone_nights"}:
                        continue  # blocks by leaving no start: the test above judges each start
                    bad = verify(one, _alone(one, s, v, 9000)).violations
                    assert words.get(name, name) in {each.rule for each in bad}
    assert {"skills", "gender", "languages", "areas", "certificates", "access_hours"} <= seen


@pytest.mark.parametrize("block", range(4))
def test_the_breakdown_of_any_plan_is_the_verifiers(block: int) -> None:
    """However wild the routes: the planner's terms by stop, route and visit left out are those
    that the verifier reckons, so it objects to no figure.
    """
    for rng, one in _days(range(1000 + 50 * block, 1050 + 50 * block)):
        plan = with_terms(one, _wild(rng, one))
        figures = {"cost", "cost_term", "terms", "bound", "gap", "status"}
        found = [bad for bad in verify(one, plan).violations if bad.rule in figures]
        assert found == []


def _wild(rng: random.Random, one: Problem) -> Plan:
    """Every visit once, in any route at any time, or left out."""
    sequences: dict[str, list[Stop]] = {each.id: [] for each in one.shifts}
    left_out: list[Unassigned] = []
    for seen in rng.sample(one.visits, len(one.visits)):
        if rng.random() < 0.2:
            left_out.append(Unassigned(seen.id, Reason.OUTPRIORITISED))
            continue
        stops = sequences[rng.choice(one.shifts).id]
        arrival = (stops[-1].departure_s if stops else 0) + rng.randint(0, 5000)
        start = arrival + rng.randint(0, 900)
        stops.append(Stop(seen.id, arrival, start, start + seen.service_s + rng.randint(0, 60)))
    routes = tuple(Route(key, tuple(stops)) for key, stops in sequences.items() if stops)
    return Plan(routes, tuple(left_out), 0, 10**12, 0.0)


def test_the_latest_end_is_the_verifiers() -> None:
    """Back at the compiled latest end nobody objects to hours, rest or blocks; a second later
    somebody does.
    """
    ends = {"shift_end", "min_rest", "block_overlap"}
    seen: set[str] = set()
    for rng, one in _days(range(2000, 2150)):
        view = compiled(one)
        if not one.travel.is_constant:
            continue
        for s, each in enumerate(view.shifts):
            v = rng.randrange(len(one.visits))
            way = one.travel.seconds(one.visits[v].location, each.end, 0)
            for late in (0, 1):
                leave = max(each.latest_end_s + late - way, each.opens_s)
                plan = _alone(one, s, v, 0)
                stop = replace(plan.routes[0].stops[0], departure_s=leave)
                plan = replace(plan, routes=(replace(plan.routes[0], stops=(stop,)),))
                found = {bad.rule for bad in verify(one, plan).violations} & ends
                assert bool(found) == (leave + way > each.latest_end_s)
                seen |= found
    assert seen == ends


def test_segments_ascend_and_are_never_empty() -> None:
    """Kernels walk the segments of a list in order."""
    for _, drawn in _days(range(300)):
        for row in compiled(drawn).start_lists:
            assert row
            assert all(segment.opens_s <= segment.closes_s for segment in row)
            assert all(one.closes_s < other.opens_s for one, other in pairwise(row))


def test_identical_shifts_are_one_group() -> None:
    """Shifts that differ in nothing a route could feel are grouped, whoever works them."""
    alike = [shift(f"s{i}", f"t{i}") for i in range(3)]
    other = shift("s3", "t3", max_visits=2)
    view = compiled(problem(visit(), *alike, other))
    assert view.groups == ((0, 1, 2), (3,))


def test_a_wish_splits_a_group() -> None:
    """A visit that prefers one therapist makes that therapist's shift another."""
    wish = visit(therapist_costs={"t1": 60})
    view = compiled(problem(wish, shift("s0", "t0"), shift("s1", "t1"), shift("s2", "t2")))
    assert view.groups == ((0, 2), (1,))


def test_caps_that_are_not_there_never_bind() -> None:
    """`NEVER` is beyond every time, and a shift's end counts its overtime."""
    (view,) = compiled(problem(visit(), shift(overtime_s=60))).shifts
    assert (view.max_travel_s, view.max_leg_s, view.max_work_s) == (NEVER, NEVER, NEVER)
    assert (view.closes_s, view.latest_end_s) == (36_000, 36_060)
