"""Why a visit has no stop, in the board's words: the obstacle that a person would have to remove.

The planner sees shifts and who is forbidden, not why; the rows know: certificates, the patient's
word, absences. The reason told is true of everybody who is on shift when the visit could start.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.live.eligibility import blocker
from shared.db.live.horizon import Horizon, LiveShift, Occasion, Wishes
from shared.domain.reasons import UnassignedReason
from shared.routing.plan import Reason

_R = UnassignedReason
Spans = Mapping[UUID, Sequence[tuple[int, int]]]

# Who does not work here any more is away from now on.
_ABSENT = text("""
    SELECT a.therapist_id, a.starts_at, a.ends_at FROM absence a
    WHERE a.tenant_id = :tenant AND a.active AND a.starts_at < :until AND a.ends_at > :since
    UNION ALL
    SELECT t.therapist_id, clock_timestamp(), greatest(clock_timestamp(), :until)
    FROM therapist t WHERE t.tenant_id = :tenant AND NOT t.active
""")


async def absent_spans(session: AsyncSession, horizon: Horizon) -> Spans:
    """When each therapist is away on this day, in the horizon's seconds."""
    scope = {
        "tenant": horizon.tenant,
        "since": horizon.span.opens,
        "until": horizon.clock.instant(max(_ends(horizon), default=0)),
    }
    found: dict[UUID, list[tuple[int, int]]] = {}
    for row in await session.execute(_ABSENT, scope):
        span = (horizon.clock.seconds(row.starts_at), horizon.clock.seconds_up(row.ends_at))
        found.setdefault(row.therapist_id, []).append(span)
    return found


def _ends(horizon: Horizon) -> Iterable[int]:
    return (shift.ends_s + horizon.overtime_s for shift in horizon.shifts.values())


def reason_of(
    horizon: Horizon, visit_id: UUID, absent: Spans, said: Reason | None
) -> UnassignedReason:
    """The reason to show; `said` is the planner's, None when its plan does not know the visit."""
    case = _Case(horizon, horizon.occasions[visit_id], absent)
    if case.is_over:
        return _R.WINDOW_CLOSED
    on_shift = case.on_shift()
    able = [one for one in on_shift if one.therapist_id not in case.blocked]
    present = [one for one in able if case.has_time(one)]
    if present:
        return _nearly(said, named=case.occasion.wishes.named_therapist is not None)
    if able:
        return _R.THERAPIST_ABSENT
    if case.occasion.pinned_shift is not None and not on_shift:
        return _R.PINNED_IMPOSSIBLE
    return case.why_nobody({one.therapist_id for one in on_shift})


@dataclass(frozen=True, slots=True)
class _Case:
    horizon: Horizon
    occasion: Occasion
    absent: Spans

    @property
    def blocked(self) -> Mapping[UUID, UnassignedReason]:
        return self.horizon.blocked.get(self.occasion.id, {})

    @property
    def is_over(self) -> bool:
        return self.occasion.closes_s < self.horizon.now_s

    def on_shift(self) -> list[LiveShift]:
        """The shifts that are open when it could start; of a pinned visit only the one."""
        pinned = self.occasion.pinned_shift
        return [
            shift
            for shift in self.horizon.shifts.values()
            if pinned in (None, shift.id) and self._starts_in(shift, ())
        ]

    def has_time(self, shift: LiveShift) -> bool:
        """Whether the therapist is there for the whole visit at some start, driving aside."""
        return self._starts_in(shift, self.absent.get(shift.therapist_id, ()))

    def _starts_in(self, shift: LiveShift, away: Iterable[tuple[int, int]]) -> bool:
        one = self.occasion
        start = max(one.opens_s, shift.starts_s, self.horizon.now_s)
        latest = shift.ends_s + self.horizon.overtime_s
        for gone, back in sorted(away):
            if start + one.service_s <= gone:
                break
            start = max(start, back)
        return start <= one.closes_s and start + one.service_s <= latest

    def why_nobody(self, therapists: set[UUID]) -> UnassignedReason:
        """Nobody on shift may serve it: whom the patient wants decides, else certificates, else
        what the patient said most of those who could.
        """
        named = self.occasion.wishes.named_therapist
        if named is not None:
            return self.blocked.get(named, _R.NAMED_THERAPIST_BUSY)
        if not therapists:
            return _R.NO_SHIFT_HOURS
        lacking = {key: self._lacks(key) for key in therapists}
        said = Counter(self.blocked[key] for key, lacks in lacking.items() if lacks is None)
        if said:
            return max(sorted(said), key=lambda reason: said[reason])
        return _R.NO_CERTIFICATE if _R.NO_CERTIFICATE in lacking.values() else _R.NO_SKILL

    def _lacks(self, therapist: UUID) -> UnassignedReason | None:
        """What of certificates is missing, whatever the patient wishes."""
        one, clock = self.occasion, self.horizon.clock
        from_, until = clock.instant(one.opens_s), clock.instant(one.closes_s + one.service_s)
        return blocker(self.horizon.therapists[therapist], one.required, Wishes(), from_, until)


def _nearly(said: Reason | None, *, named: bool) -> UnassignedReason:
    """Somebody may serve it and is there: what the planner found counts."""
    match said:
        case Reason.WINDOW_CLOSED | Reason.NO_SHIFT_HOURS | Reason.OUTPRIORITISED if named:
            return _R.NAMED_THERAPIST_BUSY
        case (
            Reason.WINDOW_CLOSED
            | Reason.NO_SHIFT_HOURS
            | Reason.OUTPRIORITISED
            | Reason.SHIFT_LIMIT
            | Reason.PINNED_IMPOSSIBLE
            | Reason.TOO_COSTLY
        ):
            return UnassignedReason(said.value)
        case Reason.FORBIDDEN | Reason.SKILL_MISSING | None:
            return _R.NOT_PLANNED_YET  # it became possible since, or came in since
        case _:
            assert_never(said)
