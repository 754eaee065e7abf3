"""Chapter 8: power, cooling and permits on the ground, against what is asked of them.

Supply is a curve of blocks: what a year of building adds, at what cost for each watt, after what wait. Demand is a
path, from four publishers who measure in different units. The chapter puts both on one chart.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import World, observation
from analysis.models import cluster, grid
from analysis.studies import uncertainty
from analysis.studies.registry import result, table
from analysis.units import Quantity

YEAR = Quantity(1.0, "year")
GIGAWATT = Quantity(1.0, "GW")
ALL_YEAR = Quantity(1.0, "")
BLOCKS = {
    "conversion": "Converted sites",
    "grid": "Grid connection",
    "gas": "Gas on the site",
    "solar": "Solar and batteries",
    "industrial": "New plants, late",
}


def _pair(low: Quantity, high: Quantity) -> Quantity:
    unit = low.units
    return Quantity(np.array([float(low.magnitude), float(high.to(unit).magnitude)]), unit)


def _rate(world: World, block: str) -> Quantity:
    return world[f"grid.block_{block}_rate"]


def _cost(world: World, block: str) -> Quantity:
    return world.booked(f"grid.block_{block}_cost")


def _blocks(world: World) -> list[tuple[Quantity, Quantity]]:
    return [(_rate(world, block), _cost(world, block)) for block in BLOCKS]


# ---- energy ------------------------------------------------------------------------------------------------------


@result("TWh/year", digits=4)
def stated_energy(world: World) -> Quantity:
    """Data-centre energy at the end of the decade as the first document states it."""
    return world["documents.datacentre_energy"]


@result("TWh/year", digits=4)
def datacentre_energy_2030(world: World) -> Quantity:
    """Electricity of the world's data centres in 2030, from the agency's slow case to its fast one."""
    return world.span("comparators.datacentre_energy_2030")


@result("TWh/year")
def datacentre_energy_base_2030(world: World) -> Quantity:
    """Electricity of the world's data centres in 2030, base case."""
    return world["comparators.datacentre_energy_2030"]


@result("TWh/year")
def datacentre_energy_2024(world: World) -> Quantity:
    """Electricity of the world's data centres in 2024."""
    return world["comparators.datacentre_energy_2024"]


@result("TWh/year")
def datacentre_energy_2025(world: World) -> Quantity:
    """Electricity of the world's data centres in 2025."""
    return datacentre_energy_2024(world) * (1 + world["comparators.datacentre_energy_growth_2025"])


@result("TWh/year", digits=4)
def datacentre_energy_2030_other(world: World) -> Quantity:
    """Electricity of the world's data centres in 2030 as Wood Mackenzie expects it."""
    return world["grid.world_energy_2030_wood_mackenzie"]


@result(digits=3)
def datacentre_growth_from_2025(world: World) -> Quantity:
    """Demand of 2030 in the base case over that of 2025."""
    return datacentre_energy_base_2030(world) / datacentre_energy_2025(world)


@result(digits=3)
def datacentre_growth_from_2024(world: World) -> Quantity:
    """Demand of 2030 in the base case over that of 2024."""
    return datacentre_energy_base_2030(world) / datacentre_energy_2024(world)


@result("percent")
def yearly_growth(world: World) -> Quantity:
    """Yearly growth from 2024 to 2030 in the base case."""
    ends = (datacentre_energy_2024(world) * YEAR, datacentre_energy_base_2030(world) * YEAR)
    return grid.demand_growth_rate(*ends, Quantity(6, "year"))


@result("GW", digits=4)
def mean_power_2030(world: World) -> Quantity:
    """Mean power behind the base case of 2030."""
    return grid.mean_power(datacentre_energy_base_2030(world) * YEAR)


@result("GW", digits=4)
def stated_mean_power(world: World) -> Quantity:
    """Mean power behind the energy that the first document states."""
    return grid.mean_power(stated_energy(world) * YEAR)


@result("percent", digits=2)
def stated_above_base(world: World) -> Quantity:
    """How far the energy that the first document states lies above the agency's base case of 2030."""
    return stated_energy(world) / datacentre_energy_base_2030(world) - 1


# ---- demand: capacity asked for in a year -----------------------------------------------------------------------


def _capacity_a_year(world: World, first: Quantity, last: Quantity, years: float) -> Quantity:
    added = grid.mean_power(last * YEAR) - grid.mean_power(first * YEAR)
    return (added / world["grid.load_share"] / Quantity(years, "year")).to("GW/year")


