"""An offer's id: a signed token, so that offers need no rows and nobody can invent one."""

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from shared.domain.errors import Invalid

# How long an agent may talk before an offer has to be asked for again; the hold checks it anyway.
VALID_FOR = timedelta(minutes=15)

_FIELDS = struct.Struct(">16s16s16s16siqqqq")
_TAG_BYTES = 16


@dataclass(frozen=True, slots=True)
class Offer:
    """A promised window with the therapist and shift that keep it."""

    tenant_id: UUID
    request_id: UUID
    shift_id: UUID
    therapist_id: UUID
    plan_date: date
    opens_at: datetime
    closes_at: datetime
    planned_start: datetime
    expires_at: datetime


def write(secret: bytes, offer: Offer) -> str:
    """The token of an offer."""
    times = (offer.opens_at, offer.closes_at, offer.planned_start, offer.expires_at)
    ids = (offer.tenant_id, offer.request_id, offer.shift_id, offer.therapist_id)
    packed = _FIELDS.pack(
        *(one.bytes for one in ids),
        offer.plan_date.toordinal(),
        *(int(at.timestamp()) for at in times),
    )
    return base64.urlsafe_b64encode(packed + _tag(secret, packed)).decode().rstrip("=")


def read(secret: bytes, token: str, *, tenant_id: UUID, request_id: UUID, now: datetime) -> Offer:
    """The offer; raises Invalid naming `offerId` when it is not ours, for another request, or old.

    Another tenant's token answers like an invented one.
    """
    offer = _opened(secret, token)
    if offer is None or offer.tenant_id != tenant_id or offer.request_id != request_id:
        raise Invalid.one("offerId", "offerId must be the id of an offer of this request.")
    if offer.expires_at <= now:
        raise Invalid.one("offerId", "This offer is too old; ask for the offers again.")
    return offer


def _opened(secret: bytes, token: str) -> Offer | None:
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    packed, tag = raw[: _FIELDS.size], raw[_FIELDS.size :]
    if len(packed) != _FIELDS.size or not hmac.compare_digest(tag, _tag(secret, packed)):
        return None
    *ids, day, opens, closes, start, expires = _FIELDS.unpack(packed)
    tenant_id, request_id, shift_id, therapist_id = (UUID(bytes=one) for one in ids)
    return Offer(
        tenant_id,
        request_id,
        shift_id,
        therapist_id,
        date.fromordinal(day),
        *(datetime.fromtimestamp(at, UTC) for at in (opens, closes, start, expires)),
    )


def _tag(secret: bytes, packed: bytes) -> bytes:
    # The leading word keeps this signature from being one of anything else made with the secret.
    return hmac.digest(secret, b"offer\0" + packed, hashlib.sha256)[:_TAG_BYTES]
