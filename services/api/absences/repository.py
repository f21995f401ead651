"""Absences, and what they take of a therapist's time."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.ids import new_id
from shared.domain.tenant import TenantId

_SHIFTS = text("""
    SELECT shift_id, plan_date FROM shift
    WHERE tenant_id = :tenant AND therapist_id = :therapist AND status <> 'cancelled'
      AND starts_at < :ends AND ends_at > :starts
    ORDER BY shift_id
""")

_STOPS = text("""
    SELECT visit_id FROM stop
    WHERE tenant_id = :tenant AND therapist_id = :therapist
      AND leave_at < :ends AND planned_departure > :starts
    ORDER BY visit_id
""")

_HOLDS = text("""
    SELECT hold_id FROM reservation
    WHERE tenant_id = :tenant AND therapist_id = :therapist AND active AND hold_id IS NOT NULL
      AND leave_at < :ends AND ends_at > :starts
    ORDER BY hold_id
""")

_OVERLAP = text("""
    SELECT 1 FROM absence
    WHERE tenant_id = :tenant AND therapist_id = :therapist AND active
      AND starts_at < :ends AND ends_at > :starts LIMIT 1
""")

_INSERT = text("""
    INSERT INTO absence (tenant_id, absence_id, therapist_id, starts_at, ends_at, reason,
                         created_by)
    VALUES (:tenant, :id, :therapist, :starts, :ends, :reason, :by)
""")

# What is being treated is finished first; the therapist is away from then on.
_TAKE = text("""
    INSERT INTO reservation (tenant_id, reservation_id, therapist_id, kind, absence_id, leave_at,
                             starts_at, ends_at)
    SELECT :tenant, :reservation, :therapist, 'absence', :id, a.away, a.away, :ends
    FROM (SELECT greatest(cast(:starts AS timestamptz), max(s.planned_departure)) AS away
          FROM stop s
          WHERE s.tenant_id = :tenant AND s.therapist_id = :therapist
            AND s.leave_at < :ends AND s.planned_departure > :starts) a
    WHERE a.away < :ends
""")

_JOB = text("""
    UPDATE absence SET job_id = :job WHERE tenant_id = :tenant AND absence_id = :id
    RETURNING version
""")

_LIST = text("""
    SELECT * FROM absence
    WHERE tenant_id = :tenant AND therapist_id = :therapist AND active
      AND ends_at > clock_timestamp() - interval '30 days'
    ORDER BY starts_at, absence_id
""")

_UNDO = text("""
    UPDATE absence SET active = false
    WHERE tenant_id = :tenant AND absence_id = :id AND active AND version = :version
    RETURNING therapist_id, starts_at, ends_at
""")

_ACTIVE = text("""
    SELECT 1 FROM absence WHERE tenant_id = :tenant AND absence_id = :id AND active
""")


class Away:
    """One therapist's absence in one transaction."""

    def __init__(
        self,
        session: AsyncSession,
        tenant: TenantId,
        therapist: UUID,
        times: tuple[datetime, datetime],
    ) -> None:
        self._session = session
        self._scope: dict[str, Any] = {
            "tenant": tenant,
            "therapist": therapist,
            "starts": times[0],
            "ends": times[1],
        }

    async def shifts(self) -> dict[UUID, date]:
        """The shifts that it touches, with their service days."""
        rows = await self._session.execute(_SHIFTS, self._scope)
        return {row.shift_id: row.plan_date for row in rows}

    async def visits(self) -> list[UUID]:
        """Whose stops lie in it, the way there included."""
        return list(await self._session.scalars(_STOPS, self._scope))

    async def holds(self) -> list[UUID]:
        """Offers that are held in it."""
        return list(await self._session.scalars(_HOLDS, self._scope))

    async def overlaps(self) -> bool:
        """Whether the therapist is away already at some of that time."""
        return (await self._session.execute(_OVERLAP, self._scope)).first() is not None

    async def add(self, reason: str, by: UUID) -> UUID:
        """The absence itself; takes no time yet."""
        absence_id = new_id()
        row = {**self._scope, "id": absence_id, "reason": reason, "by": by}
        await self._session.execute(_INSERT, row)
        return absence_id

    async def take_time(self, absence_id: UUID) -> None:
        """Reserve it, from the end of a treatment under way on."""
        row = {**self._scope, "id": absence_id, "reservation": new_id()}
        await self._session.execute(_TAKE, row)


async def set_job(session: AsyncSession, tenant: TenantId, absence_id: UUID, job_id: UUID) -> int:
    """Which replan it started; the row's version."""
    scope = {"tenant": tenant, "id": absence_id, "job": job_id}
    version: int = (await session.execute(_JOB, scope)).scalar_one()
    return version


async def list_absences(session: AsyncSession, tenant: TenantId, therapist: UUID) -> list[Row[Any]]:
    """Those that count, from a month ago on."""
    return list(await session.execute(_LIST, {"tenant": tenant, "therapist": therapist}))


async def undo(
    session: AsyncSession, tenant: TenantId, absence_id: UUID, version: int
) -> Row[Any] | None:
    """Give the time back; None when there is no such version."""
    scope = {"tenant": tenant, "id": absence_id, "version": version}
    return (await session.execute(_UNDO, scope)).one_or_none()


async def is_active(session: AsyncSession, tenant: TenantId, absence_id: UUID) -> bool:
    """Whether there is such an absence, whatever its version."""
    scope = {"tenant": tenant, "id": absence_id}
    return (await session.execute(_ACTIVE, scope)).first() is not None
