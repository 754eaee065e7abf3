"""Network: light time, laser and radio links, the gate between power and data, topologies, and errors from radiation.

Bits and bytes are pint's own, so a data rate is bits per time and a gate is bytes per energy.
"""

from __future__ import annotations

import numpy as np

from analysis.models import guards
from analysis.models.orbit import EARTH_MEAN_RADIUS
from analysis.units import Quantity, ureg

SPEED_OF_LIGHT = Quantity(299_792_458.0, "m/s")  # exact by definition of the metre (codata2018)
PLANCK_CONSTANT = Quantity(6.626_070_15e-34, "J*s")  # exact by definition of the kilogram (codata2018)

FIRST_DARK_RING = 3.8317059702075125  # first zero of the Bessel function J1

_ONE_GPU = Quantity(1.0, "GPU")


# ---- light time --------------------------------------------------------------------------------------------------


@ureg.check("[length]")
def light_time(distance: Quantity) -> Quantity:
    r"""Time light takes one way through vacuum.

    .. math:: t = d / c

    Parameters
    ----------
    distance : Quantity
        Length of the path. [km]

    Returns
    -------
    Quantity
        One-way time. [ms]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Notes
    -----
    The lower bound: no queue, no coding, no routing.

    Examples
    --------
    Straight up to 600 km and back, published as 4.0 ms:

    >>> print((2 * light_time(Quantity(600, "km"))).round(1))
    4.0 millisecond

    References
    ----------
    `Tiesinga et al. (2018) <https://physics.nist.gov/cuu/Constants/>`__ [codata2018], speed of light
    """
    guards.not_negative("distance", distance)
    return (distance / SPEED_OF_LIGHT).to("ms")


@ureg.check("[length]", "[]", "[time]")
def path_delay(distance: Quantity, hops: Quantity, delay_per_hop: Quantity) -> Quantity:
    r"""One-way delay of a path through vacuum that is relayed a number of times.

    .. math:: t = \frac{d}{c} + n\,\tau

    Parameters
    ----------
    distance : Quantity
        Length of the whole path, all links. [km]
    hops : Quantity
        Nodes that receive and send on, n. [-]
    delay_per_hop : Quantity
        Time in one such node: decoding, switching, waiting. [ms]

    Returns
    -------
    Quantity
        One-way delay. [ms]

    Raises
    ------
    ValueError
        When distance, hops or delay is negative.

    Notes
    -----
    Double it for a round trip, and add the service time of the far end.

    Examples
    --------
    At the edge of the view of a geostationary satellite a signal travels 2 × 41,756 km, published as 279.0 ms:

    >>> print(path_delay(2 * Quantity(41_756, "km"), Quantity(0, ""), Quantity(0, "ms")).round(0))
    279.0 millisecond

    With numbers of ours, every argument at work:

    >>> print(path_delay(Quantity(10_000, "km"), Quantity(6, ""), Quantity(1, "ms")).round(1))
    39.4 millisecond

    References
    ----------
    `Allman et al. (1999) <https://www.rfc-editor.org/rfc/rfc2488>`__ [rfc2488], section 2: 279.0 ms, where the exact
    speed of light gives 278.6
    """
    guards.at_least("distance", distance, 0.0 * ureg.km)
    guards.at_least("hops", hops, 0.0)
    guards.at_least("delay_per_hop", delay_per_hop, 0.0 * ureg.ms)
    return (distance / SPEED_OF_LIGHT + hops * delay_per_hop).to("ms")


@ureg.check("[length]", "[length]")
def hops_needed(path_length: Quantity, link_range: Quantity) -> Quantity:
    r"""Relay nodes on a path whose links reach a limited distance.

    .. math:: n = \left\lceil \frac{d}{r} \right\rceil + 1

    Parameters
    ----------
    path_length : Quantity
        Length of the path from the first satellite to the last. [km]
    link_range : Quantity
        Longest link. [km]

    Returns
    -------
    Quantity
        Nodes passed, both ends included. [-]

    Raises
    ------
    ValueError
        When the range is not above zero or the length is negative.

    Notes
    -----
    The fewest possible; a real constellation rarely has a satellite just where it is wanted.

    Examples
    --------
    Half the way round the Earth, 20,015 km, with links of the published 5,000 km:

    >>> print(hops_needed(Quantity(20_015, "km"), Quantity(5000, "km")))
    6.0 dimensionless

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], link budget at 5,000 km; the
    count of nodes is ours
    """
    guards.at_least("path_length", path_length, 0.0 * ureg.km)
    guards.above("link_range", link_range, 0.0 * ureg.km)
    return (np.ceil((path_length / link_range).to("")) + 1.0).to("")


@ureg.check("[length]", "[length]", "[]")
def shell_distance(ground_distance: Quantity, altitude: Quantity, detour: Quantity) -> Quantity:
    r"""Distance along a shell of satellites between the points over two places.

    .. math:: d_s = \kappa\, s\, \frac{R + h}{R}

    Parameters
    ----------
    ground_distance : Quantity
        Distance between the places over the ground, s. [km]
    altitude : Quantity
        Height of the shell, h. [km]
    detour : Quantity
        How much longer the way through the mesh is than the arc, kappa. [-]

    Returns
    -------
    Quantity
        Distance. [km]

    Raises
    ------
    ValueError
        When a distance is negative or the detour is below one.

    Notes
    -----
    To a satellite over the second place the way is `h` more, to the second place itself `2h`.

    Examples
    --------
    >>> print(shell_distance(Quantity(6371.0, "km"), Quantity(550.0, "km"), Quantity(1.0, "")))
    6921.0 kilometer

    References
    ----------
    ours: an arc.
    """
    guards.at_least("ground_distance", ground_distance, Quantity(0.0, "km"))
    guards.at_least("altitude", altitude, Quantity(0.0, "km"))
    guards.at_least("detour", detour, 1.0)
    return (detour * ground_distance * ((EARTH_MEAN_RADIUS + altitude) / EARTH_MEAN_RADIUS)).to("km")


