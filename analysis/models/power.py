"""Power in orbit: the array at the start and the end of its life, storage, and the choice to store or to throttle.

A satellite that meets eclipses can carry all of its load through the dark on a battery, carry none of it, or carry a
part. The functions size each case with the same formula and give its mass and cost per watt-year delivered, so the
choice can be optimised together with the altitude.
"""

from __future__ import annotations

import numpy as np

from analysis.models.guards import above, at_least, between, finite, fraction, not_negative
from analysis.units import Quantity, ureg

_NO_POWER = Quantity(0.0, "W")


# ---- cells and arrays --------------------------------------------------------------------------------------------


@ureg.check("[]", "1/[temperature]", "[temperature]", "[temperature]")
def cell_efficiency(
    reference_efficiency: Quantity,
    temperature_coefficient: Quantity,
    cell_temperature: Quantity,
    reference_temperature: Quantity,
) -> Quantity:
    r"""Efficiency of a solar cell at its working temperature.

    .. math:: \eta = \eta_0 [1 + \gamma (T - T_0)]

    Parameters
    ----------
    reference_efficiency : Quantity
        Efficiency at the reference temperature, outside the atmosphere. [-]
    temperature_coefficient : Quantity
        Relative change per kelvin; negative for real cells. [1/K]
    cell_temperature : Quantity
        Working temperature. [K]
    reference_temperature : Quantity
        Temperature of the rating, usually 298.15 K or 301.15 K. [K]

    Returns
    -------
    Quantity
        Efficiency. [-]

    Raises
    ------
    ValueError
        When the reference efficiency is outside 0 to 1.

    Notes
    -----
    A straight line, good between about 250 K and 400 K.

    Examples
    --------
    >>> kelvin = lambda value: Quantity(value, "kelvin")
    >>> print(cell_efficiency(Quantity(0.22, ""), Quantity(-0.003, "1/kelvin"), kelvin(338.15), kelvin(298.15)))
    0.1936 dimensionless

    References
    ----------
    Anderson et al. (2023) [pvlib2023], function pvsystem.pvwatts_dc: the same line gives 0.1936 of 0.22 at 65 degrees
    Celsius.
    """
    finite("temperature_coefficient", temperature_coefficient)
    between("cell_temperature", cell_temperature, Quantity(250.0, "K"), Quantity(400.0, "K"))
    at_least("reference_temperature", reference_temperature, Quantity(0.0, "K"))
    fraction("reference_efficiency", reference_efficiency)
    warming = cell_temperature.to("K") - reference_temperature.to("K")
    return (reference_efficiency * (1.0 + (temperature_coefficient * warming).to(""))).to("")


@ureg.check("1/[time]", "[time]")
def end_of_life_factor(annual_degradation: Quantity, life: Quantity) -> Quantity:
    r"""Share of its first power an array still gives at the end of its life.

    .. math:: L_d = (1 - d)^{t}

    Parameters
    ----------
    annual_degradation : Quantity
        Share of power lost in each year. [1/yr]
    life : Quantity
        Time in orbit. [yr]

    Returns
    -------
    Quantity
        End-of-life power over beginning-of-life power. [-]

    Raises
    ------
    ValueError
        When the degradation is outside 0 to 100 % a year.

    Examples
    --------
    >>> print(end_of_life_factor(Quantity(2.75, "percent/year"), Quantity(5.0, "year")))  # gallium arsenide, five years
    0.870 dimensionless

    References
    ----------
    `alpersanli (2026) <https://github.com/alpersanli/SOLAR-ARRAY-DESIGN-PROCESS>`__ [firesat_array], step 5: 2.75 % a
    year.
    """
    between("annual_degradation", annual_degradation, Quantity(0.0, "1/year"), Quantity(1.0, "1/year"))
    at_least("life", life, Quantity(0.0, "year"))
    yearly_loss = (annual_degradation * Quantity(1.0, "year")).to("")
    return ((1.0 - yearly_loss) ** (life / Quantity(1.0, "year")).to("")).to("")


