"""Starcloud's white paper of 2024: ten years of energy, cooling and backup against array, launch and shielding.

Servers, bus, radiator, operations and replacement are outside; the launch is one flight for everything.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.evidence import Case
from analysis.models import cost, launch, orbit, thermal
from analysis.peers.common import no_darkness
from analysis.peers.harmoniser import NOTHING, ONE, Inputs, PeerCase, Physics
from analysis.peers.ledger import Boundary, Check, reader
from analysis.units import Quantity

NAME = "Starcloud"
BOUNDARY = Boundary(
    "array and launch against energy",
    frozenset({"launch", "radiator mass", "server mass", "array and bus"}),
    frozenset({"energy", "facility"}),
)
TO_YEAR = Quantity(1.0, "operating_year/year")
HOURS = Quantity(8760.0, "hour")
OVERHEAD_SUN = Quantity(0.0, "degree")


def heat(case: Case) -> dict[str, Quantity]:
    """Heat of a square metre of its radiator: given off, taken in, and what is left by its count and by physics."""
    read = reader(case, "peers_starcloud")
    emissivity, absorptivity, view = (
        read(name) for name in ("radiator_emissivity", "radiator_absorptivity", "earth_view_factor")
    )
    emitted = 2.0 * thermal.emitted_flux(read("radiator_temperature"), emissivity)
    sun = thermal.absorbed_sunlight(read("solar_constant"), absorptivity, OVERHEAD_SUN)
    glow = thermal.emitted_flux(case["peers_orbitalthermal.starcloud_earth_temperature"], ONE)
    mirrored = thermal.absorbed_albedo(read("solar_constant"), case["physics.earth_albedo"], view, absorptivity, ONE)
    earth = thermal.absorbed_infrared(glow, view, absorptivity) + mirrored
    true_earth = thermal.absorbed_infrared(glow, view, emissivity) + mirrored
    return {
        "emitted": emitted,
        "sun": sun,
        "earth": earth,
        "net": emitted - sun - earth,
        "true_earth": true_earth,
        "true_net": emitted - sun - true_earth,
    }


def checks(case: Case) -> list[Check]:
    """Hold the paper's table and its heat balance against their inputs."""
    read = reader(case, "peers_starcloud")
    flow = heat(case)
    energy = (read("power") * read("life") * TO_YEAR).to("kWh")
    counted = [read(f"published_space_{part}") for part in ("array", "launch", "shielding")]
    ground = [read(f"published_ground_{part}") for part in ("energy", "cooling", "backup")]
    per_mass = launch.price_per_mass(read("launch_price_launch"), read("launch_payload"))
    racks = (read("racks_per_launch") * read("rack_mass")).to("tonne")
    payload = (read("launch_payload") * Quantity(1.0, "launch")).to("tonne")
    year = int(case["orbit.reference_year"].magnitude)
    at = case["orbit.reference_altitude"], case["orbit.local_time_of_node"]
    lit = 1.0 - orbit.annual_dark_fraction(*at, year)
    flux = "W/m^2"
    kirchhoff = "the Earth's infrared meets the emissivity, 0.92, not the absorptivity for sunlight, 0.09"
    rows = [
        ("STAR-1a", "heat emitted", flux, read("published_emitted"), flow["emitted"], 1e-4, ""),
        ("STAR-1b", "sunlight absorbed", flux, read("published_sun"), flow["sun"], 1e-4, ""),
        ("STAR-1c", "heat from the Earth absorbed", flux, read("published_earth"), flow["earth"], 1e-3, ""),
        ("STAR-1d", "net heat by its own count", flux, read("published_net"), flow["net"], 2e-4, ""),
        ("STAR-1e", "net heat by physics", flux, read("published_net"), flow["true_net"], 2e-4, kirchhoff),
        ("STAR-2", "net heat as orbital-thermal corrects it", flux,
         case["peers_orbitalthermal.published_starcloud_net"], flow["true_net"], 2e-4, ""),
        ("STAR-3", "energy for ten years on the ground", "USD", read("published_ground_energy"),
         energy * read("electricity_price"), 2e-3, ""),
        ("STAR-3b", "ground total", "USD", read("published_ground_total"), cost.total_capital(ground), 1e-6, ""),
        ("STAR-3c", "space total", "USD", read("published_space_total"), cost.total_capital(counted), 1e-6, ""),
        ("STAR-4", "cost of energy in space", "USD/kWh", read("published_energy_cost"),
         cost.total_capital(counted[:2]) / energy, 0.005, "array and launch only"),
        ("STAR-5a", "launch price in the text", "USD/kg", read("published_launch_price"), per_mass, 0.01,
         "$5 million over 100 t is $50/kg, not $30"),
        ("STAR-5b", "array in the table", "USD", read("published_space_array"), read("array_price") * read("power"),
         0.05,
         "$0.03/W times 40 MW is $1.2 million, not $2 million"),
        ("STAR-5c", "what one launch carries", "tonne", payload, racks, 0.05, "300 racks alone weigh four payloads"),
        ("STAR-6", "array power for each square metre", flux, read("published_area_power"),
         read("array_power") / read("array_side") ** 2, 1e-6, ""),
        ("STAR-7", "share of time in sunlight, at least", "", read("published_sun_share"), lit, 0.01, "at 600 km"),
    ]  # fmt: skip
    return [
        Check(k, NAME, what, unit, theirs, ours.to(unit), near, why) for k, what, unit, theirs, ours, near, why in rows
    ]


def inputs(case: Case, ours: Inputs) -> Inputs:
    """Give its inputs in the form of the harmoniser: one launch for all, and the array as its table prints it."""
    read = reader(case, "peers_starcloud")
    size = read("power")
    mass = (read("launch_payload") * Quantity(1.0, "launch") / size).to("kg/kW")
    cooling = (read("published_ground_cooling") / read("published_ground_energy")).to("")
    return replace(
        ours,
        launch_price=launch.price_per_mass(read("launch_price_launch"), read("launch_payload")),
        overhead=ONE,
        array_mass=mass,
        bus_mass=Quantity(0.0, "kg/kW"),
        server_mass=Quantity(0.0, "kg/kW"),  # on the same launch
        radiator_areal_mass=Quantity(0.0, "kg/m^2"),
        structure_share=NOTHING,
        mass_margin=NOTHING,
        array_cost=(read("published_space_array") / size).to("USD/W"),
        bus_cost=(read("published_space_shielding") / size).to("USD/W"),
        integration_share=NOTHING,
        life=read("life"),
        array_efficiency=ONE,
        radiator_temperature=read("radiator_temperature"),
        emissivity=read("radiator_emissivity"),
        fin_efficiency=ONE,
        facility_cost=(read("published_ground_backup") / size).to("USD/W"),
        energy_price=read("electricity_price"),
        power_usage_effectiveness=ONE + cooling,
        utilisation=ONE,
    )


def physics(case: Case) -> Physics:
    """Count neither darkness nor age, and the Earth's infrared with the absorptivity for sunlight."""
    flow = heat(case)
    emissivity = case["peers_starcloud.radiator_emissivity"]
    sink = thermal.equivalent_sink_temperature(flow["sun"] + flow["earth"], emissivity)
    return replace(no_darkness(case), sink_temperature=sink)


def cases(case: Case, ours: Inputs) -> list[PeerCase]:
    """Give its table."""
    read = reader(case, "peers_starcloud")
    ratio = (read("published_space_total") / read("published_ground_total")).to("")
    return [PeerCase(f"{NAME}, 2024", NAME, ratio, BOUNDARY, inputs(case, ours), physics(case))]
