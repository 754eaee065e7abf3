"""What a company is worth: multiples, a discounted cash flow by segment, its inverse, and the sum of the parts.

The discounted cash flow is built from small pieces that a study or a rebuilt workbook puts together:

1. *paths* lay a driver out over the years (revenue, margin, tax, cost of capital),
2. `Segment` holds the yearly revenue, operating income and reinvestment of one business,
3. `value_of_operations` discounts the sum of the segments and what comes after the last year,
4. `price_of_an_issue` goes from operations to one share, new shares included,
5. `implied_driver` runs any of this backwards.

A path is a list of quantities, one for each year; the first is the year after the base year.
A quantity of a path may be a number, an array of samples or a traced symbol.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import factorial
from typing import NamedTuple

import numpy as np
import scipy
from scipy.special import ndtr

from analysis.errors import ReportError
from analysis.format import format_quantity
from analysis.models import guards
from analysis.models.finance import (
    END_OF_YEAR,
    START_OF_YEAR,
    YEAR,
    cumulative_discount_factors,
    discount_factor,
    growth_factor,
)
from analysis.units import Quantity, ureg

NOTHING = Quantity(0.0, "USD/year")
_WHOLE = Quantity(1.0, "")


class InfeasibleError(ReportError, ValueError):
    """No value of the driver inside its bounds gives the wanted result."""


# ---- multiples ---------------------------------------------------------------------------------------------------


@ureg.check("[currency]/[share]", "[share]")
def market_capitalisation(price_per_share: Quantity, shares: Quantity) -> Quantity:
    r"""Price of all shares of a company.

    .. math:: V = p N

    Parameters
    ----------
    price_per_share : Quantity
        Price of one share. [USD/share]
    shares : Quantity
        Shares outstanding; say whether they are basic or diluted. [share]

    Returns
    -------
    Quantity
        Market capitalisation. [USD]

    Examples
    --------
    The offer of June 2026.

    >>> shares = Quantity(12.5353e9 + 0.5556e9, "share")
    >>> print(market_capitalisation(Quantity(135, "USD/share"), shares).to("teraUSD"))
    1.767 teraUS_dollar

    References
    ----------
    `quantabundancia.com (2026) <https://quantabundancia.com/articles/spacex-ipo-spcx-explained>`__
    [quantabundancia2026spcx], offer
    """
    return (price_per_share * shares).to("USD")


@ureg.check("[currency]", "[currency]", "[currency]")
def enterprise_value(market_value: Quantity, debt: Quantity, cash: Quantity) -> Quantity:
    r"""Price of a company's operations: what shares and debt cost, less the cash that comes with them.

    .. math:: EV = V + D - C

    Parameters
    ----------
    market_value : Quantity
        Market capitalisation. [USD]
    debt : Quantity
        Debt, leases included if the peers include them. [USD]
    cash : Quantity
        Cash and securities. [USD]

    Returns
    -------
    Quantity
        Enterprise value. [USD]

    Examples
    --------
    Tesla, November 2021, in a published workbook.

    >>> money = [Quantity(x, "megaUSD") for x in (692626.9, 10158, 16095)]
    >>> print(enterprise_value(*money).to("megaUSD"))
    686689.9 megaUS_dollar

    References
    ----------
    `Damodaran (2021) <https://pages.stern.nyu.edu/~adamodar/>`__ [damodaran2021tesla], sheets Valuation output, B24 and
    B29, and Input sheet, B12 and B15
    """
    return (market_value + debt - cash).to("USD")


@ureg.check("[currency]", "[currency]/[time]")
def price_to_sales(value: Quantity, revenue: Quantity) -> Quantity:
    r"""Value of a company as a multiple of one year's revenue.

    .. math:: m = \frac{V}{R \cdot 1\,\mathrm{year}}

    Parameters
    ----------
    value : Quantity
        Market capitalisation or enterprise value. [USD]
    revenue : Quantity
        Revenue: of a fiscal year, of the last twelve months, or forecast; the three differ. [USD/year]

    Returns
    -------
    Quantity
        Price-to-sales multiple. [-]

    Raises
    ------
    ValueError
        The revenue is not positive.

    Examples
    --------
    $1.77 trillion on the audited revenue of 2025.

    >>> print(price_to_sales(Quantity(1.77, "teraUSD"), Quantity(18.674, "gigaUSD/year")))
    94.8 dimensionless

    References
    ----------
    `superada.ai (2026) <https://www.superada.ai/blog/2026-05-21-spacex-s1-decoded/>`__ [superada2026s1], revenue of
    2025
    """
    guards.above("revenue", revenue, NOTHING)
    return (value / (revenue * YEAR)).to("")


@ureg.check("[currency]", "[currency]/[time]")
def enterprise_multiple(value: Quantity, earnings: Quantity) -> Quantity:
    r"""Enterprise value as a multiple of one year's earnings before interest, tax, depreciation and amortisation.

    .. math:: m = \frac{EV}{EBITDA \cdot 1\,\mathrm{year}}

    Parameters
    ----------
    value : Quantity
        Enterprise value. [USD]
    earnings : Quantity
        Earnings of a year. [USD/year]

    Returns
    -------
    Quantity
        Multiple; negative when there is a loss, and then without meaning. [-]

    Raises
    ------
    ValueError
        The earnings are zero.

    Examples
    --------
    The offer price on the adjusted earnings of 2025.

    >>> print(enterprise_multiple(Quantity(1.77, "teraUSD"), Quantity(6.584, "gigaUSD/year")))
    268.8 dimensionless

    References
    ----------
    `quantabundancia.com (2026) <https://quantabundancia.com/articles/spacex-ipo-spcx-explained>`__
    [quantabundancia2026spcx], value;
    `allmind.ai (2026) <https://allmind.ai/news/8de080addb0c8d49be92e6124e197e3770af220844df29ea2c6b0793820cab04>`__
    [allmind2026s1], adjusted earnings
    """
    guards.nonzero("earnings", earnings)
    return (value / (earnings * YEAR)).to("")


@ureg.check("[currency]", "[]")
def implied_revenue(value: Quantity, multiple: Quantity) -> Quantity:
    r"""Revenue that a value and a multiple imply together.

    .. math:: R = \frac{V}{m}

    Parameters
    ----------
    value : Quantity
        Market capitalisation. [USD]
    multiple : Quantity
        Price-to-sales multiple. [-]

    Returns
    -------
    Quantity
        Revenue of one year. [USD/year]

    Raises
    ------
    ValueError
        The multiple is not positive.

    Examples
    --------
    $2 trillion at 64 times sales needs $31.25 billion of revenue.

    >>> print(implied_revenue(Quantity(2, "teraUSD"), Quantity(64, "")).to("gigaUSD/year"))
    31.25 gigaUS_dollar / year

    References
    ----------
    `motyl.dev (2026) <https://motyl.dev/news/spacex-ai-endgame-infrastructure-layer-intelligence>`__
    [motyl2026], value and multiple
    """
    guards.above("multiple", multiple, 0.0)
    return (value / multiple / YEAR).to("USD/year")


@ureg.check("[currency]/[time]", "[]")
def value_at_multiple(revenue: Quantity, multiple: Quantity) -> Quantity:
    r"""Value of a company at a multiple of its revenue.

    .. math:: V = m R \cdot 1\,\mathrm{year}

    Parameters
    ----------
    revenue : Quantity
        Revenue of a year. [USD/year]
    multiple : Quantity
        Price-to-sales multiple. [-]

    Returns
    -------
    Quantity
        Value. [USD]

    Examples
    --------
    A listing of 2012: 28.0 times $3.711 billion of sales, $104 billion.

    >>> print(value_at_multiple(Quantity(3.711, "gigaUSD/year"), Quantity(28.0, "")).to("gigaUSD").round(0))
    104.0 gigaUS_dollar

    References
    ----------
    `Ritter (2025) <https://site.warrington.ufl.edu/ritter/ipo-data/>`__ [ritter2025ipo], Facebook
    """
    return (revenue * multiple * YEAR).to("USD")


class Interval(NamedTuple):
    """The lowest and the highest value that a quantity can take."""

    low: Quantity
    high: Quantity


@ureg.check(None, None)
def interval_multiple(value: Interval, revenue: Interval) -> Interval:
    r"""Multiples that a range of values and a range of revenues allow.

    .. math:: [V_1, V_2] / [R_1, R_2] = [V_1/R_2,\; V_2/R_1]

    Parameters
    ----------
    value : Interval
        Lowest and highest value. [USD]
    revenue : Interval
        Lowest and highest revenue. [USD/year]

    Returns
    -------
    Interval
        Lowest and highest multiple. [-]

    Examples
    --------
    $2 trillion on $24 to $30 billion.

    >>> value = Interval(Quantity(2, "teraUSD"), Quantity(2, "teraUSD"))
    >>> multiples = interval_multiple(value, Interval(Quantity(24, "gigaUSD/year"), Quantity(30, "gigaUSD/year")))
    >>> print(multiples.low, multiples.high)
    66.67 dimensionless 83.33 dimensionless

    References
    ----------
    `motyl.dev (2026) <https://motyl.dev/news/spacex-ai-endgame-infrastructure-layer-intelligence>`__
    [motyl2026], value and revenue
    """
    return Interval(price_to_sales(value.low, revenue.high), price_to_sales(value.high, revenue.low))


@ureg.check(None, None)
def denominator_window(numerator: Quantity, quotient: Interval) -> Interval:
    r"""Denominators that are consistent with a numerator and a rounded quotient.

    .. math:: [A/q_2,\; A/q_1]

    Parameters
    ----------
    numerator : Quantity
        What is divided. [any]
    quotient : Interval
        Lowest and highest value that the stated quotient can stand for. [-]

    Returns
    -------
    Interval
        Lowest and highest denominator. [any]

    Raises
    ------
    ValueError
        The quotient is not positive.

    Examples
    --------
    $717 billion is 23 times, give or take a half, of what?

    >>> window = denominator_window(Quantity(717, "USD"), Interval(Quantity(22.5, ""), Quantity(23.5, "")))
    >>> print(window.low, window.high)
    30.51 US_dollar 31.87 US_dollar

    References
    ----------
    `motyl.dev (2026) <https://motyl.dev/news/spacex-ai-endgame-infrastructure-layer-intelligence>`__
    [motyl2026], revenue of Amazon and its multiple
    """
    guards.above("quotient", quotient.low, 0.0)
    guards.above("quotient", quotient.high, 0.0)
    return Interval((numerator / quotient.high).to(numerator.units), (numerator / quotient.low).to(numerator.units))


@ureg.check(None, None)
def overlap(first: Interval, second: Interval) -> Interval:
    r"""Part that two ranges have in common.

    .. math:: [\max(a_1, b_1),\; \min(a_2, b_2)]

    Parameters
    ----------
    first : Interval
        One range. [any]
    second : Interval
        The other, of the same dimension. [any]

    Returns
    -------
    Interval
        The common part; it is empty when its low end lies above its high end. [any]

    Examples
    --------
    Revenue that 23 times $717 billion allows, and revenue that 64 times or more of $2 trillion allows.

    >>> a = Interval(Quantity(30.51, "USD"), Quantity(31.87, "USD"))
    >>> b = Interval(Quantity(24.0, "USD"), Quantity(31.25, "USD"))
    >>> print(overlap(a, b).low, overlap(a, b).high)
    30.51 US_dollar 31.25 US_dollar

    References
    ----------
    `motyl.dev (2026) <https://motyl.dev/news/spacex-ai-endgame-infrastructure-layer-intelligence>`__
    [motyl2026], both multiples
    """
    unit = first.low.units
    low, high = np.maximum(first.low, second.low), np.minimum(first.high, second.high)
    return Interval(Quantity(low).to(unit), Quantity(high).to(unit))


# ---- paths over the years ----------------------------------------------------------------------------------------


@ureg.check(None, None, "[]")
def waypoint(start: Quantity, goal: Quantity, share: Quantity) -> Quantity:
    r"""Point part of the way from a start to a goal.

    .. math:: W = S + w\,(G - S)

    Parameters
    ----------
    start : Quantity
        Where the path begins. [any]
    goal : Quantity
        Where it ends. [any]
    share : Quantity
        Part of the way. [-]

    Returns
    -------
    Quantity
        The point. [any]

    Examples
    --------
    AI revenue of the fifth year in a published workbook, a third of the way from $3.201 to $160 billion.

    >>> print(waypoint(Quantity(3.201, "USD"), Quantity(160, "USD"), Quantity(1 / 3, "")))
    55.46733 US_dollar

    References
    ----------
    `Damodaran (2026) <https://pages.stern.nyu.edu/~adamodar/pc/blog/SpaceX2026IPOUpdated.xlsx>`__
    [damodaran2026spacex], sheet Valuation output, row 5
    """
    return (start + share * (goal - start)).to(start.units)


@ureg.check(None, None, None)
def closing_path(start: Quantity, goal: Quantity, shares: Sequence[Quantity]) -> list[Quantity]:
    r"""Path that closes, each year, a share of what then remains of the gap to a goal.

    .. math:: x_t = x_{t-1} + s_t\,(G - x_{t-1})

    Parameters
    ----------
    start : Quantity
        Value of the base year. [any]
    goal : Quantity
        Where the path leads. [any]
    shares : sequence of Quantity
        Share of the remaining gap that each year closes; a last share of one ends at the goal. [-]

    Returns
    -------
    list of Quantity
        Value of each year. [any]

    Examples
    --------
    AI revenue towards its fifth-year waypoint, first cells of a published workbook.

    >>> shares = [Quantity(s, "") for s in (0.2, 0.3, 0.4, 0.5, 1.0)]
    >>> path = closing_path(Quantity(3.201, "USD/year"), Quantity(55.46733333, "USD/year"), shares)
    >>> [round(float(x.magnitude), 5) for x in path]
    [13.65427, 26.19819, 37.90585, 46.68659, 55.46733]

    References
    ----------
    `Damodaran (2026) <https://pages.stern.nyu.edu/~adamodar/pc/blog/SpaceX2026IPOUpdated.xlsx>`__
    [damodaran2026spacex], sheet Valuation output, row 5
    """
    path, value = list[Quantity](), start
    for share in shares:
        value = waypoint(value, goal, share)
        path.append(value)
    return path


@ureg.check(None, None, None)
def linear_path(start: Quantity, goal: Quantity, years: int) -> list[Quantity]:
    r"""Path in equal steps from the base year's value to the last year's.

    .. math:: x_t = S + \frac{t}{n}(G - S)

    Parameters
    ----------
    start : Quantity
        Value of the base year. [any]
    goal : Quantity
        Value of the last year. [any]
    years : int
        Number of years.

    Returns
    -------
    list of Quantity
        Value of each year. [any]

    Examples
    --------
    Margins of Amazon over ten years in a published table, from 0.47 % to 7.38 %.

    >>> path = linear_path(Quantity(0.47, ""), Quantity(7.38, ""), 10)
    >>> [round(float(x.magnitude), 2) for x in path]
    [1.16, 1.85, 2.54, 3.23, 3.92, 4.62, 5.31, 6.0, 6.69, 7.38]

    References
    ----------
    Damodaran (2017) [damodaran2017narrative], Table 9.7
    """
    return [waypoint(start, goal, Quantity((t + 1) / years, "")) for t in range(years)]


@ureg.check(None, None, None, None)
def converging_path(start: Quantity, goal: Quantity, convergence_year: int, years: int) -> list[Quantity]:
    r"""Path in equal steps to a goal that is reached early and then held.

    .. math:: x_t = S + \min(t/c,\,1)\,(G - S)

    Parameters
    ----------
    start : Quantity
        Value of the base year. [any]
    goal : Quantity
        Value from the year of convergence on. [any]
    convergence_year : int
        Year in which the goal is reached.
    years : int
        Number of years.

    Returns
    -------
    list of Quantity
        Value of each year. [any]

    Examples
    --------
    Tesla's margin in a published workbook: from that of 2021 to 16 % in the fifth year, then held.
    Times the printed revenue of the tenth year, $414,233.4 million, it gives the printed operating income of $66,277.3.

    >>> base = Quantity((4586 + 1064.4) / 46848, "")
    >>> path = converging_path(base, Quantity(0.16, ""), 5, 10)
    >>> [round(float(x.magnitude), 3) for x in path]
    [0.128, 0.136, 0.144, 0.152, 0.16, 0.16, 0.16, 0.16, 0.16, 0.16]
    >>> print(path[-1] * Quantity(414233.4, "megaUSD/year"))
    66277.3 megaUS_dollar / year

    References
    ----------
    `Damodaran (2021) <https://pages.stern.nyu.edu/~adamodar/>`__ [damodaran2021tesla], sheets Input sheet, B8, B9, B24
    and B25, R&D converter, D39, and Master Inputs, B6 and B11
    """
    return linear_path(start, goal, convergence_year) + [goal] * (years - convergence_year)


@ureg.check(None, None, None, None)
def held_then_linear_path(held: Quantity, goal: Quantity, held_years: int, years: int) -> list[Quantity]:
    r"""Path that holds a value for some years and then moves to a goal in equal steps.

    .. math:: x_t = H + \max\left(0,\, \frac{t - h}{n - h}\right)(G - H)

    Parameters
    ----------
    held : Quantity
        Value of the first years. [any]
    goal : Quantity
        Value of the last year. [any]
    held_years : int
        Years for which the first value holds.
    years : int
        Number of years.

    Returns
    -------
    list of Quantity
        Value of each year. [any]

    Examples
    --------
    A tax rate of 10 % for five years that rises to 25 % in the tenth.

    >>> path = held_then_linear_path(Quantity(0.10, ""), Quantity(0.25, ""), 5, 10)
    >>> [round(float(x.magnitude), 2) for x in path]
    [0.1, 0.1, 0.1, 0.1, 0.1, 0.13, 0.16, 0.19, 0.22, 0.25]

    References
    ----------
    `Damodaran (2026) <https://pages.stern.nyu.edu/~adamodar/pc/blog/SpaceX2026IPOUpdated.xlsx>`__
    [damodaran2026spacex], sheet Valuation output, row 13
    """
    return [held] * held_years + linear_path(held, goal, years - held_years)


@ureg.check(None, None)
def compound_path(start: Quantity, growth_rates: Sequence[Quantity]) -> list[Quantity]:
    r"""Path that grows by a rate of its own each year.

    .. math:: x_t = x_{t-1}(1 + g_t)

    Parameters
    ----------
    start : Quantity
        Value of the base year. [any]
    growth_rates : sequence of Quantity
        Growth of each year. [-]

    Returns
    -------
    list of Quantity
        Value of each year. [any]

    Examples
    --------
    A textbook's company: $518 million of sales, growth of 9 % that slows by a point a year.

    >>> path = compound_path(Quantity(518, "USD"), [Quantity(g, "percent") for g in (9, 8, 7, 6, 5, 4)])
    >>> [round(float(x.magnitude), 2) for x in path]
    [564.62, 609.79, 652.47, 691.62, 726.2, 755.25]

    References
    ----------
    `Berk and DeMarzo (2011)
    <https://transtutors.com/questions/consider-the-valuation-of-kenneth-cole-productions-in-example-9-7-a-suppose-you-beli-735521.htm>`__
    [berk2011corporate], Example 9.7;
    `SolutionInn and Transtutors (2026)
    <https://solutioninn.com/study-help/questions/kenneth-cole-kcp-had-sales-of-5180-million-in-2005-8150895>`__
    [kennethcole2005answers], worked answer
    """
    path, value = list[Quantity](), start
    for rate in growth_rates:
        value = (value * (1.0 + rate)).to(start.units)
        path.append(value)
    return path


# ---- one segment -------------------------------------------------------------------------------------------------


class Segment(NamedTuple):
    """The yearly flows of one business in USD/year, all three of the same length."""

    revenues: list[Quantity]
    operating_incomes: list[Quantity]
    reinvestments: list[Quantity]


@ureg.check(None, None)
def operating_incomes(revenues: Sequence[Quantity], margins: Sequence[Quantity]) -> list[Quantity]:
    r"""Operating income of each year.

    .. math:: E_t = m_t R_t

    Parameters
    ----------
    revenues : sequence of Quantity
        Revenue of each year. [USD/year]
    margins : sequence of Quantity
        Operating margin of each year. [-]

    Returns
    -------
    list of Quantity
        Operating income of each year. [USD/year]

    Examples
    --------
    A textbook's company: 9 % of sales.

    >>> sales = [Quantity(x, "USD/year") for x in (564.62, 609.79, 652.47, 691.62, 726.20, 755.25)]
    >>> [round(float(x.magnitude), 1) for x in operating_incomes(sales, [Quantity(9, "percent")] * 6)]
    [50.8, 54.9, 58.7, 62.2, 65.4, 68.0]

    References
    ----------
    `Berk and DeMarzo (2011)
    <https://transtutors.com/questions/consider-the-valuation-of-kenneth-cole-productions-in-example-9-7-a-suppose-you-beli-735521.htm>`__
    [berk2011corporate], Example 9.7;
    `askfilo.com (2026)
    <https://askfilo.com/user-question-answers-accounts/please-explain-how-in-year-2006-for-example-the-net-3137373335333535>`__
    [kennethcoletable2026]
    """
    return [(revenue * margin).to("USD/year") for revenue, margin in zip(revenues, margins, strict=True)]


@ureg.check("[currency]/[time]", None, None, None, "[]")
def reinvestments(
    base_revenue: Quantity,
    revenues: Sequence[Quantity],
    sales_to_capital: Sequence[Quantity],
    lag: int,
    later_growth: Quantity,
) -> list[Quantity]:
    r"""Capital put in each year so that sales can grow.

    .. math:: I_t = \frac{R_{t+l} - R_{t+l-1}}{k_t}

    Parameters
    ----------
    base_revenue : Quantity
        Revenue of the base year. [USD/year]
    revenues : sequence of Quantity
        Revenue of each year. [USD/year]
    sales_to_capital : sequence of Quantity
        Yearly sales that one dollar of new capital brings, year by year. [-]
    lag : int
        Years by which capital runs ahead of the sales it brings: 0, 1, 2 or more.
    later_growth : Quantity
        Growth of revenue after the last year, which a lag has to look at. [-]

    Returns
    -------
    list of Quantity
        Reinvestment of each year. [USD/year]

    Raises
    ------
    ValueError
        The lag is negative, or sales to capital is not positive.

    Notes
    -----
    Falling sales give capital back in this convention.

    Examples
    --------
    A textbook's company that needs 18 cents of capital for each new dollar of sales:
    3.7 and 4.7 in the first year, 3.6 and 4.5 in the second, 3.4 and 4.3 in the third.

    >>> sales, turnover = [Quantity(x, "USD/year") for x in (564.62, 609.79, 652.47)], [Quantity(1 / 0.18, "")] * 3
    >>> capital = reinvestments(Quantity(518, "USD/year"), sales, turnover, 0, Quantity(0, ""))
    >>> [round(float(x.magnitude), 1) for x in capital]
    [8.4, 8.1, 7.7]

    References
    ----------
    `Berk and DeMarzo (2011)
    <https://transtutors.com/questions/consider-the-valuation-of-kenneth-cole-productions-in-example-9-7-a-suppose-you-beli-735521.htm>`__
    [berk2011corporate], Example 9.7;
    `askfilo.com (2026)
    <https://askfilo.com/user-question-answers-accounts/please-explain-how-in-year-2006-for-example-the-net-3137373335333535>`__
    [kennethcoletable2026]
    """
    if lag < 0:
        raise ValueError(f"lag must be 0 or more years; got {lag}")
    levels = [base_revenue, *revenues, *compound_path(revenues[-1], [later_growth] * lag)]
    result = list[Quantity]()
    for t, turnover in enumerate(sales_to_capital):
        guards.above("sales_to_capital", turnover, 0.0)
        result.append(((levels[t + lag + 1] - levels[t + lag]) / turnover).to("USD/year"))
    return result


@ureg.check("[currency]/[time]", None, None, None)
def segment_of(
    base_revenue: Quantity,
    revenues: Sequence[Quantity],
    margins: Sequence[Quantity],
    sales_to_capital: Sequence[Quantity],
) -> Segment:
    r"""Flows of one business whose capital is spent in the year its sales grow.

    .. math:: E_t = m_t R_t, \qquad I_t = \frac{R_t - R_{t-1}}{k_t}

    Parameters
    ----------
    base_revenue : Quantity
        Revenue of the base year. [USD/year]
    revenues : sequence of Quantity
        Revenue of each year. [USD/year]
    margins : sequence of Quantity
        Operating margin of each year. [-]
    sales_to_capital : sequence of Quantity
        Yearly sales that one dollar of new capital brings. [-]

    Returns
    -------
    Segment
        Revenue, operating income and reinvestment. [USD/year]

    Examples
    --------
    A textbook's company in its first year: 50.8 of operating income, 3.7 and 4.7 of capital.

    >>> segment = segment_of(Quantity(518, "USD/year"), [Quantity(564.62, "USD/year")], [Quantity(9, "percent")],
    ...                      [Quantity(1 / 0.18, "")])
    >>> print(segment.operating_incomes[0], segment.reinvestments[0])
    50.8 US_dollar / year 8.4 US_dollar / year

    References
    ----------
    `Berk and DeMarzo (2011)
    <https://transtutors.com/questions/consider-the-valuation-of-kenneth-cole-productions-in-example-9-7-a-suppose-you-beli-735521.htm>`__
    [berk2011corporate], Example 9.7;
    `askfilo.com (2026)
    <https://askfilo.com/user-question-answers-accounts/please-explain-how-in-year-2006-for-example-the-net-3137373335333535>`__
    [kennethcoletable2026]
    """
    spent = reinvestments(base_revenue, revenues, sales_to_capital, 0, Quantity(0.0, ""))
    return Segment(list(revenues), operating_incomes(revenues, margins), spent)


@ureg.check(None)
def consolidated(segments: Sequence[Segment]) -> Segment:
    r"""Sum of the flows of all segments, year by year.

    .. math:: x_t = \sum_i x_{i,t}

    Parameters
    ----------
    segments : sequence of Segment
        The businesses, over the same years. [USD/year]

    Returns
    -------
    Segment
        The company as one business. [USD/year]

    Examples
    --------
    Space, connectivity and AI in 2025, in billions: $18.674 of revenue, a loss of $2.589, $20.7 of capital expenditure.

    >>> rows = (4.086, -0.657, 3.8), (11.387, 4.423, 4.2), (3.201, -6.355, 12.727)
    >>> company = consolidated([Segment(*([Quantity(x, "USD/year")] for x in row)) for row in rows])
    >>> print(*(flow[0] for flow in company))
    18.674 US_dollar / year -2.589 US_dollar / year 20.7 US_dollar / year

    References
    ----------
    `SuanNi (2026)
    <https://www.besthub.dev/articles/inside-spacex-s-s-1-how-elon-musk-s-mega-ipo-aims-to-build-a-space-ai-connectivity-empire-20bc6ba55b07>`__
    [besthub2026s1], segment note;
    `Space Exploration Technologies Corp. (2026)
    <https://www.sec.gov/Archives/edgar/data/1181412/000162828026036936/spaceexplorationtechnologi.htm>`__
    [spacex2026s1], capital expenditure;
    `superada.ai (2026) <https://www.superada.ai/blog/2026-05-21-spacex-s1-decoded/>`__ [superada2026s1], sums
    """
    rows = zip(*segments, strict=True)
    return Segment(*([sum(year[1:], year[0]) for year in zip(*row, strict=True)] for row in rows))


class Research(NamedTuple):
    """Research treated as capital: what is not yet written off, and what that adds to the income of the year."""

    asset: Quantity
    income_adjustment: Quantity


@ureg.check("[currency]/[time]", None)
def capitalised_research(current: Quantity, past: Sequence[Quantity]) -> Research:
    r"""Research and development as an asset that is written off in equal parts, instead of a cost of the year.

    .. math:: A = R_0 \cdot 1\,\mathrm{year} + \sum_{k=1}^{n} R_k \Bigl(1 - \frac{k}{n}\Bigr) \cdot 1\,\mathrm{year},
        \qquad \Delta E = R_0 - \frac{1}{n}\sum_{k=1}^{n} R_k

    Parameters
    ----------
    current : Quantity
        Research expense of the year. [USD/year]
    past : sequence of Quantity
        Expense of the years before, latest first; their number is the life of research. [USD/year]

    Returns
    -------
    Research
        Asset [USD] and addition to operating income [USD/year].

    Raises
    ------
    ValueError
        No past year is given.

    Notes
    -----
    The expense of the year counts as spent at its end: nothing of it is written off yet.

    Examples
    --------
    The converter of a published workbook on Tesla.

    >>> past = [Quantity(x, "megaUSD/year") for x in (1491, 1390, 1460, 1378, 834)]
    >>> research = capitalised_research(Quantity(2375, "megaUSD/year"), past)
    >>> print(research.asset.to("megaUSD"), research.income_adjustment.to("megaUSD/year"))
    5261.4 megaUS_dollar 1064.4 megaUS_dollar / year

    References
    ----------
    `Damodaran (2021) <https://pages.stern.nyu.edu/~adamodar/>`__ [damodaran2021tesla], R&D converter, D35 and D39
    """
    if not past:
        raise ValueError("past must hold at least one year; got none")
    life = len(past)
    kept = [expense * (1.0 - (k + 1.0) / life) for k, expense in enumerate(past)]
    asset = ((sum(kept, current)) * YEAR).to("USD")
    return Research(asset, (current - sum(past[1:], past[0]) / life).to("USD/year"))


# ---- tax, cash flow, value of operations -------------------------------------------------------------------------


@ureg.check(None, None, "[currency]", "[]")
def taxes(
    operating_incomes: Sequence[Quantity],
    tax_rates: Sequence[Quantity],
    losses_carried_forward: Quantity,
    usable_share: Quantity = _WHOLE,
) -> list[Quantity]:
    r"""Tax of each year, when losses reduce the income of later years.

    .. math:: T_t = \tau_t\,\bigl(E_t^+ - u_t\bigr), \quad u_t = \min(L_{t-1},\,\lambda E_t^+),
        \quad L_t = L_{t-1} - u_t + E_t^-

    Parameters
    ----------
    operating_incomes : sequence of Quantity
        Operating income of each year. [USD/year]
    tax_rates : sequence of Quantity
        Tax rate of each year. [-]
    losses_carried_forward : Quantity
        Losses of earlier years that may still be used. [USD]
    usable_share : Quantity
        Share of a year's income against which losses may be used, :math:`\lambda`. [-]

    Returns
    -------
    list of Quantity
        Tax of each year. [USD/year]

    Raises
    ------
    ValueError
        The losses carried forward are negative, or the usable share is not one.

    Notes
    -----
    Workbooks let losses be used against the whole income of a year; the law of the United States against 80 % of it.

    Examples
    --------
    A textbook's company at 37 %.

    >>> none, incomes = Quantity(0, "USD"), [Quantity(x, "USD/year") for x in (50.8, 54.9, 58.7, 62.2, 65.4)]
    >>> [round(float(t.magnitude), 1) for t in taxes(incomes, [Quantity(37, "percent")] * 5, none)]
    [18.8, 20.3, 21.7, 23.0, 24.2]

    A loss of 10 before a profit of 30 leaves 20 to be taxed.

    >>> incomes = [Quantity(x, "USD/year") for x in (-10, 30)]
    >>> [float(t.magnitude) for t in taxes(incomes, [Quantity(0.25, "")] * 2, none)]
    [0.0, 5.0]

    With 80 % of a year's income open to losses, a profit of 10 after it is taxed on 2.

    >>> incomes = [Quantity(x, "USD/year") for x in (-10, 10)]
    >>> [float(t.magnitude) for t in taxes(incomes, [Quantity(0.25, "")] * 2, none, Quantity(0.8, ""))]
    [0.0, 0.5]

    References
    ----------
    `Berk and DeMarzo (2011)
    <https://transtutors.com/questions/consider-the-valuation-of-kenneth-cole-productions-in-example-9-7-a-suppose-you-beli-735521.htm>`__
    [berk2011corporate], Example 9.7;
    `askfilo.com (2026)
    <https://askfilo.com/user-question-answers-accounts/please-explain-how-in-year-2006-for-example-the-net-3137373335333535>`__
    [kennethcoletable2026]
    """
    guards.at_least("losses_carried_forward", losses_carried_forward, Quantity(0.0, "USD"))
    guards.fraction("usable_share", usable_share)
    losses, result = (losses_carried_forward / YEAR).to("USD/year"), list[Quantity]()
    for income, rate in zip(operating_incomes, tax_rates, strict=True):
        profit = np.maximum(income, NOTHING)
        used = np.minimum(losses, usable_share * profit)
        losses = losses - used + np.maximum(NOTHING - income, NOTHING)
        result.append((rate * (profit - used)).to("USD/year"))
    return result


@ureg.check(None, None)
def free_cash_flows(company: Segment, taxes: Sequence[Quantity]) -> list[Quantity]:
    r"""Cash that operations leave for all who finance them.

    .. math:: F_t = E_t - T_t - I_t

    Parameters
    ----------
    company : Segment
        Flows of the company. [USD/year]
    taxes : sequence of Quantity
        Tax of each year. [USD/year]

    Returns
    -------
    list of Quantity
        Free cash flow of each year. [USD/year]

    Examples
    --------
    A textbook's company in its first year: 50.8 less 18.8 of tax, 3.7 and 4.7 of capital is 23.6.

    >>> one = Segment(*([Quantity(x, "USD/year")] for x in (564.6, 50.8, 3.7 + 4.7)))
    >>> print(free_cash_flows(one, [Quantity(18.8, "USD/year")])[0])
    23.6 US_dollar / year

    References
    ----------
    `Berk and DeMarzo (2011)
    <https://transtutors.com/questions/consider-the-valuation-of-kenneth-cole-productions-in-example-9-7-a-suppose-you-beli-735521.htm>`__
    [berk2011corporate], Example 9.7;
    `askfilo.com (2026)
    <https://askfilo.com/user-question-answers-accounts/please-explain-how-in-year-2006-for-example-the-net-3137373335333535>`__
    [kennethcoletable2026]
    """
    rows = zip(company.operating_incomes, taxes, company.reinvestments, strict=True)
    return [(income - tax - reinvested).to("USD/year") for income, tax, reinvested in rows]


@ureg.check(None, "[time]", "[time]")
def factors_within_years(
    discount_rates: Sequence[Quantity], timing: Quantity = END_OF_YEAR, elapsed: Quantity = START_OF_YEAR
) -> list[Quantity]:
    r"""Discount factor of each year's cash flow, wherever in the year the flow and the day of the valuation fall.

    .. math:: v_1 = (1 + r_1)^{-\tau(1 - s)}, \qquad
        v_{t > 1} = (1 + r_1)^{s}\,\frac{(1 + r_t)^{1 - \tau}}{\prod_{k \le t} (1 + r_k)}

    Parameters
    ----------
    discount_rates : sequence of Quantity
        Cost of capital of each year. [-]
    timing : Quantity
        When in its year a flow falls: 0 at the start, 0.5 in the middle, 1 at the end. [year]
    elapsed : Quantity
        Part of the first year that is over on the day of the valuation, s; what is left of it is a stub. [year]

    Returns
    -------
    list of Quantity
        Value on that day of one unit received in each year, of the first year in what is left of it. [-]

    Raises
    ------
    ValueError
        The timing or the day lies outside the year, or a rate is -100 % or less.

    Examples
    --------
    One dollar at the end of a year at 10 % is printed as 0.9091; by the middle of the year it is the root of that.

    >>> rate = [Quantity(0.1, "")]
    >>> print(factors_within_years(rate)[0], factors_within_years(rate, Quantity(0.5, "year"))[0])
    0.9091 dimensionless 0.9535 dimensionless

    References
    ----------
    `summitessays.com (2026) <https://summitessays.com/?p=261947>`__ [timevaluetables2026], table Present Value of 1
    """
    guards.between("timing", timing, START_OF_YEAR, END_OF_YEAR)
    guards.between("elapsed", elapsed, START_OF_YEAR, END_OF_YEAR)
    for rate in discount_rates:
        guards.above("discount_rates", rate, -1.0)
    first = 1.0 / growth_factor(discount_rates[0], timing * (END_OF_YEAR - elapsed) / YEAR)
    later = growth_factor(discount_rates[0], elapsed)
    return [first.to(""), *((factor * later).to("") for factor in _within_full_years(discount_rates, timing)[1:])]


def _within_full_years(discount_rates: Sequence[Quantity], timing: Quantity) -> list[Quantity]:
    """Give the factor of each year's flow at the start of the first year, which is whole."""
    at_ends, earlier = cumulative_discount_factors(discount_rates), END_OF_YEAR - timing
    rows = zip(at_ends, discount_rates, strict=True)
    return [(factor * growth_factor(rate, earlier)).to("") for factor, rate in rows]


