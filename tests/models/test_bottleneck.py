"""Bottleneck: limits of the production function, its derivative, and the value of a watt in long-run equilibrium."""

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from analysis.engine.tracing import trace
from analysis.models import bottleneck as model
from analysis.models import finance
from analysis.units import Quantity

index = st.floats(0.1, 100.0)
weight = st.floats(0.05, 0.95)
elasticity = st.floats(0.1, 3.0).filter(lambda s: abs(s - 1) > 0.02)


def q(value, unit: str = "") -> Quantity:
    return Quantity(value, unit)


def close(quantity: Quantity, value, unit: str, rel: float) -> None:
    np.testing.assert_allclose(quantity.to(unit).magnitude, value, rtol=rel)


# ---- the production function ----


@given(index, index, weight, elasticity)
def test_the_elasticity_is_the_derivative(c, a, w, s):
    def output(compute):
        if abs(s - 1.0) < 1e-3:  # the limit: a weighted geometric mean
            return compute**w * a ** (1.0 - w)
        rho = (s - 1.0) / s
        return (w * compute**rho + (1.0 - w) * a**rho) ** (1.0 / rho)

    step = 1e-4
    up, down = (output(c * np.exp(d)) for d in (step, -step))
    slope = (np.log(up) - np.log(down)) / (2 * step)
    got = float(model.compute_elasticity(q(c), q(a), q(w), q(s)).magnitude)
    assert got == pytest.approx(slope, abs=1e-5)  # central difference, second order


@given(index, index, weight, elasticity)
def test_a_complement_that_lags_binds_and_a_substitute_does_not(c, a, w, s):
    got = float(model.compute_elasticity(q(c), q(a), q(w), q(s)).magnitude)
    lags_and_binds = (c < a) == (s < 1)
    if c != a:
        assert (got >= w - 1e-12) if lags_and_binds else (got <= w + 1e-12)


@given(st.lists(st.floats(1.01, 5.0), min_size=2, max_size=5))
def test_shares_of_growth_sum_to_one(factors):
    total = q(float(np.prod(factors)))
    assert sum(float(model.growth_share(q(f), total).magnitude) for f in factors) == pytest.approx(1.0, abs=1e-12)


# ---- the value of a watt ----

RENT, USE, SERVER, POWER = q(5.3, "USD/GPU/hour"), q(0.8), q(11_200, "USD/GPU/year"), q(1.36, "kW/GPU")
COST = q(2800, "USD/kW/year")


def test_published_cost_of_an_accelerator_hour():
    # 27,724 dollars a month for sixteen accelerators is published as 2.37; monthly lines rounded to the dollar
    rent = model.break_even_rent(
        q(21188 * 12 / 16, "USD/GPU/year"), q(6536 * 12 / 30.5, "USD/kW/year"), q(30.5 / 16, "kW/GPU"), q(1.0)
    )
    close(rent, 27724 / 16 / 730, "USD/GPU/hour", 1e-3)
    close(rent, 2.37, "USD/GPU/hour", 3e-3)


@given(st.floats(0.5, 20.0), st.floats(0.2, 1.0), st.floats(1e3, 3e4), st.floats(0.3, 3.0))
def test_at_the_break_even_rent_a_watt_is_worth_what_it_costs(cost, use, server, power):
    c, u, k, p = q(cost, "USD/W/year"), q(use), q(server, "USD/GPU/year"), q(power, "kW/GPU")
    rent = model.break_even_rent(k, c, p, u)
    close(model.shadow_price_of_power(rent, u, k, p), cost * 1000, "USD/kW/year", 1e-9)


def test_at_the_affordable_price_of_electricity_nothing_is_left():
    value, without = q(7500, "USD/kW/year"), q(1900, "USD/kW/year")
    price = model.affordable_energy_price(value, without, q(1.25))
    cost = model.supply_cost_of_power(q(0.0, "USD/W"), q(0.1), q(15, "year"), q(1.9, "USD/W/year"), q(1.25), price)
    close(cost, 7500, "USD/kW/year", 1e-9)


def test_a_level_rent_is_worth_as_much_as_the_falling_one():
    decline, rate, life = 0.3, 0.103, 5.0
    falling, _ = integrate.quad(lambda t: (1 - decline) ** t * (1 + rate) ** -t, 0, life)
    level, _ = integrate.quad(lambda t: (1 + rate) ** -t, 0, life)
    got = model.level_rent_factor(q(decline), q(rate), q(life, "year"))
    close(got, falling / level, "", 1e-10)


@given(st.floats(0.0, 0.9), st.floats(0.01, 0.3), st.floats(0.5, 20.0))
def test_a_falling_rent_is_worth_less_and_a_steady_one_all(decline, rate, life):
    got = float(model.level_rent_factor(q(decline), q(rate), q(life, "year")).magnitude)
    assert 0 < got <= 1 + 1e-12
    close(model.level_rent_factor(q(0.0), q(rate), q(life, "year")), 1.0, "", 1e-9)


def test_capital_recovery_is_the_one_of_finance():
    cost = model.supply_cost_of_power(
        q(13, "USD/W"), q(0.103), q(15, "year"), q(0.0, "USD/W/year"), q(1.2), q(0.0, "USD/kWh")
    )
    share = finance.capital_recovery_factor(q(0.103), q(15, "year"))
    close(
        cost,
        13_000 * float(share.to("1/year").magnitude if share.dimensionality else share.magnitude),
        "USD/kW/year",
        1e-9,
    )


# ---- doors ----


def test_wrong_dimensions_are_refused():
    with pytest.raises(pint.DimensionalityError):
        model.shadow_price_of_power(q(5.3, "USD/hour"), USE, SERVER, POWER)
    with pytest.raises(pint.DimensionalityError):
        model.supply_cost_of_power(q(13, "USD"), q(0.1), q(15, "year"), q(0, "USD/W/year"), q(1.2), q(0, "USD/kWh"))
    with pytest.raises(pint.DimensionalityError):
        model.compute_elasticity(q(1, "FLOP"), q(1.0), q(0.5), q(0.5))


def test_impossible_values_are_refused_by_name():
    with pytest.raises(ValueError, match="utilisation"):
        model.shadow_price_of_power(RENT, q(1.2), SERVER, POWER)
    with pytest.raises(ValueError, match="substitution"):
        model.compute_elasticity(q(1.0), q(1.0), q(0.5), q(0.0))
    with pytest.raises(ValueError, match="compute_weight"):
        model.compute_elasticity(q(1.0), q(1.0), q(1.5), q(0.5))
    with pytest.raises(ValueError, match="power_usage_effectiveness"):
        model.affordable_energy_price(COST, COST, q(0.9))
    with pytest.raises(ValueError, match="yearly_decline"):
        model.level_rent_factor(q(1.0), q(0.1), q(5, "year"))
    with pytest.raises(ValueError, match="total"):
        model.growth_share(q(2.0), q(1.0))


def test_the_value_of_a_watt_can_be_traced():
    traced = trace(lambda rent, use: model.shadow_price_of_power(rent, use, SERVER, POWER), {"rent": RENT, "use": USE})
    assert traced.inputs
