"""The built web app: read into memory once, served by exact name, `index.html` for its own routes.

A lookup in a dictionary cannot be talked into leaving the folder.
"""

import gzip
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from litestar import Request, Response

STATIC = Path(__file__).parent / "static"
_OURS = ("v1", "health", "metrics", "schema", "problems")
_HASHED = "assets/"  # Vite puts a content hash into these names, so they never change
_COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml")
_SMALL = 1024


@dataclass(frozen=True, slots=True)
class _Asset:
    body: bytes
    zipped: bytes | None
    media_type: str
    cache_control: str


@cache
def _assets(folder: Path = STATIC) -> dict[str, _Asset]:
    if not folder.is_dir():
        return {}
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _load(path, folder) for path in files}


def _load(path: Path, folder: Path) -> _Asset:
    name, body = path.relative_to(folder).as_posix(), path.read_bytes()
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if name.endswith((".js", ".mjs")):
        media_type = "application/javascript"
    worth_it = len(body) > _SMALL and media_type.startswith(_COMPRESSIBLE)
    hashed = name.startswith(_HASHED)
    return _Asset(
        body,
        gzip.compress(body, 6) if worth_it else None,
        media_type,
        "public, max-age=31536000, immutable" if hashed else "no-cache",
    )


def warm_up() -> int:
    """Read the files now instead of at the first visitor; how many there are."""
    return len(_assets())


def web_page(request: Request[Any, Any, Any]) -> Response[bytes] | None:
    """A file of the web app or, for its client-side routes, its page; None if it is neither."""
    name = request.url.path.lstrip("/")
    if request.method not in {"GET", "HEAD"} or name.split("/")[0] in _OURS:
        return None
    assets = _assets()
    is_file = "." in name.rpartition("/")[2]
    asset = assets.get(name) if is_file else assets.get("index.html")
    if asset is None:
        return None
    headers = {"Cache-Control": asset.cache_control, "Vary": "Accept-Encoding"}
    body = asset.body
    if asset.zipped and "gzip" in request.headers.get("Accept-Encoding", ""):
        body, headers["Content-Encoding"] = asset.zipped, "gzip"
    return Response(body, status_code=200, media_type=asset.media_type, headers=headers)
