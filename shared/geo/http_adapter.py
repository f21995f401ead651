"""geopy over httpx, the HTTP client that the project has: bounded in time and in size."""

import json
import ssl
from typing import Any

import httpx
from geopy.adapters import AdapterHTTPError, BaseAsyncAdapter
from geopy.exc import GeocoderParseError, GeocoderTimedOut, GeocoderUnavailable

LARGEST_ANSWER = 1_000_000


class HttpxAdapter(BaseAsyncAdapter):  # type: ignore[misc]  # geopy ships no types
    """What geopy asks of an adapter; a connection per question, since questions are rare."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        # Made once: reading the machine's certificates takes a tenth of a second.
        self._verify = ssl_context or ssl.create_default_context()

    async def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:  # noqa: ASYNC109 - geopy names it
        """The answer as JSON; GeocoderParseError when it is none."""
        text = await self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(text)
        except ValueError as error:
            raise GeocoderParseError("the provider's answer is no JSON") from error

    async def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:  # noqa: ASYNC109 - geopy names it
        """The body; geopy's own errors for what goes wrong on the way."""
        try:
            return await self._read(url, timeout, headers)
        except httpx.TimeoutException as error:
            raise GeocoderTimedOut("the provider did not answer in time") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise GeocoderUnavailable(f"{type(error).__name__} on the way") from error

    async def _read(self, url: str, wait_s: float, headers: dict[str, str]) -> str:
        client = httpx.AsyncClient(timeout=wait_s, verify=self._verify, follow_redirects=False)
        async with client, client.stream("GET", url, headers=headers) as answer:
            body = b""
            async for piece in answer.aiter_bytes():
                body += piece
                if len(body) > LARGEST_ANSWER:
                    raise GeocoderParseError("the provider's answer has no end")
            text = body.decode("utf-8", "replace")
            if answer.status_code >= 400:
                raise AdapterHTTPError(
                    f"status {answer.status_code}",
                    status_code=answer.status_code,
                    headers=answer.headers,
                    text="",
                )
            return text
