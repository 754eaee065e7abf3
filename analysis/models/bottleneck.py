"""Bottleneck: which input holds back progress, and what a watt more of the scarce one is worth.

Two ways to see a bottleneck. In quantities: when two inputs complement each other, the one that grows more slowly
decides. In prices: the scarce input earns more than it costs. Power is per unit of IT load throughout.
"""

from __future__ import annotations

import numpy as np

from analysis.models import finance, guards
from analysis.units import Quantity, ureg

# ---- quantities --------------------------------------------------------------------------------------------------


@ureg.check("[]", "[]", "[]", "[]")
def compute_elasticity(
    compute: Quantity, efficiency: Quantity, compute_weight: Quantity, substitution: Quantity
) -> Quantity:
    r"""Share of the next gain in output that depends on computing.

    .. math:: \varepsilon_C = \frac{\partial \ln Y}{\partial \ln C}
        = \frac{\theta\,C^{\rho}}{\theta\,C^{\rho} + (1 - \theta)\,A^{\rho}}, \qquad \rho = \frac{\sigma - 1}{\sigma}

    Parameters
    ----------
    compute : Quantity
        Physical computing over that of a base year, C. [-]
    efficiency : Quantity
        Algorithmic efficiency over that of the base year, A. [-]
    compute_weight : Quantity
        Weight of computing in the base year, theta. [-]
    substitution : Quantity
        Elasticity of substitution, sigma. [-]

    Returns
    -------
    Quantity
        Elasticity of output with respect to computing; that with respect to algorithms is one less it. [-]

    Raises
    ------
    ValueError
        When an input or the elasticity is not above zero, or the weight is outside 0 to 1.

    Notes
    -----
    Near one computing is the bottleneck, near zero algorithms are. At an elasticity of substitution of one it stays
    at the weight whatever happens.

    Examples
    --------
    Computing grew 4.6 times a year and algorithms 3.0 times, so computing made up 58 %.
    At an elasticity of one it stays at that; at one published estimate of 2.583 the faster input gains weight:

    >>> inputs = Quantity(4.6, ""), Quantity(3.0, ""), Quantity(np.log(4.6) / np.log(4.6 * 3.0), "")
    >>> print(compute_elasticity(*inputs, Quantity([1.0, 2.583], "")).round(2))
    [0.58 0.64] dimensionless

    References
    ----------
    `Epoch AI (2024) <https://epoch.ai/data-insights/compute-trend-post-2010>`__ [epoch2024computetrend] and `Epoch AI
    (2025) <https://threadreaderapp.com/thread/1948839597145764018.html>`__ [epoch2025longruns], growth of the two;
    `Whitfill and Wu (2025) <https://arxiv.org/abs/2507.23181v2>`__ [whitfill2025], elasticity of 2.583; Arrow et al.
    (1961) [arrow1961]
    """
    guards.above("compute", compute, 0.0)
    guards.above("efficiency", efficiency, 0.0)
    guards.fraction("compute_weight", compute_weight)
    guards.above("substitution", substitution, 0.0)
    rho = ((substitution - 1.0) / substitution).to("")
    ours = compute_weight * np.exp(rho * np.log(compute.to("")))
    theirs = (1.0 - compute_weight) * np.exp(rho * np.log(efficiency.to("")))
    return (ours / (ours + theirs)).to("")


