"""What a request's answers mean for it: status, clinician's question, missing fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.api.deps import TenantRequest
from services.api.patients.record import PatientRecord
from services.api.places.record import PlaceRecord
from services.api.requests.record import RequestContent, RequestRecord
from services.api.screening import clinician_queue
from services.api.screening import repository as screenings
from services.api.screening.repository import Stored
from services.api.screening.service import Asked, as_decision
from shared.crypto.keyring import KeyRing
from shared.domain.person import Gender
from shared.domain.policy import Policy
from shared.domain.request_status import RequestEvent, RequestStatus
from shared.domain.screening.found import found as event_of
from shared.domain.screening.outcome import Outcome, Reason, ReasonKind, Screening
from shared.domain.screening.questionnaire import Profile
from shared.domain.screening.screen import Answers
from shared.domain.service import Service

# Before a service is named, answers are judged for the mildest: red flags stop the call anyway.
_UNNAMED = Service.ASSESSMENT


@dataclass(frozen=True, slots=True)
class Known:
    """What else the database knows of a request's people and places."""

    patient: PatientRecord | None
    place: PlaceRecord | None
    policy: Policy


def starts_at(content: RequestContent, now: datetime) -> datetime:
    """The earliest start that the caller wants: ages count from there."""
    wished = content.preferences.not_before
    return now if wished is None else max(now, wished)


def asked(
    tenant: TenantRequest,
    content: RequestContent,
    patient: PatientRecord | None,
    stored: Stored,
    answers: Answers,
) -> Asked:
    """The answers of this request's patient, to be judged for its service."""
    profile = Profile(
        None if patient is None else patient.date_of_birth,
        None if patient is None or patient.gender is None else Gender(patient.gender),
        frozenset(content.body_regions),
    )
    requested = content.service or _UNNAMED
    return Asked(stored, answers, profile, requested, starts_at(content, tenant.now), tenant.zone)


def missing_fields(content: RequestContent, known: Known, *, screened: bool) -> list[str]:
    """The fields, named as they are sent, without which nothing can be held."""
    patient, place = known.patient, known.place
    missing = []
    if patient is None or not patient.name:
        missing.append("patient.name")
    if patient is None or patient.date_of_birth is None:
        missing.append("patient.dateOfBirth")
    if place is None or not (
        place.place.confirmed or place.place.precision_m <= known.policy.confirm_place_above_m
    ):
        missing.append("place")
    if content.service is None:
        missing.append("service")
    if not screened:
        missing.append("screening")
    return missing


def with_held_back(
    judged: Screening,
    held_back: Mapping[Service, frozenset[str]],
) -> Screening:
    """The screening, made to wait for a clinician where something said before holds it back."""
    services = []
    for each in judged.services:
        if each.outcome is Outcome.CLEARED and each.service in held_back:
            reason = Reason("said-before", ReasonKind.CLINICIAN, _SAID_BEFORE)
            services.append(replace(each, reasons=(reason, *each.reasons)))
        else:
            services.append(each)
    return replace(judged, services=tuple(services))


_SAID_BEFORE = {
    "en": "An earlier answer of this patient needs a clinician; changing it does not clear it.",
    "ar": "إجابة سابقة لهذا المريض تحتاج إلى قرار مختص؛ وتغييرها لا يلغي ذلك.",
}


def service_after(content: RequestContent, found: Screening | None) -> Service | None:
    """The service that the request is about now: another one when a clinician converted it."""
    if content.service is None or found is None:
        return content.service
    return found.requested


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome as it stands, and per service what an earlier screening held it back for."""

    screening: Screening
    held_back: Mapping[Service, frozenset[str]]


async def judge(
    tenant: TenantRequest,
    keyring: KeyRing,
    request_id: UUID,
    patient_id: UUID | None,
    answered: Asked,
) -> Judged:
    """By the answers, what the patient said before, and clinicians' decisions."""
    scope = (tenant.session, tenant.tenant_id)
    services = await screenings.offered_services(*scope)
    decided = await screenings.decisions(tenant.session, keyring, tenant.tenant_id, [request_id])
    rows = decided.get(request_id, [])
    held_back = await screenings.held_back(*scope, request_id, patient_id, answered.at)
    judged = answered.judged(services, [as_decision(row) for row in rows])
    return Judged(with_held_back(judged, held_back), held_back)


def status_event(judged: Screening | None, missing: Sequence[str]) -> RequestEvent:
    """What the outcome does to the request. A clinician is asked although the place is missing."""
    event = event_of(judged, complete=not missing)
    if judged is None or "service" in missing or event is not RequestEvent.FOUND_INCOMPLETE:
        return event
    waits = judged.outcome is Outcome.NEEDS_CLINICIAN and not judged.unanswered
    return RequestEvent.FOUND_NEEDS_CLINICIAN if waits else event


async def ask_clinician(
    tenant: TenantRequest,
    record: RequestRecord,
    screening_id: UUID | None,
    judged: Judged | None,
    status: RequestStatus,
) -> bool:
    """Keep the clinicians' queue in step with the request; whether they are asked something new.

    A booked request stays booked when its answers turn worse, and a clinician is asked as well.
    """
    service = record.content.service
    if service is None or screening_id is None or judged is None or not waits(judged, status):
        await clinician_queue.withdraw(tenant.session, tenant.tenant_id, record.request_id)
        return False
    reasons = [reason.code for reason in judged.screening.of(service).reasons]
    earlier = sorted(judged.held_back.get(service, frozenset()).difference(reasons))
    return await clinician_queue.ask(
        tenant.session,
        tenant.tenant_id,
        record.request_id,
        screening_id,
        service,
        reasons + earlier,
    )


def waits(judged: Judged, status: RequestStatus) -> bool:
    """Whether a clinician has to decide before the patient is treated."""
    worse = judged.screening.outcome is Outcome.NEEDS_CLINICIAN
    booked = status is RequestStatus.BOOKED
    return status is RequestStatus.NEEDS_CLINICIAN or (booked and worse)


def worries(judged: Judged) -> bool:
    """Whether some service is not cleared."""
    return any(each.outcome is not Outcome.CLEARED for each in judged.screening.services)
