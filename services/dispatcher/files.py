"""Reading and writing JSON for the file commands; `-` is a standard stream."""

import json
import sys
from pathlib import Path


class InputRefused(Exception):  # noqa: N818 - errors end in the fact (DESIGN 11)
    """A file that cannot be read, written or parsed; the message is one line."""


def read_json(source: str) -> object:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8")
        return json.loads(text, parse_constant=_refuse_constant)
    except OSError as error:
        raise InputRefused(f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InputRefused("is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        fact = f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        raise InputRefused(fact) from None
    except (RecursionError, ValueError) as error:
        raise InputRefused(f"is not usable JSON: {error}") from None


def write_json(target: str, value: object) -> None:
    text = json.dumps(value, indent=1) + "\n"
    try:
        if target == "-":
            sys.stdout.write(text)
        else:
            Path(target).write_text(text, "utf-8")
    except OSError as error:
        raise InputRefused(f"cannot be written: {error.strerror}") from None


def _refuse_constant(word: str) -> object:
    raise InputRefused(f"is not JSON: {word} is no number")
