"""Chapter 11: a satellite that computes on sunlight, from power to mass.

The satellite is sized from the load: orbit and eclipse, array at the end of life, battery or throttling, heat and
radiator, then mass. Announced designs are rolled up from their own areas and solved for what would make them close.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.engine.sampling import Simulation
from analysis.evidence import World
from analysis.models import orbit, power, thermal
from analysis.models import satellite as model
from analysis.studies.registry import result, table
from analysis.studies.uncertainty import WORKING, simulation
from analysis.units import Quantity

ONE = Quantity(1.0, "")
KILOWATT = Quantity(1.0, "kW")
SUN_OVERHEAD = Quantity(0.0, "degree")


def _year(world: World) -> int:
    return int(world["orbit.reference_year"].magnitude)


def _orbit(world: World) -> tuple[Quantity, Quantity, int]:
    return world["orbit.reference_altitude"], world["orbit.local_time_of_node"], _year(world)


# ---- the orbit ----------------------------------------------------------------------------------------------------


@result("km", digits=3)
def altitude(world: World) -> Quantity:
    """Altitude of the reference orbit, the one named for AI1."""
    return world["orbit.reference_altitude"]


@result("degree", digits=3)
def inclination(world: World) -> Quantity:
    """Inclination at which the reference orbit follows the Sun."""
    return orbit.sun_synchronous_inclination(altitude(world))


@result("", digits=3)
def orbits_per_day(world: World) -> Quantity:
    """Revolutions of the reference orbit in a day."""
    return orbit.orbits_per_day(altitude(world))


@result("degree", digits=3)
def smallest_beta(world: World) -> Quantity:
    """Smallest angle of the Sun above the plane of the reference orbit in the year."""
    return orbit.smallest_beta_angle(*_orbit(world))


@result("degree", digits=3)
def critical_beta(world: World) -> Quantity:
    """Angle of the Sun above which the reference orbit meets no shadow."""
    return orbit.critical_beta_angle(altitude(world))


@result("minute", digits=3)
def longest_eclipse(world: World) -> Quantity:
    """Longest eclipse of one revolution in the year."""
    return orbit.largest_eclipse_duration(*_orbit(world))


@result("minute", digits=3)
def noon_eclipse(world: World) -> Quantity:
    """Eclipse of one revolution when the Sun lies in the plane of the orbit."""
    return orbit.eclipse_duration(altitude(world), Quantity(0.0, "degree"))


@result("", digits=3)
def darkest_fraction(world: World) -> Quantity:
    """Dark share of the darkest revolution of the year."""
    return orbit.largest_eclipse_fraction(*_orbit(world))


@result("hour", digits=2)
def longest_dark_day(world: World) -> Quantity:
    """Dark time of the darkest day of the year."""
    return darkest_fraction(world) * Quantity(24.0, "hour")


@result("day", digits=2)
def eclipse_season(world: World) -> Quantity:
    """Days of the year with an eclipse on every revolution."""
    return orbit.eclipse_season_length(*_orbit(world))


@result("percent", digits=3)
def annual_dark(world: World) -> Quantity:
    """Dark share of the year in the reference orbit."""
    return orbit.annual_dark_fraction(*_orbit(world))


@result("km", digits=3)
def altitude_without_eclipse(world: World) -> Quantity:
    """Lowest dawn-dusk altitude that stays in sunlight all year."""
    return orbit.lowest_altitude_without_eclipse(world["orbit.local_time_of_node"], _year(world))


@result("minute", digits=2)
def stated_dark_day(world: World) -> Quantity:
    """Longest dark time of a day as cost models assume it."""
    return world["orbit.stated_eclipse_per_day"]


@result(words="{}×", digits=2)
def dark_day_ratio(world: World) -> Quantity:
    """Computed dark time of the darkest day over the one that cost models assume."""
    return longest_dark_day(world) / stated_dark_day(world)


@table
def eclipse_year(world: World) -> pd.DataFrame:
    """Hours of darkness a day through the year, by altitude of a dawn-dusk orbit."""
    days = np.arange(1.0, 367.0, 2.0)
    time = orbit.time_since_j2000(_year(world), Quantity(days, "day"))
    node = world["orbit.local_time_of_node"]
    rows = []
    for height in (500.0, 600.0, 800.0, 1000.0, 1200.0, 1400.0):
        level = Quantity(height, "km")
        beta = orbit.sun_synchronous_beta_angle(level, node, time)
        dark = orbit.eclipse_time_per_day(level, beta).to("hour").magnitude
        rows.append(pd.DataFrame({"day_of_year": days, "altitude_km": height, "dark_hours_per_day": dark}))
    return pd.concat(rows, ignore_index=True)


@table
def altitudes(world: World) -> pd.DataFrame:
    """Eclipse of dawn-dusk orbits by altitude."""
    node, year = world["orbit.local_time_of_node"], _year(world)
    rows = []
    for height in (500.0, 600.0, 700.0, 800.0, 1000.0, 1200.0, 1400.0):
        place = Quantity(height, "km"), node, year
        rows.append(
            (
                f"{height:,.0f}",
                float(orbit.largest_eclipse_duration(*place).to("minute").magnitude),
                float((orbit.largest_eclipse_fraction(*place) * 24).magnitude),
                float(orbit.eclipse_season_length(*place).to("day").magnitude),
                float(orbit.annual_dark_fraction(*place).to("percent").magnitude),
            )
        )
    return pd.DataFrame(
        rows, columns=["altitude_km", "longest_eclipse_min", "dark_hours_worst_day", "season_days", "dark_percent"]
    )


# ---- power --------------------------------------------------------------------------------------------------------


@result("kW", digits=3)
def load(world: World) -> Quantity:
    """Computing load of the reference satellite, held in sunlight to the end of its life."""
    return world["satellite.ai1_average_power"]


@result("", digits=3)
def path_efficiency(world: World) -> Quantity:
    """Share of array power that reaches computing in sunlight, after conversion, the satellite's own use and pumps."""
    left = 1.0 - world["satellite.housekeeping_power_share"]
    return world["power.power_conversion_efficiency"] * left / (1.0 + world["thermal.pump_power_share"])


