"""Where a tenant serves, as its settings say it."""

from dataclasses import replace
from typing import Any

from shared.geo.area import DUBAI, ServiceArea, joined
from shared.geo.place import Point


def area_of(service_area: dict[str, Any]) -> ServiceArea:
    """The area that a tenant's settings describe; ValueError or TypeError when they do not.

    One of `{"emirate": "Dubai"}`, `{"name", "polygon": [[lat, lon], ...]}` and
    `{"name", "box": [south, west, north, east]}`, each with the `authority` that licenses care
    there, or several as `{"areas": [...]}`.
    """
    if "areas" in service_area:
        return joined([_one(each) for each in service_area["areas"]])
    return _one(service_area)


def _one(described: dict[str, Any]) -> ServiceArea:
    area = _outlined(described)
    authority = described.get("authority")
    return area if authority is None else replace(area, authority=str(authority))


def _outlined(described: dict[str, Any]) -> ServiceArea:
    name = str(described.get("name", "our area"))
    if (box := described.get("box")) is not None:
        south, west, north, east = (float(degrees) for degrees in box)
        return ServiceArea.box(name, Point(south, west), Point(north, east))
    if (polygon := described.get("polygon")) is not None:
        return ServiceArea.polygon(name, [Point(float(lat), float(lon)) for lat, lon in polygon])
    if described.get("emirate", "Dubai") != "Dubai":
        raise ValueError(f"the outline of {described['emirate']} is not known: send a polygon")
    return DUBAI
