"""Chapter 2: what the price of a share needs, in dollars and then in gigawatts, tonnes, launches and wafers.

A public appraiser's discounted cash flow gives the value of a share; run backwards it gives the AI revenue that the
offer price needs. That revenue goes through the physical chain. Value is linear in one segment's last revenue, so the
way back takes two runs forward and every step can be traced.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.evidence import World
from analysis.models import chain as model
from analysis.models import cluster as sites
from analysis.models import fab, finance, revenue, valuation
from analysis.peers import damodaran
from analysis.studies import cluster, multiple, satellite
from analysis.studies.registry import Result, result, table
from analysis.studies.uncertainty import WORKING, simulation
from analysis.units import Quantity

YEAR, TEN_YEARS, DAY = Quantity(1.0, "year"), Quantity(10.0, "year"), Quantity(1.0, "day")
ONE = Quantity(1.0, "")
OPERATING_YEAR = Quantity(1.0, "operating_year").to("hour")
BILLION = "gigaUSD/year"


def _pair(low: Quantity, high: Quantity) -> Quantity:
    unit = low.units
    return Quantity(np.array([float(low.magnitude), float(high.to(unit).magnitude)]), unit)


def _rate(world: World, key: str) -> Quantity:
    return (world[key] * YEAR).to("")


# ---- the appraisal, forwards ---------------------------------------------------------------------------------------


def _plans(world: World) -> list[damodaran.Plan]:
    """Give the appraiser's plans with the world's own margin of AI and factor on the other segments."""
    factor, margin = world["valuation.other_revenue_factor"], world["valuation.ai_margin_year_10"]
    plans = [plan._replace(revenue=plan.revenue * factor) for plan in damodaran.june(world)]
    published = damodaran.june(world)[damodaran.AI]
    plans[damodaran.AI] = published._replace(margin=margin)
    return plans


def _share(world: World, plans: list[damodaran.Plan]) -> Quantity:
    return damodaran.june_issue(world, plans).value_per_share


def _with_ai(world: World, revenue: Quantity | None = None, margin: Quantity | None = None) -> Quantity:
    plans = _plans(world)
    own = plans[damodaran.AI]
    plans[damodaran.AI] = own._replace(
        revenue=own.revenue if revenue is None else revenue, margin=own.margin if margin is None else margin
    )
    return _share(world, plans)


@result("USD/share", digits=4)
def offer_price(world: World) -> Quantity:
    """Price of a share at the offer of June 2026."""
    return world.booked("offering.price")


@result("USD/share", digits=4)
def latest_price(world: World) -> Quantity:
    """Last price of a share found, of 31 August 2026."""
    return world.booked("offering.latest_price")


@result("USD/share", digits=4)
def appraised_value_per_share(world: World) -> Quantity:
    """Value of a share by the public appraiser's workbook of June 2026, rebuilt."""
    return _share(world, _plans(world))


@result("gigaUSD", digits=4)
def appraised_operations(world: World) -> Quantity:
    """Value of operations by the appraiser's workbook of June 2026, rebuilt."""
    return damodaran.june_operations(world, _plans(world)).total


@result("percent", digits=3)
def appraised_terminal_share(world: World) -> Quantity:
    """Share of the appraised value of operations that lies after the tenth year."""
    value = damodaran.june_operations(world, _plans(world))
    return value.terminal / value.total


@result(BILLION, digits=3)
def appraised_ai_revenue(world: World) -> Quantity:
    """AI revenue that the appraiser expects in the tenth year."""
    return damodaran.june(world)[damodaran.AI].revenue


@result("percent", digits=3)
def appraised_ai_margin(world: World) -> Quantity:
    """Operating margin of AI in the tenth year in our base case, the appraiser's."""
    return world["valuation.ai_margin_year_10"]


@result(words="{}×", digits=3)
def price_over_appraisal(world: World) -> Quantity:
    """Offer price over the appraised value of a share."""
    return offer_price(world) / appraised_value_per_share(world)


