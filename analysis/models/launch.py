"""Launch: what a kilogram in orbit is charged and costs, how cheap it gets, and how often a vehicle must fly.

Price is what a customer pays, cost is what the maker spends.
Launches are counted in their own dimension, so a payload is a mass per launch and a cadence is launches per time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from analysis.models import guards
from analysis.models.orbit import EARTH_EQUATORIAL_RADIUS, EARTH_ROTATION_RATE, orbital_velocity
from analysis.units import Quantity, ureg

_ONE_LAUNCH = Quantity(1.0, "launch")
_ONE_YEAR = Quantity(1.0, "year")


# ---- price and cost of a kilogram --------------------------------------------------------------------------------


@ureg.check("[mass]", "[currency]/[mass]", "[power]", "[time]")
def launched_power_price(
    satellite_mass: Quantity, launch_price: Quantity, power: Quantity, lifetime: Quantity
) -> Quantity:
    r"""Price of putting a kilowatt in orbit, spread evenly over the years it works.

    .. math:: c = \frac{m\,p}{P\,L}

    Parameters
    ----------
    satellite_mass : Quantity
        Mass launched, m. [kg]
    launch_price : Quantity
        Price per mass delivered, p. [USD/kg]
    power : Quantity
        Power the satellite makes, P. [kW]
    lifetime : Quantity
        Years in service, L. [year]

    Returns
    -------
    Quantity
        Launch price per power and year. [USD/kW/year]

    Raises
    ------
    ValueError
        When power or lifetime is not above zero.

    Notes
    -----
    Launch only: no satellite, no payload, no replacement, no discounting.
    The published table rounds to two or three figures and is met to 1.5 %.

    Examples
    --------
    Starlink v2 mini at $3,600/kg, published as 14,700:

    >>> price = launched_power_price(Quantity(575, "kg"), Quantity(3600, "USD/kg"), Quantity(28, "kW"),
    ...     Quantity(5, "year"))
    >>> print(price.round(0))
    14786.0 US_dollar / kilowatt / year

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], Table 1
    """
    guards.not_negative("satellite_mass", satellite_mass)
    guards.not_negative("launch_price", launch_price)
    guards.above("power", power, 0.0 * ureg.watt)
    guards.above("lifetime", lifetime, 0.0 * ureg.year)
    return (satellite_mass * launch_price / (power * lifetime)).to("USD/kW/year")


@ureg.check("[currency]/[launch]", "[mass]/[launch]")
def price_per_mass(launch_price: Quantity, payload_mass: Quantity) -> Quantity:
    r"""Price of a kilogram when a whole launch is bought and filled.

    .. math:: p = \frac{P_\mathrm{launch}}{m_\mathrm{payload}}

    Parameters
    ----------
    launch_price : Quantity
        Price of one launch. [USD/launch]
    payload_mass : Quantity
        Mass one launch delivers to the orbit meant. [kg/launch]

    Returns
    -------
    Quantity
        Price per mass. [USD/kg]

    Raises
    ------
    ValueError
        When the payload is not above zero.

    Notes
    -----
    The lowest price per kilogram the contract allows: a launch that flies part empty costs more for each kilogram.

    Examples
    --------
    Falcon 9 at its list price and expendable payload, published as $3,360/kg:

    >>> print(price_per_mass(Quantity(74e6, "USD/launch"), Quantity(22, "t/launch")).round(0))
    3364.0 US_dollar / kilogram

    References
    ----------
    `Turyshev (2026) <https://arxiv.org/abs/2604.27197>`__ [turyshev2026], launch benchmark
    """
    guards.not_negative("launch_price", launch_price)
    guards.above("payload_mass", payload_mass, Quantity(0.0, "kg/launch"))
    return (launch_price / payload_mass).to("USD/kg")


@ureg.check("[currency]", "[launch]", "[]")
def vehicle_cost_per_launch(build_cost: Quantity, flights: Quantity, refurbishment_fraction: Quantity) -> Quantity:
    r"""Cost of the vehicle that one launch uses up: its share of the build, and the refurbishment before a reflight.

    .. math:: c_v = \frac{B}{N}\left[1 + f\,(N-1)\right]

    Parameters
    ----------
    build_cost : Quantity
        Cost of building the vehicle or the stage, B. [USD]
    flights : Quantity
        Flights the vehicle makes in its life, N; one is an expendable vehicle. [launch]
    refurbishment_fraction : Quantity
        Cost of making it fit to fly again, as a share of its build cost, f. [-]

    Returns
    -------
    Quantity
        Vehicle cost of a launch. [USD/launch]

    Raises
    ------
    ValueError
        When there is less than one flight, or the fraction is negative.

    Notes
    -----
    A stage each: add the booster and the ship, which fly unequally often.
    No refurbishment after the last flight, so the expendable vehicle is the exact case N = 1.
    As N grows the cost tends to f B: reuse cannot buy more than refurbishment allows.

    Examples
    --------
    A $90.4 million vehicle flown ten times without refurbishment:

    >>> cost = vehicle_cost_per_launch(Quantity(90.4e6, "USD"), Quantity(10, "launch"), Quantity(0.0, ""))
    >>> print(cost.to("MUSD/launch"))
    9.04 megaUS_dollar / launch

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], section 4.4, cost of a reused
    vehicle
    """
    guards.not_negative("build_cost", build_cost)
    guards.at_least("flights", flights, _ONE_LAUNCH)
    guards.at_least("refurbishment_fraction", refurbishment_fraction, 0.0)
    reflights = (flights / _ONE_LAUNCH).to("") - 1.0
    return (build_cost / flights * (1.0 + refurbishment_fraction * reflights)).to("USD/launch")


@ureg.check("[currency]/[launch]", "[currency]/[launch]", "[currency]/[launch]")
def cost_per_launch(vehicle_cost: Quantity, propellant_cost: Quantity, operations_cost: Quantity) -> Quantity:
    r"""Cost of one launch to its maker: vehicle, propellant and operations.

    .. math:: c = c_v + c_p + c_o

    Parameters
    ----------
    vehicle_cost : Quantity
        Build and refurbishment charged to a launch, all stages. [USD/launch]
    propellant_cost : Quantity
        Propellant and pressurant of a launch. [USD/launch]
    operations_cost : Quantity
        Range, recovery, crew, insurance of a launch. [USD/launch]

    Returns
    -------
    Quantity
        Cost of a launch. [USD/launch]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Notes
    -----
    No development cost and no margin: this is a cost, never a price.

    Examples
    --------
    >>> print(cost_per_launch(Quantity(9.04e6, "USD/launch"), Quantity(1.6e6, "USD/launch"),
    ...     Quantity(0.0, "USD/launch")).to("MUSD/launch").round(2))
    10.64 megaUS_dollar / launch

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], section 4.4
    """
    guards.not_negative("vehicle_cost", vehicle_cost)
    guards.not_negative("propellant_cost", propellant_cost)
    guards.not_negative("operations_cost", operations_cost)
    return (vehicle_cost + propellant_cost + operations_cost).to("USD/launch")


@ureg.check("[currency]/[launch]", "[mass]/[launch]")
def cost_per_mass(launch_cost: Quantity, payload_mass: Quantity) -> Quantity:
    r"""Cost of a kilogram to the launch provider.

    .. math:: c_m = \frac{c}{m_\mathrm{payload}}

    Parameters
    ----------
    launch_cost : Quantity
        Cost of one launch. [USD/launch]
    payload_mass : Quantity
        Mass one launch delivers, after the loss that recovery takes. [kg/launch]

    Returns
    -------
    Quantity
        Cost per mass. [USD/kg]

    Raises
    ------
    ValueError
        When the payload is not above zero.

    Notes
    -----
    Reuse takes payload as well as money: for a vehicle that flies back, give the payload that is left.

    Examples
    --------
    A 200 t vehicle that costs $92 million to build and fuel and is thrown away, published as $460/kg:

    >>> print(cost_per_mass(Quantity(92e6, "USD/launch"), Quantity(200, "t/launch")).round(0))
    460.0 US_dollar / kilogram

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], section 4.4
    """
    guards.not_negative("launch_cost", launch_cost)
    guards.above("payload_mass", payload_mass, Quantity(0.0, "kg/launch"))
    return (launch_cost / payload_mass).to("USD/kg")


@ureg.check("[]", "[launch]")
def expected_flights(recovery_probability: Quantity, design_flights: Quantity) -> Quantity:
    r"""Flights a vehicle makes on average when a recovery can fail.

    .. math:: \bar N = \frac{1 - p^N}{1 - p}

    Parameters
    ----------
    recovery_probability : Quantity
        Probability that a flight ends with a vehicle fit to fly again, p. [-]
    design_flights : Quantity
        Flights after which it is retired anyway, N. [launch]

    Returns
    -------
    Quantity
        Mean number of flights. [launch]

    Raises
    ------
    ValueError
        When the probability is outside 0 to 1, or there is less than one design flight.

    Notes
    -----
    The same probability at every flight. A perfect recovery gives N, none gives one.
    A vehicle lost one time in fifty flies 43 times on average, however long its design life is beyond about 100.

    Examples
    --------
    With a reliability of 98 % there is a 50 % chance of losing an orbiter within 34 flights.
    That chance is the loss at each flight times the flights an orbiter makes on average:

    >>> flights = expected_flights(Quantity(0.98, ""), Quantity(34, "launch"))
    >>> print(flights.round(1), (0.02 * flights.magnitude).round(2))
    24.8 launch 0.5

    References
    ----------
    `New Scientist (1989)
    <https://www.newscientist.com/article/mg12316770-800-odds-on-for-a-second-shuttle-disaster/>`__
    [newscientist1989shuttle], on a report of the Office of Technology Assessment. The formula is the mean of a
    geometric distribution cut at N
    """
    guards.fraction("recovery_probability", recovery_probability)
    guards.at_least("design_flights", design_flights, _ONE_LAUNCH)
    loss = np.maximum((1.0 - recovery_probability).to(""), Quantity(1e-12, ""))
    kept = np.log1p(-np.minimum(loss, Quantity(1.0 - 1e-16, "")))
    return (-np.expm1((design_flights / _ONE_LAUNCH).to("") * kept) / loss * _ONE_LAUNCH).to("launch")


# ---- learning ----------------------------------------------------------------------------------------------------


@ureg.check("[]")
def learning_exponent(learning_rate: Quantity) -> Quantity:
    r"""Turn a learning rate per doubling into the exponent of a power law.

    .. math:: b = -\log_2(1 - \lambda)

    Parameters
    ----------
    learning_rate : Quantity
        Share by which the price falls with each doubling of the cumulative output, lambda. [-]

    Returns
    -------
    Quantity
        Exponent b; the price falls as output to the power -b. [-]

    Raises
    ------
    ValueError
        When the rate is one or more.

    Notes
    -----
    A negative rate is a price that rises with output and is allowed.

    Examples
    --------
    >>> print(learning_exponent(Quantity(0.20, "")).round(4))
    0.3219 dimensionless

    References
    ----------
    Wright (1936) [wright1936], the law of the cumulative average
    """
    guards.below("learning_rate", learning_rate, 1.0)
    return (-np.log2((1.0 - learning_rate).to(""))).to("")


@ureg.check(None, None, None, "[]")
def learned_price(
    initial_price: Quantity, initial_output: Quantity, cumulative_output: Quantity, learning_rate: Quantity
) -> Quantity:
    r"""Price after a cumulative output, on a learning curve.

    .. math:: p = p_0 \left(\frac{M}{M_0}\right)^{-b}, \qquad b = -\log_2(1-\lambda)

    Parameters
    ----------
    initial_price : Quantity
        Price at the start of the curve, p_0, in any unit. [USD/kg]
    initial_output : Quantity
        Cumulative output at which that price held, M_0: mass, launches, power. [t]
    cumulative_output : Quantity
        Cumulative output asked about, M, of the same dimension. [t]
    learning_rate : Quantity
        Fall of the price per doubling. [-]

    Returns
    -------
    Quantity
        Price in the unit of the initial price. [USD/kg]

    Raises
    ------
    pint.DimensionalityError
        When the two outputs are not of one dimension.
    ValueError
        When an output is not above zero, or the rate is one or more.

    Notes
    -----
    A description of the past, not a cause. It knows no floor: compare with the propellant.

    Examples
    --------
    From $1,800/kg at 400 t, 20 % per doubling, $300/kg comes at about 104,000 t:

    >>> print(learned_price(Quantity(1800, "USD/kg"), Quantity(400, "t"), Quantity(104_525, "t"),
    ...     Quantity(0.20, "")).round(0))
    300.0 US_dollar / kilogram

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], section 4.4
    """
    guards.not_negative("initial_price", initial_price)
    guards.positive("initial_output", initial_output)
    guards.positive("cumulative_output", cumulative_output)
    exponent = learning_exponent(learning_rate)
    growth = np.log((cumulative_output / initial_output).to(""))
    return (initial_price * np.exp(-exponent * growth)).to(initial_price.units)


@ureg.check(None, None, None, "[]")
def output_to_reach_price(
    initial_price: Quantity, initial_output: Quantity, price: Quantity, learning_rate: Quantity
) -> Quantity:
    r"""Cumulative output at which a learning curve reaches a price.

    .. math:: M = M_0 \left(\frac{p_0}{p}\right)^{1/b}

    Parameters
    ----------
    initial_price : Quantity
        Price at the start of the curve, p_0. [USD/kg]
    initial_output : Quantity
        Cumulative output at which that price held, M_0. [t]
    price : Quantity
        Price to be reached, p. [USD/kg]
    learning_rate : Quantity
        Fall of the price per doubling; zero never reaches a lower price. [-]

    Returns
    -------
    Quantity
        Cumulative output since the beginning, in the unit of the initial output. [t]

    Raises
    ------
    pint.DimensionalityError
        When the two prices are not of one dimension.
    ValueError
        When a price is not above zero, or the rate is outside 0 to 1.

    Notes
    -----
    The total, which includes the initial output: subtract it for what still has to fly.
    The exponent 1/b is about 3 at 20 %, so a small doubt about the rate is a large one about the mass.

    Examples
    --------
    From $1,800/kg at 400 t, 20 % per doubling, to $200/kg; published as about 370,000 t more:

    >>> print(output_to_reach_price(Quantity(1800, "USD/kg"), Quantity(400, "t"), Quantity(200, "USD/kg"),
    ...     Quantity(0.20, "")).round(0))
    368305.0 metric_ton

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], section 4.4
    """
    guards.not_negative("initial_output", initial_output)
    guards.above("learning_rate", learning_rate, 0.0)
    guards.positive("initial_price", initial_price)
    guards.positive("price", price)
    fall = np.log((initial_price / price).to(""))
    return (initial_output * np.exp(fall / learning_exponent(learning_rate))).to(initial_output.units)


@ureg.check(None, None, None, None)
def learning_rate_between(
    initial_price: Quantity, initial_output: Quantity, price: Quantity, cumulative_output: Quantity
) -> Quantity:
    r"""Fall of a price per doubling that joins two points of a curve.

    .. math:: \lambda = 1 - 2^{\,\ln(p/p_0) / \ln(M/M_0)}

    Parameters
    ----------
    initial_price : Quantity
        Price at the first point, p_0. [USD/kg]
    initial_output : Quantity
        Cumulative output there, M_0. [t]
    price : Quantity
        Price at the second point, p, of the same dimension. [USD/kg]
    cumulative_output : Quantity
        Cumulative output there, M, above the first. [t]

    Returns
    -------
    Quantity
        Learning rate; negative when the price rose. [-]

    Raises
    ------
    pint.DimensionalityError
        When two prices or two outputs are not of one dimension.
    ValueError
        When a price is not above zero, or the output did not grow.

    Notes
    -----
    Two points have no error of their own: use `fit_learning_rate` for three or more.

    Examples
    --------
    From $1,800/kg at 400 t to $200/kg at 368,305 t:

    >>> print(learning_rate_between(Quantity(1800, "USD/kg"), Quantity(400, "t"), Quantity(200, "USD/kg"),
    ...     Quantity(368_305, "t")).round(3))
    0.2 dimensionless

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], section 4.4
    """
    guards.positive("initial_price", initial_price)
    guards.positive("price", price)
    guards.positive("initial_output", initial_output)
    guards.above("cumulative_output", cumulative_output, initial_output)
    slope = np.log((price / initial_price).to("")) / np.log((cumulative_output / initial_output).to(""))
    return (1.0 - np.exp(slope * np.log(2.0))).to("")


@dataclass(frozen=True)
class LearningFit:
    """A learning curve fitted to a series, with what is known of its error."""

    learning_rate: Quantity
    standard_error: Quantity
    exponent: Quantity
    exponent_error: Quantity
    price_at_first_output: Quantity
    determination: Quantity
    observations: int


@ureg.check(None, None)
def fit_learning_rate(cumulative_output: Quantity, price: Quantity) -> LearningFit:
    r"""Fit a learning curve to a historical series by least squares on logarithms.

    .. math:: \ln p_i = a - b \ln\frac{M_i}{M_1} + \varepsilon_i, \qquad
        \lambda = 1 - 2^{-b}, \qquad s_\lambda = \ln 2 \cdot 2^{-b}\, s_b

    Parameters
    ----------
    cumulative_output : Quantity
        Cumulative mass, launches or power at each observation, an array; only ratios count. [any]
    price : Quantity
        Price at each observation, an array in money of one year. [USD/kg]

    Returns
    -------
    LearningFit
        Learning rate per doubling and its standard error, exponent and its standard error, the fitted price at the
        first observation, the share of variance explained, and the number of observations. [-]

    Raises
    ------
    ValueError
        When there are fewer than three observations, the arrays differ in length, or a value is not above zero.

    Notes
    -----
    Not traceable: a regression by scipy over a series of observations, done once before any sampling.
    The standard error is of the line, taking residuals as independent. A series of prices is autocorrelated and its
    output is not an experiment, so the true doubt is larger. The error of the rate is by the delta method.

    Examples
    --------
    Two doublings at exactly 20 % each:

    >>> fit = fit_learning_rate(Quantity([100, 200, 400.0], "t"), Quantity([1000, 800, 640.0], "USD/kg"))
    >>> print(fit.learning_rate.round(4), fit.standard_error.round(4))
    0.2 dimensionless 0.0 dimensionless

    References
    ----------
    Wright (1936) [wright1936]; scipy.stats.linregress
    """
    output, paid = np.atleast_1d(cumulative_output.magnitude), np.atleast_1d(price.magnitude)
    if output.shape != paid.shape or output.size < 3:
        raise ValueError(
            f"cumulative_output and price must be of one length, at least 3; got {output.size} and {paid.size}"
        )
    guards.positive("cumulative_output", cumulative_output)
    guards.positive("price", price)
    line = scipy.stats.linregress(np.log(output / output[0]), np.log(paid))
    kept = 2.0**line.slope
    return LearningFit(
        learning_rate=Quantity(1.0 - kept, ""),
        standard_error=Quantity(np.log(2.0) * kept * line.stderr, ""),
        exponent=Quantity(-line.slope, ""),
        exponent_error=Quantity(line.stderr, ""),
        price_at_first_output=Quantity(np.exp(line.intercept), price.units),
        determination=Quantity(line.rvalue**2, ""),
        observations=output.size,
    )


# ---- how much must fly, and how often ----------------------------------------------------------------------------


@ureg.check("[mass]", "[mass]/[launch]")
def launches_needed(mass: Quantity, payload_mass: Quantity) -> Quantity:
    r"""Whole launches that lift a mass.

    .. math:: N = \left\lceil \frac{m}{m_\mathrm{payload}} \right\rceil

    Parameters
    ----------
    mass : Quantity
        Mass to be lifted. [kg]
    payload_mass : Quantity
        Mass of one launch. [kg/launch]

    Returns
    -------
    Quantity
        Number of launches, a whole number. [launch]

    Raises
    ------
    ValueError
        When the payload is not above zero or the mass is negative.

    Notes
    -----
    Limited by mass, not by the volume of the fairing.

    Examples
    --------
    29,390 t of satellites at 100 t each, published as 294 launches:

    >>> print(launches_needed(Quantity(29_390_055, "kg"), Quantity(100, "t/launch")))
    294.0 launch

    References
    ----------
    `McCalip (2025) <https://github.com/andrewmccalip/thoughts>`__ [mccalip2025], launches of the default case
    """
    guards.at_least("mass", mass, 0.0 * ureg.kg)
    guards.above("payload_mass", payload_mass, Quantity(0.0, "kg/launch"))
    return (np.ceil((mass / (payload_mass * _ONE_LAUNCH)).to("")) * _ONE_LAUNCH).to("launch")


@ureg.check("[length]", "[]", "[]")
def launch_speed(altitude: Quantity, inclination: Quantity, latitude: Quantity) -> Quantity:
    r"""Speed on a circular orbit as the turning ground of the launch site sees it.

    .. math:: v_g^2 = v^2 + (\omega R \cos\varphi)^2 - 2 v\, \omega R \cos i

    Parameters
    ----------
    altitude : Quantity
        Height of the orbit. [km]
    inclination : Quantity
        Inclination of the orbit. [degree]
    latitude : Quantity
        Latitude of the launch site. [degree]

    Returns
    -------
    Quantity
        Speed that the rocket has to give, without the losses to gravity and air. [m/s]

    Raises
    ------
    ValueError
        When the orbit does not pass over the site, so that no launch reaches it directly.

    Notes
    -----
    The ground moves east, and an orbit that leans past the pole moves west. The site is taken at the equatorial radius.

    Examples
    --------
    >>> angle = lambda value: Quantity(value, "degree")
    >>> polar = launch_speed(Quantity(275.0, "km"), angle(97.8), angle(26.0))
    >>> east = launch_speed(Quantity(275.0, "km"), angle(32.0), angle(26.0))
    >>> print((polar - east).round(0))  # what a Sun-synchronous orbit takes beyond one at 32 degrees
    467.0 meter / second

    References
    ----------
    ours: the velocities are added as vectors over the launch site.
    """
    reach = Quantity(np.cos(latitude)).to("") - np.absolute(Quantity(np.cos(inclination)).to(""))
    guards.at_least("cos(latitude) less cos(inclination), the orbit must pass over the site,", reach, 0.0)
    speed = orbital_velocity(altitude)
    turning = (EARTH_ROTATION_RATE * EARTH_EQUATORIAL_RADIUS).to("m/s")
    ground = turning * Quantity(np.cos(latitude)).to("")
    return np.sqrt(speed**2 + ground**2 - 2.0 * speed * turning * Quantity(np.cos(inclination)).to("")).to("m/s")


@ureg.check("[mass]/[launch]", "[mass]", "[mass]", "[velocity]", "[velocity]")
def payload_at_extra_speed(
    payload: Quantity, dry_mass: Quantity, propellant: Quantity, exhaust_velocity: Quantity, extra: Quantity
) -> Quantity:
    r"""Payload that an upper stage carries when it has to give more speed than for the payload that is known.

    .. math:: P' = \frac{M_p}{\left(1 + \frac{M_p}{D + P}\right) e^{\delta / v_e} - 1} - D

    Parameters
    ----------
    payload : Quantity
        Payload that is known, P. [t/launch]
    dry_mass : Quantity
        Upper stage when its tanks are empty but for what it lands with, D. [t]
    propellant : Quantity
        Propellant that it burns on the way up, M_p. [t]
    exhaust_velocity : Quantity
        Effective exhaust velocity, v_e. [m/s]
    extra : Quantity
        Speed to give beyond that; below zero for an easier orbit. [m/s]

    Returns
    -------
    Quantity
        Payload, never below zero. [t/launch]

    Raises
    ------
    ValueError
        When a mass or the exhaust velocity is not above zero.

    Notes
    -----
    The upper stage pays alone: the booster is taken to separate at the same speed. A lighter payload lets it separate a
    little faster, so the answer is low by about 5 % for half a kilometre a second.

    Examples
    --------
    >>> stage = Quantity(150.0, "t"), Quantity(1500.0, "t"), Quantity(3.7, "km/s")
    >>> print(payload_at_extra_speed(Quantity(100.0, "t/launch"), *stage, Quantity(467.0, "m/s")).round(0))
    66.0 metric_ton / launch

    References
    ----------
    `Urone and Hinrichs (2012)
    <https://www.studysmarter.us/textbooks/physics/college-physics-urone-1st-edition/linear-momentum-and-collisions/q55-pe-calculate-the-increase-in-velocity-of-a-4000kg-space-/>`__
    [urone_probe], rocket equation; the masses of the example are assumptions.
    """
    guards.finite("extra", extra)
    guards.above("payload", payload, Quantity(0.0, "t/launch"))
    guards.above("dry_mass", dry_mass, Quantity(0.0, "t"))
    guards.above("propellant", propellant, Quantity(0.0, "t"))
    guards.above("exhaust_velocity", exhaust_velocity, Quantity(0.0, "m/s"))
    empty = dry_mass + payload * _ONE_LAUNCH
    ratio = (1.0 + propellant / empty) * np.exp((extra / exhaust_velocity).to(""))
    left = propellant / (ratio - 1.0) - dry_mass
    return (np.maximum(left.to("t"), Quantity(0.0, "t")) / _ONE_LAUNCH).to("t/launch")


@ureg.check("[volume]", "[]", "[volume]/[satellite]")
def room_for_satellites(bay: Quantity, packed_share: Quantity, satellite_volume: Quantity) -> Quantity:
    r"""Satellites that fit a payload bay, by room alone.

    .. math:: n = \frac{f\, V}{V_s}

    Parameters
    ----------
    bay : Quantity
        Volume of the payload bay. [m^3]
    packed_share : Quantity
        Share of it that stowed satellites fill, f. [-]
    satellite_volume : Quantity
        Volume of one satellite when stowed. [m^3/satellite]

    Returns
    -------
    Quantity
        Satellites, a mean that need not be whole. [satellite/launch]

    Raises
    ------
    ValueError
        When the volume of one is not above zero or the share is outside 0 to 1.

    Examples
    --------
    >>> bay = np.pi / 4 * Quantity(8.0, "m") ** 2 * Quantity(12.0, "m")
    >>> print(room_for_satellites(bay, Quantity(0.6, ""), Quantity(12.0, "m^3/satellite")).round(0))
    30.0 satellite / launch

    References
    ----------
    `SpaceX (2021) <https://www.scribd.com/document/502192431/Starship-Users-Guide-v2>`__ [starshipguide2021], payload
    volume: 8 m of diameter; the other numbers of the example are assumptions.
    """
    guards.not_negative("bay", bay)
    guards.fraction("packed_share", packed_share)
    guards.above("satellite_volume", satellite_volume, Quantity(0.0, "m^3/satellite"))
    return (bay * packed_share / satellite_volume / _ONE_LAUNCH).to("satellite/launch")


@ureg.check("[power]/[time]", "[power]/[mass]")
def upmass_needed(power_added: Quantity, specific_power: Quantity) -> Quantity:
    r"""Mass that must reach orbit each year to add power there at a given rate.

    .. math:: \dot m = \frac{\dot P}{\sigma}

    Parameters
    ----------
    power_added : Quantity
        Power put in orbit per year. [GW/year]
    specific_power : Quantity
        Power per launched mass of the satellite, sigma. [kW/t]

    Returns
    -------
    Quantity
        Mass per year. [t/year]

    Raises
    ------
    ValueError
        When the specific power is not above zero.

    Notes
    -----
    Growth only: a fleet also needs its replacements, which at life L are its power over L.

    Examples
    --------
    100 GW a year at 100 kW per tonne is the filing's million tonnes a year:

    >>> print(upmass_needed(Quantity(100, "GW/year"), Quantity(100, "kW/t")).to("Mt/year").round(6))
    1.0 megametric_ton / year

    References
    ----------
    `Advanced Television (2026) <https://www.advanced-television.com/2026/02/02/spacex-wants-1m-extra-satellites/>`__
    [fcc_odc_advancedtelevision2026], SAT-LOA-20260108-00016
    """
    guards.not_negative("power_added", power_added)
    guards.above("specific_power", specific_power, Quantity(0.0, "kW/t"))
    return (power_added / specific_power).to("t/year")


@ureg.check("[mass]/[time]", "[mass]/[launch]")
def launch_rate_needed(upmass: Quantity, payload_mass: Quantity) -> Quantity:
    r"""Give the launches a day that carry a yearly mass.

    .. math:: \dot N = \frac{\dot m}{m_\mathrm{payload}}

    Parameters
    ----------
    upmass : Quantity
        Mass to orbit per time. [t/year]
    payload_mass : Quantity
        Mass of one launch. [t/launch]

    Returns
    -------
    Quantity
        Launch rate. [launch/day]

    Raises
    ------
    ValueError
        When the payload is not above zero.

    Notes
    -----
    A mean rate, so it is not rounded to whole launches.

    Examples
    --------
    1.43 million tonnes a year at 100 t is 14,300 launches a year, or 39 a day:

    >>> print(launch_rate_needed(Quantity(1.43, "Mt/year"), Quantity(100, "t/launch")).round(1))
    39.2 launch / day

    References
    ----------
    `Gassier (2026) <https://digital4.ai/blog/reading-spacex-s1-infrastructure-map>`__ [digital42026s1], 100 GW a year,
    at 70 kW per tonne
    """
    guards.not_negative("upmass", upmass)
    guards.above("payload_mass", payload_mass, Quantity(0.0, "kg/launch"))
    return (upmass / payload_mass).to("launch/day")


@ureg.check("[time]/[launch]", "[]")
def pad_cadence(turnaround: Quantity, availability: Quantity) -> Quantity:
    r"""Give the launches a year that one pad supports.

    .. math:: \dot n = \frac{a}{\tau}

    Parameters
    ----------
    turnaround : Quantity
        Time from one launch to the next from the same pad, tau. [day/launch]
    availability : Quantity
        Share of the year free of weather, range conflicts, maintenance and investigations, a. [-]

    Returns
    -------
    Quantity
        Launches per pad and year. [launch/year]

    Raises
    ------
    ValueError
        When the turnaround is not above zero, or availability is outside 0 to 1.

    Notes
    -----
    The permit may be lower than what the pad can do: take the smaller.

    Examples
    --------
    Two launches a week, as NASA assumes, are 104 a year:

    >>> print(pad_cadence(Quantity(3.5, "day/launch"), Quantity(1.0, "")).round(0))
    104.0 launch / year

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], Table 2
    """
    guards.above("turnaround", turnaround, Quantity(0.0, "day/launch"))
    guards.fraction("availability", availability)
    return (availability / turnaround).to("launch/year")


@ureg.check("[launch]/[time]", "[launch]/[time]")
def pads_needed(launch_rate: Quantity, cadence_per_pad: Quantity) -> Quantity:
    r"""Whole launch pads that a launch rate takes.

    .. math:: n = \left\lceil \frac{\dot N}{\dot n} \right\rceil

    Parameters
    ----------
    launch_rate : Quantity
        Launches per time of the whole system. [launch/year]
    cadence_per_pad : Quantity
        Launches per time of one pad. [launch/year]

    Returns
    -------
    Quantity
        Number of pads. [-]

    Raises
    ------
    ValueError
        When the cadence of a pad is not above zero.

    Notes
    -----
    Every pad is taken to be equally busy.

    Examples
    --------
    A million tonnes a year at 100 t each are 10,000 launches; a licence for Starbase allows 25 a year:

    >>> print(pads_needed(Quantity(10_000, "launch/year"), Quantity(25, "launch/year")))
    400.0 dimensionless

    References
    ----------
    `Eka Ventures (2026) <https://ekavc.substack.com/p/50-interesting-things-for-climate>`__ [ekavc2026s1], p. 8;
    `Space.com (2025)
    <https://www.space.com/space-exploration/private-spaceflight/spacex-gets-faa-approval-for-25-starship-launches-per-year>`__
    [faa2025starbase], 25 launches a year; the quotient is ours
    """
    guards.not_negative("launch_rate", launch_rate)
    guards.above("cadence_per_pad", cadence_per_pad, Quantity(0.0, "launch/year"))
    return np.ceil((launch_rate / cadence_per_pad).to("")).to("")


@ureg.check("[launch]/[time]", "[launch]")
def vehicles_built(launch_rate: Quantity, flights: Quantity) -> Quantity:
    r"""Vehicles a factory must build each year to replace those that are used up.

    .. math:: \dot n_v = \frac{\dot N}{N}

    Parameters
    ----------
    launch_rate : Quantity
        Launches per time. [launch/year]
    flights : Quantity
        Flights a vehicle makes in its life, N. [launch]

    Returns
    -------
    Quantity
        Vehicles per year. [1/year]

    Raises
    ------
    ValueError
        When there is less than one flight.

    Notes
    -----
    Steady state: a fleet that still grows needs more.

    Examples
    --------
    Two launches a week with vehicles that fly a hundred times:

    >>> print(vehicles_built(Quantity(104, "launch/year"), Quantity(100, "launch")))
    1.04 / year

    References
    ----------
    `Rodgers et al. (2024) <https://ssi.org/wp-content/fbs/sps-nasa-ohnasa-2024/43>`__ [nasaotps2024], assumptions on
    launch rate and reuse; the quotient is ours
    """
    guards.not_negative("launch_rate", launch_rate)
    guards.at_least("flights", flights, _ONE_LAUNCH)
    return (launch_rate / flights).to("1/year")


# ---- propellant --------------------------------------------------------------------------------------------------


@ureg.check("[mass]/[launch]", "[]")
def oxidiser_mass(propellant_mass: Quantity, mixture_ratio: Quantity) -> Quantity:
    r"""Oxygen in the propellant of a launch.

    .. math:: m_{ox} = m\,\frac{r}{1 + r}

    Parameters
    ----------
    propellant_mass : Quantity
        Propellant of a launch, all stages. [t/launch]
    mixture_ratio : Quantity
        Mass of oxidiser per mass of fuel, r. [-]

    Returns
    -------
    Quantity
        Oxidiser per launch. [t/launch]

    Raises
    ------
    ValueError
        When the ratio is negative.

    Notes
    -----
    What is loaded, without boil-off and without what chills the lines.

    Examples
    --------
    4,600 t at 3.6 to 1 are 3,600 t of oxygen and 1,000 t of methane:

    >>> print(oxidiser_mass(Quantity(4600, "t/launch"), Quantity(3.6, "")).round(0))
    3600.0 metric_ton / launch

    References
    ----------
    `Federal Aviation Administration (2021) <https://www.faa.gov/space/stakeholder_engagement/spacex_starship>`__
    [faa2021starship], propellant and mixture ratio of the engine
    """
    guards.not_negative("propellant_mass", propellant_mass)
    guards.at_least("mixture_ratio", mixture_ratio, 0.0)
    return (propellant_mass * mixture_ratio / (1.0 + mixture_ratio)).to("t/launch")


@ureg.check("[mass]/[launch]", "[]")
def fuel_mass(propellant_mass: Quantity, mixture_ratio: Quantity) -> Quantity:
    r"""Fuel in the propellant of a launch.

    .. math:: m_f = \frac{m}{1 + r}

    Parameters
    ----------
    propellant_mass : Quantity
        Propellant of a launch, all stages. [t/launch]
    mixture_ratio : Quantity
        Mass of oxidiser per mass of fuel, r. [-]

    Returns
    -------
    Quantity
        Fuel per launch. [t/launch]

    Raises
    ------
    ValueError
        When the ratio is negative.

    Notes
    -----
    What is loaded, without boil-off.

    Examples
    --------
    >>> print(fuel_mass(Quantity(4600, "t/launch"), Quantity(3.6, "")).round(0))
    1000.0 metric_ton / launch

    References
    ----------
    `Federal Aviation Administration (2021) <https://www.faa.gov/space/stakeholder_engagement/spacex_starship>`__
    [faa2021starship], propellant and mixture ratio of the engine
    """
    guards.not_negative("propellant_mass", propellant_mass)
    guards.at_least("mixture_ratio", mixture_ratio, 0.0)
    return (propellant_mass / (1.0 + mixture_ratio)).to("t/launch")


@ureg.check("[mass]/[launch]", "[currency]/[mass]", "[mass]/[launch]", "[currency]/[mass]")
def propellant_cost(oxidiser: Quantity, oxidiser_price: Quantity, fuel: Quantity, fuel_price: Quantity) -> Quantity:
    r"""Cost of the propellant of a launch.

    .. math:: c_p = m_{ox}\,p_{ox} + m_f\,p_f

    Parameters
    ----------
    oxidiser : Quantity
        Oxidiser per launch. [t/launch]
    oxidiser_price : Quantity
        Delivered price of the oxidiser. [USD/t]
    fuel : Quantity
        Fuel per launch. [t/launch]
    fuel_price : Quantity
        Delivered price of the fuel. [USD/t]

    Returns
    -------
    Quantity
        Propellant cost of a launch, the floor under any launch cost. [USD/launch]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Notes
    -----
    Pressurants and purge gas are left out.

    Examples
    --------
    Oxygen at $150/t and methane at $1,000/t, for 200 t of payload near the published floor of $8/kg:

    >>> cost = propellant_cost(Quantity(3600, "t/launch"), Quantity(150, "USD/t"), Quantity(1000, "t/launch"),
    ...     Quantity(1000, "USD/t"))
    >>> print(cost_per_mass(cost, Quantity(200, "t/launch")).round(0))
    8.0 US_dollar / kilogram

    References
    ----------
    `Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], section 4.4, fuel floor; the
    two prices here are chosen to meet it
    """
    guards.not_negative("oxidiser", oxidiser)
    guards.not_negative("oxidiser_price", oxidiser_price)
    guards.not_negative("fuel", fuel)
    guards.not_negative("fuel_price", fuel_price)
    return (oxidiser * oxidiser_price + fuel * fuel_price).to("USD/launch")


@ureg.check("[launch]/[time]", "[mass]/[launch]", "[mass]/[time]")
def supply_share(launch_rate: Quantity, mass_per_launch: Quantity, supply: Quantity) -> Quantity:
    r"""Share of a case supply that a launch rate takes.

    .. math:: s = \frac{\dot N\,m}{\dot S}

    Parameters
    ----------
    launch_rate : Quantity
        Launches per time. [launch/year]
    mass_per_launch : Quantity
        Mass of the commodity in one launch: oxygen, methane. [t/launch]
    supply : Quantity
        World production of the commodity per time. [Mt/year]

    Returns
    -------
    Quantity
        Share; above one means that production must grow. [-]

    Raises
    ------
    ValueError
        When the supply is not above zero.

    Notes
    -----
    Of total production, most of which is sold: the free share is smaller.

    Examples
    --------
    4,800 launches a year with 4,100 t of oxygen, published as some 20 % of 100 Mt:

    >>> share = supply_share(Quantity(4800, "launch/year"), Quantity(4100, "t/launch"), Quantity(100, "Mt/year"))
    >>> print(share.to("percent").round(0))
    20.0 percent

    References
    ----------
    `Leitch (2026) <https://itkservices3.com/posts.html>`__ [leitch2026itk], fuel paragraph; the 100 Mt follow from its
    two numbers
    """
    guards.not_negative("launch_rate", launch_rate)
    guards.not_negative("mass_per_launch", mass_per_launch)
    guards.above("supply", supply, Quantity(0.0, "t/year"))
    return (launch_rate * mass_per_launch / supply).to("")


# ---- how far there is to go --------------------------------------------------------------------------------------


@ureg.check("[mass]/[time]", "[mass]/[time]")
def upmass_gap(needed: Quantity, demonstrated: Quantity) -> Quantity:
    r"""How many times the demonstrated upmass is needed.

    .. math:: g = \frac{\dot m_\mathrm{needed}}{\dot m_\mathrm{shown}}

    Parameters
    ----------
    needed : Quantity
        Mass to orbit per time that the plan takes. [t/year]
    demonstrated : Quantity
        Mass to orbit per time that has been done. [t/year]

    Returns
    -------
    Quantity
        Ratio. [-]

    Raises
    ------
    ValueError
        When nothing has been demonstrated.

    Notes
    -----
    Compare like with like: the same orbit, and a full year.

    Examples
    --------
    The million tonnes a year of the prospectus against the 3,000 t that the world launched in 2025:

    >>> print(upmass_gap(Quantity(1, "Mt/year"), Quantity(3000, "t/year")).round(0))
    333.0 dimensionless

    References
    ----------
    `Eka Ventures (2026) <https://ekavc.substack.com/p/50-interesting-things-for-climate>`__ [ekavc2026s1], p. 8: both
    masses; the quotient is ours
    """
    guards.not_negative("needed", needed)
    guards.above("demonstrated", demonstrated, Quantity(0.0, "t/year"))
    return (needed / demonstrated).to("")


@ureg.check(None, None, "[]")
def growth_time(present: Quantity, target: Quantity, growth_rate: Quantity) -> Quantity:
    r"""Years until something that grows at a steady rate reaches a target.

    .. math:: t = \frac{\ln(x_1/x_0)}{\ln(1+g)}

    Parameters
    ----------
    present : Quantity
        Value now, x_0. [any]
    target : Quantity
        Value to be reached, x_1, of the same dimension. [any]
    growth_rate : Quantity
        Growth of one year, compounded once a year, g. [-]

    Returns
    -------
    Quantity
        Time; negative when the target has been passed. [year]

    Raises
    ------
    pint.DimensionalityError
        When present and target are not of one dimension.
    ValueError
        When the growth rate is not above zero.

    Notes
    -----
    Nothing grows at one rate for long: the answer is a lower bound when growth slows.

    Examples
    --------
    American data centres, 176 TWh in 2023, reach 325 TWh at 13 % a year and 580 TWh at 27 %, both published for 2028:

    >>> print(growth_time(Quantity(176, "TWh"), Quantity([325, 580], "TWh"), Quantity([13, 27], "percent")).round(1))
    [5.0 5.0] year

    Falcon went from 25 launches in 2020 to 165 in 2025; at that pace, 45.9 % a year, 14,300 takes twelve years more:

    >>> print(growth_time(Quantity(165, "launch/year"), Quantity(14_300, "launch/year"),
    ...     Quantity(45.9, "percent")).round(1))
    11.8 year

    References
    ----------
    `Shehabi et al. (2024) <https://eta-publications.lbl.gov/publications/2024-lbnl-data-center-energy-usage-report>`__
    [lbnl2024usage], growth of 13 % to 27 % from 2023 to 2028
    """
    guards.above("growth_rate", growth_rate, 0.0)
    guards.positive("present", present)
    guards.positive("target", target)
    return (np.log((target / present).to("")) / np.log((1.0 + growth_rate).to("")) * _ONE_YEAR).to("year")


@ureg.check(None, None, "[time]")
def growth_rate_needed(present: Quantity, target: Quantity, time: Quantity) -> Quantity:
    r"""Yearly growth that reaches a target in a given time.

    .. math:: g = \left(\frac{x_1}{x_0}\right)^{1/t} - 1

    Parameters
    ----------
    present : Quantity
        Value now, x_0. [any]
    target : Quantity
        Value to be reached, x_1, of the same dimension. [any]
    time : Quantity
        Time there is, t. [year]

    Returns
    -------
    Quantity
        Growth of one year, compounded once a year. [-]

    Raises
    ------
    pint.DimensionalityError
        When present and target are not of one dimension.
    ValueError
        When the time is not above zero.

    Notes
    -----
    The inverse of `growth_time`.

    Examples
    --------
    American data centres used 58, 76 and 176 TWh in 2014, 2018 and 2023, published as 7 % and then 18 % a year:

    >>> growth = growth_rate_needed(Quantity([58, 76], "TWh"), Quantity([76, 176], "TWh"), Quantity([4, 5], "year"))
    >>> print(growth.to("percent").round(0))
    [7.0 18.0] percent

    Falcon went from 25 launches in 2020 to 165 in 2025:

    >>> growth = growth_rate_needed(Quantity(25, "launch/year"), Quantity(165, "launch/year"), Quantity(5, "year"))
    >>> print(growth.to("percent").round(1))
    45.9 percent

    References
    ----------
    `Shehabi et al. (2024) <https://eta-publications.lbl.gov/publications/2024-lbnl-data-center-energy-usage-report>`__
    [lbnl2024usage], compound annual growth
    """
    guards.above("time", time, 0.0 * ureg.year)
    guards.positive("present", present)
    guards.positive("target", target)
    return np.expm1(np.log((target / present).to("")) / (time / _ONE_YEAR).to("")).to("")


# ---- what orbit may cost -----------------------------------------------------------------------------------------


@ureg.check("1/[time]", "[time]")
def lifetime_penalty(loss_rate: Quantity, lifetime: Quantity) -> Quantity:
    r"""Factor by which cost per delivered service rises when the fleet decays during its life.

    .. math:: \Pi = \frac{\lambda T}{1 - e^{-\lambda T}}

    Parameters
    ----------
    loss_rate : Quantity
        Share of the remaining capability lost per time, lambda: failure, degradation, obsolescence. [1/year]
    lifetime : Quantity
        Service life, T. [year]

    Returns
    -------
    Quantity
        Penalty, one without loss. [-]

    Raises
    ------
    ValueError
        When the loss rate is negative or the lifetime is not above zero.

    Notes
    -----
    Nothing is repaired. A product of rate and life under 1e-9 is taken as 1e-9, where the penalty is one.

    Examples
    --------
    Ten per cent a year over five years, published as 1.27:

    >>> print(lifetime_penalty(Quantity(0.1, "1/year"), Quantity(5, "year")).round(4))
    1.2707 dimensionless

    References
    ----------
    `Turyshev (2026) <https://arxiv.org/abs/2604.27197>`__ [turyshev2026], lifetime penalty
    """
    guards.at_least("loss_rate", loss_rate, Quantity(0.0, "1/year"))
    guards.above("lifetime", lifetime, 0.0 * ureg.year)
    decay = np.maximum((loss_rate * lifetime).to(""), Quantity(1e-9, ""))
    return (decay / -np.expm1(-decay)).to("")


@ureg.check("[currency]/[power]", "[currency]/[power]", "[mass]/[power]")
def allowed_launch_and_build_price(
    terrestrial_cost: Quantity, link_and_operations_cost: Quantity, specific_mass: Quantity
) -> Quantity:
    r"""Highest price of launch and build together, per kilogram, at which orbit costs no more than the ground.

    .. math:: (L + B)_{max} = \frac{C_\mathrm{terr} - C_\mathrm{link} - C_\mathrm{ops}}{m_{kW}}

    Parameters
    ----------
    terrestrial_cost : Quantity
        Cost per power of the ground facility that orbit replaces. [USD/kW]
    link_and_operations_cost : Quantity
        Cost per power of links and operations that only orbit has. [USD/kW]
    specific_mass : Quantity
        Launched mass per power, m_kW. [kg/kW]

    Returns
    -------
    Quantity
        Allowed price of a kilogram launched and built; negative when no price is low enough. [USD/kg]

    Raises
    ------
    ValueError
        When the specific mass is not above zero.

    Notes
    -----
    A necessary condition: the data link must close as well.

    Examples
    --------
    $10,000 to $40,000 per kilowatt at 40 kg/kW, published as $250 to $1,000 per kilogram:

    >>> print(allowed_launch_and_build_price(Quantity([10e3, 40e3], "USD/kW"), Quantity(0, "USD/kW"),
    ...     Quantity(40, "kg/kW")))
    [250.0 1000.0] US_dollar / kilogram

    References
    ----------
    `Turyshev (2026) <https://arxiv.org/abs/2604.27197>`__ [turyshev2026], abstract
    """
    guards.not_negative("link_and_operations_cost", link_and_operations_cost)
    guards.above("specific_mass", specific_mass, Quantity(0.0, "kg/kW"))
    return ((terrestrial_cost - link_and_operations_cost) / specific_mass).to("USD/kg")


@ureg.check("[currency]/[mass]", "[currency]/[mass]")
def price_overshoot(price: Quantity, allowed_price: Quantity) -> Quantity:
    r"""How many times a price is above what is allowed.

    .. math:: x = \frac{p}{p_{max}}

    Parameters
    ----------
    price : Quantity
        Price of today. [USD/kg]
    allowed_price : Quantity
        Highest price at which the case closes. [USD/kg]

    Returns
    -------
    Quantity
        Ratio; one or less closes the case. [-]

    Raises
    ------
    ValueError
        When the allowed price is not above zero.

    Notes
    -----
    A launch price against an allowance for launch and build flatters the launch.

    Examples
    --------
    Falcon 9 against $250 to $1,000 per kilogram, published as 3.4 to 13.5 times:

    >>> print(price_overshoot(Quantity(74e6 / 22e3, "USD/kg"), Quantity([1000.0, 250.0], "USD/kg")).round(2))
    [3.36 13.45] dimensionless

    References
    ----------
    `Turyshev (2026) <https://arxiv.org/abs/2604.27197>`__ [turyshev2026], launch benchmark
    """
    guards.not_negative("price", price)
    guards.above("allowed_price", allowed_price, Quantity(0.0, "USD/kg"))
    return (price / allowed_price).to("")
