"""What compute costs on the ground and in orbit: capital line by line, running cost, fleets by vintage, break-evens.

A bill of capital is amounts times unit costs, one line for each part, so that every line of one side can be held
against the same line of the other. Capital becomes a cost per year through the capital recovery factor of
`analysis.models.finance`, each part over a life of its own. Costs per accelerator-hour count the hours of a year that
the caller states: 8,760 by the convention of the trade.

Break-evens are in closed form wherever the cost is linear in the driver; `valuation.implied_driver` does the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis.models import guards
from analysis.models.finance import YEAR, annual_output, level_payment
from analysis.units import Quantity, ureg

NO_MONEY = Quantity(0.0, "USD")
_NO_RATE = Quantity(0.0, "1/year")


# ---- capital, line by line ---------------------------------------------------------------------------------------


class GroundCapital(NamedTuple):
    """Capital of a data centre on the ground, line by line, in USD."""

    compute: Quantity
    generation: Quantity
    electrical: Quantity
    mechanical: Quantity
    building: Quantity
    fit_out: Quantity


@ureg.check("[power]", "[]", *["[currency]/[power]"] * 6)
def ground_capital(
    it_power: Quantity,
    power_usage_effectiveness: Quantity,
    compute_cost: Quantity,
    generation_cost: Quantity,
    electrical_cost: Quantity,
    mechanical_cost: Quantity,
    building_cost: Quantity,
    fit_out_cost: Quantity,
) -> GroundCapital:
    r"""Capital of a data centre on the ground, line by line.

    .. math:: C_i = P_{IT}\, c_i, \qquad C_{gen} = P_{IT}\,\mathrm{PUE}\; c_{gen}

    Parameters
    ----------
    it_power : Quantity
        Power of the IT equipment. [W]
    power_usage_effectiveness : Quantity
        Facility power over IT power. [-]
    compute_cost : Quantity
        Servers and network, per IT power. [USD/W]
    generation_cost : Quantity
        Power plant or grid connection, per facility power; zero when power is bought. [USD/W]
    electrical_cost : Quantity
        Substation, switchgear, uninterruptible supply, per IT power. [USD/W]
    mechanical_cost : Quantity
        Cooling, per IT power. [USD/W]
    building_cost : Quantity
        Land, shell and civil works, per IT power. [USD/W]
    fit_out_cost : Quantity
        Fit-out and commissioning, per IT power. [USD/W]

    Returns
    -------
    GroundCapital
        The lines. [USD]

    Raises
    ------
    ValueError
        The power usage effectiveness is below one.

    Examples
    --------
    A published gigawatt without servers: 2.16 + 5.25 + 3 + 2.5 + 1.75 dollars a watt, $14.66 billion.

    >>> costs = [Quantity(c, "USD/W") for c in (0, 1.8, 5.25, 3.0, 2.5, 1.75)]
    >>> lines = ground_capital(Quantity(1, "GW"), Quantity(1.2, ""), *costs)
    >>> print(total_capital(lines).to("gigaUSD"))
    14.66 gigaUS_dollar

    References
    ----------
    `McCalip (2025) <https://github.com/andrewmccalip/thoughts>`__ [mccalip2025], terrestrial defaults
    """
    guards.at_least("power_usage_effectiveness", power_usage_effectiveness, 1.0)
    others = [electrical_cost, mechanical_cost, building_cost, fit_out_cost]
    return GroundCapital(
        (it_power * compute_cost).to("USD"),
        (it_power * power_usage_effectiveness * generation_cost).to("USD"),
        *((it_power * cost).to("USD") for cost in others),
    )


class SpacecraftAmounts(NamedTuple):
    """What a compute satellite is made of."""

    it_power: Quantity
    """Power of the IT equipment. [kW]"""
    array_power: Quantity
    """Power of the solar array at the beginning of life. [kW]"""
    battery_energy: Quantity
    """Energy that the battery stores. [kWh]"""
    radiator_area: Quantity
    """Area of the radiator as it is priced, one side or both. [m^2]"""
    loop_mass: Quantity
    """Mass of pumps, pipes and coolant. [kg]"""
    structure_mass: Quantity
    """Mass of the structure. [kg]"""
    launch_mass: Quantity
    """Mass at launch. [kg]"""


class SpacecraftCosts(NamedTuple):
    """What each part of a compute satellite costs to build, and what it is charged for the ride."""

    compute: Quantity
    """IT equipment fit for space. [USD/W]"""
    array: Quantity
    """Solar array. [USD/W]"""
    battery: Quantity
    """Battery. [USD/kWh]"""
    radiator: Quantity
    """Radiator. [USD/m^2]"""
    loop: Quantity
    """Pumps, pipes and coolant. [USD/kg]"""
    structure: Quantity
    """Structure. [USD/kg]"""
    bus: Quantity
    """Avionics, propulsion, communication. [USD]"""
    integration_share: Quantity
    """Assembly, integration and test over the parts above. [-]"""
    programme: Quantity
    """Share of development and ground stations, per IT power. [USD/W]"""
    launch_price: Quantity
    """Price of a kilogram in orbit. [USD/kg]"""
    insurance_share: Quantity
    """Premium over satellite and launch. [-]"""


class OrbitalCapital(NamedTuple):
    """Capital of compute in orbit, line by line, in USD."""

    compute: Quantity
    array: Quantity
    battery: Quantity
    radiator: Quantity
    loop: Quantity
    structure: Quantity
    bus: Quantity
    integration: Quantity
    programme: Quantity
    launch: Quantity
    insurance: Quantity


@ureg.check(None, None)
def orbital_capital(amounts: SpacecraftAmounts, costs: SpacecraftCosts) -> OrbitalCapital:
    r"""Capital of compute in orbit, line by line.

    .. math:: C = (1 + i)\left[(1 + a) \sum_k n_k c_k + m\,p\right] + P_{IT}\, c_{prog}

    Parameters
    ----------
    amounts : SpacecraftAmounts
        What the satellite, or a fleet of them, is made of. [any]
    costs : SpacecraftCosts
        Unit costs, shares and the launch price. [any]

    Returns
    -------
    OrbitalCapital
        The lines. [USD]

    Raises
    ------
    pint.DimensionalityError
        An amount and its unit cost do not multiply to money.
    ValueError
        An amount is negative.

    Notes
    -----
    Programme cost is neither integrated nor insured. Costs are linear in the amounts: no economies of size.

    Examples
    --------
    A published $81.4 a watt: 49 for hardware, and $1,000 a kilogram for 36.5 W/kg and for 7 kg/m^2 of radiator.

    >>> none = Quantity(0, "kg")
    >>> mass = Quantity(1e9 / 36.5 + 1e9 / 1400 * 7, "kg")
    >>> amounts = SpacecraftAmounts(Quantity(1, "GW"), Quantity(1, "GW"), Quantity(0, "kWh"),
    ...                             Quantity(0, "m^2"), none, none, mass)
    >>> free = Quantity(0, "")
    >>> costs = SpacecraftCosts(Quantity(35, "USD/W"), Quantity(8, "USD/W"), Quantity(0, "USD/kWh"),
    ...                         Quantity(0, "USD/m^2"), Quantity(0, "USD/kg"), Quantity(0, "USD/kg"),
    ...                         Quantity(6e9, "USD"), free, Quantity(0, "USD/W"), Quantity(1000, "USD/kg"), free)
    >>> print((total_capital(orbital_capital(amounts, costs)) / Quantity(1, "GW")).to("USD/W"))
    81.397 US_dollar / watt

    References
    ----------
    `jeshap2891 (2026) <https://github.com/jeshap2891/orbital-compute-economics>`__ [jeshap2026], sheet A1
    """
    for name, amount in amounts._asdict().items():
        guards.not_negative(name, amount)
    *sizes, mass = amounts
    *unit_costs, bus, share, programme, launch_price, premium = costs
    parts = [(size * cost).to("USD") for size, cost in zip(sizes, unit_costs, strict=True)] + [bus.to("USD")]
    integration = (share * sum(parts, NO_MONEY)).to("USD")
    launch = (mass * launch_price).to("USD")
    insured = sum(parts, NO_MONEY) + integration + launch
    programme_cost = (amounts.it_power * programme).to("USD")
    return OrbitalCapital._make([*parts, integration, programme_cost, launch, (premium * insured).to("USD")])


@ureg.check(None)
def total_capital(lines: Sequence[Quantity]) -> Quantity:
    r"""Sum of the lines of a bill.

    .. math:: C = \sum_i C_i

    Parameters
    ----------
    lines : sequence of Quantity
        Lines of a bill of capital. [USD]

    Returns
    -------
    Quantity
        The sum. [USD]

    Examples
    --------
    A published cluster in orbit: $0.98 million of IT and $3.1 million of satellite and launch make 4.08 million.

    >>> print(total_capital([Quantity(0.98e6, "USD"), Quantity(3.1e6, "USD")]))
    4080000.0 US_dollar

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], program capital of the reference cluster in orbit
    """
    return sum((line.to("USD") for line in lines), NO_MONEY)


@ureg.check("[currency]", "[]", "[]")
def provisioned_capital(capital_cost: Quantity, overprovision: Quantity, early_mortality: Quantity) -> Quantity:
    r"""Capital when more is built than is sold, because some is spare and some dies at once.

    .. math:: C' = C\,\frac{1 + o}{1 - q}

    Parameters
    ----------
    capital_cost : Quantity
        Capital of what is sold. [USD]
    overprovision : Quantity
        Spares over what is sold. [-]
    early_mortality : Quantity
        Share that does not survive the first weeks. [-]

    Returns
    -------
    Quantity
        Capital of what is built. [USD]

    Raises
    ------
    ValueError
        A share is negative, or everything dies.

    Examples
    --------
    $8.64 for an hour of which 20 % more is flown and 95 % can be used, published as $10.91:

    >>> hour = Quantity(100_925 / (16 * 730), "USD")
    >>> print(provisioned_capital(hour, Quantity(0.2, ""), Quantity(0.05, "")).round(2))
    10.91 US_dollar

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], cost and levelised cost of an accelerator-hour in orbit: the same quotient, for an hour
    """
    guards.at_least("overprovision", overprovision, 0.0)
    guards.at_least("early_mortality", early_mortality, 0.0)
    guards.below("early_mortality", early_mortality, 1.0)
    return (capital_cost * (1.0 + overprovision) / (1.0 - early_mortality)).to("USD")


# ---- running cost ------------------------------------------------------------------------------------------------


@ureg.check("[power]", "[]", "[]", "[currency]/[energy]", "[time]")
def energy_cost(
    it_power: Quantity,
    power_usage_effectiveness: Quantity,
    utilisation: Quantity,
    energy_price: Quantity,
    length_of_year: Quantity,
) -> Quantity:
    r"""Cost of the energy of a data centre.

    .. math:: c = P_{IT}\,\mathrm{PUE}\; u\, h\, p

    Parameters
    ----------
    it_power : Quantity
        Power of the IT equipment at full load. [W]
    power_usage_effectiveness : Quantity
        Facility power over IT power. [-]
    utilisation : Quantity
        Mean draw over full draw. [-]
    energy_price : Quantity
        Price of energy. [USD/kWh]
    length_of_year : Quantity
        Hours counted as one year. [hour]

    Returns
    -------
    Quantity
        Cost of energy. [USD/year]

    Raises
    ------
    ValueError
        The power usage effectiveness is below one, or the utilisation lies outside 0 to 1.

    Examples
    --------
    30.5 kW at 8.7 cents, published as about $2,090 a month.

    >>> cost = energy_cost(Quantity(30.5, "kW"), Quantity(1.35, ""), Quantity(0.8, ""),
    ...                    Quantity(0.087, "USD/kWh"), Quantity(8760, "hour"))
    >>> print(cost.to("USD/month").round(-1))
    2090.0 US_dollar / month

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], terrestrial reference
    """
    guards.at_least("power_usage_effectiveness", power_usage_effectiveness, 1.0)
    guards.fraction("utilisation", utilisation)
    energy = annual_output(it_power * power_usage_effectiveness, utilisation, length_of_year)
    return (energy * energy_price).to("USD/year")


@ureg.check("[currency]", "1/[time]")
def replacement_cost(capital_cost: Quantity, failure_rate: Quantity) -> Quantity:
    r"""Cost of replacing what fails, so that a fleet stays as it is.

    .. math:: c = C \lambda

    Parameters
    ----------
    capital_cost : Quantity
        Capital of what can fail, with the launch of its successor. [USD]
    failure_rate : Quantity
        Share that fails per time. [1/year]

    Returns
    -------
    Quantity
        Cost of replacement. [USD/year]

    Raises
    ------
    ValueError
        The failure rate is negative.

    Examples
    --------
    Nine per cent a year of $49 billion of hardware, published as 4.41.

    >>> print(replacement_cost(Quantity(49, "gigaUSD"), Quantity(9, "percent/year")).to("gigaUSD/year"))
    4.41 gigaUS_dollar / year

    References
    ----------
    `jeshap2891 (2026) <https://github.com/jeshap2891/orbital-compute-economics>`__ [jeshap2026], sheet A1
    """
    guards.at_least("failure_rate", failure_rate, _NO_RATE)
    return (capital_cost * failure_rate).to("USD/year")


@ureg.check(None, None, "[]", "[time]", "[currency]/[time]")
def annual_cost(
    capital_costs: Sequence[Quantity],
    lives: Sequence[Quantity],
    discount_rate: Quantity,
    payment_period: Quantity,
    running_cost: Quantity,
) -> Quantity:
    r"""Total cost of ownership in a year: every part of the capital over its own life, and running cost.

    .. math:: c = \sum_i C_i\,CRF(r, n_i) + o

    Parameters
    ----------
    capital_costs : sequence of Quantity
        Parts of the capital. [USD]
    lives : sequence of Quantity
        Life of each part. [year]
    discount_rate : Quantity
        Nominal cost of capital of one year. [-]
    payment_period : Quantity
        Time between payments. [year]
    running_cost : Quantity
        Everything that is not capital. [USD/year]

    Returns
    -------
    Quantity
        Cost of a year. [USD/year]

    Raises
    ------
    ValueError
        Parts and lives do not match.

    Examples
    --------
    Satellites of $4.08 million over five years at 15 %, paid monthly; the published $100,925 has 3,862 of running cost.

    >>> cost = annual_cost([Quantity(4.08e6, "USD")], [Quantity(5, "year")], Quantity(0.15, ""),
    ...                    Quantity(1, "month"), Quantity(3862, "USD/month"))
    >>> print(cost.to("USD/month").round(0))
    100925.0 US_dollar / month

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], orbital reference
    """
    for life in lives:
        guards.positive("lives", life)
    parts = zip(capital_costs, lives, strict=True)
    charges = [level_payment(capital, discount_rate, life, payment_period) for capital, life in parts]
    return sum(charges, running_cost.to("USD/year"))


# ---- cost of a unit of output ------------------------------------------------------------------------------------


@ureg.check("[currency]", "[power]")
def cost_per_power(capital_cost: Quantity, power: Quantity) -> Quantity:
    r"""Capital for each watt.

    .. math:: c = C / P

    Parameters
    ----------
    capital_cost : Quantity
        Capital. [USD]
    power : Quantity
        Power; say whether of the facility or of the IT equipment. [W]

    Returns
    -------
    Quantity
        Capital per power. [USD/W]

    Raises
    ------
    ValueError
        The power is not positive.

    Examples
    --------
    $4.1 million for 30.5 kW.

    >>> print(cost_per_power(Quantity(4.1e6, "USD"), Quantity(30.5, "kW")))
    134.4 US_dollar / watt

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], orbital reference
    """
    guards.above("power", power, Quantity(0.0, "W"))
    return (capital_cost / power).to("USD/W")


@ureg.check("[currency]/[time]", "[accelerator]", "[time]")
def cost_per_accelerator_hour(annual_cost: Quantity, accelerators: Quantity, length_of_year: Quantity) -> Quantity:
    r"""Total cost of an accelerator for an hour, whether it works or not.

    .. math:: c_h = \frac{c}{N h}

    Parameters
    ----------
    annual_cost : Quantity
        Total cost of a year. [USD/year]
    accelerators : Quantity
        Accelerators installed. [GPU]
    length_of_year : Quantity
        Hours counted as one year. [hour]

    Returns
    -------
    Quantity
        Cost. [USD/GPU/hour]

    Raises
    ------
    ValueError
        There are no accelerators.

    Examples
    --------
    $100,925 and $27,724 a month for 16 accelerators, published as 8.64 and 2.37.

    >>> year = Quantity(8760, "hour")
    >>> print(cost_per_accelerator_hour(Quantity(100925, "USD/month"), Quantity(16, "GPU"), year))
    8.64 US_dollar / GPU / hour
    >>> print(cost_per_accelerator_hour(Quantity(27724, "USD/month"), Quantity(16, "GPU"), year))
    2.37 US_dollar / GPU / hour

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space]
    """
    guards.above("accelerators", accelerators, Quantity(0.0, "GPU"))
    guards.positive("length_of_year", length_of_year)
    return (annual_cost * YEAR / (accelerators * length_of_year)).to("USD/GPU/hour")


@ureg.check("[currency]/[accelerator]/[time]", "[]", "[]")
def levelised_cost_of_compute(
    accelerator_hour_cost: Quantity, overprovision: Quantity, availability: Quantity
) -> Quantity:
    r"""Cost of an accelerator-hour that a customer can use.

    .. math:: LCOC = c_h\,\frac{1 + o}{a}

    Parameters
    ----------
    accelerator_hour_cost : Quantity
        Total cost of an accelerator for an hour. [USD/GPU/hour]
    overprovision : Quantity
        Spares over what is sold. [-]
    availability : Quantity
        Share of the time in which what is sold works. [-]

    Returns
    -------
    Quantity
        Cost of a usable hour. [USD/GPU/hour]

    Raises
    ------
    ValueError
        The overprovision is negative, or the availability is not above 0 and at most 1.

    Examples
    --------
    Published as 10.91 in orbit and 2.49 on the ground.

    >>> print(levelised_cost_of_compute(Quantity(8.64, "USD/GPU/hour"), Quantity(0.20, ""), Quantity(0.95, "")))
    10.91 US_dollar / GPU / hour
    >>> print(levelised_cost_of_compute(Quantity(2.37, "USD/GPU/hour"), Quantity(0.05, ""), Quantity(1, "")))
    2.49 US_dollar / GPU / hour

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space]
    """
    guards.at_least("overprovision", overprovision, 0.0)
    guards.above("availability", availability, 0.0)
    guards.at_most("availability", availability, 1.0)
    return (accelerator_hour_cost * (1.0 + overprovision) / availability).to("USD/GPU/hour")


@ureg.check("[currency]/[accelerator]/[time]", "[computation]/[accelerator]/[time]", "[]", "[]")
def cost_per_computation(
    accelerator_hour_cost: Quantity, performance: Quantity, utilisation: Quantity, parallel_efficiency: Quantity
) -> Quantity:
    r"""Cost of one petaFLOP a second for an hour that does useful work.

    .. math:: c = \frac{c_h}{\pi u \eta}

    Parameters
    ----------
    accelerator_hour_cost : Quantity
        Cost of an accelerator for an hour. [USD/GPU/hour]
    performance : Quantity
        Peak rate of an accelerator in the stated number format. [FLOP/s/GPU]
    utilisation : Quantity
        Share of the peak that a model reaches on few, well connected accelerators; one gives the price of peak. [-]
    parallel_efficiency : Quantity
        Share of that which is left when many accelerators wait for each other over slow links. [-]

    Returns
    -------
    Quantity
        Cost. [USD per petaFLOP/s and hour]

    Raises
    ------
    ValueError
        Utilisation or efficiency is not above 0 and at most 1.

    Notes
    -----
    Prices of different number formats must not be compared.

    Examples
    --------
    Published as $0.73 and $0.17 at 15 petaFLOP/s of peak.

    >>> peak, one = Quantity(15, "petaFLOP/s/GPU"), Quantity(1, "")
    >>> print(cost_per_computation(Quantity(10.91, "USD/GPU/hour"), peak, one, one))
    0.727 US_dollar * second / hour / petaFLOP

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space]
    """
    for name, value in (("utilisation", utilisation), ("parallel_efficiency", parallel_efficiency)):
        guards.above(name, value, 0.0)
        guards.at_most(name, value, 1.0)
    guards.positive("performance", performance)
    useful = performance * utilisation * parallel_efficiency
    return (accelerator_hour_cost / useful).to("USD*second/(petaFLOP*hour)")


# ---- life, vintages, obsolescence --------------------------------------------------------------------------------


@ureg.check("[]", "[]", "[]", "[time]", "[time]")
def effective_life(
    early_mortality: Quantity,
    bus_failure: Quantity,
    accelerator_failure: Quantity,
    life: Quantity,
    deployment_delay: Quantity,
) -> Quantity:
    r"""Years of full service that a satellite gives in its life.

    .. math:: (1 - q) \int_0^{T - d} \bigl[(1 - f_b)(1 - f_a)\bigr]^{t}\,dt

    Parameters
    ----------
    early_mortality : Quantity
        Share that is lost at launch or in the first weeks. [-]
    bus_failure : Quantity
        Share of satellites that fails in one year. [-]
    accelerator_failure : Quantity
        Share of accelerators that fails in one year. [-]
    life : Quantity
        Time from purchase to disposal. [year]
    deployment_delay : Quantity
        Time between purchase and service. [year]

    Returns
    -------
    Quantity
        Effective life. [year]

    Raises
    ------
    ValueError
        A share lies outside 0 to 1, or the delay is longer than the life.

    Examples
    --------
    Three published scenarios, 5.9, 3.8 and 2.2 years, for which delays of 0.25, 0.4 and 0.5 years are inferred.

    >>> cases = [(0.5, 3.2, 7, 0.25), (1, 6.8, 5, 0.4), (2.5, 16.1, 3.5, 0.5)]
    >>> for bus, accelerator, life, delay in cases:
    ...     shares = [Quantity(x, "percent") for x in (1.3, bus, accelerator)]
    ...     print(effective_life(*shares, Quantity(life, "year"), Quantity(delay, "year")))
    5.9 year
    3.8 year
    2.2 year

    References
    ----------
    `research-viewer (2026) <https://research-viewer.pages.dev/orbital-ai-datacenters-3>`__ [researchviewer2026]
    """
    for name, share in (("early_mortality", early_mortality), ("bus_failure", bus_failure)):
        guards.fraction(name, share)
    guards.fraction("accelerator_failure", accelerator_failure)
    guards.at_most("deployment_delay", deployment_delay, life)
    kept = ((1.0 - bus_failure) * (1.0 - accelerator_failure)).to("").magnitude
    decay = np.maximum(-1.0 * np.log(np.maximum(kept, 1e-300)), 1e-12)
    service = ((life - deployment_delay) / YEAR).to("").magnitude
    return (1.0 - early_mortality) * Quantity(-1.0 * np.expm1(-1.0 * decay * service) / decay, "year")


# ---- cost over time ----------------------------------------------------------------------------------------------


@ureg.check("[power]/[time]", "[]", "[time]")
def cumulative_deployment(first_rate: Quantity, growth_factor: Quantity, time: Quantity) -> Quantity:
    r"""Power deployed since the start, when the yearly rate grows by the same factor every year.

    .. math:: P(t) = \dot P_0\,\frac{g^{t} - 1}{\ln g}, \qquad t \ge 0

    Parameters
    ----------
    first_rate : Quantity
        Rate of deployment at the start. [GW/year]
    growth_factor : Quantity
        Rate of deployment over that of a year earlier. [-]
    time : Quantity
        Time from the start; nothing is deployed before it. [year]

    Returns
    -------
    Quantity
        Power deployed so far. [GW]

    Raises
    ------
    ValueError
        The rate is negative, or the factor does not exceed one.

    Examples
    --------
    A published ramp from 60 to 404 MW a year over five years adds up to 1.158 GW in yearly steps, 0.9 GW if it is
    smooth.

    >>> growth = Quantity((404 / 60) ** (1 / 5), "")
    >>> print(cumulative_deployment(Quantity(60, "MW/year"), growth, Quantity(5, "year")))
    0.902 gigawatt

    References
    ----------
    `jeshap2891 (2026) <https://github.com/jeshap2891/orbital-compute-economics>`__ [jeshap2026], ramp
    """
    guards.not_negative("first_rate", first_rate)
    guards.above("growth_factor", growth_factor, 1.0)
    growth = np.log(growth_factor.to(""))
    years = np.maximum((time / YEAR).to(""), 0.0)
    return (first_rate * YEAR * np.expm1(growth * years) / growth).to("GW")


@ureg.check(None, None, None, None, "[]")
def learned_cost(
    first_cost: Quantity, floor: Quantity, first_output: Quantity, output: Quantity, learning_rate: Quantity
) -> Quantity:
    r"""Cost that falls by the same share of its distance to a floor with every doubling of cumulative output.

    .. math:: c = f + (c_0 - f)\left(\frac{M}{M_0}\right)^{\log_2(1 - \lambda)}

    Parameters
    ----------
    first_cost : Quantity
        Cost at the start of the curve. [any]
    floor : Quantity
        Cost of what learning cannot remove: material, propellant. [any]
    first_output : Quantity
        Cumulative output at the start of the curve. [any]
    output : Quantity
        Cumulative output asked about, of the same dimension. [any]
    learning_rate : Quantity
        Fall with each doubling; negative where costs rise. [-]

    Returns
    -------
    Quantity
        Cost in the unit of the first. [any]

    Raises
    ------
    ValueError
        An output is not above zero, or the rate is one or more.

    Notes
    -----
    With a floor of zero it is `launch.learned_price`.

    Examples
    --------
    A published curve for launch: 18 % to 24 % per doubling, $1,800 at 400 t, and at 370,000 t some $200.

    >>> cost = learned_cost(Quantity(1800, "USD/kg"), Quantity(0, "USD/kg"), Quantity(400, "t"),
    ...                     Quantity(368305, "t"), Quantity(0.20, ""))
    >>> print(cost)
    200.0 US_dollar / kilogram

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], section 4.4
    """
    guards.positive("first_output", first_output)
    guards.positive("output", output)
    guards.below("learning_rate", learning_rate, 1.0)
    doublings = np.log2((output / first_output).to(""))
    left = np.exp(doublings * np.log1p(-1.0 * learning_rate.to("")))
    return (floor + (first_cost - floor) * left).to(first_cost.units)


# ---- break-even in closed form -----------------------------------------------------------------------------------


@ureg.check("[currency]", "[currency]", "[mass]")
def break_even_launch_price_of_capital(budget: Quantity, other_capital: Quantity, mass: Quantity) -> Quantity:
    r"""Launch price at which a bill of capital equals a budget.

    .. math:: p = \frac{B - C}{m}

    Parameters
    ----------
    budget : Quantity
        What the other side costs. [USD]
    other_capital : Quantity
        Everything but the launch. [USD]
    mass : Quantity
        Mass to launch. [kg]

    Returns
    -------
    Quantity
        Launch price; negative when not even a free launch would do. [USD/kg]

    Raises
    ------
    ValueError
        There is no mass.

    Examples
    --------
    A published break-even of -$264 a kilogram counts hardware alone; with operations, replacement and development
    the same inputs give -$699.

    >>> ground, mass = Quantity(15.85106, "gigaUSD"), Quantity(29390055, "kg")
    >>> print(break_even_launch_price_of_capital(ground, Quantity(23.600, "gigaUSD"), mass).round(0))
    -264.0 US_dollar / kilogram
    >>> print(break_even_launch_price_of_capital(ground, Quantity(51.09535 - 14.69503, "gigaUSD"), mass).round(0))
    -699.0 US_dollar / kilogram

    References
    ----------
    `McCalip (2025) <https://github.com/andrewmccalip/thoughts>`__ [mccalip2025], function calculateBreakeven
    """
    guards.above("mass", mass, Quantity(0.0, "kg"))
    return ((budget - other_capital) / mass).to("USD/kg")


_ANNUAL = "[currency]/[power]/[time]"


@ureg.check(_ANNUAL, "[currency]/[power]", _ANNUAL, "1/[time]", "[power]/[mass]")
def break_even_launch_price(
    ground_cost: Quantity,
    hardware_cost: Quantity,
    running_cost: Quantity,
    capital_recovery_factor: Quantity,
    specific_power: Quantity,
) -> Quantity:
    r"""Launch price at which a watt in orbit costs as much a year as a watt on the ground.

    .. math:: p = \left(\frac{c_g - o}{CRF} - h\right) w

    Parameters
    ----------
    ground_cost : Quantity
        Total cost of a year on the ground per usable power. [USD/W/year]
    hardware_cost : Quantity
        Satellite without launch per usable power. [USD/W]
    running_cost : Quantity
        Running cost in orbit per usable power. [USD/W/year]
    capital_recovery_factor : Quantity
        Share of orbital capital paid in a year. [1/year]
    specific_power : Quantity
        Usable power per launched mass. [W/kg]

    Returns
    -------
    Quantity
        Launch price; negative when not even a free launch would do. [USD/kg]

    Raises
    ------
    ValueError
        The recovery factor is not positive.

    Examples
    --------
    A published cluster in orbit of 30.5 kW: $2.48 million without launch, $1.6 million for launch at $1,750/kg,
    15 % over five years.
    Against its own cost of a year the price of launch comes back:

    >>> power, recovery = Quantity(30.5, "kW"), Quantity(0.29832, "1/year")
    >>> price = break_even_launch_price(Quantity(4.08e6, "USD") * recovery / power, Quantity(2.48e6, "USD") / power,
    ...     Quantity(0, "USD/W/year"), recovery, power / Quantity(1.6e6 / 1750, "kg"))
    >>> print(price.round(0))
    1750.0 US_dollar / kilogram

    With numbers of ours, every argument at work:

    >>> price = break_even_launch_price(Quantity(10.2, "USD/W/year"), Quantity(35, "USD/W"),
    ...     Quantity(0.5, "USD/W/year"), Quantity(0.25, "1/year"), Quantity(70, "W/kg"))
    >>> print(price)
    266.0 US_dollar / kilogram

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], program capital of the reference cluster and launch price of 2026; the mass follows
    """
    guards.above("capital_recovery_factor", capital_recovery_factor, _NO_RATE)
    return (_left_for_launch(ground_cost, hardware_cost, running_cost, capital_recovery_factor) * specific_power).to(
        "USD/kg"
    )


def _left_for_launch(ground: Quantity, hardware: Quantity, running: Quantity, recovery: Quantity) -> Quantity:
    """Capital per power that is left for the launch when orbit may cost as much as the ground."""
    return ((ground - running) / recovery - hardware).to("USD/W")
