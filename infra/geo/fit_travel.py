"""`python -m infra.geo.fit_travel [--facts FOLDER]`: fit the free-flow model anew.

Reads legs between zones that a road engine timed, writes our own parameters: three coefficients
and a log ratio for each pair of zones. No leg is copied.
"""

import argparse
import sys
from pathlib import Path

from shared.geo.fitting import ZoneTimes, fit
from shared.geo.free_flow import written

_SOURCE = (
    "fitted to OSRM free-flow minutes between 20 zones of Dubai and Sharjah "
    "(mohamadsolouki/Careem-pricing-xAI, 2026-04-27; road data OpenStreetMap contributors)"
)


def main() -> int:
    """0 when written, 2 with one line when the legs are missing."""
    repository = Path(__file__).parents[2]
    parser = argparse.ArgumentParser(prog="python -m infra.geo.fit_travel", description=__doc__)
    parser.add_argument("--facts", type=Path, default=repository.parent / "shared/data/dubai")
    legs = parser.parse_args().facts / "osrm_zone_matrix.csv"
    if not legs.exists():
        sys.stderr.write(f"there is no file {legs}: give its folder with --facts\n")
        return 2
    path = repository / "shared/geo/data/free_flow.json"
    path.write_text(written(fit(ZoneTimes.read(legs)), _SOURCE), encoding="utf-8")
    sys.stdout.write(f"{path.relative_to(repository)} {path.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
