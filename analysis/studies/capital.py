"""Chapter 17: burn, debt and runway, month by month from the balance sheet of June 2026, with exits in the contracts.

The path starts with cash and securities of 30 June 2026. Money comes from operations, from three leases that can end,
from later leases and from capacity that is still to be built; it goes into capital, a chip plant,
interest, repayments and spectrum. Cash in hand earns interest; interest on debt is counted once.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.engine.sampling import sampler
from analysis.evidence import Case
from analysis.models import capital as model
from analysis.models import finance
from analysis.models import revenue as leases
from analysis.peers import common
from analysis.results.registry import result, table
from analysis.results.uncertainty import SEED, correlations, distributions, program
from analysis.results.verdicts import COUNT, as_verdict, median_of, probability_of
from analysis.studies import bottleneck, cluster, parity, revenue
from analysis.units import Quantity, pair

MONTHS = 60
MONTH, QUARTER, HALF = Quantity(1.0, "month"), Quantity(0.25, "year"), Quantity(0.5, "year")
YEAR = Quantity(1.0, "year")
NINE_MONTHS = Quantity(9.0, "month")
LUCKY, UNLUCKY = Quantity(0.999, ""), Quantity(0.0, "")  # customers stay to the end, or give notice at once
NEVER, ALMOST_SURE = Quantity(1e-3, ""), Quantity(0.999, "")  # odds of nothing and of certainty have no rate
DRAWS = COUNT  # as the probability of B24, so that figure and page say one median
LUCKS = 2**3  # ranks over which a mean is taken
FLOW = "gigaUSD/month"


# ---- burn, by what was known and by the accounts -----------------------------------------------------------------


@result(FLOW)
def xai_burn_published(case: Case) -> Quantity:
    """Cash that xAI used a month: in nine months of 2025, and as planned for the year."""
    used = model.monthly_burn(case.nominal("spacex.xai_cash_use_2025"), NINE_MONTHS)
    return pair(used, case.nominal("spacex.xai_cash_plan_2025").to("USD/month"))


@result(FLOW)
def xai_cash_used(case: Case) -> Quantity:
    """Cash that xAI used a month in nine months of 2025."""
    return model.monthly_burn(case.nominal("spacex.xai_cash_use_2025"), NINE_MONTHS)


@result(FLOW)
def xai_cash_planned(case: Case) -> Quantity:
    """Cash that xAI planned to use a month in 2025."""
    return case.nominal("spacex.xai_cash_plan_2025").to("USD/month")


@result(FLOW)
def xai_burn_today(case: Case) -> Quantity:
    """Operating loss and capital expenditure of the AI segment a month: in 2025, and in the first quarter of 2026."""
    year = model.loss_and_capital_burn(
        -1 * case.nominal("spacex.ai_operating_income_2025"), case.nominal("spacex.ai_capex_2025")
    )
    quarter = model.loss_and_capital_burn(
        case.nominal("spacex.ai_operating_loss_q1_2026") / QUARTER, case.nominal("spacex.ai_capex_q1_2026") / QUARTER
    )
    return pair(year, quarter)


@result(FLOW)
def ai_burn_q2(case: Case) -> Quantity:
    """Operating loss and capital expenditure of the AI segment a month in the second quarter of 2026."""
    return model.loss_and_capital_burn(
        -1 * case.nominal("spacex.ai_operating_income_q2_2026") / QUARTER,
        case.nominal("spacex.ai_capex_q2_2026") / QUARTER,
    )


@result(FLOW)
def burn(case: Case) -> Quantity:
    """Capital expenditure less cash from operations a month, first half of 2026, the whole company."""
    spent = case.nominal("spacex.capex_h1_2026") - case.nominal("spacex.operating_cash_flow_h1_2026")
    return model.monthly_burn(spent, HALF)


@result("gigaUSD")
def cash(case: Case) -> Quantity:
    """Cash and securities at the end of June 2026."""
    return case.nominal("spacex.cash_end_june_2026")


@result("gigaUSD")
def cash_before(case: Case) -> Quantity:
    """Cash at the end of March 2026, before the offering."""
    return case.nominal("spacex.cash_march_2026")


@result("month", digits=2)
def runway_before(case: Case) -> Quantity:
    """Time for which the cash of March 2026 would have lasted at the burn of the first half."""
    return model.runway(cash_before(case), Quantity(0.0, "USD"), burn(case))


@result("year")
def proceeds_over_capex(case: Case) -> Quantity:
    """Proceeds of the base offering over capital expenditure at the rate of the first quarter of 2026."""
    return case.nominal("offering.proceeds") / (case.nominal("spacex.capex_q1_2026") / QUARTER)


@result("percent", digits=2)
def offering_share_of_cash(case: Case) -> Quantity:
    """Proceeds of the offering, option included, over the cash of June 2026."""
    return case.nominal("offering.proceeds_with_option") / cash(case)


# ---- debt --------------------------------------------------------------------------------------------------------


@result("gigaUSD")
def debt(case: Case) -> Quantity:
    """Debt at the end of June 2026."""
    return case.nominal("spacex.debt_june_2026")


@result("gigaUSD")
def equipment_financing(case: Case) -> Quantity:
    """Equipment financing with a related party, end of June 2026."""
    return case.nominal("spacex.equipment_financing_june_2026")


@result("percent")
def notes_coupon(case: Case) -> Quantity:
    """Mean coupon of the notes, weighted by their sums."""
    principal = case.nominal("offering.notes_principal")
    return ((principal * case["offering.notes_coupon"]).sum() / principal.sum() * YEAR).to("")


@result("gigaUSD/year")
def interest(case: Case) -> Quantity:
    """Interest on the debt of June 2026 for a year."""
    return debt(case) * case["capital.interest_rate"] / YEAR


@result(digits=2, words="{}×")
def interest_coverage(case: Case) -> Quantity:
    """Adjusted earnings of the second quarter of 2026 over interest."""
    earned = case.nominal("spacex.adjusted_ebitda_q2_2026") / QUARTER
    return model.interest_coverage(earned, debt(case), case["capital.interest_rate"])


@result("gigaUSD", digits=2)
def x_debt_inherited(case: Case) -> Quantity:
    """Debt of X that xAI inherited in 2025."""
    return case.nominal("spacex.x_debt_inherited")


@result("gigaUSD", digits=2)
def x_debt_on_the_day(case: Case) -> Quantity:
    """Debt that X carried on the day of publication."""
    return case.nominal("spacex.x_debt_april_2026")


@result("gigaUSD")
def obligations(case: Case) -> Quantity:
    """Purchases that cannot be cancelled, end of June 2026."""
    return case.nominal("spacex.purchase_obligations_june_2026").sum()


@result("gigaUSD")
def obligations_2027(case: Case) -> Quantity:
    """Purchases that cannot be cancelled and fall due in 2027, as of the end of June 2026."""
    return case.nominal("spacex.purchase_obligations_june_2026")[1]


# ---- the other weights -------------------------------------------------------------------------------------------


@result("percent")
def x_revenue_decline(case: Case) -> Quantity:
    """Fall of X's revenue from 2022 to 2025."""
    return 1 - case.nominal("comparators.x_revenue_2025") / case.nominal("comparators.x_revenue_2022")


