"""A visit that is over gives back what is left of its planned time, and never more."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.released import released_at

START = datetime(2031, 3, 4, 10, tzinfo=UTC)
END = START + timedelta(minutes=45)


@pytest.mark.parametrize(
    ("ended", "free"),
    [
        (START + timedelta(minutes=10), START + timedelta(minutes=10)),
        (START - timedelta(minutes=10), START + timedelta(seconds=1)),
        (START, START + timedelta(seconds=1)),
        (END, None),
        (END + timedelta(hours=1), None),
        (None, None),
    ],
)
def test_time_is_only_shortened(ended: datetime | None, free: datetime | None) -> None:
    """It ends with the visit, inside the planned time; late ends and open ones give nothing."""
    assert released_at(START, END, ended) == free