@ureg.check(None, None, "[time]", "[time]")
def explicit_value(
    cash_flows: Sequence[Quantity],
    discount_rates: Sequence[Quantity],
    timing: Quantity = END_OF_YEAR,
    elapsed: Quantity = START_OF_YEAR,
) -> Quantity:
    r"""Value of the cash flows of the forecast years that are still to come.

    .. math:: V = (1 - s)\,v_1 F_1 + \sum_{t > 1} v_t F_t

    Parameters
    ----------
    cash_flows : sequence of Quantity
        Free cash flow of each year. [USD/year]
    discount_rates : sequence of Quantity
        Cost of capital of each year. [-]
    timing : Quantity
        When in its year a flow falls: 0 at the start, 0.5 in the middle, 1 at the end. [year]
    elapsed : Quantity
        Part of the first year that is over on the day of the valuation, s; its flow is on the balance sheet. [year]

    Returns
    -------
    Quantity
        Present value. [USD]

    Raises
    ------
    ValueError
        The timing or the day lies outside the year.

    Examples
    --------
    Ten years of a hospital company's cash flow at 8.5 %, worth a published $14,311 million.
    The cash flows are printed to a million.

    >>> flows = (1778, 1887, 2003, 2107, 2214, 2306, 2399, 2496, 2597, 2701)
    >>> value = explicit_value([Quantity(f, "megaUSD/year") for f in flows], [Quantity(8.5, "percent")] * 10)
    >>> print(value.to("gigaUSD"))
    14.31 gigaUS_dollar

    References
    ----------
    `samuelsalfati (2025) <https://github.com/samuelsalfati/uhs-sotp-valuation>`__ [salfati2025uhs], Full DCF output
    """
    factors = factors_within_years(discount_rates, timing, elapsed)
    values = [(flow * YEAR * factor).to("USD") for flow, factor in zip(cash_flows, factors, strict=True)]
    left = (END_OF_YEAR - elapsed) / YEAR
    return sum(values[1:], left * values[0])


