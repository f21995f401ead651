"""Bad days, learned corrections, careful planning and doors, laid over a matrix."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.geo.conditions import NORMAL, Conditions
from shared.geo.disruption import Circle, Disruption
from shared.geo.doors import Doorstep, doorstep
from shared.geo.learned import NOTHING_LEARNED
from shared.geo.offline import OfflineTravelTimes
from shared.geo.place import Point
from shared.geo.travel import TravelMatrix

DUBAI = ZoneInfo("Asia/Dubai")
OPENS = datetime(2026, 11, 23, 8, tzinfo=DUBAI)
MARINA, DOWNTOWN, DEIRA = Point(25.0772, 55.1403), Point(25.1972, 55.2744), Point(25.2716, 55.3296)
SOUTH = Point(24.93, 55.10)
PLACES = [MARINA, DOWNTOWN, DEIRA, SOUTH]

instants = st.integers(0, 8 * 60).map(lambda minutes: OPENS + timedelta(minutes=minutes))


def rain(**more: object) -> Disruption:
    values: dict[str, object] = {
        "starts_at": OPENS + timedelta(hours=2, minutes=10),
        "ends_at": OPENS + timedelta(hours=3, minutes=5),
        "factor": 2.0,
        "circle": Circle(DOWNTOWN, 1500.0),
    }
    return Disruption(**{**values, **more})  # type: ignore[arg-type]  # fields by name, as given


def travel(conditions: Conditions, places: list[Point] = PLACES) -> TravelMatrix:
    bands = conditions.bands(OPENS, OPENS + timedelta(hours=8), DUBAI)
    plain = OfflineTravelTimes().estimate(places, places, bands, conditions.calendar)
    return conditions.applied(plain, places, places, DUBAI)


def seconds(matrix: TravelMatrix, origin: int, destination: int, leave: datetime) -> float:
    offsets = matrix.bands.offsets_s(OPENS)
    after = (leave - OPENS).total_seconds()
    return float(np.interp(after, offsets, matrix.seconds[:, origin, destination]))


def test_nothing_special_changes_nothing() -> None:
    """Not even the object."""
    bands = NORMAL.bands(OPENS, OPENS, DUBAI)
    plain = OfflineTravelTimes().estimate(PLACES, PLACES, bands)
    assert NORMAL.applied(plain, PLACES, PLACES, DUBAI) is plain


def test_bad_day_doubles_the_area_for_its_hours_only() -> None:
    """Twice as long into the area while it rains, as ever before it, soon as ever after it."""
    normal, wet = travel(NORMAL), travel(Conditions(disruptions=(rain(),)))
    during = OPENS + timedelta(hours=2, minutes=40)
    ratio = seconds(wet, 0, 1, during) / seconds(normal, 0, 1, during)
    assert ratio == pytest.approx(2.0, rel=0.03)
    for quiet in (OPENS + timedelta(hours=2), OPENS + timedelta(hours=5)):
        assert seconds(wet, 0, 1, quiet) == pytest.approx(seconds(normal, 0, 1, quiet), abs=2)


def test_legs_elsewhere_are_untouched_and_legs_through_are_slowed_a_little() -> None:
    """Marina to the south never meets it; Marina to Deira passes it."""
    normal, wet = travel(NORMAL), travel(Conditions(disruptions=(rain(),)))
    during = OPENS + timedelta(hours=2, minutes=40)
    assert seconds(wet, 0, 3, during) == pytest.approx(seconds(normal, 0, 3, during), abs=2)
    through = seconds(wet, 0, 2, during) / seconds(normal, 0, 2, during)
    assert 1.02 < through < 1.5


def test_communities_are_areas_too() -> None:
    """Rain over Marsa Dubai slows what ends there."""
    bad = rain(circle=None, communities=(392,))
    normal, wet = travel(NORMAL), travel(Conditions(disruptions=(bad,)))
    during = OPENS + timedelta(hours=2, minutes=40)
    assert seconds(wet, 0, 2, during) > 1.9 * seconds(normal, 0, 2, during)
    assert seconds(wet, 1, 2, during) == pytest.approx(seconds(normal, 1, 2, during), abs=2)


@settings(max_examples=60, deadline=None)
@given(instants, st.integers(1, 300), st.floats(1.1, 10), st.booleans())
def test_first_in_first_out_on_any_bad_day(
    starts: datetime, minutes: int, factor: float, careful: bool
) -> None:
    """Whoever leaves later arrives no earlier, also when the rain stops."""
    bad = rain(starts_at=starts, ends_at=starts + timedelta(minutes=minutes), factor=factor)
    matrix = travel(Conditions(disruptions=(bad,), careful=careful))
    offsets = np.array(matrix.bands.offsets_s(OPENS))
    arrivals = offsets[:, None, None] + matrix.seconds
    assert (np.diff(arrivals, axis=0) >= 0).all()
    assert (matrix.seconds >= travel(NORMAL).seconds.min(axis=0)).all()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"factor": 1.0}, "factor"),
        ({"factor": 11.0}, "factor"),
        ({"ends_at": OPENS}, "endsAt"),
        ({"circle": None}, "an area is needed"),
        ({"communities": (4,)}, "no official community"),
        ({"starts_at": OPENS.replace(tzinfo=None)}, "offset"),
    ],
)
def test_nonsense_is_refused_by_name(wrong: dict[str, object], words: str) -> None:
    """A disruption that would slow nothing, everything or nobody knows when."""
    with pytest.raises(ValueError, match=words):
        rain(**wrong)


def test_learned_hours_and_sectors_stretch_the_legs() -> None:
    """An hour that is a tenth slower, a sector that is a fifth slower at one end."""
    by_hour = tuple(np.log(1.1) if hour == 10 else 0.0 for hour in range(24))
    by_sector = tuple(np.log(1.2) if sector == 3 else 0.0 for sector in range(10))
    learned = replace(NOTHING_LEARNED, legs=500, by_hour=by_hour, by_sector=by_sector)
    normal, ours = travel(NORMAL), travel(Conditions(learned=learned))
    at_ten = OPENS + timedelta(hours=2, minutes=30)
    # Downtown is Burj Khalifa, community 345; Dubai South is of sector 5.
    ratio = seconds(ours, 3, 1, at_ten) / seconds(normal, 3, 1, at_ten)
    assert ratio == pytest.approx(1.1 * 1.2**0.5, rel=0.005)
    elsewhen = OPENS + timedelta(hours=6, minutes=30)
    assert seconds(ours, 3, 0, elsewhen) >= seconds(normal, 3, 0, elsewhen)


def test_careful_planning_adds_the_margin_to_every_drive() -> None:
    """Until there is evidence, a fifth and three minutes; staying where one is costs nothing."""
    normal, careful = travel(NORMAL), travel(Conditions(careful=True))
    assert careful.seconds[0, 0, 2] == pytest.approx(1.2 * normal.seconds[0, 0, 2] + 180, abs=2)
    assert not careful.seconds[:, range(4), range(4)].any()


def test_doors_cost_time_on_arriving_only() -> None:
    """A hotel's ten minutes are in the way there, not in the way back."""
    hotel = doorstep(DOWNTOWN, "hotel")
    assert isinstance(hotel, Doorstep)
    plain = travel(NORMAL, [MARINA, DOWNTOWN])
    found = travel(NORMAL, [MARINA, hotel])
    assert np.array_equal(found.seconds[:, 0, 1], plain.seconds[:, 0, 1] + 600)
    assert np.array_equal(found.seconds[:, 1, 0], plain.seconds[:, 1, 0])
    assert not found.seconds[:, 1, 1].any()
    assert doorstep(DOWNTOWN, None) is DOWNTOWN
    known = doorstep(DOWNTOWN, "hotel", 240)
    ours = travel(NORMAL, [MARINA, known])
    assert np.array_equal(ours.seconds[:, 0, 1], plain.seconds[:, 0, 1] + 240)