@ureg.check("[power]/[area]", "[]", "[]", "[]", "[]")
def array_areal_power(
    irradiance: Quantity,
    cell_efficiency: Quantity,
    packing_factor: Quantity,
    incidence_angle: Quantity,
    life_factor: Quantity,
) -> Quantity:
    r"""Electric power of a square metre of array.

    .. math:: p = G\, \eta\, f_\mathrm{pack} \cos\vartheta\, L

    Parameters
    ----------
    irradiance : Quantity
        Sunlight on a surface that faces the Sun. [W/m^2]
    cell_efficiency : Quantity
        Efficiency at working temperature. [-]
    packing_factor : Quantity
        Cell area over array area. [-]
    incidence_angle : Quantity
        Angle between the array's normal and the Sun; 0 for perfect pointing. [degree]
    life_factor : Quantity
        1 at the beginning of life; `end_of_life_factor` at its end. [-]

    Returns
    -------
    Quantity
        Power per array area. [W/m^2]

    Raises
    ------
    ValueError
        When an efficiency or a factor is outside 0 to 1.

    Examples
    --------
    >>> full, flat = Quantity(1.0, ""), Quantity(0.0, "degree")
    >>> areal = array_areal_power(Quantity(1361, "W/m^2"), Quantity(0.22, ""), Quantity(0.9, ""), flat, full)
    >>> print((areal * Quantity(105, "m^2")).to("kW"))  # Starlink v2 mini, published as about 28 kW
    28.3 kilowatt

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], section on launched power.
    """
    not_negative("irradiance", irradiance)
    finite("incidence_angle", incidence_angle)
    for name, value in (("cell_efficiency", cell_efficiency), ("packing_factor", packing_factor)):
        fraction(name, value)
    fraction("life_factor", life_factor)
    lit = np.maximum(np.cos(incidence_angle), Quantity(0.0, ""))
    return (irradiance * cell_efficiency * packing_factor * lit * life_factor).to("W/m^2")


@ureg.check("[power]", "[power]/[area]")
def array_area(array_power: Quantity, areal_power: Quantity) -> Quantity:
    r"""Area of an array of a given power.

    .. math:: A = P / p

    Parameters
    ----------
    array_power : Quantity
        Power the array must give. [kW]
    areal_power : Quantity
        Power per array area at the same point of its life. [W/m^2]

    Returns
    -------
    Quantity
        Array area. [m^2]

    Raises
    ------
    ValueError
        When the power is negative or the areal power not above zero.

    Examples
    --------
    >>> print(array_area(Quantity(150.0, "kW"), Quantity(250.0, "W/m^2")))  # AI1
    600.0 meter ** 2

    References
    ----------
    `Techstoriess (2026) <https://www.techstoriess.com/?p=4258>`__ [ai1techstoriess2026], power and areal power of the
    array.
    """
    at_least("array_power", array_power, _NO_POWER)
    above("areal_power", areal_power, Quantity(0.0, "W/m^2"))
    return (array_power / areal_power).to("m^2")


@ureg.check("[power]", "[power]/[mass]")
def array_mass(array_power: Quantity, specific_power: Quantity) -> Quantity:
    r"""Mass of an array from its specific power.

    .. math:: m = P / w

    Parameters
    ----------
    array_power : Quantity
        Power at the beginning of life. [kW]
    specific_power : Quantity
        Beginning-of-life power per array mass, with substrate, boom and drive. [W/kg]

    Returns
    -------
    Quantity
        Array mass. [kg]

    Raises
    ------
    ValueError
        When the specific power is not above zero.

    Examples
    --------
    >>> print(array_mass(Quantity(28.0, "kW"), Quantity(86.0, "W/kg")))  # one roll-out array of the space station
    325.6 kilogram

    References
    ----------
    `Wikipedia contributors (2025) <https://en.wikipedia.org/wiki/Roll_Out_Solar_Array>`__ [rosa_wiki];
    `Redwire (2022)
    <https://redwirespace.com/newsroom/next-pair-of-redwires-roll-out-solar-arrays-set-to-launch-to-international-space-station/>`__
    [redwire2022irosa].
    """
    not_negative("array_power", array_power)
    above("specific_power", specific_power, Quantity(0.0, "W/kg"))
    return (array_power / specific_power).to("kg")


