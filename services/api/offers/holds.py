"""Holds: an offer reserved for minutes, or until a clinician decides.

The position is found again under the shift's lock: what was offered is a hint, what is free now
counts. Locks are always taken in this order: request, shifts by id, plan (as the last).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.deps import TenantRequest
from services.api.offers import repository, token
from services.api.offers.fits import field_of, places
from services.api.offers.schemas import HoldOut, OfferOut
from services.api.offers.search import Searcher, fresh_offers, offered_by
from services.api.offers.wanted import Wanted, find_wanted
from shared.db import audit, outbox
from shared.db.ids import new_id
from shared.db.live.apply import Applied, TimeTaken
from shared.db.live.change import changed, lock_shifts
from shared.db.live.holds import (
    NewHold,
    hold_occasion,
    place_hold,
    release_hold,
)
from shared.db.live.horizon import Horizon, Occasion, OccasionKind
from shared.db.live.load import load_horizon
from shared.db.live.publish import publish_changes
from shared.db.live.relocate import with_points
from shared.db.live.schedule import RouteBroken
from shared.domain.errors import Conflict, NotFound, StaleVersion
from shared.domain.request_status import RequestEvent, RequestStatus, transition

# Places in one route that are tried before the window counts as taken.
_TRIES = 4


class HoldTaken(Conflict):
    """Somebody was faster, or the hold is of no use any more; carries fresh offers."""

    def __init__(
        self,
        fresh: Sequence[OfferOut],
        slug: str = "hold-taken",
        message: str = "That time has just been taken; please choose another.",
    ) -> None:
        super().__init__(slug, message)
        self.extra = {"offers": msgspec.to_builtins(fresh, str_keys=True)}


class _Gone(Exception):  # noqa: N818 - what happened to the window
    """The window has no place in the route any more."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What was written: the hold, its start and the horizon in which it lies."""

    hold_id: UUID
    horizon: Horizon
    start_s: int
    expires_at: datetime
    days: frozenset[date]


async def take(
    tenant: TenantRequest,
    searcher: Searcher,
    request_id: UUID,
    expected: int | None,
    offer_id: str,
) -> HoldOut:
    """Hold what was offered; `HoldTaken` when it is gone. An older hold of the request is freed
    in the same transaction, and only if the new one succeeds.
    """
    session, whose = tenant.session, tenant.tenant_id
    await repository.lock_request(session, whose, request_id, expected)
    wanted = await find_wanted(tenant, searcher.live.keyring, request_id)
    offer = token.read(
        searcher.secret, offer_id, tenant_id=whose, request_id=request_id, now=tenant.now
    )
    try:
        async with session.begin_nested():
            held = await _take(tenant, searcher, wanted, offer)
    except (RouteBroken, TimeTaken, _Gone):
        raise HoldTaken(await fresh_offers(tenant, searcher, wanted)) from None
    await _conclude(tenant, wanted, held)
    return _hold_out(tenant, wanted, offer, held)


async def _take(
    tenant: TenantRequest, searcher: Searcher, wanted: Wanted, offer: token.Offer
) -> _Held:
    session, whose = tenant.session, tenant.tenant_id
    shifts = {offer.shift_id} | ({wanted.held[1]} if wanted.held else set())
    await lock_shifts(session, whose, shifts)
    days = {offer.plan_date}
    if wanted.held is not None:
        hold_id, _, day = wanted.held
        before = await load_horizon(
            session, searcher.live.keyring, searcher.live.travel, whose, day, shifts=shifts
        )
        await release_hold(session, before, hold_id)
        days.add(day)
    now = await repository.database_now(session)
    dirty = wanted.held is not None
    horizon = await horizon_at(tenant, searcher, offer.plan_date, now, shifts, dirty=dirty)
    grown, (location,) = await with_points(horizon, searcher.live.travel, [wanted.point])
    until = now + _kept_for(wanted)
    for hold, position in _candidates(tenant, wanted, offer, (grown, location), until):
        if await _placed(session, grown, hold, position):
            start_s = hold.occasion.pinned_start_s or 0
            return _Held(hold.occasion.id, grown, start_s, until, frozenset(days))
    raise _Gone


def _kept_for(wanted: Wanted) -> timedelta:
    if wanted.is_clinical:
        return timedelta(hours=wanted.policy.clinical_hold_hours)
    return timedelta(minutes=wanted.policy.hold_minutes)


async def horizon_at(
    tenant: TenantRequest,
    searcher: Searcher,
    day: date,
    now: datetime,
    shifts: Collection[UUID],
    *,
    dirty: bool,
) -> Horizon:
    """The horizon as it is under the locks of these shifts: the whole day where memory has it,
    else their stops alone. What this transaction has changed itself (`dirty`) is read again, and
    never kept, or others would find it before the commit.
    """
    live, session, whose = searcher.live, tenant.session, tenant.tenant_id
    horizon = None if dirty else await live.current(session, whose, day)
    if horizon is None:
        return await load_horizon(session, live.keyring, live.travel, whose, day, shifts=shifts)
    return replace(horizon, now_s=max(horizon.now_s, horizon.clock.seconds_up(now)))


