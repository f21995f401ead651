"""Visits: booked, read, changed and lived."""

from uuid import UUID

from litestar import Controller, Response, post

from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from services.api.offers.controller import SEARCHER
from services.api.offers.search import Searcher
from services.api.visits import booking
from services.api.visits.schemas import BookingIn, VisitOut
from shared.domain.roles import Role


class BookingController(Controller):
    """From a held offer to a visit."""

    path = "/v1/requests"
    tags = ("visits",)
    guards = (require(Role.AGENT, Role.SUPERVISOR),)
    dependencies = SEARCHER

    @post("/{request_id:uuid}/visits", operation_id="bookVisit")
    async def book(
        self, tenant: TenantRequest, searcher: Searcher, request_id: UUID, data: BookingIn
    ) -> Response[VisitOut]:
        """Book the held window; without consent nobody is sent until it is recorded."""
        visit = await booking.book(tenant, searcher, request_id, data)
        return tagged(visit, status=201, location=f"/v1/visits/{visit.id}")
