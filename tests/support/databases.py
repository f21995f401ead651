"""What a test is told about the database and the services that it gets."""

from dataclasses import dataclass

from infra.local.supervisor import Supervisor


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """One fresh, migrated database, as each of the roles; `env` is what a service needs."""

    app_url: str
    owner_url: str
    superuser_url: str
    valkey_url: str
    env: dict[str, str]


@dataclass(frozen=True, slots=True)
class RunningService:
    """api and dispatcher on one database; `supervisor` knows their process ids."""

    base_url: str
    urls: DatabaseUrls
    supervisor: Supervisor
