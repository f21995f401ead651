"""PyVRP, the strongest open package: skills as profiles with forbidden edges, prizes for visits.

Forbidden edges cost 10^6: its own 2^44 makes it ignore its time limit (optim.md, section 2).
"""

from typing import Any

import numpy as np
import pyvrp
from pyvrp.stop import MaxRuntime

from tests.bench.planner.day import Day, Routes, may_serve

FORBIDDEN = 10**6


def solve(day: Day, limit_s: float, seed: int) -> Routes:
    found = pyvrp.solve(_problem(day), MaxRuntime(limit_s), seed=seed, display=False)
    return {
        day.shifts[route.vehicle_type()]["id"]: [
            day.visits[stop.idx]["id"] for stop in route.schedule() if stop.is_client()
        ]
        for route in found.best.routes()
    }


def _problem(day: Day) -> pyvrp.ProblemData:
    """Clients and depots have a location each: those of the file may be shared."""
    depots = sorted({place for shift in day.shifts for place in _ends(shift)})
    places = depots + [visit["location"] for visit in day.visits]
    travel = day.travel_s[np.ix_(places, places)]
    profiles: dict[bytes, int] = {}
    matrices: list[Any] = []
    types = []
    for shift, barred in zip(day.shifts, ~may_serve(day), strict=True):
        if barred.tobytes() not in profiles:
            profiles[barred.tobytes()] = len(matrices)
            matrix = travel.copy()
            matrix[:, len(depots) :][:, barred] = FORBIDDEN
            np.fill_diagonal(matrix, 0)
            matrices.append(matrix)
        types.append(_vehicle(shift, depots, profiles[barred.tobytes()]))
    return pyvrp.ProblemData(
        [pyvrp.Location(0, 0) for _ in places],
        [_client(visit, len(depots) + i) for i, visit in enumerate(day.visits)],
        [pyvrp.Depot(i) for i in range(len(depots))],
        types,
        matrices,
        matrices,
    )


def _vehicle(shift: dict[str, Any], depots: list[Any], profile: int) -> pyvrp.VehicleType:
    start, end = (depots.index(place) for place in _ends(shift))
    opens, closes = shift["window_s"]
    return pyvrp.VehicleType(
        start_depot=start, end_depot=end, tw_early=opens, tw_late=closes, profile=profile
    )


def _client(visit: dict[str, Any], place: int) -> pyvrp.Client:
    return pyvrp.Client(
        place,
        service_duration=visit["service_s"],
        tw_early=visit["windows_s"][0][0],
        tw_late=visit["windows_s"][-1][1],
        prize=visit["unassigned_cost"],
        required=False,
    )


def _ends(shift: dict[str, Any]) -> tuple[int, int]:
    return int(shift["start_location"]), int(shift["end_location"])
