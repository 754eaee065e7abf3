"""Circular Earth orbits: period, node, Sun, eclipse, drag, lifetime, disposal and dose.

The module answers one question for a solar-powered satellite: how much of the year is dark, how much drag and dose
does it pay to be there, and what does it cost to leave. Orbits are circular; the Earth is an oblate body for the drift
of the node and an ellipsoid for the shadow of a Sun-synchronous orbit.
"""

from __future__ import annotations

from functools import cache, reduce
from itertools import pairwise
from typing import Any

import numpy as np
import scipy

from analysis.models.guards import above, at_least, at_most, below, between, finite, not_negative, positive
from analysis.units import Quantity, ureg, where

#: Equatorial radius of the Earth (WGS 84).
EARTH_EQUATORIAL_RADIUS = Quantity(6378.137, "km")
#: Mean radius of the Earth (IUGG).
EARTH_MEAN_RADIUS = Quantity(6371.0, "km")
#: Gravitational parameter of the Earth (WGS 84).
EARTH_GRAVITATIONAL_PARAMETER = Quantity(398600.4418, "km^3/s^2")
#: Second zonal harmonic of the Earth's gravity field (EGM96, unnormalised).
EARTH_J2 = Quantity(1.08262668e-3, "")
#: Flattening of the Earth (WGS 84): how much shorter the polar radius is than the equatorial one.
EARTH_FLATTENING = Quantity(1.0 / 298.257223563, "")
#: A sphere, for published values that take the Earth as one.
SPHERE = Quantity(0.0, "")
#: Angular rate of the Earth's rotation (WGS 84).
EARTH_ROTATION_RATE = Quantity(7.292115e-5, "1/s")
#: Radius of the solar photosphere (IAU 2015 nominal value).
SUN_RADIUS = Quantity(695700.0, "km")
#: Astronomical unit (IAU 2012, exact).
ASTRONOMICAL_UNIT = Quantity(149597870.7, "km")
#: Mean tropical year at J2000.
TROPICAL_YEAR = Quantity(365.2421897, "day")
#: Mean total solar irradiance at one astronomical unit (Kopp and Lean 2011).
TOTAL_SOLAR_IRRADIANCE = Quantity(1361.0, "W/m^2")
#: Standard acceleration of free fall (CGPM 1901, exact).
STANDARD_GRAVITY = Quantity(9.80665, "m/s^2")

_ZERO_HEIGHT = Quantity(0.0, "km")
_SMALL, _TINY = 1e-12, 1e-150  # keep a quotient finite where its limit is zero


# ---- the orbit ---------------------------------------------------------------------------------------------------


@ureg.check("[length]")
def orbital_radius(altitude: Quantity) -> Quantity:
    r"""Distance of a satellite from the centre of the Earth.

    .. math:: r = R_\oplus + h

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius, `h`. [km]

    Returns
    -------
    Quantity
        Orbital radius. [km]

    Raises
    ------
    ValueError
        When the altitude is below zero.

    Examples
    --------
    >>> print(orbital_radius(Quantity(10000.0, "km")))  # published 16,378 km
    16378. kilometer

    References
    ----------
    `Free Class Notes Online (2026) <http://www.freeclassnotesonline.com/Satellite-Shadow-Region.php>`__
    [freeclassnotes_shadow], solution.
    """
    at_least("altitude", altitude, _ZERO_HEIGHT)
    return (EARTH_EQUATORIAL_RADIUS + altitude).to("km")


@ureg.check("[length]")
def mean_motion(altitude: Quantity) -> Quantity:
    r"""Mean angular rate along a circular orbit.

    .. math:: n = \sqrt{\mu / r^3}

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]

    Returns
    -------
    Quantity
        Mean motion. [rad/s]

    Notes
    -----
    Two-body motion. The oblateness of the Earth changes it by about 0.1 % in low orbit.

    Examples
    --------
    >>> print(mean_motion(Quantity(409.0, "km")).to("turn/day"))  # the space station, published 15.54 a day
    15.5 turn / day

    References
    ----------
    `Simple English Wikipedia (2024) <https://simple.wikipedia.org/wiki/International_Space_Station>`__ [wiki_iss],
    table of the station: between 408 and 410 km.
    """
    return np.sqrt(EARTH_GRAVITATIONAL_PARAMETER / orbital_radius(altitude) ** 3).to("1/s") * Quantity(1.0, "radian")


@ureg.check("[length]")
def orbital_period(altitude: Quantity) -> Quantity:
    r"""Time of one revolution on a circular orbit.

    .. math:: T = 2\pi \sqrt{r^3 / \mu}

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]

    Returns
    -------
    Quantity
        Orbital period. [min]

    Examples
    --------
    >>> print(orbital_period(Quantity(10000.0, "km")).to("second"))  # published 20,859 s with rounded constants
    20859.7 second
    >>> print(orbital_period(Quantity(409.0, "km")))  # the space station, published 92.68 min
    92.7 minute

    References
    ----------
    `Free Class Notes Online (2026) <http://www.freeclassnotesonline.com/Satellite-Shadow-Region.php>`__
    [freeclassnotes_shadow], solution;
    `Simple English Wikipedia (2024) <https://simple.wikipedia.org/wiki/International_Space_Station>`__ [wiki_iss],
    table of the station: between 408 and 410 km.
    """
    return (2.0 * np.pi * np.sqrt(orbital_radius(altitude) ** 3 / EARTH_GRAVITATIONAL_PARAMETER)).to("minute")


@ureg.check("[length]")
def orbits_per_day(altitude: Quantity) -> Quantity:
    r"""Revolutions on a circular orbit in one day of 24 hours.

    .. math:: N = 24\,\mathrm{h} / T

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]

    Returns
    -------
    Quantity
        Revolutions in a day. [-]

    Examples
    --------
    >>> print(orbits_per_day(Quantity(409.0, "km")))  # the space station, published 15.54
    15.5 dimensionless

    References
    ----------
    `Simple English Wikipedia (2024) <https://simple.wikipedia.org/wiki/International_Space_Station>`__ [wiki_iss],
    table of the station: between 408 and 410 km.
    """
    return (Quantity(1.0, "day") / orbital_period(altitude)).to("")


@ureg.check("[length]")
def orbital_velocity(altitude: Quantity) -> Quantity:
    r"""Speed on a circular orbit.

    .. math:: v = \sqrt{\mu / r}

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]

    Returns
    -------
    Quantity
        Speed relative to the centre of the Earth. [km/s]

    Examples
    --------
    >>> print(orbital_velocity(Quantity(409.0, "km")))  # the space station
    7.66 kilometer / second

    References
    ----------
    `Simple English Wikipedia (2024) <https://simple.wikipedia.org/wiki/International_Space_Station>`__ [wiki_iss],
    table of the station: between 408 and 410 km.
    """
    return np.sqrt(EARTH_GRAVITATIONAL_PARAMETER / orbital_radius(altitude)).to("km/s")


@ureg.check("[length]", "[]")
def nodal_precession_rate(altitude: Quantity, inclination: Quantity) -> Quantity:
    r"""Secular drift of the ascending node of a circular orbit by the oblateness of the Earth.

    .. math:: \dot\Omega = -\tfrac{3}{2}\, n J_2 \left(\frac{R_\oplus}{r}\right)^2 \cos i

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    inclination : Quantity
        Angle between the orbit plane and the equator; above 90 degrees the orbit is retrograde. [degree]

    Returns
    -------
    Quantity
        Drift of the node, positive to the east. [degree/day]

    Raises
    ------
    ValueError
        When an argument is not a finite number.

    Notes
    -----
    First order in J2. Higher harmonics, the Moon and the Sun change the rate by a few parts in a thousand.

    Examples
    --------
    >>> print(nodal_precession_rate(Quantity(600.0, "km"), Quantity(97.79, "degree")))
    0.986 degree / day

    References
    ----------
    `HawkLogic Systems (2026) <https://hawklogicsystems.com/tools/eclipse-beta-timeline>`__ [hawklogic_beta],
    description of the model.
    """
    finite("inclination", inclination)
    ratio = EARTH_EQUATORIAL_RADIUS / orbital_radius(altitude)
    return (-1.5 * mean_motion(altitude) * EARTH_J2 * ratio**2 * np.cos(inclination)).to("degree/day")


@ureg.check("[length]")
def sun_synchronous_inclination(altitude: Quantity) -> Quantity:
    r"""Inclination at which the node of a circular orbit follows the mean Sun.

    .. math:: \cos i = -\frac{2\pi / T_\mathrm{tropical}}{\tfrac{3}{2}\, n J_2 (R_\oplus / r)^2}

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius; at most about 5,970 km, where the orbit would lie in the equator. [km]

    Returns
    -------
    Quantity
        Inclination, between 90 and 180 degrees. [degree]

    Raises
    ------
    ValueError
        When no inclination at this altitude drifts as fast as the Sun.

    Notes
    -----
    First order in J2.

    Examples
    --------
    >>> print(sun_synchronous_inclination(Quantity(7083.1 - 6378.137, "km")))
    98.208 degree
    >>> print(sun_synchronous_inclination(Quantity(7200.0 - 6378.137, "km")))
    98.7 degree

    References
    ----------
    `Aerovia (2026) <https://www.aerovia.org/tools/sun-synchronous-orbit-designer>`__ [aerovia_sso], default case:
    semi-major axis of 7,083.1 km;
    `Wikipedia (2026) <https://en.wikipedia.org/wiki/Sun-synchronous_orbit>`__ [wiki_sso], technical details: 7,200 km.
    """
    polar_free = nodal_precession_rate(altitude, Quantity(180.0, "degree"))
    cosine = -(Quantity(360.0, "degree") / TROPICAL_YEAR / polar_free).to("")
    at_least("cosine of the sun-synchronous inclination (altitude must be below about 5,970 km)", cosine, -1.0)
    return np.arccos(cosine).to("degree")


# ---- the Sun -----------------------------------------------------------------------------------------------------


@ureg.check(None, "[time]")
def time_since_j2000(calendar_year: int, day_of_year: Quantity) -> Quantity:
    r"""Time from the epoch J2000.0 (1 January 2000, 12 h) to a date.

    .. math:: t = 365\,(Y - 2000) + \lfloor (Y - 1997) / 4 \rfloor + (d - 1) - \tfrac12

    Parameters
    ----------
    calendar_year : int
        Gregorian year from 1901 to 2099. [-]
    day_of_year : Quantity
        Day of the year with its fraction; 1 January at 0 h is 1 day. [day]

    Returns
    -------
    Quantity
        Time since J2000.0; negative before it. [day]

    Raises
    ------
    ValueError
        When the year is outside 1901 to 2099, where one year in four is a leap year.

    Notes
    -----
    The difference between universal and terrestrial time, about 70 s, is neglected: 0.0008 degrees of solar longitude.

    Examples
    --------
    >>> print(time_since_j2000(1997, Quantity(219 + 11 / 24, "day")))  # 7 August 1997, 11 h
    -877.04167 day

    References
    ----------
    `stargazing.net (2026) <http://www.stargazing.net/kepler/sun.html>`__ [stargazing_sun], step 1.
    """
    finite("day_of_year", day_of_year)
    between("calendar_year", Quantity(calendar_year, ""), 1901, 2099)
    whole_days = 365 * (calendar_year - 2000) + (calendar_year - 1997) // 4
    return (Quantity(whole_days - 1.5, "day") + day_of_year).to("day")


