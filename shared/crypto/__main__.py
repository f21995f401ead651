"""`python -m shared.crypto new-keys PATH` makes the first keys; `add-keys PATH` rotates them."""

import argparse
import json
import os
import sys
from pathlib import Path

from shared.crypto.keyring import KEY_BYTES, KeyPurpose, KeyRing, first_keys


def main() -> int:
    """Exit 0 when the file was written; 1 with one line when it must not be."""
    parser = argparse.ArgumentParser(prog="python -m shared.crypto", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    new = commands.add_parser("new-keys", help="a new file; refuses to overwrite one")
    new.add_argument("path", type=Path)
    add = commands.add_parser("add-keys", help="new current keys; the old ones stay readable")
    add.add_argument("path", type=Path)
    arguments = parser.parse_args()
    fresh = {purpose: os.urandom(KEY_BYTES) for purpose in KeyPurpose}
    if arguments.command == "new-keys":
        return _create(arguments.path, first_keys(fresh))
    ring = KeyRing.read(arguments.path).with_new_keys(fresh)
    beside = arguments.path.with_name(arguments.path.name + ".new")
    if _create(beside, ring):
        return 1
    beside.replace(arguments.path)
    return 0


def _create(path: Path, ring: KeyRing) -> int:
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        print(f"{path} exists; its keys may be all that opens sealed data", file=sys.stderr)  # noqa: T201 - a command's answer
        return 1
    with os.fdopen(file, "w", encoding="utf-8") as stream:
        json.dump(ring.to_json(), stream, indent=2)
        stream.flush()
        os.fsync(stream.fileno())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
