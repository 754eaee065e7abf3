"""Beaming: power made in orbit and sent to the ground, and the same watts used where they are made.

Delivered power is the mean over the year: it already holds the share of time the system generates.
"""

from __future__ import annotations

from analysis.models import finance, guards
from analysis.units import Quantity, ureg

_ONE_LAUNCH = Quantity(1.0, "launch")


# ---- the chain ---------------------------------------------------------------------------------------------------


@ureg.check("[]", "[]", "[]")
def space_chain_efficiency(
    cell_efficiency: Quantity, power_conditioning: Quantity, radio_conversion: Quantity
) -> Quantity:
    r"""Share of sunlight that becomes microwaves at the antenna.

    .. math:: \eta_s = \eta_{cell}\,\eta_{dc}\,\eta_{rf}

    Parameters
    ----------
    cell_efficiency : Quantity
        Sunlight to direct current. [-]
    power_conditioning : Quantity
        Direct current to direct current at the voltage wanted. [-]
    radio_conversion : Quantity
        Direct current to microwaves. [-]

    Returns
    -------
    Quantity
        Efficiency of the part in space before the antenna. [-]

    Raises
    ------
    ValueError
        When an efficiency is outside 0 to 1.

    Notes
    -----
    What is not sent must be radiated away in orbit.

    Examples
    --------
    >>> print(space_chain_efficiency(Quantity(0.35, ""), Quantity(0.9, ""), Quantity(0.7, "")).round(4))
    0.2205 dimensionless

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], Table 4
    """
    guards.fraction("cell_efficiency", cell_efficiency)
    guards.fraction("power_conditioning", power_conditioning)
    guards.fraction("radio_conversion", radio_conversion)
    return (cell_efficiency * power_conditioning * radio_conversion).to("")


@ureg.check("[]", "[]", "[]")
def transmission_efficiency(antenna: Quantity, atmosphere: Quantity, beam_collection: Quantity) -> Quantity:
    r"""Share of the microwaves at the antenna that falls on the rectenna.

    .. math:: \eta_t = \eta_{ant}\,\eta_{atm}\,\eta_{beam}

    Parameters
    ----------
    antenna : Quantity
        Power radiated over power fed in. [-]
    atmosphere : Quantity
        Share that passes the atmosphere. [-]
    beam_collection : Quantity
        Share of the beam that falls inside the rectenna. [-]

    Returns
    -------
    Quantity
        Efficiency of transmission. [-]

    Raises
    ------
    ValueError
        When an efficiency is outside 0 to 1.

    Notes
    -----
    Clear weather at a few gigahertz; heavy rain takes more at 5.8 GHz than at 2.45 GHz.

    Examples
    --------
    >>> print(transmission_efficiency(Quantity(0.90, ""), Quantity(0.98, ""), Quantity(0.95, "")).round(4))
    0.8379 dimensionless

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], Table 4
    """
    guards.fraction("antenna", antenna)
    guards.fraction("atmosphere", atmosphere)
    guards.fraction("beam_collection", beam_collection)
    return (antenna * atmosphere * beam_collection).to("")


@ureg.check("[]", "[]")
def ground_chain_efficiency(rectenna: Quantity, power_conditioning: Quantity) -> Quantity:
    r"""Share of the microwaves on the rectenna that reaches the grid.

    .. math:: \eta_g = \eta_{rect}\,\eta_{dc}

    Parameters
    ----------
    rectenna : Quantity
        Microwaves to direct current. [-]
    power_conditioning : Quantity
        Direct current to the grid. [-]

    Returns
    -------
    Quantity
        Efficiency on the ground. [-]

    Raises
    ------
    ValueError
        When an efficiency is outside 0 to 1.

    Notes
    -----
    At the power density meant: a rectenna converts weak microwaves poorly.

    Examples
    --------
    >>> print(ground_chain_efficiency(Quantity(0.78, ""), Quantity(0.90, "")).round(3))
    0.702 dimensionless

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], Table 4
    """
    guards.fraction("rectenna", rectenna)
    guards.fraction("power_conditioning", power_conditioning)
    return (rectenna * power_conditioning).to("")


