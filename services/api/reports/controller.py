"""Reports over HTTP."""

from litestar import Controller, get
from litestar.di import NamedDependency

from services.api.deps import TenantRequest, require
from services.api.reports import service
from services.api.reports.schemas import TravelReportOut
from shared.domain.roles import Role


class ReportController(Controller):
    """What a tenant's own events say."""

    path = "/v1/reports"
    tags = ("reports",)

    @get(
        "/travel",
        operation_id="getTravelReport",
        guards=[require(Role.DISPATCHER, Role.SUPERVISOR, Role.ADMIN)],
    )
    async def travel(self, tenant: NamedDependency[TenantRequest]) -> TravelReportOut:
        """Planned against actual drives: error by hour and distance, coverage of the percentile,
        time to the door.
        """
        return await service.travel(tenant)
