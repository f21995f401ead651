"""Offers of a request, and the holds on them."""

from datetime import datetime
from functools import lru_cache
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody, QueryParameter

from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from services.api.offers import holds, service, wishes
from services.api.offers.fits import RouteArrays
from services.api.offers.schemas import HoldIn, HoldOut, OffersOut, WishesOut
from services.api.offers.search import Searcher
from shared.db.live.cache import LiveCache
from shared.domain.roles import RESCHEDULERS

From = Annotated[datetime | None, QueryParameter(name="from", required=False)]
To = Annotated[datetime | None, QueryParameter(name="to", required=False)]


@lru_cache(maxsize=8)
def searcher_of(live: LiveCache, secret: bytes) -> Searcher:
    """One for each process: it keeps routes as arrays."""
    return Searcher(live, RouteArrays(), secret)


def provide_searcher(live: NamedDependency[LiveCache], secret: NamedDependency[bytes]) -> Searcher:
    """DI `searcher`."""
    return searcher_of(live, secret)


SEARCHER = {"searcher": Provide(provide_searcher, sync_to_thread=False)}


class OfferController(Controller):
    """What can be promised to the caller, and the taking of it."""

    path = "/v1/requests"
    tags = ("offers",)
    guards = (require(*RESCHEDULERS),)
    dependencies = SEARCHER

    @get("/{request_id:uuid}/offers", operation_id="listOffers")
    async def offers(
        self,
        tenant: NamedDependency[TenantRequest],
        searcher: NamedDependency[Searcher],
        request_id: FromPath[UUID],
        begins: From = None,
        ends: To = None,
    ) -> OffersOut:
        """Windows that a certified therapist really reaches, best first; writes nothing."""
        return await service.list_offers(tenant, searcher, request_id, begins, ends)

    @post("/{request_id:uuid}/holds", operation_id="holdOffer")
    async def hold(
        self,
        tenant: NamedDependency[TenantRequest],
        searcher: NamedDependency[Searcher],
        request_id: FromPath[UUID],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[HoldIn],
    ) -> Response[HoldOut]:
        """Reserve an offer; 409 `hold-taken` with fresh offers when somebody was faster."""
        held = await holds.take(tenant, searcher, request_id, expected_if_sent, data.offer_id)
        return tagged(held, status=201, location=f"/v1/holds/{held.id}")


class WishController(Controller):
    """What the caller's wishes cost them."""

    path = "/v1/requests"
    tags = ("offers",)
    guards = (require(*RESCHEDULERS),)
    dependencies = SEARCHER

    @get("/{request_id:uuid}/offers/wishes", operation_id="listWishes")
    async def list_wishes(
        self,
        tenant: NamedDependency[TenantRequest],
        searcher: NamedDependency[Searcher],
        request_id: FromPath[UUID],
        begins: From = None,
        ends: To = None,
    ) -> WishesOut:
        """The soonest and the cheapest window as asked for, and with each wish given up."""
        return await wishes.list_wishes(tenant, searcher, request_id, begins, ends)


class HoldController(Controller):
    """Holds by their own id."""

    path = "/v1/holds"
    tags = ("offers",)
    guards = (require(*RESCHEDULERS),)
    dependencies = SEARCHER

    @delete("/{hold_id:uuid}", operation_id="releaseHold")
    async def release(
        self,
        tenant: NamedDependency[TenantRequest],
        searcher: NamedDependency[Searcher],
        hold_id: FromPath[UUID],
        expected: NamedDependency[int],
    ) -> None:
        """Give the held time back."""
        await holds.give_back(tenant, searcher, hold_id, expected)
