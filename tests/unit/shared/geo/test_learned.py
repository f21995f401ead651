"""What observations teach, and how slowly."""

import random
from math import exp, log

import pytest

from shared.geo.learned import NOTHING_LEARNED, DoorSeen, Learned, LegSeen, learn


def legs(
    n: int, ratio: float, *, hour: int = 9, sectors: tuple[int, int] = (3, 3)
) -> list[LegSeen]:
    return [LegSeen(hour, 0, *sectors, 8.0, 1000, round(1000 * ratio)) for _ in range(n)]


def test_no_events_teach_nothing() -> None:
    """The first version is the proposal."""
    assert learn([], []) == NOTHING_LEARNED


def test_one_odd_trip_moves_nothing_much_and_a_thousand_do() -> None:
    """Shrinkage by the number of observations."""
    once, often = learn(legs(1, 1.5), []), learn(legs(1000, 1.5), [])
    assert once.factor(9, 0, 3, 3) < 1.06
    assert often.factor(9, 0, 3, 3) == pytest.approx(1.5, rel=0.02)
    assert often.factor(15, 3, 6, 6) == 1.0


def test_what_hours_explain_is_not_put_on_the_sector() -> None:
    """Hours first, then weekdays, then areas on what is left."""
    found = learn([*legs(500, 1.4), *legs(500, 1.0, hour=14)], [])
    assert abs(found.by_sector[3]) < 0.05
    assert found.by_hour[9] > 0.3


def test_odd_legs_are_left_out() -> None:
    """Who took ten times as long did something else on the way."""
    assert learn(legs(50, 10.0), []).legs == 0
    assert learn([LegSeen(9, 0, 3, 3, 0.1, 30, 60)], []).legs == 0


def test_same_events_give_the_same_version_in_any_order() -> None:
    """Replayable: byte for byte."""
    dice = random.Random(5)
    seen = [
        LegSeen(
            dice.randrange(24),
            dice.randrange(7),
            dice.randrange(10),
            dice.randrange(10),
            dice.uniform(1, 30),
            dice.randrange(200, 2000),
            dice.randrange(200, 2600),
        )
        for _ in range(400)
    ]
    doors = [DoorSeen("villa", dice.randrange(30, 400)) for _ in range(50)]
    first = learn(seen, doors).to_json()
    dice.shuffle(seen)
    dice.shuffle(doors)
    assert learn(seen, doors).to_json() == first
    assert Learned.from_json(first).to_json() == first


def test_80th_percentile_covers_four_in_five() -> None:
    """Once there are many legs, the margin is what they say; before, the proposal."""
    dice = random.Random(2)
    seen = [
        LegSeen(9, 0, 3, 3, 8.0, 1000, max(1, round(1000 * exp(dice.gauss(0, 0.2)))))
        for _ in range(4000)
    ]
    found = learn(seen, [])
    covered = sum(
        leg.actual_s <= leg.expected_s * found.factor(9, 0, 3, 3) * exp(found.p80) + found.p80_s
        for leg in seen
    )
    assert 0.78 <= covered / len(seen) <= 0.83
    assert NOTHING_LEARNED.p80 == pytest.approx(log(1.2), abs=1e-6)


def test_doors_are_learned_by_kind() -> None:
    """A median shrunk towards the proposal; waits of an hour and unknown kinds are ignored."""
    seen = [*(DoorSeen("hotel", 300) for _ in range(180)), *(DoorSeen("hotel", 3600),) * 50]
    found = learn([], [*seen, DoorSeen("castle", 60)])
    assert found.door_s("hotel") == pytest.approx(330, abs=5)
    assert found.door_s("villa") == NOTHING_LEARNED.door_s("villa")
    assert found.door_s("castle") == 0


def test_a_building_has_a_time_of_its_own() -> None:
    """Shrunk towards its kind's; another tower stays as towers are."""
    slow = [DoorSeen("tower", 900, "b1") for _ in range(60)]
    found = learn([], [*slow, *(DoorSeen("tower", 480, "b2") for _ in range(60))])
    assert found.door_s("tower", "b1") > found.door_s("tower", "b2") + 250
    assert found.door_s("tower", "b3") == found.door_s("tower")
    assert Learned.from_json(found.to_json()) == found
