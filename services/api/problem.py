"""The one shape of every refusal on the wire: RFC 9457 problem+json."""

from typing import Any

import msgspec
from litestar import Response

from shared.domain.errors import FieldError

MEDIA_TYPE = "application/problem+json"


class ProblemField(msgspec.Struct, rename="camel"):
    """One wrong field, named as it was sent."""

    field: str
    message: str


class Problem(msgspec.Struct, rename="camel", omit_defaults=True):
    """What the OpenAPI document says about errors; a problem may carry more members by type."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemField] = []


def problem_response(
    slug: str,
    status: int,
    detail: str,
    *,
    fields: tuple[FieldError, ...] = (),
    extra: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response[dict[str, Any]]:
    """A problem with its members; `extra` holds what only this type has, already camelCase."""
    body: dict[str, Any] = {
        "type": f"/problems/{slug}",
        "title": slug.replace("-", " ").capitalize(),
        "status": status,
        "detail": detail,
    }
    if fields:
        body["errors"] = [{"field": f.field, "message": f.message} for f in fields]
    return Response(
        {**body, **(extra or {})}, status_code=status, media_type=MEDIA_TYPE, headers=headers
    )
