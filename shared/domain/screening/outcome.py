"""What a screening can find, and why."""

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.screening.questionnaire import Text
from shared.domain.service import Service


class Outcome(StrEnum):
    """In the order of severity, the mildest first."""

    CLEARED = "cleared"
    NEEDS_CLINICIAN = "needs-clinician"
    NOT_SUITABLE = "not-suitable"
    EMERGENCY = "emergency"


_SEVERITY = {outcome: rank for rank, outcome in enumerate(Outcome)}


def worst(*outcomes: Outcome) -> Outcome:
    """The gravest of them; cleared when there is none."""
    return max(outcomes, key=_SEVERITY.__getitem__, default=Outcome.CLEARED)


class ReasonKind(StrEnum):
    """Why something is a reason; only clinicians' matters can be decided by a clinician."""

    EMERGENCY = "emergency"
    BLOCK = "block"
    CLINICIAN = "clinician"
    UNKNOWN = "unknown"  # nobody knows the answer to a question that matters: ask a clinician
    REFUSED = "refused"  # a clinician refused
    CONVERTED = "converted"  # a clinician chose another service
    CONDITION = "condition"  # a clinician cleared it on this condition
    NOTE = "note"


OUTCOME_OF_REASON: dict[ReasonKind, Outcome] = {
    ReasonKind.EMERGENCY: Outcome.EMERGENCY,
    ReasonKind.BLOCK: Outcome.NOT_SUITABLE,
    ReasonKind.CLINICIAN: Outcome.NEEDS_CLINICIAN,
    ReasonKind.UNKNOWN: Outcome.NEEDS_CLINICIAN,
    ReasonKind.REFUSED: Outcome.NOT_SUITABLE,
    ReasonKind.CONVERTED: Outcome.NOT_SUITABLE,
    ReasonKind.CONDITION: Outcome.CLEARED,
    ReasonKind.NOTE: Outcome.CLEARED,
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that was found; `code` is the question's or age rule's id."""

    code: str
    kind: ReasonKind
    text: Text


@dataclass(frozen=True, slots=True)
class ServiceScreening:
    """What was found for one service; `unanswered` is what nobody has asked for it yet."""

    service: Service
    reasons: tuple[Reason, ...]
    unanswered: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        """The worst of what is known; see `clears` for whether that is enough."""
        return worst(*(OUTCOME_OF_REASON[r.kind] for r in self.reasons))

    @property
    def told_outcome(self) -> Outcome | None:
        """What may be said of it: nothing while all is well but not all was asked."""
        so_far = self.outcome is Outcome.CLEARED and bool(self.unanswered)
        return None if so_far else self.outcome

    @property
    def clears(self) -> bool:
        """Whether a visit of this service may be held and booked."""
        return self.outcome is Outcome.CLEARED and not self.unanswered


@dataclass(frozen=True, slots=True)
class Screening:
    """The outcome for the requested service, and beside it for the others that are offered."""

    requested: Service
    services: tuple[ServiceScreening, ...]

    def of(self, service: Service) -> ServiceScreening:
        """What was found for this service, which must have been screened."""
        return next(s for s in self.services if s.service is service)

    @property
    def outcome(self) -> Outcome:
        """Of the requested service."""
        return self.of(self.requested).outcome

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Of the requested service."""
        return self.of(self.requested).reasons

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Ids still to be asked for the requested service; not empty means no hold."""
        return self.of(self.requested).unanswered

    @property
    def alternatives(self) -> tuple[Service, ...]:
        """Other services without a known obstacle; some may have questions left to ask."""
        return tuple(
            s.service
            for s in self.services
            if s.service is not self.requested and s.outcome is Outcome.CLEARED
        )
