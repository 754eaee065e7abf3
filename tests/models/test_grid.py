"""Grid: published demand and queues, a supply curve against sorting, and a plant against simulated weather."""

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from analysis.engine.tracing import trace
from analysis.models import grid
from analysis.units import Quantity

positive = st.floats(1e-2, 1e5)
share = st.floats(0.0, 1.0)
ONE = Quantity(1.0, "")
blocks_of = st.lists(st.tuples(st.floats(0.1, 50), st.sampled_from([9.0, 11.0, 12.5, 17.0])), min_size=1, max_size=4)


def close(quantity: Quantity, value: float | list[float], unit: str, rel: float) -> None:
    np.testing.assert_allclose(quantity.to(unit).magnitude, value, rtol=rel)


def quantities(pairs):
    return [(Quantity(q, "GW/year"), Quantity(p, "USD/W")) for q, p in pairs]


# ---- published values ----


def test_mean_power_of_the_projections():
    close(grid.mean_power(Quantity([945, 1000], "TWh")), [107.9, 114.2], "GW", 1e-3)  # four figures


def test_lbnl_range_as_mean_power():
    # 176, 325 and 580 TWh are 20.1, 37.1 and 66.2 GW; three figures
    close(grid.mean_power(Quantity([176, 325, 580], "TWh")), [20.1, 37.1, 66.2], "GW", 2e-3)


def test_growth_of_the_projection():
    got = grid.demand_growth_rate(Quantity(415, "TWh"), Quantity(945, "TWh"), Quantity(6, "year"))
    close(got, 14.7, "percent", 3e-3)  # three figures


def test_fuel_of_a_published_plant():
    # 1 GW at PUE 1.2 and 85 % for five years burns $1.191 billion; four figures
    cost = grid.fuel_cost(Quantity(4.30, "USD/MBtu"), Quantity(6200, "Btu/kWh"))
    energy = Quantity(1.2, "GW") * Quantity(0.85 * 5 * 8760, "hour")
    close(cost * energy, 1.191e9, "USD", 5e-4)


# ---- oracles ----


@given(blocks_of, st.floats(0.1, 200))
def test_supply_curve_against_sorting(pairs, demand):
    blocks, asked = quantities(pairs), Quantity(demand, "GW/year")
    ordered = sorted(pairs, key=lambda pair: pair[1])
    left, dearest = demand, np.inf
    for amount, price in ordered:
        left -= min(amount, left)
        if left <= 1e-9 and not np.isfinite(dearest):
            dearest = price
    got = grid.marginal_price(blocks, asked).to("USD/W").magnitude
    if abs(sum(p[0] for p in pairs) - demand) > 1e-6 and left not in (0.0,):
        assert got == np.inf
    elif left == 0.0 and all(abs(np.cumsum([q for q, _ in ordered])[i] - demand) > 1e-6 for i in range(len(pairs))):
        assert got == dearest


def test_demand_may_be_an_array():
    blocks = quantities([(20, 13.5), (5, 12.5), (40, 17.5)])
    got = grid.marginal_price(blocks, Quantity(np.array([[4.0, 20.0], [50.0, 70.0]]), "GW/year"))
    np.testing.assert_array_equal(got.to("USD/W").magnitude, [[12.5, 13.5], [17.5, np.inf]])


@given(st.floats(0, 30), st.floats(0, 0.5), st.floats(1, 1e4))
def test_margin_forgone_is_the_integral(delay, rate, margin):
    got = grid.margin_forgone(Quantity(margin, "USD/kW/year"), Quantity(delay, "year"), Quantity(rate, ""))
    area, _ = integrate.quad(lambda t: margin * (1 + rate) ** -t, 0, delay)
    close(got, area, "USD/kW", 1e-6)  # the floor of 1e-12 on the rate, and quadrature


# ---- properties ----


@given(positive, st.floats(0.1, 100), st.floats(0, 5))
def test_a_turbine_takes_its_construction_and_the_backlog(backlog, output, construction):
    lead = grid.turbine_lead_time(Quantity(backlog, "GW"), Quantity(output, "GW/year"), Quantity(construction, "year"))
    close(lead, construction + backlog / output, "year", 1e-9)


@given(blocks_of, st.floats(0.1, 100), st.floats(1, 2))
def test_more_demand_never_lowers_a_price(pairs, demand, more):
    blocks = quantities(pairs)
    one, two = Quantity(demand, "GW/year"), Quantity(demand * more, "GW/year")
    assert grid.marginal_price(blocks, two) >= grid.marginal_price(blocks, one)


# ---- refusals and tracing ----


@pytest.mark.parametrize("call", [
    lambda: grid.mean_power(Quantity(1, "GW")),
    lambda: grid.marginal_price(quantities([(1, 1)]), Quantity(1, "GW")),
    lambda: grid.marginal_price([*quantities([(1, 1)]), (Quantity(1, "GW/year"), Quantity(1, "USD/kg"))],
                                Quantity(1, "GW/year")),
    lambda: grid.margin_forgone(Quantity(1, "USD/kW"), Quantity(1, "year"), ONE),
])  # fmt: skip
def test_wrong_dimensions_are_refused(call):
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(("call", "message"), [
    (lambda: grid.marginal_price([], Quantity(1, "GW/year")), "blocks must hold at least one"),
    (lambda: grid.fuel_cost(Quantity(1, "USD/MBtu"), Quantity(0.5, "")), "heat_rate must be at least 1"),
    (lambda: grid.margin_forgone(Quantity(1, "USD/kW/year"), Quantity(-1, "year"), ONE), "delay must be at least 0"),
])  # fmt: skip
def test_impossible_values_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_supply_curve_traces_with_uncertain_prices_that_cross():
    demand = Quantity(25.0, "GW/year")

    def price(first, second):
        blocks = [(Quantity(20.0, "GW/year"), first), (Quantity(30.0, "GW/year"), second)]
        return grid.marginal_price(blocks, demand)

    program = trace(price, {"first": "USD/W", "second": "USD/W"})
    for one, two in [(12.0, 16.0), (16.0, 12.0), (14.0, 14.0)]:
        value = program.bind(first=one, second=two).outputs["price"].value
        assert value == pytest.approx(price(Quantity(one, "USD/W"), Quantity(two, "USD/W")).magnitude)


def test_the_price_at_the_very_edge_of_a_block_is_that_of_the_block() -> None:
    units = [(Quantity(q, "MW"), Quantity(p, "USD/MWh")) for q, p in ((120, 30), (80, 60), (50, 120))]
    close(grid.marginal_price(units, Quantity([120.0, 200.0, 250.0], "MW")), [30.0, 60.0, 120.0], "USD/MWh", 1e-15)
