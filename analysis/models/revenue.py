"""What is sold, to how many, at what price: segments, subscribers, leased compute, tokens, contracts.

Revenue is a flow of money [USD/year]. Users pay per time, so revenue per user is [USD/user/month].
Leased compute has a price per accelerator and hour, or per power and time: a gigawatt leased for a year.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.models import guards
from analysis.models.finance import YEAR
from analysis.units import Quantity, ureg

NOTHING = Quantity(0.0, "USD/year")
_SMALLEST_DECAY = 1e-12  # stands for no decay at all, where the formula would divide by zero [1/year]


# ---- segments ----------------------------------------------------------------------------------------------------


@ureg.check(None)
def total_revenue(revenues: Sequence[Quantity]) -> Quantity:
    r"""Revenue of a company as the sum of its segments.

    .. math:: R = \sum_i R_i

    Parameters
    ----------
    revenues : sequence of Quantity
        Revenue of each segment. [USD/year]

    Returns
    -------
    Quantity
        Revenue of the company. [USD/year]

    Examples
    --------
    Space, connectivity and AI in 2025, in billions.

    >>> print(total_revenue([Quantity(x, "gigaUSD/year") for x in (4.086, 11.387, 3.201)]).to("gigaUSD/year"))
    18.674 gigaUS_dollar / year

    References
    ----------
    `SuanNi (2026)
    <https://www.besthub.dev/articles/inside-spacex-s-s-1-how-elon-musk-s-mega-ipo-aims-to-build-a-space-ai-connectivity-empire-20bc6ba55b07>`__
    [besthub2026s1]
    """
    parts = [revenue.to("USD/year") for revenue in revenues]
    return sum(parts[1:], parts[0])


@ureg.check("[currency]/[time]", "[currency]/[time]")
def revenue_share(part: Quantity, whole: Quantity) -> Quantity:
    r"""Share of one customer, segment or contract in a company's revenue.

    .. math:: s = R_i / R

    Parameters
    ----------
    part : Quantity
        Revenue of the part. [USD/year]
    whole : Quantity
        Revenue of the whole. [USD/year]

    Returns
    -------
    Quantity
        Share. [-]

    Raises
    ------
    ValueError
        The whole is not positive.

    Examples
    --------
    The AI segment in the revenue of 2025.

    >>> print(revenue_share(Quantity(3.201, "gigaUSD/year"), Quantity(18.674, "gigaUSD/year")).to("percent"))
    17.1 percent

    References
    ----------
    `SuanNi (2026)
    <https://www.besthub.dev/articles/inside-spacex-s-s-1-how-elon-musk-s-mega-ipo-aims-to-build-a-space-ai-connectivity-empire-20bc6ba55b07>`__
    [besthub2026s1], segment note;
    `superada.ai (2026) <https://www.superada.ai/blog/2026-05-21-spacex-s1-decoded/>`__ [superada2026s1], revenue of
    2025
    """
    guards.above("whole", whole, NOTHING)
    return (part / whole).to("")


@ureg.check("[currency]/[time]", "[currency]/[time]")
def pro_forma_share(added: Quantity, existing: Quantity) -> Quantity:
    r"""Share that added revenue would have in revenue as if both had been earned in the same year.

    .. math:: s = \frac{A}{A + R}

    Parameters
    ----------
    added : Quantity
        Revenue of new contracts in a full year. [USD/year]
    existing : Quantity
        Revenue as reported. [USD/year]

    Returns
    -------
    Quantity
        Share. [-]

    Raises
    ------
    ValueError
        There is no revenue at all.

    Notes
    -----
    Nothing of the existing revenue may come from the same contracts.

    Examples
    --------
    Two leases of $15 billion and $11.04 billion a year beside the revenue of 2025.

    >>> leases = Quantity(15 + 11.04, "gigaUSD/year")
    >>> print(pro_forma_share(leases, Quantity(18.674, "gigaUSD/year")).to("percent"))
    58.2 percent

    References
    ----------
    `devdigest.org (2026)
    <https://devdigest.org/articles/anthropic-pays-spacex-15byear-for-colossus-data-center-compute>`__
    [devdigest2026colossus];
    `stechtimes.com (2026)
    <https://stechtimes.com/en/article/google-compute-lease-turns-spacex-data-centers-into-an-ai-capacity-test-mq26w7l2>`__
    [stechtimes2026google], $0.92 billion a month;
    `superada.ai (2026) <https://www.superada.ai/blog/2026-05-21-spacex-s1-decoded/>`__ [superada2026s1], revenue of
    2025
    """
    guards.above("added plus existing", added + existing, NOTHING)
    return (added / (added + existing)).to("")


@ureg.check("[currency]/[time]", "[currency]/[time]")
def market_share(revenue: Quantity, market: Quantity) -> Quantity:
    r"""Share of a market that a revenue amounts to.

    .. math:: s = R / M

    Parameters
    ----------
    revenue : Quantity
        Revenue of the company in that market. [USD/year]
    market : Quantity
        Spending of all buyers in a year. [USD/year]

    Returns
    -------
    Quantity
        Share; above one the revenue does not fit into the market. [-]

    Raises
    ------
    ValueError
        The market is not positive.

    Examples
    --------
    Amazon's $54,648 million of a market of $139,999 million in 2023, published as 39.0 %.

    >>> print(market_share(Quantity(54648, "megaUSD/year"), Quantity(139999, "megaUSD/year")).to("percent"))
    39.0 percent

    References
    ----------
    `Gartner (2024)
    <https://zawya.com/en/press-release/companies-news/gartner-says-worldwide-iaas-public-cloud-services-revenue-grew-162-in-2023-esdlizja>`__
    [gartner2024iaas], Table 1
    """
    guards.above("market", market, NOTHING)
    return (revenue / market).to("")


@ureg.check("[currency]/[time]", "[]", "[]", "[]", "[]")
def market_from_labour(
    world_output: Quantity,
    labour_share: Quantity,
    exposed_share: Quantity,
    saved_share: Quantity,
    captured_share: Quantity,
) -> Quantity:
    r"""Market of a technology that saves labour: what its sellers are paid of what it saves.

    .. math:: M = Y\,\ell\,e\,s\,c

    Parameters
    ----------
    world_output : Quantity
        Output of the world in a year. [USD/year]
    labour_share : Quantity
        Share of output that goes to labour. [-]
    exposed_share : Quantity
        Share of labour in jobs that the technology touches. [-]
    saved_share : Quantity
        Share of the labour in those jobs that it saves. [-]
    captured_share : Quantity
        Share of the saving that its sellers are paid. [-]

    Returns
    -------
    Quantity
        Spending of all buyers in a year. [USD/year]

    Raises
    ------
    ValueError
        A share lies outside 0 to 1.

    Notes
    -----
    Labour is taken as paid alike in exposed and other jobs. New work that the technology creates is left out.

    Examples
    --------
    If sellers were paid every dollar of all labour, at 52.3 % of 117.17 trillion.

    >>> one = Quantity(1.0, "")
    >>> labour = market_from_labour(Quantity(117.17, "teraUSD/year"), Quantity(0.523, ""), one, one, one)
    >>> print(labour.to("teraUSD/year"))
    61.28 teraUS_dollar / year

    References
    ----------
    `International Labour Organization, through UN News and The HR Breakdown (2024)
    <https://thehrbreakdown.co.uk/2024/09/17/workers-see-dramatic-fall-in-share-of-global-income>`__
    [ilo2024labourshare], share of 2024
    """
    named = {"labour_share": labour_share, "exposed_share": exposed_share, "saved_share": saved_share}
    for name, share in {**named, "captured_share": captured_share}.items():
        guards.fraction(name, share)
    return (world_output * labour_share * exposed_share * saved_share * captured_share).to("USD/year")


# ---- users -------------------------------------------------------------------------------------------------------


@ureg.check("[user]", "[user]")
def mean_subscribers(opening: Quantity, closing: Quantity) -> Quantity:
    r"""Mean number of subscribers over a period in which it changed steadily.

    .. math:: \bar{N} = \frac{N_0 + N_1}{2}

    Parameters
    ----------
    opening : Quantity
        Subscribers at the start. [user]
    closing : Quantity
        Subscribers at the end. [user]

    Returns
    -------
    Quantity
        Mean. [user]

    Notes
    -----
    Growth by a constant percentage has a lower mean: at a doubling 1.44 instead of 1.5 times the opening number.

    Examples
    --------
    From 8.9 million at the end of 2025 to 10.3 million at the end of March 2026.

    >>> print(mean_subscribers(Quantity(8.9, "megauser"), Quantity(10.3, "megauser")).to("megauser"))
    9.6 megauser

    References
    ----------
    `aissential.tech (2026) <https://aissential.tech/articles/9e2de0b2-0dad-48ac-9d22-99f48d274ce0>`__
    [aissential2026s1], end of 2025;
    `SuanNi (2026)
    <https://www.besthub.dev/articles/inside-spacex-s-s-1-how-elon-musk-s-mega-ipo-aims-to-build-a-space-ai-connectivity-empire-20bc6ba55b07>`__
    [besthub2026s1], March 2026
    """
    return ((opening + closing) / 2.0).to("user")


@ureg.check("[user]", "[currency]/[user]/[time]")
def subscription_revenue(subscribers: Quantity, revenue_per_user: Quantity) -> Quantity:
    r"""Revenue from subscribers who pay by the month, or from users who are shown advertisements.

    .. math:: R = N a

    Parameters
    ----------
    subscribers : Quantity
        Mean number of subscribers or users. [user]
    revenue_per_user : Quantity
        Mean revenue of a user per time (ARPU). [USD/user/month]

    Returns
    -------
    Quantity
        Revenue. [USD/year]

    Raises
    ------
    ValueError
        A number is negative.

    Examples
    --------
    A streaming service in 2023: 76.126 million members at $16.28 a month, a reported $14.874 billion.

    >>> users, price = Quantity(76.126, "megauser"), Quantity(16.28, "USD/user/month")
    >>> print(subscription_revenue(users, price).to("gigaUSD/year"))
    14.87 gigaUS_dollar / year

    References
    ----------
    `Netflix, Inc. (2024) <https://annual-statements.com/company/netflix-inc/annual-report-2023-form-10k-369352>`__
    [netflix2024tenk], United States and Canada, average paying memberships
    """
    guards.at_least("subscribers", subscribers, Quantity(0.0, "user"))
    guards.at_least("revenue_per_user", revenue_per_user, Quantity(0.0, "USD/user/year"))
    return (subscribers * revenue_per_user).to("USD/year")


@ureg.check("[currency]/[time]", "[user]")
def revenue_per_user(revenue: Quantity, users: Quantity) -> Quantity:
    r"""Mean revenue that one user brings.

    .. math:: a = R / N

    Parameters
    ----------
    revenue : Quantity
        Revenue. [USD/year]
    users : Quantity
        Users; monthly, daily and paying users give different answers. [user]

    Returns
    -------
    Quantity
        Revenue of a user. [USD/user/year]

    Raises
    ------
    ValueError
        There are no users.

    Examples
    --------
    The AI segment over 550 million monthly users.

    >>> print(revenue_per_user(Quantity(3.201, "gigaUSD/year"), Quantity(550, "megauser")))
    5.82 US_dollar / user / year

    References
    ----------
    `Digital Applied (2026) <https://digitalapplied.com/blog/x-platform-statistics-2026-spacex-filing-audited>`__
    [digitalapplied2026stats]
    """
    guards.above("users", users, Quantity(0.0, "user"))
    return (revenue / users).to("USD/user/year")


@ureg.check("[currency]/[time]", "[currency]/[user]/[time]")
def users_needed(revenue: Quantity, revenue_per_user: Quantity) -> Quantity:
    r"""Users that a revenue needs.

    .. math:: N = R / a

    Parameters
    ----------
    revenue : Quantity
        Revenue. [USD/year]
    revenue_per_user : Quantity
        Mean revenue of a user. [USD/user/month]

    Returns
    -------
    Quantity
        Users. [user]

    Raises
    ------
    ValueError
        A user brings nothing.

    Examples
    --------
    A streaming service in 2023: $14,873.783 million at $16.28 a month, a reported mean of 76.126 million members.

    >>> print(users_needed(Quantity(14873.783, "megaUSD/year"), Quantity(16.28, "USD/user/month")).to("megauser"))
    76.1 megauser

    References
    ----------
    `Netflix, Inc. (2024) <https://annual-statements.com/company/netflix-inc/annual-report-2023-form-10k-369352>`__
    [netflix2024tenk], United States and Canada, revenues
    """
    guards.above("revenue_per_user", revenue_per_user, Quantity(0.0, "USD/user/year"))
    return (revenue / revenue_per_user).to("user")


# ---- leased compute ----------------------------------------------------------------------------------------------


@ureg.check("[currency]/[time]", "[accelerator]")
def lease_price_per_accelerator(rent: Quantity, accelerators: Quantity) -> Quantity:
    r"""Price that a lease implies for one accelerator and hour, whether it works or not.

    .. math:: p = R / N

    Parameters
    ----------
    rent : Quantity
        Rent. [USD/month]
    accelerators : Quantity
        Accelerators leased. [GPU]

    Returns
    -------
    Quantity
        Price. [USD/GPU/hour]

    Raises
    ------
    ValueError
        There are no accelerators.

    Notes
    -----
    A month is a twelfth of the calendar year, 730.5 h.

    Examples
    --------
    Two leases of 2026: $1.25 billion a month for 220,000, $0.92 billion for 110,000.

    >>> print(lease_price_per_accelerator(Quantity(1.25, "gigaUSD/month"), Quantity(220e3, "GPU")))
    7.78 US_dollar / GPU / hour
    >>> print(lease_price_per_accelerator(Quantity(0.92, "gigaUSD/month"), Quantity(110e3, "GPU")))
    11.45 US_dollar / GPU / hour

    References
    ----------
    `getaibook.com (2026) <https://getaibook.com/news/45b-colossus-deal-secures-220k-gpus-for-claude-inference/>`__
    [getaibook2026colossus];
    `stechtimes.com (2026)
    <https://stechtimes.com/en/article/google-compute-lease-turns-spacex-data-centers-into-an-ai-capacity-test-mq26w7l2>`__
    [stechtimes2026google]
    """
    guards.above("accelerators", accelerators, Quantity(0.0, "GPU"))
    return (rent / accelerators).to("USD/GPU/hour")


@ureg.check("[currency]/[time]", "[power]")
def lease_price_per_power(rent: Quantity, power: Quantity) -> Quantity:
    r"""Price that a lease implies for a power, leased for a time.

    .. math:: p = R / P

    Parameters
    ----------
    rent : Quantity
        Rent. [USD/month]
    power : Quantity
        Power leased; say whether of the facility or of the IT equipment. [MW]

    Returns
    -------
    Quantity
        Price. [USD/kilowatt/year]

    Raises
    ------
    ValueError
        The power is not positive.

    Examples
    --------
    $1.25 billion a month for 300 MW is $50 billion for a gigawatt and year.

    >>> price = lease_price_per_power(Quantity(1.25, "gigaUSD/month"), Quantity(300, "MW"))
    >>> print(price, price.to("gigaUSD/gigawatt/year"))
    50000.0 US_dollar / kilowatt / year 50.0 gigaUS_dollar / gigawatt / year

    References
    ----------
    `getaibook.com (2026) <https://getaibook.com/news/45b-colossus-deal-secures-220k-gpus-for-claude-inference/>`__
    [getaibook2026colossus]
    """
    guards.above("power", power, Quantity(0.0, "watt"))
    return (rent / power).to("USD/kilowatt/year")


# ---- tokens ------------------------------------------------------------------------------------------------------


@ureg.check("[token]/[accelerator]/[time]", "[accelerator]", "[]", "[currency]/[token]")
def token_revenue(
    throughput: Quantity, accelerators: Quantity, utilisation: Quantity, token_price: Quantity
) -> Quantity:
    r"""Revenue from tokens that accelerators produce and customers buy.

    .. math:: R = \theta N u p

    Parameters
    ----------
    throughput : Quantity
        Tokens of an accelerator per time at full load. [token/GPU/second]
    accelerators : Quantity
        Accelerators installed. [GPU]
    utilisation : Quantity
        Share of full load that is sold. [-]
    token_price : Quantity
        Mean price of a token. [USD/megatoken]

    Returns
    -------
    Quantity
        Revenue. [USD/year]

    Raises
    ------
    ValueError
        The utilisation lies outside 0 to 1.

    Examples
    --------
    A service's day on 226.75 nodes of eight: 342 billion tokens read from a cache at $0.14 a million, 266 billion read
    at $0.55, 168 billion written at $2.19. It reports $562,027.

    >>> gpus, day, all_of_it = Quantity(226.75 * 8, "GPU"), Quantity(1, "day"), Quantity(1, "")
    >>> sold = [(Quantity(n, "gigatoken") / gpus / day, p) for n, p in ((342, 0.14), (266, 0.55), (168, 2.19))]
    >>> parts = [token_revenue(rate, gpus, all_of_it, Quantity(p, "USD/megatoken")) for rate, p in sold]
    >>> print(sum(parts[1:], parts[0]).to("megaUSD/day"))
    0.562 megaUS_dollar / day

    References
    ----------
    `DeepSeek-AI (2025) <https://github.com/deepseek-ai/open-infra-index>`__ [deepseek2025inference]
    """
    guards.fraction("utilisation", utilisation)
    return (throughput * accelerators * utilisation * token_price).to("USD/year")


@ureg.check("[currency]/[accelerator]/[time]", "[token]/[accelerator]/[time]", "[]")
def token_price_equal_to_lease(lease_price: Quantity, throughput: Quantity, utilisation: Quantity) -> Quantity:
    r"""Token price at which selling tokens earns as much as leasing the accelerator.

    .. math:: p = \frac{p_l}{\theta u}

    Parameters
    ----------
    lease_price : Quantity
        Price of an accelerator and hour. [USD/GPU/hour]
    throughput : Quantity
        Tokens of an accelerator per time at full load. [token/GPU/second]
    utilisation : Quantity
        Share of full load that is sold as tokens. [-]

    Returns
    -------
    Quantity
        Token price. [USD/megatoken]

    Raises
    ------
    ValueError
        Nothing is sold.

    Examples
    --------
    A published $10.91 for an accelerator and hour and $590 for a billion tokens imply 5,137 tokens a second.

    >>> rate = Quantity(5137, "token/GPU/second")
    >>> price = token_price_equal_to_lease(Quantity(10.91, "USD/GPU/hour"), rate, Quantity(1, ""))
    >>> print(price.to("USD/gigatoken"))
    589.9 US_dollar / gigatoken

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space]
    """
    guards.above("utilisation", utilisation, 0.0)
    guards.at_most("utilisation", utilisation, 1.0)
    guards.positive("throughput", throughput)
    return (lease_price / (throughput * utilisation)).to("USD/megatoken")


# ---- contracts ---------------------------------------------------------------------------------------------------


@ureg.check(None)
def herfindahl_index(revenues: Sequence[Quantity]) -> Quantity:
    r"""Concentration of revenue on few customers.

    .. math:: H = \sum_i s_i^2

    Parameters
    ----------
    revenues : sequence of Quantity
        Revenue of each customer. [USD/year]

    Returns
    -------
    Quantity
        Index: one when there is a single customer, 1/n with n equal ones. [-]

    Raises
    ------
    ValueError
        A revenue is negative, or there is none.

    Notes
    -----
    The reciprocal is the number of equal customers that would be as concentrated.

    Examples
    --------
    Shares of 30, 30, 20 and 20 %: 2,600 on the scale to 10,000 that uses percentages.

    >>> print(herfindahl_index([Quantity(x, "USD/year") for x in (30, 30, 20, 20)]))
    0.2600 dimensionless

    References
    ----------
    `U.S. Department of Justice (2026) <https://www.justice.gov/atr/herfindahl-hirschman-index>`__ [doj2026hhi]
    """
    for revenue in revenues:
        guards.not_negative("revenues", revenue)
    whole = total_revenue(revenues)
    squares = [revenue_share(revenue, whole) ** 2 for revenue in revenues]
    return sum(squares[1:], squares[0]).to("")


@ureg.check("[currency]/[time]", "[time]")
def nominal_contract_value(rent: Quantity, term: Quantity) -> Quantity:
    r"""Sum of all payments of a contract that runs to its end, undiscounted.

    .. math:: V = R T

    Parameters
    ----------
    rent : Quantity
        Rent. [USD/month]
    term : Quantity
        Time from the first payment to the end. [month]

    Returns
    -------
    Quantity
        Sum of payments. [USD]

    Raises
    ------
    ValueError
        The term is negative.

    Examples
    --------
    $0.92 billion a month for 33 months.

    >>> print(nominal_contract_value(Quantity(0.92, "gigaUSD/month"), Quantity(33, "month")).to("gigaUSD"))
    30.36 gigaUS_dollar

    References
    ----------
    `stechtimes.com (2026)
    <https://stechtimes.com/en/article/google-compute-lease-turns-spacex-data-centers-into-an-ai-capacity-test-mq26w7l2>`__
    [stechtimes2026google]
    """
    guards.at_least("term", term, Quantity(0.0, "year"))
    return (rent * term).to("USD")


@ureg.check("[currency]/[time]", "[time]", "[time]", "[time]")
def committed_contract_value(
    rent: Quantity, term: Quantity, notice_period: Quantity, earliest_notice: Quantity
) -> Quantity:
    r"""Payments that are certain when the customer may leave after giving notice.

    .. math:: V = R\,\min(T,\; t_0 + n)

    Parameters
    ----------
    rent : Quantity
        Rent. [USD/month]
    term : Quantity
        Time from the first payment to the end. [month]
    notice_period : Quantity
        Time between notice and the end of payments. [day]
    earliest_notice : Quantity
        Time after the first payment from which notice may be given. [month]

    Returns
    -------
    Quantity
        Certain payments. [USD]

    Raises
    ------
    ValueError
        A duration is negative.

    Examples
    --------
    Notice of 90 days at any time.

    >>> rent, term = Quantity(1.25, "gigaUSD/month"), Quantity(36, "month")
    >>> print(committed_contract_value(rent, term, Quantity(90, "day"), Quantity(0, "month")).to("gigaUSD"))
    3.696 gigaUS_dollar

    References
    ----------
    `getaibook.com (2026) <https://getaibook.com/news/45b-colossus-deal-secures-220k-gpus-for-claude-inference/>`__
    [getaibook2026colossus], rent;
    `xix.ai (2026) <https://xix.ai/ainews/anthropics-spacex-lease-duration-divides-opinions.html>`__ [xix2026lease],
    term and notice
    """
    for name, value in (("term", term), ("notice_period", notice_period), ("earliest_notice", earliest_notice)):
        guards.at_least(name, value, Quantity(0.0, "year"))
    certain = (earliest_notice + notice_period).to("year")
    return (rent * np.minimum(term.to("year"), certain)).to("USD")


@ureg.check("[]", "[time]", "[time]")
def exit_rate(odds_of_staying: Quantity, term: Quantity, notice_period: Quantity) -> Quantity:
    r"""Constant rate of notice under which a contract runs to its end with given odds.

    .. math:: \lambda = -\frac{\ln q}{T - n}

    Parameters
    ----------
    odds_of_staying : Quantity
        Probability that nobody gives notice before the end. [-]
    term : Quantity
        Time from the first payment to the end. [month]
    notice_period : Quantity
        Time for which payments go on in any case. [day]

    Returns
    -------
    Quantity
        Rate of notice. [1/year]

    Raises
    ------
    ValueError
        The odds are not above 0 and at most 1, or the notice outlasts the term.

    Examples
    --------
    A textbook's company survives five years with a probability of 1 - 0.0723, which is a rate of 1.5 % a year.

    >>> print(exit_rate(Quantity(1 - 0.0723, ""), Quantity(5, "year"), Quantity(0, "day")))
    0.0150 / year

    With numbers of ours, every argument at work:

    >>> print(exit_rate(Quantity(0.5, ""), Quantity(36, "month"), Quantity(90, "day")))
    0.252 / year

    References
    ----------
    Hull (2023) [hull2023risk], Example 17.2
    """
    guards.above("odds_of_staying", odds_of_staying, 0.0)
    guards.at_most("odds_of_staying", odds_of_staying, 1.0)
    guards.above("term less notice_period", term - notice_period, Quantity(0.0, "year"))
    return (-1.0 * np.log(odds_of_staying.to("")) / (term - notice_period)).to("1/year")


@ureg.check("[]", "1/[time]")
def exit_time(rank: Quantity, exit_rate: Quantity) -> Quantity:
    r"""Time after which a customer gives notice, in a case of given rank among all.

    .. math:: t = -\frac{\ln(1 - u)}{\lambda}

    Parameters
    ----------
    rank : Quantity
        Share of the worlds in which the customer leaves earlier. [-]
    exit_rate : Quantity
        Rate of notice. [1/year]

    Returns
    -------
    Quantity
        Time until notice. [month]

    Raises
    ------
    ValueError
        The rank is not at least 0 and below 1, or nobody ever leaves.

    Examples
    --------
    At a rate of 1.5 % a year a share of 0.0723 is gone after five years.

    >>> print(exit_time(Quantity(0.0723, ""), Quantity(1.5, "percent/year")).to("year"))
    5.00 year

    References
    ----------
    Hull (2023) [hull2023risk], Example 17.2
    """
    guards.at_least("rank", rank, 0.0)
    guards.below("rank", rank, 1.0)
    guards.above("exit_rate", exit_rate, Quantity(0.0, "1/year"))
    return (-1.0 * np.log1p(-1.0 * rank.to("")) / exit_rate).to("month")


@ureg.check("1/[time]", "[time]")
def _decaying_time(decay: Quantity, duration: Quantity) -> Quantity:
    """Integral of an exponential decay over a duration; the duration itself when nothing decays."""
    rate = np.maximum((decay * YEAR).to(""), _SMALLEST_DECAY)
    return (-1.0 * np.expm1(-1.0 * rate * (duration / YEAR).to("")) / rate * YEAR).to("year")


@ureg.check("[currency]/[time]", "[time]", "[time]", "1/[time]", "[]")
def expected_contract_value(
    rent: Quantity, term: Quantity, notice_period: Quantity, exit_rate: Quantity, discount_rate: Quantity
) -> Quantity:
    r"""Present value of a contract whose customer may give notice at any time.

    .. math:: V = R \left[\int_0^{n} e^{-\delta t}\,dt + e^{-\delta n}\int_0^{T-n} e^{-(\delta+\lambda) t}\,dt\right],
        \quad \delta = \ln(1 + r)

    Parameters
    ----------
    rent : Quantity
        Rent, paid continuously. [USD/month]
    term : Quantity
        Time from the first payment to the end. [month]
    notice_period : Quantity
        Time between notice and the end of payments. [day]
    exit_rate : Quantity
        Rate at which such customers give notice. [1/year]
    discount_rate : Quantity
        Discount rate of one year. [-]

    Returns
    -------
    Quantity
        Expected present value. [USD]

    Raises
    ------
    ValueError
        A duration or a rate is negative.

    Notes
    -----
    The rate of exit is constant. A customer who leaves is not replaced, and the equipment brings nothing then.

    Examples
    --------
    36 months at $1.25 billion: the published $45 billion when nobody leaves, and 58 % of it when half of the customers
    leave in 17 months.

    >>> rent, term, notice = Quantity(1.25, "gigaUSD/month"), Quantity(36, "month"), Quantity(90, "day")
    >>> values = [expected_contract_value(rent, term, notice, Quantity(x, "1/year"), Quantity(0, "")) for x in (0, 0.5)]
    >>> [round(float(v.to("gigaUSD").magnitude), 2) for v in values]
    [45.0, 26.12]

    References
    ----------
    `getaibook.com (2026) <https://getaibook.com/news/45b-colossus-deal-secures-220k-gpus-for-claude-inference/>`__
    [getaibook2026colossus], headline;
    `xix.ai (2026) <https://xix.ai/ainews/anthropics-spacex-lease-duration-divides-opinions.html>`__ [xix2026lease],
    term and notice
    """
    for name, value in (("term", term), ("notice_period", notice_period)):
        guards.at_least(name, value, Quantity(0.0, "year"))
    guards.at_least("exit_rate", exit_rate, Quantity(0.0, "1/year"))
    guards.at_least("discount_rate", discount_rate, 0.0)
    interest = Quantity(np.log1p(discount_rate.to("").magnitude), "1/year")
    certain = Quantity(np.minimum(notice_period.m_as("year"), term.m_as("year")), "year")
    later = np.exp(-1.0 * (interest * certain).to("")) * _decaying_time(interest + exit_rate, term - certain)
    return (rent * (_decaying_time(interest, certain) + later)).to("USD")
