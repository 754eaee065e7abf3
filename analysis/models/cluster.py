"""Cluster: from the power on the contract to accelerators, energy, water, capital, training and serving.

Four powers are kept apart.
Nameplate is what the site may draw, facility load is what it draws, IT load is what reaches the servers,
and accelerator load is what the accelerators themselves take.
"""

from __future__ import annotations

from typing import NamedTuple

from analysis.models import finance, guards
from analysis.units import Quantity, ureg

# ---- power -------------------------------------------------------------------------------------------------------


class PowerTree(NamedTuple):
    """Where the nameplate power of a site goes; the last four add up to the first."""

    nameplate: Quantity
    reserve: Quantity
    overhead: Quantity
    hosts: Quantity
    accelerators: Quantity


@ureg.check("[power]", "[]", "[]", "[]")
def power_tree(
    nameplate: Quantity, reserve_share: Quantity, power_usage_effectiveness: Quantity, accelerator_share: Quantity
) -> PowerTree:
    r"""Split the nameplate power of a site into reserve, cooling and losses, hosts, and accelerators.

    .. math::

        P_n = \underbrace{\rho P_n}_{reserve} + \underbrace{(1 - 1/PUE)\,P_f}_{overhead}
        + \underbrace{(1 - \alpha)\,P_{IT}}_{hosts} + \underbrace{\alpha\,P_{IT}}_{accelerators}

    Parameters
    ----------
    nameplate : Quantity
        Power the site may draw. [MW]
    reserve_share : Quantity
        Share of it that stays unused, rho: redundancy and headroom. [-]
    power_usage_effectiveness : Quantity
        Facility load over IT load, PUE. [-]
    accelerator_share : Quantity
        Share of the IT load that accelerators take, alpha; hosts, network and storage take the rest. [-]

    Returns
    -------
    PowerTree
        The five powers. [MW]

    Raises
    ------
    ValueError
        When PUE is below one or a share is outside 0 to 1.

    Notes
    -----
    PUE at the load meant; it worsens at part load.

    Examples
    --------
    >>> tree = power_tree(Quantity(1, "GW"), Quantity(0.1, ""), Quantity(1.2, ""), Quantity(0.75, ""))
    >>> print(tree.overhead, tree.accelerators)
    150.0 megawatt 562.5 megawatt

    References
    ----------
    ISO/IEC (2016) [isoiec30134], part 2, power usage effectiveness
    """
    guards.not_negative("nameplate", nameplate)
    guards.fraction("reserve_share", reserve_share)
    guards.at_least("power_usage_effectiveness", power_usage_effectiveness, 1.0)
    guards.fraction("accelerator_share", accelerator_share)
    facility = nameplate * (1.0 - reserve_share)
    it = it_power(facility, power_usage_effectiveness)
    return PowerTree(
        nameplate=nameplate.to("MW"),
        reserve=(nameplate * reserve_share).to("MW"),
        overhead=(facility - it).to("MW"),
        hosts=(it * (1.0 - accelerator_share)).to("MW"),
        accelerators=(it * accelerator_share).to("MW"),
    )


@ureg.check("[power]", "[]")
def it_power(facility_power: Quantity, power_usage_effectiveness: Quantity) -> Quantity:
    r"""Find the IT load of a facility.

    .. math:: P_{IT} = P_f / PUE

    Parameters
    ----------
    facility_power : Quantity
        Load of the facility, P_f. [MW]
    power_usage_effectiveness : Quantity
        Facility load over IT load, PUE. [-]

    Returns
    -------
    Quantity
        IT load. [MW]

    Raises
    ------
    ValueError
        When PUE is below one.

    Notes
    -----
    One number for the year, weighted by load.

    Examples
    --------
    >>> print(it_power(Quantity(1, "GW"), Quantity(1.25, "")))
    800.0 megawatt

    References
    ----------
    ISO/IEC (2016) [isoiec30134], part 2, power usage effectiveness
    """
    guards.not_negative("facility_power", facility_power)
    guards.at_least("power_usage_effectiveness", power_usage_effectiveness, 1.0)
    return (facility_power / power_usage_effectiveness).to("MW")


