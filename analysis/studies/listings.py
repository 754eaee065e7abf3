"""Chapter 5: three very large listings, what they cost for each dollar of sales, and how fast such companies grow.

The growth that the price asks for is compared with base rates by size and with the fastest companies of that size.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import Case, observation
from analysis.evidence.case import price_index
from analysis.models import finance, revenue, valuation
from analysis.peers import common, damodaran
from analysis.results.registry import result, table
from analysis.studies import chain, multiple
from analysis.units import Quantity, in_dollars_of

YEAR = Quantity(1.0, "year")
BILLION = "gigaUSD/year"
PASSED = 20  # per cent a year after inflation: the row of the base-rate table that lies nearest below what is asked


def _years(count: float) -> Quantity:
    return Quantity(count, "year")


def _growth(first: Quantity, last: Quantity, years: float) -> Quantity:
    return finance.compound_growth_rate(first, last, _years(years))


# ---- the share since its listing -----------------------------------------------------------------------------------


@table
def price_course(case: Case) -> pd.DataFrame:
    """Price of a share on every day for which one was found, from the history of one record; a look back ends there."""
    found = [(f"{day:%Y-%m-%d}", float(np.max(price))) for day, price in case.record("offering.latest_price").course()]
    return pd.DataFrame(found, columns=["day", "usd_per_share"])


def _price(case: Case, place: int) -> Quantity:
    latest = case.nominal("offering.latest_price")
    return Quantity(float(price_course(case)["usd_per_share"].sort_values().iloc[place]), latest.units)


@result("USD/share", digits=5)
def price_lowest(case: Case) -> Quantity:
    """Lowest price among the days for which one is charted."""
    return _price(case, 0)


@result("USD/share", digits=5)
def price_highest(case: Case) -> Quantity:
    """Highest price among the days for which one is charted."""
    return _price(case, -1)


# ---- who lists when ------------------------------------------------------------------------------------------------


@result(digits=6, grouped=False)
def listing_date(case: Case) -> Quantity:
    """Day of SpaceX's listing, as a year with a fraction."""
    return case["offering.listing_date"]


@result(digits=0)
def listing_year(case: Case) -> Quantity:
    """Calendar year of SpaceX's listing."""
    return Quantity(np.floor(listing_date(case)))


@result("teraUSD", digits=3)
def combined_value(case: Case) -> Quantity:
    """Value of the three companies: the offer of one, the last rounds of the others."""
    rounds = [case.nominal(f"comparators.{name}_valuation") for name in ("anthropic", "openai")]
    return valuation.sum_of_parts([multiple.offer_value(case), *rounds])


# ---- multiples -----------------------------------------------------------------------------------------------------


def _round_multiple(case: Case, name: str) -> Quantity:
    value = case.nominal(f"comparators.{name}_valuation")
    return valuation.price_to_sales(value, case.nominal(f"comparators.{name}_run_rate"))


@result(words="{}×", digits=3)
def anthropic_multiple(case: Case) -> Quantity:
    """Value of Anthropic's round of May 2026 over its run-rate revenue."""
    return _round_multiple(case, "anthropic")


@result(words="{}×", digits=3)
def anthropic_multiple_sought(case: Case) -> Quantity:
    """Highest value named for Anthropic, that of its planned offering, over its run-rate revenue."""
    sought = case.bounds("comparators.anthropic_valuation")[1]
    return valuation.price_to_sales(sought, case.nominal("comparators.anthropic_run_rate"))


@result(words="{}×", digits=3)
def openai_multiple(case: Case) -> Quantity:
    """Value of OpenAI's round of spring 2026 over its run-rate revenue."""
    return _round_multiple(case, "openai")


@result(words="{}×", digits=3)
def openai_multiple_range(case: Case) -> Quantity:
    """Value of OpenAI's round of spring 2026 over the highest and the lowest run-rate revenue reported."""
    value = case.nominal("comparators.openai_valuation") / YEAR
    low, high = case.bounds("comparators.openai_run_rate")
    return Quantity(np.array([float((value / high).to("").m), float((value / low).to("").m)]), "")


@result(words="{}×", digits=3)
def spacex_multiple_latest_run_rate(case: Case) -> Quantity:
    """Value of SpaceX at the last price over the second quarter of 2026, multiplied up to a year."""
    return valuation.price_to_sales(multiple.latest_value(case), multiple.quarter_run_rate(case))