@ureg.check("[power]/[area]", "[mass]/[area]")
def array_specific_power(areal_power: Quantity, areal_mass: Quantity) -> Quantity:
    r"""Specific power of an array from its areal power and areal mass.

    .. math:: w = p / \sigma

    Parameters
    ----------
    areal_power : Quantity
        Power per array area. [W/m^2]
    areal_mass : Quantity
        Mass per array area. [kg/m^2]

    Returns
    -------
    Quantity
        Power per array mass. [W/kg]

    Raises
    ------
    ValueError
        When the areal mass is not above zero.

    Examples
    --------
    >>> area = Quantity(111.0, "m^2")  # one roll-out array of the space station: 28 kW and 325 kg, published as 86 W/kg
    >>> print(array_specific_power(Quantity(28.0, "kW") / area, Quantity(325.0, "kg") / area))
    86. watt / kilogram

    References
    ----------
    `Redwire (2022)
    <https://redwirespace.com/newsroom/next-pair-of-redwires-roll-out-solar-arrays-set-to-launch-to-international-space-station/>`__
    [redwire2022irosa];
    `Wikipedia contributors (2025) <https://en.wikipedia.org/wiki/Roll_Out_Solar_Array>`__ [rosa_wiki].
    """
    not_negative("areal_power", areal_power)
    above("areal_mass", areal_mass, Quantity(0.0, "kg/m^2"))
    return (areal_power / areal_mass).to("W/kg")


# ---- storage -----------------------------------------------------------------------------------------------------


@ureg.check("[power]", "[time]", "[]", "[]")
def storage_capacity(
    load: Quantity, eclipse_duration: Quantity, depth_of_discharge: Quantity, discharge_efficiency: Quantity
) -> Quantity:
    r"""Nameplate energy of the storage that carries a load through an eclipse.

    .. math:: E = \frac{P\, t}{\mathrm{DoD}\; \eta_\mathrm{dis}}

    Parameters
    ----------
    load : Quantity
        Power carried through the dark. [kW]
    eclipse_duration : Quantity
        Longest eclipse. [min]
    depth_of_discharge : Quantity
        Share of the nameplate used in each cycle. [-]
    discharge_efficiency : Quantity
        Energy at the load over energy leaving the cells. [-]

    Returns
    -------
    Quantity
        Nameplate capacity. [kWh]

    Raises
    ------
    ValueError
        When the depth of discharge or the efficiency is not above zero, or is above 1.

    Examples
    --------
    >>> share = Quantity(0.8, ""), Quantity(1.0, "")
    >>> print(storage_capacity(Quantity(1.0, "MW"), Quantity(35.0, "minute"), *share))
    729.2 kilowatt_hour

    References
    ----------
    ours: the size of the battery is not printed, its inputs are. `ferhat00 (2026)
    <https://github.com/ferhat00/space-datacentre-model>`__ [odc2026], core.py: 35 minutes at full power, depth of
    discharge of 0.80.
    """
    not_negative("load", load)
    not_negative("eclipse_duration", eclipse_duration)
    for name, value in (("depth_of_discharge", depth_of_discharge), ("discharge_efficiency", discharge_efficiency)):
        above(name, value, 0.0)
        fraction(name, value)
    return (load * eclipse_duration / (depth_of_discharge * discharge_efficiency)).to("kWh")


