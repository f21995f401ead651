"""What the verifier says of the live routes of a whole day, as the day really goes."""

from shared.db.live.horizon import Horizon
from shared.db.live.schedule import violations_of
from shared.routing.violation import Violation


def violations_of_day(horizon: Horizon) -> list[Violation]:
    """Every rule that an open part breaks, by shift.

    Late is not illegal: who is late already is judged by the lateness that they have.
    """
    return [
        one
        for shift_id in sorted(horizon.shifts)
        for one in violations_of(horizon, shift_id, horizon.free_part(shift_id))
    ]
