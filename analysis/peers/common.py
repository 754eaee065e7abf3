"""What fills the gaps: the report's own inputs where a published model says nothing, and the physics as computed."""

from __future__ import annotations

from analysis.evidence import World
from analysis.models import orbit
from analysis.peers.harmoniser import NOTHING, ONE, Inputs, Physics
from analysis.units import Quantity


def our_inputs(world: World) -> Inputs:
    """Give the report's own base case in the form of the harmoniser."""
    unit = world["cost.satellite_unit_power"]
    loop = world["thermal.coolant_loop_specific_mass"]
    servers = world["satellite.compute_specific_mass"] * (1.0 + world["satellite.shielding_mass_share"])
    conversion = world["power.power_conversion_efficiency"]
    return Inputs(
        launch_price=world.booked("launch.base_launch_price"),
        overhead=1.0 / (1.0 - world["satellite.housekeeping_power_share"]),
        array_mass=(1.0 / world["power.array_specific_power"] + world["power.power_conversion_specific_mass"]).to(
            "kg/kW"
        ),
        bus_mass=(world["satellite.bus_mass"] / unit + loop).to("kg/kW"),
        server_mass=servers.to("kg/kW"),
        radiator_areal_mass=world["thermal.radiator_areal_mass"],
        battery_specific_energy=world["power.battery_specific_energy"],
        structure_share=world["satellite.structure_share"],
        mass_margin=world["satellite.mass_margin"],
        array_cost=world.booked("cost.array_cost"),
        battery_cost=world.booked("cost.battery_cost"),
        bus_cost=(world.booked("cost.bus_cost") / unit + loop * world.booked("cost.coolant_loop_cost")).to("USD/W"),
        radiator_cost=world.booked("cost.radiator_cost"),
        server_cost=(world.booked("cost.compute_cost") * world["cost.space_premium"]).to("USD/W"),
        development_cost=world.booked("cost.program_cost"),
        integration_share=world["cost.integration_share"],
        insurance_share=world["cost.insurance_share"],
        operations_cost=world.booked("cost.operations_cost"),
        life=world["cost.orbit_life"],
        orbit_wacc=world["cost.wacc_orbit"],
        overprovision=world["cost.overprovision"],
        failure_rate=Quantity(0.0, "1/year"),
        relaunch=NOTHING,
        availability=world["cost.radiation_availability"],
        array_degradation=world["power.array_degradation"],
        array_efficiency=world["power.pointing_and_temperature_factor"] * conversion,
        depth_of_discharge=world["power.battery_depth_of_discharge"],
        radiator_temperature=world["thermal.radiator_temperature"],
        emissivity=world["thermal.radiator_emissivity"],
        fin_efficiency=world["thermal.radiator_fin_efficiency"],
        facility_cost=world.booked("cost.facility_cost"),
        facility_life=world["cost.facility_life"],
        ground_server_cost=world.booked("cost.compute_cost"),
        ground_server_life=world["cost.compute_life"],
        ground_wacc=world["cost.wacc_ground"],
        energy_price=world.booked("cost.energy_price"),
        power_usage_effectiveness=world["cluster.pue"],
        utilisation=world["cluster.utilisation"],
        ground_operations_cost=world.booked("cost.facility_operations_cost"),
        ground_overprovision=world["cost.ground_overprovision"],
        ground_availability=ONE,
    )


def computed_physics(world: World) -> Physics:
    """Give darkness from the orbit, heat from the temperature, and the array sized for the end of its life.

    The array carries the full load through the longest eclipse of the year, as all cost models ask; throttling would
    be cheaper, so this is the most that the physics of darkness can cost.
    """
    where = world["orbit.reference_altitude"], world["orbit.local_time_of_node"]
    year = int(world["orbit.reference_year"].magnitude)
    return Physics(
        dark_share=orbit.largest_eclipse_fraction(*where, year),
        dark_time=orbit.largest_eclipse_duration(*where, year),
        storage_efficiency=world["power.battery_round_trip_efficiency"],
        sink_temperature=world["thermal.sink_temperature"],
        flux_factor=ONE,
        age=ONE,
    )


def no_darkness(world: World) -> Physics:
    """Give the physics of models that count neither darkness nor age and have no radiator of their own."""
    return Physics(
        dark_share=NOTHING,
        dark_time=Quantity(0.0, "minute"),
        storage_efficiency=ONE,
        sink_temperature=world["thermal.sink_temperature"],
        flux_factor=ONE,
        age=NOTHING,
    )
