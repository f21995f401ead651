"""What a job works with: the doors, the keys and the solver of this process."""

from dataclasses import dataclass

from services.dispatcher.planning.solver import Solver
from shared.crypto.keyring import KeyRing
from shared.db.live.travel import TravelCache
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.queue import Doorbell


@dataclass(frozen=True, slots=True)
class Desk:
    """One per process, made by the composition root."""

    database: Database
    system: SystemDoor
    keyring: KeyRing
    travel: TravelCache
    solver: Solver
    doorbell: Doorbell
    solve_seconds: float
    solve_iterations: int | None = None
