"""Errors of the planning formats."""

from collections.abc import Iterator
from contextlib import contextmanager

from shared.domain.errors import FieldError, Invalid


class ProblemInvalid(Invalid, ValueError):  # noqa: N818 - errors end in the fact (DESIGN 11)
    """A problem or plan that cannot be taken as it is; a `ValueError`, so that decoders that build
    these values can tell it from a fault of their own.

    `path` names the field as the file spells it (`visits[3].windows_s[0]`), `fact` says what is
    wrong and what would be right.
    """

    def __init__(self, path: str, fact: str) -> None:
        path, fact = _printable(path), _printable(fact)
        super().__init__((FieldError(path, f"{path}: {fact}" if path else fact),))
        self.path = path
        self.fact = fact


def _printable(text: str) -> str:
    """What a file says may hold line feeds or half characters; a complaint is one line of text."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


@contextmanager
def under(path: str) -> Iterator[None]:
    """Put `path` in front of the path of any `ProblemInvalid` raised inside."""
    try:
        yield
    except ProblemInvalid as invalid:
        joint = "" if not invalid.path or invalid.path.startswith("[") else "."
        raise ProblemInvalid(f"{path}{joint}{invalid.path}", invalid.fact) from None
