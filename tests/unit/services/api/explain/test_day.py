"""A day that is explained from memory."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from services.api.explain.day import ExplainedDay, ExplainedDays
from shared.crypto.keyring import KeyPurpose, KeyRing, PurposeKeys
from shared.db.live.cache import LiveCache
from shared.db.live.travel import TravelCache
from shared.geo.offline import OfflineTravelTimes
from tests.support.horizons import horizon, number, shift, visit

Answer = TypeVar("Answer")

_READERS = 4


def _days() -> ExplainedDays:
    keys = KeyRing({purpose: PurposeKeys(1, {1: bytes(32)}) for purpose in KeyPurpose})
    return ExplainedDays(LiveCache(keys, TravelCache(OfflineTravelTimes())))


def _at_once(asked: Callable[[], Answer]) -> list[Answer]:
    """What so many boards are told that read at the same moment."""
    ready = Barrier(_READERS)

    def read() -> Answer:
        ready.wait()
        return asked()

    with ThreadPoolExecutor(_READERS) as readers:
        return [one.result() for one in [readers.submit(read) for _ in range(_READERS)]]


def test_a_horizon_is_made_ready_once() -> None:
    """All who read it at the same moment share one day."""
    days, live = _days(), horizon([shift(7)], [visit(1, 10, (19, 20))])
    assert len({id(one) for one in _at_once(lambda: days.of(live))}) == 1


def test_what_would_help_is_searched_once() -> None:
    """The next board that reads the same horizon gets the same answer; a newer one its own."""

    def told(day: ExplainedDay) -> list[int]:
        return [id(one) for one in _at_once(lambda: day.suggestions(number(1)))]

    days, late = _days(), visit(1, 10, (19, 20))
    live = horizon([shift(7)], [late])
    first = told(days.of(live))
    assert len(set(first + told(days.of(live)))) == 1
    newer = horizon([shift(7, (8, 21))], [late])
    assert days.of(newer).suggestions(late.id) != days.of(live).suggestions(late.id)
