from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import Invalid
from shared.domain.service_day import bounds, service_day
from shared.domain.window import Window, require_future

DUBAI = ZoneInfo("Asia/Dubai")
BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_service_day_changes_at_four_in_the_tenants_zone() -> None:
    """03:59 in Dubai is still yesterday; 04:00 is today."""
    assert service_day(datetime(2026, 3, 1, 23, 59, tzinfo=UTC), DUBAI) == date(2026, 3, 1)
    assert service_day(datetime(2026, 3, 2, 0, 0, tzinfo=UTC), DUBAI) == date(2026, 3, 2)


def test_a_tenant_may_start_its_day_at_another_hour() -> None:
    """The start is a policy."""
    at = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
    assert service_day(at, DUBAI, time(6, 0)) == date(2026, 3, 1)


def test_a_day_on_which_clocks_change_has_23_or_25_hours() -> None:
    """Lengths are counted in real time, not on the clock's face."""
    spring = bounds(date(2026, 3, 28), BERLIN)
    autumn = bounds(date(2026, 10, 24), BERLIN)
    assert (spring[1] - spring[0], autumn[1] - autumn[0]) == (23 * HOUR, 25 * HOUR)


@given(
    st.integers(0, 80 * 366 * 86400),
    st.sampled_from([DUBAI, BERLIN, ZoneInfo("America/New_York")]),
    st.sampled_from([time(4, 0), time(0, 0), time(2, 30)]),
)
def test_every_instant_lies_in_exactly_its_service_day(
    epoch_s: int, zone: ZoneInfo, starts_at: time
) -> None:
    """`service_day` and `bounds` agree, also around changes of the clock."""
    instant = datetime.fromtimestamp(epoch_s, UTC)
    start, end = bounds(service_day(instant, zone, starts_at), zone, starts_at)
    assert start <= instant < end


def test_service_may_start_at_both_ends_of_a_window() -> None:
    """Both ends are inclusive, and nothing beyond them."""
    window = Window(NOON, NOON + HOUR)
    assert window.contains(NOON)
    assert window.contains(NOON + HOUR)
    assert not window.contains(NOON - timedelta(seconds=1))
    assert not window.contains(NOON + HOUR + timedelta(seconds=1))


def test_windows_that_touch_overlap() -> None:
    """The shared instant suits both."""
    window = Window(NOON, NOON + HOUR)
    assert window.overlaps(Window(NOON + HOUR, NOON + 2 * HOUR))
    assert not window.overlaps(Window(NOON + 2 * HOUR, NOON + 3 * HOUR))


def test_a_window_that_closes_before_it_opens_is_refused() -> None:
    """The field to mend is the closing time."""
    with pytest.raises(Invalid) as error:
        Window(NOON, NOON - HOUR)
    assert error.value.fields[0].field == "window.closes"


def test_a_window_without_offset_is_refused() -> None:
    """A naive time means nothing to a caller in another zone."""
    with pytest.raises(Invalid, match="offset") as error:
        Window(NOON.replace(tzinfo=None), NOON)
    assert error.value.fields[0].field == "window.opens"


def test_a_window_in_the_past_is_refused() -> None:
    """A window that is still open may be used, one that is over may not."""
    require_future(Window(NOON - HOUR, NOON + HOUR), NOON)
    with pytest.raises(Invalid, match="later time"):
        require_future(Window(NOON - 2 * HOUR, NOON - HOUR), NOON)
