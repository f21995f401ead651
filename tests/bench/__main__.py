"""`make bench`: what the product's hot paths cost, against bounds that must hold."""

from tests.bench.booking import measure_booking


def main() -> int:
    """Exit 1 when a bound is broken."""
    report = measure_booking()
    for line in report.lines():
        print(line)  # noqa: T201 - this is what the command is for
    return 0 if report.passes else 1


if __name__ == "__main__":
    raise SystemExit(main())
