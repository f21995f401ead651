"""A therapist is away: visits are freed, the time is taken, the days are planned again."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.absences import repository
from services.api.absences.repository import Away
from services.api.absences.schemas import AbsenceIn, AbsenceMade, AbsenceOut, AbsenceUndone
from services.api.deps import TenantRequest
from services.api.etag import refuse_stale
from services.api.shifts.service import day_of
from services.api.therapists.assignable import assignable_to
from services.api.therapists.repository import therapist_exists, version_of
from shared.db import audit, outbox
from shared.db.live.cache import LiveCache
from shared.db.live.change import changed, lock_shifts
from shared.db.live.expiry import end_holds
from shared.db.live.free import free_visits
from shared.db.live.restore import restore_visits
from shared.domain.errors import Conflict, Invalid, NotFound, StaleVersion
from shared.domain.reasons import UnassignedReason


async def report(
    tenant: TenantRequest,
    live: LiveCache,
    therapist_id: UUID,
    expected: int | None,
    data: AbsenceIn,
) -> AbsenceMade:
    """Free the visits in it but those being treated, and start the replan.

    Raises NotFound, Invalid, StaleVersion of the therapist, or Conflict `absence-overlap`.
    """
    session, whose = tenant.session, tenant.tenant_id
    _check(tenant, data)
    refuse_stale(expected, await version_of(session, whose, therapist_id), "therapist")
    away = Away(session, whose, therapist_id, (data.starts_at, data.ends_at))
    shifts = await away.shifts()
    await lock_shifts(session, whose, shifts)
    if await away.overlaps():
        raise Conflict("absence-overlap", "The therapist is already away at some of that time.")
    absence_id = await away.add(data.reason, tenant.user_id)
    await end_holds(session, whose, await away.holds(), "released")
    freed = await free_visits(
        session,
        live.keyring,
        live.travel,
        whose,
        await away.visits(),
        reason=UnassignedReason.THERAPIST_ABSENT,
        by_user=tenant.user_id,
        cause=absence_id,
        between=lambda: away.take_time(absence_id),
    )
    days = {*shifts.values(), *freed.dates} or {await day_of(tenant, data.starts_at)}
    job_id = (await _replan(tenant, days, "absence"))[0]
    version = await repository.set_job(session, whose, absence_id, job_id)
    await _told(tenant, "absence", absence_id, therapist_id)
    return AbsenceMade(absence_id, job_id, list(freed.freed), list(freed.in_progress), version)


def _check(tenant: TenantRequest, data: AbsenceIn) -> None:
    for field, instant in (("from", data.starts_at), ("to", data.ends_at)):
        if instant.utcoffset() is None:
            raise Invalid.one(field, "Times need an offset, such as 2026-01-31T08:00:00+04:00.")
    if data.ends_at <= data.starts_at:
        raise Invalid.one("to", "An absence ends after it starts.")
    if data.ends_at <= tenant.now:
        raise Invalid.one("to", "The absence is over already; nothing would change.")


async def show(tenant: TenantRequest, therapist_id: UUID) -> list[AbsenceOut]:
    """The therapist's absences that count; raises NotFound."""
    if not await therapist_exists(tenant.session, tenant.tenant_id, therapist_id):
        raise NotFound("therapist")
    rows = await repository.list_absences(tenant.session, tenant.tenant_id, therapist_id)
    return [_out(tenant, row) for row in rows]


def _out(tenant: TenantRequest, row: Row[Any]) -> AbsenceOut:
    return AbsenceOut(
        id=row.absence_id,
        therapist_id=row.therapist_id,
        starts_at=tenant.local(row.starts_at),
        ends_at=tenant.local(row.ends_at),
        reason=row.reason,
        version=row.version,
    )


async def undo(
    tenant: TenantRequest, live: LiveCache, absence_id: UUID, expected: int
) -> AbsenceUndone:
    """The therapist is there after all: the time is free again, what was freed goes back where
    nothing stands against it, and the days are planned again. Raises NotFound or StaleVersion.
    """
    session, whose = tenant.session, tenant.tenant_id
    row = await repository.undo(session, whose, absence_id, expected)
    if row is None:
        known = await repository.is_active(session, whose, absence_id)
        raise StaleVersion("absence") if known else NotFound("absence")
    away = Away(session, whose, row.therapist_id, (row.starts_at, row.ends_at))
    restored = await restore_visits(
        session, live.keyring, live.travel, whose, absence_id, by_user=tenant.user_id
    )
    days = {*(await away.shifts()).values(), *restored.dates}
    days = days or {await day_of(tenant, row.starts_at)}
    waiting = await assignable_to(tenant, live, row.therapist_id, days)
    jobs = await _replan(tenant, days, "absence-undone")
    await _told(tenant, "absence-undone", absence_id, row.therapist_id)
    return AbsenceUndone(absence_id, jobs[0], jobs, list(restored.visits), waiting)


async def _replan(tenant: TenantRequest, days: Iterable[date], why: str) -> list[UUID]:
    """The jobs, that of the nearest day first."""
    return [await changed(tenant.session, day, why) for day in sorted(days)]


async def _told(tenant: TenantRequest, act: str, absence_id: UUID, therapist_id: UUID) -> None:
    whose, who = tenant.tenant_id, tenant.user_id
    await audit.record(tenant.session, whose, who, act, "absence", absence_id)
    payload = {"id": str(therapist_id), "absenceId": str(absence_id)}
    await outbox.publish(tenant.session, "therapist.changed", payload)
