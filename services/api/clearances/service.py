"""A clinician's queue and decisions. Class: safety."""

from uuid import UUID

from services.api.clearances import repository
from services.api.clearances.schemas import (
    ClearanceOut,
    ClearancePatientOut,
    DecidedOut,
    DecidedRequestOut,
    DecisionIn,
)
from services.api.deps import TenantRequest
from services.api.paging import Page, PageAsked
from services.api.requests import intake
from services.api.requests import settling as requests
from services.api.requests.person import rejudge_all
from services.api.requests.record import RequestRecord
from services.api.requests.repository import lock_with_siblings
from services.api.rows import AnyRow
from services.api.screening.repository import unseal_conditions
from services.api.screening.schemas import ReasonOut
from shared.crypto.keyring import KeyRing
from shared.db import audit
from shared.db.live.cache import LiveCache
from shared.domain.age import age_at
from shared.domain.errors import Conflict, NotFound, StaleVersion
from shared.domain.person import Gender
from shared.domain.screening.decision import Decision, DecisionKind
from shared.domain.screening.questionnaire import Questionnaire
from shared.domain.service import Service


async def queue(
    tenant: TenantRequest, keyring: KeyRing, page: PageAsked, status: str
) -> Page[ClearanceOut]:
    """Who has waited longest comes first."""
    rows = await repository.list_clearances(tenant.session, tenant.tenant_id, page, status)
    await audit.record(
        tenant.session, tenant.tenant_id, tenant.user_id, "search", "clearance", None
    )
    out = {row.clearance_id: await _out(tenant, keyring, row) for row in rows[: page.limit]}
    return page.cut(rows, lambda r: out[r.clearance_id], key=lambda r: r.clearance_id)


async def decide(
    tenant: TenantRequest,
    keyring: KeyRing,
    live: LiveCache,
    clearance_id: UUID,
    expected: int | None,
    data: DecisionIn,
) -> DecidedOut:
    """Record the decision and settle the request anew; Conflict when it was decided before."""
    row = await repository.lock_clearance(tenant.session, tenant.tenant_id, clearance_id)
    if row is None:
        raise NotFound("clearance")
    if expected is not None and row.version != expected:
        raise StaleVersion("clearance")
    if row.status != "open":
        raise Conflict("already-decided", "This was already decided or is no longer asked.")
    decision = _decision(tenant, row, data)
    await repository.decide(
        tenant.session, keyring, tenant.tenant_id, row, decision, data.conditions, tenant.user_id
    )
    await audit.record(
        tenant.session,
        tenant.tenant_id,
        tenant.user_id,
        "decide",
        "clearance",
        clearance_id,
        detail=decision.kind.value,
        keyring=keyring,
    )
    after = await _settled(tenant, keyring, live, row.request_id)
    request = DecidedRequestOut(after.request_id, after.status.value, after.content.service)
    return DecidedOut(clearance_id, "decided", decision.kind, request)


async def _settled(
    tenant: TenantRequest, keyring: KeyRing, live: LiveCache, request_id: UUID
) -> RequestRecord:
    """The request after the decision, which may lift the patient's other requests, too."""
    await lock_with_siblings(tenant.session, tenant.tenant_id, request_id)
    await requests.rejudge(tenant, keyring, live, request_id)
    after = await requests.get(tenant, keyring, request_id)
    if after.content.patient_id is not None:
        await rejudge_all(tenant, keyring, live, after.content.patient_id, request_id)
    return after


def _decision(tenant: TenantRequest, row: AnyRow, data: DecisionIn) -> Decision:
    """In the domain's terms, which refuse what makes no sense by field."""
    return Decision(
        kind=data.decision,
        reason=data.conditions or data.decision.value,
        scope=frozenset(data.scope or [Service(row.service)]) | {Service(row.service)},
        seen=frozenset(row.reasons),
        decided_at=tenant.now,
        expires_at=data.expires_at,
        conditions=(data.conditions,)
        if data.decision is DecisionKind.CLEAR_WITH_CONDITIONS and data.conditions
        else (),
        convert_to=data.convert_to,
    )


async def _out(tenant: TenantRequest, keyring: KeyRing, row: AnyRow) -> ClearanceOut:
    record = await requests.get(tenant, keyring, row.request_id)
    house = await intake.get_house(tenant)
    known = await requests.known_of(tenant, keyring, house, record)
    answered = await requests.answers_of(tenant, record, known)
    patient = known.patient
    born = None if patient is None else patient.date_of_birth
    return ClearanceOut(
        id=row.clearance_id,
        request_id=row.request_id,
        patient=ClearancePatientOut(
            record.content.patient_id,
            None if patient is None else patient.name,
            born,
            None if born is None else age_at(born, tenant.now, tenant.zone),
            None if patient is None or patient.gender is None else Gender(patient.gender),
        ),
        service=Service(row.service),
        reasons=_reasons(row.reasons, None if answered is None else answered.stored.questions),
        age_s=int((tenant.now - row.created_at).total_seconds()),
        answers={} if answered is None else dict(answered.answers),
        complaint=record.content.complaint,
        diagnosis=record.content.diagnosis,
        body_regions=list(record.content.body_regions),
        status=row.status,
        decision=row.decision and DecisionKind(row.decision),
        conditions=unseal_conditions(
            keyring, tenant.tenant_id, row.clearance_id, row.conditions_sealed
        ),
        version=row.version,
    )


def _reasons(codes: list[str], questions: Questionnaire | None) -> list[ReasonOut]:
    """The codes that were recorded, in the questionnaire's words."""
    words: dict[str, tuple[str, dict[str, str]]] = {}
    if questions is not None:
        for question in questions.questions:
            words[question.id] = (question.question_class.value, dict(question.reason))
        for rule in questions.age_rules:
            words[rule.code] = (rule.question_class.value, dict(rule.reason))
    return [ReasonOut(code, *words.get(code, ("clinician", {"en": code}))) for code in codes]
