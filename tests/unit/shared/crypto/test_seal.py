"""Sealed values open in their own cell only, with any key that is still in the ring."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.keyring import BadKeys, KeyPurpose, KeyRing, first_keys
from shared.crypto.seal import SealBroken, key_id_of, seal, unseal, unseal_bytes

TENANT, OTHER = UUID(int=1), UUID(int=2)
ROW = UUID(int=3)


def ring(byte: int = 1) -> KeyRing:
    """Keys made of one byte."""
    return first_keys({purpose: bytes([byte]) * 32 for purpose in KeyPurpose})


@given(st.text())
def test_round_trip(value: str) -> None:
    """Any text comes back."""
    sealed = seal(ring(), value, TENANT, "patient", "name_sealed", ROW)
    assert unseal(ring(), sealed, TENANT, "patient", "name_sealed", ROW) == value


def test_bytes_round_trip() -> None:
    """Bytes that are no text come back too."""
    sealed = seal(ring(), b"\xff\x00", TENANT, "t", "c", ROW)
    assert unseal_bytes(ring(), sealed, TENANT, "t", "c", ROW) == b"\xff\x00"


def test_never_twice_the_same() -> None:
    """Equal values do not show as equal."""
    assert len({seal(ring(), "x", TENANT, "t", "c", ROW) for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "cell",
    [
        (OTHER, "patient", "name_sealed", ROW),
        (TENANT, "contact", "name_sealed", ROW),
        (TENANT, "patient", "notes_sealed", ROW),
        (TENANT, "patient", "name_sealed", UUID(int=4)),
    ],
)
def test_moved(cell: tuple[UUID, str, str, UUID]) -> None:
    """A value copied to another tenant, table, column or row does not open."""
    sealed = seal(ring(), "x", TENANT, "patient", "name_sealed", ROW)
    with pytest.raises(SealBroken):
        unseal(ring(), sealed, *cell)


def test_changed() -> None:
    """Any flipped byte behind the key id is noticed."""
    sealed = seal(ring(), "secret", TENANT, "t", "c", ROW)
    for place in range(3, len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            unseal(ring(), bytes(changed), TENANT, "t", "c", ROW)


@pytest.mark.parametrize("value", [b"", b"plain text", b"\x02" + bytes(40)])
def test_not_sealed(value: bytes) -> None:
    """What is no sealed value is said to be none."""
    with pytest.raises(SealBroken):
        unseal(ring(), value, TENANT, "t", "c", ROW)


def test_rotation() -> None:
    """After a rotation old values open and new ones use the new key; a lost key is named."""
    old = ring()
    new = old.with_new_keys({KeyPurpose.SEAL: bytes([9]) * 32})
    sealed_before = seal(old, "x", TENANT, "t", "c", ROW)
    sealed_after = seal(new, "x", TENANT, "t", "c", ROW)
    assert (key_id_of(sealed_before), key_id_of(sealed_after)) == (1, 2)
    assert unseal(new, sealed_before, TENANT, "t", "c", ROW) == "x"
    with pytest.raises(BadKeys, match="no seal key 2"):
        unseal(old, sealed_after, TENANT, "t", "c", ROW)


def test_other_ring() -> None:
    """Another installation's keys open nothing."""
    sealed = seal(ring(1), "x", TENANT, "t", "c", ROW)
    with pytest.raises(SealBroken):
        unseal(ring(2), sealed, TENANT, "t", "c", ROW)
