"""Sealed columns: AES-256-GCM under the tenant's key, bound to the very cell they belong to.

Layout: one byte 0x01, two bytes key id, twelve bytes nonce, ciphertext and tag. The associated data
names tenant, table, column and row, so a value copied into another cell does not open.
"""

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.crypto.keyring import KeyPurpose, KeyRing
from shared.domain.errors import RoundsError

_FORMAT = b"\x01"
_NONCE_BYTES = 12
HEAD_BYTES = 3
_SHORTEST = HEAD_BYTES + _NONCE_BYTES + 16


class SealBroken(RoundsError):  # noqa: N818 - named like its siblings in domain.errors
    """A sealed value was changed, moved to another cell, or is none."""

    slug = "seal-broken"


def seal(
    keyring: KeyRing, value: str | bytes, tenant: UUID, table: str, column: str, row_id: object
) -> bytes:
    """Seal a value for one cell; each call gives other bytes."""
    key_id = keyring.current(KeyPurpose.SEAL)
    key = keyring.tenant_key(KeyPurpose.SEAL, key_id, tenant)
    plain = value.encode() if isinstance(value, str) else value
    # 96 random bits repeat after about 2^48 values of one tenant; keys rotate long before.
    nonce = os.urandom(_NONCE_BYTES)
    return (
        head_of(key_id)
        + nonce
        + AESGCM(key).encrypt(nonce, plain, _cell(tenant, table, column, row_id))
    )


def unseal(
    keyring: KeyRing, sealed: bytes, tenant: UUID, table: str, column: str, row_id: object
) -> str:
    """The text that was sealed for this cell; SealBroken for any other cell or byte."""
    return unseal_bytes(keyring, sealed, tenant, table, column, row_id).decode()


def unseal_bytes(
    keyring: KeyRing, sealed: bytes, tenant: UUID, table: str, column: str, row_id: object
) -> bytes:
    """Like `unseal`, for values that are not text."""
    key = keyring.tenant_key(KeyPurpose.SEAL, key_id_of(sealed), tenant)
    nonce, rest = sealed[HEAD_BYTES : HEAD_BYTES + _NONCE_BYTES], sealed[_SHORTEST - 16 :]
    try:
        return AESGCM(key).decrypt(nonce, rest, _cell(tenant, table, column, row_id))
    except InvalidTag as error:
        raise SealBroken(f"{table}.{column} of {row_id} was changed or moved") from error


def key_id_of(sealed: bytes) -> int:
    """Which key a value was sealed with."""
    if len(sealed) < _SHORTEST:
        raise SealBroken("these bytes are no sealed value")
    return key_id_of_head(sealed[:HEAD_BYTES])


def key_id_of_head(head: bytes) -> int:
    """The key named by the first bytes of a sealed value."""
    if len(head) != HEAD_BYTES or head[:1] != _FORMAT:
        raise SealBroken("these bytes are no sealed value")
    return int.from_bytes(head[1:], "big")


def head_of(key_id: int) -> bytes:
    """How every value begins that was sealed with this key."""
    return _FORMAT + key_id.to_bytes(2, "big")


def _cell(tenant: UUID, table: str, column: str, row_id: object) -> bytes:
    return f"{tenant}|{table}|{column}|{row_id}".encode()
