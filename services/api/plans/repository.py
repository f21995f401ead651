"""What stands beside the live routes of a day: figures, versions, names of things."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.domain.policy import Policy
from shared.domain.service_day import bounds
from shared.domain.tenant import TenantId

_PLAN = text("""
    SELECT p.*, s.ended_at AS solved_at
    FROM plan p
    LEFT JOIN solve s ON s.tenant_id = p.tenant_id AND s.solve_id = p.solve_id
    WHERE p.tenant_id = :tenant AND p.plan_date = :day
""")

_STILL_ON = text("""
    SELECT t.policies, EXISTS (
        SELECT FROM shift s WHERE s.tenant_id = t.tenant_id AND s.plan_date = :day
            AND s.status <> 'cancelled' AND s.ends_at > :at) AS somebody
    FROM tenant t WHERE t.tenant_id = :tenant
""")

_ROUTES = text("""
    SELECT shift_id, route_version, acknowledged_version, travel_s FROM route
    WHERE tenant_id = :tenant AND plan_date = :day
""")

_JOBS = text("""
    SELECT job_id, kind, status, progress FROM job
    WHERE tenant_id = :tenant AND plan_date = :day AND kind IN ('solve-horizon', 'improve-horizon')
      AND status IN ('queued', 'running')
    ORDER BY created_at
""")

_ABSENCES = text("""
    SELECT absence_id, therapist_id, starts_at, ends_at FROM absence
    WHERE tenant_id = :tenant AND active AND starts_at < :until AND ends_at > :since
    ORDER BY starts_at, absence_id
""")

_REASONS = text("""
    SELECT visit_id, patient_id, place_id, service, opens_at, closes_at, priority,
           unassigned_reason,
           (SELECT p.status FROM proposal p
            WHERE p.tenant_id = v.tenant_id AND p.plan_date = v.plan_date
              AND p.status IN ('open', 'applied', 'discarded')
              AND p.changes @> jsonb_build_array(jsonb_build_object('moves', jsonb_build_array(
                  jsonb_build_object('visitId', v.visit_id, 'kind', 'placed'))))
            ORDER BY p.status = 'open' DESC, p.proposal_id DESC LIMIT 1) AS proposed
    FROM visit v WHERE tenant_id = :tenant AND visit_id = ANY(:ids)
    ORDER BY priority DESC, opens_at, visit_id
""")

_PUBLISHED = text("""
    INSERT INTO plan (tenant_id, plan_date, status, published_at, published_by)
    VALUES (:tenant, :day, 'published', clock_timestamp(), :by)
    ON CONFLICT (tenant_id, plan_date) DO UPDATE
    SET status = 'published', published_at = clock_timestamp(), published_by = :by
    RETURNING published_at
""")

_PROPOSALS = text("""
    SELECT * FROM proposal
    WHERE tenant_id = :tenant AND status = :status
      AND (cast(:before AS uuid) IS NULL OR proposal_id < :before)
    ORDER BY proposal_id DESC LIMIT :n
""")

_PROPOSAL = text("""
    SELECT * FROM proposal WHERE tenant_id = :tenant AND proposal_id = :id FOR UPDATE
""")

_DECIDE = text("""
    UPDATE proposal SET status = :status, decided_by = :by
    WHERE tenant_id = :tenant AND proposal_id = :id
    RETURNING *
""")


async def is_over(
    session: AsyncSession, tenant: TenantId, day: date, at: datetime, zone: ZoneInfo
) -> bool:
    """Whether the service day has ended `at`, and all of its shifts, which may reach beyond it."""
    scope = {"tenant": tenant, "day": day, "at": at}
    row = (await session.execute(_STILL_ON, scope)).one()
    _, ends = bounds(day, zone, Policy.from_json(row.policies).service_day_start)
    return ends <= at and not row.somebody


async def find_plan(session: AsyncSession, tenant: TenantId, day: date) -> Row[Any] | None:
    """The day's figures, if anything ever happened on it."""
    return (await session.execute(_PLAN, {"tenant": tenant, "day": day})).one_or_none()


async def list_routes(session: AsyncSession, tenant: TenantId, day: date) -> dict[UUID, Row[Any]]:
    """Versions and travel of the day's routes, by shift."""
    rows = await session.execute(_ROUTES, {"tenant": tenant, "day": day})
    return {row.shift_id: row for row in rows}


async def list_jobs(session: AsyncSession, tenant: TenantId, day: date) -> list[Row[Any]]:
    """Solves of the day that wait or run."""
    return list(await session.execute(_JOBS, {"tenant": tenant, "day": day}))


async def list_absences(
    session: AsyncSession, tenant: TenantId, since: datetime, until: datetime
) -> list[Row[Any]]:
    """Who is away at some time in between."""
    scope = {"tenant": tenant, "since": since, "until": until}
    return list(await session.execute(_ABSENCES, scope))


async def list_visits(
    session: AsyncSession, tenant: TenantId, ids: Iterable[UUID]
) -> list[Row[Any]]:
    """These visits with their reasons, and what became of the last proposal that has a place for
    them; most urgent first.
    """
    return list(await session.execute(_REASONS, {"tenant": tenant, "ids": list(ids)}))


async def mark_published(session: AsyncSession, tenant: TenantId, day: date, by: UUID) -> datetime:
    """The day is published from now on."""
    scope = {"tenant": tenant, "day": day, "by": by}
    at: datetime = (await session.execute(_PUBLISHED, scope)).scalar_one()
    return at


async def list_proposals(
    session: AsyncSession, tenant: TenantId, status: str, before: UUID | None, limit: int
) -> list[Row[Any]]:
    """Newest first."""
    scope = {"tenant": tenant, "status": status, "before": before, "n": limit}
    return list(await session.execute(_PROPOSALS, scope))


async def lock_proposal(
    session: AsyncSession, tenant: TenantId, proposal_id: UUID
) -> Row[Any] | None:
    """The proposal, kept from others who decide."""
    scope = {"tenant": tenant, "id": proposal_id}
    return (await session.execute(_PROPOSAL, scope)).one_or_none()


async def decide_proposal(
    session: AsyncSession, tenant: TenantId, proposal_id: UUID, status: str, by: UUID
) -> Row[Any]:
    """Somebody took it or put it away; the proposal as it is then."""
    scope = {"tenant": tenant, "id": proposal_id, "status": status, "by": by}
    return (await session.execute(_DECIDE, scope)).one()


_FOLLOW_PIN = text("""
    UPDATE visit SET pinned_shift_id = :shift, pinned_start = NULL
    WHERE tenant_id = :tenant AND visit_id = :id AND pinned AND pinned_shift_id <> :shift
""")


async def follow_pin(
    session: AsyncSession, tenant: TenantId, visit_id: UUID, shift_id: UUID
) -> None:
    """A pinned visit that a person moves stays pinned, to where it went."""
    scope = {"tenant": tenant, "id": visit_id, "shift": shift_id}
    await session.execute(_FOLLOW_PIN, scope)
