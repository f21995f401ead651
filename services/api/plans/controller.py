"""Plans and proposals over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody, QueryParameter

from services.api.days import provide_day
from services.api.deps import TenantRequest, require
from services.api.etag import tagged, tagged_as
from services.api.paging import Page, PageAsked
from services.api.plans import moves, proposals, repository, service, view
from services.api.plans.proposal_schemas import AppliedOut, ApplyIn, DiscardIn, ProposalOut
from services.api.plans.schemas import MoveIn, MoveOut, PlanOut, PublishIn, PublishOut, SolveOut
from shared.db import audit
from shared.db.live.cache import LiveCache
from shared.domain.roles import Role

_DAY = {"day": Provide(provide_day, sync_to_thread=False)}
Status = Literal["open", "applied", "discarded", "stale"]

_READERS = (Role.DISPATCHER, Role.SUPERVISOR, Role.ADMIN)
_KEEPERS = (Role.DISPATCHER,)


class PlanController(Controller):
    """One plan for each service day."""

    # Not `:date`: what is none shall be told so (422), not be a page that does not exist.
    path = "/v1/plans/{plan_date:str}"
    tags = ("plans",)
    dependencies = _DAY

    @get("/", operation_id="getPlan", guards=[require(*_READERS)])
    async def read(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        day: NamedDependency[date],
    ) -> Response[PlanOut]:
        """The live plan: routes, unassigned with reasons, cost, bound and gap."""
        shown = await view.show(tenant, live, day)
        await audit.record(tenant.session, tenant.tenant_id, tenant.user_id, "read", "plan", None)
        return tagged_as(shown, shown.generation)

    @post("/solve", operation_id="solvePlan", guards=[require(*_KEEPERS)], status_code=202)
    async def solve(
        self,
        tenant: NamedDependency[TenantRequest],
        day: NamedDependency[date],
        expected_if_sent: NamedDependency[int | None],
    ) -> SolveOut:
        """Ask for a replan; a job that waits already absorbs the wish."""
        return SolveOut(await service.ask_to_solve(tenant, day, expected_if_sent))

    @post("/publish", operation_id="publishPlan", guards=[require(*_KEEPERS)], status_code=200)
    async def publish(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        day: NamedDependency[date],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[PublishIn | None] = None,
    ) -> PublishOut:
        """Tell the therapists; 409 with `violations` unless the verifier passes the plan."""
        return await service.publish(tenant, live, day, expected_if_sent, data or PublishIn())

    @post("/moves", operation_id="moveVisit", guards=[require(*_KEEPERS)], status_code=200)
    async def move(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        day: NamedDependency[date],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[MoveIn],
    ) -> MoveOut:
        """Move one visit by hand, or see what that would change and break."""
        return await moves.move(tenant, live, day, expected_if_sent, data)


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
        status: Annotated[Status, QueryParameter(name="status", required=False)] = "open",
    ) -> Page[ProposalOut]:
        """Newest first; the open ones unless another status is asked for."""
        rows = await repository.list_proposals(
            tenant.session, tenant.tenant_id, status, page.after, page.fetch
        )
        shown = await proposals.show(tenant, live, rows)
        return page.cut(shown, lambda out: out, key=lambda out: out.id)

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
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[ApplyIn | None] = None,
    ) -> AppliedOut:
        """Take it over: all of it, or the routes named in `changes`; 409 with `violations` when
        the day has come to break a rule that is not acknowledged.
        """
        return await proposals.apply(tenant, live, proposal_id, expected_if_sent, data or ApplyIn())

    @post(
        "/{proposal_id:uuid}/discard",
        operation_id="discardProposal",
        guards=[require(*_KEEPERS)],
        status_code=200,
    )
    async def discard(
        self,
        tenant: NamedDependency[TenantRequest],
        live: NamedDependency[LiveCache],
        proposal_id: FromPath[UUID],
        expected_if_sent: NamedDependency[int | None],
        data: JSONBody[DiscardIn | None] = None,
    ) -> Response[ProposalOut]:
        """Put it away, for all boards."""
        sent = data or DiscardIn()
        return tagged(await proposals.discard(tenant, live, proposal_id, expected_if_sent, sent))
