"""Makers of the rules about when: windows, hours, rests, limits and ties of visits."""

from dataclasses import replace
from itertools import pairwise

from tests.bench.planner.made.day import HOUR_S, Json, MadeDay

# What a leg takes by the hour of its departure, against the night: a Dubai working day.
_TRAFFIC = {
    0: 100, 6: 105, 7: 130, 8: 145, 9: 125, 10: 115, 13: 120, 16: 130, 17: 150, 18: 145,
    20: 125, 22: 105, 24: 100,
}  # fmt: skip


def windows(day: MadeDay) -> None:
    """A second window two hours after the first one closes."""
    for visit in day.some(day.visits):
        closes = visit["windows_s"][-1][1]
        visit["windows_s"].append([closes + 2 * HOUR_S, closes + 4 * HOUR_S])


def travel_time(day: MadeDay) -> None:
    """Every leg by the hour."""
    plain = day.document.pop("travel_s")
    day.document["travel_bands"] = [
        {"from_s": hour * HOUR_S, "travel_s": [[t * slow // 100 for t in row] for row in plain]}
        for hour, slow in _TRAFFIC.items()
    ]


def access_hours(day: MadeDay) -> None:
    """Nobody is let in around noon and in the evening."""
    hours = ((5, 11), (13, 18), (20, 30))
    for place in day.some(day.places):
        place["access_s"] = [[opens * HOUR_S, closes * HOUR_S] for opens, closes in hours]


def lateness(day: MadeDay) -> None:
    for visit in day.some(day.visits):
        visit |= {"late_cost_per_s": 2, "max_late_s": 1800}


def must(day: MadeDay) -> None:
    """Of the visits that several may serve: else the day could contradict itself."""
    able, many = day.able(), round(day.fixing * len(day.visits))
    free = [one for one in day.visits if len(able[one["id"]]) > 3 and "pinned" not in one]
    for visit in day.some(free, min(1.0, many / max(1, len(free)))):
        visit |= {"must": True, "late_cost_per_s": visit.get("late_cost_per_s", 4)}


def priority(day: MadeDay) -> None:
    for visit in day.some(day.visits):
        visit["unassigned_cost"] *= day.rng.choice((2, 5))


def shift_hours(day: MadeDay) -> None:
    """The shift ends elsewhere than it began, and half an hour sooner."""
    homes = [shift["start_location"] for shift in day.shifts]
    for shift in day.some(day.shifts):
        shift["end_location"] = day.rng.choice(homes)
        shift["window_s"] = [shift["window_s"][0], shift["window_s"][1] - 1800]


def overtime(day: MadeDay) -> None:
    """An hour of the shift becomes overtime."""
    for shift in day.some(day.shifts):
        shift["window_s"] = [shift["window_s"][0], shift["window_s"][1] - HOUR_S]
        shift |= {"overtime_s": HOUR_S, "overtime_cost_per_s": 2}


def min_rest(day: MadeDay) -> None:
    """The next shift opens so soon that this one must end an hour before its close."""
    closes = {shift["therapist"]: shift["window_s"][1] for shift in day.shifts}
    for therapist in day.some(day.therapists):
        rest = 11 * HOUR_S
        therapist["min_rest_s"] = rest
        therapist["next_shift_s"] = closes[therapist["id"]] + rest - HOUR_S


def blocks(day: MadeDay) -> None:
    """Some shifts are two blocks with an hour at home in between."""
    for shift in day.some(day.shifts):
        opens, closes = shift["window_s"]
        middle, late = (opens + closes) // 2, f"{shift['id']}b"
        shift |= {"duty": f"d-{shift['id']}", "window_s": [opens, middle - 1800]}
        day.document["shifts"].append(shift | {"id": late, "window_s": [middle + 1800, closes]})
        route = day.routes[shift["id"]]
        day.routes[shift["id"]] = [one for one in route if one.start_s < middle]
        day.routes[late] = [replace(one, shift=late) for one in route if one.start_s >= middle]


def breaks(day: MadeDay) -> None:
    """Three quarters of an hour within two in the middle of the shift."""
    for shift in day.some(day.shifts):
        middle = sum(shift["window_s"]) // 2
        rest = {"window_s": [middle - HOUR_S, middle + HOUR_S], "duration_s": 2700}
        shift["breaks"] = [rest]


def max_visits(day: MadeDay) -> None:
    """One less than the day was laid out with."""
    for shift in day.some(day.shifts):
        shift["max_visits"] = max(1, len(day.routes.get(shift["id"], ())) - 1)


def driven_s(day: MadeDay, shift: Json) -> int:
    """What the shift's laid out route drives."""
    at = {visit["id"]: visit["location"] for visit in day.visits}
    bands = day.document.get("travel_bands")
    travel: list[list[int]] = day.document["travel_s"] if bands is None else bands[0]["travel_s"]
    stops = [at[one.visit] for one in day.routes.get(shift["id"], ())]
    legs = pairwise([shift["start_location"], *stops, shift["end_location"]])
    return sum(travel[a][b] for a, b in legs)


def work_s(day: MadeDay, shift: Json) -> int:
    """What it drives and serves."""
    service: dict[str, int] = {visit["id"]: visit["service_s"] for visit in day.visits}
    served = sum(service[one.visit] for one in day.routes.get(shift["id"], ()))
    return served + driven_s(day, shift)


def max_travel(day: MadeDay) -> None:
    for shift in day.some(day.shifts):
        shift["max_travel_s"] = driven_s(day, shift) * 8 // 10


def max_leg(day: MadeDay) -> None:
    """Twenty minutes: a third of all legs are longer."""
    for shift in day.some(day.shifts):
        shift["max_leg_s"] = 1200


def max_work(day: MadeDay) -> None:
    for shift in day.some(day.shifts):
        shift["max_work_s"] = work_s(day, shift) * 8 // 10


def orders(day: MadeDay) -> None:
    """Neighbours of the laid out routes, every second pair directly behind each other."""
    couples = [two for route in day.routes.values() for two in pairwise(route)]
    day.rng.shuffle(couples)
    used: set[str] = set()
    told: list[Json] = []
    for one, other in couples:
        if used & {one.visit, other.visit} or len(told) >= day.fixing * len(day.visits) / 2:
            continue
        used |= {one.visit, other.visit}
        told.append({"before": one.visit, "after": other.visit, "directly": len(told) % 2 == 0})
    day.document["orders"] = told


def pairs(day: MadeDay) -> None:
    """Two visits become one patient's: the place, window and service of the first."""
    chosen = day.some(day.visits)
    told: list[Json] = []
    for one, other in zip(chosen[::2], chosen[1::2], strict=False):
        for word in ("location", "windows_s", "service_s"):
            other[word] = one[word]
        told.append({"visits": [one["id"], other["id"]]})
    day.document["pairs"] = told


def gaps(day: MadeDay) -> None:
    """A visit one to three hours after another one that day."""
    paired = {key for pair in day.document.get("pairs", ()) for key in pair["visits"]}
    laid = day.laid()
    told: list[Json] = []
    free = [visit for visit in day.visits if visit["id"] not in paired]
    free.sort(key=lambda visit: laid[visit["id"]].start_s)
    while len(free) > 1 and len(told) < day.share * len(day.visits) / 2:
        first = free.pop(day.rng.randrange(len(free) - 1))
        ends = laid[first["id"]].start_s + first["service_s"]
        late = [v for v in free if HOUR_S <= laid[v["id"]].start_s - ends <= 3 * HOUR_S]
        if late:
            second = day.rng.choice(late)
            free.remove(second)
            tie = {"first": first["id"], "second": second["id"]}
            told.append(tie | {"min_s": HOUR_S, "max_s": 3 * HOUR_S})
    day.document["gaps"] = told
