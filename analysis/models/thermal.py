"""Heat in orbit: what a radiator sees, what it sheds, how hot it runs, what it weighs.

Every surface is grey and diffuse in the infrared, and Kirchhoff's law holds: what a surface absorbs of the Earth's
infrared is its emissivity, while sunlight meets its solar absorptivity. Areas are panel areas; a panel has two faces.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy

from analysis.models.guards import above, at_least, at_most, between, difference, finite, fraction, not_negative
from analysis.models.orbit import EARTH_MEAN_RADIUS
from analysis.units import Quantity, ureg

#: Stefan-Boltzmann constant (CODATA 2018, exact in the SI of 2019; first ten digits).
STEFAN_BOLTZMANN = Quantity(5.670374419e-8, "W/m^2/K^4")
#: Temperature of the sky behind everything (COBE and Planck).
SPACE_TEMPERATURE = Quantity(2.725, "K")

_NO_HEAT = Quantity(0.0, "W")
_ABSOLUTE_ZERO = Quantity(0.0, "K")


# ---- view factors to the Earth -----------------------------------------------------------------------------------


def _relative_distance(altitude: Quantity, body_radius: Quantity) -> Quantity:
    at_least("altitude", altitude, Quantity(0.0, "km"))
    return ((body_radius + altitude) / body_radius).to("")


@ureg.check("[length]", "[length]")
def nadir_view_factor(altitude: Quantity, body_radius: Quantity = EARTH_MEAN_RADIUS) -> Quantity:
    r"""View factor from a small plate that faces straight down to the Earth.

    .. math:: F = \sin^2\theta = \left(\frac{R}{R + h}\right)^2

    Parameters
    ----------
    altitude : Quantity
        Height above the body. [km]
    body_radius : Quantity
        Radius of the body; the mean radius of the Earth. [km]

    Returns
    -------
    Quantity
        View factor. [-]

    Raises
    ------
    ValueError
        When the altitude is below zero.

    Examples
    --------
    >>> print(nadir_view_factor(Quantity(550.0, "km")))
    0.8474 dimensionless

    References
    ----------
    `dan-lee-odinson (2026) <https://pypi.org/project/orbital-thermal/>`__ [orbitalthermal2026], module environment;
    `Martinez (2026) <https://ja.scribd.com/document/368278388/Radiation-View-Factors>`__ [martinez_viewfactors], patch
    to a sphere, frontal.
    """
    return (1.0 / _relative_distance(altitude, body_radius) ** 2).to("")


@ureg.check("[length]", "[length]")
def edge_on_view_factor(altitude: Quantity, body_radius: Quantity = EARTH_MEAN_RADIUS) -> Quantity:
    r"""View factor from one face of a small plate that stands upright over the Earth.

    .. math:: F = \frac{\theta - \sin\theta \cos\theta}{\pi}, \qquad \sin\theta = \frac{R}{R + h}

    Parameters
    ----------
    altitude : Quantity
        Height above the body. [km]
    body_radius : Quantity
        Radius of the body; the mean radius of the Earth. [km]

    Returns
    -------
    Quantity
        View factor of one face. [-]

    Raises
    ------
    ValueError
        When the altitude is below zero.

    Notes
    -----
    The attitude of a Sun-facing panel on a dawn-dusk orbit.

    Examples
    --------
    >>> print(edge_on_view_factor(Quantity(550.0, "km")))
    0.257773 dimensionless

    References
    ----------
    `dan-lee-odinson (2026) <https://pypi.org/project/orbital-thermal/>`__ [orbitalthermal2026], module environment;
    `Martinez (2026) <https://ja.scribd.com/document/368278388/Radiation-View-Factors>`__ [martinez_viewfactors], patch
    to a sphere, level.
    """
    sine = 1.0 / _relative_distance(altitude, body_radius).magnitude
    angle = np.arcsin(sine)
    return Quantity((angle - sine * np.cos(angle)) / np.pi, "")


@ureg.check("[length]", "[]", "[length]")
def tilted_view_factor(altitude: Quantity, tilt: Quantity, body_radius: Quantity = EARTH_MEAN_RADIUS) -> Quantity:
    r"""View factor from one face of a small plate at any tilt, also where the horizon cuts the Earth in two.

    .. math:: F = \frac{1}{\pi H^2}\left[\cos\gamma \arccos y - x \sin\gamma \sqrt{1 - y^2}\right]
              + \frac{1}{\pi} \arctan\frac{\sin\gamma \sqrt{1 - y^2}}{x}

    with :math:`H = (R + h)/R`, :math:`x = \sqrt{H^2 - 1}` and :math:`y = -x \cot\gamma` held between -1 and 1.

    Parameters
    ----------
    altitude : Quantity
        Height above the body, above zero. [km]
    tilt : Quantity
        Angle between the face's normal and straight down, 0 to 180 degrees. [degree]
    body_radius : Quantity
        Radius of the body; the mean radius of the Earth. [km]

    Returns
    -------
    Quantity
        View factor of one face. [-]

    Raises
    ------
    ValueError
        When the altitude is not above zero, or the tilt is outside 0 to 180 degrees.

    Notes
    -----
    Holding `y` at -1 gives the whole Earth above the plate's horizon, :math:`\cos\gamma / H^2`; at 1 the Earth is
    behind the plate and the factor is 0. One formula for all tilts, so it can be traced.

    Examples
    --------
    >>> print(tilted_view_factor(Quantity(550.0, "km"), Quantity(90.0, "degree")))
    0.257773 dimensionless
    >>> print(tilted_view_factor(Quantity(550.0, "km"), Quantity(0.0, "degree")))
    0.8474 dimensionless

    References
    ----------
    `Martinez (2026) <https://ja.scribd.com/document/368278388/Radiation-View-Factors>`__ [martinez_viewfactors], patch
    to a sphere, tilted.
    """
    above("altitude", altitude, Quantity(0.0, "km"))
    between("tilt", tilt, Quantity(0.0, "degree"), Quantity(180.0, "degree"))
    distance, angle = _relative_distance(altitude, body_radius).magnitude, tilt.to("radian").magnitude
    sine, cosine = np.maximum(np.sin(angle), 1e-12), np.cos(angle)
    x = np.sqrt(distance**2 - 1.0)
    y = np.minimum(np.maximum(-x * cosine / sine, -1.0), 1.0)
    chord = sine * np.sqrt(1.0 - y * y)
    disc = (cosine * np.arccos(y) - x * chord) / distance**2
    return Quantity(np.maximum(disc + np.arctan(chord / x), 0.0) / np.pi, "")


@ureg.check("[length]", "[]", None, "[length]")
def sun_facing_view_factor(
    altitude: Quantity, beta: Quantity, samples: int = 72, body_radius: Quantity = EARTH_MEAN_RADIUS
) -> Quantity:
    r"""View factor to the Earth of one face of a panel that faces the Sun, mean over one revolution.

    .. math:: \bar F = \frac{1}{N} \sum_k F(h, \gamma_k), \qquad \cos\gamma_k = \cos\beta \cos\nu_k

    Parameters
    ----------
    altitude : Quantity
        Height above the body. [km]
    beta : Quantity
        Angle of the Sun above the orbit plane. [degree]
    samples : int
        Evenly spaced positions on the orbit, `N`. [-]
    body_radius : Quantity
        Radius of the body; the mean radius of the Earth. [km]

    Returns
    -------
    Quantity
        Mean view factor, the same for both faces. [-]

    Examples
    --------
    >>> print(sun_facing_view_factor(Quantity(550.0, "km"), Quantity(90.0, "degree")))  # dawn-dusk: edge-on throughout
    0.257773 dimensionless

    References
    ----------
    `dan-lee-odinson (2026) <https://pypi.org/project/orbital-thermal/>`__ [orbitalthermal2026], module
    mccalip_exact_vf.
    """
    between("beta", beta, Quantity(-90.0, "degree"), Quantity(90.0, "degree"))
    cosine = np.cos(beta.to("radian").magnitude)
    total: Any = 0.0
    for position in (np.arange(samples) + 0.5) * 2.0 * np.pi / samples:
        tilt = Quantity(np.arccos(cosine * float(np.cos(position))), "radian")
        total = total + tilted_view_factor(altitude, tilt, body_radius).magnitude
    return Quantity(total / samples, "")


# ---- heat from the surroundings ----------------------------------------------------------------------------------


@ureg.check("[power]/[area]", "[]", "[]")
def absorbed_sunlight(irradiance: Quantity, solar_absorptivity: Quantity, incidence_angle: Quantity) -> Quantity:
    r"""Direct sunlight absorbed by one face.

    .. math:: q = \alpha_s\, G\, \max(\cos\vartheta, 0)

    Parameters
    ----------
    irradiance : Quantity
        Sunlight on a surface that faces the Sun. [W/m^2]
    solar_absorptivity : Quantity
        Share of sunlight absorbed. [-]
    incidence_angle : Quantity
        Angle between the face's normal and the Sun. [degree]

    Returns
    -------
    Quantity
        Absorbed flux. [W/m^2]

    Raises
    ------
    ValueError
        When the absorptivity is outside 0 to 1.

    Examples
    --------
    >>> print(absorbed_sunlight(Quantity(1366.0, "W/m^2"), Quantity(0.09, ""), Quantity(0.0, "degree")))
    122.94 watt / meter ** 2

    References
    ----------
    `Starcloud (Lumen Orbit) (2024) <https://starcloudinc.github.io/wp.pdf>`__ [starcloud2024], p. 9.
    """
    not_negative("irradiance", irradiance)
    finite("incidence_angle", incidence_angle)
    fraction("solar_absorptivity", solar_absorptivity)
    return (irradiance * solar_absorptivity * np.maximum(np.cos(incidence_angle), Quantity(0.0, ""))).to("W/m^2")


@ureg.check("[power]/[area]", "[]", "[]", "[]", "[]")
def absorbed_albedo(
    irradiance: Quantity,
    albedo: Quantity,
    view_factor: Quantity,
    solar_absorptivity: Quantity,
    phase_factor: Quantity,
) -> Quantity:
    r"""Sunlight reflected by the Earth and absorbed by one face.

    .. math:: q = \alpha_s\, a\, F\, G\, \phi

    Parameters
    ----------
    irradiance : Quantity
        Sunlight on a surface that faces the Sun. [W/m^2]
    albedo : Quantity
        Share of sunlight the Earth reflects. [-]
    view_factor : Quantity
        View factor of the face to the Earth. [-]
    solar_absorptivity : Quantity
        Share of sunlight absorbed. [-]
    phase_factor : Quantity
        How much of the Earth below is in daylight: 1 over the subsolar point, see `mean_phase_factor`. [-]

    Returns
    -------
    Quantity
        Absorbed flux. [W/m^2]

    Raises
    ------
    ValueError
        When a share is outside 0 to 1.

    Examples
    --------
    >>> share = lambda value: Quantity(value, "")
    >>> print(absorbed_albedo(Quantity(1366.0, "W/m^2"), share(0.3), share(0.25), share(0.09), share(1.0)))
    9.22 watt / meter ** 2

    References
    ----------
    `Starcloud (Lumen Orbit) (2024) <https://starcloudinc.github.io/wp.pdf>`__ [starcloud2024], p. 9.
    """
    not_negative("irradiance", irradiance)
    for name, value in (("albedo", albedo), ("view_factor", view_factor), ("phase_factor", phase_factor)):
        fraction(name, value)
    fraction("solar_absorptivity", solar_absorptivity)
    return (irradiance * albedo * view_factor * solar_absorptivity * phase_factor).to("W/m^2")


@ureg.check("[]")
def mean_phase_factor(beta: Quantity) -> Quantity:
    r"""Albedo phase factor averaged over one revolution.

    .. math:: \langle \max(\cos\beta \cos u, 0) \rangle_u = \frac{\cos\beta}{\pi}

    Parameters
    ----------
    beta : Quantity
        Angle of the Sun above the orbit plane. [degree]

    Returns
    -------
    Quantity
        Mean phase factor. [-]

    Notes
    -----
    The point below the satellite stands for the whole disc in view. Over a terminator orbit that gives nothing, where a
    crescent of daylight is seen in truth.

    Examples
    --------
    >>> print(mean_phase_factor(Quantity(0.0, "degree")))
    0.3183 dimensionless

    References
    ----------
    `dan-lee-odinson (2026) <https://pypi.org/project/orbital-thermal/>`__ [orbitalthermal2026], module sink.
    """
    between("beta", beta, Quantity(-90.0, "degree"), Quantity(90.0, "degree"))
    return Quantity(np.maximum(np.cos(beta.to("radian").magnitude), 0.0) / np.pi, "")


@ureg.check("[power]/[area]", "[]", "[]")
def absorbed_infrared(earth_infrared: Quantity, view_factor: Quantity, emissivity: Quantity) -> Quantity:
    r"""Infrared of the Earth absorbed by one face.

    .. math:: q = \varepsilon\, F\, E_\mathrm{IR}

    Parameters
    ----------
    earth_infrared : Quantity
        Infrared leaving the Earth. [W/m^2]
    view_factor : Quantity
        View factor of the face to the Earth. [-]
    emissivity : Quantity
        Infrared emissivity, which by Kirchhoff's law is also the absorptivity. [-]

    Returns
    -------
    Quantity
        Absorbed flux. [W/m^2]

    Raises
    ------
    ValueError
        When a share is outside 0 to 1.

    Notes
    -----
    To repeat a source that uses the solar absorptivity here, pass that number.

    Examples
    --------
    >>> earth = emitted_flux(Quantity(253.15, "K"), Quantity(1.0, ""))
    >>> infrared = absorbed_infrared(earth, Quantity(0.25, ""), Quantity(0.09, ""))  # the source uses the solar number
    >>> share = lambda value: Quantity(value, "")
    >>> print(infrared + absorbed_albedo(Quantity(1366.0, "W/m^2"), share(0.3), share(0.25), share(0.09), share(1.0)))
    14.46 watt / meter ** 2
    >>> print(absorbed_infrared(earth, share(0.25), share(0.92)))  # by Kirchhoff's law
    53.6 watt / meter ** 2

    References
    ----------
    `Starcloud (Lumen Orbit) (2024) <https://starcloudinc.github.io/wp.pdf>`__ [starcloud2024], p. 9: 14.46 W/m^2 from
    the Earth.
    """
    not_negative("earth_infrared", earth_infrared)
    fraction("view_factor", view_factor)
    fraction("emissivity", emissivity)
    return (earth_infrared * view_factor * emissivity).to("W/m^2")


# ---- what a radiator sheds ---------------------------------------------------------------------------------------


@ureg.check("[temperature]", "[]")
def emitted_flux(temperature: Quantity, emissivity: Quantity) -> Quantity:
    r"""Heat radiated by one face.

    .. math:: q = \varepsilon \sigma T^4

    Parameters
    ----------
    temperature : Quantity
        Surface temperature. [K]
    emissivity : Quantity
        Infrared emissivity. [-]

    Returns
    -------
    Quantity
        Emitted flux. [W/m^2]

    Raises
    ------
    ValueError
        When the temperature is below absolute zero or the emissivity outside 0 to 1.

    Examples
    --------
    >>> print(2 * emitted_flux(Quantity(293.15, "K"), Quantity(0.92, "")))  # published 770.48 with a rounded constant
    770.5 watt / meter ** 2

    References
    ----------
    `Starcloud (Lumen Orbit) (2024) <https://starcloudinc.github.io/wp.pdf>`__ [starcloud2024], p. 9.
    """
    at_least("temperature", temperature, _ABSOLUTE_ZERO)
    fraction("emissivity", emissivity)
    return (emissivity * STEFAN_BOLTZMANN * temperature.to("K") ** 4).to("W/m^2")


@ureg.check("[power]/[area]", "[]", None)
def equivalent_sink_temperature(absorbed_flux: Quantity, emissivity: Quantity, faces: int = 2) -> Quantity:
    r"""Temperature a radiator takes with no heat of its own: its surroundings in one number.

    .. math:: T_s = \left(\frac{q_\mathrm{abs}}{n\, \varepsilon \sigma} + T_\mathrm{space}^4\right)^{1/4}

    Parameters
    ----------
    absorbed_flux : Quantity
        Heat absorbed from Sun and Earth per panel area, all faces together. [W/m^2]
    emissivity : Quantity
        Infrared emissivity. [-]
    faces : int
        Faces that radiate, `n`. [-]

    Returns
    -------
    Quantity
        Sink temperature. [K]

    Raises
    ------
    ValueError
        When the absorbed flux is negative or the emissivity not above zero.

    Examples
    --------
    >>> absorbed = Quantity(1361.0, "W/m^2") * (1.0 - 0.31) / 4.0  # the Earth itself, published 254 K
    >>> print(equivalent_sink_temperature(absorbed, Quantity(1.0, ""), 1))
    254. kelvin
    >>> both_faces_edge_on = 2 * absorbed_infrared(Quantity(237.0, "W/m^2"), Quantity(0.2578, ""), Quantity(0.9, ""))
    >>> print(equivalent_sink_temperature(both_faces_edge_on, Quantity(0.9, "")))
    181.2 kelvin

    References
    ----------
    `ericedttaylor, a personal journal (2016)
    <https://ericedttaylor.wordpress.com/2016/12/15/what-temperature-would-the-earth-be-without-greenhouse-gases/>`__
    [taylor2016earth], energy balance with an albedo of 0.31.
    """
    at_least("absorbed_flux", absorbed_flux, Quantity(0.0, "W/m^2"))
    above("emissivity", emissivity, 0.0)
    fraction("emissivity", emissivity)
    fourth_power = absorbed_flux / (faces * emissivity * STEFAN_BOLTZMANN) + SPACE_TEMPERATURE**4
    return (fourth_power**0.25).to("K")


@ureg.check("[temperature]", "[temperature]", "[]", "[]", None)
def net_flux(
    radiator_temperature: Quantity,
    sink_temperature: Quantity,
    emissivity: Quantity,
    fin_efficiency: Quantity,
    faces: int = 2,
) -> Quantity:
    r"""Heat a panel sheds to its surroundings per panel area.

    .. math:: q = n\, \eta_f\, \varepsilon \sigma (T^4 - T_s^4)

    Parameters
    ----------
    radiator_temperature : Quantity
        Temperature at the root of the fins. [K]
    sink_temperature : Quantity
        Equivalent temperature of the surroundings. [K]
    emissivity : Quantity
        Infrared emissivity at the end of life. [-]
    fin_efficiency : Quantity
        Heat shed over the heat of a panel that is as hot everywhere as at the root. [-]
    faces : int
        Faces that radiate, `n`. [-]

    Returns
    -------
    Quantity
        Net flux per panel area; negative when the surroundings are hotter. [W/m^2]

    Raises
    ------
    ValueError
        When a share is outside 0 to 1 or a temperature below absolute zero.

    Examples
    --------
    >>> hot, coating = Quantity(342.0, "K"), (Quantity(0.9, ""), Quantity(1.0, ""))
    >>> print(net_flux(hot, Quantity(0.0, "K"), *coating))  # AI1 sheds 1,400 W/m^2 at 69 degrees Celsius to no sink
    1396.3 watt / meter ** 2

    References
    ----------
    `Techstoriess (2026) <https://www.techstoriess.com/?p=4258>`__ [ai1techstoriess2026], radiator flux.
    """
    at_least("radiator_temperature", radiator_temperature, _ABSOLUTE_ZERO)
    at_least("sink_temperature", sink_temperature, _ABSOLUTE_ZERO)
    fraction("emissivity", emissivity)
    fraction("fin_efficiency", fin_efficiency)
    difference = radiator_temperature.to("K") ** 4 - sink_temperature.to("K") ** 4
    return (faces * fin_efficiency * emissivity * STEFAN_BOLTZMANN * difference).to("W/m^2")


@ureg.check("[length]", "[length]", "[power]/[length]/[temperature]", "[temperature]", "[]", None)
def radiating_fin_efficiency(
    half_spacing: Quantity,
    thickness: Quantity,
    conductivity: Quantity,
    root_temperature: Quantity,
    emissivity: Quantity,
    faces: int = 2,
) -> Quantity:
    r"""Efficiency of a flat radiating fin between two coolant tubes.

    .. math:: \eta_f = \frac{\tanh m}{m}, \qquad
              m = L \sqrt{\frac{4\, n\, \varepsilon \sigma T^3}{k\, \delta}}

    Parameters
    ----------
    half_spacing : Quantity
        Half the distance between tubes, `L`. [m]
    thickness : Quantity
        Thickness of the fin. [mm]
    conductivity : Quantity
        Thermal conductivity along the fin. [W/(m K)]
    root_temperature : Quantity
        Temperature at the tube. [K]
    emissivity : Quantity
        Infrared emissivity. [-]
    faces : int
        Faces that radiate, `n`. [-]

    Returns
    -------
    Quantity
        Fin efficiency. [-]

    Raises
    ------
    ValueError
        When the thickness or the conductivity is not above zero.

    Notes
    -----
    Radiation is taken as a straight line through the root temperature, the sink as cold. The result is low, never high:
    by 0.005 at an efficiency of 0.9, by 0.03 at 0.7.

    Examples
    --------
    >>> sheet, metal, hot = Quantity(0.5, "mm"), Quantity(400.0, "W/m/K"), Quantity(340.0, "K")
    >>> loss = 8 * 0.9 * STEFAN_BOLTZMANN * hot**3
    >>> spacing = np.sqrt(metal * sheet / loss)  # at this half spacing the fin number m is 1
    >>> print(radiating_fin_efficiency(0.5 * spacing, sheet, metal, hot, Quantity(0.9, "")))  # m = 0.5, published 92 %
    0.92 dimensionless
    >>> print(radiating_fin_efficiency(spacing, sheet, metal, hot, Quantity(0.9, "")))  # m = 1, published 76 %
    0.76 dimensionless

    References
    ----------
    `FluidsPad (2026) <https://fluidspad.com/calculators/fin-efficiency>`__ [fluidspad_fin], table of fin efficiencies.
    """
    above("thickness", thickness, Quantity(0.0, "m"))
    above("conductivity", conductivity, Quantity(0.0, "W/m/K"))
    at_least("root_temperature", root_temperature, _ABSOLUTE_ZERO)
    fraction("emissivity", emissivity)
    at_least("half_spacing", half_spacing, Quantity(0.0, "m"))
    loss = 4.0 * faces * emissivity * STEFAN_BOLTZMANN * root_temperature.to("K") ** 3
    m = np.maximum((half_spacing * np.sqrt(loss / (conductivity * thickness))).to("").magnitude, 1e-6)
    return Quantity(np.tanh(m) / m, "")


@ureg.check("[power]", "[area]", "[temperature]", "[]", "[]", None)
def radiator_temperature(
    heat: Quantity,
    area: Quantity,
    sink_temperature: Quantity,
    emissivity: Quantity,
    fin_efficiency: Quantity,
    faces: int = 2,
) -> Quantity:
    r"""Temperature at which a panel sheds a given heat.

    .. math:: T = \left(\frac{Q}{n\, \eta_f\, \varepsilon \sigma A} + T_s^4\right)^{1/4}

    Parameters
    ----------
    heat : Quantity
        Heat to shed. [kW]
    area : Quantity
        Panel area. [m^2]
    sink_temperature : Quantity
        Equivalent temperature of the surroundings. [K]
    emissivity : Quantity
        Infrared emissivity at the end of life. [-]
    fin_efficiency : Quantity
        Fin efficiency. [-]
    faces : int
        Faces that radiate, `n`. [-]

    Returns
    -------
    Quantity
        Root temperature. [K]

    Raises
    ------
    ValueError
        When the heat is negative, the area not above zero, a share outside 0 to 1 or the sink below absolute zero.

    Examples
    --------
    >>> coating = Quantity(0.91, ""), Quantity(1.0, "")
    >>> print(radiator_temperature(Quantity(120.0, "kW"), Quantity(110.0, "m^2"), Quantity(220.0, "K"), *coating))
    337.10 kelvin

    References
    ----------
    `dan-lee-odinson (2026) <https://pypi.org/project/orbital-thermal/>`__ [orbitalthermal2026], AI1 design point: 220
    m^2 of emitting area.
    """
    at_least("heat", heat, _NO_HEAT)
    above("area", area, Quantity(0.0, "m^2"))
    at_least("sink_temperature", sink_temperature, _ABSOLUTE_ZERO)
    above("emissivity", emissivity, 0.0)
    fraction("emissivity", emissivity)
    above("fin_efficiency", fin_efficiency, 0.0)
    fraction("fin_efficiency", fin_efficiency)
    rise = heat / (faces * fin_efficiency * emissivity * STEFAN_BOLTZMANN * area)
    return ((rise.to("K^4") + sink_temperature.to("K") ** 4) ** 0.25).to("K")


@ureg.check("[power]", "[temperature]", "[temperature]", "[]", "[]", None)
def radiator_area(
    heat: Quantity,
    radiator_temperature: Quantity,
    sink_temperature: Quantity,
    emissivity: Quantity,
    fin_efficiency: Quantity,
    faces: int = 2,
) -> Quantity:
    r"""Panel area that sheds a given heat at a given temperature.

    .. math:: A = \frac{Q}{n\, \eta_f\, \varepsilon \sigma (T^4 - T_s^4)}

    Parameters
    ----------
    heat : Quantity
        Heat to shed. [kW]
    radiator_temperature : Quantity
        Temperature at the root of the fins, above the sink's. [K]
    sink_temperature : Quantity
        Equivalent temperature of the surroundings. [K]
    emissivity : Quantity
        Infrared emissivity at the end of life. [-]
    fin_efficiency : Quantity
        Fin efficiency. [-]
    faces : int
        Faces that radiate, `n`. [-]

    Returns
    -------
    Quantity
        Panel area. [m^2]

    Raises
    ------
    ValueError
        When the radiator is not hotter than its surroundings.

    Examples
    --------
    >>> coating = Quantity(0.91, ""), Quantity(1.0, "")
    >>> print(radiator_area(Quantity(1.0, "MW"), Quantity(293.0, "K"), Quantity(0.0, "K"), *coating))
    1314.8 meter ** 2

    References
    ----------
    `dan-lee-odinson (2026) <https://pypi.org/project/orbital-thermal/>`__ [orbitalthermal2026], module radiation: 1 MW
    at 293 K.
    """
    at_least("heat", heat, _NO_HEAT)
    above("radiator_temperature", radiator_temperature, sink_temperature)
    above("emissivity", emissivity, 0.0)
    above("fin_efficiency", fin_efficiency, 0.0)
    return (heat / net_flux(radiator_temperature, sink_temperature, emissivity, fin_efficiency, faces)).to("m^2")


@ureg.check("[area]", "[power]/[area]")
def radiator_capacity(area: Quantity, flux: Quantity) -> Quantity:
    r"""Heat a radiator sheds at a given flux.

    .. math:: Q = A\, q

    Parameters
    ----------
    area : Quantity
        Panel area. [m^2]
    flux : Quantity
        Net flux per panel area. [W/m^2]

    Returns
    -------
    Quantity
        Heat. [kW]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Examples
    --------
    >>> print(radiator_capacity(Quantity(110.0, "m^2"), Quantity(1400.0, "W/m^2")))  # AI1
    154.0 kilowatt

    References
    ----------
    `Techstoriess (2026) <https://www.techstoriess.com/?p=4258>`__ [ai1techstoriess2026], area and flux of the radiator.
    """
    not_negative("area", area)
    finite("flux", flux)
    return (area * flux).to("kW")


@ureg.check("[power]/[area]", "[]", "[]")
def panel_equilibrium_temperature(
    absorbed_flux: Quantity, front_emissivity: Quantity, back_emissivity: Quantity
) -> Quantity:
    r"""Temperature of a panel whose two faces shed what it absorbs and makes.

    .. math:: T = \left(\frac{q}{\sigma(\varepsilon_f + \varepsilon_b)} + T_\mathrm{space}^4\right)^{1/4}

    Parameters
    ----------
    absorbed_flux : Quantity
        All heat per panel area, electric power that ends as heat in the panel counted once. [W/m^2]
    front_emissivity : Quantity
        Infrared emissivity of the sunlit face. [-]
    back_emissivity : Quantity
        Infrared emissivity of the other face. [-]

    Returns
    -------
    Quantity
        Temperature, the same on both faces. [K]

    Raises
    ------
    ValueError
        When the absorbed flux is negative or an emissivity outside 0 to 1.

    Examples
    --------
    >>> front, back, infrared = Quantity(0.85, ""), Quantity(0.90, ""), Quantity(237.0, "W/m^2")
    >>> sun = absorbed_sunlight(Quantity(1361.0, "W/m^2"), Quantity(0.92, ""), Quantity(0.0, "degree"))
    >>> edge = edge_on_view_factor(Quantity(550.0, "km"))
    >>> earth = absorbed_infrared(infrared, edge, front) + absorbed_infrared(infrared, edge, back)
    >>> print(panel_equilibrium_temperature(sun + earth, front, back))  # published 342.099 K
    342.09 kelvin

    References
    ----------
    `dan-lee-odinson (2026) <https://pypi.org/project/orbital-thermal/>`__ [orbitalthermal2026], module
    mccalip_exact_vf;
    `McCalip (2025) <https://github.com/andrewmccalip/thoughts>`__ [mccalip2025].
    """
    at_least("absorbed_flux", absorbed_flux, Quantity(0.0, "W/m^2"))
    fraction("front_emissivity", front_emissivity)
    fraction("back_emissivity", back_emissivity)
    above("sum of the emissivities", front_emissivity + back_emissivity, 0.0)
    fourth_power = absorbed_flux / (STEFAN_BOLTZMANN * (front_emissivity + back_emissivity)) + SPACE_TEMPERATURE**4
    return (fourth_power**0.25).to("K")


@ureg.check("[temperature]", "[power]/[area]", "[]", "[energy]/[area]/[temperature]", "[time]", None)
def temperature_after(
    start: Quantity,
    heat_flux: Quantity,
    total_emissivity: Quantity,
    heat_capacity: Quantity,
    duration: Quantity,
    steps: int = 24,
) -> Quantity:
    r"""Temperature of a panel some time after the heat that it gets has changed.

    .. math:: C \frac{\mathrm{d}T}{\mathrm{d}t} = q - \varepsilon \sigma T^4

    Parameters
    ----------
    start : Quantity
        Temperature at the beginning. [K]
    heat_flux : Quantity
        Heat that a square metre of panel makes and absorbs meanwhile, both faces together, `q`. [W/m^2]
    total_emissivity : Quantity
        Emissivity times fin efficiency, summed over the faces, so up to 2. [-]
    heat_capacity : Quantity
        Heat that a square metre and what is coupled to it takes for a kelvin, `C`. [J/(m^2 K)]
    duration : Quantity
        Time that has passed. [min]
    steps : int
        Steps of the integration. [-]

    Returns
    -------
    Quantity
        Temperature. [K]

    Raises
    ------
    ValueError
        When the start is not above absolute zero, heat or time is negative, the emissivity is not above 0 or above 2,
        or the heat capacity is not above zero.

    Notes
    -----
    Four-stage Runge-Kutta with a fixed number of steps, so it can be traced; 24 steps over a low orbit's eclipse are
    good to 0.01 K for panels from 2 kg/m^2 up. One temperature for panel and what is coupled to it.

    Examples
    --------
    A black plate of one face that gets no heat cools as :math:`T = (T_0^{-3} + 3 \sigma t / C)^{-1/3}`:

    >>> dark, alone = Quantity(0.0, "W/m^2"), (Quantity(1.0, ""), Quantity(5000.0, "J/m^2/K"))
    >>> print(temperature_after(Quantity(300.0, "K"), dark, *alone, Quantity(20.0, "minute")))
    234.18 kelvin
    >>> cold = (300.0**-3 + 3 * STEFAN_BOLTZMANN.m * 1200.0 / 5000.0) ** (-1 / 3)
    >>> print(Quantity(cold, "K"))
    234.18 kelvin

    References
    ----------
    ours: the integration; the closed form of the example is that of a lumped body that radiates to nothing.
    """
    above("start", start, _ABSOLUTE_ZERO)
    at_least("heat_flux", heat_flux, Quantity(0.0, "W/m^2"))
    above("total_emissivity", total_emissivity, 0.0)
    at_most("total_emissivity", total_emissivity, 2.0)
    above("heat_capacity", heat_capacity, Quantity(0.0, "J/m^2/K"))
    at_least("duration", duration, Quantity(0.0, "s"))
    capacity = heat_capacity.to("J/m^2/K").magnitude
    gain = heat_flux.to("W/m^2").magnitude / capacity
    loss = total_emissivity.to("").magnitude * float(STEFAN_BOLTZMANN.magnitude) / capacity
    width, found = duration.to("s").magnitude / steps, start.to("K").magnitude

    def slope(temperature: Any) -> Any:
        return gain - loss * temperature * temperature * temperature * temperature

    for _ in range(steps):
        one = slope(found)
        two = slope(found + 0.5 * width * one)
        three = slope(found + 0.5 * width * two)
        four = slope(found + width * three)
        found = found + width / 6.0 * (one + 2.0 * two + 2.0 * three + four)
    return Quantity(found, "K")


@ureg.check("[power]/[area]", "[]", "[]", "1/[temperature]", "[temperature]", "[]", "[power]/[area]", "[]", "[]", None)
def array_temperature(
    irradiance: Quantity,
    solar_absorptivity: Quantity,
    reference_efficiency: Quantity,
    temperature_coefficient: Quantity,
    reference_temperature: Quantity,
    used_share: Quantity,
    surroundings: Quantity,
    front_emissivity: Quantity,
    back_emissivity: Quantity,
    rounds: int = 5,
) -> Quantity:
    r"""Temperature of a Sun-facing array whose cells give less power the hotter they are.

    .. math:: \sigma (\varepsilon_f + \varepsilon_b)(T^4 - T_\mathrm{space}^4)
              = \alpha_s G + q - u\, \eta_0 [1 + \gamma (T - T_0)]\, G

    Parameters
    ----------
    irradiance : Quantity
        Sunlight on the array, `G`. [W/m^2]
    solar_absorptivity : Quantity
        Share of sunlight that the front absorbs. [-]
    reference_efficiency : Quantity
        Efficiency of the cells at their reference temperature. [-]
    temperature_coefficient : Quantity
        Relative change of the efficiency per kelvin, negative for real cells. [1/K]
    reference_temperature : Quantity
        Temperature of the cells' rating. [K]
    used_share : Quantity
        Share of the array that is cells, times what is lost by pointing and wiring, `u`. [-]
    surroundings : Quantity
        Infrared and reflected sunlight of the Earth absorbed on both faces, `q`. [W/m^2]
    front_emissivity : Quantity
        Infrared emissivity of the sunlit face. [-]
    back_emissivity : Quantity
        Infrared emissivity of the back. [-]
    rounds : int
        Rounds of the fixed point. [-]

    Returns
    -------
    Quantity
        Temperature. [K]

    Raises
    ------
    ValueError
        When a share is outside 0 to 1 or a flux is negative.

    Notes
    -----
    A fixed point: each round shrinks the error a hundredfold, so five rounds leave nothing and can be traced.

    Examples
    --------
    Without cells it is the equilibrium of a panel; cells at work make it cooler:

    >>> share, kelvin = (lambda value: Quantity(value, "")), (lambda value: Quantity(value, "kelvin"))
    >>> sun, earth = Quantity(1361.0, "W/m^2"), Quantity(107.0, "W/m^2")
    >>> gamma, faces = Quantity(-0.0035, "1/kelvin"), (earth, share(0.85), share(0.90))
    >>> print(array_temperature(sun, share(0.92), share(0.0), gamma, kelvin(298.15), share(0.9), *faces))
    342. kelvin
    >>> print(array_temperature(sun, share(0.92), share(0.22), gamma, kelvin(298.15), share(0.9), *faces))
    325.6 kelvin

    References
    ----------
    `McCalip (2025) <https://github.com/andrewmccalip/thoughts>`__ [mccalip2025], thermal panel: 342 K with no power
    taken out.
    """
    at_least("reference_temperature", reference_temperature, Quantity(0.0, "K"))
    for name, value in (("solar_absorptivity", solar_absorptivity), ("used_share", used_share)):
        fraction(name, value)
    fraction("reference_efficiency", reference_efficiency)
    at_least("irradiance", irradiance, Quantity(0.0, "W/m^2"))
    at_least("surroundings", surroundings, Quantity(0.0, "W/m^2"))
    finite("temperature_coefficient", temperature_coefficient)
    found = reference_temperature.to("K")
    for _ in range(rounds):
        warmer = (temperature_coefficient * (found - reference_temperature.to("K"))).to("")
        drawn = used_share * reference_efficiency * (1.0 + warmer) * irradiance
        heat = solar_absorptivity * irradiance + surroundings - drawn
        found = panel_equilibrium_temperature(heat, front_emissivity, back_emissivity)
    return found


# ---- mass, cost, pumps -------------------------------------------------------------------------------------------


@ureg.check("[area]", "[mass]/[area]")
def radiator_mass(area: Quantity, areal_mass: Quantity) -> Quantity:
    r"""Mass of a radiator.

    .. math:: m = A\, \sigma_r

    Parameters
    ----------
    area : Quantity
        Panel area. [m^2]
    areal_mass : Quantity
        Mass per panel area with tubes, coolant, manifold and hinges. [kg/m^2]

    Returns
    -------
    Quantity
        Mass. [kg]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Examples
    --------
    >>> print(radiator_mass(Quantity(110.0, "m^2"), Quantity(3.5, "kg/m^2")))
    385.0 kilogram

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], radiator of 3.5 kg/m^2.
    """
    not_negative("area", area)
    at_least("areal_mass", areal_mass, Quantity(0.0, "kg/m^2"))
    return (area * areal_mass).to("kg")


@ureg.check("[area]", "[currency]/[area]")
def radiator_cost(area: Quantity, areal_cost: Quantity) -> Quantity:
    r"""Cost of a radiator.

    .. math:: C = A\, c_r

    Parameters
    ----------
    area : Quantity
        Panel area. [m^2]
    areal_cost : Quantity
        Cost per panel area. [USD/m^2]

    Returns
    -------
    Quantity
        Cost. [USD]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Examples
    --------
    >>> print(radiator_cost(Quantity(42.0, "m^2"), Quantity(3214.0, "USD/m^2")))  # published about 135,000 USD
    134988.0 US_dollar

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], 42 m^2 at 3,000 to 3,500 USD/m^2.
    """
    not_negative("area", area)
    not_negative("areal_cost", areal_cost)
    return (area * areal_cost).to("USD")


@ureg.check("[power]", "[mass]/[power]")
def coolant_loop_mass(heat: Quantity, specific_mass: Quantity) -> Quantity:
    r"""Mass of pumps, tubes, coolant and heat exchangers.

    .. math:: m = Q\, \mu

    Parameters
    ----------
    heat : Quantity
        Heat the loop carries. [kW]
    specific_mass : Quantity
        Loop mass per heat. [kg/kW]

    Returns
    -------
    Quantity
        Mass. [kg]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Examples
    --------
    >>> print(coolant_loop_mass(Quantity(120.0, "kW"), Quantity(0.75, "kg/kW")))
    90.0 kilogram

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], 0.5 to 1.0 kg/kW.
    """
    not_negative("heat", heat)
    at_least("specific_mass", specific_mass, Quantity(0.0, "kg/kW"))
    return (heat * specific_mass).to("kg")


@ureg.check("[power]", "[energy]/[mass]/[temperature]", "[temperature]")
def coolant_mass_flow(heat: Quantity, specific_heat: Quantity, temperature_rise: Quantity) -> Quantity:
    r"""Coolant flow that carries a heat with a given rise of temperature.

    .. math:: \dot m = \frac{Q}{c_p\, \Delta T}

    Parameters
    ----------
    heat : Quantity
        Heat the loop carries. [kW]
    specific_heat : Quantity
        Specific heat of the coolant. [kJ/(kg K)]
    temperature_rise : Quantity
        Outlet less inlet temperature. [K]

    Returns
    -------
    Quantity
        Mass flow. [kg/s]

    Raises
    ------
    ValueError
        When the rise is not above zero.

    Examples
    --------
    >>> flow = coolant_mass_flow(Quantity(9.0, "kW"), Quantity(4.18, "kJ/kg/K"), Quantity(10.0, "K"))
    >>> print((flow / Quantity(0.99, "kg/liter")).to("liter/minute"))  # one server, published 13 litres a minute
    13.0 liter / minute

    References
    ----------
    `Chilldyne (2024)
    <https://chilldyne.com/2024/07/29/high-power-liquid-cooling-design-direct-to-chip-solution-requirements-for-500-kw-racks>`__
    [chilldyne2024], specifications with water: 9 kW for each server, 40 to 50 degrees Celsius.
    """
    not_negative("heat", heat)
    difference("temperature_rise", temperature_rise)
    above("temperature_rise", temperature_rise, _ABSOLUTE_ZERO)
    above("specific_heat", specific_heat, Quantity(0.0, "J/kg/K"))
    return (heat / (specific_heat * temperature_rise)).to("kg/s")


@ureg.check("[mass]/[time]", "[pressure]", "[mass]/[volume]", "[]")
def pump_power(mass_flow: Quantity, pressure_drop: Quantity, density: Quantity, pump_efficiency: Quantity) -> Quantity:
    r"""Electric power of the coolant pumps.

    .. math:: P = \frac{\dot m\, \Delta p}{\rho\, \eta}

    Parameters
    ----------
    mass_flow : Quantity
        Coolant flow. [kg/s]
    pressure_drop : Quantity
        Pressure lost around the loop. [kPa]
    density : Quantity
        Density of the coolant. [kg/m^3]
    pump_efficiency : Quantity
        Pump and motor together. [-]

    Returns
    -------
    Quantity
        Electric power, all of which ends as heat. [W]

    Raises
    ------
    ValueError
        When the efficiency is not above zero, or is above 1.

    Examples
    --------
    >>> head = Quantity(1000.0, "kg/m^3") * Quantity(9.81, "m/s^2") * Quantity(30.0, "m")
    >>> print(pump_power(Quantity(20.0, "kg/s"), head, Quantity(1000.0, "kg/m^3"), Quantity(0.75, "")).to("kW"))
    7.85 kilowatt

    References
    ----------
    `The Prime Calculator (2026) <https://theprimecalculator.com/engineering/pump-power-calculator/formula>`__
    [primecalculator_pump], worked example: 20 L/s of water against 30 m at 75 %.
    """
    not_negative("mass_flow", mass_flow)
    not_negative("pressure_drop", pressure_drop)
    above("pump_efficiency", pump_efficiency, 0.0)
    fraction("pump_efficiency", pump_efficiency)
    above("density", density, Quantity(0.0, "kg/m^3"))
    return (mass_flow * pressure_drop / (density * pump_efficiency)).to("W")


# ---- chip and radiator together ----------------------------------------------------------------------------------


@ureg.check("[temperature]", "[power]", "[temperature]/[power]", "[temperature]")
def junction_temperature(
    radiator_temperature: Quantity, chip_power: Quantity, thermal_resistance: Quantity, loop_drop: Quantity
) -> Quantity:
    r"""Temperature of a chip whose heat leaves through a given radiator.

    .. math:: T_j = T + \Delta T_\mathrm{loop} + P R

    Parameters
    ----------
    radiator_temperature : Quantity
        Temperature at the root of the fins. [K]
    chip_power : Quantity
        Heat of one chip. [W]
    thermal_resistance : Quantity
        From the junction to the coolant, per chip. [K/W]
    loop_drop : Quantity
        From the coolant at the chip to the root of the fins. [K]

    Returns
    -------
    Quantity
        Junction temperature. [K]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Examples
    --------
    >>> room, drop = Quantity(25.0 + 273.15, "kelvin"), Quantity(0.0, "kelvin")
    >>> print(junction_temperature(room, Quantity(5.0, "W"), Quantity(12.0, "K/W"), drop))  # published 85 Celsius
    358.15 kelvin

    With numbers of ours, every argument at work:

    >>> kelvin = lambda value: Quantity(value, "kelvin")
    >>> print(junction_temperature(kelvin(330.0), Quantity(1000.0, "W"), Quantity(0.02, "K/W"), kelvin(8.0)))
    358.0 kelvin

    References
    ----------
    `The Prime Calculator (2026)
    <https://theprimecalculator.com/de/electronics/thermal-resistance-electronics/formula>`__ [primecalculator_thermal],
    worked example: 5 W through 3, 1 and 8 K/W from 25 degrees Celsius.
    """
    not_negative("thermal_resistance", thermal_resistance)
    at_least("radiator_temperature", radiator_temperature, _ABSOLUTE_ZERO)
    difference("loop_drop", loop_drop)
    at_least("chip_power", chip_power, _NO_HEAT)
    return (radiator_temperature.to("K") + loop_drop.to("K") + (chip_power * thermal_resistance).to("K")).to("K")


@ureg.check("[temperature]", "[temperature]", "1/[temperature]")
def chip_power_factor(
    junction_temperature: Quantity, reference_temperature: Quantity, power_penalty: Quantity
) -> Quantity:
    r"""Power of a chip for the same work at another temperature, over its power at the reference.

    .. math:: \pi(T_j) = e^{\lambda (T_j - T_0)}

    Parameters
    ----------
    junction_temperature : Quantity
        Junction temperature. [K]
    reference_temperature : Quantity
        Temperature of the rating. [K]
    power_penalty : Quantity
        Relative rise of power per kelvin from leakage and slower clocks. [1/K]

    Returns
    -------
    Quantity
        Power factor; below 1 when the chip runs cooler than its rating. [-]

    Raises
    ------
    ValueError
        When the penalty is negative.

    Examples
    --------
    >>> kelvin = lambda value: Quantity(value, "kelvin")
    >>> print(chip_power_factor(kelvin(358.0), kelvin(338.0), Quantity(0.005, "1/kelvin")))
    1.105 dimensionless

    References
    ----------
    ours: an exponential with the user's own coefficient. `Price et al. (2014) <https://arxiv.org/abs/1407.8116>`__
    [price2014gpu], abstract: the power of a K20 grows faster than in a straight line; no coefficient is printed.
    """
    at_least("junction_temperature", junction_temperature, Quantity(0.0, "K"))
    at_least("reference_temperature", reference_temperature, Quantity(0.0, "K"))
    at_least("power_penalty", power_penalty, Quantity(0.0, "1/K"))
    warming = junction_temperature.to("K") - reference_temperature.to("K")
    return np.exp((power_penalty * warming).to("")).to("")


@ureg.check(
    "[temperature]", "[temperature]", "[temperature]", "[temperature]", "1/[temperature]", "[]", "[]", None, None
)
def heat_rejection_burden(
    radiator_temperature: Quantity,
    sink_temperature: Quantity,
    junction_rise: Quantity,
    reference_temperature: Quantity,
    power_penalty: Quantity,
    emissivity: Quantity,
    fin_efficiency: Quantity,
    burden_per_power: Quantity,
    burden_per_area: Quantity,
) -> Quantity:
    r"""Mass, or cost, of power supply and radiator for a watt of chip at its rating.

    .. math:: b(T) = \pi(T + \Delta T) \left[ b_P + \frac{b_A}{q(T)} \right]

    Parameters
    ----------
    radiator_temperature : Quantity
        Temperature at the root of the fins, `T`. [K]
    sink_temperature : Quantity
        Equivalent temperature of the surroundings. [K]
    junction_rise : Quantity
        Junction less radiator temperature. [K]
    reference_temperature : Quantity
        Junction temperature of the chip's rating. [K]
    power_penalty : Quantity
        Relative rise of chip power per kelvin. [1/K]
    emissivity : Quantity
        Infrared emissivity. [-]
    fin_efficiency : Quantity
        Fin efficiency. [-]
    burden_per_power : Quantity
        Mass or cost of array, conversion and loop per electric power. [kg/kW or USD/W]
    burden_per_area : Quantity
        Mass or cost of the radiator per panel area. [kg/m^2 or USD/m^2]

    Returns
    -------
    Quantity
        Burden per rated chip power. [unit of burden_per_power]

    Raises
    ------
    ValueError
        When the radiator is not hotter than its surroundings.

    Notes
    -----
    A hotter radiator is smaller, a hotter chip needs more power and so more array and more radiator: the burden has one
    minimum. The useful life of a hot chip is outside this function.

    Examples
    --------
    >>> kelvin = lambda value: Quantity(value, "kelvin")
    >>> array, radiator = Quantity(0.52, "kg/m^2") / Quantity(250.0, "W/m^2"), Quantity(3.5, "kg/m^2")
    >>> setting = kelvin(0.0), kelvin(25.0), kelvin(338.0), Quantity(0.0, "1/kelvin")
    >>> surface = Quantity(0.9, ""), Quantity(1.0, "")
    >>> burden = heat_rejection_burden(kelvin(342.0), *setting, *surface, array.to("kg/kW"), radiator)
    >>> print(burden)  # AI1: array and a radiator of 1,400 W/m^2 in the lightest published materials
    4.59 kilogram / kilowatt

    With numbers of ours, every argument at work:

    >>> kelvin = lambda value: Quantity(value, "kelvin")
    >>> setting = kelvin(220.0), kelvin(25.0), kelvin(338.0), Quantity(0.005, "1/kelvin")
    >>> surface = Quantity(0.9, ""), Quantity(0.9, "")
    >>> print(heat_rejection_burden(kelvin(340.0), *setting, *surface, Quantity(10, "kg/kW"), Quantity(6, "kg/m^2")))
    18.23 kilogram / kilowatt

    References
    ----------
    ours: the sum is not printed, its parts are. `Techstoriess (2026) <https://www.techstoriess.com/?p=4258>`__
    [ai1techstoriess2026], 250 and 1,400 W/m^2;
    `Gaalema et al. (2026) <https://arxiv.org/abs/2604.07760>`__ [iscr2026], 0.52 kg/m^2;
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], 3.5 kg/m^2.
    """
    at_least("reference_temperature", reference_temperature, Quantity(0.0, "K"))
    not_negative("burden_per_power", burden_per_power)
    not_negative("burden_per_area", burden_per_area)
    above("radiator_temperature", radiator_temperature, sink_temperature)
    difference("junction_rise", junction_rise)
    for name, value in (("emissivity", emissivity), ("fin_efficiency", fin_efficiency)):
        above(name, value, 0.0)
    hotter = chip_power_factor(radiator_temperature + junction_rise, reference_temperature, power_penalty)
    flux = net_flux(radiator_temperature, sink_temperature, emissivity, fin_efficiency)
    return (hotter * (burden_per_power + burden_per_area / flux)).to(burden_per_power.units)


@ureg.check(
    "[temperature]", "[temperature]", "[temperature]", "1/[temperature]", "[]", "[]", None, None, "[temperature]"
)
def best_radiator_temperature(
    sink_temperature: Quantity,
    junction_rise: Quantity,
    reference_temperature: Quantity,
    power_penalty: Quantity,
    emissivity: Quantity,
    fin_efficiency: Quantity,
    burden_per_power: Quantity,
    burden_per_area: Quantity,
    highest_junction_temperature: Quantity,
) -> Quantity:
    r"""Radiator temperature that makes power supply and radiator together lightest, or cheapest.

    .. math:: T^* = \arg\min_T\, b(T), \qquad T_s < T \le T_{j,\max} - \Delta T

    Parameters
    ----------
    sink_temperature : Quantity
        Equivalent temperature of the surroundings. [K]
    junction_rise : Quantity
        Junction less radiator temperature. [K]
    reference_temperature : Quantity
        Junction temperature of the chip's rating. [K]
    power_penalty : Quantity
        Relative rise of chip power per kelvin. [1/K]
    emissivity : Quantity
        Infrared emissivity. [-]
    fin_efficiency : Quantity
        Fin efficiency. [-]
    burden_per_power : Quantity
        Mass or cost of array, conversion and loop per electric power. [kg/kW or USD/W]
    burden_per_area : Quantity
        Mass or cost of the radiator per panel area. [kg/m^2 or USD/m^2]
    highest_junction_temperature : Quantity
        Limit of the chip. [K]

    Returns
    -------
    Quantity
        Best temperature at the root of the fins. [K]

    Raises
    ------
    ValueError
        When the chip's limit leaves no temperature above the sink.

    Notes
    -----
    Not traceable: a minimum is searched. Single values only. The objective, `heat_rejection_burden`, is traceable.

    Examples
    --------
    >>> kelvin = lambda value: Quantity(value, "kelvin")
    >>> surface, burden = (Quantity(0.9, ""), Quantity(0.9, "")), (Quantity(10, "kg/kW"), Quantity(6, "kg/m^2"))
    >>> steady = kelvin(220.0), kelvin(10.0), kelvin(338.0), Quantity(0.0, "1/kelvin")
    >>> print(best_radiator_temperature(*steady, *surface, *burden, kelvin(358.15)))  # power does not rise: 85 less 10
    348.15 kelvin
    >>> leaking = kelvin(220.0), kelvin(25.0), kelvin(338.0), Quantity(0.005, "1/kelvin")
    >>> print(best_radiator_temperature(*leaking, *surface, *burden, kelvin(378.0)))
    344.2 kelvin

    References
    ----------
    `McCalip (2025) <https://github.com/andrewmccalip/thoughts>`__ [mccalip2025], thermal defaults: die at 85 degrees
    Celsius, 10 K to the radiator. The optimum of a chip whose power rises with temperature is printed nowhere.
    """
    at_least("reference_temperature", reference_temperature, Quantity(0.0, "K"))
    not_negative("burden_per_power", burden_per_power)
    not_negative("burden_per_area", burden_per_area)
    difference("junction_rise", junction_rise)
    lowest = float(sink_temperature.to("K").magnitude) + 1.0
    highest = (highest_junction_temperature.to("K") - junction_rise.to("K")).to("K")
    above("highest_junction_temperature less junction_rise", highest, Quantity(lowest, "K"))

    def burden(temperature: float) -> float:
        setting = (sink_temperature, junction_rise, reference_temperature, power_penalty, emissivity, fin_efficiency)
        value = heat_rejection_burden(Quantity(temperature, "K"), *setting, burden_per_power, burden_per_area)
        return float(value.magnitude)

    bounds = (lowest, float(highest.magnitude))
    found = scipy.optimize.minimize_scalar(burden, bounds=bounds, method="bounded", options={"xatol": 1e-6})
    return Quantity(float(found.x), "K")
