"""Beaming: both published designs rebuilt line by line, and the watts kept in orbit."""

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.models import beaming
from analysis.units import Quantity

positive = st.floats(1e-2, 1e5)
share = st.floats(0.0, 1.0)
some = st.floats(0.05, 1.0)
ONE = Quantity(1.0, "")
COST = Quantity([276.0, 434.0], "GUSD")
POWER = Quantity([2.028791344, 2.021948467], "GW")
THIRTY = Quantity(30, "year")


def close(quantity: Quantity, value: float | list[float], unit: str, rel: float) -> None:
    np.testing.assert_allclose(quantity.to(unit).magnitude, value, rtol=rel)


def chain() -> Quantity:
    space = beaming.space_chain_efficiency(Quantity(0.35, ""), Quantity(0.9, ""), Quantity(0.7, ""))
    sent = beaming.transmission_efficiency(Quantity(0.9, ""), Quantity(0.98, ""), Quantity(0.95, ""))
    ground = beaming.ground_chain_efficiency(Quantity(0.78, ""), Quantity(0.9, ""))
    return beaming.end_to_end_efficiency(space, sent, ground)


# ---- both designs of the published study ----


def test_chain_is_about_thirteen_per_cent():
    close(chain(), 0.13, "", 0.01)  # published as about 13 %


def test_delivered_power_of_both_designs():
    got = beaming.delivered_power(
        Quantity([11.473, 19.0], "km^2"), Quantity(1367.5, "W/m^2"), chain(), Quantity([0.997, 0.6], "")
    )
    close(got, [2028.791344, 2021.948467], "MW", 1e-6)  # the table prints six decimals; the area has five figures


def test_launches_of_both_designs():
    got = beaming.launches_with_refuelling(
        Quantity([5.9e6, 10e6], "kg"), Quantity(3, ""), Quantity(100, "t/launch"), Quantity(12, "")
    )
    close(got, [2301, 3900], "launch", 1e-9)
    close(got, [2321, 3960], "launch", 0.016)  # published; servicers and debris tugs are left out here


def test_launches_straight_to_geostationary_orbit():
    got = beaming.launches_with_refuelling(
        Quantity([5.9e6, 10e6], "kg"), Quantity(3, ""), Quantity(21, "t/launch"), Quantity(0, "")
    )
    close(got, [863, 1470], "launch", 0.03)  # published; the same servicers weigh more at 21 t a launch


def test_launch_bill_and_its_share():
    bill = beaming.launch_bill(Quantity([2321, 3960], "launch"), Quantity(100e6, "USD/launch"), Quantity(0.15, ""))
    close(bill, [197.3, 336.6], "GUSD", 5e-4)  # four figures
    close(beaming.cost_share(bill, COST), [71.5, 77.6], "percent", 1e-3)  # three figures; published as 71 and 77


def test_naive_cost():
    naive = beaming.undiscounted_cost_of_energy(COST, Quantity(2, "GW"), THIRTY)
    close(naive, [0.525, 0.826], "USD/kWh", 1e-3)  # three figures


def test_one_rate_and_one_share_of_capital_meet_both_published_costs_with_the_factor_applied_twice():
    def cost(factor: list[float]) -> Quantity:
        return beaming.levelised_cost_of_energy(
            COST * 0.32, COST * 0.68 / THIRTY, POWER, Quantity(factor, ""), Quantity(3, "percent"), THIRTY
        )

    close(cost([0.997, 0.6]), [0.61, 1.59], "USD/kWh", 0.01)  # published to two and three figures
    close(cost([1.0, 1.0]), [0.61, 0.956], "USD/kWh", 0.01)  # once: the second falls by two fifths, the first not


# ---- limits and properties ----


@given(share, share, share)
def test_a_chain_is_never_better_than_its_worst_link(a, b, c):
    one, two, three = (Quantity(x, "") for x in (a, b, c))
    for model in (beaming.space_chain_efficiency, beaming.transmission_efficiency, beaming.end_to_end_efficiency):
        assert 0 <= model(one, two, three).magnitude <= min(a, b, c) * (1 + 1e-12)
    assert beaming.ground_chain_efficiency(one, two).magnitude <= min(a, b) * (1 + 1e-12)


@given(positive, st.floats(1, 1500), share, share)
def test_delivered_power_never_exceeds_the_sunlight(area, sun, efficiency, time):
    got = beaming.delivered_power(
        Quantity(area, "km^2"), Quantity(sun, "W/m^2"), Quantity(efficiency, ""), Quantity(time, "")
    )
    assert 0 <= got.to("MW").magnitude <= area * sun * (1 + 1e-12)


@given(positive, st.floats(1, 50), st.floats(0.1, 1000))
def test_energy_and_cost_without_interest_invert(power, life, cost):
    site, years = Quantity(power, "MW"), Quantity(life, "year")
    got = beaming.undiscounted_cost_of_energy(Quantity(cost, "GUSD"), site, years)
    close(got * beaming.delivered_energy(site, years), cost, "GUSD", 1e-9)