@ureg.check("[time]")
def solar_mean_longitude(time: Quantity) -> Quantity:
    r"""Mean longitude of the Sun, corrected for aberration; also the right ascension of the mean Sun.

    .. math:: L = 280.460^\circ + 0.9856474^\circ\, t

    Parameters
    ----------
    time : Quantity
        Time since J2000.0, `t`. [day]

    Returns
    -------
    Quantity
        Mean longitude, not reduced to one turn. [degree]

    Raises
    ------
    ValueError
        When an argument is not a finite number.

    Examples
    --------
    >>> print(solar_mean_longitude(Quantity(-877.04167, "day")) + Quantity(720, "degree"))
    136.01 degree

    References
    ----------
    `stargazing.net (2026) <http://www.stargazing.net/kepler/sun.html>`__ [stargazing_sun], step 2.
    """
    finite("time", time)
    return Quantity(280.460, "degree") + (Quantity(0.9856474, "degree/day") * time).to("degree")


@ureg.check("[time]")
def solar_mean_anomaly(time: Quantity) -> Quantity:
    r"""Mean anomaly of the Earth on its way around the Sun.

    .. math:: g = 357.528^\circ + 0.9856003^\circ\, t

    Parameters
    ----------
    time : Quantity
        Time since J2000.0, `t`. [day]

    Returns
    -------
    Quantity
        Mean anomaly, not reduced to one turn. [degree]

    Raises
    ------
    ValueError
        When an argument is not a finite number.

    Examples
    --------
    >>> print(solar_mean_anomaly(Quantity(-877.04167, "day")) + Quantity(720, "degree"))
    213.115 degree

    References
    ----------
    `stargazing.net (2026) <http://www.stargazing.net/kepler/sun.html>`__ [stargazing_sun], step 3.
    """
    finite("time", time)
    return Quantity(357.528, "degree") + (Quantity(0.9856003, "degree/day") * time).to("degree")


@ureg.check("[time]")
def solar_ecliptic_longitude(time: Quantity) -> Quantity:
    r"""Apparent ecliptic longitude of the Sun.

    .. math:: \lambda = L + 1.915^\circ \sin g + 0.020^\circ \sin 2g

    Parameters
    ----------
    time : Quantity
        Time since J2000.0. [day]

    Returns
    -------
    Quantity
        Ecliptic longitude, reduced to 0 to 360 degrees. [degree]

    Raises
    ------
    ValueError
        When an argument is not a finite number.

    Notes
    -----
    Good to 0.01 degrees between 1950 and 2050. The latitude of the Sun, below 1.2 arc seconds, is taken as zero.

    Examples
    --------
    >>> print(solar_ecliptic_longitude(Quantity(-877.04167, "day")))
    134.978 degree

    References
    ----------
    `stargazing.net (2026) <http://www.stargazing.net/kepler/sun.html>`__ [stargazing_sun], step 4, after page C24 of
    the Astronomical Almanac for 1996.
    """
    finite("time", time)
    anomaly = solar_mean_anomaly(time)
    centre = Quantity(1.915, "degree") * np.sin(anomaly) + Quantity(0.020, "degree") * np.sin(2.0 * anomaly)
    longitude = solar_mean_longitude(time) + centre
    turn = Quantity(360.0, "degree")
    return (longitude - turn * np.floor((longitude / turn).to(""))).to("degree")


@ureg.check("[time]")
def obliquity_of_ecliptic(time: Quantity) -> Quantity:
    r"""Angle between the equator and the ecliptic.

    .. math:: \varepsilon = 23.439^\circ - 0.0000004^\circ\, t

    Parameters
    ----------
    time : Quantity
        Time since J2000.0. [day]

    Returns
    -------
    Quantity
        Obliquity. [degree]

    Raises
    ------
    ValueError
        When an argument is not a finite number.

    Examples
    --------
    >>> print(obliquity_of_ecliptic(Quantity(0.0, "day")))
    23.439 degree

    References
    ----------
    `stargazing.net (2026) <http://www.stargazing.net/kepler/sun.html>`__ [stargazing_sun], step 5.
    """
    finite("time", time)
    return Quantity(23.439, "degree") - (Quantity(0.0000004, "degree/day") * time).to("degree")


@ureg.check("[time]")
def solar_declination(time: Quantity) -> Quantity:
    r"""Angle of the Sun above the equator.

    .. math:: \sin\delta = \sin\varepsilon \sin\lambda

    Parameters
    ----------
    time : Quantity
        Time since J2000.0. [day]

    Returns
    -------
    Quantity
        Declination, positive to the north. [degree]

    Raises
    ------
    ValueError
        When an argument is not a finite number.

    Notes
    -----
    Good to about 0.01 degrees between 1950 and 2050, equinox of date.

    Examples
    --------
    >>> print(solar_declination(Quantity(-877.04167, "day")))  # published 16.343 degrees
    16.34 degree

    References
    ----------
    `stargazing.net (2026) <http://www.stargazing.net/kepler/sun.html>`__ [stargazing_sun], step 7.
    """
    finite("time", time)
    return np.arcsin(np.sin(obliquity_of_ecliptic(time)) * np.sin(solar_ecliptic_longitude(time))).to("degree")


@ureg.check("[time]")
def solar_right_ascension(time: Quantity) -> Quantity:
    r"""Right ascension of the Sun, as a series in the half obliquity.

    .. math:: \alpha = \lambda - \tau \sin 2\lambda + \tfrac12 \tau^2 \sin 4\lambda - \tfrac13 \tau^3 \sin 6\lambda,
              \qquad \tau = \tan^2(\varepsilon/2)

    Parameters
    ----------
    time : Quantity
        Time since J2000.0. [day]

    Returns
    -------
    Quantity
        Right ascension, within 2.5 degrees of the ecliptic longitude (so from -2.5 to 362.5). [degree]

    Raises
    ------
    ValueError
        When an argument is not a finite number.

    Notes
    -----
    The expansion of :math:`\tan\alpha = \cos\varepsilon \tan\lambda`; what is left out is below 0.00003 degrees.
    A series needs no choice of quadrant, so the function can be traced.

    Examples
    --------
    >>> print(solar_right_ascension(Quantity(-877.04167, "day")))
    137.443 degree

    References
    ----------
    `stargazing.net (2026) <http://www.stargazing.net/kepler/sun.html>`__ [stargazing_sun], step 6.
    """
    finite("time", time)
    longitude = solar_ecliptic_longitude(time)
    tau = np.tan(obliquity_of_ecliptic(time) / 2.0) ** 2
    series = -tau * np.sin(2.0 * longitude) + 0.5 * tau**2 * np.sin(4.0 * longitude)
    return (longitude + (series - tau**3 / 3.0 * np.sin(6.0 * longitude)) * Quantity(1.0, "radian")).to("degree")


@ureg.check("[time]")
def equation_of_time(time: Quantity) -> Quantity:
    r"""How far the true Sun is ahead of the mean Sun on the sky, as time on a sundial less time on a clock.

    .. math:: E = (L - \alpha) / 15^\circ\,\mathrm{h}^{-1}

    Parameters
    ----------
    time : Quantity
        Time since J2000.0. [day]

    Returns
    -------
    Quantity
        Equation of time, between -14.3 and 16.5 minutes. [min]

    Raises
    ------
    ValueError
        When an argument is not a finite number.

    Examples
    --------
    >>> print(equation_of_time(time_since_j2000(2008, Quantity(1.5, "day"))).to("second"))  # published -3 min 18 s
    -199. second
    >>> print(equation_of_time(time_since_j2000(2028, Quantity(308.0, "day"))))  # 3 November, the yearly maximum
    16.4 minute

    References
    ----------
    `vanadovv (2008) <https://home.kpn.nl/vanadovv/time/EoT_table.html>`__ [eot_table], row of 1 January, column of
    2008;
    `GeoAstro (2001) <http://www.geoastro.de/SME/details/eqt.htm>`__ [geoastro_eot], text: at most 16 min 24 s, about 4
    November.
    """
    finite("time", time)
    lead = solar_mean_longitude(time) - solar_right_ascension(time)
    turn = Quantity(360.0, "degree")
    lead = lead - turn * np.floor((lead / turn + 0.5).to(""))
    return (lead / Quantity(15.0, "degree/hour")).to("minute")


@ureg.check("[time]")
def solar_distance(time: Quantity) -> Quantity:
    r"""Distance from the Earth to the Sun.

    .. math:: R / \mathrm{au} = 1.00014 - 0.01671 \cos g - 0.00014 \cos 2g

    Parameters
    ----------
    time : Quantity
        Time since J2000.0. [day]

    Returns
    -------
    Quantity
        Distance. [au]

    Raises
    ------
    ValueError
        When an argument is not a finite number.

    Examples
    --------
    >>> print(solar_distance(time_since_j2000(2028, Quantity(5.0, "day"))))  # perihelion
    0.9833 astronomical_unit

    References
    ----------
    `United States Naval Observatory (2026) <https://aa.usno.navy.mil/faq/sun_approx>`__ [usno_sun], algorithm step 3.
    """
    finite("time", time)
    anomaly = solar_mean_anomaly(time)
    return (1.00014 - 0.01671 * np.cos(anomaly) - 0.00014 * np.cos(2.0 * anomaly)).to("") * Quantity(1.0, "au")


@ureg.check("[time]")
def solar_irradiance(time: Quantity) -> Quantity:
    r"""Power of sunlight on a surface that faces the Sun, at the Earth's distance on a date.

    .. math:: G = G_0 (1\,\mathrm{au} / R)^2

    Parameters
    ----------
    time : Quantity
        Time since J2000.0. [day]

    Returns
    -------
    Quantity
        Irradiance. [W/m^2]

    Raises
    ------
    ValueError
        When an argument is not a finite number.

    Notes
    -----
    From 1,316 W/m^2 in July to 1,408 W/m^2 in January. The 11-year cycle, 0.1 %, is neglected.

    Examples
    --------
    >>> print(solar_irradiance(time_since_j2000(2028, Quantity(5.0, "day"))))
    1407.6 watt / meter ** 2

    References
    ----------
    `Kopp and Lean (2011) <https://doi.org/10.1029/2010GL045777>`__ [kopp2011], abstract.
    """
    finite("time", time)
    return (TOTAL_SOLAR_IRRADIANCE * (Quantity(1.0, "au") / solar_distance(time)) ** 2).to("W/m^2")


# ---- orbit and Sun -----------------------------------------------------------------------------------------------


