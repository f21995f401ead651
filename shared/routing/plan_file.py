"""A plan as a document in the file format of docs/problem-format.md."""

from collections.abc import Mapping

from shared.routing.plan import Plan, Route, Stop


def plan_to_json(plan: Plan) -> dict[str, object]:
    document: dict[str, object] = {
        "routes": [_route(route) for route in plan.routes],
        "unassigned": [
            {"visit": left_out.visit, "reason": left_out.reason.value, **_terms(left_out.terms)}
            for left_out in plan.unassigned
        ],
        "cost": plan.cost,
        "bound": plan.bound,
        "gap": plan.gap,
        "cost_terms": dict(plan.cost_terms),
        "status": plan.status.value,
    }
    return document if plan.on_time is None else document | {"on_time": plan.on_time}


def _route(route: Route) -> dict[str, object]:
    stops = [_stop(stop) for stop in route.stops]
    return {"shift": route.shift, "stops": stops, **_terms(route.terms)}


def _stop(stop: Stop) -> dict[str, object]:
    return {
        "visit": stop.visit,
        "arrival_s": stop.arrival_s,
        "start_s": stop.start_s,
        "departure_s": stop.departure_s,
        **_terms(stop.terms),
    }


def _terms(terms: Mapping[str, int] | None) -> dict[str, object]:
    return {} if terms is None else {"terms": dict(terms)}
