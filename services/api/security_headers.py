"""Headers on every answer, errors included (ASVS 3.4)."""

from urllib.parse import urlsplit

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

# MapLibre starts its worker from a file of ours or a blob; its images are blobs and data URLs;
# Mantine writes style attributes. No script but our own files.
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:{tiles}; font-src 'self' data:; connect-src 'self'{tiles}; "
    "worker-src 'self' blob:; child-src blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_YEAR_S = 31_536_000


class SecurityHeaders:
    """A `before_send` hook, so that no route and no error can forget them."""

    def __init__(self, *, https: bool, map_tiles: str = "") -> None:
        tiles = urlsplit(map_tiles)
        host = f" {tiles.scheme}://{tiles.netloc}" if map_tiles else ""
        self._headers = {
            "Content-Security-Policy": _POLICY.replace("{tiles}", host),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
        }
        if https:
            self._headers["Strict-Transport-Security"] = f"max-age={_YEAR_S}; includeSubDomains"

    async def __call__(self, message: Message, scope: Scope) -> None:
        """Litestar's hook protocol."""
        if message["type"] != "http.response.start":
            return
        headers = MutableScopeHeaders.from_message(message)
        for name, value in self._headers.items():
            headers.setdefault(name, value)
        if scope["path"].startswith("/v1"):
            headers.setdefault("Cache-Control", "no-store")
