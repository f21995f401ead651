"""A forgotten password: a link that works once, for a day, and dies with the password it replaces.

The token is signed over the present password's hash, so nothing needs to be stored, and using it,
or changing the password in any other way, makes it worthless.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime, timedelta

import msgspec

from services.api.auth import repository
from services.api.auth.passwords import check_new_password, hash_password
from services.api.deps import Platform
from shared.db.outbox import publish
from shared.domain.errors import Invalid

LASTS = timedelta(hours=24)
_SIGNATURE_BYTES = 32
_NOT_GOOD = "This link was used already or is too old; please ask for a new one."


class _Claim(msgspec.Struct, array_like=True):
    email: str
    expires_unix_s: int


def reset_token(secret: bytes, email: str, present_hash: str | None, now: datetime) -> str:
    """What the link carries; made by `python -m services.api.admin` for a person to hand over."""
    claim = msgspec.json.encode(_Claim(email.lower(), int((now + LASTS).timestamp())))
    raw = _signature(secret, claim, present_hash) + claim
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


async def reset_password(
    platform: Platform, secret: bytes, token: str, password: str, now: datetime
) -> None:
    """Set the password and end every login the person has, in every tenant."""
    signature, said, claim = _opened(token)
    person = await platform.system.login_lookup(said.email)
    expected = _signature(secret, claim, person.password_hash if person else None)
    in_time = now.timestamp() < said.expires_unix_s
    if not hmac.compare_digest(signature, expected) or person is None or not in_time:
        raise Invalid.one("token", _NOT_GOOD)
    check_new_password(password, said.email)
    fresh = await hash_password(password)
    if not await platform.system.replace_password(person.user_id, person.password_hash, fresh):
        raise Invalid.one("token", _NOT_GOOD)
    for membership in await platform.system.memberships_of(person.user_id):
        async with platform.database.tenant_session(membership.tenant_id) as session:
            await repository.revoke_all(session, membership.tenant_id, person.user_id)


async def ask_for_reset(platform: Platform, email: str) -> None:
    """Tell the admins of the person's tenants; the caller learns nothing either way."""
    person = await platform.system.login_lookup(email)
    if person is None:
        return
    for membership in await platform.system.memberships_of(person.user_id):
        async with platform.database.tenant_session(membership.tenant_id) as session:
            about = {"kind": "reset-asked", "userId": str(person.user_id)}
            await publish(session, "alert", about)


def _signature(secret: bytes, claim: bytes, present_hash: str | None) -> bytes:
    message = b"reset|" + claim + b"|" + (present_hash or "").encode()
    return hmac.new(secret, message, hashlib.sha256).digest()


def _opened(token: str) -> tuple[bytes, _Claim, bytes]:
    """The signature, and what it would be of; raises Invalid for what is no token of ours."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        signature, claim = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
        said = msgspec.json.decode(claim, type=_Claim)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise Invalid.one("token", _NOT_GOOD) from None
    if "\0" in said.email:
        raise Invalid.one("token", _NOT_GOOD)
    return signature, said, claim
