"""Compare the report's models with independent libraries on grids, and write the largest differences as a table.

Usage: ``python -m tools.evidence.oracles`` writes ``analysis/evidence/observations/oracle_differences.csv``, which the
validation page shows. A test computes every row again. No answer of the report depends on these libraries.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from analysis.evidence.observations import observation
from analysis.models import finance, orbit, thermal
from analysis.units import Quantity

OUT = Path(__file__).parents[2] / "analysis" / "evidence" / "observations" / "oracle_differences.csv"
AU = 149_597_870_700.0  # metre
BRAHE_EARTH = 6_378_136.3  # brahe's equatorial radius, metre
ALTITUDES = tuple(float(h) for h in range(400, 2001, 200))  # km
NODE_TIMES = (6.0, 9.0, 10.5, 12.0, 18.0)  # hour
DAYS = (80.0, 128.0, 173.0, 219.0, 266.0, 311.0, 356.0)  # equinoxes, solstices and the days between them
YEAR = 2028
STEPS = 1440  # points along a revolution
BETAS = (0.0, 15.0, 30.0, 45.0, 55.0, 58.78, 62.0, 66.0, 70.0, 75.0)  # degree


class Difference(NamedTuple):
    """The largest difference between our value and an oracle's on a grid, and what explains it."""

    id: str
    quantity: str
    oracle: str
    grid: str
    points: int
    largest: float
    unit: str
    bound: float
    why: str


def _km(value: float) -> Quantity:
    return Quantity(value, "km")


def _degrees(value: float) -> Quantity:
    return Quantity(value, "degree")


def _worst(pairs: Iterable[tuple[float, float]]) -> tuple[int, float]:
    """Count the points and give their largest difference."""
    differences = [abs(ours - theirs) for ours, theirs in pairs]
    return len(differences), float(max(differences))


def _apart(one: float, other: float) -> float:
    """Give the angle between two directions in degrees."""
    return abs((one - other + 180.0) % 360.0 - 180.0)


# ---- brahe: the orbit and its shadow -------------------------------------------------------------------------------


def inclination() -> Difference:
    """Compare the inclination of a sun-synchronous orbit."""
    import brahe

    heights = np.arange(400.0, 2001.0, 10.0)
    ours = orbit.sun_synchronous_inclination(Quantity(heights, "km")).m_as("degree")
    degrees: Any = brahe.AngleFormat.DEGREES
    theirs = brahe.sun_synchronous_inclination(BRAHE_EARTH + heights * 1e3, 0.0, angle_format=degrees)
    points, largest = _worst(zip(ours, np.asarray(theirs), strict=True))
    grid = "400 to 2,000 km, every 10 km"
    return Difference("inclination", "Sun-synchronous inclination", "brahe", grid, points, largest, "degree", 2e-5,
                      "the Earth's radius differs by 0.7 m, its pull by the last digits")  # fmt: skip


def eclipse_through_the_year() -> list[Difference]:
    """Compare the dark share of a revolution by altitude, node time and season, cylinder and umbra."""
    import brahe

    cylinder, umbra = list[tuple[float, float]](), list[tuple[float, float]]()
    for altitude, node_time, day in product(ALTITUDES, NODE_TIMES, DAYS):
        positions, sun = _revolution(altitude, node_time, day)
        time = orbit.time_since_j2000(YEAR, Quantity(day, "day"))
        beta = orbit.sun_synchronous_beta_angle(_km(altitude), Quantity(node_time, "hour"), time)
        dark = float(np.mean([brahe.eclipse_cylindrical(p, sun) == 0.0 for p in positions]))
        cylinder.append((orbit.eclipse_fraction(_km(altitude), beta).m_as(""), dark))
        full = float(np.mean([brahe.eclipse_conical(p, sun) <= 0.0 for p in positions]))
        umbra.append((orbit.umbra_fraction(_km(altitude), beta).m_as(""), full))
    grid = (
        f"{len(ALTITUDES)} altitudes from 400 to 2,000 km, {len(NODE_TIMES)} node times, {len(DAYS)} days of {YEAR}, "
        f"{STEPS:,} places along the orbit"
    )
    step = f"one place is {100 / STEPS:.2f} % of a revolution, and the shadow has two edges"
    return [
        Difference("eclipse_cylinder", "Dark share of a revolution, cylindrical shadow", "brahe", grid,
                   *_worst(cylinder), "", 1.5 / STEPS, step),
        Difference("eclipse_cone", "Share of a revolution in the umbra, conical shadow", "brahe", grid,
                   *_worst(umbra), "", 2.0 / STEPS, step),
    ]  # fmt: skip


