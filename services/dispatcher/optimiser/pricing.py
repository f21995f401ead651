"""Pricing of all groups, on two threads. What is found does not depend on their number."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial

import numpy as np

from services.dispatcher.optimiser.completion import Completion, complete, completion_of
from services.dispatcher.optimiser.labelling import LONGEST, Found, Job, found_of, price_group
from services.dispatcher.optimiser.labels import Labels, Prices, labels_of
from services.dispatcher.optimiser.network import FAR, Flags, Ints, Net, Network, Small

_POLL_S = 0.02
KEEP = 4  # routes of a group that one round returns
# Room for labels: by the square of the visits, since clearing memory costs small days more than
# their search.
_LABEL_BYTES, _LEAST_BYTES, _DAY_BYTES = 120 << 20, 16 << 20, 8 << 10
Route = tuple[int, ...]


class Answers:
    """By group: the routes found with their reduced costs, the least of them, whether exact."""

    def __init__(self, groups: int, keep: int) -> None:
        self.count: Ints = np.zeros(groups, dtype=np.int64)
        self.least: Ints = np.zeros(groups, dtype=np.int64)
        self.relaxed: Ints = np.full(groups, -FAR, dtype=np.int64)
        self.exact: Flags = np.zeros(groups, dtype=np.bool_)
        self.value: Ints = np.zeros((groups, keep), dtype=np.int64)
        self.routes: Small = np.zeros((groups, keep, LONGEST), dtype=np.int32)

    def of(self, g: int) -> list[tuple[int, Route]]:
        """Reduced cost and visits in order, cheapest first."""
        found = []
        for i in range(int(self.count[g])):
            route = self.routes[g, i]
            found.append((int(self.value[g, i]), tuple(route[route >= 0].tolist())))
        return sorted(found)


@dataclass(slots=True)
class _Desk:
    """One thread's room."""

    labels: Labels
    bound: Completion
    found: Found


