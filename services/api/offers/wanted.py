"""What a request asks for, resolved to what insertion needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.offers import repository
from services.api.offers.anew import refuse_uncleared
from services.api.requests.schemas import Preferences
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import unseal
from shared.db.live.horizon import Wishes
from shared.db.live.points import PointReader
from shared.domain.age import age_at
from shared.domain.errors import Conflict, NotFound
from shared.domain.policy import Policy
from shared.domain.request_status import RequestEvent, RequestStatus, transition
from shared.domain.service import ADULT_AGE, BodyRegion, Service, required_certificates
from shared.geo.place import Point

# Needling without a diagnosis starts with an assessment (DESIGN 8). History, examination and
# explaining what was found; the tenant's full assessment visit is longer than this.
ASSESSMENT_FIRST = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A bookable request: what, for whom, where, by whom, and when it may be."""

    request_id: UUID
    status: RequestStatus
    screening_id: UUID
    service: Service
    service_s: int
    patient_id: UUID
    place_id: UUID
    point: Point
    regions: tuple[BodyRegion, ...]
    born: date | None
    zone: ZoneInfo
    wishes: Wishes
    languages: frozenset[str]
    language_asked: bool
    policy: Policy
    cleared_from: datetime | None  # old enough from then on
    not_before: datetime | None  # as the caller asked
    opens_before: datetime | None
    closes_by: datetime | None
    closes_before: datetime | None
    access: tuple[time, time] | None
    busy: Sequence[tuple[datetime, datetime]]  # when somebody else treats the patient
    held: tuple[UUID, UUID, date] | None  # its active hold: id, shift, plan date

    @property
    def opens_from(self) -> datetime | None:
        """Before this no window may open."""
        return _latest(self.cleared_from, self.not_before)

    @property
    def is_clinical(self) -> bool:
        """Whether a clinician has still to decide: the hold is a clinical one."""
        return self.status is RequestStatus.NEEDS_CLINICIAN

    def required(self, at: datetime) -> frozenset[str]:
        """The certificates that a visit starting then needs; ages count then.

        A patient whose birth date is not known counts as an adult: needling and the paediatric
        rules need the date, and screening leaves such a request incomplete.
        """
        age = ADULT_AGE if self.born is None else age_at(self.born, at, self.zone)
        kinds = required_certificates(self.service, self.regions, age)
        return frozenset(kind.value for kind in kinds)

    def allows(self, opens: datetime, closes: datetime) -> bool:
        """Whether screening, wishes and access hours allow service to start in this window."""
        return (
            (self.opens_from is None or opens >= self.opens_from)
            and (self.opens_before is None or opens < self.opens_before)
            and (self.closes_by is None or closes <= self.closes_by)
            and (self.closes_before is None or closes < self.closes_before)
            and self._is_open(opens)
            and self._is_open(closes)
        )

    def _is_open(self, instant: datetime) -> bool:
        if self.access is None:
            return True
        opens, closes = self.access
        at = instant.astimezone(self.zone).time()
        return opens <= at <= closes if opens <= closes else at >= opens or at <= closes


async def find_wanted(
    tenant: TenantRequest, keyring: KeyRing, request_id: UUID, *, anew: bool = True
) -> Wanted:
    """Raises NotFound, or Conflict for a request that nothing can be offered for.

    What is written afterwards rests on it, so the patient is judged `anew`; who only reads may
    trust what is stored.
    """
    row = await repository.find_asked(tenant.session, tenant.tenant_id, request_id)
    if row is None:
        raise NotFound("request")
    _refuse_unready(row, tenant)
    if anew:
        await refuse_uncleared(tenant, keyring, request_id, RequestStatus(row.status))
    decided = await repository.find_decision(
        tenant.session, tenant.tenant_id, request_id, row.service
    )
    busy = await repository.patient_busy(
        tenant.session, tenant.tenant_id, row.patient_id, request_id
    )
    return _wanted(tenant, keyring, row, decided, busy)


class Incomplete(Conflict):
    """What is missing is named, so that the agent can ask for it."""

    def __init__(self, message: str, missing: list[str]) -> None:
        super().__init__("request-incomplete", f"{message} Missing: {', '.join(missing)}.")
        self.extra = {"missing": missing}


