"""What needling needs at the door: the door check and consent in writing. Class: safety."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.patients.repository import find_patient
from services.api.screening import repository as screenings
from services.api.screening import service as screening
from services.api.screening.schemas import ScreeningIn
from services.api.visits import consents, event_repository
from services.api.visits.fold import is_to_needling
from services.api.visits.schemas import PapersIn
from shared.crypto.keyring import KeyRing
from shared.domain.errors import FieldError, Invalid
from shared.domain.person import Gender
from shared.domain.policy import Policy
from shared.domain.screening.outcome import OUTCOME_OF_REASON, Outcome, Reason, ServiceScreening
from shared.domain.screening.questionnaire import AskWhen, Profile
from shared.domain.service import ADULT_AGE, BodyRegion, Service, required_certificates


@dataclass(frozen=True, slots=True)
class Stored:
    """Papers as recorded: which consents, and what the door check found, if it was sent."""

    consents: tuple[str, ...]
    door: ServiceScreening | None
    emergency_number: str = ""  # the tenant's, whenever there is a door check

    @property
    def stops(self) -> bool:
        """Whether the door check found something that the treatment must not start with."""
        return self.door is not None and self.door.outcome is not Outcome.CLEARED

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What of the door check forbids the treatment."""
        found = () if self.door is None else self.door.reasons
        return tuple(r for r in found if OUTCOME_OF_REASON[r.kind] is not Outcome.CLEARED)

    @property
    def is_emergency(self) -> bool:
        """Whether it is time to call an ambulance."""
        return self.door is not None and self.door.outcome is Outcome.EMERGENCY


async def store(
    tenant: TenantRequest,
    keyring: KeyRing,
    visit: Row[Any],
    papers: PapersIn,
    at: datetime,
    client_event_id: str,
    *,
    service: Service,
) -> Stored:
    """Record the papers for this service; raises Invalid naming the field. `at` is when the
    treatment starts.
    """
    for i, given in enumerate(papers.consents):
        consents.check_relation(given.kind, given.relation, f"papers.consents.{i}.relation")
    for given in papers.consents:
        await consents.record(
            tenant,
            keyring,
            (visit.visit_id, visit.patient_id),
            given,
            at,
            client_event_id=client_event_id,
        )
    kinds = tuple(given.kind for given in papers.consents)
    if papers.door_answers is None:
        return Stored(kinds, None)
    policy = Policy.from_json(await event_repository.policies(tenant.session, tenant.tenant_id))
    days = policy.screening_valid_days
    door = await _door_check(tenant, keyring, visit, service, papers.door_answers, at, days)
    return Stored(kinds, door, policy.emergency_number)


async def for_needling(tenant: TenantRequest, visit: Row[Any]) -> bool:
    """Whether needles are meant: the visit was booked for them, or an event converts it to them."""
    if visit.service == Service.DRY_NEEDLING:
        return True
    rows = await event_repository.list_events(tenant.session, tenant.tenant_id, visit.visit_id)
    return any(is_to_needling(row) for row in rows)


async def are_complete(tenant: TenantRequest, visit: Row[Any]) -> bool:
    """Whether needles are meant and nothing is missing for them."""
    return await for_needling(tenant, visit) and not await missing(tenant, visit)


async def missing(tenant: TenantRequest, visit: Row[Any]) -> list[str]:
    """What needling of this patient still lacks: `screening` (a clinician has to decide),
    `door-check`, the kinds of written consent, and the `certificate` of who was sent for something
    else.
    """
    regions = (BodyRegion(region) for region in visit.body_regions)
    kinds = required_certificates(Service.DRY_NEEDLING, regions, ADULT_AGE)
    found = await event_repository.needling_lacks(
        tenant.session, tenant.tenant_id, [visit.visit_id], kinds=kinds, at=tenant.now
    )
    return found.get(visit.visit_id, [])


async def missing_of(tenant: TenantRequest, booked: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The same of several visits that were booked for needling."""
    return await event_repository.needling_lacks(
        tenant.session, tenant.tenant_id, booked, kinds=(), at=tenant.now
    )


async def _door_check(
    tenant: TenantRequest,
    keyring: KeyRing,
    visit: Row[Any],
    service: Service,
    sent: ScreeningIn,
    at: datetime,
    valid_days: int,
) -> ServiceScreening:
    """Stored as a screening of this visit; a clinician's decisions on the request count."""
    asked = await _asked(tenant, keyring, visit, service, sent, at)
    await screening.record(
        tenant,
        asked,
        visit.request_id,
        visit.patient_id,
        valid_days=valid_days,
        visit_id=visit.visit_id,
    )
    scope = (tenant.session, keyring, tenant.tenant_id)
    decided = (await screenings.decisions(*scope, [visit.request_id])).get(visit.request_id, [])
    decisions = [screening.as_decision(row) for row in decided]
    return asked.judged((asked.requested,), decisions).of(asked.requested)


async def _asked(
    tenant: TenantRequest,
    keyring: KeyRing,
    visit: Row[Any],
    service: Service,
    sent: ScreeningIn,
    at: datetime,
) -> screening.Asked:
    try:
        stored = await screening.get_questionnaire(tenant, sent.version)
    except Invalid as refused:
        raise Invalid(
            tuple(FieldError("papers.doorAnswers.version", one.message) for one in refused.fields)
        ) from None
    patient = await find_patient(tenant.session, keyring, tenant.tenant_id, visit.patient_id)
    profile = Profile(
        None if patient is None else patient.date_of_birth,
        None if patient is None or patient.gender is None else Gender(patient.gender),
        frozenset(BodyRegion(region) for region in visit.body_regions),
    )
    asked = screening.Asked(stored, sent.answers, profile, service, at, tenant.zone)
    return replace(asked, stage=AskWhen.DOOR)


def summary(stored: Stored | None, *, complete: bool) -> dict[str, Any] | None:
    """What the event's row keeps: no names, no answers; whether needling lacks nothing now."""
    if stored is None:
        return None
    return {
        "consents": list(stored.consents),
        "door": None if stored.door is None else stored.door.outcome.value,
        "complete": complete,
    }


def event_id_of(event_id: UUID) -> str:
    """The client event id of the system's own *papers* event."""
    return f"papers:{event_id}"
