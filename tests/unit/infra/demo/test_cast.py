"""Who works in the demo, and when."""

from datetime import date, datetime, timedelta

import phonenumbers
import pytest

from infra.demo.cast import COMPANIES, CREEK, ENDS_SOON, MARSA, SUSPENDED, WATCHES, Company
from infra.demo.dice import dice
from infra.demo.patients import invent
from infra.demo.town import quarters
from shared.domain.phone import parse_phone
from shared.domain.service import CertificateKind
from shared.geo.area import DUBAI
from shared.geo.communities import communities_by_number

MIDNIGHT = datetime(2026, 11, 22)  # noqa: DTZ001 - a clock face, not an instant


def test_marsa_has_24_therapists_of_both_genders() -> None:
    """The size that the issue asks for, mixed, and nobody twice."""
    assert len({part.name for part in MARSA.cast}) == len(MARSA.cast) == 24
    genders = [part.gender for part in MARSA.cast]
    assert 8 <= genders.count("female") <= 16
    assert len(CREEK.cast) == 4


@pytest.mark.parametrize("hour", range(24))
def test_somebody_who_may_needle_is_on_shift_at_every_hour(hour: int) -> None:
    """A caller at any hour of the day or night can be served within two days."""
    moment = MIDNIGHT + timedelta(hours=hour, minutes=30)
    on_shift = [
        part
        for part in MARSA.cast
        for start in (MIDNIGHT, MIDNIGHT - timedelta(days=1))
        if _opens(start, part.watch) <= moment < _closes(start, part.watch)
    ]
    doubtful = {name for name, _ in (ENDS_SOON, SUSPENDED)}
    assert any(
        CertificateKind.DRY_NEEDLING in part.certificates and part.name not in doubtful
        for part in on_shift
    )


@pytest.mark.parametrize("company", COMPANIES)
def test_homes_are_in_communities_on_land(company: Company) -> None:
    """A home in a community that is partly sea could be drawn in the water."""
    assert not any(communities_by_number()[part.home].partly_sea for part in company.cast)


def test_patients_are_reachable_and_inside_the_service_area() -> None:
    """Phones exist in the Emirates' plan, doors lie in Dubai, children come with a guardian."""
    rng = dice("test")
    people = [invent(rng, rng.choice(quarters()), date(2026, 11, 22)) for _ in range(300)]
    for person in people:
        assert parse_phone(person.phone).e164 == person.phone
        number = phonenumbers.parse(person.phone)
        assert phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
        assert DUBAI.contains(person.point)
        assert (person.guardian is not None) == (person.born > date(2008, 11, 22))
    assert any(person.guardian for person in people)
    assert any("\u0600" < person.name[0] < "\u06ff" for person in people)
    assert any(person.name.isascii() for person in people)


def test_the_same_seed_invents_the_same_people() -> None:
    """A demo that was shown can be shown again."""
    first, second = (
        [invent(dice(7, n), quarters()[n], date(2026, 1, 1)) for n in range(20)] for _ in range(2)
    )
    assert first == second
    assert first != [invent(dice(8, n), quarters()[n], date(2026, 1, 1)) for n in range(20)]


def _opens(day: datetime, watch: str) -> datetime:
    return datetime.combine(day, WATCHES[watch][0])


def _closes(day: datetime, watch: str) -> datetime:
    return _opens(day, watch) + timedelta(minutes=WATCHES[watch][1])
