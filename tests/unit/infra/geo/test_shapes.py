"""Fewer corners, same shape."""

import math

import pytest

from infra.geo.shapes import area_km2, rounded, simplified_line, simplified_ring


def test_straight_line_keeps_its_ends_only() -> None:
    """Corners on the way of a straight line go; a bend beyond the tolerance stays."""
    straight = [(55.0, 25.0), (55.01, 25.0), (55.02, 25.0)]
    assert simplified_line(straight, 10) == [straight[0], straight[2]]
    bent = [(55.0, 25.0), (55.01, 25.001), (55.02, 25.0)]
    assert simplified_line(bent, 50) == bent
    assert simplified_line(bent, 150) == [bent[0], bent[2]]


def test_ring_keeps_its_area() -> None:
    """A circle of 400 corners needs few of them to keep its area within 2 %."""
    circle = [
        (55 + 0.05 * math.cos(math.tau * i / 400), 25 + 0.05 * math.sin(math.tau * i / 400))
        for i in range(401)
    ]
    simple = simplified_ring(circle, 40)
    assert 8 < len(simple) < 60
    assert area_km2(simple) == pytest.approx(area_km2(circle[:-1]), rel=0.02)


def test_rounding_drops_repeated_corners() -> None:
    """Corners that fall together are one."""
    assert rounded([(55.00001, 25.0), (55.00002, 25.0), (55.1, 25.0)]) == [
        (55.0, 25.0),
        (55.1, 25.0),
    ]
