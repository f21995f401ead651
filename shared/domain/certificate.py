"""A certificate: dated proof that a therapist may do something. Class: safety."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.errors import Invalid
from shared.domain.service import CertificateKind


@dataclass(frozen=True, slots=True)
class Suspension:
    """From `starts_at` until just before `ends_at`; without an end until it is lifted."""

    starts_at: datetime
    ends_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.ends_at is not None and self.ends_at <= self.starts_at:
            raise Invalid.one("suspension.endsAt", "A suspension must end after it starts.")

    def touches(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether any instant from `starts_at` until just before `ends_at` is suspended."""
        return self.starts_at < ends_at and (self.ends_at is None or starts_at < self.ends_at)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Valid from `valid_from` until just before `valid_to`; without an end it does not expire."""

    kind: CertificateKind
    verified: bool
    valid_from: datetime
    valid_to: datetime | None = None
    suspensions: tuple[Suspension, ...] = ()

    def __post_init__(self) -> None:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise Invalid.one(
                "certificate.validTo",
                f"The {self.kind} certificate ends at {self.valid_to.isoformat()}, not after its "
                f"start at {self.valid_from.isoformat()}.",
            )

    def covers(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Verified, in force and not suspended for the whole of a visit at these times."""
        return (
            self.verified
            and self.valid_from <= starts_at
            and (self.valid_to is None or ends_at <= self.valid_to)
            and not any(s.touches(starts_at, ends_at) for s in self.suspensions)
        )


def missing_certificates(
    required: frozenset[CertificateKind],
    held: tuple[Certificate, ...],
    starts_at: datetime,
    ends_at: datetime,
) -> frozenset[CertificateKind]:
    """The required kinds of which no single certificate covers the whole visit."""
    return required - {c.kind for c in held if c.covers(starts_at, ends_at)}