@ureg.check("[time]", "[time]")
def right_ascension_of_ascending_node(local_time_of_ascending_node: Quantity, time: Quantity) -> Quantity:
    r"""Right ascension of the node that crosses the equator at a given mean local time.

    .. math:: \Omega = L + 15^\circ\,\mathrm{h}^{-1} (\mathrm{LTAN} - 12\,\mathrm{h})

    Parameters
    ----------
    local_time_of_ascending_node : Quantity
        Mean local solar time of the northward crossing; 6 h or 18 h is a dawn-dusk orbit. [h]
    time : Quantity
        Time since J2000.0. [day]

    Returns
    -------
    Quantity
        Right ascension of the ascending node, not reduced to one turn. [degree]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Notes
    -----
    Mean local time, as operators use it. The true Sun runs up to 16 minutes ahead of it.

    Examples
    --------
    >>> day = Quantity(-877.04167, "day")  # at noon the node stands at the mean Sun, published 136.01 degrees
    >>> print(right_ascension_of_ascending_node(Quantity(12.0, "hour"), day) + Quantity(720, "degree"))
    136.01 degree
    >>> print(right_ascension_of_ascending_node(Quantity(18.0, "hour"), day) + Quantity(720, "degree"))
    226.01 degree

    References
    ----------
    `stargazing.net (2026) <http://www.stargazing.net/kepler/sun.html>`__ [stargazing_sun], step 2.
    """
    between("local_time_of_ascending_node", local_time_of_ascending_node, Quantity(0.0, "hour"), Quantity(24.0, "hour"))
    finite("time", time)
    offset = (local_time_of_ascending_node - Quantity(12.0, "hour")) * Quantity(15.0, "degree/hour")
    return (solar_mean_longitude(time) + offset).to("degree")


@ureg.check("[]", "[]", "[]", "[]")
def beta_angle(
    inclination: Quantity,
    right_ascension_of_node: Quantity,
    declination: Quantity,
    right_ascension_of_sun: Quantity,
) -> Quantity:
    r"""Angle of the Sun above the orbit plane.

    .. math:: \sin\beta = \cos\delta \sin i \sin(\Omega - \alpha) + \sin\delta \cos i

    Parameters
    ----------
    inclination : Quantity
        Inclination of the orbit, `i`. [degree]
    right_ascension_of_node : Quantity
        Right ascension of the ascending node. [degree]
    declination : Quantity
        Declination of the Sun. [degree]
    right_ascension_of_sun : Quantity
        Right ascension of the Sun. [degree]

    Returns
    -------
    Quantity
        Beta angle, -90 to 90 degrees, positive on the side of the angular momentum. [degree]

    Raises
    ------
    ValueError
        When an argument is not a finite number.

    Examples
    --------
    >>> angle = lambda value: Quantity(value, "degree")
    >>> print(beta_angle(angle(90.0), angle(90.0), angle(0.0), angle(0.0)))  # polar dawn-dusk orbit at an equinox
    90.0 degree

    References
    ----------
    `HawkLogic Systems (2026) <https://hawklogicsystems.com/tools/eclipse-beta-timeline>`__ [hawklogic_beta],
    description of the model.
    """
    finite("inclination", inclination)
    finite("right_ascension_of_node", right_ascension_of_node)
    finite("declination", declination)
    finite("right_ascension_of_sun", right_ascension_of_sun)
    across = np.cos(declination) * np.sin(inclination) * np.sin(right_ascension_of_node - right_ascension_of_sun)
    sine = (across + np.sin(declination) * np.cos(inclination)).to("")
    return np.arcsin(np.minimum(np.maximum(sine, Quantity(-1.0, "")), Quantity(1.0, ""))).to("degree")


@ureg.check("[length]", "[time]", "[time]")
def sun_synchronous_beta_angle(altitude: Quantity, local_time_of_ascending_node: Quantity, time: Quantity) -> Quantity:
    r"""Beta angle of a Sun-synchronous orbit on a date.

    .. math:: \beta = \beta(i_\mathrm{ss}(h), \Omega(\mathrm{LTAN}, t), \delta(t), \alpha(t))

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    local_time_of_ascending_node : Quantity
        Mean local solar time of the northward crossing. [h]
    time : Quantity
        Time since J2000.0. [day]

    Returns
    -------
    Quantity
        Beta angle. [degree]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Examples
    --------
    >>> height, solstice = Quantity(1391.0, "km"), time_since_j2000(2028, Quantity(173.0, "day"))
    >>> print(sun_synchronous_beta_angle(height, Quantity(18.0, "hour"), solstice))
    55.18 degree
    >>> print(critical_beta_angle(height))  # 1,391 km is published as the height where both are the same
    55.18 degree

    References
    ----------
    `Boley et al. (2026) <https://arxiv.org/abs/2608.02757>`__ [boley2026rings], equation 3, fixed point.
    """
    between("local_time_of_ascending_node", local_time_of_ascending_node, Quantity(0.0, "hour"), Quantity(24.0, "hour"))
    finite("time", time)
    return beta_angle(
        sun_synchronous_inclination(altitude),
        right_ascension_of_ascending_node(local_time_of_ascending_node, time),
        solar_declination(time),
        solar_right_ascension(time),
    )


# ---- eclipse -----------------------------------------------------------------------------------------------------


@ureg.check("[length]")
def earth_angular_radius(altitude: Quantity) -> Quantity:
    r"""Half the angle the Earth fills, seen from orbit.

    .. math:: \theta = \arcsin(R_\oplus / r)

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]

    Returns
    -------
    Quantity
        Angular radius. [degree]

    Examples
    --------
    >>> print(earth_angular_radius(Quantity(10000.0, "km")))
    22.92 degree

    References
    ----------
    `Free Class Notes Online (2026) <http://www.freeclassnotesonline.com/Satellite-Shadow-Region.php>`__
    [freeclassnotes_shadow], solution.
    """
    return np.arcsin(EARTH_EQUATORIAL_RADIUS / orbital_radius(altitude)).to("degree")


@ureg.check("[length]")
def critical_beta_angle(altitude: Quantity) -> Quantity:
    r"""Beta angle above which a circular orbit never enters the cylindrical shadow.

    .. math:: \beta^* = \arcsin(R_\oplus / r)

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]

    Returns
    -------
    Quantity
        The smallest beta angle without eclipse. [degree]

    Examples
    --------
    >>> height = Quantity(1391.0, "km")  # published as the lowest height where a dawn-dusk orbit is never dark
    >>> print(critical_beta_angle(height) - smallest_beta_angle(height, Quantity(18.0, "hour"), 2028))
    0.00 degree

    References
    ----------
    `Boley et al. (2026) <https://arxiv.org/abs/2608.02757>`__ [boley2026rings], equation 3, fixed point.
    """
    return earth_angular_radius(altitude)


def _shadow_fraction(half_angle: Any, beta: Any) -> Any:
    """Fraction of a circle within an angle of the anti-solar point, all in radian and plain numbers."""
    cosine = np.cos(half_angle) / np.maximum(np.cos(beta), 1e-12)
    return np.arccos(np.minimum(cosine, 1.0)) / np.pi


@ureg.check("[length]", "[]")
def eclipse_fraction(altitude: Quantity, beta: Quantity) -> Quantity:
    r"""Fraction of a circular orbit in the cylindrical shadow of the Earth.

    .. math:: f = \frac{1}{\pi} \arccos \min(1, x), \qquad
              x = \frac{\sqrt{1 - (R_\oplus / r)^2}}{\cos\beta}

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    beta : Quantity
        Angle of the Sun above the orbit plane, -90 to 90 degrees. [degree]

    Returns
    -------
    Quantity
        Dark fraction of the orbit, 0 where the orbit clears the shadow. [-]

    Raises
    ------
    ValueError
        When beta is outside -90 to 90 degrees.

    Notes
    -----
    A cylinder of the equatorial radius: between the umbra and the umbra with penumbra of the conical shadow. A sphere;
    `oblate_eclipse_fraction` takes the flattening of the Earth in, which needs more than beta. Refraction by the
    atmosphere is neglected.

    Examples
    --------
    >>> print(1.0 - eclipse_fraction(Quantity(280.0, "km"), Quantity(0.0, "degree")))  # in sunlight, published 59 %
    0.59 dimensionless
    >>> print(eclipse_fraction(Quantity(600.0, "km"), Quantity(58.78, "degree")))  # dawn-dusk orbit, solstice
    0.214 dimensionless
    >>> height = Quantity(10000.0, "km")
    >>> print((eclipse_fraction(height, Quantity(0.0, "degree")) * orbital_period(height)).to("minute"))
    44.27 minute

    References
    ----------
    `Free Class Notes Online (2026) <http://www.freeclassnotesonline.com/Satellite-Shadow-Region.php>`__
    [freeclassnotes_shadow], solution;
    `Wikipedia (2026) <https://en.wikipedia.org/wiki/Beta_angle>`__ [wiki_beta_angle], section on light and shadow;
    `HawkLogic Systems (2026) <https://hawklogicsystems.com/tools/eclipse-beta-timeline>`__ [hawklogic_beta],
    description of the model.
    """
    between("beta", beta, Quantity(-90.0, "degree"), Quantity(90.0, "degree"))
    half_angle = earth_angular_radius(altitude).to("radian").magnitude
    return Quantity(_shadow_fraction(half_angle, beta.to("radian").magnitude), "")


def _oblate_shadow(
    node: Any, slope: Any, sun: tuple[float, float, float] | tuple[Any, Any, Any], ratio: Any, e: Any
) -> Any:
    """Square of the sine of half the angle in the shadow of an ellipsoid; below zero where the orbit clears it.

    `node` and `slope` are cosine and sine of the node's right ascension and of the inclination, `sun` the direction of
    the Sun in the same axes, `ratio` the square of equatorial over orbital radius, `e` equatorial over polar radius.
    """
    (cos_node, sin_node), (cos_slope, sin_slope), (x, y, z) = node, slope, sun
    length = np.sqrt(x * x + y * y + e * e * z * z)  # stretched along the axis the ellipsoid is a sphere
    along = (cos_node * x + sin_node * y) / length
    across = (cos_slope * (cos_node * y - sin_node * x) + e * e * sin_slope * z) / length
    stretch = cos_slope * cos_slope + e * e * sin_slope * sin_slope
    mean = (1.0 + stretch - along * along - across * across) / 2.0
    half = (1.0 - stretch - along * along + across * across) / 2.0
    swing = np.sqrt(np.maximum(half * half + along * along * across * across, _SMALL * _SMALL))
    return (swing + ratio - mean) / (2.0 * swing)


