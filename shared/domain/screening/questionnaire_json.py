"""A questionnaire as it is stored: plain JSON, every word of it, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.domain.person import Gender
from shared.domain.screening.questionnaire import (
    AgeRule,
    AskWhen,
    Phase,
    Question,
    QuestionClass,
    Questionnaire,
    Who,
)
from shared.domain.service import BodyRegion, Service


def to_json(questionnaire: Questionnaire) -> dict[str, Any]:
    """Sets become sorted lists, so that equal questionnaires give equal text."""
    return {
        "version": questionnaire.version,
        "approvedBy": questionnaire.approved_by,
        "approvedAt": questionnaire.approved_at and questionnaire.approved_at.isoformat(),
        "questions": [_question_to_json(q) for q in questionnaire.questions],
        "ageRules": [
            {
                "code": r.code,
                "below": r.below,
                "class": r.question_class.value,
                "services": sorted(r.services),
                "reason": dict(r.reason),
            }
            for r in questionnaire.age_rules
        ],
    }


def from_json(data: Mapping[str, Any]) -> Questionnaire:
    """The reverse of `to_json`; `KeyError` or `ValueError` when the stored text is damaged."""
    approved_at = data["approvedAt"]
    return Questionnaire(
        version=data["version"],
        questions=tuple(_question_from_json(q) for q in data["questions"]),
        age_rules=tuple(
            AgeRule(
                code=r["code"],
                below=r["below"],
                question_class=QuestionClass(r["class"]),
                services=frozenset(map(Service, r["services"])),
                reason=r["reason"],
            )
            for r in data["ageRules"]
        ),
        approved_by=data["approvedBy"],
        approved_at=approved_at and datetime.fromisoformat(approved_at),
    )


def _question_to_json(question: Question) -> dict[str, Any]:
    who = question.who
    return {
        "id": question.id,
        "text": dict(question.text),
        "concernIf": question.concern_if,
        "reason": dict(question.reason),
        "class": question.question_class.value,
        "askWhen": question.ask_when.value,
        "phase": question.phase.value,
        "services": sorted(question.services),
        "notedFor": sorted(question.noted_for),
        "who": {
            "gender": who.gender,
            "minAge": who.min_age,
            "maxAge": who.max_age,
            "bodyRegions": sorted(who.body_regions),
        },
    }


def _question_from_json(data: Mapping[str, Any]) -> Question:
    who = data["who"]
    return Question(
        id=data["id"],
        text=data["text"],
        concern_if=data["concernIf"],
        reason=data["reason"],
        question_class=QuestionClass(data["class"]),
        ask_when=AskWhen(data["askWhen"]),
        phase=Phase(data["phase"]),
        services=frozenset(map(Service, data["services"])),
        noted_for=frozenset(map(Service, data["notedFor"])),
        who=Who(
            gender=None if who["gender"] is None else Gender(who["gender"]),
            min_age=who["minAge"],
            max_age=who["maxAge"],
            body_regions=frozenset(map(BodyRegion, who["bodyRegions"])),
        ),
    )