def _revolution(altitude: float, node_time: float, day: float) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Give places along a circular orbit and the Sun's place, in metres of an equatorial frame."""
    time = orbit.time_since_j2000(YEAR, Quantity(day, "day"))
    inclined = orbit.sun_synchronous_inclination(_km(altitude)).m_as("radian")
    node = orbit.right_ascension_of_ascending_node(Quantity(node_time, "hour"), time).m_as("radian")
    delta, alpha = orbit.solar_declination(time).m_as("radian"), orbit.solar_right_ascension(time).m_as("radian")
    sun = AU * np.array([np.cos(delta) * np.cos(alpha), np.cos(delta) * np.sin(alpha), np.sin(delta)])
    angles = (np.arange(STEPS) + 0.5) * 2.0 * np.pi / STEPS
    along, across = np.cos(angles), np.sin(angles) * np.cos(inclined)
    places = np.stack(
        [
            np.cos(node) * along - np.sin(node) * across,
            np.sin(node) * along + np.cos(node) * across,
            np.sin(angles) * np.sin(inclined),
        ],
        axis=1,
    )
    return (BRAHE_EARTH + altitude * 1e3) * places, sun


def penumbra() -> Difference:
    """Compare the share of a revolution in half-shade by altitude and angle to the Sun."""
    import brahe

    angles = np.linspace(0.0, np.pi, 4001)
    pairs = []
    for altitude, beta in product(ALTITUDES, BETAS):
        sun = np.array([AU * np.cos(np.radians(beta)), 0.0, AU * np.sin(np.radians(beta))])
        radius = BRAHE_EARTH + altitude * 1e3
        lit = np.array([brahe.eclipse_conical(radius * np.array([np.cos(u), np.sin(u), 0.0]), sun) for u in angles])
        theirs = float(np.mean((lit > 0.0) & (lit < 1.0)))
        pairs.append((orbit.penumbra_fraction(_km(altitude), _degrees(beta)).m_as(""), theirs))
    points, largest = _worst(pairs)
    grid = f"{len(ALTITUDES)} altitudes from 400 to 2,000 km, {len(BETAS)} beta angles from 0° to 75°"
    return Difference("penumbra", "Share of a revolution in the penumbra", "brahe", grid, points, largest, "", 8e-4,
                      "sampling, and the parallax of the Sun, which ours leaves out")  # fmt: skip


# ---- NREL's algorithm: the Sun -------------------------------------------------------------------------------------


def sun() -> list[Difference]:
    """Compare the Sun's place and distance through a century."""
    days = np.linspace(-18_000.0, 18_000.0, 721)
    moments = Quantity(days, "day")
    ours = list(
        zip(
            orbit.solar_right_ascension(moments).m_as("degree"),
            orbit.solar_declination(moments).m_as("degree"),
            orbit.solar_distance(moments).m_as("au"),
            strict=True,
        )
    )
    theirs = [_nrel_sun(float(d)) for d in days]
    ascension = max(_apart(o[0], t[0]) for o, t in zip(ours, theirs, strict=True))
    declination = max(abs(o[1] - t[1]) for o, t in zip(ours, theirs, strict=True))
    distance = max(abs(o[2] - t[2]) for o, t in zip(ours, theirs, strict=True))
    grid, oracle = "721 moments from 1950 to 2049", "NREL SPA (pvlib)"
    almanac = "the almanac's series promises 0.01° of longitude"
    return [
        Difference("right_ascension", "Right ascension of the Sun", oracle, grid, len(days), ascension, "degree", 0.015,
                   almanac),
        Difference("declination", "Declination of the Sun", oracle, grid, len(days), declination, "degree", 0.006,
                   almanac),
        Difference("sun_distance", "Distance of the Sun", oracle, grid, len(days), distance, "au", 1e-4,
                   "the pull of the Moon and planets is left out"),
    ]  # fmt: skip


