"""Chapter 14: layers, margins in an hour, make or buy, captive launches."""

import pytest

from analysis.evidence import Case
from analysis.results.uncertainty import program
from analysis.studies import parity, stack
from analysis.units import Quantity

WORLD = Case()


def magnitude(result, unit=""):
    return result(WORLD).to(unit).magnitude


def test_captive_launches_as_published():
    assert magnitude(stack.captive_launch_share, "percent") == pytest.approx(73.9, abs=0.05)  # 122 of 165
    assert magnitude(stack.captive_launch_value, "gigaUSD/year") == pytest.approx(122 * 0.074)
    assert magnitude(stack.captive_launch_saving, "gigaUSD/year") == pytest.approx(122 * (0.074 - 0.031))


def test_the_makers_margin_is_the_published_share_of_a_site():
    share = WORLD["stack.accelerator_share"] * WORLD["stack.accelerator_margin"]
    assert share.m_as("percent") == pytest.approx(29, abs=0.5)  # published as about 29 per cent
    # the implied price of an accelerator lies in the published 30,000 to 40,000 dollars
    assert 30e3 < magnitude(stack.accelerator_price, "USD/GPU") < 40e3


def test_layers_pile_up_to_the_price():
    frame = stack.stacked_hour(WORLD)
    price = magnitude(stack.hour_price, stack.HOUR)
    assert frame["usd_per_gpu_hour"].sum() == pytest.approx(price)
    assert frame["to_usd"].max() == pytest.approx(price)
    assert frame["from_usd"].iloc[1:].to_numpy() == pytest.approx(frame["to_usd"].iloc[:-1].to_numpy())


def test_margins_inside_an_accelerator_add_up():
    assert stack.accelerator_margins(WORLD)["share_percent"].sum() == pytest.approx(100)
    by_hand = 0.251 * 0.14 * 0.662
    assert magnitude(stack.fab_margin_share) == pytest.approx(by_hand)
    assert magnitude(stack.design_over_fab_margin) == pytest.approx(0.749 / by_hand)


def test_the_hour_is_that_of_orbit_against_the_ground():
    """One hour, one cost: what Chapter 14 takes apart is what Chapter 12 holds against orbit, in every case."""
    for case in (WORLD, WORLD.with_values({"cost.energy_price": Quantity(0.15, "USD/kWh")})):
        assert stack.hour_cost(case).m_as(stack.HOUR) == pytest.approx(parity.ground_hour(case).m_as(stack.HOUR))
    # the published levelised cost of the same hour, 2.49 dollars, spreads money of one year at a rate in money of the day
    nominal = WORLD.with_values({"valuation.inflation": Quantity(0.0, "1/year")})
    assert stack.hour_cost(nominal).m_as(stack.HOUR) == pytest.approx(2.49, rel=0.05)


def test_rents_that_fall_leave_less_to_the_owner():
    assert magnitude(stack.lessor_share_if_rents_fall) < magnitude(stack.lessor_share)
    level = WORLD.with_values({"cost.learning_rate_compute": Quantity(0.0, "1/year")})
    assert stack.lessor_share_if_rents_fall(level).m_as("") == pytest.approx(magnitude(stack.lessor_share))


def test_the_layers_in_the_table_are_those_that_are_counted():
    frame = stack.layers_counted(WORLD)
    assert len(frame) == WORLD["stack.layers"].m_as("")
    own = frame["today"].str.startswith("own")
    assert own.sum() == WORLD.bounds("stack.layers_owned").m_as("").max()  # energy is the one in doubt
    assert frame["planned"].str.startswith("own").sum() == WORLD["stack.layers_planned"].m_as("")
    assert frame["usd_per_gpu_hour"].sum() == pytest.approx(magnitude(stack.hour_cost, stack.HOUR))


def test_making_pays_only_below_the_break_even_penalty():
    worse = WORLD.with_values({"stack.own_chip_performance": Quantity(0.3, "")})
    assert stack.make_over_buy(worse).m_as("") > 1 > magnitude(stack.make_over_buy)


def test_the_main_results_of_the_stack_can_be_traced():
    keys = ["make_over_buy", "hour_cost", "lessor_share", "fab_margin_share", "margin_paid_a_year"]
    assert program([f"stack.{key}" for key in keys], WORLD).size > 0
