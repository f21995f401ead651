"""A POST that is sent twice has one effect and one answer (DESIGN 5).

The key's row is inserted before the handler runs and completed in the same transaction as the
effect. A second request with the key waits on the primary key until the first has ended: then it
finds the stored answer, or, if the first was refused and rolled back, it runs itself.
"""

import hmac
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from sqlalchemy import text

from services.api.deps import Platform, TenantRequest
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import seal, unseal_bytes
from shared.domain.errors import Invalid, KeyReused

HEADER = "Idempotency-Key"
LONGEST = 255
_KEPT_HEADERS = frozenset({"content-type", "etag", "location"})

_CLAIM = text("""
    INSERT INTO idempotency_key (tenant_id, user_id, key, request_hash, status, body)
    VALUES (:tenant_id, :user_id, :key, :request_hash, 0, '')
    ON CONFLICT (tenant_id, user_id, key) DO NOTHING RETURNING true
""")
_FIND = text("""
    SELECT request_hash, status, headers, body FROM idempotency_key
    WHERE tenant_id = :tenant_id AND user_id = :user_id AND key = :key
""")
_COMPLETE = text("""
    UPDATE idempotency_key SET status = :status, headers = cast(:headers AS jsonb), body = :body
    WHERE tenant_id = :tenant_id AND user_id = :user_id AND key = :key
""")


def needs_key(methods: Collection[str], path: str) -> bool:
    """Every command that makes something new; logging in makes nothing that lasts, and what needs
    no login has nobody whose keys they could be.
    """
    return "POST" in methods and not path.startswith(("/v1/auth/", "/v1/public/"))


async def claim_key(request: Request[Any, Any, Any]) -> Response[bytes] | None:
    """Before the handler: take the key, or give the answer that it already has."""
    tenant: TenantRequest | None = request.scope["state"].get("tenant")
    if tenant is None or not needs_key((request.method,), request.url.path):
        return None
    key = _checked(request.headers.get(HEADER))
    path = request.url.path + ("?" + request.url.query if request.url.query else "")
    whole = f"POST {path}\n".encode() + await request.body()
    platform: Platform = request.app.state.platform
    # Keyed, since the body may be little more than a phone number, which a plain hash gives away.
    digest = hmac.digest(platform.secret, whole, "sha256")
    names = {"tenant_id": tenant.tenant_id, "user_id": tenant.user_id, "key": key}
    if (await tenant.session.execute(_CLAIM, {**names, "request_hash": digest})).scalar():
        tenant.idempotency_key = key
        return None
    stored = (await tenant.session.execute(_FIND, names)).one()
    if stored.request_hash != digest:
        raise KeyReused
    headers = {**stored.headers, "Idempotent-Replay": "true"}
    media_type = headers.pop("content-type", "application/json")
    body = unseal_bytes(platform.keyring, stored.body, *_cell(tenant, key))
    return Response(body, status_code=stored.status, headers=headers, media_type=media_type)


async def store_answer(
    keyring: KeyRing,
    tenant: TenantRequest,
    status: int,
    headers: Iterable[tuple[bytes, bytes]],
    body: bytes,
) -> None:
    """In the transaction of the effect: what a replay will be told."""
    if tenant.idempotency_key is None:
        return
    plain = ((name.decode().lower(), value.decode("latin-1")) for name, value in headers)
    kept = {name: value for name, value in plain if name in _KEPT_HEADERS}
    await tenant.session.execute(
        _COMPLETE,
        {
            "tenant_id": tenant.tenant_id,
            "user_id": tenant.user_id,
            "key": tenant.idempotency_key,
            "status": status,
            "headers": msgspec.json.encode(kept).decode(),
            "body": seal(keyring, body, *_cell(tenant, tenant.idempotency_key)),
        },
    )


def _cell(tenant: TenantRequest, key: str) -> tuple[UUID, str, str, str]:
    """An answer holds patient data as much as the rows it tells of, so it is sealed as well."""
    return tenant.tenant_id, "idempotency_key", "body", f"{tenant.user_id}|{key}"


def _checked(key: str | None) -> str:
    if key is None:
        raise Invalid.one(
            HEADER,
            "Send an Idempotency-Key header, new for each command, the same when you repeat it.",
        )
    if not 1 <= len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        raise Invalid.one(HEADER, f"{HEADER} must have 1 to {LONGEST} printable characters.")
    return key
