"""An interactive page for the API that needs no internet: our own HTML and script.

Litestar's pages (Scalar, Swagger UI, …) load theirs from a CDN, which the content security policy
forbids and a clinic's network may not reach.
"""

from pathlib import Path
from typing import Any

from litestar import Request
from litestar.enums import MediaType
from litestar.openapi.plugins import OpenAPIRenderPlugin

_HERE = Path(__file__).parent


class OwnFile(OpenAPIRenderPlugin):
    """Serves one of the two files of the page below the schema's path."""

    def __init__(self, file: str, path: str, media_type: str) -> None:
        super().__init__(path=path, media_type=MediaType.TEXT)
        self.media_type = media_type  # type: ignore[assignment]  # Litestar's enum lacks scripts
        self._body = (_HERE / file).read_bytes()

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:  # noqa: ARG002 - the plugin protocol
        """The file as it is; the script reads the schema itself."""
        return self._body


def reference_page() -> list[OpenAPIRenderPlugin]:
    """`/schema` and the script that it loads."""
    return [
        OwnFile("page.html", "/", "text/html"),
        OwnFile("page.js", "/page.js", "text/javascript"),
    ]
