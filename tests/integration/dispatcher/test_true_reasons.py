"""The reason in the row is the one that is true, however the planner came to it."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.crypto.keyring import KeyRing
from shared.db.ids import new_id
from shared.db.live.free import free_visits
from shared.db.tenant_session import Database
from shared.domain.reasons import UnassignedReason
from tests.integration.dispatcher.day import KINDS, MARINA, Day, at, insert, tomorrow
from tests.integration.dispatcher.test_worker import NOBODY, _solved, eventually, working

CHILDREN = (*KINDS, "paediatric")


async def report_ill(day: Day, session: AsyncSession, when: date, therapist: UUID) -> None:
    """Away for the whole service day."""
    absence = new_id()
    await insert(
        session,
        "absence",
        tenant_id=day.tenant,
        absence_id=absence,
        therapist_id=therapist,
        starts_at=at(when, 4),
        ends_at=at(when, 28),
        reason="illness",
    )
    await insert(
        session,
        "reservation",
        tenant_id=day.tenant,
        reservation_id=new_id(),
        therapist_id=therapist,
        kind="absence",
        absence_id=absence,
        leave_at=at(when, 4),
        starts_at=at(when, 4),
        ends_at=at(when, 28),
    )


async def test_the_only_woman_is_ill(day: Day, door: Database, keyring: KeyRing) -> None:
    """Freed by an absence and planned again in vain: still her absence. Who works here no more is
    away just so; whom nobody's papers cover is a matter of papers.
    """
    when = tomorrow()
    woman, _ = await day.therapist(when, gender="female", kinds=CHILDREN)
    left, _ = await day.therapist(when, (8, 12), gender="female", kinds=CHILDREN)
    await day.therapist(when, gender="male", kinds=("licence", "physiotherapy"))
    hers = await day.visit(when, (9, 16), MARINA, therapist_gender="female")
    child = await day.visit(
        when, (13, 16), required_certificates=["licence", "physiotherapy", "paediatric"]
    )
    await day.run("UPDATE therapist SET active = false WHERE therapist_id = :t", t=left)
    async with day.database.tenant_session(day.tenant) as session:
        await report_ill(day, session, when, woman)
        await free_visits(
            session, keyring, day.travel, day.tenant, [hers], reason=UnassignedReason.NO_SKILL
        )
        await day.changed(session, when)
    async with working(door, keyring, NOBODY):
        await eventually(lambda: _solved(day), what="a plan")
    rows = await day.rows("SELECT visit_id, unassigned_reason FROM visit")
    assert {row.visit_id: row.unassigned_reason for row in rows} == {
        hers: "therapist_absent",
        child: "therapist_absent",
    }
    await day.run("UPDATE absence SET active = false")
    await day.run("UPDATE therapist SET active = true")
    await day.run("UPDATE certificate SET revoked_at = now() WHERE kind = 'paediatric'")
    async with day.database.tenant_session(day.tenant) as session:
        await day.changed(session, when)
    async with working(door, keyring, NOBODY):
        await eventually(lambda: _solved(day), what="a plan")
    [row] = await day.rows("SELECT unassigned_reason FROM visit WHERE visit_id = :v", v=child)
    assert row.unassigned_reason == "no_skill"
