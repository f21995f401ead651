"""Bookings as rows, written in bulk and in the order in which they lean on one another."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from infra.demo.booking import Booking, harmless
from infra.demo.company import VERSION
from infra.demo.dice import dice
from infra.demo.patient_rows import add_patient, add_place
from infra.demo.scribe import Scribe, add_consent, add_event
from infra.demo.stage import ZONE, Staff, Stage
from shared.crypto.blind_index import blind_index
from shared.db.models.request import Request, Screening, ScreeningService
from shared.db.models.visit import Promise, Visit
from shared.domain.screening.cleared import cleared_interval
from shared.domain.screening.outcome import Screening as Found
from shared.domain.screening.questionnaire import AskWhen
from shared.domain.screening.questionnaire_v1 import QUESTIONNAIRE_V1
from shared.domain.screening.screen import Answers, screen
from shared.domain.service import Service

_VALID = timedelta(days=7)


async def write_bookings(
    session: AsyncSession,
    stage: Stage,
    staff: Staff,
    bookings: Sequence[Booking],
    day: date,
    batch: str = "rows",
) -> None:
    """Patients, places, requests, screenings, visits, consents and promises of these calls."""
    scribe = Scribe(stage, dice(stage.seed, stage.company.slug, batch, day))
    agent = staff.users["agent"]
    for booking in bookings:
        add_patient(scribe, booking.person, booking.patient_id, booking.booked_at)
        add_place(scribe, booking.person, booking.place_id, booking.patient_id, booking.booked_at)
        add_request(scribe, booking, agent, status="booked")
        add_screening(scribe, booking, harmless(booking, AskWhen.PHONE), agent)
        _add_visit(scribe, booking, agent, day)
    await scribe.write(session)
    await point_to_screenings(session, stage, bookings)


async def point_to_screenings(
    session: AsyncSession, stage: Stage, bookings: Iterable[Booking]
) -> None:
    """A request and its screening point at each other, so one of them is told later."""
    for booking in bookings:
        await session.execute(
            update(Request)
            .where(
                Request.tenant_id == stage.tenant,
                Request.request_id == booking.request_id,
            )
            .values(screening_id=booking.screening_id)
        )


def add_request(
    scribe: Scribe, booking: Booking, agent: UUID, *, status: str, channel: str = "phone"
) -> None:
    """What was asked for."""
    stage, request_id, person = scribe.stage, booking.request_id, booking.person
    blind = blind_index(stage.keyring, stage.tenant, person.phone)
    complaint = scribe.sealed(person.complaint.text, "request", "complaint_sealed", request_id)
    wish = booking.therapist_gender
    scribe.add(
        Request,
        request_id=request_id,
        channel=channel,
        status=status,
        caller_phone_sealed=scribe.sealed(
            person.phone, "request", "caller_phone_sealed", request_id
        ),
        caller_phone_index=blind.value,
        key_version=blind.key_version,
        patient_id=booking.patient_id,
        place_id=booking.place_id,
        service=booking.service.value,
        complaint_sealed=complaint,
        body_regions=[region.value for region in person.complaint.regions],
        preferences={} if wish is None else {"therapistGender": wish},
        created_by=agent,
        created_at=booking.booked_at,
    )


def add_screening(
    scribe: Scribe,
    booking: Booking,
    answers: Answers,
    by: UUID,
    *,
    stage: AskWhen = AskWhen.PHONE,
    at: datetime | None = None,
) -> None:
    """The answers and what they mean for each service; at the door for the visit."""
    door = stage is AskWhen.DOOR
    moment = at or booking.booked_at
    screening_id = scribe.new_id(moment) if door else booking.screening_id
    found = screen(
        QUESTIONNAIRE_V1,
        answers,
        booking.profile,
        booking.service,
        at=booking.opens_at,
        zone=ZONE,
        stage=stage,
    )
    scribe.add(
        Screening,
        screening_id=screening_id,
        request_id=booking.request_id,
        visit_id=booking.visit_id if door else None,
        patient_id=booking.patient_id,
        phase=stage.value,
        questionnaire_version=VERSION,
        answers=dict(answers),
        outcome=found.outcome.value,
        reasons=[reason.code for reason in found.reasons],
        unanswered=list(found.unanswered),
        valid_until=booking.opens_at + _VALID,
        answered_by=by,
        created_at=moment,
    )
    _add_outcomes(scribe, booking, screening_id, found, answers, stage)


def _add_outcomes(
    scribe: Scribe,
    booking: Booking,
    screening_id: UUID,
    found: Found,
    answers: Answers,
    stage: AskWhen,
) -> None:
    """What the answers mean for each service; nothing of those that have questions left."""
    for each in found.services:
        if each.unanswered and each.outcome == "cleared":
            continue
        starts, ends = _cleared(booking, answers, each.service, stage)
        scribe.add(
            ScreeningService,
            screening_id=screening_id,
            service=each.service.value,
            outcome=each.outcome.value,
            reasons=[reason.code for reason in each.reasons],
            cleared_from=starts,
            cleared_until=ends,
        )


def _cleared(
    booking: Booking, answers: Answers, service: Service, stage: AskWhen
) -> tuple[datetime | None, datetime | None]:
    def clears(at: datetime) -> bool:
        found = screen(
            QUESTIONNAIRE_V1,
            answers,
            booking.profile,
            service,
            at=at,
            zone=ZONE,
            services=(service,),
            stage=stage,
        )
        return found.of(service).clears

    around = cleared_interval(QUESTIONNAIRE_V1, booking.profile, clears, booking.opens_at, ZONE)
    return around.starts, around.ends


def _add_visit(scribe: Scribe, booking: Booking, agent: UUID, day: date) -> None:
    visit_id, at = booking.visit_id, booking.booked_at
    scribe.add(
        Visit,
        visit_id=visit_id,
        request_id=booking.request_id,
        patient_id=booking.patient_id,
        place_id=booking.place_id,
        screening_id=booking.screening_id,
        service=booking.service.value,
        body_regions=[region.value for region in booking.person.complaint.regions],
        required_certificates=list(booking.required),
        service_s=booking.service_s,
        opens_at=booking.opens_at,
        closes_at=booking.closes_at,
        plan_date=day,
        priority=booking.priority,
        therapist_gender=booking.therapist_gender,
        unassigned_reason=booking.unassigned_reason,
        created_at=at,
    )
    scribe.add(
        Promise,
        promise_id=scribe.new_id(at),
        visit_id=visit_id,
        seq=1,
        status="agreed",
        opens_at=booking.opens_at,
        closes_at=booking.closes_at,
        therapist_gender=booking.therapist_gender,
        told_by=agent,
        at=at,
    )
    add_consent(scribe, booking, "verbal", at, agent)
    add_event(scribe, visit_id, "booked", at, by_user=agent)
