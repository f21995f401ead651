"""The installation's master keys, by purpose and id.

The file is JSON: for each purpose the id of the current key and all keys that may still be read.
New values use the current one; a rotation adds a key, makes it current, and removes the old one
when nothing is sealed with it any more.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from shared.domain.errors import RoundsError

KEY_BYTES = 32
HIGHEST_ID = 0xFFFF


class KeyPurpose(StrEnum):
    """What a key is for; a key never serves two purposes."""

    SEAL = "seal"
    PHONE_INDEX = "phone-index"
    NAME_TOKEN = "name-token"  # noqa: S105 - a purpose, not a secret


class BadKeys(RoundsError):  # noqa: N818 - named like its siblings in domain.errors
    """The key file is missing, damaged, or lacks a key that something was sealed with."""

    slug = "bad-keys"


@dataclass(frozen=True, slots=True, repr=False)
class PurposeKeys:
    """All readable keys of one purpose. Never shown: `repr` would end in a log."""

    current: int
    keys: Mapping[int, bytes]

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise BadKeys(f"the current key {self.current} is not among the keys {[*self.keys]}")
        for key_id, key in self.keys.items():
            if not 1 <= key_id <= HIGHEST_ID or len(key) != KEY_BYTES:
                raise BadKeys(f"key {key_id}: ids are 1 to {HIGHEST_ID}, keys {KEY_BYTES} bytes")


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class KeyRing:
    """Keys by purpose; what is derived for a tenant is kept, since deriving costs."""

    purposes: Mapping[KeyPurpose, PurposeKeys]

    def __post_init__(self) -> None:
        if missing := set(KeyPurpose) - set(self.purposes):
            raise BadKeys(f"the key file lacks keys for {', '.join(sorted(missing))}")

    @classmethod
    def read(cls, path: Path) -> Self:
        """From a file that `python -m shared.crypto new-keys` made."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise BadKeys(
                f"{path} is missing; make it with `python -m shared.crypto new-keys {path}`, or "
                "restore it: without its keys sealed data is lost"
            ) from error
        except ValueError as error:
            raise BadKeys(f"{path} is not JSON; restore it from its backup") from error
        return cls.from_json(data)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The reverse of `to_json`."""
        try:
            return cls(
                {
                    KeyPurpose(purpose): PurposeKeys(
                        current=int(held["current"]),
                        keys={
                            int(key_id): base64.b64decode(key, validate=True)
                            for key_id, key in held["keys"].items()
                        },
                    )
                    for purpose, held in data.items()
                }
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise BadKeys(f"the key file is damaged ({error}); restore it") from error

    def to_json(self) -> dict[str, Any]:
        """As stored: keys in base64."""
        return {
            purpose.value: {
                "current": held.current,
                "keys": {str(i): base64.b64encode(key).decode() for i, key in held.keys.items()},
            }
            for purpose, held in self.purposes.items()
        }

    def with_new_keys(self, fresh: Mapping[KeyPurpose, bytes]) -> "KeyRing":
        """The ring with another current key for each named purpose; the old ones stay readable."""
        purposes = dict(self.purposes)
        for purpose, key in fresh.items():
            held = purposes[purpose]
            key_id = max(held.keys) + 1
            purposes[purpose] = PurposeKeys(key_id, {**held.keys, key_id: key})
        return KeyRing(purposes)

    def current(self, purpose: KeyPurpose) -> int:
        """The id of the key that new values use."""
        return self.purposes[purpose].current

    def ids(self, purpose: KeyPurpose) -> tuple[int, ...]:
        """All readable ids, the current one first."""
        held = self.purposes[purpose]
        return (held.current, *sorted(held.keys.keys() - {held.current}, reverse=True))

    def tenant_key(self, purpose: KeyPurpose, key_id: int, tenant: UUID) -> bytes:
        """A key of this tenant's own, so that one tenant's values say nothing of another's."""
        master = self.purposes[purpose].keys.get(key_id)
        if master is None:
            raise BadKeys(f"no {purpose} key {key_id} in the key file; restore the one that had it")
        return _derive(master, purpose, tenant)


def first_keys(fresh: Mapping[KeyPurpose, bytes]) -> KeyRing:
    """A ring with one key for each purpose."""
    return KeyRing({purpose: PurposeKeys(1, {1: key}) for purpose, key in fresh.items()})


@lru_cache(maxsize=1024)
def _derive(master: bytes, purpose: KeyPurpose, tenant: UUID) -> bytes:
    """HMAC-SHA256 as a key derivation: one block, since 32 bytes are what we need."""
    return hmac.new(master, f"rounds|{purpose}|{tenant}".encode(), hashlib.sha256).digest()