@result("gigaUSD", digits=3)
def value_at_anthropic_multiple(case: Case) -> Quantity:
    """Value of SpaceX at Anthropic's multiple, on its second quarter multiplied up to a year."""
    return valuation.value_at_multiple(multiple.quarter_run_rate(case), anthropic_multiple(case))


def _earlier() -> pd.DataFrame:
    frame = observation("ipo_multiples").frame
    return frame[(frame["year"] < 2026) & frame["multiple"].notna()]


@result(words="{}×", digits=3)
def median_earlier_multiple(case: Case) -> Quantity:
    """Middle multiple of the earlier large offerings in the table."""
    return Quantity(float(_earlier()["multiple"].median()), "")


@result(digits=2)
def earlier_offers(case: Case) -> Quantity:
    """Earlier large offerings in the table."""
    return Quantity(float(len(_earlier())), "")


@result(digits=1)
def earlier_offers_above(case: Case) -> Quantity:
    """Earlier large offerings that were more expensive per dollar of sales than SpaceX."""
    offer = float(multiple.offer_multiple(case).magnitude)
    return Quantity(float((_earlier()["multiple"] > offer).sum()), "")


@table
def offers(case: Case) -> pd.DataFrame:
    """Price over sales at the offer, most expensive first."""
    frame = _earlier()[["company", "year", "multiple"]].copy()
    ours = [
        ("SpaceX, offer, sales of 2025", 2026, float(multiple.offer_multiple(case).magnitude)),
        ("SpaceX, last price, trailing", 2026, float(multiple.latest_multiple(case).magnitude)),
        ("SpaceX, last price, run-rate", 2026, float(spacex_multiple_latest_run_rate(case).magnitude)),
        ("OpenAI, round, run-rate", 2026, float(openai_multiple(case).magnitude)),
        ("Anthropic, round, run-rate", 2026, float(anthropic_multiple(case).magnitude)),
    ]
    rows = [(str(c), int(y), float(m), "earlier") for c, y, m in frame.itertuples(index=False)]
    rows += [(name, year, value, "spacex" if "SpaceX" in name else "peer") for name, year, value in ours]
    made = pd.DataFrame(rows, columns=["company", "year", "multiple", "kind"])
    return made.sort_values("multiple", ascending=False, ignore_index=True)


# ---- growth asked for ----------------------------------------------------------------------------------------------


@result("gigaUSD/year", digits=3)
def needed_revenue(case: Case) -> Quantity:
    """Revenue of the whole company in the tenth year that carries the offer price, by the appraiser's model."""
    others = [plan.revenue for i, plan in enumerate(damodaran.june(case)) if i != damodaran.AI]
    return chain.required_ai_revenue(case) + revenue.total_revenue(others) * case["valuation.other_revenue_factor"]


@result("percent", digits=3)
def growth_needed(case: Case) -> Quantity:
    """Yearly growth from the revenue of 2025 to the one that carries the offer price."""
    return _growth(multiple.audited_revenue(case), needed_revenue(case), 10)


@result("percent", digits=3)
def growth_needed_real(case: Case) -> Quantity:
    """Yearly growth that carries the offer price, expected inflation taken out, as base rates are counted."""
    return finance.real_rate(growth_needed(case), common.inflation(case))


@result("percent", digits=3)
def growth_needed_from_trailing(case: Case) -> Quantity:
    """Yearly growth from the four quarters to June 2026 to the one that carries the offer price, in ten years."""
    return _growth(multiple.trailing_revenue(case), needed_revenue(case), 10)


@result("percent", digits=3)
def growth_appraised(case: Case) -> Quantity:
    """Yearly growth to the revenue of the tenth year that the appraiser himself expects."""
    total = revenue.total_revenue([plan.revenue for plan in damodaran.june(case)])
    return _growth(multiple.audited_revenue(case), total, 10)


@result("percent", digits=3)
def growth_new_constructs(case: Case) -> Quantity:
    """Yearly growth to 2035 that the price needs, by New Constructs."""
    return _growth(multiple.audited_revenue(case), case.nominal("valuation.newconstructs_revenue_2035"), 10)


@result("percent", digits=3)
def growth_goldman(case: Case) -> Quantity:
    """Yearly growth to 2030 in the forecast of Goldman Sachs."""
    lines = case.nominal("valuation.goldman_revenue_2030")
    return _growth(multiple.audited_revenue(case), revenue.total_revenue([lines[i] for i in range(3)]), 5)


