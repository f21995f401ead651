"""A therapist's shifts, published stops and shift events."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.ids import new_id
from shared.domain.tenant import TenantId

_COLUMNS = """
    s.shift_id, s.therapist_id, s.plan_date, s.starts_at, s.ends_at,
    CASE WHEN s.status = 'started' AND s.ends_at <= clock_timestamp() - interval '12 hours'
         THEN 'ended' ELSE s.status END AS status, s.started_at, s.ended_at,
    coalesce(r.published_version, 0) AS route_version,
    coalesce(r.acknowledged_version, 0) AS acknowledged_version
"""

# Who has started is at it until they say that they have ended, however late it gets; but nobody
# works on for half a day: they forgot to say so, and the next route must not wait for it.
_CURRENT = text(f"""
    SELECT {_COLUMNS} FROM shift s
    LEFT JOIN route r ON r.tenant_id = s.tenant_id AND r.shift_id = s.shift_id
    WHERE s.tenant_id = :tenant AND s.therapist_id = :therapist
      AND (s.status = 'started' AND s.ends_at > clock_timestamp() - interval '12 hours'
           OR s.status = 'planned' AND s.ends_at > clock_timestamp())
    ORDER BY s.status = 'started' DESC, s.starts_at LIMIT 1
""")  # noqa: S608 - our own column names

_OF_DAY = text(f"""
    SELECT {_COLUMNS} FROM shift s
    LEFT JOIN route r ON r.tenant_id = s.tenant_id AND r.shift_id = s.shift_id
    WHERE s.tenant_id = :tenant AND s.therapist_id = :therapist AND s.plan_date = :day
      AND s.status <> 'cancelled'
    ORDER BY (s.status = 'started' AND s.ends_at > clock_timestamp() - interval '12 hours') DESC,
             s.ends_at > clock_timestamp() DESC, s.starts_at LIMIT 1
""")  # noqa: S608 - our own column names

_ONE = text(f"""
    SELECT {_COLUMNS} FROM shift s
    LEFT JOIN route r ON r.tenant_id = s.tenant_id AND r.shift_id = s.shift_id
    WHERE s.tenant_id = :tenant AND s.therapist_id = :therapist AND s.shift_id = :shift
    FOR NO KEY UPDATE OF s
""")  # noqa: S608 - our own column names

_STOPS = text("""
    SELECT v.visit_id, v.patient_id, v.place_id, v.status, v.service, v.service_s, v.opens_at,
           v.closes_at, v.required_certificates, v.body_regions, v.request_id,
           q.caller_phone_sealed, q.complaint_sealed, q.diagnosis_sealed,
           s.planned_arrival, s.planned_start, s.predicted_arrival, s.late_s
    FROM stop s
    JOIN visit v ON v.tenant_id = s.tenant_id AND v.visit_id = s.visit_id
    JOIN request q ON q.tenant_id = v.tenant_id AND q.request_id = v.request_id
    WHERE s.tenant_id = :tenant AND s.shift_id = :shift AND s.published
    ORDER BY s.planned_start
""")

_ACKNOWLEDGE = text("""
    UPDATE route SET acknowledged_version = greatest(acknowledged_version, :version),
           acknowledged_at = clock_timestamp()
    WHERE tenant_id = :tenant AND shift_id = :shift
""")

_EVENT = text("""
    INSERT INTO shift_event (tenant_id, event_id, shift_id, type, occurred_at, client_event_id,
                             by_user)
    VALUES (:tenant, :event_id, :shift, :type, :at, :client_event_id, :by)
    ON CONFLICT (tenant_id, shift_id, client_event_id) DO NOTHING
    RETURNING event_id
""")

_EVENTS = text("""
    SELECT event_id, type, occurred_at, client_event_id, by_user FROM shift_event
    WHERE tenant_id = :tenant AND shift_id = :shift
    ORDER BY occurred_at, recorded_at
""")

_STATUS = text("""
    UPDATE shift SET status = :status, started_at = :started_at, ended_at = :ended_at
    WHERE tenant_id = :tenant AND shift_id = :shift
      AND (status, started_at, ended_at) IS DISTINCT FROM (:status, :started_at, :ended_at)
""")


async def find_shift(
    session: AsyncSession, tenant: TenantId, therapist: UUID, day: date | None
) -> Row[Any] | None:
    """The running or next shift, or the one of this service day."""
    scope: dict[str, Any] = {"tenant": tenant, "therapist": therapist}
    if day is None:
        return (await session.execute(_CURRENT, scope)).one_or_none()
    return (await session.execute(_OF_DAY, {**scope, "day": day})).one_or_none()


async def lock_shift(
    session: AsyncSession, tenant: TenantId, therapist: UUID, shift: UUID
) -> Row[Any] | None:
    """The therapist's own shift of this id."""
    scope = {"tenant": tenant, "therapist": therapist, "shift": shift}
    return (await session.execute(_ONE, scope)).one_or_none()


async def list_stops(session: AsyncSession, tenant: TenantId, shift: UUID) -> list[Row[Any]]:
    """What was published to the therapist, in time order."""
    return list(await session.execute(_STOPS, {"tenant": tenant, "shift": shift}))


async def acknowledge(session: AsyncSession, tenant: TenantId, shift: UUID, version: int) -> None:
    """The therapist has read up to this version; never back."""
    scope = {"tenant": tenant, "shift": shift, "version": version}
    await session.execute(_ACKNOWLEDGE, scope)


async def add_event(
    session: AsyncSession,
    tenant: TenantId,
    shift: UUID,
    *,
    type_: str,
    at: datetime,
    client_event_id: str,
    by: UUID,
) -> list[Row[Any]]:
    """Store a fact once; answers with all facts of the shift, by when they happened."""
    scope = {"tenant": tenant, "shift": shift}
    row = {
        **scope,
        "event_id": new_id(),
        "type": type_,
        "at": at,
        "client_event_id": client_event_id,
        "by": by,
    }
    await session.execute(_EVENT, row)
    return list(await session.execute(_EVENTS, scope))


async def set_status(
    session: AsyncSession,
    tenant: TenantId,
    shift: UUID,
    *,
    status: str,
    started_at: datetime | None,
    ended_at: datetime | None,
) -> None:
    """What the facts make of the shift."""
    await session.execute(
        _STATUS,
        {
            "tenant": tenant,
            "shift": shift,
            "status": status,
            "started_at": started_at,
            "ended_at": ended_at,
        },
    )
