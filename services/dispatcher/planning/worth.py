"""Whether a change of a published day is worth asking a person, or telling people, about it: it
mends something, or it saves more than the tenant's threshold.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.dispatcher.planning.evaluate import evaluated
from services.dispatcher.planning.merge import Group, lateness
from services.dispatcher.planning.picture import asked
from shared.db.live.horizon import Horizon
from shared.db.live.problem import LiveProblem, live_problem
from shared.db.live.schedule import violations_of


@dataclass(frozen=True, slots=True)
class Gain:
    """`mends` counts visits that get a place, late ones that will be in time again, and broken
    rules; `saves` are seconds-equivalents, what the change itself costs people taken off.
    """

    mends: int
    saves: int

    def __add__(self, other: "Gain") -> "Gain":
        return Gain(self.mends + other.mends, self.saves + other.saves)


NOTHING = Gain(0, 0)


def worthwhile(live: Horizon, groups: Iterable[Group]) -> tuple[Group, ...]:
    """Those that may be shown or written; on a day that nobody was told of, all."""
    if not live.published:
        return tuple(groups)
    return tuple(group for group in groups if _is_worth(live, gain_of(live, group)))


def is_better(live: Horizon, found: Iterable[Group], shown: Iterable[Group]) -> bool:
    """Whether these changes are worth more than those that people look at already."""
    new = sum((gain_of(live, group) for group in found), NOTHING)
    old = sum((gain_of(live, group) for group in shown), NOTHING)
    return _is_worth(live, Gain(new.mends - old.mends, new.saves - old.saves))


def _is_worth(live: Horizon, gain: Gain) -> bool:
    if gain.mends:
        return gain.mends > 0
    return gain.saves > 0 and gain.saves >= live.policy.proposal_threshold


def gain_of(live: Horizon, group: Group) -> Gain:
    """Of a group that `merge` let pass."""
    before = {shift_id: live.free_part(shift_id) for shift_id in group.routes}
    placed = sum(key not in live.stops for route in group.routes.values() for key in route)
    mends = placed + _late(live, before) - _late(live, group.routes) + _broken(live, before)
    return Gain(mends, _saved(live, before, group.routes))


def _late(live: Horizon, routes: Mapping[UUID, Sequence[UUID]]) -> int:
    late = (lateness(live, shift_id, route) for shift_id, route in routes.items())
    return sum(seconds > 0 for one in late for seconds in one.values())


def _broken(live: Horizon, routes: Mapping[UUID, Sequence[UUID]]) -> int:
    """Rules that the live routes break; the new ones break none (`merge`)."""
    return sum(len(violations_of(live, shift_id, route)) for shift_id, route in routes.items())


def _saved(
    live: Horizon, before: Mapping[UUID, Sequence[UUID]], after: Mapping[UUID, Sequence[UUID]]
) -> int:
    keys = dict.fromkeys(key for route in (*before.values(), *after.values()) for key in route)
    narrowed = live_problem(live, only=after, also=tuple(keys))
    was, will = _cost(live, narrowed, before), _cost(live, narrowed, after)
    return 0 if was is None or will is None else was - will


def _cost(
    live: Horizon, narrowed: LiveProblem, routes: Mapping[UUID, Sequence[UUID]]
) -> int | None:
    """Of a shift that an absence cuts, the first part drives all."""
    shares = {narrowed.parts_of(key)[0]: list(map(str, route)) for key, route in routes.items()}
    plan = evaluated(asked(live, narrowed), shares, 0)
    return None if plan is None else plan.cost
