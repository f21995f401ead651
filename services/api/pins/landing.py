"""A pin comes in by a link: it becomes the request's confirmed place, and the agent hears of it.

Whoever has the link acts for the agent who made it, and only in this one way.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from services.api.auth.tokens import hashed, tenant_of
from services.api.deps import Identity, Platform, TenantRequest
from services.api.pins import repository
from services.api.pins.limiter import PinLimiter
from services.api.pins.schemas import PublicPinIn, PublicPinOut
from services.api.pins.service import OVER, state_of
from services.api.places import moved
from services.api.places import repository as places
from services.api.places.record import NewPlace, PlaceDetails, PlaceRecord
from services.api.places.service import check_served, point_at
from services.api.requests import intake, settling
from services.api.requests import repository as requests
from services.api.requests.record import RequestRecord
from services.api.rows import AnyRow
from services.api.service_area import area_of
from services.api.tenants.repository import get_tenant
from shared.db import audit, outbox
from shared.domain.errors import Conflict, Invalid, NotFound, Unauthenticated
from shared.domain.request_status import RequestStatus
from shared.geo.place import Point

SOURCE = "pin by link"
# By hand on the map one is about as exact as with a good fix.
_BY_HAND_M = 20
_FINEST_M = 5
# A pin this close means the same home; further off it is another place, perhaps for one day.
_SAME_PLACE_M = 1_000
_CLOSED = {
    "used": "The pin was sent already. Thank you!",
    "expired": "This link has expired; please ask for a new one.",
    "revoked": "This link is no longer needed.",
}


async def shown(platform: Platform, limiter: PinLimiter, token: str, address: str) -> PublicPinOut:
    """What the page says; raises NotFound for a token of nobody."""
    async with _opened(platform, limiter, token, address) as (tenant, link):
        settings = await get_tenant(tenant.session, tenant.tenant_id)
        return PublicPinOut(
            settings.name,
            area_of(settings.service_area).name,
            state_of(link, tenant.now),
            link.expires_at.astimezone(ZoneInfo(settings.zone)),
        )


async def land(
    platform: Platform, limiter: PinLimiter, token: str, address: str, data: PublicPinIn
) -> set[str]:
    """Attach the pin and spend the link, in one transaction; the job kinds to ring for.

    Raises NotFound, Conflict `pin-link-…` for one that is not open, Invalid with a kind sentence
    for a place that is not served and for a fix too rough to drive to: then the link stays open.
    """
    await limiter.tried(hashed(token))
    async with _opened(platform, limiter, token, address, lock=True) as (tenant, link):
        state = state_of(link, tenant.now)
        if state != "open":
            raise Conflict(f"pin-link-{state}", _CLOSED[state])
        place_id = await _attach(platform, tenant, link.request_id, data)
        await repository.use_link(
            tenant.session, tenant.tenant_id, link.pin_link_id, place_id, tenant.now
        )
        said = {"id": link.request_id, "pinLinkId": link.pin_link_id, "placeId": place_id}
        await outbox.publish(tenant.session, "pin.landed", said)
        await audit.record(
            tenant.session, tenant.tenant_id, None, "pin", "request", link.request_id
        )
        return set(tenant.session.info.get("rings", ()))


async def _attach(
    platform: Platform, tenant: TenantRequest, request_id: UUID, data: PublicPinIn
) -> UUID:
    await requests.lock_with_siblings(tenant.session, tenant.tenant_id, request_id)
    record = await settling.get(tenant, platform.keyring, request_id, lock=True)
    if record.status in OVER:
        raise Conflict("pin-link-revoked", _CLOSED["revoked"])
    house = await intake.get_house(tenant)
    point = point_at(data.lat, data.lon, "lat")
    check_served(point, house.area, "lat")
    exact_m = _BY_HAND_M if data.accuracy_m is None else max(_FINEST_M, round(data.accuracy_m))
    if exact_m > house.policy.confirm_place_above_m:
        raise Invalid.one(
            "accuracyM",
            f"Your phone knows this place only to {exact_m} m; please wait a moment by a window, "
            "or set the pin by hand.",
        )
    place_id, moved_m = await _saved(platform, tenant, record, point, exact_m)
    if moved_m > house.policy.confirm_place_above_m:
        # A window that was held for another door is no true offer any more.
        await requests.let_hold_lapse(tenant.session, tenant.tenant_id, request_id)
    content = replace(record.content, place_id=place_id)
    if content != record.content:
        await requests.change_request(
            tenant.session, platform.keyring, tenant.tenant_id, request_id, content, record.version
        )
    now = replace(record, content=content)
    await settling.settle(tenant, platform.keyring, platform.live, house, now, None, rejudge=False)
    return place_id


async def _saved(
    platform: Platform, tenant: TenantRequest, record: RequestRecord, point: Point, exact_m: int
) -> tuple[UUID, float]:
    """The place with the pin, the request's own or a new one further off; how far it moved."""
    scope = (tenant.session, platform.keyring, tenant.tenant_id)
    known_id = record.content.place_id
    known = None if known_id is None else await places.find_place(*scope, known_id)
    if known is None or not _is_meant(record, known, point):
        details = PlaceDetails(point, text=record.content.place_text)
        new = NewPlace(details, exact_m, SOURCE, confirmed=True)
        return await places.add_place(*scope, record.content.patient_id, new), 0.0
    before = known.place
    after = replace(
        before,
        details=replace(before.details, point=point),
        precision_m=exact_m,
        source=SOURCE,
        confirmed=True,
    )
    await places.change_place(*scope, known, after, expected=known.version)
    if before.details.point != point:
        await moved.follow_up(tenant, platform.live, known.place_id)
    return known.place_id, before.details.point.distance_m(point)


def _is_meant(record: RequestRecord, known: PlaceRecord, point: Point) -> bool:
    """A booked visit keeps its place, which the pin corrects."""
    booked = record.status is RequestStatus.BOOKED
    near = known.place.details.point.distance_m(point) <= _SAME_PLACE_M
    return booked or near or not known.place.confirmed


@asynccontextmanager
async def _opened(
    platform: Platform, limiter: PinLimiter, token: str, address: str, *, lock: bool = False
) -> AsyncIterator[tuple[TenantRequest, AnyRow]]:
    """The link of a token, in its tenant's transaction, on behalf of whoever made it."""
    await limiter.check_address(address)
    try:
        tenant_id = tenant_of(token)
    except Unauthenticated:
        await limiter.missed(address)
        raise NotFound("link") from None
    async with platform.database.tenant_session(tenant_id) as session:
        link = await repository.find_by_token(session, tenant_id, hashed(token), lock=lock)
        if link is None:
            await limiter.missed(address)
            raise NotFound("link")
        settings = await get_tenant(session, tenant_id)
        maker = Identity(
            tenant_id=tenant_id,
            user_id=link.created_by,
            session_id=link.pin_link_id,
            roles=frozenset(),
            therapist_id=None,
            client="pin",
            zone=ZoneInfo(settings.zone),
        )
        yield TenantRequest(maker, session, datetime.now(UTC)), link
