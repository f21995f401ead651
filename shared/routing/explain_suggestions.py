"""The cheapest single changes that make an unassigned visit fit, each proven before it is told.

Proven means: with the change agreed, insertion finds a place that is legal under every rule; the
suggestion carries that place, its cost and the routes that change.
"""

from collections.abc import Iterator, Sequence

from shared.routing.changes import (
    Accept,
    AnyGender,
    AnyLanguage,
    AsItIs,
    OfVisit,
    Unpin,
    Widen,
    view_with,
)
from shared.routing.compiled import Compiled
from shared.routing.explain_other_visits import by_moving_others
from shared.routing.explain_shifts import by_stretching_shifts
from shared.routing.insertion_spots import Spot, best_spots, on_view
from shared.routing.live_day import LiveDay
from shared.routing.proven import Suggestion, placed
from shared.routing.reading import MAX_TIME_S

# How far a patient may be asked to move, in steps.
WIDER_S = tuple(60 * minutes for minutes in (15, 30, 45, 60, 90, 120, 180, 240))


def suggestions(
    day: LiveDay, v: int, wishes: Sequence[OfVisit] | None = None, limit: int = 6
) -> list[Suggestion]:
    """Cheapest first. `wishes` are what the patient could give up, for who knows more of it than
    the problem does (`wishes_of`).
    """
    as_it_is = best_spots(day, v, 1)
    if as_it_is:
        return [placed(day, v, AsItIs(), as_it_is[0])]
    found = [
        *_by_wishes(day, v, [*wishes_of(day.view, v)] if wishes is None else wishes),
        *_by_windows(day, v),
        *by_stretching_shifts(day, v),
        *by_moving_others(day, v),
    ]
    return sorted(found, key=lambda one: (one.added_cost, one.spot))[:limit]


def wishes_of(view: Compiled, v: int) -> Iterator[OfVisit]:
    """What the patient could give up."""
    visit = view.problem.visits[v]
    if visit.gender is not None:
        yield AnyGender(visit.id)
    if visit.languages:
        yield AnyLanguage(visit.id)
    if visit.forbidden_therapists:
        yield Accept(visit.id, tuple(sorted(visit.forbidden_therapists)))
    if visit.pinned is not None:
        yield Unpin(visit.id)


def _by_wishes(day: LiveDay, v: int, wishes: Sequence[OfVisit]) -> Iterator[Suggestion]:
    for change in wishes:
        spot = spot_after(day, v, change)
        if spot is not None:
            yield placed(day, v, _as_small_as_needed(day, change, spot), spot)


def _as_small_as_needed(day: LiveDay, change: OfVisit, spot: Spot) -> OfVisit:
    """Nobody is asked to accept more therapists than the one who would come."""
    if isinstance(change, Accept):
        return Accept(change.visit, (day.view.problem.shifts[spot.shift].therapist,))
    return change


def _by_windows(day: LiveDay, v: int) -> Iterator[Suggestion]:
    """Sooner or later by the fewest minutes of `WIDER_S` that do."""
    visit = day.view.problem.visits[v]
    room_s = MAX_TIME_S - max(abs(t) for window in visit.windows_s for t in window)
    for sooner in (True, False):
        steps = [one for one in WIDER_S if one <= room_s]
        low, high, best = 0, len(steps), None
        while low < high:
            # The widest first: where it does not help, nothing does.
            middle = high - 1 if best is None else (low + high) // 2
            wider = steps[middle]
            change = Widen(visit.id, wider if sooner else 0, 0 if sooner else wider)
            spot = spot_after(day, v, change)
            if spot is None and best is None:
                break
            if spot is None:
                low = middle + 1
            else:
                high, best = middle, placed(day, v, change, spot)
        if best is not None:
            yield best


def spot_after(day: LiveDay, v: int, change: OfVisit) -> Spot | None:
    """The best place once this is agreed."""
    spots = best_spots(on_view(day, view_with(day.view, v, change)), v, 1)
    return spots[0] if spots else None