@ureg.check("[]", "[]")
def growth_share(factor: Quantity, total: Quantity) -> Quantity:
    r"""Share of a growth that one of several factors makes up.

    .. math:: s_i = \frac{\ln g_i}{\ln \prod_j g_j}

    Parameters
    ----------
    factor : Quantity
        Yearly growth of the one factor, as a multiple. [-]
    total : Quantity
        Product of the yearly growth of all factors. [-]

    Returns
    -------
    Quantity
        Share; the shares of all factors sum to one. [-]

    Raises
    ------
    ValueError
        When the factor is not above zero or the total is not above one.

    Notes
    -----
    An account of what happened, not of what would have happened without the factor.

    Examples
    --------
    Power of the largest runs grew 2.1 times a year, their computing 4.6 times:

    >>> print(growth_share(Quantity(2.1, ""), Quantity(4.6, "")).to("percent").round(0))
    49.0 percent

    References
    ----------
    `Epoch AI (2025) <https://epoch.ai/topics/scaling>`__ [epoch2025power], `Epoch AI (2024)
    <https://epoch.ai/data-insights/compute-trend-post-2010>`__ [epoch2024computetrend]
    """
    guards.above("factor", factor, 0.0)
    guards.above("total", total, 1.0)
    return Quantity(np.log(factor.to("")) / np.log(total.to(""))).to("")


# ---- prices ------------------------------------------------------------------------------------------------------


@ureg.check("[currency]/[accelerator]/[time]", "[]", "[currency]/[accelerator]/[time]", "[power]/[accelerator]")
def shadow_price_of_power(
    rent: Quantity, utilisation: Quantity, server_cost: Quantity, power_per_accelerator: Quantity
) -> Quantity:
    r"""Value of one more watt for computing: what its accelerator earns, less what the accelerator costs.

    .. math:: \lambda = \frac{r\,u \cdot 8760\,\mathrm{h/yr} - k_s}{p}

    Parameters
    ----------
    rent : Quantity
        Rent of an accelerator, r. [USD/GPU/hour]
    utilisation : Quantity
        Share of the hours that are paid, u. [-]
    server_cost : Quantity
        Yearly cost of the accelerator with its share of the server, capital recovery included, k_s. [USD/GPU/year]
    power_per_accelerator : Quantity
        IT load for each accelerator, p. [kW/GPU]

    Returns
    -------
    Quantity
        Value of IT power, power and building not yet paid; negative when rent does not pay the server. [USD/kW/year]

    Raises
    ------
    ValueError
        When utilisation is outside 0 to 1 or the power is not above zero.

    Notes
    -----
    The multiplier on the constraint of power in a profit that is maximised over accelerators, if accelerators can be
    bought at their price. What the maker of accelerators charges above cost is in the server cost, so the value that
    scarcity gives to power is what is left. At long-run equilibrium it equals `supply_cost_of_power`.

    Examples
    --------
    $12 to 13 billion of revenue for a gigawatt, of which the servers of a published gigawatt take 5:

    >>> value = shadow_price_of_power(Quantity(2.718, "USD/GPU/hour"), Quantity(1, ""),
    ...     Quantity(5.0 * 1.906e3, "USD/GPU/year"), Quantity(1.906, "kW/GPU"))
    >>> print(value.to("USD/W/year").round(1))
    7.5 US_dollar / watt / year

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], revenue of a gigawatt;
    `Epoch AI (2026) <https://epoch.ai/data-insights/ai-datacenter-cost-breakdown>`__ [epoch2026cost], servers
    """
    guards.fraction("utilisation", utilisation)
    guards.above("power_per_accelerator", power_per_accelerator, Quantity(0.0, "kW/GPU"))
    earned = rent * utilisation * finance.HOURS_OF_OPERATION / finance.YEAR
    return ((earned - server_cost) / power_per_accelerator).to("USD/kW/year")