@ureg.check("[time]", "[]", "[]")
def fibre_reach(delay: Quantity, refractive_index: Quantity, detour: Quantity) -> Quantity:
    r"""Distance on the ground that fibre covers within a one-way delay.

    .. math:: s = \frac{c\,t}{\kappa_f\,n}

    Parameters
    ----------
    delay : Quantity
        One-way delay, t. [ms]
    refractive_index : Quantity
        Group index of the fibre, n. [-]
    detour : Quantity
        Length of the route over the great circle, kappa_f, one or more. [-]

    Returns
    -------
    Quantity
        Distance along the great circle. [km]

    Raises
    ------
    ValueError
        When the delay is negative, or the index or the detour is below one.

    Notes
    -----
    Equipment on the way is left out.

    Examples
    --------
    A millisecond of glass with an index of 1.4682, published as 204,190 km/s:

    >>> print(fibre_reach(Quantity(1, "ms"), Quantity(1.4682, ""), Quantity(1, "")).round(2))
    204.19 kilometer

    References
    ----------
    `MapYourTech (2026) <https://mapyourtech.com/the-5-microsecond-rule-fiber-propagation-latency-per-kilometer/>`__
    [mapyourtech2026fibre], speed in fibre at 1,550 nm
    """
    guards.at_least("delay", delay, 0.0 * ureg.ms)
    guards.at_least("refractive_index", refractive_index, 1.0)
    guards.at_least("detour", detour, 1.0)
    return (SPEED_OF_LIGHT * delay / (detour * refractive_index)).to("km")


@ureg.check("[length]", "[]", "[]", "[]")
def latency_crossover_distance(
    altitude: Quantity, orbital_detour: Quantity, refractive_index: Quantity, fibre_detour: Quantity
) -> Quantity:
    r"""Distance on the ground beyond which a shell of satellites is faster than fibre.

    .. math:: s^* = \frac{2h}{\kappa_f n - \kappa (R + h)/R}

    Parameters
    ----------
    altitude : Quantity
        Height of the shell, h. [km]
    orbital_detour : Quantity
        Length of the zigzag over the shell, as a multiple of the arc, kappa. [-]
    refractive_index : Quantity
        Group index of the fibre, n. [-]
    fibre_detour : Quantity
        Length of the cable as a multiple of the great circle, kappa_f. [-]

    Returns
    -------
    Quantity
        Crossover distance; negative when fibre is always faster. [km]

    Raises
    ------
    ValueError
        When an index or a detour is below one.

    Notes
    -----
    Propagation only; each relay moves the crossover outward.

    Examples
    --------
    Over a shell at 550 km, against fibre on the great circle; there both take the same time:

    >>> height, index, straight = Quantity(550, "km"), Quantity(1.47, ""), Quantity(1.0, "")
    >>> distance = latency_crossover_distance(height, straight, index, straight)
    >>> print(distance.round(-1), light_time(2 * height + shell_distance(distance, height, straight)).round(2))
    2870.0 kilometer 14.06 millisecond
    >>> print(fibre_reach(Quantity(14.0554, "ms"), index, straight).round(-1))
    2870.0 kilometer

    References
    ----------
    `Handley (2018) <http://nrg.cs.ucl.ac.uk/mjh/starlink-draft.pdf>`__ [handley2018], abstract: about 3,000 km,
    simulated with shells near 1,150 km and paths that climb on a slant. With straight climbs, as here, 1,150 km gives
    7,940 km: this crossover is an upper bound
    """
    guards.not_negative("altitude", altitude)
    guards.at_least("orbital_detour", orbital_detour, 1.0)
    guards.at_least("refractive_index", refractive_index, 1.0)
    guards.at_least("fibre_detour", fibre_detour, 1.0)
    slower = fibre_detour * refractive_index - orbital_detour * (1.0 + (altitude / EARTH_MEAN_RADIUS).to(""))
    return (2.0 * altitude / slower).to("km")


# ---- optical and radio links -------------------------------------------------------------------------------------


@ureg.check("[]")
def in_decibels(ratio: Quantity) -> Quantity:
    r"""Write a power ratio in decibels, as a plain number.

    .. math:: x = 10 \log_{10} r

    Parameters
    ----------
    ratio : Quantity
        Ratio of two powers. [-]

    Returns
    -------
    Quantity
        Decibels, as a pure number. [-]

    Raises
    ------
    ValueError
        When the ratio is not above zero.

    Notes
    -----
    Budgets are multiplied here, not added in decibels; this is for reading.

    Examples
    --------
    >>> gain = aperture_gain(Quantity(10, "cm"), Quantity(1.55, "um"), Quantity(0.8, ""))
    >>> print(in_decibels(gain).round(2))
    105.17 dimensionless

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], link budget of the
    inter-satellite links: 105.1 dB, cut and not rounded
    """
    guards.above("ratio", ratio, 0.0)
    return (10.0 * np.log10(1.0 * ratio)).to("")


