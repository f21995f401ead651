"""What the maps of the web app are drawn on: the operator's tiles, or our own schematic map."""

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency

from services.api.deps import Platform


class BaseMapOut(msgspec.Struct, rename="camel"):
    """`tiles` null: the schematic map. With `{z}` in it, picture tiles; else a MapLibre style."""

    tiles: str | None
    attribution: str


class PublicMapController(Controller):
    """The same for everybody, so that pages without a login have a map too."""

    path = "/v1/public/map"
    tags = ("public",)

    @get("/", operation_id="getBaseMap", opt={"public": True})
    async def read(self, platform: NamedDependency[Platform]) -> BaseMapOut:
        """Where the tiles are."""
        settings = platform.settings
        return BaseMapOut(settings.map_tiles or None, settings.map_attribution)
