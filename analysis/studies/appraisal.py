"""What a share is worth: one appraiser's model, on one balance sheet, with AI that pays for its own gigawatts.

The appraiser gives AI a margin and a turnover of capital of his own. The report knows what a leased gigawatt costs, how
long it lasts and what it is let for, so both follow from that: the *tied* valuation. Untied and tied share everything
else: his other segments, cash flows in the middle of the year, cash and debt of 30 June 2026, and all shares.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.evidence import Case
from analysis.models import chain as model
from analysis.models import finance, valuation
from analysis.peers import damodaran
from analysis.results.registry import result, table
from analysis.results.uncertainty import WORKING, interval, probability_above, simulation
from analysis.studies import bottleneck, parity
from analysis.units import Quantity, where

ONE, YEAR = Quantity(1.0, ""), Quantity(1.0, "year")
BILLION, FLOW = "gigaUSD", "gigaUSD/year"
YEARS = 2 * damodaran.BLOCK
AI = damodaran.AI


def _rate(case: Case, key: str) -> Quantity:
    return (case[f"valuation.{key}"] * YEAR).to("")


# ---- what goes into the appraiser's model --------------------------------------------------------------------------


def rates(case: Case) -> damodaran.Rates:
    """Give the appraiser's rates, with the cost of capital, growth and return on new capital of this case."""
    published, shift = damodaran.june_rates(case), _rate(case, "discount_rate_shift")
    return published._replace(
        early=published.early + shift,
        late=published.late + shift,
        growth=_rate(case, "growth_for_ever"),
        return_on_capital=_rate(case, "return_on_new_capital"),
    )


def plans(case: Case) -> list[damodaran.Plan]:
    """Give the appraiser's segments, with the factors on revenue, the margin and the turnover of AI of this case."""
    others = case["valuation.other_revenue_factor"]
    found = [plan._replace(revenue=plan.revenue * others) for plan in damodaran.june(case)]
    published, turnover = damodaran.june(case)[AI], case["valuation.ai_turnover_factor"]
    early, late = published.sales_to_capital
    found[AI] = published._replace(
        revenue=published.revenue * case["valuation.ai_revenue_factor"],
        margin=case["valuation.ai_margin_year_10"],
        sales_to_capital=(early * turnover, late * turnover),
    )
    return found


def with_ai(
    segments: list[damodaran.Plan], revenue: Quantity | None = None, margin: Quantity | None = None
) -> list[damodaran.Plan]:
    """Give the same segments with another last revenue or margin of AI."""
    own = segments[AI]
    changed = own._replace(
        revenue=own.revenue if revenue is None else revenue, margin=own.margin if margin is None else margin
    )
    return [changed if k == AI else plan for k, plan in enumerate(segments)]


# ---- the appraiser's own value -------------------------------------------------------------------------------------


def appraised_share(case: Case, segments: list[damodaran.Plan] | None = None) -> Quantity:
    """Give the value of a share on the workbook's terms: year ends, accounts of 2025, shares before the sale."""
    value = damodaran.operations([damodaran.segment(plan) for plan in segments or plans(case)], rates(case))
    return damodaran.june_issue(case, operating=value.total).value_per_share


@result("USD/share", digits=4)
def appraised_value_per_share(case: Case) -> Quantity:
    """Value of a share by the public appraiser's workbook of June 2026, rebuilt."""
    return appraised_share(case)


# ---- AI that pays for its own gigawatts ----------------------------------------------------------------------------


def lease(case: Case, factor: Quantity | None = None) -> model.LeaseAccounts:
    """Give the accounts of the leased fleet in dollars of 2026, at its mean rent or at another factor on a new one."""
    held = bottleneck.fleet_factor(case) if factor is None else factor
    return model.lease_accounts(
        case.real("market.revenue_per_gigawatt_year") * held,
        parity.ground_running_cost(case),
        case.real("cost.compute_cost"),
        case["cost.compute_life"],
        case.real("cost.facility_cost"),
        case["cost.facility_life"],
        case["cost.ground_overprovision"],
        case["market.fleet_growth"],
    )


