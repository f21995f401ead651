"""A local OSRM of our own: the recorded shape of `table`, over made-up roads; it can be killed."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from shared.geo.place import Point

METRES_A_SECOND = 12.0
_HEAD = "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"


@dataclass
class FakeOsrm:
    """Roads are straight lines at 12 m/s times `slower`; `dies_after` counts answered requests."""

    port: int = 0
    slower: float = 1.0
    delay_s: float = 0.0
    dies_after: int | None = None
    garbage: bytes | None = None
    no_way_to: set[tuple[float, float]] = field(default_factory=set)
    asked: int = 0
    cells: int = 0
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen, on the same port as before if there was one."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """As if the process were gone."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                while (await reader.readline()).strip():
                    pass
                if self._server is None or self.asked == self.dies_after:
                    await self.stop()
                    return
                self.asked += 1
                await asyncio.sleep(self.delay_s)
                body = self.garbage or json.dumps(self._answer(line.split()[1].decode())).encode()
                head = _HEAD.format(status="200 OK", length=len(body))
                writer.write(head.encode() + body)
                await writer.drain()
        finally:
            writer.close()

    def _answer(self, target: str) -> dict[str, object]:
        path, _, query = target.partition("?")
        service, version, profile, places = path.strip("/").split("/")
        assert (service, version, profile) == ("table", "v1", "driving")
        wanted = dict(part.split("=") for part in query.split("&"))
        points = [
            Point(float(lat), float(lon)) for lon, lat in (p.split(",") for p in places.split(";"))
        ]
        if len(points) > 100:
            return {"code": "TooBig", "message": "Too many table coordinates"}
        origins = [points[int(i)] for i in wanted["sources"].split(";")]
        to = [points[int(i)] for i in wanted["destinations"].split(";")]
        self.cells += len(origins) * len(to)
        return {
            "code": "Ok",
            "durations": [[self._seconds(a, b) for b in to] for a in origins],
            "sources": [
                {"hint": "", "distance": 0.0, "name": "", "location": [a.lon, a.lat]}
                for a in origins
            ],
            "destinations": [
                {"hint": "", "distance": 0.0, "name": "", "location": [b.lon, b.lat]} for b in to
            ],
        }

    def _seconds(self, a: Point, b: Point) -> float | None:
        if (b.lat, b.lon) in self.no_way_to:
            return None
        return round(a.distance_m(b) / METRES_A_SECOND * self.slower, 1)


@asynccontextmanager
async def fake_osrm(**traits: object) -> AsyncIterator[FakeOsrm]:
    """One that runs."""
    engine = FakeOsrm(**traits)  # type: ignore[arg-type]  # fields by name, as given
    await engine.start()
    try:
        yield engine
    finally:
        await engine.stop()
