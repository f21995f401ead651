"""Where a tenant serves, as its settings say it."""

from typing import Any

from shared.geo.area import DUBAI, ServiceArea
from shared.geo.place import Point


def area_of(service_area: dict[str, Any]) -> ServiceArea:
    """All of Dubai, or `{"name", "box": [south, west, north, east]}`; ValueError if neither."""
    box = service_area.get("box")
    if box is None:
        return DUBAI
    south, west, north, east = (float(degrees) for degrees in box)
    name = str(service_area.get("name", "our area"))
    return ServiceArea.box(name, Point(south, west), Point(north, east))
