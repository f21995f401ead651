"""Diving: fix the routes that the master is surest of, price what is left again, until so little is
left that the integer master decides it.

Each step has a master of its own, over what is left alone: that is smaller every time, and the
whole day's master stays as it is.
"""

from services.dispatcher.optimiser.integer import Choice
from services.dispatcher.optimiser.master import Column
from services.dispatcher.optimiser.parts import decided, left
from services.dispatcher.optimiser.root import Generator

# Above so many visits a step has a few cheap rounds, below it is priced to the end.
_MANY, _ROUNDS = 220, 3
_TOLERANCE = 0.0003
_SURE, _LIKELY = 0.99, 0.6
_AT_ONCE = 10  # of the columns in use one in so many is fixed beside the sure ones
_REST = 55


def dive(generator: Generator, cost: int) -> list[Choice] | None:
    """A plan that costs less than `cost`, None where the dive does not end in one; routes that were
    met on the way are left to the master.
    """
    fixed, size = list[Choice](), _REST
    rest: list[Choice] | None = None
    here, part = generator, generator.master.part
    while not generator.effort.is_over():
        used = [one for one in here.master.values() if part.holds(one[1].group, one[1].route)]
        if not used:
            rest = []
            break
        used.sort(key=lambda each: (-each[0], each[1].group, each[1].route))
        for one in _surest(used):
            if part.holds(one.group, one.route):
                fixed.append((one.group, one.route, one.cost))
                part = part.without(one.group, one.route)
        here = left(generator, here.master, part)
        if len(part.visits) <= size:
            rest, is_best = decided(here, cost - sum(one[2] for one in fixed))
            if rest is not None or is_best:
                break
            size //= 2
        elif not _is_priced(here):
            break
    for one in here.master.columns.values():
        generator.master.add(one.group, one.route, one.cost)
    return None if rest is None else fixed + rest


def _is_priced(here: Generator) -> bool:
    """Price a step, as closely as its size allows; False if that was interrupted."""
    if len(here.master.part.visits) > _MANY:
        return here.run(widths=(2,), rounds=_ROUNDS) is not None
    return here.run(tolerance=_TOLERANCE) is not None


def _surest(used: list[tuple[float, Column]]) -> list[Column]:
    """What is all but decided, and some of what is likely; at least the likeliest."""
    sure = [one for value, one in used if value > _SURE]
    rest = [one for value, one in used if _LIKELY < value <= _SURE]
    return sure + rest[: max(1, len(used) // _AT_ONCE)] or [used[0][1]]