@ureg.check("[currency]/[time]", "[]", "[]", "[]", "[]")
def terminal_value(
    operating_income: Quantity,
    tax_rate: Quantity,
    growth_rate: Quantity,
    return_on_capital: Quantity,
    discount_rate: Quantity,
) -> Quantity:
    r"""Value, in the last forecast year, of everything that comes after it.

    .. math:: V = \frac{E_n (1 + g)(1 - \tau)(1 - g/\rho)}{r - g}

    Parameters
    ----------
    operating_income : Quantity
        Operating income of the last year. [USD/year]
    tax_rate : Quantity
        Tax rate for ever after. [-]
    growth_rate : Quantity
        Growth of one year for ever after. [-]
    return_on_capital : Quantity
        After-tax return on the capital that growth needs. [-]
    discount_rate : Quantity
        Cost of capital for ever after. [-]

    Returns
    -------
    Quantity
        Value at the end of the last year. [USD]

    Raises
    ------
    ValueError
        The company grows as fast as it is discounted, or the return on capital is not positive.

    Notes
    -----
    With a return equal to the cost of capital growth adds nothing.

    Examples
    --------
    The tenth year of a published workbook: $160 billion of operating income.

    >>> rates = [Quantity(x, "percent") for x in (25, 4.56, 15, 8.25)]
    >>> print(terminal_value(Quantity(160, "gigaUSD/year"), *rates).to("gigaUSD").round(1))
    2366.6 gigaUS_dollar

    References
    ----------
    `Damodaran (2026) <https://pages.stern.nyu.edu/~adamodar/pc/blog/SpaceX2026IPOUpdated.xlsx>`__
    [damodaran2026spacex], sheet Valuation output
    """
    guards.above("return_on_capital", return_on_capital, 0.0)
    guards.above("discount_rate less growth_rate", (discount_rate - growth_rate).to(""), 0.0)
    next_income = operating_income * (1.0 + growth_rate) * (1.0 - tax_rate)
    cash_flow = next_income * (1.0 - growth_rate / return_on_capital)
    return (cash_flow * YEAR / (discount_rate - growth_rate)).to("USD")


