"""Suggestions and blockers in words, as a dispatcher reads them."""

from enum import StrEnum

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


class SuggestionKind(StrEnum):
    """The API's words for what somebody would have to agree to; the web app's catalogs have a
    sentence for each.
    """

    START_EARLIER = "start-earlier"
    START_LATER = "start-later"
    OTHER_THERAPIST = "other-therapist"
    ANY_GENDER = "any-gender"
    ANY_LANGUAGE = "any-language"
    UNPIN = "unpin"
    OVERTIME = "overtime"
    MORE_TRAVEL = "more-travel"
    LONGER_LEG = "longer-leg"
    MORE_VISITS = "more-visits"
    MOVE_OTHER = "move-other"
    RETIME_OTHER = "retime-other"
    PLACE = "place"


_K = SuggestionKind
_KINDS: dict[type[Change], SuggestionKind] = {
    Widen: _K.START_LATER,
    Accept: _K.OTHER_THERAPIST,
    AnyGender: _K.ANY_GENDER,
    AnyLanguage: _K.ANY_LANGUAGE,
    Unpin: _K.UNPIN,
    MoreOvertime: _K.OVERTIME,
    MoreTravel: _K.MORE_TRAVEL,
    LongerLeg: _K.LONGER_LEG,
    MoreVisits: _K.MORE_VISITS,
    MoveOther: _K.MOVE_OTHER,
    AsItIs: _K.PLACE,
}
_SENTENCES = {
    _K.START_EARLIER: "Ask the patient whether it may start up to {minutes} minutes earlier: "
    "{who} comes.",
    _K.START_LATER: "Ask the patient whether it may start up to {minutes} minutes later: "
    "{who} comes.",
    _K.OTHER_THERAPIST: "Ask the patient to accept {who}, another than the one named.",
    _K.ANY_GENDER: "Ask the patient to accept {who}, of another gender.",
    _K.ANY_LANGUAGE: "Ask the patient to accept {who}, without the language.",
    _K.UNPIN: "Let the visit leave the shift it is pinned to: {who} comes.",
    _K.OVERTIME: "{who} works {minutes} minutes more overtime.",
    _K.MORE_TRAVEL: "{who} drives {minutes} minutes more than the shift's maximum.",
    _K.LONGER_LEG: "{who} drives a way {minutes} minutes longer than the maximum.",
    _K.MORE_VISITS: "{who} takes one visit more than the maximum.",
    _K.MOVE_OTHER: "{who} takes it, and another visit of theirs goes to {other}.",
    _K.RETIME_OTHER: "{who} takes it, and serves another visit at another time.",
    _K.PLACE: "It fits as it is: place it with {who}.",
}


def rule_of(reason: UnassignedReason) -> str:
    """The rule behind a reason that keeps a therapist out."""
    return _RULES.get(reason, "forbidden_therapists")


def rule_text(rule: str) -> str:
    """The rule's sentence."""
    return "Another therapist was asked for by name." if rule == NAMED else SENTENCES[rule]


def kind_of(change: Change, reason: UnassignedReason | None, *, same: bool) -> SuggestionKind:
    """`reason` is what kept out the therapist who would come; `same`: they also take the visit
    that makes room.
    """
    if isinstance(change, Widen) and change.earlier_s:
        return _K.START_EARLIER
    if isinstance(change, Accept) and reason is UnassignedReason.GENDER_NOT_AVAILABLE:
        return _K.ANY_GENDER
    if isinstance(change, MoveOther) and same:
        return _K.RETIME_OTHER
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


def text_of(kind: SuggestionKind, minutes: int | None, who: str, other: str) -> str:
    """`who` would come; `other` takes the visit that makes room."""
    return _SENTENCES[kind].format(minutes=minutes, who=who, other=other)