@ureg.check("[]", "[]", "[]")
def end_to_end_efficiency(space: Quantity, transmission: Quantity, ground: Quantity) -> Quantity:
    r"""Share of the sunlight on the array that reaches the grid while the system generates.

    .. math:: \eta = \eta_s\,\eta_t\,\eta_g

    Parameters
    ----------
    space : Quantity
        Efficiency in space. [-]
    transmission : Quantity
        Efficiency of transmission. [-]
    ground : Quantity
        Efficiency on the ground. [-]

    Returns
    -------
    Quantity
        End-to-end efficiency. [-]

    Raises
    ------
    ValueError
        When an efficiency is outside 0 to 1.

    Notes
    -----
    The share of time is not in it: see `delivered_power`.

    Examples
    --------
    The chain of both designs, published as about 13 %:

    >>> print(end_to_end_efficiency(Quantity(0.2205, ""), Quantity(0.8379, ""), Quantity(0.702, "")).round(4))
    0.1297 dimensionless

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], Table 4 and p. 41
    """
    guards.fraction("space", space)
    guards.fraction("transmission", transmission)
    guards.fraction("ground", ground)
    return (space * transmission * ground).to("")


@ureg.check("[length]**2", "[power]/[area]", "[]", "[]")
def delivered_power(
    array_area: Quantity, irradiance: Quantity, efficiency: Quantity, generating_share: Quantity
) -> Quantity:
    r"""Mean power that an array in orbit delivers to the grid.

    .. math:: \bar P = A\,G\,\eta\,f

    Parameters
    ----------
    array_area : Quantity
        Area of the cells, A. [km^2]
    irradiance : Quantity
        Sunlight in space, G. [W/m^2]
    efficiency : Quantity
        End-to-end efficiency while generating. [-]
    generating_share : Quantity
        Share of the year it generates, f. [-]

    Returns
    -------
    Quantity
        Power delivered, averaged over the year. [MW]

    Raises
    ------
    ValueError
        When a share is outside 0 to 1.

    Notes
    -----
    A mirror that turns light onto the array raises the share, not the irradiance, as NASA counts it.
    The result is a mean: multiply by hours, not again by the share.

    Examples
    --------
    11.473 and 19 km2, 99.7 % and 60 % of the time, published as 2,028.8 and 2,021.9 MW:

    >>> power = delivered_power(Quantity([11.473, 19.0], "km^2"), Quantity(1367.5, "W/m^2"), Quantity(0.1297, ""),
    ...     Quantity([0.997, 0.6], ""))
    >>> print(power.round(0))
    [2029.0 2022.0] megawatt

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], Table 4
    """
    guards.not_negative("irradiance", irradiance)
    guards.fraction("efficiency", efficiency)
    guards.fraction("generating_share", generating_share)
    return (array_area * irradiance * efficiency * generating_share).to("MW")


@ureg.check("[power]", "[time]")
def delivered_energy(mean_power: Quantity, service_life: Quantity) -> Quantity:
    r"""Energy delivered over a life.

    .. math:: E = \bar P\,N \cdot 8760\,\mathrm{h}

    Parameters
    ----------
    mean_power : Quantity
        Power delivered, averaged over the year. [MW]
    service_life : Quantity
        Service life, N years. [year]

    Returns
    -------
    Quantity
        Energy. [TWh]

    Raises
    ------
    ValueError
        When the life is negative.

    Notes
    -----
    Years of 8,760 hours. Degradation belongs in the mean power.

    Examples
    --------
    >>> print(delivered_energy(Quantity(2, "GW"), Quantity(30, "year")).round(1))
    525.6 terawatt_hour

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], p. 56, levelised
    cost
    """
    guards.not_negative("mean_power", mean_power)
    guards.at_least("service_life", service_life, 0.0 * ureg.year)
    return (mean_power * finance.HOURS_OF_OPERATION * (service_life / finance.YEAR)).to("TWh")


# ---- launches and cost -------------------------------------------------------------------------------------------


