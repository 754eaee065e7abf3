"""AI1 as announced in June 2026, and the arithmetic that press and analysts made of it."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import power, satellite, thermal
from analysis.peers.harmoniser import ONE
from analysis.peers.ledger import Check, reader
from analysis.units import Quantity

NAME = "AI1"
ONE_SATELLITE = Quantity(1.0, "satellite")
GIGAWATT = Quantity(1.0, "GW")


def checks(case: Case) -> list[Check]:
    """Hold the data sheet against itself."""
    read, sheet = reader(case, "peers_ai1"), reader(case, "satellite")
    peak, mean = sheet("ai1_peak_power"), sheet("ai1_average_power")
    area = power.array_area(peak, sheet("ai1_array_area_power"))
    heat = thermal.radiator_capacity(sheet("ai1_radiator_area"), sheet("ai1_radiator_heat_flux"))
    solver = case["peers_orbitalthermal.solver_sink_temperature"], case["peers_orbitalthermal.solver_emissivity"]
    warm = thermal.radiator_temperature(mean, sheet("ai1_radiator_area"), *solver, ONE)
    station = sheet("ai1_radiator_heat_flux") * case["thermal.iss_radiator_area"] / case["thermal.iss_radiator_heat"]
    claimed = satellite.mass_at_specific_power(peak, sheet("ai1_specific_power"))

    def fleet(each: Quantity) -> Quantity:
        return satellite.satellites_for_power(GIGAWATT, each / ONE_SATELLITE, ONE)

    reentry = (1.0 / sheet("ai1_specific_power") / case["cost.orbit_life"]).to("t/GW/year")
    shortfall = (read("published_required_revenue") / read("published_cost_per_watt")).to("1/year")
    rows: list[tuple[str, str, str, Quantity, Quantity | None, float, str]] = [
        ("AI1-1", "array", "m^2", sheet("ai1_array_area"), area, 1e-9, ""),
        ("AI1-2", "heat the radiator sheds", "kW", peak, heat, 0.03, "the announced 110 m² is rounded up"),
        ("AI1-3a", "satellites to the gigawatt, at the peak", "satellite", read("published_satellites_per_gigawatt"),
         fleet(peak), 0.01, "the press rounds"),
        ("AI1-3b", "satellites to the gigawatt, on average", "satellite",
         read("published_satellites_per_gigawatt_average"),
         fleet(mean), 0.01, "the analysts round"),
        ("AI1-4", "mass", "tonne", sheet("ai1_mass"), claimed, 0.025, "at the peak; on average power 1.71 t"),
        ("AI1-5", "heat of a square metre over the station's", "", read("published_radiator_ratio"), station, 0.01, ""),
        ("AI1-6", "radiator at 120 kW by orbital-thermal", "K", read("published_radiator_temperature"), warm, 1e-4, ""),
        ("AI1-7", "mass that re-enters each year for a gigawatt", "t/GW/year", read("reentry_mass_per_gigawatt"),
         reentry,
         0.03, "the peak power's mass over five years"),
        ("AI1-8", "revenue a watt-year needs", "USD/W/year", read("published_required_revenue"), None, 0.01,
         f"the analysts' cash flow was not seen; this is {float(shortfall.magnitude):.0%} of the satellite's cost"),
    ]  # fmt: skip
    return [Check(key, NAME, what, unit, theirs, ours, near, why) for key, what, unit, theirs, ours, near, why in rows]