@ureg.check("[currency]/[time]", "[]", "[]", "[]", "[]", "[]")
def terminal_value_at_turnover(
    revenue: Quantity,
    margin: Quantity,
    tax_rate: Quantity,
    growth_rate: Quantity,
    sales_to_capital: Quantity,
    discount_rate: Quantity,
) -> Quantity:
    r"""Value, in the last forecast year, of a business whose growth goes on to need capital as its sales do.

    .. math:: V = \max\left(0,\; \frac{R_n (1 + g)\left(m - \tau m^+ - g/k\right)}{r - g}\right)

    Parameters
    ----------
    revenue : Quantity
        Revenue of the last year. [USD/year]
    margin : Quantity
        Operating margin for ever after. [-]
    tax_rate : Quantity
        Tax rate for ever after. [-]
    growth_rate : Quantity
        Growth of one year for ever after. [-]
    sales_to_capital : Quantity
        Yearly sales that one dollar of new capital brings. [-]
    discount_rate : Quantity
        Cost of capital for ever after. [-]

    Returns
    -------
    Quantity
        Value at the end of the last year; a business that takes more than it gives is closed. [USD]

    Raises
    ------
    ValueError
        The business grows as fast as it is discounted, or sales to capital is not positive.

    Notes
    -----
    The same as `terminal_value` with a return on capital of (1 - tax) times margin times sales to capital: here the
    return follows from what a dollar of sales earns and from the capital it needs.

    Examples
    --------
    The tenth year of a published workbook, $160 billion of operating income and a return of 15 %, written as $640
    billion of sales at a margin of 25 % that need 1.25 dollars of capital for each dollar:

    >>> rates = [Quantity(x, "") for x in (0.25, 0.25, 0.0456, 0.8, 0.0825)]
    >>> print(terminal_value_at_turnover(Quantity(640, "gigaUSD/year"), *rates).to("gigaUSD").round(1))
    2366.6 gigaUS_dollar

    References
    ----------
    `Damodaran (2026) <https://pages.stern.nyu.edu/~adamodar/pc/blog/SpaceX2026IPOUpdated.xlsx>`__
    [damodaran2026spacex], sheet Valuation output
    """
    guards.above("sales_to_capital", sales_to_capital, 0.0)
    guards.above("discount_rate less growth_rate", (discount_rate - growth_rate).to(""), 0.0)
    kept = (margin - tax_rate * np.maximum(margin.to(""), 0.0) - growth_rate / sales_to_capital).to("")
    value = revenue * (1.0 + growth_rate) * kept * YEAR / (discount_rate - growth_rate)
    return np.maximum(value.to("USD"), Quantity(0.0, "USD"))