@ureg.check("[mass]", "[]", "[mass]/[launch]", "[]")
def launches_with_refuelling(
    upmass: Quantity, generations: Quantity, payload_mass: Quantity, refuelling_flights: Quantity
) -> Quantity:
    r"""Launches that carry several generations of a system beyond low orbit, tankers included.

    .. math:: N = \frac{g\,m}{m_p}\,(1 + k)

    Parameters
    ----------
    upmass : Quantity
        Mass of one generation in its orbit, m. [t]
    generations : Quantity
        Generations over the life of the system, g: the first and its replacements. [-]
    payload_mass : Quantity
        Payload of a launch to low orbit, m_p. [t/launch]
    refuelling_flights : Quantity
        Tanker flights for each payload flight, k. [-]

    Returns
    -------
    Quantity
        Launches, not rounded. [launch]

    Raises
    ------
    ValueError
        When the payload is not above zero, or generations or tankers are negative.

    Notes
    -----
    The payload that reaches low orbit is taken to reach the final orbit whole. Servicers and debris tugs are left out,
    which explains the 20 and 60 launches missing from the published 2,321 and 3,960.

    Examples
    --------
    5,900 and 10,000 t, three generations, 100 t, twelve tankers:

    >>> print(launches_with_refuelling(Quantity([5900, 10_000], "t"), Quantity(3, ""), Quantity(100, "t/launch"),
    ...     Quantity(12, "")))
    [2301.0 3900.0] launch

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], p. vii, p. 11 and
    p. 49
    """
    guards.above("payload_mass", payload_mass, Quantity(0.0, "kg/launch"))
    guards.at_least("generations", generations, 0.0)
    guards.at_least("refuelling_flights", refuelling_flights, 0.0)
    return (upmass * generations / payload_mass * (1.0 + refuelling_flights)).to("launch")


@ureg.check("[launch]", "[currency]/[launch]", "[]")
def launch_bill(launches: Quantity, list_price: Quantity, block_discount: Quantity) -> Quantity:
    r"""Price of a block of launches.

    .. math:: B = N\,p\,(1 - \delta)

    Parameters
    ----------
    launches : Quantity
        Launches, N. [launch]
    list_price : Quantity
        Price of one, p. [USD/launch]
    block_discount : Quantity
        Discount for buying many, delta. [-]

    Returns
    -------
    Quantity
        Price of all. [USD]

    Raises
    ------
    ValueError
        When the discount is outside 0 to 1.

    Notes
    -----
    In money of one year.

    Examples
    --------
    $100 million less 15 %:

    >>> bill = launch_bill(Quantity([2321, 3960], "launch"), Quantity(100e6, "USD/launch"), Quantity(0.15, ""))
    >>> print(bill.to("GUSD").round(1))
    [197.3 336.6] gigaUS_dollar

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], Table 2
    """
    guards.not_negative("list_price", list_price)
    guards.fraction("block_discount", block_discount)
    return (launches * list_price * (1.0 - block_discount)).to("USD")


@ureg.check("[currency]", "[currency]")
def cost_share(part: Quantity, total: Quantity) -> Quantity:
    r"""Share of a cost that a part makes up.

    .. math:: s = B / C

    Parameters
    ----------
    part : Quantity
        Cost of the part: the launches, B. [USD]
    total : Quantity
        Cost of the whole system over its life, C. [USD]

    Returns
    -------
    Quantity
        Share. [-]

    Raises
    ------
    ValueError
        When the total is not above zero.

    Notes
    -----
    Both undiscounted, or both discounted.

    Examples
    --------
    Published as 71 % and 77 %:

    >>> print(cost_share(Quantity([197.3, 336.6], "GUSD"), Quantity([276, 434], "GUSD")).to("percent").round(1))
    [71.5 77.6] percent

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], p. vii
    """
    guards.above("total", total, 0.0 * ureg.USD)
    return (part / total).to("")


@ureg.check("[currency]", "[power]", "[time]")
def undiscounted_cost_of_energy(total_cost: Quantity, mean_power: Quantity, service_life: Quantity) -> Quantity:
    r"""Cost of the energy of a life, without interest.

    .. math:: c = \frac{C}{\bar P\,N \cdot 8760\,\mathrm{h}}

    Parameters
    ----------
    total_cost : Quantity
        All cost over the life, C. [USD]
    mean_power : Quantity
        Power delivered, averaged over the year. [MW]
    service_life : Quantity
        Service life, N years. [year]

    Returns
    -------
    Quantity
        Cost of energy. [USD/kWh]

    Raises
    ------
    ValueError
        When power or life is not above zero.

    Notes
    -----
    A lower bound: capital that waits years for assembly and decades for revenue costs nothing here.

    Examples
    --------
    $276 and $434 billion at 2 GW over 30 years, where the report prints 0.61 and 1.59:

    >>> cost = undiscounted_cost_of_energy(Quantity([276, 434], "GUSD"), Quantity(2, "GW"), Quantity(30, "year"))
    >>> print(cost.round(3))
    [0.525 0.826] US_dollar / hour / kilowatt

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], p. vii and p. 13
    """
    guards.above("mean_power", mean_power, 0.0 * ureg.watt)
    guards.above("service_life", service_life, 0.0 * ureg.year)
    return (total_cost / delivered_energy(mean_power, service_life)).to("USD/kW/hour")


