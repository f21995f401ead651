"""A weekly habit of working, from which shifts are made day by day."""

from dataclasses import dataclass
from datetime import date, time

from shared.domain.errors import FieldError, Invalid

LONGEST_MINUTES = 960  # 16 hours


@dataclass(frozen=True, slots=True)
class ShiftPattern:
    """`weekdays` (0 is Monday) are the calendar days on which the shift starts by the local clock;
    it may run over midnight. `valid_to` is the last such day.
    """

    weekdays: frozenset[int]
    starts: time
    duration_minutes: int
    valid_from: date
    valid_to: date | None = None

    def __post_init__(self) -> None:
        wrong = []
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            said = "weekdays are numbers from 0 (Monday) to 6 (Sunday), at least one."
            wrong.append(FieldError("weekdays", said))
        if not 1 <= self.duration_minutes <= LONGEST_MINUTES:
            said = f"durationMinutes must be from 1 to {LONGEST_MINUTES}."
            wrong.append(FieldError("durationMinutes", said))
        if self.valid_to is not None and self.valid_to < self.valid_from:
            wrong.append(FieldError("validTo", "validTo must not lie before validFrom."))
        if wrong:
            raise Invalid(tuple(wrong))