def _tied(segments: list[damodaran.Plan], accounts: model.LeaseAccounts) -> list[damodaran.Plan]:
    turnover = (accounts.sales_to_capital, accounts.sales_to_capital)
    changed = segments[AI]._replace(margin=accounts.margin, sales_to_capital=turnover)
    return [changed if k == AI else plan for k, plan in enumerate(segments)]


@result("percent", digits=2)
def margin(case: Case) -> Quantity:
    """Operating margin of a leased gigawatt at the fleet's mean rent: what running and depreciation leave of it."""
    return lease(case).margin


@result(digits=2)
def sales_to_capital(case: Case) -> Quantity:
    """Yearly rent of a leased fleet over its capital not yet written off."""
    return lease(case).sales_to_capital


@result("percent", digits=2)
def return_on_capital(case: Case) -> Quantity:
    """Return after tax on the capital of a leased fleet, at its mean rent."""
    accounts, tax = lease(case), rates(case).tax_late
    return accounts.margin * (1.0 - tax) * accounts.sales_to_capital


@result(digits=2)
def appraised_sales_to_capital(case: Case) -> Quantity:
    """Sales to capital of AI by the appraiser, in his first five years and in the five after."""
    early, late = damodaran.june(case)[AI].sales_to_capital
    return Quantity(np.array([early.m_as(""), late.m_as("")]), "")


# ---- the value of operations ---------------------------------------------------------------------------------------


class Terms(NamedTuple):
    """When flows and the day of the valuation fall within a year, and how far a sale ends the last year."""

    timing: Quantity
    elapsed: Quantity
    by_multiple: Quantity


AS_PUBLISHED = Terms(finance.END_OF_YEAR, finance.START_OF_YEAR, Quantity(0.0, ""))


def terms(case: Case) -> Terms:
    """Give the terms of our valuation; the workbook's own are `AS_PUBLISHED`."""
    keys = ("flow_timing", "first_year_elapsed", "exit_multiple_weight")
    return Terms(*(case[f"valuation.{key}"] for key in keys))


class Valued(NamedTuple):
    """A valuation year by year: the company's flows, what they are worth, and the value after the last year."""

    company: valuation.Segment
    taxes: list[Quantity]
    cash_flows: list[Quantity]
    factors: list[Quantity]
    operations: valuation.OperatingValue


def valued(case: Case, segments: list[damodaran.Plan], accounts: model.LeaseAccounts | None, on: Terms) -> Valued:
    """Value the segments; with accounts AI grows for ever on its own turnover, not on the company's return."""
    given = rates(case)
    flows = [damodaran.segment(plan) for plan in segments]
    company = valuation.consolidated(flows)
    discounts, tax_rates = damodaran.discount_path(given), damodaran.tax_path(given)
    taxes = valuation.taxes(company.operating_incomes, tax_rates, damodaran.NO_LOSSES, case["valuation.loss_use_share"])
    cash = valuation.free_cash_flows(company, taxes)
    apart = flows if accounts is None else [flow for k, flow in enumerate(flows) if k != AI]
    last = valuation.terminal_value(
        valuation.consolidated(apart).operating_incomes[-1],
        tax_rates[-1],
        given.growth,
        given.return_on_capital,
        discounts[-1],
    )
    if accounts is not None:
        last = last + valuation.terminal_value_at_turnover(
            flows[AI].revenues[-1],
            segments[AI].margin,
            tax_rates[-1],
            given.growth,
            accounts.sales_to_capital,
            discounts[-1],
        )
    sold = valuation.value_at_multiple(company.revenues[-1], case["valuation.exit_multiple"])
    sold = valuation.at_last_day(sold, discounts[-1], on.timing)
    last = last * (1.0 - on.by_multiple) + sold * on.by_multiple
    value = valuation.value_of_flows(cash, discounts, last, on.timing, on.elapsed)
    factors = valuation.factors_within_years(discounts, on.timing, on.elapsed)
    return Valued(company, taxes, cash, factors, value)


