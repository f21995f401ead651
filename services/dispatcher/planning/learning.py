"""A new version of what a tenant's own drives teach, when they teach anything new."""

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.dispatcher.planning.driven import driven
from shared.crypto.keyring import KeyRing
from shared.db.live.change import changed
from shared.domain.calendar import Calendar, DayOverride
from shared.domain.tenant import TenantId
from shared.geo.learned import Learned, learn
from shared.geo.travel import TravelTimes
from shared.geo.travel_report import report

# Streets change: what is older says less than nothing.
REMEMBERED = timedelta(days=120)

_TENANT = text("SELECT zone, clock_timestamp() AS now FROM tenant WHERE tenant_id = :tenant")

_DAYS = text("SELECT * FROM calendar_day WHERE tenant_id = :tenant ORDER BY day")

_NEWEST = text("""
    SELECT number, content FROM travel_version
    WHERE tenant_id = :tenant ORDER BY number DESC LIMIT 1
""")

_ADD = text("""
    INSERT INTO travel_version (tenant_id, number, content, report, events_until)
    VALUES (:tenant, :number, cast(:content AS jsonb), cast(:report AS jsonb), :until)
""")

_COMING = text("""
    SELECT DISTINCT plan_date FROM shift
    WHERE tenant_id = :tenant AND status = 'planned'
      AND starts_at BETWEEN clock_timestamp() AND clock_timestamp() + interval '48 hours'
    ORDER BY plan_date
""")


async def learn_travel(
    session: AsyncSession,
    keyring: KeyRing,
    times: TravelTimes,
    tenant: TenantId,
    *,
    until: datetime | None = None,
) -> int | None:
    """Write a version from the events until then (now, unless a replay says otherwise).

    Answers with its number, or None when nothing new was learned; the coming days are planned
    again with a new one. Raises `ValueError` for an unknown tenant.
    """
    row = (await session.execute(_TENANT, {"tenant": tenant})).one_or_none()
    if row is None:
        raise ValueError(f"there is no tenant {tenant}")
    ends = until or row.now
    content, figures = await _lesson(session, keyring, times, tenant, (ZoneInfo(row.zone), ends))
    newest = (await session.execute(_NEWEST, {"tenant": tenant})).one_or_none()
    if (newest.content if newest else Learned().to_json()) == content:
        return None
    number = newest.number + 1 if newest else 1
    version = {
        "tenant": tenant,
        "number": number,
        "content": json.dumps(content),
        "report": json.dumps(figures),
        "until": ends,
    }
    await session.execute(_ADD, version)
    for day in await session.scalars(_COMING, {"tenant": tenant}):
        await changed(session, day, "travel")
    return number


async def _lesson(
    session: AsyncSession,
    keyring: KeyRing,
    times: TravelTimes,
    tenant: TenantId,
    local: tuple[ZoneInfo, datetime],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Content and report: the same for the same events."""
    zone, until = local
    said = await session.execute(_DAYS, {"tenant": tenant})
    calendar = Calendar(
        tuple(DayOverride(one.day, holiday=one.holiday, ramadan=one.ramadan) for one in said)
    )
    span = (until - REMEMBERED, until)
    seen = await driven(session, keyring, times, tenant, span, (calendar, zone))
    return learn(seen.legs, seen.doors).to_json(), report(seen.legs)
