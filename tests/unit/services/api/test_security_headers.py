"""Which hosts the pages may ask."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import HTTPResponseStartEvent, HTTPScope

from services.api.security_headers import SecurityHeaders


async def policy_with(map_tiles: str) -> dict[str, str]:
    """The content policy of a page, by directive."""
    start: HTTPResponseStartEvent = {"type": "http.response.start", "status": 200, "headers": []}
    scope: HTTPScope = {"type": "http", "path": "/board"}  # type: ignore[typeddict-item]  # all it reads
    await SecurityHeaders(https=False, map_tiles=map_tiles)(start, scope)
    text = MutableScopeHeaders.from_message(start)["Content-Security-Policy"]
    return {
        name: words for name, _, words in (part.strip().partition(" ") for part in text.split(";"))
    }


async def test_without_tiles_pages_ask_nobody_else() -> None:
    """The schematic map is ours."""
    policy = await policy_with("")
    assert policy["connect-src"] == "'self'"
    assert policy["img-src"] == "'self' data: blob:"


async def test_the_tiles_host_may_be_asked_for_pictures_and_data_only() -> None:
    """Not for scripts, and no other host."""
    policy = await policy_with("https://tiles.test/{z}/{x}/{y}.png")
    assert policy["connect-src"] == "'self' https://tiles.test"
    assert policy["img-src"] == "'self' data: blob: https://tiles.test"
    assert policy["script-src"] == "'self'"
