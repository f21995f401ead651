from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.ids import uuid7, uuid7_after

MS = 0x017F22E279B0


def test_the_layout_is_that_of_rfc_9562() -> None:
    """The example of the RFC's appendix A.6: time, version, variant and random bits in place."""
    expected = UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    free = (0xCC3 << 62) | 0x18C4DC0C0C07398F
    assert uuid7(MS, (free << 6).to_bytes(10, "big")) == expected


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_every_id_is_a_version_7_uuid_of_its_time(unix_ms: int, random_80: bytes) -> None:
    """Version, variant and time can be read back from it."""
    value = uuid7(unix_ms, random_80)
    assert (value.version, value.variant) == (7, "specified in RFC 4122")
    assert value.int >> 80 == unix_ms


@given(st.lists(st.tuples(st.integers(MS, MS + 3), st.binary(min_size=10, max_size=10))))
def test_ids_grow_even_when_the_clock_stands_or_goes_back(ticks: list[tuple[int, bytes]]) -> None:
    """Each id of a process is greater than the one before."""
    previous: UUID | None = None
    for unix_ms, random_80 in ticks:
        value = uuid7_after(previous, unix_ms, random_80)
        assert previous is None or value > previous
        assert value.version == 7
        previous = value


def test_a_full_counter_carries_into_the_milliseconds() -> None:
    """The greatest id of a millisecond is followed by one of the next."""
    last = uuid7(MS, b"\xff" * 10)
    assert uuid7_after(last, MS, b"\x00" * 10).int >> 80 == MS + 1


@pytest.mark.parametrize(("unix_ms", "random_80"), [(-1, b"0" * 10), (2**48, b"0" * 10), (0, b"")])
def test_what_does_not_fit_the_layout_is_refused(unix_ms: int, random_80: bytes) -> None:
    """A wrong clock or too little chance must not make an id."""
    with pytest.raises(ValueError, match="uuid7 needs"):
        uuid7(unix_ms, random_80)
