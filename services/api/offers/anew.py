"""Before a window is held or booked, the patient as known now is judged once more. Class: safety.

Stored outcomes are kept in step with every change; this looks at the facts themselves, in case
something changed them by another way.
"""

from typing import assert_never
from uuid import UUID

from services.api.deps import TenantRequest
from services.api.requests import intake, judgement, settling
from shared.crypto.keyring import KeyRing
from shared.domain.request_status import RequestEvent, RequestStatus, transition
from shared.domain.screening.outcome import Outcome
from shared.domain.service import Service


async def refuse_uncleared(
    tenant: TenantRequest, keyring: KeyRing, request_id: UUID, status: RequestStatus
) -> None:
    """Raises Conflict where the answers do not lead to the status that the request has."""
    record = await settling.get(tenant, keyring, request_id)
    known = await settling.known_of(tenant, keyring, await intake.get_house(tenant), record)
    answered = await settling.answers_of(tenant, record, known)
    if answered is None:
        transition(RequestStatus.INCOMPLETE, RequestEvent.HOLD)
        return
    judged = await judgement.judge(tenant, keyring, request_id, record.content.patient_id, answered)
    found = judged.screening.of(record.content.service or Service.ASSESSMENT)
    match found.outcome:
        case Outcome.EMERGENCY:
            transition(RequestStatus.EMERGENCY, RequestEvent.HOLD)
        case Outcome.NOT_SUITABLE:
            transition(RequestStatus.NOT_SUITABLE, RequestEvent.HOLD)
        case Outcome.NEEDS_CLINICIAN if status is not RequestStatus.NEEDS_CLINICIAN:
            transition(RequestStatus.NEEDS_CLINICIAN, RequestEvent.BOOK)
        case Outcome.NEEDS_CLINICIAN | Outcome.CLEARED:
            pass
        case _:
            assert_never(found.outcome)
    if found.unanswered:
        transition(RequestStatus.INCOMPLETE, RequestEvent.HOLD)
