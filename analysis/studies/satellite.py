"""Chapter 11: a satellite that computes on sunlight, from power to mass.

The satellite is sized from the load: orbit and eclipse, array at the end of life, battery or throttling, heat and
radiator, then mass. Announced designs are rolled up from their own areas and solved for what would make them close.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.engine.sampling import Simulation
from analysis.evidence import Case
from analysis.models import orbit, power, thermal
from analysis.models import satellite as model
from analysis.results.registry import result, table
from analysis.results.uncertainty import WORKING, simulation
from analysis.units import Quantity

ONE = Quantity(1.0, "")
KILOWATT = Quantity(1.0, "kW")
SUN_OVERHEAD = Quantity(0.0, "degree")


def _year(case: Case) -> int:
    return int(case["orbit.reference_year"].magnitude)


def _orbit(case: Case) -> tuple[Quantity, Quantity, int]:
    return case["orbit.reference_altitude"], case["orbit.local_time_of_node"], _year(case)


# ---- the orbit ----------------------------------------------------------------------------------------------------


@result("km", digits=3)
def altitude(case: Case) -> Quantity:
    """Altitude of the reference orbit, the one named for AI1."""
    return case["orbit.reference_altitude"]


@result("degree", digits=3)
def inclination(case: Case) -> Quantity:
    """Inclination at which the reference orbit follows the Sun."""
    return orbit.sun_synchronous_inclination(altitude(case))


@result("", digits=3)
def orbits_per_day(case: Case) -> Quantity:
    """Revolutions of the reference orbit in a day."""
    return orbit.orbits_per_day(altitude(case))


@result("degree", digits=3)
def smallest_beta(case: Case) -> Quantity:
    """Smallest angle of the Sun above the plane of the reference orbit in the year."""
    return orbit.smallest_beta_angle(*_orbit(case))


@result("degree", digits=3)
def critical_beta(case: Case) -> Quantity:
    """Angle of the Sun above which the reference orbit meets no shadow."""
    return orbit.critical_beta_angle(altitude(case))


@result("minute", digits=3)
def longest_eclipse(case: Case) -> Quantity:
    """Longest eclipse of one revolution in the year."""
    return orbit.largest_eclipse_duration(*_orbit(case))


@result("minute", digits=3)
def noon_eclipse(case: Case) -> Quantity:
    """Eclipse of one revolution when the Sun lies in the plane of the orbit."""
    return orbit.eclipse_duration(altitude(case), Quantity(0.0, "degree"))


@result("", digits=3)
def darkest_fraction(case: Case) -> Quantity:
    """Dark share of the darkest revolution of the year."""
    return orbit.largest_eclipse_fraction(*_orbit(case))


@result("hour", digits=2)
def longest_dark_day(case: Case) -> Quantity:
    """Dark time of the darkest day of the year."""
    return darkest_fraction(case) * Quantity(24.0, "hour")


@result("day", digits=2)
def eclipse_season(case: Case) -> Quantity:
    """Days of the year with an eclipse on every revolution."""
    return orbit.eclipse_season_length(*_orbit(case))


@result("percent", digits=3)
def annual_dark(case: Case) -> Quantity:
    """Dark share of the year in the reference orbit."""
    return orbit.annual_dark_fraction(*_orbit(case))


@result("km", digits=3)
def altitude_without_eclipse(case: Case) -> Quantity:
    """Lowest dawn-dusk altitude that stays in sunlight all year."""
    return orbit.lowest_altitude_without_eclipse(case["orbit.local_time_of_node"], _year(case))


@result("minute", digits=2)
def stated_dark_day(case: Case) -> Quantity:
    """Longest dark time of a day as cost models assume it."""
    return case["orbit.stated_eclipse_per_day"]


@result(words="{}×", digits=2)
def dark_day_ratio(case: Case) -> Quantity:
    """Computed dark time of the darkest day over the one that cost models assume."""
    return longest_dark_day(case) / stated_dark_day(case)


@table
def eclipse_year(case: Case) -> pd.DataFrame:
    """Hours of darkness a day through the year, by altitude of a dawn-dusk orbit."""
    days = np.arange(1.0, 367.0, 2.0)
    time = orbit.time_since_j2000(_year(case), Quantity(days, "day"))
    node = case["orbit.local_time_of_node"]
    rows = []
    for height in (500.0, 600.0, 800.0, 1000.0, 1200.0, 1400.0):
        level = Quantity(height, "km")
        beta = orbit.sun_synchronous_beta_angle(level, node, time)
        dark = orbit.eclipse_time_per_day(level, beta).to("hour").magnitude
        rows.append(pd.DataFrame({"day_of_year": days, "altitude_km": height, "dark_hours_per_day": dark}))
    return pd.concat(rows, ignore_index=True)


@table
def altitudes(case: Case) -> pd.DataFrame:
    """Eclipse of dawn-dusk orbits by altitude."""
    node, year = case["orbit.local_time_of_node"], _year(case)
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
def load(case: Case) -> Quantity:
    """Computing load of the reference satellite, held in sunlight to the end of its life."""
    return case["satellite.ai1_average_power"]


@result("", digits=3)
def path_efficiency(case: Case) -> Quantity:
    """Share of array power that reaches computing in sunlight, after conversion, the satellite's own use and pumps."""
    left = 1.0 - case["satellite.housekeeping_power_share"]
    return case["power.power_conversion_efficiency"] * left / (1.0 + case["thermal.pump_power_share"])


