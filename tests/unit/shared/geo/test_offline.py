"""The offline model: what every leg must keep."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.calendar import Calendar, DayOverride
from shared.geo.free_flow import via_km
from shared.geo.offline import OfflineTravelTimes, degrees
from shared.geo.place import Point
from shared.geo.travel import DepartureBands, TravelTimes

DUBAI = ZoneInfo("Asia/Dubai")
MARINA, DEIRA, PALM = Point(25.0772, 55.1403), Point(25.2716, 55.3296), Point(25.1304, 55.1171)
SUNDAY_NIGHT = datetime(2026, 11, 22, 3, tzinfo=DUBAI)
MONDAY_EVENING = datetime(2026, 11, 23, 18, 30, tzinfo=DUBAI)

city = st.builds(Point, lat=st.floats(25.0, 25.32), lon=st.floats(55.08, 55.48))
points = st.builds(Point, lat=st.floats(24.6, 25.4), lon=st.floats(54.9, 56.2))
instants = st.integers(0, 8 * 24 * 3600).map(lambda s: SUNDAY_NIGHT + timedelta(seconds=s))


def day_bands(hours: int = 24) -> DepartureBands:
    opens = datetime(2026, 11, 23, 4, tzinfo=DUBAI)
    return DepartureBands.hourly(opens, opens + timedelta(hours=hours - 1), DUBAI)


@settings(max_examples=200, deadline=None)
@given(points, points, instants, st.integers(0, 4 * 3600))
def test_leaving_later_never_arrives_earlier(
    origin: Point, destination: Point, leave: datetime, wait_s: int
) -> None:
    """First in, first out, at any instant of the week."""
    model = OfflineTravelTimes()
    sooner = model.leg(origin, destination, leave)
    later = model.leg(origin, destination, leave + timedelta(seconds=wait_s))
    assert wait_s + later >= sooner


@settings(max_examples=50, deadline=None)
@given(st.lists(points, min_size=2, max_size=6))
def test_bands_keep_first_in_first_out(places: list[Point]) -> None:
    """In a matrix, departure + travel never decreases from one band to the next."""
    bands = day_bands()
    matrix = OfflineTravelTimes().estimate(places, places, bands)
    starts = np.array(bands.offsets_s(bands.starts[0]))
    arrivals = starts[:, None, None] + matrix.seconds
    assert (np.diff(arrivals, axis=0) >= 0).all()
    assert (matrix.seconds >= 0).all()


@settings(max_examples=100, deadline=None)
@given(points, points, st.integers(0, 23 * 3600))
def test_leg_agrees_with_interpolated_bands(
    origin: Point, destination: Point, offset_s: int
) -> None:
    """What the planner reads between two hourly bands is the leg itself, to the second."""
    bands = day_bands()
    matrix = OfflineTravelTimes().estimate([origin], [destination], bands)
    between = np.interp(offset_s, bands.offsets_s(bands.starts[0]), matrix.seconds[:, 0, 0])
    leg = OfflineTravelTimes().leg(
        origin, destination, bands.starts[0] + timedelta(seconds=offset_s)
    )
    # The first band opens at 04:00, half an hour before a knot of the profile: a bend of at most
    # 0.02 of the leg lies inside it.
    assert abs(between - leg) <= 1 + 0.01 * leg


async def test_same_place_takes_no_time_and_distinct_places_some() -> None:
    """The diagonal is zero; two doors apart already cost the minute of setting off."""
    neighbour = Point(MARINA.lat + 0.0002, MARINA.lon)
    matrix = await OfflineTravelTimes().matrix([MARINA, neighbour, DEIRA], day_bands())
    assert not matrix.seconds[:, range(3), range(3)].any()
    assert 57 <= matrix.seconds[0, 0, 1] < 180
    assert matrix.estimated


def test_known_legs_are_believable() -> None:
    """Marina to Deira is half an hour at night, and two thirds longer on a weekday evening."""
    model = OfflineTravelTimes()
    assert 26 * 60 <= model.leg(MARINA, DEIRA, SUNDAY_NIGHT) <= 34 * 60
    night = model.leg(MARINA, DEIRA, SUNDAY_NIGHT)
    assert model.leg(MARINA, DEIRA, MONDAY_EVENING) == pytest.approx(1.65 * night, rel=0.01)


def test_palm_is_left_over_its_trunk() -> None:
    """A leg off the Palm is longer than the straight line over the water."""
    across_the_water = Point(25.1000, 55.1000)
    straight_km = PALM.distance_m(across_the_water) / 1000
    palm = degrees([PALM])
    assert via_km(palm, degrees([across_the_water]))[0, 0] > 2 * straight_km
    assert via_km(palm, palm)[0, 0] == 0


async def test_between_gives_the_rows_of_the_matrix() -> None:
    """One new place against live ones costs a row, and says what the whole matrix would."""
    model: TravelTimes = OfflineTravelTimes()
    whole = await model.matrix([MARINA, DEIRA, PALM], day_bands())
    row = await model.between([DEIRA], [MARINA, DEIRA, PALM], day_bands())
    assert np.array_equal(row.seconds[:, 0, :], whole.seconds[:, 1, :])


def test_three_hundred_places_in_a_day_of_bands_is_fast() -> None:
    """300 x 300 in 24 bands stays below half a second."""
    places = [Point(25 + i % 17 / 60, 55.05 + i / 900) for i in range(300)]
    begun = time.process_time()
    matrix = OfflineTravelTimes().estimate(places, places, day_bands(24))
    assert time.process_time() - begun < 0.5
    assert matrix.seconds.shape[1:] == (300, 300)


def test_nobody_to_travel_between_is_an_empty_matrix() -> None:
    """A day without places has an empty matrix, not an error."""
    assert OfflineTravelTimes().estimate([], [], day_bands(2)).seconds.size == 0


@settings(max_examples=100, deadline=None)
@given(city, city)
def test_nights_are_nearly_symmetric(origin: Point, destination: Point) -> None:
    """One-way streets make a difference, but never half of the way."""
    model = OfflineTravelTimes()
    there = model.leg(origin, destination, SUNDAY_NIGHT)
    back = model.leg(destination, origin, SUNDAY_NIGHT)
    assert max(there, back) <= 1.5 * min(there, back) + 60


@settings(max_examples=200, deadline=None)
@given(points, points, instants)
def test_times_are_positive_and_finite(origin: Point, destination: Point, leave: datetime) -> None:
    """Nobody arrives before leaving, and nobody drives for half a day."""
    seconds = OfflineTravelTimes().leg(origin, destination, leave)
    assert (seconds > 0) == (origin.distance_m(destination) >= 1.0)
    assert seconds < 12 * 3600


@settings(max_examples=60, deadline=None)
@given(city, city, st.integers(0, 23))
def test_ramadan_moves_the_peaks(origin: Point, destination: Point, hour: int) -> None:
    """A fasted Monday has its peak at 15:30 and a lull at iftar; nights stay as good as free."""
    monday = MONDAY_EVENING.date()
    fasted = Calendar((DayOverride(monday, ramadan=True),))
    model = OfflineTravelTimes()

    def drive(hour: int, calendar: Calendar) -> int:
        leave = datetime(2026, 11, 23, hour, 30, tzinfo=DUBAI)
        return model.leg(origin, destination, leave, calendar)

    ordinary = Calendar()
    assert drive(15, fasted) >= drive(15, ordinary)
    assert drive(18, fasted) <= drive(18, ordinary)
    assert drive(hour, fasted) <= drive(15, fasted)


def test_a_holiday_drives_like_a_sunday() -> None:
    """Public holidays are lighter than the weekday they fall on."""
    feast = Calendar((DayOverride(MONDAY_EVENING.date(), holiday="Feast"),))
    model = OfflineTravelTimes()
    sunday = MONDAY_EVENING - timedelta(days=1)
    at_feast = model.leg(MARINA, DEIRA, MONDAY_EVENING, feast)
    assert at_feast == model.leg(MARINA, DEIRA, sunday)
    assert at_feast < model.leg(MARINA, DEIRA, MONDAY_EVENING)


def test_short_trips_within_the_core_suffer_most() -> None:
    """Downtown to Business Bay in the evening more than doubles; a long way less."""
    downtown, business_bay = Point(25.1972, 55.2744), Point(25.1845, 55.2711)
    model = OfflineTravelTimes()

    def slower(origin: Point, destination: Point) -> float:
        night = model.leg(origin, destination, SUNDAY_NIGHT)
        return model.leg(origin, destination, MONDAY_EVENING) / night

    assert slower(downtown, business_bay) == pytest.approx(1 + 0.65 * 1.8, rel=0.01)
    assert slower(MARINA, DEIRA) == pytest.approx(1.65, rel=0.01)


def test_six_hundred_places_in_eight_bands_take_under_half_a_second() -> None:
    """Vectorised: CPU time of one matrix, once holidays are loaded."""
    rng = np.random.default_rng(3)
    spread = rng.uniform([25.0, 55.05], [25.3, 55.5], (600, 2))
    places = [Point(float(lat), float(lon)) for lat, lon in spread]
    starts = tuple(SUNDAY_NIGHT + timedelta(hours=3 * i) for i in range(8))
    OfflineTravelTimes().estimate(places[:2], places[:2], DepartureBands(starts))
    begun = time.process_time()
    matrix = OfflineTravelTimes().estimate(places, places, DepartureBands(starts))
    assert time.process_time() - begun < 0.5
    assert matrix.seconds.shape == (8, 600, 600)