@result("percent", digits=3)
def cost_of_capital(world: World) -> Quantity:
    """Cost of capital in the appraiser's first and last year, with the world's shift."""
    rates = damodaran.june_rates(world)
    return _pair(rates.late, rates.early)


# ---- backwards: what the price needs -------------------------------------------------------------------------------


def _ai_revenue_for(world: World, price: Quantity) -> Quantity:
    def forward(last: Quantity) -> Quantity:
        return _with_ai(world, revenue=last)

    base = appraised_ai_revenue(world)
    return np.maximum(valuation.implied_linear_driver(forward, price, base, 2 * base), 0 * base)


@result(BILLION, digits=3)
def required_ai_revenue(world: World) -> Quantity:
    """AI revenue in the tenth year that carries the offer price, everything else as the appraiser has it."""
    return _ai_revenue_for(world, offer_price(world))


@result(BILLION, digits=3)
def required_ai_revenue_latest(world: World) -> Quantity:
    """AI revenue in the tenth year that carries the last price found."""
    return _ai_revenue_for(world, latest_price(world))


@result("percent", digits=3)
def required_ai_margin(world: World) -> Quantity:
    """Operating margin of AI that carries the offer price on the appraiser's own AI revenue."""

    def forward(margin: Quantity) -> Quantity:
        return _with_ai(world, margin=margin)

    base = damodaran.june(world)[damodaran.AI].margin
    return valuation.implied_linear_driver(forward, offer_price(world), base, 2 * base)


@result(words="{}×", digits=4)
def required_scale(world: World) -> Quantity:
    """Factor on the last revenues of all four segments that carries the offer price."""

    def forward(factor: Quantity) -> Quantity:
        return _share(world, [plan._replace(revenue=plan.revenue * factor) for plan in _plans(world)])

    return valuation.implied_linear_driver(forward, offer_price(world), ONE, 2 * ONE)


@result("percent", digits=3)
def required_ai_growth(world: World) -> Quantity:
    """Yearly growth over ten years from the AI revenue of 2025 to the one that the offer price needs."""
    return finance.compound_growth_rate(world.booked("spacex.ai_revenue_2025"), required_ai_revenue(world), TEN_YEARS)


@result(words="{}×", digits=2)
def required_over_aws(world: World) -> Quantity:
    """AI revenue that the offer price needs over that of the largest cloud in 2025."""
    return required_ai_revenue(world) / world.booked("comparators.aws_revenue_2025")


@result(words="{}×", digits=3)
def required_over_appraised(world: World) -> Quantity:
    """AI revenue that the offer price needs over the appraiser's."""
    return required_ai_revenue(world) / appraised_ai_revenue(world)


@result("percent", digits=2)
def required_share_of_market(world: World) -> Quantity:
    """AI revenue that the offer price needs as a share of the market that the company claims."""
    return revenue.market_share(required_ai_revenue(world), world.booked("comparators.tam_ai"))


def _exit_revenue(world: World, multiple_at_exit: Quantity) -> Quantity:
    return valuation.implied_exit_revenue(
        multiple.offer_value(world), _rate(world, "valuation.required_return"), TEN_YEARS, multiple_at_exit
    )


@result(BILLION, digits=3)
def exit_revenue(world: World) -> Quantity:
    """Revenue of the whole company in ten years for the required return, at the assumed multiple then."""
    return _exit_revenue(world, world["valuation.exit_multiple"])


@result(BILLION, digits=3)
def exit_revenue_high_multiple(world: World) -> Quantity:
    """Revenue of the whole company in ten years for the required return, at the top of the range of multiples."""
    return _exit_revenue(world, world.span("valuation.exit_multiple")[1])


@result("percent", digits=3)
def exit_growth(world: World) -> Quantity:
    """Yearly growth of the whole company's revenue from 2025 to what the required return needs in ten years."""
    return finance.compound_growth_rate(multiple.audited_revenue(world), exit_revenue(world), TEN_YEARS)


