"""Which windows are read out: cheap, soon, apart from each other and spread over the days."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4
from zoneinfo import ZoneInfo

from services.api.offers.choice import MOST, chosen
from services.api.offers.fits import Fit

ZONE = ZoneInfo("Asia/Dubai")
START = datetime(2026, 3, 1, 4, tzinfo=UTC)


def fit(hours: float, cost: int = 0) -> Fit:
    """A window of an hour."""
    opens = START + timedelta(hours=hours)
    return Fit(
        plan_date=opens.date(),
        shift_id=uuid4(),
        therapist_id=uuid4(),
        therapist_name="T",
        therapist_gender="female",
        opens_at=opens,
        closes_at=opens + timedelta(hours=1),
        start_at=opens,
        added_travel_s=cost,
        added_cost=cost,
    )


def test_nothing_gives_nothing() -> None:
    """No window, no offer."""
    assert chosen([], ZONE) == []


def test_one_therapist_for_each_window_the_cheapest() -> None:
    """Two who could come in the same window: the shorter way."""
    far, near = fit(3, 2000), fit(3, 100)
    assert chosen([far, near], ZONE) == [near]


def test_windows_do_not_overlap_and_are_spread() -> None:
    """Two days of half hours become at most twelve windows, of more than one part of each day."""
    found = chosen([fit(i / 2) for i in range(96)], ZONE)
    assert len(found) == MOST
    windows = sorted((one.opens_at, one.closes_at) for one in found)
    assert all(a[1] <= b[0] for a, b in pairwise(windows))
    assert len({one.opens_at.date() for one in found}) >= 2


def test_the_soonest_is_there_and_the_cheapest_is_first() -> None:
    """Somebody in pain hears the first possible time, though it costs more."""
    soon, cheap = fit(0, 3000), [fit(20 + 2 * i, 0) for i in range(20)]
    found = chosen([soon, *cheap], ZONE)
    assert found[0] == cheap[0]
    assert soon in found
