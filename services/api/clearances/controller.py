"""The clinicians' queue."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from services.api.clearances import service
from services.api.clearances.schemas import ClearanceOut, DecidedOut, DecisionIn
from services.api.deps import TenantRequest, require
from services.api.paging import Page, PageAsked
from shared.crypto.keyring import KeyRing
from shared.db.live.cache import LiveCache
from shared.domain.roles import Role


class ClearanceController(Controller):
    """What screening held back waits here for a named clinician."""

    path = "/v1/clearances"
    tags = ("clearances",)
    guards = (require(Role.CLINICIAN),)

    @get("/", operation_id="listClearances")
    async def queue(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        page: NamedDependency[PageAsked],
        status: Annotated[
            Literal["open", "decided", "withdrawn"], QueryParameter(name="status")
        ] = "open",
    ) -> Page[ClearanceOut]:
        """The questions that are open, the oldest first."""
        return await service.queue(tenant, keyring, page, status)

    @post("/{clearance_id:uuid}/decision", operation_id="decideClearance", status_code=200)
    async def decide(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        live: NamedDependency[LiveCache],
        clearance_id: FromPath[UUID],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[DecisionIn],
    ) -> DecidedOut:
        """Clear, clear with conditions, convert to another service, or refuse."""
        return await service.decide(tenant, keyring, live, clearance_id, expected_if_sent, data)
