"""What the environment decides, read once at start-up by a composition root."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shared.domain.errors import RoundsError


class SettingsMissing(RoundsError):  # noqa: N818 - named like its siblings in domain.errors
    """A variable that this process cannot run without is not set."""

    slug = "settings-missing"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the services find what they stand on.

    `database_url` is the application role's; the owner's URL is known to migrations and
    administration only, so a service that is broken into cannot change the schema.
    """

    database_url: str
    valkey_url: str
    keys_file: Path
    secret_file: Path
    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    trusted_proxies: frozenset[str] = frozenset()
    demo: bool = False
    log_level: str = "info"
    solve_seconds: float = 10.0
    solve_memory_mb: int = 2048
    solve_slots: int = 1
    solve_iterations: int | None = None
    database_pool: int = 10

    @property
    def secure_cookies(self) -> bool:
        """Whether browsers reach us by TLS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read `ROUNDS_*`; raises SettingsMissing naming the variable and what to put there."""
    env = os.environ if environ is None else environ

    def need(name: str, meaning: str) -> str:
        if value := env.get(name):
            return value
        raise SettingsMissing(f"{name} is not set: {meaning}")

    defaults = Settings("", "", Path(), Path())
    return Settings(
        database_url=need("ROUNDS_DATABASE_URL", "the application role's postgresql:// address"),
        valkey_url=need("ROUNDS_VALKEY_URL", "a redis:// address"),
        keys_file=Path(need("ROUNDS_KEYS_FILE", "made by `python -m shared.crypto new-keys PATH`")),
        secret_file=Path(need("ROUNDS_SECRET_FILE", "a file with at least 32 random bytes")),
        public_url=env.get("ROUNDS_PUBLIC_URL", defaults.public_url).rstrip("/"),
        host=env.get("ROUNDS_HOST", defaults.host),
        port=int(env.get("ROUNDS_PORT", defaults.port)),
        trusted_proxies=frozenset(filter(None, env.get("ROUNDS_TRUSTED_PROXIES", "").split(","))),
        demo=env.get("ROUNDS_DEMO") == "1",
        log_level=env.get("ROUNDS_LOG_LEVEL", defaults.log_level),
        solve_seconds=float(env.get("ROUNDS_SOLVE_SECONDS", defaults.solve_seconds)),
        solve_memory_mb=int(env.get("ROUNDS_SOLVE_MEMORY_MB", defaults.solve_memory_mb)),
        solve_slots=max(1, int(env.get("ROUNDS_SOLVE_SLOTS", defaults.solve_slots))),
        solve_iterations=_count(env.get("ROUNDS_SOLVE_ITERATIONS")),
        database_pool=int(env.get("ROUNDS_DATABASE_POOL", defaults.database_pool)),
    )


def _count(word: str | None) -> int | None:
    return int(word) if word else None
