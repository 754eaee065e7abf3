"""Chapter 2: what the price of a share needs, in dollars and then in gigawatts, tonnes, launches and wafers.

A public appraiser's discounted cash flow gives the value of a share; run backwards it gives the AI revenue that the
offer price needs. That revenue goes through the physical chain. Value is linear in one segment's last revenue, so the
way back takes two runs forward and every step can be traced.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.evidence import Case
from analysis.models import chain as model
from analysis.models import cluster as sites
from analysis.models import fab, finance, valuation
from analysis.peers import damodaran
from analysis.results.registry import Result, result, table
from analysis.results.uncertainty import WORKING, simulation
from analysis.studies import appraisal, bottleneck, cluster, launch, multiple, parity, satellite
from analysis.units import Quantity, pair

YEAR, TEN_YEARS, DAY = Quantity(1.0, "year"), Quantity(10.0, "year"), Quantity(1.0, "day")
ONE = Quantity(1.0, "")
OPERATING_YEAR = Quantity(1.0, "operating_year").to("hour")
BILLION = "gigaUSD/year"


def _rate(case: Case, key: str) -> Quantity:
    return (case[key] * YEAR).to("")


# ---- the appraisal, forwards ---------------------------------------------------------------------------------------


@result("USD/share", digits=4)
def offer_price(case: Case) -> Quantity:
    """Price of a share at the offer of June 2026."""
    return case.nominal("offering.price")


@result("USD/share", digits=4)
def latest_price(case: Case) -> Quantity:
    """Last price of a share found, of 31 August 2026."""
    return case.nominal("offering.latest_price")


def _appraised(case: Case) -> valuation.OperatingValue:
    segments = [damodaran.segment(plan) for plan in appraisal.plans(case)]
    return damodaran.operations(segments, appraisal.rates(case))


@result("gigaUSD", digits=4)
def appraised_operations(case: Case) -> Quantity:
    """Value of operations by the appraiser's workbook of June 2026, rebuilt."""
    return _appraised(case).total


@result("percent", digits=3)
def appraised_terminal_share(case: Case) -> Quantity:
    """Share of the appraised value of operations that lies after the tenth year."""
    value = _appraised(case)
    return value.terminal / value.total


@result(BILLION, digits=3)
def appraised_ai_revenue(case: Case) -> Quantity:
    """AI revenue that the appraiser expects in the tenth year."""
    return damodaran.june(case)[damodaran.AI].revenue


@result("percent", digits=3)
def appraised_ai_margin(case: Case) -> Quantity:
    """Operating margin of AI in the tenth year in our base case, the appraiser's."""
    return case["valuation.ai_margin_year_10"]


@result(words="{}×", digits=3)
def price_over_appraisal(case: Case) -> Quantity:
    """Offer price over the appraised value of a share."""
    return offer_price(case) / appraisal.appraised_value_per_share(case)


@result("percent", digits=3)
def cost_of_capital(case: Case) -> Quantity:
    """Cost of capital in the appraiser's first and last year, with the shift of this case."""
    rates = appraisal.rates(case)
    return pair(rates.late, rates.early)


# ---- backwards: what the price needs -------------------------------------------------------------------------------


@result(BILLION, digits=3)
def required_ai_revenue(case: Case) -> Quantity:
    """AI revenue in the tenth year that carries the offer price at the appraiser's margin and turnover of capital."""
    return appraisal.ai_revenue_for(case, offer_price(case), tied=False)


@result(BILLION, digits=3)
def required_real_revenue(case: Case) -> Quantity:
    """That AI revenue in dollars of 2026, expected inflation taken out."""
    return appraisal.in_todays_money(case, required_ai_revenue(case))


@result(BILLION, digits=3)
def required_ai_revenue_latest(case: Case) -> Quantity:
    """AI revenue in the tenth year that carries the last price found."""
    return appraisal.ai_revenue_for(case, latest_price(case), tied=False)


def _solved(case: Case, forward: Callable[[Quantity], Quantity], base: Quantity) -> Quantity:
    """Find where operations are worth what the offer price pays for, in something that they are linear in."""
    wanted = appraisal.operations_at(case, offer_price(case))
    return valuation.implied_linear_driver(forward, wanted, base, 2 * base)