@ureg.check("[length]", "[]", "[]", "[]", "[]", "[]")
def oblate_eclipse_fraction(
    altitude: Quantity,
    inclination: Quantity,
    right_ascension_of_node: Quantity,
    declination: Quantity,
    right_ascension_of_sun: Quantity,
    flattening: Quantity = EARTH_FLATTENING,
) -> Quantity:
    r"""Fraction of a circular orbit in the cylindrical shadow of the flattened Earth.

    .. math:: f = \frac{1}{\pi} \arcsin\sqrt{\max(0, s)}, \qquad
              s = \frac{d + (R_\oplus / r)^2 - m}{2 d}, \qquad
              m = \tfrac12 (1 + c - p^2 - q^2), \qquad
              d^2 = \tfrac14 (1 - c - p^2 + q^2)^2 + p^2 q^2

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    inclination : Quantity
        Inclination of the orbit, `i`. [degree]
    right_ascension_of_node : Quantity
        Right ascension of the ascending node. [degree]
    declination : Quantity
        Declination of the Sun. [degree]
    right_ascension_of_sun : Quantity
        Right ascension of the Sun. [degree]
    flattening : Quantity
        Flattening of the Earth; 0 is a sphere. [-]

    Returns
    -------
    Quantity
        Dark fraction of the orbit. [-]

    Raises
    ------
    ValueError
        When the flattening is outside 0 to below 1 or the altitude is below zero.

    Notes
    -----
    Stretched along its axis by :math:`e = 1/(1 - f)` the ellipsoid is a sphere and the orbit an ellipse. `p` and `q`
    are the cosines between the stretched direction of the Sun and the stretched axes of the orbit, at the node and a
    quarter turn after it; :math:`c = \cos^2 i + e^2 \sin^2 i`. The stretched orbit's distance from the axis of the
    shadow then moves as the cosine of twice the angle, which gives the arc in closed form. A cylinder: the Sun's size
    smears the edge and leaves the mean. The air, which bends light into the shadow and dims it at the edge, is not in.

    Examples
    --------
    A dawn-dusk orbit at the June solstice, where the shadow's edge runs over the pole; without flattening the fraction
    is that of `eclipse_fraction`:

    >>> angle = lambda value: Quantity(value, "degree")
    >>> solstice = angle(97.79), angle(180.0), angle(23.44), angle(90.0)
    >>> print(oblate_eclipse_fraction(Quantity(600.0, "km"), *solstice, SPHERE))
    0.214 dimensionless
    >>> print(eclipse_fraction(Quantity(600.0, "km"), beta_angle(*solstice)))
    0.214 dimensionless
    >>> print(oblate_eclipse_fraction(Quantity(600.0, "km"), *solstice))
    0.2108 dimensionless

    References
    ----------
    `Boley et al. (2026) <https://arxiv.org/abs/2608.02757>`__ [boley2026rings], equation 3, for the sphere; the
    ellipsoid is ours, compared with direct sampling in the tests.
    """
    finite("inclination", inclination)
    finite("right_ascension_of_node", right_ascension_of_node)
    finite("declination", declination)
    finite("right_ascension_of_sun", right_ascension_of_sun)
    at_least("flattening", flattening, 0.0)
    below("flattening", flattening, 1.0)
    node, slope = right_ascension_of_node.to("radian").magnitude, inclination.to("radian").magnitude
    tilt, lead = declination.to("radian").magnitude, right_ascension_of_sun.to("radian").magnitude
    sun = np.cos(tilt) * np.cos(lead), np.cos(tilt) * np.sin(lead), np.sin(tilt)
    ratio = ((EARTH_EQUATORIAL_RADIUS / orbital_radius(altitude)) ** 2).to("").magnitude
    stretch = (1.0 / (1.0 - flattening)).to("").magnitude
    shadow = _oblate_shadow((np.cos(node), np.sin(node)), (np.cos(slope), np.sin(slope)), sun, ratio, stretch)
    return Quantity(np.arcsin(np.sqrt(np.minimum(np.maximum(shadow, 0.0), 1.0))) / np.pi, "")


@ureg.check("[length]", "[time]", "[time]", "[]")
def sun_synchronous_eclipse_fraction(
    altitude: Quantity,
    local_time_of_ascending_node: Quantity,
    time: Quantity,
    flattening: Quantity = EARTH_FLATTENING,
) -> Quantity:
    r"""Dark fraction of a Sun-synchronous orbit on a date.

    .. math:: f = f(h, i_\mathrm{ss}(h), \Omega(\mathrm{LTAN}, t), \delta(t), \alpha(t))

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    local_time_of_ascending_node : Quantity
        Mean local solar time of the northward crossing. [h]
    time : Quantity
        Time since J2000.0. [day]
    flattening : Quantity
        Flattening of the Earth; 0 is a sphere. [-]

    Returns
    -------
    Quantity
        Dark fraction of the revolution. [-]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Examples
    --------
    >>> solstice = time_since_j2000(2028, Quantity(173.0, "day"))
    >>> print(sun_synchronous_eclipse_fraction(Quantity(600.0, "km"), Quantity(18.0, "hour"), solstice, SPHERE))
    0.2139 dimensionless
    >>> print(sun_synchronous_eclipse_fraction(Quantity(1391.0, "km"), Quantity(18.0, "hour"), solstice))
    0.0 dimensionless

    References
    ----------
    `Boley et al. (2026) <https://arxiv.org/abs/2608.02757>`__ [boley2026rings], equation 3, fixed point: no eclipse
    from 1,391 km up.
    """
    between("local_time_of_ascending_node", local_time_of_ascending_node, Quantity(0.0, "hour"), Quantity(24.0, "hour"))
    finite("time", time)
    return oblate_eclipse_fraction(
        altitude,
        sun_synchronous_inclination(altitude),
        right_ascension_of_ascending_node(local_time_of_ascending_node, time),
        solar_declination(time),
        solar_right_ascension(time),
        flattening,
    )


@ureg.check("[length]", "[]", "[length]")
def umbra_fraction(altitude: Quantity, beta: Quantity, sun_distance: Quantity = ASTRONOMICAL_UNIT) -> Quantity:
    r"""Fraction of a circular orbit in full shadow, with the Sun's true size.

    .. math:: f_u = \frac{1}{\pi} \arccos\frac{\cos(\theta - \alpha_u)}{\cos\beta},
              \qquad \sin\alpha_u = \frac{R_\odot - R_\oplus}{d_\odot}

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    beta : Quantity
        Angle of the Sun above the orbit plane. [degree]
    sun_distance : Quantity
        Distance to the Sun. [km]

    Returns
    -------
    Quantity
        Fraction of the orbit without any sunlight. [-]

    Notes
    -----
    A satellite at an angle from the anti-solar point is inside the shadow cone when that angle is below the Earth's
    angular radius less the cone's half angle, so the same closed form holds as for the cylinder.

    Examples
    --------
    >>> height = Quantity(35786.0, "km")  # the longest eclipse of SDO, published 67.4 min
    >>> print(umbra_fraction(height, Quantity(0.0, "degree")) * orbital_period(height))
    67.3 minute

    References
    ----------
    `SDO is GO, journal of the Solar Dynamics Observatory (2010)
    <http://sdoisgo.blogspot.com/2010/09/another-eclipse-season.html>`__ [sdo_eclipse2010], longest eclipse of autumn
    2010.
    """
    between("beta", beta, Quantity(-90.0, "degree"), Quantity(90.0, "degree"))
    cone = np.arcsin((SUN_RADIUS - EARTH_EQUATORIAL_RADIUS) / sun_distance)
    half_angle = np.maximum((earth_angular_radius(altitude) - cone).to("radian").magnitude, 0.0)
    return Quantity(_shadow_fraction(half_angle, beta.to("radian").magnitude), "")


@ureg.check("[length]", "[]", "[length]")
def penumbra_fraction(altitude: Quantity, beta: Quantity, sun_distance: Quantity = ASTRONOMICAL_UNIT) -> Quantity:
    r"""Fraction of a circular orbit in which part of the Sun is hidden.

    .. math:: f_p = \frac{1}{\pi} \arccos\frac{\cos(\theta + \alpha_p)}{\cos\beta} - f_u,
              \qquad \sin\alpha_p = \frac{R_\odot + R_\oplus}{d_\odot}

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    beta : Quantity
        Angle of the Sun above the orbit plane. [degree]
    sun_distance : Quantity
        Distance to the Sun. [km]

    Returns
    -------
    Quantity
        Fraction of the orbit in half shade, the umbra not counted. [-]

    Examples
    --------
    >>> half_shade = penumbra_fraction(Quantity(35786.0, "km"), Quantity(0.0, "degree"))
    >>> print(half_shade * Quantity(180.0, "degree"))  # on each side of the umbra: the Sun is 0.53 degrees wide
    0.53 degree

    References
    ----------
    `Server Sky (2026) <http://server-sky.com/Eclipse>`__ [serversky_eclipse], second paragraph: angular size of the
    Sun.
    """
    cone = np.arcsin((SUN_RADIUS + EARTH_EQUATORIAL_RADIUS) / sun_distance)
    half_angle = (earth_angular_radius(altitude) + cone).to("radian").magnitude
    outer = Quantity(_shadow_fraction(half_angle, beta.to("radian").magnitude), "")
    return (outer - umbra_fraction(altitude, beta, sun_distance)).to("")


# ---- the year ----------------------------------------------------------------------------------------------------


def _days_in(calendar_year: int) -> int:
    return 366 if calendar_year % 4 == 0 else 365


@cache
def _sun_through_year(calendar_year: int, samples: int) -> list[tuple[float, float, float]]:
    """Direction of the Sun at evenly spaced times, from one before the year to two after it.

    The axes point to the mean Sun, east of it along the equator, and to the north pole.
    """
    steps = np.arange(-1, samples + 2) + 0.5
    times = time_since_j2000(calendar_year, Quantity(1.0 + steps * _days_in(calendar_year) / samples, "day"))
    declination = solar_declination(times).to("radian").magnitude
    lead = (equation_of_time(times) * Quantity(15.0, "degree/hour")).to("radian").magnitude
    axes = np.cos(declination) * np.cos(lead), np.cos(declination) * np.sin(lead), np.sin(declination)
    return list(zip(*(axis.tolist() for axis in axes), strict=True))


def _sines_through_year(altitude: Quantity, node_time: Quantity, calendar_year: int, samples: int) -> list[Any]:
    """Sine of beta at the times of `_sun_through_year`, plain numbers or symbols.

    The side of the orbit plane on which the Sun stands at first counts as positive.
    """
    sun = _sun_through_year(calendar_year, samples)
    hour_angle = ((node_time - Quantity(12.0, "hour")) * Quantity(15.0, "degree/hour")).to("radian").magnitude
    inclination = sun_synchronous_inclination(altitude).to("radian").magnitude
    normal = np.sin(inclination) * np.sin(hour_angle), np.sin(inclination) * np.cos(hour_angle), np.cos(inclination)
    first = sum(n * s for n, s in zip(normal, sun[0], strict=True))
    x, y, z = (where(first < 0.0, Quantity(-n, ""), Quantity(n, "")).magnitude for n in normal)
    return [x * a + y * b + z * c for a, b, c in sun]