class OperatingValue(NamedTuple):
    """Value today of a company's operations in USD, and its two parts."""

    explicit: Quantity
    terminal: Quantity
    total: Quantity


@ureg.check(None, None, "[currency]", "[time]", "[time]")
def value_of_flows(
    cash_flows: Sequence[Quantity],
    discount_rates: Sequence[Quantity],
    continuing_value: Quantity,
    timing: Quantity = END_OF_YEAR,
    elapsed: Quantity = START_OF_YEAR,
) -> OperatingValue:
    r"""Discounted cash flow from forecast cash flows and a value in the last year of all that comes after.

    .. math:: V = \sum_t v_t F_t + v_n V_n

    Parameters
    ----------
    cash_flows : sequence of Quantity
        Free cash flow of each year. [USD/year]
    discount_rates : sequence of Quantity
        Cost of capital of each year. [-]
    continuing_value : Quantity
        Value at the end of the last year, from `terminal_value` or from `perpetuity_value`. [USD]
    timing : Quantity
        When in its year a flow falls: 0 at the start, 0.5 in the middle, 1 at the end. [year]
    elapsed : Quantity
        Part of the first year that is over on the day of the valuation, s; its flow is on the balance sheet. [year]

    Returns
    -------
    OperatingValue
        Value of the forecast years, of what comes after, and of both. [USD]

    Raises
    ------
    ValueError
        The timing or the day lies outside the year.

    Notes
    -----
    The continuing value is that of yearly flows, which fall in the middle of their years when the others do, so it
    gains as much from the timing. A price received on the last day does not: `at_last_day` takes the gain out.

    Examples
    --------
    A textbook's company, worth $1,000 million.

    >>> flows = [Quantity(x, "megaUSD/year") for x in (-2.0, 22.5, 54.6)]
    >>> value = value_of_flows(flows, [Quantity(7.8, "percent")] * 3, Quantity(1176.2, "megaUSD"))
    >>> print(value.explicit.to("megaUSD"), value.total.to("megaUSD"))
    61.1 megaUS_dollar 1000.0 megaUS_dollar

    References
    ----------
    Koller et al. (2020) [koller2020valuation], Exhibit 10.4
    """
    explicit = explicit_value(cash_flows, discount_rates, timing, elapsed)
    last = _within_full_years(discount_rates, timing)[-1] * growth_factor(discount_rates[0], elapsed)
    terminal = (continuing_value * last).to("USD")
    return OperatingValue(explicit, terminal, explicit + terminal)


@ureg.check("[currency]", "[]", "[time]")
def at_last_day(price: Quantity, discount_rate: Quantity, timing: Quantity) -> Quantity:
    r"""Write a price received on the last day of the last year as the value of flows that fall within their years.

    .. math:: V = P\,(1 + r)^{-(1 - \tau)}

    Parameters
    ----------
    price : Quantity
        Price received, such as a multiple of the last year's sales. [USD]
    discount_rate : Quantity
        Cost of capital of the last year. [-]
    timing : Quantity
        When in its year a flow falls: 0 at the start, 0.5 in the middle, 1 at the end. [year]

    Returns
    -------
    Quantity
        The continuing value that `value_of_flows` discounts to what the price is worth. [USD]

    Raises
    ------
    ValueError
        The timing lies outside the year, or the rate is -100 % or less.

    Examples
    --------
    A hundred dollars at the end of the year, written as a flow of mid-year at 21 %:

    >>> print(at_last_day(Quantity(110, "USD"), Quantity(21, "percent"), Quantity(0.5, "year")))
    100.0 US_dollar

    References
    ----------
    Arithmetic; Koller et al. (2020) [koller2020valuation] discount a continuing value alike
    """
    guards.between("timing", timing, START_OF_YEAR, END_OF_YEAR)
    guards.above("discount_rate", discount_rate, -1.0)
    return (price / growth_factor(discount_rate, END_OF_YEAR - timing)).to("USD")