def _power_at_end(case: Case, held: Quantity) -> Quantity:
    direct = path_efficiency(case)
    stored = direct * case["power.battery_round_trip_efficiency"]
    return power.array_power_for_load(load(case), held, darkest_fraction(case), direct, stored)


@result("kW", digits=3)
def array_power_end_of_life(case: Case) -> Quantity:
    """Array power that the load needs in sunlight at the end of life, with the load throttled in the dark."""
    return _power_at_end(case, case["power.throttled_power_share"])


@result("percent", digits=3)
def array_left_at_end(case: Case) -> Quantity:
    """Share of its first power that the array still gives at the end of life."""
    return power.end_of_life_factor(case["power.array_degradation"], case["cost.orbit_life"])


@result("W/m^2", digits=3)
def array_areal_power(case: Case) -> Quantity:
    """Power of a square metre of array at the start of life, from cell efficiency, packing, pointing and heat."""
    return power.array_areal_power(
        case["physics.solar_constant"],
        case["power.cell_efficiency"],
        case["power.packing_factor"],
        SUN_OVERHEAD,
        case["power.pointing_and_temperature_factor"],
    )


@result("m^2", digits=3)
def array_area(case: Case) -> Quantity:
    """Array area of the reference satellite."""
    return power.array_area(array_power_end_of_life(case) / array_left_at_end(case), array_areal_power(case))


@result("kWh", digits=3)
def battery(case: Case) -> Quantity:
    """Battery that carries the throttled load through the longest eclipse."""
    return power.storage_capacity(
        load(case) * case["power.throttled_power_share"],
        longest_eclipse(case),
        case["power.battery_depth_of_discharge"],
        case["power.battery_round_trip_efficiency"],
    )


# ---- heat ---------------------------------------------------------------------------------------------------------


@result("", digits=3)
def view_factor(case: Case) -> Quantity:
    """Exact view factor from one face of the edge-on radiator to the Earth."""
    return thermal.edge_on_view_factor(altitude(case))


@result("degC", digits=3)
def array_temperature(case: Case) -> Quantity:
    """Temperature of the array, which shines on the radiator beside it."""
    sun = thermal.absorbed_sunlight(
        case["physics.solar_constant"], case["power.array_solar_absorptivity"], SUN_OVERHEAD
    )
    heat = sun - array_areal_power(case)
    front, back = case["power.array_front_emissivity"], case["power.array_back_emissivity"]
    return thermal.panel_equilibrium_temperature(heat, front, back)


def _absorbed(case: Case) -> Quantity:
    emissivity, edge = case["thermal.radiator_emissivity"], view_factor(case)
    earth = thermal.absorbed_infrared(case["physics.outgoing_longwave_radiation"], edge, emissivity)
    glow = thermal.emitted_flux(array_temperature(case).to("K"), case["power.array_back_emissivity"])
    array = thermal.absorbed_infrared(glow, case["thermal.array_view_factor"], emissivity)
    reflected = thermal.absorbed_albedo(
        case["physics.solar_constant"],
        case["physics.earth_albedo"],
        edge,
        case["thermal.radiator_solar_absorptivity"],
        thermal.mean_phase_factor(smallest_beta(case)),
    )
    return 2.0 * (earth + array + reflected)


