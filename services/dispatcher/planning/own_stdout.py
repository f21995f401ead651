"""Standard output for what the program says itself, not for what libraries print."""

import io
import os
import sys
from typing import BinaryIO


def own_stdout() -> BinaryIO:
    """What standard output was, for the answer alone: what native libraries print from now on goes
    to standard error (HiGHS prints a line of its own at times).
    """
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return outgoing


def say_answers_only() -> None:
    """The same for a program that writes its answer to `sys.stdout`."""
    sys.stdout = io.TextIOWrapper(own_stdout(), "utf-8", line_buffering=True)
