"""Patients and their doors as rows."""

import json
from datetime import datetime
from uuid import UUID

from infra.demo.patients import Person
from infra.demo.scribe import Scribe
from shared.crypto.blind_index import blind_index, name_tokens
from shared.db.models.patient import Contact, Patient, PatientNameToken, PatientPhone, Place
from shared.domain import person as people


def add_patient(scribe: Scribe, person: Person, patient_id: UUID, at: datetime) -> None:
    """The patient, found by phone and by name in either script; a child with its guardian."""
    stage = scribe.stage
    scribe.add(
        Patient,
        patient_id=patient_id,
        name_sealed=scribe.sealed(person.name, "patient", "name_sealed", patient_id),
        birth_date_sealed=scribe.sealed(
            person.born.isoformat(), "patient", "birth_date_sealed", patient_id
        ),
        gender=person.gender,
        languages=list(person.languages),
        phone_sealed=scribe.sealed(person.phone, "patient", "phone_sealed", patient_id),
        created_at=at,
    )
    if person.guardian is not None:
        contact_id = scribe.new_id(at)
        name, phone = person.guardian.name, person.guardian.phone
        scribe.add(
            Contact,
            contact_id=contact_id,
            patient_id=patient_id,
            name_sealed=scribe.sealed(name, "contact", "name_sealed", contact_id),
            relation=person.guardian.relation,
            phone_sealed=scribe.sealed(phone, "contact", "phone_sealed", contact_id),
            languages=list(person.languages),
        )
    blind = blind_index(stage.keyring, stage.tenant, person.phone)
    scribe.add(
        PatientPhone,
        phone_index=blind.value,
        patient_id=patient_id,
        key_version=blind.key_version,
    )
    for token in name_tokens(stage.keyring, stage.tenant, people.name_tokens(person.name)):
        scribe.add(PatientNameToken, token=token, patient_id=patient_id)


def add_place(
    scribe: Scribe, person: Person, place_id: UUID, patient_id: UUID | None, at: datetime
) -> None:
    """The door, as a pin that somebody confirmed."""
    details = {
        "lat": person.point.lat,
        "lon": person.point.lon,
        **person.address,
        "entryNotes": person.notes,
        "text": None,
    }
    text = json.dumps(details, ensure_ascii=False)
    scribe.add(
        Place,
        place_id=place_id,
        patient_id=patient_id,
        details_sealed=scribe.sealed(text, "place", "details_sealed", place_id),
        precision_m=15,
        source="pin",
        community_number=person.community,
        kind=person.address["kind"],
        confirmed=True,
        created_at=at,
    )
