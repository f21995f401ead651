"""A service day in a path, read so that what is none is told by the word `date`."""

from datetime import date
from typing import Annotated

from litestar.params import PathParameter

from shared.domain.errors import Invalid

FIRST, LAST = date(2000, 1, 1), date(2999, 12, 31)


def provide_day(
    plan_date: Annotated[str, PathParameter(format="date", description="Such as 2026-01-31.")],
) -> date:
    """DI `day`: the part `{plan_date}` of the path; raises Invalid naming `date`."""
    try:
        day = date.fromisoformat(plan_date)
    except ValueError:
        raise Invalid.one(
            "date", f"{plan_date} is no date; write it as year, month and day: 2026-01-31."
        ) from None
    if not FIRST <= day <= LAST:
        raise Invalid.one("date", f"date must be from {FIRST} to {LAST}.")
    return day
