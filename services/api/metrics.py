"""Prometheus figures by route template, never by path: ids do not belong into labels."""

import time

from litestar import MediaType, Response, get
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

REQUESTS = Counter("rounds_http_requests_total", "Answers sent", ["method", "route", "status"])
SECONDS = Histogram(
    "rounds_http_request_seconds",
    "From request to the first byte of the answer",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


class Measure(ASGIMiddleware):
    """Counts and times every routed request."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Litestar's middleware protocol."""
        began = time.perf_counter()
        method, route = scope["method"], scope["path_template"]  # type: ignore[typeddict-item]  # HTTP scopes only

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                REQUESTS.labels(method, route, str(message["status"])).inc()
                SECONDS.labels(method, route).observe(time.perf_counter() - began)
            await send(message)

        await next_app(scope, receive, note)


@get("/metrics", operation_id="metrics", opt={"public": True}, include_in_schema=False)
async def metrics() -> Response[bytes]:
    """For the installation's own Prometheus; the proxy in front must not let the world in."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST or MediaType.TEXT)
