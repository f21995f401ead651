"""What therapists ask on the road."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from services.api.deps import TenantRequest, require
from services.api.etag import tagged_as
from services.api.routes import service
from services.api.routes.schemas import (
    AcknowledgeIn,
    MyRouteOut,
    ShiftEventIn,
    ShiftEventOut,
)
from shared.crypto.keyring import KeyRing
from shared.domain.roles import Role


class MyRouteController(Controller):
    """The route and the shift of whoever asks."""

    path = "/v1/me"
    tags = ("routes",)
    guards = (require(Role.THERAPIST),)

    @get("/route", operation_id="getMyRoute")
    async def read(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        day: Annotated[date | None, QueryParameter(name="date", required=False)] = None,
    ) -> Response[MyRouteOut]:
        """The running or next shift, or that of `date`: published stops in order."""
        route = await service.my_route(tenant, keyring, day)
        return tagged_as(route, route.route_version)

    @post("/route/acknowledge", operation_id="acknowledgeMyRoute", status_code=204)
    async def acknowledge(
        self, tenant: NamedDependency[TenantRequest], data: JSONBody[AcknowledgeIn]
    ) -> None:
        """The therapist has read this version."""
        await service.acknowledge(tenant, data.route_version, data.shift_id)

    @post("/shifts/{shift_id:uuid}/events", operation_id="addShiftEvent", status_code=200)
    async def add_event(
        self,
        tenant: NamedDependency[TenantRequest],
        shift_id: FromPath[UUID],
        data: JSONBody[ShiftEventIn],
    ) -> ShiftEventOut:
        """The shift was started or ended; stored whatever it says, in any order."""
        return await service.add_shift_event(tenant, shift_id, data)
