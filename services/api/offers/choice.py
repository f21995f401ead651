"""Which of many possible windows an agent reads out: cheap ones, soon ones, spread over days."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.api.offers.fits import Fit

MOST = 12
# Of one part of a day, until every part has had its turn.
MOST_OF_A_PART = 2
PART_HOURS = 4
# Differences below this are no reason to send somebody later.
EQUAL_TRAVEL_S = 300


def chosen(fits: Iterable[Fit], zone: ZoneInfo) -> list[Fit]:
    """At most twelve, best first: least added cost, then earliest; the soonest is always there."""
    ranked = sorted(best_by_window(fits), key=_rank)
    if not ranked:
        return []
    soonest = min(ranked, key=lambda one: one.opens_at)
    kept = [soonest]
    parts = Counter([_part(soonest, zone)])
    for one in ranked:
        if len(kept) < MOST and _is_apart(one, kept) and parts[_part(one, zone)] < MOST_OF_A_PART:
            kept.append(one)
            parts[_part(one, zone)] += 1
    for one in ranked:
        if len(kept) < MOST and _is_apart(one, kept):
            kept.append(one)
    return sorted(kept, key=_rank)


def best_by_window(fits: Iterable[Fit]) -> list[Fit]:
    """Of each window the cheapest; shifts of two service days may serve the same one."""
    best: dict[datetime, Fit] = {}
    for one in fits:
        known = best.get(one.opens_at)
        if known is None or one.added_cost < known.added_cost:
            best[one.opens_at] = one
    return list(best.values())


def _rank(one: Fit) -> tuple[int, datetime]:
    return one.added_cost // EQUAL_TRAVEL_S, one.opens_at


def _is_apart(one: Fit, kept: Sequence[Fit]) -> bool:
    """Windows that overlap say nearly the same; one of them is enough."""
    return all(one.opens_at >= other.closes_at or one.closes_at <= other.opens_at for other in kept)


def _part(one: Fit, zone: ZoneInfo) -> tuple[date, int]:
    local = one.opens_at.astimezone(zone)
    return local.date(), local.hour // PART_HOURS
