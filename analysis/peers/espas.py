"""Ohs and others: the carbon that a kilogram in orbit costs, by their tool ESpaS, and a processor's share of it."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.peers.ledger import Check, Reader, reader
from analysis.units import Quantity

NAME = "ESpaS"


def launch_emissions(read: Reader) -> Quantity:
    """Emissions of a Falcon 9's launch for its payload: fuel, a share of the first stage, and the second stage."""
    stages = read("first_stage_falcon") / read("first_stage_flights") + read("second_stage_falcon")
    return ((read("fuel_falcon") + stages) / read("payload_falcon")).to("kg/kg")


def processor_on_starship(read: Reader) -> Quantity:
    """Emissions of the processor on a Starship: its energy there, and what is embodied in it.

    What is embodied follows from the two other rows of the same table: on the ground it is what energy leaves over,
    and a Falcon 9 adds the mass of the processor times its emissions of launch and re-entry, which scale to a Starship.
    """
    power = read("cpu_power")
    ground = read("published_cpu_earth") - power * read("published_energy_earth")
    falcon = read("published_cpu_falcon") - power * read("published_energy_falcon")
    carried = (falcon - ground) * (read("published_total_starship") / read("published_total_falcon"))
    return (power * read("published_energy_starship") + ground + carried).to("ug/s")


def checks(case: Case) -> list[Check]:
    """Hold the emissions of two rockets and of a processor against the parts that were seen."""
    read = reader(case, "peers_espas")
    falcon = read("published_launch_falcon") + read("published_reentry_falcon")
    starship = read("launch_starship") + read("reentry_mass")
    unseen = "the mass of the second stage that burns up was not seen"
    rows = [
        ("ESP-1", "emissions of launch, Falcon 9", "kg/kg", "launch_falcon", launch_emissions(read), 3e-3, ""),
        ("ESP-2", "emissions of re-entry, Falcon 9", "kg/kg", "reentry_falcon", None, 0.01, unseen),
        ("ESP-3", "emissions of both, Falcon 9", "kg/kg", "total_falcon", falcon, 1e-9, ""),
        ("ESP-4", "emissions of both, Starship", "kg/kg", "total_starship", starship, 1e-9, "no stage burns up"),
        ("ESP-5", "emissions of a processor, Starship", "ug/s", "cpu_starship", processor_on_starship(read), 5e-3,
         "from its two other rows"),
    ]  # fmt: skip
    return [
        Check(key, NAME, what, unit, read(f"published_{name}"), ours, near, why)
        for key, what, unit, name, ours, near, why in rows
    ]
