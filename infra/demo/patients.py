"""Invented patients: who, how old, where, what hurts."""

from dataclasses import dataclass
from datetime import date, timedelta

from infra.demo.dice import Dice
from infra.demo.town import address, point_in
from infra.demo.words import COMPLAINTS, ENTRY_NOTES, ORIGINS, Complaint
from shared.geo.communities import Community
from shared.geo.place import Point

_MOBILE = ("50", "52", "54", "55", "56", "58")


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who answers for a child."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True, slots=True)
class Person:
    """A patient and their door, before they are rows."""

    name: str
    gender: str
    born: date
    languages: tuple[str, ...]
    phone: str
    guardian: Guardian | None
    complaint: Complaint
    point: Point
    community: int
    address: dict[str, str | None]
    notes: str | None

    @property
    def speaker(self) -> tuple[str, str]:
        """Who is on the phone and consents: name and relation."""
        if self.guardian is None:
            return self.name, "self"
        return self.guardian.name, self.guardian.relation


def mobile(rng: Dice) -> str:
    """A number that can exist in the Emirates, in E.164."""
    return f"+971{rng.choice(_MOBILE)}{rng.randint(2_000_000, 9_999_999)}"


def invent(rng: Dice, community: Community, today: date) -> Person:
    """Somebody who lives there."""
    origin = rng.choices(ORIGINS, [one.share for one in ORIGINS])[0]
    gender = rng.choice(("female", "male"))
    given = rng.choice(origin.female if gender == "female" else origin.male)
    family = rng.choice(origin.family)
    years = rng.randint(13, 17) if rng.random() < 0.05 else round(rng.triangular(19, 84, 38))
    if rng.random() < 0.015:
        years = rng.randint(7, 11)
    guardian = None
    if years < 18:
        mother = rng.random() < 0.6
        first = rng.choice(origin.female if mother else origin.male)
        guardian = Guardian(f"{first} {family}", "mother" if mother else "father", mobile(rng))
    return Person(
        name=f"{given} {family}",
        gender=gender,
        born=today - timedelta(days=years * 365 + years // 4 + rng.randint(20, 340)),
        languages=origin.languages,
        phone=guardian.phone if guardian else mobile(rng),
        guardian=guardian,
        complaint=rng.choice(COMPLAINTS),
        point=point_in(rng, community),
        community=community.number,
        address=address(rng, community),
        notes=rng.choice(ENTRY_NOTES),
    )
