"""Passwords and secrets of one stack, made once and kept beside its data."""

import base64
import json
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from infra.local.errors import LocalStackError
from infra.local.layout import Layout, write_atomic


@dataclass(frozen=True, slots=True)
class Passwords:
    """Hexadecimal, so that each fits unquoted into a URL, a configuration line and SQL."""

    postgres: str
    rounds_owner: str
    rounds_app: str
    valkey: str

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not (isinstance(value, str) and len(value) >= 32 and set(value) <= set(HEX)):
                raise ValueError(f"{field.name} must be at least 32 hexadecimal digits")


HEX = "0123456789abcdef"


def load_passwords(layout: Layout) -> Passwords:
    """Read them, or make them for a folder that holds no database yet."""
    if not layout.passwords.exists():
        if layout.postgres.exists():
            raise LocalStackError(
                f"{layout.passwords} is missing but {layout.postgres} is there: "
                f"restore the file, or delete {layout.root} to start anew"
            )
        made = Passwords(*(secrets.token_hex(24) for _ in fields(Passwords)))
        write_atomic(layout.passwords, json.dumps(asdict(made)))
    try:
        return Passwords(**json.loads(layout.passwords.read_text()))
    except (ValueError, TypeError) as error:
        raise LocalStackError(
            f"{layout.passwords} is damaged ({error}): restore it, or delete {layout.root}"
        ) from None


def ensure_secret(path: Path) -> None:
    """32 random bytes in base64, with which the services sign offers."""
    if not path.exists():
        write_atomic(path, base64.b64encode(secrets.token_bytes(32)).decode() + "\n")
