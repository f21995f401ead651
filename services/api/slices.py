"""What the API consists of: one controller list per slice. Add yours here, in alphabetical order."""

from litestar.types import ControllerRouterHandler

SLICES: tuple[ControllerRouterHandler, ...] = ()
