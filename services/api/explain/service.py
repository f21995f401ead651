"""Why a visit has no stop and what would help; why a placed visit is where it is."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import structlog

from services.api.deps import TenantRequest
from services.api.explain import words
from services.api.explain.day import ExplainedDay, explained_days
from services.api.explain.repository import find_plan_date
from services.api.explain.schemas import (
    BlockerOut,
    NamedTherapist,
    RunnerUpOut,
    SuggestionOut,
    WhyOut,
)
from shared.db.live.cache import LiveCache
from shared.db.live.horizon import Horizon
from shared.domain.errors import NotFound
from shared.routing.changes import MoveOther
from shared.routing.errors import ProblemInvalid
from shared.routing.explain_blockers import TOO_COSTLY, obstacles
from shared.routing.explain_why import why_here
from shared.routing.live_day import LiveDay
from shared.routing.proven import Suggestion

# Of a day's unassigned so many are told what would help at once; the others on demand.
MOST_AT_ONCE = 5

_log = structlog.get_logger()

Explained = tuple[list[BlockerOut], list[SuggestionOut] | None]


async def unassigned(
    tenant: TenantRequest, live: LiveCache, horizon: Horizon, visit_ids: Iterable[UUID]
) -> dict[UUID, Explained]:
    """Blockers of each of these visits of the day, suggestions for the first few. Of a day that
    makes no problem there is nothing to tell: its board is shown all the same.
    """
    wanted = [key for key in visit_ids if key in horizon.unassigned]
    if not wanted:
        return {}
    days = explained_days(live)

    def told() -> dict[UUID, Explained]:
        try:
            teller = _Teller(tenant, days.of(horizon))
        except ProblemInvalid as fault:
            _log.warning("day_not_explained", date=str(horizon.plan_date), why=str(fault))
            return {}
        return {
            key: (teller.blockers(key), teller.suggestions(key) if i < MOST_AT_ONCE else None)
            for i, key in enumerate(wanted)
        }

    return await asyncio.to_thread(told)


async def why(tenant: TenantRequest, live: LiveCache, visit_id: UUID) -> WhyOut:
    """Raises NotFound."""
    plan_date = await find_plan_date(tenant.session, tenant.tenant_id, visit_id)
    if plan_date is None:
        raise NotFound("visit")
    days = explained_days(live)
    horizon = await days.live.horizon(tenant.session, tenant.tenant_id, plan_date)
    return await asyncio.to_thread(lambda: _Teller(tenant, days.of(horizon)).why(visit_id))


class _Teller:
    """A day explained in the API's words."""

    def __init__(self, tenant: TenantRequest, explained: ExplainedDay) -> None:
        self._tenant = tenant
        self._explained = explained
        self._horizon = explained.horizon

    def why(self, visit_id: UUID) -> WhyOut:
        """Of any visit of the day; what is frozen has nothing left to explain."""
        v = self._explained.at.get(visit_id)
        stop = self._horizon.stops.get(visit_id)
        if v is None or (stop is not None and v not in self._explained.day.shift_of):
            shift_id = None if stop is None else stop.shift_id
            return self._out(visit_id, shift_id, movable=False)
        if stop is None:
            out = self._out(visit_id, None, movable=True)
            out.blockers, out.suggestions = self.blockers(visit_id), self.suggestions(visit_id)
            return out
        return self._why_here(visit_id, v, stop.shift_id)

    def _why_here(self, visit_id: UUID, v: int, shift_id: UUID) -> WhyOut:
        explained = self._explained
        out = self._out(visit_id, shift_id, movable=True)
        found = why_here(explained.day, v)
        if found is None:
            return out
        out.added_cost = found.added_cost
        out.runners_up = [
            RunnerUpOut(
                explained.shift_id(one.spot.shift),
                self._of_shift(explained.shift_id(one.spot.shift)),
                self._at(one.spot.start_s),
                one.extra_cost,
            )
            for one in found.runners_up
        ]
        out.blockers = self._grouped(visit_id, found.without)
        return out

    def blockers(self, visit_id: UUID) -> list[BlockerOut]:
        """Commonest first."""
        return self._grouped(visit_id, self._explained.day)

    def suggestions(self, visit_id: UUID) -> list[SuggestionOut]:
        """Cheapest first."""
        found = self._explained.suggestions(visit_id)
        return [self._suggestion(visit_id, one) for one in found]

    def _grouped(self, visit_id: UUID, day: LiveDay) -> list[BlockerOut]:
        explained = self._explained
        blocked = explained.blocked(visit_id)
        shifts: dict[str, set[UUID]] = {}
        for s, obstacle in enumerate(obstacles(day, explained.at[visit_id])):
            shift_id = explained.shift_id(s)
            why = blocked.get(self._horizon.shifts[shift_id].therapist_id)
            rule = obstacle
            if obstacle == "forbidden_therapists" and why is not None:
                rule = words.rule_of(why)
            if rule != TOO_COSTLY or visit_id not in self._horizon.stops:
                shifts.setdefault(rule, set()).add(shift_id)
        found = [
            BlockerOut(rule, words.rule_text(rule), len(ids), self._names(ids))
            for rule, ids in shifts.items()
        ]
        return sorted(found, key=lambda one: (-one.shifts, one.rule))

    def _names(self, shift_ids: Iterable[UUID]) -> list[NamedTherapist]:
        named = {one.id: one for one in map(self._of_shift, shift_ids)}
        return sorted(named.values(), key=lambda one: (one.name, one.id))

    def _suggestion(self, visit_id: UUID, one: Suggestion) -> SuggestionOut:
        explained, change = self._explained, one.change
        shift_id = explained.shift_id(one.spot.shift)
        who = self._of_shift(shift_id)
        other_id, other = None, None
        if isinstance(change, MoveOther):
            other_id = UUID(change.visit)
            other = self._of_shift(explained.live.shift_of[change.shift])
        kind = words.kind_of(change, explained.blocked(visit_id).get(who.id), same=other == who)
        minutes = words.minutes_of(change)
        return SuggestionOut(
            kind=kind,
            text=words.text_of(kind, minutes, who.name, other.name if other else ""),
            minutes=minutes,
            other_visit_id=other_id,
            other_therapist=other,
            shift_id=shift_id,
            therapist=who,
            planned_start=self._at(one.spot.start_s),
            added_cost=one.added_cost,
        )

    def _out(self, visit_id: UUID, shift_id: UUID | None, *, movable: bool) -> WhyOut:
        who = None if shift_id is None else self._of_shift(shift_id)
        return WhyOut(visit_id, movable, shift_id, who, None, [], [], [])

    def _of_shift(self, shift_id: UUID) -> NamedTherapist:
        therapist = self._horizon.therapists[self._horizon.shifts[shift_id].therapist_id]
        return NamedTherapist(therapist.id, therapist.name)

    def _at(self, seconds: int) -> datetime:
        return self._tenant.local(self._horizon.clock.instant(seconds))
