"""What a plan of a problem could cost at most, term by term.

Kernels count in 64 bits and the master in doubles, duals in multiples of 2^-10: below 2^50 every
sum is exact in each of them. A problem that could come near is refused before any of them sees it.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from shared.routing.errors import ProblemInvalid
from shared.routing.reading import MAX_TRAVEL_S
from shared.routing.shift import Shift
from shared.routing.surroundings import MAX_TOLL, TollBand
from shared.routing.travel import Travel
from shared.routing.visit import Visit
from shared.routing.weights import Weights

MAX_PLAN_COST = 1 << 50


def refuse_beyond_exact(
    travel: Travel,
    visits: Sequence[Visit],
    shifts: Sequence[Shift],
    weights: Weights,
    toll_bands: Sequence[TollBand],
) -> None:
    """Raises `ProblemInvalid` that names the weight of the dearest term."""
    # Reading every leg costs more than all else in a live problem; the caps on legs mostly do.
    dearest = MAX_TOLL if toll_bands else 0
    if sum(_ceilings(visits, shifts, weights, MAX_TRAVEL_S, dearest).values()) < MAX_PLAN_COST:
        return
    weighted = ceilings(travel, visits, shifts, weights, toll_bands)
    if sum(weighted.values()) >= MAX_PLAN_COST:
        term = max(weighted, key=lambda one: weighted[one])
        raise ProblemInvalid(
            f"weights.{term}",
            f"a plan could cost {sum(weighted.values())}, most of it {term}; must stay below "
            f"{MAX_PLAN_COST}: lower the weight or the prices of {term}",
        )


def ceilings(
    travel: Travel,
    visits: Sequence[Visit],
    shifts: Sequence[Shift],
    weights: Weights,
    toll_bands: Sequence[TollBand],
) -> dict[str, int]:
    """What no plan's term exceeds, weighted."""
    longest = max(max(map(max, band.travel_s)) for band in travel.bands)
    dearest = max((max(map(max, band.toll)) for band in toll_bands), default=0)
    return _ceilings(visits, shifts, weights, longest, dearest)


def _ceilings(
    visits: Sequence[Visit],
    shifts: Sequence[Shift],
    weights: Weights,
    longest: int,
    dearest: int,
) -> dict[str, int]:
    """With no leg longer than `longest` seconds nor dearer than `dearest`."""
    legs = len(visits) + len(shifts)
    most: dict[str, int] = {"travel": legs * longest, "tolls": legs * dearest}
    latest = _latest_s(visits, shifts)
    work = sum(visit.service_s for visit in visits) + legs * longest
    amounts = chain(
        *(_of_visit(visit, latest) for visit in visits),
        *(_of_shift(shift, work) for shift in shifts),
    )
    for term, amount in amounts:
        most[term] = most.get(term, 0) + amount
    return {term: amount * int(getattr(weights, term)) for term, amount in most.items()}


def _latest_s(visits: Sequence[Visit], shifts: Sequence[Shift]) -> int:
    """No service starts later than this."""
    ends = [shift.window_s[1] + shift.overtime_s for shift in shifts]
    pinned = [visit.pinned.start_s for visit in visits if visit.pinned]
    return max(chain(ends, (start for start in pinned if start is not None)), default=0)


def _of_visit(visit: Visit, latest_s: int) -> Iterator[tuple[str, int]]:
    yield "unassigned", visit.unassigned_cost
    yield "gender", visit.gender_cost
    yield "language", visit.language_cost
    yield "continuity", visit.continuity_cost
    yield "therapist", max(visit.therapist_costs.values(), default=0)
    late = max(0, latest_s - min(closes for _, closes in visit.windows_s))
    yield "lateness", late * (visit.late_cost_per_s or 0)
    if visit.promised is not None:
        yield "promise", visit.promised.cost
    if visit.told is not None:
        yield "changed", visit.told.changed_cost
        yield "moved", max(0, latest_s - visit.told.start_s) * visit.told.moved_cost_per_s


def _of_shift(shift: Shift, work_s: int) -> Iterator[tuple[str, int]]:
    yield "overtime", shift.overtime_s * shift.overtime_cost_per_s
    yield "call_out", shift.call_out_cost
    for step in shift.night_load:
        yield "nights", step.cost_per_min * max(0, work_s - step.above_s) // 60
    for step in shift.load:
        yield "load", step.cost_per_min * max(0, work_s - step.above_s) // 60
