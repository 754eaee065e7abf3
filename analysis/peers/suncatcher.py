"""Google's Suncatcher: the launch of a communications satellite's power, compared with the power bill on the ground.

Its boundary is one line on either side. No build, no servers, no radiator for their heat, no interest.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.evidence import Case
from analysis.models import launch, network, power
from analysis.peers.common import no_darkness
from analysis.peers.harmoniser import ONE, Inputs, PeerCase
from analysis.peers.ledger import Boundary, Check, reader
from analysis.units import Quantity

NAME = "Suncatcher"
BOUNDARY = Boundary("launch against power", frozenset({"launch"}), frozenset({"energy"}))
ROUNDED = "the paper rounds"


def launched_price(case: Case, satellite: str, price: str) -> Quantity:
    """Price of launching a kilowatt, spread over its years, for one of the paper's satellites and launch prices."""
    read = reader(case, "peers_suncatcher")
    return launch.launched_power_price(
        read(f"{satellite}_mass"), read(f"launch_price_{price}"), read(f"{satellite}_power"), read("service_life")
    )


def power_spend(case: Case, end: str) -> Quantity:
    """Yearly spend on power of a kilowatt of servers on the ground, at the low or the high end of the paper's range."""
    read = reader(case, "peers_suncatcher")
    hours = Quantity(1.0, "operating_year/year")
    return (read(f"electricity_price_{end}") * read(f"pue_{end}") * hours).to("USD/kW/year")


def mass_to_price(case: Case, price: str) -> Quantity:
    """Cumulative mass at which the paper's learning curve reaches a price."""
    read = reader(case, "peers_suncatcher")
    return launch.output_to_reach_price(
        read("learning_start_price"), read("learning_start_mass"), read(f"launch_price_{price}"), read("learning_rate")
    )


def satellite_power(case: Case) -> Quantity:
    """Power of the reference satellite from the area of its array."""
    read = reader(case, "peers_suncatcher")
    areal = power.array_areal_power(
        read("irradiance"), read("cell_efficiency"), read("packing_factor"), Quantity(0.0, "degree"), ONE
    )
    return (read("v2_mini_array_area") * areal).to("kW")


def checks(case: Case) -> list[Check]:
    """Hold every printed value against its own inputs."""
    read = reader(case, "peers_suncatcher")
    each = "USD/kW/year"
    gain = network.in_decibels(network.aperture_gain(read("aperture"), read("wavelength"), read("aperture_efficiency")))
    upsets = [
        network.inferences_per_event(read("inference_rate"), read("dose_rate"), read(f"dose_per_silent_error_{end}"))
        for end in ("low", "high")
    ]
    flights = launch.launches_needed(mass_to_price(case, "future"), read("starship_payload"))
    rows = [
        ("SUN-1", "V2 mini launched at $3,600/kg", each, "v2_mini_today", launched_price(case, "v2_mini", "today"),
         0.015),
        ("SUN-2", "V2 mini launched at $200/kg", each, "v2_mini_future", launched_price(case, "v2_mini", "future"),
         0.015),
        ("SUN-3a", "V1 launched at $3,600/kg", each, "v1_today", launched_price(case, "v1", "today"), 0.015),
        ("SUN-3b", "V1 launched at $200/kg", each, "v1_future", launched_price(case, "v1", "future"), 0.015),
        ("SUN-6", "V2 mini launched at $300/kg", each, "v2_mini_middle", launched_price(case, "v2_mini", "middle"),
         0.03),
        ("SUN-7a", "power spend on the ground, low", each, "ground_low", power_spend(case, "low"), 0.025),
        ("SUN-7b", "power spend on the ground, high", each, "ground_high", power_spend(case, "high"), 0.025),
        ("SUN-8a", "mass to reach $200/kg", "tonne", "mass_to_parity_price", mass_to_price(case, "future"), 0.01),
        ("SUN-8b", "mass to reach $300/kg", "tonne", "mass_to_middle_price", mass_to_price(case, "middle"), 0.01),
        ("SUN-9", "flights to reach $200/kg", "launch", "flights_to_parity", flights, 0.03),
        ("SUN-10", "power of V2 mini", "kW", "v2_mini_power", satellite_power(case), 0.015),
        ("SUN-11", "inferences for each silent error", "", "inferences_per_error", upsets[0], 0.02),
        ("SUN-12", "gain of an optical terminal (dB)", "", "antenna_gain", gain, 0.001),
    ]  # fmt: skip
    notes = {"SUN-11": "at the higher of its two error rates; the lower gives 4.2 million", "SUN-9": "printed as about"}
    return [
        Check(key, NAME, what, unit, read(f"published_{name}"), ours, tolerance, notes.get(key, ROUNDED))
        for key, what, unit, name, ours, tolerance in rows
    ]


def cases(case: Case, ours: Inputs) -> list[PeerCase]:
    """Give its two ends: today's launch price and the one it waits for, both against the low end of power spend."""
    read = reader(case, "peers_suncatcher")
    stated = replace(
        ours,
        overhead=ONE,
        array_mass=(read("v2_mini_mass") / read("v2_mini_power")).to("kg/kW"),
        bus_mass=Quantity(0.0, "kg/kW"),
        structure_share=0.0 * ONE,
        mass_margin=0.0 * ONE,
        array_efficiency=ONE,
        life=read("service_life"),
        energy_price=read("electricity_price_low"),
        power_usage_effectiveness=read("pue_low"),
        utilisation=ONE,
    )
    ends = [("today", "$3,600/kg"), ("future", "$200/kg")]
    return [
        PeerCase(
            f"{NAME}, {words}",
            NAME,
            (read(f"published_v2_mini_{price}") / read("published_ground_low")).to(""),
            BOUNDARY,
            replace(stated, launch_price=read(f"launch_price_{price}")),
            no_darkness(case),
            tolerance=0.02,  # both sides are rounded in print
        )
        for price, words in ends
    ]
