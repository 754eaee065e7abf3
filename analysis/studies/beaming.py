"""Chapter 9: solar power beamed down to the ground, and the same watts used where they are made.

The only full public bill is NASA's study of 2024. The chapter follows a watt through its chain of losses, carries its
cost to today's dollars, lets the launch price and the hardware vary, and sets the same array to work in orbit.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import World
from analysis.models import beaming as model
from analysis.models import grid
from analysis.studies import satellite, uncertainty
from analysis.studies.registry import result, table
from analysis.units import Quantity

YEAR = Quantity(1.0, "year")
NOTHING = Quantity(0.0, "")
WHOLE = Quantity(1.0, "")


def _pair(low: Quantity, high: Quantity) -> Quantity:
    unit = low.units
    return Quantity(np.array([float(low.magnitude), float(high.to(unit).magnitude)]), unit)


# ---- the chain ---------------------------------------------------------------------------------------------------


def _space(world: World) -> Quantity:
    return model.space_chain_efficiency(
        world["beaming.cell_efficiency"], world["beaming.power_conditioning"], world["beaming.conversion_to_microwave"]
    )


def _sent(world: World) -> Quantity:
    return model.transmission_efficiency(
        world["beaming.antenna_efficiency"], world["beaming.atmospheric_transmission"], world["beaming.beam_collection"]
    )


def _landed(world: World) -> Quantity:
    return model.ground_chain_efficiency(world["beaming.conversion_from_microwave"], world["beaming.grid_conversion"])


@result("percent", digits=2)
def end_to_end_efficiency(world: World) -> Quantity:
    """Share of the sunlight on the cells that reaches the grid while the system generates."""
    return model.end_to_end_efficiency(_space(world), _sent(world), _landed(world))


@result("percent", digits=2)
def beam_efficiency(world: World) -> Quantity:
    """Share of the electricity in orbit that reaches the grid."""
    return end_to_end_efficiency(world) / (world["beaming.cell_efficiency"] * world["beaming.power_conditioning"])


@result("percent", digits=2)
def share_at_computers_on_ground(world: World) -> Quantity:
    """Share of the sunlight on the cells that reaches computers on the ground, a data centre beside the receiver."""
    return model.useful_share_on_ground(end_to_end_efficiency(world), NOTHING, world["cluster.pue"])


@result("percent", digits=2)
def share_at_computers_in_orbit(world: World) -> Quantity:
    """Share of the sunlight on the cells that reaches computers beside them in orbit."""
    return model.useful_share_in_orbit(
        world["beaming.cell_efficiency"], world["beaming.power_conditioning"], world["beaming.bus_share"]
    )


@result(digits=3, words="{}×")
def orbit_over_ground(world: World) -> Quantity:
    """Useful watts of an array whose power stays in a dawn-dusk orbit over those of one that beams from high orbit."""
    return model.orbit_over_ground(
        share_at_computers_in_orbit(world),
        1 - satellite.annual_dark(world),
        share_at_computers_on_ground(world),
        world["beaming.generating_share_rd1"],
    )


@result(digits=3, words="{}×")
def watts_kept(world: World) -> Quantity:
    """Useful watts of an array that computes in orbit over those of one that beams, while both are in sunlight."""
    return share_at_computers_in_orbit(world) / share_at_computers_on_ground(world)


@result(digits=2, words="{}×")
def watts_kept_range(world: World) -> Quantity:
    """Useful watts in orbit over those of a beaming array, both in sunlight, nine times in ten."""
    return uncertainty.interval(watts_kept, world, count=uncertainty.WORKING)


# ---- what NASA publishes, and what it implies -----------------------------------------------------------------------


@result("USD/kWh", digits=3)
def published_cost(world: World) -> Quantity:
    """Cost of electricity of the two designs as published, in dollars of 2026."""
    return _pair(*(world.real(f"peers_nasa.published_cost_of_energy_{design}") for design in ("rd1", "rd2")))


@result("USD/kWh", digits=3)
def printed_cost(world: World) -> Quantity:
    """Cost of electricity of the two designs as printed, in the report's dollars."""
    return _pair(*(world.booked(f"peers_nasa.published_cost_of_energy_{design}") for design in ("rd1", "rd2")))


