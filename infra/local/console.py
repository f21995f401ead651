"""The one place that writes to the terminal."""

import contextlib
import sys


def say(line: str) -> None:
    """Print one line at once; a reader that went away (`| head`) must not stop the servers."""
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def complain(line: str) -> None:
    """Print one line to standard error."""
    with contextlib.suppress(BrokenPipeError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
