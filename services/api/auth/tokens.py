"""Opaque tokens: base64url of the tenant's id and 32 random bytes; only their hash is stored."""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request

from shared.domain.errors import Forbidden, Unauthenticated
from shared.domain.tenant import TenantId

SECRET_BYTES = 32
# Told apart at sight, by us and by whoever searches repositories for lost secrets.
KEY_PREFIX = "rounds_"
CSRF_HEADER = "X-CSRF-Token"
CSRF_COOKIE = "rounds_csrf"
SESSION_COOKIE = "rounds_session"
# A `__Host-` cookie cannot be planted by a neighbouring subdomain; browsers demand TLS for it.
SECURE_SESSION_COOKIE = "__Host-rounds_session"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Presented:
    """A token as a request brought it; worth nothing until the database knows its hash."""

    tenant_id: TenantId
    token_hash: bytes
    unsafe: bool
    by_cookie: bool = False
    is_api_key: bool = False
    csrf_hash: bytes | None = None


def new_token(tenant_id: UUID) -> str:
    """A fresh secret (256 bits) that says to which tenant it belongs."""
    return _encode(tenant_id.bytes + secrets.token_bytes(SECRET_BYTES))


def new_api_key(tenant_id: UUID) -> str:
    """The same for a program; it lasts until it is revoked."""
    return KEY_PREFIX + new_token(tenant_id)


def hashed(token: str) -> bytes:
    """What is stored; the secret is random, so one round without salt is enough."""
    return hashlib.sha256(token.encode()).digest()


def tenant_of(token: str) -> TenantId:
    """The tenant a token claims to be of; raises Unauthenticated when it is none of ours."""
    try:
        token = token.removeprefix(KEY_PREFIX)
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        raise Unauthenticated from None
    if len(raw) != 16 + SECRET_BYTES:
        raise Unauthenticated
    return TenantId(UUID(bytes=raw[:16]))


def presented_token(request: Request[Any, Any, Any]) -> Presented:
    """The bearer token, else the browser's cookie; raises Unauthenticated when there is neither."""
    unsafe = request.method not in _SAFE
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and bearer:
        token = bearer.strip()
        is_key = token.startswith(KEY_PREFIX)
        return Presented(tenant_of(token), hashed(token), unsafe, is_api_key=is_key)
    cookies = request.cookies
    cookie = cookies.get(SECURE_SESSION_COOKIE) or cookies.get(SESSION_COOKIE)
    if not cookie:
        raise Unauthenticated
    csrf = request.headers.get(CSRF_HEADER)
    return Presented(
        tenant_of(cookie),
        hashed(cookie),
        unsafe,
        by_cookie=True,
        csrf_hash=hashed(csrf) if csrf else None,
    )


def check_csrf(presented: Presented, expected: bytes | None) -> None:
    """A browser sends cookies by itself, but only our own page can read and repeat the token."""
    if not (presented.by_cookie and presented.unsafe):
        return
    sent = presented.csrf_hash or b""
    if not hmac.compare_digest(sent, expected or b"none"):
        raise Forbidden(f"Send {CSRF_HEADER} with the value of the cookie {CSRF_COOKIE}.")


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
