"""Ways in which a place is said, and what is wrong with one that was said badly."""

from dataclasses import dataclass
from enum import StrEnum


class Said(StrEnum):
    """How the place was said."""

    NAME = "name"
    COORDINATES = "coordinates"
    LINK = "link"
    MAKANI = "makani"
    PLUS_CODE = "plus-code"


class Flaw(StrEnum):
    """Why a number or a code names no place."""

    SIGNS = "signs"
    LENGTH = "length"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with `typed`, which was meant as `said`; `text` says it in English."""

    said: Said
    flaw: Flaw
    typed: str
    text: str