@result("GW/year")
def demand_agency(world: World) -> Quantity:
    """Capacity a year that the agency's base case asks for from 2025 to 2030."""
    return _capacity_a_year(world, datacentre_energy_2025(world), datacentre_energy_base_2030(world), 5)


@result("GW/year")
def demand_spending(world: World) -> Quantity:
    """Capacity that the capital spending planned for 2026 buys at the base cost of a watt."""
    return world.booked("comparators.hyperscaler_capex_2026") / world.booked("comparators.capital_per_watt")


@result("GW/year")
def demand_spending_with_cooling(world: World) -> Quantity:
    """Power a year that this capacity draws from the grid if the cost of a watt is that of a watt of IT."""
    return demand_spending(world) * world["cluster.pue"]


@result("GW/year")
def demand_wood_mackenzie(world: World) -> Quantity:
    """Capacity a year that Wood Mackenzie's path asks for from 2026 to 2030."""
    frame = observation("datacentre_demand").frame
    start = frame[(frame["publisher"] == "Wood Mackenzie") & (frame["year"] == 2026)]["energy_twh"].iloc[0]
    return _capacity_a_year(world, Quantity(float(start), "TWh/year"), datacentre_energy_2030_other(world), 4)


@result("GW/year")
def demand_steepest(world: World) -> Quantity:
    """Capacity a year outside China from 2026 to 2030 on the steepest published path."""
    return (world["grid.capacity_2030"] - world["grid.capacity_2026"]) / Quantity(4, "year")


# ---- supply ------------------------------------------------------------------------------------------------------


@result("GW/year", digits=2)
def supply(world: World) -> Quantity:
    """Capacity a year that all blocks on the ground add."""
    return sum((_rate(world, block) for block in BLOCKS), Quantity(0.0, "GW/year"))


@result("GW/year", digits=2)
def supply_soon(world: World) -> Quantity:
    """Capacity a year of the blocks that come within two years."""
    return sum((_rate(world, block) for block in ("conversion", "gas", "solar")), Quantity(0.0, "GW/year"))


@result("GW/year", digits=3)
def supply_range(world: World) -> Quantity:
    """Capacity a year of all blocks, every one at its low end and every one at its high end."""
    ends = [world.span(f"grid.block_{block}_rate") for block in BLOCKS]
    return sum(ends[1:], ends[0])


@result("", digits=2)
def spending_over_supply(world: World) -> Quantity:
    """Capacity that planned spending buys over what all blocks add in a year."""
    return demand_spending(world) / supply(world)


@result("", digits=3)
def path_over_supply(world: World) -> Quantity:
    """The steepest path of demand over what all blocks add in a year."""
    return demand_steepest(world) / supply(world)


@result("", digits=2)
def path_over_supply_range(world: World) -> Quantity:
    """The steepest path of demand over supply, nine times in ten."""
    return uncertainty.interval(path_over_supply, world, count=uncertainty.WORKING)


@result("percent", digits=2)
def path_above_supply_odds(world: World) -> Quantity:
    """Probability that the steepest path asks for more than supply, given the ranges of the inputs."""
    return uncertainty.probability_above(path_over_supply, Quantity(1.0, ""), world, count=uncertainty.WORKING)


@result("", digits=2)
def spending_over_supply_soon(world: World) -> Quantity:
    """Capacity that planned spending buys over what the blocks that come within two years add in a year."""
    return demand_spending(world) / supply_soon(world)


@result("", digits=2)
def path_over_supply_soon(world: World) -> Quantity:
    """The steepest path of demand over what the blocks that come within two years add in a year."""
    return demand_steepest(world) / supply_soon(world)


@result("", digits=2)
def demand_over_supply(world: World) -> Quantity:
    """Demand over supply: planned spending over all blocks, and the steepest path over those within two years."""
    return _pair(spending_over_supply(world), path_over_supply_soon(world))


@result("USD/W")
def cost_range(world: World) -> Quantity:
    """Facility cost for each watt of the cheapest and of the dearest block."""
    costs = [_cost(world, block) for block in BLOCKS]
    return _pair(min(costs), max(costs))


@result("USD/W")
def price_at_agency(world: World) -> Quantity:
    """Facility cost of the dearest block that the agency's path calls on."""
    return grid.marginal_price(_blocks(world), demand_agency(world))


@result("USD/W")
def price_at_wood_mackenzie(world: World) -> Quantity:
    """Facility cost of the dearest block that Wood Mackenzie's path calls on."""
    return grid.marginal_price(_blocks(world), demand_wood_mackenzie(world))


