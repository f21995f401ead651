"""Pin links over HTTP: made by an agent, opened by whoever has one."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter

from services.api.attempts import caller
from services.api.deps import Platform, TenantRequest, require
from services.api.etag import tagged
from services.api.live.tailer import Tailer
from services.api.pins import landing, service
from services.api.pins.limiter import PinLimiter
from services.api.pins.schemas import (
    PinLinkIn,
    PinLinkMade,
    PinLinksOut,
    PublicPinIn,
    PublicPinOut,
)
from shared.crypto.keyring import KeyRing
from shared.domain.roles import Role
from shared.queue import Doorbell

Token = Annotated[str, PathParameter(min_length=1, max_length=200)]


class PinLinkController(Controller):
    """One open link a request; it works once, for minutes, and can be revoked."""

    path = "/v1"
    tags = ("places",)
    guards = (require(Role.AGENT, Role.DISPATCHER),)

    @post("/requests/{request_id:uuid}/pin-links", operation_id="makePinLink")
    async def make(
        self,
        tenant: NamedDependency[TenantRequest],
        platform: NamedDependency[Platform],
        request_id: FromPath[UUID],
        data: JSONBody[PinLinkIn],
    ) -> Response[PinLinkMade]:
        """A link to send to the patient; the stream says `pin.landed` when it was used."""
        url = platform.settings.public_url
        made = await service.make(tenant, platform.keyring, url, request_id, data)
        return tagged(made, status=201)

    @get("/requests/{request_id:uuid}/pin-links", operation_id="listPinLinks")
    async def list_all(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        request_id: FromPath[UUID],
    ) -> PinLinksOut:
        """What became of the request's links."""
        return PinLinksOut(await service.list_of(tenant, keyring, request_id))

    @delete("/pin-links/{pin_link_id:uuid}", operation_id="revokePinLink", status_code=204)
    async def revoke(
        self,
        tenant: NamedDependency[TenantRequest],
        pin_link_id: FromPath[UUID],
        expected: NamedDependency[int],
    ) -> None:
        """It was sent to the wrong number, or is needed no more."""
        await service.revoke(tenant, pin_link_id, expected)


class PublicPinController(Controller):
    """The page behind the link: no login, and no word about the patient."""

    path = "/v1/public/pins"
    tags = ("public",)

    @get("/{token:str}", operation_id="openPinLink", opt={"public": True})
    async def read(
        self,
        request: Request[Any, Any, Any],
        platform: NamedDependency[Platform],
        pin_limiter: NamedDependency[PinLimiter],
        token: Token,
    ) -> PublicPinOut:
        """Who asks, and whether the link is still open."""
        return await landing.shown(platform, pin_limiter, token, caller(request))

    @post("/{token:str}", operation_id="sendPin", status_code=204, opt={"public": True})
    async def send(
        self,
        request: Request[Any, Any, Any],
        platform: NamedDependency[Platform],
        pin_limiter: NamedDependency[PinLimiter],
        doorbell: NamedDependency[Doorbell],
        tailer: NamedDependency[Tailer],
        token: Token,
        data: JSONBody[PublicPinIn],
    ) -> None:
        """Once; a place that is not served or too rough is told kindly, and may be sent again."""
        rings = await landing.land(platform, pin_limiter, token, caller(request), data)
        tailer.wake()
        doorbell.ring(rings)
