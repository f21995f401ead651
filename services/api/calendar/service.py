"""The tenant's calendar and its therapists' breaks; each change asks for replans of its days."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.calendar import repository
from services.api.calendar.schemas import (
    BreakOut,
    CalendarOut,
    DayIn,
    DayOut,
    ObservanceIn,
    ObservanceOut,
)
from services.api.deps import TenantRequest
from services.api.tenants.repository import get_tenant
from shared.db import audit, outbox
from shared.db.live.change import changed
from shared.db.live.conditions import break_lengths
from shared.domain.calendar import FIRST_YEAR, LAST_YEAR, Calendar, DayOverride
from shared.domain.errors import Invalid, NotFound, StaleVersion
from shared.domain.policy import Policy
from shared.domain.prayer_breaks import Observance, Prayer, breaks_on, maghrib

_DAY = timedelta(days=1)
_AHEAD = timedelta(days=400)


async def show_year(tenant: TenantRequest, year: int) -> CalendarOut:
    """Holidays, Ramadan and what the tenant said; Invalid for years beyond the tables."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        told = f"The calendar reaches from {FIRST_YEAR} to {LAST_YEAR}."
        raise Invalid.one("year", told)
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = await repository.list_days(tenant.session, tenant.tenant_id, first, last)
    calendar = Calendar(tuple(repository.override(row) for row in rows.values()))
    days = (first + i * _DAY for i in range((last - first).days + 1))
    shown = [_day(tenant, calendar, day, rows.get(day)) for day in days]
    return CalendarOut(year, [one for one in shown if one.holiday or one.ramadan or one.version])


async def show_day(tenant: TenantRequest, day: date) -> DayOut:
    """One date, special or not."""
    rows = await repository.list_days(tenant.session, tenant.tenant_id, day, day)
    calendar = Calendar(tuple(repository.override(row) for row in rows.values()))
    return _day(tenant, calendar, day, rows.get(day))


def _day(tenant: TenantRequest, calendar: Calendar, day: date, row: Row[Any] | None) -> DayOut:
    found = calendar.on(day)
    return DayOut(
        day=day,
        holiday=found.holiday,
        ramadan=found.ramadan,
        weekend=found.weekend,
        provisional=found.provisional,
        overridden=found.overridden,
        friday_prayer_at=found.friday_prayer_at,
        maghrib_at=maghrib(day, calendar, tenant.zone).time() if found.ramadan else None,
        version=0 if row is None else row.version,
    )


async def say(tenant: TenantRequest, day: date, expected: int, data: DayIn) -> None:
    """Set the tenant's word of a date; raises StaleVersion, or Invalid beyond the tables."""
    said = DayOverride(day, data.holiday, data.ramadan, data.friday_prayer_at, data.iftar_at)
    if not await repository.put_day(tenant.session, tenant.tenant_id, said, expected):
        raise StaleVersion("calendar day")
    await _told_day(tenant, "set", day)


async def forget(tenant: TenantRequest, day: date, expected: int) -> None:
    """The libraries' word counts again; raises NotFound or StaleVersion."""
    session, whose = tenant.session, tenant.tenant_id
    if not await repository.forget_day(session, whose, day, expected):
        known = await repository.day_exists(session, whose, day)
        raise StaleVersion("calendar day") if known else NotFound("calendar day")
    await _told_day(tenant, "forget", day)


async def _told_day(tenant: TenantRequest, act: str, day: date) -> None:
    """A night shift of the day before also drives on that date."""
    session, whose = tenant.session, tenant.tenant_id
    days = await repository.planned_days(session, whose, day - _DAY, day)
    for touched in days:
        await changed(session, touched, "calendar")
    await audit.record(session, whose, tenant.user_id, act, "calendar_day", None)
    await outbox.publish(session, "calendar.changed", {"day": day.isoformat()})


async def show_observance(tenant: TenantRequest, therapist_id: UUID) -> ObservanceOut:
    """What the therapist asked for, and what follows from it this week; raises NotFound."""
    session, whose = tenant.session, tenant.tenant_id
    row = await repository.find_observance(session, whose, therapist_id)
    if row is None:
        raise NotFound("therapist")
    today = tenant.now.astimezone(tenant.zone).date()
    rows = await repository.list_days(session, whose, today, today + 7 * _DAY)
    calendar = Calendar(tuple(repository.override(one) for one in rows.values()))
    policy = Policy.from_json((await get_tenant(session, whose)).policies)
    asked = Observance(
        row.friday_prayer, row.fasting, frozenset(Prayer(one) for one in row.prayers)
    )
    upcoming = [
        BreakOut(one.kind.value, tenant.local(one.opens), tenant.local(one.closes), one.minutes)
        for i in range(7)
        for one in breaks_on(today + i * _DAY, asked, calendar, break_lengths(policy), tenant.zone)
    ]
    return ObservanceOut(
        therapist_id=therapist_id,
        friday_prayer=row.friday_prayer,
        fasting=row.fasting,
        prayers=sorted(row.prayers),
        upcoming=upcoming,
        version=row.version,
    )


async def observe(
    tenant: TenantRequest, therapist_id: UUID, expected: int, data: ObservanceIn
) -> None:
    """Set what a therapist asked for; raises NotFound or StaleVersion."""
    session, whose = tenant.session, tenant.tenant_id
    if await repository.find_observance(session, whose, therapist_id) is None:
        raise NotFound("therapist")
    values = {
        "friday_prayer": data.friday_prayer,
        "fasting": data.fasting,
        "prayers": sorted(set(data.prayers)),
    }
    if not await repository.put_observance(session, whose, therapist_id, values, expected):
        raise StaleVersion("therapist's breaks")
    today = tenant.now.astimezone(tenant.zone).date()
    days = await repository.planned_days(session, whose, today - _DAY, today + _AHEAD, therapist_id)
    for day in days:
        await changed(session, day, "breaks")
    await audit.record(session, whose, tenant.user_id, "set", "therapist_observance", therapist_id)
    await outbox.publish(session, "therapist.changed", {"id": str(therapist_id)})