@result("percent", digits=3)
def required_ai_margin(case: Case) -> Quantity:
    """Operating margin of AI that carries the offer price on the appraiser's own AI revenue."""
    plans = appraisal.plans(case)

    def forward(margin: Quantity) -> Quantity:
        return appraisal.operations_with(case, appraisal.with_ai(plans, margin=margin))

    return _solved(case, forward, damodaran.june(case)[damodaran.AI].margin)


@result(words="{}×", digits=3)
def required_scale(case: Case) -> Quantity:
    """Factor on the last revenues of all four segments that carries the offer price."""
    plans = appraisal.plans(case)

    def forward(factor: Quantity) -> Quantity:
        return appraisal.operations_with(case, [plan._replace(revenue=plan.revenue * factor) for plan in plans])

    return _solved(case, forward, ONE)


def _solved_as_published(case: Case, changed: Callable[[Quantity], list[damodaran.Plan]], base: Quantity) -> Quantity:
    """Find where a share is worth the offer price on the workbook's own terms: year ends, accounts of 2025."""

    def forward(value: Quantity) -> Quantity:
        return appraisal.appraised_share(case, changed(value))

    return valuation.implied_linear_driver(forward, offer_price(case), base, 2 * base)


@result(BILLION, digits=3)
def required_ai_revenue_published(case: Case) -> Quantity:
    """AI revenue that carries the offer price on the workbook's own terms: year ends, accounts of 2025, old shares."""
    plans = appraisal.plans(case)
    return _solved_as_published(case, lambda last: appraisal.with_ai(plans, last), appraised_ai_revenue(case))


@result("percent", digits=3)
def required_ai_margin_published(case: Case) -> Quantity:
    """Operating margin of AI that carries the offer price on the workbook's own terms, on the appraiser's revenue."""
    plans = appraisal.plans(case)
    base = damodaran.june(case)[damodaran.AI].margin
    return _solved_as_published(case, lambda margin: appraisal.with_ai(plans, margin=margin), base)


@result(words="{}×", digits=4)
def required_scale_published(case: Case) -> Quantity:
    """Factor on the last revenues of all four segments that carries the offer price on the workbook's own terms."""
    plans = appraisal.plans(case)

    def changed(factor: Quantity) -> list[damodaran.Plan]:
        return [plan._replace(revenue=plan.revenue * factor) for plan in plans]

    return _solved_as_published(case, changed, ONE)


@result("percent", digits=3)
def required_ai_growth(case: Case) -> Quantity:
    """Yearly growth over ten years from the AI revenue of 2025 to the one that the offer price needs."""
    return finance.compound_growth_rate(case.nominal("spacex.ai_revenue_2025"), required_ai_revenue(case), TEN_YEARS)


@result(words="{}×", digits=2)
def required_over_aws(case: Case) -> Quantity:
    """AI revenue that the offer price needs, in dollars of 2026, over that of the largest cloud in 2025."""
    return required_real_revenue(case) / case.nominal("comparators.aws_revenue_2025")


@result(words="{}×", digits=3)
def required_over_appraised(case: Case) -> Quantity:
    """AI revenue that the offer price needs over the appraiser's."""
    return required_ai_revenue(case) / appraised_ai_revenue(case)


def _exit_revenue(case: Case, multiple_at_exit: Quantity) -> Quantity:
    return valuation.implied_exit_revenue(
        multiple.offer_value(case), _rate(case, "valuation.required_return"), TEN_YEARS, multiple_at_exit
    )


@result(BILLION, digits=3)
def exit_revenue(case: Case) -> Quantity:
    """Revenue of the whole company in ten years for the required return, at the assumed multiple then."""
    return _exit_revenue(case, case["valuation.exit_multiple"])


@result("percent", digits=3)
def exit_growth(case: Case) -> Quantity:
    """Yearly growth of the whole company's revenue from 2025 to what the required return needs in ten years."""
    return finance.compound_growth_rate(multiple.audited_revenue(case), exit_revenue(case), TEN_YEARS)


@result(words="{}×", digits=2)
def exit_multiple(case: Case) -> Quantity:
    """Price-to-sales multiple assumed for the end of the ten years."""
    return case["valuation.exit_multiple"]