def _power_at_end(world: World, held: Quantity) -> Quantity:
    direct = path_efficiency(world)
    stored = direct * world["power.battery_round_trip_efficiency"]
    return power.array_power_for_load(load(world), held, darkest_fraction(world), direct, stored)


@result("kW", digits=3)
def array_power_end_of_life(world: World) -> Quantity:
    """Array power that the load needs in sunlight at the end of life, with the load throttled in the dark."""
    return _power_at_end(world, world["power.throttled_power_share"])


@result("percent", digits=3)
def array_left_at_end(world: World) -> Quantity:
    """Share of its first power that the array still gives at the end of life."""
    return power.end_of_life_factor(world["power.array_degradation"], world["cost.orbit_life"])


@result("W/m^2", digits=3)
def array_areal_power(world: World) -> Quantity:
    """Power of a square metre of array at the start of life, from cell efficiency, packing, pointing and heat."""
    return power.array_areal_power(
        world["physics.solar_constant"],
        world["power.cell_efficiency"],
        world["power.packing_factor"],
        SUN_OVERHEAD,
        world["power.pointing_and_temperature_factor"],
    )


@result("m^2", digits=3)
def array_area(world: World) -> Quantity:
    """Array area of the reference satellite."""
    return power.array_area(array_power_end_of_life(world) / array_left_at_end(world), array_areal_power(world))


@result("kWh", digits=3)
def battery(world: World) -> Quantity:
    """Battery that carries the throttled load through the longest eclipse."""
    return power.storage_capacity(
        load(world) * world["power.throttled_power_share"],
        longest_eclipse(world),
        world["power.battery_depth_of_discharge"],
        world["power.battery_round_trip_efficiency"],
    )


# ---- heat ---------------------------------------------------------------------------------------------------------


@result("", digits=3)
def view_factor(world: World) -> Quantity:
    """Exact view factor from one face of the edge-on radiator to the Earth."""
    return thermal.edge_on_view_factor(altitude(world))


@result("degC", digits=3)
def array_temperature(world: World) -> Quantity:
    """Temperature of the array, which shines on the radiator beside it."""
    sun = thermal.absorbed_sunlight(
        world["physics.solar_constant"], world["power.array_solar_absorptivity"], SUN_OVERHEAD
    )
    heat = sun - array_areal_power(world)
    front, back = world["power.array_front_emissivity"], world["power.array_back_emissivity"]
    return thermal.panel_equilibrium_temperature(heat, front, back)


def _absorbed(world: World) -> Quantity:
    emissivity, edge = world["thermal.radiator_emissivity"], view_factor(world)
    earth = thermal.absorbed_infrared(world["physics.outgoing_longwave_radiation"], edge, emissivity)
    glow = thermal.emitted_flux(array_temperature(world).to("K"), world["power.array_back_emissivity"])
    array = thermal.absorbed_infrared(glow, world["thermal.array_view_factor"], emissivity)
    reflected = thermal.absorbed_albedo(
        world["physics.solar_constant"],
        world["physics.earth_albedo"],
        edge,
        world["thermal.radiator_solar_absorptivity"],
        thermal.mean_phase_factor(smallest_beta(world)),
    )
    return 2.0 * (earth + array + reflected)


