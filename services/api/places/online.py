"""Which online geocoder this installation may ask, for tenants that allow it."""

from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.domain.errors import Invalid
from shared.geo.online import OnlineGeocoders, Provider, google, nominatim
from shared.settings import Settings

_SLOT = "rounds:geocoder"
_VALKEY_S = 0.3


class SharedSlot:
    """One question at a time for all processes; nobody asks while Valkey is away."""

    def __init__(self, valkey_url: str, interval_s: float) -> None:
        self._valkey: Redis = Redis.from_url(
            valkey_url, socket_connect_timeout=_VALKEY_S, socket_timeout=_VALKEY_S
        )
        self._interval_ms = max(1, round(interval_s * 1000))

    async def free(self) -> bool:
        """Take the slot for one interval; whether it was free."""
        try:
            return bool(await self._valkey.set(_SLOT, b"", nx=True, px=self._interval_ms))
        except (RedisError, OSError):
            return False


def online_geocoder(settings: Settings) -> OnlineGeocoders | None:
    """The configured one, None without; Invalid names what is missing or unknown."""
    provider = _provider(settings)
    if provider is None:
        return None
    slot = SharedSlot(settings.valkey_url, provider.interval_s)
    return OnlineGeocoders(provider, slot_free=slot.free)


def _provider(settings: Settings) -> Provider | None:
    address = [settings.geocoder_url] if settings.geocoder_url else []
    match settings.geocoder:
        case "":
            return None
        case "nominatim":
            # Its policy wants to know who asks.
            return nominatim(f"rounds-dispatch ({settings.public_url})", *address)
        case "google":
            if settings.geocoder_key_file is None:
                wrong = "ROUNDS_GEOCODER_KEY_FILE is not set: Google needs a key."
                raise Invalid.one("ROUNDS_GEOCODER_KEY_FILE", wrong)
            key = settings.geocoder_key_file.read_text(encoding="utf-8").strip()
            return google(key, *address)
        case other:
            wrong = f"ROUNDS_GEOCODER is '{other}': nominatim, google or nothing."
            raise Invalid.one("ROUNDS_GEOCODER", wrong)