@result("percent", digits=2)
def required_return(case: Case) -> Quantity:
    """Yearly return that a buyer at the offer is taken to ask."""
    return _rate(case, "valuation.required_return")


# ---- what others forecast ------------------------------------------------------------------------------------------


def _after_2030(case: Case) -> Quantity:
    return (appraisal.last_year(case) - case["valuation.forecast_year"]) * YEAR


def _carried(case: Case, key: str, index: int | None = None) -> Quantity:
    """Carry a forecast for 2030 to the tenth year by the assumed growth after 2030."""
    value = case.nominal(key)
    start = value if index is None else value[index]
    return finance.grown(start, _rate(case, "valuation.ai_growth_after_2030"), _after_2030(case))


@result(BILLION, digits=3)
def forecast_goldman(case: Case) -> Quantity:
    """AI revenue of 2030 by Goldman Sachs."""
    return case.nominal("valuation.goldman_revenue_2030")[2]


@result(BILLION, digits=3)
def forecast_morgan_stanley(case: Case) -> Quantity:
    """AI revenue of 2030 by Morgan Stanley."""
    return case.nominal("valuation.morganstanley_ai_revenue_2030")


@result(BILLION, digits=3)
def forecast_evercore(case: Case) -> Quantity:
    """AI revenue of 2030 by Evercore."""
    return case.nominal("valuation.evercore_ai_revenue_2030")


@result("percent", digits=2)
def growth_after_2030(case: Case) -> Quantity:
    """Growth of AI revenue after 2030 that carries forecasts for that year to the tenth."""
    return _rate(case, "valuation.ai_growth_after_2030")


def _forecasts(case: Case) -> dict[str, tuple[Quantity, int, Quantity]]:
    """Give each published forecast: as printed, its year, and carried to the tenth year."""
    goldman, morgan, evercore = (
        _carried(case, "valuation.goldman_revenue_2030", 2),
        _carried(case, "valuation.morganstanley_ai_revenue_2030"),
        _carried(case, "valuation.evercore_ai_revenue_2030"),
    )
    own = appraised_ai_revenue(case)
    return {
        "Damodaran": (own, int(appraisal.last_year(case).m_as("")), own),
        "Morgan Stanley": (forecast_morgan_stanley(case), 2030, morgan),
        "Goldman Sachs": (forecast_goldman(case), 2030, goldman),
        "Evercore": (forecast_evercore(case), 2030, evercore),
    }


@result(words="{}", digits=2)
def forecast_over_required_ai_revenue(case: Case) -> Quantity:
    """Published forecasts of AI revenue, carried to the tenth year, over the one that the offer price needs."""
    carried = [value for _, _, value in _forecasts(case).values()]
    ratios = [float((value / required_ai_revenue(case)).to("").magnitude) for value in carried]
    return Quantity(np.array([min(ratios), max(ratios)]), "")


@result(digits=2)
def goldman_over_required(case: Case) -> Quantity:
    """The forecast of Goldman Sachs, carried to the tenth year, over the AI revenue that the offer price needs."""
    return _carried(case, "valuation.goldman_revenue_2030", 2) / required_ai_revenue(case)


@result(digits=2)
def evercore_over_required(case: Case) -> Quantity:
    """The forecast of Evercore, carried to the tenth year, over the AI revenue that the offer price needs."""
    return _forecasts(case)["Evercore"][2] / required_ai_revenue(case)


@result(digits=2)
def morgan_stanley_over_required(case: Case) -> Quantity:
    """The forecast of Morgan Stanley, carried to the tenth year, over the AI revenue that the offer price needs."""
    return _forecasts(case)["Morgan Stanley"][2] / required_ai_revenue(case)


@result(digits=2)
def appraised_over_required(case: Case) -> Quantity:
    """The AI revenue that the public appraiser expects in the tenth year, over the one that the offer price needs."""
    return _forecasts(case)["Damodaran"][2] / required_ai_revenue(case)


@result("percent", digits=2)
def growth_for_morgan_stanley(case: Case) -> Quantity:
    """Growth after 2030 at which the lowest forecast of a bank carries the offer price."""
    return finance.compound_growth_rate(forecast_morgan_stanley(case), required_ai_revenue(case), Quantity(6.0, "year"))


