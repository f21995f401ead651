"""Questionnaires and screenings, as rows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.rows import AnyRow
from services.api.screening import statements
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import unseal
from shared.db.ids import new_id
from shared.domain.screening import questionnaire_json
from shared.domain.screening.cleared import ClearedInterval
from shared.domain.screening.outcome import Screening as Found
from shared.domain.screening.questionnaire import Questionnaire as Questions
from shared.domain.screening.screen import Answers
from shared.domain.service import Service
from shared.domain.tenant import TenantId


@dataclass(frozen=True, slots=True)
class Stored:
    """A questionnaire under the version that requests refer to it by."""

    version: str
    questions: Questions
    approved: bool


async def find_questionnaire(
    session: AsyncSession, tenant_id: TenantId, version: str | None = None
) -> Stored | None:
    """The one of this version, or without a version the active one."""
    scope = {"tenant": tenant_id, "version": version}
    row = (await session.execute(statements.QUESTIONNAIRE, scope)).one_or_none()
    if row is None:
        return None
    return Stored(row.questionnaire_version, _read(row.content), row.approved_at is not None)


@lru_cache(maxsize=64)
def _read(content: str) -> Questions:
    """By its words, so that nothing stale is ever found; a booking reads the same one four times
    over.
    """
    return questionnaire_json.from_json(json.loads(content))


async def offered_services(session: AsyncSession, tenant_id: TenantId) -> dict[Service, int]:
    """The tenant's services and how many minutes each takes."""
    rows = await session.execute(statements.OFFERED, {"tenant": tenant_id})
    return {Service(row.service): row.duration_minutes for row in rows}


@dataclass(frozen=True, slots=True)
class NewScreening:
    """One filled-in questionnaire and what was found, ready to be stored."""

    request_id: UUID
    visit_id: UUID | None
    patient_id: UUID | None
    phase: str
    version: str
    answers: Answers
    found: Found
    cleared: dict[Service, ClearedInterval]
    valid_until: datetime
    answered_by: UUID


async def add_screening(session: AsyncSession, tenant_id: TenantId, new: NewScreening) -> UUID:
    """Its id. Rows are never changed: better answers are a new screening."""
    screening_id = new_id()
    row = {
        "tenant": tenant_id,
        "screening_id": screening_id,
        "request_id": new.request_id,
        "visit_id": new.visit_id,
        "patient_id": new.patient_id,
        "phase": new.phase,
        "version": new.version,
        "answers": json.dumps(dict(new.answers)),
        "outcome": new.found.outcome.value,
        "reasons": [r.code for r in new.found.reasons],
        "unanswered": list(new.found.unanswered),
        "valid_until": new.valid_until,
        "answered_by": new.answered_by,
    }
    await session.execute(statements.ADD, row)
    rows: list[dict[str, Any]] = [
        {
            "tenant": tenant_id,
            "screening_id": screening_id,
            "service": each.service.value,
            "outcome": each.outcome.value,
            "reasons": [r.code for r in each.reasons],
            "cleared_from": new.cleared[each.service].starts,
            "cleared_until": new.cleared[each.service].ends,
        }
        for each in new.found.services
        if not each.unanswered or each.outcome != "cleared"
    ]
    if rows:
        await session.execute(statements.ADD_SERVICE, rows)
    return screening_id


async def get_screenings(
    session: AsyncSession, tenant_id: TenantId, screening_ids: Sequence[UUID]
) -> dict[UUID, AnyRow]:
    """Answers and version of each, by id."""
    if not screening_ids:
        return {}
    scope = {"tenant": tenant_id, "ids": list(screening_ids)}
    rows = await session.execute(statements.SCREENINGS, scope)
    return {row.screening_id: row for row in rows}


async def held_back(
    session: AsyncSession,
    tenant_id: TenantId,
    request_id: UUID,
    patient_id: UUID | None,
    at: datetime,
) -> dict[Service, frozenset[str]]:
    """Services that what was said before holds back for `at`, and why.

    Milder answers later do not undo it, nor does another request of the same patient (a clinician
    does); the database holds a booking to the same rule.
    """
    scope = {"tenant": tenant_id, "request": request_id, "patient": patient_id, "at": at}
    found: dict[Service, frozenset[str]] = {}
    for row in await session.execute(statements.HELD_BACK, scope):
        service = Service(row.service)
        found[service] = found.get(service, frozenset()) | frozenset(row.reasons)
    return found


@dataclass(frozen=True, slots=True)
class Decided:
    """What a clinician decided; `conditions` are the clinician's words, unsealed."""

    service: str
    reasons: Sequence[str]
    decision: str
    conditions: str | None
    converted_service: str | None
    decided_at: datetime
    expires_at: datetime | None


async def decisions(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, request_ids: Sequence[UUID]
) -> dict[UUID, list[Decided]]:
    """What clinicians decided of these requests, the oldest first."""
    found: dict[UUID, list[Decided]] = {}
    if not request_ids:
        return found
    scope = {"tenant": tenant_id, "ids": list(request_ids)}
    rows = await session.execute(statements.DECISIONS, scope)
    for row in rows:
        decided = Decided(
            row.service,
            row.reasons,
            row.decision,
            unseal_conditions(keyring, tenant_id, row.clearance_id, row.conditions_sealed),
            row.converted_service,
            row.decided_at,
            row.expires_at,
        )
        found.setdefault(row.request_id, []).append(decided)
    return found


def unseal_conditions(
    keyring: KeyRing, tenant_id: TenantId, clearance_id: UUID, sealed: bytes | None
) -> str | None:
    """A clinician's words on one clearance, if there are any."""
    if sealed is None:
        return None
    return unseal(keyring, sealed, tenant_id, "clearance", "conditions_sealed", clearance_id)