@ureg.check("[length]", "[length]", "[]")
def aperture_gain(diameter: Quantity, wavelength: Quantity, efficiency: Quantity) -> Quantity:
    r"""Gain of a round aperture over an isotropic source.

    .. math:: G = \eta \left(\frac{\pi D}{\lambda}\right)^2

    Parameters
    ----------
    diameter : Quantity
        Diameter of the telescope or dish, D. [m]
    wavelength : Quantity
        Wavelength, lambda. [um]
    efficiency : Quantity
        Aperture efficiency: truncation, obscuration, optics, eta. [-]

    Returns
    -------
    Quantity
        Gain on the axis, a ratio. [-]

    Raises
    ------
    ValueError
        When a length is not above zero, or the efficiency is outside 0 to 1.

    Notes
    -----
    Far field, perfect surface.

    Examples
    --------
    10 cm at 1.55 um and 80 %, published as 105.1 dB:

    >>> gain = aperture_gain(Quantity(10, "cm"), Quantity(1.55, "um"), Quantity(0.8, ""))
    >>> print(in_decibels(gain).round(2))
    105.17 dimensionless

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], link budget of the
    inter-satellite links
    """
    guards.above("diameter", diameter, 0.0 * ureg.m)
    guards.above("wavelength", wavelength, 0.0 * ureg.m)
    guards.fraction("efficiency", efficiency)
    return (efficiency * (np.pi * diameter / wavelength) ** 2).to("")


@ureg.check("[length]", "[length]")
def free_space_loss(distance: Quantity, wavelength: Quantity) -> Quantity:
    r"""Loss between two isotropic antennas.

    .. math:: L = \left(\frac{4\pi d}{\lambda}\right)^2

    Parameters
    ----------
    distance : Quantity
        Length of the link, d. [km]
    wavelength : Quantity
        Wavelength, lambda. [um]

    Returns
    -------
    Quantity
        Loss, a ratio above one in the far field. [-]

    Raises
    ------
    ValueError
        When a length is not above zero.

    Notes
    -----
    Spreading only; nothing is absorbed in vacuum.

    Examples
    --------
    5,000 km at 1.55 um:

    >>> print(in_decibels(free_space_loss(Quantity(5000, "km"), Quantity(1.55, "um"))).round(1))
    272.2 dimensionless

    References
    ----------
    Friis (1946) [friis1946], transmission formula
    """
    guards.above("distance", distance, 0.0 * ureg.m)
    guards.above("wavelength", wavelength, 0.0 * ureg.m)
    return ((4.0 * np.pi * distance / wavelength) ** 2).to("")


@ureg.check("[length]", "[length]", "[]")
def pointing_efficiency(diameter: Quantity, wavelength: Quantity, pointing_error: Quantity) -> Quantity:
    r"""Share of the power on axis that is left when a round, evenly lit aperture points off by an angle.

    .. math:: \eta_p = \left(\frac{2 J_1(x)}{x}\right)^2, \qquad x = \frac{\pi D\, \theta}{\lambda}

    Parameters
    ----------
    diameter : Quantity
        Diameter of the aperture, D. [cm]
    wavelength : Quantity
        Wavelength, lambda. [um]
    pointing_error : Quantity
        Angle between the axis and the partner, theta. [urad]

    Returns
    -------
    Quantity
        Pointing efficiency, 0 from the first dark ring on. [-]

    Raises
    ------
    ValueError
        When a length is not above zero or the angle is negative.

    Notes
    -----
    The Airy pattern. Beyond its first dark ring, at :math:`x = 3.83`, the side lobes hold at most 1.75 % of the power
    on axis, and a link is taken as lost. The Bessel function is summed as its power series, exact to 1e-12 up to there,
    so it can be traced. A Gaussian of the same gain, :math:`e^{-G\theta^2/4}`, is within 0.03 of it.

    Examples
    --------
    An evenly lit aperture loses half its power at :math:`0.514\, \lambda / D`, half the width of its beam:

    >>> half = 0.5145 * Quantity(1.55, "um") / Quantity(10, "cm") * Quantity(1.0, "radian")
    >>> print(pointing_efficiency(Quantity(10, "cm"), Quantity(1.55, "um"), half).round(3))
    0.5 dimensionless

    One microradian costs a terminal of 10 cm 0.04 dB:

    >>> print(pointing_efficiency(Quantity(10, "cm"), Quantity(1.55, "um"), Quantity(1.0, "urad")).round(4))
    0.9898 dimensionless

    References
    ----------
    Airy (1835) [airy1835], the pattern;
    `Marshall (1987) <https://ntrs.nasa.gov/search.jsp?R=19870057535>`__ [marshall1987], which finds the older Gaussian
    formula inaccurate
    """
    guards.above("diameter", diameter, Quantity(0.0, "m"))
    guards.above("wavelength", wavelength, Quantity(0.0, "m"))
    guards.at_least("pointing_error", pointing_error, Quantity(0.0, "rad"))
    x = (np.pi * diameter * pointing_error.to("radian") / wavelength / Quantity(1.0, "radian")).to("").magnitude
    quarter = np.minimum(x, FIRST_DARK_RING) ** 2 / 4.0
    total, term = 1.0, 1.0
    for k in range(1, 16):
        term = -term * quarter / (k * (k + 1.0))
        total = total + term
    return Quantity(total * total, "")


