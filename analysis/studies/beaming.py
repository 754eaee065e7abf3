"""Chapter 9: solar power beamed down to the ground, and the same watts used where they are made.

The only full public bill is NASA's study of 2024. The chapter follows a watt through its chain of losses, carries its
cost to today's dollars, lets the launch price and the hardware vary, and sets the same array to work in orbit.
"""

from __future__ import annotations

import pandas as pd

from analysis.evidence import Case
from analysis.models import beaming as model
from analysis.models import grid
from analysis.results import uncertainty
from analysis.results.registry import result, table
from analysis.results.verdicts import as_verdict, probability_of
from analysis.studies import satellite
from analysis.units import Quantity, pair

YEAR = Quantity(1.0, "year")
NOTHING = Quantity(0.0, "")
WHOLE = Quantity(1.0, "")


# ---- the chain ---------------------------------------------------------------------------------------------------


def _space(case: Case) -> Quantity:
    return model.space_chain_efficiency(
        case["beaming.cell_efficiency"], case["beaming.power_conditioning"], case["beaming.conversion_to_microwave"]
    )


def _sent(case: Case) -> Quantity:
    return model.transmission_efficiency(
        case["beaming.antenna_efficiency"], case["beaming.atmospheric_transmission"], case["beaming.beam_collection"]
    )


def _landed(case: Case) -> Quantity:
    return model.ground_chain_efficiency(case["beaming.conversion_from_microwave"], case["beaming.grid_conversion"])


@result("percent", digits=2)
def sunlight_to_grid(case: Case) -> Quantity:
    """Share of the sunlight on the cells that reaches the grid while the system generates."""
    return model.end_to_end_efficiency(_space(case), _sent(case), _landed(case))


@result("percent", digits=2)
def beam_efficiency(case: Case) -> Quantity:
    """Share of the electricity in orbit that reaches the grid."""
    return sunlight_to_grid(case) / (case["beaming.cell_efficiency"] * case["beaming.power_conditioning"])


@result("percent", digits=2)
def share_at_computers_on_ground(case: Case) -> Quantity:
    """Share of the sunlight on the cells that reaches computers on the ground, a data centre beside the receiver."""
    return model.useful_share_on_ground(sunlight_to_grid(case), NOTHING, case["cluster.pue"])


@result("percent", digits=2)
def share_at_computers_in_orbit(case: Case) -> Quantity:
    """Share of the sunlight on the cells that reaches computers beside them in orbit."""
    return model.useful_share_in_orbit(
        case["beaming.cell_efficiency"], case["beaming.power_conditioning"], case["beaming.bus_share"]
    )


@result(digits=3, words="{}×")
def orbit_over_ground(case: Case) -> Quantity:
    """Useful watts of an array whose power stays in a dawn-dusk orbit over those of one that beams from high orbit."""
    return model.orbit_over_ground(
        share_at_computers_in_orbit(case),
        1 - satellite.annual_dark(case),
        share_at_computers_on_ground(case),
        case["beaming.generating_share_rd1"],
    )


@result(digits=3, words="{}×")
def watts_kept(case: Case) -> Quantity:
    """Useful watts of an array that computes in orbit over those of one that beams, while both are in sunlight."""
    return share_at_computers_in_orbit(case) / share_at_computers_on_ground(case)


@result(digits=2, words="{}×")
def watts_kept_range(case: Case) -> Quantity:
    """Useful watts in orbit over those of a beaming array, both in sunlight: the 90 % range."""
    return uncertainty.interval(watts_kept, case, count=uncertainty.WORKING)


# ---- what NASA publishes, and what it implies -----------------------------------------------------------------------


@result("USD/kWh", digits=3)
def published_cost(case: Case) -> Quantity:
    """Cost of electricity of the two designs as published, in dollars of 2026."""
    return pair(*(case.real(f"peers_nasa.published_cost_of_energy_{design}") for design in ("rd1", "rd2")))


