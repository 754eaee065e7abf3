"""What models are held against: the parts and the orbit of our satellite, and the physics as computed."""

from __future__ import annotations

import functools
from dataclasses import replace
from itertools import pairwise

import numpy as np

from analysis.evidence import Case, observation
from analysis.models import finance, orbit, power, satellite, thermal
from analysis.peers.harmoniser import KILOWATT, NOTHING, ONE, Physics
from analysis.units import Quantity

YEAR = Quantity(1.0, "year")


def inflation(case: Case) -> Quantity:
    """Give by how much prices are expected to rise in a year."""
    return (case["valuation.inflation"] * YEAR).to("")


def real_rate(case: Case, key: str) -> Quantity:
    """Give a cost of capital without expected inflation, which is what money of one year has to be charged with.

    Records hold costs of capital as lenders and owners state them, in money of the day; prices, rents and running
    costs are in dollars of one year. Whatever spreads or discounts such money over years takes its rate from here.
    """
    stated = case[key]
    of_a_year = stated if stated.dimensionless else stated * YEAR
    return finance.real_rate(of_a_year.to(""), inflation(case))


def _place(case: Case) -> tuple[Quantity, Quantity, int]:
    return (
        case["orbit.reference_altitude"],
        case["orbit.local_time_of_node"],
        int(case["orbit.reference_year"].magnitude),
    )


def _earth(case: Case, emissivity: Quantity, absorptivity: Quantity) -> Quantity:
    """Give the Earth's infrared and reflected sunlight that one upright face absorbs."""
    edge = thermal.edge_on_view_factor(case["orbit.reference_altitude"])
    infrared = thermal.absorbed_infrared(case["physics.outgoing_longwave_radiation"], edge, emissivity)
    phase = thermal.mean_phase_factor(orbit.smallest_beta_angle(*_place(case)))
    sunlight = case["physics.solar_constant"], case["physics.earth_albedo"]
    return infrared + thermal.absorbed_albedo(*sunlight, edge, absorptivity, phase)


def array_temperature(case: Case) -> Quantity:
    """Give the temperature of the array in sunlight, from its balance of heat and power."""
    front, back = case["power.array_front_emissivity"], case["power.array_back_emissivity"]
    dark = case["power.array_solar_absorptivity"]
    return thermal.array_temperature(
        case["physics.solar_constant"],
        dark,
        case["power.cell_efficiency"],
        case["power.cell_temperature_coefficient"],
        case["power.cell_reference_temperature"],
        case["power.packing_factor"] * case["power.pointing_and_wiring_factor"],
        _earth(case, front, dark) + _earth(case, back, dark),
        front,
        back,
    )


def hot_cells(case: Case) -> Quantity:
    """Give the efficiency of the cells at their temperature over the one of their rating."""
    rated = case["power.cell_efficiency"]
    hot = power.cell_efficiency(
        rated,
        case["power.cell_temperature_coefficient"],
        array_temperature(case),
        case["power.cell_reference_temperature"],
    )
    return hot / rated


def radiator_root(case: Case) -> Quantity:
    """Give the temperature at the root of the radiator's fins when the chips run at their limit."""
    return case["thermal.chip_temperature_limit"] - case["thermal.chip_to_radiator_temperature_drop"]


def _seen_from(case: Case, overlap: Quantity) -> Quantity:
    """Give the view factor to one wing from a radiator laid out as AI1's stated sizes leave room for.

    The wings share AI1's span, one on each side of the radiator's plane. What is left of its height holds the radiator,
    which begins at the array's edge, or the overlap further up, behind it.
    """
    span = case["satellite.ai1_wingspan"]
    width = case["satellite.ai1_array_area"] / span
    height = case["satellite.ai1_height"] - width
    depth = case["satellite.ai1_radiator_area"] / height
    gap = case["thermal.radiator_to_array_gap"]
    return thermal.perpendicular_view_factor(depth, width * overlap - height, width * overlap, width, gap, span / 2.0)


