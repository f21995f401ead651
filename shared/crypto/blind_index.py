"""Finding sealed values by equality: keyed hashes of phones and of pieces of names.

Equal inputs give equal outputs within a tenant, so frequencies show; nothing else does without the
key. Search must try every readable key until a rotation has rewritten all rows.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from shared.crypto.keyring import KeyPurpose, KeyRing

_LOW_63_BITS = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class BlindIndex:
    """The hash of a phone number and the version of the key that made it."""

    key_version: int
    value: bytes


def blind_index(keyring: KeyRing, tenant: UUID, phone_e164: str) -> BlindIndex:
    """What to store with a phone number in E.164 (`+971501234567`), under the current key."""
    return _index(keyring, tenant, phone_e164, keyring.current(KeyPurpose.PHONE_INDEX))


def blind_indexes(keyring: KeyRing, tenant: UUID, phone_e164: str) -> list[bytes]:
    """What to search for: the value under each readable key."""
    ids = keyring.ids(KeyPurpose.PHONE_INDEX)
    return [_index(keyring, tenant, phone_e164, key_id).value for key_id in ids]


def name_tokens(keyring: KeyRing, tenant: UUID, trigrams: Iterable[str]) -> list[int]:
    """What to store for a name: a number from 0 to 2^63 - 1 for each trigram, sorted."""
    return _tokens(keyring, tenant, trigrams, keyring.current(KeyPurpose.NAME_TOKEN))


def name_tokens_by_key(keyring: KeyRing, tenant: UUID, trigrams: Iterable[str]) -> list[list[int]]:
    """What to search for: the tokens under each readable key, the current one's first."""
    pieces = list(trigrams)
    ids = keyring.ids(KeyPurpose.NAME_TOKEN)
    return [_tokens(keyring, tenant, pieces, key_id) for key_id in ids]


def _index(keyring: KeyRing, tenant: UUID, phone: str, key_id: int) -> BlindIndex:
    key = keyring.tenant_key(KeyPurpose.PHONE_INDEX, key_id, tenant)
    return BlindIndex(key_id, hmac.new(key, phone.encode(), hashlib.sha256).digest())


def _tokens(keyring: KeyRing, tenant: UUID, trigrams: Iterable[str], key_id: int) -> list[int]:
    key = keyring.tenant_key(KeyPurpose.NAME_TOKEN, key_id, tenant)
    digests = (hmac.digest(key, piece.encode(), "sha256") for piece in trigrams)
    return sorted({int.from_bytes(digest[:8], "big") & _LOW_63_BITS for digest in digests})