@result(words="{}×", digits=2)
def exit_multiple(world: World) -> Quantity:
    """Price-to-sales multiple assumed for the end of the ten years."""
    return world["valuation.exit_multiple"]


@result("percent", digits=2)
def required_return(world: World) -> Quantity:
    """Yearly return that a buyer at the offer is taken to ask."""
    return _rate(world, "valuation.required_return")


# ---- what others forecast ------------------------------------------------------------------------------------------


def _carried(world: World, key: str, index: int | None = None) -> Quantity:
    """Carry a forecast for 2030 to the tenth year by the assumed growth after 2030."""
    value = world.booked(key)
    start = value if index is None else value[index]
    return finance.grown(start, _rate(world, "valuation.ai_growth_after_2030"), Quantity(6.0, "year"))


@result(BILLION, digits=3)
def forecast_goldman(world: World) -> Quantity:
    """AI revenue of 2030 by Goldman Sachs."""
    return world.booked("valuation.goldman_revenue_2030")[2]


@result(BILLION, digits=3)
def forecast_morgan_stanley(world: World) -> Quantity:
    """AI revenue of 2030 by Morgan Stanley."""
    return world.booked("valuation.morganstanley_ai_revenue_2030")


@result(BILLION, digits=3)
def forecast_evercore(world: World) -> Quantity:
    """AI revenue of 2030 by Evercore."""
    return world.booked("valuation.evercore_ai_revenue_2030")


@result("percent", digits=2)
def growth_after_2030(world: World) -> Quantity:
    """Growth of AI revenue after 2030 that carries forecasts for that year to the tenth."""
    return _rate(world, "valuation.ai_growth_after_2030")


def _forecasts(world: World) -> dict[str, tuple[Quantity, int, Quantity]]:
    """Give each published forecast: as printed, its year, and carried to the tenth year."""
    goldman, morgan, evercore = (
        _carried(world, "valuation.goldman_revenue_2030", 2),
        _carried(world, "valuation.morganstanley_ai_revenue_2030"),
        _carried(world, "valuation.evercore_ai_revenue_2030"),
    )
    own = appraised_ai_revenue(world)
    return {
        "Damodaran": (own, 2036, own),
        "Morgan Stanley": (forecast_morgan_stanley(world), 2030, morgan),
        "Goldman Sachs": (forecast_goldman(world), 2030, goldman),
        "Evercore": (forecast_evercore(world), 2030, evercore),
    }


@result(words="{}", digits=2)
def forecast_over_required_ai_revenue(world: World) -> Quantity:
    """Published forecasts of AI revenue, carried to the tenth year, over the one that the offer price needs."""
    carried = [value for _, _, value in _forecasts(world).values()]
    ratios = [float((value / required_ai_revenue(world)).to("").magnitude) for value in carried]
    return Quantity(np.array([min(ratios), max(ratios)]), "")


@result(digits=2)
def goldman_over_required(world: World) -> Quantity:
    """The forecast of Goldman Sachs, carried to the tenth year, over the AI revenue that the offer price needs."""
    return _carried(world, "valuation.goldman_revenue_2030", 2) / required_ai_revenue(world)


@result("percent", digits=2)
def growth_for_morgan_stanley(world: World) -> Quantity:
    """Growth after 2030 at which the lowest forecast of a bank carries the offer price."""
    return finance.compound_growth_rate(
        forecast_morgan_stanley(world), required_ai_revenue(world), Quantity(6.0, "year")
    )


@table
def forecasts(world: World) -> pd.DataFrame:
    """Published forecasts of AI revenue beside the one that the offer price needs."""
    needed = required_ai_revenue(world)
    return pd.DataFrame(
        [
            (who, float(q.to(BILLION).m), year, float(c.to(BILLION).m), float((c / needed).to("").m))
            for who, (q, year, c) in _forecasts(world).items()
        ],
        columns=["appraiser", "ai_revenue_busd_per_year", "year", "carried_busd_per_year", "over_required"],
    )


