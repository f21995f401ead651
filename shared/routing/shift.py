"""A shift of the problem: a therapist's working interval and its own limits and prices."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.routing.errors import ProblemInvalid
from shared.routing.reading import MAX_COST, MAX_TIME_S, Window, in_range, ordered
from shared.routing.weights import MAX_WEIGHT

MAX_BREAKS = 4
MAX_LOAD_STEPS = 8


@dataclass(frozen=True, slots=True)
class Break:
    """A rest that starts inside `window_s`, at a door before service or at the end place."""

    window_s: Window
    duration_s: int

    def __post_init__(self) -> None:
        ordered(self.window_s, "window_s")
        in_range(self.duration_s, "duration_s", 1, MAX_TIME_S)


@dataclass(frozen=True, slots=True)
class LoadStep:
    """Work above `above_s` costs `cost_per_min` a minute, added to the steps below: steps only
    add up, so the price is convex. A part of a minute counts as its share, rounded down.
    """

    above_s: int
    cost_per_min: int

    def __post_init__(self) -> None:
        in_range(self.above_s, "above_s", 0, MAX_TIME_S)
        in_range(self.cost_per_min, "cost_per_min", 0, MAX_WEIGHT)


@dataclass(frozen=True, slots=True)
class Shift:
    """A therapist's working interval; it gets one route. `open_from_s`: no leg starts before this
    instant except those to stops that are pinned to a time (planning in the middle of the day).
    Work, which `max_work_s` caps and `load` prices, is travel and service, not waiting or rest;
    `night_load` prices the services that overlap a night, each of them whole.
    Shifts of one `duty` are blocks of one working day: home in between, no rest needed.
    """

    id: str
    therapist: str
    start_location: int
    end_location: int
    window_s: Window
    skills: frozenset[str] = frozenset()
    max_visits: int | None = None
    max_travel_s: int | None = None
    overtime_s: int = 0
    overtime_cost_per_s: int = 0
    breaks: tuple[Break, ...] = ()
    open_from_s: int | None = None
    skill_windows_s: Mapping[str, tuple[Window, ...]] = field(default_factory=dict)
    max_leg_s: int | None = None
    max_work_s: int | None = None
    load: tuple[LoadStep, ...] = ()
    night_load: tuple[LoadStep, ...] = ()
    call_out_cost: int = 0
    duty: str | None = None

    def __post_init__(self) -> None:
        ordered(self.window_s, "window_s")
        for name in ("max_visits", "max_travel_s", "max_leg_s", "max_work_s"):
            if getattr(self, name) is not None:
                in_range(getattr(self, name), name, 0, MAX_TIME_S)
        in_range(self.overtime_s, "overtime_s", 0, MAX_TIME_S)
        in_range(self.overtime_cost_per_s, "overtime_cost_per_s", 0, MAX_WEIGHT)
        in_range(len(self.breaks), "breaks", 0, MAX_BREAKS)
        in_range(len(self.load), "load", 0, MAX_LOAD_STEPS)
        in_range(len(self.night_load), "night_load", 0, MAX_LOAD_STEPS)
        in_range(self.call_out_cost, "call_out_cost", 0, MAX_COST)
        if self.open_from_s is not None:
            in_range(self.open_from_s, "open_from_s", -MAX_TIME_S, MAX_TIME_S)
        for skill, windows in self.skill_windows_s.items():
            path = f"skill_windows_s.{skill}"
            if skill not in self.skills:
                raise ProblemInvalid(path, "is no skill of this shift; add it to skills")
            for i, window in enumerate(windows):
                ordered(window, f"{path}[{i}]")
