"""The licensed organisation whose data a row is."""

from typing import NewType
from uuid import UUID

# Minted in two places only: a login and a claimed job. A bare UUID is not a tenant.
TenantId = NewType("TenantId", UUID)
