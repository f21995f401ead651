"""A pinned visit stays in its shift. Class: promise. (V3)"""

from shared.routing.plan import Reason
from shared.routing.shift import Shift
from shared.routing.visit import Visit

REASON = Reason.PINNED_IMPOSSIBLE


def allows(visit: Visit, shift: Shift) -> bool:
    return visit.pinned is None or visit.pinned.shift == shift.id
