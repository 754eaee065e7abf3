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


def test_queue_of_the_united_states():
    got = grid.queue_throughput(Quantity(2290, "GW"), Quantity(13, "percent"), Quantity(55, "month"))
    close(got, 2290 * 0.13 / 55 * 12, "GW/year", 1e-9)


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
    left, spent, dearest = demand, 0.0, np.inf
    for amount, price in ordered:
        taken = min(amount, left)
        spent, left = spent + taken * price, left - taken
        if left <= 1e-9 and not np.isfinite(dearest):
            dearest = price
    got = grid.marginal_price(blocks, asked).to("USD/W").magnitude
    if abs(sum(p[0] for p in pairs) - demand) > 1e-6 and left not in (0.0,):
        assert got == np.inf
    elif left == 0.0 and all(abs(np.cumsum([q for q, _ in ordered])[i] - demand) > 1e-6 for i in range(len(pairs))):
        assert got == dearest
    close(grid.mean_price(blocks, asked), spent / (demand - left), "USD/W", 1e-9)


@given(blocks_of)
def test_supply_curve_for_drawing_agrees_with_the_order_free_one(pairs):
    curve = grid.supply_curve(
        Quantity(np.array([q for q, _ in pairs]), "GW/year"), Quantity(np.array([p for _, p in pairs]), "USD/W")
    )
    assert np.all(np.diff(curve.price.magnitude) >= 0)
    close(curve.cumulative[-1], sum(q for q, _ in pairs), "GW/year", 1e-9)
    close(grid.supply_at_price(quantities(pairs), curve.price[-1]), curve.cumulative[-1].magnitude, "GW/year", 1e-9)


def test_demand_may_be_an_array():
    blocks = quantities([(20, 13.5), (5, 12.5), (40, 17.5)])
    got = grid.marginal_price(blocks, Quantity(np.array([[4.0, 20.0], [50.0, 70.0]]), "GW/year"))
    np.testing.assert_array_equal(got.to("USD/W").magnitude, [[12.5, 13.5], [17.5, np.inf]])


@pytest.mark.parametrize(("availability", "days"), [(0.9, 1), (0.95, 3), (0.99, 2)])
def test_spell_factor_against_simulated_weather(availability, days):
    # days drawn independently, log-normal with mean one: what the mean of a spell falls below 1 - A of the time
    rng = np.random.default_rng(11)
    sigma = 0.3
    scale = np.sqrt(np.log1p(sigma**2))
    yields = rng.lognormal(-(scale**2) / 2, scale, (200_000, days)).mean(axis=1)
    got = grid.worst_spell_factor(Quantity(availability, ""), Quantity(sigma, ""), Quantity(float(days), "day"))
    truth = np.quantile(yields, 1 - availability)
    assert got.magnitude == pytest.approx(truth, rel=0.11)  # a logistic tail stands for a normal one
    assert got.magnitude < truth * 1.03  # errs on the side of a larger array


@given(st.floats(0, 30), st.floats(0, 0.5), st.floats(1, 1e4))
def test_margin_forgone_is_the_integral(delay, rate, margin):
    got = grid.margin_forgone(Quantity(margin, "USD/kW/year"), Quantity(delay, "year"), Quantity(rate, ""))
    area, _ = integrate.quad(lambda t: margin * (1 + rate) ** -t, 0, delay)
    close(got, area, "USD/kW", 1e-6)  # the floor of 1e-12 on the rate, and quadrature


# ---- properties ----


@given(positive, positive, st.floats(0.5, 30), share)
def test_demand_path_passes_its_points_and_stays_between(first, last, span, part):
    args = Quantity(first, "TWh"), Quantity(last, "TWh"), Quantity(span, "year")
    close(grid.demand_path(*args, Quantity(0, "year")), first, "TWh", 1e-9)
    close(grid.demand_path(*args, args[2]), last, "TWh", 1e-9)
    between = grid.demand_path(*args, part * args[2]).magnitude
    assert min(first, last) * (1 - 1e-9) <= between <= max(first, last) * (1 + 1e-9)
    rate = grid.demand_growth_rate(*args).magnitude
    grown = (grid.demand_path(*args, Quantity(1, "year")) / args[0]).to("").magnitude
    assert grown - 1 == pytest.approx(rate, rel=1e-9, abs=1e-12)


@given(positive, positive)
def test_gap_and_supply_cover_demand(demand, supply):
    asked, had = Quantity(demand, "GW"), Quantity(supply, "GW")
    gap = grid.supply_gap(asked, had)
    assert gap >= Quantity(0, "GW")
    assert gap + had >= asked * (1 - 1e-12)


@given(positive, share, st.floats(1, 200), st.floats(0, 50))
def test_queue_delivers_at_most_what_survives(queue, rate, months, years):
    args = Quantity(queue, "GW"), Quantity(rate, ""), Quantity(months, "month")
    got = grid.queue_completed(*args, Quantity(years, "year"))
    assert got <= args[0] * rate * (1 + 1e-12)
    assert got <= grid.queue_throughput(*args) * Quantity(years, "year") * (1 + 1e-9)
    assert grid.queue_completed(*args, Quantity(years + 1, "year")) >= got


