"""Chapter 3: a market of 26.5 trillion dollars, held against the world's output, wages and spending.

The company's table is checked, put beside what others count, and rebuilt from below out of labour and consumers.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import World
from analysis.models import finance, revenue, valuation
from analysis.studies import chain
from analysis.studies.registry import result, table
from analysis.studies.uncertainty import WORKING, interval
from analysis.units import Quantity

TRILLION = "teraUSD/year"
YEAR, TEN_YEARS = Quantity(1.0, "year"), Quantity(10.0, "year")
ALL = Quantity(1.0, "")


def _money(world: World, name: str) -> Quantity:
    return world.booked(f"comparators.{name}")


# ---- the company's table -------------------------------------------------------------------------------------------


@result(digits=2, words="{} pages")
def roadshow_pages(world: World) -> Quantity:
    """Pages of the roadshow presentation on which the document rests."""
    return world["spacex.roadshow_pages"]


@result(TRILLION, digits=3)
def company_ai_market(world: World) -> Quantity:
    """Market for AI as the company puts it."""
    return _money(world, "tam_ai")


@result(TRILLION, digits=3)
def company_connectivity_market(world: World) -> Quantity:
    """Market for connectivity as the company puts it."""
    return _money(world, "tam_connectivity")


@result(TRILLION, digits=2)
def company_space_market(world: World) -> Quantity:
    """Market for space as the company puts it."""
    return _money(world, "tam_space")


@result(TRILLION, digits=4)
def company_total(world: World) -> Quantity:
    """Sum of the three markets of the company's table."""
    return valuation.sum_of_parts([company_ai_market(world), _others(world)])


def _others(world: World) -> Quantity:
    return company_connectivity_market(world) + company_space_market(world)


@result(TRILLION, digits=3)
def company_total_stated(world: World) -> Quantity:
    """Whole market as the company states it, rounded."""
    return _money(world, "tam_total")


@result("percent", digits=3)
def ai_share_of_total(world: World) -> Quantity:
    """Share of AI in the company's table."""
    return revenue.market_share(company_ai_market(world), company_total(world))


@result("percent", digits=3)
def enterprise_share(world: World) -> Quantity:
    """Share of enterprise applications in the company's market for AI."""
    return revenue.market_share(_money(world, "tam_enterprise_applications"), company_ai_market(world))


@result(TRILLION, digits=3)
def enterprise_market(world: World) -> Quantity:
    """Enterprise applications in the company's market for AI."""
    return _money(world, "tam_enterprise_applications")


@result(words="{}×", digits=3)
def over_connectivity(world: World) -> Quantity:
    """The company's market for AI over that for connectivity."""
    return company_ai_market(world) / company_connectivity_market(world)


@result(words="{}×", digits=3)
def over_space(world: World) -> Quantity:
    """The company's market for AI over that for space."""
    return company_ai_market(world) / company_space_market(world)


@result(digits=3)
def table_over_other_markets(world: World) -> Quantity:
    """The company's market for AI over the other two of its table together."""
    return company_ai_market(world) / _others(world)


@result(digits=2)
def spending_over_other_markets(world: World) -> Quantity:
    """World spending on AI in 2026 over the company's other two markets together."""
    return ai_spending(world) / _others(world)


@result(digits=2)
def ai_over_other_markets(world: World) -> Quantity:
    """AI over the other two markets together: by the world's spending in 2026 and by the company's table."""
    ends = (spending_over_other_markets(world), table_over_other_markets(world))
    return Quantity(np.array([float(end.magnitude) for end in ends]), "")


@result(digits=2)
def ai_over_other_markets_without_enterprise(world: World) -> Quantity:
    """The company's market for AI without enterprise applications, over its other two markets together."""
    return (company_ai_market(world) - enterprise_market(world)) / _others(world)


# ---- against the world ---------------------------------------------------------------------------------------------


@result(TRILLION, digits=4)
def world_output(world: World) -> Quantity:
    """Output of the world in 2025, at current prices."""
    return _money(world, "world_output_2025")


@result(TRILLION, digits=3)
def labour_income(world: World) -> Quantity:
    """Income of all labour in the world, 2025."""
    return revenue.market_from_labour(world_output(world), world["comparators.labour_income_share"], ALL, ALL, ALL)


@result(TRILLION, digits=3)
def ai_spending(world: World) -> Quantity:
    """World spending on AI in 2026, as forecast."""
    return _money(world, "ai_spending_2026")


@result(TRILLION, digits=2)
def un_market(world: World) -> Quantity:
    """Market for AI in 2033 as UN Trade and Development forecasts it."""
    return _money(world, "unctad_market_2033")


@result("percent", digits=3)
def share_of_world_output(world: World) -> Quantity:
    """The company's market for AI as a share of the world's output of 2025."""
    return revenue.market_share(company_ai_market(world), world_output(world))


@result("percent", digits=2)
def enterprise_share_of_labour_income(world: World) -> Quantity:
    """Enterprise applications as a share of all labour income in the world."""
    return revenue.market_share(enterprise_market(world), labour_income(world))


@result(words="{}×", digits=3)
def company_over_spending(world: World) -> Quantity:
    """The company's market for AI over the world's spending on AI in 2026."""
    return company_ai_market(world) / ai_spending(world)


@result("USD/person/year", digits=3)
def per_person(world: World) -> Quantity:
    """The company's market for AI for each human being."""
    return company_ai_market(world) / world["comparators.world_population"]


