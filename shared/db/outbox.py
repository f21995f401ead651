"""What the world is to hear of, written in the transaction that makes it true."""

import json
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

_PUBLISH = text("""
    INSERT INTO outbox (tenant_id, topic, payload)
    VALUES (current_setting('app.tenant_id')::uuid, :topic, cast(:payload AS jsonb))
""")


async def publish(
    session: AsyncSession | AsyncConnection, topic: str, payload: dict[str, Any]
) -> None:
    """Add a message; `payload` holds ids and plain facts as JSON, never patient data."""
    await session.execute(_PUBLISH, {"topic": topic, "payload": json.dumps(payload, default=str)})
