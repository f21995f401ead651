"""Who must consent to what. Class: safety.

Verbal consent to the visit gates dispatch; written consent gates the start of needling. Below 18
the guardian consents to the visit, and the guardian and the child both to needling.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.service import ADULT_AGE, Service


class ConsentKind(StrEnum):
    """To a therapist coming, or to needles."""

    VISIT = "visit"
    NEEDLING = "needling"


class ConsentForm(StrEnum):
    """Spoken on the phone, or signed."""

    VERBAL = "verbal"
    WRITTEN = "written"


class Relation(StrEnum):
    """Who the person is to the patient."""

    SELF = "self"
    MOTHER = "mother"
    FATHER = "father"
    GUARDIAN = "guardian"  # by law, of a child or of an adult who cannot decide
    SPOUSE = "spouse"
    SON_OR_DAUGHTER = "son-or-daughter"
    SIBLING = "sibling"
    OTHER = "other"


class Giver(StrEnum):
    """Whose consent is needed."""

    PATIENT = "patient"
    GUARDIAN = "guardian"


GUARDIANS_OF_A_CHILD = frozenset({Relation.MOTHER, Relation.FATHER, Relation.GUARDIAN})


@dataclass(frozen=True, slots=True)
class Consent:
    """One row of the append-only list; it counts from `given_at` until it is withdrawn."""

    kind: ConsentKind
    form: ConsentForm
    relation: Relation
    given_at: datetime
    withdrawn_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it was given and not yet withdrawn."""
        return self.given_at <= at and (self.withdrawn_at is None or at < self.withdrawn_at)


@dataclass(frozen=True, slots=True)
class ConsentNeed:
    """One consent that somebody must give."""

    kind: ConsentKind
    form: ConsentForm
    giver: Giver


def needed_for_dispatch(age_at_start: int) -> tuple[ConsentNeed, ...]:
    """Before a therapist is sent."""
    giver = Giver.GUARDIAN if age_at_start < ADULT_AGE else Giver.PATIENT
    return (ConsentNeed(ConsentKind.VISIT, ConsentForm.VERBAL, giver),)


def needed_for_start(service: Service, age_at_start: int) -> tuple[ConsentNeed, ...]:
    """Before the treatment starts, beside what dispatch needed."""
    if service is not Service.DRY_NEEDLING:
        return ()
    givers = (Giver.GUARDIAN, Giver.PATIENT) if age_at_start < ADULT_AGE else (Giver.PATIENT,)
    return tuple(ConsentNeed(ConsentKind.NEEDLING, ConsentForm.WRITTEN, g) for g in givers)


def missing(
    needs: Iterable[ConsentNeed], consents: Iterable[Consent], age_at_start: int, at: datetime
) -> tuple[ConsentNeed, ...]:
    """The needs that no consent in force meets."""
    holding = [c for c in consents if c.holds(at)]
    return tuple(n for n in needs if not any(_meets(c, n, age_at_start) for c in holding))


def _meets(consent: Consent, need: ConsentNeed, age_at_start: int) -> bool:
    formal_enough = need.form is ConsentForm.VERBAL or consent.form is ConsentForm.WRITTEN
    if consent.kind is not need.kind or not formal_enough:
        return False
    if need.giver is Giver.GUARDIAN:
        return consent.relation in GUARDIANS_OF_A_CHILD
    # A legal guardian speaks for an adult who cannot decide, never in place of the child's own.
    by_guardian = consent.relation is Relation.GUARDIAN and age_at_start >= ADULT_AGE
    return consent.relation is Relation.SELF or by_guardian
