"""A bad day: travel changes, live routes are timed anew, and what is at risk is told at once."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.disruptions import repository
from services.api.disruptions.schemas import (
    AtRisk,
    CircleOut,
    DisruptionIn,
    DisruptionMade,
    DisruptionOut,
    PromisedWindow,
)
from services.api.places.record import community_out
from shared.db import audit, outbox
from shared.db.live.cache import LiveCache
from shared.db.live.change import changed
from shared.db.live.etas import refresh_etas
from shared.db.live.horizon import Horizon, OccasionKind
from shared.db.live.load import load_horizon
from shared.domain.errors import Invalid, NotFound, StaleVersion
from shared.geo.disruption import Circle, Disruption
from shared.geo.place import Point


async def report(tenant: TenantRequest, live: LiveCache, data: DisruptionIn) -> DisruptionMade:
    """Lay it over travel, say what is at risk, and start the replans; or only say it.

    Raises Invalid.
    """
    wanted = _wanted(tenant, data)
    session, whose = tenant.session, tenant.tenant_id
    days = await repository.days_between(session, whose, wanted.starts_at, wanted.ends_at)
    before = [await _horizon(tenant, live, day) for day in days]
    savepoint = await session.begin_nested()
    row = await repository.add(session, whose, wanted, data.reason, tenant.user_id)
    after = [await _horizon(tenant, live, day) for day in days]
    at_risk = [
        one for was, now in zip(before, after, strict=True) for one in _at_risk(tenant, was, now)
    ]
    if data.dry_run:
        await savepoint.rollback()
        return DisruptionMade(None, [], at_risk)
    await savepoint.commit()
    for horizon in after:
        await refresh_etas(session, horizon)
    jobs = await _replan(tenant, days)
    await audit.record(session, whose, tenant.user_id, "report", "disruption", row.disruption_id)
    await _told(tenant, row.disruption_id, at_risk)
    return DisruptionMade(_out(tenant, row), jobs, at_risk)


def _wanted(tenant: TenantRequest, data: DisruptionIn) -> Disruption:
    for field, instant in (("startsAt", data.starts_at), ("endsAt", data.ends_at)):
        if instant.utcoffset() is None:
            raise Invalid.one(field, "Times need an offset, such as 2026-01-31T08:00:00+04:00.")
    if data.ends_at <= tenant.now:
        raise Invalid.one("endsAt", "It is over already; nothing would change.")
    try:
        around = data.circle
        circle = None
        if around is not None:
            circle = Circle(Point(around.lat, around.lon), around.radius_m)
        return Disruption(
            data.starts_at, data.ends_at, data.factor, tuple(data.communities), circle
        )
    except ValueError as error:
        raise Invalid.one(_field(str(error)), f"{error}.") from error


def _field(message: str) -> str:
    """The field that the message speaks of."""
    named = ("endsAt", "communities", "factor", "radiusM")
    return next((name for name in named if name in message), "circle")


async def _horizon(tenant: TenantRequest, live: LiveCache, day: date) -> Horizon:
    return await load_horizon(tenant.session, live.keyring, live.travel, tenant.tenant_id, day)


def _at_risk(tenant: TenantRequest, was: Horizon, now: Horizon) -> Iterator[AtRisk]:
    """Visits that were on time, or less late, by when they will start."""
    local, clock = tenant.local, now.clock
    found = [
        AtRisk(
            visit_id=key,
            plan_date=now.plan_date,
            shift_id=stop.shift_id,
            therapist_id=now.shifts[stop.shift_id].therapist_id,
            window=PromisedWindow(
                local(clock.instant(now.occasions[key].opens_s)),
                local(clock.instant(now.occasions[key].closes_s)),
            ),
            promised=now.occasions[key].promised,
            eta_before=local(clock.instant(was.stops[key].predicted.arrival_s)),
            eta=local(clock.instant(stop.predicted.arrival_s)),
            late_s=stop.late_s,
        )
        for key, stop in now.stops.items()
        if key in was.stops and now.occasions[key].kind is OccasionKind.VISIT
        if stop.late_s > was.stops[key].late_s
    ]
    yield from sorted(found, key=lambda one: (one.eta, one.visit_id))


async def _replan(tenant: TenantRequest, days: Sequence[date]) -> list[UUID]:
    return [await changed(tenant.session, day, "disruption") for day in days]


async def _told(tenant: TenantRequest, disruption_id: UUID, at_risk: Sequence[AtRisk]) -> None:
    payload: dict[str, Any] = {
        "id": str(disruption_id),
        "atRisk": [
            {"visitId": str(one.visit_id), "eta": one.eta.isoformat(), "lateS": one.late_s}
            for one in at_risk
        ],
    }
    await outbox.publish(tenant.session, "travel.changed", payload)


async def show(tenant: TenantRequest) -> list[DisruptionOut]:
    """Those that count, by start."""
    rows = await repository.list_active(tenant.session, tenant.tenant_id)
    return [_out(tenant, row) for row in rows]


async def end(tenant: TenantRequest, live: LiveCache, disruption_id: UUID, expected: int) -> None:
    """The rain has stopped: travel is as ever, and the days are planned again.

    Raises NotFound or StaleVersion.
    """
    session, whose = tenant.session, tenant.tenant_id
    row = await repository.end(session, whose, disruption_id, expected)
    if row is None:
        known = await repository.is_active(session, whose, disruption_id)
        raise StaleVersion("disruption") if known else NotFound("disruption")
    days = await repository.days_between(session, whose, row.starts_at, row.ends_at)
    for day in days:
        await refresh_etas(session, await _horizon(tenant, live, day))
    await _replan(tenant, days)
    await audit.record(session, whose, tenant.user_id, "end", "disruption", disruption_id)
    await _told(tenant, disruption_id, [])


def _out(tenant: TenantRequest, row: Row[Any]) -> DisruptionOut:
    return DisruptionOut(
        id=row.disruption_id,
        starts_at=tenant.local(row.starts_at),
        ends_at=tenant.local(row.ends_at),
        factor=row.factor,
        reason=row.reason,
        communities=[one for number in row.communities if (one := community_out(number))],
        circle=None if row.lat is None else CircleOut(row.lat, row.lon, row.radius_m),
        version=row.version,
    )
