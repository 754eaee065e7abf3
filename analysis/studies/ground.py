"""Chapter 8: power, cooling and permits on the ground, against what is asked of them.

Supply is a curve of blocks: what a year of building adds, at what cost per watt, after what wait. Demand is a
path, from four publishers who measure in different units. The chapter puts both on one chart.
"""

from __future__ import annotations

import pandas as pd

from analysis.evidence import Case, observation
from analysis.models import cluster, grid
from analysis.results import uncertainty
from analysis.results.registry import result, table
from analysis.studies import rates
from analysis.units import Quantity, pair

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
SOON = ("conversion", "gas", "solar")  # those that come within two years; a test holds their waits against it


def _rate(case: Case, block: str) -> Quantity:
    return case[f"grid.block_{block}_rate"]


def _cost(case: Case, block: str) -> Quantity:
    return case.nominal(f"grid.block_{block}_cost")


def _blocks(case: Case) -> list[tuple[Quantity, Quantity]]:
    return [(_rate(case, block), _cost(case, block)) for block in BLOCKS]


# ---- energy ------------------------------------------------------------------------------------------------------


@result("TWh/year", digits=4)
def stated_energy(case: Case) -> Quantity:
    """Data-centre energy at the end of the decade as the first document states it."""
    return case["documents.datacentre_energy"]


@result("TWh/year", digits=4)
def datacentre_energy_2030(case: Case) -> Quantity:
    """Electricity of the world's data centres in 2030, from the agency's slow case to its fast one."""
    return case.bounds("comparators.datacentre_energy_2030")


@result("TWh/year")
def datacentre_energy_base_2030(case: Case) -> Quantity:
    """Electricity of the world's data centres in 2030, base case."""
    return case["comparators.datacentre_energy_2030"]


@result("TWh/year")
def datacentre_energy_2024(case: Case) -> Quantity:
    """Electricity of the world's data centres in 2024."""
    return case["comparators.datacentre_energy_2024"]


@result("TWh/year")
def datacentre_energy_2025(case: Case) -> Quantity:
    """Electricity of the world's data centres in 2025."""
    return datacentre_energy_2024(case) * (1 + case["comparators.datacentre_energy_growth_2025"])


@result("TWh/year", digits=4)
def datacentre_energy_2030_other(case: Case) -> Quantity:
    """Electricity of the world's data centres in 2030 as Wood Mackenzie expects it."""
    return case["grid.world_energy_2030_wood_mackenzie"]


@result(digits=3)
def datacentre_growth_from_2025(case: Case) -> Quantity:
    """Demand of 2030 in the base case over that of 2025."""
    return datacentre_energy_base_2030(case) / datacentre_energy_2025(case)


@result(digits=3)
def datacentre_growth_from_2024(case: Case) -> Quantity:
    """Demand of 2030 in the base case over that of 2024."""
    return datacentre_energy_base_2030(case) / datacentre_energy_2024(case)


@result("percent")
def yearly_growth(case: Case) -> Quantity:
    """Yearly growth from 2024 to 2030 in the base case."""
    ends = (datacentre_energy_2024(case) * YEAR, datacentre_energy_base_2030(case) * YEAR)
    return grid.demand_growth_rate(*ends, Quantity(6, "year"))


@result("GW", digits=4)
def mean_power_2030(case: Case) -> Quantity:
    """Mean power behind the base case of 2030."""
    return grid.mean_power(datacentre_energy_base_2030(case) * YEAR)


@result("GW", digits=4)
def stated_mean_power(case: Case) -> Quantity:
    """Mean power behind the energy that the first document states."""
    return grid.mean_power(stated_energy(case) * YEAR)


@result("percent", digits=2)
def stated_above_base(case: Case) -> Quantity:
    """How far the energy that the first document states lies above the agency's base case of 2030."""
    return stated_energy(case) / datacentre_energy_base_2030(case) - 1


# ---- demand: capacity asked for in a year -----------------------------------------------------------------------


def _capacity_a_year(case: Case, first: Quantity, last: Quantity, years: float) -> Quantity:
    added = grid.mean_power(last * YEAR) - grid.mean_power(first * YEAR)
    return (added / case["grid.load_share"] / Quantity(years, "year")).to("GW/year")


@result("GW/year")
def demand_agency(case: Case) -> Quantity:
    """Capacity a year that the agency's base case asks for from 2025 to 2030."""
    return _capacity_a_year(case, datacentre_energy_2025(case), datacentre_energy_base_2030(case), 5)


