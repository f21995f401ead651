"""Diving: fix the routes that the master is surest of, price what is left again, until so little is
left that the integer master decides it.

Each step has a master of its own, over what is left alone: that is smaller every time, and the
whole day's master stays as it is.
"""

from services.dispatcher.optimiser.integer import Choice, choose
from services.dispatcher.optimiser.master import Column, Master, Part
from services.dispatcher.optimiser.root import Generator

_ROUNDS = 3
_SURE, _LIKELY = 0.99, 0.6
_AT_ONCE = 10  # of the columns in use one in so many is fixed beside the sure ones
_REST, _REST_S = 70, 3.0
# So many routes are wanted for the integer master.
_LEAST, _MOST = 800, 2500


def dive(generator: Generator) -> list[Choice]:
    """The routes fixed, disjoint and within every group's number of shifts; those that were met on
    the way are left to the master.
    """
    fixed: list[Choice] = []
    here, part = generator, generator.master.part
    while not generator.effort.is_over():
        used = [one for one in here.master.values() if part.holds(one[1].group, one[1].route)]
        if not used:
            break
        used.sort(key=lambda each: (-each[0], each[1].group, each[1].route))
        for one in _surest(used):
            if part.holds(one.group, one.route):
                fixed.append((one.group, one.route, one.cost))
                part = part.without(one.group, one.route)
        here = _left(generator, here.master, part)
        if len(part.visits) <= _REST:
            fixed += _decided(here)
            break
        if here.run(widths=(2,), rounds=_ROUNDS) is None:
            break
    for one in here.master.columns.values():
        generator.master.add(one.group, one.route, one.cost)
    return fixed


def _surest(used: list[tuple[float, Column]]) -> list[Column]:
    """What is all but decided, and some of what is likely; at least the likeliest."""
    sure = [one for value, one in used if value > _SURE]
    rest = [one for value, one in used if _LIKELY < value <= _SURE]
    return sure + rest[: max(1, len(used) // _AT_ONCE)] or [used[0][1]]


def _left(generator: Generator, known: Master, part: Part) -> Generator:
    """Column generation for what is left, with every known route that fits into it."""
    master = Master(generator.network, part)
    for columns in (generator.master.columns, known.columns):
        for one in columns.values():
            if part.holds(one.group, one.route):
                master.add(one.group, one.route, one.cost)
    for cut in generator.master.cuts:
        if part.visits.issuperset(cut.visits):
            master.cut(cut)
    return Generator(
        generator.network, master, generator.pricer, generator.effort, generator.cost_of, None
    )


def _decided(here: Generator) -> list[Choice]:
    """The best of the routes that the prices find cheap for what is left."""
    relaxation, part = here.run(), here.master.part
    if relaxation is None:
        return []
    cheap, met = here.cheap(relaxation, _LEAST, _MOST), here.master.choices()
    pool = list(dict.fromkeys([*cheap, *met]))
    chosen = choose(
        here.network, pool, here.effort.seconds(_REST_S), sorted(part.visits), part.rooms
    )
    here.effort.charge(2)
    return chosen.routes or []