@result("percent", digits=2)
def x_revenue_decline_2024(case: Case) -> Quantity:
    """Fall of X's revenue from 2022 to 2024."""
    return 1 - case.nominal("comparators.x_revenue_2024") / case.nominal("comparators.x_revenue_2022")


def _growth(case: Case, later: str, earlier: str) -> Quantity:
    return case[f"comparators.tesla_deliveries_{later}"] / case[f"comparators.tesla_deliveries_{earlier}"] - 1


@result("gigaUSD/month")
def xai_burn_claimed(case: Case) -> Quantity:
    """Cash that xAI uses a month at the least, by the first document."""
    return case.nominal("documents.xai_burn")


@result("percent")
def x_revenue_decline_claimed(case: Case) -> Quantity:
    """Fall of X's revenue since 2022 by the first document."""
    return case["documents.x_revenue_decline"]


@result("percent")
def tesla_decline_claimed(case: Case) -> Quantity:
    """Fall of Tesla's sales by the first document."""
    return case["documents.tesla_decline"]


@result("percent")
def tesla_decline_on_the_quarter(case: Case) -> Quantity:
    """Fall of Tesla's deliveries from the last quarter of 2025 to the first of 2026."""
    return -1 * _growth(case, "q1_2026", "q4_2025")


@result("percent", digits=2)
def tesla_growth_on_the_year(case: Case) -> Quantity:
    """Growth of Tesla's deliveries from the first quarter of 2025 to the first of 2026."""
    return _growth(case, "q1_2026", "q1_2025")