def _operations(case: Case, tied: bool, revenue: Quantity | None = None, factor: Quantity | None = None) -> Quantity:
    accounts = lease(case, factor) if tied else None
    segments = plans(case) if accounts is None else _tied(plans(case), accounts)
    return valued(case, with_ai(segments, revenue), accounts, terms(case)).operations.total


@result(BILLION, digits=4)
def operations_untied(case: Case) -> Quantity:
    """Value of operations with the appraiser's margin and turnover of AI, cash flows in mid-year."""
    return _operations(case, tied=False)


@result(BILLION, digits=4)
def operations_without_ai(case: Case) -> Quantity:
    """Value of operations of the other segments, cash flows in mid-year."""
    others = [plan for k, plan in enumerate(plans(case)) if k != AI]
    return valued(case, others, None, terms(case)).operations.total


@result(BILLION, digits=4)
def operations_built(case: Case) -> Quantity:
    """Value of operations if the appraiser's AI revenue comes from leased gigawatts, whether they pay or not."""
    return _operations(case, tied=True)


@result(BILLION, digits=4)
def operations_tied(case: Case) -> Quantity:
    """Value of operations with AI that pays for its own gigawatts; gigawatts that would not pay are not built."""
    return Quantity(np.maximum(operations_built(case), operations_without_ai(case)))


@result(BILLION, digits=3)
def ai_value_built(case: Case) -> Quantity:
    """Value of AI if the appraiser's AI revenue comes from leased gigawatts, whether they pay or not."""
    return operations_built(case) - operations_without_ai(case)


@result(BILLION, digits=3)
def ai_value_untied(case: Case) -> Quantity:
    """Value of AI at the appraiser's margin and turnover of capital, cash flows in mid-year."""
    return operations_untied(case) - operations_without_ai(case)


# ---- from operations to a share ------------------------------------------------------------------------------------


@result(BILLION, digits=4)
def net_cash(case: Case) -> Quantity:
    """Cash and securities less debt on 30 June 2026, after the offering and the notes."""
    return case.nominal("spacex.cash_end_june_2026") - case.nominal("spacex.debt_june_2026")


@result(BILLION, digits=4)
def other_owners(case: Case) -> Quantity:
    """What others own of the companies that SpaceX consolidates."""
    return case.nominal("valuation.minority_interests")


@result(BILLION, digits=3)
def operating_leases(case: Case) -> Quantity:
    """Debt in operating leases, which the accounts keep among other liabilities."""
    return case.nominal("valuation.operating_leases")


def _tax_on_cash_abroad(case: Case) -> Quantity:
    """Give the tax on bringing home what is held abroad of cash and securities."""
    abroad = case.nominal("spacex.cash_end_june_2026") * case["valuation.cash_abroad_share"]
    return abroad * case["valuation.cash_abroad_tax"]


@result(BILLION, digits=3)
def digital_assets(case: Case) -> Quantity:
    """Digital assets on the balance sheet of June 2026, which are neither cash nor part of operations."""
    return case.nominal("spacex.digital_assets_june_2026")


def _other_claims(case: Case) -> Quantity:
    """Give what comes off beside debt: leases, other owners and tax on cash abroad, less what is held beside cash."""
    return operating_leases(case) + other_owners(case) + _tax_on_cash_abroad(case) - digital_assets(case)


def _beside_operations(case: Case) -> Quantity:
    """Give what the owners of the shares have beside operations: cash less debt, less other claims."""
    return net_cash(case) - _other_claims(case)


@result("gigashare", digits=4)
def shares_outstanding(case: Case) -> Quantity:
    """Shares of both classes in July 2026, with those issued for Cursor in August."""
    return case["offering.shares_latest"]


def _without_payment(case: Case) -> Quantity:
    return shares_outstanding(case) + case["offering.stock_units"]