@result("USD/kWh", digits=3)
def printed_cost(case: Case) -> Quantity:
    """Cost of electricity of the two designs as printed, in the report's dollars."""
    return pair(*(case.nominal(f"peers_nasa.published_cost_of_energy_{design}") for design in ("rd1", "rd2")))


def _inferred(case: Case, capacity_factor: Quantity) -> Quantity:
    total, life = case.nominal("peers_nasa.published_total_rd2"), case["peers_nasa.system_life"]
    share = case["beaming.inferred_capital_share"]
    return model.levelised_cost_of_energy(
        total * share,
        total * (1 - share) / life,
        mean_power_rd2(case),
        capacity_factor,
        case["beaming.inferred_discount_rate"],
        life,
    )


@result("GW", digits=4)
def computed_power_rd1(case: Case) -> Quantity:
    """Power of the first design, averaged over the year."""
    return _mean_power(case, "rd1")


@result("GW", digits=4)
def mean_power_rd2(case: Case) -> Quantity:
    """Power of the second design, averaged over the year."""
    return _mean_power(case, "rd2")


@result("percent", digits=3)
def generating_share_first(case: Case) -> Quantity:
    """Share of the year in which the first design generates."""
    return case["beaming.generating_share_rd1"]


@result("percent", digits=2)
def generating_share_second(case: Case) -> Quantity:
    """Share of the year in which the second design generates."""
    return case["beaming.generating_share_rd2"]


def _mean_power(case: Case, design: str) -> Quantity:
    return model.delivered_power(
        case[f"beaming.array_area_{design}"],
        case["beaming.irradiance"],
        sunlight_to_grid(case),
        case[f"beaming.generating_share_{design}"],
    )


@result("USD/kWh", digits=3)
def second_design_twice(case: Case) -> Quantity:
    """Cost of the second design with the share of time applied to its mean power again, at the inferred rate."""
    return _inferred(case, case["beaming.generating_share_rd2"])


@result("USD/kWh", digits=2)
def second_design_once(case: Case) -> Quantity:
    """Cost of the second design with the share of time applied once, at the inferred rate."""
    return _inferred(case, WHOLE)


@result("percent", digits=2)
def launch_share(case: Case) -> Quantity:
    """Launches as a share of the cost of the two designs."""
    shares = []
    for design in ("rd1", "rd2"):
        launches = case[f"peers_nasa.published_launches_{design}"]
        bill = model.launch_bill(launches, case.nominal("peers_nasa.launch_price"), NOTHING)
        shares.append(model.cost_share(bill, case.nominal(f"peers_nasa.published_total_{design}")))
    return pair(*shares)


@result("launch", digits=4)
def published_launches(case: Case) -> Quantity:
    """Launches over thirty years of the first design."""
    return case["peers_nasa.published_launches_rd1"]


# ---- the first design, rebuilt so that its inputs can move ----------------------------------------------------------


def _scale(case: Case) -> Quantity:
    """Area needed for the published power over the published area."""
    return case["beaming.mean_power_rd1"] / _mean_power(case, "rd1")


def _launches(case: Case, tug: Quantity) -> Quantity:
    mass = case["peers_nasa.mass_rd1"] * _scale(case) * (1 + tug)
    generations = case["beaming.system_life"] / case["beaming.hardware_life"]
    return model.launches_with_refuelling(
        mass, generations, case["beaming.launch_payload"], case["beaming.refuelling_launches"]
    )


def _hardware(case: Case, tug: Quantity) -> Quantity:
    """Everything but launch, scaled with area, generations and the cost of hardware."""
    bill = model.launch_bill(case["peers_nasa.published_launches_rd1"], case.real("peers_nasa.launch_price"), NOTHING)
    other = case.real("peers_nasa.published_total_rd1") - bill
    renewals = case["peers_nasa.hardware_life"] / case["beaming.hardware_life"]
    return other * _scale(case) * renewals * case["beaming.hardware_cost_factor"] * (1 + tug)


