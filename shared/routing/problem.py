"""The planning problem: what must be decided, as frozen values of whole seconds.

Times are seconds since the horizon's start (suffix `_s`); costs are seconds-equivalents. Every
field is described in docs/problem-format.md; `read_problem` reads the file format. A problem is
whole or it does not exist: whoever holds one need not check it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from shared.routing.cost_ceiling import refuse_beyond_exact
from shared.routing.errors import ProblemInvalid
from shared.routing.plan import Plan
from shared.routing.reading import Window, in_range, ordered
from shared.routing.shift import Shift
from shared.routing.surroundings import Gap, Order, Pair, Place, Replan, Therapist, TollBand
from shared.routing.travel import Travel
from shared.routing.visit import Visit
from shared.routing.weights import Weights


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the planner and the verifier know."""

    travel: Travel
    visits: tuple[Visit, ...]
    shifts: tuple[Shift, ...]
    weights: Weights = field(default_factory=Weights)
    previous: Plan | None = None
    therapists: tuple[Therapist, ...] = ()
    places: tuple[Place, ...] = ()
    nights_s: tuple[Window, ...] = ()
    toll_bands: tuple[TollBand, ...] = ()
    pairs: tuple[Pair, ...] = ()
    gaps: tuple[Gap, ...] = ()
    orders: tuple[Order, ...] = ()
    replan: Replan | None = None

    def __post_init__(self) -> None:
        _refuse_twins([visit.id for visit in self.visits], "visits", "id")
        _refuse_twins([shift.id for shift in self.shifts], "shifts", "id")
        _refuse_twins([one.id for one in self.therapists], "therapists", "id")
        _refuse_twins([one.location for one in self.places], "places", "location")
        self._check_locations()
        self._check_pins()
        _check_duties(self.shifts)
        _check_nights(self.nights_s)
        _check_tolls(self.toll_bands, self.travel.locations)
        self._check_ties()
        refuse_beyond_exact(self.travel, self.visits, self.shifts, self.weights, self.toll_bands)

    def _check_locations(self) -> None:
        last = self.travel.locations - 1
        for i, visit in enumerate(self.visits):
            in_range(visit.location, f"visits[{i}].location", 0, last)
        for i, shift in enumerate(self.shifts):
            in_range(shift.start_location, f"shifts[{i}].start_location", 0, last)
            in_range(shift.end_location, f"shifts[{i}].end_location", 0, last)
        for i, place in enumerate(self.places):
            in_range(place.location, f"places[{i}].location", 0, last)

    def _check_pins(self) -> None:
        shifts = {shift.id for shift in self.shifts}
        for i, visit in enumerate(self.visits):
            if visit.pinned and visit.pinned.shift not in shifts:
                raise ProblemInvalid(
                    f"visits[{i}].pinned.shift", f'"{visit.pinned.shift}" is no shift of this file'
                )

    def _check_ties(self) -> None:
        visits = {visit.id: visit for visit in self.visits}
        paired: dict[str, int] = {}
        for i, pair in enumerate(self.pairs):
            _check_tie(visits, pair.visits, (f"pairs[{i}].visits[0]", f"pairs[{i}].visits[1]"))
            for j, key in enumerate(pair.visits):
                if paired.setdefault(key, i) != i:
                    raise ProblemInvalid(
                        f"pairs[{i}].visits[{j}]", f'"{key}" is already in pairs[{paired[key]}]'
                    )
            first, second = (visits[key].location for key in pair.visits)
            if first != second:
                raise ProblemInvalid(
                    f"pairs[{i}].visits", f"are at locations {first} and {second}, must be at one"
                )
        for i, gap in enumerate(self.gaps):
            _check_tie(visits, (gap.first, gap.second), (f"gaps[{i}].first", f"gaps[{i}].second"))
        for i, order in enumerate(self.orders):
            paths = (f"orders[{i}].before", f"orders[{i}].after")
            _check_tie(visits, (order.before, order.after), paths)


def _refuse_twins(ids: Sequence[str | int], path: str, key: str) -> None:
    seen: dict[str | int, int] = {}
    for i, one in enumerate(ids):
        first = seen.setdefault(one, i)
        if first != i:
            said = f'"{one}"' if isinstance(one, str) else str(one)
            raise ProblemInvalid(
                f"{path}[{i}].{key}", f"{said} is already the {key} of {path}[{first}]"
            )


def _check_tie(visits: Mapping[str, Visit], ids: Sequence[str], paths: Sequence[str]) -> None:
    for key, path in zip(ids, paths, strict=True):
        if key not in visits:
            raise ProblemInvalid(path, f'"{key}" is no visit of this file')
    if ids[0] == ids[1]:
        raise ProblemInvalid(paths[1], f'"{ids[1]}" is tied to itself, must be another visit')


def _check_duties(shifts: Sequence[Shift]) -> None:
    """Blocks of one working day belong to one therapist."""
    owners: dict[str, str] = {}
    for i, shift in enumerate(shifts):
        if shift.duty is not None:
            owner = owners.setdefault(shift.duty, shift.therapist)
            if owner != shift.therapist:
                raise ProblemInvalid(
                    f"shifts[{i}].duty", f'"{shift.duty}" is of {owner}, not of {shift.therapist}'
                )


def _check_nights(nights_s: Sequence[Window]) -> None:
    for i, night in enumerate(nights_s):
        ordered(night, f"nights_s[{i}]")
    for i, (before, after) in enumerate(pairwise(nights_s)):
        if after[0] < before[1]:
            raise ProblemInvalid(
                f"nights_s[{i + 1}][0]", f"is {after[0]}, before the night before ends {before[1]}"
            )


def _check_tolls(bands: Sequence[TollBand], locations: int) -> None:
    for i, band in enumerate(bands):
        if len(band.toll) != locations:
            raise ProblemInvalid(
                f"toll_bands[{i}].toll", f"has {len(band.toll)} rows, must have {locations}"
            )
    for i, (before, after) in enumerate(pairwise(bands)):
        if after.from_s <= before.from_s:
            raise ProblemInvalid(
                f"toll_bands[{i + 1}].from_s",
                f"is {after.from_s}, must be after the band before, {before.from_s}",
            )
