"""The report on drives: what it judges, and what it finds."""

import random
from math import exp

import pytest

from shared.geo.learned import LegSeen
from shared.geo.travel_report import report


def legs(n: int, slower: float, spread: float = 0.0, *, km: float = 8.0) -> list[LegSeen]:
    dice = random.Random(4)
    return [
        LegSeen(9, 0, 3, 3, km, 1000, round(1000 * slower * exp(dice.gauss(0, spread))))
        for _ in range(n)
    ]


def test_no_drives_have_no_figures() -> None:
    """Nothing is made up."""
    said = report([])
    assert said["all"] == {"legs": 0, "bias": None, "meanError": None, "meanErrorS": None}
    assert said["coverage"] == {"percentile": 0.8, "share": None, "alarm": False}


def test_learning_from_the_older_ones_helps_with_the_newest() -> None:
    """Four hundred drives that took 1.4 times as long: the last hundred are judged."""
    said = report(legs(400, 1.4, 0.05))
    assert (said["legs"], said["judged"]) == (400, 100)
    assert said["uncorrected"]["bias"] == pytest.approx(0.4, abs=0.03)
    assert abs(said["all"]["bias"]) < 0.06
    assert said["byHour"][9]["legs"] == 100
    assert said["byHour"][10]["legs"] == 0
    assert [one["legs"] for one in said["byDistance"]] == [0, 100, 0, 0]


def test_what_changes_at_the_end_is_not_praised() -> None:
    """The newest quarter became twice as slow: nobody had seen that, and coverage says so."""
    said = report([*legs(300, 1.0, 0.05), *legs(100, 2.0, 0.05)])
    assert said["all"]["bias"] == pytest.approx(1.0, abs=0.1)
    assert said["coverage"]["share"] < 0.2
    assert said["coverage"]["alarm"]


def test_odd_drives_are_counted_apart() -> None:
    """They judge nobody."""
    said = report([*legs(8, 1.0), *legs(4, 9.0)])
    assert (said["legs"], said["odd"], said["judged"]) == (12, 4, 2)