@table
def forecasts(case: Case) -> pd.DataFrame:
    """Published forecasts of AI revenue beside the one that the offer price needs."""
    needed = required_ai_revenue(case)
    return pd.DataFrame(
        [
            (who, float(q.to(BILLION).m), year, float(c.to(BILLION).m), float((c / needed).to("").m))
            for who, (q, year, c) in _forecasts(case).items()
        ],
        columns=["appraiser", "ai_revenue_busd_per_year", "year", "carried_busd_per_year", "over_required"],
    )


# ---- into physical units -------------------------------------------------------------------------------------------


@result("gigaUSD/GW/year", digits=3)
def revenue_per_gigawatt(case: Case) -> Quantity:
    """Yearly revenue of a new gigawatt of leased compute, dollars of 2026."""
    return case.real("market.revenue_per_gigawatt_year")


@result("gigaUSD/GW/year", digits=3)
def fleet_revenue_per_gigawatt(case: Case) -> Quantity:
    """Yearly revenue of a gigawatt in a leased fleet of mixed ages, whose rents fall, dollars of 2026."""
    return revenue_per_gigawatt(case) * bottleneck.fleet_factor(case)


def _hour(case: Case, per_power: Quantity) -> Quantity:
    hours = case["cluster.utilisation"] * OPERATING_YEAR / YEAR
    return per_power * case["cluster.it_power_per_accelerator"] / hours


@result("USD/GPU/hour", digits=3)
def fleet_lease_price(case: Case) -> Quantity:
    """Mean price of an accelerator for an hour in a leased fleet of mixed ages."""
    return _hour(case, fleet_revenue_per_gigawatt(case))


@result("kW/t", digits=2)
def specific_power(case: Case) -> Quantity:
    """Power of compute per tonne in orbit, of the satellite that the report computes from its parts."""
    return ONE / satellite.specific_mass_rolled_up(case)


@result("percent", digits=2)
def spare_share(case: Case) -> Quantity:
    """Satellites flown over those that the work needs, for the hours that failures, delay, radiation and dark take."""
    return (1.0 / parity.usable_share(case)).to("") - 1.0


def _dies_per_wafer(case: Case) -> Quantity:
    return fab.dies_per_wafer(case["fab.wafer_diameter"], case["fab.die_area"])


def _yield(case: Case) -> Quantity:
    good = fab.murphy_yield(case["fab.defect_density"], case["fab.die_area"])
    return good * case["fab.test_and_package_yield"]


def _technology(case: Case) -> model.Technology:
    return model.Technology(
        lease_price=fleet_lease_price(case),
        paid_share=case["cluster.utilisation"],
        length_of_year=OPERATING_YEAR,
        accelerator_power=case["cluster.it_power_per_accelerator"],
        power_usage_effectiveness=case["cluster.pue"],
        load_factor=case["cluster.utilisation"],
        specific_power=specific_power(case),
        spare_share=spare_share(case).to(""),
        payload_mass=launch.payload_used(case),
        build_time=case["cost.orbit_life"],
        dies_per_accelerator=case["fab.dies_per_accelerator"],
        dies_per_wafer=_dies_per_wafer(case),
        total_yield=_yield(case),
    )


def _needs(case: Case) -> model.Requirements:
    """Give the whole chain at once; what needs no satellite is computed link by link, so as not to rest on one."""
    return model.physical_requirements(required_real_revenue(case), _technology(case))


@result("GPU*hour/year", digits=3)
def required_hours(case: Case) -> Quantity:
    """Accelerator-hours that have to be sold in a year for the AI revenue that the offer price needs."""
    return model.accelerator_hours(required_real_revenue(case), fleet_lease_price(case))


@result("GPU", digits=3)
def required_accelerators(case: Case) -> Quantity:
    """Accelerators that earn the AI revenue which the offer price needs."""
    return model.accelerators_installed(required_hours(case), case["cluster.utilisation"], OPERATING_YEAR)


@result("GW", digits=3)
def required_power(case: Case) -> Quantity:
    """IT power that earns the AI revenue which the offer price needs."""
    return model.power_for_revenue(required_real_revenue(case), fleet_revenue_per_gigawatt(case))


