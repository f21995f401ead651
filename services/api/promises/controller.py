"""Whom to call about a changed promise, and their answers."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from services.api.deps import TenantRequest, require
from services.api.offers.controller import SEARCHER
from services.api.offers.search import Searcher
from services.api.promises import service
from services.api.promises.schemas import AnsweredOut, AnswerIn, CallListOut
from shared.crypto.keyring import KeyRing
from shared.domain.roles import BOOKERS, Role


class CallListController(Controller):
    """The calls that a replan comes with."""

    path = "/v1/call-list"
    tags = ("promises",)
    guards = (require(*BOOKERS, Role.DISPATCHER),)

    @get("/", operation_id="getCallList")
    async def calls(
        self, tenant: NamedDependency[TenantRequest], keyring: NamedDependency[KeyRing]
    ) -> CallListOut:
        """Changed promises that patients have not agreed to yet."""
        return await service.call_list(tenant, keyring)


class PromiseController(Controller):
    """One row of the ledger."""

    path = "/v1/promises"
    tags = ("promises",)
    guards = (require(*BOOKERS),)
    dependencies = SEARCHER

    @post("/{promise_id:uuid}/answer", operation_id="answerPromise", status_code=200)
    async def answer(
        self,
        tenant: NamedDependency[TenantRequest],
        searcher: NamedDependency[Searcher],
        promise_id: FromPath[UUID],
        data: JSONBody[AnswerIn],
    ) -> AnsweredOut:
        """What the patient said to a proposed promise."""
        return await service.answer(tenant, searcher, promise_id, data)
