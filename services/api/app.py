"""Composition root: everything concrete is wired here and nowhere else."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import ControllerRouterHandler

from services.api import health, metrics
from services.api.attempts import WINDOW_S, Attempts
from services.api.auth.throttle import Throttle
from services.api.auth.tokens import SESSION_COOKIE
from services.api.deps import (
    Platform,
    provide_keyring,
    provide_live,
    provide_platform,
    provide_tenant,
    provide_who,
    require,
)
from services.api.documented import describe
from services.api.edge import Edge
from services.api.errors import answer
from services.api.etag import provide_expected, provide_expected_if_sent
from services.api.idempotency import claim_key
from services.api.live.tailer import Tailer
from services.api.paging import provide_page
from services.api.pins.limiter import PinLimiter
from services.api.places.online import online_geocoder
from services.api.places.own import OwnIndex
from services.api.reference.plugin import reference_page
from services.api.request import ApiRequest
from services.api.requests.person import PatientCorrection
from services.api.security_headers import SecurityHeaders
from services.api.shared_counts import SharedCounts
from services.api.slices import SLICES
from services.api.web import warm_up
from shared.crypto.keyring import KeyRing
from shared.db.live.cache import LiveCache
from shared.db.live.travel import TravelCache
from shared.db.startup import refuse_unsafe_role
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.geo.choose import travel_times
from shared.queue import Doorbell
from shared.settings import Settings


def create_app(settings: Settings, slices: Sequence[ControllerRouterHandler] = SLICES) -> Litestar:
    """The API with these slices. Connects to nothing before its lifespan begins."""
    database = Database(settings.database_url, settings.database_pool)
    secret = settings.secret_file.read_bytes()
    keyring = KeyRing.read(settings.keys_file)
    live = LiveCache(keyring, TravelCache(travel_times(settings.osrm_urls)))
    platform = Platform(settings, database, SystemDoor(database), keyring, live, secret)
    doorbell = Doorbell(settings.valkey_url)
    counts = SharedCounts(settings.valkey_url, WINDOW_S)
    tailer = Tailer(database, platform.system, doorbell)

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        warm_up()
        await refuse_unsafe_role(database.engine)
        tailer.start()
        yield
        await tailer.stop()
        await doorbell.close()
        await counts.close()
        await database.close()

    app = Litestar(
        route_handlers=[*slices, health.router, metrics.metrics],
        request_class=ApiRequest,
        middleware=[metrics.Measure(), Edge(platform, doorbell, tailer.wake)],
        before_request=claim_key,
        before_send=[SecurityHeaders(https=settings.secure_cookies, map_tiles=settings.map_tiles)],
        exception_handlers={Exception: answer},
        dependencies=_dependencies(platform, doorbell, tailer, Attempts(secret, counts)),
        openapi_config=_openapi(),
        state=State({"platform": platform, "doorbell": doorbell}),
        lifespan=[running],
        logging_config=None,
        debug=False,
    )
    finish_handlers(app)
    return app


def _dependencies(
    platform: Platform, doorbell: Doorbell, tailer: Tailer, attempts: Attempts
) -> dict[str, Provide]:
    secret = platform.secret
    correction, own_places = PatientCorrection(platform.live), OwnIndex()
    throttle, pin_limiter = Throttle(secret, attempts), PinLimiter(attempts)
    online = online_geocoder(platform.settings)
    providers: dict[str, Callable[..., Any]] = {
        "doorbell": lambda: doorbell,
        "throttle": lambda: throttle,
        "tailer": lambda: tailer,
        "secret": lambda: secret,
        "tenant": provide_tenant,
        "who": provide_who,
        "platform": provide_platform,
        "keyring": provide_keyring,
        "live": provide_live,
        "correction": lambda: correction,
        "own_places": lambda: own_places,
        "pin_limiter": lambda: pin_limiter,
        "online_geocoder": lambda: online,
        "expected": provide_expected,
        "expected_if_sent": provide_expected_if_sent,
        "page": provide_page,
    }
    return {name: Provide(make, sync_to_thread=False) for name, make in providers.items()}


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Rounds",
        version="1",
        description="Dispatch for care at the patient's home. Times are RFC 3339 with offset.",
        path="/schema",
        use_handler_docstrings=True,
        security=[{"bearer": []}, {"session": []}],
        components=Components(
            security_schemes={
                "bearer": SecurityScheme(type="http", scheme="bearer"),
                "session": SecurityScheme(
                    type="apiKey", name=SESSION_COOKIE, security_scheme_in="cookie"
                ),
            }
        ),
        render_plugins=[JsonRenderPlugin(), *reference_page()],
    )


def finish_handlers(app: Litestar) -> None:
    """Document the refusals; fail when a handler under /v1 is neither guarded nor in the open."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if not route.path.startswith("/v1") or "OPTIONS" in handler.http_methods:
                continue
            public = route.path.startswith(("/v1/auth/", "/v1/public/"))
            describe(handler, route.path)
            guarded = any(isinstance(guard, require) for guard in handler.resolve_guards())
            if not guarded and not (public and handler.opt.get("public")):
                raise RuntimeError(f"{route.path} has no guard: say guards=[require(...)]")