@result("TWh/year", digits=3)
def required_energy(case: Case) -> Quantity:
    """Electricity that the needed IT power uses in a year on the ground."""
    drawn = sites.facility_power(required_power(case), case["cluster.pue"])
    return sites.annual_energy(drawn, case["cluster.utilisation"]) / YEAR


@result("t", digits=3)
def required_mass(case: Case) -> Quantity:
    """Mass in orbit of the needed IT power, spares included."""
    return _needs(case).mass


@result("t/year", digits=3)
def required_yearly_mass(case: Case) -> Quantity:
    """Mass to launch each year so that the needed fleet in orbit is replaced at the end of its life."""
    return required_mass(case) / case["cost.orbit_life"]


@result("launch/day", digits=2)
def required_launches_per_day(case: Case) -> Quantity:
    """Starship launches a day that keep the needed fleet in orbit."""
    return _needs(case).launch_rate


@result("wafer/month", digits=3)
def required_wafers(case: Case) -> Quantity:
    """Wafers of compute dies a month that renew the needed accelerators."""
    parts = case["fab.dies_per_accelerator"], _dies_per_wafer(case), _yield(case)
    return model.wafer_rate(required_accelerators(case), case["cost.orbit_life"], *parts)


@result("wafer/month", digits=3)
def required_memory_wafers(case: Case) -> Quantity:
    """Wafers of memory a month that renew the needed accelerators."""
    per_power = case["fab.memory_wafers_per_gigawatt"] * YEAR / Quantity(1.0, "GW")
    return fab.memory_wafers(required_power(case) / case["cost.orbit_life"], per_power)


@result("gigaUSD/year", digits=3)
def launch_bill(case: Case) -> Quantity:
    """Yearly price of launching the needed fleet to its own orbit at the base launch price."""
    return required_yearly_mass(case) * case.real("launch.base_launch_price") * launch.orbit_factor_falcon(case)


@result("percent", digits=2)
def launch_share_of_revenue(case: Case) -> Quantity:
    """Share of the AI revenue that launching would take at the base launch price."""
    return launch_bill(case) / required_real_revenue(case)


@result("USD/kg", digits=3)
def affordable_launch_price(case: Case) -> Quantity:
    """Launch price to low orbit at which launching alone takes the whole operating margin of AI."""
    margin = required_real_revenue(case) * case["valuation.ai_margin_year_10"]
    return margin / required_yearly_mass(case) / launch.orbit_factor_falcon(case)


@result("USD/kg", digits=3)
def base_launch_price(case: Case) -> Quantity:
    """Price of a kilogram to low orbit in our base case for the first deployment."""
    return case.real("launch.base_launch_price")


@table
def price_ladder(case: Case) -> pd.DataFrame:
    """Every price and cost of a kilogram to orbit in the report, from the highest to the lowest."""
    price, cost, limit = "price", "cost to the maker", "limit"
    rows = [
        ("Shared flight on Falcon 9", price, "asked", launch.shared_price(case)),
        ("Falcon 9 at its list price, booster recovered", price, "asked", launch.list_price_recovered(case)),
        ("Falcon 9 in the registration statement", price, "stated", launch.prospectus_price_now(case)),
        ("Falcon 9 with a reused booster, Suncatcher", price, "estimated", launch.reused_price(case)),
        ("Falcon 9", cost, "estimated", launch.maker_cost(case)),
        ("Starship expended, at the payload shown", cost, "computed", launch.starship_cost_demonstrated(case)),
        ("Starship expended, at the payload aimed at", cost, "computed", launch.starship_cost_expended(case)),
        ("Base case of Chapters 2 and 12 for 2026", price, "assumed", base_launch_price(case)),
        ("Base case of Chapter 12 for 2028", price, "computed", parity.launch_price_2028(case)),
        ("Base case of Chapter 12 for 2035", price, "computed", parity.launch_price_2035(case)),
        ("Launch takes the whole margin of Chapter 2", limit, "computed", affordable_launch_price(case)),
        ("Starship reused, median of our range", cost, "computed", launch.starship_cost_median(case)),
        ("Starship reused, central case", cost, "computed", launch.starship_cost(case)),
        ("Launch no longer decides, Suncatcher", limit, "published", launch.break_even_price(case)),
        ("The company's aim", price, "stated", launch.company_price(case)),
    ]
    found = [(what, float(value.m_as("USD/kg")), kind, basis) for what, kind, basis, value in rows]
    frame = pd.DataFrame(found, columns=["what", "usd_per_kg", "kind", "basis"])
    return frame.sort_values("usd_per_kg", ascending=False, ignore_index=True)


