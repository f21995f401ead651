"""Departure bands and the matrix that every travel engine answers with."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from shared.geo.travel import DepartureBands, TravelMatrix, without_overtaking

DUBAI = ZoneInfo("Asia/Dubai")
FOUR = datetime(2026, 11, 22, 4, tzinfo=DUBAI)


def test_hourly_bands_stand_at_local_half_past_and_cover_the_end() -> None:
    """From the opening on, each half past of the tenant's zone, until the end is covered."""
    bands = DepartureBands.hourly(FOUR, FOUR.replace(hour=6), DUBAI)
    local = [start.astimezone(DUBAI).strftime("%H:%M") for start in bands.starts]
    assert local == ["04:00", "04:30", "05:30", "06:30"]
    assert bands.offsets_s(FOUR) == (0, 1800, 5400, 9000)


def test_hourly_bands_of_a_zone_half_an_hour_off() -> None:
    """The half past is the local one, also where UTC is half an hour away."""
    kolkata = ZoneInfo("Asia/Kolkata")
    opens = datetime(2026, 11, 22, 4, 30, tzinfo=kolkata)
    bands = DepartureBands.hourly(opens, opens.replace(hour=5), kolkata)
    assert [start.astimezone(kolkata).minute for start in bands.starts] == [30, 30]


@pytest.mark.parametrize(
    ("starts", "message"),
    [
        ((), "at least one"),
        ((datetime(2026, 11, 22, 4),), "aware"),  # noqa: DTZ001 - the naive time is the case
        ((datetime(2026, 11, 22, 4, 0, 0, 5, tzinfo=UTC),), "whole second"),
        ((FOUR, FOUR), "does not come after"),
    ],
)
def test_bands_refuse_what_is_no_band(starts: tuple[datetime, ...], message: str) -> None:
    """Bands are aware, whole, increasing and at least one."""
    with pytest.raises(ValueError, match=message):
        DepartureBands(starts)


def test_overtaking_is_lifted_out_of_later_bands() -> None:
    """Where travel falls faster than the clock runs, later bands are raised just enough."""
    bands = DepartureBands.hourly(FOUR.replace(minute=30), FOUR.replace(hour=6, minute=30), DUBAI)
    seconds = np.array([9000, 100, 100], dtype=np.int32).reshape(3, 1, 1)
    assert without_overtaking(seconds, bands).ravel().tolist() == [9000, 5400, 1800]


def test_matrix_refuses_a_shape_that_is_not_its_bands() -> None:
    """A table per band, none negative, and nobody writes into it afterwards."""
    bands = DepartureBands((FOUR,))
    with pytest.raises(ValueError, match="1 bands"):
        TravelMatrix(np.zeros((2, 1, 1), dtype=np.int32), bands, estimated=True)
    with pytest.raises(ValueError, match="negative"):
        TravelMatrix(np.full((1, 1, 1), -1, dtype=np.int32), bands, estimated=True)
    matrix = TravelMatrix(np.zeros((1, 1, 1), dtype=np.int32), bands, estimated=True)
    with pytest.raises(ValueError, match="read-only"):
        matrix.seconds[0, 0, 0] = 1
