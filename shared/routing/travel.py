"""Travel times between locations, by departure time where bands are given."""

from bisect import bisect_right
from dataclasses import dataclass
from operator import sub
from typing import Self

from shared.routing.errors import ProblemInvalid, under
from shared.routing.reading import MAX_TIME_S, MAX_TRAVEL_S, fields, in_range, items, whole

Matrix = tuple[tuple[int, ...], ...]


def refuse_misshapen(matrix: Matrix, path: str, most: int) -> None:
    """A table of locations x locations must be square and hold 0 to `most`."""
    size = len(matrix)
    if not size:
        raise ProblemInvalid(path, "is empty, must have a row for each location")
    for i, row in enumerate(matrix):
        if len(row) != size:
            raise ProblemInvalid(f"{path}[{i}]", f"has {len(row)} values, must have {size}")
        if min(row) < 0 or max(row) > most:
            j = next(j for j, t in enumerate(row) if not 0 <= t <= most)
            in_range(row[j], f"{path}[{i}][{j}]", 0, most)


@dataclass(frozen=True, slots=True)
class Band:
    """Travel seconds for a departure exactly at `from_s`."""

    from_s: int
    travel_s: Matrix

    def __post_init__(self) -> None:
        in_range(self.from_s, "from_s", -MAX_TIME_S, MAX_TIME_S)
        refuse_misshapen(self.travel_s, "travel_s", MAX_TRAVEL_S)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Travel:
    """Travel times: one band means that the time of day does not matter.

    Between two band starts the time is linear in the departure, rounded up; before the first and
    after the last it is constant. Nobody overtakes: d + t(d) never decreases (DESIGN 6).
    """

    bands: tuple[Band, ...]

    def __post_init__(self) -> None:
        if not self.bands:
            raise ProblemInvalid("travel_bands", "is empty, must have at least one band")
        for k, (band, following) in enumerate(zip(self.bands, self.bands[1:], strict=False)):
            with under(f"travel_bands[{k + 1}]"):
                _refuse_overtaking(band, following)

    @classmethod
    def constant(cls, travel_s: Matrix) -> Self:
        return cls((Band(0, travel_s),))

    @property
    def is_constant(self) -> bool:
        return len(self.bands) == 1

    @property
    def locations(self) -> int:
        return len(self.bands[0].travel_s)

    def seconds(self, start: int, end: int, departure_s: int) -> int:
        """Travel time of a leg that is left at `departure_s`."""
        before = self.bands[0]
        if len(self.bands) == 1 or departure_s <= before.from_s:
            return before.travel_s[start][end]
        for after in self.bands[1:]:
            if departure_s < after.from_s:
                low, high = before.travel_s[start][end], after.travel_s[start][end]
                passed, span = departure_s - before.from_s, after.from_s - before.from_s
                return low - (low - high) * passed // span
            before = after
        return before.travel_s[start][end]

    def least_s(self, start: int, end: int) -> int:
        """The least travel time of a leg over all departures: it is met at a band start."""
        return min(band.travel_s[start][end] for band in self.bands)

    def latest_departure_s(self, start: int, end: int, arrival_s: int) -> int:
        """The latest departure that still arrives by `arrival_s`; exact, since nobody overtakes."""
        behind = bisect_right(
            self.bands, arrival_s, key=lambda band: band.from_s + band.travel_s[start][end]
        )
        before = self.bands[max(behind - 1, 0)]
        way = before.travel_s[start][end]
        if behind in {0, len(self.bands)}:
            return arrival_s - way
        after = self.bands[behind]
        span = after.from_s - before.from_s
        # Rounded up or not, a leg ends by a whole second; who leaves at `after` ends too late.
        slope = span + after.travel_s[start][end] - way
        return before.from_s + (arrival_s - before.from_s - way) * span // slope


def travel_from_json(matrix: object, bands: object) -> Travel:
    """`travel_s` or `travel_bands` of a problem file, whichever is there (exactly one)."""
    if (matrix is None) == (bands is None):
        raise ProblemInvalid("travel_s", "give either travel_s or travel_bands")
    if bands is None:
        return Travel.constant(matrix_from_json(matrix, "travel_s"))
    return Travel(
        tuple(
            _band(one, f"travel_bands[{k}]") for k, one in enumerate(items(bands, "travel_bands"))
        )
    )


def travel_to_json(travel: Travel) -> dict[str, object]:
    if travel.is_constant:
        return {"travel_s": [list(row) for row in travel.bands[0].travel_s]}
    return {
        "travel_bands": [
            {"from_s": band.from_s, "travel_s": [list(row) for row in band.travel_s]}
            for band in travel.bands
        ]
    }


def _band(value: object, path: str) -> Band:
    given = fields(value, path, frozenset({"from_s", "travel_s"}))
    from_s = whole(given["from_s"], f"{path}.from_s")
    matrix = matrix_from_json(given["travel_s"], f"{path}.travel_s")
    with under(path):
        return Band(from_s, matrix)


def matrix_from_json(value: object, path: str) -> Matrix:
    rows = []
    for i, one in enumerate(items(value, path)):
        row = items(one, f"{path}[{i}]")
        if set(map(type, row)) - {int}:
            for j, cell in enumerate(row):
                whole(cell, f"{path}[{i}][{j}]")
        rows.append(tuple(cell for cell in row if isinstance(cell, int)))
    return tuple(rows)


def _refuse_overtaking(band: Band, following: Band) -> None:
    gap = following.from_s - band.from_s
    if gap <= 0:
        raise ProblemInvalid(
            "from_s", f"is {following.from_s}, must be after the band before, {band.from_s}"
        )
    if len(band.travel_s) != len(following.travel_s):
        raise ProblemInvalid(
            "travel_s",
            f"has {len(following.travel_s)} locations, the band before {len(band.travel_s)}",
        )
    for i, (row, later) in enumerate(zip(band.travel_s, following.travel_s, strict=True)):
        # No way that is shorter than the gap can be overtaken: a solving child waits for this.
        if max(row) > gap and min(map(sub, later, row)) < -gap:
            j, t, u = next(
                (j, t, u) for j, (t, u) in enumerate(zip(row, later, strict=True)) if u + gap < t
            )
            raise ProblemInvalid(
                f"travel_s[{i}][{j}]",
                f"falls from {t} to {u} within {gap} s: who leaves later would arrive earlier; "
                f"must be at least {t - gap}",
            )
