"""A satellite's mass from its subsystems, whether an announced design closes, and the fleet that follows from it.

A design closes when what its parts weigh fits the mass that was claimed. `residual_mass` says how far off it is;
`solve_for` turns the question round and asks what one part would have to weigh for the claim to be true.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import scipy

from analysis.models.guards import above, at_least, below, fraction, not_negative
from analysis.models.orbit import STANDARD_GRAVITY, propellant_mass
from analysis.models.power import array_mass, storage_mass
from analysis.models.thermal import coolant_loop_mass, radiator_mass
from analysis.units import Quantity, ureg

#: Mass of aluminium oxide over the mass of the aluminium in it, from atomic weights 26.9815 and 15.999.

_NO_MASS = Quantity(0.0, "kg")


# ---- mass --------------------------------------------------------------------------------------------------------


@ureg.check("[mass]", "[]", "[]")
def dry_mass(subsystem_mass: Quantity, structure_fraction: Quantity, margin_fraction: Quantity) -> Quantity:
    r"""Mass without propellant, from the sum of the subsystems.

    .. math:: m_\mathrm{dry} = \frac{m_\mathrm{sub}\,(1 + k)}{1 - s}

    Parameters
    ----------
    subsystem_mass : Quantity
        All subsystems together, structure not counted. [kg]
    structure_fraction : Quantity
        Structure as a share of the dry mass, `s`. [-]
    margin_fraction : Quantity
        Growth allowance on the subsystems and their structure, `k`. [-]

    Returns
    -------
    Quantity
        Dry mass. [kg]

    Raises
    ------
    ValueError
        When a mass or the margin is negative, or the structure fraction is not below 1.

    Examples
    --------
    >>> print(dry_mass(Quantity(850.0, "kg"), Quantity(0.15, ""), Quantity(0.0, "")))
    1000.0 kilogram

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], structure of 15 % of dry mass.
    """
    at_least("subsystem_mass", subsystem_mass, _NO_MASS)
    at_least("structure_fraction", structure_fraction, 0.0)
    below("structure_fraction", structure_fraction, 1.0)
    at_least("margin_fraction", margin_fraction, 0.0)
    return (subsystem_mass * (1.0 + margin_fraction) / (1.0 - structure_fraction)).to("kg")


@ureg.check("[mass]", "[power]")
def specific_mass(mass: Quantity, power: Quantity) -> Quantity:
    r"""Mass per power: the swing variable of every orbital cost model.

    .. math:: \mu = m / P

    Parameters
    ----------
    mass : Quantity
        Satellite mass. [kg]
    power : Quantity
        Power it is rated for; say whether peak or average. [kW]

    Returns
    -------
    Quantity
        Specific mass. [kg/kW]

    Raises
    ------
    ValueError
        When the power is not above zero.

    Examples
    --------
    >>> print(specific_mass(Quantity(1.0, "tonne"), Quantity(70.0, "kW")))  # AI1, announced as 70 kW a tonne
    14.286 kilogram / kilowatt
    >>> print(specific_mass(Quantity(575.0, "kg"), Quantity(28.0, "kW")))  # Starlink v2 mini
    20.5 kilogram / kilowatt

    References
    ----------
    `Techstoriess (2026) <https://www.techstoriess.com/?p=4258>`__ [ai1techstoriess2026];
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], Table 1.
    """
    not_negative("mass", mass)
    above("power", power, Quantity(0.0, "W"))
    return (mass / power).to("kg/kW")


@ureg.check("[power]", "[mass]")
def specific_power(power: Quantity, mass: Quantity) -> Quantity:
    r"""Power per mass, the inverse of the specific mass.

    .. math:: w = P / m

    Parameters
    ----------
    power : Quantity
        Rated power. [kW]
    mass : Quantity
        Satellite mass. [kg]

    Returns
    -------
    Quantity
        Specific power. [kW/t]

    Raises
    ------
    ValueError
        When the mass is not above zero.

    Examples
    --------
    >>> print(specific_power(Quantity(27.0, "kW"), Quantity(740.0, "kg")))  # published as 36.5 W/kg
    36.5 kilowatt / metric_ton

    References
    ----------
    `McCalip (2025) <https://github.com/andrewmccalip/thoughts>`__ [mccalip2025], defaults.
    """
    not_negative("power", power)
    above("mass", mass, _NO_MASS)
    return (power / mass).to("kW/tonne")


@ureg.check("[power]", "[power]/[mass]")
def mass_at_specific_power(power: Quantity, specific_power: Quantity) -> Quantity:
    r"""Mass that a claimed power per mass implies.

    .. math:: m = P / w

    Parameters
    ----------
    power : Quantity
        Rated power. [kW]
    specific_power : Quantity
        Claimed power per mass. [kW/t]

    Returns
    -------
    Quantity
        Mass. [kg]

    Raises
    ------
    ValueError
        When the specific power is not above zero.

    Examples
    --------
    >>> print(mass_at_specific_power(Quantity(150.0, "kW"), Quantity(70.0, "kW/tonne")))  # AI1 at peak power
    2142.9 kilogram

    References
    ----------
    `Techstoriess (2026) <https://www.techstoriess.com/?p=4258>`__ [ai1techstoriess2026].
    """
    not_negative("power", power)
    above("specific_power", specific_power, Quantity(0.0, "kW/tonne"))
    return (power / specific_power).to("kg")


# ---- closure -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Design:
    """What a satellite is made of, each part by size and by size per mass.

    Attributes
    ----------
    compute_mass : Quantity
        Servers as built for the ground. [kg]
    compute_mass_factor : Quantity
        Share of that mass that flies; 1 flies it all. [-]
    array_power, array_specific_power : Quantity
        Array power and power per mass, at the same point of life. [kW], [W/kg]
    storage_capacity, storage_specific_energy : Quantity
        Battery energy and energy per mass. [kWh], [Wh/kg]
    radiator_area, radiator_areal_mass : Quantity
        Radiator panel area and mass per area. [m^2], [kg/m^2]
    loop_heat, loop_specific_mass : Quantity
        Heat carried by the coolant loop and loop mass per heat. [kW], [kg/kW]
    other_mass : Quantity
        Avionics, links, attitude control, thrusters, shielding. [kg]
    structure_fraction, margin_fraction : Quantity
        Structure as a share of dry mass; growth allowance. [-]
    delta_v, specific_impulse : Quantity
        Velocity change over the life and thruster. [m/s], [s]
    """

    compute_mass: Quantity
    compute_mass_factor: Quantity
    array_power: Quantity
    array_specific_power: Quantity
    storage_capacity: Quantity
    storage_specific_energy: Quantity
    radiator_area: Quantity
    radiator_areal_mass: Quantity
    loop_heat: Quantity
    loop_specific_mass: Quantity
    other_mass: Quantity
    structure_fraction: Quantity
    margin_fraction: Quantity
    delta_v: Quantity
    specific_impulse: Quantity


@dataclass(frozen=True)
class Closure:
    """The answer of `solve_for`: the value that closes the design, or why none does.

    Attributes
    ----------
    unknown : str
        Field of the design that was solved for.
    value : Quantity or None
        Value that makes the design weigh what was claimed; None when there is none in the range.
    feasible : bool
        Whether a value in the range lets the design weigh no more than was claimed.
    residual_at_low, residual_at_high : Quantity
        Mass left over at the two ends of the range; negative when the design is too heavy. [kg]
    reason : str
        One sentence.
    """

    unknown: str
    value: Quantity | None
    feasible: bool
    residual_at_low: Quantity
    residual_at_high: Quantity
    reason: str


@ureg.check(None)
def mass_ledger(design: Design) -> dict[str, Quantity]:
    r"""Mass of a design line by line; the lines add up to the mass at launch.

    .. math:: m = \sum_j m_j

    Parameters
    ----------
    design : Design
        The parts.

    Returns
    -------
    dict of str to Quantity
        Compute, array, storage, radiator, coolant loop, other, structure, margin, propellant. [kg]

    Notes
    -----
    Margin is the growth allowance on the subsystems; structure is what the subsystems with their margin need.

    Examples
    --------
    >>> q = Quantity
    >>> design = Design(
    ...     compute_mass=q(1360.0, "kg"), compute_mass_factor=q(1.0, ""),
    ...     array_power=q(150.0, "kW"), array_specific_power=q(250.0 / 0.52, "W/kg"),
    ...     storage_capacity=q(0.0, "kWh"), storage_specific_energy=q(150.0, "W*hour/kg"),
    ...     radiator_area=q(110.0, "m^2"), radiator_areal_mass=q(3.5, "kg/m^2"),
    ...     loop_heat=q(150.0, "kW"), loop_specific_mass=q(0.0, "kg/kW"), other_mass=q(0.0, "kg"),
    ...     structure_fraction=q(0.0, ""), margin_fraction=q(0.0, ""),
    ...     delta_v=q(0.0, "m/s"), specific_impulse=q(1500.0, "s"))
    >>> print(mass_ledger(design)["array"] + mass_ledger(design)["radiator"])
    697.0 kilogram

    References
    ----------
    ours: the bookkeeping of published parts. `Techstoriess (2026) <https://www.techstoriess.com/?p=4258>`__
    [ai1techstoriess2026], powers and areas;
    `Introl (2025) <https://introl.com/blog/why-nvidia-gb300-nvl72-blackwell-ultra-matters>`__ [introl2025gb300], rack
    of 1,360 kg;
    `Gaalema et al. (2026) <https://arxiv.org/abs/2604.07760>`__ [iscr2026], array of 0.52 kg/m^2;
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], radiator of 3.5 kg/m^2.
    """
    lines = {
        "compute": (design.compute_mass * design.compute_mass_factor).to("kg"),
        "array": array_mass(design.array_power, design.array_specific_power),
        "storage": storage_mass(design.storage_capacity, design.storage_specific_energy),
        "radiator": radiator_mass(design.radiator_area, design.radiator_areal_mass),
        "coolant_loop": coolant_loop_mass(design.loop_heat, design.loop_specific_mass),
        "other": design.other_mass.to("kg"),
    }
    subsystems = sum(lines.values(), _NO_MASS)
    dry = dry_mass(subsystems, design.structure_fraction, design.margin_fraction)
    lines["margin"] = (subsystems * design.margin_fraction).to("kg")
    lines["structure"] = (dry * design.structure_fraction).to("kg")
    lines["propellant"] = propellant_mass(dry, design.delta_v, design.specific_impulse)
    return lines


@ureg.check(None)
def launch_mass(design: Design) -> Quantity:
    r"""Mass of a design at launch.

    .. math:: m = \sum_j m_j

    Parameters
    ----------
    design : Design
        The parts.

    Returns
    -------
    Quantity
        Mass with propellant. [kg]

    Notes
    -----
    The sum of `mass_ledger`.

    Examples
    --------
    >>> q = Quantity
    >>> design = Design(
    ...     compute_mass=q(1360.0, "kg"), compute_mass_factor=q(1.0, ""),
    ...     array_power=q(150.0, "kW"), array_specific_power=q(250.0 / 0.52, "W/kg"),
    ...     storage_capacity=q(0.0, "kWh"), storage_specific_energy=q(150.0, "W*hour/kg"),
    ...     radiator_area=q(110.0, "m^2"), radiator_areal_mass=q(3.5, "kg/m^2"),
    ...     loop_heat=q(150.0, "kW"), loop_specific_mass=q(0.0, "kg/kW"), other_mass=q(0.0, "kg"),
    ...     structure_fraction=q(0.0, ""), margin_fraction=q(0.0, ""),
    ...     delta_v=q(0.0, "m/s"), specific_impulse=q(1500.0, "s"))
    >>> print(launch_mass(design))
    2057.0 kilogram

    References
    ----------
    ours: the sum of published parts. `Techstoriess (2026) <https://www.techstoriess.com/?p=4258>`__
    [ai1techstoriess2026], powers and areas;
    `Introl (2025) <https://introl.com/blog/why-nvidia-gb300-nvl72-blackwell-ultra-matters>`__ [introl2025gb300], rack
    of 1,360 kg;
    `Gaalema et al. (2026) <https://arxiv.org/abs/2604.07760>`__ [iscr2026], array of 0.52 kg/m^2;
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], radiator of 3.5 kg/m^2.
    """
    return sum(mass_ledger(design).values(), _NO_MASS).to("kg")


@ureg.check("[mass]", None)
def residual_mass(claimed_mass: Quantity, design: Design) -> Quantity:
    r"""Claimed mass less the mass of the parts.

    .. math:: r = m_\mathrm{claimed} - \sum_j m_j

    Parameters
    ----------
    claimed_mass : Quantity
        Mass the maker states or implies. [kg]
    design : Design
        The parts.

    Returns
    -------
    Quantity
        Mass left for what the design leaves out; negative when the claim does not close. [kg]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Notes
    -----
    The example is AI1 at 70 kW a tonne of peak power, with one ground rack and the lightest array and radiator found on
    paper: 86 kg are left for pumps, structure, propulsion and battery.

    Examples
    --------
    >>> q = Quantity
    >>> design = Design(
    ...     compute_mass=q(1360.0, "kg"), compute_mass_factor=q(1.0, ""),
    ...     array_power=q(150.0, "kW"), array_specific_power=q(250.0 / 0.52, "W/kg"),
    ...     storage_capacity=q(0.0, "kWh"), storage_specific_energy=q(150.0, "W*hour/kg"),
    ...     radiator_area=q(110.0, "m^2"), radiator_areal_mass=q(3.5, "kg/m^2"),
    ...     loop_heat=q(150.0, "kW"), loop_specific_mass=q(0.0, "kg/kW"), other_mass=q(0.0, "kg"),
    ...     structure_fraction=q(0.0, ""), margin_fraction=q(0.0, ""),
    ...     delta_v=q(0.0, "m/s"), specific_impulse=q(1500.0, "s"))
    >>> print(residual_mass(q(150.0, "kW") / q(70.0, "kW/tonne"), design))
    85.9 kilogram

    References
    ----------
    `Techstoriess (2026) <https://www.techstoriess.com/?p=4258>`__ [ai1techstoriess2026];
    `Gaalema et al. (2026) <https://arxiv.org/abs/2604.07760>`__ [iscr2026], array of 0.52 kg/m^2;
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], radiator of 3.5 kg/m^2.
    """
    not_negative("claimed_mass", claimed_mass)
    return (claimed_mass - launch_mass(design)).to("kg")


@ureg.check("[mass]", "[]", "[]", "[velocity]", "[time]")
def subsystem_allowance(
    claimed_mass: Quantity,
    structure_fraction: Quantity,
    margin_fraction: Quantity,
    delta_v: Quantity,
    specific_impulse: Quantity,
) -> Quantity:
    r"""Mass a claim leaves for all subsystems together.

    .. math:: m_\mathrm{sub} = m_\mathrm{claimed}\, e^{-\Delta v / (I_{sp} g_0)}\, \frac{1 - s}{1 + k}

    Parameters
    ----------
    claimed_mass : Quantity
        Mass at launch. [kg]
    structure_fraction : Quantity
        Structure as a share of the dry mass, `s`. [-]
    margin_fraction : Quantity
        Growth allowance, `k`. [-]
    delta_v : Quantity
        Change of velocity over the life. [m/s]
    specific_impulse : Quantity
        Impulse per weight of propellant. [s]

    Returns
    -------
    Quantity
        Mass for the subsystems. [kg]

    Raises
    ------
    ValueError
        When a share is impossible or the specific impulse not above zero.

    Examples
    --------
    >>> bus = Quantity(0.15, ""), Quantity(0.0, ""), Quantity(0.0, "m/s"), Quantity(1500.0, "s")
    >>> claim = Quantity(150.0, "kW") / Quantity(70.0, "kW/tonne")  # AI1 at peak power
    >>> print(subsystem_allowance(claim, *bus))
    1821.4 kilogram

    References
    ----------
    ours: no maker prints it. `Techstoriess (2026) <https://www.techstoriess.com/?p=4258>`__ [ai1techstoriess2026], 150
    kW and 70 kW a tonne;
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], structure of 15 % of dry mass.
    """
    not_negative("claimed_mass", claimed_mass)
    not_negative("delta_v", delta_v)
    at_least("structure_fraction", structure_fraction, 0.0)
    below("structure_fraction", structure_fraction, 1.0)
    at_least("margin_fraction", margin_fraction, 0.0)
    above("specific_impulse", specific_impulse, Quantity(0.0, "s"))
    dry = claimed_mass * np.exp(-(delta_v / (specific_impulse * STANDARD_GRAVITY)).to(""))
    return (dry * (1.0 - structure_fraction) / (1.0 + margin_fraction)).to("kg")


@ureg.check("[power]", "[mass]")
def closing_array_specific_power(array_power: Quantity, mass_left: Quantity) -> Quantity:
    r"""Specific power an array needs to fit the mass that is left for it.

    .. math:: w = P / m_\mathrm{left}

    Parameters
    ----------
    array_power : Quantity
        Power of the array. [kW]
    mass_left : Quantity
        Allowance less all other subsystems. [kg]

    Returns
    -------
    Quantity
        Specific power. [W/kg]

    Raises
    ------
    ValueError
        When no mass is left: no array closes the design.

    Examples
    --------
    >>> print(closing_array_specific_power(Quantity(28.0, "kW"), Quantity(325.0, "kg")))  # published 86 W/kg
    86. watt / kilogram

    References
    ----------
    `Redwire (2022)
    <https://redwirespace.com/newsroom/next-pair-of-redwires-roll-out-solar-arrays-set-to-launch-to-international-space-station/>`__
    [redwire2022irosa], more than 28 kW;
    `Wikipedia contributors (2025) <https://en.wikipedia.org/wiki/Roll_Out_Solar_Array>`__ [rosa_wiki], 325 kg.
    """
    not_negative("array_power", array_power)
    above("mass_left", mass_left, _NO_MASS)
    return (array_power / mass_left).to("W/kg")


@ureg.check("[area]", "[mass]")
def closing_radiator_areal_mass(radiator_area: Quantity, mass_left: Quantity) -> Quantity:
    r"""Areal mass a radiator needs to fit the mass that is left for it.

    .. math:: \sigma_r = m_\mathrm{left} / A

    Parameters
    ----------
    radiator_area : Quantity
        Panel area. [m^2]
    mass_left : Quantity
        Allowance less all other subsystems. [kg]

    Returns
    -------
    Quantity
        Areal mass. [kg/m^2]

    Raises
    ------
    ValueError
        When no mass is left, or the area is not above zero.

    Examples
    --------
    >>> print(closing_radiator_areal_mass(Quantity(110.0, "m^2"), Quantity(385.0, "kg")))  # AI1 with a published panel
    3.5 kilogram / meter ** 2

    References
    ----------
    `Techstoriess (2026) <https://www.techstoriess.com/?p=4258>`__ [ai1techstoriess2026], 110 m^2;
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], 3.5 kg/m^2: the inverse gives back the areal mass.
    """
    above("mass_left", mass_left, _NO_MASS)
    above("radiator_area", radiator_area, Quantity(0.0, "m^2"))
    return (mass_left / radiator_area).to("kg/m^2")


@ureg.check(None, "[mass]", None, None, None)
def solve_for(unknown: str, claimed_mass: Quantity, design: Design, low: Quantity, high: Quantity) -> Closure:
    r"""Solve a claimed design for the one unknown that makes it close.

    .. math:: m_\mathrm{claimed} - \sum_j m_j(x) = 0, \qquad x_\mathrm{low} \le x \le x_\mathrm{high}

    Parameters
    ----------
    unknown : str
        Field of the design to solve for; its own value is not used.
    claimed_mass : Quantity
        Mass the maker states or implies. [kg]
    design : Design
        All other parts.
    low : Quantity
        Lower end of what is thought possible. [unit of the unknown]
    high : Quantity
        Upper end of what is thought possible. [unit of the unknown]

    Returns
    -------
    Closure
        The value, or the reason why there is none.

    Raises
    ------
    ValueError
        When the unknown is not a field of the design, or the range is empty.

    Notes
    -----
    Not traceable: a root is searched. The mass rises or falls steadily with every field, so there is one root at most.
    The closed forms `closing_array_specific_power` and its neighbours are traceable.

    Examples
    --------
    >>> q = Quantity
    >>> design = Design(
    ...     compute_mass=q(1360.0, "kg"), compute_mass_factor=q(1.0, ""),
    ...     array_power=q(150.0, "kW"), array_specific_power=q(250.0 / 0.52, "W/kg"),
    ...     storage_capacity=q(0.0, "kWh"), storage_specific_energy=q(150.0, "W*hour/kg"),
    ...     radiator_area=q(110.0, "m^2"), radiator_areal_mass=q(3.5, "kg/m^2"),
    ...     loop_heat=q(150.0, "kW"), loop_specific_mass=q(0.0, "kg/kW"), other_mass=q(0.0, "kg"),
    ...     structure_fraction=q(0.0, ""), margin_fraction=q(0.0, ""),
    ...     delta_v=q(0.0, "m/s"), specific_impulse=q(1500.0, "s"))
    >>> limits = q(2.0, "kg/m^2"), q(14.0, "kg/m^2")
    >>> print(solve_for("radiator_areal_mass", q(2142.857, "kg"), design, *limits).reason)
    closes with radiator_areal_mass of 4.281 kg/m²

    References
    ----------
    ours: the solver; with 385 kg of radiator at 3.5 kg/m^2 the same design leaves 86 kg. `Techstoriess (2026)
    <https://www.techstoriess.com/?p=4258>`__ [ai1techstoriess2026], powers and areas;
    `Introl (2025) <https://introl.com/blog/why-nvidia-gb300-nvl72-blackwell-ultra-matters>`__ [introl2025gb300], rack
    of 1,360 kg;
    `Gaalema et al. (2026) <https://arxiv.org/abs/2604.07760>`__ [iscr2026], array of 0.52 kg/m^2.
    """
    if unknown not in Design.__dataclass_fields__:
        fields = ", ".join(Design.__dataclass_fields__)
        raise ValueError(f"unknown must be a field of the design ({fields}); got {unknown}")
    above("high", high, low)
    at_least("claimed_mass", claimed_mass, Quantity(0.0, "kg"))
    unit = low.units

    def residual(value: float) -> float:
        changed = replace(design, **{unknown: Quantity(value, unit)})
        return float(residual_mass(claimed_mass, changed).to("kg").magnitude)

    bottom, top = float(low.magnitude), float(high.to(unit).magnitude)
    at_low, at_high = residual(bottom), residual(top)
    ends = Quantity(at_low, "kg"), Quantity(at_high, "kg")
    if max(at_low, at_high) < 0.0:
        words = f"infeasible: the parts weigh {-max(at_low, at_high):.0f} kg too much even at the best {unknown}"
        return Closure(unknown, None, False, *ends, words)
    if min(at_low, at_high) > 0.0:
        words = f"closes over the whole range, with {min(at_low, at_high):.0f} kg to spare at the worst {unknown}"
        return Closure(unknown, None, True, *ends, words)
    value = Quantity(scipy.optimize.brentq(residual, bottom, top, xtol=1e-12, rtol=1e-12), unit)
    return Closure(unknown, value, True, *ends, f"closes with {unknown} of {value:.4g~P}")


# ---- shield and stowed size ---------------------------------------------------------------------------------------


@ureg.check("[length]", "[mass]/[volume]", "[area]")
def shield_mass(thickness: Quantity, density: Quantity, area: Quantity) -> Quantity:
    r"""Mass of a shield around electronics.

    .. math:: m = \rho\, \delta\, A

    Parameters
    ----------
    thickness : Quantity
        Thickness of the shield. [mm]
    density : Quantity
        Density of the shield. [kg/m^3]
    area : Quantity
        Surface that it covers. [m^2]

    Returns
    -------
    Quantity
        Mass. [kg]

    Raises
    ------
    ValueError
        When an argument is negative.

    Examples
    --------
    >>> print(shield_mass(Quantity(10.0, "mm"), Quantity(2700.0, "kg/m^3"), Quantity(8.8, "m^2")))
    237.6 kilogram

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], section on radiation: 10 mm of
    aluminium; the area is that of a rack of 72 accelerators.
    """
    at_least("thickness", thickness, Quantity(0.0, "mm"))
    at_least("density", density, Quantity(0.0, "kg/m^3"))
    at_least("area", area, Quantity(0.0, "m^2"))
    return (thickness * density * area).to("kg")


@ureg.check("[power]", "[power]/[volume]", "[area]", "[length]", "[mass]", "[mass]/[volume]")
def stowed_volume(
    array_power: Quantity,
    array_density: Quantity,
    radiator_area: Quantity,
    radiator_thickness: Quantity,
    body_mass: Quantity,
    body_density: Quantity,
) -> Quantity:
    r"""Room that a folded satellite takes.

    .. math:: V = \frac{P}{p_V} + A\, d + \frac{m}{\rho}

    Parameters
    ----------
    array_power : Quantity
        Power of the array. [kW]
    array_density : Quantity
        Power of a cubic metre of folded array. [kW/m^3]
    radiator_area : Quantity
        Panel area of the radiator. [m^2]
    radiator_thickness : Quantity
        Thickness of a folded panel with its hinges and gaps. [m]
    body_mass : Quantity
        Everything else. [kg]
    body_density : Quantity
        Its mean density. [kg/m^3]

    Returns
    -------
    Quantity
        Volume. [m^3]

    Raises
    ------
    ValueError
        When a density is not above zero, or a size is negative.

    Examples
    --------
    >>> array, radiator = (Quantity(150, "kW"), Quantity(40, "kW/m^3")), (Quantity(110, "m^2"), Quantity(3, "cm"))
    >>> print(stowed_volume(*array, *radiator, Quantity(1.0, "t"), Quantity(300.0, "kg/m^3")))
    10.38 meter ** 3

    References
    ----------
    ours: the sum;
    `Wikipedia contributors (2025) <https://en.wikipedia.org/wiki/Roll_Out_Solar_Array>`__ [rosa_wiki], the roll-out
    array aims at 40 kW/m^3 of folded volume.
    """
    above("array_density", array_density, Quantity(0.0, "kW/m^3"))
    above("body_density", body_density, Quantity(0.0, "kg/m^3"))
    at_least("array_power", array_power, Quantity(0.0, "kW"))
    at_least("radiator_area", radiator_area, Quantity(0.0, "m^2"))
    at_least("radiator_thickness", radiator_thickness, Quantity(0.0, "m"))
    at_least("body_mass", body_mass, _NO_MASS)
    return (array_power / array_density + radiator_area * radiator_thickness + body_mass / body_density).to("m^3")


# ---- the fleet ---------------------------------------------------------------------------------------------------


@ureg.check("[power]", "[power]/[satellite]", "[]")
def satellites_for_power(total_power: Quantity, satellite_power: Quantity, availability: Quantity) -> Quantity:
    r"""Satellites in orbit that together hold a power on average.

    .. math:: N = \left\lceil \frac{P}{p\, A} \right\rceil

    Parameters
    ----------
    total_power : Quantity
        Power wanted at any time. [GW]
    satellite_power : Quantity
        Power of one satellite. [kW/satellite]
    availability : Quantity
        Share of the fleet that works at any time, `A`. [-]

    Returns
    -------
    Quantity
        Satellites, a whole number. [satellite]

    Raises
    ------
    ValueError
        When the power of one is not above zero or the availability outside 0 to 1.

    Examples
    --------
    >>> print(satellites_for_power(Quantity(1.0, "GW"), Quantity(150.0, "kW/satellite"), Quantity(1.0, "")))  # AI1
    6667.0 satellite

    References
    ----------
    `Techstoriess (2026) <https://www.techstoriess.com/?p=4258>`__ [ai1techstoriess2026]: about 6,700 satellites for a
    gigawatt.
    """
    not_negative("total_power", total_power)
    above("satellite_power", satellite_power, Quantity(0.0, "kW/satellite"))
    above("availability", availability, 0.0)
    fraction("availability", availability)
    count = (total_power / (satellite_power * availability) / Quantity(1.0, "satellite")).to("")
    return (np.ceil(count - 1e-9) * Quantity(1.0, "satellite")).to("satellite")
