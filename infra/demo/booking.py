"""One phone call that ended in a booking: everything that its rows are made from."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from infra.demo.dice import Dice, id_at
from infra.demo.patients import Person
from infra.demo.stage import ZONE
from services.api.tenants.creation import MINUTES
from shared.domain.age import age_at
from shared.domain.person import Gender
from shared.domain.screening.questionnaire import AskWhen, Profile, due_questions
from shared.domain.screening.questionnaire_v1 import QUESTIONNAIRE_V1
from shared.domain.screening.screen import Answers
from shared.domain.service import Service, required_certificates

PROMISED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Booking:
    """A request, its screening and its visit; `opens_at` starts the hour that was promised."""

    person: Person
    service: Service
    opens_at: datetime
    booked_at: datetime
    visit_id: UUID
    request_id: UUID
    screening_id: UUID
    patient_id: UUID
    place_id: UUID
    therapist_gender: str | None = None
    priority: int = 0
    unassigned_reason: str | None = None

    @property
    def closes_at(self) -> datetime:
        """The last instant at which service may start."""
        return self.opens_at + PROMISED

    @property
    def service_s(self) -> int:
        """How long the treatment takes."""
        return MINUTES[self.service] * 60

    @property
    def age(self) -> int:
        """At the visit's start, which is when it counts."""
        return age_at(self.person.born, self.opens_at, ZONE)

    @property
    def required(self) -> tuple[str, ...]:
        """The certificates that the visit needs, sorted."""
        kinds = required_certificates(self.service, self.person.complaint.regions, self.age)
        return tuple(sorted(kind.value for kind in kinds))

    @property
    def profile(self) -> Profile:
        """What decides which questions are asked."""
        gender = Gender(self.person.gender)
        return Profile(self.person.born, gender, frozenset(self.person.complaint.regions))

    def at(self, opens_at: datetime) -> "Booking":
        """The same call with another window."""
        return replace(self, opens_at=opens_at)


def call(rng: Dice, person: Person, service: Service, opens: datetime, before: datetime) -> Booking:
    """A booking made some hours or days before `before`."""
    booked = before - timedelta(minutes=rng.randint(20, 4 * 24 * 60))
    wish = person.gender if person.gender == "female" and rng.random() < 0.3 else None
    return Booking(
        person=person,
        service=service,
        opens_at=opens,
        booked_at=booked,
        visit_id=id_at(rng, booked),
        request_id=id_at(rng, booked),
        screening_id=id_at(rng, booked),
        patient_id=id_at(rng, booked),
        place_id=id_at(rng, booked),
        therapist_gender=wish,
        priority=1 if rng.random() < 0.06 else 0,
    )


def harmless(booking: Booking, stage: AskWhen) -> Answers:
    """The answers that worry nobody, to what is due on the phone or at the door."""
    due = due_questions(
        QUESTIONNAIRE_V1,
        booking.profile,
        tuple(Service),
        at=booking.opens_at,
        zone=ZONE,
        stage=stage,
    )
    return {question.id: not question.concern_if for question in due}
