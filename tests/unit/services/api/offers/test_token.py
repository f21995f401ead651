"""Offer tokens: what was signed comes back; nothing else is an offer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from services.api.offers.token import Offer, read, write
from shared.domain.errors import Invalid

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
SECRET = b"s" * 32


def offer() -> Offer:
    """An offer of an hour."""
    return Offer(
        tenant_id=uuid4(),
        request_id=uuid4(),
        shift_id=uuid4(),
        therapist_id=uuid4(),
        plan_date=date(2026, 3, 1),
        opens_at=NOW + timedelta(hours=2),
        closes_at=NOW + timedelta(hours=3),
        planned_start=NOW + timedelta(hours=2, minutes=10),
        expires_at=NOW + timedelta(minutes=15),
    )


def opened(token: str, like: Offer, secret: bytes = SECRET, now: datetime = NOW) -> Offer:
    """The token read for the request it was made for."""
    whose: tuple[UUID, UUID] = (like.tenant_id, like.request_id)
    return read(secret, token, tenant_id=whose[0], request_id=whose[1], now=now)


def test_a_signed_offer_comes_back_whole() -> None:
    """Every field, to the second."""
    made = offer()
    assert opened(write(SECRET, made), made) == made


@pytest.mark.parametrize("token", ["", "abc", "é", "A" * 200, "====", "a b"])
def test_what_nobody_signed_is_no_offer(token: str) -> None:
    """Any text is refused by the name of its field."""
    with pytest.raises(Invalid) as refused:
        opened(token, offer())
    assert refused.value.fields[0].field == "offerId"


def test_every_changed_character_is_noticed() -> None:
    """Flipping any one of them breaks the signature or changes whose it is."""
    made = offer()
    token = write(SECRET, made)
    for i, letter in enumerate(token[:-1]):
        other = "B" if letter == "A" else "A"
        with pytest.raises(Invalid):
            opened(token[:i] + other + token[i + 1 :], made)


def test_another_secret_tenant_or_request_is_refused() -> None:
    """A token is good for one request of one tenant of one installation."""
    made = offer()
    token = write(SECRET, made)
    with pytest.raises(Invalid):
        opened(token, made, secret=b"t" * 32)
    with pytest.raises(Invalid):
        opened(token, replace(made, tenant_id=uuid4()))
    with pytest.raises(Invalid):
        opened(token, replace(made, request_id=uuid4()))


def test_an_old_offer_is_refused() -> None:
    """At the very second at which it expires."""
    made = offer()
    with pytest.raises(Invalid, match="too old"):
        opened(write(SECRET, made), made, now=made.expires_at)
