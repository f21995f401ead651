"""What callers ask for."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from services.api.paging import Page, PageAsked
from services.api.requests import repository, service, settling, view
from services.api.requests.schemas import CancelIn, RequestIn, RequestOut, RequestPatch
from shared.crypto.keyring import KeyRing
from shared.db.live.cache import LiveCache
from shared.domain.phone import parse_phone
from shared.domain.request_status import RequestStatus
from shared.domain.roles import BOOKERS, Role


class RequestController(Controller):
    """Requests may be incomplete: a channel and a phone number are enough to be kept."""

    path = "/v1/requests"
    tags = ("requests",)
    guards = (require(Role.AGENT, Role.DISPATCHER, Role.CLINICIAN, Role.SUPERVISOR),)

    @post("/", operation_id="createRequest", guards=[require(*BOOKERS)])
    async def create(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        live: NamedDependency[LiveCache],
        data: JSONBody[RequestIn],
    ) -> Response[RequestOut]:
        """Keep a request and say at once what its answers mean."""
        request_id = await service.create(tenant, keyring, live, data)
        out = await _shown(tenant, keyring, request_id)
        return tagged(out, status=201, location=f"/v1/requests/{request_id}")

    @get("/", operation_id="listRequests")
    async def list_all(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        page: NamedDependency[PageAsked],
        status: Annotated[RequestStatus | None, QueryParameter(name="status")] = None,
        phone: Annotated[str | None, QueryParameter(name="phone")] = None,
    ) -> Page[RequestOut]:
        """The newest first, all or those of a status or of a caller's number."""
        await service.note(tenant, "search", None)
        e164 = None if phone is None else parse_phone(phone, field="phone").e164
        records = await repository.list_requests(
            tenant.session, keyring, tenant.tenant_id, page, status, e164
        )
        out = await view.shown(tenant, keyring, records[: page.limit])
        kept = {record.request_id: one for record, one in zip(records, out, strict=False)}
        return page.cut(records, lambda r: kept[r.request_id], key=lambda r: r.request_id)

    @get("/{request_id:uuid}", operation_id="getRequest")
    async def read(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        request_id: FromPath[UUID],
    ) -> Response[RequestOut]:
        """One request, with what is missing before it can be booked."""
        out = await _shown(tenant, keyring, request_id)
        await service.note(tenant, "read", request_id)
        return tagged(out)

    @patch("/{request_id:uuid}", operation_id="changeRequest", guards=[require(*BOOKERS)])
    async def change(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        live: NamedDependency[LiveCache],
        request_id: FromPath[UUID],
        expected: NamedDependency[int],
        data: JSONBody[RequestPatch],
    ) -> Response[RequestOut]:
        """Complete it; an emergency answer stops it at once."""
        await service.change(tenant, keyring, live, request_id, expected, data)
        return tagged(await _shown(tenant, keyring, request_id))

    @post(
        "/{request_id:uuid}/cancel",
        operation_id="cancelRequest",
        status_code=200,
        guards=[require(*BOOKERS)],
    )
    async def cancel(
        self,
        tenant: NamedDependency[TenantRequest],
        keyring: NamedDependency[KeyRing],
        request_id: FromPath[UUID],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[CancelIn],
    ) -> Response[RequestOut]:
        """The caller no longer wants it; its held window is given back."""
        await service.cancel(tenant, keyring, request_id, expected_if_sent, data)
        return tagged(await _shown(tenant, keyring, request_id))


async def _shown(tenant: TenantRequest, keyring: KeyRing, request_id: UUID) -> RequestOut:
    record = await settling.get(tenant, keyring, request_id)
    return (await view.shown(tenant, keyring, [record]))[0]
