"""What changes a tenant's travel on one service day, read from the row beside the plan's."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row

from shared.domain.calendar import Calendar, DayOverride
from shared.domain.policy import Policy
from shared.domain.prayer_breaks import BreakLengths
from shared.geo.conditions import Conditions
from shared.geo.disruption import Circle, Disruption
from shared.geo.learned import NOTHING_LEARNED, Learned
from shared.geo.place import Point


def conditions_of(head: Row[Any], policy: Policy) -> Conditions:
    """Of a row of `queries.TENANT`, whose JSON the database has put together."""
    return Conditions(
        calendar=Calendar(tuple(day_override(one) for one in head.calendar_days)),
        disruptions=tuple(disruption(one) for one in head.disruptions),
        learned=Learned.from_json(head.learned) if head.learned else NOTHING_LEARNED,
        careful=policy.careful_travel,
    )


def break_lengths(policy: Policy) -> BreakLengths:
    """The tenant's figures for observed breaks."""
    return BreakLengths(
        policy.friday_prayer_at,
        policy.friday_prayer_minutes,
        policy.iftar_minutes,
        policy.prayer_minutes,
    )


def day_override(row: Mapping[str, Any]) -> DayOverride:
    """One row of `calendar_day` as JSON."""
    return DayOverride(
        day=date.fromisoformat(row["day"]),
        holiday=row["holiday"],
        ramadan=row["ramadan"],
        friday_prayer_at=_time(row["friday_prayer_at"]),
        iftar_at=_time(row["iftar_at"]),
    )


def disruption(row: Mapping[str, Any]) -> Disruption:
    """One row of `disruption` as JSON."""
    circle = None
    if row["lat"] is not None:
        circle = Circle(Point(row["lat"], row["lon"]), row["radius_m"])
    return Disruption(
        starts_at=datetime.fromisoformat(row["starts_at"]),
        ends_at=datetime.fromisoformat(row["ends_at"]),
        factor=row["factor"],
        communities=tuple(row["communities"]),
        circle=circle,
    )


def _time(value: str | None) -> time | None:
    return None if value is None else time.fromisoformat(value)