def _smallest_sine_through_year(altitude: Quantity, node_time: Quantity, calendar_year: int, samples: int) -> Any:
    """Smallest size of the sine of beta: the lowest point of the parabolas through each three neighbours.

    Where the Sun crosses the orbit plane the lowest point lies below zero, and the smallest size is zero.
    """
    sines = _sines_through_year(altitude, node_time, calendar_year, samples)[:-1]
    eightfold = []
    for before, here, after in zip(sines, sines[1:], sines[2:], strict=False):
        slope, bend = after - before, np.maximum(after + before - 2.0 * here, _SMALL)
        eightfold.append(8.0 * here - np.minimum(slope * slope / bend, bend))
    return np.minimum(np.maximum(reduce(np.minimum, eightfold) / 8.0, 0.0), 1.0)


def _shadows_through_year(
    altitude: Quantity, node_time: Quantity, calendar_year: int, samples: int, flattening: Quantity
) -> list[Any]:
    """Square of the sine of half the angle in shadow at the times of `_sun_through_year`; below zero is clear."""
    hour_angle = ((node_time - Quantity(12.0, "hour")) * Quantity(15.0, "degree/hour")).to("radian").magnitude
    inclination = sun_synchronous_inclination(altitude).to("radian").magnitude
    node, slope = (np.cos(hour_angle), np.sin(hour_angle)), (np.cos(inclination), np.sin(inclination))
    ratio = ((EARTH_EQUATORIAL_RADIUS / orbital_radius(altitude)) ** 2).to("").magnitude
    stretch = (1.0 / (1.0 - flattening)).to("").magnitude
    sun = _sun_through_year(calendar_year, samples)
    return [_oblate_shadow(node, slope, (x, -y, z), ratio, stretch) for x, y, z in sun]


def _deepest_shadow(shadows: list[Any]) -> Any:
    """Highest point of the parabolas through each three neighbours; what is far from the shadow counts as one step."""
    near = [np.maximum(shadow, -1.0) for shadow in shadows[:-1]]
    eightfold = []
    for before, here, after in zip(near, near[1:], near[2:], strict=False):
        slope, bend = after - before, np.maximum(2.0 * here - after - before, _SMALL)
        eightfold.append(8.0 * here + np.minimum(slope * slope / bend, bend))
    return reduce(np.maximum, eightfold) / 8.0


def _mean_root(one: Any, other: Any) -> Any:
    """Mean of the square root along a straight line between two values; what lies below zero counts as zero."""
    a, b = np.maximum(one, 0.0), np.maximum(other, 0.0)
    root_a, root_b, above = np.sqrt(a), np.sqrt(b), a + b
    size = np.absolute(one) + np.absolute(other)
    return above * (above + root_a * root_b) / ((root_a + root_b + _TINY) * (size + _TINY)) / 1.5


@ureg.check("[length]", "[time]", None, None)
def smallest_beta_angle(
    altitude: Quantity, local_time_of_ascending_node: Quantity, calendar_year: int, samples: int = 60
) -> Quantity:
    r"""Smallest size of the beta angle of a Sun-synchronous orbit in a year.

    .. math:: \min_t |\beta(t)|

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    local_time_of_ascending_node : Quantity
        Mean local solar time of the northward crossing. [h]
    calendar_year : int
        Year of the Sun's position. [-]
    samples : int
        Evenly spaced times in the year. [-]

    Returns
    -------
    Quantity
        Smallest beta angle without its sign. [degree]

    Raises
    ------
    ValueError
        When the node time is outside a day.

    Notes
    -----
    A parabola through each three neighbours: 60 samples miss the minimum by less than 0.001 degrees, where a
    daily grid without parabolas misses it by 0.05 degrees when the Sun crosses the orbit plane.

    Examples
    --------
    >>> print(smallest_beta_angle(Quantity(1391.0, "km"), Quantity(18.0, "hour"), 2028))  # here the eclipses end
    55.18 degree
    >>> print(critical_beta_angle(Quantity(1391.0, "km")))
    55.18 degree
    >>> print(smallest_beta_angle(Quantity(600.0, "km"), Quantity(18.0, "hour"), 2028))
    58.77 degree

    References
    ----------
    `Boley et al. (2026) <https://arxiv.org/abs/2608.02757>`__ [boley2026rings], equation 3, fixed point: 1,391 km.
    """
    between("local_time_of_ascending_node", local_time_of_ascending_node, Quantity(0.0, "hour"), Quantity(24.0, "hour"))
    smallest = _smallest_sine_through_year(altitude, local_time_of_ascending_node, calendar_year, samples)
    return Quantity(np.arcsin(smallest), "radian").to("degree")


@ureg.check("[length]", "[time]", None, None)
def sun_facing_flow_share(
    altitude: Quantity, local_time_of_ascending_node: Quantity, calendar_year: int, samples: int = 60
) -> Quantity:
    r"""Share of a Sun-facing panel that meets the air flow of a Sun-synchronous orbit, mean over revolution and year.

    .. math:: s = \frac{2}{\pi} \left\langle \cos \beta(t) \right\rangle_t

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    local_time_of_ascending_node : Quantity
        Mean local solar time of the northward crossing. [h]
    calendar_year : int
        Year of the Sun's position. [-]
    samples : int
        Evenly spaced times in the year. [-]

    Returns
    -------
    Quantity
        Share of the panel's area. [-]

    Raises
    ------
    ValueError
        When the node time is outside a day.

    Notes
    -----
    The panel's normal is the direction of the Sun, which stands `beta` above the plane of the orbit; around the orbit
    the flow meets the rest of it as the cosine of the position. Edge and shear are left to the drag coefficient.

    Examples
    --------
    >>> print(sun_facing_flow_share(Quantity(600.0, "km"), Quantity(18.0, "hour"), 2028))
    0.175 dimensionless

    References
    ----------
    ours: the mean of a projection.
    """
    between("local_time_of_ascending_node", local_time_of_ascending_node, Quantity(0.0, "hour"), Quantity(24.0, "hour"))
    sines = _sines_through_year(altitude, local_time_of_ascending_node, calendar_year, samples)[1:-2]
    cosines = [np.sqrt(np.maximum(1.0 - sine * sine, 0.0)) for sine in sines]
    return Quantity(sum(cosines) * (2.0 / (np.pi * samples)), "")


@ureg.check("[length]", "[time]", None, None, "[]")
def annual_dark_fraction(
    altitude: Quantity,
    local_time_of_ascending_node: Quantity,
    calendar_year: int,
    samples: int = 60,
    flattening: Quantity = EARTH_FLATTENING,
) -> Quantity:
    r"""Fraction of a year a Sun-synchronous satellite spends in the shadow of the Earth.

    .. math:: D = \frac{1}{Y} \int_Y f(h, t)\, \mathrm{d}t

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    local_time_of_ascending_node : Quantity
        Mean local solar time of the northward crossing. [h]
    calendar_year : int
        Year of the Sun's position. [-]
    samples : int
        Evenly spaced times in the year, `N`. [-]
    flattening : Quantity
        Flattening of the Earth; 0 is a sphere. [-]

    Returns
    -------
    Quantity
        Dark fraction of the year. [-]

    Raises
    ------
    ValueError
        When the node time is outside a day.

    Notes
    -----
    Cylindrical shadow. The season of eclipses begins and ends like a square root, which a sum over days sees badly.
    The square of the fraction is smooth: it is taken as a straight line between two times, lowered by a twelfth of its
    second difference, and the root of that line has a mean in closed form. So 60 times are good to 0.005 percentage
    points, as a sum over 366 days is. A fixed number of steps, so it can be traced and optimised against altitude.

    Examples
    --------
    >>> print(annual_dark_fraction(Quantity(600.0, "km"), Quantity(18.0, "hour"), 2028).to("percent"))
    4.29 percent
    >>> round_earth = annual_dark_fraction(Quantity(600.0, "km"), Quantity(18.0, "hour"), 2028, 60, SPHERE)
    >>> print(round_earth.to("percent"))  # what a sphere of the equator's radius gives
    4.48 percent
    >>> print(annual_dark_fraction(Quantity(1400.0, "km"), Quantity(18.0, "hour"), 2028))
    0.0 dimensionless

    References
    ----------
    `Turyshev (2026) <https://arxiv.org/abs/2604.27197>`__ [turyshev2026], sunlit share of 0.95, through a secondary
    account. `Boley et al. (2026) <https://arxiv.org/abs/2608.02757>`__ [boley2026rings], equation 3: no eclipse above
    1,391 km.
    """
    between("local_time_of_ascending_node", local_time_of_ascending_node, Quantity(0.0, "hour"), Quantity(24.0, "hour"))
    squares = []
    for shadow in _shadows_through_year(altitude, local_time_of_ascending_node, calendar_year, samples, flattening):
        clear = np.minimum(shadow, 0.0)  # beyond the edge the square goes on smoothly, by the first terms of its series
        squares.append(np.arcsin(np.sqrt(np.minimum(np.maximum(shadow, 0.0), 1.0))) ** 2 + clear / (1.0 - clear / 3.0))
    neighbours = zip(squares, squares[1:], squares[2:], strict=False)
    twelvefold = [14.0 * here - before - after for before, here, after in neighbours]
    total = sum(_mean_root(one, other) for one, other in pairwise(twelvefold))
    return Quantity(total / (np.sqrt(12.0) * np.pi * samples), "")


@ureg.check("[length]", "[time]", None, None, "[]")
def largest_eclipse_fraction(
    altitude: Quantity,
    local_time_of_ascending_node: Quantity,
    calendar_year: int,
    samples: int = 60,
    flattening: Quantity = EARTH_FLATTENING,
) -> Quantity:
    r"""Dark fraction of the darkest revolution of a year on a Sun-synchronous orbit.

    .. math:: \max_t f(h, t)

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    local_time_of_ascending_node : Quantity
        Mean local solar time of the northward crossing. [h]
    calendar_year : int
        Year of the Sun's position. [-]
    samples : int
        Evenly spaced times in the year. [-]
    flattening : Quantity
        Flattening of the Earth; 0 is a sphere. [-]

    Returns
    -------
    Quantity
        Largest dark fraction of one revolution. [-]

    Raises
    ------
    ValueError
        When the node time is outside a day.

    Notes
    -----
    A parabola through each three neighbours finds the darkest revolution, which is near the one on which the Sun stands
    lowest over the orbit plane; see `smallest_beta_angle`.

    Examples
    --------
    >>> print(largest_eclipse_fraction(Quantity(1391.0, "km"), Quantity(18.0, "hour"), 2028))  # published: none
    0.0 dimensionless
    >>> print(largest_eclipse_fraction(Quantity(600.0, "km"), Quantity(18.0, "hour"), 2028) * 24)  # hours a day
    5.06 dimensionless

    References
    ----------
    `Boley et al. (2026) <https://arxiv.org/abs/2608.02757>`__ [boley2026rings], equation 3, fixed point.
    """
    between("local_time_of_ascending_node", local_time_of_ascending_node, Quantity(0.0, "hour"), Quantity(24.0, "hour"))
    shadows = _shadows_through_year(altitude, local_time_of_ascending_node, calendar_year, samples, flattening)
    shadow = np.minimum(np.maximum(_deepest_shadow(shadows), 0.0), 1.0)
    return Quantity(np.arcsin(np.sqrt(shadow)) / np.pi, "")