@ureg.check("[currency]/[power]", "[]", "[time]", "[currency]/[power]/[time]", "[]", "[currency]/[energy]")
def supply_cost_of_power(
    facility_cost: Quantity,
    discount_rate: Quantity,
    facility_life: Quantity,
    operations_cost: Quantity,
    power_usage_effectiveness: Quantity,
    energy_price: Quantity,
) -> Quantity:
    r"""Yearly cost of a watt of IT power: building, running, electricity.

    .. math:: c = k_f\,CRF(i, T) + o + PUE \cdot 8760\,\mathrm{h/yr}\; p_e

    Parameters
    ----------
    facility_cost : Quantity
        Building with power and cooling for IT power, k_f. [USD/W]
    discount_rate : Quantity
        Discount rate of one year, i. [-]
    facility_life : Quantity
        Life of the building, T. [year]
    operations_cost : Quantity
        Running cost without electricity, o. [USD/W/year]
    power_usage_effectiveness : Quantity
        Facility load over IT load, PUE. [-]
    energy_price : Quantity
        Price of electricity, p_e. [USD/kWh]

    Returns
    -------
    Quantity
        Yearly cost of IT power. [USD/kW/year]

    Raises
    ------
    ValueError
        When PUE is below one.

    Notes
    -----
    Power is drawn all year; servers that idle draw less.

    Examples
    --------
    $12.5 a watt over 15 years and 8.7 cents at an overhead of 1.35:

    >>> print(supply_cost_of_power(Quantity(12.5, "USD/W"), Quantity(10.3, "percent"), Quantity(15, "year"),
    ...     Quantity(0.1, "USD/W/year"), Quantity(1.35, ""), Quantity(0.087, "USD/kWh")).round(-1))
    2800.0 US_dollar / kilowatt / year

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], ground case
    """
    guards.at_least("power_usage_effectiveness", power_usage_effectiveness, 1.0)
    building = facility_cost * finance.capital_recovery_factor(discount_rate, facility_life)
    energy = power_usage_effectiveness * finance.HOURS_OF_OPERATION / finance.YEAR * energy_price
    return (building + operations_cost + energy).to("USD/kW/year")


@ureg.check("[currency]/[power]/[time]", "[currency]/[power]/[time]", "[]")
def affordable_energy_price(
    shadow_price: Quantity, cost_without_energy: Quantity, power_usage_effectiveness: Quantity
) -> Quantity:
    r"""Highest price of electricity at which computing still pays.

    .. math:: p_e^* = \frac{\lambda - c_0}{PUE \cdot 8760\,\mathrm{h/yr}}

    Parameters
    ----------
    shadow_price : Quantity
        Value of IT power, lambda. [USD/kW/year]
    cost_without_energy : Quantity
        Yearly cost of building and running it without electricity, c_0. [USD/kW/year]
    power_usage_effectiveness : Quantity
        Facility load over IT load, PUE. [-]

    Returns
    -------
    Quantity
        Price of electricity; negative when the building alone costs too much. [USD/kWh]

    Raises
    ------
    ValueError
        When PUE is below one.

    Notes
    -----
    What a buyer could pay, not what power will cost.

    Examples
    --------
    The cost of a published gigawatt of ground power gives its 8.7 cents a kilowatt-hour back:

    >>> ground = Quantity(12.5, "USD/W"), Quantity(10.3, "percent"), Quantity(15, "year"), Quantity(0.1, "USD/W/year")
    >>> free, paid = (supply_cost_of_power(*ground, Quantity(1.35, ""), Quantity(p, "USD/kWh")) for p in (0.0, 0.087))
    >>> print(affordable_energy_price(paid, free, Quantity(1.35, "")).round(3))
    0.087 US_dollar / hour / kilowatt

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], ground case; `supply_cost_of_power`, solved for the price of electricity
    """
    guards.at_least("power_usage_effectiveness", power_usage_effectiveness, 1.0)
    energy = power_usage_effectiveness * finance.HOURS_OF_OPERATION / finance.YEAR
    return ((shadow_price - cost_without_energy) / energy).to("USD/kW/hour")


