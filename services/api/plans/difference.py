"""What routes would change, on the wire."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.api.deps import TenantRequest
from services.api.plans.schemas import SentenceOut
from shared.db.live.difference import difference_of, sentence
from shared.db.live.horizon import Horizon

_TIMES = {"start_s": "startsAt", "before_s": "beforeAt"}
_PEOPLE = frozenset({"therapist", "from", "to"})
_COUNTS = {"left_out": "leftOut", "later_minutes": "laterMinutes"}


def sentences(
    tenant: TenantRequest, horizon: Horizon, routes: Mapping[UUID, Sequence[UUID]]
) -> list[SentenceOut]:
    """Each change with names and local times in place of ids and seconds."""
    return [
        SentenceOut(
            code=said.code.value,
            visit_id=UUID(said.visit) if said.visit else None,
            params=dict(_param(tenant, horizon, *one) for one in said.params.items()),
            text=sentence(horizon, said),
        )
        for said in difference_of(horizon, routes)
    ]


def _param(
    tenant: TenantRequest, horizon: Horizon, name: str, value: str | int
) -> tuple[str, str | int]:
    if name in _TIMES:
        return _TIMES[name], tenant.local(horizon.clock.instant(int(value))).isoformat()
    if name in _PEOPLE:
        return name, horizon.therapists[UUID(str(value))].name
    return _COUNTS.get(name, name), value
