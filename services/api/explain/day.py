"""A horizon as insertion and explanation read it; kept while the horizon is the very same."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import assert_never
from uuid import UUID

from shared.db.live.cache import LiveCache
from shared.db.live.eligibility import blocker, blockers
from shared.db.live.horizon import Horizon, Occasion, OccasionKind
from shared.db.live.problem import LiveProblem, live_problem
from shared.domain.reasons import UnassignedReason
from shared.routing.changes import (
    Accept,
    AnyGender,
    AnyLanguage,
    AsItIs,
    LongerLeg,
    MoreOvertime,
    MoreTravel,
    MoreVisits,
    MoveOther,
    OfVisit,
    Unpin,
    Widen,
)
from shared.routing.compiled import compiled
from shared.routing.explain_suggestions import suggestions
from shared.routing.live_day import LiveDay, live_day
from shared.routing.proven import Suggestion

_R = UnassignedReason
_KEPT = 16
# What a patient may be asked to give up; whom they refused is not asked for again.
_WISHES = (_R.GENDER_NOT_AVAILABLE, _R.NAMED_THERAPIST_BUSY)


@dataclass(frozen=True, slots=True, eq=False)
class ExplainedDay:
    """Visits by index of the live problem; frozen stops are not in it."""

    horizon: Horizon
    live: LiveProblem
    day: LiveDay
    at: Mapping[UUID, int]
    _suggested: dict[UUID, list[Suggestion]] = field(default_factory=dict)
    _alone: Lock = field(default_factory=Lock)

    def shift_id(self, s: int) -> UUID:
        """The shift that the problem's shift index `s` is part of."""
        return self.live.shift_of[self.live.problem.shifts[s].id]

    def blocked(self, visit_id: UUID) -> Mapping[UUID, UnassignedReason]:
        """Therapists who may not serve it at all, and why."""
        known = self.horizon.blocked.get(visit_id)
        if known is not None:
            return known
        occasion = self.horizon.occasions[visit_id]
        return blockers(occasion, self.horizon.therapists.values(), self.horizon.clock)

    def suggestions(self, visit_id: UUID) -> list[Suggestion]:
        """Proven by insertion and by what only the horizon knows; cheapest first. Searched once:
        every board reads the day again after each of its changes.
        """
        with self._alone:
            known = self._suggested.get(visit_id)
            if known is None:
                known = self._suggested[visit_id] = self._found(visit_id)
            return known

    def _found(self, visit_id: UUID) -> list[Suggestion]:
        occasion = self.horizon.occasions[visit_id]
        found = suggestions(self.day, self.at[visit_id], list(self._wishes(visit_id)))
        return [one for one in found if self._holds(occasion, one)]

    def _wishes(self, visit_id: UUID) -> list[OfVisit]:
        """Each wish with the therapists who are kept out by it alone."""
        occasion = self.horizon.occasions[visit_id]
        blocked = self.blocked(visit_id)
        found: list[OfVisit] = []
        for wish in _WISHES:
            kept_out = [
                str(key)
                for key, why in blocked.items()
                if why is wish and self._may_serve(_without(occasion, wish), key)
            ]
            if kept_out:
                found.append(Accept(str(visit_id), tuple(sorted(kept_out))))
        if occasion.pinned_shift is not None:
            found.append(Unpin(str(visit_id)))
        return found

    def _may_serve(self, occasion: Occasion, therapist_id: UUID) -> bool:
        clock = self.horizon.clock
        opens = clock.instant(occasion.opens_s)
        until = clock.instant(occasion.closes_s + occasion.service_s)
        therapist = self.horizon.therapists[therapist_id]
        return blocker(therapist, occasion.required, occasion.wishes, opens, until) is None

    def _holds(self, occasion: Occasion, one: Suggestion) -> bool:
        """What the problem does not know: certificates in a wider window, what follows a shift,
        that a hold belongs to its caller.
        """
        shift = self.horizon.shifts[self.shift_id(one.spot.shift)]
        match one.change:
            case Widen(earlier_s=earlier, later_s=later):
                opens, closes = occasion.opens_s - earlier, occasion.closes_s + later
                wider = replace(occasion, opens_s=opens, closes_s=closes)
                return self._may_serve(wider, shift.therapist_id)
            case MoreOvertime(more_s=more):
                part = self.live.problem.shifts[one.spot.shift]
                until = part.window_s[1] + part.overtime_s + more
                others = [
                    other.starts_s
                    for other in self.horizon.shifts.values()
                    if other.therapist_id == shift.therapist_id and other.id != shift.id
                ]
                taken = [gone for gone, _ in shift.away] + others
                return part.window_s[1] >= shift.ends_s and not any(
                    shift.ends_s <= begins < until for begins in taken
                )
            case MoveOther(visit=visit):
                return self.horizon.occasions[UUID(visit)].kind is OccasionKind.VISIT
            case Accept() | AnyGender() | AnyLanguage() | Unpin() | AsItIs():
                return True
            case MoreTravel() | LongerLeg() | MoreVisits():
                return True
            case _:
                assert_never(one.change)


def _without(occasion: Occasion, wish: UnassignedReason) -> Occasion:
    if wish is _R.GENDER_NOT_AVAILABLE:
        return replace(occasion, wishes=replace(occasion.wishes, gender=None))
    return replace(occasion, wishes=replace(occasion.wishes, named_therapist=None))


class ExplainedDays:
    """One for each process, beside its horizons."""

    def __init__(self, live: LiveCache) -> None:
        self.live = live
        self._kept: dict[tuple[UUID, date], ExplainedDay] = {}
        self._alone = Lock()

    def of(self, horizon: Horizon) -> ExplainedDay:
        """CPU for a tenth of a second on a full day, unless it is kept: call it in a thread."""
        key = (horizon.tenant, horizon.plan_date)
        with self._alone:
            known = self._kept.get(key)
            if known is not None and known.horizon is horizon:
                return known
            made = _made(horizon)
            if len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = made
            return made


@lru_cache(maxsize=8)
def explained_days(live: LiveCache) -> ExplainedDays:
    """The one that goes with this cache of horizons."""
    return ExplainedDays(live)


def _made(horizon: Horizon) -> ExplainedDay:
    live = live_problem(horizon)
    index = {visit.id: v for v, visit in enumerate(live.problem.visits)}
    routes = [[index[key] for key in live.routes[shift.id]] for shift in live.problem.shifts]
    day = live_day(compiled(live.problem), routes)
    return ExplainedDay(horizon, live, day, {UUID(key): v for key, v in index.items()})
