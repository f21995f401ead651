"""From when until when a screening clears a service: ages count at the visit's start.

A child who turns 12 or 18 in the middle of a course is judged by the age of the day, so what
clears today may not clear next month, and the other way round. Class: safety.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.domain.screening.questionnaire import Profile, Questionnaire

Clears = Callable[[datetime], bool]


@dataclass(frozen=True, slots=True)
class ClearedInterval:
    """Half open; None is unbounded. Of a service that is not cleared now: when it may be."""

    starts: datetime | None
    ends: datetime | None


def cleared_interval(
    questionnaire: Questionnaire, profile: Profile, clears: Clears, at: datetime, zone: ZoneInfo
) -> ClearedInterval:
    """The stretch of time around `at` through which `clears` (asked at an instant) stays true.

    `clears` may change its answer at the birthdays that the questionnaire names, and only there.
    When it is false at `at`, the interval starts at the next birthday from which it is true.
    """
    changes = sorted(_birthdays(questionnaire, profile, zone))
    earlier = [c for c in changes if c <= at]
    later = [c for c in changes if c > at]
    if not clears(at):
        opens = next((c for c in later if clears(c)), None)
        closes = next((c for c in later if opens and c > opens and not clears(c)), None)
        return ClearedInterval(opens, closes)
    just_before = timedelta(seconds=1)
    starts = next((c for c in reversed(earlier) if not clears(c - just_before)), None)
    return ClearedInterval(starts, next((c for c in later if not clears(c)), None))


def _birthdays(
    questionnaire: Questionnaire, profile: Profile, zone: ZoneInfo
) -> Iterator[datetime]:
    """The first instants of the ages at which a rule or a question begins or ends."""
    if profile.date_of_birth is None:
        return
    ages = {rule.below for rule in questionnaire.age_rules}
    for question in questionnaire.questions:
        if question.who.min_age is not None:
            ages.add(question.who.min_age)
        if question.who.max_age is not None:
            ages.add(question.who.max_age + 1)
    for age in ages:
        yield datetime.combine(_birthday(profile.date_of_birth, age), time(), zone)


def _birthday(born: date, age: int) -> date:
    """Who was born on 29 February ages on 1 March (as `age_at` counts)."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)
