"""Heat in orbit: what a radiator sees, what it sheds, how hot it runs, what it weighs.

Every surface is grey and diffuse in the infrared, and Kirchhoff's law holds: what a surface absorbs of the Earth's
infrared is its emissivity, while sunlight meets its solar absorptivity. Areas are panel areas; a panel has two faces.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.models.guards import above, at_least, at_most, between, finite, fraction, not_negative
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


# ---- view factor to the satellite's own array --------------------------------------------------------------------


def _corner(x: Any, y: Any, eta: Any, xi: Any) -> Any:
    """Part of one pair of corners in the view factor between perpendicular rectangles."""
    apart, along = np.sqrt(x * x + xi * xi), y - eta
    turned = along * apart * np.arctan(along / apart)
    return (turned - 0.25 * (apart**2 - along**2) * np.log(apart**2 + along**2)) / (2.0 * np.pi)


@ureg.check("[length]", "[length]", "[length]", "[length]", "[length]", "[length]")
def perpendicular_view_factor(
    depth: Quantity, bottom: Quantity, top: Quantity, width: Quantity, near: Quantity, far: Quantity
) -> Quantity:
    r"""View factor from a face of one rectangle to another that stands across from it at a right angle.

    .. math:: F = \frac{1}{A} \sum_{i,j,k,l = 1}^{2} (-1)^{i+j+k+l}\, G(x_i, y_j, \eta_k, \xi_l)

    with :math:`s = \sqrt{x^2 + \xi^2}` and :math:`t = y - \eta` in
    :math:`2 \pi G = t\,s \arctan(t/s) - \tfrac14 (s^2 - t^2) \ln(s^2 + t^2)`

    Parameters
    ----------
    depth : Quantity
        How far the first reaches from the line in which the two planes meet, :math:`x_2`; it begins there. [m]
    bottom : Quantity
        Where the first begins along that line, :math:`y_1`. [m]
    top : Quantity
        Where it ends, :math:`y_2`. [m]
    width : Quantity
        How far the second reaches along the line, from nothing to :math:`\eta_2`. [m]
    near : Quantity
        Distance of the second's near edge from the line, :math:`\xi_1`. [m]
    far : Quantity
        Distance of its far edge, :math:`\xi_2`. [m]

    Returns
    -------
    Quantity
        View factor from the first to the second. [-]

    Raises
    ------
    ValueError
        When a rectangle has no area, or the second touches the line.

    Examples
    --------
    Two squares with a common edge see 0.2000 of each other; the second begins a millionth of a side from it:

    >>> one, none = Quantity(1.0, "m"), Quantity(0.0, "m")
    >>> print(perpendicular_view_factor(one, none, one, one, Quantity(1e-6, "m"), one).round(4))
    0.2 dimensionless

    References
    ----------
    `Martinez (2026) <https://ja.scribd.com/document/368278388/Radiation-View-Factors>`__ [martinez_viewfactors],
    rectangles at a right angle with a common edge; the sum over corners is the general form of that integral.
    """
    none = Quantity(0.0, "m")
    for name, value in (("depth", depth), ("width", width), ("near", near)):
        above(name, value, none)
    above("far", far, near)
    above("top", top, bottom)
    x = (0.0, depth.to("m").magnitude)
    y, eta, xi = ([v.to("m").magnitude for v in ends] for ends in ((bottom, top), (none, width), (near, far)))
    total: Any = 0.0
    for i, j, k, m in np.ndindex(2, 2, 2, 2):
        total = total + (-1.0) ** int(i + j + k + m) * _corner(x[i], y[j], eta[k], xi[m])
    return Quantity(total / (x[1] * (y[1] - y[0])), "")


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