class Pricer:
    """Prices groups of one network. `halt` may be set from outside to end a search early."""

    def __init__(self, network: Network, threads: int, stop: Callable[[], bool], work: int) -> None:
        """`work` bounds what one round may compare, all groups together."""
        self._network, self._net = network, network.net
        self._stop = stop
        self._threads = threads
        self._executor = ThreadPoolExecutor(threads)
        self._cut_words = 1
        self._work = work // max(1, network.groups)
        self._desks: list[_Desk] = []
        self._borrow: Callable[[], tuple[_Desk, int]] | None = None
        self._is_loaded = False
        self.halt: Ints = np.zeros(1, dtype=np.int64)

    def split(self, stop: Callable[[], bool]) -> "list[Pricer]":
        """Pricers that share this one's room, a thread each, to work beside each other while this
        one rests.
        """
        parts = []
        for i in range(len(self._desks)):
            one = Pricer(self._network, 1, stop, self._work * self._network.groups)
            one._borrow, one._is_loaded = partial(self._lent, i), self._is_loaded
            parts.append(one)
        return parts

    def price(
        self,
        prices: Prices,
        groups: Sequence[int],
        below: Ints,
        width: int,
        keep: int,
        net: Net | None = None,
    ) -> Answers:
        """Routes of reduced cost under `below[g]`, at most `keep` a group, of a narrowed `net`."""
        self._make_room(keep, len(prices.cut))
        answers = Answers(len(self._net.ok), keep)
        self.halt[0] = int(self._stop())
        self._warm(prices)
        chunks = [groups[i :: self._threads] for i in range(self._threads)]
        pending = {
            self._executor.submit(
                self._run, net or self._net, prices, chunk, below, desk, answers, width
            )
            for chunk, desk in zip(chunks, self._desks, strict=True)
            if len(chunk)
        }
        while pending:
            done, pending = wait(pending, timeout=_POLL_S)
            for one in done:
                one.result()
            if pending and self._stop():
                self.halt[0] = 1
        return answers

    def enumerate_routes(
        self, net: Net, prices: Prices, groups: Sequence[int], below: Ints, most: int
    ) -> list[tuple[int, Route]] | None:
        """Every route of reduced cost under `below[g]` that no order of the same visits beats;
        None if there are more than `most` for a group, or more than memory holds.
        """
        self._make_room(KEEP, len(prices.cut))
        self.halt[0] = int(self._stop())
        self._warm(prices)
        pending = {
            self._executor.submit(
                self._list, net, prices, groups[i :: self._threads], below, most, desk
            )
            for i, desk in enumerate(self._desks)
        }
        futures = list(pending)
        while pending:
            _, pending = wait(pending, timeout=_POLL_S)
            if pending and self._stop():
                self.halt[0] = 1
        lists = [one.result() for one in futures]
        if self.halt[0]:
            return None
        return sorted(route for one in lists for route in one)

    def _list(
        self, net: Net, prices: Prices, groups: Sequence[int], below: Ints, most: int, desk: _Desk
    ) -> list[tuple[int, Route]]:
        found, listed = found_of(most), []
        for g in groups:
            if complete(net, prices.visit, g, desk.bound) >= below[g] or self.halt[0]:
                continue
            job = Job(-1, int(below[g]), True, self._work)
            count, _, exact = price_group(
                net, prices, g, desk.bound, desk.labels, job, found, self.halt
            )
            if not exact:
                self.halt[0] = 1
            rows = found.routes[:count].tolist()
            listed += [(g, tuple(v for v in row if v >= 0)) for row in rows]
        return listed

    def _warm(self, prices: Prices) -> None:
        """Compiling or loading a kernel needs the deep stack of the main thread."""
        if self._is_loaded or not len(self._net.ok) or not len(self._net.service):
            return
        self._is_loaded = True
        desk, over = self._desks[0], np.ones(1, dtype=np.int64)
        complete(self._net, prices.visit, 0, desk.bound)
        job = Job(0, 0, True, 1)
        price_group(self._net, prices, 0, desk.bound, desk.labels, job, desk.found, over)

    def _run(
        self,
        net: Net,
        prices: Prices,
        groups: Sequence[int],
        below: Ints,
        desk: _Desk,
        answers: Answers,
        width: int,
    ) -> None:
        """One thread's share of a round."""
        for g in groups:
            if self.halt[0]:
                return
            answers.least[g], prunes = below[g], width == 0
            if prunes:
                answers.relaxed[g] = complete(net, prices.visit, g, desk.bound)
                if answers.relaxed[g] >= below[g]:
                    answers.exact[g] = True
                    continue
            job = Job(width, int(below[g]), prunes, self._work)
            count, answers.least[g], answers.exact[g] = price_group(
                net, prices, g, desk.bound, desk.labels, job, desk.found, self.halt
            )
            answers.count[g] = count
            answers.value[g, :count] = desk.found.value[:count]
            answers.routes[g, :count] = desk.found.routes[:count]

    def _lent(self, i: int) -> tuple[_Desk, int]:
        """A thread's room, and for how many words of cuts it is."""
        return self._desks[i], self._cut_words

    def _make_room(self, keep: int, cuts: int) -> None:
        visits = len(self._net.service)
        words = max(1, (cuts + 63) // 64)
        if self._borrow is not None:
            desk, lent = self._borrow()
            if lent >= words:
                self._desks, self._cut_words = [desk], lent
        if words > self._cut_words or not self._desks:
            self._cut_words = max(words, self._cut_words)
            room = min(_LABEL_BYTES, max(_LEAST_BYTES, _DAY_BYTES * visits * visits))
            size = room // (64 + 8 * (visits // 64 + 1 + self._cut_words))
            cap = max(64, min(4096, (48 << 20) // (20 * max(1, visits))))
            self._desks = [
                _Desk(
                    labels_of(visits, size, cap, self._cut_words),
                    completion_of(visits),
                    found_of(keep),
                )
                for _ in range(self._threads)
            ]
        for desk in self._desks:
            if desk.found.value.size != keep:
                desk.found = found_of(keep)

    def close(self) -> None:
        self._executor.shutdown()
