"""`python -m services.api.openapi PATH`: the API's OpenAPI document (`-`: to standard output).

From it the web app's types are made. Needs no database, no Valkey and no settings.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from services.api.app import create_app
from shared.crypto.keyring import KEY_BYTES, KeyPurpose, first_keys
from shared.settings import Settings


def document() -> str:
    """The JSON that `/schema/openapi.json` serves, indented; the same bytes at each call."""
    with tempfile.TemporaryDirectory(prefix="rounds-openapi-") as name:
        keys, secret = Path(name, "keys.json"), Path(name, "secret")
        fresh = {purpose: os.urandom(KEY_BYTES) for purpose in KeyPurpose}
        keys.write_text(json.dumps(first_keys(fresh).to_json()), encoding="utf-8")
        secret.write_bytes(os.urandom(32))
        # Nobody listens there: the application connects to nothing before its lifespan begins.
        nowhere = Settings(
            "postgresql://nobody@127.0.0.1:9/none", "redis://127.0.0.1:9", keys, secret
        )
        schema = create_app(nowhere).openapi_schema.to_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m services.api.openapi", description=__doc__)
    parser.add_argument("path", help="the file to write; `-` for standard output")
    path = parser.parse_args().path
    if path == "-":
        sys.stdout.write(document())
    else:
        Path(path).write_text(document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
