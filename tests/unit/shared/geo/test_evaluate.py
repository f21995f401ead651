"""The offline model's error on empty roads, measured on zones that it has not seen."""

import json

import numpy as np
import pytest

from shared.geo.evaluate import LEGS, evaluate
from shared.geo.fitting import ZoneTimes, fit, left_out_errors
from shared.geo.free_flow import FreeFlow, dubai_free_flow, parsed, straight_km, written

needs_legs = pytest.mark.skipif(not LEGS.exists(), reason=f"no road matrix at {LEGS}")


@needs_legs
def test_error_leaving_one_zone_out() -> None:
    """At most 8.2 % overall and 15 % under 5 km, where 1.35 x at 50 km/h is twice as wrong."""
    errors = evaluate(ZoneTimes.read(LEGS))
    assert errors["all"].legs == 380
    assert errors["0-5 km"].legs == 22
    assert errors["all"].model <= 0.082
    assert errors["0-5 km"].model <= 0.15
    assert errors["all"].naive > 2 * errors["all"].model
    assert errors["0-5 km"].naive > 2 * errors["0-5 km"].model


@needs_legs
def test_a_zone_that_is_left_out_is_seen_by_nothing() -> None:
    """Whatever its legs say, the prediction for them is the same: only their own truth moves."""
    times = ZoneTimes.read(LEGS)
    lied = times.minutes.copy()
    lied[0] *= 3
    lied[:, 0] *= 3
    honest, other = fit(times.without(0)), fit(ZoneTimes(times.zones, lied).without(0))
    here = times.zones[[0]]
    assert np.array_equal(honest.minutes(here, times.zones), other.minutes(here, times.zones))


@needs_legs
def test_what_we_carry_is_the_fit_of_these_legs() -> None:
    """The committed parameters are the script's, and hold no leg."""
    fresh = fit(ZoneTimes.read(LEGS))
    again, ours = parsed(written(fresh, "x")), dubai_free_flow()
    assert again.coefficients == ours.coefficients
    assert again.shrink == ours.shrink
    assert np.array_equal(again.log_ratios, ours.log_ratios, equal_nan=True)


def test_errors_of_a_made_up_town() -> None:
    """Where the truth is the curve itself, nothing is left to be wrong about."""
    rng = np.random.default_rng(7)
    zones = rng.uniform([25.0, 55.2], [25.2, 55.4], (8, 2))
    blank = np.full((8, 8), np.nan)
    truth = FreeFlow((3.0, 0.9, 0.5), zones, blank, 0.0).minutes(zones, zones)
    np.fill_diagonal(truth, np.nan)
    near = straight_km(zones, zones) < 1.5
    errors = left_out_errors(ZoneTimes(zones, truth))
    assert np.nanmax(errors[~near]) < 1e-6


def test_written_fit_is_small_and_names_its_source() -> None:
    """Compact parameters, not a copy of a file."""
    text = written(dubai_free_flow(), "somebody")
    assert len(text) < 4000
    assert json.loads(text)["source"] == "somebody"
