"""Screening on the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from shared.domain.person import Gender
from shared.domain.screening.outcome import Outcome
from shared.domain.screening.questionnaire import AskWhen, Phase, QuestionClass
from shared.domain.service import BodyRegion, Service

Version = Annotated[str, msgspec.Meta(max_length=100)]
QuestionId = Annotated[str, msgspec.Meta(max_length=100)]
Text = dict[str, str]  # by language tag


class AppliesOut(msgspec.Struct, rename="camel"):
    """Who is asked; null and empty mean anybody."""

    gender: Gender | None
    min_age: int | None
    max_age: int | None
    body_regions: list[BodyRegion]


class QuestionOut(msgspec.Struct, rename="camel"):
    """One question; an answer equal to `concernIf` worries, and so does `null`."""

    id: str
    text: Text
    concern_if: bool
    ask_when: AskWhen
    phase: Phase
    services: list[Service]
    applies: AppliesOut
    question_class: QuestionClass = msgspec.field(name="class")


class QuestionnaireOut(msgspec.Struct, rename="camel"):
    """The questions in the order of asking; `approved` by a clinician of the tenant."""

    version: str
    approved: bool
    questions: list[QuestionOut]


class ScreeningIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Answers by question id: true, false, or null for unknown."""

    version: Version
    answers: dict[QuestionId, bool | None]


class ReasonOut(msgspec.Struct, rename="camel"):
    """`code` is the question's or the rule's id, `kind` what it does to the outcome."""

    code: str
    kind: str
    text: Text


class ServiceOutcomeOut(msgspec.Struct, rename="camel"):
    """What the answers mean for one service; `outcome` is null while questions are unanswered and
    nothing worse than cleared is known. `notBefore`: only the patient's age is in the way, until
    then.
    """

    service: Service
    outcome: Outcome | None
    reasons: list[ReasonOut]
    not_before: datetime | None = None


class EmergencyOut(msgspec.Struct, rename="camel"):
    """What to say at once, and the number to call."""

    number: str
    say: Text


class ScreeningOut(msgspec.Struct, rename="camel"):
    """The outcome for the requested service, and for each other one; null is *not yet complete*."""

    id: UUID
    version: str
    outcome: Outcome | None
    reasons: list[ReasonOut]
    unanswered: list[str]
    services: list[ServiceOutcomeOut]
    answers: dict[str, bool | None]
    emergency: EmergencyOut | None = None