@ureg.check("[energy]", "[energy]/[mass]")
def storage_mass(capacity: Quantity, specific_energy: Quantity) -> Quantity:
    r"""Mass of a battery.

    .. math:: m = E / e

    Parameters
    ----------
    capacity : Quantity
        Nameplate energy. [kWh]
    specific_energy : Quantity
        Nameplate energy per battery mass, with case and electronics. [Wh/kg]

    Returns
    -------
    Quantity
        Battery mass. [kg]

    Raises
    ------
    ValueError
        When the specific energy is not above zero.

    Examples
    --------
    >>> print(storage_mass(Quantity(145.1, "kWh"), Quantity(150.0, "W*hour/kg")))
    967.3 kilogram

    References
    ----------
    `Turyshev (2026) <https://arxiv.org/abs/2604.27197>`__ [turyshev2026], range of 150 to 265 Wh/kg.
    """
    not_negative("capacity", capacity)
    above("specific_energy", specific_energy, Quantity(0.0, "W*hour/kg"))
    return (capacity / specific_energy).to("kg")


@ureg.check("[time]", "[]", "[time]")
def discharge_cycles(eclipse_season: Quantity, orbits_per_day: Quantity, life: Quantity) -> Quantity:
    r"""Charge and discharge cycles of a life in orbit.

    .. math:: n = S\, N\, t / 1\,\mathrm{yr}

    Parameters
    ----------
    eclipse_season : Quantity
        Days with eclipses in each year. [day]
    orbits_per_day : Quantity
        Revolutions in a day. [-]
    life : Quantity
        Time in orbit. [yr]

    Returns
    -------
    Quantity
        Cycles. [-]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Examples
    --------
    >>> print(discharge_cycles(Quantity(365.25, "day"), Quantity(16.0, ""), Quantity(6.5, "year")))  # published 38,000
    37986.0 dimensionless

    References
    ----------
    `Dalton et al. (2002) <https://ntrs.nasa.gov/citations/20020060522>`__ [iss_nih2_battery], requirements: 6.5 years
    and 38,000 cycles in low orbit.
    """
    not_negative("eclipse_season", eclipse_season)
    not_negative("orbits_per_day", orbits_per_day)
    at_least("life", life, Quantity(0.0, "year"))
    days = (eclipse_season / Quantity(1.0, "day")).to("")
    return (days * orbits_per_day * (life / Quantity(1.0, "year")).to("")).to("")


@ureg.check("[]", "[]", "[]", "[]")
def allowed_depth_of_discharge(
    cycles: Quantity, reference_cycles: Quantity, reference_depth: Quantity, cycle_exponent: Quantity
) -> Quantity:
    r"""Depth of discharge that a battery bears for a number of cycles.

    .. math:: \mathrm{DoD} = \min\!\left[1,\; \mathrm{DoD}_0 \left(\frac{n_0}{n}\right)^{1/k}\right]

    Parameters
    ----------
    cycles : Quantity
        Cycles wanted, `n`. [-]
    reference_cycles : Quantity
        Cycles shown in test at the reference depth. [-]
    reference_depth : Quantity
        Depth of discharge of that test. [-]
    cycle_exponent : Quantity
        Exponent of the law :math:`n \propto \mathrm{DoD}^{-k}`. [-]

    Returns
    -------
    Quantity
        Depth of discharge, at most 1. [-]

    Raises
    ------
    ValueError
        When the cycles or the exponent are not above zero.

    Notes
    -----
    A power law through one tested point; it says nothing about ageing by calendar.

    Examples
    --------
    >>> pure = lambda value: Quantity(value, "")
    >>> print(allowed_depth_of_discharge(pure(38000.0), pure(38000.0), pure(0.35), pure(1.5)))  # the space station
    0.35 dimensionless

    References
    ----------
    `Dalton et al. (2002) <https://ntrs.nasa.gov/citations/20020060522>`__ [iss_nih2_battery], 38,000 cycles;
    `Dalton et al. (2018) <https://ntrs.nasa.gov/citations/20190002835>`__ [iss_battery_status], depth of discharge of
    35 % at most. The exponent has no effect at the tested point.
    """
    not_negative("reference_cycles", reference_cycles)
    not_negative("reference_depth", reference_depth)
    above("cycles", cycles, 0.0)
    above("cycle_exponent", cycle_exponent, 0.0)
    depth = reference_depth * (reference_cycles / cycles) ** (1.0 / cycle_exponent)
    return np.minimum(depth.to(""), Quantity(1.0, "")).to("")


