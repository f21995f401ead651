"""From what an agent types to a request's content: phone, patient, contacts and place."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from msgspec import UNSET

from services.api.deps import TenantRequest
from services.api.patients import contacts as people
from services.api.patients import index, repository
from services.api.patients.record import NewContact, NewPatient, PatientRecord, is_corrected
from services.api.places.repository import add_place, find_place, give_place
from services.api.places.schemas import PlaceIn
from services.api.places.service import at_building, place_to_save, single_candidate
from services.api.requests.record import RequestContent
from services.api.requests.repository import lock_open_of
from services.api.requests.schemas import ContactIn, PatientIn, RequestIn, RequestPatch
from services.api.requests.wishes import check_wishes
from services.api.service_area import area_of
from services.api.tenants.repository import get_tenant
from shared.crypto.keyring import KeyRing
from shared.domain.errors import Invalid, NotFound
from shared.domain.person import check_date_of_birth, fold_name
from shared.domain.phone import parse_phone
from shared.domain.policy import Policy
from shared.geo.answer import NoticeKind, answered
from shared.geo.area import ServiceArea

_WORDS = ("service", "complaint", "diagnosis", "preferences")


@dataclass(frozen=True, slots=True)
class House:
    """The tenant's rules that intake needs."""

    area: ServiceArea
    policy: Policy


@dataclass(frozen=True, slots=True)
class Taken:
    """The content, and the known patient of whom birth date or gender are others now."""

    content: RequestContent
    corrected: UUID | None = None


async def get_house(tenant: TenantRequest) -> House:
    """The service area and the policies."""
    settings = await get_tenant(tenant.session, tenant.tenant_id)
    return House(area_of(settings.service_area), Policy.from_json(settings.policies))


async def taken_in(
    tenant: TenantRequest,
    keyring: KeyRing,
    house: House,
    data: RequestIn | RequestPatch,
    before: RequestContent,
) -> Taken:
    """The content with what was sent in it; saves patient, contacts and place on the way.

    Raises Invalid naming the field, in a sentence that can be read to the caller.
    """
    if data.preferences is not UNSET:
        await check_wishes(tenant, data.preferences)
    content = replace(before, **_words(data))
    if data.patient_id is not UNSET and data.patient_id is not None:
        content = replace(
            content, patient_id=await _known_patient(tenant, keyring, data.patient_id)
        )
    corrected = None
    if isinstance(data.patient, PatientIn):
        patient_id, other = await _patient(tenant, keyring, content, data.patient)
        content = replace(content, patient_id=patient_id)
        corrected = patient_id if other else None
    if content.patient_id is not None and data.contacts is not UNSET:
        await _add_contacts(tenant, keyring, content.patient_id, data.contacts)
    if data.place_id is not UNSET and data.place_id is not None:
        content = replace(content, place_id=await _known_place(tenant, keyring, data.place_id))
    elif isinstance(data.place, PlaceIn):
        content = await _placed(tenant, keyring, house, content, data.place)
    if content.patient_id is not None and content.place_id is not None:
        await give_place(tenant.session, tenant.tenant_id, content.place_id, content.patient_id)
    return Taken(content, corrected)


def _words(data: RequestIn | RequestPatch) -> dict[str, Any]:
    words = {name: sent for name in _WORDS if (sent := getattr(data, name)) is not UNSET}
    if data.body_regions is not UNSET:
        words["body_regions"] = tuple(dict.fromkeys(data.body_regions))
    if data.caller_phone is not UNSET:
        words["caller_phone"] = parse_phone(data.caller_phone, field="callerPhone").e164
    return words


async def _known_patient(tenant: TenantRequest, keyring: KeyRing, patient_id: UUID) -> UUID:
    found = await repository.find_patient(tenant.session, keyring, tenant.tenant_id, patient_id)
    if found is None:
        raise NotFound("patient")
    return patient_id


async def _known_place(tenant: TenantRequest, keyring: KeyRing, place_id: UUID) -> UUID:
    if await find_place(tenant.session, keyring, tenant.tenant_id, place_id) is None:
        raise NotFound("place")
    return place_id


