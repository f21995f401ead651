"""The one map from what went wrong to what the caller is told.

Rounds' own refusals keep their sentence; what the framework or the database refuses is worded
here; everything else is a 500 that tells nothing but an id to look for in the log.
"""

import secrets
import traceback
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, MethodNotAllowedException, ValidationException
from litestar.exceptions import NotFoundException as NoSuchRoute
from litestar.params import ParameterKwarg
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.api.problem import problem_response
from services.api.sentences import plain, said
from services.api.web import web_page
from shared.db.errors import is_lost, refusal
from shared.domain.errors import (
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    KeyReused,
    NotFound,
    RoundsError,
    StaleVersion,
    TooManyAttempts,
    Unauthenticated,
    Unavailable,
    VersionRequired,
)

_log = structlog.get_logger()

_STATUS: dict[type[RoundsError], int] = {
    Invalid: 422,
    KeyReused: 422,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    StaleVersion: 412,
    VersionRequired: 428,
    TooManyAttempts: 429,
    Unavailable: 503,
}
# What the framework refuses by itself.
OF_FRAMEWORK = {
    400: "bad-request",
    401: "unauthenticated",
    403: "forbidden",
    413: "too-large",
    415: "not-json",
}
OTHER = "http-error"

Asked = Request[Any, Any, Any]
Told = Response[Any]


def answer(request: Asked, exc: Exception) -> Told:
    """The response to any exception; marks the request's transaction as not to be committed."""
    if tenant := request.scope["state"].get("tenant"):
        tenant.refuse()
        tenant.lost = exc if is_lost(exc) else None
    match exc:
        case RoundsError():
            return _refused(exc)
        case NoSuchRoute():
            return web_page(request) or _refused(NotFound("page"))
        case HTTPException():
            return _framework(request, exc)
        case DBAPIError() | PoolTimeout() | OSError():
            return _database(exc)
        case _:
            return _unexpected(exc)


def _refused(error: RoundsError) -> Told:
    status = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 500)
    again = Unavailable | TooManyAttempts
    headers = {"Retry-After": str(error.retry_after_s)} if isinstance(error, again) else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return problem_response(
        error.slug,
        status,
        error.message,
        fields=error.fields if isinstance(error, Invalid) else (),
        extra=getattr(error, "extra", None),
        headers=headers,
    )


def _fields(request: Asked, exc: ValidationException) -> tuple[FieldError, ...]:
    """Query, path and header values as Litestar names them, renamed to what was sent."""
    found = exc.extra if isinstance(exc.extra, list) else []
    parameters = request.route_handler.parsed_fn_signature.parameters
    errors = []
    for item in found:
        name = str(item.get("key", "request"))
        if name == "data":
            errors.append(FieldError("body", "Send a JSON body."))
            continue
        kwarg = parameters[name].kwarg_definition if name in parameters else None
        sent = kwarg.name if isinstance(kwarg, ParameterKwarg) else None
        text = str(item.get("message", "is wrong"))
        declared = parameters[name].raw if name in parameters else Any
        errors.append(FieldError(sent or name, said(sent or name, text, declared, "$")))
    return tuple(errors)


def invalid_body(error: msgspec.ValidationError, declared: Any) -> Invalid:
    """A body that does not fit its schema, with the field named as it was sent."""
    text, _, path = str(error).rstrip("`").partition(" - at `$")
    field = path.replace("[...]", "").replace("[", ".").replace("]", "").strip(".")
    for lead in ("Object missing required field `", "Object contains unknown field `"):
        if text.startswith(lead):
            name = text.removeprefix(lead).rstrip("`")
            field = f"{field}.{name}".strip(".")
            why = "is missing." if "missing" in lead else "is not a field that is known here."
            return Invalid.one(field, f"{field} {why}")
    return Invalid.one(field or "body", said(field, text, declared, path))


def _framework(request: Asked, exc: HTTPException) -> Told:
    if exc.detail.startswith("Missing required") and "'" in exc.detail:
        name = exc.detail.split("'")[1]
        return _refused(Invalid.one(name, f"{name} is missing."))
    if isinstance(exc, ValidationException):
        fields = _fields(request, exc)
        return _refused(Invalid(fields or (FieldError("request", exc.detail),)))
    if isinstance(exc, MethodNotAllowedException):
        said = f"{request.method} is not possible here."
        return problem_response("method-not-allowed", 405, said, headers=exc.headers)
    slug = OF_FRAMEWORK.get(exc.status_code, OTHER)
    return problem_response(slug, exc.status_code, plain(exc.detail))


def _database(exc: Exception) -> Told:
    """A constraint speaks by its name; a server that is away is 503; the rest is our fault."""
    if isinstance(exc, DBAPIError) and (known := refusal(exc)) is not None:
        return _refused(known)
    away = isinstance(exc, OperationalError | InterfaceError | PoolTimeout | OSError)
    if away or (isinstance(exc, DBAPIError) and exc.connection_invalidated):
        _log.warning("database_away", kind=type(exc).__name__)
        return _refused(Unavailable())
    if isinstance(exc, IntegrityError):
        _log.error("constraint_without_words", kind=type(exc.orig).__name__)
    return _unexpected(exc)


def _unexpected(exc: Exception) -> Told:
    """Messages of strange exceptions may quote patient data: only places and types are logged."""
    incident = secrets.token_hex(6)
    frames = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(exc.__traceback__)]
    _log.error("unexpected", incident=incident, kind=type(exc).__name__, frames=frames[-12:])
    return problem_response(
        "internal",
        500,
        f"Something went wrong on our side; tell support the number {incident}.",
        extra={"incident": incident},
    )