@ureg.check("[]", "[]", "[]", "[]", "[]", "[]")
def storage_left(
    cycles: Quantity,
    depth_of_discharge: Quantity,
    reference_cycles: Quantity,
    reference_depth: Quantity,
    cycle_exponent: Quantity,
    fade: Quantity,
) -> Quantity:
    r"""Share of its energy that a battery still holds after a number of cycles.

    .. math:: \kappa = 1 - \varphi\,\frac{n}{n_0} \left(\frac{\mathrm{DoD}}{\mathrm{DoD}_0}\right)^{k}

    Parameters
    ----------
    cycles : Quantity
        Cycles gone through, `n`. [-]
    depth_of_discharge : Quantity
        Depth of each of them. [-]
    reference_cycles : Quantity
        Cycles shown in test at the reference depth. [-]
    reference_depth : Quantity
        Depth of discharge of that test. [-]
    cycle_exponent : Quantity
        Exponent of the law :math:`n \propto \mathrm{DoD}^{-k}`. [-]
    fade : Quantity
        Share of the energy that is gone after all cycles that the battery bears. [-]

    Returns
    -------
    Quantity
        Energy held over energy held when new. [-]

    Raises
    ------
    ValueError
        When a count or a depth is negative, a reference or the exponent is not above zero, or the fade is not a share.

    Notes
    -----
    Every cycle takes the same; ageing by calendar comes on top. Of no use beyond the cycles that the battery bears.

    Examples
    --------
    Half of the cycles that a cell bears, at the depth of its test, take half of a fade of 20 %:

    >>> pure = lambda value: Quantity(value, "")
    >>> print(storage_left(pure(13700.0), pure(0.3), pure(27400.0), pure(0.3), pure(2.0), pure(0.2)))
    0.9 dimensionless

    References
    ----------
    `European Space Agency, ARTES (2005)
    <https://artes.esa.int/projects/development-high-specific-energy-liion-cell>`__ [esa_artes_ves180],
    specification: five years in low orbit at 30 %, 15 cycles a day, for less than 20 % of the energy
    """
    not_negative("cycles", cycles)
    fraction("depth_of_discharge", depth_of_discharge)
    above("reference_cycles", reference_cycles, 0.0)
    above("reference_depth", reference_depth, 0.0)
    above("cycle_exponent", cycle_exponent, 0.0)
    fraction("fade", fade)
    worn = cycles / reference_cycles * (depth_of_discharge / reference_depth) ** cycle_exponent
    return (1.0 - fade * worn).to("")


# ---- energy balance of an orbit ----------------------------------------------------------------------------------


