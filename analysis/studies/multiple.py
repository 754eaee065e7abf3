"""Chapter 1: two trillion dollars on 24 to 30 billion of sales.

The document's numbers are ranges and roundings, so its multiples are intervals. Each stated quotient (64 times
sales, Amazon 23 times larger) is traced back to the revenue that it hides.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import Case
from analysis.models import valuation
from analysis.models.valuation import Interval
from analysis.results.registry import result, table
from analysis.units import Quantity

HALF = Quantity(0.5, "")  # a quotient rounded to a whole number stands for half a unit either way


def _revenue_range(case: Case) -> Interval:
    low, high = case.nominal("documents.revenue_range")
    return Interval(low, high)


def _value(case: Case) -> Interval:
    value = case.nominal("documents.valuation")
    return Interval(value, value)


def _range(interval: Interval) -> Quantity:
    unit = interval.low.units
    return Quantity(np.array([interval.low.magnitude, interval.high.to(unit).magnitude]), unit)


# ---- what the document's own numbers give ------------------------------------------------------------------------


@result(words="{}×")
def stated_multiple(case: Case) -> Quantity:
    """Price-to-sales multiple that the first document states."""
    return case["documents.price_to_sales"]


@result(words="{}×")
def stated_range_multiple(case: Case) -> Quantity:
    """Price-to-sales multiples that the stated value and the stated range of revenue allow."""
    return _range(valuation.interval_multiple(_value(case), _revenue_range(case)))


@result(words="{}×")
def middle_multiple(case: Case) -> Quantity:
    """Price-to-sales multiple at the middle of the stated range of revenue."""
    return valuation.price_to_sales(_value(case).low, case.nominal("documents.revenue"))


@result("gigaUSD/year", digits=4)
def stated_revenue(case: Case) -> Quantity:
    """Range of revenue that the first document states."""
    return _range(_revenue_range(case))


@result("teraUSD")
def stated_value(case: Case) -> Quantity:
    """Value that the first document says the company aims at."""
    return case.nominal("documents.valuation")


@result("gigaUSD/year", digits=4)
def revenue_behind_multiple(case: Case) -> Quantity:
    """Revenue at which the stated value is the stated multiple of sales."""
    return valuation.implied_revenue(case.nominal("documents.valuation"), case["documents.price_to_sales"])


@result("gigaUSD/year", digits=4)
def revenue_behind_amazon_ratio(case: Case) -> Quantity:
    """Revenue at which Amazon's is the stated number of times larger."""
    return valuation.implied_revenue(
        case.nominal("documents.amazon_revenue") * Quantity(1, "year"), case["documents.amazon_revenue_ratio"]
    )


def _hidden_window(case: Case) -> Interval:
    ratio = case["documents.amazon_revenue_ratio"]
    behind_amazon = valuation.denominator_window(
        case.nominal("documents.amazon_revenue"), Interval(ratio - HALF, ratio + HALF)
    )
    multiple = case["documents.price_to_sales"]
    behind_multiple = valuation.denominator_window(
        case.nominal("documents.valuation") / Quantity(1, "year"), Interval(multiple, multiple + 2 * HALF)
    )
    return valuation.overlap(behind_amazon, behind_multiple)


@result("gigaUSD/year", digits=4)
def hidden_revenue(case: Case) -> Quantity:
    """Window of revenue that gives both quotients, "over 64" and "23 times", as they are rounded."""
    return _range(_hidden_window(case))


@result("gigaUSD/year", digits=3)
def hidden_revenue_excess(case: Case) -> Quantity:
    """How far the low end of the hidden revenue lies above the top of the stated range."""
    return _hidden_window(case).low - _revenue_range(case).high


@result(words="{}×")
def stated_amazon_ratio(case: Case) -> Quantity:
    """How many times more Amazon earns, as the first document states it."""
    return case["documents.amazon_revenue_ratio"]


@result(words="{}×")
def amazon_ratio_stated_range(case: Case) -> Quantity:
    """Amazon's revenue over each end of the stated range of revenue."""
    revenue = _revenue_range(case)
    amazon = case.nominal("documents.amazon_revenue")
    return _range(Interval(amazon / revenue.high, amazon / revenue.low))


