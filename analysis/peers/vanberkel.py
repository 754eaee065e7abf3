"""van Berkel: launch is cheap, the network is not. Bandwidth across the middle of a cluster in orbit."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import network, power, satellite, thermal
from analysis.peers.harmoniser import ONE
from analysis.peers.ledger import Check, reader
from analysis.units import Quantity

NAME = "van Berkel"
SPACE = Quantity(0.0, "K")


def checks(case: Case) -> list[Check]:
    """Hold launch, power, radiator and bisection against their inputs."""
    read = reader(case, "peers_vanberkel")
    mass = satellite.mass_at_specific_power(read("power"), read("specific_power"))
    flat = network.torus_bisection(read("torus_side_short") * read("torus_side_long"), read("link_rate"), 2.0 * ONE)
    # the ratio is that of the 8,000 satellites themselves, before the side of their square is rounded to 90
    count = (read("satellites") / Quantity(1.0, "satellite")).to("")
    square = network.torus_bisection(count, read("link_rate"), 2.0 * ONE)
    solid = network.torus_bisection(read("cube_side") ** 3, read("link_rate"), 3.0 * ONE)
    ports = (read("satellites") * read("clos_ports") / Quantity(1.0, "satellite")).to("")
    # oversubscription of two halves the bandwidth once more; the paper divides by two only once
    clos = network.clos_bisection(ports, read("clos_link_rate"), ONE)
    hot = thermal.radiator_area(read("v2_mini_power"), read("radiator_temperature"), SPACE, ONE, ONE, faces=1)
    areal = power.array_areal_power(read("irradiance"), read("cell_efficiency"), ONE, Quantity(0.0, "degree"), ONE)

    def arrays(name: str) -> Quantity:
        return (read(f"{name}_array_area") * areal).to("kW")

    rows = [
        ("VB-1", "launch of a gigawatt", "USD", read("published_launch_cost"), mass * read("launch_price"), 1e-9, ""),
        ("VB-2", "flights for a gigawatt", "launch", read("published_flights"), mass / read("starship_payload"), 1e-9,
         ""),
        ("VB-3a", "power of V1", "kW", read("v1_power"), arrays("v1"), 0.05, ""),
        ("VB-3b", "power of V2 mini", "kW", read("v2_mini_power"), arrays("v2_mini"), 0.05, ""),
        ("VB-3c", "power of V3", "kW", read("v3_power"), arrays("v3"), 0.05, ""),
        ("VB-4", "radiator surface for 40 kW", "m^2", read("published_radiator_area"), hot, 0.02, "black, empty sky"),
        ("VB-5a", "bandwidth across the middle, ground", "TB/s", read("published_bisection_clos"), clos, 1e-9,
         "without the oversubscription of two that its text names; with it, half"),
        ("VB-5b", "bandwidth across the middle, flat torus", "TB/s", read("published_bisection_flat"), flat, 0.01, ""),
        ("VB-5c", "bandwidth across the middle, solid torus", "TB/s", read("published_bisection_solid"), solid, 1e-6,
         ""),
        ("VB-6a", "ground over flat torus", "", read("published_ratio_flat"),
         network.bandwidth_ratio(read("published_bisection_clos"), square), 1e-4, ""),
        ("VB-6b", "ground over solid torus", "", read("published_ratio_solid"),
         network.bandwidth_ratio(read("published_bisection_clos"), read("published_bisection_solid")), 1e-3, ""),
        ("VB-7", "delay across the flat torus", "microsecond", read("published_latency_flat"), None, 0.01,
         "distances between neighbours were not seen"),
    ]  # fmt: skip
    return [
        Check(key, NAME, what, unit, theirs, None if ours is None else ours.to(unit), near, why)
        for key, what, unit, theirs, ours, near, why in rows
    ]
