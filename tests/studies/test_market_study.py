"""Chapter 3: the company's table against the world's accounts, by arithmetic done apart."""

import pytest

from analysis.evidence import Case
from analysis.results.uncertainty import program
from analysis.studies import chain, market
from analysis.units import Quantity

WORLD = Case()


def value(result, unit=""):
    return float(result(WORLD).to(unit).magnitude)


@pytest.mark.parametrize(
    ("result", "unit", "published", "tolerance"),
    [
        (market.company_total, "teraUSD/year", 28.47, 1e-9),
        (market.ai_share_of_total, "percent", 93.0, 0.1),  # the research divides by the rounded 28.5
        (market.share_of_world_output, "percent", 22.6, 0.05),
        (market.company_over_spending, "", 10.2, 0.05),
        (market.over_connectivity, "", 16.6, 0.05),
        (market.over_space, "", 71.6, 0.05),
        (market.table_over_other_markets, "", 13.5, 0.05),
        (market.labour_income, "teraUSD/year", 117.17 * 0.523, 1e-9),
        (market.enterprise_share_of_labour_income, "percent", 37.0, 0.1),
        (market.required_share_of_company_market, "percent", 100 * 431.32 / 1.025**9 / 26500, 0.01),
        (market.market_of_consumers, "gigaUSD/year", 0.6 * 15 * 12, 1e-9),
    ],
)
def test_a_figure_of_the_chapter(result, unit, published, tolerance):
    assert value(result, unit) == pytest.approx(published, abs=tolerance)


def test_mckinseys_parts_make_its_total():
    low, high = WORLD.bounds("comparators.mckinsey_all_value").to("teraUSD/year").magnitude
    assert (low, high) == pytest.approx((11.0 + 6.1, 17.7 + 7.9))


def test_the_market_of_labour_is_the_product_of_its_shares():
    shares = ("labour_income_share", "ai_exposed_jobs", "ai_saved_share", "ai_captured_share")
    product = 117.17
    for name in shares:
        product *= WORLD[f"comparators.{name}"].magnitude
    assert value(market.market_of_labour, "teraUSD/year") == pytest.approx(product)


def test_all_labour_saved_and_paid_for_is_labour_income():
    keys = ("ai_exposed_jobs", "ai_saved_share", "ai_captured_share")
    case = WORLD.with_values({f"comparators.{key}": Quantity(1.0, "") for key in keys})
    assert (market.market_of_labour(case) / market.labour_income(case)).m_as("") == pytest.approx(1.0)


def test_the_base_case_lies_in_its_range():
    low, high = market.bottom_up_range(WORLD).magnitude
    assert low < market.bottom_up(WORLD).magnitude < high


def test_spending_reaches_the_companys_market_in_the_year_that_is_named():
    years = value(market.year_at_forecast_growth) - 2026
    grown = 2.5957 * (1 + value(market.spending_growth)) ** years
    assert grown == pytest.approx(26.5, rel=1e-6)


def test_the_needed_share_is_of_one_year():
    """Revenue and market of 2035: ten years at 5 % carry the rebuilt market there."""
    there = value(market.bottom_up, "teraUSD/year") * 1.05**10
    assert value(market.bottom_up_last_year, "teraUSD/year") == pytest.approx(there)
    needed = chain.required_ai_revenue(WORLD).m_as("teraUSD/year")
    assert value(market.required_share_of_bottom_up) == pytest.approx(needed / there)


def test_what_buyers_pay_leaves_infrastructure_out():
    spent, built = (
        WORLD.nominal(f"comparators.ai_{name}_2026").m_as("teraUSD/year")
        for name in ("spending", "infrastructure_spending")
    )
    assert value(market.final_spending, "teraUSD/year") == pytest.approx(spent - built)
    assert value(market.final_spending_over_other_markets) < value(market.spending_over_other_markets) < 10


@pytest.mark.parametrize("name", ["bottom_up", "company_over_bottom_up", "required_share_of_bottom_up"])
def test_a_main_result_can_be_traced(name):
    assert program(f"market.{name}", WORLD).size > 0