async def _patient(
    tenant: TenantRequest, keyring: KeyRing, content: RequestContent, sent: PatientIn
) -> tuple[UUID, bool]:
    """The request's patient, a known one whom the caller calls for, or a new one; and whether
    a known one's birth date or gender was changed.
    """
    if sent.date_of_birth is not None:
        check_date_of_birth(sent.date_of_birth, tenant.now, tenant.zone)
    known = await _matching(tenant, keyring, content, sent)
    if known is None:
        new = _told(NewPatient("", phone=content.caller_phone), sent)
        added = await repository.add_patient(tenant.session, keyring, tenant.tenant_id, new)
        return added, False
    before = NewPatient(
        known.name or "",
        known.date_of_birth,
        known.gender,
        known.languages,
        known.phone,
        known.notes,
    )
    after = _told(before, sent)
    other = is_corrected(before, after)
    if other:
        await lock_open_of(tenant.session, tenant.tenant_id, known.patient_id)
    if after != before:
        await repository.change_patient(
            tenant.session, keyring, tenant.tenant_id, known, after, expected=known.version
        )
    return known.patient_id, other


def _told(before: NewPatient, sent: PatientIn) -> NewPatient:
    """What is known now; what was not said stays."""
    return replace(
        before,
        name=(sent.name or before.name).strip(),
        date_of_birth=sent.date_of_birth or before.date_of_birth,
        gender=sent.gender or before.gender,
        languages=before.languages if sent.languages is None else tuple(sent.languages),
    )


async def _matching(
    tenant: TenantRequest, keyring: KeyRing, content: RequestContent, sent: PatientIn
) -> PatientRecord | None:
    """One household has one number: only the same name, born the same day, is the same person."""
    scope = (tenant.session, keyring, tenant.tenant_id)
    if content.patient_id is not None:
        return await repository.find_patient(*scope, content.patient_id)
    if not sent.name:
        return None
    ids = await index.ids_by_phone(*scope, content.caller_phone)
    name = fold_name(sent.name)
    for known in await repository.get_patients(*scope, ids):
        same_day = sent.date_of_birth is not None and sent.date_of_birth == known.date_of_birth
        if same_day and fold_name(known.name or "") == name:
            return known
    return None


async def _add_contacts(
    tenant: TenantRequest, keyring: KeyRing, patient_id: UUID, sent: list[ContactIn]
) -> None:
    for number, each in enumerate(sent):
        phone = parse_phone(each.phone, field=f"contacts.{number}.phone") if each.phone else None
        contact = NewContact(
            each.name.strip(),
            each.relation,
            phone.e164 if phone else None,
            tuple(each.languages),
        )
        await people.add_contact(tenant.session, keyring, tenant.tenant_id, patient_id, contact)


async def _placed(
    tenant: TenantRequest,
    keyring: KeyRing,
    house: House,
    content: RequestContent,
    sent: PlaceIn,
) -> RequestContent:
    """A saved place when the words or the pin are exact, else the words, to be asked for a pin."""
    most_m = house.policy.confirm_place_above_m
    sent = await at_building(tenant, sent)
    vague = sent.lat is None and sent.text is not None and not _is_exact(sent.text, most_m, house)
    if vague and sent.text is not None:
        answer = answered(sent.text, house.area)
        outside = answer.notice is not None and answer.notice.kind is NoticeKind.OUTSIDE
        if answer.notice is not None and outside and not answer.candidates:
            raise Invalid.one("place", answer.notice.text)
        return replace(content, place_id=None, place_text=sent.text)
    place = place_to_save(sent, house.area, most_m)
    place_id = await add_place(tenant.session, keyring, tenant.tenant_id, content.patient_id, place)
    return replace(content, place_id=place_id, place_text=sent.text)


def _is_exact(text: str, most_m: int, house: House) -> bool:
    return single_candidate(text, most_m, house.area) is not None
