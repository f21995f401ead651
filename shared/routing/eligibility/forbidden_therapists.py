"""A therapist who must not serve a visit never does. Class: hard until the patient agrees. (V3)"""

from shared.routing.plan import Reason
from shared.routing.shift import Shift
from shared.routing.visit import Visit

REASON = Reason.FORBIDDEN


def allows(visit: Visit, shift: Shift) -> bool:
    return shift.therapist not in visit.forbidden_therapists
