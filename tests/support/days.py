"""Random small days as problem files, with any mixture of rules on; same seed, same day."""

import random
from collections.abc import Callable
from typing import Any

_SKILLS = ("needling", "chiropractic", "paediatric")
_LANGUAGES = ("ar", "en", "ur")
_AREAS = ("marina", "deira")
_GENDERS = ("female", "male")

Json = dict[str, Any]
Maker = Callable[[random.Random, Json], None]


def day_file(
    rng: random.Random,
    visits: int = 6,
    shifts: int = 3,
    share: float = 0.4,
    places: int | None = None,
    therapists: int = 2,
) -> Json:
    """A valid problem document; each optional rule is on with probability `share`, and then for
    some of its visits, shifts or places only. The therapists take turns, so that with more shifts
    some have a second one.
    """
    places = rng.randint(2, 5) if places is None else places
    day: Json = {
        "travel_s": _matrix(rng, places, 1500),
        "visits": [_visit(rng, f"v{i}", places) for i in range(visits)],
        "shifts": [_shift(rng, i, places, therapists) for i in range(shifts)],
        "therapists": [{"id": f"t{i}"} for i in range(max(3, therapists))],
        "places": [{"location": i} for i in range(places)],
        "nights_s": [[0, 4000], [26_000, 50_000]],
        "weights": {},
    }
    for make in RULE_MAKERS:
        if rng.random() < share:
            make(rng, day)
    return day


def widen(rng: random.Random, day: Json) -> None:
    """More time in the day, so that routes get longer."""
    for visit in day["visits"]:
        visit["service_s"] //= 2
        visit["windows_s"][-1][1] += rng.choice((0, 6000, 12_000))
    for shift in day["shifts"]:
        shift["window_s"][1] += rng.choice((0, 5000, 10_000))


def _matrix(rng: random.Random, places: int, most: int) -> list[list[int]]:
    return [[0 if i == j else rng.randint(0, most) for j in range(places)] for i in range(places)]


def _visit(rng: random.Random, name: str, places: int) -> Json:
    opens = rng.randint(0, 20_000)
    return {
        "id": name,
        "location": rng.randrange(places),
        "service_s": rng.randint(0, 3600),
        "windows_s": [[opens, opens + rng.randint(0, 9000)]],
        "unassigned_cost": rng.randint(0, 20_000),
    }


