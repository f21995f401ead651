"""Buildings that many patients live in: their kinds, and what their gate asks of a visitor."""

from enum import StrEnum


class BuildingKind(StrEnum):
    """What stands there."""

    TOWER = "tower"
    LOW_RISE = "low-rise"
    COMPOUND = "compound"
    HOTEL = "hotel"
    OFFICE = "office"
    HOSPITAL = "hospital"
    OTHER = "other"


class GatePass(StrEnum):
    """The rule at the gate: what a therapist does to be let in."""

    NONE = "none"
    ID_AT_GATE = "id-at-gate"
    CALL_RESIDENT = "call-resident"
    REGISTER_BEFORE = "register-before"
