"""What is measured, a row at a time, kept as JSON so that a benchmark that was cut short is not
lost.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

OURS = "Rounds"
# The peers and the modules that run them; imported only where they run.
PEERS = {
    "VROOM": "tests.bench.planner.peer_vroom",
    "PyVRP": "tests.bench.planner.peer_pyvrp",
    "OR-Tools routing": "tests.bench.planner.peer_ortools",
}
SEED = 1
PLAN, PROOF = "plan", "proof"

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Row:
    """One solver on one instance; `cost` and `violations` are the verifier's.

    `kind` is `proof` for the longer run that only the proof is read of. `code` names what was
    measured: a row of the same code need not be measured again.
    """

    instance: str
    visits: int
    solver: str
    limit_s: float
    cost: int | None
    """None where the solver had to be killed."""
    unassigned: int = 0
    violations: int = 0
    bound: int | None = None
    peak_mb: float | None = None
    curve: tuple[tuple[float, int, int], ...] = ()
    """Seconds since the kernels were loaded, cost, bound."""
    kind: str = PLAN
    code: str = ""

    @property
    def proven(self) -> bool:
        return self.cost is not None and self.cost == self.bound

    @property
    def gap(self) -> float | None:
        """Above the bound, as a share."""
        if self.cost is None or self.bound is None:
            return None
        return max(0.0, self.cost / max(self.bound, 1) - 1)

    @property
    def first_s(self) -> float | None:
        """When the first legal plan was there."""
        return self.curve[0][0] if self.curve else None

    @property
    def best_s(self) -> float | None:
        """When the plan that was kept was first there."""
        least = min((cost for _, cost, _ in self.curve), default=None)
        return next((at for at, cost, _ in self.curve if cost == least), None)

    @property
    def key(self) -> tuple[str, str, str]:
        return self.instance, self.solver, self.kind


def write_rows(path: Path, rows: Iterable[Any]) -> None:
    """A JSON list with one line for each row; written beside and moved, so never half."""
    lines = ",\n".join(json.dumps(asdict(row), separators=(",", ":")) for row in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(f"[\n{lines}\n]\n")
    beside.replace(path)


def read_rows(path: Path, kind: type[R]) -> list[R]:
    """What `write_rows` wrote; rows of another form, and a file that is not there, give nothing."""
    if not path.exists():
        return []
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # rows are dataclasses
    return [
        kind(**{name: _tuples(value) for name, value in row.items()})
        for row in json.loads(path.read_text())
        if names >= row.keys()
    ]


def _tuples(value: Any) -> Any:  # a value of JSON
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
