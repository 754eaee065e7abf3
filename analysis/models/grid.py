"""Grid: demand and supply of power on the ground, what each source costs, and what a year earlier is worth.

Annual energies are energies of one operating year of 8,760 hours.
Rates of growth and discount are pure numbers for one year, as in `finance`.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    r"""Price of the most expensive block that a demand calls on.

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


def _check_blocks(blocks: Blocks) -> None:
    if not blocks:
        raise ValueError("blocks must hold at least one pair of a quantity and a price; got none")
    for amount, price in blocks:
        guards.at_least("quantity of a block", amount, 0.0 * amount.units)
        guards.at_least("price of a block", price, 0.0 * price.units)


# ---- what a source costs -----------------------------------------------------------------------------------------


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
    Where the same years of margin only come later, less is lost: the interest on them.
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