@ureg.check("[currency]", "[currency]/[time]", "[power]", "[]", "[]", "[time]")
def levelised_cost_of_energy(
    capital_cost: Quantity,
    fixed_cost: Quantity,
    power: Quantity,
    capacity_factor: Quantity,
    discount_rate: Quantity,
    service_life: Quantity,
) -> Quantity:
    r"""Levelised cost by the formula of NREL's technology baseline.

    .. math:: c = \frac{K \cdot CRF(r, N) + O}{P\,f \cdot 8760\,\mathrm{h/yr}}

    Parameters
    ----------
    capital_cost : Quantity
        Capital before the first energy: develop and assemble, K. [USD]
    fixed_cost : Quantity
        Operate, maintain and dispose, for each year, O. [USD/year]
    power : Quantity
        Power while generating, P. [GW]
    capacity_factor : Quantity
        Share of the year it generates, f; one where the power is already a mean. [-]
    discount_rate : Quantity
        Discount rate of one year, r. [-]
    service_life : Quantity
        Service life, N years. [year]

    Returns
    -------
    Quantity
        Levelised cost. [USD/kWh]

    Raises
    ------
    ValueError
        When power or capacity factor is not above zero, or the factor is above one.

    Notes
    -----
    NASA's table of powers says that about 2 GW is delivered with the capacity factor already in it.
    Its two published costs agree on one rate and one share of capital, such as 3 % and a third, if the factor is
    applied again. That is harmless at 99.7 %, but at 60 % it makes the second design 1.59 where applying it once
    gives 0.96. Applied once, the second design would need five times the capital share of the first at any rate.
    The rate and the share are inferred here, not published, so this is a finding to check and not a correction.

    Examples
    --------
    The two published costs, 0.61 and 1.59, and the second with the factor applied once:

    >>> total, power = Quantity([276.0, 434.0, 434.0], "GUSD"), Quantity([2.0288, 2.0219, 2.0219], "GW")
    >>> cost = levelised_cost_of_energy(total * 0.32, total * 0.68 / Quantity(30, "year"), power,
    ...     Quantity([0.997, 0.6, 1.0], ""), Quantity(3, "percent"), Quantity(30, "year"))
    >>> print(cost.round(2))
    [0.61 1.59 0.96] US_dollar / hour / kilowatt

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], pp. 55 to 57
    (formula and phases), Table 4 (power);
    `National Renewable Energy Laboratory (2022) <https://atb.nrel.gov/electricity/2022/definitions>`__ [nrelatb2022]
    """
    guards.above("power", power, 0.0 * ureg.watt)
    guards.above("capacity_factor", capacity_factor, 0.0)
    guards.at_most("capacity_factor", capacity_factor, 1.0)
    yearly = capital_cost * finance.capital_recovery_factor(discount_rate, service_life) + fixed_cost
    return (yearly * finance.YEAR / (power * capacity_factor * finance.HOURS_OF_OPERATION)).to("USD/kW/hour")


@ureg.check("[mass]", "[power]")
def delivered_specific_mass(upmass: Quantity, mean_power: Quantity) -> Quantity:
    r"""Mass in orbit for each unit of power on the ground.

    .. math:: \mu = m / \bar P

    Parameters
    ----------
    upmass : Quantity
        Mass of one generation. [t]
    mean_power : Quantity
        Power delivered, averaged over the year. [MW]

    Returns
    -------
    Quantity
        Mass per delivered power. [kg/kW]

    Raises
    ------
    ValueError
        When the power is not above zero.

    Notes
    -----
    Compare with the specific mass of a compute satellite, which holds the computers as well.

    Examples
    --------
    >>> print(delivered_specific_mass(Quantity([5900, 10_000], "t"), Quantity([2028.8, 2021.9], "MW")).round(2))
    [2.91 4.95] kilogram / kilowatt

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], p. vii and Table
    4
    """
    guards.above("mean_power", mean_power, 0.0 * ureg.watt)
    return (upmass / mean_power).to("kg/kW")


# ---- the same watts used in orbit --------------------------------------------------------------------------------


