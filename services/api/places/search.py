"""The search as the agent types: the patient's own places, the tenant's, then Dubai's."""

from dataclasses import dataclass
from uuid import UUID

from services.api.deps import TenantRequest
from services.api.places import repository
from services.api.places.own import OwnIndex, building_of
from services.api.places.record import PlaceRecord, community_out
from services.api.places.schemas import CandidateOut, CandidatesOut, NoticeOut
from services.api.service_area import area_of
from services.api.tenants.repository import get_tenant
from shared.crypto.keyring import KeyRing
from shared.domain.policy import Policy
from shared.geo.answer import Answer, Notice, answered
from shared.geo.area import remoteness
from shared.geo.gazetteer import Gazetteer, NamedPlace
from shared.geo.geocoder import Geocoders
from shared.geo.place import PlaceCandidate
from shared.geo.spelling import tokens_of

# Shown because it is the patient's, though the words do not name it.
_NOT_NAMED = 0.3
_KEY = "saved:"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, whose saved places lead, whom one may ask beyond ourselves, and whether
    to.
    """

    words: str
    patient_id: UUID | None = None
    geocoder: Geocoders | None = None
    online: bool = False


async def search_places(
    tenant: TenantRequest, keyring: KeyRing, own: OwnIndex, asked: Asked
) -> CandidatesOut:
    """Saved places lead, those that the words name first; then what the words mean."""
    settings = await get_tenant(tenant.session, tenant.tenant_id)
    policy, area = Policy.from_json(settings.policies), area_of(settings.service_area)
    names = await own.of(tenant.session, tenant.tenant_id)
    answer = answered(asked.words, area, own=names)
    saved = await _saved(tenant, keyring, asked.words, asked.patient_id)
    candidates = answer.candidates
    geocoder = asked.geocoder if policy.online_geocoder and _is_open(answer) else None
    if geocoder is not None and asked.online:
        elsewhere = await geocoder.find(asked.words)
        candidates += tuple(each for each in elsewhere if area.contains(each.point))
    most_m = policy.confirm_place_above_m
    found = [_candidate_out(candidate, most_m) for candidate in candidates]
    told = None if answer.notice is None else _notice_out(answer.notice)
    return CandidatesOut([*saved, *found], told, can_ask_online=geocoder is not None)


def _is_open(answer: Answer) -> bool:
    """Whether words are left to look up: no point was said, and nothing is wrong with them."""
    said = {"point", "makani", "plus-code"}
    return answer.notice is None and not any(each.kind in said for each in answer.candidates)


async def _saved(
    tenant: TenantRequest, keyring: KeyRing, words: str, patient_id: UUID | None
) -> list[CandidateOut]:
    if patient_id is None:
        return []
    records = await repository.list_places_of(
        tenant.session, keyring, tenant.tenant_id, [patient_id]
    )
    meant = Gazetteer(_named(record) for record in records).search(words, len(records))
    sure = {candidate.key: candidate.confidence for candidate in meant}
    out = [_saved_out(record, sure.get(f"{_KEY}{record.place_id}")) for record in records]
    return sorted(out, key=lambda candidate: -candidate.confidence)


def _named(record: PlaceRecord) -> NamedPlace:
    details, inherited = record.place.details, record.building
    names = [details.label, details.building, details.text, inherited and inherited.name]
    words = [tokens_of(name) for name in names if name]
    words.append(tokens_of(_label(record)))
    return NamedPlace(
        "tenant",
        _label(record),
        "",
        details.point,
        max(1, record.place.precision_m),
        record.community_number,
        "saved",
        tuple(dict.fromkeys(each for each in words if each)),
        f"{_KEY}{record.place_id}",
    )


def _label(record: PlaceRecord) -> str:
    details = record.place.details
    return ", ".join(filter(None, (details.label, details.building, details.unit))) or "Saved"


def _saved_out(record: PlaceRecord, confidence: float | None) -> CandidateOut:
    point = record.place.details.point
    return CandidateOut(
        label=_label(record),
        lat=point.lat,
        lon=point.lon,
        precision_m=record.place.precision_m,
        source="saved",
        community=community_out(record.community_number),
        id=record.place_id,
        confidence=_NOT_NAMED if confidence is None else confidence,
        kind="saved",
        building_id=record.place.building_id,
        remote=remoteness(record.community_number),
    )


def _candidate_out(candidate: PlaceCandidate, most_m: int) -> CandidateOut:
    return CandidateOut(
        label=candidate.label,
        lat=candidate.point.lat,
        lon=candidate.point.lon,
        precision_m=candidate.precision_m,
        source=candidate.source,
        community=community_out(candidate.community_number),
        confidence=candidate.confidence,
        kind=candidate.kind,
        key=candidate.key,
        building_id=building_of(candidate.key),
        confirm=candidate.confirm,
        needs_pin=candidate.precision_m > most_m,
        ambiguous_with=candidate.ambiguous_with,
        remote=remoteness(candidate.community_number),
    )


def _notice_out(notice: Notice) -> NoticeOut:
    names = {"en": notice.name_en, "ar": notice.name_ar}
    return NoticeOut(
        kind=notice.kind,
        text=notice.text,
        said=notice.said,
        area=notice.area,
        distance_km=None if notice.distance_m is None else round(notice.distance_m / 1000, 1),
        names={tag: name for tag, name in names.items() if name} or None,
        emirate=notice.emirate,
        flaw=notice.flaw,
        typed=notice.typed,
    )