@result("percent", digits=3)
def spending_growth(world: World) -> Quantity:
    """Yearly growth of the world's spending on AI from 2025 to 2027, as forecast."""
    return finance.compound_growth_rate(_money(world, "ai_spending_2025"), _money(world, "ai_spending_2027"), 2 * YEAR)


@result("percent", digits=2)
def infrastructure_share_of_spending(world: World) -> Quantity:
    """Share of infrastructure in the world's spending on AI in 2026."""
    return revenue.market_share(_money(world, "ai_infrastructure_spending_2026"), ai_spending(world))


@result("percent", digits=2)
def growth_to_company_market(world: World) -> Quantity:
    """Yearly growth that brings the spending of 2026 to the company's market in ten years."""
    return finance.compound_growth_rate(ai_spending(world), company_ai_market(world), TEN_YEARS)


@result(digits=0)
def year_at_forecast_growth(world: World) -> Quantity:
    """Year in which spending would reach the company's market at the growth forecast to 2027."""
    doubling = finance.doubling_time(spending_growth(world))
    return 2026.0 + (doubling / YEAR).to("") * np.log2(company_over_spending(world).to(""))


# ---- from below ----------------------------------------------------------------------------------------------------


@result(TRILLION, digits=2)
def market_of_labour(world: World) -> Quantity:
    """What enterprises would pay for labour that AI saves."""
    names = ("labour_income_share", "ai_exposed_jobs", "ai_saved_share", "ai_captured_share")
    return revenue.market_from_labour(world_output(world), *(world[f"comparators.{name}"] for name in names))


@result(TRILLION, digits=2)
def market_of_consumers(world: World) -> Quantity:
    """What people would pay for AI themselves."""
    return revenue.subscription_revenue(world["comparators.ai_consumers"], _money(world, "ai_consumer_month"))


@result(TRILLION, digits=2)
def bottom_up(world: World) -> Quantity:
    """Market for AI rebuilt from labour saved and consumers."""
    return revenue.total_revenue([market_of_labour(world), market_of_consumers(world)])


@result(TRILLION, digits=2)
def bottom_up_range(world: World) -> Quantity:
    """Market for AI rebuilt from labour saved and consumers, the range that holds nine times in ten."""
    return interval(bottom_up, world, count=WORKING)


@result(words="{}×", digits=2)
def company_over_bottom_up(world: World) -> Quantity:
    """The company's market for AI over the one rebuilt from below."""
    return company_ai_market(world) / bottom_up(world)


@result("percent", digits=2)
def captured_product(world: World) -> Quantity:
    """Share of all labour income that sellers are paid in our base case."""
    return revenue.market_share(market_of_labour(world), labour_income(world))


# ---- what SpaceX needs of it ---------------------------------------------------------------------------------------


@result("percent", digits=2)
def required_share_of_company_market(world: World) -> Quantity:
    """AI revenue that the offer price needs, as a share of the company's market."""
    return revenue.market_share(chain.required_ai_revenue(world), company_ai_market(world))


@result("percent", digits=2)
def required_share_of_spending(world: World) -> Quantity:
    """AI revenue that the offer price needs, as a share of the world's spending on AI in 2026."""
    return revenue.market_share(chain.required_ai_revenue(world), ai_spending(world))


@result("percent", digits=2)
def required_share_of_bottom_up(world: World) -> Quantity:
    """AI revenue that the offer price needs, as a share of the market rebuilt from below."""
    return revenue.market_share(chain.required_ai_revenue(world), bottom_up(world))


@table
def yardsticks(world: World) -> pd.DataFrame:
    """The company's markets beside output, wages, spending and other estimates."""

    def ends(name: str) -> tuple[float, float]:
        low, high = world.span(f"comparators.{name}").to(TRILLION).magnitude
        return float(low), float(high)

    def value(quantity: Quantity) -> float:
        return float(quantity.to(TRILLION).magnitude)

    low, high = (float(x) for x in bottom_up_range(world).to(TRILLION).magnitude)
    rows = [
        ("World output, 2025", value(world_output(world)), None, None, "world"),
        ("All labour income, 2025", value(labour_income(world)), None, None, "world"),
        ("AI, the company's table", value(company_ai_market(world)), None, None, "company"),
        ("of it enterprise applications", value(enterprise_market(world)), None, None, "company"),
        (
            "Value of all AI, McKinsey",
            value(_money(world, "mckinsey_all_value")),
            *ends("mckinsey_all_value"),
            "others",
        ),
        ("AI market of 2033, UN", value(_money(world, "unctad_market_2033")), None, None, "others"),
        (
            "Value of generative AI, McKinsey",
            value(_money(world, "mckinsey_generative_value")),
            *ends("mckinsey_generative_value"),
            "others",
        ),
        ("Spending on AI, 2027", value(_money(world, "ai_spending_2027")), *ends("ai_spending_2027"), "others"),
        ("Spending on AI, 2026", value(ai_spending(world)), *ends("ai_spending_2026"), "others"),
        ("Rebuilt from below", value(bottom_up(world)), low, high, "ours"),
        ("Connectivity, the company's table", value(company_connectivity_market(world)), None, None, "company"),
        ("AI revenue that the price needs", value(chain.required_ai_revenue(world)), None, None, "ours"),
        ("Space, the company's table", value(company_space_market(world)), None, None, "company"),
    ]
    return pd.DataFrame(rows, columns=["what", "trillion_usd_per_year", "low", "high", "whose"])
