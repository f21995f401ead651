"""Offers for a request: what can be promised in a range of time, or why nothing can."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.api.deps import TenantRequest
from services.api.offers import token
from services.api.offers.choice import chosen
from services.api.offers.fits import Field, Fit, RouteArrays, fits, why_not
from services.api.offers.schemas import OfferedBy, OfferOut, OffersOut, WhyNone
from services.api.offers.wanted import Wanted
from shared.db.live.cache import LiveCache
from shared.domain.errors import Invalid
from shared.domain.reasons import UnassignedReason, sentence
from shared.domain.service_day import service_day

USUAL_RANGE = timedelta(hours=48)
LONGEST_RANGE = timedelta(days=14)
# How far "the next possible" window is looked for; shifts are made three days ahead and more.
LOOK_AHEAD_DAYS = 7


@dataclass(frozen=True, slots=True)
class Searcher:
    """What searching stands on; one per process."""

    live: LiveCache
    arrays: RouteArrays
    secret: bytes


@dataclass(frozen=True, slots=True)
class Range:
    """When the promised window may lie; never in the past."""

    begins: datetime
    ends: datetime


def asked_range(now: datetime, begins: datetime | None, ends: datetime | None) -> Range:
    """The range as asked, or from now and for 48 hours; raises Invalid naming `from` or `to`."""
    for name, value in (("from", begins), ("to", ends)):
        if value is not None and value.utcoffset() is None:
            raise Invalid.one(name, f"{name} needs an offset, such as 2026-03-01T09:00:00+04:00.")
    first = now if begins is None else max(now, begins)
    last = first + USUAL_RANGE if ends is None else ends
    if last <= now:
        raise Invalid.one("to", "to is in the past; choose a later time.")
    if last <= first:
        raise Invalid.one("to", "to must be later than from.")
    if last - first > LONGEST_RANGE:
        raise Invalid.one("to", f"Ask for at most {LONGEST_RANGE.days} days at once.")
    return Range(first, last)


async def offers(
    tenant: TenantRequest, searcher: Searcher, wanted: Wanted, wished: Range
) -> OffersOut:
    """The best windows, best first, or why there are none; writes nothing."""
    fields = await fields_of(tenant, searcher, wanted, wished)
    items = _best(tenant, searcher, wanted, wished, fields)
    if items:
        return OffersOut(items)
    reason = _why_none(fields, wanted, wished)
    why = WhyNone(reason.value, sentence(reason))
    possible = await _next_possible(tenant, searcher, wanted, wished)
    too_young = wanted.cleared_from is not None and wanted.cleared_from > wished.begins
    not_before = tenant.local_or_none(wanted.cleared_from) if too_young else None
    return OffersOut([], why, possible, not_before)


async def fresh_offers(tenant: TenantRequest, searcher: Searcher, wanted: Wanted) -> list[OfferOut]:
    """What can be offered from now on instead of what is gone; perhaps nothing."""
    wished = asked_range(tenant.now, None, None)
    fields = await fields_of(tenant, searcher, wanted, wished)
    return _best(tenant, searcher, wanted, wished, fields)


async def fields_of(
    tenant: TenantRequest, searcher: Searcher, wanted: Wanted, wished: Range
) -> list[Field]:
    """The days whose shifts may be open in the range, with the wanted place in each."""
    days = _days(tenant, wanted, wished)
    return [await _field(tenant, searcher, wanted, day) for day in days]


def _best(
    tenant: TenantRequest,
    searcher: Searcher,
    wanted: Wanted,
    wished: Range,
    fields: Sequence[Field],
) -> list[OfferOut]:
    found = [fit for field in fields for fit in fits(field, wanted, wished.begins, wished.ends)]
    return [_offer_out(tenant, searcher, wanted, fit) for fit in chosen(found, tenant.zone)]


def _days(tenant: TenantRequest, wanted: Wanted, wished: Range) -> Iterator[date]:
    """The service days whose shifts may be open in the range; a night shift reaches a day on."""
    starts_at = wanted.policy.service_day_start
    day = service_day(wished.begins, tenant.zone, starts_at) - timedelta(days=1)
    last = service_day(wished.ends, tenant.zone, starts_at)
    while day <= last:
        yield day
        day += timedelta(days=1)


async def _field(tenant: TenantRequest, searcher: Searcher, wanted: Wanted, day: date) -> Field:
    horizon = await searcher.live.horizon(tenant.session, tenant.tenant_id, day)
    return await searcher.arrays.field(horizon, searcher.live.travel, wanted)


async def _next_possible(
    tenant: TenantRequest, searcher: Searcher, wanted: Wanted, wished: Range
) -> datetime | None:
    """When the first window after the range opens, day by day."""
    length = timedelta(minutes=wanted.policy.promised_window_minutes)
    begins = wished.begins if wanted.opens_from is None else max(wished.begins, wanted.opens_from)
    until = begins + timedelta(days=LOOK_AHEAD_DAYS) + (wished.ends - wished.begins)
    for day in _days(tenant, wanted, Range(begins, until)):
        field = await _field(tenant, searcher, wanted, day)
        found = fits(field, wanted, begins, until + length)
        if found:
            return tenant.local(min(one.opens_at for one in found))
    return None


def _why_none(fields: list[Field], wanted: Wanted, wished: Range) -> UnassignedReason:
    """The commonest reason among the therapists on shift in the range."""
    if wanted.cleared_from is not None and wanted.cleared_from >= wished.ends:
        return UnassignedReason.NOT_CLEARED
    if wanted.not_before is not None and wanted.not_before >= wished.ends:
        return UnassignedReason.WINDOW_CLOSED
    if wanted.opens_before is not None and wanted.opens_before <= wished.begins:
        return UnassignedReason.NOT_CLEARED
    reasons: Counter[UnassignedReason] = Counter()
    somebody = False
    for field in fields:
        clock = field.horizon.clock
        begins, ends = clock.seconds(wished.begins), clock.seconds(wished.ends)
        for shift in field.horizon.shifts.values():
            opens, closes = max(begins, shift.starts_s), min(ends, shift.ends_s)
            if opens >= closes:
                continue
            why = why_not(field, wanted, shift.therapist_id, opens, opens)
            somebody = somebody or why is None
            if why is not None:
                reasons[why] += 1
    if somebody:
        return UnassignedReason.WINDOW_CLOSED
    return reasons.most_common(1)[0][0] if reasons else UnassignedReason.NO_SHIFT_HOURS


def _offer_out(tenant: TenantRequest, searcher: Searcher, wanted: Wanted, fit: Fit) -> OfferOut:
    offer = token.Offer(
        tenant_id=tenant.tenant_id,
        request_id=wanted.request_id,
        shift_id=fit.shift_id,
        therapist_id=fit.therapist_id,
        plan_date=fit.plan_date,
        opens_at=fit.opens_at,
        closes_at=fit.closes_at,
        planned_start=fit.start_at,
        expires_at=tenant.now + token.VALID_FOR,
    )
    return OfferOut(
        token.write(searcher.secret, offer),
        tenant.local(fit.opens_at),
        tenant.local(fit.closes_at),
        fit.added_travel_s,
        offered_by(fit.therapist_id, fit.therapist_name, fit.therapist_gender),
    )


def offered_by(therapist_id: UUID, name: str, gender: str) -> OfferedBy:
    """A therapist as an agent names them."""
    return OfferedBy(therapist_id, name, gender)
