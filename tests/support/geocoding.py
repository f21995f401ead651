"""A stand-in for online geocoders' servers: answers, lies, stalls and fails on command."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

KNOWN = {"dubai marina": (25.0772, 55.1403), "mirdif villas": (25.2210, 55.4200)}


@dataclass(slots=True)
class FakeProvider:
    """An HTTP server in the manner of Nominatim (`/search`) and Google (`/maps/api/geocode`)."""

    mood: str = "honest"
    asked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One question, one answer."""
        target = (await reader.readline()).decode().split(" ")[1]
        while (await reader.readline()).strip():
            pass
        parts = urlsplit(target)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append(given.get("q") or given.get("address", ""))
        self.times.append(asyncio.get_running_loop().time())
        if self.mood == "silent":
            await asyncio.sleep(30)
        body, status = self._body(parts.path, self.asked[-1]), "200 OK"
        if self.mood == "broken":
            status = "500 Oops"
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    def _body(self, path: str, words: str) -> bytes:
        match self.mood:
            case "html":
                return b"<html>Please log in to the hotel's network</html>"
            case "nonsense":
                return json.dumps({"results": [{"geometry": 7}], "status": "OK"}).encode()
            case "endless":
                return b" " * 3_000_000
            case "abroad":
                place: Any = (48.2082, 16.3738)
            case "not-a-number":
                place = ("NaN", "NaN")
            case _:
                place = KNOWN.get(words.casefold())
        found = [] if place is None else [place]
        if path.startswith("/maps/api/geocode"):
            return json.dumps(
                {"status": "OK", "results": [google_row(*at) for at in found]}
            ).encode()
        return json.dumps([nominatim_row(*at) for at in found]).encode()


def nominatim_row(lat: Any, lon: Any) -> dict[str, Any]:
    """As its `/search` answers."""
    box = ["25.0770", "25.0774", "55.1401", "55.1405"]
    return {"lat": str(lat), "lon": str(lon), "display_name": "Somewhere", "boundingbox": box}


def google_row(lat: Any, lon: Any) -> dict[str, Any]:
    """As its geocoding answers."""
    where = {"location": {"lat": lat, "lng": lon}, "location_type": "ROOFTOP"}
    return {"formatted_address": "Somewhere", "geometry": where}


@asynccontextmanager
async def fake_provider(mood: str = "honest") -> AsyncIterator[FakeProvider]:
    """The server on a free port until the block ends."""
    fake = FakeProvider(mood)
    server = await asyncio.start_server(fake.serve, "127.0.0.1", 0)
    fake.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield fake
    finally:
        server.close()
