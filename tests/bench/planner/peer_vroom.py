"""VROOM (pyvroom), the fastest open heuristic: exploration level 5, all cores."""

from datetime import timedelta

import numpy as np
import vroom

from tests.bench.planner.day import Day, Routes, may_serve

PRIORITIES = 100


def solve(day: Day, limit_s: float, seed: int) -> Routes:
    """VROOM has no seed; it ends by itself, often long before the limit."""
    problem, able = vroom.Input(), may_serve(day)
    problem.set_durations_matrix(profile="car", matrix_input=day.travel_s.astype(np.uint32))
    most = max(visit["unassigned_cost"] for visit in day.visits)
    # Who may serve whom, told as one skill a visit.
    for i, visit in enumerate(day.visits):
        problem.add_job(
            vroom.Job(
                i,
                location=visit["location"],
                default_service=visit["service_s"],
                skills={i},
                priority=round(PRIORITIES * visit["unassigned_cost"] / max(most, 1)),
                time_windows=[vroom.TimeWindow(*window) for window in visit["windows_s"]],
            )
        )
    for k, shift in enumerate(day.shifts):
        problem.add_vehicle(
            vroom.Vehicle(
                k,
                start=shift["start_location"],
                end=shift["end_location"],
                skills={int(i) for i in able[k].nonzero()[0]},
                time_window=vroom.TimeWindow(*shift["window_s"]),
                max_tasks=shift.get("max_visits", len(day.visits)),
                max_travel_time=shift.get("max_travel_s"),
            )
        )
    answer = problem.solve(
        exploration_level=5, nb_threads=2, timeout=timedelta(seconds=limit_s)
    ).to_dict()
    return {
        day.shifts[route["vehicle"]]["id"]: [
            day.visits[step["id"]]["id"] for step in route["steps"] if step["type"] == "job"
        ]
        for route in answer["routes"]
    }