def diluted_shares(case: Case, price: Quantity) -> Quantity:
    """Give all shares at a price: outstanding, units of employees, and options by the treasury-stock method."""
    options = valuation.treasury_stock_dilution(
        case["offering.options"], case.nominal("offering.options_exercise_price"), price
    )
    return _without_payment(case) + options


@result("gigashare", digits=4)
def diluted_shares_at_offer(case: Case) -> Quantity:
    """All shares at the offer price, options by the treasury-stock method."""
    return diluted_shares(case, case.nominal("offering.price"))


def _per_share(case: Case, operations: Quantity) -> Quantity:
    share = valuation.value_per_share_after_awards(
        operations + _beside_operations(case),
        _without_payment(case),
        case["offering.options"],
        case.nominal("offering.options_exercise_price"),
    )
    return np.maximum(share, 0.0 * share)  # whoever owns shares cannot lose more than them


@result("USD/share", digits=3)
def value_per_share(case: Case) -> Quantity:
    """Value of a share with AI that pays for its own gigawatts, on all shares and the balance sheet of June 2026."""
    return _per_share(case, operations_tied(case))


@result("USD/share", digits=3)
def value_per_share_untied(case: Case) -> Quantity:
    """Value of a share with the appraiser's margin and turnover of AI, on all shares and the same balance sheet."""
    return _per_share(case, operations_untied(case))


@result("teraUSD", digits=3)
def equity_value(case: Case) -> Quantity:
    """Value of all equity with AI that pays for its own gigawatts."""
    return operations_tied(case) + _beside_operations(case)


# ---- backwards: what a price needs ---------------------------------------------------------------------------------


def operations_at(case: Case, price: Quantity) -> Quantity:
    """Give the value of operations that a price of a share pays for."""
    equity = valuation.market_capitalisation(price, diluted_shares(case, price))
    cash, debt = case.nominal("spacex.cash_end_june_2026"), case.nominal("spacex.debt_june_2026")
    return valuation.enterprise_value(equity, debt, cash) + _other_claims(case)


def operations_with(case: Case, segments: list[damodaran.Plan]) -> Quantity:
    """Give the value of operations with other segments, as the appraiser ties them, cash flows in mid-year."""
    return valued(case, segments, None, terms(case)).operations.total


def worth_of_revenue(case: Case, tied: bool, factor: Quantity | None = None) -> Quantity:
    """Give the value today of one more dollar of yearly AI revenue in the tenth year."""
    base = damodaran.june(case)[AI].revenue
    once, twice = (_operations(case, tied, k * base, factor) for k in (1.0, 2.0))
    return ((twice - once) / (base * YEAR)).to("")


def ai_revenue_for(case: Case, price: Quantity, tied: bool, factor: Quantity | None = None) -> Quantity:
    """Give the AI revenue of the tenth year that carries a price; without end where more revenue is worth less."""
    base = damodaran.june(case)[AI].revenue

    def forward(last: Quantity) -> Quantity:
        return _operations(case, tied, last, factor)

    found = valuation.implied_linear_driver(forward, operations_at(case, price), base, 2.0 * base)
    pays = worth_of_revenue(case, tied, factor).magnitude > 0.0
    return where(pays, np.maximum(found, 0.0 * base), Quantity(np.inf, base.units))


@result(FLOW, digits=3)
def required_ai_revenue_rents_hold(case: Case) -> Quantity:
    """AI revenue in the tenth year that carries the offer price if AI pays for its gigawatts and rents never fall."""
    return ai_revenue_for(case, case.nominal("offering.price"), tied=True, factor=ONE)


def _rent_for(case: Case, revenue: Quantity) -> Quantity:
    """Give the rent of a new gigawatt at which an AI revenue that pays for its gigawatts carries the offer price."""
    wanted = operations_at(case, case.nominal("offering.price"))
    new, mean = case.real("market.revenue_per_gigawatt_year"), bottleneck.fleet_factor(case)

    def forward(factor: Quantity) -> Quantity:
        return _operations(case, True, revenue, factor * mean)

    return valuation.implied_driver(forward, wanted, 0.2 * ONE, 20.0 * ONE) * new


