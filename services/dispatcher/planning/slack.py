"""Slack at the end of a window has a price, so that a plan is not only short but kept.

Who is planned for the last minutes of a window comes late on every other day (`punctuality`). The
tenant names how many minutes those are; a start within them costs as a late one does, and stays
legal. Nothing but the problem says so (docs/decisions/0008-slack-is-a-price.md).
"""

from dataclasses import replace

from shared.routing.problem import Problem
from shared.routing.reading import Window
from shared.routing.visit import Visit

# A second into the slack is worth as much driving.
SLACK_COST_PER_S = 2


def with_slack(problem: Problem, slack_s: int) -> Problem:
    """The same day with the last `slack_s` of each window at a price; windows that are shorter
    keep their opening. Fixed times and visits that are late already stay as they are.
    """
    if not slack_s:
        return problem
    return replace(problem, visits=tuple(_slack(visit, slack_s) for visit in problem.visits))


def _slack(visit: Visit, slack_s: int) -> Visit:
    if visit.late_cost_per_s is not None or len(visit.windows_s) > 1:
        return visit
    [(opens, closes)] = visit.windows_s
    window: Window = (opens, max(opens, closes - slack_s))
    late_s = closes - window[1]
    if not late_s:
        return visit
    return replace(visit, windows_s=(window,), late_cost_per_s=SLACK_COST_PER_S, max_late_s=late_s)