def array_view_factor(case: Case) -> Quantity:
    """Give the view factor of one face of the radiator to the warm back of the array, from where they stand."""
    behind = case["thermal.radiator_share_behind_array"]
    return (1.0 - behind) * _seen_from(case, NOTHING) + behind * _seen_from(case, ONE)


def absorbed_by_radiator(case: Case) -> Quantity:
    """Give what the radiator absorbs on both faces: the Earth's infrared, sunlight from the Earth, the array's glow."""
    emissivity = case["thermal.radiator_emissivity"]
    glow = thermal.emitted_flux(array_temperature(case), case["power.array_back_emissivity"])
    array = thermal.absorbed_infrared(glow, array_view_factor(case), emissivity)
    return 2.0 * (_earth(case, emissivity, case["thermal.radiator_solar_absorptivity"]) + array)


def sink_temperature(case: Case) -> Quantity:
    """Give the temperature of the radiator's surroundings."""
    return thermal.equivalent_sink_temperature(absorbed_by_radiator(case), case["thermal.radiator_emissivity"])


# ---- the parts of our satellite, which Chapter 11 weighs and Chapter 19 gives to all --------------------------------


def path_efficiency(case: Case) -> Quantity:
    """Give the share of array power that reaches computing: conversion, the satellite's own use, pumps."""
    left = 1.0 - case["satellite.housekeeping_power_share"]
    return case["power.power_conversion_efficiency"] * left / (1.0 + case["thermal.pump_power_share"])


def array_areal_power(case: Case) -> Quantity:
    """Give the power of a square metre of array at the start of life, its cells as hot as they get."""
    return power.array_areal_power(
        case["physics.solar_constant"],
        case["power.cell_efficiency"] * hot_cells(case),
        case["power.packing_factor"],
        Quantity(0.0, "degree"),
        case["power.pointing_and_wiring_factor"],
    )


def eclipses(case: Case) -> Quantity:
    """Give the eclipses that a satellite goes through in its life."""
    season = orbit.eclipse_season_length(*_place(case))
    return power.discharge_cycles(
        season, orbit.orbits_per_day(case["orbit.reference_altitude"]), case["cost.orbit_life"]
    )


def battery_depth(case: Case) -> Quantity:
    """Give the share of the battery that an eclipse may use, so that it lasts for all of them."""
    bears = power.allowed_depth_of_discharge(
        Quantity(np.maximum(eclipses(case), ONE)),
        case["power.battery_reference_cycles"],
        case["power.battery_reference_depth"],
        case["power.battery_cycle_exponent"],
    )
    return Quantity(np.minimum(case["power.battery_depth_of_discharge"], bears))


def battery_left(case: Case) -> Quantity:
    """Give the share of its energy that the battery still holds after the eclipses of a life."""
    return power.storage_left(
        eclipses(case),
        battery_depth(case).to(""),
        case["power.battery_reference_cycles"],
        case["power.battery_reference_depth"],
        case["power.battery_cycle_exponent"],
        case["power.battery_fade"],
    )


@functools.cache
def dose_table() -> tuple[Quantity, Quantity, Quantity]:
    """Give heights, thicknesses and yearly doses of the runs for Sun-synchronous orbits."""
    frame = observation("radiation_dose").frame
    rows = frame[frame["source"] == "mcdonald2026radiation"]
    grid = rows.pivot_table(index="altitude_km", columns="shielding_mm", values="dose_rad_per_year")
    heights, shields = (np.asarray(axis, dtype=float) for axis in (grid.index, grid.columns))
    return Quantity(heights, "km"), Quantity(shields, "mm"), Quantity(grid.to_numpy(dtype=float), "rads/year")


def dose_rate(case: Case) -> Quantity:
    """Give the dose that the electronics may get in a year: what they bear, over life and design margin."""
    return case["orbit.radiation_tolerance"] / case["cost.orbit_life"] / case["orbit.radiation_design_margin"]


