"""From a presented token to the person behind it, in one round trip per request."""

from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.auth.tokens import Presented, check_csrf
from services.api.deps import Identity
from shared.domain.errors import Unauthenticated
from shared.domain.roles import Role

# The session with the membership and the tenant as they are now: a role that was taken away, a
# person who was disabled or a tenant that was closed has effect on the next request.
_LOOKUP = text("""
    SELECT s.session_id, s.user_id, s.client, s.csrf_hash, s.roles, s.therapist_id, t.zone
    FROM session_lookup(:tenant_id, :token_hash) s
    JOIN tenant t ON t.tenant_id = :tenant_id
""")


API_KEY = "api-key"

# A program acts under its key's id: that is who the audit names.
_KEY_LOOKUP = text("""
    SELECT k.api_key_id AS session_id, k.api_key_id AS user_id, 'api-key' AS client,
           NULL AS csrf_hash, k.roles, NULL AS therapist_id, t.zone
    FROM api_key_lookup(:tenant_id, :token_hash) k
    JOIN tenant t ON t.tenant_id = :tenant_id
""")


async def identify(session: AsyncSession, presented: Presented) -> Identity:
    """Who this is now; raises Unauthenticated, or Forbidden when a browser sent no CSRF token."""
    found = await session.execute(
        _KEY_LOOKUP if presented.is_api_key else _LOOKUP,
        {"tenant_id": presented.tenant_id, "token_hash": presented.token_hash},
    )
    row = found.one_or_none()
    if row is None and presented.is_api_key:
        raise Unauthenticated("This API key does not count (any more).")
    if row is None:
        raise Unauthenticated("Your login has ended; please log in again.")
    check_csrf(presented, row.csrf_hash)
    return Identity(
        tenant_id=presented.tenant_id,
        user_id=row.user_id,
        session_id=row.session_id,
        roles=frozenset(Role(role) for role in row.roles),
        therapist_id=row.therapist_id,
        client=row.client,
        zone=ZoneInfo(row.zone),
    )
