"""Which online geocoder this installation may ask, for tenants that allow it."""

from shared.geo.online import OnlineGeocoders, Provider, google, nominatim
from shared.settings import Settings, SettingsWrong


def online_geocoder(settings: Settings) -> OnlineGeocoders | None:
    """The configured one, None without; SettingsWrong names what is missing or unknown."""
    provider = _provider(settings)
    return None if provider is None else OnlineGeocoders(provider)


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
                raise SettingsWrong("ROUNDS_GEOCODER_KEY_FILE is not set: Google needs a key")
            key = settings.geocoder_key_file.read_text(encoding="utf-8").strip()
            return google(key, *address)
        case other:
            raise SettingsWrong(f"ROUNDS_GEOCODER is '{other}': nominatim, google or nothing")