@result("gigaUSD/GW/year", digits=3)
def required_rent(case: Case) -> Quantity:
    """Yearly rent of a new gigawatt at which the AI revenue needed without the tie carries the price with it."""
    return _rent_for(case, ai_revenue_for(case, case.nominal("offering.price"), tied=False))


@result(words="{}×", digits=2)
def required_rent_over_today(case: Case) -> Quantity:
    """That rent over the one of June 2026."""
    return required_rent(case) / case.real("market.revenue_per_gigawatt_year")


# ---- money of one year ---------------------------------------------------------------------------------------------


def in_todays_money(case: Case, nominal: Quantity) -> Quantity:
    """Carry money of the tenth year to dollars of 2026, the first of the ten years."""
    prices = finance.price_index([_rate(case, "inflation")] * (YEARS - 1))
    return finance.at_prices_of(nominal, prices[-1], prices[0])


@result(digits=0)
def last_year(case: Case) -> Quantity:
    """The tenth year of the valuation."""
    return case["valuation.base_year"] + YEARS


# ---- the value as a distribution -----------------------------------------------------------------------------------


@result("USD/share", digits=2)
def value_range(case: Case) -> Quantity:
    """Value of a share with AI that pays for its own gigawatts: the 90 % range over all inputs."""
    return interval(value_per_share, case, count=WORKING)


@result("USD/share", digits=2)
def value_range_untied(case: Case) -> Quantity:
    """Value of a share with the appraiser's margin and turnover of AI: the 90 % range over all inputs."""
    return interval(value_per_share_untied, case, count=WORKING)


@result("percent", digits=2)
def probability_of_offer(case: Case) -> Quantity:
    """Probability that a share is worth the offer price or more, if AI pays for its own gigawatts."""
    return probability_above(value_per_share, case.nominal("offering.price"), case, count=WORKING)


@result("percent", digits=2)
def probability_of_offer_untied(case: Case) -> Quantity:
    """Probability that a share is worth the offer price or more, with the appraiser's margin and turnover of AI."""
    return probability_above(value_per_share_untied, case.nominal("offering.price"), case, count=WORKING)


@result("percent", digits=2)
def probability_of_latest(case: Case) -> Quantity:
    """Probability that a share is worth the last price found or more, if AI pays for its own gigawatts."""
    return probability_above(value_per_share, case.nominal("offering.latest_price"), case, count=WORKING)


@result("percent", digits=2)
def probability_of_two_trillion(case: Case) -> Quantity:
    """Probability that all equity is worth what the document says it aims at, if AI pays for its own gigawatts."""
    return probability_above(equity_value, case.nominal("documents.valuation"), case, count=WORKING)


# ---- tables --------------------------------------------------------------------------------------------------------


def _years(case: Case, found: Valued, on: Terms) -> pd.DataFrame:
    first = int(case["valuation.base_year"].m_as("")) + 1
    rows = []
    for k in range(YEARS):
        flows = (
            found.company.revenues[k],
            found.company.operating_incomes[k],
            found.taxes[k],
            found.company.reinvestments[k],
            found.cash_flows[k],
        )
        factor = float(found.factors[k].m_as(""))
        money = [float(flow.m_as(FLOW)) for flow in flows]
        left = 1.0 if k else 1.0 - float(on.elapsed.m_as("year"))
        rows.append((first + k, *money, factor, money[-1] * factor * left))
    columns = ["year", "revenue", "operating_income", "tax", "reinvestment", "free_cash_flow", "discount_factor"]
    return pd.DataFrame(rows, columns=[*columns, "present_value"])


@table
def years_published(case: Case) -> pd.DataFrame:
    """The appraiser's valuation year by year, as he has it, in billions of dollars."""
    return _years(case, valued(case, plans(case), None, AS_PUBLISHED), AS_PUBLISHED)


