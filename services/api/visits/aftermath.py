"""What a fact entails: predictions, replans, incidents, and a visit that goes back to the plan."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.offers import repository as requests
from services.api.visits import event_repository, papers, repository
from services.api.visits.fold import Folded, finding_id
from shared.db import jobs, outbox
from shared.db.ids import new_id
from shared.db.live import tell
from shared.db.live.cache import LiveCache
from shared.db.live.change import changed
from shared.db.live.etas import refresh_etas
from shared.db.live.free import free_visits
from shared.db.live.horizon import Horizon
from shared.db.live.incidents import alarm
from shared.db.live.load import load_horizon
from shared.domain.reasons import UnassignedReason
from shared.domain.request_status import RequestEvent, RequestStatus, transition
from shared.domain.visit_status import TERMINAL, VisitEventType, VisitStatus

_T = VisitEventType
# After these the therapist has time that nobody planned, or less of it than planned.
_FREES_TIME = frozenset({_T.CANNOT_ENTER, _T.UNFIT, _T.STOPPED, _T.NO_SHOW, _T.CONVERTED})
_ENDS_TREATMENT = frozenset({_T.COMPLETE, _T.STOPPED})
_TREATS = _ENDS_TREATMENT | {_T.START, _T.CONVERTED}


@dataclass(frozen=True, slots=True)
class Fact:
    """The event as far as its consequences go."""

    type: VisitEventType
    client_event_id: str
    therapist_id: UUID | None
    is_foreign: bool
    needles_differ: bool
    needled: bool
    stopped: bool  # by an answer in its own door check: whoever sent it was told not to treat


async def follow_up(
    tenant: TenantRequest,
    live: LiveCache,
    visit: Row[Any],
    stop: Row[Any] | None,
    fact: Fact,
    folded: Folded,
) -> None:
    """After the visit's state was written. Counting the change of the day comes last."""
    await _incidents(tenant, visit, fact, folded)
    await _tell(tenant, visit, stop, folded)
    counts = folded.counts(fact.client_event_id) and not fact.is_foreign
    if counts and fact.type is _T.DECLINE and stop is not None:
        await _decline(tenant, live, visit, fact)
        return
    if stop is None:
        return
    horizon = await load_horizon(
        tenant.session, live.keyring, live.travel, tenant.tenant_id, stop.plan_date
    )
    own = _only(horizon, stop.shift_id)
    await refresh_etas(tenant.session, own)
    ended = counts and (fact.type in _FREES_TIME or folded.state.status in TERMINAL)
    if ended or _is_late(own):
        await changed(tenant.session, stop.plan_date, fact.type.value)
    elif counts:
        await _count(tenant, stop)


def _only(horizon: Horizon, shift_id: UUID) -> Horizon:
    """The horizon with the stops of one shift, whose lock we hold."""
    route = horizon.routes.get(shift_id, ())
    return replace(horizon, stops={key: horizon.stops[key] for key in route})


def _is_late(horizon: Horizon) -> bool:
    """Whether somebody who is still waiting will be served after the promised window."""
    return any(
        stop.late_s > 0 and not stop.frozen and horizon.occasions[key].status not in TERMINAL
        for key, stop in horizon.stops.items()
    )


async def _count(tenant: TenantRequest, stop: Row[Any]) -> None:
    """A fact that changes nobody's plan: routes in memory are read again, nothing is replanned."""
    generation = await jobs.bump_generation(tenant.session, stop.plan_date)
    payload = {"id": stop.plan_date.isoformat(), "generation": generation}
    await outbox.publish(tenant.session, "plan.changed", payload)


async def _decline(tenant: TenantRequest, live: LiveCache, visit: Row[Any], fact: Fact) -> None:
    """The visit goes back to the plan, never to the same therapist again."""
    if fact.therapist_id is not None:
        await repository.refuse_therapist(
            tenant.session, tenant.tenant_id, visit.visit_id, fact.therapist_id
        )
    await free_visits(
        tenant.session,
        live.keyring,
        live.travel,
        tenant.tenant_id,
        [visit.visit_id],
        reason=UnassignedReason.NOT_PLANNED_YET,
        by_user=tenant.user_id,
    )