@given(positive, st.floats(0.1, 100), st.floats(0, 5), st.floats(0, 20))
def test_nothing_comes_before_the_lead_time(backlog, output, construction, horizon):
    lead = grid.turbine_lead_time(Quantity(backlog, "GW"), Quantity(output, "GW/year"), Quantity(construction, "year"))
    got = grid.power_by(Quantity(output, "GW/year"), lead, Quantity(horizon, "year"))
    assert (got.magnitude > 0) == (horizon > lead.to("year").magnitude)
    assert lead >= Quantity(construction, "year")


@given(blocks_of, st.floats(0.1, 100), st.floats(1, 2))
def test_more_demand_never_lowers_a_price(pairs, demand, more):
    blocks = quantities(pairs)
    one, two = Quantity(demand, "GW/year"), Quantity(demand * more, "GW/year")
    assert grid.marginal_price(blocks, two) >= grid.marginal_price(blocks, one)
    assert grid.mean_price(blocks, two) >= grid.mean_price(blocks, one) * (1 - 1e-9)
    assert grid.mean_price(blocks, one) <= grid.marginal_price(blocks, one) * (1 + 1e-9)


@given(st.floats(1, 100), st.floats(0, 1))
def test_learning_lowers_a_cost_by_its_exponent(ratio, exponent):
    cost = Quantity(2.0, "USD/W")
    got = grid.learned_cost(cost, Quantity(ratio, ""), Quantity(exponent, ""))
    close(got, 2.0 * ratio**-exponent, "USD/W", 1e-9)
    twice = grid.learned_cost(got, Quantity(ratio, ""), Quantity(exponent, ""))
    close(twice, grid.learned_cost(cost, Quantity(ratio**2, ""), Quantity(exponent, "")).magnitude, "USD/W", 1e-9)


@given(st.floats(500, 5000), st.floats(0, 0.2), st.floats(5, 40), st.floats(0.1, 0.9))
def test_gas_pays_for_its_capital(capital, rate, life, factor):
    def cost(money, load):
        return grid.levelised_cost_of_gas(
            Quantity(money, "USD/kW"), Quantity(rate, ""), Quantity(life, "year"), Quantity(20, "USD/kW/year"),
            Quantity(load, ""), Quantity(30, "USD/MWh"),
        )  # fmt: skip

    got = cost(capital, factor)
    assert got > Quantity(30, "USD/MWh")  # never below fuel
    assert cost(capital, factor * 1.1) < got < cost(capital * 1.1, factor)
    # what is earned above fuel over the life pays back at least the capital, and exactly so at a rate of zero
    earned = (got - Quantity(30, "USD/MWh")) * Quantity(factor * 8760 * life, "hour") - Quantity(20 * life, "USD/kW")
    assert earned.to("USD/kW").magnitude >= capital * (1 - 1e-6)
    if rate == 0:
        close(earned, capital, "USD/kW", 1e-6)


@given(st.floats(0.5, 0.999), st.floats(0, 0.6), st.floats(0, 10))
def test_spell_factor_is_a_share_and_storage_softens_it(availability, variation, autonomy):
    def factor(a, v, n):
        return grid.worst_spell_factor(Quantity(a, ""), Quantity(v, ""), Quantity(n, "day")).magnitude

    got = factor(availability, variation, autonomy)
    assert 0 < got <= 1
    assert factor(availability, variation, autonomy + 1) >= got
    assert factor(availability, variation + 0.1, autonomy) <= got
    assert factor(0.5, variation, 0) == pytest.approx(np.exp(-(variation**2) / 2))  # the median of a day
    assert factor(min(availability + 1e-4, 0.9999), variation, autonomy) <= got


@given(positive, st.floats(0.05, 0.5), st.floats(0.1, 1), share, st.floats(0.5, 1))
def test_solar_power_balances_energy(load, factor, spell, stored, efficiency):
    power = grid.solar_power_needed(
        Quantity(load, "MW"), Quantity(factor, ""), Quantity(spell, ""), Quantity(stored, ""), Quantity(efficiency, "")
    )
    made = power.magnitude * factor * spell
    lost = load * stored / efficiency * (1 - efficiency)
    assert made == pytest.approx(load + lost, rel=1e-9)


@given(positive, st.floats(0, 24), st.floats(0, 5), st.floats(0.5, 1), st.floats(0.8, 1))
def test_storage_holds_what_the_night_takes(load, night, autonomy, depth, efficiency):
    got = grid.storage_needed(
        Quantity(load, "MW"), Quantity(night, "hour"), Quantity(autonomy, "day"), Quantity(depth, ""),
        Quantity(efficiency, ""),
    )  # fmt: skip
    close(got * depth * efficiency, load * (night + 24 * autonomy), "MWh", 1e-9)