@ureg.check("[length]", "[time]", None, None, "[]")
def largest_eclipse_duration(
    altitude: Quantity,
    local_time_of_ascending_node: Quantity,
    calendar_year: int,
    samples: int = 60,
    flattening: Quantity = EARTH_FLATTENING,
) -> Quantity:
    r"""Longest eclipse of a year on a Sun-synchronous orbit.

    .. math:: t_\mathrm{max} = T \max_t f(h, t)

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    local_time_of_ascending_node : Quantity
        Mean local solar time of the northward crossing. [h]
    calendar_year : int
        Year of the Sun's position. [-]
    samples : int
        Evenly spaced times in the year. [-]
    flattening : Quantity
        Flattening of the Earth; 0 is a sphere. [-]

    Returns
    -------
    Quantity
        Dark time of the darkest revolution. [min]

    Raises
    ------
    ValueError
        When the node time is outside a day.

    Examples
    --------
    >>> print(largest_eclipse_duration(Quantity(1391.0, "km"), Quantity(18.0, "hour"), 2028))  # published: none
    0.0 minute
    >>> print(largest_eclipse_duration(Quantity(600.0, "km"), Quantity(18.0, "hour"), 2028))
    20.38 minute

    References
    ----------
    `Boley et al. (2026) <https://arxiv.org/abs/2608.02757>`__ [boley2026rings], equation 3, fixed point.
    """
    between("local_time_of_ascending_node", local_time_of_ascending_node, Quantity(0.0, "hour"), Quantity(24.0, "hour"))
    fraction = largest_eclipse_fraction(altitude, local_time_of_ascending_node, calendar_year, samples, flattening)
    return (fraction * orbital_period(altitude)).to("minute")


@ureg.check("[length]", "[time]", None, None, "[]")
def darkest_irradiance(
    altitude: Quantity,
    local_time_of_ascending_node: Quantity,
    calendar_year: int,
    samples: int = 60,
    flattening: Quantity = EARTH_FLATTENING,
) -> Quantity:
    r"""Sunlight on the date on which a Sun-synchronous orbit runs deepest through the shadow, or nearest to it.

    .. math:: G(t^*), \qquad t^* = \arg\max_t s(h, t)

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    local_time_of_ascending_node : Quantity
        Mean local solar time of the northward crossing. [h]
    calendar_year : int
        Year of the Sun's position. [-]
    samples : int
        Evenly spaced times in the year. [-]
    flattening : Quantity
        Flattening of the Earth; 0 is a sphere. [-]

    Returns
    -------
    Quantity
        Irradiance. [W/m^2]

    Raises
    ------
    ValueError
        When the node time is outside a day.

    Notes
    -----
    An array that has to charge a battery meets its hardest day here. Of the two dawn-dusk orbits the one that crosses
    northward at 18 h has its eclipses in June, near aphelion; the one at 6 h in December, near perihelion. On a grid of
    60 times the irradiance is within 0.1 % of that of the deepest day.

    Examples
    --------
    >>> print(darkest_irradiance(Quantity(600.0, "km"), Quantity(18.0, "hour"), 2028))
    1318. watt / meter ** 2
    >>> print(darkest_irradiance(Quantity(600.0, "km"), Quantity(6.0, "hour"), 2028))
    1407. watt / meter ** 2

    References
    ----------
    `Kopp and Lean (2011) <https://doi.org/10.1029/2010GL045777>`__ [kopp2011], abstract;
    `United States Naval Observatory (2026) <https://aa.usno.navy.mil/faq/sun_approx>`__ [usno_sun], algorithm step 3.
    """
    between("local_time_of_ascending_node", local_time_of_ascending_node, Quantity(0.0, "hour"), Quantity(24.0, "hour"))
    shadows = _shadows_through_year(altitude, local_time_of_ascending_node, calendar_year, samples, flattening)[1:-2]
    steps = np.arange(samples) + 0.5
    times = time_since_j2000(calendar_year, Quantity(1.0 + steps * _days_in(calendar_year) / samples, "day"))
    sunlight = solar_irradiance(times).to("W/m^2").magnitude
    deepest, found = shadows[0], Quantity(float(sunlight[0]), "W/m^2")
    for shadow, here in zip(shadows[1:], sunlight[1:].tolist(), strict=True):
        found = where(shadow > deepest, Quantity(here, "W/m^2"), found)
        deepest = np.maximum(deepest, shadow)
    return found


@ureg.check("[length]", "[time]", None, None, "[]")
def eclipse_season_length(
    altitude: Quantity,
    local_time_of_ascending_node: Quantity,
    calendar_year: int,
    samples: int = 60,
    flattening: Quantity = EARTH_FLATTENING,
) -> Quantity:
    r"""Days of a year on which a Sun-synchronous satellite sees at least one eclipse.

    .. math:: S = \frac{Y}{N} \sum_{k=1}^{N} \frac{\max(g_k, 0) + \max(g_{k+1}, 0)}{|g_k| + |g_{k+1}|},
              \qquad g_k = s(t_k) - \tfrac1{12}\, \Delta^2 s_k

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    local_time_of_ascending_node : Quantity
        Mean local solar time of the northward crossing. [h]
    calendar_year : int
        Year of the Sun's position. [-]
    samples : int
        Evenly spaced times in the year, `N`. [-]
    flattening : Quantity
        Flattening of the Earth; 0 is a sphere. [-]

    Returns
    -------
    Quantity
        Length of the eclipse season. [day]

    Raises
    ------
    ValueError
        When the node time is outside a day.

    Notes
    -----
    `Y` is the length of the calendar year and `s` the squared sine of half the arc in shadow, as in
    `oblate_eclipse_fraction`. Between two times it is taken as a straight line, lowered by a twelfth of its second
    difference, so the length is not in whole days and moves smoothly with altitude; 60 times are good to a fifth of a
    day at 600 km.

    Examples
    --------
    >>> print(eclipse_season_length(Quantity(1391.0, "km"), Quantity(18.0, "hour"), 2028))  # published: none
    0.0 day
    >>> print(eclipse_season_length(Quantity(600.0, "km"), Quantity(18.0, "hour"), 2028))
    92.8 day

    References
    ----------
    `Boley et al. (2026) <https://arxiv.org/abs/2608.02757>`__ [boley2026rings], equation 3, fixed point.
    """
    between("local_time_of_ascending_node", local_time_of_ascending_node, Quantity(0.0, "hour"), Quantity(24.0, "hour"))
    shadows = _shadows_through_year(altitude, local_time_of_ascending_node, calendar_year, samples, flattening)
    near = [np.maximum(shadow, -1.0) for shadow in shadows]
    neighbours = zip(near, near[1:], near[2:], strict=False)
    depths = [(14.0 * here - before - after) / 12.0 for before, here, after in neighbours]
    days: Any = 0.0
    for one, other in pairwise(depths):
        dark = np.maximum(one, 0.0) + np.maximum(other, 0.0)
        lit = np.maximum(-one, 0.0) + np.maximum(-other, 0.0)
        days = days + dark / (dark + lit + 1e-300)
    return Quantity(days * (_days_in(calendar_year) / samples), "day")


@ureg.check("[time]", None, "[]")
def lowest_altitude_without_eclipse(
    local_time_of_ascending_node: Quantity, calendar_year: int, flattening: Quantity = EARTH_FLATTENING
) -> Quantity:
    r"""Lowest Sun-synchronous altitude whose orbit stays in sunlight all year.

    .. math:: \max_t f(h, t) = 0

    Parameters
    ----------
    local_time_of_ascending_node : Quantity
        Mean local solar time of the northward crossing, a single value near 6 h or 18 h. [h]
    calendar_year : int
        Year of the Sun's position. [-]
    flattening : Quantity
        Flattening of the Earth; 0 is a sphere. [-]

    Returns
    -------
    Quantity
        Altitude. [km]

    Raises
    ------
    ValueError
        When no altitude up to 2,500 km is free of eclipse at this node time.

    Notes
    -----
    Not traceable: a root is searched. Above about 3,300 km a dawn-dusk orbit meets eclipses again, because its
    inclination leans further from the pole.

    Examples
    --------
    >>> print(lowest_altitude_without_eclipse(Quantity(18.0, "hour"), 2028, SPHERE))  # published 1,391 km
    1390.7 kilometer
    >>> print(lowest_altitude_without_eclipse(Quantity(18.0, "hour"), 2028))  # the shadow's edge runs over the pole
    1348.4 kilometer

    References
    ----------
    `Boley et al. (2026) <https://arxiv.org/abs/2608.02757>`__ [boley2026rings], equation 3, fixed point.
    """
    between("local_time_of_ascending_node", local_time_of_ascending_node, Quantity(0.0, "hour"), Quantity(24.0, "hour"))

    def clearance(altitude: float) -> float:
        level = Quantity(altitude, "km")
        shadows = _shadows_through_year(level, local_time_of_ascending_node, calendar_year, 366, flattening)
        return -float(_deepest_shadow(shadows))

    at_least(
        "clearance from the shadow at 2,500 km for this local_time_of_ascending_node",
        Quantity(clearance(2500.0), ""),
        0.0,
    )
    return Quantity(scipy.optimize.brentq(clearance, 200.0, 2500.0, xtol=1e-6), "km")


@ureg.check("[length]", "[]", None)
def precessing_dark_fraction(altitude: Quantity, inclination: Quantity, samples: int = 24) -> Quantity:
    r"""Long-term dark fraction of an orbit whose node drifts through all local times.

    .. math:: \bar f = \langle f(h, \beta(\Omega, \lambda)) \rangle_{\Omega, \lambda}

    Parameters
    ----------
    altitude : Quantity
        Height above the equatorial radius. [km]
    inclination : Quantity
        Inclination of the orbit. [degree]
    samples : int
        Solar longitudes in a quarter year; twice as many nodes. [-]

    Returns
    -------
    Quantity
        Mean dark fraction. [-]

    Raises
    ------
    ValueError
        When an argument is not a finite number.

    Notes
    -----
    The mean over an even spread of nodes and solar longitudes: right for inclined shells over several years, wrong for
    Sun-synchronous ones. Good to 0.0005 with 24 samples.

    Examples
    --------
    >>> equatorial = precessing_dark_fraction(Quantity(600.0, "km"), Quantity(0.0, "degree"))
    >>> print(1.0 - equatorial)  # in sunlight, published 64 % for a low equatorial orbit
    0.64 dimensionless
    >>> print(precessing_dark_fraction(Quantity(550.0, "km"), Quantity(53.0, "degree")))
    0.313 dimensionless

    References
    ----------
    `ferhat00 (2026) <https://github.com/ferhat00/space-datacentre-model>`__ [odc2026], sunlit share of a low equatorial
    orbit; its altitude was not read.
    """
    finite("inclination", inclination)
    longitudes = Quantity((np.arange(samples) + 0.5) * 90.0 / samples, "degree")
    tilts = np.arcsin(np.sin(obliquity_of_ecliptic(Quantity(0.0, "day"))) * np.sin(longitudes)).magnitude
    weights = (np.arange(2 * samples) + 0.5) * np.pi / (2 * samples) - np.pi / 2
    slope, half_angle = inclination.to("radian").magnitude, earth_angular_radius(altitude).to("radian").magnitude
    sine, cosine, shadow = np.sin(slope), np.cos(slope), np.cos(half_angle)
    total = 0.0 * shadow
    for tilt in tilts:
        for node in weights:
            s = float(np.cos(tilt) * np.sin(node)) * sine + float(np.sin(tilt)) * cosine
            total = total + np.arccos(np.minimum(shadow / np.sqrt(np.maximum(1.0 - s * s, 1e-24)), 1.0))
    return Quantity(total / (np.pi * len(tilts) * len(weights)), "")


