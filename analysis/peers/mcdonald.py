"""rMcDonald17: what altitude costs in the filing's shells. Eclipse, view of the Earth, dose, drag make-up, disposal.

Twelve orbits between 500 and 2,000 km, half of them Sun-synchronous at dawn and dusk and half at 30 degrees. The doses
by year are runs of SPENVIS and enter as data; the rest is closed form, with a spherical Earth and one sample a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from analysis.evidence import Case
from analysis.models import orbit, power, thermal
from analysis.peers.harmoniser import ONE
from analysis.peers.ledger import Check, Reader, reader
from analysis.units import Quantity

NAME = "rMcDonald17"
DAWN = Quantity(6.0, "hour")
YEAR, DAYS = 2026, Quantity(np.arange(1.0, 366.0), "day")
EVERY_DAY = Quantity(1.0, "day")
OVERHEAD = Quantity(0.0, "degree")
SPHERE = "its table takes an Earth of 6,371 km, ours the equator's 6,378 km"
SEASON = "its declination of the Sun is good to 0.2 degree, which moves a season by two days"
BEFORE = "takes the dry mass for the mass before the burn, which is the tank full"
SMALL = f"{BEFORE}; little here"
MEAN = "averages over angles of the Sun, each as likely; over time the small ones come oftener"


def sun_angles(altitude: Quantity) -> Quantity:
    """Give the angle of the Sun to the plane of a dawn-dusk orbit on each day of the year."""
    return orbit.sun_synchronous_beta_angle(altitude, DAWN, orbit.time_since_j2000(YEAR, DAYS))


def dark_shares(altitude: Quantity) -> Quantity:
    """Give the share of a revolution in the dark on each day of the year, spherical Earth."""
    return orbit.eclipse_fraction(altitude, sun_angles(altitude))


def eclipse_days(altitude: Quantity) -> Quantity:
    """Count the days with an eclipse."""
    return float(np.count_nonzero(dark_shares(altitude).magnitude > 0.0)) * EVERY_DAY


def largest_dark_share(altitude: Quantity) -> Quantity:
    """Give the largest share of a revolution in the dark."""
    return Quantity(float(np.max(dark_shares(altitude).magnitude)), "")


def eclipsed_orbits(altitude: Quantity) -> Quantity:
    """Count the revolutions of a year with an eclipse."""
    return (eclipse_days(altitude) / orbit.orbital_period(altitude)).to("")


def battery_mass(read: Reader, duration: Quantity) -> Quantity:
    """Give the mass of a battery that holds the whole heat load through an eclipse."""
    capacity = power.storage_capacity(read("heat"), duration, read("depth_of_discharge"), ONE)
    return power.storage_mass(capacity, read("specific_energy"))


def sink_temperature(read: Reader) -> Quantity:
    """Give the temperature of the surroundings of a plate that sees no Earth, with the Sun straight on it."""
    absorbed = thermal.absorbed_sunlight(read("solar_flux"), read("solar_absorptance"), OVERHEAD)
    return thermal.equivalent_sink_temperature(absorbed, read("emittance"), faces=1)


def _each(values: Quantity) -> Iterable[Quantity]:
    return (values[i] for i in range(len(values.magnitude)))


def checks(case: Case) -> list[Check]:
    """Hold every column of its tables that has closed inputs against ours."""
    read = reader(case, "peers_mcdonald")
    rows: list[Check] = []

    def column(
        key: str, what: str, unit: str, printed: str, over: str, ours: Callable[[Quantity], Quantity], near: float,
        why: str = "", places: str = "altitudes",
    ) -> None:  # fmt: skip
        """Add one row for each printed value; `over` holds the argument, `places` the altitude for the label."""
        parts = zip(_each(read(printed)), _each(read(over)), _each(read(places)), strict=False)
        for letter, (theirs, argument, height) in zip("abcdef", parts, strict=False):
            label = f"{what}, {height.m_as('km'):,.0f} km"
            rows.append(Check(f"MCD-{key}{letter}", NAME, label, unit, theirs, ours(argument), near, why))

    high, low = "altitudes", "eclipsed_altitudes"
    column("1", "inclination", "degree", "published_inclination", high, orbit.sun_synchronous_inclination, 1e-4)
    column("2", "smallest angle of the Sun", "degree", "published_smallest_beta", high,
           lambda h: Quantity(np.min(np.absolute(sun_angles(h)))), 5e-4)  # fmt: skip
    column("3", "angle without eclipse", "degree", "published_critical_beta", high, orbit.critical_beta_angle, 2e-4)
    column("4", "year in sunlight", "", "published_sunlit", high,
           lambda h: Quantity(1.0 - np.mean(dark_shares(h))), 2e-3)  # fmt: skip
    column("5", "days with an eclipse", "day", "published_eclipse_days", low, eclipse_days, 0.06, SEASON)
    column("6", "largest share in the dark", "", "published_largest_eclipse", low, largest_dark_share, 5e-3)
    column("7", "longest eclipse", "minute", "published_longest_eclipse", low,
           lambda h: largest_dark_share(h) * orbit.orbital_period(h), 7e-3)  # fmt: skip
    column("8", "revolutions with an eclipse", "", "published_eclipsed_orbits", low, eclipsed_orbits, 0.06, SEASON)
    column("9", "drift of the node at 30°", "degree/day", "published_node_drift", "node_drift_altitudes",
           lambda h: orbit.nodal_precession_rate(h, read("inclined")), 0.01, places="node_drift_altitudes")  # fmt: skip
    column("10", "view of the Earth, facing it", "", "published_nadir_view", high, thermal.nadir_view_factor, 5e-4)
    column("11", "view of the Earth, edge-on", "", "published_edge_view", high, thermal.edge_on_view_factor, 2e-3)
    column("12", "time of a revolution", "minute", "published_period", high, orbit.orbital_period, 3e-3, SPHERE)
    column("13", "share in the dark, Sun in the plane", "", "published_eclipse_overhead", high,
           lambda h: orbit.eclipse_fraction(h, OVERHEAD), 4e-3, SPHERE)  # fmt: skip
    column("14", "share in the dark at 53.4°", "", "published_eclipse_inclined", high,
           lambda h: orbit.eclipse_fraction(h, read("largest_beta")), 0.01, SPHERE)  # fmt: skip
    column("15", "eclipses in a year", "", "published_cycles", high,
           lambda h: (Quantity(1.0, "year") / orbit.orbital_period(h)).to(""), 3e-3, SPHERE)  # fmt: skip
    column("16", "battery for 42 kW", "kg", "published_battery_mass", "eclipse_durations",
           lambda t: battery_mass(read, t), 4e-3)  # fmt: skip
    column("17", "array power over load at 30°", "", "published_array_factor", "mean_eclipse",
           lambda f: (power.array_power_for_load(read("heat"), ONE, f, ONE, read("charge_efficiency"))
                      / read("heat")).to(""), 4e-3, places="node_drift_altitudes")  # fmt: skip
    column("18", "mean share in the dark at 30°", "", "mean_eclipse", "node_drift_altitudes",
           lambda h: orbit.precessing_dark_fraction(h, read("inclined")), 0.01, MEAN,
           places="node_drift_altitudes")  # fmt: skip
    column("19", "propellant against drag, five years", "kg", "published_upkeep_propellant", "upkeep_delta_v",
           lambda dv: orbit.propellant_mass(read("dry_mass"), dv, read("electric_impulse")), 0.02, BEFORE,
           places="upkeep_altitudes")  # fmt: skip
    gone = "disposal_altitudes"
    column("20", "disposal with drag, velocity", "m/s", "published_assisted_delta_v", gone,
           lambda h: orbit.hohmann_delta_v(h, read("disposal_target")), 4e-3, places=gone)  # fmt: skip
    column("21", "controlled re-entry, velocity", "m/s", "published_controlled_delta_v", gone,
           lambda h: orbit.disposal_delta_v(h, read("disposal_perigee")), 4e-3, places=gone)  # fmt: skip
    column("22", "disposal with drag, propellant", "kg", "published_assisted_propellant", "published_assisted_delta_v",
           lambda dv: orbit.propellant_mass(read("dry_mass"), dv, read("electric_impulse")), 0.03,
           SMALL, places=gone)  # fmt: skip
    column("23", "controlled re-entry, propellant", "kg", "published_controlled_propellant",
           "published_controlled_delta_v",
           lambda dv: orbit.propellant_mass(read("dry_mass"), dv, read("chemical_impulse")), 0.02, BEFORE,
           places=gone)  # fmt: skip
    for key, name, words in (("24", "dose", "Sun-synchronous"), ("25", "dose_inclined", "30°")):
        column(key, f"dose of five years behind 5 mm, {words}", "gray", f"published_{name}", f"yearly_{name}",
               lambda d: orbit.mission_dose(d, read("cadence")), 6e-3, places="dose_altitudes")  # fmt: skip
    plate = read("radiator_temperature"), sink_temperature(read), read("emittance"), ONE
    flux = thermal.net_flux(*plate, faces=1)
    area = thermal.radiator_area(read("heat"), *plate, faces=1) * (1.0 + read("area_margin"))
    battery = power.storage_capacity(read("battery_load"), read("published_longest_eclipse")[0], ONE, ONE)
    rows += [
        Check("MCD-26", NAME, "heat rejected away from the Earth", "W/m^2", read("published_net_flux"), flux, 2e-3),
        Check("MCD-27", NAME, "radiator of 42 kW", "m^2", read("published_radiator_area"), area, 3e-3),
        Check("MCD-28", NAME, "energy for 50 kW through the longest eclipse", "kWh", read("published_battery"),
              battery, 0.01),
    ]  # fmt: skip
    return rows
