"""Consents: recorded with the wording that was agreed to, never changed."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from services.api.deps import TenantRequest
from services.api.visits import repository
from services.api.visits.schemas import ConsentIn, ConsentKind, GivenConsent
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import seal
from shared.db.ids import new_id
from shared.domain.consent import GUARDIANS_OF_A_CHILD, Relation
from shared.domain.errors import Invalid
from shared.domain.screening.questionnaire import Text, in_language

_VISIT: Text = {
    "en": (
        "You agree that a licensed therapist comes to this address at the time we agreed, "
        "examines you and treats you as discussed. You may end the visit at any time."
    ),
    "ar": (
        "توافق على أن يحضر معالج مرخّص إلى هذا العنوان في الوقت المتفق عليه، وأن يفحصك ويعالجك "
        "كما تحدثنا. يمكنك إنهاء الزيارة في أي وقت."
    ),
}
_NEEDLING: Text = {
    "en": (
        "You agree to dry needling. It was explained that thin needles are placed in muscles, that "
        "soreness, bleeding or bruising can follow, rarely fainting, infection or injury of a "
        "lung, and that you may stop it at any time."
    ),
    "ar": (
        "توافق على العلاج بالإبر الجافة. شُرح لك أن إبرًا رفيعة توضع في العضلات، وأنه قد يحدث ألم "
        "أو نزيف أو كدمات، ونادرًا إغماء أو عدوى أو إصابة في الرئة، وأنه يمكنك إيقافه في أي وقت."
    ),
}
# What each kind in the list consents to; `verbal` is to the visit, the others to needles.
_WORDING: dict[str, Text] = {
    "verbal": _VISIT,
    "written": _NEEDLING,
    "guardian": _NEEDLING,
    "child": _NEEDLING,
}


def text_hash(kind: str, language: str) -> bytes:
    """Which wording was read or signed."""
    return sha256(in_language(_WORDING[kind], language).encode()).digest()


def check_relation(kind: ConsentKind, relation: Relation, field: str) -> None:
    """Guardians consent as guardians, a child for itself; raises Invalid naming the field."""
    if kind == "guardian" and relation not in GUARDIANS_OF_A_CHILD:
        raise Invalid.one(field, "A guardian's consent comes from mother, father or guardian.")
    if kind == "child" and relation is not Relation.SELF:
        raise Invalid.one(field, "A child's own consent has the relation self.")
    if kind == "written" and relation not in (Relation.SELF, Relation.GUARDIAN):
        raise Invalid.one(
            field, "Needling of an adult needs consent of the patient, or of a legal guardian."
        )


async def record_verbal(
    tenant: TenantRequest, keyring: KeyRing, visit: tuple[UUID, UUID], given: GivenConsent
) -> UUID:
    """Consent to a visit, given on the phone; `visit` is its id and the patient's."""
    spoken = ConsentIn("verbal", given.given_by, given.relation, given.language)
    return await record(tenant, keyring, visit, spoken, tenant.now)


async def record(
    tenant: TenantRequest,
    keyring: KeyRing,
    visit: tuple[UUID, UUID],
    given: ConsentIn,
    given_at: datetime,
    *,
    client_event_id: str | None = None,
) -> UUID:
    """Store one consent; its id."""
    consent_id = new_id()
    whose = (tenant.tenant_id, "consent", "given_by_sealed", consent_id)
    await repository.add_consent(
        tenant.session,
        {
            "tenant": tenant.tenant_id,
            "consent_id": consent_id,
            "visit_id": visit[0],
            "patient_id": visit[1],
            "kind": given.kind,
            "given_by_sealed": seal(keyring, given.given_by.strip(), *whose),
            "relation": given.relation.value,
            "language": given.language,
            "text_hash": text_hash(given.kind, given.language),
            "given_at": given_at,
            "recorded_by": tenant.user_id,
            "client_event_id": client_event_id,
        },
    )
    return consent_id
