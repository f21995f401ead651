"""How much search is left: by the caller's clock, or by work counted where answers must repeat."""

from collections.abc import Callable


class Effort:
    """One unit of work is a round of pricing of the whole day or a short stretch of ruin and
    recreate; a part of the day is priced for its share of a unit.
    """

    def __init__(
        self,
        stop: Callable[[], bool],
        time_limit_s: float,
        counted: int | None,
        remaining_s: Callable[[], float] | None,
    ) -> None:
        self._stop, self._is_stopped = stop, False
        self._time_limit_s = time_limit_s
        self._counted = counted
        self._remaining_s = remaining_s
        self._done = 0.0

    @property
    def is_counted(self) -> bool:
        return self._counted is not None

    def beside(self) -> "Effort":
        """The same for other threads: the caller is asked on one thread alone, whether to stop, and
        these hear of it. Counted work is one thread's.
        """
        if self.is_counted:
            return self
        return Effort(lambda: self._is_stopped, self._time_limit_s, None, self._remaining_s)

    @property
    def done(self) -> int:
        """Whole units of work."""
        return int(self._done)

    def charge(self, units: float = 1.0) -> None:
        self._done += units

    def hand_over(self) -> float:
        """What was done since it was last asked, to be charged elsewhere."""
        done, self._done = self._done, 0.0
        return done

    def is_over(self) -> bool:
        """Whether to come to an end."""
        limit = self._counted
        self._is_stopped = self._is_stopped or self._stop()
        if self._is_stopped or (limit is not None and self._done >= limit):
            return True
        return limit is None and self.left_s() <= 0.0

    def left_s(self) -> float:
        remaining = self._remaining_s
        return self._time_limit_s if remaining is None else max(0.0, remaining())

    def share(self) -> float:
        """How much of the effort is spent, 0 to 1."""
        limit = self._counted
        if limit is not None:
            return min(1.0, self._done / max(1, limit))
        return min(1.0, 1.0 - self.left_s() / max(self._time_limit_s, 1e-9))

    def seconds(self, most: float) -> float | None:
        """A time limit for a solver, None where work is counted."""
        return None if self.is_counted else max(0.05, min(most, self.left_s() - 0.05))
