"""A visit of the problem: a session at a location and everything that is asked about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.domain.person import Gender
from shared.routing.errors import ProblemInvalid
from shared.routing.reading import MAX_COST, MAX_TIME_S, Window, in_range, ordered
from shared.routing.weights import MAX_WEIGHT

MAX_SEEN = 10_000


@dataclass(frozen=True, slots=True)
class Pin:
    """A visit fixed to a shift, and to a start time when it has started or is frozen."""

    shift: str
    start_s: int | None = None

    def __post_init__(self) -> None:
        if self.start_s is not None:
            in_range(self.start_s, "start_s", -MAX_TIME_S, MAX_TIME_S)


@dataclass(frozen=True, slots=True)
class Told:
    """What the people were last told: a start, and who comes. Each second later and another
    therapist have their price; earlier inside the windows has none.
    """

    start_s: int
    therapist: str | None = None
    moved_cost_per_s: int = 0
    changed_cost: int = 0

    def __post_init__(self) -> None:
        in_range(self.start_s, "start_s", -MAX_TIME_S, MAX_TIME_S)
        in_range(self.moved_cost_per_s, "moved_cost_per_s", 0, MAX_WEIGHT)
        in_range(self.changed_cost, "changed_cost", 0, MAX_COST)


@dataclass(frozen=True, slots=True)
class Promised:
    """What the patient agreed to. It is broken, once, at its cost: by a start outside `window_s`,
    by another therapist than the one named, or by leaving the visit out.
    """

    window_s: Window
    cost: int
    therapist: str | None = None

    def __post_init__(self) -> None:
        ordered(self.window_s, "window_s")
        in_range(self.cost, "cost", 0, MAX_COST)


@dataclass(frozen=True, slots=True)
class Visit:
    """A session at a location. Service starts inside one of `windows_s`, both ends inclusive, or
    up to `max_late_s` after one at `late_cost_per_s`; without that price a window is hard. What
    `must` be served is never left out and may be late without limit, at that price.
    """

    id: str
    location: int
    service_s: int
    windows_s: tuple[Window, ...]
    unassigned_cost: int
    skills: frozenset[str] = frozenset()
    therapist_costs: Mapping[str, int] = field(default_factory=dict)
    forbidden_therapists: frozenset[str] = frozenset()
    pinned: Pin | None = None
    late_cost_per_s: int | None = None
    max_late_s: int = 0
    must: bool = False
    gender: Gender | None = None
    preferred_gender: Gender | None = None
    gender_cost: int = 0
    languages: frozenset[str] = frozenset()
    preferred_languages: frozenset[str] = frozenset()
    language_cost: int = 0
    patient_gender: Gender | None = None
    history: Mapping[str, int] = field(default_factory=dict)
    continuity_cost: int = 0
    told: Told | None = None
    promised: Promised | None = None

    def __post_init__(self) -> None:
        in_range(self.service_s, "service_s", 0, MAX_TIME_S)
        for name in ("unassigned_cost", "gender_cost", "language_cost", "continuity_cost"):
            in_range(getattr(self, name), name, 0, MAX_COST)
        in_range(self.max_late_s, "max_late_s", 0, MAX_TIME_S)
        if not self.windows_s:
            raise ProblemInvalid("windows_s", "is empty, must have at least one window")
        for i, window in enumerate(self.windows_s):
            ordered(window, f"windows_s[{i}]")
        for therapist, cost in self.therapist_costs.items():
            in_range(cost, f"therapist_costs.{therapist}", 0, MAX_COST)
        for therapist, times in self.history.items():
            in_range(times, f"history.{therapist}", 0, MAX_SEEN)
        self._refuse_price_without_what_it_prices()

    def _refuse_price_without_what_it_prices(self) -> None:
        if self.late_cost_per_s is not None:
            in_range(self.late_cost_per_s, "late_cost_per_s", 0, MAX_WEIGHT)
        elif self.max_late_s or self.must:
            why = "max_late_s needs a price" if self.max_late_s else "must needs a price"
            raise ProblemInvalid("late_cost_per_s", f"is missing, {why}")
        if self.gender_cost and self.preferred_gender is None:
            raise ProblemInvalid("preferred_gender", "is missing, gender_cost needs it")
        if self.language_cost and not self.preferred_languages:
            raise ProblemInvalid("preferred_languages", "is missing, language_cost needs it")
