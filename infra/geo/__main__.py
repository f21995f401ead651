"""`python -m infra.geo [--facts FOLDER]`: rebuild gazetteer, communities and base map."""

import argparse
import sys
from pathlib import Path

from infra.geo.build import build


def main() -> int:
    """0 when built, 2 with one line when the facts are missing."""
    parser = argparse.ArgumentParser(prog="python -m infra.geo", description=__doc__)
    repository = Path(__file__).parents[2]
    parser.add_argument("--facts", type=Path, default=repository.parent / "shared/data/dubai")
    try:
        written = build(parser.parse_args().facts, repository)
    except FileNotFoundError as missing:
        sys.stderr.write(f"{missing}\n")
        return 2
    for path in written:
        sys.stdout.write(f"{path.relative_to(repository)} {path.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
