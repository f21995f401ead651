"""A row that no problem could take is refused by itself, before it spoils its day."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData

from shared.db.live.clock import Clock
from shared.db.live.problem import live_problem
from shared.db.live.rows import visit
from tests.support.horizons import EPOCH, HOUR, horizon, number, shift

_YEARS = timedelta(days=4 * 365)


def _row(**changes: object) -> Row[Any]:
    values: dict[str, object] = {
        "visit_id": number(1),
        "patient_id": number(2),
        "place_id": number(3),
        "service": "physiotherapy",
        "service_s": HOUR,
        "opens_at": EPOCH + timedelta(hours=9),
        "closes_at": EPOCH + timedelta(hours=11),
        "status": "booked",
        "required_certificates": [],
        "therapist_gender": None,
        "named_therapist_id": None,
        "refused_therapist_ids": [],
        "priority": 0,
        "promised": True,
        "pinned": False,
        "pinned_shift_id": None,
        "pinned_start": None,
        "actual_departed": None,
        "actual_arrival": None,
        "actual_start": None,
        "actual_end": None,
        "delay_s": 0,
    }
    given = values | changes
    columns = SimpleResultMetaData(list(given))
    found: IteratorResult[Any] = IteratorResult(columns, iter([tuple(given.values())]))
    return found.one()


def test_a_sound_row_makes_a_visit_of_a_problem() -> None:
    """Its window in seconds of the day."""
    one = visit(_row(), Clock(EPOCH), 10)
    [planned] = live_problem(horizon([shift(7)], [one])).problem.visits
    assert planned.windows_s == ((9 * HOUR, 11 * HOUR),)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"closes_at": EPOCH}, "its window closes at .*, before it opens"),
        ({"service_s": 86_401}, "its service takes 86401 s, longer than a day"),
        ({"opens_at": EPOCH - _YEARS}, "its opens_at is 2027-.*, years away"),
        ({"closes_at": EPOCH + _YEARS}, "its closes_at is 2035-.*, years away"),
        ({"pinned": True, "pinned_start": EPOCH + _YEARS}, "its pinned_start is 2035-.*, years"),
    ],
)
def test_a_faulty_row_is_named(changes: dict[str, object], complaint: str) -> None:
    """With what is wrong, so that it is set aside and the rest of the day is planned."""
    with pytest.raises(ValueError, match=complaint):
        visit(_row(**changes), Clock(EPOCH), 10)


def test_a_pin_that_was_taken_off_is_not_read() -> None:
    """Whatever time is still written beside it."""
    row = _row(pinned=False, pinned_start=EPOCH + _YEARS)
    assert visit(row, Clock(EPOCH), 10).pinned_start_s is None