@result("percent", digits=2)
def tesla_growth_on_the_quarter(case: Case) -> Quantity:
    """Growth of Tesla's deliveries from the last quarter of 2025 to the first of 2026."""
    return _growth(case, "q1_2026", "q4_2025")


@result("percent", digits=2)
def tesla_growth_latest(case: Case) -> Quantity:
    """Growth of Tesla's deliveries in the second quarter of 2026, on the year and on the quarter."""
    return pair(_growth(case, "q2_2026", "q2_2025"), _growth(case, "q2_2026", "q1_2026"))


# ---- the path of cash --------------------------------------------------------------------------------------------


def _after_start(case: Case, key: str) -> Quantity:
    return ((case[key] - case["capital.path_start"]) * YEAR).to("month")


def _lease(case: Case, customer: str, luck: Quantity) -> list[Quantity]:
    """Fees of one customer month by month, until the notice that this luck brings has run out."""
    start, term = _after_start(case, f"contracts.{customer}_start"), case[f"contracts.{customer}_term"]
    notice, first = case[f"contracts.{customer}_notice"], case[f"contracts.{customer}_first_notice"]
    odds = Quantity(np.minimum(np.maximum(case["thesis.contracts_last"], NEVER), ALMOST_SURE))
    rank = Quantity(np.minimum(luck, LUCKY))
    stays = leases.exit_time(rank, leases.exit_rate(odds, term, (first + notice).to("month")))
    return model.contract_receipts(
        case.nominal(f"contracts.{customer}_fee"), start, term, start + first + stays, notice, MONTHS
    )


def _summed(*paths: list[Quantity]) -> list[Quantity]:
    return [sum(month[1:], month[0]) for month in zip(*paths, strict=True)]


def _lease_cash_share(case: Case) -> Quantity:
    """Give what is left of a lease's fees after running the gigawatt, as Chapter 12 runs it, and after overheads."""
    running = parity.ground_running_cost(case) / case.real("market.revenue_per_gigawatt_year")
    return 1.0 - running.to("") - case["capital.lease_overhead_share"]


def _lease_cash(case: Case, *lucks: Quantity) -> list[Quantity]:
    """Cash from all leases signed by August 2026, the mean over the lucks that are given."""
    parts = [_lease(case, customer, luck) for customer in revenue.CUSTOMERS for luck in lucks]
    fees = [month / len(lucks) for month in _summed(*parts)]
    later = case.nominal("contracts.signed_after_q2_2026") / case["capital.later_term"]
    start = _after_start(case, "contracts.google_start")
    signed = model.flow_between(later, start, start + case["capital.later_term"], MONTHS)
    return [month * _lease_cash_share(case) for month in _summed(fees, signed)]


def _capex(case: Case) -> list[Quantity]:
    guided, ever = _after_start(case, "capital.guided_until"), Quantity(float(MONTHS), "month")
    first = model.flow_between(
        case.nominal("spacex.capex_guided_per_quarter") / QUARTER, Quantity(0.0, "month"), guided, MONTHS
    )
    then = model.flow_between(case.nominal("capital.capex_later"), guided, ever, MONTHS)
    return [a + b for a, b in zip(first, then, strict=True)]


def _power_price(case: Case) -> Quantity:
    return case.nominal("cost.compute_cost") + case.nominal("cost.facility_cost")


