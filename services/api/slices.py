"""What the API consists of: the controllers of each slice, in alphabetical order."""

from litestar.types import ControllerRouterHandler

from services.api.auth.controller import AuthController
from services.api.patients.controller import PatientController
from services.api.places.controller import PlaceController

SLICES: tuple[ControllerRouterHandler, ...] = (
    AuthController,
    PatientController,
    PlaceController,
)
