"""The delay of hours and weekdays."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from shared.geo.traffic import DUBAI_TRAFFIC, TrafficProfile

DUBAI = ZoneInfo("Asia/Dubai")


def test_figure_of_an_hour_holds_at_its_middle_in_local_time() -> None:
    """18:30 on a Monday in Dubai is the evening peak, whichever offset the instant is told in."""
    peak = datetime(2026, 11, 23, 18, 30, tzinfo=DUBAI)
    assert DUBAI_TRAFFIC.delay_at(peak) == pytest.approx(0.65)
    assert DUBAI_TRAFFIC.delay_at(peak.astimezone(UTC)) == pytest.approx(0.65)
    assert DUBAI_TRAFFIC.delay_at(peak.replace(minute=0)) == pytest.approx(0.635)


def test_weekdays_differ_and_the_week_is_round() -> None:
    """Friday evenings are lighter, and Sunday's last hour runs into Monday's first."""
    friday = datetime(2026, 11, 27, 18, 30, tzinfo=DUBAI)
    assert DUBAI_TRAFFIC.delay_at(friday) == pytest.approx(0.65 * 0.88)
    sunday_midnight = datetime(2026, 11, 23, 0, 0, tzinfo=DUBAI)
    assert DUBAI_TRAFFIC.delay_at(sunday_midnight) == pytest.approx(0.08 * 0.88 / 2)


def test_naive_departure_is_refused() -> None:
    """A time without offset could be any hour of the day."""
    with pytest.raises(ValueError, match="no offset"):
        DUBAI_TRAFFIC.delay_at(datetime(2026, 11, 23, 18))  # noqa: DTZ001 - the case


@pytest.mark.parametrize(
    ("by_hour", "by_weekday", "message"),
    [
        ((0.0,) * 23, (1.0,) * 7, "by_hour has 23"),
        ((0.0,) * 24, (1.0,) * 6, "by_weekday has 6"),
        ((-0.1,) * 24, (1.0,) * 7, "not believable"),
        ((0.0,) * 23 + (0.5,), (1.0,) * 7, "arrive earlier"),
    ],
)
def test_profile_refuses_nonsense(
    by_hour: tuple[float, ...], by_weekday: tuple[float, ...], message: str
) -> None:
    """24 hours, 7 days, believable delays, and no fall that lets a later leg overtake."""
    with pytest.raises(ValueError, match=message):
        TrafficProfile(by_hour, by_weekday, DUBAI)
