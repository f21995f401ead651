"""Explanations over HTTP."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from services.api.deps import TenantRequest, require
from services.api.explain import service
from services.api.explain.schemas import WhyOut
from shared.db import audit
from shared.db.live.cache import LiveCache
from shared.domain.roles import Role


class WhyController(Controller):
    """Why a visit is where it is."""

    path = "/v1/visits"
    tags = ("visits",)
    guards = (require(Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR, Role.ADMIN),)

    @get("/{visit_id:uuid}/why", operation_id="explainVisit")
    async def why(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        visit_id: FromPath[UUID],
    ) -> WhyOut:
        """Placed: why this therapist, who else could come at what extra cost, who cannot.
        Unassigned: what blocks it in every shift, and the cheapest single changes that would
        make it fit, each proven.
        """
        told = await service.why(tenant, live, visit_id)
        session, whose = tenant.session, tenant.tenant_id
        await audit.record(session, whose, tenant.user_id, "read", "visit", visit_id)
        return told
