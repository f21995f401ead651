"""Plans and proposals over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from services.api.deps import TenantRequest, require
from services.api.etag import tagged_as
from services.api.paging import Page, PageAsked
from services.api.plans import moves, proposals, repository, service, view
from services.api.plans.schemas import (
    AppliedOut,
    ApplyIn,
    MoveIn,
    MoveOut,
    PlanOut,
    ProposalOut,
    PublishIn,
    PublishOut,
    SolveOut,
)
from shared.db import audit
from shared.db.live.cache import LiveCache
from shared.domain.roles import Role

_READERS = (Role.DISPATCHER, Role.SUPERVISOR, Role.ADMIN)
_KEEPERS = (Role.DISPATCHER,)


class PlanController(Controller):
    """One plan for each service day."""

    path = "/v1/plans/{plan_date:date}"
    tags = ("plans",)

    @get("/", operation_id="getPlan", guards=[require(*_READERS)])
    async def read(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        plan_date: FromPath[date],
    ) -> Response[PlanOut]:
        """The live plan: routes, unassigned with reasons, cost, bound and gap."""
        shown = await view.show(tenant, live, plan_date)
        await audit.record(tenant.session, tenant.tenant_id, tenant.user_id, "read", "plan", None)
        return tagged_as(shown, shown.generation)

    @post("/solve", operation_id="solvePlan", guards=[require(*_KEEPERS)], status_code=202)
    async def solve(
        self, tenant: NamedDependency[TenantRequest], plan_date: FromPath[date]
    ) -> SolveOut:
        """Ask for a replan; a job that waits already absorbs the wish."""
        return SolveOut(await service.ask_to_solve(tenant, plan_date))

    @post("/publish", operation_id="publishPlan", guards=[require(*_KEEPERS)], status_code=200)
    async def publish(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        plan_date: FromPath[date],
        data: JSONBody[PublishIn | None] = None,
    ) -> PublishOut:
        """Tell the therapists; 409 with `violations` unless the verifier passes the plan."""
        return await service.publish(tenant, live, plan_date, data or PublishIn())

    @post("/moves", operation_id="moveVisit", guards=[require(*_KEEPERS)], status_code=200)
    async def move(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        plan_date: FromPath[date],
        data: JSONBody[MoveIn],
    ) -> MoveOut:
        """Move one visit by hand, or see what that would change and break."""
        return await moves.move(tenant, live, plan_date, data)


class ProposalController(Controller):
    """What would change a published day and waits for a person."""

    path = "/v1/proposals"
    tags = ("plans",)

    @get("/", operation_id="listProposals", guards=[require(*_READERS)])
    async def list_open(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        page: NamedDependency[PageAsked],
        status: Annotated[str, QueryParameter(name="status", required=False)] = "open",
    ) -> Page[ProposalOut]:
        """Newest first; the open ones unless another status is asked for."""
        rows = await repository.list_proposals(
            tenant.session, tenant.tenant_id, status, page.after, page.fetch
        )
        days = await proposals.days_of(tenant, live, rows)
        return page.cut(
            rows, lambda row: proposals.out(tenant, row, days), key=lambda row: row.proposal_id
        )

    @post(
        "/{proposal_id:uuid}/apply",
        operation_id="applyProposal",
        guards=[require(*_KEEPERS)],
        status_code=200,
    )
    async def apply(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        proposal_id: FromPath[UUID],
        data: JSONBody[ApplyIn | None] = None,
    ) -> AppliedOut:
        """Take it over: all of it, or the routes named in `changes`."""
        chosen = None if data is None else data.changes
        return await proposals.apply(tenant, live, proposal_id, chosen)