@ureg.check("[power]", "[]")
def facility_power(it_load: Quantity, power_usage_effectiveness: Quantity) -> Quantity:
    r"""Load of a facility that serves an IT load.

    .. math:: P_f = P_{IT} \cdot PUE

    Parameters
    ----------
    it_load : Quantity
        Load of servers, network and storage, P_IT. [MW]
    power_usage_effectiveness : Quantity
        Facility load over IT load, PUE. [-]

    Returns
    -------
    Quantity
        Load of the facility. [MW]

    Raises
    ------
    ValueError
        When PUE is below one.

    Notes
    -----
    The inverse of `it_power`.

    Examples
    --------
    >>> print(facility_power(Quantity(30.5, "kW"), Quantity(1.35, "")).to("kW").round(2))
    41.18 kilowatt

    References
    ----------
    ISO/IEC (2016) [isoiec30134], part 2; the load and PUE are those of `Nishball et al. (2026)
    <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__ [semianalysis2026space]
    """
    guards.not_negative("it_load", it_load)
    guards.at_least("power_usage_effectiveness", power_usage_effectiveness, 1.0)
    return (it_load * power_usage_effectiveness).to("MW")


@ureg.check("[power]", "[power]/[accelerator]")
def accelerator_count(it_load: Quantity, power_per_accelerator: Quantity) -> Quantity:
    r"""Accelerators an IT load runs.

    .. math:: N = P_{IT} / p

    Parameters
    ----------
    it_load : Quantity
        IT load. [MW]
    power_per_accelerator : Quantity
        IT load for each accelerator, with its share of host, network and storage, p. [kW/GPU]

    Returns
    -------
    Quantity
        Accelerators, not rounded. [GPU]

    Raises
    ------
    ValueError
        When the power of an accelerator is not above zero.

    Notes
    -----
    At full load; oversubscribed power runs more of them, slower.

    Examples
    --------
    30.5 kW at 1.906 kW each are the sixteen B300 of a published reference design:

    >>> print(accelerator_count(Quantity(30.5, "kW"), Quantity(1.906, "kW/GPU")).round(1))
    16.0 GPU

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], reference cluster
    """
    guards.not_negative("it_load", it_load)
    guards.above("power_per_accelerator", power_per_accelerator, Quantity(0.0, "kW/GPU"))
    return (it_load / power_per_accelerator).to("GPU")


# ---- energy, water, capital, time --------------------------------------------------------------------------------


@ureg.check("[power]", "[]")
def annual_energy(power: Quantity, load_factor: Quantity) -> Quantity:
    r"""Energy of one operating year.

    .. math:: E = f\,P \cdot 8760\,\mathrm{h}

    Parameters
    ----------
    power : Quantity
        Load when running, P. [MW]
    load_factor : Quantity
        Mean load over that load, f. [-]

    Returns
    -------
    Quantity
        Energy of a year of 8,760 hours. [TWh]

    Raises
    ------
    ValueError
        When the load factor is outside 0 to 1.

    Notes
    -----
    The year of power contracts; the calendar year is 0.07 % longer.

    Examples
    --------
    107.9 GW all year is the 945 TWh that the IEA projects for 2030:

    >>> print(annual_energy(Quantity(107.9, "GW"), Quantity(1.0, "")).round(0))
    945.0 terawatt_hour

    References
    ----------
    `International Energy Agency (2025) <https://www.iea.org/reports/energy-and-ai>`__ [iea2025energyai], data centres
    in 2030
    """
    guards.not_negative("power", power)
    guards.fraction("load_factor", load_factor)
    return (power * load_factor * finance.HOURS_OF_OPERATION).to("TWh")


