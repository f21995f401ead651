"""A therapist's day: acknowledge, accept, drive, treat, one stop after the other."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from infra.demo.client import Answer, Client
from infra.demo.dice import Dice
from infra.demo.world import World
from shared.geo.offline import OfflineTravelTimes
from shared.geo.place import Point

_OPEN = ("dispatched", "accepted", "en-route", "arrived", "in-progress")
_FIRST_WAY_S = 15 * 60
_TRAVEL = OfflineTravelTimes()
Stop = dict[str, Any]


@dataclass(slots=True)
class Therapist:
    """One account with what it has driven so far."""

    world: World
    client: Client
    name: str
    rng: Dice
    here: Point | None = None

    async def live(self) -> None:
        """Until the shift of this service day has no stop left."""
        while True:
            route = await self._route()
            shift = route.get("shift")
            if shift is None or route.get("date") != self.world.today:
                return
            early = datetime.fromisoformat(shift["startsAt"]) - timedelta(minutes=10)
            if not await self.world.pace.until(early):
                continue
            await self._begin(route)
            stops = [stop for stop in route["stops"] if stop["status"] in _OPEN]
            await self._answer(stops)
            if stops:
                await self._next(stops[0])
            elif datetime.fromisoformat(shift["endsAt"]) <= self.world.pace.now:
                await self._clock(route, "shift-end", "goes home")
                return
            else:
                await self.world.pace.pause(600)

    async def _route(self) -> dict[str, Any]:
        answer = await self.client.get("/v1/me/route")
        return answer.body if answer.ok else {}

    async def _begin(self, route: dict[str, Any]) -> None:
        """Read the newest version, and start the shift."""
        version = route["routeVersion"]
        if route["acknowledgedVersion"] < version:
            body = {"routeVersion": version, "shiftId": route["shiftId"]}
            if (await self.client.post("/v1/me/route/acknowledge", body)).ok:
                self.world.tell(self.name, f"has read route version {version}")
        if route["shift"]["status"] == "planned":
            await self._clock(route, "shift-start", "starts the shift")

    async def _clock(self, route: dict[str, Any], type_: str, words: str) -> None:
        body = {"type": type_, **_stamp()}
        answer = await self.client.post(f"/v1/me/shifts/{route['shiftId']}/events", body)
        self._tell(answer, words)

    async def _answer(self, stops: list[Stop]) -> None:
        """Accept what was newly sent; once somebody declines."""
        for number, stop in enumerate(list(stops)):
            if stop["status"] != "dispatched":
                continue
            if number and self.world.fate.strikes(self.rng, "decline", 0.3):
                if (await self._report(stop, "decline", "declines a visit")).ok:
                    stops.remove(stop)
            else:
                await self._report(stop, "accept", "accepts a visit")

    async def _next(self, stop: Stop) -> None:
        """The one step that comes next; then the route is read again, as it may have changed."""
        match stop["status"]:
            case "dispatched" | "accepted":
                await self._depart(stop)
            case "en-route":
                await self.world.pace.pause(self._way_s(stop) * self.rng.triangular(0.85, 1.4, 1.0))
                await self._report(stop, "arrive", "arrives")
                self.here = _point(stop) or self.here
            case "arrived":
                await self._start(stop)
            case _:
                await self.world.pace.pause(
                    stop["serviceMinutes"] * 60 * self.rng.uniform(0.9, 1.1)
                )
                needles = {"needles": {"in": 12, "out": 12}} if _is_needling(stop) else {}
                await self._report(stop, "complete", "completes the visit", needles)

    async def _depart(self, stop: Stop) -> None:
        leave = datetime.fromisoformat(stop["plannedArrival"]) - timedelta(
            seconds=self._way_s(stop) + 120
        )
        if await self.world.pace.until(leave):
            place = (stop.get("place") or {}).get("label") or "the next visit"
            await self._report(stop, "depart", f"drives to {place}")

    async def _start(self, stop: Stop) -> None:
        """Not before the window opens, by the people's clock; needling takes its papers along."""
        opens = datetime.fromisoformat(stop["window"]["opensAt"])
        if not await self.world.pace.until(opens):
            return
        await self.world.pace.pause(self.rng.uniform(60, 240))
        if self.world.fate.strikes(self.rng, "no-show", 0.1):
            await self.world.pace.pause(900)
            await self._report(stop, "no-show", "finds nobody at home")
            return
        papers = {"papers": self._papers(stop)} if _is_needling(stop) else {}
        answer = await self._report(stop, "start", f"starts {stop['service']}", papers)
        if not answer.ok:
            await self._report(stop, "unfit", "cannot treat and says so")

    def _papers(self, stop: Stop) -> dict[str, Any]:
        needed = [kind for kind in stop["papersNeeded"] if kind in {"written", "guardian", "child"}]
        given = stop["patient"]["name"] or "the patient"
        language = (stop["patient"]["languages"] or ["en"])[0]
        version = self.world.questionnaire
        return {
            "doorAnswers": {"version": version, "answers": self.world.harmless()},
            "consents": [
                {
                    "kind": kind,
                    "givenBy": f"Parent of {given}" if kind == "guardian" else given,
                    "relation": "mother" if kind == "guardian" else "self",
                    "language": language,
                }
                for kind in needed
            ],
        }

    def _way_s(self, stop: Stop) -> float:
        there = _point(stop)
        if self.here is None or there is None:
            return _FIRST_WAY_S
        return _TRAVEL.leg(self.here, there, datetime.now(UTC))

    async def _report(
        self, stop: Stop, type_: str, words: str, more: dict[str, Any] | None = None
    ) -> Answer:
        body = {"type": type_, **_stamp(), **(more or {})}
        at = _point(stop)
        if type_ in {"arrive", "start"} and at is not None:
            body["position"] = {"lat": at.lat, "lon": at.lon}
        answer = await self.client.post(f"/v1/visits/{stop['visitId']}/events", body)
        self._tell(answer, words)
        if not answer.ok:
            await self.world.pace.pause(120)
        return answer

    def _tell(self, answer: Answer, words: str) -> None:
        self.world.tell(self.name, words if answer.ok else f"{words}: refused, {answer.slug}")


def _stamp() -> dict[str, str]:
    return {"occurredAt": datetime.now(UTC).isoformat(), "clientEventId": str(uuid4())}


def _is_needling(stop: Stop) -> bool:
    return bool(stop["service"] == "dry-needling")


def _point(stop: Stop) -> Point | None:
    place = stop.get("place")
    return None if not place else Point(place["lat"], place["lon"])