def _new_capacity_cash(case: Case, spent: list[Quantity]) -> list[Quantity]:
    """Cash from capacity built after June 2026: each month's spending is let after a lag, at a rent that falls.

    The rent of a new machine is that of every chapter, in dollars of 2026, carried to money of each month.
    """
    ai_share = case.nominal("spacex.ai_capex_q2_2026") / case.nominal("spacex.capex_q2_2026")
    earned = case["capital.capacity_let"] * case.real("market.revenue_per_gigawatt_year") * ai_share
    rate = earned * _lease_cash_share(case) / _power_price(case)
    prices, fall = common.inflation(case), bottleneck.rent_decline(case)
    lag, none = case["capital.building_lag"], 0.0 * MONTH
    let = []  # of a month's spending, in rents of a new month, by the months since
    for age in range(MONTHS):
        since = np.maximum(age * MONTH - lag, none)
        let.append(np.minimum(since, MONTH) * finance.growth_factor(-1.0 * fall, since))
    let_then = [sum((spent[j] * rate * let[k - j] for j in range(k)), Quantity(0.0, "USD")) for k in range(MONTHS)]
    return [(rent * finance.growth_factor(prices, k * MONTH)).to("USD") for k, rent in enumerate(let_then)]


def _core_cash(case: Case) -> list[Quantity]:
    """Cash from operations without the new leases and before interest, growing from the first half of 2026."""
    new = case.nominal("contracts.cloud_revenue_q2_2026") * _lease_cash_share(case)
    interest_in_it = case.nominal("capital.interest_in_operating_cash")  # it is a use of its own below
    now = (case.nominal("spacex.operating_cash_flow_h1_2026") - new + interest_in_it) / HALF * MONTH
    return [finance.grown(now.to("USD"), case["capital.core_growth"], (k + 1) * MONTH) for k in range(MONTHS)]


def _debt(case: Case) -> tuple[list[Quantity], list[Quantity]]:
    """Interest and repayments of each month: the financing is paid back at its current pace, no note falls due."""
    repaid = [(case.nominal("spacex.equipment_financing_current") / YEAR * MONTH).to("USD")] * MONTHS
    schedule = model.debt_schedule(debt(case), [Quantity(0.0, "USD")] * MONTHS, repaid, case["capital.interest_rate"])
    return schedule.interest, repaid


def _uses(case: Case, capex: list[Quantity]) -> list[list[Quantity]]:
    nothing = Quantity(0.0, "month")
    plant = case.nominal("fab.terafab_filed_initial") * case["capital.plant_share"] / case["capital.plant_time"]
    start = _after_start(case, "capital.guided_until")
    return [
        capex,
        model.flow_between(plant, start, start + case["capital.plant_time"], MONTHS),
        *_debt(case),
        model.flow_between(case.nominal("capital.spectrum_cash") / YEAR, nothing, YEAR, MONTHS),
    ]


def _path(case: Case, *lucks: Quantity) -> list[Quantity]:
    """Cash at the end of each month if nothing is raised; leases are the mean over the lucks, else as this case has."""
    capex = _capex(case)
    sources = [
        _core_cash(case),
        _lease_cash(case, *(lucks or (case["capital.contract_luck"],))),
        _new_capacity_cash(case, capex),
    ]
    start = case.nominal("spacex.cash_end_june_2026")
    return model.cash_path(start, sources, _uses(case, capex), case["capital.cash_yield"])


def _runway(case: Case) -> Quantity:
    return model.time_to_next_raise(_path(case), case.nominal("capital.reserve"))


def _with(case: Case, luck: Quantity, plant: float) -> Case:
    return case.with_values({"capital.contract_luck": luck, "capital.plant_share": Quantity(plant, "")})


@result("month", digits=2)
def runway(case: Case) -> Quantity:
    """Months that cash lasts: contracts end and the chip plant is paid for; contracts run and it is not."""
    return pair(_runway(_with(case, UNLUCKY, 1.0)), _runway(_with(case, LUCKY, 0.0)))


def _median_path(case: Case) -> list[Quantity]:
    """Cash at the end of each month that is exceeded as often as not."""
    return [Quantity(float(money), "gigaUSD") for money in fan(case)["p50"].iloc[1:]]


@result("month", digits=2)
def runway_median(case: Case) -> Quantity:
    """Months until cash lies below the reserve as often as not."""
    return model.time_to_next_raise(_median_path(case), case.nominal("capital.reserve"))