@ureg.check("[energy]", "[volume]/[energy]")
def water_use(energy: Quantity, water_usage_effectiveness: Quantity) -> Quantity:
    r"""Water that cooling evaporates.

    .. math:: V = WUE \cdot E

    Parameters
    ----------
    energy : Quantity
        Energy on which the effectiveness is based: of the IT load by the standard's definition. [TWh]
    water_usage_effectiveness : Quantity
        Water per energy, WUE. [L/kWh]

    Returns
    -------
    Quantity
        Volume of water. [m^3]

    Raises
    ------
    ValueError
        When the effectiveness is negative.

    Notes
    -----
    On site only: the water of the power station is several times larger and is not counted.
    Dry cooling trades water for PUE.

    Examples
    --------
    150 to 275 GL go with 325 to 580 TWh in 2028, which is about 0.46 to 0.47 L for each kilowatt-hour:

    >>> print(water_use(Quantity([325, 580], "TWh"), Quantity([0.4615, 0.4741], "L/kWh")).to("GL").round(0))
    [150.0 275.0] gigaliter

    References
    ----------
    `Shehabi et al. (2024) <https://eta-publications.lbl.gov/publications/2024-lbnl-data-center-energy-usage-report>`__
    [lbnl2024usage], projection for 2028; ISO/IEC (2016) [isoiec30134], part 9
    """
    guards.at_least("water_usage_effectiveness", water_usage_effectiveness, Quantity(0.0, "L/kWh"))
    return (energy * water_usage_effectiveness).to("m^3")


@ureg.check("[currency]", "[power]")
def capital_per_power(capital_cost: Quantity, power: Quantity) -> Quantity:
    r"""Capital for each watt.

    .. math:: k = K / P

    Parameters
    ----------
    capital_cost : Quantity
        Capital, K. [USD]
    power : Quantity
        Power it is spread over, P: say whether nameplate, facility or IT. [MW]

    Returns
    -------
    Quantity
        Capital per power. [USD/W]

    Raises
    ------
    ValueError
        When the power is not above zero.

    Notes
    -----
    Two figures compare only on the same power and the same boundary (with or without servers).

    Examples
    --------
    Epoch's gigawatt, $38 billion:

    >>> print(capital_per_power(Quantity(38e9, "USD"), Quantity(1, "GW")))
    38.0 US_dollar / watt

    References
    ----------
    `Epoch AI (2026) <https://epoch.ai/data-insights/ai-datacenter-cost-breakdown>`__ [epoch2026cost]
    """
    guards.not_negative("capital_cost", capital_cost)
    guards.above("power", power, 0.0 * ureg.watt)
    return (capital_cost / power).to("USD/W")


@ureg.check("[accelerator]", "[currency]/[accelerator]", "[power]", "[currency]/[power]")
def capital_cost(accelerators: Quantity, server_cost: Quantity, it_load: Quantity, facility_cost: Quantity) -> Quantity:
    r"""Capital of a cluster: servers by the accelerator, shell by the watt.

    .. math:: K = N\,k_s + P_{IT}\,k_f

    Parameters
    ----------
    accelerators : Quantity
        Accelerators, N. [GPU]
    server_cost : Quantity
        Accelerator with its share of host, network and storage, k_s. [USD/GPU]
    it_load : Quantity
        IT load, P_IT. [MW]
    facility_cost : Quantity
        Land, shell, power and cooling for each watt of IT load, k_f. [USD/W]

    Returns
    -------
    Quantity
        Capital. [USD]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Notes
    -----
    Servers wear out in about five years and the shell in about fifteen: never write them off together.

    Examples
    --------
    >>> cost = capital_cost(Quantity(16, "GPU"), Quantity(61_900, "USD/GPU"), Quantity(30.5, "kW"),
    ...     Quantity(12.5, "USD/W"))
    >>> print(cost.to("MUSD").round(2))
    1.37 megaUS_dollar

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], ground case: $0.99 M of servers and $0.382 M of data centre
    """
    guards.not_negative("accelerators", accelerators)
    guards.not_negative("server_cost", server_cost)
    guards.not_negative("it_load", it_load)
    guards.not_negative("facility_cost", facility_cost)
    return (accelerators * server_cost + it_load * facility_cost).to("USD")