@ureg.check(None, None, None, "[]", "[]", "[currency]", "[time]")
def value_of_operations(
    company: Segment,
    tax_rates: Sequence[Quantity],
    discount_rates: Sequence[Quantity],
    terminal_growth: Quantity,
    terminal_return_on_capital: Quantity,
    losses_carried_forward: Quantity,
    timing: Quantity = END_OF_YEAR,
) -> OperatingValue:
    r"""Discounted cash flow of a company: forecast years and what comes after.

    .. math:: V = \sum_t v_t F_t + v_n V_n

    Parameters
    ----------
    company : Segment
        Yearly flows; `consolidated` sums segments. [USD/year]
    tax_rates : sequence of Quantity
        Tax rate of each year; the last holds for ever. [-]
    discount_rates : sequence of Quantity
        Cost of capital of each year; the last holds for ever. [-]
    terminal_growth : Quantity
        Growth after the last year. [-]
    terminal_return_on_capital : Quantity
        After-tax return on capital after the last year. [-]
    losses_carried_forward : Quantity
        Tax losses that may still be used. [USD]
    timing : Quantity
        When in its year a flow falls: 0 at the start, 0.5 in the middle, 1 at the end. [year]

    Returns
    -------
    OperatingValue
        Value of the forecast years, of what comes after, and of both. [USD]

    Notes
    -----
    The value of one segment is this function applied to that segment alone; the values
    of segments add up to the whole as long as no loss is carried forward.

    Examples
    --------
    A textbook's company that grows by 4 % a year for ever: its share is worth $22.86.
    New capital returns 9 % (1 - 37 %) 1.04 / 18 %, as in the forecast years.

    >>> base, years = Quantity(518, "megaUSD/year"), 6
    >>> rates = [[Quantity(x, "")] * years for x in (0.04, 0.09, 1 / 0.18, 0.37, 0.11)]
    >>> growth, margin, turnover, tax, interest = rates
    >>> company = segment_of(base, compound_path(base, growth), margin, turnover)
    >>> later = growth[0], Quantity(0.09 * 0.63 * 1.04 / 0.18, ""), Quantity(0, "USD")
    >>> value = value_of_operations(company, tax, interest, *later)
    >>> print(((value.total + Quantity(100 - 3, "megaUSD")) / Quantity(21, "megashare")).to("USD/share"))
    22.86 US_dollar / share

    References
    ----------
    `Berk and DeMarzo (2011)
    <https://transtutors.com/questions/consider-the-valuation-of-kenneth-cole-productions-in-example-9-7-a-suppose-you-beli-735521.htm>`__
    [berk2011corporate], Example 9.7;
    `SolutionInn and Transtutors (2026)
    <https://solutioninn.com/study-help/questions/kenneth-cole-kcp-had-sales-of-5180-million-in-2005-8150895>`__
    [kennethcole2005answers], answer a
    """
    flows = free_cash_flows(company, taxes(company.operating_incomes, tax_rates, losses_carried_forward))
    last = terminal_value(
        company.operating_incomes[-1],
        tax_rates[-1],
        terminal_growth,
        terminal_return_on_capital,
        discount_rates[-1],
    )
    return value_of_flows(flows, discount_rates, last, timing)


# ---- from operations to one share --------------------------------------------------------------------------------


@ureg.check("[currency]", "[]", "[currency]")
def failure_adjusted_value(
    going_concern_value: Quantity, failure_probability: Quantity, distress_value: Quantity
) -> Quantity:
    r"""Value of operations that may fail altogether.

    .. math:: V' = (1 - p) V + p D

    Parameters
    ----------
    going_concern_value : Quantity
        Value if the company goes on. [USD]
    failure_probability : Quantity
        Probability that it does not. [-]
    distress_value : Quantity
        What a sale in distress brings. [USD]

    Returns
    -------
    Quantity
        Expected value. [USD]

    Raises
    ------
    ValueError
        The probability lies outside 0 to 1.

    Examples
    --------
    A casino of February 2009: $8.12 a share, odds of 76.66 % that nothing is left.
    The slide prints $1.92 for 8.12 (1 - 0.7666), which is $1.90.

    >>> value = failure_adjusted_value(Quantity(8.12, "USD"), Quantity(76.66, "percent"), Quantity(0, "USD"))
    >>> print(value)
    1.90 US_dollar

    With numbers of ours, every argument at work:

    >>> print(failure_adjusted_value(Quantity(100, "USD"), Quantity(0.1, ""), Quantity(50, "USD")))
    95.0 US_dollar

    References
    ----------
    `Damodaran (2009) <https://studylib.net/doc/9483310/session-13---nyu-stern-school-of-business>`__
    [damodaran2009sands], The Distress Factor
    """
    guards.fraction("failure_probability", failure_probability)
    return ((1.0 - failure_probability) * going_concern_value + failure_probability * distress_value).to("USD")


class Issue(NamedTuple):
    """A company after it has issued shares: its equity, one share of it, and how many shares are new."""

    equity_value: Quantity
    value_per_share: Quantity
    new_shares: Quantity


@ureg.check("[currency]", "[currency]", "[currency]", "[currency]", "[currency]", "[share]")
def price_of_an_issue(
    operating_value: Quantity,
    cash: Quantity,
    debt: Quantity,
    proceeds: Quantity,
    options_value: Quantity,
    shares: Quantity,
) -> Issue:
    r"""Value of a share when new shares are sold at exactly that value.

    .. math:: p = \frac{Q - I}{N}, \qquad Q = V + C - D + I - O, \qquad N_{new} = \frac{I}{p}

    Parameters
    ----------
    operating_value : Quantity
        Value of operations. [USD]
    cash : Quantity
        Cash before the issue. [USD]
    debt : Quantity
        Debt. [USD]
    proceeds : Quantity
        Money that the new shares bring; zero when there is no issue. [USD]
    options_value : Quantity
        Value of options that others hold on shares. [USD]
    shares : Quantity
        Shares before the issue. [share]

    Returns
    -------
    Issue
        Equity with the proceeds [USD], value of a share [USD/share], new shares [share].

    Raises
    ------
    ValueError
        There are no shares.

    Notes
    -----
    The number of new shares depends on the value of a share and the other way round. Solving both equations at once
    shows that an issue at its value leaves the value of a share as it was.

    Examples
    --------
    The published value of a share of June 2026.

    >>> money = [Quantity(x, "gigaUSD") for x in (1224.448006, 24.747, 22.896, 75, 0)]
    >>> issue = price_of_an_issue(*money, Quantity(12.5353, "gigashare"))
    >>> print(issue.equity_value.to("gigaUSD"), issue.value_per_share, issue.new_shares.to("gigashare"))
    1301.299006 gigaUS_dollar 97.827655 US_dollar / share 0.76665438 gigashare

    References
    ----------
    `Damodaran (2026) <https://pages.stern.nyu.edu/~adamodar/pc/blog/SpaceX2026IPOUpdated.xlsx>`__
    [damodaran2026spacex], sheet Valuation output, B43 and B44
    """
    guards.above("shares", shares, Quantity(0.0, "share"))
    equity = (operating_value + cash - debt + proceeds - options_value).to("USD")
    value_per_share = ((equity - proceeds) / shares).to("USD/share")
    return Issue(equity, value_per_share, (proceeds / value_per_share).to("share"))


@ureg.check("[share]", "[currency]/[share]", "[currency]/[share]")
def treasury_stock_dilution(options: Quantity, exercise_price: Quantity, share_price: Quantity) -> Quantity:
    r"""Shares that options add when their exercise money buys shares back.

    .. math:: N = O \max\left(0,\, 1 - \frac{K}{p}\right)

    Parameters
    ----------
    options : Quantity
        Options outstanding. [share]
    exercise_price : Quantity
        Mean exercise price. [USD/share]
    share_price : Quantity
        Price of a share. [USD/share]

    Returns
    -------
    Quantity
        Additional shares. [share]

    Raises
    ------
    ValueError
        The price of a share is not positive.

    Examples
    --------
    30,000 options at $35 when a share is worth $55: 10,909 shares.

    >>> terms = Quantity(35, "USD/share"), Quantity(55, "USD/share")
    >>> print(treasury_stock_dilution(Quantity(30000, "share"), *terms).round(0))
    10909.0 share

    References
    ----------
    `holooly.com (2026) <https://holooly.com/?p=1101186>`__ [cfa2026hihotech], Exhibit 4-11
    """
    guards.above("share_price", share_price, Quantity(0.0, "USD/share"))
    return (options * np.maximum(1.0 - (exercise_price / share_price).to(""), 0.0)).to("share")


@ureg.check("[currency]", "[share]", "[share]", "[currency]/[share]")
def value_per_share_after_awards(
    equity_value: Quantity, shares: Quantity, options: Quantity, exercise_price: Quantity
) -> Quantity:
    r"""Value of a share when options on new shares are exercised wherever that pays, by the treasury-stock method.

    .. math:: p = \min\left(\frac{Q}{N},\; \frac{Q + O K}{N + O}\right)

    Parameters
    ----------
    equity_value : Quantity
        Value of equity. [USD]
    shares : Quantity
        Shares outstanding, with the units that turn into shares without payment. [share]
    options : Quantity
        Options outstanding, each on one share. [share]
    exercise_price : Quantity
        Mean exercise price. [USD/share]

    Returns
    -------
    Quantity
        Value of a share. [USD/share]

    Raises
    ------
    ValueError
        There are no shares, or the options are negative.

    Notes
    -----
    The diluted count of `treasury_stock_dilution` depends on the value of a share, and the value on the count. Both
    equations together have this closed form, so nothing is iterated and the function can be traced.

    Examples
    --------
    100,000 shares worth $5.9 million with 30,000 options at $35: a share is worth $53.46, and the 10,360 shares that
    the treasury-stock method adds at that price bring it to the same.

    >>> terms = Quantity(30000, "share"), Quantity(35, "USD/share")
    >>> value = value_per_share_after_awards(Quantity(5.9e6, "USD"), Quantity(100e3, "share"), *terms)
    >>> print(value.round(2), treasury_stock_dilution(*terms, value).round(-1))
    53.46 US_dollar / share 10360.0 share
    >>> print((Quantity(5.9e6, "USD") / (Quantity(100e3, "share") + treasury_stock_dilution(*terms, value))).round(2))
    53.46 US_dollar / share

    References
    ----------
    `holooly.com (2026) <https://holooly.com/?p=1101186>`__ [cfa2026hihotech], Exhibit 4-11: 30,000 options at $35; the
    value of equity is ours
    """
    guards.above("shares", shares, Quantity(0.0, "share"))
    guards.at_least("options", options, Quantity(0.0, "share"))
    undiluted = (equity_value / shares).to("USD/share")
    diluted = ((equity_value + options * exercise_price) / (shares + options)).to("USD/share")
    return np.minimum(undiluted, diluted)  # the second is the smaller one exactly where exercise pays


