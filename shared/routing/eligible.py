"""Who may serve whom, whatever the time: every rule of `eligibility/`, in one list."""

from shared.routing.eligibility import forbidden_therapists, pins, skills
from shared.routing.plan import Reason
from shared.routing.shift import Shift
from shared.routing.visit import Visit

RULES = (skills, forbidden_therapists, pins)


def eligible(visit: Visit, shift: Shift) -> bool:
    return all(rule.allows(visit, shift) for rule in RULES)


def blocker(visit: Visit, shift: Shift) -> Reason | None:
    """The first rule that keeps the visit out of the shift at any time."""
    return next((rule.REASON for rule in RULES if not rule.allows(visit, shift)), None)