@result("teraUSD")
def value_behind_multiple(case: Case) -> Quantity:
    """Values at which the stated multiple fits the stated range of revenue."""
    revenue, multiple = _revenue_range(case), case["documents.price_to_sales"]
    return _range(
        Interval(
            valuation.value_at_multiple(revenue.low, multiple), valuation.value_at_multiple(revenue.high, multiple)
        )
    )


@result(words="{}×")
def december_multiple(case: Case) -> Quantity:
    """Multiple of the valuation and revenue reported in December 2025, where 64 may come from."""
    forecast = case.nominal("spacex.revenue_2026_forecast")
    return valuation.price_to_sales(case.nominal("offering.target_value_december_2025"), forecast.max())


@result("gigaUSD/year", digits=3)
def known_revenue(case: Case) -> Quantity:
    """Revenue of 2025 as reports gave it before the accounts were public."""
    return case.bounds("spacex.revenue_2025_reported_early")


@result("gigaUSD/year", digits=3)
def forecast_revenue(case: Case) -> Quantity:
    """Revenue of 2026 as it was forecast in December 2025."""
    return case.bounds("spacex.revenue_2026_forecast")


@result("gigaUSD/year", digits=4)
def amazon_revenue(case: Case) -> Quantity:
    """Amazon's net sales of 2025."""
    return case.nominal("comparators.amazon_revenue_2025")


@result("teraUSD", digits=3)
def amazon_value_published(case: Case) -> Quantity:
    """Market value of Amazon around the day of publication."""
    return case.nominal("comparators.amazon_value_april_2026")


@result("teraUSD", digits=3)
def amazon_value_today(case: Case) -> Quantity:
    """Market value of Amazon, last found."""
    return case.nominal("comparators.amazon_value")


# ---- what is known since the registration statement ---------------------------------------------------------------


@result("gigaUSD/year", digits=5)
def audited_revenue(case: Case) -> Quantity:
    """Audited revenue of SpaceX in 2025, X and xAI included."""
    return case.nominal("spacex.revenue_2025")


@result("share")
def shares(case: Case) -> Quantity:
    """Shares after the base offering."""
    return case["offering.shares_before"] + case["offering.shares_sold"]


@result("teraUSD", digits=4)
def offer_value(case: Case) -> Quantity:
    """Market value at the offer price, shares sold included."""
    return valuation.market_capitalisation(case.nominal("offering.price"), shares(case))


@result("teraUSD", digits=4)
def first_close_value(case: Case) -> Quantity:
    """Market value at the first day's closing price."""
    return valuation.market_capitalisation(case.nominal("offering.first_close"), shares(case))


@result("teraUSD", digits=3)
def target_value_february(case: Case) -> Quantity:
    """Value aimed at, as reports named it in February 2026."""
    return case.nominal("offering.target_value_february_2026")


@result("USD/share", digits=4)
def price_for_two_trillion(case: Case) -> Quantity:
    """Price of a share at which the company is worth what the document says it aims at."""
    return stated_value(case) / shares(case)


@result("teraUSD", digits=3)
def latest_value(case: Case) -> Quantity:
    """Market value at the last price found, on all shares outstanding, those issued for Cursor included."""
    return valuation.market_capitalisation(case.nominal("offering.latest_price"), case["offering.shares_latest"])


@result("gigaUSD/year", digits=3)
def trailing_revenue(case: Case) -> Quantity:
    """Revenue of the four quarters to June 2026."""
    first_half = case.nominal("spacex.revenue_q1_2026") + case.nominal("spacex.revenue_q2_2026")
    return audited_revenue(case) + (first_half - case.nominal("spacex.revenue_h1_2025")) / Quantity(1, "year")


@result("gigaUSD/year", digits=3)
def quarter_run_rate(case: Case) -> Quantity:
    """Revenue of the second quarter of 2026, multiplied up to a year."""
    return case.nominal("spacex.revenue_q2_2026") / Quantity(0.25, "year")