@ureg.check("[power]", "[]", "[]", "[length]", "[length]", "[]")
def received_power(
    transmit_power: Quantity,
    transmit_gain: Quantity,
    receive_gain: Quantity,
    distance: Quantity,
    wavelength: Quantity,
    efficiency: Quantity,
) -> Quantity:
    r"""Power that arrives over a link, by the transmission formula, never more than was sent.

    .. math:: P_r = \eta\,P_t\,\min\left(1,\; G_t G_r \left(\frac{\lambda}{4\pi d}\right)^2\right)

    Parameters
    ----------
    transmit_power : Quantity
        Power sent, P_t. [W]
    transmit_gain : Quantity
        Gain of the sender, a ratio. [-]
    receive_gain : Quantity
        Gain of the receiver, a ratio. [-]
    distance : Quantity
        Length of the link, d. [km]
    wavelength : Quantity
        Wavelength, lambda. [um]
    efficiency : Quantity
        Everything else: pointing, coupling into fibre, margin, eta. [-]

    Returns
    -------
    Quantity
        Received power. [W]

    Raises
    ------
    ValueError
        When a gain or a length is not above zero, or the efficiency is outside 0 to 1.

    Notes
    -----
    Inside the confocal range the far-field formula gives more than was sent; the minimum holds it at what was sent.

    Examples
    --------
    5 W less 3 dB between two 10 cm telescopes at 5,000 km, published as 1.6 uW:

    >>> gain = aperture_gain(Quantity(10, "cm"), Quantity(1.55, "um"), Quantity(0.8, ""))
    >>> power = received_power(Quantity(2.5, "W"), gain, gain, Quantity(5000, "km"), Quantity(1.55, "um"),
    ...     Quantity(1.0, ""))
    >>> print(power.to("uW").round(2))
    1.64 microwatt

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], link budget of the
    inter-satellite links; Friis (1946) [friis1946]
    """
    guards.not_negative("transmit_power", transmit_power)
    guards.above("transmit_gain", transmit_gain, 0.0)
    guards.above("receive_gain", receive_gain, 0.0)
    guards.fraction("efficiency", efficiency)
    captured = (transmit_gain * receive_gain / free_space_loss(distance, wavelength)).to("")
    return (efficiency * transmit_power * np.minimum(captured, Quantity(1.0, ""))).to("W")


@ureg.check("[length]", "[length]")
def confocal_range(diameter: Quantity, wavelength: Quantity) -> Quantity:
    r"""Distance within which a beam stays about as wide as its telescope.

    .. math:: z = \frac{\pi (D/2)^2}{\lambda}

    Parameters
    ----------
    diameter : Quantity
        Diameter of the telescope, D. [m]
    wavelength : Quantity
        Wavelength, lambda. [um]

    Returns
    -------
    Quantity
        Rayleigh range of a beam whose radius is that of the telescope. [km]

    Raises
    ------
    ValueError
        When a length is not above zero.

    Notes
    -----
    Closer than this, several beams fit side by side and power is no longer the limit.

    Examples
    --------
    10 cm at 1.55 um, published as about 5 km:

    >>> print(confocal_range(Quantity(10, "cm"), Quantity(1.55, "um")).round(2))
    5.07 kilometer

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], spatial multiplexing at short
    range
    """
    guards.above("diameter", diameter, 0.0 * ureg.m)
    guards.above("wavelength", wavelength, 0.0 * ureg.m)
    return (np.pi * (diameter / 2.0) ** 2 / wavelength).to("km")


@ureg.check("[length]")
def photon_energy(wavelength: Quantity) -> Quantity:
    r"""Energy of one photon.

    .. math:: E = \frac{h c}{\lambda}

    Parameters
    ----------
    wavelength : Quantity
        Wavelength, lambda. [um]

    Returns
    -------
    Quantity
        Energy of a photon. [J]

    Raises
    ------
    ValueError
        When the wavelength is not above zero.

    Notes
    -----
    In vacuum.

    Examples
    --------
    >>> print(photon_energy(Quantity(1.55, "um")).to("eV").round(3))
    0.8 electron_volt

    References
    ----------
    `Tiesinga et al. (2018) <https://physics.nist.gov/cuu/Constants/>`__ [codata2018], Planck constant
    """
    guards.above("wavelength", wavelength, 0.0 * ureg.m)
    return (PLANCK_CONSTANT * SPEED_OF_LIGHT / wavelength).to("J")


@ureg.check("[power]", "[]", "[length]")
def photon_limited_rate(received: Quantity, photons: Quantity, wavelength: Quantity) -> Quantity:
    r"""Find the data rate that a received power supports.

    .. math:: R = \frac{P_r\,\lambda}{n\,h\,c}

    Parameters
    ----------
    received : Quantity
        Received power, P_r. [W]
    photons : Quantity
        Photons the receiver needs for each bit, n. [1/bit]
    wavelength : Quantity
        Wavelength, lambda. [um]

    Returns
    -------
    Quantity
        Data rate. [Gbit/s]

    Raises
    ------
    ValueError
        When the photons for each bit, or the wavelength, are not above zero.

    Notes
    -----
    The transceiver has its own ceiling: take the smaller.

    Examples
    --------
    The 1.64 uW of a published link at the 71 photons that its receiver needs for each bit:

    >>> print(photon_limited_rate(Quantity(1.64, "uW"), Quantity(71, "1/bit"), Quantity(1.55, "um")).round(0))
    180.0 gigabit / second

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], link budget and receiver
    sensitivities
    """
    guards.not_negative("received", received)
    guards.above("photons", photons, Quantity(0.0, "1/bit"))
    return (received / (photons * photon_energy(wavelength))).to("Gbit/s")


