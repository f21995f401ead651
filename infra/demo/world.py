"""What the people of the simulation share: the pace, the terminal, the accidents."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from infra.demo.client import Client
from infra.demo.dice import Dice
from infra.local.console import say
from shared.domain.service_day import service_day

ZONE = ZoneInfo("Asia/Dubai")


@dataclass(slots=True)
class Pace:
    """A clock that starts now and runs `speed` times as fast. It paces what people do; what they
    report is dated by the real clock, so that nothing lies in the server's future.
    """

    speed: float
    _real: float = field(default_factory=time.monotonic)
    _start: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def now(self) -> datetime:
        """What the people believe that it is."""
        return self._start + timedelta(seconds=(time.monotonic() - self._real) * self.speed)

    async def pause(self, seconds: float) -> None:
        """Wait for that much of their time."""
        await asyncio.sleep(max(0.0, seconds) / self.speed)

    async def until(self, instant: datetime, at_most_s: float = 900.0) -> bool:
        """Wait for that moment, or a quarter of an hour of it; whether it has come."""
        left = (instant - self.now).total_seconds()
        await self.pause(min(left, at_most_s))
        return left <= at_most_s


@dataclass(slots=True)
class Fate:
    """What happens once in a simulation, to whoever comes first."""

    left: set[str] = field(default_factory=lambda: {"no-show", "decline", "illness"})

    def strikes(self, rng: Dice, what: str, chance: float) -> bool:
        """Whether it happens now; it does not happen again."""
        if what in self.left and rng.random() < chance:
            self.left.discard(what)
            return True
        return False


@dataclass(slots=True)
class World:
    """One simulated tenant."""

    url: str
    password: str
    slug: str
    pace: Pace
    questionnaire: str
    concern_if: dict[str, bool]
    fate: Fate = field(default_factory=Fate)
    acts: int = 0

    @property
    def today(self) -> str:
        """The server's service day: this one is lived, the next is left alone."""
        return service_day(datetime.now(UTC), ZONE).isoformat()

    def client(self, email: str) -> Client:
        """Somebody's connection."""
        return Client(self.url, email, self.password)

    def harmless(self, questions: list[str] | None = None) -> dict[str, bool]:
        """The answers that worry nobody."""
        asked = self.concern_if if questions is None else questions
        return {key: not self.concern_if[key] for key in asked if key in self.concern_if}

    def tell(self, who: str, act: str) -> None:
        """One line for each act, by the people's own clock."""
        self.acts += 1
        say(f"{self.pace.now.astimezone(ZONE):%a %H:%M}  {who:<20}  {act}")
