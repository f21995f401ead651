"""What a tenant may choose, with the defaults that it starts from."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain.errors import FieldError, Invalid
from shared.domain.service_day import DEFAULT_START


class AutoPublish(StrEnum):
    """After the day was published by a person: which later changes publish themselves."""

    NEVER = "never"
    SAFE_CHANGES = "safe-changes"  # verified, breaks no promise, touches nothing frozen


# Lowest and highest that makes sense; the unit is in the name.
_RANGES: dict[str, tuple[int, int]] = {
    "hold_minutes": (1, 60),
    "clinical_hold_hours": (1, 72),
    "screening_valid_days": (1, 30),
    "freeze_minutes": (0, 240),
    "overtime_minutes": (0, 240),
    "promised_window_minutes": (15, 480),
    "offer_step_minutes": (5, 240),
    "confirm_place_above_m": (10, 5000),
    "friday_prayer_minutes": (15, 120),
    "iftar_minutes": (15, 120),
    "prayer_minutes": (5, 60),
    "slack_minutes": (0, 60),
    "proposal_threshold": (0, 100_000),
    "max_changes": (0, 10_000),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """One tenant's choices; a value outside its sensible range is refused by name."""

    hold_minutes: int = 5
    clinical_hold_hours: int = 24
    screening_valid_days: int = 7
    freeze_minutes: int = 45  # stops that start sooner than this are not moved by the planner
    overtime_minutes: int = 0  # how far past its end a shift may be planned, at a price
    promised_window_minutes: int = 60
    offer_step_minutes: int = 30
    confirm_place_above_m: int = 300
    auto_publish: AutoPublish = AutoPublish.SAFE_CHANGES
    # What a change of a published day must save, in seconds-equivalents, if it mends nothing.
    proposal_threshold: int = 600
    max_changes: int | None = None  # visits that one replan may give to another therapist
    slack_minutes: int = 0  # at the end of each window, where planning a start has a price
    careful_travel: bool = False  # plan drives with the 80th percentile of what they take
    friday_prayer_at: time = time(12, 45)  # nationwide since January 2026
    friday_prayer_minutes: int = 45
    iftar_minutes: int = 30
    prayer_minutes: int = 15
    online_geocoder: bool = False  # patient data would leave the country
    emergency_number: str = "998"
    service_day_start: time = DEFAULT_START
    zone: str = "Asia/Dubai"
    languages: tuple[str, ...] = ("en", "ar")

    def __post_init__(self) -> None:
        errors = [
            FieldError(_camel(name), f"{_camel(name)} must be from {low} to {high}, not {value}.")
            for name, (low, high) in _RANGES.items()
            if (value := getattr(self, name)) is not None and not low <= value <= high
        ]
        if not self.emergency_number.isdecimal():
            errors.append(FieldError("emergencyNumber", "The emergency number must be digits."))
        if not _is_zone(self.zone):
            errors.append(FieldError("zone", f"'{self.zone}' is no time zone; try 'Asia/Dubai'."))
        if not self.languages:
            errors.append(FieldError("languages", "Name at least one language, such as 'en'."))
        if errors:
            raise Invalid(tuple(errors))

    def to_json(self) -> dict[str, Any]:
        """As stored and as the API shows it: camelCase keys, times as HH:MM."""
        return {_camel(f.name): _plain(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Policy":
        """The defaults with these choices in their place; unknown keys and types are refused."""
        known = {_camel(f.name): f.name for f in fields(cls)}
        defaults = cls()
        errors = [
            FieldError(key, f"There is no policy '{key}'; known are {', '.join(sorted(known))}.")
            for key in data
            if key not in known
        ]
        values: dict[str, Any] = {}
        for key in data.keys() & known.keys():
            try:
                values[known[key]] = _parsed(getattr(defaults, known[key]), data[key])
            except (TypeError, ValueError):
                wanted = _example(getattr(defaults, known[key]))
                errors.append(FieldError(key, f"{key} cannot be {data[key]!r}; {wanted}."))
        if errors:
            raise Invalid(tuple(errors))
        return cls(**values)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _plain(value: Any) -> Any:
    match value:
        case time():
            return value.isoformat("minutes")
        case tuple():
            return list(value)
        case AutoPublish():
            return value.value
        case _:
            return value


def _example(default: Any) -> str:
    if default is None:
        return "for example 3, or null for no limit"
    return f"for example {_plain(default)!r}"


def _parsed(default: Any, value: Any) -> Any:
    """The value in the type of the policy's default; `TypeError` or `ValueError` if it is not."""
    match default:
        case None:
            if value is not None and type(value) is not int:
                raise TypeError
            return value
        case time():
            return time.fromisoformat(value)
        case tuple():
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                raise TypeError
            return tuple(value)
        case AutoPublish():
            return AutoPublish(value)
        case _:
            if type(value) is not type(default):
                raise TypeError
            return value
