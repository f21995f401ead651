"""A change with the place that proves it."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.routing.changes import Change
from shared.routing.insertion_spots import Spot
from shared.routing.live_day import LiveDay

Routes = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """With `change` agreed the visit fits at `spot`. `routes` are the routes that change, whole, by
    shift index; `added_cost` is theirs in all, every term weighted.
    """

    change: Change
    spot: Spot
    added_cost: int
    routes: Routes


def placed(day: LiveDay, v: int, change: Change, spot: Spot) -> Suggestion:
    """Only the route of the spot changes."""
    route = day.routes[spot.shift]
    longer = (*route[: spot.position], v, *route[spot.position :])
    return Suggestion(change, spot, spot.added_cost, {spot.shift: longer})
