"""Offers and holds on the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec


class OfferedBy(msgspec.Struct, rename="camel"):
    """Who would come."""

    id: UUID
    name: str
    gender: str


class OfferOut(msgspec.Struct, rename="camel"):
    """A window that can be promised: service starts between `startsAt` and `endsAt`."""

    id: str
    starts_at: datetime
    ends_at: datetime
    added_travel_s: int
    therapist: OfferedBy


class WhyNone(msgspec.Struct, rename="camel"):
    """Why there is nothing to offer."""

    code: str
    text: str


class OffersOut(msgspec.Struct, rename="camel"):
    """Best first. An empty list says why, and when the next window would be possible, if any;
    `notBefore` where the patient's age allows none before then.
    """

    items: list[OfferOut]
    reason: WhyNone | None = None
    next_possible: datetime | None = None
    not_before: datetime | None = None


class WishedWindow(msgspec.Struct, rename="camel"):
    """What could be promised; change the request's wishes to be offered it."""

    starts_at: datetime
    ends_at: datetime
    added_travel_s: int
    therapist: OfferedBy


class WishOut(msgspec.Struct, rename="camel"):
    """With this wish given up, the soonest and the least driving; nulls: nothing even then."""

    wish: str
    text: str
    soonest: WishedWindow | None
    cheapest: WishedWindow | None


class WishesOut(msgspec.Struct, rename="camel"):
    """What each wish costs: `as-asked` first, then each wish given up alone, then all at once."""

    items: list[WishOut]


class HoldIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """The offer to hold, by its id."""

    offer_id: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class HoldOut(msgspec.Struct, rename="camel"):
    """A window kept until `expiresAt` by the database's clock."""

    id: UUID
    request_id: UUID
    kind: str
    expires_at: datetime
    starts_at: datetime
    ends_at: datetime
    planned_start: datetime
    plan_date: str
    therapist: OfferedBy
    version: int
