"""Who may not serve, and why."""

from datetime import timedelta

import pytest

from shared.db.live.eligibility import blocker
from shared.db.live.horizon import LiveTherapist, Wishes
from shared.domain.certificate import Certificate, Suspension
from shared.domain.reasons import UnassignedReason
from shared.domain.service import CertificateKind
from tests.support.horizons import EPOCH, number

NOON = EPOCH + timedelta(hours=12)
LICENCE = frozenset({"licence"})


def therapist(*certificates: Certificate) -> LiveTherapist:
    """Number one, a woman."""
    return LiveTherapist(number(1), "Th", "female", frozenset(), certificates)


def licence(until_hour: float, *suspensions: Suspension) -> Certificate:
    """Valid from the day before until this hour."""
    until = EPOCH + timedelta(hours=until_hour)
    began = EPOCH - timedelta(days=1)
    return Certificate(CertificateKind.LICENCE, True, began, until, suspensions)  # noqa: FBT003 - verified


def between(who: LiveTherapist, hour: float, wishes: Wishes = Wishes()) -> UnassignedReason | None:  # noqa: B008 - frozen
    """Whether they may serve from noon on until this hour."""
    return blocker(who, LICENCE, wishes, NOON, EPOCH + timedelta(hours=hour))


def test_a_certificate_must_last_until_the_latest_end() -> None:
    """To the second: valid until 13:00 covers a visit that ends at 13:00, not a second more."""
    assert between(therapist(licence(13)), 13) is None
    assert between(therapist(licence(13)), 13 + 1 / 3600) is UnassignedReason.NO_CERTIFICATE


def test_a_suspension_inside_the_window_blocks() -> None:
    """Also when it is over before the visit would end."""
    away = Suspension(NOON + timedelta(minutes=5), NOON + timedelta(minutes=6))
    assert between(therapist(licence(20, away)), 13) is UnassignedReason.NO_CERTIFICATE


def test_nobody_without_the_skill() -> None:
    """No certificate of the kind at all is another reason than one that ends too early."""
    assert between(therapist(), 13) is UnassignedReason.NO_SKILL


@pytest.mark.parametrize(
    ("wishes", "reason"),
    [
        (Wishes(gender="male"), UnassignedReason.GENDER_NOT_AVAILABLE),
        (Wishes(named_therapist=number(2)), UnassignedReason.NAMED_THERAPIST_BUSY),
        (Wishes(refused_therapists=frozenset({number(1)})), UnassignedReason.REFUSED_THERAPIST),
        (Wishes(gender="female", named_therapist=number(1)), None),
    ],
)
def test_the_patients_word_is_hard(wishes: Wishes, reason: UnassignedReason | None) -> None:
    """Until they agree otherwise."""
    assert between(therapist(licence(20)), 13, wishes) is reason