def _cost(case: Case, tug: Quantity = NOTHING) -> Quantity:
    bill = model.launch_bill(_launches(case, tug), case.real("beaming.launch_price"), NOTHING)
    total, life = bill + _hardware(case, tug), case["beaming.system_life"]
    share = case["beaming.inferred_capital_share"]
    return model.levelised_cost_of_energy(
        total * share,
        total * (1 - share) / life,
        case["beaming.mean_power_rd1"],
        WHOLE,
        case["beaming.inferred_discount_rate"],
        life,
    )


@result("USD/kWh", digits=3)
def beamed_cost(case: Case) -> Quantity:
    """Cost of electricity of the first design, rebuilt from its parts, in dollars of 2026."""
    return _cost(case)


@result("USD/kWh", digits=2)
def beamed_cost_range(case: Case) -> Quantity:
    """Cost of beamed electricity, first design: the 90 % range over launch, hardware, chain and rate."""
    return uncertainty.interval(beamed_cost, case, count=uncertainty.WORKING)


@result("USD/kWh", digits=2)
def ground_price(case: Case) -> Quantity:
    """Price of electricity that the report takes for a site on the ground."""
    return case.nominal("cost.energy_price")


@result("USD/kWh", digits=2)
def ground_price_range(case: Case) -> Quantity:
    """Prices of electricity on the ground, from cheap contracts to expensive gas on the site."""
    return case.bounds("cost.energy_price")


@result(digits=2, words="{}×")
def cost_ratio(case: Case) -> Quantity:
    """Cost of beamed electricity over the price on the ground."""
    return beamed_cost(case) / ground_price(case)


@result("percent", digits=1, written=as_verdict("B14"))
def cheaper_odds(case: Case) -> Quantity:
    """Probability that beamed electricity costs no more than on the ground, given the ranges of the inputs."""
    return probability_of("B14", case)


@result(digits=2)
def cost_over_ground(case: Case) -> Quantity:
    """Cheaper design over the most expensive power on the ground, and more expensive design over the cheapest."""
    cost, price = published_cost(case), ground_price_range(case)
    return pair(cost.min() / price.max(), cost.max() / price.min())


@result("USD/kWh", digits=2)
def cost_with_free_launches(case: Case) -> Quantity:
    """Cost of the first design if launches cost nothing."""
    return _cost(case.with_values({"beaming.launch_price": Quantity(0.0, "USD_2022/launch")}))


def _with_tugs(case: Case, **changes: Quantity) -> Quantity:
    values = {"beaming.refuelling_launches": NOTHING} | {f"beaming.{name}": value for name, value in changes.items()}
    return _cost(case.with_values(values), case["beaming.tug_mass_share"])


@result("USD/kWh", digits=2)
def cost_with_tugs(case: Case) -> Quantity:
    """Cost of the first design with electric tugs in place of tankers."""
    return _with_tugs(case)


@result("USD/kWh", digits=2)
def best_case_cost(case: Case) -> Quantity:
    """Cost with electric tugs, cheap launches, longer life, better cells and cheaper hardware all at once."""
    record = case.record
    return _with_tugs(
        case,
        launch_price=record("beaming.launch_price").lowest,
        hardware_life=record("beaming.hardware_life").highest,
        cell_efficiency=record("beaming.cell_efficiency").highest,
        hardware_cost_factor=record("beaming.hardware_cost_factor").lowest,
    )


@result("percent", digits=2)
def published_tug_saving(case: Case) -> Quantity:
    """Saving by electric tugs that the study prints for the first design."""
    return -1.0 * case["peers_nasa.published_electric_rd1"]


@result("percent", digits=2)
def tug_saving(case: Case) -> Quantity:
    """Saving by electric tugs in our rebuild of the first design."""
    return 1 - cost_with_tugs(case) / beamed_cost(case)


@result("USD/launch", digits=2)
def best_launch_price(case: Case) -> Quantity:
    """Price of a launch in the best case, in the study's dollars."""
    return case.bounds("beaming.launch_price").min()


