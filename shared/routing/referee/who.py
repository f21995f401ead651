"""(V3) Who may serve whom: skills and certificates, wishes that are hard, own limits, pins."""

from collections.abc import Iterator

from shared.routing.referee.reading import Door, Reading
from shared.routing.violation import Violation, promise, safety


def skills(route: Reading, door: Door) -> Iterator[Violation]:
    visit, shift = door.visit, route.shift
    missing = sorted(visit.skills - shift.skills)
    if missing:
        text = f"{shift.therapist} lacks {', '.join(missing)} for {visit.id}"
        yield safety("skills", visit.id, shift.id, text)


def certificates(route: Reading, door: Door) -> Iterator[Violation]:
    """A dated skill covers the service from its start to its end."""
    visit, shift, start = door.visit, route.shift, door.stop.start_s
    for skill in sorted(visit.skills):
        valid = shift.skill_windows_s.get(skill)
        if valid is not None and not any(
            since <= start and door.served_s <= until for since, until in valid
        ):
            text = f"{skill} of {shift.therapist} is not valid during the whole of {visit.id}"
            yield safety("certificate", visit.id, shift.id, text, start)


def forbidden_therapists(route: Reading, door: Door) -> Iterator[Violation]:
    """Hard until the patient agrees otherwise (DESIGN 1): no dispatcher may wave it through."""
    visit, shift = door.visit, route.shift
    if shift.therapist in visit.forbidden_therapists:
        text = f"{visit.id} must not be served by {shift.therapist}"
        yield safety("forbidden_therapist", visit.id, shift.id, text)


def gender(route: Reading, door: Door) -> Iterator[Violation]:
    """As hard as a refusal, and unknown is no match."""
    wanted, found = door.visit.gender, route.therapist.gender
    if wanted is not None and found != wanted:
        text = f"{door.visit.id} asks for {wanted}, {route.shift.therapist} is {found or 'unknown'}"
        yield safety("gender", door.visit.id, route.shift.id, text)


def languages(route: Reading, door: Door) -> Iterator[Violation]:
    asked = door.visit.languages
    if asked and not asked & route.therapist.languages:
        text = f"{route.shift.therapist} speaks none of {', '.join(sorted(asked))}"
        yield promise("languages", door.visit.id, route.shift.id, f"{text} at {door.visit.id}")


def patient_genders(route: Reading, door: Door) -> Iterator[Violation]:
    accepted, patient = route.therapist.patient_genders, door.visit.patient_gender
    if accepted is not None and patient not in accepted:
        text = f"{route.shift.therapist} does not treat {patient or 'unknown'} patients"
        yield promise("patient_gender", door.visit.id, route.shift.id, f"{text}: {door.visit.id}")


def areas(route: Reading, door: Door) -> Iterator[Violation]:
    accepted, area = route.therapist.areas, door.place.area
    if accepted is not None and area not in accepted:
        text = f"{route.shift.therapist} does not go to {area or 'unknown areas'}"
        yield promise("area", door.visit.id, route.shift.id, f"{text}: {door.visit.id}")


def pets(route: Reading, door: Door) -> Iterator[Violation]:
    if door.place.pets and not route.therapist.pets:
        text = f"{route.shift.therapist} does not go where pets are: {door.visit.id}"
        yield promise("pets", door.visit.id, route.shift.id, text)


def pinned_shift(route: Reading, door: Door) -> Iterator[Violation]:
    visit, shift = door.visit, route.shift
    if visit.pinned and visit.pinned.shift != shift.id:
        text = f"{visit.id} is pinned to {visit.pinned.shift}, not {shift.id}"
        yield promise("pin_shift", visit.id, shift.id, text)
