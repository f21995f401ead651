"""What the environment decides, read once at start-up by a composition root."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from shared.domain.errors import Invalid, RoundsError


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
    log_level: str = "info"
    solve_seconds: float = 10.0
    solve_memory_mb: int = 2048
    solve_slots: int = 1
    solve_iterations: int | None = None
    database_pool: int = 10
    heartbeat_file: Path | None = None  # touched by the dispatcher while it works
    geocoder: str = ""  # nominatim or google; empty asks nobody
    geocoder_url: str = ""  # another server than the provider's public one
    geocoder_key_file: Path | None = None
    osrm_urls: tuple[tuple[int, str], ...] = ()  # which OSRM answers from which local hour on
    map_tiles: str = ""  # https: a picture template with {z}/{x}/{y}, else a MapLibre style
    map_attribution: str = ""

    @property
    def secure_cookies(self) -> bool:
        """Whether browsers reach us by TLS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read `ROUNDS_*`; raises SettingsMissing naming the variable and what to put there, and
    Invalid when one is set to what nobody can work with.
    """
    env = os.environ if environ is None else environ

    def need(name: str, meaning: str) -> str:
        if value := env.get(name):
            return value
        raise SettingsMissing(f"{name} is not set: {meaning}")

    defaults = Settings("", "", Path(), Path())
    memory_mb = _whole(env, "ROUNDS_SOLVE_MEMORY_MB", 0)
    return Settings(
        database_url=need("ROUNDS_DATABASE_URL", "the application role's postgresql:// address"),
        valkey_url=need("ROUNDS_VALKEY_URL", "a redis:// address"),
        keys_file=Path(need("ROUNDS_KEYS_FILE", "made by `python -m shared.crypto new-keys PATH`")),
        secret_file=Path(need("ROUNDS_SECRET_FILE", "a file with at least 32 random bytes")),
        public_url=env.get("ROUNDS_PUBLIC_URL", defaults.public_url).rstrip("/"),
        heartbeat_file=Path(beats) if (beats := env.get("ROUNDS_HEARTBEAT_FILE")) else None,
        host=env.get("ROUNDS_HOST", defaults.host),
        port=int(env.get("ROUNDS_PORT", defaults.port)),
        trusted_proxies=frozenset(filter(None, env.get("ROUNDS_TRUSTED_PROXIES", "").split(","))),
        log_level=env.get("ROUNDS_LOG_LEVEL", defaults.log_level),
        solve_seconds=_seconds(env, "ROUNDS_SOLVE_SECONDS", 0.1) or defaults.solve_seconds,
        solve_memory_mb=defaults.solve_memory_mb if memory_mb is None else memory_mb,
        solve_slots=_whole(env, "ROUNDS_SOLVE_SLOTS", 1) or defaults.solve_slots,
        solve_iterations=_whole(env, "ROUNDS_SOLVE_ITERATIONS", 1),
        database_pool=int(env.get("ROUNDS_DATABASE_POOL", defaults.database_pool)),
        geocoder=env.get("ROUNDS_GEOCODER", ""),
        geocoder_url=env.get("ROUNDS_GEOCODER_URL", ""),
        geocoder_key_file=Path(key) if (key := env.get("ROUNDS_GEOCODER_KEY_FILE")) else None,
        osrm_urls=_osrm(env),
        map_tiles=_map_tiles(env),
        map_attribution=env.get("ROUNDS_MAP_ATTRIBUTION", ""),
    )


def _osrm(env: Mapping[str, str]) -> tuple[tuple[int, str], ...]:
    """`ROUNDS_OSRM_URLS` (`0=http://night:5000,7=http://day:5000`), else `ROUNDS_OSRM_URL`."""
    sets = env.get("ROUNDS_OSRM_URLS", "")
    if not sets:
        url = env.get("ROUNDS_OSRM_URL", "").rstrip("/")
        return ((0, url),) if url else ()
    found = []
    for one in sets.split(","):
        hour, _, url = one.strip().partition("=")
        if not hour.isdecimal() or int(hour) > 23 or not url.startswith(("http://", "https://")):
            raise Invalid.one(
                "ROUNDS_OSRM_URLS",
                f"ROUNDS_OSRM_URLS has '{one}': write hour=address, such as 7=http://day:5000.",
            )
        found.append((int(hour), url.rstrip("/")))
    if found[0][0] != 0 or found != sorted(found) or len(dict(found)) < len(found):
        wrong = "ROUNDS_OSRM_URLS must begin at hour 0 and name each hour once."
        raise Invalid.one("ROUNDS_OSRM_URLS", wrong)
    return tuple(found)


def _map_tiles(env: Mapping[str, str]) -> str:
    """Its host goes into the pages' content policy, so it must be nothing but an address."""
    url = env.get("ROUNDS_MAP_TILES", "")
    if url and (not url.startswith(("https://", "http://")) or set(url) & set(" ;,'\"")):
        right = "https://…/{z}/{x}/{y}.png or https://…/style.json"
        raise Invalid.one("ROUNDS_MAP_TILES", f"ROUNDS_MAP_TILES is no address: give {right}.")
    return url


def _whole(env: Mapping[str, str], name: str, least: int) -> int | None:
    """None when it is empty or not set; Invalid when it is no whole number from `least` on."""
    if not (word := env.get(name, "").strip()):
        return None
    with suppress(ValueError):
        if (value := int(word)) >= least:
            return value
    raise Invalid.one(name, f"{name} is '{word}': give a whole number, {least} or more.")


def _seconds(env: Mapping[str, str], name: str, least: float) -> float | None:
    """None when it is empty or not set; Invalid when it is no finite time from `least` on."""
    if not (word := env.get(name, "").strip()):
        return None
    with suppress(ValueError):
        if isfinite(value := float(word)) and value >= least:
            return value
    raise Invalid.one(name, f"{name} is '{word}': give seconds, {least} or more.")
