"""What others must do when a patient's birth date or gender turns out to be another.

Requests know patients and not the other way round, so the composition root brings them together.
"""

from typing import Protocol, runtime_checkable
from uuid import UUID

from services.api.deps import TenantRequest
from shared.crypto.keyring import KeyRing


@runtime_checkable  # Litestar looks at what it injects
class Correction(Protocol):
    """Both run in the transaction of the change."""

    async def lock(self, tenant: TenantRequest, patient_id: UUID) -> None:
        """Before the patient is written: locks are taken in the order requests, patient."""

    async def follow_up(self, tenant: TenantRequest, keyring: KeyRing, patient_id: UUID) -> None:
        """After it: judge again what was judged by the old facts."""
