"""The open package odc: the closest to a full boundary, with presets from sceptic to optimist.

It sizes array, battery and radiator from the load, charges capital by the month and counts spares and downtime.
Development is left out. Its darkness is 35 minutes a day, which is one revolution's, not a day's.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.evidence import Case
from analysis.models import cost, finance, orbit
from analysis.peers import harmoniser
from analysis.peers.harmoniser import MONTH, NOTHING, ONE, Inputs, PeerCase, Physics
from analysis.peers.ledger import FULL, Boundary, Check, Reader, reader
from analysis.units import Quantity

NAME = "odc"
BOUNDARY = Boundary("all but development", FULL.orbit - {"development"}, FULL.ground)
DAY = Quantity(24.0, "hour")
HOURS = Quantity(8760.0, "hour/year")
# A preset takes what it does not change from the one it is built on.
BASED_ON = {"early": "today", "skeptic": "today", "sa26": "today", "optimist": "mature", "spacex_2027": "optimist"}
PRESETS = ("today", "mature", "skeptic", "optimist")  # the ends of its range and its brackets; the others lie between


class Preset:
    """The records of one preset; what it does not state is its parent's, and what the parent does not is common."""

    def __init__(self, case: Case, name: str) -> None:
        self.read: Reader = reader(case, "peers_odc")
        self.known = {key.removeprefix("peers_odc.") for key in case if key.startswith("peers_odc.")}
        self.name = name

    def __call__(self, what: str) -> Quantity:
        """Give one number of the preset."""
        preset: str | None = self.name
        while preset:
            if f"{what}_{preset}" in self.known:
                return self.read(f"{what}_{preset}")
            preset = BASED_ON.get(preset)
        return self.read(what if what in self.known else f"{what}_today")


def physics(case: Case) -> Physics:
    """Darkness of 35 minutes a day, heat from the temperature, and the array sized for the end of its life."""
    read = reader(case, "peers_odc")
    return Physics(
        dark_share=(read("eclipse_per_day") / DAY).to(""),
        dark_time=read("eclipse_per_day"),
        storage_efficiency=read("round_trip_efficiency"),
        sink_temperature=read("sink_temperature"),
        flux_factor=ONE,
        age=ONE,
    )


def true_darkness(case: Case) -> Physics:
    """Give the same with the longest eclipse of the reference orbit."""
    at = case["orbit.reference_altitude"], case["orbit.local_time_of_node"]
    year = int(case["orbit.reference_year"].magnitude)
    return replace(
        physics(case),
        dark_share=orbit.largest_eclipse_fraction(*at, year),
        dark_time=orbit.largest_eclipse_duration(*at, year),
    )


def inputs(case: Case, preset: str, ours: Inputs | None = None) -> Inputs:
    """Give a preset in the form of the harmoniser, per installed power; the package counts some per sold.

    It is silent on development alone: that costs what ours does, or nothing where nobody counts it.
    """
    of = Preset(case, preset)
    spare, ground_spare = ONE + of("overprovision"), ONE + of("ground_overprovision")
    stated = Inputs(
        launch_price=of("launch_price"),
        overhead=ONE + of("overhead"),
        array_mass=(1.0 / of("array_specific_power")).to("kg/kW"),
        bus_mass=(of("shield_mass") / spare).to("kg/kW"),
        server_mass=of("it_specific_mass"),
        radiator_areal_mass=of("radiator_areal_mass"),
        battery_specific_energy=of("battery_specific_energy"),
        structure_share=NOTHING,
        mass_margin=of("structure_share"),
        array_cost=of("array_cost"),
        battery_cost=of("battery_cost"),
        bus_cost=((of("avionics_cost") + of("integration_cost")) / spare).to("USD/W"),
        radiator_cost=of("radiator_cost"),
        server_cost=of("it_cost"),
        development_cost=Quantity(0.0, "USD/W") if ours is None else ours.development_cost,
        integration_share=NOTHING,
        insurance_share=of("insurance_share"),
        operations_cost=(of("operations_cost") / spare).to("USD/W/year"),
        life=of("life"),
        orbit_wacc=of("wacc_space"),
        overprovision=of("overprovision"),
        failure_rate=Quantity(0.0, "1/year"),
        relaunch=NOTHING,
        availability=of("radiation_availability") * (ONE - of("compute_overhead")),
        array_degradation=of("degradation"),
        array_efficiency=of("pointing"),
        depth_of_discharge=of("depth_of_discharge"),
        radiator_temperature=of("radiator_temperature"),
        emissivity=of("emissivity"),
        fin_efficiency=of("fin_efficiency"),
        facility_cost=(of("ground_facility_cost") / ground_spare).to("USD/W"),
        facility_life=of("ground_facility_life"),
        ground_server_cost=of("it_cost"),
        ground_server_life=of("it_life"),
        ground_wacc=of("wacc_ground"),
        energy_price=of("ground_electricity_price").to("USD/kWh"),
        power_usage_effectiveness=of("ground_pue"),
        utilisation=of("utilisation") / ground_spare,
        ground_operations_cost=(of("ground_operations_cost") / ground_spare).to("USD/W/year"),
        ground_overprovision=of("ground_overprovision"),
        ground_availability=ONE - of("ground_compute_overhead"),
    )
    return replace(stated, insurance_share=_share_of_all(stated, physics(case), of("integration_cost") / spare))