@result(words="{}×")
def latest_run_rate_multiple(case: Case) -> Quantity:
    """Price-to-sales multiple at the last price found, on the second quarter of 2026 multiplied up to a year."""
    return valuation.price_to_sales(latest_value(case), quarter_run_rate(case))


@result(words="{}×")
def latest_multiple(case: Case) -> Quantity:
    """Price-to-sales multiple at the last price found, on the four quarters to June 2026."""
    return valuation.price_to_sales(latest_value(case), trailing_revenue(case))


@result(words="{}×", digits=3)
def nvidia_ratio_latest(case: Case) -> Quantity:
    """Multiple of the last price on trailing sales over Nvidia's trailing peak."""
    return latest_multiple(case) / nvidia_peak_trailing(case)


@result(words="{}×")
def offer_multiple(case: Case) -> Quantity:
    """Price-to-sales multiple at the offer price, on audited revenue of 2025."""
    return valuation.price_to_sales(offer_value(case), audited_revenue(case))


@result(words="{}×", digits=3)
def offer_earnings_multiple(case: Case) -> Quantity:
    """Value of operations at the offer price over the adjusted earnings of 2025, before interest and depreciation."""
    cash, debt = case.nominal("spacex.cash_end_june_2026"), case.nominal("spacex.debt_june_2026")
    worth = valuation.enterprise_value(offer_value(case), debt, cash) + case.nominal("valuation.minority_interests")
    return valuation.enterprise_multiple(worth, case.nominal("spacex.adjusted_ebitda_2025"))


@result(words="{}×")
def first_close_multiple(case: Case) -> Quantity:
    """Price-to-sales multiple at the first day's close, on audited revenue of 2025."""
    return valuation.price_to_sales(first_close_value(case), audited_revenue(case))


@result(words="{}×")
def amazon_ratio_audited(case: Case) -> Quantity:
    """Amazon's revenue of 2025 over SpaceX's audited revenue of the same year."""
    return case.nominal("comparators.amazon_revenue_2025") / audited_revenue(case)


@result(words="{}×")
def amazon_ratio_top(case: Case) -> Quantity:
    """Amazon's revenue as the document has it over the top of the stated range of SpaceX's."""
    return case.nominal("documents.amazon_revenue") / _revenue_range(case).high


@result(words="{}×")
def amazon_ratio_trailing(case: Case) -> Quantity:
    """Amazon's revenue of 2025 over SpaceX's of the four quarters to June 2026."""
    return case.nominal("comparators.amazon_revenue_2025") / trailing_revenue(case)


@result("percent", digits=2)
def audited_below_range(case: Case) -> Quantity:
    """How far audited revenue lies below each end of the stated range."""
    revenue = _revenue_range(case)
    return _range(Interval(1 - audited_revenue(case) / revenue.low, 1 - audited_revenue(case) / revenue.high))


# ---- Nvidia's peak, by three definitions --------------------------------------------------------------------------


@result(words="{}×")
def nvidia_peak_trailing(case: Case) -> Quantity:
    """Nvidia's highest price-to-sales multiple, daily price on the trailing four quarters."""
    return case["comparators.nvidia_peak_trailing"]


@result(words="{}×")
def nvidia_peak_fiscal(case: Case) -> Quantity:
    """Nvidia's highest price-to-sales multiple at a fiscal year's end."""
    return case["comparators.nvidia_peak_fiscal_year_end"]


@result(words="{}×")
def nvidia_peak_forward(case: Case) -> Quantity:
    """Nvidia's highest multiple of the next twelve months' expected sales."""
    return case["comparators.nvidia_peak_forward"]


@result(words="{}×", digits=3)
def nvidia_ratio_stated(case: Case) -> Quantity:
    """The stated multiple over Nvidia's trailing peak."""
    return stated_multiple(case) / nvidia_peak_trailing(case)


