"""orbital-compute: a constellation of small satellites with one accelerator each, against one on the ground."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import cost
from analysis.peers.harmoniser import ONE
from analysis.peers.ledger import Check, Reader, reader
from analysis.units import Quantity

NAME = "orbital-compute"
UNIT = Quantity(1.0, "GPU")
YEAR = Quantity(1.0, "year")


def hardware(read: Reader) -> Quantity:
    """Give the hardware of a satellite."""
    parts = [read("accelerator"), read("bus")]
    parts += [read("array_price") * read("array_power"), read("battery_price") * read("battery_energy")]
    return cost.total_capital([*parts, read("radiator_price") * read("radiator_area")])


def capital(read: Reader, satellites: Quantity, launch_price: Quantity) -> Quantity:
    """Give the capital of the constellation."""
    return satellites * cost.total_capital([hardware(read), read("satellite_mass") * launch_price])


def running(read: Reader, satellites: Quantity) -> Quantity:
    """Give the yearly running cost; operations are shared, the rest is for each satellite."""
    contact = read("contact_price") * read("contact") * Quantity(365.0, "day") / YEAR
    return satellites * (contact + read("tracking") + read("insurance") * hardware(read)) + read("operations")


def orbit_hour(read: Reader, satellites: Quantity, launch_price: Quantity, use: Quantity) -> Quantity:
    """Give the cost of an hour of one accelerator in orbit, spread evenly over the life."""
    yearly = capital(read, satellites, launch_price) / read("life") + running(read, satellites)
    hours = read("hours") * YEAR * use
    return (cost.cost_per_accelerator_hour(yearly.to("USD/year"), satellites * UNIT, hours) * UNIT).to("USD/hour")


def ground_hour(read: Reader, use: Quantity) -> Quantity:
    """Give the cost of an hour of one accelerator on the ground."""
    parts = read("ground_power"), read("ground_overhead"), ONE, read("ground_energy_price"), read("hours") * YEAR
    yearly = read("ground_capital") / read("ground_life") + read("ground_running") + cost.energy_cost(*parts)
    return (cost.cost_per_accelerator_hour(yearly.to("USD/year"), UNIT, read("hours") * YEAR * use) * UNIT).to(
        "USD/hour"
    )


def checks(case: Case) -> list[Check]:
    """Hold what the package prints with its defaults, and what its text quotes."""
    read = reader(case, "peers_orbitalcompute")
    six, falcon, half = read("satellites"), read("launch_price"), read("use")
    ground = ground_hour(read, half)

    def ratio(name: str) -> Quantity:
        return (orbit_hour(read, six, read(f"launch_price{name}"), half) / ground).to("")

    insured = six * read("insurance") * hardware(read)
    twelve = orbit_hour(read, read("text_satellites"), falcon, half)
    text_low = (orbit_hour(read, six, falcon, ONE) / read("text_ground_hour")).to("")
    rows: list[tuple[str, str, str, str, Quantity, float, str]] = [
        ("OC-1a", "hardware of a satellite", "USD", "published_hardware", hardware(read), 1e-9, ""),
        ("OC-1b", "launch of a satellite", "USD", "published_launch", read("satellite_mass") * falcon, 1e-9, ""),
        ("OC-1c", "capital of six satellites", "USD", "published_capital", capital(read, six, falcon), 1e-9, ""),
        ("OC-2a", "insurance", "USD/year", "published_insurance", insured, 1e-9, ""),
        ("OC-2b", "running cost", "USD/year", "published_running", running(read, six), 1e-9, ""),
        ("OC-3a", "hour in orbit, half used", "USD/hour", "published_hour", orbit_hour(read, six, falcon, half), 1e-4,
         ""),
        ("OC-3b", "hour in orbit, fully used", "USD/hour", "published_hour_full", orbit_hour(read, six, falcon, ONE),
         1e-4, ""),
        ("OC-3c", "hour on the ground, half used", "USD/hour", "published_ground_hour", ground, 2e-3, ""),
        ("OC-4a", "orbit over ground, Falcon 9", "", "published_ratio", ratio(""), 1e-3, ""),
        ("OC-4b", "orbit over ground, Starship", "", "published_ratio_starship", ratio("_starship"), 1e-3, ""),
        ("OC-4c", "orbit over ground, Electron", "", "published_ratio_electron", ratio("_electron"), 1e-3, ""),
        ("OC-5a", "hour in orbit that the text quotes", "USD/hour", "text_hour", twelve, 5e-3,
         "the text says twelve satellites; the figure is that of six"),
        ("OC-5b", "orbit over ground, low end of the text", "", "text_ratio_low", text_low, 0.02,
         "full use in orbit over the text's own ground price"),
    ]  # fmt: skip
    return [
        Check(key, NAME, what, unit, read(name), ours.to(unit), near, why)
        for key, what, unit, name, ours, near, why in rows
    ]