# ---- what was demonstrated -----------------------------------------------------------------------------------------


@result("launch/day", digits=2)
def demonstrated_launches_per_day(case: Case) -> Quantity:
    """Falcon launches a day in 2025."""
    return case["launch.falcon_launches_2025"]


@result("t/year", digits=3)
def demonstrated_yearly_mass(case: Case) -> Quantity:
    """Mass that the company put in orbit in 2025."""
    return case["launch.upmass_2025"]


@result("GW", digits=2)
def demonstrated_it_power(case: Case) -> Quantity:
    """IT power behind the nameplate of June 2026, if nameplate is what the sites may draw."""
    return cluster.company_it_june(case)


@result("GPU", digits=3)
def demonstrated_accelerators(case: Case) -> Quantity:
    """Accelerators on the two sites at Memphis, autumn of 2026."""
    return case["cluster.colossus1_accelerators"] + case["cluster.colossus2_accelerators"]


@result(BILLION, digits=3)
def demonstrated_ai_revenue(case: Case) -> Quantity:
    """AI revenue of the second quarter of 2026, multiplied up to a year."""
    return case.nominal("spacex.ai_revenue_q2_2026") / Quantity(0.25, "year")


@result("t/launch", digits=2)
def payload(case: Case) -> Quantity:
    """Payload to low orbit that Starship aims at with both stages recovered."""
    return case["launch.starship_payload"]


@result(words="{}×", digits=2)
def payload_over_demonstrated(case: Case) -> Quantity:
    """Payload that Starship aims at over the mean mass of a Falcon flight in 2025."""
    return payload(case) * demonstrated_launches_per_day(case) / demonstrated_yearly_mass(case)


@result(words="{}×", digits=2)
def mass_over_demonstrated(case: Case) -> Quantity:
    """Mass that the needed fleet launches each year over the mass launched in 2025."""
    return required_yearly_mass(case) / demonstrated_yearly_mass(case)


@result(words="{}×", digits=2)
def launches_over_demonstrated(case: Case) -> Quantity:
    """Starship launches that the needed fleet takes over the Falcon launches of 2025."""
    return required_launches_per_day(case) / demonstrated_launches_per_day(case)


@result(words="{}×", digits=2)
def power_over_demonstrated(case: Case) -> Quantity:
    """IT power that the offer price needs over the IT power installed in June 2026."""
    return required_power(case) / demonstrated_it_power(case)


@result(words="{}×", digits=2)
def accelerators_over_demonstrated(case: Case) -> Quantity:
    """Accelerators that earn what the offer price needs over those at Memphis in 2026."""
    return required_accelerators(case) / demonstrated_accelerators(case)


@result("GW", digits=2)
def target_power(case: Case) -> Quantity:
    """Computing that the company aims to have installed at the end of 2027."""
    return case["spacex.nameplate_compute_2027_target"]


@result(words="{}×", digits=2)
def power_over_target(case: Case) -> Quantity:
    """IT power that the offer price needs over the IT power behind the company's aim for the end of 2027."""
    return required_power(case) / cluster.behind_nameplate(case, target_power(case))


@result("percent", digits=2)
def energy_over_world(case: Case) -> Quantity:
    """Electricity of the needed IT power over that of all data centres of the world in 2024."""
    return required_energy(case) / case["comparators.datacentre_energy_2024"]


@result("gigaUSD/year", digits=2)
def revenue_from_upmass_2025(case: Case) -> Quantity:
    """AI revenue that the mass launched in 2025 supports, the chain run backwards."""
    available = demonstrated_yearly_mass(case) / launch.payload_used(case)
    return model.supported_revenue("launch_rate", available, _technology(case))


@result("gigaUSD/year", digits=2)
def revenue_from_installed_power(case: Case) -> Quantity:
    """AI revenue that the IT power installed in June 2026 supports."""
    return fleet_revenue_per_gigawatt(case) * demonstrated_it_power(case)