@result("year", digits=2)
def best_hardware_life(case: Case) -> Quantity:
    """Life of the hardware in the best case."""
    return case.bounds("beaming.hardware_life").max()


@result("percent", digits=2)
def best_cells(case: Case) -> Quantity:
    """Efficiency of the cells in the best case."""
    return case.bounds("beaming.cell_efficiency").max()


@result("percent", digits=2)
def best_hardware_cost(case: Case) -> Quantity:
    """Cost of hardware in the best case over that of the study."""
    return case.bounds("beaming.hardware_cost_factor").min()


# ---- mass, launches, and the energy of the claim --------------------------------------------------------------------


@result("kg/kW", digits=3)
def mass_in_high_orbit(case: Case) -> Quantity:
    """Mass in orbit of one generation per kilowatt on the ground, first design."""
    return model.delivered_specific_mass(case["peers_nasa.mass_rd1"], computed_power_rd1(case))


@result("kg/kW", digits=3)
def mass_lifted(case: Case) -> Quantity:
    """Mass lifted to low orbit over thirty years per kilowatt on the ground, tankers included."""
    lifted = published_launches(case) * case["beaming.launch_payload"]
    return model.delivered_specific_mass(lifted, computed_power_rd1(case))


@result("kg/kW", digits=3)
def mass_lifted_for_computing(case: Case) -> Quantity:
    """Mass lifted over thirty years per kilowatt of computing in orbit, by the announced satellite."""
    renewals = case["beaming.system_life"] / case["cost.orbit_life"]
    return renewals / case["satellite.ai1_specific_power"]


@result("", digits=2)
def systems_for_the_claim(case: Case) -> Quantity:
    """Systems of two gigawatts that would carry the energy that the first document expects."""
    return grid.mean_power(case["documents.datacentre_energy"] * YEAR) / computed_power_rd1(case)


@result("launch/year", digits=2)
def launches_for_the_claim(case: Case) -> Quantity:
    """Launches a year, over thirty years, that systems for the energy of the first document take."""
    return systems_for_the_claim(case) * published_launches(case) / case["beaming.system_life"]


# ---- frames ------------------------------------------------------------------------------------------------------


@table
def journey(case: Case) -> pd.DataFrame:
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
        left *= float(case[key].magnitude)
        rows.append((name, "beamed down", left))
    rows.append(("Computers", "beamed down", 100 * float(share_at_computers_on_ground(case).to("").magnitude)))
    rows += [(name, "used in orbit", value) for name, _, value in rows[:3]]
    rows.append(("Computers", "used in orbit", 100 * float(share_at_computers_in_orbit(case).to("").magnitude)))
    return pd.DataFrame(rows, columns=["step", "way", "watts_left"])


@table
def costs(case: Case) -> pd.DataFrame:
    """Cost of electricity: on the ground, beamed as published, and beamed with changes."""
    low, high = ground_price_range(case).to("USD/kWh").magnitude
    first, second = published_cost(case).to("USD/kWh").magnitude
    once = second_design_once(case).magnitude * second / printed_cost(case).max().magnitude
    rows = [
        ("On the ground", float(ground_price(case).to("USD/kWh").magnitude), float(low), float(high), "ground"),
        ("Beamed, all improvements at once", _money(best_case_cost(case)), None, None, "orbit"),
        ("Beamed, free launches", _money(cost_with_free_launches(case)), None, None, "orbit"),
        ("Beamed, electric tugs", _money(cost_with_tugs(case)), None, None, "orbit"),
        ("Beamed, NASA's first design", float(first), None, None, "others"),
        ("Beamed, second design, our reading", float(once), None, None, "others"),
        ("Beamed, NASA's second design", float(second), None, None, "others"),
    ]
    frame = pd.DataFrame(rows, columns=["what", "usd_per_kwh", "low", "high", "kind"])
    return frame.astype({"low": float, "high": float})


def _money(cost: Quantity) -> float:
    return float(cost.to("USD/kWh").magnitude)
