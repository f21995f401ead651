"""Login, logout and what lies between."""

from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import JSONBody

from services.api.attempts import caller
from services.api.auth import repository, reset, service
from services.api.auth.identify import API_KEY
from services.api.auth.schemas import LoginIn, LoginOut, RefreshIn, ResetAsked, ResetIn
from services.api.auth.throttle import Throttle
from services.api.auth.tokens import (
    CSRF_COOKIE,
    SECURE_SESSION_COOKIE,
    SESSION_COOKIE,
)
from services.api.deps import Identity, Platform, TenantRequest, require
from shared.domain.errors import Forbidden

DEVICE_COOKIE = "rounds_device"
_YEAR_S = 31_536_000


class AuthController(Controller):
    """Logging in needs no login; `me` and `logout` do."""

    path = "/v1/auth"
    tags = ("auth",)

    @post("/login", operation_id="logIn", status_code=200, opt={"public": True})
    async def log_in(
        self,
        request: Request[Any, Any, Any],
        platform: NamedDependency[Platform],
        throttle: NamedDependency[Throttle],
        data: JSONBody[LoginIn],
    ) -> Response[LoginOut]:
        """Log in: a bearer token, or with `client: "web"` a session cookie and a CSRF token."""
        attempt = service.Attempt(
            data.email,
            data.password,
            data.tenant,
            data.client,
            caller(request),
            request.cookies.get(DEVICE_COOKIE),
        )
        out, token = await service.log_in(platform, throttle, attempt, datetime.now(UTC))
        secure = platform.settings.secure_cookies
        cookies = [_lasting(DEVICE_COOKIE, throttle.mark_of_device(data.email), secure, _YEAR_S)]
        if data.client == "web":
            cookies += _session_cookies(token, out, secure)
        return Response(out, status_code=200, cookies=cookies)

    @get("/me", operation_id="getMe", guards=[require()])
    async def me(self, tenant: NamedDependency[TenantRequest]) -> LoginOut:
        """Who is logged in, with the roles as they are now."""
        who = tenant.who
        if who.client == API_KEY:
            raise Forbidden("An API key is no login; ask an admin what it may do.")
        expires = await repository.get_expiry(tenant.session, who.tenant_id, who.session_id)
        return await service.describe(tenant.session, who.tenant_id, who.user_id, expires)

    @post("/refresh", operation_id="refreshLogin", status_code=200, opt={"public": True})
    async def refresh(
        self, platform: NamedDependency[Platform], data: JSONBody[RefreshIn]
    ) -> LoginOut:
        """New tokens for a refresh token, which works once."""
        return await service.refresh(platform, data.refresh_token, datetime.now(UTC))

    @post("/logout", operation_id="logOut", status_code=204, guards=[require()])
    async def log_out(
        self,
        tenant: NamedDependency[TenantRequest],
        who: NamedDependency[Identity],
        platform: NamedDependency[Platform],
    ) -> Response[None]:
        """End this login; its tokens are dead at once."""
        await repository.revoke(tenant.session, who.tenant_id, who.session_id)  # a key has none
        secure = platform.settings.secure_cookies
        gone = [_lasting(name, "", secure, 0) for name in (_session_name(secure), CSRF_COOKIE)]
        return Response(None, status_code=204, cookies=gone)

    @post("/reset/request", operation_id="askForReset", status_code=202, opt={"public": True})
    async def ask_for_reset(
        self,
        request: Request[Any, Any, Any],
        platform: NamedDependency[Platform],
        throttle: NamedDependency[Throttle],
        data: JSONBody[ResetAsked],
    ) -> Response[None]:
        """Tell the tenant's admins, who hand over a link; the answer is the same for everybody."""
        await throttle.asked_for_reset(data.email, caller(request))
        telling = BackgroundTask(reset.ask_for_reset, platform, data.email)
        return Response(None, status_code=202, background=telling)

    @post("/reset", operation_id="resetPassword", status_code=204, opt={"public": True})
    async def reset(
        self,
        platform: NamedDependency[Platform],
        secret: NamedDependency[bytes],
        data: JSONBody[ResetIn],
    ) -> None:
        """Set a new password with the token of a link; ends all logins of the person."""
        await reset.reset_password(platform, secret, data.token, data.password, datetime.now(UTC))


def _session_name(secure: bool) -> str:
    return SECURE_SESSION_COOKIE if secure else SESSION_COOKIE


def _session_cookies(token: str, out: LoginOut, secure: bool) -> list[Cookie]:
    lasts = int(service.LOGIN_LASTS.total_seconds())
    csrf = Cookie(
        CSRF_COOKIE,
        value=out.csrf_token,
        max_age=lasts,
        secure=secure,
        httponly=False,  # our own page reads it, to prove that it is our own page
        samesite="lax",
    )
    return [_lasting(_session_name(secure), token, secure, lasts), csrf]


def _lasting(name: str, value: str, secure: bool, seconds: int) -> Cookie:
    return Cookie(
        name, value=value, max_age=seconds, secure=secure, httponly=True, samesite="lax", path="/"
    )
