"""What the API consists of: the controllers of each slice, in alphabetical order."""

from litestar.types import ControllerRouterHandler

from services.api.auth.controller import AuthController

SLICES: tuple[ControllerRouterHandler, ...] = (AuthController,)
