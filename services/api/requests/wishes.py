"""When and by whom the caller wants to be visited: times ahead, people who are there."""

from services.api.deps import TenantRequest
from services.api.requests.schemas import Preferences
from services.api.therapists.repository import therapist_exists
from shared.domain.errors import FieldError, Invalid, NotFound


async def check_wishes(tenant: TenantRequest, wishes: Preferences) -> None:
    """Raises Invalid naming the time that cannot be, NotFound for a therapist who is not here."""
    errors = []
    for name, at in (("notBefore", wishes.not_before), ("notAfter", wishes.not_after)):
        if at is not None and at.utcoffset() is None:
            said = f"{name} needs an offset, such as 2026-03-01T09:00:00+04:00."
            errors.append(FieldError(f"preferences.{name}", said))
    if errors:
        raise Invalid(tuple(errors))
    if wishes.not_after is not None:
        if wishes.not_after <= tenant.now:
            said = "notAfter is in the past; ask for a later time."
            raise Invalid.one("preferences.notAfter", said)
        if wishes.not_before is not None and wishes.not_after <= wishes.not_before:
            raise Invalid.one("preferences.notAfter", "notAfter must be later than notBefore.")
    named = {wishes.therapist_id, *wishes.refused_therapist_ids} - {None}
    for therapist_id in named:
        if therapist_id and not await therapist_exists(
            tenant.session, tenant.tenant_id, therapist_id
        ):
            raise NotFound("therapist")
