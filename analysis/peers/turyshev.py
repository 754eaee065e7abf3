"""Turyshev: what launch and build together may cost for a kilogram if orbit is to cost no more than the ground.

The table of the base case was not seen; its floor follows from an earlier data set.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.evidence import Case
from analysis.models import launch, network, power, thermal
from analysis.peers.common import no_darkness
from analysis.peers.harmoniser import NOTHING, ONE, Inputs, PeerCase, Physics
from analysis.peers.ledger import Boundary, Check, Reader, reader
from analysis.units import Quantity

NAME = "Turyshev"
BOUNDARY = Boundary(
    "launch against the shell", frozenset({"launch", "radiator mass", "server mass"}), frozenset({"facility"})
)
KILOWATT = Quantity(1.0, "kW")
DAY = Quantity(1.0, "day")
UNSEEN = "the inputs of the base case (its Table X) were not seen"


def floor_parts(read: Reader) -> tuple[Quantity, Quantity]:
    """Array and radiator of the floor for each kilowatt: no storage, no losses."""
    array = power.array_power_for_load(read("overhead") * KILOWATT, ONE, 1.0 - read("sun_fraction"), ONE, ONE)
    mass = power.array_mass(array, read("array_specific_power"))
    radiator = read("floor_radiator_area") / read("node_power") * read("radiator_areal_mass")
    return (mass / KILOWATT).to("kg/kW"), radiator.to("kg/kW")


def break_even_relay_price(value: Quantity, data_per_energy: Quantity) -> Quantity:
    """Give the price of relaying a gigabyte at which it takes all that a kilowatt-hour of computing is worth.

    The paper prints $0.0095 and not the worth behind it; at its ceiling of 14.8 GB/kWh that would be 14 cents:

    >>> price = break_even_relay_price(Quantity(0.14, "USD/kWh"), Quantity(14.8, "gigabyte/kWh"))
    >>> print(price.round(4))
    0.0095 US_dollar / gigabyte
    """
    return (value / data_per_energy).to("USD/gigabyte")


def checks(case: Case) -> list[Check]:
    """Hold the paper and its sequel against what was seen of their inputs."""
    read = reader(case, "peers_turyshev")
    none = Quantity(0.0, "USD/W")
    array, radiator = floor_parts(read)
    falcon = launch.price_per_mass(read("falcon9_price"), read("falcon9_payload"))
    allowed = {
        end: launch.allowed_launch_and_build_price(read(f"ground_cost_{end}"), none, read("specific_mass_example"))
        for end in ("low", "high")
    }

    def penalty(rate: Quantity) -> Quantity:
        return launch.lifetime_penalty(rate, read("mission_life"))

    def ceiling(size: float) -> Quantity:
        mean_rate = read("published_gamma_1mw") * read("node_power")
        return network.gate(mean_rate, ONE, Quantity(size, "MW"))

    def upmass(end: str) -> Quantity:
        return (read(f"published_resupply_{end}") * Quantity(1.0, "GW")).to("tonne/day")

    step = (read("price_step") * read("specific_mass_example")).to("USD/kW")
    unburdened = launch.allowed_launch_and_build_price(read("ground_cost_low"), none, read("specific_mass_example"))
    burdened = launch.allowed_launch_and_build_price(
        read("ground_cost_low"), read("burden_step"), read("specific_mass_example")
    )
    energy_2023 = (case["grid.us_energy_2023"]).to("GW")
    cheap, dear = (
        break_even_relay_price(case.nominal(f"grid.gas_power_price_{end}"), read("published_gamma_1mw"))
        for end in ("low", "high")
    )
    relay = (
        "the worth of a kilowatt-hour behind it was not seen; what power from gas on the site costs gives "
        f"${cheap.magnitude:.4f} to ${dear.magnitude:.4f}"
    )
    gate = "gigabyte/kWh"
    rows: list[tuple[str, str, str, str, Quantity | None, float, str]] = [
        ("TUR-1a", "array of a megawatt", "m^2", "array_area", None, 0.01, UNSEEN),
        ("TUR-1b", "radiator of a megawatt", "m^2", "radiator_area", None, 0.01, UNSEEN),
        ("TUR-1c", "array, storage and radiator", "kg/kW", "subsystem_mass", None, 0.01, UNSEEN),
        ("TUR-2a", "mass of a kilowatt, low", "kg/kW", "specific_mass_low", None, 0.01, UNSEEN),
        ("TUR-2b", "mass of a kilowatt, high", "kg/kW", "specific_mass_high", None, 0.01, UNSEEN),
        ("TUR-3a", "price allowed for launch and build, low", "USD/kg", "allowed_price_low", allowed["low"], 1e-9, ""),
        ("TUR-3b", "price allowed for launch and build, high", "USD/kg", "allowed_price_high", allowed["high"], 1e-9,
         ""),
        ("TUR-3c", "a kilowatt for each $100/kg", "USD/kW", "price_step", step, 1e-9, ""),
        ("TUR-3d", "allowance that $1,000/kW of links takes", "USD/kg", "burden_step", unburdened - burdened, 1e-9, ""),
        ("TUR-4a", "Falcon 9, price of a kilogram", "USD/kg", "falcon9_per_mass", falcon, 5e-3, ""),
        ("TUR-4b", "Falcon 9 over the allowance, low", "", "overshoot_low",
         launch.price_overshoot(falcon, allowed["high"]), 0.015, "build is left out of the comparison"),
        ("TUR-4c", "Falcon 9 over the allowance, high", "", "overshoot_high",
         launch.price_overshoot(falcon, allowed["low"]), 0.015, "build is left out of the comparison"),
        ("TUR-5a", "lifetime penalty at 0.10 a year", "", "penalty", penalty(read("hazard")), 2e-3, ""),
        ("TUR-5b", "lifetime penalty at 0.20 a year", "", "penalty_high", penalty(read("hazard_high")), 2e-3, ""),
        ("TUR-5c", "lifetime penalty with obsolescence", "", "penalty_obsolescence",
         penalty(read("hazard") + read("obsolescence")), 2e-3, ""),
        ("TUR-6a", "bytes for each unit of energy, 0.1 MW", gate, "gamma_100kw", ceiling(0.1), 5e-3,
         "from its value at 1 MW"),
        ("TUR-6b", "bytes for each unit of energy, 1 MW", gate, "gamma_1mw", None, 5e-3,
         "the share of time with a ground station in view was not seen"),
        ("TUR-6c", "bytes for each unit of energy, 10 MW", gate, "gamma_10mw", ceiling(10.0), 5e-3,
         "from its value at 1 MW"),
        ("TUR-7", "data centres of the United States, 2023", "GW", "us_power_2023", energy_2023, 5e-3, ""),
        ("TUR-8", "floor: array and radiator", "kg/kW", "floor_mass", array + radiator, 5e-3,
         "from an earlier data set"),
        ("TUR-9a", "upmass to keep a gigawatt, low", "tonne/day", "gigawatt_upmass_low", upmass("low"), 5e-3, ""),
        ("TUR-9b", "upmass to keep a gigawatt, high", "tonne/day", "gigawatt_upmass_high", upmass("high"), 5e-3, ""),
        ("TUR-11", "relay price of break-even", "USD/gigabyte", "relay_price", None, 0.01, relay),
        ("TUR-10", "robotic operations, low", "1/MW/year", "operations_low", None, 0.01,
         "a simulation that was not seen"),
    ]  # fmt: skip
    return [
        Check(key, NAME, what, unit, read(f"published_{name}"), ours, near, why)
        for key, what, unit, name, ours, near, why in rows
    ]


def inputs(case: Case, end: str, ours: Inputs) -> Inputs:
    """Give its inputs in the form of the harmoniser: array and radiator of the floor, the rest of 40 kg/kW as bus."""
    read = reader(case, "peers_turyshev")
    array, radiator = floor_parts(read)
    return replace(
        ours,
        launch_price=launch.price_per_mass(read("falcon9_price"), read("falcon9_payload")),
        overhead=read("overhead"),
        array_mass=(1.0 / read("array_specific_power")).to("kg/kW"),
        bus_mass=(read("specific_mass_example") - array - radiator).to("kg/kW"),
        server_mass=Quantity(0.0, "kg/kW"),  # within the fixed mass of the node
        radiator_areal_mass=read("radiator_areal_mass"),
        structure_share=NOTHING,
        mass_margin=NOTHING,
        life=read("mission_life"),
        array_efficiency=ONE,
        radiator_temperature=read("radiator_temperature"),
        facility_cost=read(f"ground_cost_{end}").to("USD/W"),
    )


def physics(case: Case) -> Physics:
    """Give a share of darkness without storage, its floor's radiator area, and no age."""
    read = reader(case, "peers_turyshev")
    base = no_darkness(case)
    fins = case["thermal.radiator_emissivity"], case["thermal.radiator_fin_efficiency"]
    formula = thermal.net_flux(read("radiator_temperature"), base.sink_temperature, *fins)
    stated = read("overhead") * read("node_power") / read("floor_radiator_area")
    return replace(base, dark_share=1.0 - read("sun_fraction"), flux_factor=(stated / formula).to(""))


def cases(case: Case, ours: Inputs) -> list[PeerCase]:
    """Give both ends of its comparison: the launch price of a Falcon 9 over what may be spent."""
    read = reader(case, "peers_turyshev")
    return [
        PeerCase(f"{NAME}, shell at {words}", NAME, read(f"published_overshoot_{name}"), BOUNDARY,
             inputs(case, end, ours), physics(case), tolerance=0.015)
        for words, name, end in (("$40/W", "low", "high"), ("$10/W", "high", "low"))
    ]  # fmt: skip