@given(st.floats(1, 1000), st.floats(0, 10), st.floats(0.5, 10), some, st.floats(1, 50))
def test_interest_only_adds(capital, fixed, power, factor, life):
    def cost(rate: float) -> Quantity:
        return beaming.levelised_cost_of_energy(
            Quantity(capital, "GUSD"), Quantity(fixed, "GUSD/year"), Quantity(power, "GW"), Quantity(factor, ""),
            Quantity(rate, ""), Quantity(life, "year"),
        )  # fmt: skip

    total = Quantity(capital + fixed * life, "GUSD")
    naive = beaming.undiscounted_cost_of_energy(total, Quantity(power * factor, "GW"), Quantity(life, "year"))
    close(cost(0.0), naive.magnitude, "USD/kW/hour", 1e-4)  # the annuity at a rate of 1e-12 loses digits
    assert cost(0.0) < cost(0.05) * (1 + 1e-9)
    assert cost(0.05) < cost(0.10) * (1 + 1e-9)


@given(positive, st.floats(1, 5), st.floats(10, 300), st.floats(0, 20))
def test_tankers_multiply_launches(upmass, generations, payload, tankers):
    args = Quantity(upmass, "t"), Quantity(generations, ""), Quantity(payload, "t/launch")
    none = beaming.launches_with_refuelling(*args, Quantity(0, ""))
    close(none * args[2], upmass * generations, "t", 1e-9)
    got = beaming.launches_with_refuelling(*args, Quantity(tankers, ""))
    close(got, none.magnitude * (1 + tankers), "launch", 1e-9)


@given(st.floats(1, 1e4), st.floats(1, 1e9), share)
def test_a_bill_and_its_discount_add_up(launches, price, discount):
    count, each = Quantity(launches, "launch"), Quantity(price, "USD/launch")
    full, paid = (beaming.launch_bill(count, each, Quantity(x, "")) for x in (0.0, discount))
    saved = beaming.launch_bill(count, each, Quantity(1 - discount, ""))
    close(paid + saved, full.magnitude, "USD", 1e-9)
    assert 0 <= beaming.cost_share(paid, full).magnitude <= 1 + 1e-12


@given(some, some, share, some, share, st.floats(1, 2.5))
def test_the_ratio_of_useful_watts_is_what_beaming_loses(cell, conditioning, bus, rest, loss, pue):
    orbit = beaming.useful_share_in_orbit(Quantity(cell, ""), Quantity(conditioning, ""), Quantity(bus, ""))
    efficiency = Quantity(cell * conditioning * rest, "")
    ground = beaming.useful_share_on_ground(efficiency, Quantity(0, ""), Quantity(pue, ""))
    ratio = beaming.orbit_over_ground(orbit, ONE, ground, ONE).magnitude
    assert ratio == pytest.approx((1 - bus) * pue / rest, rel=1e-9)
    lossy = beaming.useful_share_on_ground(Quantity(cell, ""), Quantity(loss, ""), Quantity(pue, ""))
    assert lossy.magnitude <= cell
    half = beaming.orbit_over_ground(orbit, Quantity(0.5, ""), ground, ONE).magnitude
    assert half == pytest.approx(ratio / 2)


def test_the_published_chain_against_keeping_the_power_in_orbit():
    # the cells and conditioners are the same, so the ratio is the rest of the chain: 0.7 x 0.8379 x 0.702
    orbit = beaming.useful_share_in_orbit(Quantity(0.35, ""), Quantity(0.9, ""), Quantity(0.0, ""))
    ground = beaming.useful_share_on_ground(chain(), Quantity(0.0, ""), ONE)
    close(beaming.orbit_over_ground(orbit, ONE, ground, ONE), 1 / (0.7 * 0.8379 * 0.702), "", 1e-6)


@given(positive, positive)
def test_specific_mass_is_per_delivered_watt(mass, power):
    got = beaming.delivered_specific_mass(Quantity(mass, "t"), Quantity(power, "MW"))
    close(got, mass / power, "kg/kW", 1e-12)


# ---- refusals ----


@pytest.mark.parametrize("call", [
    lambda: beaming.delivered_energy(Quantity(1, "GWh"), THIRTY),
    lambda: beaming.launch_bill(Quantity(1, ""), Quantity(1, "USD/launch"), ONE),
    lambda: beaming.cost_share(Quantity(1, "USD_2022"), Quantity(1, "USD")),
    lambda: beaming.delivered_power(Quantity(1, "km"), Quantity(1, "W/m^2"), ONE, ONE),
    lambda: beaming.levelised_cost_of_energy(COST, COST, POWER, ONE, ONE, THIRTY),
])  # fmt: skip
def test_wrong_dimensions_are_refused(call):
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(("call", "message"), [
    (lambda: beaming.space_chain_efficiency(Quantity(1.1, ""), ONE, ONE), "cell_efficiency must be at most 1"),
    (lambda: beaming.delivered_power(Quantity(1, "km^2"), Quantity(1, "W/m^2"), ONE, Quantity(-1, "")),
     "generating_share must be at least 0"),
    (lambda: beaming.useful_share_on_ground(ONE, ONE, Quantity(0.5, "")), "power_usage_effectiveness"),
    (lambda: beaming.orbit_over_ground(ONE, ONE, Quantity(0.0, ""), ONE), "useful_on_ground must be above 0"),
    (lambda: beaming.launch_bill(Quantity(1, "launch"), Quantity(1, "USD/launch"), Quantity(2, "")), "block_discount"),
    (lambda: beaming.levelised_cost_of_energy(COST, COST / THIRTY, POWER, Quantity(0.0, ""), ONE, THIRTY),
     "capacity_factor must be above 0"),
])  # fmt: skip
def test_impossible_values_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
