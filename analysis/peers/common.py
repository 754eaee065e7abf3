"""What fills the gaps: the report's own inputs where a published model says nothing, and the physics as computed."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import finance, orbit, power, thermal
from analysis.peers.harmoniser import NOTHING, ONE, Inputs, Physics
from analysis.units import Quantity

YEAR = Quantity(1.0, "year")


def real_rate(case: Case, key: str) -> Quantity:
    """Give a cost of capital without expected inflation, which is what money of one year has to be charged with.

    Records hold costs of capital as lenders and owners state them, in money of the day; prices, rents and running
    costs are in dollars of one year. Whatever spreads or discounts such money over years takes its rate from here.
    """
    stated = case[key]
    of_a_year = stated if stated.dimensionless else stated * YEAR
    return finance.real_rate(of_a_year.to(""), (case["valuation.inflation"] * YEAR).to(""))


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


def our_inputs(case: Case) -> Inputs:
    """Give the report's own base case in the form of the harmoniser."""
    unit = case["cost.satellite_unit_power"]
    loop = case["thermal.coolant_loop_specific_mass"]
    servers = case["satellite.compute_specific_mass"]
    conversion = case["power.power_conversion_efficiency"]
    return Inputs(
        launch_price=case.nominal("launch.base_launch_price"),
        overhead=1.0 / (1.0 - case["satellite.housekeeping_power_share"]),
        array_mass=(1.0 / case["power.array_specific_power"] + case["power.power_conversion_specific_mass"]).to(
            "kg/kW"
        ),
        bus_mass=(case["satellite.bus_mass"] / unit + loop).to("kg/kW"),
        server_mass=servers.to("kg/kW"),
        radiator_areal_mass=case["thermal.radiator_areal_mass"],
        battery_specific_energy=case["power.battery_specific_energy"],
        structure_share=case["satellite.structure_share"],
        mass_margin=case["satellite.mass_margin"],
        array_cost=case.nominal("cost.array_cost"),
        battery_cost=case.nominal("cost.battery_cost"),
        bus_cost=(case.nominal("cost.bus_cost") / unit + loop * case.nominal("cost.coolant_loop_cost")).to("USD/W"),
        radiator_cost=case.nominal("cost.radiator_cost"),
        server_cost=(case.nominal("cost.compute_cost") * case["cost.space_premium"]).to("USD/W"),
        development_cost=case.nominal("cost.program_cost"),
        integration_share=case["cost.integration_share"],
        insurance_share=case["cost.insurance_share"],
        operations_cost=case.nominal("cost.operations_cost"),
        life=case["cost.orbit_life"],
        orbit_wacc=real_rate(case, "cost.wacc_orbit"),
        overprovision=case["cost.overprovision"],
        failure_rate=Quantity(0.0, "1/year"),
        relaunch=NOTHING,
        availability=case["cost.radiation_availability"],
        array_degradation=case["power.array_degradation"],
        array_efficiency=case["power.pointing_and_wiring_factor"] * hot_cells(case) * conversion,
        depth_of_discharge=case["power.battery_depth_of_discharge"],
        radiator_temperature=radiator_root(case),
        emissivity=case["thermal.radiator_emissivity"],
        fin_efficiency=case["thermal.radiator_fin_efficiency"],
        facility_cost=case.nominal("cost.facility_cost"),
        facility_life=case["cost.facility_life"],
        ground_server_cost=case.nominal("cost.compute_cost"),
        ground_server_life=case["cost.compute_life"],
        ground_wacc=real_rate(case, "cost.wacc_ground"),
        energy_price=case.nominal("cost.energy_price"),
        power_usage_effectiveness=case["cluster.pue"],
        utilisation=case["cluster.utilisation"],
        ground_operations_cost=case.nominal("cost.facility_operations_cost"),
        ground_overprovision=case["cost.ground_overprovision"],
        ground_availability=ONE,
    )


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
