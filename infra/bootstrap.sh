#!/bin/sh
# Find a Python that works and hand over to bootstrap.py. Each candidate is really run:
# pyenv's shims are on the PATH even for versions that are not active, and then fail.
set -eu
cd "$(dirname "$0")/.."
works='import sys, venv; sys.exit(sys.version_info < (3, 11))'
for candidate in "${ROUNDS_PYTHON:-}" .venv/bin/python python3.13 python3.12 python3.11 python3 \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[1-9]*/bin/python; do
    if [ -n "$candidate" ] && "$candidate" -c "$works" >/dev/null 2>&1; then
        exec "$candidate" -m infra.bootstrap "$@"
    fi
done
echo "error: no Python 3.11 or newer found: install one (with its venv module), or set ROUNDS_PYTHON" >&2
exit 1
