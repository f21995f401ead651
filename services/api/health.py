"""Whether the process lives, and whether it can work. No login, no tenant data."""

from typing import Literal

import msgspec
from litestar import Response, Router, get
from litestar.di import NamedDependency

from services.api.deps import Platform
from shared.db.health import database_problem
from shared.queue import Doorbell


class Health(msgspec.Struct, rename="camel"):
    """`degraded`: everything can be booked, but planning and live updates come late."""

    status: Literal["live", "ready", "degraded", "unready"]
    database: str = "not asked"
    valkey: str = "not asked"


@get("/live", operation_id="healthLive", opt={"public": True})
async def live() -> Health:
    """The event loop turns."""
    return Health("live")


@get("/ready", operation_id="healthReady", opt={"public": True})
async def ready(
    platform: NamedDependency[Platform], doorbell: NamedDependency[Doorbell]
) -> Response[Health]:
    """The database is there with the schema this code was written for; Valkey is a bonus."""
    problem = await database_problem(platform.database)
    rings = await doorbell.answers()
    status: Literal["ready", "degraded", "unready"] = "ready" if rings else "degraded"
    if problem is not None:
        status = "unready"
    told = Health(status, problem or "ok", "ok" if rings else "away")
    retry = {"Retry-After": "5"} if problem else {}
    return Response(told, status_code=503 if problem else 200, headers=retry)


router = Router("/health", route_handlers=[live, ready], tags=["health"])
