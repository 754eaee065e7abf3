"""Chapter 13: what fits orbit by delay and by bytes for each joule."""

from __future__ import annotations

import pytest

from analysis.engine import compile_program
from analysis.evidence import Case
from analysis.results.uncertainty import program
from analysis.studies import network, satellite
from analysis.units import Quantity


@pytest.fixture(scope="module")
def case() -> Case:
    return Case()


def value(quantity: Quantity, unit: str) -> float:
    return float(quantity.to(unit).magnitude)


def test_light_times(case: Case) -> None:
    assert value(network.light_overhead(case), "ms") == pytest.approx(4.0, abs=0.01)
    low, high = (
        value(network.light_overhead(case.with_values({"orbit.reference_altitude": Quantity(h, "km")})), "ms") / 2
        for h in (500.0, 2000.0)
    )
    assert (low, high) == pytest.approx((1.7, 6.7), abs=0.05)  # one way, as the claims table has it


def test_delays_are_ordered(case: Case) -> None:
    assert network.light_overhead(case) < network.overhead_round_trip(case) < network.mean_round_trip(case)
    assert network.mean_round_trip(case) < network.far_round_trip(case)
    near, mean = network.break_even_distance(case)
    assert near < mean < network.largest_distance(case)


def test_published_links(case: Case) -> None:
    assert value(network.rack_over_ai1(case), "") == pytest.approx(1040.0)
    assert value(network.torus(case), "terabyte/s") == pytest.approx(
        value(case["peers_vanberkel.published_bisection_flat"], "terabyte/s"), rel=0.01
    )
    assert (network.clos(case) / network.torus(case)).m_as("") == pytest.approx(
        value(case["peers_vanberkel.published_ratio_flat"], ""), rel=5e-5
    )
    assert network.terminal_gain(case).magnitude == pytest.approx(105.17, abs=0.01)
    assert value(network.confocal_range(case), "km") == pytest.approx(5.07, abs=0.01)


def test_gate_is_the_link_over_the_load(case: Case) -> None:
    share_of_day = value(case["network.downlink_share_of_day"], "")
    per_second = 20e9 / 8 * share_of_day / 120e3  # bytes for each joule
    assert value(network.ground_gate(case), "byte/J") == pytest.approx(per_second)
    assert value(network.text_intensity(case), "byte/J") == pytest.approx(6 / 0.4)
    fed = network.power_behind_ground_link(case)
    assert value(fed, "MW") == pytest.approx(0.12 * value(network.text_margin(case), ""), rel=1e-9)


def test_the_rate_that_training_needs_follows_from_batch_and_machines(case: Case) -> None:
    assert value(network.own_training_rate(case), "terabit/s") == pytest.approx(
        value(network.training_shortfall(case), "") * value(network.ai1_link(case), "terabit/s")
    )
    machines, batch = 100e6 / 120e3, 16e6
    per_operation = 2 * 2 * (1 - 1 / machines) / (6 * batch / machines)  # bytes, a ring, six operations
    work = 1.1e18 / 132e3 * 0.4 * 120e3  # operations a second at the usual share of peak
    assert value(network.own_training_rate(case), "terabit/s") == pytest.approx(per_operation * work * 8 / 1e12)
    rare = value(network.rare_training_rate(case), "terabit/s")
    assert rare == pytest.approx(value(network.own_training_rate(case), "terabit/s") / 400)
    assert value(network.rare_training_margin(case), "") > 1 > 1 / value(network.training_shortfall(case), "")


def test_table_of_what_fits(case: Case) -> None:
    frame = network.fits(case).set_index("workload")
    assert frame.loc["Chat in text", "fits"] == "yes"
    assert frame.loc["Training across satellites, rare exchanges", "fits"] == "in part"
    assert frame.loc["Synchronous training across satellites", "fits"] == "no"
    assert 1 / frame.loc["Synchronous training across satellites", "link_margin"] == pytest.approx(
        value(network.training_shortfall(case), "")
    )
    spread = network.workloads(case)
    assert (spread["gb_per_kwh_low"] <= spread["gb_per_kwh"]).all()
    assert (spread["gb_per_kwh"] <= spread["gb_per_kwh_high"]).all()


def test_silent_errors_agree_with_the_groundwork(case: Case) -> None:
    assert value(network.silent_errors(case), "") == pytest.approx(
        9040 * 17 / 14.4 * value(satellite.dose_rate(case), "rads/year") / 150, rel=0.001
    )


@pytest.mark.parametrize("name", ["mean_round_trip", "text_margin", "training_shortfall", "far_link_rate"])
def test_traceable(case: Case, name: str) -> None:
    key = f"network.{name}"
    traced = program(key, case)
    base = {n: float(case[n].to(unit).magnitude) for n, unit in traced.inputs.items()}
    expected = float(getattr(network, name)(case).magnitude)
    assert float(compile_program(traced)(base)[key]) == pytest.approx(expected, rel=1e-9)
