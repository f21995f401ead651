"""Who may not serve an occasion, and why. Class: safety (certificates), else the patient's word.

A certificate must cover every start that the window allows, so that no re-timing inside the
window can leave a stop uncovered; the database checks the chosen times once more.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from shared.db.live.clock import Clock
from shared.db.live.horizon import LiveTherapist, Occasion, Wishes
from shared.domain.reasons import UnassignedReason

_R = UnassignedReason


def blocker(
    therapist: LiveTherapist,
    required: frozenset[str],
    wishes: Wishes,
    from_: datetime,
    until: datetime,
) -> UnassignedReason | None:
    """Why this therapist may not serve from `from_` to `until`; None if they may."""
    if therapist.id in wishes.refused_therapists:
        return _R.REFUSED_THERAPIST
    if wishes.named_therapist not in (None, therapist.id):
        return _R.NAMED_THERAPIST_BUSY
    if wishes.gender not in (None, therapist.gender):
        return _R.GENDER_NOT_AVAILABLE
    of_use = [one for one in therapist.certificates if one.kind in required]
    if required <= {one.kind for one in of_use if one.covers(from_, until)}:
        return None
    return _R.NO_CERTIFICATE if required <= {one.kind for one in of_use} else _R.NO_SKILL


def blockers(
    occasion: Occasion, therapists: Iterable[LiveTherapist], clock: Clock
) -> Mapping[UUID, UnassignedReason]:
    """All therapists who may not serve it, each with the reason."""
    from_ = clock.instant(occasion.opens_s)
    until = clock.instant(occasion.closes_s + occasion.service_s)
    found = (
        (one.id, blocker(one, occasion.required, occasion.wishes, from_, until))
        for one in therapists
    )
    return {therapist: why for therapist, why in found if why is not None}


def blockers_of_all(
    occasions: Iterable[Occasion], therapists: Collection[LiveTherapist], clock: Clock
) -> dict[UUID, Mapping[UUID, UnassignedReason]]:
    """`blockers` by occasion; those that ask for the same at the same time share an answer."""
    known: dict[Hashable, Mapping[UUID, UnassignedReason]] = {}
    found: dict[UUID, Mapping[UUID, UnassignedReason]] = {}
    for one in occasions:
        asked = (one.required, one.wishes, one.opens_s, one.closes_s + one.service_s)
        if asked not in known:
            known[asked] = blockers(one, therapists, clock)
        found[one.id] = known[asked]
    return found
