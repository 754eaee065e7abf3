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
import numpy_financial as npf

from analysis.models import guards
from analysis.units import Quantity, ureg

YEAR = Quantity(1.0, "year")
MONTH = Quantity(1.0, "month")
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
    >>> print(growth_factor(Quantity(10, "percent"), Quantity(10, "year")))
    2.5937 dimensionless
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
    >>> print(discount_factor(Quantity(10, "percent"), Quantity(10, "year")))
    0.38554 dimensionless
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
    >>> [round(float(v.magnitude), 4) for v in cumulative_discount_factors([Quantity(0.10, ""), Quantity(0.08, "")])]
    [0.9091, 0.8418]
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
    >>> print(present_value(Quantity(259.37, "USD"), Quantity(0.10, ""), Quantity(10, "year")))
    100.00 US_dollar
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
    >>> print(net_present_value(Quantity(0.1, ""), [Quantity(100, "USD")] * 3))
    248.685 US_dollar
    """
    guards.between("timing", timing, START_OF_YEAR, END_OF_YEAR)
    if not len(flows):
        raise ValueError("flows must hold at least one year; got none")
    values = [present_value(flow, discount_rate, k * YEAR + timing) for k, flow in enumerate(flows)]
    return sum(values[1:], values[0])


@ureg.check(None)
def internal_rate_of_return(flows: Sequence[Quantity]) -> Quantity:
    r"""Discount rate at which a series of yearly flows is worth nothing.

    .. math:: \sum_{k=0}^{n} \frac{F_k}{(1 + r)^k} = 0

    Parameters
    ----------
    flows : sequence of Quantity
        The flow of each year, the first one today. [USD]

    Returns
    -------
    Quantity
        Internal rate of return of one year. [-]

    Raises
    ------
    ValueError
        No rate makes the present value zero, for instance when no flow is negative.

    Notes
    -----
    Not traceable: the rate is the root of a polynomial. Where a series changes sign more than once there may be
    several rates; numpy-financial returns the one nearest to zero.

    Examples
    --------
    >>> flows = [Quantity(x, "USD") for x in (-100, 39, 59, 55, 20)]
    >>> print(internal_rate_of_return(flows))
    0.28095 dimensionless
    """
    for flow in flows:
        guards.finite("flows", flow)
    rate = npf.irr([float(flow.to("USD").magnitude) for flow in flows])
    if not np.isfinite(rate):
        raise ValueError("flows must change sign for a rate of return to exist; got flows that no rate balances")
    return Quantity(float(rate), "")


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
    jeshap2026, sheet A1
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
    >>> print(annuity_factor(Quantity(12, "percent"), Quantity(10, "year")))
    5.6502 year
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
    semianalysis2026space, terrestrial reference
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
    >>> print(perpetuity_value(Quantity(5, "USD/year"), Quantity(8, "percent"), Quantity(3, "percent")))
    100.0 US_dollar
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
    >>> print(effective_rate(Quantity(12, "percent"), Quantity(1, "month")).to("percent"))
    12.6825 percent
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
    semianalysis2026space, terrestrial cost of capital
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
    >>> gigawatt = Quantity(1, "gigawatt")
    >>> print(annual_output(gigawatt, Quantity(0.85, ""), Quantity(8760, "hour")).to("terawatt*hour/year"))
    7.446 hour * terawatt / year
    """
    guards.fraction("capacity_factor", capacity_factor)
    return (capacity * capacity_factor * length_of_year.to("hour") / YEAR).to(capacity.units * ureg.hour / ureg.year)


@ureg.check("[currency]", "[currency]/[time]", None, "[]", "[time]")
def levelised_cost(
    capital_cost: Quantity, running_cost: Quantity, output: Quantity, discount_rate: Quantity, life: Quantity
) -> Quantity:
    r"""Price of output that pays back capital, interest and running cost over a life.

    .. math:: LC = \frac{I \cdot CRF + O}{E}

    Parameters
    ----------
    capital_cost : Quantity
        Capital spent at the start. [USD]
    running_cost : Quantity
        Level cost of a year. [USD/year]
    output : Quantity
        Level output of a year: energy, GPU-hours, operations or tokens. [any/year]
    discount_rate : Quantity
        Discount rate of one year. [-]
    life : Quantity
        Time over which capital is recovered. [year]

    Returns
    -------
    Quantity
        Cost of one unit of output. [USD/any]

    Raises
    ------
    ValueError
        Rate, life or output is impossible.

    Notes
    -----
    Payments fall at the ends of years. `levelised_cost_of_series` takes unequal years and other timings.

    Examples
    --------
    A published orbital gigawatt of $51.1 billion over five years of 8,760 h, undiscounted.

    >>> output = annual_output(Quantity(1, "gigawatt"), Quantity(1, ""), Quantity(8760, "hour"))
    >>> cost = levelised_cost(Quantity(51.0953484e9, "USD"), Quantity(0, "USD/year"), output,
    ...                       Quantity(0, ""), Quantity(5, "year"))
    >>> print(cost.to("USD/megawatt/hour"))
    1166.560 US_dollar / hour / megawatt

    References
    ----------
    mccalip2025, orbital defaults
    """
    guards.above("output", output, Quantity(0.0, output.units))
    annual_cost = level_payment(capital_cost, discount_rate, life) + running_cost
    return (annual_cost / output).to(ureg.Unit("USD") / (output.units * ureg.year))


