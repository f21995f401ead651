"""Bad days over HTTP."""

from uuid import UUID

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from services.api.deps import TenantRequest, require
from services.api.disruptions import service
from services.api.disruptions.schemas import DisruptionIn, DisruptionMade, DisruptionOut
from services.api.etag import tagged_as
from services.api.paging import Page
from shared.db.live.cache import LiveCache
from shared.domain.roles import Role

_READERS = (Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR, Role.ADMIN)
_KEEPERS = (Role.DISPATCHER, Role.ADMIN)


class DisruptionController(Controller):
    """Rain, a flood, a closed road: travel in an area takes longer for some hours."""

    path = "/v1/travel/disruptions"
    tags = ("travel",)

    @get("/", operation_id="listDisruptions", guards=[require(*_READERS)])
    async def list_active(self, tenant: NamedDependency[TenantRequest]) -> Page[DisruptionOut]:
        """Those that count, by start, from a week ago on."""
        return Page(await service.show(tenant))

    @post("/", operation_id="reportDisruption", guards=[require(*_KEEPERS)])
    async def report(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        data: JSONBody[DisruptionIn],
    ) -> Response[DisruptionMade]:
        """Slow travel down there, time the live routes anew, answer with the promises that are at
        risk, and start the replans. A dry run answers the same with 200 and changes nothing.
        """
        made = await service.report(tenant, live, data)
        if made.disruption is None:
            return Response(made, status_code=200)
        where = f"/v1/travel/disruptions/{made.disruption.id}"
        return tagged_as(made, made.disruption.version, 201, where)

    @delete("/{disruption_id:uuid}", operation_id="endDisruption", guards=[require(*_KEEPERS)])
    async def end(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        disruption_id: FromPath[UUID],
        expected: NamedDependency[int],
    ) -> None:
        """It is over, or was a mistake: travel is as ever, and the days are planned again."""
        await service.end(tenant, live, disruption_id, expected)
