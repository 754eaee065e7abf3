"""What is measured: a chain of forty uncertain inputs and five outputs, written once in pint.

A computing plant in orbit and its rival on the ground: orbit and eclipse, power, heat, mass, launches with learning,
cost, and fifteen years of cash on both sides. It stands on its own so that the measurements do not move when the
report's numbers do.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.units import Quantity

YEARS = 15
EARTH_RADIUS = Quantity(6378.137, "km")
GRAVITY = Quantity(398600.4418, "km^3/s^2")
STEFAN_BOLTZMANN = Quantity(5.670374419e-8, "W/m^2/K^4")
STANDARD_GRAVITY = Quantity(9.80665, "m/s^2")
SHIELD_DENSITY = Quantity(2700.0, "kg/m^3")
YEAR = Quantity(1.0, "year")
HALF_TURN = Quantity(np.pi, "radian")

# name: (unit, lowest, highest)
INPUTS: dict[str, tuple[str, float, float]] = {
    "altitude": ("km", 550.0, 1400.0),
    "computing_power": ("kW", 80.0, 150.0),
    "overhead": ("", 0.05, 0.2),
    "sunlight": ("W/m^2", 1321.0, 1413.0),
    "cell_efficiency": ("percent", 20.0, 34.0),
    "packing": ("", 0.8, 0.92),
    "cell_decay": ("percent/year", 0.5, 3.0),
    "array_density": ("kg/m^2", 0.8, 3.0),
    "battery_density": ("W*h/kg", 140.0, 300.0),
    "discharge_depth": ("", 0.3, 0.8),
    "battery_efficiency": ("", 0.88, 0.96),
    "radiator_temperature": ("K", 290.0, 350.0),
    "sink_temperature": ("K", 180.0, 230.0),
    "emissivity": ("", 0.82, 0.93),
    "radiator_density": ("kg/m^2", 2.0, 7.0),
    "server_mass": ("kg/kW", 4.0, 12.0),
    "server_density": ("kg/m^3", 300.0, 900.0),
    "shield_thickness": ("mm", 1.0, 8.0),
    "structure": ("", 0.1, 0.25),
    "velocity_change": ("m/s", 150.0, 400.0),
    "specific_impulse": ("s", 900.0, 2200.0),
    "payload": ("tonne", 60.0, 150.0),
    "fleet": ("", 200.0, 5000.0),
    "launch_price": ("USD/kg", 200.0, 2000.0),
    "launch_learning": ("", 0.05, 0.2),
    "bus_learning": ("", 0.05, 0.2),
    "server_price": ("USD/W", 15.0, 40.0),
    "bus_price": ("USD/kg", 300.0, 1500.0),
    "computing_price": ("USD/kW/hour", 0.5, 2.5),
    "price_decline": ("percent/year", 3.0, 15.0),
    "discount_rate": ("percent/year", 6.0, 14.0),
    "life": ("year", 4.0, 8.0),
    "availability": ("", 0.9, 0.99),
    "upkeep": ("", 0.01, 0.05),
    "power_usage": ("", 1.1, 1.5),
    "electricity_price": ("USD/MW/hour", 40.0, 120.0),
    "electricity_growth": ("percent/year", -1.0, 4.0),
    "building_cost": ("USD/W", 6.0, 16.0),
    "ground_life": ("year", 4.0, 7.0),
    "utilisation": ("", 0.5, 0.9),
}
OUTPUTS = {
    "net_present_value": "megaUSD",
    "orbital_cost": "USD/kW/hour",
    "ground_cost": "USD/kW/hour",
    "mass": "tonne",
    "launches": "",
}
assert len(INPUTS) == 40


def eclipse(altitude: Quantity) -> tuple[Quantity, Quantity]:
    """Share of the orbit in shadow, and how long that lasts."""
    radius = EARTH_RADIUS + altitude
    share = np.arcsin(EARTH_RADIUS / radius).to("radian") / HALF_TURN
    period = 2 * np.pi * np.sqrt(radius**3 / GRAVITY)
    return share, (period * share).to("minute")


def array_area(x: Mapping[str, Quantity], bus: Quantity, share: Quantity) -> Quantity:
    """Solar array for the bus and for charging, after a life of decay."""
    needed = bus * (1 + share / ((1 - share) * x["battery_efficiency"]))
    last = (1 - x["cell_decay"] * YEAR) ** (x["life"] / YEAR)
    return (needed / (x["sunlight"] * x["cell_efficiency"] * x["packing"] * last)).to("m^2")


def battery_mass(x: Mapping[str, Quantity], bus: Quantity, duration: Quantity) -> Quantity:
    """Battery for the shadow."""
    energy = (bus * duration / (x["discharge_depth"] * x["battery_efficiency"])).to("kW*h")
    return (energy / x["battery_density"]).to("kg")


def radiator_mass(x: Mapping[str, Quantity], bus: Quantity) -> Quantity:
    """Radiator with two faces."""
    flux = 2 * x["emissivity"] * STEFAN_BOLTZMANN * (x["radiator_temperature"] ** 4 - x["sink_temperature"] ** 4)
    return ((bus / flux).to("m^2") * x["radiator_density"]).to("kg")


def shield_mass(x: Mapping[str, Quantity], servers: Quantity) -> Quantity:
    """Six walls around the servers."""
    volume = servers / x["server_density"]
    return (6 * volume ** (2 / 3) * x["shield_thickness"] * SHIELD_DENSITY).to("kg")


def masses(x: Mapping[str, Quantity]) -> tuple[Quantity, Quantity, Quantity]:
    """Servers, dry mass and launch mass."""
    bus = x["computing_power"] * (1 + x["overhead"])
    share, duration = eclipse(x["altitude"])
    servers = (x["computing_power"] * x["server_mass"]).to("kg")
    panels = (array_area(x, bus, share) * x["array_density"]).to("kg")
    parts = panels + battery_mass(x, bus, duration) + radiator_mass(x, bus) + servers + shield_mass(x, servers)
    dry = parts * (1 + x["structure"])
    return servers, dry, dry * np.exp((x["velocity_change"] / (x["specific_impulse"] * STANDARD_GRAVITY)).to(""))


def launch_bill(x: Mapping[str, Quantity], mass: Quantity) -> tuple[Quantity, Quantity]:
    """Launches, and what they cost on a learning curve."""
    each = np.maximum(np.floor((x["payload"] / mass).to("")), 1)
    launches = np.ceil((x["fleet"] / each).to(""))
    price = x["launch_price"] * np.maximum(launches / 100, 1) ** np.log2(1 - x["launch_learning"])
    return launches, (launches * x["payload"] * price).to("USD")


def alive(life: Quantity, year: int) -> Quantity:
    """Share of a year in which the plant runs."""
    return np.minimum(np.maximum((life / YEAR).to("") - year, 0), 1)


def discount(x: Mapping[str, Quantity], year: int) -> Quantity:
    """Value today of money in the middle of a year."""
    return (1 + (x["discount_rate"] * YEAR).to("")) ** -(year + 0.5)


def orbital_years(x: Mapping[str, Quantity], capital: Quantity) -> tuple[Quantity, Quantity, Quantity]:
    """Discounted revenue, running cost and energy of the orbital plant."""
    revenue, running, energy = Quantity(0.0, "USD"), Quantity(0.0, "USD"), Quantity(0.0, "kW*hour")
    for year in range(YEARS):
        kept = np.minimum(1.05 * (1 - x["cell_decay"] * YEAR).to("") ** year, 1)
        weight = alive(x["life"], year) * discount(x, year)
        sold = x["computing_power"] * x["fleet"] * x["availability"] * YEAR * kept * weight
        revenue = revenue + sold * x["computing_price"] * (1 - (x["price_decline"] * YEAR).to("")) ** year
        running = running + x["upkeep"] * capital * weight
        energy = energy + sold
    return revenue, running, energy


def ground_years(x: Mapping[str, Quantity], capital: Quantity) -> tuple[Quantity, Quantity]:
    """Discounted cost and energy of the plant on the ground, for each watt of computing."""
    cost, energy = capital, Quantity(0.0, "hour")
    for year in range(YEARS):
        weight = alive(x["ground_life"], year) * discount(x, year)
        tariff = x["electricity_price"] * (1 + (x["electricity_growth"] * YEAR).to("")) ** year
        used = YEAR * x["utilisation"] * weight
        cost = cost + used * x["power_usage"] * tariff + x["upkeep"] * capital * weight
        energy = energy + used
    return cost, energy


def model(x: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """The whole chain."""
    servers, dry, mass = masses(x)
    launches, launch_cost = launch_bill(x, mass)
    server_cost = x["computing_power"] * x["server_price"] * x["fleet"]
    bus_cost = (dry - servers) * x["bus_price"] * x["fleet"] ** (1 + np.log2(1 - x["bus_learning"]))
    capital = (launch_cost + server_cost + bus_cost).to("USD")
    revenue, running, energy = orbital_years(x, capital)
    ground, hours = ground_years(x, x["building_cost"] + x["server_price"])
    results = {
        "net_present_value": revenue - capital - running,
        "orbital_cost": (capital + running) / energy,
        "ground_cost": ground / hours,
        "mass": mass,
        "launches": launches,
    }
    return {name: value.to(OUTPUTS[name]) for name, value in results.items()}


def central() -> dict[str, Quantity]:
    """The middle of every range."""
    return {name: Quantity((low + high) / 2, unit) for name, (unit, low, high) in INPUTS.items()}


def draw(count: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Uniform samples of every input in its declared unit."""
    rng = np.random.default_rng(seed)
    return {name: rng.uniform(low, high, count) for name, (_, low, high) in INPUTS.items()}


def quantities(numbers: Mapping[str, np.ndarray]) -> dict[str, Quantity]:
    """The same samples with their units."""
    return {name: Quantity(values, INPUTS[name][0]) for name, values in numbers.items()}
