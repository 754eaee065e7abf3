"""Time value of money: discounting, annuities, capital recovery, levelised cost, growth and price indices.

Conventions, stated once and used by every model of money:

* A rate of interest, discount or growth is a pure number for one year: 8 % is ``Quantity(8, "percent")``.
* Years are calendar years (`year`, 8,766 h). Output of power plant and data centres is usually quoted for 8,760 h:
  `annual_output` takes the length of the year as an argument.
* A flow of a year falls at the year's end unless `timing` says otherwise (`START_OF_YEAR`, `MID_YEAR`, `END_OF_YEAR`).
* A series is a sequence of quantities, one for each year. A quantity of the series may hold an array of samples.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.models import guards
from analysis.units import Quantity, ureg

YEAR = Quantity(1.0, "year")
MONTH = Quantity(1.0, "month")
HOURS_OF_OPERATION = Quantity(8760.0, "hour")  # the year of power contracts
START_OF_YEAR = Quantity(0.0, "year")
MID_YEAR = Quantity(0.5, "year")  # when the sums of a year count, by convention
END_OF_YEAR = Quantity(1.0, "year")
_SMALLEST_RATE = 1e-12  # stands for a rate of nothing, where the annuity formula would divide by zero


# ---- compounding and discounting ---------------------------------------------------------------------------------


@ureg.check("[]", "[time]")
def growth_factor(growth_rate: Quantity, duration: Quantity) -> Quantity:
    r"""Factor by which a value grows over a duration, compounding once a year.

    .. math:: (1 + g)^{t}

    Parameters
    ----------
    growth_rate : Quantity
        Growth of one year. [-]
    duration : Quantity
        Time over which it compounds; may be negative. [year]

    Returns
    -------
    Quantity
        Value at the end over value at the start. [-]

    Raises
    ------
    ValueError
        The value shrinks by all of itself or more in a year.

    Examples
    --------
    Ten years at 10 %, printed as 2.5937.

    >>> print(growth_factor(Quantity(10, "percent"), Quantity(10, "year")))
    2.5937 dimensionless

    References
    ----------
    `summitessays.com (2026) <https://summitessays.com/?p=261947>`__ [timevaluetables2026], table Future Value of 1
    """
    guards.above("growth_rate", growth_rate, -1.0)
    base = (1.0 + growth_rate).to("").magnitude
    return Quantity(np.power(base, (duration / YEAR).to("").magnitude), "")


@ureg.check("[]", "[time]")
def discount_factor(discount_rate: Quantity, time: Quantity) -> Quantity:
    r"""Worth today of one unit received later.

    .. math:: (1 + r)^{-t}

    Parameters
    ----------
    discount_rate : Quantity
        Discount rate of one year. [-]
    time : Quantity
        When the unit is received. [year]

    Returns
    -------
    Quantity
        Present value of one unit. [-]

    Raises
    ------
    ValueError
        The discount rate is -100 % or less.

    Examples
    --------
    Ten years at 10 %, printed as 0.3855.

    >>> print(discount_factor(Quantity(10, "percent"), Quantity(10, "year")))
    0.3855 dimensionless

    References
    ----------
    `summitessays.com (2026) <https://summitessays.com/?p=261947>`__ [timevaluetables2026], table Present Value of 1
    """
    guards.above("discount_rate", discount_rate, -1.0)
    return growth_factor(discount_rate, -1.0 * time)


@ureg.check(None)
def cumulative_discount_factors(discount_rates: Sequence[Quantity]) -> list[Quantity]:
    r"""Discount factors at each year's end when the discount rate changes from year to year.

    .. math:: v_t = \prod_{k=1}^{t} \frac{1}{1 + r_k}

    Parameters
    ----------
    discount_rates : sequence of Quantity
        Discount rate of each year. [-]

    Returns
    -------
    list of Quantity
        Present value of one unit at the end of each year. [-]

    Examples
    --------
    A workbook on Tesla discounts at 6 % for five years and at a rate that rises to 6.06 % in the tenth.
    It turns $1,005,181.6 million of that year into $560,336.0 million of today.

    >>> rates = [Quantity(0.06 + 0.00012 * max(k - 4, 0), "") for k in range(10)]
    >>> print((Quantity(1005181.6, "megaUSD") * cumulative_discount_factors(rates)[-1]).to("megaUSD"))
    560336.0 megaUS_dollar

    References
    ----------
    `Damodaran (2021) <https://pages.stern.nyu.edu/~adamodar/>`__ [damodaran2021tesla], sheet Valuation output, row 12,
    B18 and B19
    """
    factors: list[Quantity] = []
    running = Quantity(1.0, "")
    for rate in discount_rates:
        guards.above("discount_rates", rate, -1.0)
        running = (running / (1.0 + rate)).to("")
        factors.append(running)
    return factors


@ureg.check(None, "[]", "[time]")
def present_value(flow: Quantity, discount_rate: Quantity, time: Quantity) -> Quantity:
    r"""Present value of one future flow, of money or of anything else that can wait.

    .. math:: PV = \frac{F}{(1 + r)^t}

    Parameters
    ----------
    flow : Quantity
        What is received. [any]
    discount_rate : Quantity
        Discount rate of one year. [-]
    time : Quantity
        When it is received. [year]

    Returns
    -------
    Quantity
        Present value, in the unit of the flow. [any]

    Examples
    --------
    One dollar in ten years at 10 %, printed as 0.3855.

    >>> print(present_value(Quantity(1, "USD"), Quantity(0.10, ""), Quantity(10, "year")))
    0.3855 US_dollar

    References
    ----------
    `summitessays.com (2026) <https://summitessays.com/?p=261947>`__ [timevaluetables2026], table Present Value of 1
    """
    return (flow * discount_factor(discount_rate, time)).to(flow.units)


@ureg.check("[]", None, "[time]")
def net_present_value(discount_rate: Quantity, flows: Sequence[Quantity], timing: Quantity = END_OF_YEAR) -> Quantity:
    r"""Present value of a series of yearly flows at one discount rate.

    .. math:: NPV = \sum_{k=1}^{n} \frac{F_k}{(1 + r)^{k - 1 + \tau}}

    Parameters
    ----------
    discount_rate : Quantity
        Discount rate of one year. [-]
    flows : sequence of Quantity
        The flow of each year, money received positive. [any]
    timing : Quantity
        When in its year a flow falls: 0 at the start, 0.5 in the middle, 1 at the end. [year]

    Returns
    -------
    Quantity
        Present value at the start of the first year, in the unit of the flows. [any]

    Raises
    ------
    ValueError
        There is no flow, or the timing lies outside the year.

    Examples
    --------
    $40,000 today for $5,000, $8,000, $12,000 and $30,000 at the ends of four years, at 8 %.

    >>> flows = [Quantity(x, "USD") for x in (-40_000, 5_000, 8_000, 12_000, 30_000)]
    >>> print(net_present_value(Quantity(0.08, ""), flows, START_OF_YEAR))
    3065.22267 US_dollar

    Three years of one dollar at 10 %, printed as 2.4869.

    >>> print(net_present_value(Quantity(0.1, ""), [Quantity(1, "USD")] * 3))
    2.4869 US_dollar

    References
    ----------
    `The NumPy developers (2019) <https://pypi.org/project/numpy-financial/>`__ [numpyfinancial2019], example of npv;
    `summitessays.com (2026) <https://summitessays.com/?p=261947>`__ [timevaluetables2026], table Present Value of an
    Annuity of 1
    """
    guards.between("timing", timing, START_OF_YEAR, END_OF_YEAR)
    if not len(flows):
        raise ValueError("flows must hold at least one year; got none")
    values = [present_value(flow, discount_rate, k * YEAR + timing) for k, flow in enumerate(flows)]
    return sum(values[1:], values[0])


# ---- annuities ---------------------------------------------------------------------------------------------------


@ureg.check("[]", "[time]", "[time]")
def capital_recovery_factor(discount_rate: Quantity, life: Quantity, payment_period: Quantity = YEAR) -> Quantity:
    r"""Level payment, as a share of the capital each year, that pays capital and interest back over a life.

    .. math:: CRF = \frac{1}{p}\,\frac{r p}{1 - (1 + r p)^{-n/p}}

    Parameters
    ----------
    discount_rate : Quantity
        Nominal rate of one year; a payment period bears its share of it. [-]
    life : Quantity
        Time over which the capital is recovered. [year]
    payment_period : Quantity
        Time between payments, which fall at the end of each period. [year]

    Returns
    -------
    Quantity
        Payments of a year over capital. [1/year]

    Raises
    ------
    ValueError
        The rate is negative, or the life or the period is not positive.

    Notes
    -----
    At a rate of zero the factor is one over the life. The reciprocal is the annuity factor.

    Examples
    --------
    The twelve per cent and ten years of a published orbital workbook.

    >>> print(capital_recovery_factor(Quantity(12, "percent"), Quantity(10, "year")))
    0.17698 / year

    References
    ----------
    `jeshap2891 (2026) <https://github.com/jeshap2891/orbital-compute-economics>`__ [jeshap2026], sheet A1
    """
    guards.at_least("discount_rate", discount_rate, 0.0)
    guards.above("life", life, Quantity(0.0, "year"))
    guards.above("payment_period", payment_period, Quantity(0.0, "year"))
    rate = np.maximum((discount_rate * (payment_period / YEAR)).to(""), _SMALLEST_RATE)
    payments = (life / payment_period).to("")
    share = rate / -np.expm1(-payments * np.log1p(rate))
    return (share / payment_period).to("1/year")


@ureg.check("[]", "[time]", "[time]")
def annuity_factor(discount_rate: Quantity, duration: Quantity, payment_period: Quantity = YEAR) -> Quantity:
    r"""Present value of a level flow, in years of that flow.

    .. math:: a = \frac{1 - (1 + r)^{-n}}{r}

    Parameters
    ----------
    discount_rate : Quantity
        Nominal rate of one year. [-]
    duration : Quantity
        How long the flow lasts. [year]
    payment_period : Quantity
        Time between payments. [year]

    Returns
    -------
    Quantity
        Present value over the flow of one year. [year]

    Raises
    ------
    ValueError
        The duration is not positive, or the discount rate is negative.

    Examples
    --------
    Ten years at 12 %, printed as 5.6502.

    >>> print(annuity_factor(Quantity(12, "percent"), Quantity(10, "year")))
    5.6502 year

    References
    ----------
    `summitessays.com (2026) <https://summitessays.com/?p=261947>`__ [timevaluetables2026], table Present Value of an
    Annuity of 1
    """
    guards.positive("duration", duration)
    return (1.0 / capital_recovery_factor(discount_rate, duration, payment_period)).to("year")


@ureg.check("[currency]", "[]", "[time]", "[time]")
def level_payment(
    principal: Quantity, discount_rate: Quantity, life: Quantity, payment_period: Quantity = YEAR
) -> Quantity:
    r"""Level payment that recovers a principal with interest.

    .. math:: A = P \cdot CRF

    Parameters
    ----------
    principal : Quantity
        Capital to recover. [USD]
    discount_rate : Quantity
        Nominal rate of one year. [-]
    life : Quantity
        Time over which it is recovered. [year]
    payment_period : Quantity
        Time between payments. [year]

    Returns
    -------
    Quantity
        Payment over time. [USD/year]

    Examples
    --------
    Servers of $0.99 million and a building of $0.382 million at 10.3 %, paid monthly over 5 and 15 years.

    >>> rate, month = Quantity(10.3, "percent"), Quantity(1, "month")
    >>> servers = level_payment(Quantity(0.99e6, "USD"), rate, Quantity(5, "year"), month)
    >>> building = level_payment(Quantity(0.382e6, "USD"), rate, Quantity(15, "year"), month)
    >>> print((servers + building).to("USD/month").round(-1))
    25360.0 US_dollar / month

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], terrestrial reference
    """
    return (principal * capital_recovery_factor(discount_rate, life, payment_period)).to("USD/year")


@ureg.check("[currency]/[time]", "[]", "[]")
def perpetuity_value(next_flow: Quantity, discount_rate: Quantity, growth_rate: Quantity) -> Quantity:
    r"""Value of a flow that grows for ever, one year before its first payment.

    .. math:: V = \frac{F_1}{r - g}

    Parameters
    ----------
    next_flow : Quantity
        Flow of the coming year. [USD/year]
    discount_rate : Quantity
        Discount rate of one year. [-]
    growth_rate : Quantity
        Growth of the flow in one year. [-]

    Returns
    -------
    Quantity
        Present value. [USD]

    Raises
    ------
    ValueError
        The flow grows as fast as it is discounted, or faster.

    Examples
    --------
    A published valuation: a last cash flow of $2,701 million, 2.5 % of growth, 8.5 % of interest, worth $46,147 million
    with unrounded cash flow.

    >>> next_flow = Quantity(2701 * 1.025, "megaUSD/year")
    >>> print(perpetuity_value(next_flow, Quantity(8.5, "percent"), Quantity(2.5, "percent")).to("gigaUSD"))
    46.1 gigaUS_dollar

    References
    ----------
    `samuelsalfati (2025) <https://github.com/samuelsalfati/uhs-sotp-valuation>`__ [salfati2025uhs], Full DCF output
    """
    guards.above("discount_rate less growth_rate", (discount_rate - growth_rate).to(""), 0.0)
    return (next_flow * YEAR / (discount_rate - growth_rate)).to("USD")


@ureg.check("[]", "[time]")
def effective_rate(nominal_rate: Quantity, payment_period: Quantity) -> Quantity:
    r"""Rate of one year that a nominal rate amounts to when it compounds more often.

    .. math:: r_{eff} = (1 + r p)^{1/p} - 1

    Parameters
    ----------
    nominal_rate : Quantity
        Rate of one year as quoted. [-]
    payment_period : Quantity
        Time after which interest is added. [year]

    Returns
    -------
    Quantity
        Rate of one year, compounded yearly. [-]

    Raises
    ------
    ValueError
        The payment period is not positive, or a period loses everything.

    Examples
    --------
    10 % added monthly amount to 10.47 %.

    >>> print(effective_rate(Quantity(10, "percent"), Quantity(1, "month")).to("percent"))
    10.47 percent

    References
    ----------
    `atozmath.com (2026) <https://atozmath.com/Financial/EffectIntRate.aspx>`__ [atozmath2026effective], Example 1
    """
    guards.positive("payment_period", payment_period)
    periods_a_year = (YEAR / payment_period).to("")
    guards.above("nominal_rate", nominal_rate, -1.0 * periods_a_year)
    return (growth_factor(nominal_rate / periods_a_year, periods_a_year * YEAR) - 1.0).to("")


@ureg.check("[]", "[]", "[]", "[]")
def weighted_average_cost_of_capital(
    debt_share: Quantity, cost_of_debt: Quantity, cost_of_equity: Quantity, tax_rate: Quantity
) -> Quantity:
    r"""Cost of capital of a mix of debt and equity, interest being deductible from tax.

    .. math:: r = w_d\, r_d\,(1 - t) + (1 - w_d)\, r_e

    Parameters
    ----------
    debt_share : Quantity
        Debt over debt and equity. [-]
    cost_of_debt : Quantity
        Interest of one year before tax. [-]
    cost_of_equity : Quantity
        Return of one year that shareholders require. [-]
    tax_rate : Quantity
        Share of interest that the tax relief gives back; zero for a rate before tax. [-]

    Returns
    -------
    Quantity
        Cost of capital of one year. [-]

    Raises
    ------
    ValueError
        The share of debt or the tax rate lies outside 0 to 1.

    Examples
    --------
    Three quarters debt at 7 %, one quarter equity at 20 %, published as 10.3 %.

    >>> shares = [Quantity(x, "percent") for x in (75, 7, 20, 0)]
    >>> print(weighted_average_cost_of_capital(*shares).to("percent"))
    10.25 percent

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], terrestrial cost of capital
    """
    guards.fraction("debt_share", debt_share)
    guards.fraction("tax_rate", tax_rate)
    debt = debt_share * cost_of_debt * (1.0 - tax_rate)
    return (debt + (1.0 - debt_share) * cost_of_equity).to("")


# ---- levelised cost, depreciation, payback -----------------------------------------------------------------------


@ureg.check(None, "[]", "[time]")
def annual_output(capacity: Quantity, capacity_factor: Quantity, length_of_year: Quantity) -> Quantity:
    r"""Output in a year of a capacity that works part of the time.

    .. math:: E = P \cdot CF \cdot h

    Parameters
    ----------
    capacity : Quantity
        Output per time at full load: power, accelerators in use, operations a second. [any]
    capacity_factor : Quantity
        Mean output over full output. [-]
    length_of_year : Quantity
        Hours counted as one year: 8,760 h by the convention of contracts, 8,766 h by the calendar. [hour]

    Returns
    -------
    Quantity
        Output of one year. [any times hour per year]

    Raises
    ------
    ValueError
        The capacity factor lies outside 0 to 1.

    Examples
    --------
    A reactor of 582 MW at full power: 5,098,320 MWh in a year of 8,760 h.

    >>> reactor = annual_output(Quantity(582, "MW"), Quantity(1, ""), Quantity(8760, "hour"))
    >>> print(reactor.to("megawatt*hour/year"))
    5098320.0 hour * megawatt / year

    References
    ----------
    `U.S. Energy Information Administration (2018) <https://www.eia.gov/tools/faqs/faq.php?id=104&t=21>`__
    [eia2018ginna], second paragraph
    """
    guards.fraction("capacity_factor", capacity_factor)
    return (capacity * capacity_factor * length_of_year.to("hour") / YEAR).to(capacity.units * ureg.hour / ureg.year)


@ureg.check("[currency]", "[currency]", "[time]")
def straight_line_depreciation(capital_cost: Quantity, salvage_value: Quantity, life: Quantity) -> Quantity:
    r"""Depreciation of a year when value is written off in equal parts.

    .. math:: D = \frac{I - S}{n}

    Parameters
    ----------
    capital_cost : Quantity
        What was paid. [USD]
    salvage_value : Quantity
        What is left at the end. [USD]
    life : Quantity
        Useful life in the books. [year]

    Returns
    -------
    Quantity
        Depreciation. [USD/year]

    Raises
    ------
    ValueError
        The life is not positive.

    Examples
    --------
    A vehicle of $17,000 with $2,000 left after five years: $3,000 a year.

    >>> print(straight_line_depreciation(Quantity(17000, "USD"), Quantity(2000, "USD"), Quantity(5, "year")))
    3000.0 US_dollar / year

    References
    ----------
    `fact-index.com (2026) <http://fact-index.com/d/de/depreciation.html>`__ [factindex2026depreciation], straight-line
    method
    """
    guards.above("life", life, Quantity(0.0, "year"))
    return ((capital_cost - salvage_value) / life).to("USD/year")


@ureg.check("[time]", "[]")
def net_book_share(life: Quantity, fleet_growth: Quantity) -> Quantity:
    r"""Share of what a fleet of mixed ages once cost that straight-line depreciation has not yet written off.

    .. math:: b = \frac{1}{1 - e^{-\gamma T}} - \frac{1}{\gamma T}, \qquad \gamma = \ln(1 + g)

    Parameters
    ----------
    life : Quantity
        Time over which each machine is written off in equal parts. [year]
    fleet_growth : Quantity
        Growth in one year of what is bought, and so of the fleet. [-]

    Returns
    -------
    Quantity
        Net over gross capital. [-]

    Raises
    ------
    ValueError
        The life is not above zero, or the fleet shrinks.

    Notes
    -----
    A fleet that does not grow has half of its life behind it. Prices of machines are taken as constant.

    Examples
    --------
    A fleet that stands still has half of its cost left; one that doubles each year is young:

    >>> for growth in (0.0, 1.0):
    ...     print(net_book_share(Quantity(5, "year"), Quantity(growth, "")).round(3))
    0.5 dimensionless
    0.744 dimensionless

    References
    ----------
    ours: the mean over ages of a straight line, for which no printed value was found
    """
    guards.above("life", life, Quantity(0.0, "year"))
    guards.at_least("fleet_growth", fleet_growth, 0.0)
    grown_by = np.maximum((np.log1p(fleet_growth.to("")) * (life / YEAR).to("")).to(""), 1e-4)
    return (-1.0 / np.expm1(-1.0 * grown_by) - 1.0 / grown_by).to("")


@ureg.check("[currency]", "[currency]/[time]")
def payback_time(capital_cost: Quantity, net_cash_flow: Quantity) -> Quantity:
    r"""Time after which a level cash flow has returned the capital, without interest.

    .. math:: t = \frac{I}{F}

    Parameters
    ----------
    capital_cost : Quantity
        What was paid. [USD]
    net_cash_flow : Quantity
        Level cash flow. [USD/year]

    Returns
    -------
    Quantity
        Payback time. [year]

    Raises
    ------
    ValueError
        The cash flow is not positive, so the capital never returns.

    Examples
    --------
    $10,000 that bring $2,000 a year are back after 5 years.

    >>> print(payback_time(Quantity(10000, "USD"), Quantity(2000, "USD/year")))
    5.0 year

    References
    ----------
    `ixambee.com (2026) <https://www.ixambee.com/questions/commerce-and-accounts/accounts/304706>`__
    [ixambee2026payback]
    """
    guards.above("net_cash_flow", net_cash_flow, Quantity(0.0, "USD/year"))
    return (capital_cost / net_cash_flow).to("year")


# ---- growth and prices -------------------------------------------------------------------------------------------


@ureg.check(None, None, "[time]")
def compound_growth_rate(first: Quantity, last: Quantity, duration: Quantity) -> Quantity:
    r"""Growth of one year that, compounded, leads from a first value to a last.

    .. math:: g = \left(\frac{V_n}{V_0}\right)^{1/n} - 1

    Parameters
    ----------
    first : Quantity
        Value at the start. [any]
    last : Quantity
        Value at the end, of the same dimension. [any]
    duration : Quantity
        Time between them. [year]

    Returns
    -------
    Quantity
        Growth of one year. [-]

    Raises
    ------
    ValueError
        The first value or the duration is not positive, or the last value is negative.

    Examples
    --------
    $350 billion to $2.5 trillion in six years, published as 38 % a year.

    >>> print(compound_growth_rate(Quantity(350, "USD"), Quantity(2500, "USD"), Quantity(6, "year")).to("percent"))
    38.8 percent

    Revenue of $18.674 billion to $1.1 trillion in ten years, published as 50 % a year.

    >>> print(compound_growth_rate(Quantity(18.674, ""), Quantity(1100, ""), Quantity(10, "year")).to("percent"))
    50.3 percent

    References
    ----------
    `ARK Invest and Mach33 (2025) <https://github.com/ARKInvest/ARK-Invest-Mach-33-SpaceX-Valuation-Model>`__
    [ark2025spacex];
    `New Constructs, through Fortune and The Executive Brief (2026)
    <https://the-executive-brief.web.app/news/spacex-must-60x-revenue-to-justify-1-75t-valuation-by-2035-fortune-analysis-finds-ec0f49>`__
    [newconstructs2026]
    """
    guards.positive("first", first)
    guards.not_negative("last", last)
    guards.above("duration", duration, Quantity(0.0, "year"))
    ratio = (last / first).to("").magnitude
    return Quantity(np.power(ratio, (YEAR / duration).to("").magnitude), "") - 1.0


@ureg.check(None, "[]", "[time]")
def grown(value: Quantity, growth_rate: Quantity, duration: Quantity) -> Quantity:
    r"""Value after compound growth.

    .. math:: V_t = V_0 (1 + g)^t

    Parameters
    ----------
    value : Quantity
        Value at the start. [any]
    growth_rate : Quantity
        Growth of one year. [-]
    duration : Quantity
        Time that passes. [year]

    Returns
    -------
    Quantity
        Value at the end, in the unit of the start. [any]

    Examples
    --------
    $1 for ten years at 10 %, printed as 2.5937.

    >>> print(grown(Quantity(1, "USD"), Quantity(10, "percent"), Quantity(10, "year")))
    2.5937 US_dollar

    References
    ----------
    `summitessays.com (2026) <https://summitessays.com/?p=261947>`__ [timevaluetables2026], table Future Value of 1
    """
    return (value * growth_factor(growth_rate, duration)).to(value.units)


@ureg.check("[]")
def doubling_time(growth_rate: Quantity) -> Quantity:
    r"""Time in which a growing value doubles.

    .. math:: t = \frac{\ln 2}{\ln(1 + g)}

    Parameters
    ----------
    growth_rate : Quantity
        Growth of one year. [-]

    Returns
    -------
    Quantity
        Doubling time. [year]

    Raises
    ------
    ValueError
        The value does not grow.

    Examples
    --------
    Training compute grows 4.6-fold a year, which is by 360 %: it doubles roughly every five months, says the headline.

    >>> print(doubling_time(Quantity(360, "percent")).to("month").round(0))
    5.0 month

    References
    ----------
    `Epoch AI (2024) <https://epoch.ai/data-insights/compute-trend-post-2010>`__ [epoch2024computetrend], headline;
    `Epoch AI (2025) <https://threadreaderapp.com/thread/1948839597145764018.html>`__ [epoch2025longruns], growth
    """
    guards.above("growth_rate", growth_rate, 0.0)
    return (np.log(2.0) / np.log1p(growth_rate.to("")) * YEAR).to("year")


@ureg.check("[]", "[]")
def real_rate(nominal_rate: Quantity, inflation: Quantity) -> Quantity:
    r"""Rate in money of constant purchasing power, by Fisher's relation.

    .. math:: r = \frac{1 + i}{1 + \pi} - 1

    Parameters
    ----------
    nominal_rate : Quantity
        Rate of one year in money of the day. [-]
    inflation : Quantity
        Growth of prices in one year. [-]

    Returns
    -------
    Quantity
        Real rate of one year. [-]

    Raises
    ------
    ValueError
        Prices fall by all of themselves.

    Examples
    --------
    Bills at 6 % and prices that rise by 2.8 %: 3.11 %.

    >>> print(real_rate(Quantity(6, "percent"), Quantity(2.8, "percent")).to("percent"))
    3.11 percent

    References
    ----------
    `mindpicnic.com (2026) <http://www.mindpicnic.com/cardbox/chp-6-interest-rates-and-bond/11/>`__
    [mindpicnic2026rates], exact rate
    """
    guards.above("inflation", inflation, -1.0)
    return ((1.0 + nominal_rate) / (1.0 + inflation) - 1.0).to("")


@ureg.check(None, "[]", "[]")
def at_prices_of(value: Quantity, index_then: Quantity, index_now: Quantity) -> Quantity:
    r"""Value carried from the price level of one year to that of another.

    .. math:: V' = V\,\frac{I'}{I}

    Parameters
    ----------
    value : Quantity
        Money at the price level of its own year. [any]
    index_then : Quantity
        Price index of that year. [-]
    index_now : Quantity
        Price index of the wanted year, on the same base. [-]

    Returns
    -------
    Quantity
        Money of the same purchasing power, in the unit it came in. [any]

    Raises
    ------
    ValueError
        A price level is not positive.

    Notes
    -----
    The mark of the year stays: `analysis.units.in_dollars_of` changes the unit as well.

    Examples
    --------
    US consumer prices of 2017 and 2024, 245.120 and 313.689.

    >>> print(at_prices_of(Quantity(100, "USD"), Quantity(245.12, ""), Quantity(313.689, "")))
    127.97 US_dollar

    References
    ----------
    `U.S. Bureau of Labor Statistics (2026) <https://www.bls.gov/cpi/>`__ [bls2026cpi], annual averages of 2017 and 2024
    """
    guards.above("index_then", index_then, 0.0)
    guards.above("index_now", index_now, 0.0)
    return (value * (index_now / index_then)).to(value.units)


@ureg.check(None)
def price_index(inflation: Sequence[Quantity]) -> list[Quantity]:
    r"""Price index that a series of yearly inflation builds, starting from one.

    .. math:: I_t = \prod_{k=1}^{t} (1 + \pi_k)

    Parameters
    ----------
    inflation : sequence of Quantity
        Growth of prices in each year. [-]

    Returns
    -------
    list of Quantity
        The index before the first year, then at the end of each. [-]

    Raises
    ------
    ValueError
        A year loses everything.

    Examples
    --------
    US consumer prices from 2021 to 2023, from the growth of the printed 270.970, 292.655 and 304.702.

    >>> inflation = [Quantity(292.655 / 270.970 - 1, ""), Quantity(304.702 / 292.655 - 1, "")]
    >>> [round(270.970 * float(i.magnitude), 3) for i in price_index(inflation)]
    [270.97, 292.655, 304.702]

    References
    ----------
    `U.S. Bureau of Labor Statistics (2026) <https://www.bls.gov/cpi/>`__ [bls2026cpi], annual averages of 2021 to 2023
    """
    for rate in inflation:
        guards.above("inflation", rate, -1.0)
    return [Quantity(1.0, "")] + [(1.0 / factor).to("") for factor in cumulative_discount_factors(inflation)]
