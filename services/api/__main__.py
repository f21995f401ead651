"""`python -m services.api`: serve until told to stop."""

import sys

import uvicorn

from services.api.app import create_app
from shared.domain.errors import RoundsError
from shared.settings import load
from shared.telemetry import configure_logging


def main() -> int:
    """Exit 2 with one line when something that the process needs is missing."""
    try:
        settings = load()
        configure_logging("api", settings.log_level)
        app = create_app(settings)
    except RoundsError as error:
        print(f"services.api: {error.message}", file=sys.stderr)  # noqa: T201 - to the person who starts it
        return 2
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,  # paths may hold ids, queries hold names and phones
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=",".join(sorted(settings.trusted_proxies)) or None,
        timeout_graceful_shutdown=3,
        server_header=False,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