@ureg.check(None, None, "[]", "[time]")
def levelised_cost_of_series(
    costs: Sequence[Quantity], outputs: Sequence[Quantity], discount_rate: Quantity, timing: Quantity = END_OF_YEAR
) -> Quantity:
    r"""Price of output at which a series of yearly costs and outputs has no net present value.

    .. math:: LC = \frac{\sum_k C_k (1 + r)^{-k}}{\sum_k E_k (1 + r)^{-k}}

    Parameters
    ----------
    costs : sequence of Quantity
        All money spent in each year, capital included. [USD]
    outputs : sequence of Quantity
        Output of each year. [any]
    discount_rate : Quantity
        Discount rate of one year. [-]
    timing : Quantity
        When in their year costs and outputs fall. [year]

    Returns
    -------
    Quantity
        Cost of one unit of output. [USD/any]

    Raises
    ------
    ValueError
        Costs and outputs do not cover the same years.

    Notes
    -----
    One timing for both series cancels. Capital that is spent before the first output belongs in a year of its own
    with an output of zero.

    Examples
    --------
    >>> costs = [Quantity(c, "USD") for c in (100, 10, 10)]
    >>> energy = [Quantity(e, "kW*hour") for e in (0, 1000, 1000)]
    >>> print(levelised_cost_of_series(costs, energy, Quantity(0.1, "")))
    0.06762 US_dollar / hour / kilowatt
    """
    if len(costs) != len(outputs):
        raise ValueError(f"outputs must cover the {len(costs)} years of costs; got {len(outputs)}")
    money = net_present_value(discount_rate, costs, timing).to("USD")
    return money / net_present_value(discount_rate, outputs, timing)


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
    >>> servers = Quantity(25e9, "USD")
    >>> print(straight_line_depreciation(servers, Quantity(0, "USD"), Quantity(5, "year")).to("gigaUSD/year"))
    5.0 gigaUS_dollar / year
    """
    guards.above("life", life, Quantity(0.0, "year"))
    return ((capital_cost - salvage_value) / life).to("USD/year")


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
    >>> print(payback_time(Quantity(38e9, "USD"), Quantity(12.5e9, "USD/year")))
    3.04 year
    """
    guards.above("net_cash_flow", net_cash_flow, Quantity(0.0, "USD/year"))
    return (capital_cost / net_cash_flow).to("year")


@ureg.check("[]", "[]")
def recovery_time(discount_rate: Quantity, recovered_share: Quantity) -> Quantity:
    r"""Life over which a yearly share of the capital pays back capital and interest.

    .. math:: n = -\frac{\ln(1 - r/A)}{\ln(1 + r)}

    Parameters
    ----------
    discount_rate : Quantity
        Discount rate of one year. [-]
    recovered_share : Quantity
        Payments of a year over capital. [-]

    Returns
    -------
    Quantity
        Life; infinite when the share does not even pay the interest. [year]

    Raises
    ------
    ValueError
        The rate is not positive.

    Notes
    -----
    This is the inverse of `capital_recovery_factor` with yearly payments.

    Examples
    --------
    >>> print(recovery_time(Quantity(12, "percent"), Quantity(0.1769842, "")))
    10.0000 year
    """
    guards.above("discount_rate", discount_rate, 0.0)
    rate, share = discount_rate.to(""), recovered_share.to("")
    pays = share.magnitude > rate.magnitude
    ratio = np.where(pays, rate.magnitude / np.where(pays, share.magnitude, 1.0), 0.5)
    life = -np.log1p(-ratio) / np.log1p(rate.magnitude)
    return Quantity(np.where(pays, life, np.inf), "year")


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
    ark2025spacex; newconstructs2026
    """
    guards.above("first", first, Quantity(0.0, first.units))
    guards.at_least("last", last, Quantity(0.0, last.units))
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
    >>> print(grown(Quantity(1.77, "teraUSD"), Quantity(10, "percent"), Quantity(10, "year")))
    4.5909 teraUS_dollar
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
    >>> print(doubling_time(Quantity(14.7, "percent")))
    5.054 year
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
    >>> print(real_rate(Quantity(8.25, "percent"), Quantity(2.5, "percent")).to("percent"))
    5.6098 percent
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
    US consumer prices of 2017 and 2024.

    >>> print(at_prices_of(Quantity(100, "USD"), Quantity(245.12, ""), Quantity(313.689, "")))
    127.97 US_dollar
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
    >>> [round(float(i.magnitude), 4) for i in price_index([Quantity(2, "percent"), Quantity(3, "percent")])]
    [1.0, 1.02, 1.0506]
    """
    for rate in inflation:
        guards.above("inflation", rate, -1.0)
    return [Quantity(1.0, "")] + [(1.0 / factor).to("") for factor in cumulative_discount_factors(inflation)]