@result("K", digits=3)
def sink_temperature(world: World) -> Quantity:
    """Temperature of the radiator's surroundings, from the heat it absorbs on both faces."""
    return thermal.equivalent_sink_temperature(_absorbed(world), world["thermal.radiator_emissivity"])


@result("W/m^2", digits=3)
def radiator_flux(world: World) -> Quantity:
    """Heat that a square metre of panel sheds with both faces at our radiator temperature."""
    return thermal.net_flux(
        world["thermal.radiator_temperature"],
        sink_temperature(world),
        world["thermal.radiator_emissivity"],
        world["thermal.radiator_fin_efficiency"],
    )


@result("kW", digits=3)
def heat(world: World) -> Quantity:
    """Heat to shed in sunlight: all power that the load, its conversion, the pumps and the satellite use."""
    return load(world) / path_efficiency(world)


@result("m^2", digits=3)
def radiator_area(world: World) -> Quantity:
    """Radiator area of the reference satellite, with its margin for ageing."""
    return _radiator_area(world, heat(world))


def _radiator_area(world: World, shed: Quantity) -> Quantity:
    area = thermal.radiator_area(
        shed,
        world["thermal.radiator_temperature"],
        sink_temperature(world),
        world["thermal.radiator_emissivity"],
        world["thermal.radiator_fin_efficiency"],
    )
    return area * (1.0 + world["thermal.radiator_area_margin"])


def _temperature_for(world: World, shed: Quantity) -> Quantity:
    return thermal.radiator_temperature(
        shed,
        world["satellite.ai1_radiator_area"],
        sink_temperature(world),
        world["thermal.radiator_emissivity"],
        world["thermal.radiator_fin_efficiency"],
    )


@result("degC", digits=2)
def ai1_radiator_temperature(world: World) -> Quantity:
    """Temperature that AI1's radiator needs to shed its peak power."""
    return _temperature_for(world, world["satellite.ai1_peak_power"])


@result("degC", digits=2)
def ai1_radiator_temperature_average(world: World) -> Quantity:
    """Temperature that AI1's radiator needs to shed its average power."""
    return _temperature_for(world, world["satellite.ai1_average_power"])


@result("degC", digits=2)
def ai1_chip_temperature(world: World) -> Quantity:
    """Chip temperature behind AI1's radiator at peak power."""
    return ai1_radiator_temperature(world).to("K") + world["thermal.chip_to_radiator_temperature_drop"]


@result("degC", digits=2)
def chip_limit(world: World) -> Quantity:
    """Highest chip temperature for a long life."""
    return world["thermal.chip_temperature_limit"]


@result(words="{}×", digits=2)
def radiator_over_station(world: World) -> Quantity:
    """AI1's stated heat for each square metre over that of the International Space Station."""
    station = world["thermal.iss_radiator_heat"] / world["thermal.iss_radiator_area"]
    return world["satellite.ai1_radiator_heat_flux"] / station


# ---- mass ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parts:
    """How heavy each kind of part is for its size."""

    array: Quantity  # power per mass
    storage: Quantity
    radiator: Quantity
    loop: Quantity
    compute: Quantity  # mass per power
    shielding: Quantity
    bus: Quantity
    conversion: Quantity
    structure: Quantity
    margin: Quantity


def _central(world: World) -> Parts:
    return Parts(
        array=power.array_specific_power(array_areal_power(world), world["power.array_areal_mass"]),
        storage=world["power.battery_specific_energy"],
        radiator=world["thermal.radiator_areal_mass"],
        loop=world["thermal.coolant_loop_specific_mass"],
        compute=world["satellite.compute_specific_mass"],
        shielding=world["satellite.shielding_mass_share"],
        bus=world["satellite.bus_mass"],
        conversion=world["power.power_conversion_specific_mass"],
        structure=world["satellite.structure_share"],
        margin=world["satellite.mass_margin"],
    )


def _built(world: World) -> Parts:
    """Parts that were built: the largest array flown, the radiator offered today, the whole rack; the rest as ours."""
    ours = _central(world)
    return Parts(
        array=world["power.array_specific_power_flown"],
        storage=ours.storage,
        radiator=world["peers_semianalysis.radiator_areal_mass"],
        loop=ours.loop,
        compute=world["satellite.rack_mass"] / world["satellite.rack_power"],
        shielding=ours.shielding,
        bus=ours.bus,
        conversion=ours.conversion,
        structure=ours.structure,
        margin=ours.margin,
    )


