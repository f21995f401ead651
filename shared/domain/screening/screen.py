"""From answers to an outcome for each service. Class: safety.

Unknown is never "no": an answer of None needs a clinician, a missing one leaves it incomplete.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from shared.domain.screening.outcome import Outcome, Reason, ReasonKind, Screening, ServiceScreening
from shared.domain.screening.questionnaire import (
    AgeRule,
    AskWhen,
    Profile,
    Question,
    QuestionClass,
    Questionnaire,
    concerns,
    due_questions,
)
from shared.domain.service import Service

# True is yes, False is no, None is not known; a key that is missing was not asked.
Answers = Mapping[str, bool | None]

DATE_OF_BIRTH = "patient.dateOfBirth"

_KIND = {
    QuestionClass.EMERGENCY: ReasonKind.EMERGENCY,
    QuestionClass.BLOCK: ReasonKind.BLOCK,
    QuestionClass.CLINICIAN: ReasonKind.CLINICIAN,
    QuestionClass.NOTE: ReasonKind.NOTE,
}


@dataclass(frozen=True, slots=True)
class _Moment:
    """When the visit starts and who is asked: what every service is judged by."""

    questionnaire: Questionnaire
    profile: Profile
    at: datetime
    zone: ZoneInfo
    stage: AskWhen


def screen(
    questionnaire: Questionnaire,
    answers: Answers,
    profile: Profile,
    requested: Service,
    *,
    at: datetime,
    zone: ZoneInfo,
    services: Iterable[Service] = tuple(Service),
    stage: AskWhen = AskWhen.PHONE,
) -> Screening:
    """Judge the requested and the other `services` for a visit that starts `at`.

    Ages count at `at`, so the caller screens again for each window that is offered. Answers to
    questions that are not due are left alone, save an emergency, which always counts.
    """
    moment = _Moment(questionnaire, profile, at, zone, stage)
    all_services = dict.fromkeys((requested, *services))
    return Screening(
        requested, tuple(_screen_service(moment, answers, service) for service in all_services)
    )


def _screen_service(moment: _Moment, answers: Answers, service: Service) -> ServiceScreening:
    age = moment.profile.age(moment.at, moment.zone)
    reasons = [
        reason
        for question in moment.questionnaire.questions
        if question.id in answers
        and (reason := _from_answer(question, answers[question.id], moment.profile, age, service))
    ]
    reasons += [
        Reason(rule.code, _KIND[rule.question_class], rule.reason)
        for rule in moment.questionnaire.age_rules
        if _age_rule_holds(rule, age, service)
    ]
    due = due_questions(
        moment.questionnaire,
        moment.profile,
        [service],
        at=moment.at,
        zone=moment.zone,
        stage=moment.stage,
    )
    unanswered = [question.id for question in due if question.id not in answers]
    if age is None:
        unanswered.insert(0, DATE_OF_BIRTH)
    ordered = sorted(reasons, key=lambda r: list(ReasonKind).index(r.kind))
    return ServiceScreening(service, tuple(ordered), tuple(unanswered))


def _age_rule_holds(rule: AgeRule, age: int | None, service: Service) -> bool:
    return age is not None and age < rule.below and service in rule.services


def _from_answer(
    question: Question, answer: bool | None, profile: Profile, age: int | None, service: Service
) -> Reason | None:
    """The reason that an answer is for this service, if it is one."""
    emergency = question.question_class is QuestionClass.EMERGENCY
    if emergency and answer is question.concern_if:
        return Reason(question.id, ReasonKind.EMERGENCY, question.reason)
    if answer is (not question.concern_if) or not concerns(question, profile, age):
        return None
    if not emergency and service not in question.services:
        noted = service in question.noted_for
        return Reason(question.id, ReasonKind.NOTE, question.reason) if noted else None
    if answer is None:
        return Reason(question.id, _kind_of_unknown(question.question_class), question.reason)
    return Reason(question.id, _KIND[question.question_class], question.reason)


def _kind_of_unknown(question_class: QuestionClass) -> ReasonKind:
    match question_class:
        case QuestionClass.EMERGENCY | QuestionClass.BLOCK | QuestionClass.CLINICIAN:
            return ReasonKind.UNKNOWN
        case QuestionClass.NOTE:
            return ReasonKind.NOTE
        case _:
            assert_never(question_class)


def is_emergency(questionnaire: Questionnaire, answers: Answers) -> bool:
    """Whether any answer so far stops the call at once, before anything else is known."""
    return any(
        question.question_class is QuestionClass.EMERGENCY
        and answers.get(question.id, not question.concern_if) is question.concern_if
        for question in questionnaire.questions
    )


def is_complete(screening: Screening) -> bool:
    """Whether nothing is left to ask for the requested service; an emergency asks nothing more."""
    return not screening.unanswered or screening.outcome is Outcome.EMERGENCY