# ---- into physical units -------------------------------------------------------------------------------------------


@result("gigaUSD/GW/year", digits=3)
def revenue_per_gigawatt(world: World) -> Quantity:
    """Yearly revenue of a gigawatt of leased compute."""
    return world.booked("market.revenue_per_gigawatt_year")


@result("USD/GPU/hour", digits=3)
def lease_price(world: World) -> Quantity:
    """Price of an accelerator for an hour that the yearly revenue of a leased gigawatt amounts to."""
    hours = world["cluster.utilisation"] * OPERATING_YEAR / YEAR
    return revenue_per_gigawatt(world) * world["cluster.it_power_per_accelerator"] / hours


@result("kW/t", digits=2)
def specific_power(world: World) -> Quantity:
    """Power of compute for each tonne in orbit, the middle of published values."""
    return ONE / world["satellite.specific_mass"]


def _technology(world: World) -> model.Technology:
    area = world["fab.die_area"]
    return model.Technology(
        lease_price=lease_price(world),
        paid_share=world["cluster.utilisation"],
        length_of_year=OPERATING_YEAR,
        accelerator_power=world["cluster.it_power_per_accelerator"],
        power_usage_effectiveness=world["cluster.pue"],
        load_factor=world["cluster.utilisation"],
        specific_power=specific_power(world),
        spare_share=world["cost.overprovision"],
        payload_mass=world["launch.starship_payload"],
        build_time=world["cost.orbit_life"],
        dies_per_accelerator=world["fab.dies_per_accelerator"],
        dies_per_wafer=fab.dies_per_wafer(world["fab.wafer_diameter"], area),
        total_yield=fab.murphy_yield(world["fab.defect_density"], area) * world["fab.test_and_package_yield"],
    )


def _needs(world: World) -> model.Requirements:
    return model.physical_requirements(required_ai_revenue(world), _technology(world))


@result("GPU*hour/year", digits=3)
def required_hours(world: World) -> Quantity:
    """Accelerator-hours that have to be sold in a year for the AI revenue that the offer price needs."""
    return _needs(world).accelerator_hours


@result("GPU", digits=3)
def required_accelerators(world: World) -> Quantity:
    """Accelerators that earn the AI revenue which the offer price needs."""
    return _needs(world).accelerators


@result("GW", digits=3)
def required_power(world: World) -> Quantity:
    """IT power that earns the AI revenue which the offer price needs."""
    return model.power_for_revenue(required_ai_revenue(world), revenue_per_gigawatt(world))


@result("TWh/year", digits=3)
def required_energy(world: World) -> Quantity:
    """Electricity that the needed IT power uses in a year on the ground."""
    return _needs(world).energy


@result("t", digits=3)
def required_mass(world: World) -> Quantity:
    """Mass in orbit of the needed IT power, spares included."""
    return _needs(world).mass


@result("t/year", digits=3)
def required_yearly_mass(world: World) -> Quantity:
    """Mass to launch each year so that the needed fleet in orbit is replaced at the end of its life."""
    return required_mass(world) / world["cost.orbit_life"]


@result("launch/day", digits=2)
def required_launches_per_day(world: World) -> Quantity:
    """Starship launches a day that keep the needed fleet in orbit."""
    return _needs(world).launch_rate


@result("wafer/month", digits=3)
def required_wafers(world: World) -> Quantity:
    """Wafers of compute dies a month that renew the needed accelerators."""
    return _needs(world).wafer_rate


@result("wafer/month", digits=3)
def required_memory_wafers(world: World) -> Quantity:
    """Wafers of memory a month that renew the needed accelerators."""
    per_power = world["fab.memory_wafers_per_gigawatt"] * YEAR / Quantity(1.0, "GW")
    return fab.memory_wafers(required_power(world) / world["cost.orbit_life"], per_power)


