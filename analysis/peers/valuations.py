"""Valuations of other companies by other authors, rebuilt with the report's functions from their own inputs.

They enter no result of the report. They show that its discounted cash flow is that of the field: a workbook with
capitalised research and options, a textbook's table, a textbook's example with its ranges, an analyst's grid, a
course's case, and cash flows that fall in the middle of their years.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.evidence import Case
from analysis.models import finance, valuation
from analysis.models.finance import YEAR
from analysis.units import Quantity

NO_LOSSES, NO_PROCEEDS = Quantity(0.0, "USD"), Quantity(0.0, "USD")
TEN_YEARS, HALF = 10, 5


class Row(NamedTuple):
    """One published output with ours and half a unit of its last printed digit."""

    company: str
    author: str
    output: str
    unit: str
    published: float
    ours: float
    rounding: float

    @property
    def reproduced(self) -> bool:
        """Whether ours rounds to what is printed, give or take the rounding of printed inputs."""
        return bool(abs(self.ours - self.published) <= self.rounding * (1.0 + 1e-6))


def one(case: Case, name: str) -> Quantity:
    """Read a record of the topic at face value; a rate of one year becomes a pure number."""
    key = f"peers_valuations.{name}"
    value = case.nominal(key) if "USD" in case.record(key).unit else case[key]
    return (value * YEAR).to("") if value.check("1/[time]") else value


def several(case: Case, name: str) -> list[Quantity]:
    """Read a record that is a series."""
    values = one(case, name)
    return [values[i] for i in range(len(values.magnitude))]


# ---- Tesla, November 2021: a workbook ------------------------------------------------------------------------------


def tesla_research(case: Case) -> valuation.Research:
    """Give research as an asset."""
    current, *past = several(case, "tesla_research")
    return valuation.capitalised_research(current, past)


def tesla_company(case: Case) -> valuation.Segment:
    """Give ten years of revenue, operating income and reinvestment."""
    base = one(case, "tesla_revenue")
    margin = (one(case, "tesla_operating_income") + tesla_research(case).income_adjustment) / base
    growth = valuation.held_then_linear_path(
        one(case, "tesla_growth"), one(case, "tesla_riskfree_rate"), HALF, TEN_YEARS
    )
    year = int(case["peers_valuations.tesla_convergence_year"].m_as("year"))
    margins = valuation.converging_path(margin.to(""), one(case, "tesla_margin"), year, TEN_YEARS)
    turnover = [one(case, "tesla_sales_to_capital")] * HALF + [one(case, "tesla_sales_to_capital_late")] * HALF
    return valuation.segment_of(base, valuation.compound_path(base, growth), margins, turnover)


def tesla_operations(case: Case) -> valuation.OperatingValue:
    """Give the value of operations."""
    tax, rate = (
        valuation.held_then_linear_path(
            one(case, f"tesla_{name}"), one(case, f"tesla_{name}_terminal"), HALF, TEN_YEARS
        )
        for name in ("tax_rate", "cost_of_capital")
    )
    after = one(case, "tesla_riskfree_rate"), one(case, "tesla_terminal_return_on_capital")
    return valuation.value_of_operations(tesla_company(case), tax, rate, *after, NO_LOSSES)


def tesla_equity(case: Case) -> Quantity:
    """Give the value of equity before options."""
    return tesla_operations(case).total + one(case, "tesla_cash") - one(case, "tesla_debt")


def tesla_value_per_share(case: Case) -> Quantity:
    """Give the value of a share after the options of employees; the workbook compounds continuously."""
    rate = Quantity(np.expm1(one(case, "tesla_riskfree_rate").magnitude), "")
    return valuation.value_per_share_after_options(
        tesla_equity(case),
        one(case, "tesla_shares"),
        one(case, "tesla_options"),
        one(case, "tesla_option_exercise_price"),
        one(case, "tesla_option_maturity"),
        rate,
        one(case, "tesla_option_volatility"),
    )


def tesla(case: Case) -> list[Row]:
    """Give every published output of the workbook with ours."""
    million, flow, company = "megaUSD", "megaUSD/year", tesla_company(case)
    value, research = tesla_operations(case), tesla_research(case)
    terminal = value.terminal / finance.cumulative_discount_factors(_tesla_rates(case))[-1]
    options = tesla_equity(case) - tesla_value_per_share(case) * one(case, "tesla_shares")
    found = [
        ("research_adjustment", research.income_adjustment, flow, 0.05),
        ("research_asset", research.asset, million, 0.05),
        ("revenue_year_10", company.revenues[-1], flow, 0.05),
        ("operating_income_year_10", company.operating_incomes[-1], flow, 0.05),
        ("present_value_explicit", value.explicit, million, 0.05),
        ("terminal_value", terminal, million, 0.05),
        ("present_value_terminal", value.terminal, million, 0.05),
        ("value_of_operations", value.total, million, 0.05),
        ("value_of_equity", tesla_equity(case), million, 0.05),
        ("option_value", options, million, 0.005),
        ("value_per_share", tesla_value_per_share(case), "USD/share", 0.005),
    ]
    return [_row(case, "Tesla, 2021", "Damodaran", "tesla", *row) for row in found]


def _tesla_rates(case: Case) -> list[Quantity]:
    early, late = one(case, "tesla_cost_of_capital"), one(case, "tesla_cost_of_capital_terminal")
    return valuation.held_then_linear_path(early, late, HALF, TEN_YEARS)


# ---- GlobalCo: a textbook's table ----------------------------------------------------------------------------------


def globalco(case: Case) -> list[Row]:
    """Give every published output of the table with ours; free cash flow and continuing value are its inputs."""
    flows, rate = several(case, "globalco_free_cash_flow"), one(case, "globalco_cost_of_capital")
    value = valuation.value_of_flows(flows, [rate] * len(flows), one(case, "globalco_continuing_value"))
    debt, shares = one(case, "globalco_debt"), one(case, "globalco_shares")
    issue = valuation.price_of_an_issue(value.total, NO_LOSSES, debt, NO_PROCEEDS, NO_LOSSES, shares)
    million = "megaUSD"
    years = [(flow * YEAR * v).to("USD") for flow, v in zip(flows, _factors(rate, len(flows)), strict=True)]
    printed = several(case, "globalco_present_values")
    names = [f"Present value, year {k + 1}" for k in range(len(years))] + ["Present value, later"]
    rows = [
        Row("GlobalCo", "Koller, Goedhart, Wessels", name, million, p.m_as(million), ours.m_as(million), 0.05)
        for name, p, ours in zip(names, printed, [*years, value.terminal], strict=True)
    ]
    found = [
        ("value_of_operations", value.total, million, 0.05),
        ("value_of_equity", issue.equity_value, million, 0.05),
        ("value_per_share", issue.value_per_share, "USD/share", 0.005),
    ]
    return rows + [_row(case, "GlobalCo", "Koller, Goedhart, Wessels", "globalco", *row) for row in found]


def _factors(rate: Quantity, years: int) -> list[Quantity]:
    return finance.cumulative_discount_factors([rate] * years)


# ---- Kenneth Cole, 2006: a textbook's example ----------------------------------------------------------------------


def kenneth_cole_revenues(case: Case, first_growth: Quantity | None = None) -> list[Quantity]:
    """Give revenue of six years; another first growth slows to the last one in equal steps."""
    growth = several(case, "kenneth_cole_growth")
    if first_growth is not None:
        growth = [first_growth, *valuation.linear_path(first_growth, growth[-1], len(growth) - 1)]
    return valuation.compound_path(one(case, "kenneth_cole_revenue"), growth)


def kenneth_cole_value_per_share(
    case: Case, first_growth: Quantity | None = None, margin: Quantity | None = None
) -> Quantity:
    """Give the value of a share, as in the example or with another first growth or margin."""
    base, revenue = one(case, "kenneth_cole_revenue"), kenneth_cole_revenues(case, first_growth)
    needed = one(case, "kenneth_cole_working_capital_share") + one(case, "kenneth_cole_investment_share")
    margins = [one(case, "kenneth_cole_margin") if margin is None else margin] * len(revenue)
    company = valuation.segment_of(base, revenue, margins, [(1.0 / needed).to("")] * len(revenue))
    rate, growth = one(case, "kenneth_cole_cost_of_capital"), one(case, "kenneth_cole_growth_terminal")
    tax = [one(case, "kenneth_cole_tax_rate")] * len(revenue)
    flows = valuation.free_cash_flows(company, valuation.taxes(company.operating_incomes, tax, NO_LOSSES))
    later = finance.perpetuity_value(flows[-1] * (1.0 + growth), rate, growth)
    value = valuation.value_of_flows(flows, [rate] * len(flows), later).total
    cash, debt, shares = (one(case, f"kenneth_cole_{name}") for name in ("cash", "debt", "shares"))
    return valuation.price_of_an_issue(value, cash, debt, NO_PROCEEDS, NO_LOSSES, shares).value_per_share


def kenneth_cole(case: Case) -> list[Row]:
    """Give the revenue that is printed, and the values at the ends of two printed ranges, with ours."""
    company, author = "Kenneth Cole, 2006", "Berk, DeMarzo"
    flow, share = "megaUSD/year", "USD/share"
    printed, ours = several(case, "kenneth_cole_revenues"), kenneth_cole_revenues(case)
    rows = [
        Row(company, author, f"Revenue, {2006 + k}", flow, p.m_as(flow), o.m_as(flow), 0.005)
        for k, (p, o) in enumerate(zip(printed, ours, strict=True))
    ]
    for driver, name in (("growth", "first_growth"), ("margin", "margin")):
        ends = several(case, f"kenneth_cole_{driver}_range")
        for end, p in zip(ends, several(case, f"kenneth_cole_{driver}_values"), strict=True):
            found = kenneth_cole_value_per_share(case, **{name: end})
            label = f"Value per share, {driver} {end.m_as('percent'):.0f} %"
            rows.append(Row(company, author, label, share, p.m_as(share), found.m_as(share), 0.005))
    return rows


# ---- Universal Health Services, 2025: an analyst's grid ------------------------------------------------------------


def uhs_value(case: Case, rate: Quantity, growth: Quantity) -> valuation.OperatingValue:
    """Give the value of operations at a cost of capital and a growth after year 10."""
    flows = several(case, "uhs_free_cash_flow")
    later = finance.perpetuity_value(flows[-1] * (1.0 + growth), rate, growth)
    return valuation.value_of_flows(flows, [rate] * len(flows), later)


def uhs_issue(case: Case, rate: Quantity, growth: Quantity) -> valuation.Issue:
    """Give equity and the value of a share at a cost of capital and a growth after year 10."""
    debt, shares = one(case, "uhs_net_debt"), one(case, "uhs_shares")
    value = uhs_value(case, rate, growth).total
    return valuation.price_of_an_issue(value, NO_LOSSES, debt, NO_PROCEEDS, NO_LOSSES, shares)


def uhs(case: Case) -> list[Row]:
    """Give the outputs of the base case and the whole grid with ours.

    Cash flow is printed to a million dollars: half a million in each of ten years moves the sum of their values by at
    most 3.3 million, and half a million in the last year moves the terminal value by 8.6.
    """
    company, author, million, share = "Universal Health Services, 2025", "samuelsalfati", "megaUSD", "USD/share"
    base = one(case, "uhs_cost_of_capital"), one(case, "uhs_growth_terminal")
    value, issue = uhs_value(case, *base), uhs_issue(case, *base)
    terminal = value.terminal / _factors(base[0], TEN_YEARS)[-1]
    found = [
        ("present_value_explicit", value.explicit, million, 0.5 + 3.3),
        ("terminal_value", terminal, million, 0.5 + 8.6),
        ("present_value_terminal", value.terminal, million, 0.5 + 3.8),
        ("value_of_operations", value.total, million, 0.5 + 7.1),
        ("value_of_equity", issue.equity_value, million, 0.5 + 7.1),
        ("value_per_share", issue.value_per_share, share, 0.005 + 0.12),
    ]
    rows = [_row(case, company, author, "uhs", *row) for row in found]
    printed = iter(several(case, "uhs_grid_values"))
    for rate in several(case, "uhs_grid_cost_of_capital"):
        for growth in several(case, "uhs_grid_growth"):
            label = f"Value per share at {rate.m_as('percent'):.1f} % and {growth.m_as('percent'):.1f} %"
            ours = uhs_issue(case, rate, growth).value_per_share.m_as(share)
            rows.append(Row(company, author, label, share, next(printed).m_as(share), ours, 0.5 + 0.2))
    return rows


# ---- TechServices: a course's case, and the middle of the year ------------------------------------------------------


def techservices(case: Case) -> list[Row]:
    """Give every present value, the bridge and one cell of the grid with ours.

    Cash flow is printed to a million dollars and taken as printed; the value after year 5 is printed from a cash flow
    that was rounded once more, from 32.96 to 33 million. The cell of the grid contradicts the text beside it.
    """
    company, author, million = "TechServices", "athena-portal", "megaUSD"
    flows, rate = several(case, "techservices_free_cash_flow"), one(case, "techservices_cost_of_capital")
    growth, shares = one(case, "techservices_growth_terminal"), one(case, "techservices_shares")
    later = finance.perpetuity_value(flows[-1] * (1.0 + growth), rate, growth)
    value = valuation.value_of_flows(flows, [rate] * len(flows), later)
    issue = valuation.price_of_an_issue(value.total, NO_LOSSES, NO_LOSSES, NO_PROCEEDS, NO_LOSSES, shares)
    years = [(flow * YEAR * v).to("USD") for flow, v in zip(flows, _factors(rate, len(flows)), strict=True)]
    printed = several(case, "techservices_present_values")
    rows = [
        Row(company, author, f"Present value, year {k}", million, p.m_as(million), ours.m_as(million), 0.05)
        for k, (p, ours) in enumerate(zip(printed, years, strict=True), start=1)
    ]
    found = [
        ("terminal_value", later, million, 0.05 + 0.5),
        ("present_value_terminal", value.terminal, million, 0.05 + 0.3),
        ("value_of_operations", value.total, million, 0.05 + 0.3),
        ("value_per_share", issue.value_per_share, "USD/share", 0.005 + 0.015),
        ("grid_value", value.total, million, 0.5 + 3.0),
    ]
    return rows + [_row(case, company, author, "techservices", *row) for row in found]


def middle_of_the_year(case: Case) -> list[Row]:
    """Give five equal flows by the middle and by the end of their years, with ours."""
    company, author, million = "Mid-year example", "liv2trade", "megaUSD"
    flow, rate = one(case, "midyear_free_cash_flow"), one(case, "midyear_cost_of_capital")
    rows = []
    for words, share, values, total in (
        ("middle", 0.5, "midyear_present_values", "midyear_sum"),
        ("end", 1.0, "midyear_end_of_year_values", "midyear_end_of_year_sum"),
    ):
        printed, when = several(case, values), share * YEAR
        factors = valuation.factors_within_years([rate] * len(printed), when)
        for k, (p, factor) in enumerate(zip(printed, factors, strict=True), start=1):
            ours = (flow * YEAR * factor).m_as(million)
            rows.append(Row(company, author, f"Year {k}, {words}", million, p.m_as(million), ours, 0.05))
        ours = valuation.explicit_value([flow] * len(printed), [rate] * len(printed), when).m_as(million)
        # the source adds its rounded years
        rows.append(Row(company, author, f"Sum, {words}", million, one(case, total).m_as(million), ours, 0.05 + 0.05))
    return rows


def _row(
    case: Case, company: str, author: str, prefix: str, name: str, ours: Quantity, unit: str, rounding: float
) -> Row:
    label = name.replace("_", " ").capitalize()
    return Row(company, author, label, unit, one(case, f"{prefix}_{name}").m_as(unit), ours.m_as(unit), rounding)


REBUILT = (tesla, globalco, kenneth_cole, uhs, techservices, middle_of_the_year)


def all_rows(case: Case) -> list[Row]:
    """Give every published output of the six valuations with ours."""
    return [row for rebuilt in REBUILT for row in rebuilt(case)]