@result("percent", digits=3)
def growth_latest(case: Case) -> Quantity:
    """Growth of revenue in the second quarter of 2026 on a year earlier."""
    earlier = case.nominal("spacex.revenue_h1_2025") - case.nominal("spacex.revenue_q1_2025")
    return case.nominal("spacex.revenue_q2_2026") / earlier - 1


@result("percent", digits=3)
def growth_two_years(case: Case) -> Quantity:
    """Yearly growth of revenue from 2023 to 2025."""
    return _growth(case.nominal("spacex.revenue_2023"), multiple.audited_revenue(case), 2)


# ---- growth seen ---------------------------------------------------------------------------------------------------


def _seen() -> pd.DataFrame:
    frame = observation("growth_at_size").frame.copy()
    frame["years"] = frame["to_year"] - frame["from_year"]
    rates = [
        _growth(Quantity(a, BILLION), Quantity(b, BILLION), float(n)).m_as("percent")
        for a, b, n in zip(frame["from_billion_usd"], frame["to_billion_usd"], frame["years"], strict=True)
    ]
    frame["growth_percent"] = [float(rate) for rate in rates]
    return frame


def _ten_years() -> pd.DataFrame:
    """Give the first ten years that the table has of each company."""
    frame = _seen()
    return frame[frame["years"] == 10].sort_values("from_year").drop_duplicates("company")


def _starts(case: Case) -> dict[str, Quantity]:
    """Give the revenue at the start of those years over SpaceX's of 2025, by company."""
    rows = _ten_years()[["company", "from_billion_usd"]].itertuples(index=False)
    own = multiple.audited_revenue(case)
    return {str(company): (Quantity(float(start), BILLION) / own).to("") for company, start in rows}


@result("percent", digits=3)
def fastest_ten_years(case: Case) -> Quantity:
    """Fastest yearly growth over ten years in the table of companies that grew from about SpaceX's size or a larger."""
    return Quantity(float(_ten_years()["growth_percent"].max()), "percent")


@result(words="{}×")
def starts_of_ten_years(case: Case) -> Quantity:
    """Revenue at the start of each company's first ten years in the table, over SpaceX's of 2025: least and most."""
    ratios = [float(ratio.magnitude) for ratio in _starts(case).values()]
    return Quantity([min(ratios), max(ratios)], "")


@result("percent", digits=3)
def nvidia_three_years(case: Case) -> Quantity:
    """Yearly growth of Nvidia over the three years to January 2026."""
    frame = _seen().set_index("company")
    return Quantity(float(frame.loc["Nvidia", "growth_percent"]), "percent")


@result(words="{}×", digits=2)
def nvidia_factor(case: Case) -> Quantity:
    """Factor by which Nvidia's revenue grew in the three years to January 2026."""
    return finance.grown(Quantity(1.0, ""), nvidia_three_years(case), _years(3))


@result(words="{}×", digits=2)
def needed_factor(case: Case) -> Quantity:
    """Factor on the revenue of 2025 that carries the offer price."""
    return needed_revenue(case) / multiple.audited_revenue(case)


@result(words="{}×", digits=2)
def needed_over_fastest(case: Case) -> Quantity:
    """Growth that the price needs over the fastest ten years in the table."""
    return growth_needed(case) / fastest_ten_years(case)


@result(words="{}×", digits=2)
def fastest_over_needed(case: Case) -> Quantity:
    """Growth of the fastest ten years in the table over what the price needs; zero where no growth is enough."""
    return fastest_ten_years(case) / growth_needed(case)


@result(BILLION, digits=3)
def revenue_at_fastest(case: Case) -> Quantity:
    """Revenue in ten years at the fastest growth of the table."""
    return finance.grown(multiple.audited_revenue(case), fastest_ten_years(case), _years(10))


@result("percent", digits=2)
def return_at_fastest(case: Case) -> Quantity:
    """Yearly return of a buyer at the offer if sales grow as fast as any seen and are sold at the assumed multiple."""
    sold = case["valuation.exit_multiple"]
    return valuation.implied_return(multiple.offer_value(case), revenue_at_fastest(case), sold, _years(10))