@result("GW/year")
def demand_spending(case: Case) -> Quantity:
    """Capacity that the capital spending planned for 2026 buys at the base cost of a watt."""
    return case.nominal("comparators.hyperscaler_capex_2026") / case.nominal("comparators.capital_per_watt")


@result("GW/year")
def demand_spending_with_cooling(case: Case) -> Quantity:
    """Power a year that this capacity draws from the grid if the cost of a watt is that of a watt of IT."""
    return demand_spending(case) * case["cluster.pue"]


@result("GW/year")
def demand_wood_mackenzie(case: Case) -> Quantity:
    """Capacity a year that Wood Mackenzie's path asks for from 2026 to 2030."""
    frame = observation("datacentre_demand").frame
    start = frame[(frame["publisher"] == "Wood Mackenzie") & (frame["year"] == 2026)]["energy_twh"].iloc[0]
    return _capacity_a_year(case, Quantity(float(start), "TWh/year"), datacentre_energy_2030_other(case), 4)


@result("GW/year")
def demand_steepest(case: Case) -> Quantity:
    """Capacity a year outside China from 2026 to 2030 on the steepest published path."""
    return (case["grid.capacity_2030"] - case["grid.capacity_2026"]) / Quantity(4, "year")


# ---- supply ------------------------------------------------------------------------------------------------------


@result("GW/year", digits=2)
def supply(case: Case) -> Quantity:
    """Capacity a year that all blocks on the ground add."""
    return sum((_rate(case, block) for block in BLOCKS), Quantity(0.0, "GW/year"))


@result("GW/year", digits=2)
def supply_soon(case: Case) -> Quantity:
    """Capacity a year of the blocks that come within two years."""
    return sum((_rate(case, block) for block in SOON), Quantity(0.0, "GW/year"))


@result("GW/year", digits=3)
def supply_range(case: Case) -> Quantity:
    """Capacity a year of all blocks, every one at its low end and every one at its high end."""
    ends = [case.bounds(f"grid.block_{block}_rate") for block in BLOCKS]
    return sum(ends[1:], ends[0])


@result("", digits=2)
def spending_over_supply(case: Case) -> Quantity:
    """Capacity that planned spending buys over what all blocks add in a year."""
    return demand_spending(case) / supply(case)


@result("", digits=3)
def path_over_supply(case: Case) -> Quantity:
    """The steepest path of demand over what all blocks add in a year."""
    return demand_steepest(case) / supply(case)


@result("", digits=2)
def path_over_supply_in_america(case: Case) -> Quantity:
    """The American share of the steepest path of demand over all blocks, were all of them in the United States."""
    return path_over_supply(case) * case["grid.american_share_of_growth"]


def _agency_in_america(year: int) -> Quantity:
    frame = observation("datacentre_demand").frame
    rows = frame[
        (frame["region"] == "United States") & (frame["year"] == year) & frame["publisher"].str.startswith("IEA")
    ]
    return Quantity(float(rows["energy_twh"].iloc[0]), "TWh/year")


@result("GW/year", digits=2)
def demand_agency_in_america(case: Case) -> Quantity:
    """Capacity a year that the agency's base case asks for in the United States from 2024 to 2030."""
    first, last = 2024, 2030
    return _capacity_a_year(case, _agency_in_america(first), _agency_in_america(last), last - first)


@result("", digits=2)
def agency_over_supply_in_america(case: Case) -> Quantity:
    """What the agency expects America to ask for over all blocks, were all of them in the United States."""
    return demand_agency_in_america(case) / supply(case)


@result("percent", digits=2)
def american_supply_that_binds(case: Case) -> Quantity:
    """Share of all blocks that has to be in the United States for its part of the steepest path to be met there."""
    return path_over_supply_in_america(case)


@result("", digits=2)
def path_over_supply_range(case: Case) -> Quantity:
    """The steepest path of demand over supply: the 90 % range."""
    return uncertainty.interval(path_over_supply, case, count=uncertainty.WORKING)


@result("percent", digits=2)
def path_above_supply_odds(case: Case) -> Quantity:
    """Probability that the steepest path asks for more than supply, given the ranges of the inputs."""
    return uncertainty.probability_above(path_over_supply, Quantity(1.0, ""), case, count=uncertainty.WORKING)


