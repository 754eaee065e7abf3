"""Chapter 11: a satellite that computes on sunlight, from power to mass.

The satellite is sized from the load: orbit and eclipse, array at the end of life, battery or throttling, heat and
radiator, then mass. Announced designs are rolled up from their own areas and solved for what would make them close.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import scipy

from analysis.engine.sampling import Simulation
from analysis.evidence import Case
from analysis.models import orbit, power, thermal
from analysis.models import satellite as model
from analysis.peers import common
from analysis.results.registry import result, table
from analysis.results.uncertainty import WORKING, correlations, simulation, uncertain_inputs
from analysis.units import Quantity, where

ONE = Quantity(1.0, "")
YEAR = Quantity(1.0, "year")
LIFE = "cost.orbit_life"
NOBODY = Quantity(0.0, "")


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


@result("minute", digits=3)
def longest_eclipse(case: Case) -> Quantity:
    """Longest eclipse of one revolution in the year."""
    return orbit.largest_eclipse_duration(*_orbit(case))


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


@result("km", digits=4)
def altitude_without_eclipse(case: Case) -> Quantity:
    """Lowest dawn-dusk altitude that stays in sunlight all year, over the flattened Earth."""
    return orbit.lowest_altitude_without_eclipse(case["orbit.local_time_of_node"], _year(case))


@result("km", digits=4)
def altitude_without_eclipse_sphere(case: Case) -> Quantity:
    """The same altitude over a sphere of the equator's radius, as published."""
    return orbit.lowest_altitude_without_eclipse(case["orbit.local_time_of_node"], _year(case), orbit.SPHERE)


@result("W/m^2", digits=4)
def sunlight_when_dark(case: Case) -> Quantity:
    """Sunlight on the darkest day of the reference orbit, from which its array has to charge."""
    return orbit.darkest_irradiance(*_orbit(case))


@result(digits=3)
def cycles(case: Case) -> Quantity:
    """Eclipses that a satellite goes through in its life."""
    return common.eclipses(case)


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
        share = orbit.sun_synchronous_eclipse_fraction(level, node, time)
        dark = (share * Quantity(24.0, "hour")).to("hour").magnitude
        rows.append(pd.DataFrame({"day_of_year": days, "altitude_km": height, "dark_hours_per_day": dark}))
    return pd.concat(rows, ignore_index=True)


# ---- power --------------------------------------------------------------------------------------------------------


@result("kW", digits=3)
def load(case: Case) -> Quantity:
    """Computing load of the reference satellite, held in sunlight to the end of its life."""
    return case["satellite.ai1_average_power"]


@result("", digits=3)
def path_efficiency(case: Case) -> Quantity:
    """Share of array power that reaches computing in sunlight, after conversion, the satellite's own use and pumps."""
    return common.path_efficiency(case)


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


@result("kW", digits=3)
def array_rating(case: Case) -> Quantity:
    """First power of the array in mean sunlight that still carries the load on its darkest day at the end of life."""
    far = case["physics.solar_constant"] / sunlight_when_dark(case)
    return array_power_end_of_life(case) / array_left_at_end(case) * far


@result("degC", digits=3)
def array_temperature(case: Case) -> Quantity:
    """Temperature of the array in sunlight, heated by the Sun and the Earth and cooled by the power that it gives."""
    return common.array_temperature(case)


@result("W/m^2", digits=3)
def array_areal_power(case: Case) -> Quantity:
    """Power of a square metre of array at the start of life, from cells at their temperature, packing and pointing."""
    return common.array_areal_power(case)


@result("m^2", digits=3)
def array_area(case: Case) -> Quantity:
    """Array area of the reference satellite."""
    return power.array_area(array_rating(case), array_areal_power(case))


@result("percent", digits=2)
def battery_depth(case: Case) -> Quantity:
    """Share of the battery that an eclipse may use, so that it lasts for all of them."""
    return common.battery_depth(case)


