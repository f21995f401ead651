"""A weekly habit that is wrong refuses to exist, naming each wrong field."""

from datetime import date, time

import pytest

from shared.domain.errors import Invalid
from shared.domain.shift_pattern import LONGEST_MINUTES, ShiftPattern

START = date(2026, 11, 22)


def test_a_night_habit_of_sixteen_hours_is_fine() -> None:
    """It may run over midnight and end on the day on which it begins to be valid."""
    habit = ShiftPattern(frozenset({0, 6}), time(22, 0), LONGEST_MINUTES, START, START)
    assert habit.valid_to == START


@pytest.mark.parametrize(
    ("weekdays", "minutes", "valid_to", "fields"),
    [
        (frozenset(), 60, None, ["weekdays"]),
        (frozenset({7}), 60, None, ["weekdays"]),
        (frozenset({0}), 0, None, ["durationMinutes"]),
        (frozenset({0}), LONGEST_MINUTES + 1, None, ["durationMinutes"]),
        (frozenset({0}), 60, date(2026, 11, 21), ["validTo"]),
        (frozenset(), 0, None, ["weekdays", "durationMinutes"]),
    ],
)
def test_what_cannot_be_is_refused(
    weekdays: frozenset[int], minutes: int, valid_to: date | None, fields: list[str]
) -> None:
    """All wrong fields are named at once."""
    with pytest.raises(Invalid) as refused:
        ShiftPattern(weekdays, time(8, 0), minutes, START, valid_to)
    assert [each.field for each in refused.value.fields] == fields