def _shift(rng: random.Random, i: int, places: int, therapists: int) -> Json:
    opens = 14_000 * (i // therapists) + rng.randint(0, 6000)
    return {
        "id": f"s{i}",
        "therapist": f"t{i % therapists}",
        "start_location": rng.randrange(places),
        "end_location": rng.randrange(places),
        "window_s": [opens, opens + rng.randint(5000, 20_000)],
    }


def _some(rng: random.Random, items: list[Json]) -> list[Json]:
    return [item for item in items if rng.random() < 0.6]


def _bands(rng: random.Random, day: Json) -> None:
    places = len(day.pop("travel_s"))
    day["travel_bands"] = [
        {"from_s": 4000 * k, "travel_s": _matrix(rng, places, 1500)} for k in range(3)
    ]


def _tolls(rng: random.Random, day: Json) -> None:
    places = len(day["places"])
    bands = sorted(rng.sample(range(0, 30_000, 1000), 2))
    day["toll_bands"] = [{"from_s": k, "toll": _matrix(rng, places, 600)} for k in bands]


def _weights(rng: random.Random, day: Json) -> None:
    terms = ("travel", "unassigned", "lateness", "gender", "load", "nights", "tolls", "promise")
    day["weights"] = {term: rng.randint(0, 3) for term in terms}


def _skills(rng: random.Random, day: Json) -> None:
    for shift in day["shifts"]:
        shift["skills"] = sorted(rng.sample(_SKILLS, rng.randint(1, 3)))
    for visit in _some(rng, day["visits"]):
        visit["skills"] = [rng.choice(_SKILLS)]


def _certificates(rng: random.Random, day: Json) -> None:
    _skills(rng, day)
    for shift in day["shifts"]:
        until = rng.randint(5000, 30_000)
        dated = [[until - 12_000, until], [until + 2000, until + 9000]]
        shift["skill_windows_s"] = dict.fromkeys(shift["skills"][:2], dated)


def _people(rng: random.Random, day: Json) -> None:
    for therapist in day["therapists"]:
        therapist["gender"] = rng.choice(_GENDERS)
        therapist["languages"] = sorted(rng.sample(_LANGUAGES, 2))
    for visit in _some(rng, day["visits"]):
        visit |= {"preferred_gender": rng.choice(_GENDERS), "gender_cost": rng.randint(0, 900)}
        visit |= {"preferred_languages": [rng.choice(_LANGUAGES)], "language_cost": 300}
    for visit in _some(rng, day["visits"][:2]):
        visit |= {"gender": rng.choice(_GENDERS), "languages": [rng.choice(_LANGUAGES)]}


def _own_limits(rng: random.Random, day: Json) -> None:
    for place in day["places"]:
        place |= {"area": rng.choice(_AREAS), "pets": rng.random() < 0.3}
    for visit in _some(rng, day["visits"]):
        visit["patient_gender"] = rng.choice(_GENDERS)
    limits: list[Json] = [
        {"patient_genders": ["female"]},
        {"areas": ["marina"]},
        {"nights": False},
        {"pets": False},
    ]
    for therapist in _some(rng, day["therapists"]):
        therapist.update(rng.choice(limits))


def _wishes(rng: random.Random, day: Json) -> None:
    for visit in _some(rng, day["visits"]):
        visit["therapist_costs"] = {f"t{i}": rng.randint(0, 900) for i in range(2)}
        visit["history"] = {f"t{i}": rng.randint(0, 4) for i in range(3)}
        visit["continuity_cost"] = rng.randint(0, 900)
    for visit in _some(rng, day["visits"][:2]):
        visit["forbidden_therapists"] = [f"t{rng.randrange(3)}"]


def _lateness(rng: random.Random, day: Json) -> None:
    for visit in _some(rng, day["visits"]):
        opens = visit["windows_s"][0][1] + rng.randint(-500, 4000)
        visit["windows_s"].append([opens, opens + 2000])
        visit |= {"late_cost_per_s": rng.randint(0, 4), "max_late_s": rng.choice([0, 900, 3000])}


def _must(rng: random.Random, day: Json) -> None:
    for visit in day["visits"][:1]:
        visit |= {"must": True, "late_cost_per_s": rng.randint(1, 4)}


def _access(rng: random.Random, day: Json) -> None:
    for place in _some(rng, day["places"]):
        opens = rng.randint(0, 9000)
        place["access_s"] = [[opens, opens + 9000], [opens + 10_000, opens + 20_000]]


def _lone_nights(rng: random.Random, day: Json) -> None:
    for place in _some(rng, day["places"]):
        place["no_lone_woman"] = True
    for therapist in _some(rng, day["therapists"]):
        therapist["gender"] = "female"


def _limits(rng: random.Random, day: Json) -> None:
    for shift in _some(rng, day["shifts"]):
        shift |= {"max_visits": rng.randint(1, 4), "max_travel_s": rng.randint(1000, 6000)}
        shift |= {"max_leg_s": rng.randint(500, 1500), "max_work_s": rng.randint(3000, 15_000)}


def _overtime(rng: random.Random, day: Json) -> None:
    for shift in _some(rng, day["shifts"]):
        shift |= {"overtime_s": 1800, "overtime_cost_per_s": rng.randint(0, 4)}


def _breaks(rng: random.Random, day: Json) -> None:
    for shift in _some(rng, day["shifts"]):
        opens = shift["window_s"][0] + rng.randint(1000, 9000)
        shift["breaks"] = [{"window_s": [opens, opens + 3600], "duration_s": 900}]


def _rest(rng: random.Random, day: Json) -> None:
    for therapist in _some(rng, day["therapists"]):
        therapist |= {"min_rest_s": rng.randint(0, 4000), "next_shift_s": 40_000}


def _duties(rng: random.Random, day: Json) -> None:
    for shift in day["shifts"]:
        shift["duty"] = f"d-{shift['therapist']}"


def _fairness(rng: random.Random, day: Json) -> None:
    for shift in day["shifts"]:
        steps = [(rng.randint(0, 3000), 3), (rng.randint(3000, 9000), 10)]
        shift["load"] = [{"above_s": above, "cost_per_min": price} for above, price in steps]
        shift["night_load"] = [{"above_s": rng.randint(0, 2000), "cost_per_min": 7}]
        shift["call_out_cost"] = rng.randint(0, 900)


def _replanning(rng: random.Random, day: Json) -> None:
    for visit in _some(rng, day["visits"]):
        start = visit["windows_s"][0][0] + rng.randint(0, 3000)
        told = {"start_s": start, "moved_cost_per_s": 1, "changed_cost": 600}
        visit["told"] = told | {"therapist": f"t{rng.randrange(3)}"}
        promised: Json = {"window_s": [start, start + 3600], "cost": 9000}
        if rng.random() < 0.5:
            promised["therapist"] = f"t{rng.randrange(3)}"
        visit["promised"] = promised


def _pins(rng: random.Random, day: Json) -> None:
    shifts = [shift["id"] for shift in day["shifts"]]
    for visit in _some(rng, day["visits"][:2]) if shifts else []:
        visit["pinned"] = {"shift": rng.choice(shifts)}
        if rng.random() < 0.4:
            visit["pinned"]["start_s"] = rng.randint(0, 15_000)
    for shift in _some(rng, day["shifts"]):
        shift["open_from_s"] = rng.randint(0, 9000)


def _ties(rng: random.Random, day: Json) -> None:
    names = [visit["id"] for visit in day["visits"]]
    if len(names) < 6:
        return
    day["visits"][1]["location"] = day["visits"][0]["location"]
    day["pairs"] = [{"visits": names[:2]}]
    least = rng.randint(0, 3000)
    day["gaps"] = [{"first": names[2], "second": names[3], "min_s": least, "max_s": least + 6000}]
    tie = {"before": names[4], "after": names[5], "directly": rng.random() < 0.5}
    day["orders"] = [tie]


RULE_MAKERS: tuple[Maker, ...] = (
    _bands,
    _tolls,
    _weights,
    _skills,
    _certificates,
    _people,
    _own_limits,
    _wishes,
    _lateness,
    _must,
    _access,
    _lone_nights,
    _limits,
    _overtime,
    _breaks,
    _rest,
    _duties,
    _fairness,
    _replanning,
    _pins,
    _ties,
)