@result("gigaUSD/year", digits=3)
def launch_bill(world: World) -> Quantity:
    """Yearly price of launching the needed fleet at the base launch price."""
    return required_yearly_mass(world) * world.real("launch.base_launch_price")


@result("percent", digits=2)
def launch_share_of_revenue(world: World) -> Quantity:
    """Share of the AI revenue that launching would take at the base launch price."""
    return launch_bill(world) / required_ai_revenue(world)


@result("USD/kg", digits=3)
def affordable_launch_price(world: World) -> Quantity:
    """Launch price at which launching alone takes the whole operating margin of AI."""
    return required_ai_revenue(world) * world["valuation.ai_margin_year_10"] / required_yearly_mass(world)


@result("USD/kg", digits=3)
def base_launch_price(world: World) -> Quantity:
    """Price of a kilogram to low orbit in our base case for the first deployment."""
    return world.real("launch.base_launch_price")


@result("launch/day", digits=2)
def launches_at_computed_mass(world: World) -> Quantity:
    """Starship launches a day for the needed fleet with the satellite that the report computes from its parts."""
    return (
        required_launches_per_day(world) * satellite.specific_mass_rolled_up(world) / world["satellite.specific_mass"]
    )


@result("launch/day", digits=2)
def launches_at_announced_mass(world: World) -> Quantity:
    """Starship launches a day for the needed fleet with the specific power that the company announces for AI1."""
    return required_launches_per_day(world) * specific_power(world) / world["satellite.ai1_specific_power"]


# ---- what was demonstrated -----------------------------------------------------------------------------------------


@result("launch/day", digits=2)
def demonstrated_launches_per_day(world: World) -> Quantity:
    """Falcon launches a day in 2025."""
    return world["launch.falcon_launches_2025"]


@result("t/year", digits=3)
def demonstrated_yearly_mass(world: World) -> Quantity:
    """Mass that the company put in orbit in 2025."""
    return world["launch.upmass_2025"]


@result("GW", digits=2)
def demonstrated_power(world: World) -> Quantity:
    """Computing that the company has installed, by nameplate, June 2026."""
    return world["spacex.nameplate_compute"]


@result("GW", digits=2)
def demonstrated_it_power(world: World) -> Quantity:
    """IT power behind the nameplate of June 2026, if nameplate is what the sites may draw."""
    return cluster.company_it_june(world)


@result("GPU", digits=3)
def demonstrated_accelerators(world: World) -> Quantity:
    """Accelerators on the two sites at Memphis, autumn of 2026."""
    return world["cluster.colossus1_accelerators"] + world["cluster.colossus2_accelerators"]


@result(BILLION, digits=3)
def demonstrated_ai_revenue(world: World) -> Quantity:
    """AI revenue of the second quarter of 2026, multiplied up to a year."""
    return world.booked("spacex.ai_revenue_q2_2026") / Quantity(0.25, "year")


@result("t/launch", digits=2)
def payload(world: World) -> Quantity:
    """Payload to low orbit that Starship aims at with both stages recovered."""
    return world["launch.starship_payload"]


@result(words="{}×", digits=2)
def payload_over_demonstrated(world: World) -> Quantity:
    """Payload that Starship aims at over the mean mass of a Falcon flight in 2025."""
    return payload(world) * demonstrated_launches_per_day(world) / demonstrated_yearly_mass(world)


@result("year", digits=2)
def satellite_life(world: World) -> Quantity:
    """Life of a computing satellite in our base case."""
    return world["cost.orbit_life"]


@result(words="{}×", digits=2)
def mass_over_demonstrated(world: World) -> Quantity:
    """Mass that the needed fleet launches each year over the mass launched in 2025."""
    return required_yearly_mass(world) / demonstrated_yearly_mass(world)


@result(words="{}×", digits=2)
def launches_over_demonstrated(world: World) -> Quantity:
    """Starship launches that the needed fleet takes over the Falcon launches of 2025."""
    return required_launches_per_day(world) / demonstrated_launches_per_day(world)