def _nrel_sun(day: float) -> tuple[float, float, float]:
    """Give apparent right ascension, declination and distance, good to 0.0003 degrees."""
    from pvlib import spa

    century = day / 36_525.0
    millennium = (day + 70.0 / 86_400.0) / 365_250.0  # 70 s between terrestrial and universal time
    distance = spa.heliocentric_radius_vector(millennium)
    longitude = spa.geocentric_longitude(spa.heliocentric_longitude(millennium))
    latitude = spa.geocentric_latitude(spa.heliocentric_latitude(millennium))
    arguments = (
        spa.mean_elongation,
        spa.mean_anomaly_sun,
        spa.mean_anomaly_moon,
        spa.moon_argument_latitude,
        spa.moon_ascending_longitude,
    )
    nutation = np.empty((2, 1))
    moons = [np.array([argument(century)]) for argument in arguments]
    spa.longitude_obliquity_nutation(np.array([century]), *moons, nutation)
    tilt = spa.true_ecliptic_obliquity(spa.mean_ecliptic_obliquity(millennium), nutation[1, 0])
    apparent = spa.apparent_sun_longitude(longitude, nutation[0, 0], spa.aberration_correction(distance))
    ascension = spa.geocentric_sun_right_ascension(apparent, tilt, latitude)
    return float(ascension), float(spa.geocentric_sun_declination(apparent, tilt, latitude)), float(distance)


# ---- pymsis: the air -----------------------------------------------------------------------------------------------


def density() -> list[Difference]:
    """Compare the table of air density with the model behind it, at its own altitudes and between them."""
    frame = observation("msis_density").frame
    at, between = list[tuple[float, float]](), list[tuple[float, float]]()
    for _, rows in frame.groupby("solar_activity", sort=False):
        heights = Quantity(rows["altitude_km"].to_numpy(float), "km")
        air = Quantity(rows["density_kg_per_m3"].to_numpy(float), "kg/m^3")
        weather = float(rows["f107_sfu"].iloc[0]), float(rows["ap"].iloc[0])
        levels = heights.m_as("km")
        levels = levels[levels >= 400.0]
        middles = (levels[1:] + levels[:-1]) / 2.0
        for pairs, places in ((at, levels), (between, middles)):
            for h, theirs in zip(places, _mean_density(places, *weather), strict=True):
                ours = orbit.interpolated_logarithmically(_km(h), heights, air).m_as("kg/m^3")
                pairs.append((ours / theirs, 1.0))
    name, oracle = "Air density", "pymsis (NRLMSIS 2.1)"
    grid = "400 to 2,000 km, three states of the Sun, mean over seasons, hours and latitudes"
    return [
        Difference("density", f"{name}, at the altitudes of the table", oracle, grid, *_worst(at), "", 1e-4,
                   "the table has five digits"),
        Difference("density_between", f"{name}, half-way between them", oracle, grid, *_worst(between), "", 0.08,
                   "between two altitudes the logarithm is taken as a straight line"),
    ]  # fmt: skip


