"""Chapter 3: a market of 26.5 trillion dollars, beside the world's output, wages and spending.

The company's table is checked, put beside what others count, and rebuilt from below out of labour and consumers.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import Case, claim_records
from analysis.models import finance, revenue, valuation
from analysis.results.registry import result, table
from analysis.results.uncertainty import WORKING, interval, probability_above
from analysis.studies import chain
from analysis.units import Quantity

TRILLION = "teraUSD/year"
YEAR, TEN_YEARS = Quantity(1.0, "year"), Quantity(10.0, "year")
ALL = Quantity(1.0, "")


def _money(case: Case, name: str) -> Quantity:
    return case.nominal(f"comparators.{name}")


# ---- the company's table -------------------------------------------------------------------------------------------


@result(digits=2, words="{} pages")
def roadshow_pages(case: Case) -> Quantity:
    """Pages of the roadshow presentation on which the document rests."""
    return case["spacex.roadshow_pages"]


@result(TRILLION, digits=3)
def company_ai_market(case: Case) -> Quantity:
    """Market for AI as the company puts it."""
    return _money(case, "tam_ai")


@result(TRILLION, digits=3)
def company_connectivity_market(case: Case) -> Quantity:
    """Market for connectivity as the company puts it."""
    return _money(case, "tam_connectivity")


@result(TRILLION, digits=2)
def company_space_market(case: Case) -> Quantity:
    """Market for space as the company puts it."""
    return _money(case, "tam_space")


@result(TRILLION, digits=4)
def company_total(case: Case) -> Quantity:
    """Sum of the three markets of the company's table."""
    return valuation.sum_of_parts([company_ai_market(case), _others(case)])


def _others(case: Case) -> Quantity:
    return company_connectivity_market(case) + company_space_market(case)


@result(TRILLION, digits=3)
def company_total_stated(case: Case) -> Quantity:
    """Whole market as the company states it, rounded."""
    return _money(case, "tam_total")


@result("percent", digits=3)
def ai_share_of_total(case: Case) -> Quantity:
    """Share of AI in the company's table."""
    return revenue.market_share(company_ai_market(case), company_total(case))


@result("percent", digits=3)
def space_share_of_total(case: Case) -> Quantity:
    """Share of space and connectivity in the company's table."""
    return 1.0 - ai_share_of_total(case)


@result("percent", digits=3)
def enterprise_share(case: Case) -> Quantity:
    """Share of enterprise applications in the company's market for AI."""
    return revenue.market_share(_money(case, "tam_enterprise_applications"), company_ai_market(case))


@result(TRILLION, digits=3)
def enterprise_market(case: Case) -> Quantity:
    """Enterprise applications in the company's market for AI."""
    return _money(case, "tam_enterprise_applications")


@result(words="{}×", digits=3)
def over_connectivity(case: Case) -> Quantity:
    """The company's market for AI over that for connectivity."""
    return company_ai_market(case) / company_connectivity_market(case)


@result(words="{}×", digits=3)
def over_space(case: Case) -> Quantity:
    """The company's market for AI over that for space."""
    return company_ai_market(case) / company_space_market(case)


@result(digits=3)
def table_over_other_markets(case: Case) -> Quantity:
    """The company's market for AI over the other two of its table together."""
    return company_ai_market(case) / _others(case)


@result(digits=2)
def spending_over_other_markets(case: Case) -> Quantity:
    """World spending on AI in 2026 over the company's other two markets together."""
    return ai_spending(case) / _others(case)


@result(TRILLION, digits=2)
def final_spending(case: Case) -> Quantity:
    """World spending on AI in 2026 without infrastructure: what buyers pay for services, software and models."""
    return ai_spending(case) - _money(case, "ai_infrastructure_spending_2026")


@result(digits=2)
def final_spending_over_other_markets(case: Case) -> Quantity:
    """What buyers pay for AI in 2026, infrastructure left out, over the company's other two markets together."""
    return final_spending(case) / _others(case)


@result(digits=2)
def bottom_up_over_other_markets(case: Case) -> Quantity:
    """The market for AI rebuilt from labour and consumers, over the company's other two markets together."""
    return bottom_up(case) / _others(case)


