"""What each wish of a request costs: the same search as offers, with wishes given up."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from services.api.deps import TenantRequest
from services.api.offers.fits import Field, Fit, fits
from services.api.offers.schemas import WishedWindow, WishesOut, WishOut
from services.api.offers.search import (
    LOOK_AHEAD_DAYS,
    Range,
    Searcher,
    asked_range,
    fields_of,
    offered_by,
)
from services.api.offers.wanted import Wanted, find_wanted
from shared.db.live.horizon import Wishes


async def list_wishes(
    tenant: TenantRequest,
    searcher: Searcher,
    request_id: UUID,
    begins: datetime | None,
    ends: datetime | None,
) -> WishesOut:
    """Raises NotFound, Invalid, Conflict like the offers themselves."""
    wanted = await find_wanted(tenant, searcher.live.keyring, request_id, anew=False)
    wished = asked_range(tenant.now, begins, ends)
    fields = await fields_of(tenant, searcher, wanted, wished)
    items = [
        _told(tenant, wish, words, fields, variant, wished)
        for wish, words, variant in _variants(wanted)
    ]
    later = Range(wished.ends, wished.ends + timedelta(days=LOOK_AHEAD_DAYS))
    days = await fields_of(tenant, searcher, wanted, later)
    text = f"Everything as asked for, up to {LOOK_AHEAD_DAYS} days later"
    return WishesOut([*items, _told(tenant, "later-day", text, days, wanted, later)])


def _variants(wanted: Wanted) -> Iterator[tuple[str, str, Wanted]]:
    """As asked for, without each wish, and without all of them where there are several."""
    wishes = wanted.wishes
    yield "as-asked", "As asked for", wanted
    free: list[tuple[str, str, Wanted]] = []
    if wishes.gender is not None:
        anybody = replace(wanted, wishes=replace(wishes, gender=None))
        free.append(("gender", "A therapist of any gender", anybody))
    if wishes.named_therapist is not None:
        others = replace(wanted, wishes=replace(wishes, named_therapist=None))
        free.append(("named-therapist", "Another therapist than the one named", others))
    if wishes.refused_therapists:
        all_of_them = replace(wanted, wishes=replace(wishes, refused_therapists=frozenset()))
        free.append(("refused-therapists", "The refused therapists too", all_of_them))
    if wanted.language_asked:
        free.append(("language", "Any language", _in_any_language(wanted)))
    yield from free
    if len(free) > 1:
        yield "all", "Anyone", replace(_in_any_language(wanted), wishes=Wishes())


def _in_any_language(wanted: Wanted) -> Wanted:
    return replace(wanted, languages=frozenset(), language_asked=False)


def _told(
    tenant: TenantRequest,
    wish: str,
    words: str,
    fields: Sequence[Field],
    wanted: Wanted,
    wished: Range,
) -> WishOut:
    found = [fit for field in fields for fit in fits(field, wanted, wished.begins, wished.ends)]
    soonest = min(found, key=lambda one: (one.opens_at, one.added_cost), default=None)
    cheapest = min(found, key=lambda one: (one.added_cost, one.opens_at), default=None)
    return WishOut(wish, words, _window(tenant, soonest), _window(tenant, cheapest))


def _window(tenant: TenantRequest, fit: Fit | None) -> WishedWindow | None:
    if fit is None:
        return None
    return WishedWindow(
        tenant.local(fit.opens_at),
        tenant.local(fit.closes_at),
        fit.added_travel_s,
        offered_by(fit.therapist_id, fit.therapist_name, fit.therapist_gender),
    )