def shield(case: Case) -> Quantity:
    """Give the aluminium that keeps the dose of a life to what the electronics bear."""
    return orbit.shield_thickness(case["orbit.reference_altitude"], dose_rate(case), *dose_table())


def shield_mass(case: Case, area: Quantity) -> Quantity:
    """Give the mass of the shield per kilowatt, whose thickness follows from orbit, life and tolerance."""
    per_kilowatt = satellite.shield_mass(shield(case), case["satellite.shield_density"], area * KILOWATT)
    return (per_kilowatt / KILOWATT).to("kg/kW")


@functools.cache
def air_table() -> tuple[Quantity, Quantity, Quantity]:
    """Give solar activities, heights and air densities of the model atmosphere."""
    frame = observation("msis_density").frame
    grid = frame.pivot_table(index="f107_sfu", columns="altitude_km", values="density_kg_per_m3")
    activity, heights = (np.asarray(axis, dtype=float) for axis in (grid.index, grid.columns))
    return Quantity(activity, ""), Quantity(heights, "km"), Quantity(grid.to_numpy(dtype=float), "kg/m^3")


def at_activity(case: Case, activity: Quantity, values: list[Quantity]) -> Quantity:
    """Give what the air makes of the case's solar activity, between those of the table by logarithms."""
    unit = values[0].units
    logs = [np.log(value.m_as(unit)) for value in values]
    sun, total = case["orbit.solar_activity_mean"].to("").magnitude, logs[0]
    for k, (low, high) in enumerate(pairwise(activity.magnitude.tolist())):
        share = np.minimum(np.maximum(sun - low, 0.0), high - low) / (high - low)
        total = total + (logs[k + 1] - logs[k]) * share
    return Quantity(np.exp(total), unit)


def air_density(case: Case) -> Quantity:
    """Give the air's density along the reference orbit, at the solar activity of its life."""
    activity, heights, table = air_table()
    place = case["orbit.reference_altitude"]
    return at_activity(case, activity, [orbit.interpolated_logarithmically(place, heights, row) for row in table])


def raising(case: Case) -> Quantity:
    """Give the velocity change by which electric thrust raises a satellite from where the rocket leaves it."""
    return orbit.spiral_delta_v(case["orbit.insertion_altitude"], case["orbit.reference_altitude"])


def disposal(case: Case) -> Quantity:
    """Give the velocity change by which electric thrust brings a satellite down at the end of its life."""
    return orbit.spiral_delta_v(case["orbit.reference_altitude"], case["orbit.disposal_altitude"])


def throttled_physics(case: Case) -> Physics:
    """Give the physics of our satellite, which keeps only a share of its load in the dark.

    To array and battery that is a full load through a shorter darkness, beside as much sunlight.
    """
    kept, whole = case["power.throttled_power_share"], computed_physics(case)
    dark = whole.dark_share * kept
    return replace(whole, dark_share=(dark / (1.0 - whole.dark_share + dark)).to(""), dark_time=whole.dark_time * kept)


def computed_physics(case: Case) -> Physics:
    """Give darkness from the orbit, heat from the temperature, and the array sized for the end of its life.

    The array carries the full load through the longest eclipse of the year, as all cost models ask; throttling would
    be cheaper, so this is the most that the physics of darkness can cost.
    """
    return Physics(
        dark_share=orbit.largest_eclipse_fraction(*_place(case)),
        dark_time=orbit.largest_eclipse_duration(*_place(case)),
        storage_efficiency=case["power.battery_round_trip_efficiency"],
        sink_temperature=sink_temperature(case),
        flux_factor=ONE,
        age=ONE,
    )


def no_darkness(case: Case) -> Physics:
    """Give the physics of models that count neither darkness nor age and have no radiator of their own."""
    return Physics(
        dark_share=NOTHING,
        dark_time=Quantity(0.0, "minute"),
        storage_efficiency=ONE,
        sink_temperature=sink_temperature(case),
        flux_factor=ONE,
        age=NOTHING,
    )