@table
def years(case: Case) -> pd.DataFrame:
    """Our valuation year by year, with AI that pays for its own gigawatts, in billions of dollars."""
    accounts = lease(case)
    return _years(case, valued(case, _tied(plans(case), accounts), accounts, terms(case)), terms(case))


@table
def bridge(case: Case) -> pd.DataFrame:
    """From the value of operations to a share, in billions: the appraiser, the same on our bridge, and tied."""
    published = damodaran.operations([damodaran.segment(p) for p in plans(case)], rates(case))
    accounts = lease(case)
    ours = (
        valued(case, plans(case), None, terms(case)).operations,
        valued(case, _tied(plans(case), accounts), accounts, terms(case)).operations,
    )
    issue = damodaran.june_issue(case, operating=published.total)
    cash, debt = case.nominal("spacex.cash_end_june_2026"), case.nominal("spacex.debt_june_2026")
    first = (
        published.explicit,
        published.terminal,
        case.nominal("valuation.june_cash"),
        case.nominal("valuation.june_debt"),
        0.0 * cash,
        issue.equity_value - case.nominal("valuation.june_proceeds"),
    )
    count, share = case["valuation.june_shares"], issue.value_per_share
    last = float(count.m_as("gigashare")), float(share.m_as("USD/share"))
    columns = [[*(float(q.m_as(BILLION)) for q in first), *last]]
    for value in ours:
        share = _per_share(case, value.total)
        parts = (
            value.explicit,
            value.terminal,
            cash,
            debt,
            _other_claims(case),
            value.total + _beside_operations(case),
        )
        last = float(diluted_shares(case, share).m_as("gigashare")), float(share.m_as("USD/share"))
        columns.append([*(float(q.m_as(BILLION)) for q in parts), *last])
    for column, share in zip(
        columns,
        (issue.value_per_share, value_per_share_untied(case), value_per_share(case)),
        strict=True,
    ):
        column.append(float(share.m_as("USD/share")))
    lines = ["Ten years", "Years after", "Cash", "Debt", "Other claims", "Equity", "Shares (billion)"]
    lines.append("Value of a share ($)")
    lines.append("Value of a share if gigawatts that lose money are not built ($)")
    names = ["line", "appraiser", "untied", "tied"]
    return pd.DataFrame(list(zip(lines, *columns, strict=True)), columns=names)


@table
def ties(case: Case) -> pd.DataFrame:
    """What the offer price needs of AI without the tie, tied with rents that hold, and tied with rents that fall."""
    mean, price, tax = bottleneck.fleet_factor(case), case.nominal("offering.price"), rates(case).tax_late
    own = plans(case)[AI]
    cases = [
        ("As the appraiser has it", False, None, own.margin, own.sales_to_capital[1], mean),
        ("Tied, rents hold", True, ONE, lease(case, ONE).margin, lease(case, ONE).sales_to_capital, ONE),
        ("Tied, rents fall", True, None, lease(case).margin, lease(case).sales_to_capital, mean),
    ]
    rows = []
    for name, tied, factor, profit, turnover, held in cases:
        needed = ai_revenue_for(case, price, tied, factor)
        rent = case.real("market.revenue_per_gigawatt_year") * held
        power = model.power_for_revenue(in_todays_money(case, needed), rent)
        worth = worth_of_revenue(case, tied, factor)
        earned = profit * (1.0 - tax) * turnover
        found = [float(q.m_as(u)) for q, u in ((needed, FLOW), (power, "GW"))]
        row = (float(profit.m_as("percent")), float(turnover.m_as("")), float(earned.m_as("percent")))
        rows.append((name, *row, float(worth.m_as("")), *(x if np.isfinite(x) else np.nan for x in found)))
    columns = ["case", "margin_percent", "sales_to_capital", "return_percent", "worth_of_a_dollar"]
    return pd.DataFrame(rows, columns=[*columns, "needed_busd_per_year", "needed_gw"])


