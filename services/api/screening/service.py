"""Judge answers, for the phone and for the door; what clinicians decided is applied to both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.api.deps import TenantRequest
from services.api.screening import repository
from services.api.screening.repository import Decided, NewScreening, Stored
from services.api.screening.schemas import (
    AppliesOut,
    QuestionnaireOut,
    QuestionOut,
    ReasonOut,
    ServiceOutcomeOut,
)
from shared.domain.errors import Conflict, Invalid
from shared.domain.screening.cleared import ClearedInterval, cleared_interval
from shared.domain.screening.decision import Decision, DecisionKind, apply_decision
from shared.domain.screening.outcome import Outcome, Screening, ServiceScreening
from shared.domain.screening.questionnaire import (
    AskWhen,
    Profile,
    Question,
    Questionnaire,
    due_questions,
)
from shared.domain.screening.screen import Answers, screen
from shared.domain.service import Service


@dataclass(frozen=True, slots=True)
class Asked:
    """One patient's answers to one version, and when the visit would start."""

    stored: Stored
    answers: Answers
    profile: Profile
    requested: Service
    at: datetime
    zone: ZoneInfo
    stage: AskWhen = AskWhen.PHONE

    def judged(
        self, services: Iterable[Service], decided: Sequence[Decision], at: datetime | None = None
    ) -> Screening:
        """The outcome per service `at` (the start by default), clinicians' decisions applied."""
        moment = self.at if at is None else at
        found = self.by_answers(services, moment)
        for decision in decided:
            found = apply_decision(found, decision, moment)
        return found

    def by_answers(self, services: Iterable[Service], at: datetime | None = None) -> Screening:
        """The outcome of the answers alone: what is stored, and what the database checks."""
        return screen(
            self.stored.questions,
            self.answers,
            self.profile,
            self.requested,
            at=self.at if at is None else at,
            zone=self.zone,
            services=services,
            stage=self.stage,
        )

    def old_enough_from(self, service: Service) -> datetime | None:
        """From when the service is suitable, where only the patient's age is in the way now."""
        if self.by_answers((service,)).of(service).outcome is not Outcome.NOT_SUITABLE:
            return None
        return self.cleared(service).starts

    def cleared(self, service: Service) -> ClearedInterval:
        """From when until when the answers alone clear the service."""
        return cleared_interval(
            self.stored.questions,
            self.profile,
            lambda at: self.by_answers((service,), at).of(service).clears,
            self.at,
            self.zone,
        )


async def get_questionnaire(tenant: TenantRequest, version: str | None = None) -> Stored:
    """The active questionnaire, or the one of this version; Invalid names an unknown version."""
    stored = await repository.find_questionnaire(tenant.session, tenant.tenant_id, version)
    if stored is not None:
        return stored
    if version is None:
        raise Conflict("no-questionnaire", "No questionnaire is active; an admin must choose one.")
    active = await repository.find_questionnaire(tenant.session, tenant.tenant_id)
    known = f"; the one in use is {active.version!r}" if active else ""
    raise Invalid.one("screening.version", f"There is no questionnaire version {version!r}{known}.")


async def record(
    tenant: TenantRequest,
    asked: Asked,
    request_id: UUID,
    patient_id: UUID | None,
    *,
    valid_days: int,
    visit_id: UUID | None = None,
    no_later_than: datetime | None = None,
) -> UUID:
    """Store the answers with what they mean for each offered service; nothing is overwritten.

    They are valid for `valid_days` from now, and never longer than `no_later_than`.
    """
    until = tenant.now + timedelta(days=valid_days)
    services = await repository.offered_services(tenant.session, tenant.tenant_id)
    found = asked.by_answers(services)
    new = NewScreening(
        request_id=request_id,
        visit_id=visit_id,
        patient_id=patient_id,
        phase=asked.stage.value,
        version=asked.stored.version,
        answers=asked.answers,
        found=found,
        cleared={each.service: asked.cleared(each.service) for each in found.services},
        valid_until=until if no_later_than is None else min(until, no_later_than),
        answered_by=tenant.user_id,
    )
    return await repository.add_screening(tenant.session, tenant.tenant_id, new)


def as_decision(row: Decided) -> Decision:
    """A decided clearance in the domain's terms."""
    return Decision(
        kind=DecisionKind(row.decision),
        reason=row.conditions or "Decided by a clinician.",
        scope=frozenset({Service(row.service)}),
        seen=frozenset(row.reasons),
        decided_at=row.decided_at,
        expires_at=row.expires_at,
        conditions=(row.conditions,)
        if row.conditions and row.decision == "clear-with-conditions"
        else (),
        convert_to=None if row.converted_service is None else Service(row.converted_service),
    )


def questionnaire_out(stored: Stored, questions: Sequence[Question]) -> QuestionnaireOut:
    """These questions of the questionnaire, as the API shows them."""
    return QuestionnaireOut(stored.version, stored.approved, [_question_out(q) for q in questions])


def due(
    questionnaire: Questionnaire,
    profile: Profile,
    services: Iterable[Service],
    at: datetime,
    zone: ZoneInfo,
    stage: AskWhen,
) -> tuple[Question, ...]:
    """What to ask this patient now, in order."""
    return due_questions(questionnaire, profile, services, at=at, zone=zone, stage=stage)


def outcome_out(found: ServiceScreening, asked: Asked) -> ServiceOutcomeOut:
    """One service's outcome on the wire."""
    young = found.outcome is Outcome.NOT_SUITABLE
    not_before = asked.old_enough_from(found.service) if young else None
    return ServiceOutcomeOut(found.service, found.told_outcome, reasons_out(found), not_before)


def reasons_out(found: ServiceScreening) -> list[ReasonOut]:
    """The reasons with their sentences by language."""
    return [ReasonOut(r.code, r.kind.value, dict(r.text)) for r in found.reasons]


def _question_out(question: Question) -> QuestionOut:
    who = question.who
    return QuestionOut(
        id=question.id,
        text=dict(question.text),
        concern_if=question.concern_if,
        ask_when=question.ask_when,
        phase=question.phase,
        question_class=question.question_class,
        services=sorted(question.services),
        applies=AppliesOut(who.gender, who.min_age, who.max_age, sorted(who.body_regions)),
    )