# ---- tables ------------------------------------------------------------------------------------------------------


@ureg.check(None, None, None)
def interpolated(position: Quantity, positions: Quantity, values: Quantity) -> Quantity:
    r"""Value at a position between the rows of a table, on straight lines.

    .. math:: y(x) = y_1 + \sum_k \frac{y_{k+1} - y_k}{x_{k+1} - x_k}\,
              \min(\max(x - x_k, 0), x_{k+1} - x_k)

    Parameters
    ----------
    position : Quantity
        Where the value is wanted, inside the table. [unit of positions]
    positions : Quantity
        Positions of the table, rising. [any]
    values : Quantity
        Values of the table. [any]

    Returns
    -------
    Quantity
        Value. [unit of values]

    Raises
    ------
    ValueError
        When the position is outside the table, or the positions do not rise.

    Notes
    -----
    Written as a sum of ramps, so the position can be traced; the table itself is plain numbers.

    Examples
    --------
    >>> heights, air = Quantity([0.5, 10.0], "km"), Quantity([284.90, 223.252], "kelvin")
    >>> print(interpolated(Quantity(1.0, "km"), heights, air))  # published 281.651 K
    281.66 kelvin

    References
    ----------
    NOAA et al. (1976) [ussa1976], temperatures at 0.5, 1 and 10 km.
    """
    x, nodes = position.to(positions.units), np.asarray(positions.magnitude, dtype=float)
    above("steps between positions", Quantity(np.diff(nodes), positions.units), Quantity(0.0, positions.units))
    between("position", x, positions[0], positions[-1])
    heights = np.asarray(values.magnitude, dtype=float)
    total: Any = 0.0 * x.magnitude + float(heights[0])
    for k, width in enumerate(np.diff(nodes)):
        slope = float((heights[k + 1] - heights[k]) / width)
        total = total + slope * np.minimum(np.maximum(x.magnitude - float(nodes[k]), 0.0), float(width))
    return Quantity(total, values.units)


@ureg.check(None, None, None)
def interpolated_logarithmically(position: Quantity, positions: Quantity, values: Quantity) -> Quantity:
    r"""Value at a position between the rows of a table whose values fall or rise by factors.

    .. math:: y(x) = \exp\!\big(\text{straight line through } \ln y_k\big)

    Parameters
    ----------
    position : Quantity
        Where the value is wanted, inside the table. [unit of positions]
    positions : Quantity
        Positions of the table, rising. [any]
    values : Quantity
        Values of the table, above zero: air density by altitude, dose by shielding. [any]

    Returns
    -------
    Quantity
        Value. [unit of values]

    Raises
    ------
    ValueError
        When the position is outside the table or a value is not above zero.

    Examples
    --------
    >>> heights, air = Quantity([400.0, 500.0], "km"), Quantity([2.803, 0.5215], "kg/km^3")
    >>> print(interpolated_logarithmically(Quantity(450.0, "km"), heights, air))  # published 1.184 kg/km^3
    1.2 kilogram / kilometer ** 3

    References
    ----------
    NOAA et al. (1976) [ussa1976], densities at 400, 450 and 500 km: 2.803e-12, 1.184e-12 and 5.215e-13 kg/m^3.
    """
    above("values", values, Quantity(0.0, values.units))
    logarithms = Quantity(np.log(np.asarray(values.magnitude, dtype=float)), "")
    return Quantity(np.exp(interpolated(position, positions, logarithms).magnitude), values.units)


@ureg.check("[length]", None, "[length]", "[length]", None)
def shield_thickness(
    altitude: Quantity, dose_rate: Quantity, altitudes: Quantity, thicknesses: Quantity, doses: Quantity
) -> Quantity:
    r"""Thickness of shield behind which electronics get no more than a given dose at an altitude.

    .. math:: \ln t = \ln t_2 + s_k\, (\ln \dot D - \ln \dot D_2), \qquad
              s_k = \frac{\ln t_{k+1} - \ln t_k}{\ln \dot D_{k+1} - \ln \dot D_k}

    Parameters
    ----------
    altitude : Quantity
        Height of the orbit, inside the table. [km]
    dose_rate : Quantity
        Dose that the electronics may get in a year. [rad/yr]
    altitudes : Quantity
        Heights of the table, rising, `K` of them. [km]
    thicknesses : Quantity
        Three thicknesses of the table, rising. [mm]
    doses : Quantity
        Dose a year for each height and thickness, `K` by 3. [rad/yr]

    Returns
    -------
    Quantity
        Thickness. [mm]

    Raises
    ------
    ValueError
        When the altitude is outside the table, a dose is not above zero, or doses do not fall with thickness.

    Notes
    -----
    Straight lines between logarithms of thickness and dose, at each height; then between heights. Beyond the thickest
    row the last line goes on, which flatters the shield: what is left there are protons that aluminium hardly stops.

    Examples
    --------
    >>> heights, shields = Quantity([500.0, 700.0], "km"), Quantity([2.0, 5.0, 10.0], "mm")
    >>> krad = Quantity([[2.6, 0.4, 0.14], [4.28, 0.72, 0.36]], "krads/year")
    >>> print(shield_thickness(Quantity(700.0, "km"), Quantity(720.0, "rads/year"), heights, shields, krad))
    5. millimeter
    >>> print(shield_thickness(Quantity(600.0, "km"), Quantity(400.0, "rads/year"), heights, shields, krad))
    6.7 millimeter

    References
    ----------
    `rMcDonald17 (2026) <https://github.com/rMcDonald17/Orbital-Datacenters>`__ [mcdonald2026radiation], section 6:
    five-year doses behind 2, 5 and 10 mm of aluminium.
    """
    between("altitude", altitude, altitudes[0], altitudes[-1])
    positive("dose_rate", dose_rate)
    positive("doses", doses)
    table = np.log(np.asarray(doses.to("gray/year").magnitude, dtype=float))
    above("fall of the doses with thickness", Quantity(-np.diff(table, axis=1), ""), 0.0)
    thin, middle, thick = np.log(np.asarray(thicknesses.to("mm").magnitude, dtype=float)).tolist()
    wanted = np.log(dose_rate.to("gray/year").magnitude)
    logs = []
    for first, second, third in table.tolist():
        beyond = wanted - second
        lighter = (middle - thin) / (second - first) * np.maximum(beyond, 0.0)
        logs.append(middle + lighter + (thick - middle) / (third - second) * np.minimum(beyond, 0.0))
    height, nodes = altitude.to("km").magnitude, altitudes.to("km").magnitude.tolist()
    total: Any = logs[0]
    for k, (low, high) in enumerate(pairwise(nodes)):
        share = np.minimum(np.maximum(height - low, 0.0), high - low) / (high - low)
        total = total + (logs[k + 1] - logs[k]) * share
    return Quantity(np.exp(total), "mm")


@ureg.check("[length]**2/[time]**3", "[time]")
def mission_dose(dose_rate: Quantity, mission_life: Quantity) -> Quantity:
    r"""Absorbed dose of a mission.

    .. math:: D = \dot D\, t

    Parameters
    ----------
    dose_rate : Quantity
        Absorbed dose per time behind the shielding; 1 krad is 10 Gy. [Gy/yr]
    mission_life : Quantity
        Time in orbit. [yr]

    Returns
    -------
    Quantity
        Total ionising dose. [Gy]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Examples
    --------
    >>> print(mission_dose(Quantity(1.5, "gray/year"), Quantity(5.0, "year")))  # 150 rad(Si) a year, five years
    7.5 gray

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], section on radiation: 150
    rad(Si) a year behind 10 mm of aluminium, 750 rad in five years.
    """
    not_negative("mission_life", mission_life)
    at_least("dose_rate", dose_rate, Quantity(0.0, "gray/year"))
    return (dose_rate * mission_life).to("gray")


# ---- drag, lifetime, disposal ------------------------------------------------------------------------------------


@ureg.check("[mass]", "[]", "[area]")
def ballistic_coefficient(mass: Quantity, drag_coefficient: Quantity, frontal_area: Quantity) -> Quantity:
    r"""Mass per drag area.

    .. math:: B = m / (C_D A)

    Parameters
    ----------
    mass : Quantity
        Mass in orbit. [kg]
    drag_coefficient : Quantity
        Drag coefficient, near 2.2 for flat bodies in free molecular flow. [-]
    frontal_area : Quantity
        Area seen from the direction of flight. [m^2]

    Returns
    -------
    Quantity
        Ballistic coefficient. [kg/m^2]

    Raises
    ------
    ValueError
        When the drag coefficient or the area is not above zero.

    Examples
    --------
    >>> print(ballistic_coefficient(Quantity(100.0, "kg"), Quantity(2.2, ""), Quantity(1.0, "m^2")))
    45.5 kilogram / meter ** 2

    References
    ----------
    `IPS Radio and Space Services (2026) <http://www.ips.gov.au/Satellite/3/2>`__ [ips_decay_use], first paragraph: 100
    kg for each square metre is the usual satellite.
    """
    not_negative("mass", mass)
    above("drag_coefficient", drag_coefficient, 0.0)
    above("frontal_area", frontal_area, Quantity(0.0, "m^2"))
    return (mass / (drag_coefficient * frontal_area)).to("kg/m^2")


@ureg.check("[mass]/[volume]", "[length]", "[mass]/[area]")
def drag_acceleration(density: Quantity, altitude: Quantity, ballistic_coefficient: Quantity) -> Quantity:
    r"""Deceleration by the thin air on a circular orbit.

    .. math:: a_D = \frac{\rho v^2}{2 B}

    Parameters
    ----------
    density : Quantity
        Air density along the orbit. [kg/m^3]
    altitude : Quantity
        Height above the equatorial radius. [km]
    ballistic_coefficient : Quantity
        Mass per drag area, `B`. [kg/m^2]

    Returns
    -------
    Quantity
        Deceleration. [m/s^2]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Notes
    -----
    The atmosphere is at rest: its rotation lowers the drag by up to 13 % over the equator and raises it by about
    2 % on a Sun-synchronous orbit.

    Examples
    --------
    >>> air, coefficient = Quantity(5.215e-13, "kg/m^3"), Quantity(100.0, "kg/m^2")
    >>> print(drag_acceleration(air, Quantity(500.0, "km"), coefficient).to("nanometer/s^2"))
    151.1 nanometer / second ** 2

    References
    ----------
    NOAA et al. (1976) [ussa1976], density at 500 km;
    `IPS Radio and Space Services (2026) <http://www.ips.gov.au/Satellite/3/2>`__ [ips_decay_use], first paragraph: 100
    kg for each square metre of drag area.
    """
    not_negative("density", density)
    positive("ballistic_coefficient", ballistic_coefficient)
    return (density * orbital_velocity(altitude) ** 2 / (2.0 * ballistic_coefficient)).to("m/s^2")


