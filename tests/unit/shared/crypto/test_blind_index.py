"""Equal inputs are found by equal outputs, within one tenant and one key."""

from uuid import UUID

from shared.crypto.blind_index import (
    blind_index,
    blind_indexes,
    name_tokens,
    name_tokens_by_key,
)
from shared.crypto.keyring import KeyPurpose, first_keys

TENANT, OTHER = UUID(int=1), UUID(int=2)
OLD = first_keys({purpose: bytes([1]) * 32 for purpose in KeyPurpose})
NEW = OLD.with_new_keys({purpose: bytes([2]) * 32 for purpose in KeyPurpose})
PHONE = "+971501234567"


def test_equal_phones() -> None:
    """The same number of the same tenant gives the same 32 bytes, any other gives others."""
    index = blind_index(OLD, TENANT, PHONE)
    assert index == blind_index(OLD, TENANT, PHONE)
    assert (len(index.value), index.key_version) == (32, 1)
    assert index.value != blind_index(OLD, OTHER, PHONE).value
    assert index.value != blind_index(OLD, TENANT, "+971501234568").value


def test_search_after_rotation() -> None:
    """A search tries the current key first and every older one."""
    assert blind_indexes(NEW, TENANT, PHONE) == [
        blind_index(NEW, TENANT, PHONE).value,
        blind_index(OLD, TENANT, PHONE).value,
    ]
    assert name_tokens_by_key(NEW, TENANT, ["abc"]) == [
        name_tokens(NEW, TENANT, ["abc"]),
        name_tokens(OLD, TENANT, ["abc"]),
    ]


def test_tokens_fit_a_bigint() -> None:
    """Tokens are distinct, sorted, from 0 to 2^63 - 1, and another tenant's are others."""
    pieces = [f"{n:03}" for n in range(500)]
    tokens = name_tokens(OLD, TENANT, pieces)
    assert tokens == sorted(set(tokens))
    assert len(tokens) == 500
    assert 0 <= tokens[0] <= tokens[-1] < 1 << 63
    assert not set(tokens) & set(name_tokens(OLD, OTHER, pieces))