@result(words="{}×", digits=2)
def exit_multiple_implied(case: Case) -> Quantity:
    """Value after the tenth year over that year's sales, as growth for ever gives it without the tie."""
    on = terms(case)._replace(by_multiple=AS_PUBLISHED.by_multiple)
    found = valued(case, plans(case), None, on)
    once = valuation.value_at_multiple(found.company.revenues[-1], Quantity(1.0, ""))
    once = valuation.at_last_day(once, damodaran.discount_path(rates(case))[-1], on.timing)
    return found.operations.terminal / (found.factors[-1] * once)


def _sold(case: Case, end: Quantity) -> Case:
    return case.with_values({"valuation.exit_multiple_weight": Quantity(1.0, ""), "valuation.exit_multiple": end})


def _other_terms(case: Case) -> list[tuple[str, str, Case]]:
    """Give each convention of our valuation, the other way of doing it, and the case that does it so."""

    def moved(key: str, value: Quantity) -> Case:
        return case.with_values({f"valuation.{key}": value})

    def high(key: str) -> Quantity:
        return case.bounds(f"valuation.{key}")[1]

    abroad = {f"valuation.cash_abroad_{part}": high(f"cash_abroad_{part}") for part in ("share", "tax")}
    low, top = case.bounds("valuation.exit_multiple")
    ends = (low, case["valuation.exit_multiple"], top)
    return [
        ("Cash flows in mid-year", "at the ends of years", moved("flow_timing", finance.END_OF_YEAR)),
        ("Valued on 30 June 2026", "on 1 January", moved("first_year_elapsed", finance.START_OF_YEAR)),
        (
            "Leases in other liabilities",
            "the most there is room for",
            moved("operating_leases", high("operating_leases")),
        ),
        ("No cash abroad", "the most in the ranges", case.with_values(abroad)),
        ("No other owners", "the most in the range", moved("minority_interests", high("minority_interests"))),
        *(("Growth for ever", f"sold at {float(end.m_as('')):g} times sales", _sold(case, end)) for end in ends),
    ]


@table
def conventions(case: Case) -> pd.DataFrame:
    """What each convention of our valuation is worth: a share the other way, and the change, in dollars."""

    def worth(there: Case) -> tuple[float, float]:
        keys = (value_per_share_untied, value_per_share)
        untied, tied = (float(key(there).m_as("USD/share")) for key in keys)
        return untied, tied

    here = worth(case)
    rows = [("Our case", "", *here, 0.0, 0.0)]
    for name, instead, there in _other_terms(case):
        found = worth(there)
        rows.append((name, instead, *found, found[0] - here[0], found[1] - here[1]))
    columns = ["convention", "instead", "untied", "tied", "untied_change", "tied_change"]
    return pd.DataFrame(rows, columns=columns).round(GRID_DIGITS)


@result("USD/share", digits=2)
def open_items(case: Case) -> Quantity:
    """Most that leases, cash abroad or other owners could take off a share, at the far end of their ranges."""
    unsettled = ("Leases in other liabilities", "No cash abroad", "No other owners")
    least = min(
        float(value_per_share_untied(there).m_as("USD/share"))
        for name, _, there in _other_terms(case)
        if name in unsettled
    )
    return value_per_share_untied(case) - Quantity(least, "USD/share")


GRID_DIGITS = 6
POINTS = 5  # of a grid over a range; the case's own value is added to them


def _grid(case: Case, key: str) -> list[float]:
    low, high = case.record(key).lowest.magnitude, case.record(key).highest.magnitude
    return [float(x) for x in np.unique(np.append(np.linspace(low, high, POINTS), case[key].magnitude))]


