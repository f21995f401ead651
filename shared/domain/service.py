"""Services, and which certificates each visit of them needs. Class: safety (DESIGN 4)."""

from collections.abc import Iterable
from enum import StrEnum

ADULT_AGE = 18


class Service(StrEnum):
    """What is done at a visit."""

    ASSESSMENT = "assessment"
    DRY_NEEDLING = "dry-needling"
    PHYSIOTHERAPY = "physiotherapy"
    CHIROPRACTIC = "chiropractic"


class BodyRegion(StrEnum):
    """Where on the body; the last three lie over the lungs, so needling there needs proof."""

    HEAD = "head"
    ARM = "arm"
    HAND = "hand"
    LOWER_BACK = "lower-back"
    ABDOMEN = "abdomen"
    HIP = "hip"
    LEG = "leg"
    FOOT = "foot"
    NECK = "neck"
    SHOULDER_GIRDLE = "shoulder-girdle"
    THORAX = "thorax"


class CertificateKind(StrEnum):
    """What a dated proof is proof of."""

    LICENCE = "licence"
    DRY_NEEDLING = "dry-needling"
    PHYSIOTHERAPY = "physiotherapy"
    CHIROPRACTIC = "chiropractic"
    PAEDIATRIC = "paediatric"
    REGION_NECK = "region-neck"
    REGION_SHOULDER_GIRDLE = "region-shoulder-girdle"
    REGION_THORAX = "region-thorax"


_OF_SERVICE: dict[Service, frozenset[CertificateKind]] = {
    Service.ASSESSMENT: frozenset(),
    Service.DRY_NEEDLING: frozenset({CertificateKind.DRY_NEEDLING}),
    Service.PHYSIOTHERAPY: frozenset({CertificateKind.PHYSIOTHERAPY}),
    Service.CHIROPRACTIC: frozenset({CertificateKind.CHIROPRACTIC}),
}
# Pneumothorax: reliability.md section 7, "region risk".
_OF_NEEDLED_REGION: dict[BodyRegion, CertificateKind] = {
    BodyRegion.NECK: CertificateKind.REGION_NECK,
    BodyRegion.SHOULDER_GIRDLE: CertificateKind.REGION_SHOULDER_GIRDLE,
    BodyRegion.THORAX: CertificateKind.REGION_THORAX,
}


def required_certificates(
    service: Service, body_regions: Iterable[BodyRegion], age_at_start: int
) -> frozenset[CertificateKind]:
    """Every one of these must be verified and cover the whole visit.

    The health authority's licence always; the region's only for needling, since only a needle
    reaches a lung; the paediatric one below 18 years at the visit's start. With no region named
    the set has none: the therapist then needles only where their certificates allow.
    """
    kinds = _OF_SERVICE[service] | {CertificateKind.LICENCE}
    if service is Service.DRY_NEEDLING:
        kinds |= {_OF_NEEDLED_REGION[r] for r in body_regions if r in _OF_NEEDLED_REGION}
    if age_at_start < ADULT_AGE:
        kinds |= {CertificateKind.PAEDIATRIC}
    return kinds
