"""What other routes would change of the live ones, in sentences (`shared.routing.difference`)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from shared.db.live.horizon import Horizon
from shared.db.live.schedule import preview
from shared.db.live.wording import clock_words, visit_words
from shared.routing.difference import Said, Spot, difference
from shared.routing.difference_words import in_english
from shared.routing.visit import Promised


def difference_of(horizon: Horizon, routes: Mapping[UUID, Sequence[UUID]]) -> tuple[Said, ...]:
    """Of these open parts, whatever they break; times are the planned ones. A visit that comes from
    a route that is not among them is compared with its place there.
    """
    known = {key for shift_id in routes for key in horizon.free_part(shift_id)}
    known |= {key for route in routes.values() for key in route}
    before = {
        str(key): Spot(_therapist(horizon, stop.shift_id), stop.planned.start_s)
        for key in sorted(known)
        if (stop := horizon.stops.get(key)) is not None
    }
    after = {
        str(key): Spot(_therapist(horizon, shift_id), times.start_s)
        for shift_id, route in routes.items()
        for key, times in preview(horizon, shift_id, route).times.items()
    }
    return difference(_promises(horizon, known), before, after)


def sentence(horizon: Horizon, said: Said) -> str:
    """The English of it, with names, promised windows and local times."""
    return in_english(
        said,
        lambda key: visit_words(horizon, UUID(key) if key else None),
        lambda key: horizon.therapists[UUID(key)].name,
        lambda at: clock_words(horizon, at),
    )


def _therapist(horizon: Horizon, shift_id: UUID) -> str:
    return str(horizon.shifts[shift_id].therapist_id)


def _promises(horizon: Horizon, keys: set[UUID]) -> dict[str, Promised]:
    occasions = (horizon.occasions[key] for key in keys)
    return {
        str(one.id): Promised((one.opens_s, one.closes_s), 0) for one in occasions if one.promised
    }
