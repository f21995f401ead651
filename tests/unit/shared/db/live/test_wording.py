"""Broken rules in a dispatcher's words: names, local times and windows, no ids and seconds."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from shared.db.live.horizon import Horizon
from shared.db.live.schedule import violations_of
from shared.db.live.wording import RULES, worded
from shared.domain.reasons import UnassignedReason
from shared.routing import verify
from shared.routing.violation import Class, Violation
from tests.support.horizons import HOUR, horizon, number, shift, visit

VISIT, SHIFT, OTHER = number(1), number(50), number(51)


def day() -> Horizon:
    """Noura works from 14 to 23, Lina from 8 to 18; one visit is promised for 18 to 19."""
    made = horizon(
        [shift(50, (14, 23)), shift(51)],
        [
            visit(
                1,
                10,
                (18, 19),
                required=frozenset({"dry-needling"}),
                pinned_shift=OTHER,
            )
        ],
    )
    names = {number(1050): "Noura", number(1051): "Lina"}
    people = {key: replace(one, name=names[key]) for key, one in made.therapists.items()}
    blocked = {VISIT: {number(1050): UnassignedReason.GENDER_NOT_AVAILABLE}}
    return replace(made, therapists=people, blocked=blocked)


NOURA = "(Noura, route 14:00-23:00)"
PROMISED = "the physiotherapy promised for 18:00-19:00"
BARRED = f"Noura may not take {PROMISED}"
ARRIVES = 19 * HOUR + 40 * 60 + 30


@pytest.mark.parametrize(
    ("rule", "figures", "sentence"),
    [
        ("window", (ARRIVES,), f"Start 19:41 is after the promised window 18:00-19:00 {NOURA}"),
        ("window", (17 * HOUR,), f"Start 17:00 is before the promised window 18:00-19:00 {NOURA}"),
        ("pin_time", (ARRIVES, 18 * HOUR), f"Start 19:40 is not the pinned 18:00 {NOURA}"),
        ("pin_shift", (), f"T{PROMISED[1:]} is pinned to Lina, route 08:00-18:00"),
        ("pin_dropped", (), f"T{PROMISED[1:]} is pinned and has no place {NOURA}"),
        ("skills", (), f"Noura has no certificate for dry needling, which {PROMISED} needs"),
        (
            "forbidden_therapist",
            (),
            f"Noura may not take {PROMISED}: the patient asked for the other gender",
        ),
        (
            "travel_time",
            (18 * HOUR, ARRIVES),
            f"Noura cannot be at {PROMISED} before 19:41, but is planned to arrive at 18:00",
        ),
        (
            "start_before_arrival",
            (18 * HOUR, ARRIVES),
            "Start 18:00 is before Noura arrives at 19:41",
        ),
        (
            "service_cut",
            (60, 2700),
            f"Noura would stay only 1 minute at {PROMISED}, which takes 45 minutes",
        ),
        (
            "shift_end",
            (23 * HOUR + 1, 23 * HOUR),
            f"Back at 23:01 is after 23:00, when the route must end {NOURA}",
        ),
        ("max_visits", (7, 6), f"Noura would have 7 visits where 6 are still allowed {NOURA}"),
        (
            "max_travel",
            (7201, 7200),
            "Noura would drive 121 minutes, at most 120 minutes are allowed",
        ),
        ("certificate", (), f"{BARRED}: a certificate does not cover the whole visit"),
        ("gender", (), f"{BARRED}: the patient asked for the other gender"),
        ("languages", (), f"{BARRED}: they have no language in common"),
        ("patient_gender", (), f"{BARRED}: the therapist does not treat patients of this gender"),
        ("area", (), f"{BARRED}: the therapist does not go to this area"),
        ("pets", (), f"{BARRED}: the therapist does not go where pets are"),
        ("own_nights", (), f"{BARRED}: the therapist does not work at night"),
        ("lone_night", (), f"{BARRED}: she would be alone there at night"),
        (
            "access",
            (),
            f"T{PROMISED[1:]} would be outside the hours in which the place lets people in {NOURA}",
        ),
        ("must_dropped", (), f"T{PROMISED[1:]} is under way and may not be left out {NOURA}"),
        ("order", (), f"T{PROMISED[1:]} is not in the order that was fixed {NOURA}"),
        ("pair", (), f"T{PROMISED[1:]} needs two therapists at the same time {NOURA}"),
        ("apart", (), f"T{PROMISED[1:]} is too soon or too late after the visit before it {NOURA}"),
        (
            "max_leg",
            (3601, 3600),
            f"Noura would drive 61 minutes to {PROMISED}, at most 60 minutes a way are allowed",
        ),
        ("max_work", (7201, 7200), "Noura would work 121 minutes, at most 120 minutes are allowed"),
        (
            "min_rest",
            (23 * HOUR, 22 * HOUR),
            "Noura would be back at 23:00, the rest before the next shift needs 22:00",
        ),
        (
            "block_overlap",
            (18 * HOUR, 17 * HOUR),
            "Noura would be back at 18:00, the next block begins at 17:00",
        ),
        (
            "max_changes",
            (3, 2),
            "3 visits would get another therapist than was told, at most 2 may",
        ),
        ("breaks", (1,), f"There is no time for the break that falls due {NOURA}"),
        ("breaks", (2,), f"There is no time for 2 breaks that fall due {NOURA}"),
        ("visit_twice", (), f"T{PROMISED[1:]} is in the plan more than once"),
        ("visit_missing", (), f"T{PROMISED[1:]} is neither on a route nor waiting"),
        ("shift_twice", (), f"One shift has two routes {NOURA}"),
    ],
)
def test_each_rule_has_its_sentence(rule: str, figures: tuple[int, ...], sentence: str) -> None:
    """Who, when and what was promised, in the tenant's local time."""
    part = f"{SHIFT}/2"  # what an absence cut off the shift is still the shift
    found = Violation(f"{rule}:x", rule, Class.PROMISE, str(VISIT), part, "s", *figures)
    said = worded(day(), found)
    assert said.text == sentence
    assert replace(said, text="s") == found


def test_no_rule_of_the_verifier_is_without_words() -> None:
    """A rule that is added to the verifier needs its sentence."""
    referee = Path(verify.__file__).parent / "referee"
    source = "".join(file.read_text(encoding="utf-8") for file in referee.glob("*.py"))
    assert set(re.findall(r'(?:safety|promise)\(\s*"(\w+)"', source)) == RULES


@pytest.mark.parametrize("rule", sorted(RULES - {"window"}))  # that is said of the day's own
def test_words_hold_no_ids_even_of_what_is_gone(rule: str) -> None:
    """A visit and a shift that the day does not know (any more) are described, never printed."""
    gone = Violation(f"{rule}:x", rule, Class.SAFETY, str(number(8)), str(number(9)), "x", 60, 60)
    assert "00000000-" not in worded(day(), gone).text


def test_the_times_are_those_of_the_route() -> None:
    """A visit that can only be reached after its window is named with the start it would have."""
    made = horizon([shift(50, (14, 23))], [visit(1, 10, (13.5, 14))])
    (late,) = violations_of(made, SHIFT, [VISIT])
    assert (late.rule, late.visit) == ("window", str(VISIT))
    route = "(Th, route 14:00-23:00)"
    assert late.text == f"Start 14:10 is after the promised window 13:30-14:00 {route}"
