"""What is set aside for a lead covers whatever the same way on can make of it."""

import random
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from services.dispatcher.optimiser import leads, network
from services.dispatcher.optimiser.debts import Standing, lead_of, lost_of, tolls_debt
from services.dispatcher.optimiser.ways import Ints, Table
from shared.routing.errors import ProblemInvalid
from shared.routing.travel import Band, Travel

_PLACES, _UNTIL, _SHORTEST = 4, 40_000, 300
_MOST = (_PLACES * 8, _SHORTEST)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two who go the same way, the first ahead: its leaving times, and by how much it was ahead."""

    first: list[int]
    leads: list[int]
    more: int
    """What the first drove more."""


def _travel(draw: random.Random) -> Travel:
    """Legs that rise and fall by the hour, nobody overtaking; some are nothing at times."""
    while True:
        starts = sorted(draw.sample(range(0, _UNTIL, 500), draw.randint(2, 6)))
        base = [[draw.randint(0, 3000) for _ in range(_PLACES)] for _ in range(_PLACES)]
        wild = draw.random() < 0.2
        bands = tuple(
            Band(start, tuple(tuple(_slowed(draw, leg, wild=wild) for leg in row) for row in base))
            for start in starts
        )
        try:
            return Travel(bands)
        except ProblemInvalid:
            continue


def _slowed(draw: random.Random, leg: int, *, wild: bool) -> int:
    return draw.choice((0, leg)) if wild else leg * draw.randint(80, 130) // 100


def _hours(travel: Travel) -> tuple[Ints, Ints]:
    """The row of a shift that may drive all day, with and without a limit of travel."""
    table = np.array([band.travel_s for band in travel.bands], dtype=np.int64)
    starts = np.array([band.from_s for band in travel.bands], dtype=np.int64)
    by_band = Table(table, table[:, :1], table[:, :, :1])
    ends, begins = np.array([_UNTIL]), np.array([0])
    row = np.zeros(19, dtype=np.int64)
    row[network.HARD] = _UNTIL
    row[network.SETTLED] = leads.settled_from(by_band, starts, ends)[0]
    row[network.FALLS] = leads.fall_rates(by_band, starts, begins, ends)[0]
    row[network.GROWTH] = leads.lead_growth(by_band, starts, begins, ends)[0]
    row[network.ROAD] = table.max()
    limited = row.copy()
    limited[network.FLAGS] = network.METERED
    return row, limited


def _driven(draw: random.Random, travel: Travel, now: tuple[int, int]) -> tuple[_Pair, int]:
    """Random stops until the second must be back; and what the second drove."""
    first, second = now
    here, pair, theirs, mine = 0, _Pair([], [], 0), 0, 0
    for _ in range(8):
        there, opens = draw.randrange(_PLACES), draw.choice((0, 0, draw.randrange(_UNTIL)))
        legs = travel.seconds(here, there, first), travel.seconds(here, there, second)
        service = draw.randint(_SHORTEST, 2000)
        if max(second + legs[1], opens) + service > _UNTIL:
            break
        pair.first.append(first)
        pair.leads.append(second - first)
        mine, theirs, here = mine + legs[0], theirs + legs[1], there
        first, second = (
            max(at + leg, opens) + service for at, leg in zip((first, second), legs, strict=True)
        )
    return _Pair(pair.first, pair.leads, mine - theirs), theirs


def _standing(leave: int) -> Standing:
    return (leave, 0, 0, 0, False, 0, 0)


def test_a_lead_loses_no_more_than_is_set_aside() -> None:
    """The lead never grows beyond its bound, and costs no more seconds on the road; nor where the
    second has just as much travel left as it needs.
    """
    draw, ways, spared = random.Random(1), 0, 0
    for _ in range(150):
        travel = _travel(draw)
        free, limited = _hours(travel)
        for _ in range(40):
            leave = draw.randrange(_UNTIL)
            now = leave, leave + draw.choice((1, 60, 600, 4000))
            one, other = _standing(now[0]), _standing(now[1])
            most = lead_of(free, one, other, _MOST)
            lost = lost_of(free, one, other, _MOST)
            spared += lost < now[1] - now[0]
            for _ in range(10):
                pair, theirs = _driven(draw, travel, now)
                if not pair.leads:
                    continue
                ways += 1
                limited[network.MAX_TRAVEL] = theirs
                where = travel, now, pair
                assert max(pair.leads) <= most, where
                assert pair.more <= lost, where
                assert pair.more <= lost_of(limited, one, other, _MOST), where
    assert ways > 20_000
    assert spared > 1000


def test_a_toll_that_falls_is_set_aside_for_each_leg_that_a_lead_can_move_before_it() -> None:
    """Whoever is ahead pays no more of cheaper bands that begin later than the debt."""
    draw, paid = random.Random(2), 0
    for _ in range(150):
        travel = _travel(draw)
        free, _ = _hours(travel)
        begins = sorted(draw.sample(range(1000, _UNTIL + 5000, 500), 3))
        prices = [draw.choice((0, 100, 300)) for _ in range(4)]
        drops = [0, *(max(0, a - b) for a, b in pairwise(prices))]
        bands = np.array([[0, *begins], drops], dtype=np.int64)
        for _ in range(100):
            leave = draw.randrange(_UNTIL)
            now = leave, leave + draw.choice((1, 60, 600, 4000))
            lead = lead_of(free, _standing(now[0]), _standing(now[1]), _MOST)
            debt = tolls_debt(bands, now[0], _UNTIL, lead, _MOST)
            pair, _ = _driven(draw, travel, now)
            more = sum(
                _toll(begins, prices, first) - _toll(begins, prices, first + ahead)
                for first, ahead in zip(pair.first, pair.leads, strict=True)
            )
            paid += more > 0
            assert more <= debt, (travel, begins, prices, now, pair)
    assert paid > 100


def _toll(begins: list[int], prices: list[int], departure: int) -> int:
    return prices[sum(begin <= departure for begin in begins)]
