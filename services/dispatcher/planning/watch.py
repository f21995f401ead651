"""What nobody reported: each silence that a dispatcher must ask about becomes one incident."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.live.horizon import Horizon, LiveStop, Occasion, OccasionKind
from shared.db.live.incidents import Again, alarm
from shared.domain.visit_status import VisitStatus

# Minutes of silence before somebody should call.
SILENCE_S = 20 * 60
OVERRUN_S = 15 * 60

_SENTENCES = {
    "not-departed": "Nobody has reported leaving for this visit; is the therapist well?",
    "not-started": "The therapist arrived but has not begun; is the patient there?",
    "overrun": "The treatment runs longer than planned; what follows may be late.",
}


async def watch_day(session: AsyncSession, horizon: Horizon) -> int:
    """Raise an incident and an alert for each new silence; how many were new."""
    new = 0
    for visit_id, kind in _silences(horizon):
        said = _SENTENCES[kind]
        new += await alarm(session, horizon.tenant, visit_id, kind, said, again=Again.NEVER)
    return new


def _silences(horizon: Horizon) -> Iterator[tuple[UUID, str]]:
    for key, stop in horizon.stops.items():
        occasion = horizon.occasions[key]
        if occasion.kind is OccasionKind.VISIT:
            kind = _silence(occasion, stop, horizon.now_s)
            if kind is not None:
                yield key, kind


def _silence(occasion: Occasion, stop: LiveStop, now_s: int) -> str | None:
    facts, planned = occasion.facts, stop.planned
    match occasion.status:
        case VisitStatus.DISPATCHED | VisitStatus.ACCEPTED:
            return "not-departed" if now_s > planned.leave_s + SILENCE_S else None
        case VisitStatus.ARRIVED:
            due_s = max(planned.start_s, facts.arrived_s or planned.start_s)
            return "not-started" if now_s > due_s + SILENCE_S else None
        case VisitStatus.IN_PROGRESS:
            end_s = (facts.started_s or planned.start_s) + occasion.service_s
            return "overrun" if now_s > end_s + OVERRUN_S else None
        case _:
            return None
