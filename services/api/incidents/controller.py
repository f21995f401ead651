"""Incidents over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from services.api.incidents import service
from services.api.incidents.schemas import CloseIn, IncidentOut, IncidentStatus
from services.api.paging import Page, PageAsked
from shared.crypto.keyring import KeyRing
from shared.domain.roles import Role


class IncidentController(Controller):
    """What a person has to look at."""

    path = "/v1/incidents"
    tags = ("incidents",)
    guards = (require(Role.DISPATCHER, Role.SUPERVISOR, Role.CLINICIAN),)

    @get("/", operation_id="listIncidents")
    async def list_all(
        self,
        tenant: NamedDependency[TenantRequest],
        page: NamedDependency[PageAsked],
        status: Annotated[IncidentStatus, QueryParameter(name="status", required=False)] = "open",
    ) -> Page[IncidentOut]:
        """The newest first; the open ones unless the closed are asked for."""
        return await service.list_all(tenant, page, status)

    @post("/{incident_id:uuid}/close", operation_id="closeIncident", status_code=200)
    async def close(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        incident_id: FromPath[UUID],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[CloseIn],
    ) -> Response[IncidentOut]:
        """Say what was done about it; a closed incident stays closed."""
        return tagged(
            await service.close(tenant, keyring, incident_id, expected_if_sent, data.note)
        )