@table
def by_rates(case: Case) -> pd.DataFrame:
    """Appraised value of a share, in dollars, over the ranges of the cost of capital and of growth for ever."""
    shift, growth = "valuation.discount_rate_shift", "valuation.growth_for_ever"
    rows = []
    for points in _grid(case, shift):
        for rate in _grid(case, growth):
            moved = case.with_values({shift: Quantity(points, "1/year"), growth: Quantity(rate, "1/year")})
            worth = float(appraised_value_per_share(moved).m_as("USD/share"))
            late = float((_rate(moved, "discount_rate_shift") + damodaran.june_rates(case).late).m_as("percent"))
            rows.append((late, float(Quantity(rate, "").m_as("percent")), worth))
    return pd.DataFrame(rows, columns=["cost_of_capital_percent", "growth_percent", "usd_per_share"]).round(GRID_DIGITS)


@table
def by_ai(case: Case) -> pd.DataFrame:
    """Appraised value of a share, in dollars, over the ranges of the last revenue and of the margin of AI."""
    factor, profit = "valuation.ai_revenue_factor", "valuation.ai_margin_year_10"
    base = damodaran.june(case)[AI].revenue
    rows = []
    for times in _grid(case, factor):
        for share in _grid(case, profit):
            moved = case.with_values({factor: Quantity(times, ""), profit: Quantity(share, "")})
            worth = float(appraised_value_per_share(moved).m_as("USD/share"))
            rows.append((float((base * times).m_as(FLOW)), float(Quantity(share, "").m_as("percent")), worth))
    columns = ["ai_revenue_busd_per_year", "margin_percent", "usd_per_share"]
    return pd.DataFrame(rows, columns=columns).round(GRID_DIGITS)


@result("USD/share", digits=3)
def morningstar_value(case: Case) -> Quantity:
    """Value of a share by Morningstar: its core and the three scenarios, weighted by their probabilities."""
    scenarios = case.nominal("valuation.morningstar_scenario_values")
    weights = case["valuation.morningstar_scenario_odds"]
    size = range(len(scenarios.magnitude))
    rest = valuation.probability_weighted_value([scenarios[i] for i in size], [weights[i] for i in size])
    return case.nominal("valuation.morningstar_core_per_share") + rest


@table
def football_field(case: Case) -> pd.DataFrame:
    """Value of a share by appraiser, by our distributions, and what was paid: low, middle, high, in dollars."""
    keys = (appraised_value_per_share.key, value_per_share_untied.key, value_per_share.key)
    found = simulation(keys, case, WORKING)

    def spread(key: str) -> tuple[float, float, float]:
        low, middle, high = (float(found.quantile(key, p).value.m_as("USD/share")) for p in (0.05, 0.5, 0.95))
        return low, middle, high

    def point(key: str) -> tuple[float, float, float]:
        price = float(case.nominal(key).m_as("USD/share"))
        return price, price, price

    low, top = case.bounds("valuation.exit_multiple")
    ends = (low, case["valuation.exit_multiple"], top)
    sold = (float(value_per_share_untied(_sold(case, end)).m_as("USD/share")) for end in ends)
    core = float(case.nominal("valuation.morningstar_core_per_share").m_as("USD/share"))
    added = [float(v) for v in case.nominal("valuation.morningstar_scenario_values").m_as("USD/share")]
    middle = float(morningstar_value(case).m_as("USD/share"))
    rows = [
        ("Morningstar, scenarios", "appraiser", core + min(added), middle, core + max(added)),
        ("Damodaran, as printed", "appraiser", *point("valuation.june_value_per_share")),
        ("Mifnet list", "appraiser", *point("valuation.mifnet_value_per_share")),
        ("Damodaran's model, our ranges", "distribution", *spread(keys[0])),
        ("The same, one balance sheet, all shares", "distribution", *spread(keys[1])),
        ("AI pays for its own gigawatts", "distribution", *spread(keys[2])),
        ("Sold at a multiple of sales in year ten", "cross-check", *sold),
        ("Offer, June 2026", "price", *point("offering.price")),
        ("First close", "price", *point("offering.first_close")),
        ("Last price found", "price", *point("offering.latest_price")),
    ]
    return pd.DataFrame(rows, columns=["who", "kind", "low", "middle", "high"])
