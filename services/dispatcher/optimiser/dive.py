"""Diving: fix the routes that the master is surest of, price again, until a plan is left."""

from services.dispatcher.optimiser.integer import Choice
from services.dispatcher.optimiser.master import Column
from services.dispatcher.optimiser.root import Generator

_ROUNDS = 5


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
            surest = [one for value, one in used if value > 0.99]
            several = [one for value, one in used[: max(1, len(used) // 15)] if value > 0.75]
            for one in surest or several or [used[0][1]]:
                if generator.blocked.isdisjoint(one.route):
                    fixed.append(one)
                    master.fix([one], used=True)
                    generator.blocked.update(one.route)
            if generator.run(widths=(2, 8), rounds=_ROUNDS) is None:
                break
    finally:
        master.fix(fixed, used=False)
        generator.blocked.clear()
    return _disjoint(generator, fixed)


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
