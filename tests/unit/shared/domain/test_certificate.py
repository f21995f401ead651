from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.certificate import Certificate, Suspension, missing_certificates
from shared.domain.errors import Invalid
from shared.domain.service import BodyRegion, CertificateKind, Service, required_certificates

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
END = START + timedelta(minutes=45)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
LICENCE = Certificate(
    CertificateKind.LICENCE, verified=True, valid_from=START - DAY, valid_to=END + DAY
)


def test_a_certificate_in_force_covers_the_visit_to_the_second() -> None:
    """It may begin with the visit and end with it."""
    assert replace(LICENCE, valid_from=START, valid_to=END).covers(START, END)


@pytest.mark.parametrize(
    "certificate",
    [
        replace(LICENCE, verified=False),
        replace(LICENCE, valid_from=START + SECOND),
        replace(LICENCE, valid_to=END - SECOND),
        replace(LICENCE, suspensions=(Suspension(END - SECOND),)),
        replace(LICENCE, suspensions=(Suspension(START - DAY, START + SECOND),)),
    ],
)
def test_one_second_uncovered_is_not_covered(certificate: Certificate) -> None:
    """Unverified, too late, too early or suspended for any second of the visit."""
    assert not certificate.covers(START, END)


def test_suspensions_beside_the_visit_do_not_matter() -> None:
    """One that ends as the visit starts and one that starts as it ends."""
    beside = (Suspension(START - DAY, START), Suspension(END))
    assert replace(LICENCE, suspensions=beside).covers(START, END)


def test_a_certificate_without_end_does_not_expire() -> None:
    """A course's certificate may have no date of expiry."""
    assert replace(LICENCE, valid_to=None).covers(START, END + 10_000 * DAY)


def test_impossible_intervals_are_refused() -> None:
    """What ends before it begins is a typing error."""
    with pytest.raises(Invalid):
        replace(LICENCE, valid_to=LICENCE.valid_from)
    with pytest.raises(Invalid):
        Suspension(START, START)


@pytest.mark.parametrize(
    ("service", "regions", "age", "names"),
    [
        (Service.ASSESSMENT, [], 40, {"licence"}),
        (Service.PHYSIOTHERAPY, [BodyRegion.THORAX], 40, {"licence", "physiotherapy"}),
        (Service.DRY_NEEDLING, [], 18, {"licence", "dry-needling"}),
        (Service.DRY_NEEDLING, [BodyRegion.LOWER_BACK], 40, {"licence", "dry-needling"}),
        (
            Service.DRY_NEEDLING,
            [BodyRegion.NECK, BodyRegion.LEG],
            17,
            {"licence", "dry-needling", "region-neck", "paediatric"},
        ),
        (Service.CHIROPRACTIC, [], 11, {"licence", "chiropractic", "paediatric"}),
    ],
)
def test_each_visit_names_every_certificate_of_its_set(
    service: Service, regions: list[BodyRegion], age: int, names: set[str]
) -> None:
    """The licence always; needling, its region and paediatric as the visit demands."""
    assert required_certificates(service, regions, age) == names


def test_what_is_missing_is_named() -> None:
    """A required kind counts as held only when one certificate covers the whole visit."""
    required = required_certificates(Service.DRY_NEEDLING, [], 40)
    needling = Certificate(
        CertificateKind.DRY_NEEDLING, verified=True, valid_from=START - DAY, valid_to=START + SECOND
    )
    assert missing_certificates(required, (LICENCE, needling), START, END) == {"dry-needling"}
    held = (LICENCE, replace(needling, valid_to=None))
    assert missing_certificates(required, held, START, END) == frozenset()
