"""Suggestions and blockers in words, as a dispatcher reads them."""

from typing import assert_never

from shared.domain.reasons import UnassignedReason
from shared.routing.changes import (
    Accept,
    AnyGender,
    AnyLanguage,
    AsItIs,
    Change,
    LongerLeg,
    MoreOvertime,
    MoreTravel,
    MoreVisits,
    MoveOther,
    OfShift,
    Unpin,
    Widen,
)
from shared.routing.explain_blockers import SENTENCES

NAMED = "named_therapist"
_RULES = {
    UnassignedReason.NO_SKILL: "skills",
    UnassignedReason.NO_CERTIFICATE: "certificates",
    UnassignedReason.GENDER_NOT_AVAILABLE: "gender",
    UnassignedReason.LANGUAGE_NOT_AVAILABLE: "languages",
    UnassignedReason.NAMED_THERAPIST_BUSY: NAMED,
}

_KINDS: dict[type[Change], str] = {
    Widen: "widen-window",
    Accept: "other-therapist",
    AnyGender: "any-gender",
    AnyLanguage: "any-language",
    Unpin: "unpin",
    MoreOvertime: "overtime",
    MoreTravel: "more-travel",
    LongerLeg: "longer-leg",
    MoreVisits: "more-visits",
    MoveOther: "move-other",
    AsItIs: "place",
}


def rule_of(reason: UnassignedReason) -> str:
    """The rule behind a reason that keeps a therapist out."""
    return _RULES.get(reason, "forbidden_therapists")


def rule_text(rule: str) -> str:
    """The rule's sentence."""
    return "Another therapist was asked for by name." if rule == NAMED else SENTENCES[rule]


def kind_of(change: Change, reason: UnassignedReason | None) -> str:
    """The word of the API; `reason` is what kept out the therapist who would come."""
    if isinstance(change, Accept) and reason is UnassignedReason.GENDER_NOT_AVAILABLE:
        return _KINDS[AnyGender]
    return _KINDS[type(change)]


def minutes_of(change: Change) -> int | None:
    """How many are asked for."""
    match change:
        case Widen():
            return (change.earlier_s + change.later_s) // 60
        case MoreOvertime() | MoreTravel() | LongerLeg():
            return change.more_s // 60
        case _:
            return None


def text_of(change: Change, kind: str, who: str, other: str) -> str:
    """`who` would come; `other` takes the visit that makes room."""
    match change:
        case Widen() | Accept() | AnyGender() | AnyLanguage():
            return _to_the_patient(change, kind, who)
        case MoreOvertime() | MoreTravel() | LongerLeg() | MoreVisits():
            return _to_the_therapist(change, who)
        case MoveOther() if other == who:
            return f"{who} takes it, and serves another visit at another time."
        case MoveOther():
            return f"{who} takes it, and another visit of theirs goes to {other}."
        case Unpin():
            return f"Let the visit leave the shift it is pinned to: {who} comes."
        case AsItIs():
            return f"It fits as it is: place it with {who}."
        case _:
            assert_never(change)


def _to_the_patient(change: Widen | Accept | AnyGender | AnyLanguage, kind: str, who: str) -> str:
    if isinstance(change, Widen):
        when = "earlier" if change.earlier_s else "later"
        minutes = minutes_of(change)
        return f"Ask the patient whether it may start up to {minutes} minutes {when}: {who} comes."
    wishes = {"any-gender": "of another gender", "any-language": "without the language"}
    whom = wishes.get(kind, "another than the one named")
    return f"Ask the patient to accept {who}, {whom}."


def _to_the_therapist(change: OfShift, who: str) -> str:
    minutes = minutes_of(change)
    match change:
        case MoreOvertime():
            return f"{who} works {minutes} minutes more overtime."
        case MoreTravel():
            return f"{who} drives {minutes} minutes more than the shift's maximum."
        case LongerLeg():
            return f"{who} drives a way {minutes} minutes longer than the maximum."
        case MoreVisits():
            return f"{who} takes one visit more than the maximum."
        case _:
            assert_never(change)
