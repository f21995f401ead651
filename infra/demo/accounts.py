"""Who can log in to the demo. The password is this installation's own, made from its secret."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from pathlib import Path

from infra.local.layout import write_atomic

ROLES = ("agent", "dispatcher", "therapist", "clinician", "supervisor", "admin", "operator")
SHARED_AGENT = "agent@both.demo"
_WORDS = (
    *("amber", "basil", "coral", "date", "falcon", "ghaf", "harbour", "indigo", "jasmine", "karak"),
    *("lantern", "mint", "nomad", "oasis", "pearl", "quartz", "rosewood", "saffron", "tamarind"),
    *("umber", "violet", "wadi", "zephyr"),
)


def email(name: str, slug: str) -> str:
    """The account of a role, or of one therapist by `Role.email_name`."""
    return f"{name}@{slug}.demo"


def password(secret: bytes) -> str:
    """The same at every start of one installation, another at the next one."""
    digest = hmac.digest(secret, b"rounds demo password", hashlib.sha256)
    words = [_WORDS[byte % len(_WORDS)] for byte in digest[:3]]
    return f"{'-'.join(words)}-{int.from_bytes(digest[3:5], 'big') % 9000 + 1000}"


def write_logins(file: Path, tenants: Sequence[tuple[str, str]], word: str) -> None:
    """One account a role and tenant, in the order of the tenants (slug and name)."""
    logins = [
        {"tenant": name, "role": role, "email": email(role, slug), "password": word}
        for slug, name in tenants
        for role in ROLES
    ]
    write_atomic(file, json.dumps(logins, indent=2) + "\n")
