"""The edge: one request, one person, one transaction, committed once before the answer is sent.

The answer is held back until the commit has succeeded, so nobody is told of a booking that a
deferred constraint or a dying server then takes back. A transaction that loses a deadlock is run
again: the idempotency key is claimed inside it, so it has one effect.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Empty, Message, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from services.api.auth.identify import identify
from services.api.auth.tokens import Presented, presented_token
from services.api.deps import Platform, TenantRequest
from services.api.errors import answer
from services.api.idempotency import store_answer
from shared.crypto.keyring import KeyRing
from shared.db.errors import retry_deadlocks
from shared.queue import Doorbell

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Edge(ASGIMiddleware):
    """Wraps every handler under /v1 but those that say `opt={"public": True}`.

    `opt={"stream": True}` is let through with `who` but without a transaction: a stream lives for
    hours and must not keep a connection.
    """

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "public"

    @staticmethod
    def should_bypass_for_scope(scope: Scope) -> bool:
        """Health, metrics and the API's description hold no tenant's data."""
        return not scope["path"].startswith("/v1/")

    def __init__(self, platform: Platform, doorbell: Doorbell, wake: Callable[[], None]) -> None:
        self._platform = platform
        self._doorbell = doorbell
        self._wake = wake  # the streams of this process

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Litestar's middleware protocol."""
        request = scope["litestar_app"].request_class(scope, receive)
        presented = presented_token(request)
        if scope["route_handler"].opt.get("stream"):
            async with self._platform.database.tenant_session(presented.tenant_id) as session:
                scope["state"]["who"] = await identify(session, presented)
            await next_app(scope, receive, send)
            return
        await self._in_transaction(request, presented, receive, send, next_app)

    async def _in_transaction(
        self,
        request: Request[Any, Any, Any],
        presented: Presented,
        receive: Receive,
        send: Send,
        next_app: ASGIApp,
    ) -> None:
        async def attempt() -> _Attempt:
            return await self._attempt(request, presented, receive, next_app)

        try:
            done = await retry_deadlocks(attempt)
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller is answered
            told = answer(request, error).to_asgi_response(None, request)
            await told(request.scope, receive, send)
            return
        if presented.unsafe and not done.tenant.refused:
            self._wake()
            self._doorbell.ring(done.tenant.session.info.get("rings", ()))
        for message in done.held:
            await send(message)

    async def _attempt(
        self,
        request: Request[Any, Any, Any],
        presented: Presented,
        receive: Receive,
        next_app: ASGIApp,
    ) -> "_Attempt":
        """One transaction. Raises what its commit raises, and DBAPIError when it gave way to
        another one: nothing of it has happened then, so the handler may run again from the start.
        """
        scope = request.scope
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)

        _as_if_new(scope)
        async with self._platform.database.tenant_session(presented.tenant_id) as session:
            who = await identify(session, presented)
            tenant = TenantRequest(who=who, session=session)
            scope["state"].update(who=who, tenant=tenant)
            await next_app(scope, receive, hold)
            await _finish(self._platform.keyring, tenant, held)
        if tenant.lost is not None:
            raise tenant.lost
        return _Attempt(tenant, held)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A transaction that ended, and the answer that waited for its end."""

    tenant: TenantRequest
    held: list[Message]


def _as_if_new(scope: Scope) -> None:
    """Forget what an earlier attempt left in Litestar's notes; the body, once read, stays."""
    notes = ScopeState.from_scope(scope)
    notes.response_started = False
    notes.dependency_cache = Empty
    scope["state"].pop("tenant", None)


async def _finish(keyring: KeyRing, tenant: TenantRequest, held: list[Message]) -> None:
    """Keep the answer beside what it promises; the block's end commits both."""
    if tenant.refused:
        await tenant.session.rollback()
        return
    body = b"".join(m["body"] for m in held if m["type"] == "http.response.body")
    for start in held:
        if start["type"] == "http.response.start":
            await store_answer(keyring, tenant, start["status"], start["headers"], body)
