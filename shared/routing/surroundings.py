"""What surrounds visits and shifts: the therapists, the places, the tolls, the ties of visits."""

from dataclasses import dataclass

from shared.domain.person import Gender
from shared.routing.errors import ProblemInvalid
from shared.routing.reading import MAX_TIME_S, Window, in_range, ordered
from shared.routing.travel import Matrix, refuse_misshapen

MAX_TOLL = 10**6
MAX_CHANGES = 10**6


@dataclass(frozen=True, slots=True)
class Therapist:
    """A therapist's facts and own limits; who has no entry has unknown gender and languages and
    no limits. `areas` None is everywhere, `patient_genders` None is everybody.

    Each shift of theirs ends at least `min_rest_s` (None is 0) before the next one opens, whether
    that one is used or not; `next_shift_s` is the opening of the first shift after this problem's.
    """

    id: str
    gender: Gender | None = None
    languages: frozenset[str] = frozenset()
    patient_genders: frozenset[Gender] | None = None
    areas: frozenset[str] | None = None
    nights: bool = True
    pets: bool = True
    min_rest_s: int | None = None
    next_shift_s: int | None = None

    def __post_init__(self) -> None:
        if self.min_rest_s is not None:
            in_range(self.min_rest_s, "min_rest_s", 0, MAX_TIME_S)
        if self.next_shift_s is not None:
            in_range(self.next_shift_s, "next_shift_s", -MAX_TIME_S, MAX_TIME_S)
            if self.min_rest_s is None:
                raise ProblemInvalid("min_rest_s", "is missing, next_shift_s needs it")


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a location. The whole service lies inside one of `access_s` (always open
    without any). `no_lone_woman`: no woman is sent there alone at night.
    """

    location: int
    area: str | None = None
    access_s: tuple[Window, ...] = ()
    pets: bool = False
    no_lone_woman: bool = False

    def __post_init__(self) -> None:
        for i, window in enumerate(self.access_s):
            ordered(window, f"access_s[{i}]")


@dataclass(frozen=True, slots=True)
class TollBand:
    """Money for each leg that is left at `from_s` or later, until the next band; the first band
    counts before its start too. The unit is the tenant's (1/100 AED, say); `weights.tolls` makes
    it seconds-equivalents.
    """

    from_s: int
    toll: Matrix

    def __post_init__(self) -> None:
        in_range(self.from_s, "from_s", -MAX_TIME_S, MAX_TIME_S)
        refuse_misshapen(self.toll, "toll", MAX_TOLL)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two therapists at one patient: both visits start at the same instant, by different
    therapists, or neither is served.
    """

    visits: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Gap:
    """`second` starts `min_s` to `max_s` after the service of `first` ends, whoever serves them;
    nothing is asked where one of them is left out.
    """

    first: str
    second: str
    min_s: int
    max_s: int

    def __post_init__(self) -> None:
        in_range(self.min_s, "min_s", 0, MAX_TIME_S)
        in_range(self.max_s, "max_s", 0, MAX_TIME_S)
        if self.max_s < self.min_s:
            raise ProblemInvalid("max_s", f"is {self.max_s}, below min_s {self.min_s}")


@dataclass(frozen=True, slots=True)
class Order:
    """A person's order: `before` and `after` in one shift, in this order, with nothing in between
    if `directly`; nothing is asked where one of them is left out.
    """

    before: str
    after: str
    directly: bool = False


@dataclass(frozen=True, slots=True)
class Replan:
    """The day has been told to people: it is planned in levels (`disturbance`), not by one sum of
    costs. At most `max_changes` visits are served by another therapist than was told; None is any
    number.
    """

    max_changes: int | None = None

    def __post_init__(self) -> None:
        if self.max_changes is not None:
            in_range(self.max_changes, "max_changes", 0, MAX_CHANGES)