@result("K", digits=3)
def sink_temperature(case: Case) -> Quantity:
    """Temperature of the radiator's surroundings, from the heat it absorbs on both faces."""
    return thermal.equivalent_sink_temperature(_absorbed(case), case["thermal.radiator_emissivity"])


@result("W/m^2", digits=3)
def radiator_flux(case: Case) -> Quantity:
    """Heat that a square metre of panel sheds with both faces at our radiator temperature."""
    return thermal.net_flux(
        case["thermal.radiator_temperature"],
        sink_temperature(case),
        case["thermal.radiator_emissivity"],
        case["thermal.radiator_fin_efficiency"],
    )


@result("kW", digits=3)
def heat(case: Case) -> Quantity:
    """Heat to shed in sunlight: all power that the load, its conversion, the pumps and the satellite use."""
    return load(case) / path_efficiency(case)


@result("m^2", digits=3)
def radiator_area(case: Case) -> Quantity:
    """Radiator area of the reference satellite, with its margin for ageing."""
    return _radiator_area(case, heat(case))


def _radiator_area(case: Case, shed: Quantity) -> Quantity:
    area = thermal.radiator_area(
        shed,
        case["thermal.radiator_temperature"],
        sink_temperature(case),
        case["thermal.radiator_emissivity"],
        case["thermal.radiator_fin_efficiency"],
    )
    return area * (1.0 + case["thermal.radiator_area_margin"])


def _temperature_for(case: Case, shed: Quantity) -> Quantity:
    return thermal.radiator_temperature(
        shed,
        case["satellite.ai1_radiator_area"],
        sink_temperature(case),
        case["thermal.radiator_emissivity"],
        case["thermal.radiator_fin_efficiency"],
    )


@result("degC", digits=2)
def ai1_radiator_temperature(case: Case) -> Quantity:
    """Temperature that AI1's radiator needs to shed its peak power."""
    return _temperature_for(case, case["satellite.ai1_peak_power"])


@result("degC", digits=2)
def ai1_radiator_temperature_average(case: Case) -> Quantity:
    """Temperature that AI1's radiator needs to shed its average power."""
    return _temperature_for(case, case["satellite.ai1_average_power"])


@result("degC", digits=2)
def ai1_chip_temperature(case: Case) -> Quantity:
    """Chip temperature behind AI1's radiator at peak power."""
    return ai1_radiator_temperature(case).to("K") + case["thermal.chip_to_radiator_temperature_drop"]


@result("degC", digits=2)
def chip_limit(case: Case) -> Quantity:
    """Highest chip temperature for a long life."""
    return case["thermal.chip_temperature_limit"]


@result(words="{}×", digits=2)
def radiator_over_station(case: Case) -> Quantity:
    """AI1's stated heat for each square metre over that of the International Space Station."""
    station = case["thermal.iss_radiator_heat"] / case["thermal.iss_radiator_area"]
    return case["satellite.ai1_radiator_heat_flux"] / station


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


def _central(case: Case) -> Parts:
    return Parts(
        array=power.array_specific_power(array_areal_power(case), case["power.array_areal_mass"]),
        storage=case["power.battery_specific_energy"],
        radiator=case["thermal.radiator_areal_mass"],
        loop=case["thermal.coolant_loop_specific_mass"],
        compute=case["satellite.compute_specific_mass"],
        shielding=case["satellite.shielding_mass_share"],
        bus=case["satellite.bus_mass"],
        conversion=case["power.power_conversion_specific_mass"],
        structure=case["satellite.structure_share"],
        margin=case["satellite.mass_margin"],
    )


def _built(case: Case) -> Parts:
    """Parts that were built: the largest array flown, the radiator offered today, the whole rack; the rest as ours."""
    ours = _central(case)
    return Parts(
        array=case["power.array_specific_power_flown"],
        storage=ours.storage,
        radiator=case["peers_semianalysis.radiator_areal_mass"],
        loop=ours.loop,
        compute=case["satellite.rack_mass"] / case["satellite.rack_power"],
        shielding=ours.shielding,
        bus=ours.bus,
        conversion=ours.conversion,
        structure=ours.structure,
        margin=ours.margin,
    )


