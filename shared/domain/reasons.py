"""Why a visit has no stop: a closed list (DESIGN 2)."""

from enum import StrEnum


class UnassignedReason(StrEnum):
    """The words of a plan file and of the API."""

    NO_SKILL = "no_skill"
    NO_CERTIFICATE = "no_certificate"
    WINDOW_CLOSED = "window_closed"
    NO_SHIFT_HOURS = "no_shift_hours"
    OUTPRIORITISED = "outprioritised"
    GENDER_NOT_AVAILABLE = "gender_not_available"
    LANGUAGE_NOT_AVAILABLE = "language_not_available"
    REFUSED_THERAPIST = "refused_therapist"
    NAMED_THERAPIST_BUSY = "named_therapist_busy"
    THERAPIST_ABSENT = "therapist_absent"
    SHIFT_LIMIT = "shift_limit"
    PINNED_IMPOSSIBLE = "pinned_impossible"
    TOO_COSTLY = "too_costly"
    BAD_PLACE = "bad_place"
    NOT_CLEARED = "not_cleared"
    QUARANTINED = "quarantined"
    NOT_PLANNED_YET = "not_planned_yet"
    PLACE_PROPOSED = "place_proposed"
    PLACE_PUT_AWAY = "place_put_away"


_R = UnassignedReason

SENTENCES: dict[UnassignedReason, str] = {
    _R.NO_SKILL: "No therapist on shift has every skill that this visit needs.",
    _R.NO_CERTIFICATE: "No therapist's certificates cover the whole visit.",
    _R.WINDOW_CLOSED: "Nobody who may do this visit can reach it within its window.",
    _R.NO_SHIFT_HOURS: "Nobody who may do this visit is on shift then and back in time.",
    _R.OUTPRIORITISED: "Other visits took the time; placing this one would leave out a dearer one.",
    _R.GENDER_NOT_AVAILABLE: "No therapist of the gender that was asked for is free.",
    _R.LANGUAGE_NOT_AVAILABLE: "No therapist who speaks the patient's language is free.",
    _R.REFUSED_THERAPIST: "Only therapists whom the patient refused could come.",
    _R.NAMED_THERAPIST_BUSY: "The therapist who was promised by name has no time in the window.",
    _R.THERAPIST_ABSENT: "The therapist is absent and nobody else can take the visit.",
    _R.SHIFT_LIMIT: "It would pass the therapist's own limit of visits or of travel.",
    _R.PINNED_IMPOSSIBLE: "It is pinned to a shift or a time that cannot take it.",
    _R.TOO_COSTLY: "It would fit, but coming costs more than the visit's price for leaving it out.",
    _R.BAD_PLACE: "The place is not known well enough to drive there; ask for a pin.",
    _R.NOT_CLEARED: "The patient is not cleared for this service at the visit's start.",
    _R.QUARANTINED: "The visit's data is faulty and was set aside; see its error.",
    _R.NOT_PLANNED_YET: "The visit was added after the last plan; planning is on its way.",
    _R.PLACE_PROPOSED: "A proposal has a place for it and waits for a decision.",
    _R.PLACE_PUT_AWAY: "A place was proposed and put away; place it by hand, or plan again.",
}


def sentence(reason: UnassignedReason) -> str:
    """The reason as a dispatcher reads it."""
    return SENTENCES[reason]