@ureg.check("[currency]/[share]", "[currency]/[share]", "[time]", "[]", "[]")
def option_value(
    share_price: Quantity, exercise_price: Quantity, maturity: Quantity, risk_free_rate: Quantity, volatility: Quantity
) -> Quantity:
    r"""Value of an option to buy one share, by Black and Scholes.

    .. math:: C = p\,\Phi(d_1) - K e^{-\rho T}\,\Phi(d_2),\quad
        d_{1,2} = \frac{\ln(p/K) + (\rho \pm \sigma^2/2) T}{\sigma\sqrt T}

    Parameters
    ----------
    share_price : Quantity
        Price of a share. [USD/share]
    exercise_price : Quantity
        Price at which the option may be used. [USD/share]
    maturity : Quantity
        Time until it lapses. [year]
    risk_free_rate : Quantity
        Rate of one year, compounded yearly. [-]
    volatility : Quantity
        Standard deviation of the logarithm of the price over one year. [-]

    Returns
    -------
    Quantity
        Value of an option on one share. [USD/share]

    Raises
    ------
    ValueError
        A price, the maturity or the volatility is not positive.

    Notes
    -----
    No dividends, no early exercise.

    Examples
    --------
    The textbook case: 42 against 40, half a year, 10 % continuous, volatility 20 %.

    >>> prices = Quantity(42, "USD/share"), Quantity(40, "USD/share")
    >>> rate = Quantity(np.expm1(0.10), "")
    >>> print(option_value(*prices, Quantity(0.5, "year"), rate, Quantity(0.2, "")))
    4.76 US_dollar / share

    References
    ----------
    Hull (2018) [hull2018], example 15.6
    """
    for name, value in (("share_price", share_price), ("exercise_price", exercise_price)):
        guards.above(name, value, Quantity(0.0, "USD/share"))
    guards.above("maturity", maturity, Quantity(0.0, "year"))
    guards.above("volatility", volatility, 0.0)
    guards.above("risk_free_rate", risk_free_rate, -1.0)
    spread = (volatility * np.sqrt((maturity / YEAR).to(""))).to("").magnitude
    discounted = exercise_price * discount_factor(risk_free_rate, maturity)
    upper = np.log((share_price / discounted).to("").magnitude) / spread + spread / 2.0
    return (share_price * ndtr(upper) - discounted * ndtr(upper - spread)).to("USD/share")


@ureg.check("[currency]", "[share]", "[share]", "[currency]/[share]", "[time]", "[]", "[]")
def value_per_share_after_options(
    equity_value: Quantity,
    shares: Quantity,
    options: Quantity,
    exercise_price: Quantity,
    maturity: Quantity,
    risk_free_rate: Quantity,
    volatility: Quantity,
) -> Quantity:
    r"""Value of a share when others hold options on new shares, whose value depends on that of the share.

    .. math:: p = \frac{Q - W C}{N}, \qquad C = \mathrm{BS}\Bigl(\frac{Q}{N + W}\Bigr)

    Parameters
    ----------
    equity_value : Quantity
        Value of equity before options. [USD]
    shares : Quantity
        Shares outstanding. [share]
    options : Quantity
        Options outstanding, each on one share. [share]
    exercise_price : Quantity
        Mean exercise price. [USD/share]
    maturity : Quantity
        Mean time until they lapse. [year]
    risk_free_rate : Quantity
        Rate of one year, compounded yearly. [-]
    volatility : Quantity
        Standard deviation of the logarithm of the price over one year. [-]

    Returns
    -------
    Quantity
        Value of a share. [USD/share]

    Raises
    ------
    ValueError
        There are no shares, or an input of `option_value` is impossible.

    Notes
    -----
    Workbooks find the share and the option in a circle, with
    the diluted price (N p + W C) / (N + W) in the formula of Black and Scholes. At the solution N p + W C is the value
    of equity, so that the diluted price is known beforehand and nothing has to be iterated.

    Examples
    --------
    A published workbook on Tesla; its rate is compounded continuously.

    >>> shares, options = Quantity(1123, "megashare"), Quantity(101.62, "megashare")
    >>> terms = Quantity(69.04, "USD/share"), Quantity(5.8, "year"), Quantity(np.expm1(0.0156), ""), Quantity(0.3, "")
    >>> print(value_per_share_after_options(Quantity(692626.9, "megaUSD"), shares, options, *terms))
    571.29 US_dollar / share

    References
    ----------
    `Damodaran (2021) <https://pages.stern.nyu.edu/~adamodar/>`__ [damodaran2021tesla], sheets Option value and
    Valuation output, B33
    """
    guards.above("shares", shares, Quantity(0.0, "share"))
    guards.above("equity_value", equity_value, Quantity(0.0, "USD"))
    guards.at_least("options", options, Quantity(0.0, "share"))
    diluted_price = (equity_value / (shares + options)).to("USD/share")
    option = option_value(diluted_price, exercise_price, maturity, risk_free_rate, volatility)
    return ((equity_value - options * option) / shares).to("USD/share")


# ---- backwards ---------------------------------------------------------------------------------------------------


@ureg.check(None, None, None, None)
def implied_driver(
    forward: Callable[[Quantity], Quantity], target: Quantity, low: Quantity, high: Quantity
) -> Quantity:
    r"""Value of one driver at which a model gives a wanted result: the model run backwards.

    .. math:: f(x) = y, \qquad x \in [a, b]

    Parameters
    ----------
    forward : callable
        The model as a function of the one driver. [any]
    target : Quantity
        The wanted result, such as the price of a share. [any]
    low : Quantity
        Lowest value of the driver to consider. [any]
    high : Quantity
        Highest value, of the same dimension. [any]

    Returns
    -------
    Quantity
        The driver, in the unit of `low`. [any]

    Raises
    ------
    InfeasibleError
        The result at both bounds lies on the same side of the target.

    Notes
    -----
    Not traceable: the driver is found by Brent's root search. The forward model stays traceable.
    A model that is not monotonic may have several answers between the bounds; one of them is returned.

    Examples
    --------
    With numbers of ours:

    >>> print(implied_driver(lambda x: x**2, Quantity(9, "m^2"), Quantity(0, "m"), Quantity(10, "m")))
    3.0 meter

    The volatility at which a textbook's option costs 1.875, published as 0.235.

    >>> def cost(volatility):
    ...     prices, rate = (Quantity(21, "USD/share"), Quantity(20, "USD/share")), Quantity(np.expm1(0.1), "")
    ...     return option_value(*prices, Quantity(0.25, "year"), rate, volatility)
    >>> print(implied_driver(cost, Quantity(1.875, "USD/share"), Quantity(0.1, ""), Quantity(0.5, "")))
    0.235 dimensionless

    References
    ----------
    Hull (2021) [hull2021options], section 15.11
    """
    unit, wanted = low.units, target.units

    def gap(x: float) -> float:
        return float(forward(Quantity(x, unit)).to(wanted).magnitude) - float(target.magnitude)

    bounds = float(low.magnitude), float(high.to(unit).magnitude)
    reach = sorted(gap(x) + float(target.magnitude) for x in bounds)
    if not reach[0] <= float(target.magnitude) <= reach[1]:
        ends = " to ".join(format_quantity(Quantity(x, wanted), digits=4) for x in reach)
        raise InfeasibleError(
            f"no driver from {format_quantity(low)} to {format_quantity(high)} gives {format_quantity(target)}: "
            f"the model reaches {ends}; widen the bounds or change another driver"
        )
    return Quantity(scipy.optimize.brentq(gap, *bounds, xtol=1e-300, rtol=8.9e-16, maxiter=500), unit)


@ureg.check(None, None, None, None)
def implied_linear_driver(
    forward: Callable[[Quantity], Quantity], target: Quantity, first: Quantity, second: Quantity
) -> Quantity:
    r"""Value of one driver at which a model that is linear in it gives a wanted result: exact from two runs.

    .. math:: x = a + (b - a)\,\frac{y - f(a)}{f(b) - f(a)}

    Parameters
    ----------
    forward : callable
        The model as a function of the one driver. [any]
    target : Quantity
        The wanted result, such as the price of a share. [any]
    first : Quantity
        One value of the driver. [any]
    second : Quantity
        Another, of the same dimension. [any]

    Returns
    -------
    Quantity
        The driver, in the unit of `first`. [any]

    Raises
    ------
    ValueError
        The model gives the same at both values of the driver.

    Notes
    -----
    Unlike `implied_driver` this can be traced, because nothing is searched. It is exact for a straight line and only
    for that: a discounted cash flow is one in a segment's last revenue, its last margin, or a factor on all revenues,
    as long as no year's income changes sign.

    Examples
    --------
    The value in year 3 that a textbook's company needs to be worth the printed $1,000.0 million, published as $1,176.2.

    >>> flows, rates = [Quantity(x, "USD/year") for x in (-2.0, 22.5, 54.6)], [Quantity(7.8, "percent")] * 3
    >>> ends = Quantity(1000, "USD"), Quantity(2000, "USD")
    >>> print(implied_linear_driver(lambda x: value_of_flows(flows, rates, x).total, Quantity(1000.0, "USD"), *ends))
    1176.2 US_dollar

    References
    ----------
    Koller et al. (2020) [koller2020valuation], Exhibit 10.4
    """
    low, high = forward(first), forward(second)
    guards.nonzero("model at second less model at first", (high - low).to(low.units))
    share = ((target - low) / (high - low)).to("")
    return waypoint(first, second, share)