@result("month", digits=2)
def runway_contracts_end(case: Case) -> Quantity:
    """Months that cash lasts if every customer gives notice at the first date, all else central."""
    return _runway(case.with_values({"capital.contract_luck": UNLUCKY}))


@result("month", digits=2)
def runway_contracts_run(case: Case) -> Quantity:
    """Months that cash lasts if every contract runs to its end, all else central."""
    return _runway(case.with_values({"capital.contract_luck": LUCKY}))


ALL_LUCK = tuple(Quantity((k + 0.5) / LUCKS, "") for k in range(LUCKS))


@result("gigaUSD", digits=2)
def cash_expected(case: Case) -> Quantity:
    """Cash at the end of June 2028 if nothing is raised: the mean over when customers leave, all else central."""
    return _path(case, *ALL_LUCK)[23]


@result("gigaUSD/month", digits=2)
def operations_in_2027(case: Case) -> Quantity:
    """Mean monthly cash from operations in the first half of 2027, the mean over when customers leave."""
    months = range(6, 12)
    parts = _core_cash(case), _lease_cash(case, *ALL_LUCK), _new_capacity_cash(case, _capex(case))
    total = sum((part[k] for part in parts for k in months), Quantity(0.0, "USD"))
    return total / (len(months) * MONTH)


@result("gigaUSD/month", digits=2)
def operations_needed_in_2027(case: Case) -> Quantity:
    """That mean if more came in from January 2027 on, month by month, so that June 2028 ends at the reserve."""
    missing = case.nominal("capital.reserve") - cash_expected(case)
    return operations_in_2027(case) + missing / (18 * MONTH)


@result("gigaUSD/year", digits=3)
def capex_guided(case: Case) -> Quantity:
    """Capital expenditure guided for the last two quarters of 2026, as a yearly rate."""
    return case.nominal("spacex.capex_guided_per_quarter") / QUARTER


@result("gigaUSD", digits=2)
def funding_need(case: Case) -> Quantity:
    """Money to be raised so that cash stays above the reserve to June 2028, the mean over when customers leave."""
    return model.funding_need(_path(case, *ALL_LUCK)[:24], case.nominal("capital.reserve"))


@result("gigaUSD", digits=2)
def funding_need_contracts_end(case: Case) -> Quantity:
    """The same if every customer gives notice at the first date."""
    return model.funding_need(_path(case, UNLUCKY)[:24], case.nominal("capital.reserve"))


@result("gigaUSD", digits=2)
def interest_income(case: Case) -> Quantity:
    """What cash in hand earns to the end of June 2028, the mean over when customers leave."""
    without = case.with_values({"capital.cash_yield": Quantity(0.0, "")})
    return cash_expected(case) - cash_expected(without)


@result("gigaUSD", digits=2)
def repayments(case: Case) -> Quantity:
    """Equipment financing paid back to the end of June 2028."""
    return sum(_debt(case)[1][:24], Quantity(0.0, "USD"))


@result("gigaUSD", digits=2)
def cash_after_two_years(case: Case) -> Quantity:
    """Cash at the end of June 2028 if nothing is raised, customers staying as long as this case has it."""
    return _path(case)[23]


@result("gigaUSD", digits=2)
def cash_after_two_years_median(case: Case) -> Quantity:
    """Cash at the end of June 2028 that is exceeded as often as not, if nothing is raised."""
    return median_of("B24", case)


@result("gigaUSD", digits=2)
def cash_reserve(case: Case) -> Quantity:
    """Cash below which the company has to raise more."""
    return case.nominal("capital.reserve")


@result("percent", digits=2, written=as_verdict("B24"))
def probability_of_raising(case: Case) -> Quantity:
    """Probability that cash without a raise lies below the reserve at the end of June 2028, over all ranges."""
    return probability_of("B24", case)


@result("gigaUSD", digits=2)
def contracts_in_two_years(case: Case) -> Quantity:
    """What the contracts decide: cash after two years if they run less cash if they end at once."""
    run = _path(case.with_values({"capital.contract_luck": LUCKY}))[23]
    return run - _path(case.with_values({"capital.contract_luck": UNLUCKY}))[23]