def _paper(world: World) -> Parts:
    """The lightest part of each kind that anyone has published."""

    def least(key: str) -> Quantity:
        return world.span(key)[0]

    return Parts(
        array=power.array_specific_power(world["satellite.ai1_array_area_power"], world["power.array_areal_mass_best"]),
        storage=world.span("power.battery_specific_energy")[1],
        radiator=world["peers_semianalysis.radiator_areal_mass_later"],
        loop=least("thermal.coolant_loop_specific_mass"),
        compute=least("satellite.compute_specific_mass"),
        shielding=least("satellite.shielding_mass_share"),
        bus=least("satellite.bus_mass"),
        conversion=least("power.power_conversion_specific_mass"),
        structure=least("satellite.structure_share"),
        margin=least("satellite.mass_margin"),
    )


@dataclass(frozen=True)
class Size:
    """How large a satellite is: what its maker states, or what its load needs."""

    array: Quantity
    compute: Quantity
    radiator: Quantity


def _design(world: World, size: Size, parts: Parts) -> model.Design:
    """Join sizes and parts; the dark load is throttled in every case."""
    dark = size.compute * world["power.throttled_power_share"]
    depth, trip = world["power.battery_depth_of_discharge"], world["power.battery_round_trip_efficiency"]
    life = world["cost.orbit_life"]
    yearly = world["orbit.drag_delta_v"] + world["orbit.collision_avoidance_delta_v"]
    compute = (size.compute * parts.compute).to("kg")
    return model.Design(
        compute_mass=compute,
        compute_mass_factor=ONE,
        array_power=size.array,
        array_specific_power=parts.array,
        storage_capacity=power.storage_capacity(dark, longest_eclipse(world), depth, trip),
        storage_specific_energy=parts.storage,
        radiator_area=size.radiator,
        radiator_areal_mass=parts.radiator,
        loop_heat=size.array,
        loop_specific_mass=parts.loop,
        other_mass=(parts.bus + size.compute * parts.conversion + compute * parts.shielding).to("kg"),
        structure_fraction=parts.structure,
        margin_fraction=parts.margin,
        delta_v=(world["orbit.disposal_delta_v"] + yearly * life).to("m/s"),
        specific_impulse=(world["orbit.thruster_exhaust_velocity"] / orbit.STANDARD_GRAVITY).to("s"),
    )


def _reference(world: World) -> model.Design:
    size = Size(array_power_end_of_life(world) / array_left_at_end(world), load(world), radiator_area(world))
    return _design(world, size, _central(world))


@result("tonne", digits=3)
def mass(world: World) -> Quantity:
    """Mass at launch of the reference satellite, sized by our own balance."""
    return model.launch_mass(_reference(world))


@result("kg/kW", digits=3)
def specific_mass_rolled_up(world: World) -> Quantity:
    """Mass at launch for each kilowatt of computing held in sunlight to the end of life."""
    return model.specific_mass(mass(world), load(world))


@result("kg/kW", digits=3)
def specific_mass_array(world: World) -> Quantity:
    """Mass of the reference satellite over its array's first power, the basis on which makers state theirs."""
    return model.specific_mass(mass(world), array_power_end_of_life(world) / array_left_at_end(world))


@table
def budget(world: World) -> pd.DataFrame:
    """Mass of the reference satellite part by part."""
    ledger = model.mass_ledger(_reference(world))
    total = float(mass(world).to("kg").magnitude)
    rows = [
        (NAMES[k], float(v.to("kg").magnitude), 100 * float(v.to("kg").magnitude) / total) for k, v in ledger.items()
    ]
    return pd.DataFrame([*rows, ("Sum", total, 100.0)], columns=["part", "mass_kg", "share_percent"])


NAMES = {
    "compute": "Compute",
    "array": "Array",
    "storage": "Battery",
    "radiator": "Radiator",
    "coolant_loop": "Coolant loop",
    "other": "Bus and conversion",
    "margin": "Growth margin",
    "structure": "Structure",
    "propellant": "Propellant",
}


# ---- to store or to throttle --------------------------------------------------------------------------------------


def _held_mass(world: World, held: Quantity) -> Quantity:
    """Mass per load when a share is held in the dark; all that does not depend on it is taken from the reference."""
    ledger = model.mass_ledger(_reference(world))
    growth = (1.0 + world["satellite.mass_margin"]) / (1.0 - world["satellite.structure_share"])
    rest = (mass(world) - (ledger["array"] + ledger["storage"]) * growth) / load(world)
    direct = path_efficiency(world)
    trip = world["power.battery_round_trip_efficiency"]
    return power.held_load_specific_mass(
        held,
        darkest_fraction(world),
        longest_eclipse(world),
        direct,
        direct * trip,
        world["power.battery_depth_of_discharge"],
        trip,
        _central(world).array * array_left_at_end(world) / growth,
        world["power.battery_specific_energy"] / growth,
        rest,
    )


@result("kg/kW", digits=3)
def mass_throttled(world: World) -> Quantity:
    """Mass for each kilowatt when computing stops in the dark."""
    return _held_mass(world, Quantity(0.0, ""))