@result("percent", digits=3)
def battery_left(case: Case) -> Quantity:
    """Share of its energy that the battery still holds after the eclipses of a life."""
    return common.battery_left(case)


def _battery(case: Case, held: Quantity) -> Quantity:
    """Give the battery that still carries a load through the longest eclipse when the cycles of a life have worn it."""
    trip = case["power.battery_round_trip_efficiency"]
    fresh = power.storage_capacity(held, longest_eclipse(case), battery_depth(case).to(""), trip)
    return fresh / battery_left(case).to("")


@result("kWh", digits=3)
def battery(case: Case) -> Quantity:
    """Battery that carries the throttled load through the longest eclipse at the end of life."""
    return _battery(case, load(case) * case["power.throttled_power_share"])


# ---- heat ---------------------------------------------------------------------------------------------------------


@result("", digits=3)
def view_factor(case: Case) -> Quantity:
    """Exact view factor from one face of the edge-on radiator to the Earth."""
    return thermal.edge_on_view_factor(altitude(case))


@result("", digits=2)
def array_view_factor(case: Case) -> Quantity:
    """View factor from one face of the radiator to the warm back of the array, laid out as AI1's stated sizes ask."""
    return common.array_view_factor(case)


@result("K", digits=3)
def sink_temperature(case: Case) -> Quantity:
    """Temperature of the radiator's surroundings, from the heat it absorbs on both faces."""
    return common.sink_temperature(case)


@result("degC", digits=3)
def radiator_root(case: Case) -> Quantity:
    """Temperature at the root of the radiator's fins when the chips run at their limit."""
    return common.radiator_root(case)


@result("degC", digits=3)
def radiator_surface(case: Case) -> Quantity:
    """Mean surface temperature of the radiator: the one that sheds as much as its fins do."""
    return radiator_root(case).to("K") * case["thermal.radiator_fin_efficiency"] ** 0.25