@result("gigaUSD", digits=2)
def plant_cost_in_two_years(case: Case) -> Quantity:
    """What the chip plant decides: cash after two years without it less cash with all of its first phase."""
    none = _path(case.with_values({"capital.plant_share": Quantity(0.0, "")}))[23]
    return none - _path(case.with_values({"capital.plant_share": Quantity(1.0, "")}))[23]


@result("day", digits=2)
def notice(case: Case) -> Quantity:
    """Notice with which either side can end the largest contract."""
    return case["contracts.anthropic_notice"]


@result("gigaUSD", digits=2)
def target_capital(case: Case) -> Quantity:
    """Capital of the computing that the company aims at for the end of 2027, beyond what stands in June 2026."""
    added = case["spacex.nameplate_compute_2027_target"] - case["spacex.nameplate_compute"]
    return cluster.behind_nameplate(case, added) * _power_price(case)


@result(digits=2, words="{}×")
def target_over_cash(case: Case) -> Quantity:
    """Capital of the company's aim for the end of 2027 over its cash of June 2026."""
    return target_capital(case) / cash(case)


@result("percent", digits=2)
def dilution_of_a_second_offering(case: Case) -> Quantity:
    """Share of the company that a second offering of the same size would take at the last price found."""
    return model.dilution(
        case.nominal("offering.proceeds_with_option"),
        case.nominal("offering.latest_price"),
        case["offering.shares_latest"],
    )


# ---- frames ------------------------------------------------------------------------------------------------------


def _dates(case: Case) -> list[float]:
    start = float(case["capital.path_start"].m_as(""))
    return [start + (k + 1) / 12 for k in range(MONTHS)]


@table
def fan(case: Case) -> pd.DataFrame:
    """Quantiles of cash at the end of each month, over the ranges of all inputs, if nothing is raised."""
    traced = program("capital.cash_after_two_years", case)
    points = sampler(traced, distributions(traced.inputs, case), correlations(traced.inputs, case), seed=SEED)
    drawn = {**points.constants, **points.draw(DRAWS)}
    many = case.with_values({key: Quantity(drawn[key], unit) for key, unit in traced.inputs.items()})
    levels = (0.05, 0.25, 0.5, 0.75, 0.95)
    rows = [
        (date, *np.quantile(np.broadcast_to(money.m_as("gigaUSD"), (DRAWS,)), levels))
        for date, money in zip(_dates(case), _path(many), strict=True)
    ]
    first = float(case["capital.path_start"].m_as(""))
    now = float(cash(case).m_as("gigaUSD"))
    return pd.DataFrame([(first, now, now, now, now, now), *rows], columns=["year", "p05", "p25", "p50", "p75", "p95"])


@table
def scenarios(case: Case) -> pd.DataFrame:
    """Cash at the end of each month in named cases, if nothing is raised."""
    cases = {
        "contracts run, no chip plant": _with(case, LUCKY, 0.0),
        "contracts end, plant paid for": _with(case, UNLUCKY, 1.0),
    }
    start = float(case["capital.path_start"].m_as(""))
    now = float(cash(case).m_as("gigaUSD"))
    rows = []
    for name, entry in cases.items():
        rows.append((name, start, now))
        rows += [(name, d, float(c.m_as("gigaUSD"))) for d, c in zip(_dates(case), _path(entry), strict=True)]
    return pd.DataFrame(rows, columns=["case", "year", "cash_busd"])


@table
def burns(case: Case) -> pd.DataFrame:
    """Burn a month by definition and period."""
    low, high = xai_burn_published(case)
    year, quarter = xai_burn_today(case)
    rows = [
        ("xAI, cash used, first nine months of 2025", low),
        ("xAI, cash as planned for 2025", high),
        ("AI segment, loss and capital, 2025", year),
        ("AI segment, loss and capital, first quarter of 2026", quarter),
        ("AI segment, loss and capital, second quarter of 2026", ai_burn_q2(case)),
        ("Whole company, capital less operating cash, first half of 2026", burn(case)),
    ]
    return pd.DataFrame([(n, float(b.m_as(FLOW))) for n, b in rows], columns=["burn", "busd_per_month"])
