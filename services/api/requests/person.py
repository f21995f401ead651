"""Another birth date or gender: whatever was judged by the old one is judged again. Class: safety.

Ages and genders decide which questions are asked, which services suit, and which certificates a
visit needs, so a correction reaches each open request and each visit still to come.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.patients.repository import find_patient
from services.api.requests import open_visits, repository, settling
from shared.crypto.keyring import KeyRing
from shared.db.live import tell
from shared.db.live.cache import LiveCache
from shared.db.live.change import changed
from shared.db.live.free import free_visits
from shared.db.live.incidents import Again, open_incident
from shared.domain.age import age_at
from shared.domain.reasons import UnassignedReason
from shared.domain.service import ADULT_AGE, BodyRegion, Service, required_certificates

KIND = "patient-changed"
_STAYS = "The patient's age was corrected after booking: the visit needs other papers now."
_FREED = (
    "The patient's age was corrected after booking: the therapist's certificates do not cover "
    "the visit any more."
)


@dataclass(frozen=True, slots=True)
class PatientCorrection:
    """`services.api.patients.correction.Correction`, for the composition root."""

    live: LiveCache

    async def lock(self, tenant: TenantRequest, patient_id: UUID) -> None:
        """Nobody else changes the patient's open requests now."""
        await repository.lock_open_of(tenant.session, tenant.tenant_id, patient_id)

    async def follow_up(self, tenant: TenantRequest, keyring: KeyRing, patient_id: UUID) -> None:
        """See `reconsider`."""
        await reconsider(tenant, keyring, self.live, patient_id)


async def reconsider(
    tenant: TenantRequest,
    keyring: KeyRing,
    live: LiveCache,
    patient_id: UUID,
    besides: UUID | None = None,
) -> None:
    """Judge the patient's open requests anew (`besides` one that is being judged anyway), and give
    each visit still to come the certificates that it needs now.
    """
    await rejudge_all(tenant, keyring, live, patient_id, besides, afresh=True)
    await _recertify(tenant, keyring, live, patient_id)


async def rejudge_all(
    tenant: TenantRequest,
    keyring: KeyRing,
    live: LiveCache,
    patient_id: UUID,
    besides: UUID | None = None,
    *,
    afresh: bool = False,
) -> None:
    """What one request brought up counts for the patient's others, too."""
    ids = await repository.lock_open_of(tenant.session, tenant.tenant_id, patient_id)
    for request_id in ids:
        if request_id != besides:
            await settling.rejudge(tenant, keyring, live, request_id, afresh=afresh)


async def _recertify(
    tenant: TenantRequest, keyring: KeyRing, live: LiveCache, patient_id: UUID
) -> None:
    session, whose = tenant.session, tenant.tenant_id
    patient = await find_patient(session, keyring, whose, patient_id)
    born = None if patient is None else patient.date_of_birth
    visits = await open_visits.of_patient(session, whose, patient_id)
    needs = {visit.visit_id: _needs(tenant, visit, born) for visit in visits}
    other = [v for v in visits if needs[v.visit_id] != set(v.required_certificates)]
    for visit in other:
        await open_visits.need(session, whose, visit.visit_id, needs[visit.visit_id])
    more = [v.visit_id for v in other if needs[v.visit_id] - set(v.required_certificates)]
    lost = await open_visits.uncovered(session, whose, more)
    freed = await free_visits(
        session,
        keyring,
        live.travel,
        whose,
        lost,
        reason=UnassignedReason.NO_CERTIFICATE,
        by_user=tenant.user_id,
    )
    await _alarm(tenant, more, lost)
    for day in sorted({visit.plan_date for visit in other}.difference(freed.dates)):
        await changed(session, day, KIND)


def _needs(tenant: TenantRequest, visit: Row[Any], born: date | None) -> frozenset[str]:
    age = ADULT_AGE if born is None else age_at(born, visit.opens_at, tenant.zone)
    regions = [BodyRegion(one) for one in visit.body_regions]
    kinds = required_certificates(Service(visit.service), regions, age)
    return frozenset(kind.value for kind in kinds)


async def _alarm(tenant: TenantRequest, visits: Collection[UUID], lost: Collection[UUID]) -> None:
    session, whose = tenant.session, tenant.tenant_id
    for visit_id in visits:
        said = _FREED if visit_id in lost else _STAYS
        again = Again.ONCE_CLOSED
        await open_incident(session, whose, KIND, said, visit_id=visit_id, again=again)
        await tell.visit_changed(session, whose, visit_id)
        await tell.alert(session, whose, visit_id, KIND)
