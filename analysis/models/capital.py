"""Cash month by month: burn, debt, contracts that end, runway and the next raise.

A path is a list of quantities, one for each month of a fixed horizon; each may hold an array of samples, so that one
run gives the whole distribution. Month ``k`` runs from ``k`` to ``k + 1`` months after the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis.models import guards
from analysis.models.finance import MONTH, YEAR
from analysis.units import Quantity, ureg, where

NO_MONEY = Quantity(0.0, "USD")
NO_INTEREST = Quantity(0.0, "")
_NO_TIME = Quantity(0.0, "month")


# ---- burn, by several definitions --------------------------------------------------------------------------------


@ureg.check("[currency]", "[time]")
def monthly_burn(spent: Quantity, duration: Quantity) -> Quantity:
    r"""Money spent in a mean month of a period.

    .. math:: b = S / T

    Parameters
    ----------
    spent : Quantity
        Money that left, by a stated definition: cash used, loss, capital expenditure. [USD]
    duration : Quantity
        Length of the period. [month]

    Returns
    -------
    Quantity
        Burn. [USD/month]

    Raises
    ------
    ValueError
        The duration is not positive.

    Examples
    --------
    Cash used in nine months of 2025, the plan for the year, capital expenditure of the first quarter of 2026.

    >>> for spent, months in ((7.8, 9), (13, 12), (7.7, 3)):
    ...     print(monthly_burn(Quantity(spent, "gigaUSD"), Quantity(months, "month")).to("gigaUSD/month"))
    0.87 gigaUS_dollar / month
    1.08 gigaUS_dollar / month
    2.57 gigaUS_dollar / month

    References
    ----------
    `Bloomberg, through ArcaMax (2026) <https://ard.arcamaxupdates.com/business/businessnews/s-3975729>`__
    [arcamax2026xai];
    `TechSpot (2025) <https://www.techspot.com/news/108377-elon-musk-responds-report-xai-burning-through-1.html>`__
    [techspot2025xai];
    `Digital Applied (2026) <https://www.digitalapplied.com/blog/x-revenue-analysis-s1-filing-deep-dive>`__
    [digitalapplied2026revenue]
    """
    guards.above("duration", duration, _NO_TIME)
    return (spent / duration).to("USD/month")


@ureg.check("[currency]/[time]", "[currency]/[time]")
def loss_and_capital_burn(operating_loss: Quantity, capital_expenditure: Quantity) -> Quantity:
    r"""Burn as operating loss and capital expenditure together.

    .. math:: b = L + I

    Parameters
    ----------
    operating_loss : Quantity
        Operating loss, positive. [USD/year]
    capital_expenditure : Quantity
        Capital expenditure. [USD/year]

    Returns
    -------
    Quantity
        Burn. [USD/month]

    Notes
    -----
    The loss holds depreciation of earlier capital, so this definition counts some capital twice.

    Examples
    --------
    The AI segment in 2025.

    >>> burn = loss_and_capital_burn(Quantity(6.355, "gigaUSD/year"), Quantity(12.727, "gigaUSD/year"))
    >>> print(burn.to("gigaUSD/month"))
    1.59 gigaUS_dollar / month

    References
    ----------
    `SuanNi (2026)
    <https://www.besthub.dev/articles/inside-spacex-s-s-1-how-elon-musk-s-mega-ipo-aims-to-build-a-space-ai-connectivity-empire-20bc6ba55b07>`__
    [besthub2026s1];
    `Space Exploration Technologies Corp. (2026)
    <https://www.sec.gov/Archives/edgar/data/1181412/000162828026036936/spaceexplorationtechnologi.htm>`__
    [spacex2026s1]
    """
    return (operating_loss + capital_expenditure).to("USD/month")


@ureg.check("[currency]", "[currency]", "[currency]/[time]")
def runway(cash: Quantity, reserve: Quantity, burn: Quantity) -> Quantity:
    r"""Time for which cash lasts at a steady burn.

    .. math:: t = \frac{\max(C - C_{min}, 0)}{b}

    Parameters
    ----------
    cash : Quantity
        Cash today. [USD]
    reserve : Quantity
        Cash below which the company does not want to fall. [USD]
    burn : Quantity
        Burn; none or less means that cash grows. [USD/month]

    Returns
    -------
    Quantity
        Runway; infinite when nothing is burnt. [month]

    Examples
    --------
    The $75 billion of the offering at the capital expenditure of the quarter before, $10.1 billion.

    >>> burn = Quantity(10.1 / 3, "gigaUSD/month")
    >>> print(runway(Quantity(75, "gigaUSD"), Quantity(0, "USD"), burn).to("year"))
    1.86 year

    References
    ----------
    `TNW, through ccstartup.com (2026)
    <https://ccstartup.com/blog/2026/06/03/spacex-fixes-ipo-at-135-a-share-for-a-1-75tn-valuation-and-a-record-listing/>`__
    [ccstartup2026ipo], proceeds;
    `SuanNi (2026)
    <https://www.besthub.dev/articles/inside-spacex-s-s-1-how-elon-musk-s-mega-ipo-aims-to-build-a-space-ai-connectivity-empire-20bc6ba55b07>`__
    [besthub2026s1], capital expenditure of the first quarter of 2026
    """
    left = np.maximum((cash - reserve).to("USD").magnitude, 0.0)
    rate = burn.to("USD/month").magnitude
    burning = rate > 0.0
    return Quantity(np.where(burning, left / np.where(burning, rate, 1.0), np.inf), "month")


# ---- paths of money ----------------------------------------------------------------------------------------------


@ureg.check("[currency]/[time]", "[time]", "[time]", None)
def flow_between(rate: Quantity, start: Quantity, end: Quantity, months: int) -> list[Quantity]:
    r"""Money of each month when a steady flow starts and ends at given times.

    .. math:: f_k = r\,\bigl[\min(\max(t_e - k, 0), 1) - \min(\max(t_s - k, 0), 1)\bigr]^+

    Parameters
    ----------
    rate : Quantity
        Flow while it lasts. [USD/month]
    start : Quantity
        When it starts, counted from the start of the path. [month]
    end : Quantity
        When it ends. [month]
    months : int
        Length of the path.

    Returns
    -------
    list of Quantity
        Money of each month. [USD]

    Examples
    --------
    $0.92 billion a month from October 2026 to June 2029, on a path that starts in July 2026: $30.36 billion.

    >>> flow = flow_between(Quantity(0.92, "gigaUSD/month"), Quantity(3, "month"), Quantity(36, "month"), 42)
    >>> print(sum(flow[1:], flow[0]).to("gigaUSD"), flow[2])
    30.36 gigaUS_dollar 0.0 US_dollar

    References
    ----------
    `stechtimes.com (2026)
    <https://stechtimes.com/en/article/google-compute-lease-turns-spacex-data-centers-into-an-ai-capacity-test-mq26w7l2>`__
    [stechtimes2026google], fee and term
    """
    first, last = (start / MONTH).to("").magnitude, (end / MONTH).to("").magnitude
    flows = list[Quantity]()
    for k in range(months):
        until = [np.minimum(np.maximum(t - k, 0.0), 1.0) for t in (first, last)]
        flows.append((rate * MONTH * np.maximum(until[1] - until[0], 0.0)).to("USD"))
    return flows


@ureg.check("[currency]/[time]", "[time]", "[time]", "[time]", "[time]", None)
def contract_receipts(
    rent: Quantity, start: Quantity, term: Quantity, notice: Quantity, notice_period: Quantity, months: int
) -> list[Quantity]:
    r"""Money of each month from a contract that a customer may leave.

    .. math:: t_e = \min(t_s + T,\; \max(t_n + n,\, t_s))

    Parameters
    ----------
    rent : Quantity
        Rent. [USD/month]
    start : Quantity
        First day of payment, counted from the start of the path. [month]
    term : Quantity
        Time from the first payment to the end. [month]
    notice : Quantity
        Day on which the customer gives notice; later than the end means never. [month]
    notice_period : Quantity
        Time between notice and the end of payments. [day]
    months : int
        Length of the path.

    Returns
    -------
    list of Quantity
        Money of each month. [USD]

    Raises
    ------
    ValueError
        The term or the notice period is negative.

    Examples
    --------
    $150 million a month for 42 months make the reported $6.3 billion if nobody gives notice.

    >>> times = [Quantity(t, "month") for t in (0, 42, 99)]
    >>> receipts = contract_receipts(Quantity(0.15, "gigaUSD/month"), *times, Quantity(90, "day"), 48)
    >>> print(sum(receipts[1:], receipts[0]).to("gigaUSD"))
    6.3 gigaUS_dollar

    References
    ----------
    `getaibook.com (2026) <https://getaibook.com/news/reflection-ai-secures-spacex-gb300-cluster-for-150m-monthly/>`__
    [getaibook2026reflection], fee and term;
    `valueaddvc.com (2026) <https://valueaddvc.com/pulse/spacex-reflection-ai-6-3b-compute-deal-colossus-2026>`__
    [valueaddvc2026reflection], sum and notice
    """
    guards.at_least("term", term, _NO_TIME)
    guards.at_least("notice_period", notice_period, _NO_TIME)
    out = np.maximum((notice + notice_period).to("month").magnitude, start.to("month").magnitude)
    end = np.minimum((start + term).to("month").magnitude, out)
    return flow_between(rent, start, Quantity(end, "month"), months)


class Debt(NamedTuple):
    """Debt at the end of each month, and the interest paid in it. [USD]."""

    balances: list[Quantity]
    interest: list[Quantity]


@ureg.check("[currency]", None, None, "[]")
def debt_schedule(
    opening_debt: Quantity, draws: Sequence[Quantity], repayments: Sequence[Quantity], interest_rate: Quantity
) -> Debt:
    r"""Debt and its interest, month by month.

    .. math:: D_k = D_{k-1} + d_k - r_k, \qquad i_k = D_{k-1}\,\frac{r}{12}

    Parameters
    ----------
    opening_debt : Quantity
        Debt at the start. [USD]
    draws : sequence of Quantity
        Money borrowed at the end of each month. [USD]
    repayments : sequence of Quantity
        Money repaid at the end of each month. [USD]
    interest_rate : Quantity
        Nominal rate of one year, paid monthly. [-]

    Returns
    -------
    Debt
        Balances and interest. [USD]

    Raises
    ------
    ValueError
        More is repaid than is owed.

    Examples
    --------
    A loan of $2,500 at 8.24 %, the first two months of its published schedule.

    >>> repaid = [Quantity(x, "USD") for x in (200.58, 201.96)]
    >>> debt = debt_schedule(Quantity(2500, "USD"), [Quantity(0, "USD")] * 2, repaid, Quantity(8.24, "percent"))
    >>> print(*debt.balances)
    2299.42 US_dollar 2097.46 US_dollar
    >>> print(*debt.interest)
    17.17 US_dollar 15.79 US_dollar

    References
    ----------
    `The NumPy developers (2019) <https://pypi.org/project/numpy-financial/>`__ [numpyfinancial2019], example of ipmt
    """
    balances, interest, owed = list[Quantity](), list[Quantity](), opening_debt.to("USD")
    for drawn, repaid in zip(draws, repayments, strict=True):
        interest.append((owed * interest_rate * (MONTH / YEAR)).to("USD"))
        owed = (owed + drawn - repaid).to("USD")
        guards.at_least("debt after repayment", owed, Quantity(-1.0, "USD"))
        balances.append(owed)
    return Debt(balances, interest)


@ureg.check("[currency]", None, None, "[]")
def cash_path(
    opening_cash: Quantity,
    sources: Sequence[Sequence[Quantity]],
    uses: Sequence[Sequence[Quantity]],
    interest_rate: Quantity = NO_INTEREST,
) -> list[Quantity]:
    r"""Cash at the end of each month, from all sources, all uses and what cash in hand earns.

    .. math:: C_k = C_{k-1} + \frac{r}{12}\,C_{k-1}^+ + \sum_i s_{i,k} - \sum_j u_{j,k}

    Parameters
    ----------
    opening_cash : Quantity
        Cash at the start. [USD]
    sources : sequence of sequences of Quantity
        One path for each source: receipts, debt drawn, shares sold. [USD]
    uses : sequence of sequences of Quantity
        One path for each use: costs, capital expenditure, interest, repayment. [USD]
    interest_rate : Quantity
        What cash in hand earns in a year, paid monthly; nothing is earned on what is owed. [-]

    Returns
    -------
    list of Quantity
        Cash at the end of each month; negative where sources do not suffice. [USD]

    Raises
    ------
    ValueError
        The paths differ in length.

    Examples
    --------
    A textbook's cash budget in thousands: $50 in hand, then October, November and December.

    >>> receipts, payments = ([Quantity(x, "USD") for x in row] for row in ((210, 320, 340), (213, 418, 305)))
    >>> [float(c.magnitude) for c in cash_path(Quantity(50, "USD"), [receipts], [payments])]
    [47.0, -51.0, -16.0]

    With numbers of ours: $100 at 12 % a year earn a dollar in the first month and $1.01 in the second.

    >>> nothing = [[Quantity(0, "USD")] * 2]
    >>> [float(c.magnitude) for c in cash_path(Quantity(100, "USD"), nothing, nothing, Quantity(0.12, ""))]
    [101.0, 102.01]

    References
    ----------
    `Gitman (2026) <https://issuhub.com/view/index/5347?pageIndex=116>`__ [gitmanmanagerial2026], Table 3.10, ending
    cash
    """
    lengths = {len(path) for path in [*sources, *uses]}
    if len(lengths) != 1:
        raise ValueError(f"sources and uses must all cover the same months; got lengths {sorted(lengths)}")
    closing, cash = list[Quantity](), opening_cash.to("USD")
    for month in range(lengths.pop()):
        earned = (np.maximum(cash, NO_MONEY) * interest_rate * (MONTH / YEAR)).to("USD")
        cash = sum((path[month].to("USD") for path in sources), cash + earned)
        cash = cash - sum((path[month].to("USD") for path in uses), NO_MONEY)
        closing.append(cash)
    return closing


@ureg.check(None, "[currency]")
def time_to_next_raise(closing_cash: Sequence[Quantity], reserve: Quantity) -> Quantity:
    r"""Months that pass before cash first falls below a reserve.

    .. math:: t = \sum_{k} \prod_{j \le k} [C_j \ge C_{min}]

    Parameters
    ----------
    closing_cash : sequence of Quantity
        Cash at the end of each month. [USD]
    reserve : Quantity
        Cash below which money has to be raised. [USD]

    Returns
    -------
    Quantity
        Full months that cash lasts; the whole horizon when it never falls short. [month]

    Notes
    -----
    The answer is a whole number of months for each sample, so that it has no slope for an optimiser to follow.

    Examples
    --------
    A textbook's cash budget in thousands, with a reserve of $25: it borrows first in November, the second month.

    >>> print(time_to_next_raise([Quantity(c, "USD") for c in (47, -51, -16)], Quantity(25, "USD")))
    1.0 month

    References
    ----------
    `Gitman (2026) <https://issuhub.com/view/index/5347?pageIndex=116>`__ [gitmanmanagerial2026], Table 3.10, ending
    cash and required total financing
    """
    still, months = Quantity(1.0, ""), Quantity(0.0, "")
    for cash in closing_cash:
        enough = cash.to("USD").magnitude >= reserve.to("USD").magnitude
        still = where(enough, still, 0.0 * still)
        months = months + still
    return (months * MONTH).to("month")


@ureg.check(None, "[currency]")
def funding_need(closing_cash: Sequence[Quantity], reserve: Quantity) -> Quantity:
    r"""Money that has to be raised at the start so that cash never falls below a reserve.

    .. math:: F = \max\left(0,\; C_{min} - \min_k C_k\right)

    Parameters
    ----------
    closing_cash : sequence of Quantity
        Cash at the end of each month. [USD]
    reserve : Quantity
        Cash below which the company does not want to fall. [USD]

    Returns
    -------
    Quantity
        Money needed. [USD]

    Examples
    --------
    A textbook's cash budget in thousands, with a reserve of $25: it needs at most $76.

    >>> print(funding_need([Quantity(c, "USD") for c in (47, -51, -16)], Quantity(25, "USD")))
    76.0 US_dollar

    References
    ----------
    `Gitman (2026) <https://issuhub.com/view/index/5347?pageIndex=116>`__ [gitmanmanagerial2026], Table 3.10, required
    total financing
    """
    lowest = closing_cash[0].to("USD").magnitude
    for cash in closing_cash[1:]:
        lowest = np.minimum(lowest, cash.to("USD").magnitude)
    return Quantity(np.maximum(reserve.to("USD").magnitude - lowest, 0.0), "USD")


# ---- what raising and owing cost ---------------------------------------------------------------------------------


@ureg.check("[currency]", "[currency]/[share]", "[share]")
def dilution(proceeds: Quantity, price_per_share: Quantity, shares: Quantity) -> Quantity:
    r"""Share of the company that new shares take.

    .. math:: d = \frac{F/p}{N + F/p}

    Parameters
    ----------
    proceeds : Quantity
        Money raised, or the price of a purchase paid in shares. [USD]
    price_per_share : Quantity
        Price of a new share. [USD/share]
    shares : Quantity
        Shares before. [share]

    Returns
    -------
    Quantity
        Share of the new holders. [-]

    Raises
    ------
    ValueError
        The price or the number of shares is not positive.

    Examples
    --------
    A purchase of $60 billion paid in shares of $160.95.

    >>> part = dilution(Quantity(60, "gigaUSD"), Quantity(160.95, "USD/share"), Quantity(13.0909, "gigashare"))
    >>> print(part.to("percent"))
    2.77 percent

    References
    ----------
    `aiforautomation.io (2026) <https://aiforautomation.io/news/2026-04-24-spacex-cursor-60b-option-compute-war>`__
    [aiforautomation2026cursor]
    """
    guards.above("price_per_share", price_per_share, Quantity(0.0, "USD/share"))
    guards.above("shares", shares, Quantity(0.0, "share"))
    new = (proceeds / price_per_share).to("share")
    return (new / (shares + new)).to("")


@ureg.check("[currency]/[time]", "[currency]", "[]")
def interest_coverage(earnings: Quantity, debt: Quantity, interest_rate: Quantity) -> Quantity:
    r"""Earnings over the interest they have to pay.

    .. math:: c = \frac{E}{D r / 1\,\mathrm{year}}

    Parameters
    ----------
    earnings : Quantity
        Earnings before interest, by a stated definition. [USD/year]
    debt : Quantity
        Debt. [USD]
    interest_rate : Quantity
        Interest of one year. [-]

    Returns
    -------
    Quantity
        Coverage. [-]

    Raises
    ------
    ValueError
        There is no interest to pay.

    Examples
    --------
    The adjusted earnings of 2025 over the coupons of the $25 billion of notes of June 2026.

    >>> notes = ((7, 5.35), (6, 5.65), (6, 5.875), (2.5, 6.6), (3.5, 6.65))
    >>> rate = Quantity(sum(amount * coupon for amount, coupon in notes) / 25, "percent")
    >>> print(interest_coverage(Quantity(6.584, "gigaUSD/year"), Quantity(25, "gigaUSD"), rate))
    4.50 dimensionless

    References
    ----------
    `secwatch.observer (2026) <https://secwatch.observer/filing/0001628280-26-045763.md>`__ [secwatch2026notes], amounts
    and coupons;
    `allmind.ai (2026) <https://allmind.ai/news/8de080addb0c8d49be92e6124e197e3770af220844df29ea2c6b0793820cab04>`__
    [allmind2026s1], adjusted earnings
    """
    interest = (debt * interest_rate / YEAR).to("USD/year")
    guards.above("debt times interest_rate", interest, Quantity(0.0, "USD/year"))
    return (earnings / interest).to("")