def _inferred(world: World, capacity_factor: Quantity) -> Quantity:
    total, life = world.booked("peers_nasa.published_total_rd2"), world["peers_nasa.system_life"]
    share = world["beaming.inferred_capital_share"]
    return model.levelised_cost_of_energy(
        total * share,
        total * (1 - share) / life,
        mean_power_rd2(world),
        capacity_factor,
        world["beaming.inferred_discount_rate"],
        life,
    )


@result("GW", digits=4)
def mean_power_rd1(world: World) -> Quantity:
    """Power of the first design, averaged over the year."""
    return _mean_power(world, "rd1")


@result("GW", digits=4)
def mean_power_rd2(world: World) -> Quantity:
    """Power of the second design, averaged over the year."""
    return _mean_power(world, "rd2")


@result("percent", digits=3)
def generating_share_first(world: World) -> Quantity:
    """Share of the year in which the first design generates."""
    return world["beaming.generating_share_rd1"]


@result("percent", digits=2)
def generating_share_second(world: World) -> Quantity:
    """Share of the year in which the second design generates."""
    return world["beaming.generating_share_rd2"]


def _mean_power(world: World, design: str) -> Quantity:
    return model.delivered_power(
        world[f"beaming.array_area_{design}"],
        world["beaming.irradiance"],
        end_to_end_efficiency(world),
        world[f"beaming.generating_share_{design}"],
    )


@result("USD/kWh", digits=3)
def second_design_twice(world: World) -> Quantity:
    """Cost of the second design with the share of time applied to its mean power again, at the inferred rate."""
    return _inferred(world, world["beaming.generating_share_rd2"])


@result("USD/kWh", digits=2)
def second_design_once(world: World) -> Quantity:
    """Cost of the second design with the share of time applied once, at the inferred rate."""
    return _inferred(world, WHOLE)


@result("percent", digits=2)
def launch_share(world: World) -> Quantity:
    """Launches as a share of the cost of the two designs."""
    shares = []
    for design in ("rd1", "rd2"):
        launches = world[f"peers_nasa.published_launches_{design}"]
        bill = model.launch_bill(launches, world.booked("peers_nasa.launch_price"), NOTHING)
        shares.append(model.cost_share(bill, world.booked(f"peers_nasa.published_total_{design}")))
    return _pair(*shares)


@result("launch", digits=4)
def published_launches(world: World) -> Quantity:
    """Launches over thirty years of the first design."""
    return world["peers_nasa.published_launches_rd1"]


# ---- the first design, rebuilt so that its inputs can move ----------------------------------------------------------


def _scale(world: World) -> Quantity:
    """Area needed for the published power over the published area."""
    return world["beaming.mean_power_rd1"] / _mean_power(world, "rd1")


def _launches(world: World, tug: Quantity) -> Quantity:
    mass = world["peers_nasa.mass_rd1"] * _scale(world) * (1 + tug)
    generations = world["beaming.system_life"] / world["beaming.hardware_life"]
    return model.launches_with_refuelling(
        mass, generations, world["beaming.launch_payload"], world["beaming.refuelling_launches"]
    )


def _hardware(world: World, tug: Quantity) -> Quantity:
    """Everything but launch, scaled with area, generations and the cost of hardware."""
    bill = model.launch_bill(world["peers_nasa.published_launches_rd1"], world.real("peers_nasa.launch_price"), NOTHING)
    other = world.real("peers_nasa.published_total_rd1") - bill
    renewals = world["peers_nasa.hardware_life"] / world["beaming.hardware_life"]
    return other * _scale(world) * renewals * world["beaming.hardware_cost_factor"] * (1 + tug)


def _cost(world: World, tug: Quantity = NOTHING) -> Quantity:
    bill = model.launch_bill(_launches(world, tug), world.real("beaming.launch_price"), NOTHING)
    total, life = bill + _hardware(world, tug), world["beaming.system_life"]
    share = world["beaming.inferred_capital_share"]
    return model.levelised_cost_of_energy(
        total * share,
        total * (1 - share) / life,
        world["beaming.mean_power_rd1"],
        WHOLE,
        world["beaming.inferred_discount_rate"],
        life,
    )


