"""McCalip's calculator: a gigawatt of satellites without their servers against a gas plant and a data-centre shell.

Capital at face value and five years of running on both sides. Servers are outside, yet their failures are charged, on
the hardware of the whole satellite. The array is the radiator.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.evidence import Case
from analysis.models import cost, grid, launch, power, satellite, thermal
from analysis.models import orbit as path
from analysis.peers.common import no_darkness
from analysis.peers.harmoniser import NOTHING, ONE, Inputs, PeerCase, Physics
from analysis.peers.ledger import Boundary, Check, Reader, reader
from analysis.units import Quantity

NAME = "McCalip"
ONE_SATELLITE = Quantity(1.0, "satellite")
BOUNDARY = Boundary(
    "satellites without servers",
    frozenset({"launch", "array and bus", "development", "operations", "spares"}),
    frozenset({"facility", "energy"}),
)
TO_YEAR = Quantity(1.0, "operating_year/year")
KIRCHHOFF = "the plate edge-on sees twelve times more of the Earth than the code allows"


def _life_factor(read: Reader) -> Quantity:
    """Mean output over the years, each year at its starting value."""
    years = np.arange(read("years").to("year").magnitude)
    left = [power.end_of_life_factor(read("cell_degradation"), Quantity(float(n), "year")) for n in years]
    return sum(left[1:], left[0]) / len(years)


def _needed_power(read: Reader) -> Quantity:
    return (read("power") / (_life_factor(read) * read("sun_fraction"))).to("W")


def orbit(case: Case) -> dict[str, Quantity]:
    """Rebuild the orbital side line by line."""
    read = reader(case, "peers_mccalip")
    each = read("satellite_power") / ONE_SATELLITE
    fleet = satellite.satellites_for_power(_needed_power(read), each, ONE) / ONE_SATELLITE
    mass = satellite.mass_at_specific_power(fleet * read("satellite_power"), read("specific_power"))
    hardware = (fleet * read("satellite_power") * read("satellite_cost")).to("USD")
    lines = {
        "hardware": hardware,
        "launch": (mass * read("launch_price")).to("USD"),
        "operations": (hardware * read("operations_share") * read("years")).to("USD"),
        "replacement": (cost.replacement_cost(hardware, read("accelerator_failure_rate")) * read("years")).to("USD"),
        "development": read("program_cost"),
    }
    total = cost.total_capital(list(lines.values()))
    return lines | {
        "total": total,
        "satellites": fleet.to(""),
        "mass": mass,
        "area": (fleet * read("satellite_array_area")).to("km^2"),
        "launches": launch.launches_needed(mass, read("starship_payload")),
        "energy": (total / (read("power") * read("years") * TO_YEAR)).to("USD/MWh"),
    }


def ground(case: Case) -> dict[str, Quantity]:
    """Rebuild the ground side line by line."""
    read = reader(case, "peers_mccalip")
    per_watt = [read(f"{part}_cost") for part in ("plant", "electrical", "mechanical", "civil", "fit_out")]
    plant = cost.ground_capital(read("power"), read("pue"), Quantity(0.0, "USD/W"), *per_watt)
    used = read("power") * read("capacity_factor") * read("years") * TO_YEAR
    made = (used * read("pue")).to("MWh")
    fuel = (grid.fuel_cost(read("gas_price"), read("heat_rate")) * made).to("USD")
    total = cost.total_capital([*plant, fuel])
    return {"power plant": plant.generation, "fuel": fuel, "total": total, "energy": (total / used).to("USD/MWh")}


def temperatures(case: Case) -> dict[str, Quantity]:
    """Rebuild the heat balance of the panel, with the code's view factor and with the exact one."""
    read = reader(case, "peers_mccalip")
    sun = thermal.absorbed_sunlight(read("solar_constant"), read("absorptivity"), Quantity(0.0, "degree"))
    faces = read("emissivity_front"), read("emissivity_back")

    def balance(view: Quantity) -> Quantity:
        glow = sum(thermal.absorbed_infrared(read("earth_infrared"), view, face) for face in faces)
        return thermal.panel_equilibrium_temperature(sun + glow, *faces)

    return {
        "code": balance(read("view_factor_code")),
        "exact": balance(thermal.edge_on_view_factor(read("altitude"))),
    }