@result("gigaUSD_2015/year", digits=3)
def revenue_in_2015_dollars(case: Case) -> Quantity:
    """Revenue of 2025 in the dollars of the base-rate table."""
    return in_dollars_of(case["spacex.revenue_2025"], 2015, price_index())


def _rates(growth: float) -> pd.DataFrame:
    frame = observation("growth_base_rates").frame
    return frame[frame["growth_above_percent"] == growth].sort_values("start_sales_low_billion_usd_2015")


@result("percent", digits=2)
def base_rate(case: Case) -> Quantity:
    """Share of companies that grew above 20 % for ten years: the classes of size above and below SpaceX's."""
    frame, size = _rates(PASSED), float(revenue_in_2015_dollars(case).m_as("gigaUSD_2015/year"))
    lows = frame["start_sales_low_billion_usd_2015"]
    above, below = frame[lows > size].iloc[0], frame[lows <= size].iloc[-1]
    return Quantity(np.array([above["share_percent"], below["share_percent"]], dtype=float), "percent")


@result("percent", digits=3)
def base_rate_small(case: Case) -> Quantity:
    """Share of the smallest companies that grew above 20 % for ten years."""
    return Quantity(float(_rates(PASSED)["share_percent"].iloc[0]), "percent")


@result("percent", digits=2)
def base_rate_growth(case: Case) -> Quantity:
    """Yearly growth after inflation that the base rates count as passed."""
    return Quantity(float(PASSED), "percent")


@result("gigaUSD_2015/year", digits=2)
def base_rate_large_start(case: Case) -> Quantity:
    """Revenue at the start above which no company of the base-rate table passed that growth for ten years."""
    return Quantity(float(_rates(PASSED)["start_sales_low_billion_usd_2015"].iloc[-1]), "gigaUSD_2015/year")


@table
def growth(case: Case) -> pd.DataFrame:
    """Growth asked of SpaceX and growth seen, by revenue at the start."""
    start = multiple.audited_revenue(case).m_as(BILLION)
    trailing = multiple.trailing_revenue(case).m_as(BILLION)
    asked = [
        ("Goldman Sachs, to 2030", start, growth_goldman(case), 5),
        ("New Constructs, to 2035", start, growth_new_constructs(case), 10),
        ("Sold at 5× sales in ten years", start, chain.exit_growth(case), 10),
        ("What the offer needs", start, growth_needed(case), 10),
        ("From the year to June 2026", trailing, growth_needed_from_trailing(case), 10),
        ("The appraiser himself", start, growth_appraised(case), 10),
    ]
    rows = [(name, float(x), float(g.m_as("percent")), years, "asked") for name, x, g, years in asked]
    for row in _seen().itertuples(index=False):
        name = f"{row.company} {row.from_year}–{row.to_year}"
        rows.append((name, float(row.from_billion_usd), row.growth_percent, int(row.years), "seen"))
    return pd.DataFrame(rows, columns=["who", "start_busd_per_year", "growth_percent", "years", "kind"])


# ---- customers who are rivals --------------------------------------------------------------------------------------


@result(digits=1)
def rivals_that_overlap(case: Case) -> Quantity:
    """Of the four rivals that the second document names, those with a product of the same kind on sale."""
    return case["stack.rivals_that_overlap"]


def _rival_fees(case: Case) -> Quantity:
    return case.nominal("contracts.anthropic_fee") + case.nominal("contracts.google_fee")


@result("gigaUSD/year", digits=3)
def fees_from_rivals(case: Case) -> Quantity:
    """Yearly fees of Anthropic and Google by contract."""
    return _rival_fees(case)


@result("percent", digits=2)
def revenue_from_rivals(case: Case) -> Quantity:
    """Share that the fees of the two rivals would have beside the revenue of 2025."""
    return revenue.pro_forma_share(_rival_fees(case), multiple.audited_revenue(case))


@result(words="{} days", digits=2)
def rivals_notice(case: Case) -> Quantity:
    """Days of notice that either rival must give."""
    return case["contracts.anthropic_notice"] / Quantity(1.0, "day")


@result("percent", digits=2)
def anthropic_fee_of_its_revenue(case: Case) -> Quantity:
    """Anthropic's fee to SpaceX as a share of its own run-rate revenue."""
    return revenue.revenue_share(
        case.nominal("contracts.anthropic_fee"), case.nominal("comparators.anthropic_run_rate")
    )