def _mean_density(heights: np.ndarray[Any, Any], flux: float, geomagnetic: float) -> np.ndarray[Any, Any]:
    """Give the mean over seasons, hours of the day and latitudes weighted by area, in kg/m^3."""
    import pymsis

    days = np.array(["2028-03-20", "2028-06-20", "2028-09-22", "2028-12-21"], dtype="datetime64[h]")
    latitudes = np.arange(-80.0, 81.0, 20.0)
    moments = (days[:, None] + np.arange(0, 24, 3).astype("timedelta64[h]")[None, :]).ravel()
    grid = np.meshgrid(moments, latitudes, heights, indexing="ij")
    when, where, high = (part.ravel() for part in grid)
    state = pymsis.calculate(
        when, np.zeros(where.size), where, high,
        f107s=np.full(where.size, flux), f107as=np.full(where.size, flux), aps=np.full((where.size, 7), geomagnetic),
    )  # fmt: skip
    air = np.asarray(state)[..., pymsis.Variable.MASS_DENSITY].reshape(len(moments), latitudes.size, len(heights))
    return np.average(air.mean(axis=0), axis=0, weights=np.cos(np.radians(latitudes)))


# ---- orbital-thermal: view factors and radiators -------------------------------------------------------------------


def view_factors() -> list[Difference]:
    """Compare view factors of a tilted plate and of a panel that faces the Sun."""
    from orbital_thermal import environment, mccalip_exact_vf

    tilts = np.linspace(0.0, 180.0, 73)
    plate = _worst(
        (thermal.tilted_view_factor(_km(h), _degrees(t)).m_as(""), environment.sphere_view_factor(h, t))
        for h, t in product((*ALTITUDES, 35_786.0), tilts)
    )
    panel = _worst(
        (thermal.sun_facing_view_factor(_km(h), _degrees(b), 120).m_as(""), theirs)
        for h, b in product((400.0, 800.0, 1400.0, 2000.0), (0.0, 30.0, 58.8, 75.0, 90.0))
        for theirs in mccalip_exact_vf.exact_per_face_view_factors(h, b, n=120)
    )
    oracle = "orbital-thermal"
    return [
        Difference("view_factor", "View factor of the Earth from a tilted plate", oracle,
                   "400 to 2,000 km and the geostationary orbit, 73 tilts", *plate, "", 1e-9,
                   "their integral where the horizon grazes the plate; ours is closed"),
        Difference("sun_facing", "Mean view factor of each face of a panel that faces the Sun", oracle,
                   "4 altitudes, 5 beta angles, both faces", *panel, "", 1e-6,
                   "both average over the orbit, half a step apart"),
    ]  # fmt: skip


def radiators() -> list[Difference]:
    """Compare net flux, area and temperature of a radiator, and the temperature of what it sees."""
    import orbital_thermal

    full = Quantity(1.0, "")
    flux, area, temperature = list[tuple[float, float]](), list[tuple[float, float]](), list[tuple[float, float]]()
    for hot, cold, coat in product((280.0, 310.0, 340.0, 370.0, 400.0), (0.0, 180.0, 220.0, 255.0), (0.8, 0.91)):
        warm, sky, coating = Quantity(hot, "K"), Quantity(cold, "K"), Quantity(coat, "")
        net = thermal.net_flux(warm, sky, coating, full, 1).m_as("W/m^2")
        flux.append((net / orbital_thermal.net_flux(hot, coat, cold), 1.0))
        panel = thermal.radiator_area(Quantity(1.0, "MW"), warm, sky, coating, full, faces=1).m_as("m^2")
        area.append((panel / orbital_thermal.required_area(1e6, hot, coat, cold), 1.0))
        ours = thermal.radiator_temperature(Quantity(120.0, "kW"), Quantity(110.0, "m^2"), sky, coating, full).m_as("K")
        temperature.append((ours / orbital_thermal.equilibrium_temperature(120e3, 220.0, coat, cold), 1.0))
    grid, digits = "5 temperatures, 4 of the surroundings, 2 coatings", "digits of the radiation constant"
    oracle = "orbital-thermal"
    return [
        Difference("net_flux", "Net flux of a radiator", oracle, grid, *_worst(flux), "", 1e-10, digits),
        Difference("radiator_area", "Area for a given heat and temperature", oracle, grid, *_worst(area), "", 1e-10,
                   digits),
        Difference("radiator_temperature", "Temperature for a given heat and area", oracle, grid, *_worst(temperature),
                   "", 1e-10, digits),
        _sink(),
    ]  # fmt: skip