@ureg.check("[power]", "[]", "[]", "[]", "[]")
def array_power_for_load(
    load: Quantity,
    held_fraction: Quantity,
    eclipse_fraction: Quantity,
    direct_efficiency: Quantity,
    storage_efficiency: Quantity,
) -> Quantity:
    r"""Array power that runs a full load in sunlight and a part of it through the eclipse.

    .. math:: P_a = P \left[\frac{1}{X_d} + \frac{k f}{(1 - f)\, X_e}\right]

    Parameters
    ----------
    load : Quantity
        Full load in sunlight. [kW]
    held_fraction : Quantity
        Share of the load kept in the dark, `k`: 0 throttles to nothing, 1 stores for everything. [-]
    eclipse_fraction : Quantity
        Dark fraction of the darkest revolution, `f`. [-]
    direct_efficiency : Quantity
        From array to load in sunlight, :math:`X_d`. [-]
    storage_efficiency : Quantity
        From array through the battery to the load, :math:`X_e`. [-]

    Returns
    -------
    Quantity
        Array power in sunlight. [kW]

    Raises
    ------
    ValueError
        When a share is outside 0 to 1, or the orbit has no light.

    Notes
    -----
    The energy of one revolution closes: what the array gives in the light is what the load and the losses take.
    With `k` of 1 it is the usual sizing rule of array by eclipse and daylight paths.

    Examples
    --------
    >>> share, dark = lambda value: Quantity(value, ""), 35.3 / (35.3 + 63.5)
    >>> print(array_power_for_load(Quantity(110.0, "W"), share(1.0), share(dark), share(0.8), share(0.6)).to("W"))
    239.4 watt

    References
    ----------
    `alpersanli (2026) <https://github.com/alpersanli/SOLAR-ARRAY-DESIGN-PROCESS>`__ [firesat_array], step 2: 35.3
    minutes of eclipse, 63.5 of daylight, paths of 0.6 and 0.8; its formula gives 239.4 W.
    """
    not_negative("load", load)
    fraction("held_fraction", held_fraction)
    fraction("eclipse_fraction", eclipse_fraction)
    for name, value in (("direct_efficiency", direct_efficiency), ("storage_efficiency", storage_efficiency)):
        above(name, value, 0.0)
        fraction(name, value)
    above("sunlit fraction of the orbit", 1.0 - eclipse_fraction, 0.0)
    through_storage = held_fraction * eclipse_fraction / ((1.0 - eclipse_fraction) * storage_efficiency)
    return (load * (1.0 / direct_efficiency + through_storage)).to("kW")


@ureg.check("[power]", "[]", "[]")
def delivered_power(load: Quantity, held_fraction: Quantity, annual_dark_fraction: Quantity) -> Quantity:
    r"""Mean power at the load over a year.

    .. math:: \bar P = P\, [1 - D (1 - k)]

    Parameters
    ----------
    load : Quantity
        Full load in sunlight. [kW]
    held_fraction : Quantity
        Share of the load kept in the dark, `k`. [-]
    annual_dark_fraction : Quantity
        Dark fraction of the year, `D`. [-]

    Returns
    -------
    Quantity
        Mean delivered power. [kW]

    Raises
    ------
    ValueError
        When a share is outside 0 to 1.

    Examples
    --------
    >>> print(delivered_power(Quantity(1.0, "MW"), Quantity(0.0, ""), Quantity(0.05, "")))  # throttled
    950.0 kilowatt

    References
    ----------
    `Turyshev (2026) <https://arxiv.org/abs/2604.27197>`__ [turyshev2026], base case of 1 MW and sunlit share of 0.95,
    through a secondary account.
    """
    not_negative("load", load)
    fraction("held_fraction", held_fraction)
    fraction("annual_dark_fraction", annual_dark_fraction)
    return (load * (1.0 - annual_dark_fraction * (1.0 - held_fraction))).to("kW")


# ---- to store or to throttle -------------------------------------------------------------------------------------


@ureg.check(None, None)
def break_even_dark_fraction(throttled: Quantity, held: Quantity) -> Quantity:
    r"""Dark fraction of the year above which carrying the load through the dark is cheaper than throttling.

    .. math:: D^* = 1 - \frac{c_0}{c_1}

    Parameters
    ----------
    throttled : Quantity
        Cost or mass per full load without storage, :math:`c_0`. [USD/W or kg/kW]
    held : Quantity
        Cost or mass per full load with storage for all of it, :math:`c_1`. [unit of throttled]

    Returns
    -------
    Quantity
        Dark fraction at which both give a watt-year for the same. [-]

    Raises
    ------
    ValueError
        When the held design is cheaper than the throttled one.

    Examples
    --------
    >>> print(break_even_dark_fraction(Quantity(22.8, "kg/kW"), Quantity(33.8, "kg/kW")))
    0.325 dimensionless

    References
    ----------
    ours: nobody weighs storing against throttling; the lighter design is the published floor of `Turyshev (2026)
    <https://arxiv.org/abs/2604.27197>`__ [turyshev2026].
    """
    not_negative("throttled", throttled)
    at_least("held", held, throttled)
    return (1.0 - throttled / held).to("")