@result("kg/kW", digits=3)
def mass_stored(world: World) -> Quantity:
    """Mass for each kilowatt when a battery and a larger array carry full computing through the dark."""
    return _held_mass(world, ONE)


@result("percent", digits=2)
def break_even_dark(world: World) -> Quantity:
    """Dark share of the year above which carrying the load through the dark takes less mass than throttling."""
    return power.break_even_dark_fraction(mass_throttled(world), mass_stored(world))


# ---- announced designs --------------------------------------------------------------------------------------------


@result("kW", digits=3)
def ai1_peak_power(world: World) -> Quantity:
    """Peak power of AI1 as stated on 8 June 2026."""
    return world["satellite.ai1_peak_power"]


@result("kW", digits=3)
def ai1_average_power(world: World) -> Quantity:
    """Average power of AI1 as stated."""
    return world["satellite.ai1_average_power"]


@result("W/m^2", digits=3)
def ai1_array_areal_power(world: World) -> Quantity:
    """Power from a square metre of AI1's array as stated."""
    return world["satellite.ai1_array_area_power"]


@result("m^2", digits=3)
def ai1_radiator_area(world: World) -> Quantity:
    """Radiator area of AI1 as stated."""
    return world["satellite.ai1_radiator_area"]


@result("kW/tonne", digits=3)
def ai1_specific_power(world: World) -> Quantity:
    """Power for each tonne of AI1 as stated."""
    return world["satellite.ai1_specific_power"]


@result("kW/tonne", digits=3)
def filed_specific_power(world: World) -> Quantity:
    """Power for each tonne in the filing for one million satellites."""
    return world["satellite.filed_specific_power"]


@result("kg/kW", digits=2)
def independent_specific_mass(world: World) -> Quantity:
    """Mass for each kilowatt that a study from the Jet Propulsion Laboratory gives, low and high."""
    ends = [world[f"peers_turyshev.published_specific_mass_{end}"].to("kg/kW").magnitude for end in ("low", "high")]
    return Quantity(np.array(ends), "kg/kW")


@result("tonne", digits=3)
def ai1_claimed_mass(world: World) -> Quantity:
    """Mass that AI1's stated power for each tonne implies on its peak power."""
    return model.mass_at_specific_power(world["satellite.ai1_peak_power"], world["satellite.ai1_specific_power"])


@result("tonne", digits=3)
def ai1_claimed_mass_average(world: World) -> Quantity:
    """Mass that AI1's stated power for each tonne implies on its average power."""
    return model.mass_at_specific_power(world["satellite.ai1_average_power"], world["satellite.ai1_specific_power"])


def _ai1(world: World) -> Size:
    array = world["satellite.ai1_array_area"] * world["satellite.ai1_array_area_power"]
    return Size(array.to("kW"), world["satellite.ai1_average_power"], world["satellite.ai1_radiator_area"])


@result("tonne", digits=3)
def ai1_mass(world: World) -> Quantity:
    """Mass of AI1 with its own areas and our central parts."""
    return model.launch_mass(_design(world, _ai1(world), _central(world)))


@result("tonne", digits=3)
def ai1_mass_built(world: World) -> Quantity:
    """Mass of AI1 with its own areas and parts that were built before."""
    return model.launch_mass(_design(world, _ai1(world), _built(world)))


@result("tonne", digits=3)
def ai1_mass_paper(world: World) -> Quantity:
    """Mass of AI1 with its own areas and the lightest part of each kind on paper."""
    return model.launch_mass(_design(world, _ai1(world), _paper(world)))


@result("kg", digits=2)
def ai1_spare_paper(world: World) -> Quantity:
    """Mass that AI1's claim leaves over the roll-up with the lightest parts on paper."""
    return ai1_claimed_mass(world) - ai1_mass_paper(world)


@result("tonne", digits=2)
def ai1_excess_built(world: World) -> Quantity:
    """Mass by which parts built before overshoot AI1's claim."""
    return ai1_mass_built(world) - ai1_claimed_mass(world)


@result("tonne", digits=2)
def ai1_excess(world: World) -> Quantity:
    """Mass by which our central parts overshoot AI1's claim."""
    return ai1_mass(world) - ai1_claimed_mass(world)


@result(digits=2)
def announced_over_computed_specific_power(world: World) -> Quantity:
    """AI1's stated watts for each kilogram over those of a roll-up: lightest parts on paper, parts built before."""
    ratio = [(m / ai1_claimed_mass(world)).to("").magnitude for m in (ai1_mass_paper(world), ai1_mass_built(world))]
    return Quantity(np.array(ratio), "")


