"""Tolls: gates, hours, directions, pairs, Sundays, Ramadan."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.calendar import Calendar, DayOverride
from shared.geo.offline import OfflineTravelTimes
from shared.geo.place import Point
from shared.geo.salik import Leg, charges, passages, toll_fils, toll_matrix
from shared.geo.salik_tariff import DUBAI, FREE, HIGH, LOW, gate_fils
from shared.geo.travel import DepartureBands

MARINA, DOWNTOWN, DEIRA = Point(25.0772, 55.1403), Point(25.1972, 55.2744), Point(25.2716, 55.3296)
JVC, SILICON_OASIS, SHARJAH = Point(25.044, 55.245), Point(25.12, 55.38), Point(25.3463, 55.4209)
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 22)
RAMADAN_MONDAY, RAMADAN_SUNDAY = date(2026, 2, 23), date(2026, 2, 22)
ORDINARY = Calendar()

points = st.builds(Point, lat=st.floats(24.9, 25.35), lon=st.floats(55.0, 55.5))
hours = st.integers(0, 23)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=DUBAI)


def leg(origin: Point, destination: Point, departure: datetime, minutes: int = 30) -> Leg:
    return Leg(origin, destination, departure, minutes * 60)


@pytest.mark.parametrize(
    ("day", "by_hour"),
    [
        (MONDAY, {0: LOW, 1: FREE, 5: FREE, 6: HIGH, 9: HIGH, 10: LOW, 16: HIGH, 20: LOW}),
        (SUNDAY, {0: LOW, 1: FREE, 5: FREE, 6: LOW, 9: LOW, 17: LOW, 23: LOW}),
        (RAMADAN_MONDAY, {1: LOW, 2: FREE, 6: FREE, 7: LOW, 9: HIGH, 16: HIGH, 17: LOW, 23: LOW}),
        (RAMADAN_SUNDAY, {1: LOW, 2: FREE, 6: FREE, 7: LOW, 9: LOW, 16: LOW, 23: LOW}),
    ],
)
def test_tariff_by_hour(day: date, by_hour: dict[int, int]) -> None:
    """The published windows, read in local time whatever the offset."""
    found = {hour: gate_fils(at(day, hour).astimezone(UTC), ORDINARY) for hour in by_hour}
    assert found == by_hour


def test_a_sunday_that_is_a_holiday_is_charged_like_a_weekday() -> None:
    """The flat rate is for Sundays that are no public holiday."""
    feast = Calendar((DayOverride(SUNDAY, holiday="Feast"),))
    assert gate_fils(at(SUNDAY, 8), ORDINARY) == LOW
    assert gate_fils(at(SUNDAY, 8), feast) == HIGH


def test_the_hours_after_midnight_belong_to_the_day_before() -> None:
    """Ramadan's window runs to two in the morning, also of the first day after it."""
    last = date(2026, 3, 18)
    said = Calendar(
        (DayOverride(last, ramadan=True), DayOverride(date(2026, 3, 19), ramadan=False))
    )
    assert gate_fils(at(date(2026, 3, 19), 1, 30), said) == LOW
    assert gate_fils(at(MONDAY, 1, 30), ORDINARY) == FREE


@pytest.mark.parametrize(
    ("origin", "destination", "names"),
    [
        (MARINA, DOWNTOWN, ["Al Barsha", "Al Safa South", "Al Safa North"]),
        (DOWNTOWN, MARINA, ["Al Safa North", "Al Safa South", "Al Barsha"]),
        (JVC, SILICON_OASIS, []),
        (DEIRA, SHARJAH, ["Al Mamzar South", "Al Mamzar North"]),
        (DOWNTOWN, Point(25.222, 55.352), ["Business Bay Crossing"]),
        (Point(24.99, 55.06), MARINA, ["Jebel Ali"]),
    ],
)
def test_gates_of_known_trips(origin: Point, destination: Point, names: list[str]) -> None:
    """In the order in which they are passed."""
    found = passages(leg(origin, destination, at(MONDAY, 8)))
    assert [one.gate.name for one in found] == names