@ureg.check("[]", "[]", "[]")
def useful_share_in_orbit(cell_efficiency: Quantity, power_conditioning: Quantity, bus_share: Quantity) -> Quantity:
    r"""Share of the sunlight on an array that reaches computers beside it.

    .. math:: u_o = \eta_{cell}\,\eta_{dc}\,(1 - b)

    Parameters
    ----------
    cell_efficiency : Quantity
        Sunlight to direct current. [-]
    power_conditioning : Quantity
        Direct current to direct current. [-]
    bus_share : Quantity
        Share of the power that pumps, links and attitude control take, b. [-]

    Returns
    -------
    Quantity
        Useful share while in sunlight. [-]

    Raises
    ------
    ValueError
        When a share is outside 0 to 1.

    Notes
    -----
    Radiators take no power but the pumps', which are in the bus.

    Examples
    --------
    >>> print(useful_share_in_orbit(Quantity(0.35, ""), Quantity(0.9, ""), Quantity(0.05, "")).round(3))
    0.299 dimensionless

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], Table 4, cells
    and conditioning
    """
    guards.fraction("cell_efficiency", cell_efficiency)
    guards.fraction("power_conditioning", power_conditioning)
    guards.fraction("bus_share", bus_share)
    return (cell_efficiency * power_conditioning * (1.0 - bus_share)).to("")


@ureg.check("[]", "[]", "[]")
def useful_share_on_ground(end_to_end: Quantity, grid_loss: Quantity, power_usage_effectiveness: Quantity) -> Quantity:
    r"""Share of the sunlight on an array in orbit that reaches computers on the ground.

    .. math:: u_g = \frac{\eta\,(1 - \ell)}{PUE}

    Parameters
    ----------
    end_to_end : Quantity
        End-to-end efficiency from sunlight to the grid. [-]
    grid_loss : Quantity
        Share lost between rectenna and data centre, l. [-]
    power_usage_effectiveness : Quantity
        Facility load over IT load, PUE. [-]

    Returns
    -------
    Quantity
        Useful share while generating. [-]

    Raises
    ------
    ValueError
        When a share is outside 0 to 1, or PUE is below one.

    Notes
    -----
    The rectenna may stand beside the data centre, and then the grid loss is zero.

    Examples
    --------
    >>> print(useful_share_on_ground(Quantity(0.1297, ""), Quantity(0.0, ""), Quantity(1.2, "")).round(3))
    0.108 dimensionless

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], Table 4
    """
    guards.fraction("end_to_end", end_to_end)
    guards.fraction("grid_loss", grid_loss)
    guards.at_least("power_usage_effectiveness", power_usage_effectiveness, 1.0)
    return (end_to_end * (1.0 - grid_loss) / power_usage_effectiveness).to("")


@ureg.check("[]", "[]", "[]", "[]")
def orbit_over_ground(
    useful_in_orbit: Quantity, sunlit_share: Quantity, useful_on_ground: Quantity, generating_share: Quantity
) -> Quantity:
    r"""Useful watts of an array whose power is used in orbit, over those of the same array whose power is beamed down.

    .. math:: R = \frac{u_o\,f_o}{u_g\,f_g}

    Parameters
    ----------
    useful_in_orbit : Quantity
        Share of sunlight that reaches computers in orbit, u_o. [-]
    sunlit_share : Quantity
        Share of the year the compute satellites are in sunlight, f_o. [-]
    useful_on_ground : Quantity
        Share of sunlight that reaches computers on the ground, u_g. [-]
    generating_share : Quantity
        Share of the year the beaming system generates, f_g. [-]

    Returns
    -------
    Quantity
        Ratio; above one it is better to move the computers than the power. [-]

    Raises
    ------
    ValueError
        When a share is outside 0 to 1 or one that divides is zero.

    Notes
    -----
    Watts only: the mass of computers and radiators in orbit, and of antennas, is another question.

    Examples
    --------
    Cells and shares of NASA's first design against a dawn-dusk orbit lit 95.5 % of the year:

    >>> print(orbit_over_ground(Quantity(0.299, ""), Quantity(0.955, ""), Quantity(0.108, ""),
    ...     Quantity(0.997, "")).round(2))
    2.65 dimensionless

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], Table 4, for the
    ground side
    """
    guards.fraction("useful_in_orbit", useful_in_orbit)
    guards.fraction("sunlit_share", sunlit_share)
    for name, share in (("useful_on_ground", useful_on_ground), ("generating_share", generating_share)):
        guards.above(name, share, 0.0)
        guards.at_most(name, share, 1.0)
    return (useful_in_orbit * sunlit_share / (useful_on_ground * generating_share)).to("")
