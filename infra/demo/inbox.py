"""What waits on people's desks: open requests, clearances, a call to make, hopeless wishes."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from infra.demo.booking import PROMISED, Booking, call, harmless
from infra.demo.dice import Dice, dice
from infra.demo.patient_rows import add_patient, add_place
from infra.demo.patients import Person, invent, mobile
from infra.demo.rows import add_request, add_screening, point_to_screenings, write_bookings
from infra.demo.scribe import Scribe
from infra.demo.stage import ZONE, Staff, Stage
from infra.demo.town import quarters
from shared.crypto.blind_index import blind_index
from shared.db.models.request import Clearance, Request
from shared.db.models.visit import Promise, Visit
from shared.domain.policy import Policy
from shared.domain.reasons import UnassignedReason
from shared.domain.screening.questionnaire import AskWhen
from shared.domain.service import Service
from shared.domain.service_day import service_day


async def fill_desks(session: AsyncSession, stage: Stage, staff: Staff) -> None:
    """Requests that are not booked yet, each for its own reason."""
    rng = dice(stage.seed, stage.company.slug, "inbox", stage.today)
    scribe, agent = Scribe(stage, rng), staff.users["agent"]
    _incomplete(scribe, rng, agent)
    await scribe.write(session)
    asked = [
        _answered(scribe, rng, agent, "blood-thinners", "needs-clinician", ago=25),
        _answered(scribe, rng, agent, "recent-surgery", "needs-clinician", ago=8),
        _answered(scribe, rng, agent, "chest-pain", "emergency", ago=50),
    ]
    await scribe.write(session)
    await point_to_screenings(session, stage, asked)


def _incomplete(scribe: Scribe, rng: Dice, agent: UUID) -> None:
    """Only a number; a patient without a place; a place that nobody can find."""
    now = scribe.stage.now
    _open_request(scribe, mobile(rng), now - timedelta(minutes=4), "whatsapp", agent)
    for ago, text in (
        (13, None),
        (31, "White building behind the mosque, near the petrol station"),
    ):
        person, at = _somebody(rng, scribe.stage), now - timedelta(minutes=ago)
        patient_id = scribe.new_id(at)
        add_patient(scribe, person, patient_id, at)
        request_id = _open_request(scribe, person.phone, at, "phone", agent, patient_id, person)
        scribe.rows[Request][-1]["place_text_sealed"] = scribe.sealed(
            text, "request", "place_text_sealed", request_id
        )


def _open_request(
    scribe: Scribe,
    phone: str,
    at: datetime,
    channel: str,
    agent: UUID,
    patient_id: UUID | None = None,
    person: Person | None = None,
) -> UUID:
    stage, request_id = scribe.stage, scribe.new_id(at)
    blind = blind_index(stage.keyring, stage.tenant, phone)
    complaint = None if person is None else person.complaint.text
    scribe.add(
        Request,
        request_id=request_id,
        channel=channel,
        caller_phone_sealed=scribe.sealed(phone, "request", "caller_phone_sealed", request_id),
        caller_phone_index=blind.value,
        key_version=blind.key_version,
        patient_id=patient_id,
        place_text_sealed=None,
        service=None if person is None else Service.PHYSIOTHERAPY.value,
        complaint_sealed=scribe.sealed(complaint, "request", "complaint_sealed", request_id),
        created_by=agent,
        created_at=at,
    )
    return request_id


def _answered(
    scribe: Scribe, rng: Dice, agent: UUID, worry: str, outcome: str, *, ago: int
) -> Booking:
    """A needling request with one worrying answer."""
    now = scribe.stage.now
    person = _somebody(rng, scribe.stage)
    booking = call(rng, person, Service.DRY_NEEDLING, now + timedelta(hours=20), now)
    booking = replace(booking, booked_at=now - timedelta(minutes=ago))
    at = booking.booked_at
    add_patient(scribe, person, booking.patient_id, at)
    add_place(scribe, person, booking.place_id, booking.patient_id, at)
    add_request(scribe, booking, agent, status=outcome)
    answers = {**harmless(booking, AskWhen.PHONE), worry: True}
    add_screening(scribe, booking, answers, agent)
    if outcome == "needs-clinician":
        scribe.add(
            Clearance,
            clearance_id=scribe.new_id(at),
            request_id=booking.request_id,
            screening_id=booking.screening_id,
            service=booking.service.value,
            reasons=[worry],
            created_at=at,
        )
    return booking


def _somebody(rng: Dice, stage: Stage) -> Person:
    """An adult."""
    while True:
        person = invent(rng, rng.choice(quarters()), stage.today)
        if person.guardian is None:
            return person


async def change_promise(session: AsyncSession, stage: Stage) -> None:
    """One patient of tomorrow is to be asked for another hour."""
    row = (
        await session.execute(
            select(Visit.visit_id, Visit.opens_at)
            .where(
                Visit.tenant_id == stage.tenant,
                Visit.plan_date == stage.day(1),
                Visit.status == "booked",
            )
            .order_by(Visit.opens_at, Visit.visit_id)
            .offset(5)
        )
    ).first()
    if row is None:
        return
    taken = select(Promise.seq).where(
        Promise.tenant_id == stage.tenant, Promise.visit_id == row.visit_id
    )
    seq = max(await session.scalars(taken), default=0) + 1
    later = row.opens_at + timedelta(hours=2)
    scribe = Scribe(stage, dice(stage.seed, stage.company.slug, "promise", stage.today))
    scribe.add(
        Promise,
        promise_id=scribe.new_id(stage.now),
        visit_id=row.visit_id,
        seq=seq,
        status="proposed",
        opens_at=later,
        closes_at=later + PROMISED,
        reason="The therapist has to leave earlier than planned",
        at=stage.now - timedelta(minutes=6),
    )
    await scribe.write(session)


async def strand(session: AsyncSession, stage: Stage, staff: Staff) -> None:
    """Wishes for the coming night that nobody on shift then may serve."""
    night = stage.opens(stage.day(1)) - timedelta(hours=3)
    if night - stage.now < timedelta(hours=2):
        night += timedelta(days=1)
    night = night.astimezone(ZONE)
    day = service_day(night, ZONE, Policy().service_day_start)
    taken = select(Visit.visit_id).where(
        Visit.tenant_id == stage.tenant,
        Visit.plan_date == day,
        Visit.unassigned_reason.is_not(None),
    )
    if (await session.execute(taken)).first() is not None:
        return
    rng = dice(stage.seed, stage.company.slug, "stranded", day)
    bookings = []
    for number in range(3 if stage.company.visits[1] > 50 else 1):
        person = _somebody(rng, stage)
        opens = night + timedelta(minutes=30 * number)
        booking = call(rng, person, Service.CHIROPRACTIC, opens, stage.now)
        reason = UnassignedReason.NO_SHIFT_HOURS.value
        bookings.append(replace(booking, unassigned_reason=reason))
    await write_bookings(session, stage, staff, bookings, day, "stranded")