@result("USD/kWh", digits=3)
def beamed_cost(world: World) -> Quantity:
    """Cost of electricity of the first design, rebuilt from its parts, in dollars of 2026."""
    return _cost(world)


@result("USD/kWh", digits=2)
def beamed_cost_range(world: World) -> Quantity:
    """Cost of beamed electricity, first design, nine times in ten over launch, hardware, chain and rate."""
    return uncertainty.interval(beamed_cost, world, count=uncertainty.WORKING)


@result("USD/kWh", digits=2)
def ground_price(world: World) -> Quantity:
    """Price of electricity that the report takes for a site on the ground."""
    return world.booked("cost.energy_price")


@result("USD/kWh", digits=2)
def ground_price_range(world: World) -> Quantity:
    """Prices of electricity on the ground, from cheap contracts to dear gas on the site."""
    return world.span("cost.energy_price")


@result(digits=2, words="{}×")
def cost_ratio(world: World) -> Quantity:
    """Cost of beamed electricity over the price on the ground."""
    return beamed_cost(world) / ground_price(world)


@result("percent", digits=1)
def cheaper_odds(world: World) -> Quantity:
    """Probability that beamed electricity costs no more than on the ground, given the ranges of the inputs."""
    return 1 - uncertainty.probability_above(cost_ratio, WHOLE, world, count=uncertainty.WORKING)


@result(digits=2)
def cost_over_ground(world: World) -> Quantity:
    """Cheaper design over the dearest power on the ground, and dearer design over the cheapest."""
    cost, price = published_cost(world), ground_price_range(world)
    return _pair(cost.min() / price.max(), cost.max() / price.min())


@result("USD/launch", digits=3)
def break_even_launch_price(world: World) -> Quantity:
    """Price of a launch at which the first design costs what the ground pays; below zero, free launches fail too."""
    energy = model.delivered_energy(world["beaming.mean_power_rd1"], world["beaming.system_life"])
    return model.break_even_launch_price(
        _hardware(world, NOTHING), _launches(world, NOTHING), ground_price(world), energy
    )


@result("USD/kWh", digits=2)
def cost_with_free_launches(world: World) -> Quantity:
    """Cost of the first design if launches cost nothing."""
    return _cost(world.with_values({"beaming.launch_price": Quantity(0.0, "USD_2022/launch")}))


def _with_tugs(world: World, **changes: Quantity) -> Quantity:
    values = {"beaming.refuelling_launches": NOTHING} | {f"beaming.{name}": value for name, value in changes.items()}
    return _cost(world.with_values(values), world["beaming.tug_mass_share"])


@result("USD/kWh", digits=2)
def cost_with_tugs(world: World) -> Quantity:
    """Cost of the first design with electric tugs in place of tankers."""
    return _with_tugs(world)


@result("USD/kWh", digits=2)
def best_case_cost(world: World) -> Quantity:
    """Cost with electric tugs, cheap launches, longer life, better cells and cheaper hardware all at once."""
    record = world.record
    return _with_tugs(
        world,
        launch_price=record("beaming.launch_price").lowest,
        hardware_life=record("beaming.hardware_life").highest,
        cell_efficiency=record("beaming.cell_efficiency").highest,
        hardware_cost_factor=record("beaming.hardware_cost_factor").lowest,
    )


@result("percent", digits=2)
def published_tug_saving(world: World) -> Quantity:
    """Saving by electric tugs that the study prints for the first design."""
    return -1.0 * world["peers_nasa.published_electric_rd1"]


@result("percent", digits=2)
def tug_saving(world: World) -> Quantity:
    """Saving by electric tugs in our rebuild of the first design."""
    return 1 - cost_with_tugs(world) / beamed_cost(world)


@result("USD/launch", digits=2)
def best_launch_price(world: World) -> Quantity:
    """Price of a launch in the best case, in the study's dollars."""
    return world.span("beaming.launch_price").min()


@result("year", digits=2)
def best_hardware_life(world: World) -> Quantity:
    """Life of the hardware in the best case."""
    return world.span("beaming.hardware_life").max()


@result("percent", digits=2)
def best_cells(world: World) -> Quantity:
    """Efficiency of the cells in the best case."""
    return world.span("beaming.cell_efficiency").max()