def _share_of_all(stated: Inputs, how: Physics, uninsured: Quantity) -> Quantity:
    """Turn a premium on all but integration into one on everything that the harmoniser insures."""
    lines = harmoniser.bill(stated, how).capital
    insured = cost.total_capital([line for name, line in lines.items() if name != "development"])
    left_out = (uninsured * harmoniser.KILOWATT).to("USD")
    return (stated.insurance_share * (insured - left_out) / insured).to("")


def results(case: Case, preset: str, how: Physics) -> dict[str, Quantity]:
    """Rebuild what the package prints for a preset."""
    of, its = Preset(case, preset), inputs(case, preset)
    bill = harmoniser.bill(its, how)
    spare = ONE + its.overprovision
    sold = harmoniser.KILOWATT / spare
    built = cost.total_capital([line for name, line in bill.capital.items() if name != "development"])
    capital = built * (ONE + its.insurance_share)
    ground = bill.ground_capital["servers"] + bill.ground_capital["facility"]
    ground_sold = harmoniser.KILOWATT / (ONE + its.ground_overprovision)
    mass = sum(harmoniser.masses(its, how).values(), Quantity(0.0, "kg"))
    space, earth = harmoniser.orbit_cost(BOUNDARY, bill), harmoniser.ground_cost(BOUNDARY, bill)
    hour = of("accelerator_power") / (harmoniser.KILOWATT * HOURS)
    launches = sum((bill.capital[name] for name in ("launch", "radiator mass", "server mass")), Quantity(0.0, "USD"))
    recovery = finance.capital_recovery_factor(its.orbit_wacc, its.life, MONTH)
    # what may be spent on capital when a sold hour costs as much as on the ground
    affordable = (earth * its.availability / spare - bill.running["operations"]) / recovery
    premium = Preset(case, preset)("insurance_share")
    without = (capital - launches * (ONE + premium)) / (ONE + premium)
    return {
        "dry_mass": (mass / sold).to("tonne/MW"),
        "capital": (capital / sold).to("USD/MW"),
        "ground_capital": (ground / ground_sold).to("USD/MW"),
        "ratio": (space / earth).to(""),
        "hour_space": (space * hour).to("USD/GPU/hour"),
        "hour_ground": (earth * hour).to("USD/GPU/hour"),
        "break_even": cost.break_even_launch_price_of_capital(affordable / (ONE + premium), without, mass),
    }


_WORDS = {
    "dry_mass": ("dry mass", "tonne/MW", 0.002),
    "capital": ("capital in space", "USD/MW", 0.012),
    "ground_capital": ("capital on the ground", "USD/MW", 0.015),
    "ratio": ("orbit over ground", "", 0.005),
    "hour_space": ("accelerator-hour in space", "USD/GPU/hour", 0.003),
    "hour_ground": ("accelerator-hour on the ground", "USD/GPU/hour", 0.003),
    "break_even": ("launch price of parity", "USD/kg", 0.005),
}


def checks(case: Case) -> list[Check]:
    """Hold the executed package against our rebuilding of it."""
    read = reader(case, "peers_odc")
    rows = []
    for number, preset in ((2, "today"), (3, "early"), (4, "mature"), (9, "sa26"), (10, "spacex_2027")):
        ours = results(case, preset, physics(case))
        rows += [
            Check(f"ODC-{number}{letter}", NAME, f"{what}, {preset.upper()}", unit, read(f"published_{name}_{preset}"),
                  ours[name], tolerance, "printed to two or three digits")
            for letter, (name, (what, unit, tolerance)) in zip("abcdefg", _WORDS.items(), strict=True)
        ]  # fmt: skip
    for number, preset in ((5, "optimist"), (6, "skeptic")):
        ratio = results(case, preset, physics(case))["ratio"]
        rows.append(
            Check(f"ODC-{number}", NAME, f"orbit over ground, {preset.upper()}", "", read(f"published_ratio_{preset}"),
                  ratio, 0.03, "printed to two digits")
        )  # fmt: skip
    why = "35 minutes is one revolution with the Sun in the orbit's plane; the darkest day of a 600 km orbit has hours"
    for number, preset in ((7, "today"), (8, "mature")):
        dark = results(case, preset, true_darkness(case))["ratio"]
        rows += [
            Check(f"ODC-{number}a", NAME, f"orbit over ground with the true eclipses, {preset.upper()}", "",
                  read(f"corrected_ratio_{preset}"), dark, 0.01, "the package run with the corrected darkness"),
            Check(f"ODC-{number}b", NAME, f"orbit over ground, {preset.upper()}, against the true eclipses", "",
                  read(f"published_ratio_{preset}"), dark, 0.005, why),
        ]  # fmt: skip
    return rows


def cases(case: Case, ours: Inputs) -> list[PeerCase]:
    """Give the four presets."""
    read = reader(case, "peers_odc")
    return [
        PeerCase(f"{NAME}, {preset.upper()}", NAME, read(f"published_ratio_{preset}"), BOUNDARY,
             inputs(case, preset, ours), physics(case), tolerance=0.03)
        for preset in PRESETS
    ]  # fmt: skip