def break_evens(case: Case) -> dict[str, Quantity]:
    """Launch price of parity as the code has it, and with every line of its own bill."""
    read = reader(case, "peers_mccalip")
    needed = _needed_power(read)
    mass = satellite.mass_at_specific_power(needed, read("specific_power"))
    lines, budget = orbit(case), ground(case)["total"]
    hardware = (needed * read("satellite_cost")).to("USD")
    everything = cost.total_capital([lines[k] for k in ("hardware", "operations", "replacement", "development")])
    return {
        "code": cost.break_even_launch_price_of_capital(budget, hardware, mass),
        "full": cost.break_even_launch_price_of_capital(budget, everything, lines["mass"]),
    }


def _heat_flows(case: Case) -> tuple[Quantity, Quantity]:
    """Electric power of the thermal page from its own area, and the nameplate of the same satellites."""
    read = reader(case, "peers_mccalip")
    fleet = orbit(case)
    areal = power.array_areal_power(read("solar_constant"), read("cell_efficiency"), ONE, Quantity(0.0, "degree"), ONE)
    return (fleet["area"] * areal).to("MW"), (fleet["satellites"] * read("satellite_power")).to("MW")


def checks(case: Case) -> list[Check]:
    """Hold the executed code against our rebuilding of it, and against itself."""
    read = reader(case, "peers_mccalip")
    up, down, warm, even = orbit(case), ground(case), temperatures(case), break_evens(case)
    low = orbit(case.with_values({"peers_mccalip.launch_price": case["peers_mccalip.launch_price_low"]}))
    thermal_power, nameplate = _heat_flows(case)
    gas = (down["fuel"] / read("gas_price")).to("MBtu")
    rows = [
        ("MCC-1", "orbital total", "USD", "orbital_total", up["total"], 1e-9, ""),
        ("MCC-1a", "orbital hardware", "USD", "orbital_hardware", up["hardware"], 1e-4, ""),
        ("MCC-1b", "orbital launch", "USD", "orbital_launch", up["launch"], 1e-4, ""),
        ("MCC-1c", "orbital operations", "USD", "orbital_operations", up["operations"], 1e-3, ""),
        ("MCC-1d", "replacement of accelerators", "USD", "orbital_replacement", up["replacement"], 1e-3,
         "servers are outside its boundary, their failures inside, charged on the whole satellite"),
        ("MCC-2a", "orbital cost for each watt", "USD/W", "orbital_per_watt", up["total"] / read("power"), 1e-6, ""),
        ("MCC-2b", "orbital cost of energy", "USD/MWh", "orbital_energy_cost", up["energy"], 1e-6, "undiscounted"),
        ("MCC-3a", "satellites", "", "satellites", up["satellites"], 1e-9, ""),
        ("MCC-3b", "mass", "kg", "mass", up["mass"], 1e-9, ""),
        ("MCC-3c", "array", "km^2", "array_area", up["area"], 1e-6, ""),
        ("MCC-3d", "launches", "launch", "launches", up["launches"], 1e-9, ""),
        ("MCC-4a", "ground total", "USD", "ground_total", down["total"], 1e-6, ""),
        ("MCC-4b", "ground cost for each watt", "USD/W", "ground_per_watt", down["total"] / read("power"), 1e-5, ""),
        ("MCC-4c", "ground cost of energy", "USD/MWh", "ground_energy_cost", down["energy"], 1e-6, ""),
        ("MCC-4d", "gas plant", "USD", "ground_power_plant", down["power plant"], 1e-6, ""),
        ("MCC-4e", "fuel", "USD", "ground_fuel", down["fuel"], 1e-3, ""),
        ("MCC-4f", "gas burnt", "foot^3", "ground_gas", gas / read("gas_heat"), 1e-3,
         "1,000 Btu a cubic foot"),
        ("MCC-5a", "launch price of parity, code", "USD/kg", "break_even_code", even["code"], 5e-3, ""),
        ("MCC-5b", "launch price of parity, its whole bill", "USD/kg", "break_even_code", even["full"], 5e-3,
         "the code leaves operations, replacement and development out of this line and counts them in its total"),
        ("MCC-6a", "temperature of the panel, code", "K", "temperature", warm["code"], 5e-5,
         "the code rounds the Stefan-Boltzmann constant"),
        ("MCC-6b", "temperature of the panel, exact view factor", "K", "temperature", warm["exact"], 5e-5, KIRCHHOFF),
        ("MCC-6c", "the same through orbital-thermal", "K", "temperature_exact", warm["exact"], 5e-5, ""),
        ("MCC-7", "orbital total at $200/kg", "USD", "orbital_total_low", low["total"], 1e-3, "the press's 42 billion"),
    ]  # fmt: skip
    stale = [
        Check("MCC-8a", NAME, "orbital total in the page text", "USD", read("stale_page_total"), up["total"], 0.01,
              "a placeholder that the script overwrites; a copy of the page without it reads as published"),
        Check("MCC-8b", NAME, "orbital cost of energy in the page text", "USD/MWh", read("stale_page_energy_cost"),
              up["energy"], 0.01, "the same placeholder"),
        Check("MCC-9", NAME, "electric power on its heat page", "MW", nameplate, thermal_power, 0.02,
              "area times 22 % of sunlight is more than the nameplate of the same satellites"),
    ]  # fmt: skip
    year = int(case["orbit.reference_year"].magnitude)
    lit = 1.0 - path.annual_dark_fraction(read("altitude"), case["orbit.local_time_of_node"], year)
    stale += [
        Check("MCC-10", NAME, "share of time in sunlight at 550 km", "", read("sun_fraction"), lit, 0.01,
              "the season of eclipses is left out"),
        Check("MCC-11", NAME, "view factor to the Earth, edge-on", "", read("view_factor_code"),
              thermal.edge_on_view_factor(read("altitude")), 0.01, KIRCHHOFF),
    ]  # fmt: skip
    made = [
        Check(key, NAME, what, unit, read(f"published_{name}"), ours.to(unit), tolerance, why)
        for key, what, unit, name, ours, tolerance, why in rows
    ]
    return made + stale


