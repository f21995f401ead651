"""Rows of what a tenant says of days, and of who observes what."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.domain.calendar import DayOverride
from shared.domain.tenant import TenantId

_DAYS = text("""
    SELECT * FROM calendar_day
    WHERE tenant_id = :tenant AND day BETWEEN :first AND :last ORDER BY day
""")

# Version 0 is what somebody read who found nothing.
_PUT_DAY = text("""
    INSERT INTO calendar_day (tenant_id, day, holiday, ramadan, friday_prayer_at, iftar_at)
    SELECT :tenant, :day, :holiday, :ramadan, :friday_prayer_at, :iftar_at WHERE :expected = 0
    ON CONFLICT (tenant_id, day) DO NOTHING
    RETURNING version
""")

_CHANGE_DAY = text("""
    UPDATE calendar_day SET holiday = :holiday, ramadan = :ramadan,
           friday_prayer_at = :friday_prayer_at, iftar_at = :iftar_at
    WHERE tenant_id = :tenant AND day = :day AND version = :expected
    RETURNING version
""")

_FORGET_DAY = text("""
    DELETE FROM calendar_day WHERE tenant_id = :tenant AND day = :day AND version = :expected
    RETURNING day
""")

_DAY_EXISTS = text("SELECT 1 FROM calendar_day WHERE tenant_id = :tenant AND day = :day")

_PLANNED = text("""
    SELECT DISTINCT plan_date FROM shift
    WHERE tenant_id = :tenant AND status IN ('planned', 'started') AND ends_at > clock_timestamp()
      AND plan_date BETWEEN :first AND :last
      AND (cast(:therapist AS uuid) IS NULL OR therapist_id = :therapist)
    ORDER BY plan_date
""")

_OBSERVANCE = text("""
    SELECT t.therapist_id, coalesce(o.friday_prayer, false) AS friday_prayer,
           coalesce(o.fasting, false) AS fasting, coalesce(o.prayers, '{}') AS prayers,
           coalesce(o.version, 0) AS version
    FROM therapist t
    LEFT JOIN therapist_observance o
           ON o.tenant_id = t.tenant_id AND o.therapist_id = t.therapist_id
    WHERE t.tenant_id = :tenant AND t.therapist_id = :therapist
""")

_PUT_OBSERVANCE = text("""
    INSERT INTO therapist_observance (tenant_id, therapist_id, friday_prayer, fasting, prayers)
    SELECT :tenant, :therapist, :friday_prayer, :fasting, :prayers WHERE :expected = 0
    ON CONFLICT (tenant_id, therapist_id) DO NOTHING
    RETURNING version
""")

_CHANGE_OBSERVANCE = text("""
    UPDATE therapist_observance
    SET friday_prayer = :friday_prayer, fasting = :fasting, prayers = :prayers
    WHERE tenant_id = :tenant AND therapist_id = :therapist AND version = :expected
    RETURNING version
""")


async def list_days(
    session: AsyncSession, tenant: TenantId, first: date, last: date
) -> dict[date, Row[Any]]:
    """What the tenant said of the days in between."""
    rows = await session.execute(_DAYS, {"tenant": tenant, "first": first, "last": last})
    return {row.day: row for row in rows}


def override(row: Row[Any]) -> DayOverride:
    """A row as the calendar takes it."""
    return DayOverride(row.day, row.holiday, row.ramadan, row.friday_prayer_at, row.iftar_at)


async def put_day(
    session: AsyncSession, tenant: TenantId, said: DayOverride, expected: int
) -> bool:
    """Whether it was written: not, when somebody said something else meanwhile."""
    row = {
        "tenant": tenant,
        "day": said.day,
        "holiday": said.holiday,
        "ramadan": said.ramadan,
        "friday_prayer_at": said.friday_prayer_at,
        "iftar_at": said.iftar_at,
        "expected": expected,
    }
    statement = _CHANGE_DAY if expected else _PUT_DAY
    return (await session.execute(statement, row)).first() is not None


async def forget_day(session: AsyncSession, tenant: TenantId, day: date, expected: int) -> bool:
    """Whether the tenant's word of that day was taken back."""
    scope = {"tenant": tenant, "day": day, "expected": expected}
    return (await session.execute(_FORGET_DAY, scope)).first() is not None


async def day_exists(session: AsyncSession, tenant: TenantId, day: date) -> bool:
    """Whether the tenant said anything of that day."""
    return (await session.execute(_DAY_EXISTS, {"tenant": tenant, "day": day})).first() is not None


async def planned_days(
    session: AsyncSession, tenant: TenantId, first: date, last: date, therapist: UUID | None = None
) -> list[date]:
    """The coming service days in between on which somebody works (or this therapist does)."""
    scope = {"tenant": tenant, "first": first, "last": last, "therapist": therapist}
    return list(await session.scalars(_PLANNED, scope))


async def find_observance(
    session: AsyncSession, tenant: TenantId, therapist: UUID
) -> Row[Any] | None:
    """What the therapist asked for; None for nobody of that id."""
    scope = {"tenant": tenant, "therapist": therapist}
    return (await session.execute(_OBSERVANCE, scope)).one_or_none()


async def put_observance(
    session: AsyncSession,
    tenant: TenantId,
    therapist: UUID,
    values: Mapping[str, Any],
    expected: int,
) -> bool:
    """Whether it was written: not, when somebody changed it meanwhile."""
    row = {**values, "tenant": tenant, "therapist": therapist, "expected": expected}
    statement = _CHANGE_OBSERVANCE if expected else _PUT_OBSERVANCE
    return (await session.execute(statement, row)).first() is not None
