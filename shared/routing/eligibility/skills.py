"""A visit goes to a shift that holds every skill it needs. Class: safety. (V3)"""

from shared.routing.plan import Reason
from shared.routing.shift import Shift
from shared.routing.visit import Visit

REASON = Reason.SKILL_MISSING


def allows(visit: Visit, shift: Shift) -> bool:
    return visit.skills <= shift.skills
