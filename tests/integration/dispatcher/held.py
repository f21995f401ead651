"""A hold in a day, written row by row."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from shared.db.ids import new_id
from tests.integration.dispatcher.day import MARINA, Day, at, insert


async def hold_at_nine(
    day: Day, when: date, therapist: UUID, shift: UUID, *, minutes: float
) -> UUID:
    """A hold from 9:00 local on that expires so many minutes from now."""
    hold, expires = new_id(), datetime.now(UTC) + timedelta(minutes=minutes)
    whose = {"tenant_id": day.tenant, "hold_id": hold, "shift_id": shift}
    async with day.database.tenant_session(day.tenant) as session:
        request, patient, _ = await day.request(session, status="held")
        await insert(
            session,
            "hold",
            **whose,
            request_id=request,
            kind="hold",
            therapist_id=therapist,
            plan_date=when,
            place_id=await day.place(session, MARINA),
            service="physiotherapy",
            service_s=2700,
            opens_at=at(when, 9),
            closes_at=at(when, 10),
            planned_start=at(when, 9),
            expires_at=expires,
        )
        await insert(
            session,
            "reservation",
            **whose,
            reservation_id=new_id(),
            therapist_id=therapist,
            kind="hold",
            patient_id=patient,
            occasion_id=hold,
            leave_at=at(when, 8.5),
            starts_at=at(when, 9),
            ends_at=at(when, 9.75),
            expires_at=expires,
        )
    return hold
