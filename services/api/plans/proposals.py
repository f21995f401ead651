"""What the planner proposes for a published day: taken over, all or some of it, or put away."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.etag import refuse_stale
from services.api.plans import repository
from services.api.plans.difference import sentences
from services.api.plans.proposal_schemas import (
    AppliedOut,
    ApplyIn,
    DiscardIn,
    ProposalOut,
    ProposedChange,
    ProposedRoute,
    ProposedSpot,
    ProposedTherapist,
)
from services.api.plans.schemas import SentenceOut
from services.api.plans.service import check_reason, locked, refuse_broken, refuse_unasked
from services.api.therapists.repository import names_of
from shared.db import audit, outbox
from shared.db.live.apply import apply_routes
from shared.db.live.cache import LiveCache
from shared.db.live.change import changed
from shared.db.live.horizon import Horizon
from shared.db.live.publish import publish_routes
from shared.db.live.schedule import violations_of
from shared.domain.errors import Conflict, NotFound

Names = Mapping[UUID, str]
Days = Mapping[date, Horizon]


async def show(
    tenant: TenantRequest, live: LiveCache, rows: Iterable[Row[Any]]
) -> list[ProposalOut]:
    """Proposals on the wire, with the therapists' names; the open ones compared with their day."""
    rows = list(rows)
    ids = {UUID(spot["therapistId"]) for row in rows for spot in _spots(row)}
    names = await names_of(tenant.session, tenant.tenant_id, ids) if ids else {}
    open_days = sorted({row.plan_date for row in rows if row.status == "open"})
    days = {day: await live.horizon(tenant.session, tenant.tenant_id, day) for day in open_days}
    return [_out(tenant, row, names, days) for row in rows]


def _moves(row: Row[Any]) -> Iterable[dict[str, Any]]:
    """Proposals of the first release name routes only; they are stale by now."""
    return (move for route in row.changes for move in route.get("moves", ()))


def _spots(row: Row[Any]) -> Iterable[dict[str, str]]:
    return (move[end] for move in _moves(row) for end in ("from", "to") if move[end])


def _out(tenant: TenantRequest, row: Row[Any], names: Names, days: Days) -> ProposalOut:
    return ProposalOut(
        id=row.proposal_id,
        date=row.plan_date,
        kind=row.kind,
        status=row.status,
        generation=row.generation,
        changes=[
            ProposedChange(
                kind=move["kind"],
                visit_id=UUID(move["visitId"]),
                before=_spot(tenant, move["from"], names),
                after=_spot(tenant, move["to"], names),
            )
            for move in _moves(row)
        ],
        routes=[
            ProposedRoute(UUID(one["shiftId"]), [UUID(key) for key in one["visitIds"]])
            for one in row.changes
        ],
        difference=_difference(tenant, row, days.get(row.plan_date)),
        created_at=tenant.local(row.created_at),
        version=row.version,
    )


def _spot(tenant: TenantRequest, spot: dict[str, str] | None, names: Names) -> ProposedSpot | None:
    if spot is None:
        return None
    therapist_id = UUID(spot["therapistId"])
    return ProposedSpot(
        shift_id=UUID(spot["shiftId"]),
        therapist=ProposedTherapist(therapist_id, names[therapist_id]),
        planned_start=tenant.local(datetime.fromisoformat(spot["plannedStart"])),
    )


def _difference(tenant: TenantRequest, row: Row[Any], horizon: Horizon | None) -> list[SentenceOut]:
    if horizon is None or row.status != "open":
        return []
    try:
        return sentences(tenant, horizon, _routes(horizon, row.changes, None))
    except Conflict:
        return []


async def apply(
    tenant: TenantRequest,
    live: LiveCache,
    proposal_id: UUID,
    expected: int | None,
    data: ApplyIn,
) -> AppliedOut:
    """Write the proposed routes of the chosen shifts and publish them.

    Raises `Broken` for what nobody acknowledged or may (class safety), Conflict `ask-the-patient`
    for a promised window, `proposal-stale` when the day has moved on, StaleVersion.
    """
    session, whose, by = tenant.session, tenant.tenant_id, tenant.user_id
    check_reason(data.acknowledge, data.reason)
    row = await _locked(tenant, proposal_id, expected)
    horizon = await locked(tenant, live, row.plan_date)
    routes = _routes(horizon, row.changes, data.changes)
    broken = [one for key, free in routes.items() for one in violations_of(horizon, key, free)]
    refuse_broken(broken, data.acknowledge)
    refuse_unasked(broken)
    allow = frozenset(data.acknowledge)
    applied = await apply_routes(session, horizon, routes, by_user=by, allow=allow)
    if horizon.published:
        await publish_routes(session, horizon, applied.shifts, by_user=by)
    await repository.decide_proposal(session, whose, proposal_id, "applied", by)
    await _note(tenant, live, "apply", proposal_id, data.reason)
    await changed(session, row.plan_date, "proposal")
    return AppliedOut(proposal_id, "applied", list(applied.shifts))


async def discard(
    tenant: TenantRequest,
    live: LiveCache,
    proposal_id: UUID,
    expected: int | None,
    data: DiscardIn,
) -> ProposalOut:
    """It is not wanted; boards stop showing it. Raises NotFound, StaleVersion, or Conflict
    `proposal-applied`, `proposal-discarded`, `proposal-stale`.
    """
    session, whose, by = tenant.session, tenant.tenant_id, tenant.user_id
    await _locked(tenant, proposal_id, expected)
    row = await repository.decide_proposal(session, whose, proposal_id, "discarded", by)
    await _note(tenant, live, "discard", proposal_id, data.reason)
    payload = {"id": row.plan_date.isoformat(), "proposalId": str(proposal_id)}
    await outbox.publish(session, "plan.changed", payload)
    [out] = await show(tenant, live, [row])
    return out


async def _locked(tenant: TenantRequest, proposal_id: UUID, expected: int | None) -> Row[Any]:
    """The proposal while it is open, kept from others who decide."""
    row = await repository.lock_proposal(tenant.session, tenant.tenant_id, proposal_id)
    if row is None:
        raise NotFound("proposal")
    refuse_stale(expected, row.version, "proposal")
    if row.status != "open":
        raise Conflict(f"proposal-{row.status}", f"The proposal is {row.status}.")
    return row


async def _note(
    tenant: TenantRequest, live: LiveCache, act: str, proposal_id: UUID, reason: str | None
) -> None:
    await audit.record(
        tenant.session,
        tenant.tenant_id,
        tenant.user_id,
        act,
        "proposal",
        proposal_id,
        detail=reason,
        keyring=live.keyring,
    )


def _routes(
    horizon: Horizon, changes: list[dict[str, Any]], chosen: Sequence[UUID] | None
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