@ureg.check("[mass]/[volume]", "[length]", "[mass]/[area]")
def drag_delta_v(density: Quantity, altitude: Quantity, ballistic_coefficient: Quantity) -> Quantity:
    r"""Change of velocity that holds a circular orbit against drag for a year.

    .. math:: \Delta v / \mathrm{yr} = a_D \cdot 1\,\mathrm{yr}

    Parameters
    ----------
    density : Quantity
        Air density, mean over the orbit and the year. [kg/m^3]
    altitude : Quantity
        Height above the equatorial radius. [km]
    ballistic_coefficient : Quantity
        Mass per drag area. [kg/m^2]

    Returns
    -------
    Quantity
        Velocity change per year. [m/s/yr]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Examples
    --------
    >>> air, coefficient = Quantity(5.215e-13, "kg/m^3"), Quantity(100.0, "kg/m^2")
    >>> print(drag_delta_v(air, Quantity(500.0, "km"), coefficient))
    4.77 meter / second / year

    References
    ----------
    NOAA et al. (1976) [ussa1976], density at 500 km;
    `IPS Radio and Space Services (2026) <http://www.ips.gov.au/Satellite/3/2>`__ [ips_decay_use], first paragraph: 100
    kg for each square metre of drag area.
    """
    not_negative("density", density)
    positive("ballistic_coefficient", ballistic_coefficient)
    return drag_acceleration(density, altitude, ballistic_coefficient).to("m/s/year")


@ureg.check("[mass]", "[velocity]", "[time]")
def propellant_mass(dry_mass: Quantity, delta_v: Quantity, specific_impulse: Quantity) -> Quantity:
    r"""Propellant that gives a dry mass a change of velocity.

    .. math:: m_p = m_0 \left(e^{\Delta v / (I_{sp} g_0)} - 1\right)

    Parameters
    ----------
    dry_mass : Quantity
        Mass without propellant. [kg]
    delta_v : Quantity
        Change of velocity over the life. [m/s]
    specific_impulse : Quantity
        Impulse per weight of propellant. [s]

    Returns
    -------
    Quantity
        Propellant. [kg]

    Raises
    ------
    ValueError
        When the velocity change is negative or the specific impulse not above zero.

    Examples
    --------
    >>> impulse = Quantity(2000.0, "m/s") / STANDARD_GRAVITY
    >>> print(propellant_mass(Quantity(500.0, "kg"), Quantity(4159.0, "m/s"), impulse))  # published 3,500 kg
    3500. kilogram

    References
    ----------
    `Urone and Hinrichs (2012)
    <https://www.studysmarter.us/textbooks/physics/college-physics-urone-1st-edition/linear-momentum-and-collisions/q55-pe-calculate-the-increase-in-velocity-of-a-4000kg-space-/>`__
    [urone_probe], problem on page 291: 4,000 kg less 3,500 kg, exhaust velocity of 2,000 m/s, gain of 4,159 m/s.
    """
    not_negative("dry_mass", dry_mass)
    at_least("delta_v", delta_v, Quantity(0.0, "m/s"))
    above("specific_impulse", specific_impulse, Quantity(0.0, "s"))
    ratio = (delta_v / (specific_impulse * STANDARD_GRAVITY)).to("")
    return (dry_mass * np.expm1(ratio)).to("kg")


@ureg.check("[length]", "[mass]/[area]", "[length]", "[mass]/[volume]")
def orbital_lifetime(
    altitude: Quantity, ballistic_coefficient: Quantity, altitudes: Quantity, densities: Quantity
) -> Quantity:
    r"""Time a circular orbit without thrust needs to decay to the bottom of a density table.

    .. math:: t = \sum_k \frac{B H_k}{\rho_k \sqrt{\mu r_k}} \left(e^{\Delta_k / H_k} - 1\right),
              \qquad \Delta_k = \min(\max(h - h_k, 0), h_{k+1} - h_k)

    Parameters
    ----------
    altitude : Quantity
        Starting height. [km]
    ballistic_coefficient : Quantity
        Mass per drag area, `B`. [kg/m^2]
    altitudes : Quantity
        Heights of the density table, rising; the first counts as re-entry. [km]
    densities : Quantity
        Air densities of the table, falling. [kg/m^3]

    Returns
    -------
    Quantity
        Time to decay. [yr]

    Raises
    ------
    ValueError
        When the altitude is outside the table or the densities do not fall.

    Notes
    -----
    Density falls by a scale height :math:`H_k` between rows, and the radius is held at the middle of each step; rows
    50 km apart are exact to 0.3 %. One constant atmosphere: the solar cycle moves real lifetimes by factors.

    Examples
    --------
    >>> heights = Quantity([200.0, 300.0, 400.0, 500.0, 600.0], "km")
    >>> air = Quantity([2.541e-10, 1.916e-11, 2.803e-12, 5.215e-13, 1.137e-13], "kg/m^3")
    >>> print(orbital_lifetime(Quantity(500.0, "km"), Quantity(100.0, "kg/m^2"), heights, air))
    6.72 year

    References
    ----------
    NOAA et al. (1976) [ussa1976], densities at 200 to 600 km;
    `IPS Radio and Space Services (2026) <http://www.ips.gov.au/Satellite/3/2>`__ [ips_decay_use], first paragraph: 100
    kg for each square metre of drag area.
    """
    positive("ballistic_coefficient", ballistic_coefficient)
    between("altitude", altitude, altitudes[0], altitudes[-1])
    below_top, nodes = altitude.to("m").magnitude, np.asarray(altitudes.to("m").magnitude, dtype=float)
    air = np.asarray(densities.to("kg/m^3").magnitude, dtype=float)
    folds = Quantity(np.log(air[:-1] / air[1:]), "")
    above("fall of the densities from row to row", folds, 0.0)
    gravity, radius = EARTH_GRAVITATIONAL_PARAMETER.to("m^3/s^2").m, EARTH_EQUATORIAL_RADIUS.to("m").m
    total: Any = 0.0 * below_top
    for k, width in enumerate(np.diff(nodes)):
        scale = float(width / folds.magnitude[k])
        momentum = float(np.sqrt(gravity * (radius + nodes[k] + width / 2.0)))
        depth = np.minimum(np.maximum(below_top - float(nodes[k]), 0.0), float(width))
        total = total + scale / (float(air[k]) * momentum) * (np.exp(depth / scale) - 1.0)
    return (Quantity(total, "m^2*s/kg") * ballistic_coefficient).to("year")


@ureg.check("[length]", "[length]")
def hohmann_delta_v(start_altitude: Quantity, end_altitude: Quantity) -> Quantity:
    r"""Velocity change of a two-burn transfer between circular orbits in one plane.

    .. math:: \Delta v = \left|v_1 \left(\sqrt{\tfrac{2 r_2}{r_1 + r_2}} - 1\right)\right|
              + \left|v_2 \left(1 - \sqrt{\tfrac{2 r_1}{r_1 + r_2}}\right)\right|

    Parameters
    ----------
    start_altitude : Quantity
        Height of the first orbit. [km]
    end_altitude : Quantity
        Height of the second orbit. [km]

    Returns
    -------
    Quantity
        Both burns together. [m/s]

    Examples
    --------
    >>> low, high = Quantity(191.34411, "km"), Quantity(35781.34857, "km")
    >>> print(hohmann_delta_v(low, high).to("km/s"))
    3.935224 kilometer / second

    References
    ----------
    Vallado (2013) [vallado2013], example 6-1.
    """
    first, second = orbital_radius(start_altitude), orbital_radius(end_altitude)
    leave = orbital_velocity(start_altitude) * (np.sqrt(2.0 * second / (first + second)) - 1.0)
    arrive = orbital_velocity(end_altitude) * (1.0 - np.sqrt(2.0 * first / (first + second)))
    burns: Quantity = np.absolute(leave) + np.absolute(arrive)
    return burns.to("m/s")


@ureg.check("[length]", "[length]")
def spiral_delta_v(start_altitude: Quantity, end_altitude: Quantity) -> Quantity:
    r"""Velocity change of a slow transfer between circular orbits with electric thrusters.

    .. math:: \Delta v = |v_1 - v_2|

    Parameters
    ----------
    start_altitude : Quantity
        Height of the first orbit. [km]
    end_altitude : Quantity
        Height of the second orbit. [km]

    Returns
    -------
    Quantity
        Velocity change. [m/s]

    Examples
    --------
    >>> low, high = Quantity(350.0, "km"), Quantity(35786.0, "km")  # 7.7 and 3.1 km/s, published 4.6 km/s
    >>> print(spiral_delta_v(low, high).to("km/s"))
    4.6 kilometer / second

    References
    ----------
    `Space Exploration Stack Exchange (2026) <https://huggingface.co/datasets/nvidia/Nemotron-CC-Math-v1>`__
    [spiral_guidelines], introduction.
    """
    difference: Quantity = orbital_velocity(start_altitude) - orbital_velocity(end_altitude)
    return Quantity(np.absolute(difference)).to("m/s")


@ureg.check("[length]", "[length]")
def disposal_delta_v(altitude: Quantity, perigee_altitude: Quantity) -> Quantity:
    r"""Velocity change of one burn that lowers the perigee of a circular orbit.

    .. math:: \Delta v = v \left(1 - \sqrt{\frac{2 r_p}{r + r_p}}\right)

    Parameters
    ----------
    altitude : Quantity
        Height of the circular orbit. [km]
    perigee_altitude : Quantity
        Height of the perigee after the burn; about 50 km for a controlled re-entry. [km]

    Returns
    -------
    Quantity
        Velocity change. [m/s]

    Raises
    ------
    ValueError
        When the perigee is above the orbit.

    Examples
    --------
    >>> print(disposal_delta_v(Quantity(650.0, "km"), Quantity(200.0, "km")))  # published range 120 to 150 m/s
    125.6 meter / second

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], section on orbits: from 650 km
    down to about 200 km.
    """
    at_most("perigee_altitude", perigee_altitude, altitude)
    radius, perigee = orbital_radius(altitude), orbital_radius(perigee_altitude)
    return (orbital_velocity(altitude) * (1.0 - np.sqrt(2.0 * perigee / (radius + perigee)))).to("m/s")
