"""A public workbook of orbital unit economics: capital for each watt, and the cost of effective computing."""

from __future__ import annotations

from dataclasses import replace

from analysis.evidence import Case
from analysis.models import cost, finance, satellite, thermal
from analysis.peers.common import no_darkness
from analysis.peers.harmoniser import NOTHING, ONE, Inputs, PeerCase, Physics
from analysis.peers.ledger import Boundary, Check, Reader, reader
from analysis.units import Quantity

NAME = "jeshap2891"
BOUNDARY = Boundary(
    "capital for each watt",
    frozenset({"launch", "radiator mass", "array and bus", "servers"}),
    frozenset({"facility", "servers"}),
)
GIGAWATT = Quantity(1.0, "GW")
SPACE = Quantity(0.0, "K")
SKY = "the workbook's radiator faces empty space"


def _masses(read: Reader, specific_power: Quantity) -> tuple[Quantity, Quantity]:
    return (
        satellite.mass_at_specific_power(GIGAWATT, specific_power).to("kilotonne"),
        (GIGAWATT / read("radiator_flux") * read("radiator_areal_mass")).to("kilotonne"),
    )


def capital(read: Reader, launch_price: Quantity, specific_power: Quantity) -> Quantity:
    """Capital of a gigawatt in orbit: hardware by the watt, launch of satellites and of radiators."""
    launched = sum(_masses(read, specific_power), Quantity(0.0, "kg")) * launch_price
    return cost.cost_per_power((read("hardware_cost") * GIGAWATT + launched).to("USD"), GIGAWATT)


def checks(case: Case) -> list[Check]:
    """Hold the cached cells against their inputs."""
    read = reader(case, "peers_jeshap")
    bus, radiator = _masses(read, read("specific_power"))
    orbit = capital(read, read("launch_price"), read("specific_power"))
    grid = capital(read, read("grid_launch_price"), read("grid_specific_power"))
    recovery = finance.capital_recovery_factor(read("wacc"), read("life"))
    hardware = (read("hardware_cost") * GIGAWATT).to("USD")
    replaced = cost.replacement_cost(hardware, read("accelerator_failure_rate")) / GIGAWATT
    relaunched = (
        cost.replacement_cost((bus * read("launch_price")).to("USD"), read("accelerator_failure_rate")) / GIGAWATT
    )
    training = (read("flops_utilisation_orbit_inference") / read("flops_utilisation_orbit_training")).to("")
    printed = (read("published_petaflop_hour_training") / read("published_petaflop_hour_inference")).to("")
    charge = (orbit * recovery + replaced + relaunched) / read("published_orbital_yearly")
    ground_charge = (read("ground_capital") * recovery / read("published_ground_yearly")).to("")

    def flux(temperature: float) -> Quantity:
        return thermal.net_flux(Quantity(temperature, "K"), SPACE, read("radiator_emissivity"), ONE)

    warm = thermal.radiator_temperature(
        case["satellite.ai1_peak_power"], case["satellite.ai1_radiator_area"], SPACE, read("radiator_emissivity"), ONE
    )
    unseen = "the sheet's running cost was not seen; {} are {:.0%} of it"
    rows = [
        ("SHA-1a", "capital in orbit for each watt", "USD/W", "orbital_capital", orbit, 1e-4, ""),
        ("SHA-1b", "mass of a gigawatt", "kilotonne", "mass", bus, 2e-3, ""),
        ("SHA-1c", "radiators of a gigawatt", "kilotonne", "radiator_mass", radiator, 2e-3, ""),
        ("SHA-1d", "orbit over ground for each watt", "", "ratio_per_watt", orbit / read("ground_capital"), 0.025,
         "printed to two digits"),
        ("SHA-2a", "orbit over ground, training over inference", "", "", training, 1e-3, ""),
        ("SHA-2b", "accelerator-hour of a petaFLOP, ground", "USD/hour", "petaflop_hour_ground", None, 0.01,
         "the sheet's performance for each watt was not seen"),
        ("SHA-2c", "the same in orbit, inference", "USD/hour", "petaflop_hour_inference", None, 0.01,
         "the sheet's performance for each watt was not seen"),
        ("SHA-3", "capital recovery factor", "1/year", "capital_recovery", recovery, 1e-4, ""),
        ("SHA-4a", "replacement of accelerators", "USD/GW/year", "accelerator_replacement", replaced, 2e-3, ""),
        ("SHA-4b", "launch of the replacements", "USD/GW/year", "relaunch", relaunched, 3e-3,
         "radiators are not launched again"),
        ("SHA-4c", "orbit, a year", "USD/MW/year", "orbital_yearly", None, 0.01,
         unseen.format("capital, replacement and relaunch", float(charge.to("").magnitude))),
        ("SHA-4d", "ground, a year", "USD/MW/year", "ground_yearly", None, 0.01,
         unseen.format("charges on capital", float(ground_charge.magnitude))),
        ("SHA-5a", "orbit over ground at $200/kg and 100 W/kg", "", "grid_ratio", grid / read("ground_capital"), 1e-3,
         ""),
        ("SHA-5b", "orbit over ground with a free launch", "", "floor_ratio",
         read("hardware_cost") / read("ground_capital"), 0.01, "printed to two digits"),
        ("SHA-6a", "radiator, two faces at 300 K", "W/m^2", "flux_300", flux(300.0), 2e-4, SKY),
        ("SHA-6b", "radiator, two faces at 420 K", "W/m^2", "flux_420", flux(420.0), 2e-4, SKY),
        ("SHA-6c", "AI1's radiator", "K", "ai1_temperature", warm, 0.01, SKY),
    ]  # fmt: skip
    published = {"SHA-2a": printed}
    return [
        Check(key, NAME, what, unit,
              published[key] if key in published else _as(read(f"published_{name}"), unit),
              None if ours is None else _as(ours, unit), near, why)
        for key, what, unit, name, ours, near, why in rows
    ]  # fmt: skip


