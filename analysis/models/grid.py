"""Grid: demand and supply of power on the ground, what each source costs, and what a year earlier is worth.

Annual energies are energies of one operating year of 8,760 hours.
Rates of growth and discount are pure numbers for one year, as in `finance`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis.models import finance, guards
from analysis.units import Quantity, ureg, where

Blocks = Sequence[tuple[Quantity, Quantity]]


# ---- demand ------------------------------------------------------------------------------------------------------


@ureg.check("[energy]")
def mean_power(annual_energy: Quantity) -> Quantity:
    r"""Mean power behind the energy of a year.

    .. math:: \bar P = \frac{E}{8760\,\mathrm{h}}

    Parameters
    ----------
    annual_energy : Quantity
        Energy of one operating year. [TWh]

    Returns
    -------
    Quantity
        Mean power. [GW]

    Notes
    -----
    The mean, not the peak, and not the nameplate.

    Examples
    --------
    >>> print(mean_power(Quantity([945, 1000], "TWh")).round(1))
    [107.9 114.2] gigawatt

    References
    ----------
    `International Energy Agency (2025) <https://www.iea.org/reports/energy-and-ai>`__ [iea2025energyai], data centres
    in 2030
    """
    return (annual_energy / finance.HOURS_OF_OPERATION).to("GW")


@ureg.check("[energy]", "[energy]", "[time]", "[time]")
def demand_path(first: Quantity, last: Quantity, span: Quantity, elapsed: Quantity) -> Quantity:
    r"""Energy demand on the path of steady growth through two points.

    .. math:: E(t) = E_0 \left(\frac{E_1}{E_0}\right)^{t/T}

    Parameters
    ----------
    first : Quantity
        Annual energy at the first point, E_0. [TWh]
    last : Quantity
        Annual energy at the second point, E_1. [TWh]
    span : Quantity
        Time between them, T. [year]
    elapsed : Quantity
        Time since the first point, t. [year]

    Returns
    -------
    Quantity
        Annual energy. [TWh]

    Raises
    ------
    ValueError
        When an energy or the span is not above zero.

    Notes
    -----
    Beyond the second point it extrapolates, and growth seldom lasts.

    Examples
    --------
    From 415 TWh in 2024 to 945 TWh in 2030, the path passes 2028 at

    >>> print(demand_path(Quantity(415, "TWh"), Quantity(945, "TWh"), Quantity(6, "year"),
    ...     Quantity(4, "year")).round(0))
    718.0 terawatt_hour

    References
    ----------
    `International Energy Agency (2025) <https://www.iea.org/reports/energy-and-ai>`__ [iea2025energyai], data centres
    in 2024 and 2030
    """
    guards.finite("elapsed", elapsed)
    guards.above("first", first, 0.0 * ureg.TWh)
    guards.above("last", last, 0.0 * ureg.TWh)
    guards.above("span", span, 0.0 * ureg.year)
    growth = np.log((last / first).to("")) * (elapsed / span).to("")
    return (first * np.exp(growth)).to("TWh")


@ureg.check("[energy]", "[energy]", "[time]")
def demand_growth_rate(first: Quantity, last: Quantity, span: Quantity) -> Quantity:
    r"""Compound annual growth rate between two annual energies.

    .. math:: g = \left(\frac{E_1}{E_0}\right)^{1/T} - 1

    Parameters
    ----------
    first : Quantity
        Annual energy at the first point, E_0. [TWh]
    last : Quantity
        Annual energy at the second point, E_1. [TWh]
    span : Quantity
        Time between them, T. [year]

    Returns
    -------
    Quantity
        Growth of one year. [-]

    Raises
    ------
    ValueError
        When an energy or the span is not above zero.

    Notes
    -----
    Two points make a rate and no evidence that it is steady.

    Examples
    --------
    >>> growth = demand_growth_rate(Quantity(415, "TWh"), Quantity(945, "TWh"), Quantity(6, "year"))
    >>> print(growth.to("percent").round(1))
    14.7 percent

    References
    ----------
    `International Energy Agency (2025) <https://www.iea.org/reports/energy-and-ai>`__ [iea2025energyai], data centres
    in 2024 and 2030
    """
    guards.above("first", first, 0.0 * ureg.TWh)
    guards.above("last", last, 0.0 * ureg.TWh)
    guards.above("span", span, 0.0 * ureg.year)
    return np.expm1(np.log((last / first).to("")) / (span / finance.YEAR).to("")).to("")


# ---- supply ------------------------------------------------------------------------------------------------------


@ureg.check("[power]", "[power]")
def supply_gap(demand: Quantity, supply: Quantity) -> Quantity:
    r"""Power that demand asks for beyond supply.

    .. math:: G = \max(0,\; P_d - P_s)

    Parameters
    ----------
    demand : Quantity
        Power asked for, P_d. [GW]
    supply : Quantity
        Power that can be had, P_s. [GW]

    Returns
    -------
    Quantity
        Unmet power, never negative. [GW]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Notes
    -----
    Both at the same hour or both as means; mixing them invents a gap or hides one.

    Examples
    --------
    A bank counts 69 GW of new American data centres by 2028 against 10 GW being built and 15 GW left on the grid:

    >>> print(supply_gap(Quantity(69, "GW"), Quantity(10 + 15, "GW")))
    44.0 gigawatt

    References
    ----------
    `Investing.com (2025)
    <https://ng.investing.com/news/stock-market-news/morgan-stanley-sees-up-to-20-shortage-of-us-power-for-data-centers-through-2028-2203320>`__
    [morganstanley2025power], demand, supply and a shortfall of 44 GW through 2028
    """
    guards.not_negative("demand", demand)
    guards.not_negative("supply", supply)
    return np.maximum(1.0 * (demand - supply), Quantity(0.0, "GW")).to("GW")


@ureg.check("[power]", "[]", "[time]", "[time]")
def queue_completed(queue: Quantity, completion_rate: Quantity, lead_time: Quantity, horizon: Quantity) -> Quantity:
    r"""Power out of an interconnection queue that is running by a horizon.

    .. math:: P = q\,\kappa\,\min\left(1,\; \frac{t}{\tau}\right)

    Parameters
    ----------
    queue : Quantity
        Power that waits for connection, q. [GW]
    completion_rate : Quantity
        Share of the waiting power that is ever built, kappa. [-]
    lead_time : Quantity
        Time from request to operation, tau. [month]
    horizon : Quantity
        Time from now, t. [year]

    Returns
    -------
    Quantity
        Power running. [GW]

    Raises
    ------
    ValueError
        When the rate is outside 0 to 1, the lead time is not above zero, or the horizon is negative.

    Notes
    -----
    Requests are spread evenly over the lead time, so that power comes out at an even rate. Nothing new joins.
    The share of power that is built is lower than the share of projects, for the large ones fail more.

    Examples
    --------
    2,290 GW, of which 13 % is built, at a median of 55 months:

    >>> print(queue_completed(Quantity(2290, "GW"), Quantity(13, "percent"), Quantity(55, "month"),
    ...     Quantity([2, 10], "year")).round(0))
    [130.0 298.0] gigawatt

    References
    ----------
    `Rand et al. (2025) <https://emp.lbl.gov/queues>`__ [lbnl2025queued], waiting power, completion and duration
    """
    guards.not_negative("queue", queue)
    guards.fraction("completion_rate", completion_rate)
    guards.above("lead_time", lead_time, 0.0 * ureg.month)
    guards.at_least("horizon", horizon, 0.0 * ureg.month)
    done = np.minimum((horizon / lead_time).to(""), Quantity(1.0, ""))
    return (queue * completion_rate * done).to("GW")


@ureg.check("[power]", "[]", "[time]")
def queue_throughput(queue: Quantity, completion_rate: Quantity, lead_time: Quantity) -> Quantity:
    r"""Power that an interconnection queue delivers each year.

    .. math:: \dot P = \frac{q\,\kappa}{\tau}

    Parameters
    ----------
    queue : Quantity
        Power that waits for connection, q. [GW]
    completion_rate : Quantity
        Share of the waiting power that is ever built, kappa. [-]
    lead_time : Quantity
        Time from request to operation, tau. [month]

    Returns
    -------
    Quantity
        Power per year. [GW/year]

    Raises
    ------
    ValueError
        When the rate is outside 0 to 1 or the lead time is not above zero.

    Notes
    -----
    Little's law on the part that survives.

    Examples
    --------
    >>> print(queue_throughput(Quantity(2290, "GW"), Quantity(13, "percent"), Quantity(55, "month")).round(0))
    65.0 gigawatt / year

    References
    ----------
    `Rand et al. (2025) <https://emp.lbl.gov/queues>`__ [lbnl2025queued], waiting power, completion and duration
    """
    guards.not_negative("queue", queue)
    guards.fraction("completion_rate", completion_rate)
    guards.above("lead_time", lead_time, 0.0 * ureg.month)
    return (queue * completion_rate / lead_time).to("GW/year")


@ureg.check("[power]", "[power]/[time]", "[time]")
def turbine_lead_time(backlog: Quantity, output: Quantity, construction_time: Quantity) -> Quantity:
    r"""Time from ordering a gas turbine to power.

    .. math:: \tau = \frac{B}{\dot P} + \tau_c

    Parameters
    ----------
    backlog : Quantity
        Power ordered or reserved ahead, B. [GW]
    output : Quantity
        Power that factories deliver per time. [GW/year]
    construction_time : Quantity
        Time from delivery to operation, tau_c. [year]

    Returns
    -------
    Quantity
        Lead time. [year]

    Raises
    ------
    ValueError
        When the output is not above zero.

    Notes
    -----
    First come, first served; factories that grow shorten the wait.

    Examples
    --------
    A book of 100 GW at 20 GW a year in June 2026, published as slots sold out through 2030 with orders for 2031:

    >>> print(turbine_lead_time(Quantity(100, "GW"), Quantity(20, "GW/year"), Quantity(0, "year")))
    5.0 year

    With numbers of ours, every argument at work:

    >>> print(turbine_lead_time(Quantity(100, "GW"), Quantity(20, "GW/year"), Quantity(2, "year")))
    7.0 year

    References
    ----------
    `Okonkwo (2026) <https://boursel.com/article/ge-vernovas-gas-turbines-are-sold-out-and-ai-data-centers-are-why>`__
    [boursel2026gevernova], book and slots of one maker;
    `GE Vernova, Siemens Energy and Mitsubishi Heavy Industries (2026)
    <https://www.gevernova.com/news/press-releases>`__ [turbines2026note], conclusion 1: its 20 GW of 2026
    """
    guards.not_negative("backlog", backlog)
    guards.not_negative("construction_time", construction_time)
    guards.above("output", output, Quantity(0.0, "GW/year"))
    return (backlog / output + construction_time).to("year")


@ureg.check("[power]/[time]", "[time]", "[time]")
def power_by(build_rate: Quantity, lead_time: Quantity, horizon: Quantity) -> Quantity:
    r"""Power that a source delivers by a horizon, once its lead time has passed.

    .. math:: P = \dot P\,\max(0,\; t - \tau)

    Parameters
    ----------
    build_rate : Quantity
        Power added per time after the lead time. [GW/year]
    lead_time : Quantity
        Time before the first power, tau. [year]
    horizon : Quantity
        Time from now, t. [year]

    Returns
    -------
    Quantity
        Power. [GW]

    Raises
    ------
    ValueError
        When the build rate is negative.

    Notes
    -----
    The step from nothing to full rate is sharp.

    Examples
    --------
    The 54 GW that the large makers finish in a year, five years after the order:

    >>> print(power_by(Quantity(54, "GW/year"), Quantity(5, "year"), Quantity([2, 7], "year")))
    [0.0 108.0] gigawatt

    References
    ----------
    `GE Vernova, Siemens Energy and Mitsubishi Heavy Industries (2026)
    <https://www.gevernova.com/news/press-releases>`__ [turbines2026note], conclusion 1;
    `Source Rock Energy Partners (2026) <https://sourcerockep.com/blog/gas-engine-backlog-power-fast/>`__
    [sourcerock2026], lead times; the product is ours
    """
    guards.not_negative("lead_time", lead_time)
    guards.at_least("build_rate", build_rate, Quantity(0.0, "GW/year"))
    return (build_rate * np.maximum(1.0 * (horizon - lead_time), Quantity(0.0, "year"))).to("GW")


# ---- supply curve ------------------------------------------------------------------------------------------------


@ureg.check(None, None)
def supply_at_price(blocks: Blocks, price: Quantity) -> Quantity:
    r"""Quantity that all blocks of a supply curve offer at a price.

    .. math:: S(p) = \sum_i q_i\,[p_i \le p]

    Parameters
    ----------
    blocks : sequence of pairs of Quantity
        Each block is what it can deliver and its price: power per year and dollars per watt. [GW/year, USD/W]
    price : Quantity
        Price offered. [USD/W]

    Returns
    -------
    Quantity
        Quantity offered, in the unit of the first block. [GW/year]

    Raises
    ------
    ValueError
        When there is no block or one is negative.

    Notes
    -----
    The blocks need no order.

    Examples
    --------
    Three units of 120, 80 and 50 MW at $30, 60 and 120 a megawatt-hour:

    >>> units = [(Quantity(120, "MW"), Quantity(30, "USD/MWh")), (Quantity(80, "MW"), Quantity(60, "USD/MWh")),
    ...     (Quantity(50, "MW"), Quantity(120, "USD/MWh"))]
    >>> print(supply_at_price(units, Quantity([30, 60, 120], "USD/MWh")))
    [120.0 200.0 250.0] megawatt

    References
    ----------
    `Wikipedia (2022) <https://en.wikipedia.org/wiki/Power_system_operations_and_control>`__ [wiki_dispatch], three
    units and their dispatch curve
    """
    _check_blocks(blocks)
    unit = blocks[0][0].units
    nothing = Quantity(0.0, unit)
    offered = [where(cost <= price, amount.to(unit), nothing) for amount, cost in blocks]
    return sum(offered[1:], offered[0]).to(unit)


@ureg.check(None, None)
def marginal_price(blocks: Blocks, demand: Quantity) -> Quantity:
    r"""Price of the dearest block that a demand calls on.

    .. math:: p(D) = \min\{p_i : S(p_i) \ge D\}

    Parameters
    ----------
    blocks : sequence of pairs of Quantity
        Each block is what it can deliver and its price. [GW/year, USD/W]
    demand : Quantity
        Quantity asked for. [GW/year]

    Returns
    -------
    Quantity
        Price in the unit of the first block; infinite when all blocks together are too little. [USD/W]

    Raises
    ------
    ValueError
        When there is no block or one is negative.

    Notes
    -----
    The blocks need no order, so prices may be uncertain and cross. A demand of nothing is served by the cheapest.

    Examples
    --------
    Three units of 120, 80 and 50 MW: the second one sets the price of 150 MW, published as $60.

    >>> units = [(Quantity(120, "MW"), Quantity(30, "USD/MWh")), (Quantity(80, "MW"), Quantity(60, "USD/MWh")),
    ...     (Quantity(50, "MW"), Quantity(120, "USD/MWh"))]
    >>> print(marginal_price(units, Quantity([100, 150, 300], "MW")))
    [30.0 60.0 inf] US_dollar / megawatt_hour

    References
    ----------
    `Wikipedia (2022) <https://en.wikipedia.org/wiki/Power_system_operations_and_control>`__ [wiki_dispatch], system
    lambda at 150 MW
    """
    _check_blocks(blocks)
    unit = blocks[0][1].units
    out_of_reach = Quantity(np.inf, unit)
    price = out_of_reach
    for _, cost in blocks:
        enough = supply_at_price(blocks, cost) >= demand
        price = np.minimum(1.0 * price, where(enough, cost.to(unit), out_of_reach))
    return price.to(unit)


@ureg.check(None, None)
def mean_price(blocks: Blocks, demand: Quantity) -> Quantity:
    r"""Mean price of a demand that is served from the cheapest block upward.

    .. math:: \bar p = \frac{1}{D} \sum_i p_i \min\bigl(q_i,\; \max(0,\, D - Q_i)\bigr)

    Parameters
    ----------
    blocks : sequence of pairs of Quantity
        Each block is what it can deliver and its price. [GW/year, USD/W]
    demand : Quantity
        Quantity asked for, D; only what the blocks hold is served. [GW/year]

    Returns
    -------
    Quantity
        Price over all that is served, in the unit of the first block. [USD/W]

    Raises
    ------
    ValueError
        When there is no block, one is negative, or the demand is not above zero.

    Notes
    -----
    Q_i is what all cheaper blocks hold. Each block is paid its own price, as in a cost, not the marginal price.

    Examples
    --------
    Three units of 120, 80 and 50 MW serve 150 MW for $5,400 an hour:

    >>> units = [(Quantity(120, "MW"), Quantity(30, "USD/MWh")), (Quantity(80, "MW"), Quantity(60, "USD/MWh")),
    ...     (Quantity(50, "MW"), Quantity(120, "USD/MWh"))]
    >>> mean = mean_price(units, Quantity(150, "MW"))
    >>> print(mean, (mean * Quantity(150, "MW")).to("USD/hour"))
    36.0 US_dollar / megawatt_hour 5400.0 US_dollar / hour

    References
    ----------
    `Wikipedia (2022) <https://en.wikipedia.org/wiki/Power_system_operations_and_control>`__ [wiki_dispatch], cost of an
    hour at 150 MW
    """
    _check_blocks(blocks)
    guards.positive("demand", demand)
    unit, money = blocks[0][0].units, blocks[0][1].units
    spent, served = Quantity(0.0, unit * money), Quantity(0.0, unit)
    for i, (amount, cost) in enumerate(blocks):
        cheaper = _cheaper(blocks, i, cost)
        taken = np.minimum(np.maximum(1.0 * (demand - cheaper), Quantity(0.0, unit)), amount)
        spent, served = spent + taken * cost, served + taken
    return (spent / served).to(money)


def _cheaper(blocks: Blocks, i: int, cost: Quantity) -> Quantity:
    """Quantity in blocks that are called before block i; equal prices are called in their order."""
    before = Quantity(0.0, blocks[0][0].units)
    for j, (amount, other) in enumerate(blocks):
        if j != i:
            first = other <= cost if j < i else other < cost
            before = before + where(first, amount.to(before.units), Quantity(0.0, before.units))
    return before


def _check_blocks(blocks: Blocks) -> None:
    if not blocks:
        raise ValueError("blocks must hold at least one pair of a quantity and a price; got none")
    for amount, price in blocks:
        guards.at_least("quantity of a block", amount, 0.0 * amount.units)
        guards.at_least("price of a block", price, 0.0 * price.units)


class SupplyCurve(NamedTuple):
    """Blocks from the cheapest upward, with what they hold together."""

    cumulative: Quantity
    price: Quantity


@ureg.check(None, None)
def supply_curve(quantities: Quantity, prices: Quantity) -> SupplyCurve:
    r"""Sort blocks into a supply curve.

    .. math:: Q_k = \sum_{i \le k} q_{(i)}

    Parameters
    ----------
    quantities : Quantity
        What each block holds, an array. [GW/year]
    prices : Quantity
        Price of each block, an array of the same length. [USD/W]

    Returns
    -------
    SupplyCurve
        Cumulative quantity and price, cheapest first. [GW/year, USD/W]

    Raises
    ------
    ValueError
        When the arrays differ in length.

    Notes
    -----
    Not traceable: it sorts. It is for drawing; `marginal_price` and `mean_price` give the same without sorting.

    Examples
    --------
    >>> curve = supply_curve(Quantity([50.0, 120.0, 80.0], "MW"), Quantity([120.0, 30.0, 60.0], "USD/MWh"))
    >>> print(curve.cumulative, curve.price)
    [120.0 200.0 250.0] megawatt [30.0 60.0 120.0] US_dollar / megawatt_hour

    References
    ----------
    `Wikipedia (2022) <https://en.wikipedia.org/wiki/Power_system_operations_and_control>`__ [wiki_dispatch], three
    units and their dispatch curve
    """
    if np.shape(quantities.magnitude) != np.shape(prices.magnitude):
        raise ValueError(
            "quantities and prices must be of one length; "
            f"got {np.shape(quantities.magnitude)} and {np.shape(prices.magnitude)}"
        )
    order = np.argsort(prices.magnitude, kind="stable")
    cumulative = Quantity(np.cumsum(quantities.magnitude[order]), quantities.units)
    return SupplyCurve(cumulative, Quantity(prices.magnitude[order], prices.units))


# ---- what a source costs -----------------------------------------------------------------------------------------


@ureg.check(None, "[]", "[]")
def learned_cost(cost: Quantity, cumulative_ratio: Quantity, learning_exponent: Quantity) -> Quantity:
    r"""Cost of a technology after its cumulative output has grown.

    .. math:: c = c_0\,x^{-b}

    Parameters
    ----------
    cost : Quantity
        Cost now, c_0. [USD/W]
    cumulative_ratio : Quantity
        Cumulative output then over cumulative output now, x. [-]
    learning_exponent : Quantity
        Exponent b: 0.322 for 20 % per doubling. [-]

    Returns
    -------
    Quantity
        Cost then, in the unit of the cost now. [USD/W]

    Raises
    ------
    ValueError
        When the ratio is not above zero.

    Notes
    -----
    The ground learns too: turbines, panels and batteries each with an exponent of their own.

    Examples
    --------
    Two doublings at 20 %:

    >>> print(learned_cost(Quantity(1.0, "USD/W"), Quantity(4.0, ""), Quantity(0.3219, "")).round(2))
    0.64 US_dollar / watt

    References
    ----------
    Wright (1936) [wright1936]
    """
    guards.not_negative("cost", cost)
    guards.finite("learning_exponent", learning_exponent)
    guards.above("cumulative_ratio", cumulative_ratio, 0.0)
    return (cost * np.exp(-learning_exponent * np.log(1.0 * cumulative_ratio))).to(cost.units)


@ureg.check("[currency]/[energy]", "[]")
def fuel_cost(gas_price: Quantity, heat_rate: Quantity) -> Quantity:
    r"""Fuel for a unit of electricity.

    .. math:: c_f = h\,p_g

    Parameters
    ----------
    gas_price : Quantity
        Price of gas by its higher heating value, p_g; a million Btu is MBtu here, MMBtu in the trade. [USD/MBtu]
    heat_rate : Quantity
        Heat in over electricity out, h; 6,200 Btu/kWh is 1.82. [-]

    Returns
    -------
    Quantity
        Fuel cost. [USD/MWh]

    Raises
    ------
    ValueError
        When the heat rate is below one.

    Notes
    -----
    Heat rate and price on the same heating value.

    Examples
    --------
    $4.30 per million Btu at 6,200 Btu/kWh:

    >>> print(fuel_cost(Quantity(4.30, "USD/MBtu"), Quantity(6200, "Btu/kWh")).round(2))
    26.66 US_dollar / hour / megawatt

    References
    ----------
    `McCalip (2025) <https://github.com/andrewmccalip/thoughts>`__ [mccalip2025], terrestrial defaults
    """
    guards.not_negative("gas_price", gas_price)
    guards.at_least("heat_rate", heat_rate.to(""), 1.0)
    return (gas_price * heat_rate).to("USD/MW/hour")


@ureg.check("[currency]/[power]", "[]", "[time]", "[currency]/[power]/[time]", "[]", "[currency]/[energy]")
def levelised_cost_of_gas(
    capital_cost: Quantity,
    discount_rate: Quantity,
    life: Quantity,
    fixed_cost: Quantity,
    capacity_factor: Quantity,
    variable_cost: Quantity,
) -> Quantity:
    r"""Levelised cost of gas power behind the meter.

    .. math:: c = \frac{k \cdot CRF + o}{f \cdot 8760\,\mathrm{h/yr}} + v

    Parameters
    ----------
    capital_cost : Quantity
        Capital per nameplate power, spares included, k. [USD/kW]
    discount_rate : Quantity
        Discount rate of one year. [-]
    life : Quantity
        Time over which capital is recovered. [year]
    fixed_cost : Quantity
        Fixed operation and maintenance, o. [USD/kW/year]
    capacity_factor : Quantity
        Mean output over nameplate, f. [-]
    variable_cost : Quantity
        Fuel and variable maintenance, v. [USD/MWh]

    Returns
    -------
    Quantity
        Levelised cost. [USD/MWh]

    Raises
    ------
    ValueError
        When the capacity factor is not above zero or above one.

    Notes
    -----
    Gas price and capacity factor constant; no carbon price. Reserve is capital: a load that must not stop
    needs units that stand by, which lowers the capacity factor.

    Examples
    --------
    >>> print(levelised_cost_of_gas(Quantity(2500, "USD/kW"), Quantity(8, "percent"), Quantity(20, "year"),
    ...     Quantity(30, "USD/kW/year"), Quantity(0.7, ""), Quantity(30, "USD/MWh")).round(1))
    76.4 US_dollar / hour / megawatt

    References
    ----------
    `National Renewable Energy Laboratory (2022) <https://atb.nrel.gov/>`__ [nrelatb2022], levelised cost of energy
    """
    guards.not_negative("capital_cost", capital_cost)
    guards.not_negative("fixed_cost", fixed_cost)
    guards.not_negative("variable_cost", variable_cost)
    guards.above("capacity_factor", capacity_factor, 0.0)
    guards.at_most("capacity_factor", capacity_factor, 1.0)
    yearly = capital_cost * finance.capital_recovery_factor(discount_rate, life) + fixed_cost
    return (yearly * finance.YEAR / (capacity_factor * finance.HOURS_OF_OPERATION) + variable_cost).to("USD/MW/hour")


@ureg.check("[]", "[]", "[time]")
def worst_spell_factor(availability: Quantity, daily_variation: Quantity, autonomy: Quantity) -> Quantity:
    r"""Yield of the worst sunless spell that an off-grid plant is sized for, over the mean yield.

    .. math:: \omega = e^{-\varsigma^2/2} \left(\frac{1 - A}{A}\right)^{\sqrt 3\,\varsigma/\pi}, \qquad
        \varsigma = \frac{\sigma}{\sqrt{\max(1,\; n)}}

    Parameters
    ----------
    availability : Quantity
        Share of time the load must be served, A, at least one half. [-]
    daily_variation : Quantity
        Standard deviation of the daily yield over its mean, in the season meant, sigma. [-]
    autonomy : Quantity
        Days of load that storage holds beyond the night, n. [day]

    Returns
    -------
    Quantity
        Factor on the yield, at most one. [-]

    Raises
    ------
    ValueError
        When the availability is below one half or not below one, or the variation is negative.

    Notes
    -----
    The mean yield of n days is taken as skewed, with a median below its mean and a log-logistic tail, and days as
    independent, so that a spell that storage can bridge varies by one over the root of its days.
    Against log-normal days it is right to 3 % at 90 % and up to 11 % low at 99 %, so it errs toward a larger array.
    That is a sizing rule, not a simulation of weather: runs of cloudy days make the true array larger.
    Check a site with hourly weather before spending money.

    Examples
    --------
    A plant for 99 % with days that vary by 30 % and one day of storage sees a spell of 45 % of the mean:

    >>> print(worst_spell_factor(Quantity(0.99, ""), Quantity(0.3, ""), Quantity(1, "day")).round(2))
    0.45 dimensionless

    References
    ----------
    ours: a sizing rule on a quantile of the log-logistic distribution, for which no table was found
    """
    guards.not_negative("autonomy", autonomy)
    guards.at_least("availability", availability, 0.5)
    guards.below("availability", availability, 1.0)
    guards.at_least("daily_variation", daily_variation, 0.0)
    days = np.maximum((autonomy / Quantity(1.0, "day")).to(""), Quantity(1.0, ""))
    spread = daily_variation / np.sqrt(days)
    odds = np.log(((1.0 - availability) / availability).to(""))
    return np.exp(np.sqrt(3.0) / np.pi * spread * odds - spread**2 / 2.0).to("")


@ureg.check("[power]", "[]", "[]", "[]", "[]")
def solar_power_needed(
    load: Quantity,
    capacity_factor: Quantity,
    spell_factor: Quantity,
    stored_share: Quantity,
    round_trip_efficiency: Quantity,
) -> Quantity:
    r"""Solar power that carries a constant load off the grid.

    .. math:: P = \frac{L}{f\,\omega}\left(1 - s + \frac{s}{\eta}\right)

    Parameters
    ----------
    load : Quantity
        Constant load, L. [MW]
    capacity_factor : Quantity
        Mean output over nameplate in the poorest season, f. [-]
    spell_factor : Quantity
        Yield of the spell it is sized for over that mean, omega: see `worst_spell_factor`. [-]
    stored_share : Quantity
        Share of the energy that passes through storage, s; about 0.6 for a load that never sleeps. [-]
    round_trip_efficiency : Quantity
        Energy out of storage over energy in, eta. [-]

    Returns
    -------
    Quantity
        Nameplate solar power. [MW]

    Raises
    ------
    ValueError
        When a factor that divides is not above zero, or any is above one.

    Notes
    -----
    In better seasons the surplus is thrown away.

    Examples
    --------
    100 W of panels make about 20 W on average, so a constant gigawatt takes five before losses and weak days;
    a published plan for Las Vegas takes six and serves 97 % of the hours.

    >>> print(solar_power_needed(Quantity(1, "GW"), Quantity(0.2, ""), Quantity(1.0, ""), Quantity(0.7, ""),
    ...     Quantity(1.0, "")).to("GW").round(1))
    5.0 gigawatt

    References
    ----------
    `energynews.pro (2025)
    <https://energynews.pro/en/ember-solar-with-batteries-becomes-profitable-in-the-worlds-sunniest-regions>`__
    [ember2025solar24], mean output of panels and the plan of 6 GW and 17 GWh for 1 GW
    """
    guards.not_negative("load", load)
    for name, share in (("capacity_factor", capacity_factor), ("spell_factor", spell_factor),
                        ("round_trip_efficiency", round_trip_efficiency)):  # fmt: skip
        guards.above(name, share, 0.0)
        guards.at_most(name, share, 1.0)
    guards.fraction("stored_share", stored_share)
    losses = 1.0 - stored_share + stored_share / round_trip_efficiency
    return (load / (capacity_factor * spell_factor) * losses).to("MW")


@ureg.check("[power]", "[time]", "[time]", "[]", "[]")
def storage_needed(
    load: Quantity, night: Quantity, autonomy: Quantity, depth_of_discharge: Quantity, discharge_efficiency: Quantity
) -> Quantity:
    r"""Storage that carries a constant load through the night and through a spell.

    .. math:: E = \frac{L\,(t_n + n)}{d\,\eta_d}

    Parameters
    ----------
    load : Quantity
        Constant load, L. [MW]
    night : Quantity
        Longest time a day without enough sun, t_n. [hour]
    autonomy : Quantity
        Further time of load held for sunless days, n. [day]
    depth_of_discharge : Quantity
        Share of the nameplate energy that is used, d. [-]
    discharge_efficiency : Quantity
        Energy out over energy taken from the cells, eta_d. [-]

    Returns
    -------
    Quantity
        Nameplate energy. [MWh]

    Raises
    ------
    ValueError
        When depth or efficiency is not above zero or above one, or a time is negative.

    Notes
    -----
    At end of life: buy more at the start by what the cells will lose.

    Examples
    --------
    17 GWh carry a constant gigawatt through 17 hours without sun:

    >>> print(storage_needed(Quantity(1, "GW"), Quantity(17, "hour"), Quantity(0, "day"), Quantity(1.0, ""),
    ...     Quantity(1.0, "")).to("GWh"))
    17.0 gigawatt_hour

    References
    ----------
    `energynews.pro (2025)
    <https://energynews.pro/en/ember-solar-with-batteries-becomes-profitable-in-the-worlds-sunniest-regions>`__
    [ember2025solar24], 17 GWh for 1 GW; the hours follow from them
    """
    guards.not_negative("load", load)
    for name, share in (("depth_of_discharge", depth_of_discharge), ("discharge_efficiency", discharge_efficiency)):
        guards.above(name, share, 0.0)
        guards.at_most(name, share, 1.0)
    guards.at_least("night", night, 0.0 * ureg.hour)
    guards.at_least("autonomy", autonomy, 0.0 * ureg.hour)
    return (load * (night + autonomy) / (depth_of_discharge * discharge_efficiency)).to("MW*hour")


class OffGridCapital(NamedTuple):
    """Capital of an off-grid solar plant; the parts have lives of their own."""

    solar: Quantity
    storage: Quantity


@ureg.check("[power]", "[currency]/[power]", "[energy]", "[currency]/[energy]")
def off_grid_capital(
    solar_power: Quantity, solar_cost: Quantity, storage: Quantity, storage_cost: Quantity
) -> OffGridCapital:
    r"""Capital of panels and of storage.

    .. math:: K_s = P\,k_s, \qquad K_e = E\,k_e

    Parameters
    ----------
    solar_power : Quantity
        Nameplate solar power, P. [MW]
    solar_cost : Quantity
        Installed cost of it, k_s. [USD/W]
    storage : Quantity
        Nameplate storage energy, E. [MWh]
    storage_cost : Quantity
        Installed cost of it, converters included, k_e. [USD/kWh]

    Returns
    -------
    OffGridCapital
        The two capitals. [USD]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Notes
    -----
    Land and wiring belong in the installed costs.

    Examples
    --------
    6 GW of panels and 17 GWh of storage, at the $165 a kilowatt-hour of 2024 and a round dollar a watt of panels:

    >>> capital = off_grid_capital(Quantity(6, "GW"), Quantity(1.0, "USD/W"), Quantity(17, "GWh"),
    ...     Quantity(165, "USD/kWh"))
    >>> print(capital.solar.to("gigaUSD"), capital.storage.to("gigaUSD").round(1))
    6.0 gigaUS_dollar 2.8 gigaUS_dollar

    References
    ----------
    `energynews.pro (2025)
    <https://energynews.pro/en/ember-solar-with-batteries-becomes-profitable-in-the-worlds-sunniest-regions>`__
    [ember2025solar24], plan for 1 GW and cost of storage; the price of the panels is ours
    """
    guards.not_negative("solar_power", solar_power)
    guards.not_negative("solar_cost", solar_cost)
    guards.not_negative("storage", storage)
    guards.not_negative("storage_cost", storage_cost)
    return OffGridCapital((solar_power * solar_cost).to("USD"), (storage * storage_cost).to("USD"))


@ureg.check("[currency]", "[time]", "[currency]", "[time]", "[]", "[currency]/[time]", "[power]", "[]")
def levelised_cost_of_solar_storage(
    solar_capital: Quantity,
    solar_life: Quantity,
    storage_capital: Quantity,
    storage_life: Quantity,
    discount_rate: Quantity,
    running_cost: Quantity,
    load: Quantity,
    availability: Quantity,
) -> Quantity:
    r"""Levelised cost of power from panels and storage that serve a constant load off the grid.

    .. math:: c = \frac{K_s\,CRF(T_s) + K_e\,CRF(T_e) + O}{A\,L \cdot 8760\,\mathrm{h/yr}}

    Parameters
    ----------
    solar_capital : Quantity
        Capital of the panels, K_s. [USD]
    solar_life : Quantity
        Life of the panels, T_s. [year]
    storage_capital : Quantity
        Capital of the storage, K_e. [USD]
    storage_life : Quantity
        Life of the storage, T_e. [year]
    discount_rate : Quantity
        Discount rate of one year. [-]
    running_cost : Quantity
        Operation and maintenance, O. [USD/year]
    load : Quantity
        Constant load, L. [MW]
    availability : Quantity
        Share of the year's load that is served, A. [-]

    Returns
    -------
    Quantity
        Levelised cost of what is served. [USD/MWh]

    Raises
    ------
    ValueError
        When load or availability is not above zero, or availability is above one.

    Notes
    -----
    Each part is renewed at the end of its life at the same cost. Surplus is worth nothing.

    Examples
    --------
    >>> cost = levelised_cost_of_solar_storage(Quantity(618, "MUSD"), Quantity(30, "year"), Quantity(374, "MUSD"),
    ...     Quantity(15, "year"), Quantity(7, "percent"), Quantity(8, "MUSD/year"), Quantity(100, "MW"),
    ...     Quantity(0.95, ""))
    >>> print(cost.round(0))
    119.0 US_dollar / hour / megawatt

    References
    ----------
    `National Renewable Energy Laboratory (2022) <https://atb.nrel.gov/>`__ [nrelatb2022], levelised cost of energy
    """
    guards.not_negative("solar_capital", solar_capital)
    guards.not_negative("storage_capital", storage_capital)
    guards.not_negative("running_cost", running_cost)
    guards.above("load", load, 0.0 * ureg.watt)
    guards.above("availability", availability, 0.0)
    guards.at_most("availability", availability, 1.0)
    yearly = (
        solar_capital * finance.capital_recovery_factor(discount_rate, solar_life)
        + storage_capital * finance.capital_recovery_factor(discount_rate, storage_life)
        + running_cost
    )
    return (yearly * finance.YEAR / (load * availability * finance.HOURS_OF_OPERATION)).to("USD/MW/hour")


# ---- the value of time -------------------------------------------------------------------------------------------


@ureg.check("[currency]/[power]/[time]", "[time]", "[]")
def margin_forgone(margin: Quantity, delay: Quantity, discount_rate: Quantity) -> Quantity:
    r"""Value the margin that is lost for good while power is waited for.

    .. math:: V = m\,\frac{1 - (1+r)^{-\Delta}}{\ln(1+r)}

    Parameters
    ----------
    margin : Quantity
        Revenue less running cost that a unit of power earns per time, m. [USD/kW/year]
    delay : Quantity
        Time lost, Delta. [year]
    discount_rate : Quantity
        Discount rate of one year. [-]

    Returns
    -------
    Quantity
        Present value of the margin forgone. [USD/kW]

    Raises
    ------
    ValueError
        When the delay or the rate is negative.

    Notes
    -----
    The margin flows evenly and is lost for good: the race is over at a fixed date, as with a generation of chips.
    Where the same years of margin only come later, use `cost_of_postponement`.
    A premium that a customer would pay for power a year earlier is at most this.

    Examples
    --------
    A thousand dollars over one year at 6 % are worth the published ratio of interest to force, 1.029709, over 1.06:

    >>> value = margin_forgone(Quantity(1000, "USD/kW/year"), Quantity(1, "year"), Quantity(6, "percent"))
    >>> print(value.round(1), round(1000 * 1.029709 / 1.06, 1))
    971.4 US_dollar / kilowatt 971.4

    References
    ----------
    Faculty of Actuaries and Institute of Actuaries (2002) [actuaries2002tables], p. 58, column of 6 %
    """
    guards.finite("margin", margin)
    guards.at_least("delay", delay, 0.0 * ureg.year)
    guards.at_least("discount_rate", discount_rate, 0.0)
    force = np.maximum(np.log((1.0 + discount_rate).to("")), Quantity(1e-12, ""))
    years = (delay / finance.YEAR).to("")
    return (margin * finance.YEAR * -np.expm1(-force * years) / force).to("USD/kW")


@ureg.check("[currency]/[power]/[time]", "[time]", "[time]", "[]")
def cost_of_postponement(margin: Quantity, life: Quantity, delay: Quantity, discount_rate: Quantity) -> Quantity:
    r"""Value the interest that is lost when the same years of margin come later.

    .. math:: V = m\,\frac{1 - (1+r)^{-T}}{\ln(1+r)}\,\left[1 - (1+r)^{-\Delta}\right]

    Parameters
    ----------
    margin : Quantity
        Revenue less running cost that a unit of power earns per time, m. [USD/kW/year]
    life : Quantity
        How long it earns, T. [year]
    delay : Quantity
        Time lost, Delta. [year]
    discount_rate : Quantity
        Discount rate of one year. [-]

    Returns
    -------
    Quantity
        Present value lost. [USD/kW]

    Raises
    ------
    ValueError
        When a time or the rate is negative.

    Notes
    -----
    The lower bound of the value of time: nothing is lost but interest. At a rate of zero it is zero.

    Examples
    --------
    With numbers of ours:

    >>> print(cost_of_postponement(Quantity(10_000, "USD/kW/year"), Quantity(5, "year"), Quantity(1, "year"),
    ...     Quantity(10, "percent")).round(-1))
    3620.0 US_dollar / kilowatt

    A margin for ever that comes a year later costs one year of it, which is what the tables give for a year at 6 %:

    >>> print(cost_of_postponement(Quantity(1000, "USD/kW/year"), Quantity(1000, "year"), Quantity(1, "year"),
    ...     Quantity(6, "percent")).round(1))
    971.4 US_dollar / kilowatt

    References
    ----------
    Faculty of Actuaries and Institute of Actuaries (2002) [actuaries2002tables], p. 58, column of 6 %: 1.029709 over
    1.06
    """
    guards.finite("margin", margin)
    guards.not_negative("delay", delay)
    guards.at_least("life", life, 0.0 * ureg.year)
    lost = 1.0 - finance.discount_factor(discount_rate, delay)
    return (margin_forgone(margin, life, discount_rate) * lost).to("USD/kW")