def test_a_pair_is_paid_once_within_the_hour_in_one_direction() -> None:
    """Going there and back pays both ways; an hour later the same way is paid again."""
    there, back = leg(MARINA, DOWNTOWN, at(MONDAY, 11)), leg(DOWNTOWN, MARINA, at(MONDAY, 12))
    assert toll_fils([there], ORDINARY) == 2 * LOW
    assert toll_fils([there, back], ORDINARY) == 4 * LOW
    across = leg(Point(25.170, 55.240), Point(25.186, 55.255), at(MONDAY, 11))
    onward = leg(Point(25.186, 55.255), Point(25.205, 55.272), at(MONDAY, 11, 40))
    later = leg(onward.origin, onward.destination, at(MONDAY, 12, 30))
    assert [fils for _, fils in charges([across, onward], ORDINARY)] == [LOW, 0]
    assert [fils for _, fils in charges([across, later], ORDINARY)] == [LOW, LOW]


@settings(max_examples=60, deadline=None)
@given(points, points, hours)
def test_nights_are_free_and_sundays_never_dearer(
    origin: Point, destination: Point, hour: int
) -> None:
    """Same leg, same hour: Sunday costs at most what Monday costs, and nothing from 1 to 6."""
    on_monday = toll_fils([leg(origin, destination, at(MONDAY, hour), 1)], ORDINARY)
    on_sunday = toll_fils([leg(origin, destination, at(SUNDAY, hour), 1)], ORDINARY)
    assert 0 <= on_sunday <= on_monday
    if 1 <= hour < 5:
        assert on_monday == on_sunday == 0


@settings(max_examples=60, deadline=None)
@given(points, points, hours)
def test_switching_a_day_to_ramadan_changes_the_toll_as_the_tariff_says(
    origin: Point, destination: Point, hour: int
) -> None:
    """Every charged gate moves from the regular to the Ramadan price of that hour."""
    fasted = Calendar((DayOverride(MONDAY, ramadan=True),))
    departure = at(MONDAY, hour, 20)
    drive = leg(origin, destination, departure, 5)
    paid = [one for one, fils in charges([drive], ORDINARY) if fils] or passages(drive)
    before, after = gate_fils(departure, ORDINARY), gate_fils(departure, fasted)
    assert toll_fils([drive], ORDINARY) in {before * n for n in (0, len(paid))}
    once = {(one.gate.pair or one.gate.name) for one in passages(drive)}
    assert toll_fils([drive], fasted) == after * len(once)


def test_matrix_agrees_with_single_legs() -> None:
    """Each leg by itself, by band, as money for the planner."""
    places = [MARINA, DOWNTOWN, DEIRA, JVC, SHARJAH]
    bands = DepartureBands.hourly(at(MONDAY, 4), at(MONDAY, 23), DUBAI)
    travel = OfflineTravelTimes().estimate(places, places, bands)
    fils = toll_matrix(places, places, travel, ORDINARY)
    assert fils.shape == travel.seconds.shape
    band = bands.starts.index(at(MONDAY, 11, 30).astimezone(UTC))
    for i, origin in enumerate(places):
        for j, destination in enumerate(places):
            drive = Leg(origin, destination, bands.starts[band], int(travel.seconds[band, i, j]))
            assert fils[band, i, j] == toll_fils([drive], ORDINARY)
    assert not np.diagonal(fils, axis1=1, axis2=2).any()
    night = bands.starts.index(at(MONDAY, 4, 30).astimezone(UTC))
    assert not fils[night].any()


def test_an_instant_without_offset_is_refused() -> None:
    """It could be any hour of the day."""
    with pytest.raises(ValueError, match="no offset"):
        gate_fils((at(MONDAY, 8) + timedelta()).replace(tzinfo=None), ORDINARY)
