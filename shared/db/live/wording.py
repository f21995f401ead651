"""A broken rule as a dispatcher reads it: who, when by the clock on the wall, what was promised;
never a patient. The verifier speaks of ids and seconds.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from shared.db.live.horizon import Horizon, LiveShift, OccasionKind
from shared.domain.reasons import UnassignedReason
from shared.routing.violation import Violation

_R = UnassignedReason


def worded(horizon: Horizon, one: Violation) -> Violation:
    """The same violation with a sentence (without its full stop) for its text."""
    return replace(one, text=_SENTENCES[one.rule](horizon, one))


def clock_words(horizon: Horizon, seconds: int) -> str:
    """Local time by the minute."""
    return _clock(horizon, seconds)


def _clock(horizon: Horizon, seconds: int | None, *, up: bool = False) -> str:
    """Local time by the minute; `up` for what is late, so that it never reads as in time."""
    at = (seconds or 0) + (59 if up else 0)
    return horizon.clock.instant(at).astimezone(horizon.zone).strftime("%H:%M")


def _between(horizon: Horizon, opens_s: int, closes_s: int) -> str:
    return f"{_clock(horizon, opens_s)}-{_clock(horizon, closes_s)}"


def _minutes(seconds: int | None, *, up: bool = False) -> str:
    count = ((seconds or 0) + (59 if up else 0)) // 60
    return f"{count} minute{'' if count == 1 else 's'}"


def _shift(horizon: Horizon, one: Violation) -> LiveShift | None:
    """What an absence cuts off a shift is called `shift/2`."""
    return horizon.shifts.get(UUID(one.shift.split("/")[0])) if one.shift else None


def _name(horizon: Horizon, one: Violation) -> str:
    shift = _shift(horizon, one)
    return horizon.therapists[shift.therapist_id].name if shift else "The therapist"


def _route(horizon: Horizon, shift: LiveShift | None) -> str:
    if shift is None:
        return "no route"
    hours = _between(horizon, shift.starts_s, shift.ends_s)
    return f"{horizon.therapists[shift.therapist_id].name}, route {hours}"


def _where(horizon: Horizon, one: Violation) -> str:
    return f"({_route(horizon, _shift(horizon, one))})"


def _visit(horizon: Horizon, one: Violation) -> str:
    return visit_words(horizon, UUID(one.visit) if one.visit else None)


def visit_words(horizon: Horizon, visit_id: UUID | None) -> str:
    """The visit by its promised window, which is what a dispatcher sees on the board."""
    occasion = horizon.occasions.get(visit_id) if visit_id else None
    if occasion is None:
        return "a visit"
    kind = "hold" if occasion.kind is OccasionKind.HOLD else occasion.service.replace("-", " ")
    return f"the {kind} promised for {_between(horizon, occasion.opens_s, occasion.closes_s)}"


def _skills(horizon: Horizon, one: Violation) -> str:
    shift, occasion = _shift(horizon, one), horizon.occasions.get(UUID(one.visit or ""))
    held = horizon.therapists[shift.therapist_id].certificates if shift else ()
    lacking = (occasion.required if occasion else frozenset()) - {str(each.kind) for each in held}
    kinds = ", ".join(sorted(kind.replace("-", " ") for kind in lacking)) or "this service"
    said = f"{_name(horizon, one)} has no certificate for {kinds}"
    return f"{said}, which {_visit(horizon, one)} needs"


_WHY_NOT: Mapping[UnassignedReason, str] = {
    _R.REFUSED_THERAPIST: "the patient refused this therapist, or the therapist declined",
    _R.NAMED_THERAPIST_BUSY: "the patient was promised another therapist by name",
    _R.GENDER_NOT_AVAILABLE: "the patient asked for the other gender",
    _R.NO_CERTIFICATE: "a certificate does not cover the whole visit",
    _R.NO_SKILL: "a certificate that it needs is missing",
}


def _forbidden(horizon: Horizon, one: Violation) -> str:
    shift = _shift(horizon, one)
    reasons = horizon.blocked.get(UUID(one.visit or ""), {})
    reason = reasons.get(shift.therapist_id) if shift else None
    why = _WHY_NOT.get(reason) if reason else None
    said = f"{_name(horizon, one)} may not take {_visit(horizon, one)}"
    return f"{said}: {why or 'they do not fit together'}"


def _person(horizon: Horizon, one: Violation, why: str) -> str:
    """What of the person keeps them from it; `why` completes the sentence."""
    return f"{_name(horizon, one)} may not take {_visit(horizon, one)}: {why}"


def _because(why: str) -> Callable[[Horizon, Violation], str]:
    return lambda horizon, one: _person(horizon, one, why)


def _said_of_visit(said: str) -> Callable[[Horizon, Violation], str]:
    return lambda horizon, one: f"{_visit(horizon, one).capitalize()} {said} {_where(horizon, one)}"


def _max_leg(horizon: Horizon, one: Violation) -> str:
    drives, may = _minutes(one.found, up=True), _minutes(one.allowed)
    way = f"to {_visit(horizon, one)}" if one.visit else "home"
    return f"{_name(horizon, one)} would drive {drives} {way}, at most {may} a way are allowed"


def _max_work(horizon: Horizon, one: Violation) -> str:
    works, may = _minutes(one.found, up=True), _minutes(one.allowed)
    return f"{_name(horizon, one)} would work {works}, at most {may} are allowed"


def _min_rest(horizon: Horizon, one: Violation) -> str:
    back, by = _clock(horizon, one.found, up=True), _clock(horizon, one.allowed)
    said = f"{_name(horizon, one)} would be back at {back}, the rest before the next shift"
    return f"{said} needs {by}"


def _block_overlap(horizon: Horizon, one: Violation) -> str:
    back, by = _clock(horizon, one.found, up=True), _clock(horizon, one.allowed)
    return f"{_name(horizon, one)} would be back at {back}, the next block begins at {by}"


def _max_changes(_: Horizon, one: Violation) -> str:
    would, may = one.found, one.allowed
    return f"{would} visits would get another therapist than was told, at most {may} may"


def _pin_shift(horizon: Horizon, one: Violation) -> str:
    occasion = horizon.occasions.get(UUID(one.visit or ""))
    home = horizon.shifts.get(occasion.pinned_shift) if occasion and occasion.pinned_shift else None
    whose = f"to {_route(horizon, home)}" if home else "to another route"
    return f"{_visit(horizon, one).capitalize()} is pinned {whose}"


def _pin_time(horizon: Horizon, one: Violation) -> str:
    start, pinned = _clock(horizon, one.found), _clock(horizon, one.allowed)
    return f"Start {start} is not the pinned {pinned} {_where(horizon, one)}"


def _window(horizon: Horizon, one: Violation) -> str:
    occasion, start = horizon.occasions[UUID(one.visit or "")], one.found or 0
    if occasion.pinned_start_s is not None:
        return _pin_time(horizon, replace(one, allowed=occasion.pinned_start_s))
    early = start < occasion.opens_s
    window = _between(horizon, occasion.opens_s, occasion.closes_s)
    said = f"Start {_clock(horizon, start, up=not early)} is {'before' if early else 'after'}"
    return f"{said} the promised window {window} {_where(horizon, one)}"


def _travel_time(horizon: Horizon, one: Violation) -> str:
    earliest = _clock(horizon, one.allowed, up=True)
    said = f"{_name(horizon, one)} cannot be at {_visit(horizon, one)} before {earliest}"
    return f"{said}, but is planned to arrive at {_clock(horizon, one.found)}"


def _start_before_arrival(horizon: Horizon, one: Violation) -> str:
    start, arrival = _clock(horizon, one.found), _clock(horizon, one.allowed, up=True)
    return f"Start {start} is before {_name(horizon, one)} arrives at {arrival}"


def _service_cut(horizon: Horizon, one: Violation) -> str:
    stays, needs = _minutes(one.found), _minutes(one.allowed)
    said = f"{_name(horizon, one)} would stay only {stays} at {_visit(horizon, one)}"
    return f"{said}, which takes {needs}"


def _shift_end(horizon: Horizon, one: Violation) -> str:
    back, by = _clock(horizon, one.found, up=True), _clock(horizon, one.allowed)
    return f"Back at {back} is after {by}, when the route must end {_where(horizon, one)}"


def _max_visits(horizon: Horizon, one: Violation) -> str:
    still = f"{one.found} visits where {one.allowed} are still allowed"
    return f"{_name(horizon, one)} would have {still} {_where(horizon, one)}"


def _max_travel(horizon: Horizon, one: Violation) -> str:
    drives, may = _minutes(one.found, up=True), _minutes(one.allowed)
    return f"{_name(horizon, one)} would drive {drives}, at most {may} are allowed"


def _breaks(horizon: Horizon, one: Violation) -> str:
    due = "the break that falls due" if one.found == 1 else f"{one.found} breaks that fall due"
    return f"There is no time for {due} {_where(horizon, one)}"


def _pin_dropped(horizon: Horizon, one: Violation) -> str:
    said = f"{_visit(horizon, one).capitalize()} is pinned and has no place"
    return f"{said} {_where(horizon, one)}"


def _twice(horizon: Horizon, one: Violation) -> str:
    return f"{_visit(horizon, one).capitalize()} is in the plan more than once"


def _missing(horizon: Horizon, one: Violation) -> str:
    return f"{_visit(horizon, one).capitalize()} is neither on a route nor waiting"


def _unknown(_: Horizon, __: Violation) -> str:
    return "The plan speaks of something that is not there any more; load the day again"


def _shift_twice(horizon: Horizon, one: Violation) -> str:
    return f"One shift has two routes {_where(horizon, one)}"


def _claim(_: Horizon, one: Violation) -> str:
    return f"The planner's figures are wrong ({one.text}); plan the day again"


_SENTENCES: Mapping[str, Callable[[Horizon, Violation], str]] = {
    "skills": _skills,
    "forbidden_therapist": _forbidden,
    "pin_shift": _pin_shift,
    "pin_time": _pin_time,
    "pin_dropped": _pin_dropped,
    "window": _window,
    "travel_time": _travel_time,
    "start_before_arrival": _start_before_arrival,
    "service_cut": _service_cut,
    "shift_end": _shift_end,
    "max_visits": _max_visits,
    "max_travel": _max_travel,
    "breaks": _breaks,
    "shift_unknown": _unknown,
    "visit_unknown": _unknown,
    "shift_twice": _shift_twice,
    "visit_twice": _twice,
    "visit_missing": _missing,
    "cost": _claim,
    "cost_term": _claim,
    "bound": _claim,
    "gap": _claim,
    "status": _claim,
    "terms": _claim,
    "certificate": _because(_WHY_NOT[_R.NO_CERTIFICATE]),
    "gender": _because(_WHY_NOT[_R.GENDER_NOT_AVAILABLE]),
    "languages": _because("they have no language in common"),
    "patient_gender": _because("the therapist does not treat patients of this gender"),
    "area": _because("the therapist does not go to this area"),
    "pets": _because("the therapist does not go where pets are"),
    "own_nights": _because("the therapist does not work at night"),
    "lone_night": _because("she would be alone there at night"),
    "access": _said_of_visit("would be outside the hours in which the place lets people in"),
    "must_dropped": _said_of_visit("is under way and may not be left out"),
    "order": _said_of_visit("is not in the order that was fixed"),
    "pair": _said_of_visit("needs two therapists at the same time"),
    "apart": _said_of_visit("is too soon or too late after the visit before it"),
    "max_leg": _max_leg,
    "max_work": _max_work,
    "min_rest": _min_rest,
    "block_overlap": _block_overlap,
    "max_changes": _max_changes,
}

RULES = frozenset(_SENTENCES)