def _candidates(
    tenant: TenantRequest,
    wanted: Wanted,
    offer: token.Offer,
    at: tuple[Horizon, int],
    expires_at: datetime,
) -> Iterator[tuple[NewHold, int]]:
    """Holds in the offered window with the offered therapist, cheapest first."""
    horizon, location = at
    shift = horizon.shifts.get(offer.shift_id)
    if shift is None or shift.therapist_id != offer.therapist_id:
        return
    if not wanted.allows(offer.opens_at, offer.closes_at):
        return
    opens_s, closes_s = map(horizon.clock.seconds, (offer.opens_at, offer.closes_at))
    field = field_of(horizon, location, (offer.shift_id,))
    found = places(field, wanted, offer.shift_id, opens_s, closes_s)
    for place in found[:_TRIES]:
        like = _occasion(wanted, offer, (opens_s, closes_s), location)
        occasion = hold_occasion(horizon, offer.shift_id, place.start_s, location, like)
        kind = "clinical" if wanted.is_clinical else "hold"
        yield NewHold(occasion, wanted.request_id, kind, expires_at, tenant.user_id), place.position


def _occasion(
    wanted: Wanted, offer: token.Offer, window: tuple[int, int], location: int
) -> Occasion:
    return Occasion(
        id=new_id(),
        kind=OccasionKind.HOLD,
        location=location,
        service=wanted.service.value,
        service_s=wanted.service_s,
        opens_s=window[0],
        closes_s=window[1],
        patient_id=wanted.patient_id,
        place_id=wanted.place_id,
        required=wanted.required(offer.opens_at),
        wishes=wanted.wishes,
    )


async def _placed(session: AsyncSession, horizon: Horizon, hold: NewHold, position: int) -> bool:
    try:
        async with session.begin_nested():
            applied: Applied = await place_hold(session, horizon, hold, position)
    except RouteBroken:
        return False
    await publish_changes(session, horizon, applied.shifts)
    return True


async def _conclude(tenant: TenantRequest, wanted: Wanted, held: _Held) -> None:
    session, whose = tenant.session, tenant.tenant_id
    after = transition(wanted.status, RequestEvent.HOLD)
    await repository.set_status(session, whose, wanted.request_id, after)
    await audit.record(session, whose, tenant.user_id, "hold", "request", wanted.request_id)
    await tell_request(session, wanted.request_id)
    for day in sorted(held.days):
        await changed(session, day, "hold")


async def tell_request(session: AsyncSession, request_id: UUID) -> None:
    """Whoever shows the request reads it again."""
    await outbox.publish(session, "request.changed", {"id": str(request_id)})


def _hold_out(tenant: TenantRequest, wanted: Wanted, offer: token.Offer, held: _Held) -> HoldOut:
    therapist = held.horizon.therapists[offer.therapist_id]
    return HoldOut(
        id=held.hold_id,
        request_id=wanted.request_id,
        kind="clinical" if wanted.is_clinical else "hold",
        expires_at=tenant.local(held.expires_at),
        starts_at=tenant.local(offer.opens_at),
        ends_at=tenant.local(offer.closes_at),
        planned_start=tenant.local(held.horizon.clock.instant(held.start_s)),
        plan_date=offer.plan_date.isoformat(),
        therapist=offered_by(therapist.id, therapist.name, therapist.gender),
        version=1,
    )


async def give_back(
    tenant: TenantRequest, searcher: Searcher, hold_id: UUID, expected: int
) -> None:
    """Free the held time now; one that ran out already is left as it is."""
    session, whose = tenant.session, tenant.tenant_id
    found = await repository.find_hold(session, whose, hold_id)
    if found is None:
        raise NotFound("hold")
    await repository.lock_request(session, whose, found.request_id)
    await lock_shifts(session, whose, [found.shift_id])
    hold = await repository.find_hold(session, whose, hold_id)
    if hold is None or hold.version != expected:
        raise StaleVersion("hold")
    if hold.status == "taken":
        raise Conflict("hold-gone", "This hold was booked; cancel the visit instead.")
    if hold.status != "active":
        return
    now = await repository.database_now(session)
    only = {hold.shift_id}
    horizon = await horizon_at(tenant, searcher, hold.plan_date, now, only, dirty=False)
    await release_hold(session, horizon, hold_id)
    asked = await repository.find_asked(session, whose, hold.request_id)
    if asked is not None:
        after = transition(RequestStatus(asked.status), RequestEvent.RELEASE)
        await repository.set_status(session, whose, hold.request_id, after)
    await publish_changes(session, horizon, [hold.shift_id])
    await audit.record(session, whose, tenant.user_id, "release", "hold", hold_id)
    await tell_request(session, hold.request_id)
    await changed(session, hold.plan_date, "release")
