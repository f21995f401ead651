"""Shifts made from patterns, some days ahead."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.ids import new_id
from shared.domain.policy import Policy
from shared.domain.service_day import service_day

_TENANT = text("""
    SELECT tenant_id, zone, policies, clock_timestamp() AS now FROM tenant
    WHERE tenant_id = current_setting('app.tenant_id')::uuid
""")

_PATTERNS = text("""
    SELECT p.shift_pattern_id, p.therapist_id, p.weekdays, p.starts, p.duration_minutes,
           p.valid_from, p.valid_to
    FROM shift_pattern p
    JOIN therapist t ON t.tenant_id = p.tenant_id AND t.therapist_id = p.therapist_id
    WHERE p.tenant_id = :tenant AND p.active AND t.active
    ORDER BY p.shift_pattern_id
""")

# A cancelled shift counts as made: what a person took away does not come back by itself.
_MAKE = text("""
    INSERT INTO shift (tenant_id, shift_id, therapist_id, plan_date, starts_at, ends_at,
                       shift_pattern_id)
    SELECT :tenant, :shift_id, :therapist_id, :plan_date, :starts_at, :ends_at, :pattern_id
    WHERE NOT EXISTS (
        SELECT 1 FROM shift WHERE tenant_id = :tenant AND shift_pattern_id = :pattern_id
          AND plan_date = :plan_date)
    ON CONFLICT DO NOTHING
    RETURNING plan_date
""")


async def materialise(
    session: AsyncSession, until: date, *, now: datetime | None = None
) -> set[date]:
    """Make the missing shifts of this tenant's patterns from `now` to the end of `until`.

    Answers with the service days that got one. Running it again makes nothing twice; a pattern
    that overlaps another shift of the therapist yields to it. `now` is the database's unless said.
    """
    tenant = (await session.execute(_TENANT)).one()
    patterns = list(await session.execute(_PATTERNS, {"tenant": tenant.tenant_id}))
    days: set[date] = set()
    for pattern in patterns:
        for row in _wanted(pattern, tenant, now or tenant.now, until):
            if (await session.execute(_MAKE, row)).first() is not None:
                days.add(row["plan_date"])
    return days


def _wanted(
    pattern: Row[Any], tenant: Row[Any], now: datetime, until: date
) -> Iterator[dict[str, Any]]:
    """Its shifts from today on, and yesterday's while that still runs, as a night shift does."""
    zone = ZoneInfo(tenant.zone)
    day_starts = Policy.from_json(tenant.policies).service_day_start
    today = now.astimezone(zone).date()
    day = today - timedelta(days=1)
    while day <= until:
        starts = datetime.combine(day, pattern.starts, tzinfo=zone).astimezone(UTC)
        ends = starts + timedelta(minutes=pattern.duration_minutes)
        if _works(pattern, day) and (day >= today or ends > now):
            yield {
                "tenant": tenant.tenant_id,
                "shift_id": new_id(),
                "therapist_id": pattern.therapist_id,
                "plan_date": service_day(starts, zone, day_starts),
                "starts_at": starts,
                "ends_at": ends,
                "pattern_id": pattern.shift_pattern_id,
            }
        day += timedelta(days=1)


def _works(pattern: Row[Any], day: date) -> bool:
    until: date | None = pattern.valid_to
    started: bool = pattern.valid_from <= day
    return started and (until is None or day <= until) and day.weekday() in pattern.weekdays
