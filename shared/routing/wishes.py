"""What each wish costs: the soonest and the cheapest place of a visit with wishes given up."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.routing.changes import OfVisit, view_with
from shared.routing.explain_suggestions import wishes_of
from shared.routing.insertion_spots import Spot, best_spots, on_view
from shared.routing.live_day import LiveDay


@dataclass(frozen=True, slots=True)
class WishCost:
    """With `given_up` (nothing: as asked for) the best that can be had; None: nothing can."""

    given_up: tuple[OfVisit, ...]
    soonest: Spot | None
    cheapest: Spot | None


def wish_costs(day: LiveDay, v: int, also: Sequence[OfVisit] = ()) -> list[WishCost]:
    """As asked for first, then each wish of the visit and each change of `also` given up alone,
    then all wishes at once. Visit index `v` is on no route.
    """
    wishes = list(wishes_of(day.view, v))
    tried: list[tuple[OfVisit, ...]] = [(), *((one,) for one in (*wishes, *also))]
    if len(wishes) > 1:
        tried.append(tuple(wishes))
    return [_cost(day, v, given_up) for given_up in tried]


def _cost(day: LiveDay, v: int, given_up: tuple[OfVisit, ...]) -> WishCost:
    spots = best_spots(on_view(day, view_with(day.view, v, *given_up)), v)
    soonest = min(spots, key=lambda one: (one.start_s, one.added_cost), default=None)
    return WishCost(given_up, soonest, spots[0] if spots else None)
