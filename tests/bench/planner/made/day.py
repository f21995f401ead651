"""A made-up day without any optional rule, laid out along routes that are legal.

The routes are what makers of rules promise, pin and order by, so that a rule that is put on binds
where the day would have gone. They are no good plan: each goes to one of a few random places.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from shared.routing.compiled import compiled
from shared.routing.read_problem import problem_from_json

Json = dict[str, Any]
T = TypeVar("T")

HOUR_S = 3600
GENDERS = ("female", "male")
NIGHTS_S = [[0, 6 * HOUR_S], [22 * HOUR_S, 30 * HOUR_S]]
UNASSIGNED_COST = 14_400
# Opening hours of shifts of nine hours: early, late and over midnight.
_OPENS = (7, 7, 8, 9, 13, 13, 14, 19)
_LASTS_S = 9 * HOUR_S


@dataclass(frozen=True, slots=True)
class Laid:
    """A visit where the day was laid out."""

    visit: str
    shift: str
    therapist: str
    start_s: int


@dataclass(slots=True)
class MadeDay:
    """The document, and the routes that it was laid out along."""

    rng: random.Random
    document: Json
    routes: dict[str, list[Laid]]
    share: float = 1 / 3
    """Of visits, shifts, therapists or places: for how many a rule is put on."""
    fixing: float = 1 / 3
    """The same for rules that settle a visit: pins, orders and what must be served."""

    @property
    def visits(self) -> list[Json]:
        return list(self.document["visits"])

    @property
    def shifts(self) -> list[Json]:
        return list(self.document["shifts"])

    @property
    def therapists(self) -> list[Json]:
        return list(self.document["therapists"])

    @property
    def places(self) -> list[Json]:
        return list(self.document["places"])

    def laid(self) -> dict[str, Laid]:
        """By visit."""
        return {one.visit: one for route in self.routes.values() for one in route}

    def able(self) -> dict[str, set[str]]:
        """The shifts that may serve each visit at some time, as far as rules are put on."""
        view = compiled(problem_from_json(self.document))
        may = view.start_list >= 0
        return {
            visit["id"]: {shift["id"] for s, shift in enumerate(self.shifts) if may[s, v]}
            for v, visit in enumerate(self.visits)
        }

    def some(self, items: Sequence[T], share: float | None = None) -> list[T]:
        """So many of them, drawn anew for each rule, in their order."""
        many = round((self.share if share is None else share) * len(items))
        return [items[i] for i in sorted(self.rng.sample(range(len(items)), many))]

    def around(self, opens_s: int, length_s: int, step_s: int = 900) -> int:
        """A time in the span, on the quarter of an hour."""
        return opens_s + self.rng.randrange(0, max(1, length_s), step_s)


def made_day(seed: int, visits: int = 100) -> MadeDay:
    """Travel by distance, windows of one to four hours, a shift for each four visits."""
    rng = random.Random(seed)
    shifts = max(2, visits // 4)
    places = [(rng.uniform(0, 30), rng.uniform(0, 12)) for _ in range(visits + shifts)]
    matrix = [[_travel_s(a, b) for b in places] for a in places]
    document: Json = {
        "travel_s": matrix,
        "visits": [],
        "shifts": [_shift(rng, k, visits + k) for k in range(shifts)],
        "therapists": [{"id": f"t{k}"} for k in range(shifts)],
        "places": [{"location": i, "area": _area(place)} for i, place in enumerate(places)],
        "weights": {},
    }
    day = MadeDay(rng, document, {})
    for k, count in enumerate(_counts(visits, shifts)):
        shift = document["shifts"][k]
        day.routes[shift["id"]] = list(_lay(day, shift, count))
    return day


def _travel_s(one: tuple[float, float], other: tuple[float, float]) -> int:
    if one == other:
        return 0
    return int(150 + 70 * (abs(one[0] - other[0]) + abs(one[1] - other[1])))


def _area(place: tuple[float, float]) -> str:
    return ("west", "middle", "east")[int(place[0] // 10.001)]


def _shift(rng: random.Random, k: int, home: int) -> Json:
    opens = _OPENS[k % len(_OPENS)] * HOUR_S
    return {
        "id": f"s{k}",
        "therapist": f"t{k}",
        "start_location": home,
        "end_location": home,
        "window_s": [opens, opens + _LASTS_S],
    }


def _counts(visits: int, shifts: int) -> list[int]:
    return [visits // shifts + (k < visits % shifts) for k in range(shifts)]


def _lay(day: MadeDay, shift: Json, count: int) -> Iterator[Laid]:
    """The next stop is the nearest of a few unused places; its window lies around its start."""
    rng, matrix, visits = day.rng, day.document["travel_s"], day.document["visits"]
    used = {visit["location"] for visit in visits}
    total = len(matrix) - len(day.document["shifts"])
    free = [place for place in range(total) if place not in used]
    here, clock = shift["start_location"], shift["window_s"][0]
    spare = 900
    for _ in range(count):
        few = rng.sample(free, min(10, len(free)))
        there = min(few, key=matrix[here].__getitem__)
        free.remove(there)
        start = clock + matrix[here][there] + rng.randrange(spare)
        service = 900 * rng.randint(2, 4)
        visits.append(_visit(rng, len(visits), there, start, service))
        yield Laid(visits[-1]["id"], shift["id"], shift["therapist"], start)
        here, clock = there, start + service


def _visit(rng: random.Random, number: int, location: int, start: int, service: int) -> Json:
    length = rng.choice((1, 2, 2, 3, 4)) * HOUR_S
    opens = start - rng.randrange(0, length)
    return {
        "id": f"v{number}",
        "location": location,
        "service_s": service,
        "windows_s": [[opens, opens + length]],
        "unassigned_cost": UNASSIGNED_COST,
    }