@result("", digits=2)
def spending_over_supply_soon(case: Case) -> Quantity:
    """Capacity that planned spending buys over what the blocks that come within two years add in a year."""
    return demand_spending(case) / supply_soon(case)


@result("", digits=2)
def path_over_supply_soon(case: Case) -> Quantity:
    """The steepest path of demand over what the blocks that come within two years add in a year."""
    return demand_steepest(case) / supply_soon(case)


@result("USD/W")
def cost_range(case: Case) -> Quantity:
    """Facility cost per watt of the cheapest and of the most expensive block."""
    costs = [_cost(case, block) for block in BLOCKS]
    return pair(min(costs), max(costs))


@result("USD/W")
def price_at_agency(case: Case) -> Quantity:
    """Facility cost of the most expensive block that the agency's path calls on."""
    return grid.marginal_price(_blocks(case), demand_agency(case))


@result("USD/W")
def price_at_wood_mackenzie(case: Case) -> Quantity:
    """Facility cost of the most expensive block that Wood Mackenzie's path calls on."""
    return grid.marginal_price(_blocks(case), demand_wood_mackenzie(case))


@result("percent", digits=2)
def dearest_premium(case: Case) -> Quantity:
    """Cost of the most expensive block over the cheapest, as a share of the whole cost of a watt with servers."""
    low, high = cost_range(case)
    return (high - low) / case.nominal("comparators.capital_per_watt")


# ---- waiting -----------------------------------------------------------------------------------------------------


@result("month", digits=2)
def building_time(case: Case) -> Quantity:
    """Months to build a large building."""
    return case["cluster.usual_build_time"]


@result("month", digits=2)
def queue_time(case: Case) -> Quantity:
    """Median months from request to operation for plants that joined the grid in 2024."""
    return case["grid.queue_median_months"]


@result("month", digits=2)
def engine_time(case: Case) -> Quantity:
    """Months to a plant of gas engines on the site."""
    return case["grid.engine_lead_time"]


@result("", digits=2)
def power_over_building_time(case: Case) -> Quantity:
    """Time to power over time to build: with engines on the site, and through the grid's queue."""
    return pair(engine_time(case) / building_time(case), queue_time(case) / building_time(case))


@result("GW", digits=4)
def queue(case: Case) -> Quantity:
    """Plants and storage that waited for the American grid at the end of 2025."""
    return case["grid.queue_generation"] + case["grid.queue_storage"]


@result("percent", digits=2)
def queue_built(case: Case) -> Quantity:
    """Share of the capacity asked of the American grid that was ever built."""
    return case["grid.queue_completion"]


@result("GW", digits=3)
def turbine_book(case: Case) -> Quantity:
    """Gas turbines under contract at the three large makers, June 2026."""
    return sum(
        (case[f"grid.turbine_book_{maker}"] for maker in ("siemens", "mitsubishi")), case["grid.turbine_book_ge"]
    )


@result("GW/year", digits=2)
def turbine_output(case: Case) -> Quantity:
    """Gas turbines that the large makers finish in 2026."""
    return case["grid.turbine_output"]


@result("year", digits=2)
def turbine_wait(case: Case) -> Quantity:
    """Years of output in the turbine makers' books, without construction."""
    return grid.turbine_lead_time(turbine_book(case), turbine_output(case), Quantity(0.0, "year"))


@result("USD/W/year", digits=2)
def value_of_a_year(case: Case) -> Quantity:
    """What a year's wait for power costs a site, per watt."""
    return case.nominal("cost.delay_cost")


def _with_wait(case: Case, block: str) -> Quantity:
    wait = case[f"grid.block_{block}_wait"]
    lost = grid.margin_forgone(value_of_a_year(case).to("USD/kW/year"), wait, rates.ground(case).to(""))
    return (_cost(case, block) + lost).to("USD/W")


@result("USD/W", digits=2)
def grid_cost_with_wait(case: Case) -> Quantity:
    """Facility cost of a grid connection with the margin that is lost while it is waited for."""
    return _with_wait(case, "grid")


@result("USD/W", digits=2)
def gas_cost_with_wait(case: Case) -> Quantity:
    """Facility cost with gas on the site, with the margin that is lost while it is waited for."""
    return _with_wait(case, "gas")


@result("USD/W", digits=2)
def solar_cost_with_wait(case: Case) -> Quantity:
    """Facility cost with solar and batteries, with the margin that is lost while they are waited for."""
    return _with_wait(case, "solar")


