"""What a stream carries: the tenant's outbox, in order."""

from dataclasses import dataclass
from typing import Any

from services.api.deps import Identity
from shared.domain.roles import Role

RESYNC = "resync"
_STAFF = frozenset({Role.AGENT, Role.DISPATCHER, Role.CLINICIAN, Role.SUPERVISOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Event:
    """One message; `position` is its place in the tenant's order, and the stream's event id."""

    position: int
    topic: str
    payload: dict[str, Any]


def is_for(who: Identity, event: Event) -> bool:
    """Staff hear of everything in their tenant (ids only); a therapist of their own alone."""
    if event.payload.get("kind") == "reset-asked":
        return Role.ADMIN in who.roles
    if not who.roles.isdisjoint(_STAFF):
        return True
    own = who.therapist_id is not None and Role.THERAPIST in who.roles
    return own and str(who.therapist_id) in _therapists(event)


def _therapists(event: Event) -> set[str]:
    named = event.payload.get("therapistIds", [])
    single = event.payload.get("therapistId")
    of_topic = event.payload.get("id") if event.topic == "therapist.changed" else None
    return {str(each) for each in (*named, single, of_topic) if each is not None}
