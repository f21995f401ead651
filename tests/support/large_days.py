"""A day of many routes of ten stops, for measuring what insertion costs."""

import random

from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.surroundings import Therapist
from shared.routing.travel import Band, Travel
from shared.routing.visit import Visit

_HOUR_S = 3600
_SKILLS = ("needling", "chiropractic")


def large_day(
    rng: random.Random, shifts: int = 200, stops: int = 10
) -> tuple[Problem, list[list[int]]]:
    """A problem with hourly travel and legal routes, all its visits but the last ten placed.

    Visits are laid out along each route first and get windows of three hours around their time.
    """
    places = [(rng.uniform(0, 30), rng.uniform(0, 15)) for _ in range(150)]
    travel = _travel(places)
    people = [_shift(i, rng, len(places)) for i in range(shifts)]
    visits: list[Visit] = []
    routes: list[list[int]] = []
    for person in people:
        route = _route(rng, travel, person, len(visits), stops)
        routes.append(list(range(len(visits), len(visits) + len(route))))
        visits += route
    for _ in range(10):
        opens = rng.randrange(8, 16) * _HOUR_S
        visits.append(_visit(rng, len(visits), rng.randrange(len(places)), opens, 3 * _HOUR_S))
    therapists = tuple(Therapist(one.therapist, languages=frozenset({"en"})) for one in people)
    return Problem(travel, tuple(visits), tuple(people), therapists=therapists), routes


def _travel(places: list[tuple[float, float]]) -> Travel:
    """Minutes by distance, slower in the two peaks."""
    slow = {7: 1.3, 8: 1.4, 17: 1.4, 18: 1.3}
    rows = [[60 + 75 * (abs(a - c) + abs(b - d)) for c, d in places] for a, b in places]
    return Travel(
        tuple(
            Band(hour * _HOUR_S, tuple(tuple(int(t * slow.get(hour, 1)) for t in r) for r in rows))
            for hour in range(6, 22)
        )
    )


def _shift(i: int, rng: random.Random, places: int) -> Shift:
    home = rng.randrange(places)
    opens = rng.choice((7, 8, 9)) * _HOUR_S
    return Shift(
        id=f"s{i}",
        therapist=f"t{i}",
        start_location=home,
        end_location=home,
        window_s=(opens, opens + 11 * _HOUR_S),
        skills=frozenset(rng.sample(_SKILLS, rng.choice((1, 2, 2)))),
        max_visits=13,
        max_travel_s=5 * _HOUR_S,
        overtime_s=1800,
        overtime_cost_per_s=3,
    )


def _route(rng: random.Random, travel: Travel, shift: Shift, first: int, stops: int) -> list[Visit]:
    here, clock, route = shift.start_location, shift.window_s[0], []
    for i in range(stops):
        near = sorted(
            rng.sample(range(travel.locations), 12), key=lambda at: travel.seconds(here, at, clock)
        )
        clock += travel.seconds(here, near[0], clock)
        opens = max(0, clock - rng.randrange(0, 2 * _HOUR_S))
        route.append(_visit(rng, first + i, near[0], opens, 3 * _HOUR_S))
        here, clock = near[0], clock + route[-1].service_s
    return route


def _visit(rng: random.Random, i: int, location: int, opens: int, length: int) -> Visit:
    return Visit(
        id=f"v{i}",
        location=location,
        service_s=rng.choice((2100, 2700)),
        windows_s=((opens, opens + length),),
        unassigned_cost=14_400,
        languages=frozenset({"en"}),
    )