@result(words="{}×", digits=2)
def announced_over_central(world: World) -> Quantity:
    """AI1's stated watts for each kilogram over those of a roll-up with our central parts."""
    return ai1_mass(world) / ai1_claimed_mass(world)


def _areal_mass(world: World, mass_of_both: Quantity) -> Quantity:
    return mass_of_both / (world["satellite.ai1_array_area"] + world["satellite.ai1_radiator_area"])


def _left_for_panels(world: World, parts: Parts) -> Quantity:
    design = _design(world, _ai1(world), parts)
    allowance = model.subsystem_allowance(
        ai1_claimed_mass(world), parts.structure, parts.margin, design.delta_v, design.specific_impulse
    )
    ledger = model.mass_ledger(design)
    return allowance - ledger["compute"] - ledger["storage"] - ledger["coolant_loop"] - ledger["other"]


@result("kg/m^2", digits=2)
def needed_areal_mass(world: World) -> Quantity:
    """Mean mass of a square metre of array and radiator that closes AI1 with our central parts for all else."""
    return _areal_mass(world, _left_for_panels(world, _central(world)))


@result("kg/m^2", digits=2)
def needed_areal_mass_paper(world: World) -> Quantity:
    """Mean mass of a square metre of array and radiator that closes AI1 with the lightest of all else."""
    return _areal_mass(world, _left_for_panels(world, _paper(world)))


def _panels(world: World, parts: Parts) -> Quantity:
    ledger = model.mass_ledger(_design(world, _ai1(world), parts))
    return _areal_mass(world, ledger["array"] + ledger["radiator"])


@result("kg/m^2", digits=2)
def panel_areal_mass(world: World) -> Quantity:
    """Mean mass of a square metre of array and radiator with our central parts."""
    return _panels(world, _central(world))


@result("kg/m^2", digits=2)
def panel_areal_mass_paper(world: World) -> Quantity:
    """Mean mass of a square metre of array and radiator with the lightest of each on paper."""
    return _panels(world, _paper(world))


@result("kW", digits=3)
def ai1_mean_power(world: World) -> Quantity:
    """Mean computing power that AI1's array carries over a year at the start of life, throttled in the dark."""
    array = _ai1(world).array
    full = array * path_efficiency(world)
    return power.delivered_power(full, world["power.throttled_power_share"], annual_dark(world))


@result("kW", digits=3)
def ai1_mean_power_end(world: World) -> Quantity:
    """Mean computing power that AI1's array carries over a year at the end of life, throttled in the dark."""
    return ai1_mean_power(world) * array_left_at_end(world)


PART_CASES = (("Parts built before", _built), ("Our central parts", _central), ("Lightest on paper", _paper))


@table
def waterfall(world: World) -> pd.DataFrame:
    """AI1's mass part by part and running sum, for three sets of parts, against the stated mass."""
    claimed = float(ai1_claimed_mass(world).to("kg").magnitude)
    rows: list[tuple[str, str, float, float, float, float]] = []
    for case, parts in PART_CASES:
        start = 0.0
        for key, value in model.mass_ledger(_design(world, _ai1(world), parts(world))).items():
            kilograms = float(value.to("kg").magnitude)
            rows.append((case, NAMES[key], kilograms, start, start + kilograms, claimed))
            start += kilograms
        rows.append((case, "Sum", start, 0.0, start, claimed))
    return pd.DataFrame(rows, columns=["case", "part", "mass_kg", "from_kg", "to_kg", "claimed_kg"])


def _announced(world: World) -> list[tuple[str, Size, Quantity]]:
    """Announced satellites: name, size, mass. Without a stated radiator, the one that our heat balance asks for."""
    share = path_efficiency(world)

    def plain(name: str) -> Size:
        array = world[f"satellite.{name}_power"]
        return Size(array, array * share, _radiator_area(world, array))

    revised = Size(
        world["satellite.ai1_revised_array_power"],
        world["satellite.ai1_revised_average_power"],
        world["satellite.ai1_revised_radiator_area"],
    )
    revised_mass = model.mass_at_specific_power(revised.array, world["satellite.ai1_revised_specific_power"])
    return [
        ("AI1, June 2026", _ai1(world), ai1_claimed_mass(world)),
        ("AI1, revised", revised, revised_mass),
        ("Starcloud-3", plain("starcloud3"), world["satellite.starcloud3_mass"]),
        ("Suncatcher's reference", plain("starlink_v2_mini"), world["satellite.starlink_v2_mini_mass"]),
        ("Starlink V3", plain("starlink_v3"), world["satellite.starlink_v3_mass"]),
    ]


@result("satellite/launch", digits=2)
def ai1_per_launch(world: World) -> Quantity:
    """AI1 satellites that a full Starship lifts at the stated mass."""
    return world["launch.starship_payload"] / ai1_claimed_mass(world) * Quantity(1.0, "satellite")