@result(words="{}×", digits=2)
def power_over_demonstrated(world: World) -> Quantity:
    """IT power that the offer price needs over the IT power installed in June 2026."""
    return required_power(world) / demonstrated_it_power(world)


@result(words="{}×", digits=2)
def power_over_nameplate(world: World) -> Quantity:
    """IT power that the offer price needs over the nameplate of June 2026, if nameplate counts servers alone."""
    return required_power(world) / demonstrated_power(world)


@result(words="{}×", digits=2)
def accelerators_over_demonstrated(world: World) -> Quantity:
    """Accelerators that earn what the offer price needs over those at Memphis in 2026."""
    return required_accelerators(world) / demonstrated_accelerators(world)


@result("GW", digits=2)
def target_power(world: World) -> Quantity:
    """Computing that the company aims to have installed at the end of 2027."""
    return world["spacex.nameplate_compute_2027_target"]


@result(words="{}×", digits=2)
def power_over_target(world: World) -> Quantity:
    """IT power that the offer price needs over the IT power behind the company's aim for the end of 2027."""
    return required_power(world) / sites.it_power(target_power(world), world["cluster.pue"])


@result("percent", digits=2)
def energy_over_world(world: World) -> Quantity:
    """Electricity of the needed IT power over that of all data centres of the world in 2024."""
    return required_energy(world) / world["comparators.datacentre_energy_2024"]


@result("gigaUSD/year", digits=2)
def revenue_from_upmass_2025(world: World) -> Quantity:
    """AI revenue that the mass launched in 2025 supports, the chain run backwards."""
    available = demonstrated_yearly_mass(world) / world["launch.starship_payload"]
    return model.supported_revenue("launch_rate", available, _technology(world))


@result("gigaUSD/year", digits=2)
def revenue_from_installed_power(world: World) -> Quantity:
    """AI revenue that the IT power installed in June 2026 supports."""
    return revenue_per_gigawatt(world) * demonstrated_it_power(world)


# ---- the three pillars ---------------------------------------------------------------------------------------------


@result(digits=1)
def pillars(world: World) -> Quantity:
    """Of the three pillars, those with revenue and those announced."""
    return _pair(world["stack.pillars_with_revenue"], world["stack.pillars_announced"])


# ---- ranges --------------------------------------------------------------------------------------------------------

_LINKS: tuple[tuple[str, Result, Callable[[World], Quantity], str, bool], ...] = (
    (
        "AI revenue in ten years",
        required_ai_revenue,
        demonstrated_ai_revenue,
        "Q2 2026, a year",
        True,
    ),
    ("IT power of computing", required_power, demonstrated_it_power, "June 2026", True),
    (
        "Accelerators",
        required_accelerators,
        demonstrated_accelerators,
        "at Memphis, 2026",
        True,
    ),
    (
        "Electricity, on the ground",
        required_energy,
        lambda w: w["comparators.datacentre_energy_2024"],
        "world's data centres, 2024",
        False,
    ),
    ("Mass launched each year", required_yearly_mass, demonstrated_yearly_mass, "SpaceX, 2025", True),
    (
        "Launches a day",
        required_launches_per_day,
        demonstrated_launches_per_day,
        "Falcon, 2025",
        True,
    ),
    (
        "Compute wafers a month",
        required_wafers,
        lambda w: w["fab.tsmc_2nm_capacity"],
        "TSMC at 2 nm, 2026",
        False,
    ),
)


def _interval(world: World, asked: Result) -> Quantity:
    found = simulation([row[1].key for row in _LINKS], world, WORKING)
    low, high = (found.quantile(asked.key, p).value for p in (0.05, 0.95))
    return _pair(low, high)


@result("launch/day", digits=2)
def launches_range(world: World) -> Quantity:
    """Starship launches a day for the needed fleet, the range that holds nine times in ten."""
    return _interval(world, required_launches_per_day)