@ureg.check("[power]", "[]", "[]", "[length]", "[]", "[]", "1/[time]")
def link_range(
    transmit_power: Quantity,
    transmit_gain: Quantity,
    receive_gain: Quantity,
    wavelength: Quantity,
    efficiency: Quantity,
    photons: Quantity,
    data_rate: Quantity,
) -> Quantity:
    r"""Longest link that carries a data rate.

    .. math:: d = \frac{\lambda}{4\pi}\sqrt{\frac{\eta\,P_t\,G_t\,G_r\,\lambda}{n\,h\,c\,R}}

    Parameters
    ----------
    transmit_power : Quantity
        Power sent. [W]
    transmit_gain : Quantity
        Gain of the sender, a ratio. [-]
    receive_gain : Quantity
        Gain of the receiver, a ratio. [-]
    wavelength : Quantity
        Wavelength. [um]
    efficiency : Quantity
        Pointing, coupling, margin. [-]
    photons : Quantity
        Photons the receiver needs for each bit. [1/bit]
    data_rate : Quantity
        Data rate. [Gbit/s]

    Returns
    -------
    Quantity
        Range. [km]

    Raises
    ------
    ValueError
        When an input that divides is not above zero, or the efficiency is outside 0 to 1.

    Notes
    -----
    Far field: an answer shorter than the confocal range means that power is not the limit.

    Examples
    --------
    The published link, at the rate that its received power carries, gives its 5,000 km back:

    >>> gain = aperture_gain(Quantity(10, "cm"), Quantity(1.55, "um"), Quantity(0.8, ""))
    >>> print(link_range(Quantity(2.5, "W"), gain, gain, Quantity(1.55, "um"), Quantity(1.0, ""),
    ...     Quantity(71, "1/bit"), Quantity(180, "Gbit/s")).round(-2))
    5000.0 kilometer

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], link budget of the
    inter-satellite links; 5 W less 3 dB, as in `received_power`
    """
    guards.not_negative("transmit_power", transmit_power)
    guards.not_negative("transmit_gain", transmit_gain)
    guards.not_negative("receive_gain", receive_gain)
    guards.fraction("efficiency", efficiency)
    guards.above("photons", photons, Quantity(0.0, "1/bit"))
    guards.above("data_rate", data_rate, Quantity(0.0, "bit/s"))
    needed = photons * photon_energy(wavelength) * data_rate
    margin = (efficiency * transmit_power * transmit_gain * receive_gain / needed).to("")
    return (wavelength / (4.0 * np.pi) * np.sqrt(margin)).to("km")


# ---- throughput --------------------------------------------------------------------------------------------------


@ureg.check("1/[time]", "1/[time]")
def signal_to_noise_needed(data_rate: Quantity, bandwidth: Quantity) -> Quantity:
    r"""Least signal over noise at which a radio channel carries a data rate.

    .. math:: \frac{S}{N} = 2^{R/B} - 1

    Parameters
    ----------
    data_rate : Quantity
        Rate to carry, R. [Gbit/s]
    bandwidth : Quantity
        Bandwidth of the channel, B; of two polarisations together when both carry data. [GHz]

    Returns
    -------
    Quantity
        Signal over noise and interference, a ratio. [-]

    Raises
    ------
    ValueError
        When the rate is negative or the bandwidth is not above zero.

    Notes
    -----
    Shannon's capacity solved for the signal. Real codes need a decibel or two more.

    Examples
    --------
    Five bits in each hertz:

    >>> print(signal_to_noise_needed(Quantity(10.0, "Gbit/s"), Quantity(2.0, "GHz")))
    31.0 dimensionless

    References
    ----------
    Shannon (1948) [shannon1948], capacity of the band-limited channel
    """
    guards.not_negative("data_rate", data_rate)
    guards.above("bandwidth", bandwidth, Quantity(0.0, "Hz"))
    each = (data_rate / bandwidth / Quantity(1.0, "bit")).to("")
    return np.exp(np.log(2.0) * each) - 1.0


# ---- the gate between power and data -----------------------------------------------------------------------------


@ureg.check("1/[time]", "[]", "[power]")
def gate(data_rate: Quantity, contact_share: Quantity, power: Quantity) -> Quantity:
    r"""Bytes that may cross the link for each unit of energy spent on computing.

    .. math:: \Gamma_{max} = \frac{a\,R}{P}

    Parameters
    ----------
    data_rate : Quantity
        Rate of all links to the ground while they are up, R. [Gbit/s]
    contact_share : Quantity
        Share of time they are up, a. [-]
    power : Quantity
        Power of the computers behind the links, P. [MW]

    Returns
    -------
    Quantity
        Ceiling on data per energy. [GB/kWh]

    Raises
    ------
    ValueError
        When the power is not above zero, or the share is outside 0 to 1.

    Notes
    -----
    The link is a gate: a workload passes when it moves fewer bytes for each kilowatt-hour.
    At a given link the gate narrows in proportion to the power behind it.

    Examples
    --------
    Published ceilings at 0.1, 1 and 10 MW are 148, 14.8 and 1.48 GB/kWh, which is 32.9 Gbit/s in the mean:

    >>> print(gate(Quantity(32.9, "Gbit/s"), Quantity(1.0, ""), Quantity([0.1, 1.0, 10.0], "MW")).round(2))
    [148.05 14.8 1.48] gigabyte / hour / kilowatt

    References
    ----------
    `Turyshev (2026) <https://arxiv.org/abs/2604.27197>`__ [turyshev2026], condition on the data gate;
    `ferhat00 (2026) <https://github.com/ferhat00/space-datacentre-model>`__ [odc2026], ceiling 14.8/P
    """
    guards.not_negative("data_rate", data_rate)
    guards.fraction("contact_share", contact_share)
    guards.above("power", power, 0.0 * ureg.watt)
    return (data_rate * contact_share / power).to("GB/kW/hour")


