"""The made-up day as a problem file: 40 therapists, 250 visits, the rules of home care on.

Same seed, same day. Each visit asks for what some therapist of the day has, so that it could be
served on a day of its own; nothing more is known to fit.
"""

import random
from typing import Any

from tests.bench.planner.disrupted.city import (
    DISTRICTS,
    HOUR_S,
    Spot,
    near,
    spot_in,
    toll_bands,
    travel_bands,
)
from tests.bench.planner.disrupted.people import Person, person

Json = dict[str, Any]
NORMAL, HIGH, URGENT = 14_400, 28_800, 57_600
NIGHTS_S = [[0, 6 * HOUR_S], [20 * HOUR_S, 30 * HOUR_S]]
SERVICES_S = (1800, 2700, 2700, 3600)


def disrupted_day(seed: int, therapists: int = 40, visits: int = 250, later: int = 6) -> Json:
    """A problem file without pairs and gaps, and under `later` visits nobody has asked for yet."""
    rng = random.Random(seed)
    people = [person(rng, number) for number in range(therapists)]
    homes = [spot_in(rng, one.district) for one in people]
    patients = [spot_in(rng, rng.choice(tuple(DISTRICTS))) for _ in range(visits * 2 // 3)]
    spots = [*homes, *patients]
    places = [_place(rng, i, spot, i >= therapists) for i, spot in enumerate(spots)]
    day: Json = {
        "travel_bands": travel_bands(spots),
        "toll_bands": toll_bands(spots),
        "visits": [],
        "shifts": [shift for one in people for shift in one.shifts],
        "therapists": [one.therapist for one in people],
        "places": places,
        "nights_s": NIGHTS_S,
        "weights": {"tolls": 60},
    }
    for number in range(visits):
        day["visits"].append(booked(rng, day, people, spots, f"v{number}"))
    day["later"] = [booked(rng, day, people, spots, f"new{number}") for number in range(later)]
    return day


def booked(
    rng: random.Random, day: Json, people: list[Person], spots: list[Spot], name: str
) -> Json:
    """A visit that one therapist of the day could serve, near their home more often than not."""
    while True:
        witness = rng.choice(people)
        shift = rng.choice(witness.shifts)
        is_near = rng.random() < 0.8
        district = near(rng, witness.district) if is_near else rng.choice(tuple(DISTRICTS))
        here = [i for i, spot in enumerate(spots) if i >= len(people) and spot.district == district]
        if here:
            return _visit(rng, day, (witness, shift), name, rng.choice(here))


def _visit(
    rng: random.Random, day: Json, by: tuple[Person, Json], name: str, location: int
) -> Json:
    witness, shift = by
    service = rng.choice(SERVICES_S)
    opens = rng.randrange(shift["window_s"][0] + 1800, shift["window_s"][1] - service - 4500, 900)
    length = rng.choice((1, 1, 2, 2, 3, 4)) * HOUR_S
    visit: Json = {
        "id": name,
        "location": location,
        "service_s": service,
        "windows_s": _windows(rng, opens, length),
        "unassigned_cost": rng.choices((NORMAL, HIGH, URGENT), (75, 20, 5))[0],
        "skills": [rng.choice(shift["skills"])] if rng.random() < 0.6 else [shift["skills"][0]],
        "patient_gender": rng.choice(("female", "male")),
    }
    if rng.random() < 0.6:
        visit |= {"late_cost_per_s": rng.choice((1, 2, 4)), "max_late_s": 1800}
    visit |= _who(rng, day, witness.therapist)
    return visit


def _windows(rng: random.Random, opens: int, length: int) -> list[list[int]]:
    """Some patients could also have it three hours later."""
    windows = [[opens, opens + length]]
    if rng.random() < 0.15:
        windows.append([opens + length + 3 * HOUR_S, opens + length + 4 * HOUR_S])
    return windows


def _who(rng: random.Random, day: Json, witness: Json) -> Json:
    """Required, preferred and refused therapists; the witness is never ruled out by these."""
    asked: Json = {}
    if rng.random() < 0.25:
        asked["gender"] = witness["gender"]
    elif rng.random() < 0.3:
        asked |= {"preferred_gender": rng.choice(("female", "male")), "gender_cost": 900}
    if rng.random() < 0.2:
        asked["languages"] = [rng.choice(witness["languages"])]
    elif rng.random() < 0.3:
        asked |= {"preferred_languages": [rng.choice(("ar", "hi", "ru"))], "language_cost": 600}
    names = [one["id"] for one in day["therapists"]]
    if rng.random() < 0.1:
        others = [name for name in rng.sample(names, 3) if name != witness["id"]]
        asked["forbidden_therapists"] = sorted(others)
    if rng.random() < 0.15:
        asked["therapist_costs"] = dict.fromkeys(rng.sample(names, len(names) // 2), 900)
    if rng.random() < 0.5:
        seen = {name: rng.randint(1, 9) for name in rng.sample(names, 2)}
        asked |= {"history": seen | {witness["id"]: 6}, "continuity_cost": 1200}
    return asked


def _place(rng: random.Random, i: int, spot: Spot, is_patient: bool) -> Json:
    place: Json = {"location": i, "area": spot.district}
    if is_patient and rng.random() < 0.1:
        place["pets"] = True
    if is_patient and rng.random() < 0.05:
        place["no_lone_woman"] = True
    if is_patient and rng.random() < 0.1:
        place["access_s"] = [[7 * HOUR_S, 22 * HOUR_S]]
    return place