@ureg.check("[currency]/[accelerator]/[time]", "[currency]/[power]/[time]", "[power]/[accelerator]", "[]")
def break_even_rent(
    server_cost: Quantity, power_cost: Quantity, power_per_accelerator: Quantity, utilisation: Quantity
) -> Quantity:
    r"""Rent at which a watt is worth what it costs, so that nothing is scarce.

    .. math:: r^* = \frac{k_s + p\,c}{u \cdot 8760\,\mathrm{h/yr}}

    Parameters
    ----------
    server_cost : Quantity
        Yearly cost of the accelerator with its share of the server, k_s. [USD/GPU/year]
    power_cost : Quantity
        Yearly cost of IT power, c. [USD/kW/year]
    power_per_accelerator : Quantity
        IT load for each accelerator, p. [kW/GPU]
    utilisation : Quantity
        Share of the hours that are paid, u. [-]

    Returns
    -------
    Quantity
        Rent. [USD/GPU/hour]

    Raises
    ------
    ValueError
        When utilisation is not above zero or above one.

    Notes
    -----
    With every hour paid it is the total cost of an accelerator-hour.

    Examples
    --------
    $21,188 a month for sixteen accelerators, and $4,175 and 2,370 for 30.5 kW of building and running, published as
    $2.37 an hour:

    >>> print(break_even_rent(Quantity(21188 * 12 / 16, "USD/GPU/year"), Quantity(6545 * 12 / 30.5, "USD/kW/year"),
    ...     Quantity(30.5 / 16, "kW/GPU"), Quantity(1, "")).round(2))
    2.37 US_dollar / GPU / hour

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], cost of an accelerator-hour on the ground
    """
    guards.above("utilisation", utilisation, 0.0)
    guards.at_most("utilisation", utilisation, 1.0)
    yearly = server_cost + power_per_accelerator * power_cost
    return (yearly * finance.YEAR / (utilisation * finance.HOURS_OF_OPERATION)).to("USD/GPU/hour")


@ureg.check("[]", "[]", "[time]")
def level_rent_factor(yearly_decline: Quantity, discount_rate: Quantity, life: Quantity) -> Quantity:
    r"""Level rent over a life that is worth as much as a rent that falls from its first value.

    .. math:: f = \frac{\delta}{\delta + \kappa}\,\frac{1 - e^{-(\delta + \kappa) T}}{1 - e^{-\delta T}}, \qquad
        \delta = \ln(1 + r),\; \kappa = -\ln(1 - d)

    Parameters
    ----------
    yearly_decline : Quantity
        Fall of the rent in a year, d. [-]
    discount_rate : Quantity
        Discount rate of one year, r. [-]
    life : Quantity
        Years that the server is rented out, T. [year]

    Returns
    -------
    Quantity
        Level rent over first rent. [-]

    Raises
    ------
    ValueError
        When the fall is negative or everything, or rate or life is not above zero.

    Notes
    -----
    Rent flows evenly and falls evenly. A rent that stays gives one.

    Examples
    --------
    Rent that falls by 30 % a year is worth half its first value over five years:

    >>> print(level_rent_factor(Quantity(30, "percent"), Quantity(10.3, "percent"), Quantity(5, "year")).round(2))
    0.5 dimensionless

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], cost of capital of 10.3 % and a life of five years; the fall and the factor are ours
    """
    guards.at_least("yearly_decline", yearly_decline, 0.0)
    guards.below("yearly_decline", yearly_decline, 1.0)
    guards.above("discount_rate", discount_rate, 0.0)
    guards.above("life", life, 0.0 * ureg.year)
    years = (life / finance.YEAR).to("")
    delta = np.log1p(discount_rate.to(""))
    kappa = -1.0 * np.log((1.0 - yearly_decline).to(""))
    falling = -np.expm1(-(delta + kappa) * years) / (delta + kappa)
    return (falling * delta / -np.expm1(-delta * years)).to("")


