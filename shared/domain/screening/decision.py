"""A clinician's decision on what screening held back. Class: safety.

It can never clear an emergency or a block, and lapses when it expires or when something turns up
that the clinician had not seen.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from shared.domain.errors import FieldError, Invalid
from shared.domain.screening.outcome import (
    OUTCOME_OF_REASON,
    Outcome,
    Reason,
    ReasonKind,
    Screening,
    ServiceScreening,
)
from shared.domain.service import Service


class DecisionKind(StrEnum):
    """The API's words."""

    CLEAR = "clear"
    CLEAR_WITH_CONDITIONS = "clear-with-conditions"
    CONVERT = "convert"
    REFUSE = "refuse"


_FOR_A_CLINICIAN = (ReasonKind.CLINICIAN, ReasonKind.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a clinician decided for the services in `scope`, until just before `expires_at`.

    `seen` holds the codes of the reasons that were before the clinician.
    """

    kind: DecisionKind
    reason: str
    scope: frozenset[Service]
    seen: frozenset[str]
    decided_at: datetime
    expires_at: datetime | None = None
    conditions: tuple[str, ...] = ()
    convert_to: Service | None = None

    def __post_init__(self) -> None:
        errors = []
        if not self.reason.strip():
            errors.append(FieldError("reason", "Write why you decide so."))
        if not self.scope:
            errors.append(FieldError("scope", "Name at least one service."))
        if (self.kind is DecisionKind.CLEAR_WITH_CONDITIONS) != bool(self.conditions):
            errors.append(
                FieldError("conditions", "Conditions belong to 'clear-with-conditions', only.")
            )
        if (self.kind is DecisionKind.CONVERT) != (self.convert_to is not None):
            errors.append(FieldError("convertTo", "Name the service when you convert, only then."))
        if self.convert_to in self.scope:
            errors.append(FieldError("convertTo", "Convert to a service outside the scope."))
        if self.expires_at is not None and self.expires_at <= self.decided_at:
            errors.append(FieldError("expiresAt", "The decision must expire after it is made."))
        if errors:
            raise Invalid(tuple(errors))

    def in_force(self, at: datetime) -> bool:
        """Whether it counts for a visit that starts then."""
        return self.expires_at is None or at < self.expires_at


def apply_decision(screening: Screening, decision: Decision, at: datetime) -> Screening:
    """The screening as the clinician left it, for a visit that starts `at`.

    After a conversion the requested service is the new one.
    """
    emergency = any(s.outcome is Outcome.EMERGENCY for s in screening.services)
    if emergency or not decision.in_force(at):
        return screening
    services = tuple(_decided(s, decision) for s in screening.services)
    converted = decision.convert_to if screening.requested in decision.scope else None
    screened = {s.service for s in services}
    requested = converted if converted in screened and converted else screening.requested
    return replace(screening, requested=requested, services=services)


def _decided(found: ServiceScreening, decision: Decision) -> ServiceScreening:
    if found.service is decision.convert_to:
        return _cleared(found, decision)
    if found.service not in decision.scope:
        return found
    match decision.kind:
        case DecisionKind.CLEAR | DecisionKind.CLEAR_WITH_CONDITIONS:
            return _cleared(found, decision)
        case DecisionKind.CONVERT:
            return _with(found, Reason("converted", ReasonKind.CONVERTED, _text(decision)))
        case DecisionKind.REFUSE:
            return _with(found, Reason("refused", ReasonKind.REFUSED, _text(decision)))


def _cleared(found: ServiceScreening, decision: Decision) -> ServiceScreening:
    """What the clinician saw becomes a note; what they did not see still waits for one."""
    conditions = tuple(
        Reason(f"condition-{i}", ReasonKind.CONDITION, {"en": text})
        for i, text in enumerate(decision.conditions, start=1)
    )
    decided = tuple(
        replace(r, kind=ReasonKind.NOTE)
        if r.kind in _FOR_A_CLINICIAN and r.code in decision.seen
        else r
        for r in found.reasons
    )
    waits = any(OUTCOME_OF_REASON[r.kind] is not Outcome.CLEARED for r in decided)
    return replace(found, reasons=decided if waits else (*conditions, *decided))


def _with(found: ServiceScreening, reason: Reason) -> ServiceScreening:
    return replace(found, reasons=(reason, *found.reasons))


def _text(decision: Decision) -> dict[str, str]:
    return {"en": decision.reason}
