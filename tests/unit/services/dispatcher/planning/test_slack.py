"""Slack at the end of a window: a price, never a rule."""

from dataclasses import replace

from services.dispatcher.planning.evaluate import evaluated
from services.dispatcher.planning.slack import SLACK_COST_PER_S, with_slack
from shared.routing.problem import Problem
from shared.routing.punctuality import punctuality
from shared.routing.verify import verify
from tests.unit.shared.routing.build import problem, shift, visit

SLACK_S = 900


def day() -> Problem:
    """Two visits of one therapist; in the shorter order the second begins as its window closes."""
    return problem(
        visit("early", 1, windows_s=((0, 7200),)),
        visit("tight", 2, windows_s=((0, 3000),)),
        shift("s1", "t1"),
    )


def cost(asked: Problem, *route: str) -> int:
    """Of this order."""
    plan = evaluated(asked, {"s1": route}, 0)
    assert plan is not None
    return plan.cost


def test_a_start_within_the_slack_costs_by_the_second() -> None:
    """And one before it nothing: the other order costs what it did."""
    plain, slack = day(), with_slack(day(), SLACK_S)
    plan = evaluated(plain, {"s1": ["early", "tight"]}, 0)
    assert plan is not None
    start = plan.routes[0].stops[1].start_s
    within = max(0, start - (3000 - SLACK_S))
    assert within > 0
    assert cost(slack, "early", "tight") == cost(plain, "early", "tight") + (
        SLACK_COST_PER_S * within
    )
    assert cost(slack, "tight", "early") == cost(plain, "tight", "early")


def test_what_was_legal_stays_legal_and_nothing_else_becomes_it() -> None:
    """The verifier passes a start at the very end of the window, and none after it."""
    slack = with_slack(day(), SLACK_S)
    [_, tight] = slack.visits
    assert (tight.windows_s, tight.max_late_s) == (((0, 3000 - SLACK_S),), SLACK_S)
    plan = evaluated(slack, {"s1": ["early", "tight"]}, 0)
    assert plan is not None
    assert verify(slack, plan).violations == ()
    later = replace(slack, visits=(replace(slack.visits[0], service_s=2600), tight))
    assert evaluated(later, {"s1": ["early", "tight"]}, 0) is None


def test_of_two_orders_that_drive_alike_the_punctual_one_is_cheaper() -> None:
    """What the price asks for is what a thousand sampled days reward."""
    plain, slack = day(), with_slack(day(), SLACK_S)
    shares, costs = [], []
    for order in (("early", "tight"), ("tight", "early")):
        plan = evaluated(plain, {"s1": order}, 0)
        assert plan is not None
        shares.append(punctuality(plain, plan).on_time)
        costs.append(cost(slack, *order))
    assert shares[1] > shares[0]
    assert costs[1] < costs[0]


def test_short_windows_fixed_times_and_late_visits_stay_as_they_are() -> None:
    """A window keeps its opening; who is late already has a price of their own."""
    given = problem(
        visit("fixed", 1, windows_s=((1000, 1000),)),
        visit("late", 1, windows_s=((0, 3000),), late_cost_per_s=20, max_late_s=28_800),
        visit("short", 1, windows_s=((1000, 1300),)),
        shift("s1", "t1"),
    )
    fixed, late, short = with_slack(given, SLACK_S).visits
    assert (fixed, late) == given.visits[:2]
    assert (short.windows_s, short.max_late_s) == (((1000, 1000),), 300)
    assert with_slack(given, 0) is given