@result("W/m^2", digits=3)
def radiator_flux(case: Case) -> Quantity:
    """Heat that a square metre of panel sheds with both faces while the chips run at their limit."""
    return thermal.net_flux(
        radiator_root(case).to("K"),
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
        radiator_root(case).to("K"),
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
def ai1_chip_temperature(case: Case) -> Quantity:
    """Chip temperature behind AI1's radiator at peak power."""
    return ai1_radiator_temperature(case).to("K") + case["thermal.chip_to_radiator_temperature_drop"]


@result("kW", digits=3)
def ai1_heat_at_limit(case: Case) -> Quantity:
    """Heat that AI1's stated radiator sheds while its chips stay at the limit."""
    return thermal.radiator_capacity(case["satellite.ai1_radiator_area"], radiator_flux(case))


@result("", digits=3)
def view_factor_fixed(case: Case) -> Quantity:
    """View factor of one face to the Earth, mean over a revolution, of a radiator that does not turn with the orbit."""
    return thermal.sun_facing_view_factor(altitude(case), Quantity(0.0, "degree"))


@result("degC", digits=2)
def chip_limit(case: Case) -> Quantity:
    """Highest chip temperature for a long life."""
    return case["thermal.chip_temperature_limit"]


@result(words="{}×", digits=2)
def radiator_over_station(case: Case) -> Quantity:
    """AI1's stated heat per square metre over that of the International Space Station."""
    station = case["thermal.iss_radiator_heat"] / case["thermal.iss_radiator_area"]
    return case["satellite.ai1_radiator_heat_flux"] / station


# ---- through the dark ---------------------------------------------------------------------------------------------


def _earth_on_radiator(case: Case) -> Quantity:
    """Give the Earth's infrared on both faces: what warms the radiator in the dark."""
    emissivity = case["thermal.radiator_emissivity"]
    return 2.0 * thermal.absorbed_infrared(case["physics.outgoing_longwave_radiation"], view_factor(case), emissivity)


def _panel_capacity(case: Case, areal_mass: Quantity, coupled: Quantity) -> Quantity:
    panel = areal_mass * case["thermal.panel_specific_heat"]
    return (panel + coupled * case["thermal.coolant_loop_specific_heat"]).to("J/m^2/K")


def _radiator_at_end(case: Case, share: Quantity, coupled: bool = True) -> Quantity:
    """Temperature of the radiator after the longest eclipse with a share of the load kept, alone or with the loop."""
    area, ours = radiator_area(case), central_parts(case)
    mass = (heat(case) * ours.loop + load(case) * ours.compute) / area if coupled else 0.0 * ours.radiator
    kept = (heat(case) * share / area).to("W/m^2")
    return thermal.temperature_after(
        radiator_surface(case).to("K"),
        _earth_on_radiator(case) + kept,
        2.0 * case["thermal.radiator_emissivity"],
        _panel_capacity(case, ours.radiator, mass.to("kg/m^2")),
        longest_eclipse(case),
    )


@result("degC", digits=2)
def radiator_after_eclipse(case: Case) -> Quantity:
    """Temperature of radiator, loop and servers at the end of the longest eclipse, the load throttled, pumps on."""
    return _radiator_at_end(case, case["power.throttled_power_share"])


@result("degC", digits=2)
def radiator_alone_after_eclipse(case: Case) -> Quantity:
    """Temperature of the radiator alone at the end of the longest eclipse when the loop stands still."""
    return _radiator_at_end(case, NOBODY, coupled=False)


@result("degC", digits=2)
def array_after_eclipse(case: Case) -> Quantity:
    """Temperature of the array at the end of the longest eclipse."""
    front, back = case["power.array_front_emissivity"], case["power.array_back_emissivity"]
    edge, infrared = view_factor(case), case["physics.outgoing_longwave_radiation"]
    warmth = thermal.absorbed_infrared(infrared, edge, front) + thermal.absorbed_infrared(infrared, edge, back)
    return thermal.temperature_after(
        array_temperature(case).to("K"),
        warmth,
        front + back,
        _panel_capacity(case, case["power.array_areal_mass"], Quantity(0.0, "kg/m^2")),
        longest_eclipse(case),
    )


@result("degC", digits=2)
def freezing_point(case: Case) -> Quantity:
    """Temperature at which the coolant freezes, taken as water."""
    return case["thermal.coolant_freezing_point"]


@result("percent", digits=2)
def share_against_freezing(case: Case) -> Quantity:
    """Share of the load to keep in the longest eclipse so that a loop of water does not freeze in the radiator.

    Not traceable: a root is searched; the share kept by default is the least.
    """
    least, freezes = float(case["power.throttled_power_share"].m_as("")), float(freezing_point(case).m_as("K"))

    def above_freezing(share: float) -> float:
        return float(_radiator_at_end(case, Quantity(share, "")).m_as("K")) - freezes

    if above_freezing(least) >= 0.0:
        return Quantity(least, "")
    if above_freezing(1.0) < 0.0:
        return ONE
    return Quantity(float(scipy.optimize.brentq(above_freezing, least, 1.0)), "")


@result(words="{}×", digits=2)
def failure_factor(case: Case) -> Quantity:
    """Accelerators lost with the cycles of heat and cold of the eclipse season over those lost without."""
    always = orbits_per_day(case) * Quantity(365.25, "day").to("day").magnitude
    yearly = cycles(case) / (case["cost.orbit_life"] / YEAR).to("")
    off = 1.0 - case["power.throttled_power_share"]
    return 1.0 + (case["cost.cycling_failure_multiplier"] - 1.0) * (yearly / always).to("") * off


# ---- dose and shield ----------------------------------------------------------------------------------------------


@result("rads/year", digits=3)
def dose_rate(case: Case) -> Quantity:
    """Dose that the electronics get in a year behind their shield: what they bear in a life, over life and margin."""
    return common.dose_rate(case)


@result("krads", digits=2)
def dose_of_life(case: Case) -> Quantity:
    """Dose of a life in orbit behind the shield."""
    return orbit.mission_dose(dose_rate(case), case["cost.orbit_life"])


@result("mm", digits=2)
def shield(case: Case) -> Quantity:
    """Aluminium around the electronics that keeps the dose of a life to what their memory bears."""
    return common.shield(case)


# ---- the way up, the air, the way down ----------------------------------------------------------------------------


@result("kg/km^3", digits=2)
def air_density(case: Case) -> Quantity:
    """Air density along the reference orbit, at the solar activity of its life."""
    return common.air_density(case)


@result("percent", digits=2)
def array_flow_share(case: Case) -> Quantity:
    """Share of the array that meets the air flow, mean over revolution and year."""
    return orbit.sun_facing_flow_share(*_orbit(case))


def _ballistic(case: Case, dry: Quantity, size: Size) -> Quantity:
    area = size.array / array_areal_power(case) * array_flow_share(case).to("")
    area = area + size.radiator * case["orbit.radiator_flow_share"]
    return orbit.ballistic_coefficient(dry, case["orbit.drag_coefficient"], area.to("m^2"))


@result("m/s/year", digits=2)
def drag_make_up(case: Case) -> Quantity:
    """Velocity change a year that holds the reference satellite up against the air."""
    design = _reference(case, moved=False)
    coefficient = _ballistic(case, model.launch_mass(design), _reference_size(case))
    return orbit.drag_delta_v(air_density(case), altitude(case), coefficient)


@result("m/s", digits=3)
def raising(case: Case) -> Quantity:
    """Velocity change by which electric thrust raises a satellite from where the rocket leaves it."""
    return common.raising(case)


@result("m/s", digits=3)
def disposal(case: Case) -> Quantity:
    """Velocity change by which electric thrust brings a satellite down at the end of its life."""
    return common.disposal(case)


@result("year", digits=2)
def lifetime_after_death(case: Case) -> Quantity:
    """Time in which a dead satellite that tumbles falls out of the reference orbit, at the activity of its life."""
    activity, heights, table = common.air_table()
    both = array_area(case) + radiator_area(case)
    tumbling = orbit.ballistic_coefficient(mass(case), case["orbit.drag_coefficient"], 0.5 * both)
    lives = [orbit.orbital_lifetime(altitude(case), tumbling, heights, row) for row in table]
    return common.at_activity(case, activity, lives)


@result("km", digits=2)
def highest_clean_altitude(case: Case) -> Quantity:
    """Altitude above which a satellite that dies stays up beyond the term that the regulator sets.

    Not traceable: a root is searched.
    """
    term = case["orbit.disposal_deadline"]

    def beyond(height: float) -> float:
        there = case.with_values({"orbit.reference_altitude": Quantity(height, "km")})
        return float((lifetime_after_death(there) / term).to("").magnitude) - 1.0

    return Quantity(float(scipy.optimize.brentq(beyond, 500.0, 1200.0, xtol=0.1)), "km")


@result("year", digits=1)
def disposal_term(case: Case) -> Quantity:
    """Time within which a satellite has to be out of low orbit after its mission."""
    return case["orbit.disposal_deadline"]


# ---- mass ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parts:
    """How heavy each kind of part is for its size."""

    array: Quantity  # power per mass
    storage: Quantity
    radiator: Quantity
    loop: Quantity
    compute: Quantity  # mass per power
    shielding: Quantity  # mass per power
    bus: Quantity
    conversion: Quantity
    structure: Quantity
    margin: Quantity


def central_parts(case: Case) -> Parts:
    """Our central parts, as heavy as the scenario has them."""
    return _scaled(_ours(case), _scale(case))


def _scaled(parts: Parts, scale: Quantity) -> Parts:
    return replace(
        parts,
        array=parts.array / scale,
        storage=parts.storage / scale,
        radiator=parts.radiator * scale,
        loop=parts.loop * scale,
        compute=parts.compute * scale,
        shielding=parts.shielding * scale,
        bus=parts.bus * scale,
        conversion=parts.conversion * scale,
    )


def _scale(case: Case) -> Quantity:
    """Give the mass of every part over ours: a lever, and what a stated mass means at the scenario's central values.

    A stated mass is that of a satellite built for the life it has in this case, whether a scenario, a slider or a draw
    gives it. Mass rises with the scale along a straight line, all but the air's pull on a lighter satellite.
    """
    stated, lever = case["satellite.stated_specific_mass"], case["satellite.parts_scale"]
    if isinstance(stated.magnitude, float) and stated.magnitude == 0.0:
        return lever
    nominal = Case(case.scenario, {LIFE: case[LIFE]}, case.as_of)
    whole, half = (model.specific_mass(_rolled(nominal, s), load(nominal)) for s in (1.0, 0.5))
    implied = 1.0 - (whole - stated) / (2.0 * (whole - half))
    return lever * where(stated > Quantity(0.0, "kg/kW"), implied.to(""), ONE)


def _rolled(case: Case, scale: float) -> Quantity:
    return model.launch_mass(_design(case, _reference_size(case), _scaled(_ours(case), Quantity(scale, ""))))


def _ours(case: Case) -> Parts:
    return Parts(
        array=power.array_specific_power(array_areal_power(case), case["power.array_areal_mass"]),
        storage=case["power.battery_specific_energy"],
        radiator=case["thermal.radiator_areal_mass"],
        loop=case["thermal.coolant_loop_specific_mass"],
        compute=case["satellite.compute_specific_mass"],
        shielding=common.shield_mass(case, case["satellite.shielded_area"]),
        bus=case["satellite.bus_mass"],
        conversion=case["power.power_conversion_specific_mass"],
        structure=case["satellite.structure_share"],
        margin=case["satellite.mass_margin"],
    )


def _built(case: Case) -> Parts:
    """Parts that were built: the largest array flown, the radiator offered today, the whole rack; the rest as ours."""
    ours = central_parts(case)
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
    """The lightest part of each kind within the ranges of the evidence."""

    def least(key: str) -> Quantity:
        return case.bounds(key)[0]

    return Parts(
        array=power.array_specific_power(case["satellite.ai1_array_area_power"], case["power.array_areal_mass_best"]),
        storage=case.bounds("power.battery_specific_energy")[1],
        radiator=least("thermal.radiator_areal_mass"),
        loop=least("thermal.coolant_loop_specific_mass"),
        compute=least("satellite.compute_specific_mass"),
        shielding=common.shield_mass(case, least("satellite.shielded_area")),
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


def _design(case: Case, size: Size, parts: Parts, moved: bool = True) -> model.Design:
    """Join sizes and parts, and what the orbit asks of the thruster; the dark load is throttled in every case."""
    dark = size.compute * case["power.throttled_power_share"]
    compute = (size.compute * parts.compute).to("kg")
    still = model.Design(
        compute_mass=compute,
        compute_mass_factor=ONE,
        array_power=size.array,
        array_specific_power=parts.array,
        storage_capacity=_battery(case, dark),
        storage_specific_energy=parts.storage,
        radiator_area=size.radiator,
        radiator_areal_mass=parts.radiator,
        loop_heat=size.array,
        loop_specific_mass=parts.loop,
        other_mass=(parts.bus + size.compute * (parts.conversion + parts.shielding)).to("kg"),
        structure_fraction=parts.structure,
        margin_fraction=parts.margin,
        delta_v=Quantity(0.0, "m/s"),
        specific_impulse=case["orbit.thruster_specific_impulse"],
    )
    if not moved:
        return still
    coefficient = _ballistic(case, model.launch_mass(still), size)
    drag = orbit.drag_delta_v(air_density(case), altitude(case), coefficient)
    yearly = drag + case["orbit.collision_avoidance_delta_v"]
    return replace(still, delta_v=(raising(case) + yearly * case["cost.orbit_life"] + disposal(case)).to("m/s"))


def _reference_size(case: Case) -> Size:
    return Size(array_rating(case), load(case), radiator_area(case))


def _reference(case: Case, moved: bool = True) -> model.Design:
    return _design(case, _reference_size(case), central_parts(case), moved)


@result("tonne", digits=3)
def mass(case: Case) -> Quantity:
    """Mass at launch of the reference satellite, sized by our own balance."""
    return model.launch_mass(_reference(case))


@result("kg/kW", digits=3)
def specific_mass_rolled_up(case: Case) -> Quantity:
    """Mass at launch per kilowatt of computing held in sunlight to the end of life."""
    return model.specific_mass(mass(case), load(case))


@result("kg/kW", digits=3)
def specific_mass_array(case: Case) -> Quantity:
    """Mass of the reference satellite over its array's first power, the basis on which makers state theirs."""
    return model.specific_mass(mass(case), array_rating(case))


@result("tonne", digits=3)
def panel_mass(case: Case) -> Quantity:
    """Mass of array and radiator of the reference satellite, margin and structure left out."""
    ledger = model.mass_ledger(_reference(case))
    return ledger["array"] + ledger["radiator"]


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
    "other": "Bus, conversion and shield",
    "margin": "Growth margin",
    "structure": "Structure",
    "propellant": "Propellant",
}


# ---- to store or to throttle --------------------------------------------------------------------------------------


def _held(case: Case, share: Quantity) -> Case:
    return case.with_values({"power.throttled_power_share": share})


@result("kg/kW", digits=3)
def mass_throttled(case: Case) -> Quantity:
    """Mass per kilowatt when computing stops in the dark."""
    return specific_mass_rolled_up(_held(case, NOBODY))


@result("kg/kW", digits=3)
def mass_stored(case: Case) -> Quantity:
    """Mass per kilowatt when a battery and a larger array carry full computing through the dark."""
    return specific_mass_rolled_up(_held(case, ONE))


@result("percent", digits=2)
def break_even_dark(case: Case) -> Quantity:
    """Dark share of the year above which carrying the load through the dark takes less mass than throttling."""
    return power.break_even_dark_fraction(mass_throttled(case), mass_stored(case))


# ---- announced designs --------------------------------------------------------------------------------------------


@result("kg/kW", digits=2)
def independent_specific_mass(case: Case) -> Quantity:
    """Mass per kilowatt that a study from the Jet Propulsion Laboratory gives, low and high."""
    ends = [case[f"peers_turyshev.published_specific_mass_{end}"].to("kg/kW").magnitude for end in ("low", "high")]
    return Quantity(np.array(ends), "kg/kW")


@result("kg/kW", digits=2)
def mach33_specific_mass(case: Case) -> Quantity:
    """Dry mass per kilowatt of computing of the budget that Mach33 closes on paper."""
    return model.specific_mass(case["peers_mach33.dry_mass"], case["peers_mach33.compute_power"])


@result("kg/kW", digits=2)
def mach33_left(case: Case) -> Quantity:
    """Mass that Mach33's budget leaves for everything but computing, with our computing hardware in it."""
    return mach33_specific_mass(case) - case["satellite.compute_specific_mass"]


@result("kg/m^2", digits=2)
def mach33_left_areal(case: Case) -> Quantity:
    """Mass that Mach33's budget leaves beside our computing hardware, over our areas of array and radiator."""
    areas = (array_area(case) + radiator_area(case)) / load(case)
    return mach33_left(case) / areas


@result("tonne", digits=3)
def ai1_claimed_mass(case: Case) -> Quantity:
    """Mass that AI1's stated power per tonne implies on its peak power."""
    return model.mass_at_specific_power(case["satellite.ai1_peak_power"], case["satellite.ai1_specific_power"])


@result("tonne", digits=3)
def ai1_claimed_mass_average(case: Case) -> Quantity:
    """Mass that AI1's stated power per tonne implies on its average power."""
    return model.mass_at_specific_power(case["satellite.ai1_average_power"], case["satellite.ai1_specific_power"])


@result("kW", digits=3)
def ai1_array_power(case: Case) -> Quantity:
    """Power of AI1's array from its stated area and its stated power per square metre."""
    return case["satellite.ai1_array_area"] * case["satellite.ai1_array_area_power"]


def _ai1(case: Case) -> Size:
    return Size(ai1_array_power(case), case["satellite.ai1_average_power"], case["satellite.ai1_radiator_area"])


@result("tonne", digits=3)
def ai1_mass_ours(case: Case) -> Quantity:
    """Mass of AI1 with its own areas and our central parts."""
    return model.launch_mass(_design(case, _ai1(case), central_parts(case)))


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


@result(words="{}×", digits=2)
def announced_over_central(case: Case) -> Quantity:
    """AI1's stated watts per kilogram over those of a roll-up with our central parts."""
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
    return _areal_mass(case, _left_for_panels(case, central_parts(case)))


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
    return _panels(case, central_parts(case))


@result("kg/m^2", digits=2)
def panel_areal_mass_paper(case: Case) -> Quantity:
    """Mean mass of a square metre of array and radiator with the lightest of each on paper."""
    return _panels(case, _paper(case))


PART_CASES = (("Parts built before", _built), ("Our central parts", central_parts), ("Lightest on paper", _paper))


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
    """Watts per kilogram of array that close AI1 when every other part is the lightest on paper."""
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
    return model.launch_mass(_design(case, size, central_parts(case)))


@result("kg/kW", digits=3)
def ai1_specific_mass(case: Case) -> Quantity:
    """Mass per kilowatt that AI1's stated figure means."""
    return 1.0 / case["satellite.ai1_specific_power"]


@result("kg/kW", digits=3)
def ai1_specific_mass_load(case: Case) -> Quantity:
    """AI1's mass on its peak power over its average computing power, the basis of our own figure."""
    return model.specific_mass(ai1_claimed_mass(case), case["satellite.ai1_average_power"])


@result("kg/kW", digits=3)
def filed_specific_mass(case: Case) -> Quantity:
    """Mass per kilowatt in the filing for one million satellites."""
    return 1.0 / case["satellite.filed_specific_power"]


def _startup(case: Case, mass: Quantity) -> Quantity:
    return model.specific_mass(mass * case["satellite.startup_satellites"], case["satellite.startup_power"])


@result("kg/kW", digits=2)
def startup_specific_mass(case: Case) -> Quantity:
    """Dry mass per kilowatt in the filing of the startup Orbital, lightest and heaviest."""
    return _startup(case, case.bounds("satellite.startup_mass"))


@table
def ladder(case: Case) -> pd.DataFrame:
    """Mass per kilowatt of designs that fly and designs that are announced, each on its own basis."""
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
    correlations(uncertain_inputs("satellite.specific_mass_rolled_up", case), case)
    return cache["run"]


def _quantile(case: Case, probability: float) -> Quantity:
    return _simulation(case).quantile("satellite.specific_mass_rolled_up", probability).value


@result("kg/kW", digits=2)
def specific_mass_median(case: Case) -> Quantity:
    """Median of the mass per kilowatt over all inputs with a range."""
    return _quantile(case, 0.5)


@result("kg/kW", digits=2)
def specific_mass_range(case: Case) -> Quantity:
    """Mass per kilowatt: the 90 % range over all inputs with a range."""
    low, high = _quantile(case, 0.05), _quantile(case, 0.95)
    return Quantity(np.array([low.magnitude, high.to(low.units).magnitude]), low.units)


@table
def specific_mass_density(case: Case) -> pd.DataFrame:
    """Distribution of the mass per kilowatt."""
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


@result(digits=0)
def announced_first_deployment(case: Case) -> Quantity:
    """Year for which the registration statement announces the first orbital computing."""
    return case["spacex.orbital_deployment_target"]


@result("GW/year", digits=3)
def filed_power(case: Case) -> Quantity:
    """Power a year that the filed mass carries at the filed power per tonne."""
    return case["satellite.filed_yearly_mass"] * case["satellite.filed_specific_power"]