class TooYoung(Conflict):
    """Only the patient's age is in the way: the problem's `notBefore` says until when."""

    def __init__(self, refused: Conflict, old_enough: datetime) -> None:
        super().__init__(
            refused.slug,
            f"{refused.message} From {old_enough:%d.%m.%Y} on the patient is old enough for it: "
            "for a visit after that day set preferences.notBefore to it.",
        )
        self.extra = {"notBefore": old_enough.isoformat()}


def _refuse_unready(row: Row[Any], tenant: TenantRequest) -> None:
    named = {
        "patient": row.patient_id,
        "place": row.place_id,
        "service": row.service,
        "screening": row.screening_id,
    }
    missing = [name for name, value in named.items() if value is None]
    missing += row.unanswered or []
    status = RequestStatus(row.status)
    try:
        transition(status, RequestEvent.HOLD)
    except Conflict as refused:
        if status is RequestStatus.INCOMPLETE and missing:
            raise Incomplete(refused.message, missing) from None
        if status is RequestStatus.NOT_SUITABLE and row.cleared_from is not None:
            raise TooYoung(refused, tenant.local(row.cleared_from)) from None
        raise
    if missing:
        raise Incomplete("The request is not complete yet.", missing)
    if row.duration_minutes is None:
        raise Conflict("service-not-offered", f"{row.service} is not offered here at present.")


def _wanted(
    tenant: TenantRequest,
    keyring: KeyRing,
    row: Row[Any],
    decided: Row[Any] | None,
    busy: Sequence[tuple[datetime, datetime]],
) -> Wanted:
    asked = msgspec.convert(row.preferences, Preferences)
    from_screening = [row.cleared_until] if row.cleared_until else []
    from_clinician = [decided.expires_at] if decided and decided.expires_at else []
    has_access = row.access_opens is not None and row.access_closes is not None
    return Wanted(
        request_id=row.request_id,
        status=RequestStatus(row.status),
        screening_id=row.screening_id,
        service=Service(row.service),
        service_s=_service_s(row),
        patient_id=row.patient_id,
        place_id=row.place_id,
        point=PointReader(keyring, tenant.tenant_id).of_place(row),
        regions=tuple(BodyRegion(one) for one in row.body_regions),
        born=_born(tenant, keyring, row),
        zone=tenant.zone,
        wishes=_wishes(asked),
        languages=frozenset([asked.language] if asked.language else row.patient_languages or ()),
        language_asked=asked.language is not None,
        policy=Policy.from_json(row.policies),
        cleared_from=row.cleared_from,
        not_before=asked.not_before,
        opens_before=_earliest(
            *from_screening, *from_clinician, row.valid_until + timedelta(seconds=1)
        ),
        closes_by=asked.not_after,
        closes_before=_earliest(*from_screening),
        access=(row.access_opens, row.access_closes) if has_access else None,
        busy=busy,
        held=None if row.hold_id is None else (row.hold_id, row.held_shift_id, row.held_plan_date),
    )


def _wishes(asked: Preferences) -> Wishes:
    gender = None if asked.therapist_gender is None else str(asked.therapist_gender)
    return Wishes(gender, asked.therapist_id, frozenset(asked.refused_therapist_ids))


def _service_s(row: Row[Any]) -> int:
    minutes = timedelta(minutes=row.duration_minutes)
    assessed = row.service != Service.DRY_NEEDLING or row.diagnosed
    return int((minutes if assessed else minutes + ASSESSMENT_FIRST).total_seconds())


def _born(tenant: TenantRequest, keyring: KeyRing, row: Row[Any]) -> date | None:
    if row.birth_date_sealed is None:
        return None
    column = "birth_date_sealed"
    whose = (tenant.tenant_id, "patient", column, row.patient_id)
    return date.fromisoformat(unseal(keyring, row.birth_date_sealed, *whose))


def _latest(*instants: datetime | None) -> datetime | None:
    return max((one for one in instants if one is not None), default=None)


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((one for one in instants if one is not None), default=None)