@result("month", digits=2)
def wait_worth_the_dearest(case: Case) -> Quantity:
    """Months of waiting that cost as much as the step from the cheapest block to the most expensive."""
    low, high = cost_range(case)
    return (high - low) / value_of_a_year(case)


# ---- price of power, cooling, permits ---------------------------------------------------------------------------


@result("USD/W/year", digits=3)
def revenue_per_watt(case: Case) -> Quantity:
    """Yearly revenue of a watt of leased computing."""
    return case.nominal("market.revenue_per_gigawatt_year")


@result("percent", digits=2)
def gas_premium_share(case: Case) -> Quantity:
    """What on-site gas costs beyond usual power, cheap and expensive, as a share of what the watt earns."""
    usual = case.nominal("cost.energy_price")
    prices = [case.nominal(f"grid.gas_power_price_{end}") for end in ("low", "high")]
    energy = cluster.annual_energy(GIGAWATT, ALL_YEAR) / YEAR
    shares = [(price - usual) * energy / (revenue_per_watt(case) * GIGAWATT) for price in prices]
    return pair(*(share.to("") for share in shares))


@result("gigaliter/year", digits=3, words="{}")
def water_2028(case: Case) -> Quantity:
    """Water that American data centres evaporate in 2028, low and high case."""
    return pair(case["grid.us_water_2028_low"], case["grid.us_water_2028_high"])


@result("liter/kWh", digits=2)
def water_per_energy_2028(case: Case) -> Quantity:
    """Water that American data centres evaporate per kilowatt-hour in 2028, low and high case."""
    cases = [case[f"grid.us_water_2028_{c}"] / case[f"grid.us_energy_2028_{c}"] for c in ("low", "high")]
    return pair(*(entry.to("liter/kWh") for entry in cases))


@result("percent", digits=1)
def dry_cooling_share(case: Case) -> Quantity:
    """Energy for cooling without water, as a share of what the watt earns."""
    energy = cluster.annual_energy(GIGAWATT, ALL_YEAR) / YEAR * case["grid.dry_cooling_penalty"]
    return energy * case.nominal("cost.energy_price") / (revenue_per_watt(case) * GIGAWATT)


@result("GW", digits=2)
def blocked_power(case: Case) -> Quantity:
    """Power of the projects reported blocked by opposition early in 2026, at the base cost of a watt."""
    return case.nominal("grid.projects_blocked_2026") / case.nominal("comparators.capital_per_watt")


# ---- frames ------------------------------------------------------------------------------------------------------


@table
def blocks(case: Case) -> pd.DataFrame:
    """Blocks of supply from the cheapest upward: capacity a year, cost, wait, and cost with the wait."""
    rows = []
    for block, name in BLOCKS.items():
        cost, wait = case.bounds(f"grid.block_{block}_cost"), case[f"grid.block_{block}_wait"]
        rows.append(
            (
                name,
                float(_rate(case, block).to("GW/year").magnitude),
                float(_cost(case, block).to("USD/W").magnitude),
                float(cost.to("USD/W").magnitude[0]),
                float(cost.to("USD/W").magnitude[1]),
                float(wait.to("year").magnitude),
                float(_with_wait(case, block).magnitude),
            )
        )
    names = ["block", "rate_gw_per_year", "cost_usd_per_watt", "low", "high", "wait_years", "with_wait_usd_per_watt"]
    frame = pd.DataFrame(rows, columns=names).sort_values("cost_usd_per_watt", ignore_index=True)
    frame["end_gw_per_year"] = frame["rate_gw_per_year"].cumsum()
    frame["start_gw_per_year"] = frame["end_gw_per_year"] - frame["rate_gw_per_year"]
    return frame


@table
def block_rows(case: Case) -> pd.DataFrame:
    """The blocks as the page tabulates them."""
    columns = ["block", "rate_gw_per_year", "cost_usd_per_watt", "wait_years", "with_wait_usd_per_watt"]
    return blocks(case)[columns]


@table
def demands(case: Case) -> pd.DataFrame:
    """Capacity asked for in a year, by who says so."""
    rows = [
        ("Agency, base case", demand_agency(case)),
        ("Planned spending", demand_spending(case)),
        ("Wood Mackenzie", demand_wood_mackenzie(case)),
        ("SemiAnalysis", demand_steepest(case)),
    ]
    return pd.DataFrame([(n, float(d.to("GW/year").magnitude)) for n, d in rows], columns=["who", "gw_per_year"])
