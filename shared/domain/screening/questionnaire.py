"""A questionnaire: versioned data that a clinic approves, not code. Class: safety."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.domain.age import age_at
from shared.domain.person import Gender
from shared.domain.service import BodyRegion, Service

# By language tag; English is always there.
Text = Mapping[str, str]

ALL_SERVICES = frozenset(Service)


class AskWhen(StrEnum):
    """On the phone while booking, or by the therapist before treating."""

    PHONE = "phone"
    DOOR = "door"


class Phase(StrEnum):
    """The order of asking: what cannot wait comes first."""

    EMERGENCY = "emergency"
    HEALTH = "health"
    TREATMENT = "treatment"


class QuestionClass(StrEnum):
    """What a worrying answer does to the services that the question is about."""

    EMERGENCY = "emergency"  # stop everything, whatever else is unanswered
    BLOCK = "block"  # not suitable; nobody overrides
    CLINICIAN = "clinician"  # a named clinician decides first
    NOTE = "note"  # the therapist is told


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a question is for; None is no limit, ages are full years and inclusive."""

    gender: Gender | None = None
    min_age: int | None = None
    max_age: int | None = None
    body_regions: frozenset[BodyRegion] = frozenset()  # empty: whatever the region


@dataclass(frozen=True, slots=True)
class Question:
    """One question, answered yes (True), no (False) or not known (None)."""

    id: str
    text: Text
    concern_if: bool  # the answer that worries
    reason: Text  # what a worrying answer is called
    question_class: QuestionClass
    ask_when: AskWhen
    phase: Phase
    services: frozenset[Service] = ALL_SERVICES
    noted_for: frozenset[Service] = frozenset()  # services for which it is only a note
    who: Who = field(default_factory=Who)

    def __post_init__(self) -> None:
        if "en" not in self.text or "en" not in self.reason:
            raise ValueError(f"question {self.id} needs its English wording")


@dataclass(frozen=True, slots=True)
class AgeRule:
    """What follows from the patient's age at the visit's start alone."""

    code: str
    below: int  # full years
    question_class: QuestionClass
    services: frozenset[Service]
    reason: Text


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version of the rule set; `approved_by` is the clinician who answers for it."""

    version: int
    questions: tuple[Question, ...]
    age_rules: tuple[AgeRule, ...]
    approved_by: str | None = None
    approved_at: datetime | None = None

    def __post_init__(self) -> None:
        ids = [q.id for q in self.questions]
        if len(ids) != len(set(ids)):
            raise ValueError(f"questionnaire {self.version} has a question twice")

    @property
    def approved(self) -> bool:
        """Whether a clinician has approved this version."""
        return self.approved_by is not None and self.approved_at is not None


@dataclass(frozen=True, slots=True)
class Profile:
    """What of a patient decides which questions are theirs; None is not known."""

    date_of_birth: date | None
    gender: Gender | None = None
    body_regions: frozenset[BodyRegion] = frozenset()  # empty: not known

    def age(self, at: datetime, zone: ZoneInfo) -> int | None:
        """In full years at that instant."""
        return None if self.date_of_birth is None else age_at(self.date_of_birth, at, zone)


def concerns(question: Question, profile: Profile, age: int | None) -> bool:
    """Whether the question could be about this patient; what is not known rules nothing out."""
    who = question.who
    return (
        (who.gender is None or profile.gender in (None, who.gender))
        and (age is None or who.min_age is None or age >= who.min_age)
        and (age is None or who.max_age is None or age <= who.max_age)
        and (
            not who.body_regions
            or not profile.body_regions
            or bool(who.body_regions & profile.body_regions)
        )
    )


def due_questions(
    questionnaire: Questionnaire,
    profile: Profile,
    services: Iterable[Service],
    *,
    at: datetime,
    zone: ZoneInfo,
    stage: AskWhen = AskWhen.PHONE,
) -> tuple[Question, ...]:
    """What to ask now, in order. At the door everything is asked again, and the rest as well.

    Questions for some ages only wait until the date of birth is known: without it no screening
    is complete anyway, and the number of questions on the phone stays bounded.
    """
    age = profile.age(at, zone)
    wanted = frozenset(services)
    return tuple(
        q
        for q in questionnaire.questions
        if stage in (q.ask_when, AskWhen.DOOR)
        and (q.services | q.noted_for) & wanted
        and concerns(q, profile, age)
        and (age is not None or (q.who.min_age is None and q.who.max_age is None))
    )


def in_language(text: Text, language: str) -> str:
    """The wording in this language tag, else in its base language, else in English."""
    return text.get(language) or text.get(language.split("-", maxsplit=1)[0]) or text["en"]