@result("percent", digits=2)
def best_hardware_cost(world: World) -> Quantity:
    """Cost of hardware in the best case over that of the study."""
    return world.span("beaming.hardware_cost_factor").min()


# ---- mass, launches, and the energy of the claim --------------------------------------------------------------------


@result("kg/kW", digits=3)
def mass_in_high_orbit(world: World) -> Quantity:
    """Mass in orbit of one generation for each kilowatt on the ground, first design."""
    return model.delivered_specific_mass(world["peers_nasa.mass_rd1"], mean_power_rd1(world))


@result("kg/kW", digits=3)
def mass_lifted(world: World) -> Quantity:
    """Mass lifted to low orbit over thirty years for each kilowatt on the ground, tankers included."""
    lifted = published_launches(world) * world["beaming.launch_payload"]
    return model.delivered_specific_mass(lifted, mean_power_rd1(world))


@result("kg/kW", digits=3)
def mass_lifted_for_computing(world: World) -> Quantity:
    """Mass lifted over thirty years for each kilowatt of computing in orbit, by the announced satellite."""
    renewals = world["beaming.system_life"] / world["cost.orbit_life"]
    return renewals / world["satellite.ai1_specific_power"]


@result("", digits=2)
def systems_for_the_claim(world: World) -> Quantity:
    """Systems of two gigawatts that would carry the energy that the first document expects."""
    return grid.mean_power(world["documents.datacentre_energy"] * YEAR) / mean_power_rd1(world)


@result("launch/year", digits=2)
def launches_for_the_claim(world: World) -> Quantity:
    """Launches a year, over thirty years, that systems for the energy of the first document take."""
    return systems_for_the_claim(world) * published_launches(world) / world["beaming.system_life"]


# ---- frames ------------------------------------------------------------------------------------------------------


@table
def journey(world: World) -> pd.DataFrame:
    """Watts left of a hundred in sunlight after each step, beamed down and used in orbit."""
    beamed = [
        ("Cells", "beaming.cell_efficiency"),
        ("Power conditioning", "beaming.power_conditioning"),
        ("To microwaves", "beaming.conversion_to_microwave"),
        ("Antenna", "beaming.antenna_efficiency"),
        ("Air", "beaming.atmospheric_transmission"),
        ("Receiver's share of the beam", "beaming.beam_collection"),
        ("Rectenna", "beaming.conversion_from_microwave"),
        ("To the grid", "beaming.grid_conversion"),
    ]
    rows, left = [("Sunlight", "beamed down", 100.0)], 100.0
    for name, key in beamed:
        left *= float(world[key].magnitude)
        rows.append((name, "beamed down", left))
    rows.append(("Computers", "beamed down", 100 * float(share_at_computers_on_ground(world).to("").magnitude)))
    rows += [(name, "used in orbit", value) for name, _, value in rows[:3]]
    rows.append(("Computers", "used in orbit", 100 * float(share_at_computers_in_orbit(world).to("").magnitude)))
    return pd.DataFrame(rows, columns=["step", "way", "watts_left"])


@table
def costs(world: World) -> pd.DataFrame:
    """Cost of electricity: on the ground, beamed as published, and beamed with changes."""
    low, high = ground_price_range(world).to("USD/kWh").magnitude
    first, second = published_cost(world).to("USD/kWh").magnitude
    once = second_design_once(world).magnitude * second / printed_cost(world).max().magnitude
    rows = [
        ("On the ground", float(ground_price(world).to("USD/kWh").magnitude), float(low), float(high), "ground"),
        ("Beamed, all improvements at once", _money(best_case_cost(world)), None, None, "orbit"),
        ("Beamed, free launches", _money(cost_with_free_launches(world)), None, None, "orbit"),
        ("Beamed, electric tugs", _money(cost_with_tugs(world)), None, None, "orbit"),
        ("Beamed, NASA's first design", float(first), None, None, "others"),
        ("Beamed, second, time counted once", float(once), None, None, "others"),
        ("Beamed, NASA's second design", float(second), None, None, "others"),
    ]
    frame = pd.DataFrame(rows, columns=["what", "usd_per_kwh", "low", "high", "kind"])
    return frame.astype({"low": float, "high": float})


def _money(cost: Quantity) -> float:
    return float(cost.to("USD/kWh").magnitude)
