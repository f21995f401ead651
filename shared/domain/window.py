"""A window: the interval in which service may start, both ends inclusive."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Window:
    """Service may start at `opens`, at `closes`, or at any instant between them."""

    opens: datetime
    closes: datetime

    def __post_init__(self) -> None:
        for name, value in (("opens", self.opens), ("closes", self.closes)):
            if value.utcoffset() is None:
                raise Invalid.one(
                    f"window.{name}", f"The time {value} has no UTC offset; send it as RFC 3339."
                )
        if self.closes < self.opens:
            raise Invalid.one(
                "window.closes",
                f"The window closes at {self.closes.isoformat()}, before it opens at "
                f"{self.opens.isoformat()}.",
            )

    @property
    def length(self) -> timedelta:
        """From opening to closing; zero means one instant."""
        return self.closes - self.opens

    def contains(self, instant: datetime) -> bool:
        """Whether service may start then."""
        return self.opens <= instant <= self.closes

    def overlaps(self, other: "Window") -> bool:
        """Whether some instant suits both; touching ends count, as both are inclusive."""
        return self.opens <= other.closes and other.opens <= self.closes


def require_future(window: Window, now: datetime) -> None:
    """Refuse a window of which nothing is left."""
    if window.closes <= now:
        raise Invalid.one(
            "window",
            f"The window ended at {window.closes.isoformat()}; please choose a later time.",
        )