@ureg.check("[]/[token]", "[energy]/[token]")
def workload_intensity(data_per_token: Quantity, energy_per_token: Quantity) -> Quantity:
    r"""Bytes a workload moves for each unit of energy it spends.

    .. math:: \Gamma = \frac{b}{e}

    Parameters
    ----------
    data_per_token : Quantity
        Data to and from the ground for each token. [byte/token]
    energy_per_token : Quantity
        Energy of computing it. [J/token]

    Returns
    -------
    Quantity
        Data per energy. [GB/kWh]

    Raises
    ------
    ValueError
        When the energy is not above zero.

    Notes
    -----
    Text is a few bytes for each token; video and bulk data are far more. For training, count data set and checkpoints.

    Examples
    --------
    1,906 W for 5,130 tokens a second are 0.3715 J for each, so 1,527 bytes for a token reach a published ceiling:

    >>> print(workload_intensity(Quantity(1527, "byte/token"), Quantity(1906 / 5130, "J/token")).to("GB/kWh").round(1))
    14.8 gigabyte / kilowatt_hour

    References
    ----------
    `Turyshev (2026) <https://arxiv.org/abs/2604.27197>`__ [turyshev2026], ceiling of 14.8 GB/kWh at 1 MW;
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], reference cluster and tokens behind its prices
    """
    guards.not_negative("data_per_token", data_per_token)
    guards.above("energy_per_token", energy_per_token, Quantity(0.0, "J/token"))
    return (data_per_token / energy_per_token).to("GB/kW/hour")


@ureg.check("1/[energy]", "1/[energy]")
def gate_margin(gate_ceiling: Quantity, intensity: Quantity) -> Quantity:
    r"""How many times over a workload fits through the gate.

    .. math:: M = \Gamma_{max} / \Gamma

    Parameters
    ----------
    gate_ceiling : Quantity
        Ceiling on data per energy. [GB/kWh]
    intensity : Quantity
        Data per energy of the workload. [GB/kWh]

    Returns
    -------
    Quantity
        Margin; the workload fits at one or more. [-]

    Raises
    ------
    ValueError
        When the intensity is not above zero.

    Notes
    -----
    A mean over the day: bursts need store-and-forward.

    Examples
    --------
    >>> print(gate_margin(Quantity(14.8, "GB/kWh"), Quantity(0.072, "GB/kWh")).round(0))
    206.0 dimensionless

    References
    ----------
    `Turyshev (2026) <https://arxiv.org/abs/2604.27197>`__ [turyshev2026], condition on the data gate
    """
    guards.finite("gate_ceiling", gate_ceiling)
    guards.above("intensity", intensity, Quantity(0.0, "GB/kWh"))
    return (gate_ceiling / intensity).to("")


@ureg.check("1/[time]", "[]", "1/[energy]")
def power_behind_gate(data_rate: Quantity, contact_share: Quantity, intensity: Quantity) -> Quantity:
    r"""Largest computing power that a link can feed with a workload.

    .. math:: P = \frac{a\,R}{\Gamma}

    Parameters
    ----------
    data_rate : Quantity
        Rate while the link is up. [Gbit/s]
    contact_share : Quantity
        Share of time it is up. [-]
    intensity : Quantity
        Data per energy of the workload. [GB/kWh]

    Returns
    -------
    Quantity
        Power. [MW]

    Raises
    ------
    ValueError
        When the intensity is not above zero, or the share is outside 0 to 1.

    Notes
    -----
    The gate solved for the power.

    Examples
    --------
    >>> print(power_behind_gate(Quantity(32.9, "Gbit/s"), Quantity(1.0, ""), Quantity(14.8, "GB/kWh")).round(2))
    1.0 megawatt

    References
    ----------
    `Turyshev (2026) <https://arxiv.org/abs/2604.27197>`__ [turyshev2026], condition on the data gate
    """
    guards.not_negative("data_rate", data_rate)
    guards.fraction("contact_share", contact_share)
    guards.above("intensity", intensity, Quantity(0.0, "GB/kWh"))
    return (data_rate * contact_share / intensity).to("MW")


# ---- topologies --------------------------------------------------------------------------------------------------


@ureg.check("[]", "1/[time]", "[]")
def clos_bisection(endpoints: Quantity, endpoint_bandwidth: Quantity, oversubscription: Quantity) -> Quantity:
    r"""Bandwidth between two halves of a folded Clos network, in one direction.

    .. math:: B = \frac{N\,b}{2\,o}

    Parameters
    ----------
    endpoints : Quantity
        Number of endpoints, N. [-]
    endpoint_bandwidth : Quantity
        Bandwidth of one endpoint into the fabric, b. [Gbit/s]
    oversubscription : Quantity
        Bandwidth into the fabric over bandwidth through its core, o; one is non-blocking. [-]

    Returns
    -------
    Quantity
        Bisection bandwidth. [TB/s]

    Raises
    ------
    ValueError
        When there are fewer than two endpoints, or the oversubscription is below one.

    Notes
    -----
    Grows with the number of endpoints: any half talks to the other at full rate.

    Examples
    --------
    8,000 racks of 72 accelerators at 800 Gbit/s, published for a gigawatt as 28,800 TB/s. The paper also
    names an oversubscription of two, with which the formula gives half:

    >>> print(clos_bisection(Quantity(8000 * 72, ""), Quantity(800, "Gbit/s"), Quantity(1.0, "")))
    28800.0 terabyte / second

    References
    ----------
    `Berkel (2026) <https://arxiv.org/abs/2607.14172>`__ [vanberkel2026], bisection of a gigawatt
    """
    guards.not_negative("endpoint_bandwidth", endpoint_bandwidth)
    guards.at_least("endpoints", endpoints, 2.0)
    guards.at_least("oversubscription", oversubscription, 1.0)
    return (endpoints * endpoint_bandwidth / (2.0 * oversubscription)).to("TB/s")


