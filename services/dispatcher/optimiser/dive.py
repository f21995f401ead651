"""Diving: fix the routes that the master is surest of, price again, until a plan is left."""

from services.dispatcher.optimiser.integer import Choice
from services.dispatcher.optimiser.master import Column
from services.dispatcher.optimiser.narrow import narrowed
from services.dispatcher.optimiser.root import Generator

_ROUNDS = 3
_SURE, _LIKELY = 0.99, 0.6
_AT_ONCE = 10  # of the columns in use one in so many is fixed beside the sure ones


def dive(generator: Generator) -> list[Choice]:
    """The routes fixed, disjoint and within every group's number of shifts."""
    master, fixed = generator.master, list[Column]()
    try:
        while not generator.effort.is_over():
            used = [
                (value, one)
                for value, one in master.values()
                if one not in fixed and generator.blocked.isdisjoint(one.route)
            ]
            if not used:
                break
            used.sort(key=lambda each: (-each[0], each[1].group, each[1].route))
            for one in _surest(used):
                if generator.blocked.isdisjoint(one.route):
                    fixed.append(one)
                    master.fix([one], used=True)
                    generator.blocked.update(one.route)
            _narrow(generator, fixed)
            if generator.run(widths=(2,), rounds=_ROUNDS) is None:
                break
    finally:
        master.fix(fixed, used=False)
        generator.blocked.clear()
        generator.full.clear()
        generator.net = generator.network.net
    return _disjoint(generator, fixed)


def _surest(used: list[tuple[float, Column]]) -> list[Column]:
    """What is all but decided, and some of what is likely; at least the likeliest."""
    sure = [one for value, one in used if value > _SURE]
    rest = [one for value, one in used if _LIKELY < value <= _SURE]
    return sure + rest[: max(1, len(used) // _AT_ONCE)] or [used[0][1]]


def _narrow(generator: Generator, fixed: list[Column]) -> None:
    """What is fixed is priced no more: neither its visits nor groups without a free shift."""
    members, taken = generator.network.members, dict[int, int]()
    for one in fixed:
        taken[one.group] = taken.get(one.group, 0) + 1
    generator.full.update(g for g, count in taken.items() if count >= len(members[g]))
    groups = set(range(generator.network.groups)) - generator.full
    visits = set(range(generator.network.visits)) - generator.blocked
    generator.net = narrowed(generator.network.net, groups, visits)


def _disjoint(generator: Generator, fixed: list[Column]) -> list[Choice]:
    served, rooms, chosen = set[int](), dict[int, int](), list[Choice]()
    for one in fixed:
        taken = rooms.get(one.group, 0)
        room = len(generator.network.members[one.group])
        if taken < room and served.isdisjoint(one.route):
            served.update(one.route)
            rooms[one.group] = taken + 1
            chosen.append((one.group, one.route, one.cost))
    return chosen