@result(words="{}×", digits=3)
def nvidia_ratio_fiscal(case: Case) -> Quantity:
    """The stated multiple over Nvidia's fiscal-year-end peak."""
    return stated_multiple(case) / nvidia_peak_fiscal(case)


@result(words="{}×", digits=3)
def nvidia_ratio_forward(case: Case) -> Quantity:
    """The stated multiple, which is on expected sales, over Nvidia's forward peak."""
    return stated_multiple(case) / nvidia_peak_forward(case)


@result(words="{}×", digits=3)
def nvidia_ratio_audited(case: Case) -> Quantity:
    """The offer's multiple on audited sales over Nvidia's trailing peak."""
    return offer_multiple(case) / nvidia_peak_trailing(case)


@result(words="{}×", digits=3)
def nvidia_flip(case: Case) -> Quantity:
    """Nvidia's peak below which the stated multiple would be more than twice as high."""
    return stated_multiple(case) / case["documents.times_nvidia_peak"]


@result("gigaUSD/year", digits=3)
def revenue_for_twice_nvidia(case: Case) -> Quantity:
    """Revenue below which the stated value is more than twice Nvidia's trailing peak multiple."""
    return valuation.implied_revenue(
        case.nominal("documents.valuation"), case["documents.times_nvidia_peak"] * nvidia_peak_trailing(case)
    )


# ---- frames -------------------------------------------------------------------------------------------------------


@table
def points(case: Case) -> pd.DataFrame:
    """Everybody's point in the plane of revenue and value."""
    billion, trillion = "gigaUSD/year", "teraUSD"
    rows = [
        ("Audited 2025, offer price", audited_revenue(case), offer_value(case), "spacex"),
        ("Audited 2025, first close", audited_revenue(case), first_close_value(case), "spacex"),
        ("Year to June 2026, last price", trailing_revenue(case), latest_value(case), "orbit"),
        ("Revenue implied by 64× and by 23×", hidden_revenue(case).mean(), stated_value(case), "demand"),
        (
            "December 2025 report",
            case.nominal("spacex.revenue_2026_forecast").max(),
            case.nominal("offering.target_value_december_2025"),
            "others",
        ),
    ]
    return pd.DataFrame(
        [(n, float(r.to(billion).m), float(v.to(trillion).m), k) for n, r, v, k in rows],
        columns=["point", "revenue_busd_per_year", "value_trillion_usd", "colour"],
    )


@table
def iso_multiples(case: Case) -> pd.DataFrame:
    """Lines of equal price-to-sales multiple across the plane of revenue and value."""
    lines = {
        "Nvidia's fiscal-year-end peak": nvidia_peak_fiscal(case),
        "Nvidia's trailing peak": nvidia_peak_trailing(case),
        "stated": stated_multiple(case),
        "at the offer": offer_multiple(case),
    }
    revenue = np.linspace(0.0, 50.0, 51)
    return pd.DataFrame(
        [
            (f"{float(m.magnitude):.1f}× {name}", float(m.magnitude), r, float(m.magnitude) * r / 1000)
            for name, m in lines.items()
            for r in revenue
        ],
        columns=["line", "multiple", "revenue_busd_per_year", "value_trillion_usd"],
    )


@table
def definitions(case: Case) -> pd.DataFrame:
    """The Nvidia comparison under each definition of the multiple: which of them make it true."""
    twice = float(case["documents.times_nvidia_peak"].magnitude)
    rows = []
    for basis, peak in (
        ("Daily price, trailing four quarters", nvidia_peak_trailing(case)),
        ("Fiscal year's end", nvidia_peak_fiscal(case)),
        ("Expected next twelve months", nvidia_peak_forward(case)),
    ):
        for whose, multiple in (("Stated", stated_multiple(case)), ("Audited, at the offer", offer_multiple(case))):
            ratio = float((multiple / peak).to("").magnitude)
            rows.append((basis, whose, float(peak.magnitude), float(multiple.magnitude), ratio, bool(ratio > twice)))
    return pd.DataFrame(
        rows, columns=["definition", "spacex_multiple", "nvidia_peak", "multiple", "ratio", "more_than_twice"]
    )