@result("percent", digits=2)
def dearest_premium(world: World) -> Quantity:
    """Cost of the dearest block over the cheapest, as a share of the whole cost of a watt with servers."""
    low, high = cost_range(world)
    return (high - low) / world.booked("comparators.capital_per_watt")


# ---- waiting -----------------------------------------------------------------------------------------------------


@result("month", digits=2)
def building_time(world: World) -> Quantity:
    """Months to build a large hall."""
    return world["cluster.usual_build_time"]


@result("month", digits=2)
def queue_time(world: World) -> Quantity:
    """Median months from request to operation for plants that joined the grid in 2024."""
    return world["grid.queue_median_months"]


@result("month", digits=2)
def engine_time(world: World) -> Quantity:
    """Months to a plant of gas engines on the site."""
    return world["grid.engine_lead_time"]


@result("", digits=2)
def power_over_building_time(world: World) -> Quantity:
    """Time to power over time to build: with engines on the site, and through the grid's queue."""
    return _pair(engine_time(world) / building_time(world), queue_time(world) / building_time(world))


@result("GW", digits=4)
def queue(world: World) -> Quantity:
    """Plants and storage that waited for the American grid at the end of 2025."""
    return world["grid.queue_generation"] + world["grid.queue_storage"]


@result("GW/year", digits=2)
def queue_yield(world: World) -> Quantity:
    """Plants a year that come out of that queue."""
    return grid.queue_throughput(
        world["grid.queue_generation"], world["grid.queue_completion"], world["grid.queue_median_months"]
    )


@result("percent", digits=2)
def queue_built(world: World) -> Quantity:
    """Share of the capacity asked of the American grid that was ever built."""
    return world["grid.queue_completion"]


@result("GW", digits=3)
def turbine_book(world: World) -> Quantity:
    """Gas turbines under contract at the three large makers, June 2026."""
    return sum(
        (world[f"grid.turbine_book_{maker}"] for maker in ("siemens", "mitsubishi")), world["grid.turbine_book_ge"]
    )


@result("GW/year", digits=2)
def turbine_output(world: World) -> Quantity:
    """Gas turbines that the large makers finish in 2026."""
    return world["grid.turbine_output"]


@result("year", digits=2)
def turbine_wait(world: World) -> Quantity:
    """Years of output in the turbine makers' books, without construction."""
    return grid.turbine_lead_time(turbine_book(world), turbine_output(world), Quantity(0.0, "year"))


@result("GW", digits=2)
def on_site_ordered(world: World) -> Quantity:
    """On-site power ordered for data centres."""
    return world["grid.behind_meter_ordered"]


@result("GW", digits=2)
def on_site_running(world: World) -> Quantity:
    """On-site power for data centres that runs at the end of 2026."""
    return world["grid.behind_meter_operating"]


@result("USD/W/year", digits=2)
def value_of_a_year(world: World) -> Quantity:
    """What a year's wait for power costs a site, for each watt."""
    return world.booked("cost.delay_cost")


def _with_wait(world: World, block: str) -> Quantity:
    wait = world[f"grid.block_{block}_wait"]
    lost = grid.margin_forgone(value_of_a_year(world).to("USD/kW/year"), wait, world["cost.wacc_ground"])
    return (_cost(world, block) + lost).to("USD/W")


@result("USD/W", digits=2)
def grid_cost_with_wait(world: World) -> Quantity:
    """Facility cost of a grid connection with the margin that is lost while it is waited for."""
    return _with_wait(world, "grid")


@result("USD/W", digits=2)
def gas_cost_with_wait(world: World) -> Quantity:
    """Facility cost with gas on the site, with the margin that is lost while it is waited for."""
    return _with_wait(world, "gas")


@result("USD/W", digits=2)
def solar_cost_with_wait(world: World) -> Quantity:
    """Facility cost with solar and batteries, with the margin that is lost while they are waited for."""
    return _with_wait(world, "solar")


@result("month", digits=2)
def wait_worth_the_dearest(world: World) -> Quantity:
    """Months of waiting that cost as much as the step from the cheapest block to the dearest."""
    low, high = cost_range(world)
    return (high - low) / value_of_a_year(world)


# ---- price of power, cooling, permits ---------------------------------------------------------------------------


@result("USD/W/year", digits=3)
def revenue_per_watt(world: World) -> Quantity:
    """Yearly revenue of a watt of leased computing."""
    return world.booked("market.revenue_per_gigawatt_year")