@result("percent", digits=1)
def probability_dwarfs(case: Case) -> Quantity:
    """Probability that the rebuilt market dwarfs the other two, never below what so many points can tell."""
    needed = Quantity(np.max(np.asarray(claim_records()["A04"].needs, dtype=float)), "")
    found = probability_above(bottom_up_over_other_markets, needed, case, count=WORKING)
    return Quantity(np.maximum(found, Quantity(0.01, "percent").to("")))


@result(digits=2)
def ai_over_other_markets_without_enterprise(case: Case) -> Quantity:
    """The company's market for AI without enterprise applications, over its other two markets together."""
    return (company_ai_market(case) - enterprise_market(case)) / _others(case)


# ---- against the world ---------------------------------------------------------------------------------------------


@result(TRILLION, digits=4)
def world_output(case: Case) -> Quantity:
    """Output of the world in 2025, at current prices."""
    return _money(case, "world_output_2025")


@result(TRILLION, digits=3)
def labour_income(case: Case) -> Quantity:
    """Income of all labour in the world, 2025."""
    return revenue.market_from_labour(world_output(case), case["comparators.labour_income_share"], ALL, ALL, ALL)


@result(TRILLION, digits=3)
def ai_spending(case: Case) -> Quantity:
    """World spending on AI in 2026, as forecast."""
    return _money(case, "ai_spending_2026")


@result(TRILLION, digits=2)
def un_market(case: Case) -> Quantity:
    """Market for AI in 2033 as UN Trade and Development forecasts it."""
    return _money(case, "unctad_market_2033")


@result("percent", digits=3)
def share_of_world_output(case: Case) -> Quantity:
    """The company's market for AI as a share of the world's output of 2025."""
    return revenue.market_share(company_ai_market(case), world_output(case))


@result("percent", digits=2)
def enterprise_share_of_labour_income(case: Case) -> Quantity:
    """Enterprise applications as a share of all labour income in the world."""
    return revenue.market_share(enterprise_market(case), labour_income(case))


@result(words="{}×", digits=3)
def company_over_spending(case: Case) -> Quantity:
    """The company's market for AI over the world's spending on AI in 2026."""
    return company_ai_market(case) / ai_spending(case)


@result("percent", digits=3)
def spending_growth(case: Case) -> Quantity:
    """Yearly growth of the world's spending on AI from 2025 to 2027, as forecast."""
    return finance.compound_growth_rate(_money(case, "ai_spending_2025"), _money(case, "ai_spending_2027"), 2 * YEAR)


@result("percent", digits=2)
def infrastructure_share_of_spending(case: Case) -> Quantity:
    """Share of infrastructure in the world's spending on AI in 2026."""
    return revenue.market_share(_money(case, "ai_infrastructure_spending_2026"), ai_spending(case))


@result("percent", digits=2)
def growth_to_company_market(case: Case) -> Quantity:
    """Yearly growth that brings the spending of 2026 to the company's market in ten years."""
    return finance.compound_growth_rate(ai_spending(case), company_ai_market(case), TEN_YEARS)


@result(digits=0)
def year_at_forecast_growth(case: Case) -> Quantity:
    """Year in which spending would reach the company's market at the growth forecast to 2027."""
    doubling = finance.doubling_time(spending_growth(case))
    return 2026.0 + (doubling / YEAR).to("") * np.log2(company_over_spending(case).to(""))


# ---- from below ----------------------------------------------------------------------------------------------------


@result(TRILLION, digits=2)
def market_of_labour(case: Case) -> Quantity:
    """What enterprises would pay for labour that AI saves."""
    names = ("labour_income_share", "ai_exposed_jobs", "ai_saved_share", "ai_captured_share")
    return revenue.market_from_labour(world_output(case), *(case[f"comparators.{name}"] for name in names))


@result(TRILLION, digits=2)
def market_of_consumers(case: Case) -> Quantity:
    """What people would pay for AI themselves."""
    return revenue.subscription_revenue(case["comparators.ai_consumers"], _money(case, "ai_consumer_month"))


