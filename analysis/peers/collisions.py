"""Golkar: collisions among 80,000 satellites in a shell, as a gas and with their orbits counted."""

from __future__ import annotations

import numpy as np

from analysis.evidence import Case
from analysis.peers.harmoniser import ONE
from analysis.peers.ledger import Check, Reader, reader
from analysis.units import Quantity

NAME = "OrbitCollisions"
EARTH = Quantity(6371.0, "km")
YEAR = Quantity(1.0, "year")
FEWEST = Quantity(1.0, "1/year")


def shell_volume(read: Reader) -> Quantity:
    """Volume between the two heights."""
    outer, inner = EARTH + read("shell_top"), EARTH + read("shell_bottom")
    return (4.0 / 3.0 * np.pi * (outer**3 - inner**3)).to("m^3")


def kinetic_rate(read: Reader) -> Quantity:
    """Collisions of a gas of satellites: half of N^2, the cross-section of a pair and the speed, over the volume."""
    number = (read("satellites") / Quantity(1.0, "satellite")).to("")
    cross_section = read("cross_section_factor") * read("area")
    return (0.5 * number**2 * cross_section * read("speed") / shell_volume(read)).to("1/year")


def chance(rate: Quantity, time: Quantity) -> Quantity:
    """Probability that a satellite is hit in a time, by Poisson."""
    return ONE * (1.0 - float(np.exp(-(rate * time).to("").magnitude)))


def checks(case: Case) -> list[Check]:
    """Hold what follows from the two rates against the note that lists it; the integral over latitudes was not run."""
    read = reader(case, "peers_collisions")
    kinetic, rate = kinetic_rate(read), read("published_keplerian")
    number = (read("satellites") / Quantity(1.0, "satellite")).to("")
    for_each = (2.0 * rate / number).to("1/year")
    thickness = (read("shell_top") - read("shell_bottom")) / read("thin_shell")
    fewer = (FEWEST / rate).to("")
    lower, higher = EARTH + Quantity(650.0, "km"), EARTH + Quantity(1200.0, "km")
    altitude = (lower / higher).to("") ** float(read("altitude_exponent").magnitude)
    factors = read("spatial_factor") * read("velocity_factor")
    rows = [
        ("COL-1", "volume of the shell", "m^3", "volume", shell_volume(read), 1e-3, ""),
        ("COL-2", "collisions a year, as a gas", "1/year", "kinetic", kinetic, 1e-3, ""),
        ("COL-3", "collisions for each satellite, as a gas", "1/year", "kinetic_satellite",
         (2.0 * kinetic / number).to("1/year"), 5e-3, ""),
        ("COL-4", "collisions a year, orbits counted", "1/year", "keplerian", kinetic * factors, 2e-3,
         "from its two factors"),
        ("COL-5", "orbits counted over the gas", "", "ratio", (rate / kinetic).to(""), 1e-3, ""),
        ("COL-6", "collisions for each satellite, orbits counted", "1/year", "keplerian_satellite", for_each, 1e-3, ""),
        ("COL-7", "probability in a year", "", "yearly", chance(for_each, YEAR), 2e-3, ""),
        ("COL-8", "probability in five years", "", "five_years", chance(for_each, 5.0 * YEAR), 3e-3, ""),
        ("COL-9", "collisions a year in a thin shell", "1/year", "thin", (rate * thickness).to("1/year"), 1e-3, ""),
        ("COL-10", "satellites with one collision a year", "satellite", "satellites_for_one",
         read("satellites") * fewer**0.5, 1e-3, ""),
        ("COL-11", "area with one collision a year", "m^2", "area_for_one", read("area") * fewer, 5e-3, ""),
        ("COL-12", "failed avoidance with one collision a year", "", "failure_for_one", fewer, 1e-3, ""),
        ("COL-13", "rate at 1,200 km over that at 650 km", "", "altitude_factor", altitude, 5e-3, ""),
        ("COL-14", "excess of orbits in step with the Sun", "", "polar_excess",
         (read("published_polar") / rate).to("") - ONE, 0.015, ""),
    ]  # fmt: skip
    return [
        Check(key, NAME, what, unit, read(f"published_{name}"), ours, near, why)
        for key, what, unit, name, ours, near, why in rows
    ]