@result("percent", digits=2)
def gas_premium_share(world: World) -> Quantity:
    """What on-site gas costs beyond usual power, cheap and dear, as a share of what the watt earns."""
    usual = world.booked("cost.energy_price")
    prices = [world.booked(f"grid.gas_power_price_{end}") for end in ("low", "high")]
    energy = cluster.annual_energy(GIGAWATT, ALL_YEAR) / YEAR
    shares = [(price - usual) * energy / (revenue_per_watt(world) * GIGAWATT) for price in prices]
    return _pair(*(share.to("") for share in shares))


@result("gigaliter/year", digits=3, words="{}")
def water_2028(world: World) -> Quantity:
    """Water that American data centres evaporate in 2028, low and high case."""
    return _pair(world["grid.us_water_2028_low"], world["grid.us_water_2028_high"])


@result("liter/kWh", digits=2)
def water_per_energy_2028(world: World) -> Quantity:
    """Water that American data centres evaporate for each kilowatt-hour in 2028, low and high case."""
    cases = [world[f"grid.us_water_2028_{c}"] / world[f"grid.us_energy_2028_{c}"] for c in ("low", "high")]
    return _pair(*(case.to("liter/kWh") for case in cases))


@result("percent", digits=1)
def dry_cooling_share(world: World) -> Quantity:
    """Energy for cooling without water, as a share of what the watt earns."""
    energy = cluster.annual_energy(GIGAWATT, ALL_YEAR) / YEAR * world["grid.dry_cooling_penalty"]
    return energy * world.booked("cost.energy_price") / (revenue_per_watt(world) * GIGAWATT)


@result("GW", digits=2)
def blocked_power(world: World) -> Quantity:
    """Power of the projects reported blocked by opposition early in 2026, at the base cost of a watt."""
    return world.booked("grid.projects_blocked_2026") / world.booked("comparators.capital_per_watt")


@result("gigaUSD", digits=3)
def opposed_projects(world: World) -> Quantity:
    """Projects blocked or delayed by opposition in the two years to March 2025."""
    return world.booked("grid.projects_opposed")


@result("gigaUSD", digits=3)
def blocked_projects(world: World) -> Quantity:
    """Projects reported blocked by opposition early in 2026."""
    return world.booked("grid.projects_blocked_2026")


@result("MW", digits=3)
def permitted_turbines(world: World) -> Quantity:
    """Gas turbines permitted at Colossus in July 2025."""
    return world["grid.permitted_turbines"]


# ---- frames ------------------------------------------------------------------------------------------------------


@table
def blocks(world: World) -> pd.DataFrame:
    """Blocks of supply from the cheapest upward: capacity a year, cost, wait, and cost with the wait."""
    rows = []
    for block, name in BLOCKS.items():
        cost, wait = world.span(f"grid.block_{block}_cost"), world[f"grid.block_{block}_wait"]
        rows.append(
            (
                name,
                float(_rate(world, block).to("GW/year").magnitude),
                float(_cost(world, block).to("USD/W").magnitude),
                float(cost.to("USD/W").magnitude[0]),
                float(cost.to("USD/W").magnitude[1]),
                float(wait.to("year").magnitude),
                float(_with_wait(world, block).magnitude),
            )
        )
    names = ["block", "rate_gw_per_year", "cost_usd_per_watt", "low", "high", "wait_years", "with_wait_usd_per_watt"]
    frame = pd.DataFrame(rows, columns=names).sort_values("cost_usd_per_watt", ignore_index=True)
    frame["end_gw_per_year"] = frame["rate_gw_per_year"].cumsum()
    frame["start_gw_per_year"] = frame["end_gw_per_year"] - frame["rate_gw_per_year"]
    return frame


@table
def block_rows(world: World) -> pd.DataFrame:
    """The blocks as the page tabulates them."""
    columns = ["block", "rate_gw_per_year", "cost_usd_per_watt", "wait_years", "with_wait_usd_per_watt"]
    return blocks(world)[columns]


@table
def demands(world: World) -> pd.DataFrame:
    """Capacity asked for in a year, by who says so."""
    rows = [
        ("Agency, base case", demand_agency(world)),
        ("Planned spending", demand_spending(world)),
        ("Wood Mackenzie", demand_wood_mackenzie(world)),
        ("SemiAnalysis", demand_steepest(world)),
    ]
    return pd.DataFrame([(n, float(d.to("GW/year").magnitude)) for n, d in rows], columns=["who", "gw_per_year"])