@ureg.check("[]", "[]", "[time]")
def fleet_rent_factor(yearly_decline: Quantity, fleet_growth: Quantity, life: Quantity) -> Quantity:
    r"""Mean rent of a fleet of mixed ages over the rent of its newest machine.

    .. math:: f = \frac{\gamma}{\gamma + \kappa}\,\frac{1 - e^{-(\gamma + \kappa) T}}{1 - e^{-\gamma T}}, \qquad
        \gamma = \ln(1 + g),\; \kappa = -\ln(1 - d)

    Parameters
    ----------
    yearly_decline : Quantity
        Fall of a machine's rent in a year, d. [-]
    fleet_growth : Quantity
        Growth of the fleet in a year, g. [-]
    life : Quantity
        Years that a machine is rented out, T. [year]

    Returns
    -------
    Quantity
        Mean rent over the rent of the newest. [-]

    Raises
    ------
    ValueError
        When the fall is negative or everything, the fleet shrinks, or the life is not above zero.

    Notes
    -----
    The same function as `level_rent_factor` with growth in the place of the discount rate: one weighs a machine's
    years by what money is worth in them, the other a fleet's ages by how many machines have them.

    Examples
    --------
    Rents that fall by 30 % a year leave a fleet that stands still with 47 % of the newest rent over lives of five
    years, and one that grows by a tenth a year with half of it:

    >>> fall, life = Quantity(30, "percent"), Quantity(5, "year")
    >>> for growth in (0.0, 0.1):
    ...     print(fleet_rent_factor(fall, Quantity(growth, ""), life).round(3))
    0.466 dimensionless
    0.498 dimensionless

    References
    ----------
    ours: the mean over ages, for which no printed value was found
    """
    guards.at_least("fleet_growth", fleet_growth, 0.0)
    discount = Quantity(np.maximum(fleet_growth.to(""), Quantity(1e-9, "")))
    return level_rent_factor(yearly_decline, discount, life)


@ureg.check("[]", "[]", "[time]", "[time]")
def remaining_value_share(yearly_decline: Quantity, discount_rate: Quantity, life: Quantity, age: Quantity) -> Quantity:
    r"""Value of the rents that a machine of an age has still to earn, over the value of all of them when it was new.

    .. math:: v(a) = e^{-\kappa a}\,\frac{1 - e^{-(\delta + \kappa)(T - a)}}{1 - e^{-(\delta + \kappa) T}}

    Parameters
    ----------
    yearly_decline : Quantity
        Fall of the rent in a year, d; kappa = -ln(1 - d). [-]
    discount_rate : Quantity
        Discount rate of one year, r; delta = ln(1 + r). [-]
    life : Quantity
        Years that a machine is rented out, T. [year]
    age : Quantity
        Age of the machine, a. [year]

    Returns
    -------
    Quantity
        What is left of its value: one less its economic depreciation. [-]

    Raises
    ------
    ValueError
        When the fall is negative or everything, the rate or the life is not above zero, or the age lies outside it.

    Examples
    --------
    After one of five years, rents that fall by 30 % a year have cost a machine 35 % of its value, where a straight line
    writes off 20 %:

    >>> left = remaining_value_share(Quantity(30, "percent"), Quantity(10.3, "percent"), Quantity(5, "year"),
    ...                              Quantity(1, "year"))
    >>> print(left.round(2))
    0.65 dimensionless

    References
    ----------
    ours: the integral of a falling rent, for which no printed value was found
    """
    guards.at_least("yearly_decline", yearly_decline, 0.0)
    guards.below("yearly_decline", yearly_decline, 1.0)
    guards.above("discount_rate", discount_rate, 0.0)
    guards.above("life", life, 0.0 * ureg.year)
    guards.between("age", age, 0.0 * ureg.year, life)
    kappa = -1.0 * np.log((1.0 - yearly_decline).to(""))
    fall = np.log1p(discount_rate.to("")) + kappa
    years, old = (life / finance.YEAR).to(""), (age / finance.YEAR).to("")
    return (np.exp(-1.0 * kappa * old) * np.expm1(-1.0 * fall * (years - old)) / np.expm1(-1.0 * fall * years)).to("")
