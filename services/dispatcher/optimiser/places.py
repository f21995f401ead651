"""Where a visit that is out adds least to a plan in work.

Each route is walked once, every stop starting where that is cheapest for itself: what is known of
it then rules most places out without a walk, and where that way to start is the best one for the
route (`plain`) only what follows the place is walked. Starting early at one stop for the sake of a
later one is then not looked for; what the visit really adds is reckoned exactly where it is put.
"""

import numpy as np

from services.dispatcher.optimiser.jit import inlined
from services.dispatcher.optimiser.labelling import LONGEST
from services.dispatcher.optimiser.moves import (
    departure_of,
    home_value,
    least_leg,
    leg_from,
    leg_s,
    start_cost,
    way_cost,
)
from services.dispatcher.optimiser.network import (
    BEGINS,
    FAR,
    FIXED,
    FLAGS,
    HARD,
    MAX_LEG,
    MAX_VISITS,
    RESTING,
    Net,
    Small,
)
from services.dispatcher.optimiser.rooms import Room, Routes, touch
from services.dispatcher.optimiser.ties import may_join, may_stand
from services.dispatcher.optimiser.walk import (
    AT_NIGHT,
    DRIVEN,
    SERVED,
    Steps,
    is_simple,
    route_cost,
)

_BLINK = 0.01


@inlined
def insert(net: Net, room: Room, now: Routes, ways: Steps, w: int, home: int, blinks: bool) -> None:
    """Put w where it adds least, if that is less than its penalty; `home` is looked at first, since
    what is found early rules out much of the rest.
    """
    best, where, place = room.penalty[w], -1, 0
    blink = _next_blink(blinks)
    for turn in range(-1, now.length.size):
        s = home if turn < 0 else turn
        if s < 0 or (turn >= 0 and s == home) or not _may_take(net, room, now, s, w):
            continue
        g, length = room.group_of[s], now.length[s]
        if not room.lead.fresh[s]:
            _walk(net, room, now, s, g)
        plain, ordered = room.lead.plain[s], net.ties.size > 0
        for k in range(length + 1):
            if k > 0 and room.lead.leave[s, k] > room.last[g, w]:
                break
            blink -= 1
            if blink == 0:
                blink = _next_blink(blinks)
                continue
            if ordered and not may_stand(net.ties, now.stops[s], length, k, w):
                continue
            begun = _begin(net, room, now, s, g, w, k, best)
            if begun[0] == FAR:
                continue
            if plain:
                added = _onward(net, room, now, s, g, k, w, begun)
            else:
                splice(room.trial, now.stops[s], length, k, w)
                added = route_cost(net, g, room.trial, length + 1, ways)
            added -= now.cost[s]
            if added < best:
                best, where, place = added, s, k
    if where >= 0:
        _place(net, room, now, ways, where, place, w, best)


@inlined
def _next_blink(blinks: bool) -> int:
    """How many places are looked at before one is overlooked."""
    if not blinks:
        return -1
    return 1 + int(np.log(max(np.random.random(), 1e-12)) / np.log(1.0 - _BLINK))


@inlined
def _may_take(net: Net, room: Room, now: Routes, s: int, w: int) -> bool:
    """Whether w could be in this shift at all, and the shift has room for one more."""
    if not room.able[w, s]:
        return False
    if now.length[s] >= min(LONGEST, net.hours[room.group_of[s], MAX_VISITS]):
        return False
    return net.ties.size == 0 or may_join(net.ties, now.at, s, w)


@inlined
def _walk(net: Net, room: Room, now: Routes, s: int, g: int) -> None:
    """Walk a route as `Lead` wants it: each stop at its cheapest start or, where that is not the
    best way, at its earliest, before which no way can be there.
    """
    lead, length = room.lead, now.length[s]
    lead.fresh[s], lead.plain[s] = True, False
    for way in range(2):
        cost = _walked(net, room, now, s, g, way > 0)
        if way == 0 and net.hours[g, FLAGS] & RESTING == 0 and cost == now.cost[s]:
            lead.plain[s] = True
            break
    due = net.hours[g, HARD]
    lead.due[s, length] = due
    for k in range(length - 1, -1, -1):
        u = now.stops[s, k]
        if k == length - 1:
            leg = least_leg(net.back, u, g)
        else:
            leg = least_leg(net.legs, u, now.stops[s, k + 1])
        due = min(room.last[g, u], due - leg - net.service[u])
        lead.due[s, k] = due


@inlined
def _walked(net: Net, room: Room, now: Routes, s: int, g: int, early: bool) -> int:
    """Note how far each stop's end is by this way; what the route costs by it, or FAR."""
    lead, length = room.lead, now.length[s]
    v, leave, fact, cost = -1, net.hours[g, BEGINS], True, net.hours[g, FIXED]
    driven, served, night = 0, 0, 0
    for k in range(length + 1):
        lead.leave[s, k], lead.value[s, k], lead.facts[s, k] = leave, cost, fact
        lead.spent[s, k, DRIVEN], lead.spent[s, k, SERVED] = driven, served
        lead.spent[s, k, AT_NIGHT] = night
        if k == length:
            break
        u = now.stops[s, k]
        fact = fact and net.timed[u]
        departure = leave if fact else departure_of(net, g, leave)
        leg = leg_from(net, g, v, u, departure)
        ready = min(departure + leg, net.opens[g, u, 0]) if fact else departure + leg
        start, price, dark = _start(net, g, u, ready, early)
        if start == FAR:
            return FAR
        cost += way_cost(net, g, v, u, departure, leg) + net.serve[g, u] + price
        driven, served, night = driven + leg, served + net.service[u], night + dark
        v, leave = u, start + net.service[u]
    if length == 0:
        return 0
    return home_value(net, g, v, leave, cost, driven, driven + served, night, 0)