@ureg.check("[]", "[]")
def clos_compute_share(links: Quantity, layers: Quantity) -> Quantity:
    r"""Share of the satellites of a cluster that compute when the others are the switches of a folded Clos network.

    .. math:: r = \frac{k}{k + 4 L - 6}

    Parameters
    ----------
    links : Quantity
        Links that a switching satellite holds at once, k. [-]
    layers : Quantity
        Layers of the network, L. [-]

    Returns
    -------
    Quantity
        Satellites that compute over all. [-]

    Raises
    ------
    ValueError
        When there are fewer than two links or two layers.

    Notes
    -----
    Says which satellites switch, not what such a satellite weighs or whether its links hold.

    Examples
    --------
    >>> print(clos_compute_share(Quantity(10, ""), Quantity(3, "")))
    0.625 dimensionless

    References
    ----------
    `Pénot and Balakrishnan (2026) <https://arxiv.org/abs/2605.15335>`__ [penot2026clusters], mapping of the network;
    example of ten links and three layers from the note on it
    """
    guards.at_least("links", links, 2.0)
    guards.at_least("layers", layers, 2.0)
    return (links / (links + 4.0 * layers - 6.0)).to("")


@ureg.check("[length]", "[length]")
def flat_cluster_size(radius: Quantity, spacing: Quantity) -> Quantity:
    r"""Satellites of a flat cluster that is packed as densely as a plane can be.

    .. math:: N = \frac{2 \pi}{\sqrt{3}} \left(\frac{R}{d}\right)^2

    Parameters
    ----------
    radius : Quantity
        Radius of the cluster, R. [m]
    spacing : Quantity
        Least distance between two satellites, d. [m]

    Returns
    -------
    Quantity
        Number of satellites. [-]

    Raises
    ------
    ValueError
        When the spacing is not above zero or the radius is below it.

    Notes
    -----
    By area: one hexagonal cell for each satellite. Whole lattice points inside the circle differ by a per cent at ten
    spacings.

    Examples
    --------
    >>> print(flat_cluster_size(Quantity(1.0, "m"), Quantity(1.0, "m")))  # published coefficient 3.63
    3.63 dimensionless

    References
    ----------
    `Pénot and Balakrishnan (2026) <https://arxiv.org/abs/2605.15335>`__ [penot2026clusters], scaling of the planar
    cluster
    """
    guards.above("spacing", spacing, Quantity(0.0, "m"))
    guards.at_least("radius", radius, spacing)
    return (2.0 * np.pi / np.sqrt(3.0) * (radius / spacing) ** 2).to("")


@ureg.check("[]", "1/[time]", "[]")
def torus_bisection(nodes: Quantity, link_bandwidth: Quantity, dimensions: Quantity) -> Quantity:
    r"""Bandwidth between two halves of a torus, in one direction.

    .. math:: B = 2\,N^{(k-1)/k}\,b

    Parameters
    ----------
    nodes : Quantity
        Number of nodes, N. [-]
    link_bandwidth : Quantity
        Bandwidth of one link between neighbours, b. [Gbit/s]
    dimensions : Quantity
        Dimensions of the torus, k: 1 is a ring, 2 a plane that wraps, 3 a volume that wraps. [-]

    Returns
    -------
    Quantity
        Bisection bandwidth. [TB/s]

    Raises
    ------
    ValueError
        When there are fewer than two nodes, or fewer than one dimension.

    Notes
    -----
    As many nodes along each side, and an even number of them. A cut across a torus breaks every ring twice.
    A formation in flight is nearer a grid without the wrap, which has half of this.

    Examples
    --------
    90 by 90 satellites with 100 Gbit/s lasers, and 20 by 20 by 20, published as 2.25 and 10 TB/s:

    >>> print(torus_bisection(Quantity([8100.0, 8000.0], ""), Quantity(100, "Gbit/s"),
    ...     Quantity([2.0, 3.0], "")).round(2))
    [2.25 10.0] terabyte / second

    References
    ----------
    `Berkel (2026) <https://arxiv.org/abs/2607.14172>`__ [vanberkel2026], bisection of a gigawatt
    """
    guards.not_negative("link_bandwidth", link_bandwidth)
    guards.at_least("nodes", nodes, 2.0)
    guards.at_least("dimensions", dimensions, 1.0)
    crossing = 2.0 * np.exp(np.log(1.0 * nodes) * (1.0 - 1.0 / dimensions))
    return (crossing * link_bandwidth).to("TB/s")


@ureg.check("1/[time]", "1/[time]")
def bandwidth_ratio(better: Quantity, worse: Quantity) -> Quantity:
    r"""How many times one bandwidth is the other.

    .. math:: r = B_1 / B_2

    Parameters
    ----------
    better : Quantity
        The bandwidth compared: the bisection of a Clos, the links inside a rack. [TB/s]
    worse : Quantity
        The bandwidth compared with: the bisection of a torus, the lasers of a satellite. [TB/s]

    Returns
    -------
    Quantity
        Ratio. [-]

    Raises
    ------
    ValueError
        When the second is not above zero.

    Notes
    -----
    Compare one direction with one direction.

    Examples
    --------
    28,800 TB/s against a square of 8,000 satellites, published as 12,880; and 130 TB/s inside a rack against a 1 Tbit/s
    laser:

    >>> square = torus_bisection(Quantity(8000, ""), Quantity(100, "Gbit/s"), Quantity(2, ""))
    >>> print(bandwidth_ratio(Quantity(28_800, "TB/s"), square).round(0))
    12880.0 dimensionless
    >>> print(bandwidth_ratio(Quantity(130, "TB/s"), Quantity(1, "Tbit/s")))
    1040.0 dimensionless

    References
    ----------
    `Berkel (2026) <https://arxiv.org/abs/2607.14172>`__ [vanberkel2026], ratio of bisections
    """
    guards.not_negative("better", better)
    guards.above("worse", worse, Quantity(0.0, "bit/s"))
    return (better / worse).to("")


