"""The share of promises kept: cases whose answer is known."""

import math
from dataclasses import replace

import pytest

from shared.routing.plan import Plan, Reason, Route, Stop, Unassigned
from shared.routing.problem import Problem
from shared.routing.punctuality import Punctuality, Spread, punctuality, with_on_time
from shared.routing.shift import Break, Shift
from shared.routing.timing import time_route
from shared.routing.travel import Band, Travel
from shared.routing.visit import Pin, Promised, Visit
from tests.unit.shared.routing.build import line, problem, shift, visit

CERTAIN = Spread(0, 0, 0)
ONLY_TRAVEL = Spread(travel=0.2, traffic=0, service=0)


def _planned(one: Shift, *visits: Visit, travel: Travel | None = None) -> tuple[Problem, Plan]:
    """All visits in one route at their earliest times."""
    whole = problem(*visits, one, travel=travel)
    timed = time_route(whole.travel, one, visits)
    assert timed is not None
    return whole, Plan((Route(one.id, timed.stops),), (), 0, 0, 0.0)


def _share(day: tuple[Problem, Plan], spread: Spread, seed: int = 1, days: int = 1000) -> float:
    return punctuality(*day, spread, seed, days).on_time


@pytest.mark.parametrize(("closes", "share"), [(600, 1.0), (599, 0.0), (6000, 1.0)])
def test_without_spread_a_day_goes_as_planned(closes: int, share: float) -> None:
    """A planned start inside the promise is kept every day, one outside it on none."""
    one = visit(promised=Promised((0, closes), 1))
    assert _share(_planned(shift(), one), CERTAIN) == share


def test_slack_is_worth_what_the_distribution_says() -> None:
    """The way takes 600 s on average; with an x of slack the share is the lognormal's own."""
    for slack in (0, 60, 120, 300):
        one = visit(windows_s=((0, 600 + slack),))
        found = _share(_planned(shift(), one), ONLY_TRAVEL, days=40_000)
        z = (math.log((600 + slack) / 600) + 0.2**2 / 2) / 0.2
        assert found == pytest.approx((1 + math.erf(z / math.sqrt(2))) / 2, abs=0.01)


def test_more_slack_never_keeps_fewer() -> None:
    """On the same days a wider promise is kept wherever the narrower was."""
    shares = [
        _share(_planned(shift(), visit(windows_s=((0, 600 + slack),))), Spread())
        for slack in range(0, 600, 60)
    ]
    assert shares == sorted(shares)
    assert shares[0] < 0.7
    assert shares[-1] > 0.95


def test_an_overrun_is_handed_on() -> None:
    """Who stays longer at one door is late at the next; time between the two catches it."""
    first = visit("v1", 1, service_s=3600)
    tight = visit("v2", 1, windows_s=((0, 4200),))
    loose = visit("v2", 1, windows_s=((0, 6000),))
    spread = Spread(travel=0, traffic=0, service=0.2)
    shares = [
        punctuality(*_planned(shift(), first, second), spread).by_visit["v2"]
        for second in (tight, loose)
    ]
    assert 0.45 < shares[0] < 0.65
    assert shares[1] > 0.95


def test_the_same_seed_gives_the_same_days() -> None:
    """Deterministic; another seed draws others."""
    day = _planned(shift(), visit(windows_s=((0, 650),)))
    assert _share(day, Spread(), seed=3) == _share(day, Spread(), seed=3)
    assert _share(day, Spread(), seed=3) != _share(day, Spread(), seed=4)


def test_a_visit_keeps_its_days_wherever_it_is_planned() -> None:
    """Two plans are compared on the same days: what another route does changes nothing here."""
    here = visit("v1", 1, windows_s=((0, 650),))
    alone = punctuality(*_planned(shift(), here)).by_visit["v1"]
    whole = problem(visit("v0", 2), here, shift("s0", "t0"), shift())
    routes = (
        Route("s0", (Stop("v0", 1200, 1200, 3000),)),
        Route("s1", (Stop("v1", 600, 600, 2400),)),
    )
    assert punctuality(whole, Plan(routes, (), 0, 0, 0.0)).by_visit["v1"] == alone


def test_what_was_promised_and_left_out_is_broken() -> None:
    """A visit left out counts only if somebody counts on it."""
    whole = problem(visit("v1", promised=Promised((0, 9), 1)), visit("v2"), shift())
    left_out = tuple(Unassigned(key, Reason.OUTPRIORITISED) for key in ("v1", "v2"))
    plan = Plan((), left_out, 0, 0, 0.0)
    assert punctuality(whole, plan) == Punctuality(0.0, {"v1": 0.0})
    assert punctuality(whole, replace(plan, unassigned=left_out[1:])).on_time == 1.0


def test_another_therapist_than_promised_is_a_broken_promise() -> None:
    """However punctual."""
    one = visit(promised=Promised((0, 9000), 1, therapist="t2"))
    assert _share(_planned(shift(), one), CERTAIN) == 0.0


def test_breaks_are_taken_on_every_day() -> None:
    """A rest before the visit takes its time also when the way was short."""
    resting = shift(breaks=(Break((600, 3000), 1200),))
    kept = visit(windows_s=((1800, 4000),))
    assert _share(_planned(resting, visit("v0", 0, service_s=600), kept), CERTAIN) == 1.0
    day = _planned(resting, replace(kept, windows_s=((1800, 1800),)))
    assert 0.3 < _share(day, ONLY_TRAVEL) < 0.7


def test_facts_do_not_vary() -> None:
    """A stop that has started has started; its end may still vary."""
    pinned = visit(windows_s=((0, 10),), promised=Promised((700, 700), 1), pinned=Pin("s1", 700))
    assert _share(_planned(shift(), pinned), Spread()) == 1.0


def test_travel_follows_the_hour() -> None:
    """A late departure meets the travel time of its hour."""
    slow = Travel(
        (Band(0, line().bands[0].travel_s), Band(1000, line(leg_s=1200).bands[0].travel_s))
    )
    late = shift(window_s=(2000, 36_000))
    day = _planned(late, visit(windows_s=((0, 3200),)), travel=slow)
    assert day[1].routes[0].stops[0].arrival_s == 3200
    assert _share(day, CERTAIN) == 1.0
    assert with_on_time(*day, CERTAIN).on_time == 1.0