@result(TRILLION, digits=2)
def bottom_up(case: Case) -> Quantity:
    """Market for AI rebuilt from labour saved and consumers."""
    return revenue.total_revenue([market_of_labour(case), market_of_consumers(case)])


@result(TRILLION, digits=2)
def bottom_up_range(case: Case) -> Quantity:
    """Market for AI rebuilt from labour saved and consumers, 90 % range."""
    return interval(bottom_up, case, count=WORKING)


@result(words="{}×", digits=2)
def company_over_bottom_up(case: Case) -> Quantity:
    """The company's market for AI over the one rebuilt from below."""
    return company_ai_market(case) / bottom_up(case)


@result("percent", digits=2)
def captured_product(case: Case) -> Quantity:
    """Share of all labour income that sellers are paid in our base case."""
    return revenue.market_share(market_of_labour(case), labour_income(case))


# ---- what SpaceX needs of it ---------------------------------------------------------------------------------------


@result("percent", digits=2)
def required_share_of_company_market(case: Case) -> Quantity:
    """AI revenue that the offer price needs, in dollars of 2026, as a share of the company's market."""
    return revenue.market_share(chain.required_real_revenue(case), company_ai_market(case))


@result("percent", digits=2)
def required_share_of_spending(case: Case) -> Quantity:
    """AI revenue that the offer price needs, in dollars of 2026, as a share of the world's spending on AI in 2026."""
    return revenue.market_share(chain.required_real_revenue(case), ai_spending(case))


@result("percent", digits=2)
def required_share_of_bottom_up(case: Case) -> Quantity:
    """AI revenue that the offer price needs as a share of the market rebuilt from below, both of the tenth year."""
    return revenue.market_share(chain.required_ai_revenue(case), bottom_up_last_year(case))


@result(TRILLION, digits=2)
def bottom_up_last_year(case: Case) -> Quantity:
    """Market for AI rebuilt from below in the tenth year, if it grows with the world's output in money of the day."""
    growth = (case["comparators.output_growth_nominal"] * YEAR).to("")
    return finance.grown(bottom_up(case), growth, TEN_YEARS)


@table
def yardsticks(case: Case) -> pd.DataFrame:
    """The company's markets beside output, wages, spending and other estimates."""

    def ends(name: str) -> tuple[float, float]:
        low, high = case.bounds(f"comparators.{name}").to(TRILLION).magnitude
        return float(low), float(high)

    def value(quantity: Quantity) -> float:
        return float(quantity.to(TRILLION).magnitude)

    low, high = (float(x) for x in bottom_up_range(case).to(TRILLION).magnitude)
    rows = [
        ("World output, 2025", value(world_output(case)), None, None, "world"),
        ("All labour income, 2025", value(labour_income(case)), None, None, "world"),
        ("AI, the company's table", value(company_ai_market(case)), None, None, "company"),
        ("of it enterprise applications", value(enterprise_market(case)), None, None, "company"),
        (
            "Value of all AI, McKinsey",
            value(_money(case, "mckinsey_all_value")),
            *ends("mckinsey_all_value"),
            "benefit",
        ),
        ("AI market of 2033, UN", value(_money(case, "unctad_market_2033")), None, None, "others"),
        (
            "Value of generative AI, McKinsey",
            value(_money(case, "mckinsey_generative_value")),
            *ends("mckinsey_generative_value"),
            "benefit",
        ),
        ("Spending on AI, 2027", value(_money(case, "ai_spending_2027")), *ends("ai_spending_2027"), "others"),
        ("Spending on AI, 2026", value(ai_spending(case)), *ends("ai_spending_2026"), "others"),
        ("Rebuilt from below", value(bottom_up(case)), low, high, "ours"),
        ("Connectivity, the company's table", value(company_connectivity_market(case)), None, None, "company"),
        (
            "AI revenue the price needs, in 2026 money",
            value(chain.required_real_revenue(case)),
            None,
            None,
            "ours",
        ),
        ("Space, the company's table", value(company_space_market(case)), None, None, "company"),
    ]
    return pd.DataFrame(rows, columns=["what", "trillion_usd_per_year", "low", "high", "whose"])