@result(BILLION, digits=2)
def ai_revenue_range(world: World) -> Quantity:
    """AI revenue that the offer price needs, the range that holds nine times in ten."""
    return _interval(world, required_ai_revenue)


@result("GW", digits=2)
def power_range(world: World) -> Quantity:
    """IT power that the offer price needs, the range that holds nine times in ten."""
    return _interval(world, required_power)


@table
def links(world: World) -> pd.DataFrame:
    """Every link of the chain: needed with its range, demonstrated, and the one over the other."""
    found = simulation([row[1].key for row in _LINKS], world, WORKING)
    rows = []
    for name, asked, shown, by, own in _LINKS:
        unit = asked(world).units
        low, high = (float(found.quantile(asked.key, p).value.to(unit).magnitude) for p in (0.05, 0.95))
        base, seen = float(asked(world).magnitude), float(shown(world).to(unit).magnitude)
        rows.append((name, f"{unit:~P}", base, low, high, seen, base / seen, low / seen, high / seen, by, own))
    columns = ["link", "unit", "needed", "low", "high", "demonstrated", "ratio", "ratio_low", "ratio_high", "by", "own"]
    return pd.DataFrame(rows, columns=columns)


# ---- checking the appraiser ----------------------------------------------------------------------------------------


@result("gigaUSD", digits=5)
def april_published(world: World) -> Quantity:
    """Value of operations as the appraiser printed it in April 2026, before the prospectus."""
    return world.booked("valuation.april_value_of_operations")


@result("gigaUSD", digits=5)
def april_with_error(world: World) -> Quantity:
    """Value of operations in the appraiser's workbook of April 2026, rebuilt with the reported error."""
    return damodaran.april_operations(world, reported_error=True).total


@result("gigaUSD", digits=5)
def april_without_error(world: World) -> Quantity:
    """Value of operations in the appraiser's workbook of April 2026, rebuilt without the reported error."""
    return damodaran.april_operations(world, reported_error=False).total


@result("percent", digits=2)
def june_over_april(world: World) -> Quantity:
    """Change of the appraised operations from April, without the reported error, to June."""
    june = damodaran.june_operations(world).total
    return june / april_without_error(world) - 1


@result("percent", digits=2)
def june_over_april_published(world: World) -> Quantity:
    """Change of the appraised operations from April to June, as printed."""
    return world.booked("valuation.june_value_of_operations") / april_published(world) - 1


@result("teraUSD/year", digits=2)
def new_constructs_revenue(world: World) -> Quantity:
    """Revenue of the whole company in 2035 that the price needs, by New Constructs."""
    return world.booked("valuation.newconstructs_revenue_2035")


@result("percent", digits=2)
def new_constructs_return(world: World) -> Quantity:
    """Yearly return that New Constructs asks."""
    return _rate(world, "valuation.newconstructs_return")


@table
def reproduction(world: World) -> pd.DataFrame:
    """The appraiser's published outputs beside ours from the same inputs."""
    value, issue = damodaran.june_operations(world), damodaran.june_issue(world)
    rows = [
        ("June, ten years (billion $)", "june_present_value_explicit", value.explicit, "gigaUSD"),
        ("June, years after (billion $)", "june_present_value_terminal", value.terminal, "gigaUSD"),
        ("June, operations (billion $)", "june_value_of_operations", value.total, "gigaUSD"),
        ("June, equity with proceeds (billion $)", "june_value_of_equity", issue.equity_value, "gigaUSD"),
        ("June, one share ($)", "june_value_per_share", issue.value_per_share, "USD/share"),
        ("April, with the reported error (billion $)", "april_value_of_operations", april_with_error(world), "gigaUSD"),
        ("April, without it (billion $)", "april_value_corrected", april_without_error(world), "gigaUSD"),
    ]
    return pd.DataFrame(
        [(what, float(world.booked(f"valuation.{key}").to(u).m), float(ours.to(u).m)) for what, key, ours, u in rows],
        columns=["output", "published", "ours"],
    )
