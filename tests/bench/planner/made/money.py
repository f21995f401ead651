"""Makers of the rules that cost: load, nights, tolls, and what people were told."""

from tests.bench.planner.made.day import HOUR_S, NIGHTS_S, MadeDay
from tests.bench.planner.made.times import work_s

_TOLL = 480
_PROMISE = 9000


def tolls(day: MadeDay) -> None:
    """Between areas by day, dearer in the peaks, free at night."""
    area = [place["area"] for place in day.places]
    prices = {0: 0, 6: 2, 10: 1, 16: 2, 20: 1, 25: 0}
    day.document["toll_bands"] = [
        {
            "from_s": hour * HOUR_S,
            "toll": [[_TOLL * price * (a != b) // 2 for b in area] for a in area],
        }
        for hour, price in prices.items()
    ]


def load(day: MadeDay) -> None:
    """Above what is fair a minute costs, and more an hour later."""
    for shift in day.some(day.shifts):
        fair = work_s(day, shift) * 7 // 10
        steps = ((fair, 10), (fair + HOUR_S, 20))
        shift["load"] = [{"above_s": above, "cost_per_min": price} for above, price in steps]


def nights(day: MadeDay) -> None:
    day.document["nights_s"] = NIGHTS_S
    late = [shift for shift in day.shifts if shift["window_s"][1] > NIGHTS_S[1][0]]
    for shift in day.some(late, min(1.0, day.share * len(day.shifts) / max(1, len(late)))):
        shift["night_load"] = [{"above_s": 1800, "cost_per_min": 20}]


def call_out(day: MadeDay) -> None:
    for shift in day.some(day.shifts):
        shift["call_out_cost"] = 3600


def promised(day: MadeDay) -> None:
    """An hour around where the visit was laid out, by whom it was."""
    laid = day.laid()
    for visit in day.some(day.visits):
        one = laid[visit["id"]]
        span = [one.start_s - 1800, one.start_s + 1800]
        visit["promised"] = {"window_s": span, "cost": _PROMISE, "therapist": one.therapist}


def changed(day: MadeDay) -> None:
    laid = day.laid()
    for visit in day.some(day.visits):
        one = laid[visit["id"]]
        told = visit.setdefault("told", {"start_s": one.start_s})
        told |= {"therapist": one.therapist, "changed_cost": 900}


def moved(day: MadeDay) -> None:
    laid = day.laid()
    for visit in day.some(day.visits):
        told = visit.setdefault("told", {"start_s": laid[visit["id"]].start_s})
        told["moved_cost_per_s"] = 1


def max_changes(day: MadeDay) -> None:
    """A replan: everybody was told, a twentieth may get another therapist."""
    laid = day.laid()
    for visit in day.visits:
        one = laid[visit["id"]]
        told = visit.setdefault("told", {"start_s": one.start_s})
        told |= {"therapist": one.therapist, "changed_cost": told.get("changed_cost", 900)}
    day.document["replan"] = {"max_changes": len(day.visits) // 20}
