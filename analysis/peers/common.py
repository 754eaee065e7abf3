"""What fills the gaps: the report's own inputs where a published model says nothing, and the physics as computed."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import orbit
from analysis.peers.harmoniser import NOTHING, ONE, Inputs, Physics
from analysis.units import Quantity


def our_inputs(case: Case) -> Inputs:
    """Give the report's own base case in the form of the harmoniser."""
    unit = case["cost.satellite_unit_power"]
    loop = case["thermal.coolant_loop_specific_mass"]
    servers = case["satellite.compute_specific_mass"] * (1.0 + case["satellite.shielding_mass_share"])
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
        orbit_wacc=case["cost.wacc_orbit"],
        overprovision=case["cost.overprovision"],
        failure_rate=Quantity(0.0, "1/year"),
        relaunch=NOTHING,
        availability=case["cost.radiation_availability"],
        array_degradation=case["power.array_degradation"],
        array_efficiency=case["power.pointing_and_temperature_factor"] * conversion,
        depth_of_discharge=case["power.battery_depth_of_discharge"],
        radiator_temperature=case["thermal.radiator_temperature"],
        emissivity=case["thermal.radiator_emissivity"],
        fin_efficiency=case["thermal.radiator_fin_efficiency"],
        facility_cost=case.nominal("cost.facility_cost"),
        facility_life=case["cost.facility_life"],
        ground_server_cost=case.nominal("cost.compute_cost"),
        ground_server_life=case["cost.compute_life"],
        ground_wacc=case["cost.wacc_ground"],
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
    where = case["orbit.reference_altitude"], case["orbit.local_time_of_node"]
    year = int(case["orbit.reference_year"].magnitude)
    return Physics(
        dark_share=orbit.largest_eclipse_fraction(*where, year),
        dark_time=orbit.largest_eclipse_duration(*where, year),
        storage_efficiency=case["power.battery_round_trip_efficiency"],
        sink_temperature=case["thermal.sink_temperature"],
        flux_factor=ONE,
        age=ONE,
    )


def no_darkness(case: Case) -> Physics:
    """Give the physics of models that count neither darkness nor age and have no radiator of their own."""
    return Physics(
        dark_share=NOTHING,
        dark_time=Quantity(0.0, "minute"),
        storage_efficiency=ONE,
        sink_temperature=case["thermal.sink_temperature"],
        flux_factor=ONE,
        age=NOTHING,
    )
