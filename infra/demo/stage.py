"""What every part of the seed works with."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from infra.demo.cast import Company
from shared.crypto.keyring import KeyRing
from shared.db.live.travel import TravelCache
from shared.db.tenant_session import Database
from shared.domain.policy import Policy
from shared.domain.service_day import bounds, service_day
from shared.domain.tenant import TenantId

ZONE = ZoneInfo("Asia/Dubai")
TOLD = timedelta(hours=-8)  # a day is published at 20:00 of the evening before


@dataclass(frozen=True, slots=True)
class Stage:
    """One tenant, one instant that counts as now, one seed."""

    database: Database
    keyring: KeyRing
    travel: TravelCache
    company: Company
    tenant: TenantId
    now: datetime
    seed: int

    @property
    def today(self) -> date:
        """The current service day."""
        return service_day(self.now, ZONE, Policy().service_day_start)

    def day(self, offset: int) -> date:
        """A service day before or after today."""
        return self.today + timedelta(days=offset)

    def opens(self, day: date) -> datetime:
        """The first instant of a service day."""
        return bounds(day, ZONE, Policy().service_day_start)[0]

    def planned_at(self, day: date) -> datetime:
        """When the day was planned: shortly before it was published, or just now."""
        return min(self.opens(day) + TOLD - timedelta(minutes=30), self.now)

    def published_at(self, day: date) -> datetime:
        """When the therapists were told, if they were."""
        return min(self.opens(day) + TOLD, self.now)


@dataclass(frozen=True, slots=True)
class Staff:
    """The accounts of a tenant by role, and its therapists' accounts by therapist."""

    users: dict[str, UUID]
    therapists: dict[str, UUID]  # by name
