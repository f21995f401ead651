"""Facts about visits in the database, and what stands beside them at the door."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.errors import EXCLUSION, sqlstate
from shared.domain.released import released_at
from shared.domain.tenant import TenantId
from shared.domain.visit_status import TERMINAL, VisitState

# Whose the visit is or once was: a phone that was offline may still report about it.
_WAS_OF = text("""
    SELECT EXISTS (SELECT FROM stop s
                   WHERE s.tenant_id = :tenant AND s.visit_id = :id
                     AND s.therapist_id = :therapist AND s.published)
        OR EXISTS (SELECT FROM visit_event e
                   WHERE e.tenant_id = :tenant AND e.visit_id = :id
                     AND e.therapist_id = :therapist AND e.type = 'published')
""")

_EVENTS = text("""
    SELECT event_id, type, occurred_at, recorded_at, client_event_id, by_user, therapist_id,
           papers, payload, applied
    FROM visit_event WHERE tenant_id = :tenant AND visit_id = :id
    ORDER BY recorded_at, event_id
""")

# Whoever was sent for something else may not be certified for needles; who was booked for them is.
_LACKS = text("""
    SELECT v.visit_id, needling_lacks(visit_as_needling(v)) || CASE
        WHEN v.service = 'dry-needling' OR EXISTS (
            SELECT FROM stop s
            WHERE s.tenant_id = v.tenant_id AND s.visit_id = v.visit_id
              AND NOT EXISTS (
                  SELECT FROM unnest(cast(:kinds AS text[])) needed
                  WHERE NOT certificate_covers(s.tenant_id, s.therapist_id, needed, :at, :at)))
        THEN '{}'::text[]
        ELSE ARRAY['certificate'] END AS lacks
    FROM visit v WHERE v.tenant_id = :tenant AND v.visit_id = ANY(:ids)
""")

_POLICIES = text("SELECT policies FROM tenant WHERE tenant_id = :tenant")

_STATE = text("""
    UPDATE visit SET status = :status, actual_departed = :departed, actual_arrival = :arrived,
           actual_start = :started, actual_end = :ended, delay_s = :delay_s
    WHERE tenant_id = :tenant AND visit_id = :id
      AND (status, actual_departed, actual_arrival, actual_start, actual_end, delay_s)
          IS DISTINCT FROM (:status, cast(:departed AS timestamptz),
                            cast(:arrived AS timestamptz), cast(:started AS timestamptz),
                            cast(:ended AS timestamptz), :delay_s)
""")

_PLANNED = text("""
    SELECT planned_start, planned_departure, released_at FROM stop
    WHERE tenant_id = :tenant AND visit_id = :id
""")

_RELEASE = text("""
    UPDATE stop SET released_at = :at WHERE tenant_id = :tenant AND visit_id = :id
""")

_APPLIED = text("""
    UPDATE visit_event SET applied = :applied
    WHERE tenant_id = :tenant AND visit_id = :visit_id AND event_id = :event_id
""")

_EVENT = text("""
    INSERT INTO visit_event (tenant_id, event_id, visit_id, type, occurred_at, client_event_id,
                             by_user, therapist_id, position_sealed, papers, payload, applied)
    VALUES (:tenant, :event_id, :visit_id, :type, :occurred_at, :client_event_id,
            :by_user, :therapist_id, :position_sealed, cast(:papers AS jsonb),
            cast(:payload AS jsonb), :applied)
""")


async def is_or_was_of(
    session: AsyncSession, tenant: TenantId, visit_id: UUID, therapist_id: UUID
) -> bool:
    """Whether this therapist has been shown the visit."""
    scope = {"tenant": tenant, "id": visit_id, "therapist": therapist_id}
    return bool(await session.scalar(_WAS_OF, scope))


async def list_events(session: AsyncSession, tenant: TenantId, visit_id: UUID) -> list[Row[Any]]:
    """All events in the order in which they were stored."""
    return list(await session.execute(_EVENTS, {"tenant": tenant, "id": visit_id}))


async def needling_lacks(
    session: AsyncSession,
    tenant: TenantId,
    visit_ids: Iterable[UUID],
    *,
    kinds: Iterable[str],
    at: datetime,
) -> dict[UUID, list[str]]:
    """What each visit lacks before needles are used, as the database judges it. Who was sent for
    something else needs certificates of these `kinds` that are valid `at` that time.
    """
    scope = {"tenant": tenant, "ids": list(visit_ids), "kinds": sorted(kinds), "at": at}
    rows = await session.execute(_LACKS, scope)
    return {row.visit_id: list(row.lacks) for row in rows}


async def policies(session: AsyncSession, tenant: TenantId) -> dict[str, Any]:
    """What the tenant chose."""
    found: dict[str, Any] = (await session.execute(_POLICIES, {"tenant": tenant})).scalar_one()
    return found


async def write_state(
    session: AsyncSession, tenant: TenantId, visit_id: UUID, state: VisitState
) -> None:
    """What the events say, if it differs from what the row says."""
    row = {
        "tenant": tenant,
        "id": visit_id,
        "status": state.status.value,
        "departed": state.actual_departed,
        "arrived": state.actual_arrival,
        "started": state.actual_start,
        "ended": state.actual_end,
        "delay_s": state.delay_s,
    }
    await session.execute(_STATE, row)


async def release_time(
    session: AsyncSession, tenant: TenantId, visit_id: UUID, state: VisitState
) -> bool:
    """Give back what a visit that is over leaves of its planned time, or take it again after a
    correction. False where somebody has it by then: they keep it, a fact is never refused.
    """
    scope = {"tenant": tenant, "id": visit_id}
    stop = (await session.execute(_PLANNED, scope)).one_or_none()
    if stop is None:
        return True
    ended = state.actual_end if state.status in TERMINAL else None
    free = released_at(stop.planned_start, stop.planned_departure, ended)
    if free == stop.released_at:
        return True
    try:
        async with session.begin_nested():
            await session.execute(_RELEASE, {**scope, "at": free})
    except DBAPIError as error:
        if sqlstate(error) != EXCLUSION:
            raise
        return False
    return True


async def add_event(session: AsyncSession, row: Mapping[str, Any]) -> None:
    """A fact, as it was reported."""
    await session.execute(_EVENT, row)


async def mark_applied(
    session: AsyncSession, tenant: TenantId, visit_id: UUID, applied: Mapping[UUID, bool]
) -> None:
    """Which events count now."""
    rows = [
        {"tenant": tenant, "visit_id": visit_id, "event_id": key, "applied": value}
        for key, value in applied.items()
    ]
    if rows:
        await session.execute(_APPLIED, rows)
