"""What the planner proposes for a published day, and taking it over, all or some of it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.plans import repository
from services.api.plans.difference import sentences
from services.api.plans.schemas import AppliedOut, ProposalOut, SentenceOut
from services.api.plans.service import locked
from shared.db import audit
from shared.db.live.apply import apply_routes
from shared.db.live.cache import LiveCache
from shared.db.live.change import changed
from shared.db.live.horizon import Horizon
from shared.db.live.publish import publish_routes
from shared.domain.errors import Conflict, NotFound

Days = Mapping[date, Horizon]


async def days_of(tenant: TenantRequest, live: LiveCache, rows: Iterable[Row[Any]]) -> Days:
    """The days of the open proposals as they are now."""
    days = sorted({row.plan_date for row in rows if row.status == "open"})
    return {day: await live.horizon(tenant.session, tenant.tenant_id, day) for day in days}


def out(tenant: TenantRequest, row: Row[Any], days: Days) -> ProposalOut:
    """A proposal on the wire, compared with its day."""
    return ProposalOut(
        id=row.proposal_id,
        date=row.plan_date,
        kind=row.kind,
        status=row.status,
        generation=row.generation,
        changes=row.changes,
        difference=_difference(tenant, row, days.get(row.plan_date)),
        created_at=tenant.local(row.created_at),
        version=row.version,
    )


def _difference(tenant: TenantRequest, row: Row[Any], horizon: Horizon | None) -> list[SentenceOut]:
    if horizon is None or row.status != "open":
        return []
    try:
        return sentences(tenant, horizon, _routes(horizon, row.changes, None))
    except Conflict:
        return []


async def apply(
    tenant: TenantRequest, live: LiveCache, proposal_id: UUID, chosen: list[UUID] | None
) -> AppliedOut:
    """Write the proposed routes of the chosen shifts and publish them. Raises `RouteBroken` or
    Conflict `proposal-stale` when the day has moved on.
    """
    session, whose = tenant.session, tenant.tenant_id
    row = await repository.lock_proposal(session, whose, proposal_id)
    if row is None:
        raise NotFound("proposal")
    if row.status != "open":
        raise Conflict(f"proposal-{row.status}", f"The proposal is {row.status}.")
    horizon = await locked(tenant, live, row.plan_date)
    routes = _routes(horizon, row.changes, chosen)
    applied = await apply_routes(session, horizon, routes, by_user=tenant.user_id)
    if horizon.published:
        await publish_routes(session, horizon, applied.shifts, by_user=tenant.user_id)
    await repository.decide_proposal(session, whose, proposal_id, "applied", tenant.user_id)
    await audit.record(session, whose, tenant.user_id, "apply", "proposal", proposal_id)
    await changed(session, row.plan_date, "proposal")
    return AppliedOut(proposal_id, "applied", list(applied.shifts))


def _routes(
    horizon: Horizon, changes: list[dict[str, Any]], chosen: list[UUID] | None
) -> Mapping[UUID, list[UUID]]:
    """The proposed open parts, if they still hold exactly the visits that they would move."""
    proposed = {
        UUID(one["shiftId"]): [UUID(key) for key in one["visitIds"]]
        for one in changes
        if chosen is None or UUID(one["shiftId"]) in chosen
    }
    stale = Conflict("proposal-stale", "The day has changed since; wait for the next proposal.")
    if not proposed or not proposed.keys() <= horizon.shifts.keys():
        raise stale
    now = {key for shift_id in proposed for key in horizon.free_part(shift_id)}
    then = {key for route in proposed.values() for key in route}
    if now - then or not then <= now | set(horizon.unassigned):
        raise stale
    return proposed