@result("satellite/launch", digits=2)
def ai1_per_launch_central(world: World) -> Quantity:
    """AI1 satellites that a full Starship lifts with our central parts."""
    return world["launch.starship_payload"] / ai1_mass(world) * Quantity(1.0, "satellite")


UNKNOWNS = (
    ("array_specific_power", "W/kg", 20.0, 2000.0),
    ("radiator_areal_mass", "kg/m^2", 0.05, 40.0),
    ("compute_mass_factor", "", 0.01, 20.0),
    ("structure_fraction", "", 0.0, 0.9),
)


@table
def closures(world: World) -> pd.DataFrame:
    """Announced designs: mass by our roll-up, and the one part that closes them, all other parts as given."""
    rows = []
    for name, size, claimed in _announced(world):
        for case, parts in PART_CASES[1:]:
            given = parts(world)
            design = _design(world, size, given)
            found: list[float | None] = []
            for unknown, unit, low, high in UNKNOWNS:
                ends = Quantity(low, unit), Quantity(high, unit)
                value = model.solve_for(unknown, claimed, design, *ends).value
                found.append(None if value is None else float(value.to(unit).magnitude))
            per_power = float(given.compute.to("kg/kW").magnitude)
            found[2] = None if found[2] is None else found[2] * per_power
            found[3] = None if found[3] is None else 100 * found[3]
            rolled = float(model.launch_mass(design).to("tonne").magnitude)
            rows.append((name, case, float(claimed.to("tonne").magnitude), rolled, *found))
    return pd.DataFrame(
        rows,
        columns=[
            "design", "other_parts", "stated_t", "rolled_up_t",
            "array_w_per_kg", "radiator_kg_per_m2", "compute_kg_per_kw", "structure_percent",
        ],
    )  # fmt: skip


@result("W/kg", digits=2)
def ai1_closing_array(world: World) -> Quantity:
    """Watts for each kilogram of array that close AI1 when every other part is the lightest on paper."""
    parts = _paper(world)
    panels = _left_for_panels(world, parts)
    radiator = world["satellite.ai1_radiator_area"] * parts.radiator
    return model.closing_array_specific_power(_ai1(world).array, panels - radiator)


@result("kg/m^2", digits=2)
def ai1_closing_radiator(world: World) -> Quantity:
    """Mass of a square metre of radiator that closes AI1 when every other part is the lightest on paper."""
    parts = _paper(world)
    array = power.array_mass(_ai1(world).array, parts.array)
    panels = _left_for_panels(world, parts)
    return model.closing_radiator_areal_mass(world["satellite.ai1_radiator_area"], panels - array)


@result("tonne", digits=3)
def starlink_v3_as_compute(world: World) -> Quantity:
    """Mass of a satellite of Starlink V3's array power that computes, with our central parts."""
    _, size, _ = _announced(world)[-1]
    return model.launch_mass(_design(world, size, _central(world)))


@result("tonne", digits=3)
def starlink_v3_mass(world: World) -> Quantity:
    """Mass of Starlink V3, as estimated from its launches."""
    return world["satellite.starlink_v3_mass"]


@result("kg/kW", digits=3)
def ai1_specific_mass(world: World) -> Quantity:
    """Mass for each kilowatt that AI1's stated figure means."""
    return 1.0 / world["satellite.ai1_specific_power"]


@result("kg/kW", digits=3)
def ai1_specific_mass_load(world: World) -> Quantity:
    """AI1's mass on its peak power over its average computing power, the basis of our own figure."""
    return model.specific_mass(ai1_claimed_mass(world), world["satellite.ai1_average_power"])


@result("kg/kW", digits=3)
def filed_specific_mass(world: World) -> Quantity:
    """Mass for each kilowatt in the filing for one million satellites."""
    return 1.0 / world["satellite.filed_specific_power"]


def _startup(world: World, mass: Quantity) -> Quantity:
    return model.specific_mass(mass * world["satellite.startup_satellites"], world["satellite.startup_power"])


@result("kg/kW", digits=2)
def startup_specific_mass(world: World) -> Quantity:
    """Dry mass for each kilowatt in the filing of the startup Orbital, lightest and heaviest."""
    return _startup(world, world.span("satellite.startup_mass"))