def _as(quantity: Quantity, unit: str) -> Quantity:
    """Read a recovery factor, which the workbook prints as a plain number, as a share of a year."""
    return Quantity(quantity.magnitude, unit) if unit == "1/year" and quantity.dimensionless else quantity.to(unit)


def inputs(case: Case, ours: Inputs) -> Inputs:
    """Give its inputs in the form of the harmoniser; the ground's split into servers and shell is Epoch's."""
    read = reader(case, "peers_jeshap")
    epoch = reader(case, "peers_epoch")
    servers = (epoch("published_servers") * epoch("it_life") / epoch("it_power")).to("USD/W")
    return replace(
        ours,
        launch_price=read("launch_price"),
        overhead=ONE,
        array_mass=(1.0 / read("specific_power")).to("kg/kW"),
        bus_mass=Quantity(0.0, "kg/kW"),
        radiator_areal_mass=read("radiator_areal_mass"),
        structure_share=NOTHING,
        mass_margin=NOTHING,
        array_cost=read("power_cost"),
        bus_cost=read("bus_cost"),
        server_cost=read("compute_cost"),
        integration_share=NOTHING,
        life=read("life"),
        orbit_wacc=read("wacc"),
        overprovision=NOTHING,
        failure_rate=read("accelerator_failure_rate"),
        relaunch=ONE,
        array_efficiency=ONE,
        radiator_temperature=read("published_ai1_temperature"),
        emissivity=read("radiator_emissivity"),
        fin_efficiency=ONE,
        facility_cost=read("ground_capital") - servers,
        ground_server_cost=servers,
        ground_wacc=read("wacc"),
    )


def physics(case: Case) -> Physics:
    """Count neither darkness nor age, and 1,400 W from each square metre facing empty space."""
    read = reader(case, "peers_jeshap")
    formula = thermal.net_flux(read("published_ai1_temperature"), SPACE, read("radiator_emissivity"), ONE)
    factor = (read("radiator_flux") / formula).to("")
    return replace(no_darkness(case), sink_temperature=SPACE, flux_factor=factor)


def cases(case: Case, ours: Inputs) -> list[PeerCase]:
    """Give the capital for each watt, the only ratio of the workbook whose inputs were all seen."""
    read = reader(case, "peers_jeshap")
    ratio = (read("published_orbital_capital") / read("ground_capital")).to("")
    return [PeerCase(f"{NAME}, $1,000/kg", NAME, ratio, BOUNDARY, inputs(case, ours), physics(case))]