@inlined
def _start(net: Net, g: int, w: int, ready: int, early: bool) -> tuple[int, int, int]:
    """The cheapest start from `ready` on (or the earliest), the least price of a start, and the
    seconds of service at night; the start is FAR where there is none.
    """
    found, least, night = FAR, FAR, 0
    for k in range(net.opens.shape[2]):
        start = max(ready, net.opens[g, w, k])
        if start > net.lasts[g, w, k]:
            continue
        price = start_cost(net, g, w, k, start)
        if (start < found) if early else (price < least):
            found, night = start, net.service[w] * net.extra[g, w, k, 1]
        least = min(least, price)
        if least == 0:
            break
    return found, least, night


@inlined
def _begin(
    net: Net, room: Room, now: Routes, s: int, g: int, w: int, k: int, best: int
) -> tuple[int, int, int, int]:
    """w before stop k of a route: when it is left, what the route costs by then, the leg to it, its
    seconds at night. FAR where w or what follows comes too late, or more than `best` is added:

    where legs do not depend on the hour and work does not shrink, all that follows starts no
    earlier and so costs no less (equation 8), which leaves the longer way as a lower bound. (Only a
    break that w alone makes possible could undercut it.)
    """
    lead, length, refused = room.lead, now.length[s], (FAR, 0, 0, 0)
    v, leave = now.stops[s, k - 1] if k > 0 else -1, lead.leave[s, k]
    fact = lead.facts[s, k] and net.timed[w]
    departure = leave if fact else departure_of(net, g, leave)
    leg = leg_from(net, g, v, w, departure)
    ready = departure + leg
    if fact:
        if v >= 0 and leave > net.opens[g, w, 0]:
            return refused
        ready = min(ready, net.opens[g, w, 0])
    elif ready > room.last[g, w] or leg > net.hours[g, MAX_LEG]:
        return refused
    start, price, night = _start(net, g, w, ready, not lead.plain[s])
    if start == FAR:
        return refused
    left, price = start + net.service[w], price + net.serve[g, w]
    after, was = _ways_on(net, now, s, g, k, v, w, left)
    if left + after > lead.due[s, k] and not (fact and k < length and net.timed[now.stops[s, k]]):
        return refused
    more = leg + after - was
    is_longer = net.starts.size == 1 and net.tolls.size == 0 and more + net.service[w] >= 0
    if is_longer and net.price * more + price >= best:
        return refused
    cost = lead.value[s, k] + way_cost(net, g, v, w, departure, leg) + price
    return left, cost, leg, night


@inlined
def _ways_on(
    net: Net, now: Routes, s: int, g: int, k: int, v: int, w: int, left: int
) -> tuple[int, int]:
    """The leg from w, left then, to stop k (at last: home), and the leg from v that there was."""
    if k < now.length[s]:
        u = now.stops[s, k]
        return leg_from(net, g, w, u, left), leg_from(net, g, v, u, left)
    after = leg_s(net.starts, net.back, w, g, left)
    return after, (leg_s(net.starts, net.back, v, g, left) if v >= 0 else 0)


@inlined
def _onward(
    net: Net,
    room: Room,
    now: Routes,
    s: int,
    g: int,
    k: int,
    w: int,
    begun: tuple[int, int, int, int],
) -> int:
    """The whole route's cost with w before stop k, begun by `_begin`; FAR where not legal."""
    leave, cost, driven, night = begun
    spent = room.lead.spent[s, k]
    driven, night = driven + spent[DRIVEN], night + spent[AT_NIGHT]
    served = spent[SERVED] + net.service[w]
    v, fact = w, room.lead.facts[s, k] and net.timed[w]
    for i in range(k, now.length[s]):
        u = now.stops[s, i]
        fact = fact and net.timed[u]
        departure = leave if fact else departure_of(net, g, leave)
        leg = leg_from(net, g, v, u, departure)
        ready = departure + leg
        if fact:
            if leave > net.opens[g, u, 0]:
                return FAR
            ready = min(ready, net.opens[g, u, 0])
        elif leg > net.hours[g, MAX_LEG]:
            return FAR
        start, price, dark = _start(net, g, u, ready, early=False)
        if start == FAR:
            return FAR
        cost += way_cost(net, g, v, u, departure, leg) + net.serve[g, u] + price
        driven, served, night = driven + leg, served + net.service[u], night + dark
        v, leave = u, start + net.service[u]
    return home_value(net, g, v, leave, cost, driven, driven + served, night, 0)


@inlined
def splice(trial: Small, route: Small, length: int, k: int, w: int) -> None:
    for i in range(k):
        trial[i] = route[i]
    trial[k] = w
    for i in range(k, length):
        trial[i + 1] = route[i]


@inlined
def _place(
    net: Net, room: Room, now: Routes, ways: Steps, s: int, k: int, w: int, added: int
) -> None:
    """w before stop k of shift s, at what the route really costs then."""
    g, longer = room.group_of[s], now.length[s] + 1
    splice(room.trial, now.stops[s], now.length[s], k, w)
    cost = now.cost[s] + added
    if not is_simple(net, g):
        cost = route_cost(net, g, room.trial, longer, ways)
    if cost == FAR or cost - now.cost[s] >= room.penalty[w]:
        return
    touch(room, s)
    now.length[s], now.cost[s], now.at[w] = longer, cost, s
    for i in range(longer):
        now.stops[s, i] = room.trial[i]