@ureg.check(None, None, None, None)
def data_parallel_intensity(
    bytes_per_parameter: Quantity, batch: Quantity, machines: Quantity, reduction: Quantity
) -> Quantity:
    r"""Data that a machine sends for each operation when machines train copies of one model.

    .. math:: i = \frac{2 b}{6\, T / N}\, \frac{N - 1}{N}\, \frac{1}{r}

    Parameters
    ----------
    bytes_per_parameter : Quantity
        Bytes of a gradient for each parameter of the model, b. [byte]
    batch : Quantity
        Tokens of one step of all machines together, T. [token]
    machines : Quantity
        Machines that hold a copy each, N. [-]
    reduction : Quantity
        How many times less the method sends than a gradient at every step, r; 1 for synchronous training. [-]

    Returns
    -------
    Quantity
        Data sent for each operation of computing. [byte/FLOP]

    Raises
    ------
    ValueError
        When the bytes or the batch are not above zero, or machines or reduction below 1.

    Notes
    -----
    A ring sends every gradient twice, once to add and once to share. A step takes about six operations for each
    parameter and token, so the size of a dense model falls out; a mixture of experts sends more, by the ratio of all
    its parameters to those at work on a token. The copy on each machine is split over its accelerators, inside the
    machine.

    Examples
    --------
    Two bytes, 16 million tokens, 1,000 machines:

    >>> setting = Quantity(2.0, "byte"), Quantity(16e6, "token"), Quantity(1000.0, "")
    >>> print(data_parallel_intensity(*setting, Quantity(1.0, "")).to("byte/FLOP"))
    4.16e-05 byte / FLOP

    With training that communicates 500 times less:

    >>> print(data_parallel_intensity(*setting, Quantity(500.0, "")).to("byte/FLOP"))
    8.325e-08 byte / FLOP

    References
    ----------
    `Kaplan et al. (2020) <https://arxiv.org/abs/2001.08361>`__ [kaplan2020], six operations for each parameter and
    token;
    `Douillard et al. (2023) <https://arxiv.org/abs/2311.08105>`__ [douillard2023diloco], abstract: 500 times less
    """
    guards.positive("bytes_per_parameter", bytes_per_parameter)
    guards.positive("batch", batch)
    guards.at_least("machines", machines, 1.0)
    guards.at_least("reduction", reduction, 1.0)
    work = 6.0 * batch / machines / Quantity(1.0, "token") * Quantity(1.0, "FLOP")
    return (2.0 * bytes_per_parameter * (1.0 - 1.0 / machines) / work / reduction).to("byte/FLOP")


# ---- errors from radiation ---------------------------------------------------------------------------------------

_DOSE = "[length]**2/[time]**2"  # energy per mass
_DOSE_RATE = "[length]**2/[time]**3"


@ureg.check("[accelerator]", _DOSE_RATE, "[time]", _DOSE)
def upset_count(chips: Quantity, dose_rate: Quantity, duration: Quantity, dose_per_event: Quantity) -> Quantity:
    r"""Events of one kind that a number of chips sees in a time.

    .. math:: E = \frac{N\,\dot D\,t}{D_e}

    Parameters
    ----------
    chips : Quantity
        Number of chips, N. [GPU]
    dose_rate : Quantity
        Dose per time. [rads/year]
    duration : Quantity
        Time. [month]
    dose_per_event : Quantity
        Dose on one chip for each event, from a beam test. [rads]

    Returns
    -------
    Quantity
        Expected number of events. [-]

    Raises
    ------
    ValueError
        When the dose for each event is not above zero.

    Notes
    -----
    Dose from a proton beam stands for dose in orbit: the mix of particles differs, so the count is a first estimate.

    Examples
    --------
    Silent errors of 4,096 chips in three months, at 150 rad a year and one error in 17 rad:

    >>> print(upset_count(Quantity(4096, "GPU"), Quantity(150, "rads/year"), Quantity(3, "month"),
    ...     Quantity(17, "rads")).round(-1))
    9040.0 dimensionless

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], cross-sections of the
    radiation test
    """
    guards.not_negative("chips", chips)
    guards.not_negative("dose_rate", dose_rate)
    guards.not_negative("duration", duration)
    guards.above("dose_per_event", dose_per_event, Quantity(0.0, "rads"))
    return ((chips / _ONE_GPU) * dose_rate * duration / dose_per_event).to("")


@ureg.check("1/[time]", _DOSE_RATE, _DOSE)
def inferences_per_event(inference_rate: Quantity, dose_rate: Quantity, dose_per_event: Quantity) -> Quantity:
    r"""Inferences of one chip between two events.

    .. math:: n = \frac{r\,D_e}{\dot D}

    Parameters
    ----------
    inference_rate : Quantity
        Inferences of a chip per time, r. [1/s]
    dose_rate : Quantity
        Dose per time. [rads/year]
    dose_per_event : Quantity
        Dose for each event. [rads]

    Returns
    -------
    Quantity
        Inferences for each event. [-]

    Raises
    ------
    ValueError
        When the dose rate is not above zero.

    Notes
    -----
    An event in an idle circuit does no harm, so the harm is rarer than this.

    Examples
    --------
    One inference a second and an error in 14.4 to 20 rad, published as about three million:

    >>> print(inferences_per_event(Quantity(1, "1/s"), Quantity(150, "rads/year"),
    ...     Quantity([14.4, 20.0], "rads")).round(-4))
    [3030000.0 4210000.0] dimensionless

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], silent data corruption
    """
    guards.not_negative("inference_rate", inference_rate)
    guards.above("dose_rate", dose_rate, Quantity(0.0, "rads/year"))
    return (inference_rate * dose_per_event / dose_rate).to("")