def _sink() -> Difference:
    from orbital_thermal import sink

    pairs = []
    coat, dark = Quantity(0.91, ""), Quantity(0.2, "")
    for altitude, beta, tilt in product(
        (400.0, 550.0, 1000.0, 1400.0, 2000.0), (0.0, 30.0, 60.0, 90.0), (0.0, 60.0, 90.0)
    ):
        view = thermal.tilted_view_factor(_km(altitude), _degrees(tilt))
        phase = thermal.mean_phase_factor(_degrees(beta))
        reflected = thermal.absorbed_albedo(Quantity(1361.0, "W/m^2"), Quantity(0.3, ""), view, dark, phase)
        heat = reflected + thermal.absorbed_infrared(Quantity(237.0, "W/m^2"), view, coat)
        ours = thermal.equivalent_sink_temperature(heat, coat, faces=1).m_as("K")
        theirs = sink.analytic_orbit_averaged_sink(
            altitude, beta, tilt, assume_sun_shielded=True, emissivity=0.91, solar_absorptivity=0.2,
            earth_ir=237.0, albedo=0.3, solar_constant=1361.0, t_space=2.725,
        )  # fmt: skip
        pairs.append((ours, theirs))
    return Difference("sink", "Temperature of what a radiator sees", "orbital-thermal",
                      "5 altitudes, 4 beta angles, 3 tilts", *_worst(pairs), "K", 1e-6,
                      "the last digits of the view factors")  # fmt: skip


# ---- numpy-financial: time and money -------------------------------------------------------------------------------


def money() -> list[Difference]:
    """Compare the yearly payment on a capital and the value of a series of payments."""
    import numpy_financial as npf

    rates, lives = np.linspace(0.01, 0.5, 50), range(1, 41)
    payment = _worst(
        (
            finance.capital_recovery_factor(Quantity(r, ""), Quantity(float(n), "year")).m_as("1/year")
            / -npf.pmt(r, n, 1.0),
            1.0,
        )
        for r, n in product(rates, lives)
    )
    series = [[-100.0, *(20.0 + k * step for k in range(n))] for n, step in product((6, 10, 20, 30), (-0.5, 0.0, 3.0))]
    value = _worst(
        (_worth(flows, r) / npf.npv(r, flows), 1.0)
        for flows, r in product(series, rates)
        if abs(npf.npv(r, flows)) > 1.0  # near its internal rate a series is worth nothing, and a ratio says nothing
    )
    exact = "the same formula in another order"
    oracle = "numpy-financial"
    return [
        Difference("capital_recovery", "Capital recovery factor", oracle, "50 rates, 40 lives", *payment, "", 1e-9,
                   exact),
        Difference("net_present_value", "Net present value", oracle, "12 series, 50 rates", *value, "", 1e-9, exact),
    ]  # fmt: skip


def _worth(flows: Sequence[float], rate: float) -> float:
    series = [Quantity(f, "USD") for f in flows]
    return float(finance.net_present_value(Quantity(rate, ""), series, finance.START_OF_YEAR).m_as("USD"))


def all_differences() -> list[Difference]:
    """Give every comparison: about half a minute of work."""
    return [
        inclination(),
        *eclipse_through_the_year(),
        penumbra(),
        *sun(),
        *density(),
        *view_factors(),
        *radiators(),
        *money(),
    ]


PACKAGES = {"NREL SPA (pvlib)": "pvlib", "pymsis (NRLMSIS 2.1)": "pymsis"}


def main() -> None:
    """Write the table."""
    with OUT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "quantity", "oracle", "version", "grid", "points", "largest", "unit", "bound", "why"])
        for d in all_differences():
            number = version(PACKAGES.get(d.oracle, d.oracle))
            size = f"{d.largest:.1e}"
            writer.writerow(
                [d.id, d.quantity, d.oracle, number, d.grid, d.points, size, d.unit, f"{d.bound:.2g}", d.why]
            )


if __name__ == "__main__":
    main()
