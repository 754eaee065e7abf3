"""Published values of power, heat, mass and orbit beside ours from the same inputs: a part of chapter 11."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Case
from analysis.models import network, orbit, power, thermal
from analysis.models import satellite as model
from analysis.models.launch import launched_power_price, output_to_reach_price
from analysis.results.registry import result, table
from analysis.studies import satellite
from analysis.units import Quantity

ONE = Quantity(1.0, "")
SUN_OVERHEAD = Quantity(0.0, "degree")


@dataclass(frozen=True)
class Row:
    """A published number, ours for the same inputs, and how near they have to be."""

    id: str
    source: str
    what: str
    unit: str
    published: Quantity
    ours: Quantity
    tolerance: float
    why: str = ""


def _suncatcher(case: Case) -> list[Row]:
    def peer(name: str) -> Quantity:
        key = f"peers_suncatcher.{name}"
        return case.nominal(key) if "USD" in case.record(key).unit else case[key]

    def price(design: str, at: str) -> Quantity:
        parts = peer(f"{design}_mass"), peer(f"launch_price_{at}"), peer(f"{design}_power"), peer("service_life")
        return launched_power_price(*parts)

    def learned(at: str) -> Quantity:
        return output_to_reach_price(
            peer("learning_start_price"), peer("learning_start_mass"), peer(f"launch_price_{at}"), peer("learning_rate")
        )

    array = peer("v2_mini_array_area") * power.array_areal_power(
        peer("irradiance"), peer("cell_efficiency"), peer("packing_factor"), SUN_OVERHEAD, ONE
    )
    hours = Quantity(1.0, "operating_year") / Quantity(1.0, "year")
    low = peer("electricity_price_low") * peer("pue_low") * hours
    high = peer("electricity_price_high") * peer("pue_high") * hours
    dose = case.bounds("peers_suncatcher.dose_per_silent_error_low")[0]
    gain = network.aperture_gain(peer("aperture"), peer("wavelength"), peer("aperture_efficiency"))
    rate = peer("inference_rate"), peer("dose_rate")
    dollars, name = "USD/kW/year", "Suncatcher"
    small = "the paper rounds"
    return [
        Row(
            "SUN-1",
            name,
            "V2 mini at $3,600/kg",
            dollars,
            peer("published_v2_mini_today"),
            price("v2_mini", "today"),
            0.015,
            small,
        ),
        Row(
            "SUN-2",
            name,
            "V2 mini at $200/kg",
            dollars,
            peer("published_v2_mini_future"),
            price("v2_mini", "future"),
            0.015,
            small,
        ),
        Row("SUN-3a", name, "V1 at $3,600/kg", dollars, peer("published_v1_today"), price("v1", "today"), 0.015, small),
        Row("SUN-3b", name, "V1 at $200/kg", dollars, peer("published_v1_future"), price("v1", "future"), 0.015, small),
        Row(
            "SUN-6",
            name,
            "V2 mini at $300/kg",
            dollars,
            peer("published_v2_mini_middle"),
            price("v2_mini", "middle"),
            0.03,
            small,
        ),
        Row("SUN-7a", name, "Ground power, low", dollars, peer("published_ground_low"), low, 0.025, small),
        Row("SUN-7b", name, "Ground power, high", dollars, peer("published_ground_high"), high, 0.025, small),
        Row(
            "SUN-8a",
            name,
            "Mass to reach $200/kg",
            "tonne",
            peer("published_mass_to_parity_price"),
            learned("future"),
            0.01,
        ),
        Row(
            "SUN-8b",
            name,
            "Mass to reach $300/kg",
            "tonne",
            peer("published_mass_to_middle_price"),
            learned("middle"),
            0.01,
        ),
        Row("SUN-10", name, "Power of V2 mini", "kW", peer("published_v2_mini_power"), array, 0.015, small),
        Row(
            "SUN-11",
            name,
            "Inferences per silent error",
            "",
            peer("published_inferences_per_error"),
            network.inferences_per_event(*rate, dose),
            0.02,
            "at the higher of two error rates",
        ),
        Row(
            "SUN-12",
            name,
            "Gain of a terminal (dB)",
            "",
            peer("published_antenna_gain"),
            network.in_decibels(gain),
            0.001,
        ),
    ]


def _starcloud(case: Case) -> list[Row]:
    def peer(name: str) -> Quantity:
        key = f"peers_starcloud.{name}"
        return case.nominal(key) if "USD" in case.record(key).unit else case[key]

    emissivity, absorptivity, view = (
        peer(name) for name in ("radiator_emissivity", "radiator_absorptivity", "earth_view_factor")
    )
    out = 2.0 * thermal.emitted_flux(peer("radiator_temperature"), emissivity)
    sun = thermal.absorbed_sunlight(peer("solar_constant"), absorptivity, SUN_OVERHEAD)
    glow = thermal.emitted_flux(case["peers_orbitalthermal.starcloud_earth_temperature"], ONE)
    mirror = thermal.absorbed_albedo(peer("solar_constant"), case["physics.earth_albedo"], view, absorptivity, ONE)
    wrong = thermal.absorbed_infrared(glow, view, absorptivity)
    right = thermal.absorbed_infrared(glow, view, emissivity)
    energy = peer("power") * peer("life") * Quantity(1.0, "operating_year") / Quantity(1.0, "year")
    paid = (peer("published_space_array") + peer("published_space_launch")) / energy
    launch = peer("launch_price_launch") / peer("launch_payload")
    racks = peer("racks_per_launch") * peer("rack_mass") / Quantity(1.0, "launch")
    corrected = case["peers_orbitalthermal.published_starcloud_net"]
    flux, name = "W/m^2", "Starcloud"
    return [
        Row("STAR-1a", name, "Heat emitted", flux, peer("published_emitted"), out, 1e-4),
        Row("STAR-1b", name, "Sunlight absorbed", flux, peer("published_sun"), sun, 1e-4),
        Row("STAR-1c", name, "Heat from the Earth absorbed", flux, peer("published_earth"), wrong + mirror, 1e-3),
        Row(
            "STAR-1d",
            name,
            "Net heat, as the paper counts",
            flux,
            peer("published_net"),
            out - sun - wrong - mirror,
            2e-4,
        ),
        Row(
            "STAR-1e",
            name,
            "Net heat, as physics counts",
            flux,
            peer("published_net"),
            out - sun - right - mirror,
            2e-4,
            "the Earth's infrared meets the emissivity, 0.92, not the solar absorptivity, 0.09",
        ),
        Row("STAR-2", "orbital-thermal", "The same, corrected", flux, corrected, out - sun - right - mirror, 2e-4),
        Row(
            "STAR-4",
            name,
            "Cost of energy",
            "USD/kWh",
            peer("published_energy_cost"),
            paid,
            0.005,
            "array and launch only",
        ),
        Row(
            "STAR-5a",
            name,
            "Launch price",
            "USD/kg",
            peer("published_launch_price"),
            launch,
            0.01,
            "$5 million over 100 t is $50/kg",
        ),
        Row(
            "STAR-5b",
            name,
            "Array",
            "megaUSD",
            peer("published_space_array"),
            peer("array_price") * peer("power"),
            0.05,
            "$0.03/W times 40 MW is $1.2 million",
        ),
        Row(
            "STAR-5c",
            name,
            "Racks on one launch",
            "tonne/launch",
            peer("launch_payload"),
            racks,
            0.05,
            "300 racks weigh four payloads",
        ),
    ]


def _orbits(case: Case) -> list[Row]:
    mccalip, thermal_package = "McCalip", "orbital-thermal"
    lit = 1.0 - satellite.annual_dark(case)
    height = case["peers_mccalip.altitude"]
    year = int(case["orbit.reference_year"].magnitude)
    lit_at_his_height = 1.0 - orbit.annual_dark_fraction(height, case["orbit.local_time_of_node"], year)
    ai1_emissivity = case["peers_orbitalthermal.solver_emissivity"]
    surroundings = case["peers_orbitalthermal.solver_sink_temperature"]
    heat_of = case["satellite.ai1_average_power"], case["satellite.ai1_radiator_area"]
    hot = thermal.radiator_temperature(*heat_of, surroundings, ai1_emissivity, ONE)
    capacity = thermal.radiator_capacity(case["satellite.ai1_radiator_area"], case["satellite.ai1_radiator_heat_flux"])
    area = power.array_area(case["satellite.ai1_peak_power"], case["satellite.ai1_array_area_power"])
    fleet = model.satellites_for_power(
        Quantity(1.0, "GW"), case["satellite.ai1_peak_power"] / Quantity(1.0, "satellite"), ONE
    )
    edge = case["peers_orbitalthermal.published_edge_on_view_factor"]
    exact = thermal.edge_on_view_factor(height)
    stated = case["peers_starcloud.published_sun_share"]
    return [
        Row("AI1-1", "AI1", "Array area", "m^2", case["satellite.ai1_array_area"], area, 1e-9),
        Row(
            "AI1-2",
            "AI1",
            "Heat the radiator sheds",
            "kW",
            case["satellite.ai1_peak_power"],
            capacity,
            0.03,
            "110 m² is rounded up",
        ),
        Row(
            "AI1-3",
            "AI1",
            "Satellites to the gigawatt",
            "satellite",
            case["peers_ai1.published_satellites_per_gigawatt"],
            fleet,
            0.01,
            "the press rounds",
        ),
        Row(
            "AI1-4",
            "AI1",
            "Mass",
            "tonne",
            case["satellite.ai1_mass"],
            satellite.ai1_claimed_mass(case),
            0.025,
            "peak power; average power gives 1.71 t",
        ),
        Row(
            "AI1-5",
            "AI1",
            "Heat for each m² over the ISS",
            "",
            case["peers_ai1.published_radiator_ratio"],
            satellite.radiator_over_station(case),
            0.01,
        ),
        Row(
            "AI1-6",
            thermal_package,
            "AI1's radiator at 120 kW",
            "K",
            case["peers_ai1.published_radiator_temperature"],
            hot,
            1e-4,
        ),
        Row("EE-1", thermal_package, "Edge-on view factor, 550 km", "", edge, exact, 1e-5),
        Row(
            "EE-2",
            mccalip,
            "Edge-on view factor, 550 km",
            "",
            case["peers_mccalip.view_factor_code"],
            exact,
            0.01,
            "the closed form for a plate edge-on gives twelve times more; the panel is 6 K hotter",
        ),
        Row(
            "ECL-1",
            "SemiAnalysis, odc",
            "Darkest day at 600 km",
            "minute",
            satellite.stated_dark_day(case),
            satellite.longest_dark_day(case),
            0.05,
            "35 min is one revolution with the Sun in the plane, and there are 14.9 a day",
        ),
        Row(
            "ECL-2",
            mccalip,
            "Share of time in sunlight, 550 km",
            "",
            case["peers_mccalip.sun_fraction"],
            lit_at_his_height,
            0.01,
            "the solstice season is left out",
        ),
        Row("ECL-3", "Starcloud", "Share of time in sunlight", "", stated, lit, 0.01, "stated as more than 95 %"),
    ]


@table
def values(case: Case) -> pd.DataFrame:
    """Published values beside ours from the same inputs: difference, and whether they agree."""
    rows = []
    for row in (*_suncatcher(case), *_starcloud(case), *_orbits(case)):
        theirs = float(row.published.to(row.unit).magnitude)
        ours = float(row.ours.to(row.unit).magnitude)
        difference = ours / theirs - 1.0
        verdict = "reproduced" if abs(difference) <= row.tolerance else "fails"
        unit = f"{Quantity(1.0, row.unit).units:~P}".replace("USD", "$").replace("/a", "/yr") if row.unit else ""
        rows.append((row.id, row.source, row.what, unit, theirs, ours, round(100 * difference, 2), verdict, row.why))
    return pd.DataFrame(
        rows,
        columns=["id", "source", "what", "unit", "published", "ours", "difference_percent", "verdict", "why"],
    )


@table
def reproductions(case: Case) -> pd.DataFrame:
    """Published values beside ours from the same inputs, for the page."""
    frame = values(case)
    unit = frame["unit"].map(lambda u: f" ({u})" if u else "")
    frame["what"] = frame["what"] + unit
    frame["verdict"] = frame["verdict"].map({"reproduced": "✔ reproduced", "fails": "✘ fails"})
    return frame[["source", "what", "published", "ours", "difference_percent", "verdict"]]


@table
def failures(case: Case) -> pd.DataFrame:
    """Published values that fail, and why."""
    frame = values(case)
    return frame.loc[frame["verdict"] == "fails", ["source", "what", "published", "ours", "why"]]


@result(digits=2)
def count(case: Case) -> Quantity:
    """Published values compared with ours on this page."""
    return Quantity(float(len(values(case))), "")


@result(digits=2)
def failed(case: Case) -> Quantity:
    """Published values on this page that do not follow from their own inputs, or from the orbit."""
    return Quantity(float((values(case)["verdict"] == "fails").sum()), "")