@table
def ladder(world: World) -> pd.DataFrame:
    """Mass for each kilowatt of designs that fly and designs that are announced, each on its own basis."""
    rows = [
        ("Filing, 1 million satellites", filed_specific_mass(world)),
        ("AI1", ai1_specific_mass(world)),
        ("Starcloud-3", model.specific_mass(world["satellite.starcloud3_mass"], world["satellite.starcloud3_power"])),
        ("Orbital's filing, dry", _startup(world, world["satellite.startup_mass"])),
        (
            "Starlink V2 mini",
            model.specific_mass(world["satellite.starlink_v2_mini_mass"], world["satellite.starlink_v2_mini_power"]),
        ),
        ("Starlink V3", model.specific_mass(world["satellite.starlink_v3_mass"], world["satellite.starlink_v3_power"])),
    ]
    return pd.DataFrame(
        [(name, float(value.to("kg/kW").magnitude)) for name, value in rows], columns=["design", "kg_per_kw"]
    )


# ---- uncertainty --------------------------------------------------------------------------------------------------


def _simulation(world: World) -> Simulation:
    cache: dict[str, Simulation] = world.__dict__.setdefault("_satellite_simulation", {})
    if "run" not in cache:
        cache["run"] = simulation("satellite.specific_mass_rolled_up", world, 4 * WORKING)
    specific_mass_rolled_up(world)  # each time: whoever asks, first or second, rests on the value and its records
    return cache["run"]


def _quantile(world: World, probability: float) -> Quantity:
    return _simulation(world).quantile("satellite.specific_mass_rolled_up", probability).value


@result("kg/kW", digits=2)
def specific_mass_median(world: World) -> Quantity:
    """Median of the mass for each kilowatt over all inputs with a range."""
    return _quantile(world, 0.5)


@result("kg/kW", digits=2)
def specific_mass_range(world: World) -> Quantity:
    """Mass for each kilowatt: the middle 90 % over all inputs with a range."""
    low, high = _quantile(world, 0.05), _quantile(world, 0.95)
    return Quantity(np.array([low.magnitude, high.to(low.units).magnitude]), low.units)


def _chance_below(world: World, limit: Quantity) -> Quantity:
    """Chance of a limit or less, and never below what so many points can tell."""
    chance = 1.0 - _simulation(world).exceedance("satellite.specific_mass_rolled_up", limit).value
    return np.maximum(chance, Quantity(0.01, "percent").to(""))


@result("percent", digits=1)
def chance_ai1(world: World) -> Quantity:
    """Upper bound of the chance that the mass is at most what AI1 states, on the power that computing gets."""
    return _chance_below(world, ai1_specific_mass_load(world))


@result("percent", digits=1)
def chance_filed(world: World) -> Quantity:
    """Upper bound of the chance that the mass for each kilowatt is at most what the filing states."""
    return _chance_below(world, filed_specific_mass(world))


@table
def specific_mass_density(world: World) -> pd.DataFrame:
    """Distribution of the mass for each kilowatt."""
    edges, shares = _simulation(world).histogram("satellite.specific_mass_rolled_up", 160)
    bounds = edges.to("kg/kW").magnitude
    width = bounds[1:] - bounds[:-1]
    middles = (bounds[1:] + bounds[:-1]) / 2
    return pd.DataFrame({"kg_per_kw": middles, "share_percent_per_kg_per_kw": 100 * shares / width})


# ---- claims of the chapter ----------------------------------------------------------------------------------------


@result("MW")
def orbital_compute_in_service(world: World) -> Quantity:
    """Computing that SpaceX sells from orbit."""
    return world["satellite.orbital_compute_in_service"]


@result("GW", digits=3)
def orbital_compute_filed(world: World) -> Quantity:
    """Computing that one year of launches adds by the filing of January 2026."""
    return world["peers_fcc.published_yearly_power"] * Quantity(1.0, "year")


@result("GW", digits=3)
def orbital_compute_by_stage(world: World) -> Quantity:
    """Computing that SpaceX sells from orbit: in service, and as one year of launches adds by its filing."""
    ends = orbital_compute_in_service(world), orbital_compute_filed(world)
    return Quantity(np.array([end.m_as("GW") for end in ends]), "GW")


@result(digits=0)
def announced_first_deployment(world: World) -> Quantity:
    """Year for which the registration statement announces the first orbital computing."""
    return world["spacex.orbital_deployment_target"]


@result("megatonne/year", digits=3)
def filed_mass_at_ai1(world: World) -> Quantity:
    """Mass a year that the filed power asks for at AI1's stated power for each tonne."""
    return model.mass_to_orbit(world["satellite.filed_yearly_power"], world["satellite.ai1_specific_power"])


@result("GW/year", digits=3)
def filed_power(world: World) -> Quantity:
    """Power a year that the filed mass carries at the filed power for each tonne."""
    return world["satellite.filed_yearly_mass"] * world["satellite.filed_specific_power"]


@result("megatonne/year", digits=2)
def filed_mass_at_ours(world: World) -> Quantity:
    """Mass a year that the filed power asks for at our central mass for each kilowatt."""
    return world["satellite.filed_yearly_power"] * specific_mass_rolled_up(world)