async def _incidents(tenant: TenantRequest, visit: Row[Any], fact: Fact, folded: Folded) -> None:
    if _needled_without_papers(fact, folded):
        said = "Needling was reported without its papers."
        await _alarm(tenant, visit.visit_id, "papers-missing", said)
    elif folded.refused is not None:
        await _alarm(tenant, visit.visit_id, folded.refused.slug, folded.refused.message)
    if fact.is_foreign and fact.type in _TREATS:
        said = "A therapist who does not have this visit any more reported treating the patient."
        await _alarm(tenant, visit.visit_id, "other-therapist", said)
    if fact.needled and not folded.needling:
        said = "Needles were used at a visit that was neither booked for nor converted to needling."
        await _alarm(tenant, visit.visit_id, "needles-not-cleared", said)
    if fact.needles_differ:
        said = "The needles counted out differ from those counted in."
        await _alarm(tenant, visit.visit_id, "needle-count", said)


def _needled_without_papers(fact: Fact, folded: Folded) -> bool:
    """Whether needling is reported that nothing on paper allows: begun without asking at the door,
    or needles counted or a session ended in spite of what was refused before.

    A report that was itself stopped at the door is a question, not needling. What another
    therapist reports has an incident of its own.
    """
    if fact.client_event_id in folded.state.waiting and not fact.stopped:
        return True
    if fact.is_foreign or folded.cleared or not folded.needling:
        return False
    # Whatever became of a converted session, it need not have been needles.
    over = fact.type in _ENDS_TREATMENT and not folded.counts(fact.client_event_id)
    return fact.needled or (over and folded.state.status is not VisitStatus.CONVERTED)


async def _alarm(tenant: TenantRequest, visit_id: UUID, kind: str, said: str) -> None:
    await alarm(tenant.session, tenant.tenant_id, visit_id, kind, said)


async def _tell(
    tenant: TenantRequest, visit: Row[Any], stop: Row[Any] | None, folded: Folded
) -> None:
    facts = {"status": folded.state.status.value}
    if stop is not None:
        facts["shiftId"] = str(stop.shift_id)
    await tell.visit_changed(tenant.session, tenant.tenant_id, visit.visit_id, **facts)


async def stop_at_the_door(
    tenant: TenantRequest,
    visit: Row[Any],
    at: datetime,
    event_id: UUID,
    found: papers.Stored,
) -> None:
    """A worse answer at the door than on the phone ends the visit before it begins."""
    await _own_event(tenant, visit, _T.UNFIT, at, finding_id(event_id))
    said = "The door check found a reason not to treat."
    kind = "door-emergency" if found.is_emergency else "door-check"
    await _alarm(tenant, visit.visit_id, kind, said)
    if found.is_emergency:
        row = await requests.find_asked(tenant.session, tenant.tenant_id, visit.request_id)
        if row is not None:
            after = transition(RequestStatus(row.status), RequestEvent.FOUND_EMERGENCY)
            await requests.set_status(tenant.session, tenant.tenant_id, row.request_id, after)


async def papers_complete(
    tenant: TenantRequest, visit: Row[Any], at: datetime, event_id: UUID
) -> None:
    """A start that waited for its papers counts from now on, at its own time."""
    await _own_event(tenant, visit, _T.PAPERS, at, papers.event_id_of(event_id))


async def _own_event(
    tenant: TenantRequest, visit: Row[Any], type_: VisitEventType, at: datetime, key: str
) -> None:
    """An event that follows from another one; sent again, it is there already."""
    rows = await event_repository.list_events(tenant.session, tenant.tenant_id, visit.visit_id)
    if any(row.client_event_id == key for row in rows):
        return
    await event_repository.add_event(
        tenant.session,
        {
            "tenant": tenant.tenant_id,
            "event_id": new_id(),
            "visit_id": visit.visit_id,
            "type": type_.value,
            "occurred_at": at,
            "client_event_id": key,
            "by_user": tenant.user_id,
            "therapist_id": None,
            "position_sealed": None,
            "papers": None,
            "payload": json.dumps({}),
            "applied": True,
        },
    )
