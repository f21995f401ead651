"""Diving: fix the routes that the master is surest of, price what is left again, until so little is
left that the integer master decides it.

Each step has a master of its own, over what is left alone: that is smaller every time, and the
whole day's master stays as it is. The less time is left, the more a step fixes.
"""

from math import ceil

from services.dispatcher.optimiser.integer import Choice
from services.dispatcher.optimiser.master import Column, Part
from services.dispatcher.optimiser.parts import decided, left
from services.dispatcher.optimiser.root import Generator

# Above so many visits a step has a few cheap rounds, below it is priced to the end.
_MANY, _ROUNDS = 220, 12
_TOLERANCE = 0.0003
_SURE, _LIKELY = 0.99, 0.6
_AT_ONCE = 10  # of the columns in use one in so many is fixed beside the sure ones
# The rest is worth more time than a part of a finished plan: what it misses the whole dive misses.
_REST, _REST_SHARE = 55, 0.12
# A dive that could not decide its rest goes on until this much of the effort left then is left.
_LATER = 0.9
# Steps get smaller: those to come take about this share of the last one each.
_SHRINK = 0.5


def dive(generator: Generator, cost: int, until: float) -> list[Choice] | None:
    """Routes of a plan that costs less than `cost`, met about when `until` of the whole effort is
    spent; None where there is none this way. Interrupted, a dive hands over what is likeliest, and
    visits may be missing. The plan's routes and those of the last step are left to the master.
    """
    plan, here = _down(generator, cost, until)
    for one in here.master.columns.values():
        generator.master.add(one.group, one.route, one.cost)
    for choice in plan or ():
        generator.master.add(*choice)
    return plan


def _down(generator: Generator, cost: int, until: float) -> tuple[list[Choice] | None, Generator]:
    """What a dive comes to, and the last that was priced."""
    effort, size, step = generator.effort, _REST, 0.0
    plan, here, part = list[Choice](), generator, generator.master.part
    used = _in_use(here, part)
    while used and not effort.is_over():
        began = effort.share()
        many = max(_sure(used), _needed(used, part, step, until - began))
        fixed, part = _fixed(part, used, many)
        plan += fixed
        here = left(generator, here.master, part)
        if len(part.visits) <= size:
            rest, is_best = decided(here, cost - sum(one[2] for one in plan), _REST_SHARE)
            if rest is not None or is_best:
                return None if rest is None else plan + rest, here
            size, until = size // 2, max(until, 1.0 - _LATER * (1.0 - effort.share()))
        elif _is_priced(here):
            step = effort.share() - began
        else:
            break
        used = _in_use(here, part)
    return plan + _fixed(part, used, len(used))[0], here


def _in_use(here: Generator, part: Part) -> list[tuple[float, Column]]:
    """What the last optimum uses of what fits into the part, the likeliest first."""
    used = [one for one in here.master.values() if part.holds(one[1].group, one[1].route)]
    return sorted(used, key=lambda each: (-each[0], each[1].group, each[1].route))


def _needed(used: list[tuple[float, Column]], part: Part, step: float, time: float) -> int:
    """How many routes a step must fix for the dive to end in time."""
    if time <= 0.0:
        return len(used)
    routes = len(part.visits) * len(used) / sum(len(one.route) for _, one in used)
    return ceil(routes * _SHRINK * step / time)


def _sure(used: list[tuple[float, Column]]) -> int:
    """How many are all but decided, with some of those that are likely; at least one."""
    sure = sum(value > _SURE for value, _ in used)
    likely = sum(value > _LIKELY for value, _ in used) - sure
    return max(1, sure + min(likely, max(1, len(used) // _AT_ONCE)))


def _fixed(part: Part, used: list[tuple[float, Column]], most: int) -> tuple[list[Choice], Part]:
    """The likeliest that fit into the part together, and what they leave of it."""
    fixed = list[Choice]()
    for _, one in used:
        if len(fixed) < most and part.holds(one.group, one.route):
            fixed.append((one.group, one.route, one.cost))
            part = part.without(one.group, one.route)
    return fixed, part


def _is_priced(here: Generator) -> bool:
    """Price a step, as closely as its size allows; False if that was interrupted."""
    if len(here.master.part.visits) > _MANY:
        return here.run(widths=(2,), rounds=_ROUNDS) is not None
    return here.run(tolerance=_TOLERANCE) is not None