@ureg.check("[currency]", "[]", "[time]", "[]")
def implied_exit_revenue(
    value: Quantity, required_return: Quantity, holding_time: Quantity, exit_multiple: Quantity
) -> Quantity:
    r"""Revenue a company must have at the end for today's price to earn a required return.

    .. math:: R_T = \frac{V (1 + r)^T}{m}

    Parameters
    ----------
    value : Quantity
        Price paid today for all of it. [USD]
    required_return : Quantity
        Return of one year. [-]
    holding_time : Quantity
        Time until it is sold. [year]
    exit_multiple : Quantity
        Price-to-sales multiple at which it is sold. [-]

    Returns
    -------
    Quantity
        Revenue of the last year. [USD/year]

    Raises
    ------
    ValueError
        The required return is -100 % or less, or the multiple is not positive.

    Notes
    -----
    Neither dividends nor new shares: a company that issues shares every year needs more.

    Examples
    --------
    $1.75 trillion at 10 % for ten years, sold at 4.13 times sales, needs the published $1.1 trillion.

    >>> price, ten = Quantity(1.75, "teraUSD"), Quantity(10, "year")
    >>> print(implied_exit_revenue(price, Quantity(0.1, ""), ten, Quantity(4.13, "")).to("teraUSD/year"))
    1.10 teraUS_dollar / year

    References
    ----------
    ours: the 4.13 times, since no appraiser prints price, return, revenue and multiple together; the other three are
    those of `New Constructs, through Fortune and The Executive Brief (2026)
    <https://the-executive-brief.web.app/news/spacex-must-60x-revenue-to-justify-1-75t-valuation-by-2035-fortune-analysis-finds-ec0f49>`__
    [newconstructs2026]
    """
    guards.above("required_return", required_return, -1.0)
    return implied_revenue(value * growth_factor(required_return, holding_time), exit_multiple)


@ureg.check("[currency]", "[currency]/[time]", "[]", "[time]")
def implied_return(
    value: Quantity, exit_revenue: Quantity, exit_multiple: Quantity, holding_time: Quantity
) -> Quantity:
    r"""Return of one year that a price, a final revenue and a final multiple amount to.

    .. math:: r = \left(\frac{m R_T}{V}\right)^{1/T} - 1

    Parameters
    ----------
    value : Quantity
        Price paid today. [USD]
    exit_revenue : Quantity
        Revenue of the last year. [USD/year]
    exit_multiple : Quantity
        Price-to-sales multiple at which it is sold. [-]
    holding_time : Quantity
        Time until it is sold. [year]

    Returns
    -------
    Quantity
        Return of one year. [-]

    Raises
    ------
    ValueError
        The value is not positive.

    Examples
    --------
    $1.75 trillion for a revenue of $1.1 trillion in ten years, sold at 4.13 times sales, earns the published 10 %.

    >>> revenue, ten = Quantity(1.1, "teraUSD/year"), Quantity(10, "year")
    >>> print(implied_return(Quantity(1.75, "teraUSD"), revenue, Quantity(4.13, ""), ten).to("percent"))
    10.0 percent

    References
    ----------
    ours: the 4.13 times, since no appraiser prints price, return, revenue and multiple together; the other three are
    those of `New Constructs, through Fortune and The Executive Brief (2026)
    <https://the-executive-brief.web.app/news/spacex-must-60x-revenue-to-justify-1-75t-valuation-by-2035-fortune-analysis-finds-ec0f49>`__
    [newconstructs2026]
    """
    guards.above("value", value, Quantity(0.0, "USD"))
    guards.above("holding_time", holding_time, Quantity(0.0, "year"))
    ratio = (value_at_multiple(exit_revenue, exit_multiple) / value).to("").magnitude
    return Quantity(np.power(ratio, (YEAR / holding_time).to("").magnitude), "") - 1.0


# ---- scenarios, base rates, parts --------------------------------------------------------------------------------


@ureg.check(None, None)
def probability_weighted_value(values: Sequence[Quantity], probabilities: Sequence[Quantity]) -> Quantity:
    r"""Mean of the values of scenarios, weighted by their probabilities.

    .. math:: V = \sum_i p_i V_i, \qquad \sum_i p_i = 1

    Parameters
    ----------
    values : sequence of Quantity
        Value in each scenario. [any]
    probabilities : sequence of Quantity
        Probability of each scenario. [-]

    Returns
    -------
    Quantity
        Expected value, in the unit of the first. [any]

    Raises
    ------
    ValueError
        A probability lies outside 0 to 1, or they do not sum to one.

    Examples
    --------
    A published value of 63 dollars: a core of 46.36 and three futures of the rest.

    >>> futures = [Quantity(x, "USD/share") for x in (108, 23.5, -6.20)]
    >>> rest = probability_weighted_value(futures, [Quantity(p, "percent") for p in (7, 50, 43)])
    >>> print(Quantity(46.36, "USD/share") + rest)
    63.00 US_dollar / share

    References
    ----------
    `Owens (2026) <https://longform.social/post/did:plc:fxoly573i6n6nl45yq4n4xyp/3mo2aertqgr62/source>`__
    [morningstar2026spacex]
    """
    for probability in probabilities:
        guards.fraction("probabilities", probability)
    total = sum(probabilities[1:], probabilities[0]).to("")
    guards.between("sum of probabilities", total, 1.0 - 1e-9, 1.0 + 1e-9)
    parts = [value * probability for value, probability in zip(values, probabilities, strict=True)]
    return sum(parts[1:], parts[0]).to(values[0].units)


@ureg.check(None)
def sum_of_parts(values: Sequence[Quantity]) -> Quantity:
    r"""Value of the whole as the sum of its parts.

    .. math:: V = \sum_i V_i

    Parameters
    ----------
    values : sequence of Quantity
        Value, revenue or income of each part. [any]

    Returns
    -------
    Quantity
        The sum, in the unit of the first. [any]

    Examples
    --------
    A published forecast for 2030 of 474: AI, Starlink, rockets.

    >>> print(sum_of_parts([Quantity(x, "gigaUSD/year") for x in (322, 144, 8.3)]))
    474.3 gigaUS_dollar / year

    References
    ----------
    `Gautam (2026) <https://www.abhs.in/blog/goldman-sachs-spacex-ai-revenue-322-billion-2030-ipo-roadshow-june-2026>`__
    [abhs2026goldman]
    """
    return sum(values[1:], values[0]).to(values[0].units)


@ureg.check(None)
def shares_of_total(values: Sequence[Quantity]) -> list[Quantity]:
    r"""Share of each part in the sum.

    .. math:: w_i = \frac{V_i}{\sum_j V_j}

    Parameters
    ----------
    values : sequence of Quantity
        Value of each part. [any]

    Returns
    -------
    list of Quantity
        Shares, which sum to one. [-]

    Examples
    --------
    A published split of an enterprise value of $780 billion: $170 billion is AI.

    >>> print(shares_of_total([Quantity(170, "USD"), Quantity(610, "USD")])[0].to("percent"))
    21.8 percent

    References
    ----------
    `Owens (2026) <https://longform.social/post/did:plc:fxoly573i6n6nl45yq4n4xyp/3mo2aertqgr62/source>`__
    [morningstar2026spacex]
    """
    total = sum_of_parts(values)
    return [(value / total).to("") for value in values]


@ureg.check(None, None, None)
def attribution(
    forward: Callable[..., Quantity], before: Sequence[Quantity], after: Sequence[Quantity]
) -> list[Quantity]:
    r"""Part that each changed driver has in the change of a result, whatever the order of the changes.

    .. math:: \phi_i = \sum_{S \not\ni i} \frac{|S|!\,(n - |S| - 1)!}{n!}\,\bigl[f(S \cup i) - f(S)\bigr]

    Parameters
    ----------
    forward : callable
        The model as a function of all drivers in turn. [any]
    before : sequence of Quantity
        Drivers before. [any]
    after : sequence of Quantity
        Drivers after. [any]

    Returns
    -------
    list of Quantity
        Contribution of each driver; together they make the whole change. [any]

    Notes
    -----
    This is the Shapley value: the mean over all orders in which drivers can change. It runs the model once for every
    subset of drivers, so ten drivers mean 1,024 runs.

    Examples
    --------
    Two players with a right glove each and one with a left: a pair is worth one, and they deserve 1/6, 1/6 and 2/3.

    >>> def pairs(first, second, left):
    ...     return np.minimum(first + second, left)
    >>> parts = attribution(pairs, [Quantity(0.0, "")] * 3, [Quantity(1.0, "")] * 3)
    >>> [round(float(p.magnitude), 4) for p in parts]
    [0.1667, 0.1667, 0.6667]

    References
    ----------
    `Wikipedia (2026) <https://en.wikipedia.org/wiki/Shapley_value>`__ [wikipedia2026shapley], glove game
    """
    drivers = range(len(before))
    subsets = [frozenset(s) for size in range(len(before) + 1) for s in combinations(drivers, size)]
    value = {s: forward(*(after[i] if i in s else before[i] for i in drivers)) for s in subsets}

    def weight(size: int) -> float:
        return factorial(size) * factorial(len(before) - size - 1) / factorial(len(before))

    def part(i: int) -> Quantity:
        steps = [weight(len(s)) * (value[s | {i}] - value[s]) for s in subsets if i not in s]
        return sum(steps[1:], steps[0])

    return [part(i) for i in drivers]
