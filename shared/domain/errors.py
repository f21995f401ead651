"""Everything that Rounds refuses, as one tree.

RoundsError
├── Invalid               422  a value is wrong or missing; names each field
├── KeyReused             422  an idempotency key came back with another body
├── Unauthenticated       401  nobody is logged in, or no longer
├── Forbidden             403  this role may not do this
├── NotFound              404  absent, or another tenant's: both answer alike
├── Conflict              409  true in itself, but not in the present state
├── StaleVersion          412  somebody changed the row since it was read
├── VersionRequired       428  a change without the version it was read at
├── TooManyAttempts       429  guessing, or too much at once; says when to try again
└── Unavailable           503  something we need is away; try again

`slug` is the stable kebab-case type that clients may branch on, `message` the sentence that a
person can read aloud. The status codes are what `services.api.errors` answers with.
"""

# ruff: noqa: N818 - these names are the words of the API's problem types, without a suffix

from dataclasses import dataclass


class RoundsError(Exception):
    """Root of all refusals; catching it catches only what Rounds itself refused."""

    slug: str = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field, the field named as it was sent (`patient.dateOfBirth`)."""

    field: str
    message: str


class Invalid(RoundsError):
    """One or more values are wrong or missing; the message joins their sentences."""

    slug = "invalid"

    def __init__(self, fields: tuple[FieldError, ...]) -> None:
        super().__init__(" ".join(field.message for field in fields))
        self.fields = fields

    @classmethod
    def one(cls, field: str, message: str) -> "Invalid":
        """The common case: a single wrong field."""
        return cls((FieldError(field, message),))


class KeyReused(RoundsError):
    """The same idempotency key was sent with a different body."""

    slug = "idempotency-key-reused"

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key was already used for another request; send a new key."
        )


class Unauthenticated(RoundsError):
    """Nobody is logged in, or the session ended."""

    slug = "unauthenticated"

    def __init__(self, message: str = "Please log in.") -> None:
        super().__init__(message)


class Forbidden(RoundsError):
    """The person is known, but none of their roles may do this."""

    slug = "forbidden"

    def __init__(self, message: str = "Your role does not allow this.") -> None:
        super().__init__(message)


class NotFound(RoundsError):
    """No such row for this tenant; says nothing about other tenants."""

    slug = "not-found"

    def __init__(self, noun: str) -> None:
        super().__init__(f"No such {noun}.")
        self.noun = noun


class Conflict(RoundsError):
    """The call is well formed but the present state does not allow it; the slug says which case."""

    def __init__(self, slug: str, message: str) -> None:
        super().__init__(message)
        self.slug = slug


class StaleVersion(RoundsError):
    """The row changed since it was read; read it again and repeat the change."""

    slug = "stale-version"

    def __init__(self, noun: str = "record") -> None:
        super().__init__(f"This {noun} was changed by somebody else; reload it and try again.")
        self.noun = noun


class VersionRequired(RoundsError):
    """A change was sent without `If-Match`."""

    slug = "version-required"

    def __init__(self) -> None:
        super().__init__("Send If-Match with the ETag that you read.")


class TooManyAttempts(RoundsError):
    """Somebody is guessing; `retry_after_s` says when to try again."""

    slug = "too-many-attempts"

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"Too many attempts; please try again in {retry_after_s} seconds.")
        self.retry_after_s = retry_after_s


class Unavailable(RoundsError):
    """A server that we need does not answer; `retry_after_s` says when to try again."""

    slug = "unavailable"

    def __init__(
        self, message: str = "Please try again in a few seconds.", retry_after_s: int = 5
    ) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
