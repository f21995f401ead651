"""Answers that turn worse when the visit is booked already. Class: safety.

The request stays booked and the dispatch gate, which reads the screenings, stays shut until a
clinician decides. Nobody must have to stumble upon that: somebody is told at once.
"""

from uuid import UUID

from services.api.deps import TenantRequest
from services.api.requests import open_visits
from services.api.requests.judgement import Judged
from shared.crypto.keyring import KeyRing
from shared.db.live import tell
from shared.db.live.cache import LiveCache
from shared.db.live.free import free_visits
from shared.db.live.incidents import Again, open_incident
from shared.domain.reasons import UnassignedReason
from shared.domain.screening.outcome import Outcome
from shared.domain.service import Service

KIND = "screening-worse"
_ASKS = "Answers given after booking need a clinician: no dispatch before the decision."
_ENDS = "Answers given after booking do not allow this service: the visit lost its therapist."


async def after_booking(
    tenant: TenantRequest,
    keyring: KeyRing,
    live: LiveCache,
    request_id: UUID,
    judged: Judged,
    *,
    asked_anew: bool,
) -> None:
    """Alarm for each visit still to come; one whose service does not suit leaves its route."""
    session, whose = tenant.session, tenant.tenant_id
    visits = await open_visits.of_request(session, whose, request_id)
    outcome = {v.visit_id: judged.screening.of(Service(v.service)).outcome for v in visits}
    ended = [key for key, found in outcome.items() if found is Outcome.NOT_SUITABLE]
    if ended:
        reason, user = UnassignedReason.NOT_CLEARED, tenant.user_id
        await free_visits(session, keyring, live.travel, whose, ended, reason=reason, by_user=user)
    for visit_id, found in outcome.items():
        if found is Outcome.NEEDS_CLINICIAN and asked_anew:
            await _incident(tenant, visit_id, _ASKS)
        elif found is not Outcome.NOT_SUITABLE or not await _incident(tenant, visit_id, _ENDS):
            continue
        await tell.visit_changed(session, whose, visit_id)
        await tell.alert(session, whose, visit_id, KIND, requestId=str(request_id))


async def _incident(tenant: TenantRequest, visit_id: UUID, said: str) -> bool:
    """Whether none of this kind was open."""
    return await open_incident(
        tenant.session,
        tenant.tenant_id,
        KIND,
        said,
        visit_id=visit_id,
        again=Again.ONCE_CLOSED,
    )
