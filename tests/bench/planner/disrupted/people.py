"""Therapists and their shifts of a made-up day: who they are, what they may and will do."""

import random
from dataclasses import dataclass
from typing import Any

from tests.bench.planner.disrupted.city import DISTRICTS, HOUR_S, near

SKILLS = ("physiotherapy", "dry-needling", "paediatric", "neuro", "chiropractic")
LANGUAGES = ("ar", "en", "hi", "ur", "ru")
DAY_S = 24 * HOUR_S
REST_S = 11 * HOUR_S


@dataclass(frozen=True, slots=True)
class Person:
    """A therapist with everything the file says of them; `district` is that of their home."""

    therapist: dict[str, Any]
    shifts: list[dict[str, Any]]
    district: str


def person(rng: random.Random, number: int) -> Person:
    """Their home is the location with their number."""
    district = rng.choice(tuple(DISTRICTS))
    therapist: dict[str, Any] = {
        "id": f"t{number}",
        "gender": rng.choice(("female", "male")),
        "languages": sorted({"en", rng.choice(LANGUAGES), rng.choice(LANGUAGES)}),
        "pets": rng.random() > 0.15,
        "nights": rng.random() > 0.3,
        "min_rest_s": REST_S,
    }
    if rng.random() < 0.1:
        therapist["patient_genders"] = [therapist["gender"]]
    if rng.random() < 0.2:
        areas = {district, *(near(rng, district) for _ in range(12))}
        therapist["areas"] = sorted(areas)
    shifts = _shifts(rng, number)
    therapist["next_shift_s"] = DAY_S + min(shift["window_s"][0] for shift in shifts) + HOUR_S
    return Person(therapist, shifts, district)


def _shifts(rng: random.Random, number: int) -> list[dict[str, Any]]:
    """One long shift, or two blocks with the hot hours off; a few are on call."""
    skills = sorted({SKILLS[0], *rng.sample(SKILLS, rng.choice((1, 2, 2, 3)))})
    until = {
        skill: [[0, rng.choice((15, 18)) * HOUR_S]] for skill in skills[1:] if rng.random() < 0.1
    }
    kind = rng.choices(("early", "day", "late", "split"), (4, 5, 3, 3))[0]
    hours = {
        "early": [(6.5, 15.5)],
        "day": [(8.5, 18.0)],
        "late": [(12.5, 21.5)],
        "split": [(7.5, 12.5), (15.5, 20.5)],
    }[kind]
    on_call = kind == "late" and rng.random() < 0.4
    shifts = []
    for block, (opens, closes) in enumerate(hours):
        window = [int(opens * HOUR_S), int(closes * HOUR_S)]
        shift: dict[str, Any] = {
            "id": f"s{number}{'ab'[block]}" if len(hours) > 1 else f"s{number}",
            "therapist": f"t{number}",
            "start_location": number,
            "end_location": number,
            "window_s": window,
            "skills": skills,
            "breaks": _breaks(rng, window),
        }
        limits = _limits(rng, is_block=len(hours) > 1)
        shifts.append(shift | limits)
        if until:
            shift = shifts[-1]
            shift["skill_windows_s"] = until
        if on_call:
            shifts[-1]["call_out_cost"] = HOUR_S
        if len(hours) > 1:
            shifts[-1]["duty"] = f"d{number}"
    return shifts


def _limits(rng: random.Random, *, is_block: bool) -> dict[str, Any]:
    work_h = 4.5 if is_block else 8.5
    fair = rng.choice((0.75, 0.85))
    return {
        "overtime_s": 2700,
        "overtime_cost_per_s": 2,
        "max_visits": 5 if is_block else 9,
        "max_travel_s": int((2.5 if is_block else 4) * HOUR_S),
        "max_leg_s": 4800,
        "max_work_s": int(work_h * HOUR_S),
        "load": [
            {"above_s": int(fair * work_h * HOUR_S), "cost_per_min": 20},
            {"above_s": int(0.95 * work_h * HOUR_S), "cost_per_min": 40},
        ],
        "night_load": [{"above_s": 3600, "cost_per_min": 15}],
    }


def _breaks(rng: random.Random, window: list[int]) -> list[dict[str, Any]]:
    """Lunch in a shift that spans noon, an afternoon prayer for some."""
    rests = []
    if window[0] <= 11 * HOUR_S and window[1] >= 15 * HOUR_S:
        rests.append({"window_s": [12 * HOUR_S, int(14.5 * HOUR_S)], "duration_s": 1800})
    if window[0] <= 13 * HOUR_S and window[1] >= 17 * HOUR_S and rng.random() < 0.3:
        rests.append({"window_s": [int(15.2 * HOUR_S), int(16.7 * HOUR_S)], "duration_s": 900})
    return rests