# ---- the three pillars ---------------------------------------------------------------------------------------------


# ---- ranges --------------------------------------------------------------------------------------------------------

_LINKS: tuple[tuple[str, Result, Callable[[Case], Quantity], str, bool], ...] = (
    (
        "AI revenue in ten years, dollars of 2026",
        required_real_revenue,
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


def _interval(case: Case, asked: Result) -> Quantity:
    found = simulation(asked.key, case, WORKING)
    low, high = (found.quantile(asked.key, p).value for p in (0.05, 0.95))
    return pair(low, high)


@result("launch/day", digits=2)
def launches_range(case: Case) -> Quantity:
    """Starship launches a day for the needed fleet: the 90 % range."""
    return _interval(case, required_launches_per_day)


@table
def links(case: Case) -> pd.DataFrame:
    """Every link of the chain: needed with its range, demonstrated, and the one over the other."""
    found = simulation([row[1].key for row in _LINKS], case, WORKING)
    rows = []
    for name, asked, shown, by, own in _LINKS:
        unit = asked(case).units
        low, high = (float(found.quantile(asked.key, p).value.to(unit).magnitude) for p in (0.05, 0.95))
        base, seen = float(asked(case).magnitude), float(shown(case).to(unit).magnitude)
        rows.append((name, f"{unit:~P}", base, low, high, seen, base / seen, low / seen, high / seen, by, own))
    columns = ["link", "unit", "needed", "low", "high", "demonstrated", "ratio", "ratio_low", "ratio_high", "by", "own"]
    return pd.DataFrame(rows, columns=columns)


# ---- checking the appraiser ----------------------------------------------------------------------------------------


@result("gigaUSD", digits=5)
def april_published(case: Case) -> Quantity:
    """Value of operations as the appraiser printed it in April 2026, before the prospectus."""
    return case.nominal("valuation.april_value_of_operations")


@result("gigaUSD", digits=5)
def april_with_error(case: Case) -> Quantity:
    """Value of operations in the appraiser's workbook of April 2026, rebuilt with the reported error."""
    return damodaran.april_operations(case, reported_error=True).total


@result("gigaUSD", digits=5)
def april_without_error(case: Case) -> Quantity:
    """Value of operations in the appraiser's workbook of April 2026, rebuilt without the reported error."""
    return damodaran.april_operations(case, reported_error=False).total


@result("percent", digits=2)
def june_over_april(case: Case) -> Quantity:
    """Change of the appraised operations from April, without the reported error, to June."""
    june = damodaran.june_operations(case).total
    return june / april_without_error(case) - 1


@result("percent", digits=2)
def june_over_april_published(case: Case) -> Quantity:
    """Change of the appraised operations from April to June, as printed."""
    return case.nominal("valuation.june_value_of_operations") / april_published(case) - 1


@result("percent", digits=2)
def new_constructs_return(case: Case) -> Quantity:
    """Yearly return that New Constructs asks."""
    return _rate(case, "valuation.newconstructs_return")


@table
def reproduction(case: Case) -> pd.DataFrame:
    """The appraiser's published outputs beside ours from the same inputs."""
    value, issue = damodaran.june_operations(case), damodaran.june_issue(case)
    rows = [
        ("June, ten years (billion $)", "june_present_value_explicit", value.explicit, "gigaUSD"),
        ("June, years after (billion $)", "june_present_value_terminal", value.terminal, "gigaUSD"),
        ("June, operations (billion $)", "june_value_of_operations", value.total, "gigaUSD"),
        ("June, equity with proceeds (billion $)", "june_value_of_equity", issue.equity_value, "gigaUSD"),
        ("June, one share ($)", "june_value_per_share", issue.value_per_share, "USD/share"),
        ("April, with the reported error (billion $)", "april_value_of_operations", april_with_error(case), "gigaUSD"),
        ("April, without it (billion $)", "april_value_corrected", april_without_error(case), "gigaUSD"),
    ]
    return pd.DataFrame(
        [(what, float(case.nominal(f"valuation.{key}").to(u).m), float(ours.to(u).m)) for what, key, ours, u in rows],
        columns=["output", "published", "ours"],
    )
