"""Links that open a navigation app at a point, as their makers document them."""

from services.api.routes.schemas import NavigationOut
from shared.geo.place import Point


def navigation(point: Point) -> NavigationOut:
    """Driving directions; they hold a position and nothing about the patient."""
    at = f"{point.lat:.6f},{point.lon:.6f}"
    return NavigationOut(
        google=f"https://www.google.com/maps/dir/?api=1&destination={at}&travelmode=driving",
        apple=f"https://maps.apple.com/?daddr={at}&dirflg=d",
        waze=f"https://waze.com/ul?ll={at}&navigate=yes",
    )
