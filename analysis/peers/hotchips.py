"""A study of hot chips: how the radiator of 100 MW shrinks with the temperature that the semiconductor bears."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import thermal
from analysis.peers.harmoniser import ONE
from analysis.peers.ledger import Check, reader
from analysis.units import Quantity

NAME = "Praj-23-data"
SILICON, DIAMOND = 0, -1
MATERIALS = ("silicon", "gallium nitride", "silicon carbide", "gallium oxide", "diamond")


def area(case: Case, temperature: Quantity) -> Quantity:
    """Give the panel that sheds the study's heat with both faces to empty space."""
    read = reader(case, "peers_hotchips")
    flux = thermal.net_flux(temperature, read("sink_temperature"), read("emissivity"), ONE)
    return (read("heat") / flux).to("m^2")


def checks(case: Case) -> list[Check]:
    """Hold the area and mass of each material at its highest temperature, and the baseline with warm water."""
    read = reader(case, "peers_hotchips")
    roots = [limit - read("temperature_drop") for limit in read("junction_limit").to("K")]
    areas = [area(case, root) for root in roots]
    rows: list[tuple[str, str, Quantity, Quantity, float]] = []
    for material, ours, printed, weighed in zip(
        MATERIALS, areas, read("published_areas"), read("published_masses"), strict=True
    ):
        mass = thermal.radiator_mass(ours, read("areal_mass"))
        rows.append((f"radiator of 100 MW, {material}", "m^2", printed, ours, 1e-3))
        rows.append((f"radiator of 100 MW, {material}", "kg", weighed, mass, 1e-3))
    warm, hot = (area(case, read(f"{end}_temperature").to("K")) for end in ("coolest", "hottest"))
    rows += [
        ("silicon's radiator over diamond's", "", read("published_reduction"), areas[SILICON] / areas[DIAMOND], 7e-3),
        ("radiator of 100 MW at 40 °C", "m^2", read("published_baseline_area"), warm, 5e-3),
        ("radiator at 40 °C over that at 1,000 °C", "", read("published_sweep"), warm / hot, 2e-3),
    ]
    return [
        Check(f"HC-{number}", NAME, what, unit, theirs, ours.to(unit), near, "each temperature is the chip's limit")
        for number, (what, unit, theirs, ours, near) in enumerate(rows, start=1)
    ]
