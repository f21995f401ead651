"""OR-Tools' routing search, what most open dispatch tools use: guided local search."""

from ortools.constraint_solver import pywrapcp, routing_enums_pb2, routing_parameters_pb2

from tests.bench.planner.day import Day, Routes, may_serve

HORIZON_S = 10 * 86_400


def solve(day: Day, limit_s: float, seed: int) -> Routes:
    """The search has no seed of its own."""
    visits, shifts = day.visits, day.shifts
    starts = len(visits)
    ends = starts + len(shifts)
    places = [visit["location"] for visit in visits]
    places += [shift["start_location"] for shift in shifts]
    places += [shift["end_location"] for shift in shifts]
    manager = pywrapcp.RoutingIndexManager(
        len(places), len(shifts), list(range(starts, ends)), list(range(ends, len(places)))
    )
    model = pywrapcp.RoutingModel(manager)
    travel = day.travel_s[places][:, places]
    took = travel.copy()
    took[:starts] += [[visit["service_s"]] for visit in visits]
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(travel.tolist()))
    transit = model.RegisterTransitMatrix(took.tolist())
    model.AddDimension(transit, HORIZON_S, HORIZON_S, False, "time")  # noqa: FBT003 - their order
    _restrict(day, manager, model)
    found = model.SolveWithParameters(_parameters(limit_s))
    return {} if found is None else _routes(day, manager, model, found)


def _restrict(
    day: Day, manager: pywrapcp.RoutingIndexManager, model: pywrapcp.RoutingModel
) -> None:
    """Windows, shifts, who may serve whom, and what leaving a visit out costs."""
    time, able = model.GetDimensionOrDie("time"), may_serve(day)
    for i, visit in enumerate(day.visits):
        index = manager.NodeToIndex(i)
        opens, closes = visit["windows_s"][0][0], visit["windows_s"][-1][1]
        time.CumulVar(index).SetRange(opens, closes)
        who = [int(k) for k in able[:, i].nonzero()[0]]
        model.VehicleVar(index).SetValues([-1, *who])
        model.AddDisjunction([index], visit["unassigned_cost"])
    for k, shift in enumerate(day.shifts):
        time.CumulVar(model.Start(k)).SetRange(*shift["window_s"])
        time.CumulVar(model.End(k)).SetRange(*shift["window_s"])


def _parameters(limit_s: float) -> routing_parameters_pb2.RoutingSearchParameters:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    parameters.time_limit.FromMilliseconds(round(limit_s * 1000))
    return parameters


def _routes(
    day: Day,
    manager: pywrapcp.RoutingIndexManager,
    model: pywrapcp.RoutingModel,
    found: pywrapcp.Assignment,
) -> Routes:
    routes: Routes = {}
    for k, shift in enumerate(day.shifts):
        index = found.Value(model.NextVar(model.Start(k)))
        visits = []
        while not model.IsEnd(index):
            visits.append(day.visits[manager.IndexToNode(index)]["id"])
            index = found.Value(model.NextVar(index))
        routes[shift["id"]] = visits
    return routes