@given(positive, positive, st.floats(0, 0.2))
def test_solar_and_storage_are_paid_over_their_own_lives(power, storage, rate):
    capital = grid.off_grid_capital(
        Quantity(power, "MW"), Quantity(1, "USD/W"), Quantity(storage, "MWh"), Quantity(200, "USD/kWh")
    )
    assert capital.solar.magnitude == pytest.approx(power * 1e6)
    assert capital.storage.magnitude == pytest.approx(storage * 2e5)

    def cost(life):
        return grid.levelised_cost_of_solar_storage(
            capital.solar, Quantity(30, "year"), capital.storage, Quantity(life, "year"), Quantity(rate, ""),
            Quantity(0, "USD/year"), Quantity(1, "MW"), ONE,
        )  # fmt: skip

    assert cost(10) > cost(20)
    if rate == 0:
        yearly = capital.solar.magnitude / 30 + capital.storage.magnitude / 20
        close(cost(20), yearly / 8760, "USD/MWh", 1e-6)


@given(st.floats(1, 1e4), st.floats(0, 20), st.floats(0, 5), st.floats(0, 0.5))
def test_postponement_costs_no_more_than_losing_the_margin(margin, life, delay, rate):
    flow, late, r = Quantity(margin, "USD/kW/year"), Quantity(delay, "year"), Quantity(rate, "")
    postponed = grid.cost_of_postponement(flow, Quantity(life, "year"), late, r)
    assert postponed <= grid.margin_forgone(flow, late, r) * (1 + 1e-6) + Quantity(1e-6, "USD/kW")
    assert postponed >= Quantity(-1e-9, "USD/kW")


# ---- refusals and tracing ----


@pytest.mark.parametrize("call", [
    lambda: grid.mean_power(Quantity(1, "GW")),
    lambda: grid.supply_gap(Quantity(1, "GW"), Quantity(1, "TWh")),
    lambda: grid.marginal_price(quantities([(1, 1)]), Quantity(1, "GW")),
    lambda: grid.marginal_price([*quantities([(1, 1)]), (Quantity(1, "GW/year"), Quantity(1, "USD/kg"))],
                                Quantity(1, "GW/year")),
    lambda: grid.margin_forgone(Quantity(1, "USD/kW"), Quantity(1, "year"), ONE),
])  # fmt: skip
def test_wrong_dimensions_are_refused(call):
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(("call", "message"), [
    (lambda: grid.queue_throughput(Quantity(1, "GW"), Quantity(2, ""), Quantity(1, "month")), "completion_rate"),
    (lambda: grid.marginal_price([], Quantity(1, "GW/year")), "blocks must hold at least one"),
    (lambda: grid.mean_price(quantities([(-1, 1)]), Quantity(1, "GW/year")), "quantity of a block must be at least 0"),
    (lambda: grid.worst_spell_factor(Quantity(0.4, ""), ONE, Quantity(1, "day")), "availability must be at least 0.5"),
    (lambda: grid.worst_spell_factor(ONE, ONE, Quantity(1, "day")), "availability must be below 1"),
    (lambda: grid.fuel_cost(Quantity(1, "USD/MBtu"), Quantity(0.5, "")), "heat_rate must be at least 1"),
    (lambda: grid.supply_curve(Quantity([1.0], "GW"), Quantity([1.0, 2.0], "USD/W")), "one length"),
    (lambda: grid.margin_forgone(Quantity(1, "USD/kW/year"), Quantity(-1, "year"), ONE), "delay must be at least 0"),
])  # fmt: skip
def test_impossible_values_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_supply_curve_traces_with_uncertain_prices_that_cross():
    demand = Quantity(25.0, "GW/year")

    def price(first, second):
        blocks = [(Quantity(20.0, "GW/year"), first), (Quantity(30.0, "GW/year"), second)]
        return grid.marginal_price(blocks, demand) + grid.mean_price(blocks, demand)

    program = trace(price, {"first": "USD/W", "second": "USD/W"})
    for one, two in [(12.0, 16.0), (16.0, 12.0), (14.0, 14.0)]:
        value = program.bind(first=one, second=two).outputs["price"].value
        assert value == pytest.approx(price(Quantity(one, "USD/W"), Quantity(two, "USD/W")).magnitude)


def test_the_price_at_the_very_edge_of_a_block_is_that_of_the_block() -> None:
    units = [(Quantity(q, "MW"), Quantity(p, "USD/MWh")) for q, p in ((120, 30), (80, 60), (50, 120))]
    close(grid.marginal_price(units, Quantity([120.0, 200.0, 250.0], "MW")), [30.0, 60.0, 120.0], "USD/MWh", 1e-15)


@pytest.mark.parametrize("years", [1.0, 12.0, 20.0, 50.0])
def test_a_postponed_margin_loses_what_falls_before_it(years: float) -> None:
    margin, for_ever, rate = Quantity(1000.0, "USD/kW/year"), Quantity(2000.0, "year"), Quantity(0.06, "")
    whole = grid.margin_forgone(margin, for_ever, rate).m_as("USD/kW")
    lost = grid.cost_of_postponement(margin, for_ever, Quantity(years, "year"), rate).m_as("USD/kW")
    assert lost == pytest.approx(whole * (1.0 - 1.06**-years), rel=1e-9)
