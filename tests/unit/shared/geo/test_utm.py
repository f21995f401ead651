"""UTM against published values and against itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.geo.place import Point
from shared.geo.utm import Grid, from_grid, to_grid


def test_known_grid_references() -> None:
    """Dubai Municipality's published entrance, and the CN Tower (17T 630084 4833439)."""
    municipality = from_grid(Grid(40, 330032, 2795320))
    assert (municipality.lat, municipality.lon) == (
        pytest.approx(25.26464, abs=1e-5),
        pytest.approx(55.31217, abs=1e-5),
    )
    tower = to_grid(Point(43 + 38 / 60 + 33.24 / 3600, -(79 + 23 / 60 + 13.7 / 3600)), 17)
    assert tower.easting_m == pytest.approx(630084, abs=1)
    assert tower.northing_m == pytest.approx(4833439, abs=1)


@given(st.floats(0.1, 83), st.floats(54, 60))
def test_there_and_back_is_the_same_place(lat: float, lon: float) -> None:
    """To the grid and back stays within a millimetre."""
    there = to_grid(Point(lat, lon), 40)
    assert from_grid(there).distance_m(Point(lat, lon)) < 0.001


@pytest.mark.parametrize(
    ("zone", "east", "north", "message"),
    [(0, 5e5, 1e6, "zone"), (40, 5e4, 1e6, "easting_m"), (40, 5e5, -1, "northing_m")],
)
def test_grids_refuse_what_is_off_the_sheet(
    zone: int, east: float, north: float, message: str
) -> None:
    """A reference off the zone is refused by name."""
    with pytest.raises(ValueError, match=message):
        Grid(zone, east, north)