def _paper(case: Case) -> Parts:
    """The lightest part of each kind that anyone has published."""

    def least(key: str) -> Quantity:
        return case.bounds(key)[0]

    return Parts(
        array=power.array_specific_power(case["satellite.ai1_array_area_power"], case["power.array_areal_mass_best"]),
        storage=case.bounds("power.battery_specific_energy")[1],
        radiator=case["peers_semianalysis.radiator_areal_mass_later"],
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


def _design(case: Case, size: Size, parts: Parts) -> model.Design:
    """Join sizes and parts; the dark load is throttled in every case."""
    dark = size.compute * case["power.throttled_power_share"]
    depth, trip = case["power.battery_depth_of_discharge"], case["power.battery_round_trip_efficiency"]
    life = case["cost.orbit_life"]
    yearly = case["orbit.drag_delta_v"] + case["orbit.collision_avoidance_delta_v"]
    compute = (size.compute * parts.compute).to("kg")
    return model.Design(
        compute_mass=compute,
        compute_mass_factor=ONE,
        array_power=size.array,
        array_specific_power=parts.array,
        storage_capacity=power.storage_capacity(dark, longest_eclipse(case), depth, trip),
        storage_specific_energy=parts.storage,
        radiator_area=size.radiator,
        radiator_areal_mass=parts.radiator,
        loop_heat=size.array,
        loop_specific_mass=parts.loop,
        other_mass=(parts.bus + size.compute * parts.conversion + compute * parts.shielding).to("kg"),
        structure_fraction=parts.structure,
        margin_fraction=parts.margin,
        delta_v=(case["orbit.disposal_delta_v"] + yearly * life).to("m/s"),
        specific_impulse=(case["orbit.thruster_exhaust_velocity"] / orbit.STANDARD_GRAVITY).to("s"),
    )


def _reference(case: Case) -> model.Design:
    size = Size(array_power_end_of_life(case) / array_left_at_end(case), load(case), radiator_area(case))
    return _design(case, size, _central(case))


@result("tonne", digits=3)
def mass(case: Case) -> Quantity:
    """Mass at launch of the reference satellite, sized by our own balance."""
    return model.launch_mass(_reference(case))


@result("kg/kW", digits=3)
def specific_mass_rolled_up(case: Case) -> Quantity:
    """Mass at launch for each kilowatt of computing held in sunlight to the end of life."""
    return model.specific_mass(mass(case), load(case))


@result("kg/kW", digits=3)
def specific_mass_array(case: Case) -> Quantity:
    """Mass of the reference satellite over its array's first power, the basis on which makers state theirs."""
    return model.specific_mass(mass(case), array_power_end_of_life(case) / array_left_at_end(case))


@table
def budget(case: Case) -> pd.DataFrame:
    """Mass of the reference satellite part by part."""
    ledger = model.mass_ledger(_reference(case))
    total = float(mass(case).to("kg").magnitude)
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


def _held_mass(case: Case, held: Quantity) -> Quantity:
    """Mass per load when a share is held in the dark; all that does not depend on it is taken from the reference."""
    ledger = model.mass_ledger(_reference(case))
    growth = (1.0 + case["satellite.mass_margin"]) / (1.0 - case["satellite.structure_share"])
    rest = (mass(case) - (ledger["array"] + ledger["storage"]) * growth) / load(case)
    direct = path_efficiency(case)
    trip = case["power.battery_round_trip_efficiency"]
    return power.held_load_specific_mass(
        held,
        darkest_fraction(case),
        longest_eclipse(case),
        direct,
        direct * trip,
        case["power.battery_depth_of_discharge"],
        trip,
        _central(case).array * array_left_at_end(case) / growth,
        case["power.battery_specific_energy"] / growth,
        rest,
    )


@result("kg/kW", digits=3)
def mass_throttled(case: Case) -> Quantity:
    """Mass for each kilowatt when computing stops in the dark."""
    return _held_mass(case, Quantity(0.0, ""))


@result("kg/kW", digits=3)
def mass_stored(case: Case) -> Quantity:
    """Mass for each kilowatt when a battery and a larger array carry full computing through the dark."""
    return _held_mass(case, ONE)


@result("percent", digits=2)
def break_even_dark(case: Case) -> Quantity:
    """Dark share of the year above which carrying the load through the dark takes less mass than throttling."""
    return power.break_even_dark_fraction(mass_throttled(case), mass_stored(case))


# ---- announced designs --------------------------------------------------------------------------------------------


@result("W/m^2", digits=3)
def ai1_array_areal_power(case: Case) -> Quantity:
    """Power from a square metre of AI1's array as stated."""
    return case["satellite.ai1_array_area_power"]


@result("kg/kW", digits=2)
def independent_specific_mass(case: Case) -> Quantity:
    """Mass for each kilowatt that a study from the Jet Propulsion Laboratory gives, low and high."""
    ends = [case[f"peers_turyshev.published_specific_mass_{end}"].to("kg/kW").magnitude for end in ("low", "high")]
    return Quantity(np.array(ends), "kg/kW")


@result("tonne", digits=3)
def ai1_claimed_mass(case: Case) -> Quantity:
    """Mass that AI1's stated power for each tonne implies on its peak power."""
    return model.mass_at_specific_power(case["satellite.ai1_peak_power"], case["satellite.ai1_specific_power"])


@result("tonne", digits=3)
def ai1_claimed_mass_average(case: Case) -> Quantity:
    """Mass that AI1's stated power for each tonne implies on its average power."""
    return model.mass_at_specific_power(case["satellite.ai1_average_power"], case["satellite.ai1_specific_power"])


def _ai1(case: Case) -> Size:
    array = case["satellite.ai1_array_area"] * case["satellite.ai1_array_area_power"]
    return Size(array.to("kW"), case["satellite.ai1_average_power"], case["satellite.ai1_radiator_area"])


@result("tonne", digits=3)
def ai1_mass_ours(case: Case) -> Quantity:
    """Mass of AI1 with its own areas and our central parts."""
    return model.launch_mass(_design(case, _ai1(case), _central(case)))


@result("tonne", digits=3)
def ai1_mass_built(case: Case) -> Quantity:
    """Mass of AI1 with its own areas and parts that were built before."""
    return model.launch_mass(_design(case, _ai1(case), _built(case)))


@result("tonne", digits=3)
def ai1_mass_paper(case: Case) -> Quantity:
    """Mass of AI1 with its own areas and the lightest part of each kind on paper."""
    return model.launch_mass(_design(case, _ai1(case), _paper(case)))


@result("kg", digits=2)
def ai1_spare_paper(case: Case) -> Quantity:
    """Mass that AI1's claim leaves over the roll-up with the lightest parts on paper."""
    return ai1_claimed_mass(case) - ai1_mass_paper(case)


@result("tonne", digits=2)
def ai1_excess_built(case: Case) -> Quantity:
    """Mass by which parts built before overshoot AI1's claim."""
    return ai1_mass_built(case) - ai1_claimed_mass(case)


@result("tonne", digits=2)
def ai1_excess(case: Case) -> Quantity:
    """Mass by which our central parts overshoot AI1's claim."""
    return ai1_mass_ours(case) - ai1_claimed_mass(case)


@result(digits=2)
def announced_over_computed_specific_power(case: Case) -> Quantity:
    """AI1's stated watts for each kilogram over those of a roll-up: lightest parts on paper, parts built before."""
    ratio = [(m / ai1_claimed_mass(case)).to("").magnitude for m in (ai1_mass_paper(case), ai1_mass_built(case))]
    return Quantity(np.array(ratio), "")


@result(words="{}×", digits=2)
def announced_over_central(case: Case) -> Quantity:
    """AI1's stated watts for each kilogram over those of a roll-up with our central parts."""
    return ai1_mass_ours(case) / ai1_claimed_mass(case)


def _areal_mass(case: Case, mass_of_both: Quantity) -> Quantity:
    return mass_of_both / (case["satellite.ai1_array_area"] + case["satellite.ai1_radiator_area"])


def _left_for_panels(case: Case, parts: Parts) -> Quantity:
    design = _design(case, _ai1(case), parts)
    allowance = model.subsystem_allowance(
        ai1_claimed_mass(case), parts.structure, parts.margin, design.delta_v, design.specific_impulse
    )
    ledger = model.mass_ledger(design)
    return allowance - ledger["compute"] - ledger["storage"] - ledger["coolant_loop"] - ledger["other"]


@result("kg/m^2", digits=2)
def needed_areal_mass(case: Case) -> Quantity:
    """Mean mass of a square metre of array and radiator that closes AI1 with our central parts for all else."""
    return _areal_mass(case, _left_for_panels(case, _central(case)))


@result("kg/m^2", digits=2)
def needed_areal_mass_paper(case: Case) -> Quantity:
    """Mean mass of a square metre of array and radiator that closes AI1 with the lightest of all else."""
    return _areal_mass(case, _left_for_panels(case, _paper(case)))


def _panels(case: Case, parts: Parts) -> Quantity:
    ledger = model.mass_ledger(_design(case, _ai1(case), parts))
    return _areal_mass(case, ledger["array"] + ledger["radiator"])


@result("kg/m^2", digits=2)
def panel_areal_mass(case: Case) -> Quantity:
    """Mean mass of a square metre of array and radiator with our central parts."""
    return _panels(case, _central(case))


@result("kg/m^2", digits=2)
def panel_areal_mass_paper(case: Case) -> Quantity:
    """Mean mass of a square metre of array and radiator with the lightest of each on paper."""
    return _panels(case, _paper(case))


@result("kW", digits=3)
def ai1_mean_power(case: Case) -> Quantity:
    """Mean computing power that AI1's array carries over a year at the start of life, throttled in the dark."""
    array = _ai1(case).array
    full = array * path_efficiency(case)
    return power.delivered_power(full, case["power.throttled_power_share"], annual_dark(case))


@result("kW", digits=3)
def ai1_mean_power_end(case: Case) -> Quantity:
    """Mean computing power that AI1's array carries over a year at the end of life, throttled in the dark."""
    return ai1_mean_power(case) * array_left_at_end(case)


PART_CASES = (("Parts built before", _built), ("Our central parts", _central), ("Lightest on paper", _paper))


@table
def waterfall(case: Case) -> pd.DataFrame:
    """AI1's mass part by part and running sum, for three sets of parts, against the stated mass."""
    claimed = float(ai1_claimed_mass(case).to("kg").magnitude)
    rows: list[tuple[str, str, float, float, float, float]] = []
    for entry, parts in PART_CASES:
        start = 0.0
        for key, value in model.mass_ledger(_design(case, _ai1(case), parts(case))).items():
            kilograms = float(value.to("kg").magnitude)
            rows.append((entry, NAMES[key], kilograms, start, start + kilograms, claimed))
            start += kilograms
        rows.append((entry, "Sum", start, 0.0, start, claimed))
    return pd.DataFrame(rows, columns=["case", "part", "mass_kg", "from_kg", "to_kg", "claimed_kg"])


def _announced(case: Case) -> list[tuple[str, Size, Quantity]]:
    """Announced satellites: name, size, mass. Without a stated radiator, the one that our heat balance asks for."""
    share = path_efficiency(case)

    def plain(name: str) -> Size:
        array = case[f"satellite.{name}_power"]
        return Size(array, array * share, _radiator_area(case, array))

    revised = Size(
        case["satellite.ai1_revised_array_power"],
        case["satellite.ai1_revised_average_power"],
        case["satellite.ai1_revised_radiator_area"],
    )
    revised_mass = model.mass_at_specific_power(revised.array, case["satellite.ai1_revised_specific_power"])
    return [
        ("AI1, June 2026", _ai1(case), ai1_claimed_mass(case)),
        ("AI1, revised", revised, revised_mass),
        ("Starcloud-3", plain("starcloud3"), case["satellite.starcloud3_mass"]),
        ("Suncatcher's reference", plain("starlink_v2_mini"), case["satellite.starlink_v2_mini_mass"]),
        ("Starlink V3", plain("starlink_v3"), case["satellite.starlink_v3_mass"]),
    ]


@result("satellite/launch", digits=2)
def ai1_per_launch(case: Case) -> Quantity:
    """AI1 satellites that a full Starship lifts at the stated mass."""
    return case["launch.starship_payload"] / ai1_claimed_mass(case) * Quantity(1.0, "satellite")


@result("satellite/launch", digits=2)
def ai1_per_launch_central(case: Case) -> Quantity:
    """AI1 satellites that a full Starship lifts with our central parts."""
    return case["launch.starship_payload"] / ai1_mass_ours(case) * Quantity(1.0, "satellite")


UNKNOWNS = (
    ("array_specific_power", "W/kg", 20.0, 2000.0),
    ("radiator_areal_mass", "kg/m^2", 0.05, 40.0),
    ("compute_mass_factor", "", 0.01, 20.0),
    ("structure_fraction", "", 0.0, 0.9),
)


@table
def closures(case: Case) -> pd.DataFrame:
    """Announced designs: mass by our roll-up, and the one part that closes them, all other parts as given."""
    rows = []
    for name, size, claimed in _announced(case):
        for entry, parts in PART_CASES[1:]:
            given = parts(case)
            design = _design(case, size, given)
            found: list[float | None] = []
            for unknown, unit, low, high in UNKNOWNS:
                ends = Quantity(low, unit), Quantity(high, unit)
                value = model.solve_for(unknown, claimed, design, *ends).value
                found.append(None if value is None else float(value.to(unit).magnitude))
            per_power = float(given.compute.to("kg/kW").magnitude)
            found[2] = None if found[2] is None else found[2] * per_power
            found[3] = None if found[3] is None else 100 * found[3]
            rolled = float(model.launch_mass(design).to("tonne").magnitude)
            rows.append((name, entry, float(claimed.to("tonne").magnitude), rolled, *found))
    return pd.DataFrame(
        rows,
        columns=[
            "design", "other_parts", "stated_t", "rolled_up_t",
            "array_w_per_kg", "radiator_kg_per_m2", "compute_kg_per_kw", "structure_percent",
        ],
    )  # fmt: skip


@result("W/kg", digits=2)
def ai1_closing_array(case: Case) -> Quantity:
    """Watts for each kilogram of array that close AI1 when every other part is the lightest on paper."""
    parts = _paper(case)
    panels = _left_for_panels(case, parts)
    radiator = case["satellite.ai1_radiator_area"] * parts.radiator
    return model.closing_array_specific_power(_ai1(case).array, panels - radiator)


@result("kg/m^2", digits=2)
def ai1_closing_radiator(case: Case) -> Quantity:
    """Mass of a square metre of radiator that closes AI1 when every other part is the lightest on paper."""
    parts = _paper(case)
    array = power.array_mass(_ai1(case).array, parts.array)
    panels = _left_for_panels(case, parts)
    return model.closing_radiator_areal_mass(case["satellite.ai1_radiator_area"], panels - array)


@result("tonne", digits=3)
def starlink_v3_as_compute(case: Case) -> Quantity:
    """Mass of a satellite of Starlink V3's array power that computes, with our central parts."""
    _, size, _ = _announced(case)[-1]
    return model.launch_mass(_design(case, size, _central(case)))


@result("kg/kW", digits=3)
def ai1_specific_mass(case: Case) -> Quantity:
    """Mass for each kilowatt that AI1's stated figure means."""
    return 1.0 / case["satellite.ai1_specific_power"]


@result("kg/kW", digits=3)
def ai1_specific_mass_load(case: Case) -> Quantity:
    """AI1's mass on its peak power over its average computing power, the basis of our own figure."""
    return model.specific_mass(ai1_claimed_mass(case), case["satellite.ai1_average_power"])


@result("kg/kW", digits=3)
def filed_specific_mass(case: Case) -> Quantity:
    """Mass for each kilowatt in the filing for one million satellites."""
    return 1.0 / case["satellite.filed_specific_power"]


def _startup(case: Case, mass: Quantity) -> Quantity:
    return model.specific_mass(mass * case["satellite.startup_satellites"], case["satellite.startup_power"])


@result("kg/kW", digits=2)
def startup_specific_mass(case: Case) -> Quantity:
    """Dry mass for each kilowatt in the filing of the startup Orbital, lightest and heaviest."""
    return _startup(case, case.bounds("satellite.startup_mass"))


@table
def ladder(case: Case) -> pd.DataFrame:
    """Mass for each kilowatt of designs that fly and designs that are announced, each on its own basis."""
    rows = [
        ("Filing, 1 million satellites", filed_specific_mass(case)),
        ("AI1", ai1_specific_mass(case)),
        ("Starcloud-3", model.specific_mass(case["satellite.starcloud3_mass"], case["satellite.starcloud3_power"])),
        ("Orbital's filing, dry", _startup(case, case["satellite.startup_mass"])),
        (
            "Starlink V2 mini",
            model.specific_mass(case["satellite.starlink_v2_mini_mass"], case["satellite.starlink_v2_mini_power"]),
        ),
        ("Starlink V3", model.specific_mass(case["satellite.starlink_v3_mass"], case["satellite.starlink_v3_power"])),
    ]
    return pd.DataFrame(
        [(name, float(value.to("kg/kW").magnitude)) for name, value in rows], columns=["design", "kg_per_kw"]
    )


# ---- uncertainty --------------------------------------------------------------------------------------------------


def _simulation(case: Case) -> Simulation:
    cache: dict[str, Simulation] = case.__dict__.setdefault("_satellite_simulation", {})
    if "run" not in cache:
        cache["run"] = simulation("satellite.specific_mass_rolled_up", case, 4 * WORKING)
    specific_mass_rolled_up(case)  # each time: whoever asks, first or second, rests on the value and its records
    return cache["run"]


def _quantile(case: Case, probability: float) -> Quantity:
    return _simulation(case).quantile("satellite.specific_mass_rolled_up", probability).value


@result("kg/kW", digits=2)
def specific_mass_median(case: Case) -> Quantity:
    """Median of the mass for each kilowatt over all inputs with a range."""
    return _quantile(case, 0.5)


@result("kg/kW", digits=2)
def specific_mass_range(case: Case) -> Quantity:
    """Mass for each kilowatt: the middle 90 % over all inputs with a range."""
    low, high = _quantile(case, 0.05), _quantile(case, 0.95)
    return Quantity(np.array([low.magnitude, high.to(low.units).magnitude]), low.units)


def _chance_below(case: Case, limit: Quantity) -> Quantity:
    """Chance of a limit or less, and never below what so many points can tell."""
    chance = 1.0 - _simulation(case).exceedance("satellite.specific_mass_rolled_up", limit).value
    return np.maximum(chance, Quantity(0.01, "percent").to(""))


@result("percent", digits=1)
def chance_ai1(case: Case) -> Quantity:
    """Upper bound of the chance that the mass is at most what AI1 states, on the power that computing gets."""
    return _chance_below(case, ai1_specific_mass_load(case))


@result("percent", digits=1)
def chance_filed(case: Case) -> Quantity:
    """Upper bound of the chance that the mass for each kilowatt is at most what the filing states."""
    return _chance_below(case, filed_specific_mass(case))


@table
def specific_mass_density(case: Case) -> pd.DataFrame:
    """Distribution of the mass for each kilowatt."""
    edges, shares = _simulation(case).histogram("satellite.specific_mass_rolled_up", 160)
    bounds = edges.to("kg/kW").magnitude
    width = bounds[1:] - bounds[:-1]
    middles = (bounds[1:] + bounds[:-1]) / 2
    return pd.DataFrame({"kg_per_kw": middles, "share_percent_per_kg_per_kw": 100 * shares / width})


# ---- claims of the chapter ----------------------------------------------------------------------------------------


@result("GW", digits=3)
def orbital_compute_filed(case: Case) -> Quantity:
    """Computing that one year of launches adds by the filing of January 2026."""
    return case["peers_fcc.published_yearly_power"] * Quantity(1.0, "year")


@result("GW", digits=3)
def orbital_compute_by_stage(case: Case) -> Quantity:
    """Computing that SpaceX sells from orbit: in service, and as one year of launches adds by its filing."""
    ends = case["satellite.orbital_compute_in_service"], orbital_compute_filed(case)
    return Quantity(np.array([end.m_as("GW") for end in ends]), "GW")


@result(digits=0)
def announced_first_deployment(case: Case) -> Quantity:
    """Year for which the registration statement announces the first orbital computing."""
    return case["spacex.orbital_deployment_target"]


@result("megatonne/year", digits=3)
def filed_mass_at_ai1(case: Case) -> Quantity:
    """Mass a year that the filed power asks for at AI1's stated power for each tonne."""
    return model.mass_to_orbit(case["satellite.filed_yearly_power"], case["satellite.ai1_specific_power"])


@result("GW/year", digits=3)
def filed_power(case: Case) -> Quantity:
    """Power a year that the filed mass carries at the filed power for each tonne."""
    return case["satellite.filed_yearly_mass"] * case["satellite.filed_specific_power"]


@result("megatonne/year", digits=2)
def filed_mass_at_ours(case: Case) -> Quantity:
    """Mass a year that the filed power asks for at our central mass for each kilowatt."""
    return case["satellite.filed_yearly_power"] * specific_mass_rolled_up(case)