def inputs(case: Case, launch_price: Quantity, ours: Inputs) -> Inputs:
    """Give its inputs in the form of the harmoniser; where it is silent, the report's."""
    read = reader(case, "peers_mccalip")
    shell = [read(f"{part}_cost") for part in ("electrical", "mechanical", "civil", "fit_out")]
    facility = (sum(shell, read("plant_cost") * read("pue"))).to("USD/W")
    size = _needed_power(read) / read("power")
    return replace(
        ours,
        launch_price=launch_price,
        overhead=ONE,
        array_mass=(1.0 / read("specific_power")).to("kg/kW"),
        bus_mass=Quantity(0.0, "kg/kW"),
        structure_share=NOTHING,
        mass_margin=NOTHING,
        array_cost=read("satellite_cost"),
        bus_cost=Quantity(0.0, "USD/W"),
        integration_share=NOTHING,
        development_cost=(read("program_cost") / read("power")).to("USD/W"),
        operations_cost=(read("operations_share") * read("satellite_cost") * size).to("USD/W/year"),
        life=read("years"),
        overprovision=NOTHING,
        failure_rate=read("accelerator_failure_rate"),
        array_degradation=read("cell_degradation"),
        array_efficiency=ONE,
        facility_cost=facility,
        energy_price=grid.fuel_cost(read("gas_price"), read("heat_rate")).to("USD/kWh"),
        power_usage_effectiveness=read("pue"),
        utilisation=read("capacity_factor"),
    )


def physics(case: Case) -> Physics:
    """Size the array up by the share of sunlight, and for the middle of its life; no storage."""
    read = reader(case, "peers_mccalip")
    years = read("years").to("year").magnitude
    return replace(
        no_darkness(case),
        dark_share=1.0 - read("sun_fraction"),
        age=Quantity((years - 1.0) / (2.0 * years), ""),  # the mean of ages 0, 1, ... over the life
    )


def cases(case: Case, ours: Inputs) -> list[PeerCase]:
    """Give its default launch price and the one that the press quotes."""
    read = reader(case, "peers_mccalip")
    total = read("published_ground_total")
    return [
        PeerCase(f"{NAME}, {words}", NAME, (read(f"published_{name}") / total).to(""), BOUNDARY,
             inputs(case, read(price), ours), physics(case))
        for words, name, price in (
            ("$500/kg", "orbital_total", "launch_price"),
            ("$200/kg", "orbital_total_low", "launch_price_low"),
        )
    ]  # fmt: skip
