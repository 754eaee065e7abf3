"""From a price to the physical world: revenue → accelerator-hours → gigawatts → tonnes → launches → wafers → TWh.

Each link is a function of its own; `physical_requirements` runs them in a row, forwards, and `supported_revenue` runs
them backwards from any one of the results. Every link is a proportion, so the way back is exact.
The link before the first, from the price of a share to the revenue it needs, is `valuation.implied_driver` applied to
a discounted cash flow.
"""

from __future__ import annotations

from typing import NamedTuple

from analysis.models import guards
from analysis.models.finance import YEAR, net_book_share
from analysis.units import Quantity, ureg

_LEASE = "[currency]/[accelerator]/[time]"


# ---- the links ---------------------------------------------------------------------------------------------------


@ureg.check("[currency]/[time]", _LEASE)
def accelerator_hours(revenue: Quantity, lease_price: Quantity) -> Quantity:
    r"""Accelerator-hours that have to be sold in a year to earn a revenue.

    .. math:: H = R / p

    Parameters
    ----------
    revenue : Quantity
        Revenue from compute. [USD/year]
    lease_price : Quantity
        Price of an accelerator for an hour. [USD/GPU/hour]

    Returns
    -------
    Quantity
        Hours sold per time. [GPU*hour/year]

    Raises
    ------
    ValueError
        The price is not positive.

    Examples
    --------
    $15 billion a year at the price that a published lease of 220,000 accelerators implies:

    >>> hours = accelerator_hours(Quantity(15, "gigaUSD/year"), Quantity(7.778, "USD/GPU/hour"))
    >>> print((hours / Quantity(220e3, "GPU")).to("hour/year").round(0))
    8766.0 hour / year

    References
    ----------
    `devdigest.org (2026)
    <https://devdigest.org/articles/anthropic-pays-spacex-15byear-for-colossus-data-center-compute>`__
    [devdigest2026colossus], fee;
    `getaibook.com (2026) <https://getaibook.com/news/45b-colossus-deal-secures-220k-gpus-for-claude-inference/>`__
    [getaibook2026colossus], accelerators; the price follows from them and 8,766 hours a year
    """
    guards.above("lease_price", lease_price, Quantity(0.0, "USD/GPU/hour"))
    return (revenue / lease_price).to("GPU*hour/year")


@ureg.check("[accelerator]", "[]", "[time]")
def accelerators_installed(hours: Quantity, paid_share: Quantity, length_of_year: Quantity) -> Quantity:
    r"""Accelerators that have to stand ready to sell so many hours a year.

    .. math:: N = \frac{H}{u h}

    Parameters
    ----------
    hours : Quantity
        Accelerator-hours sold per time. [GPU*hour/year]
    paid_share : Quantity
        Share of the hours of a year that a customer pays for. [-]
    length_of_year : Quantity
        Hours counted as one year. [hour]

    Returns
    -------
    Quantity
        Accelerators. [GPU]

    Raises
    ------
    ValueError
        The share is not above 0 and at most 1.

    Examples
    --------
    >>> hours = Quantity(1.9285, "gigaGPU*hour/year")
    >>> print(accelerators_installed(hours, Quantity(1.0, ""), Quantity(8766, "hour")).to("kiloGPU").round(0))
    220.0 kiloGPU

    References
    ----------
    `getaibook.com (2026) <https://getaibook.com/news/45b-colossus-deal-secures-220k-gpus-for-claude-inference/>`__
    [getaibook2026colossus], 220,000 accelerators; the hours are those of `accelerator_hours`
    """
    guards.above("paid_share", paid_share, 0.0)
    guards.at_most("paid_share", paid_share, 1.0)
    guards.positive("length_of_year", length_of_year)
    return (hours * YEAR / (paid_share * length_of_year)).to("GPU")


@ureg.check("[currency]/[time]", "[currency]/[power]/[time]")
def power_for_revenue(revenue: Quantity, price_per_power: Quantity) -> Quantity:
    r"""Power that earns a revenue at a price per gigawatt and year.

    .. math:: P = R / p_P

    Parameters
    ----------
    revenue : Quantity
        Revenue from compute. [USD/year]
    price_per_power : Quantity
        Price of a power leased for a time. [USD/kW/year]

    Returns
    -------
    Quantity
        Power, of the facility or of the IT equipment as the price is. [GW]

    Raises
    ------
    ValueError
        The price is not positive.

    Examples
    --------
    $15 billion a year at $50 billion for a gigawatt and year is the power of a published lease:

    >>> print(power_for_revenue(Quantity(15, "gigaUSD/year"), Quantity(50, "gigaUSD/gigawatt/year")).to("MW"))
    300.0 megawatt

    References
    ----------
    `devdigest.org (2026)
    <https://devdigest.org/articles/anthropic-pays-spacex-15byear-for-colossus-data-center-compute>`__
    [devdigest2026colossus], fee;
    `getaibook.com (2026) <https://getaibook.com/news/45b-colossus-deal-secures-220k-gpus-for-claude-inference/>`__
    [getaibook2026colossus], more than 300 MW
    """
    guards.above("price_per_power", price_per_power, Quantity(0.0, "USD/kW/year"))
    return (revenue / price_per_power).to("GW")


@ureg.check("[power]", "[power]/[mass]", "[]")
def mass_in_orbit(it_power: Quantity, specific_power: Quantity, spare_share: Quantity) -> Quantity:
    r"""Mass of the satellites that carry a power, spares included.

    .. math:: m = \frac{P_{IT}}{w}(1 + s)

    Parameters
    ----------
    it_power : Quantity
        Power of the IT equipment in use. [GW]
    specific_power : Quantity
        Power per launched mass of a satellite. [kW/t]
    spare_share : Quantity
        Spare satellites over those in use. [-]

    Returns
    -------
    Quantity
        Mass. [t]

    Raises
    ------
    ValueError
        The specific power is not positive, or spares are negative.

    Examples
    --------
    A gigawatt at 100 kW a tonne, published as 10,000 t:

    >>> print(mass_in_orbit(Quantity(1, "GW"), Quantity(100, "kW/t"), Quantity(0, "")))
    10000.0 metric_ton

    References
    ----------
    `Berkel (2026) <https://arxiv.org/abs/2607.14172>`__ [vanberkel2026], launch section;
    `The Register (2026) <https://www.theregister.com/2026/02/05/spacex_1m_satellite_datacenter/>`__
    [theregister2026fcc], 100 kW a tonne
    """
    guards.above("specific_power", specific_power, Quantity(0.0, "kW/t"))
    guards.at_least("spare_share", spare_share, 0.0)
    return (it_power / specific_power * (1.0 + spare_share)).to("t")


@ureg.check("[mass]", "[time]", "[mass]/[launch]")
def launch_rate(mass: Quantity, duration: Quantity, payload_mass: Quantity) -> Quantity:
    r"""Launches a day that carry a mass up within a time.

    .. math:: \dot n = \frac{m}{T m_p}

    Parameters
    ----------
    mass : Quantity
        Mass to launch. [t]
    duration : Quantity
        Time to do so: the build-up of a fleet, or its life when it is replaced for ever. [year]
    payload_mass : Quantity
        Mass of one launch. [t/launch]

    Returns
    -------
    Quantity
        Launch rate. [launch/day]

    Raises
    ------
    ValueError
        The duration or the payload is not positive.

    Examples
    --------
    10,000 t with 200 t a launch, published as 50 flights:

    >>> print(launch_rate(Quantity(10_000, "t"), Quantity(1, "year"), Quantity(200, "t/launch")).to("launch/year"))
    50.0 launch / year

    References
    ----------
    `Berkel (2026) <https://arxiv.org/abs/2607.14172>`__ [vanberkel2026], launch section
    """
    guards.above("duration", duration, Quantity(0.0, "year"))
    guards.above("payload_mass", payload_mass, Quantity(0.0, "t/launch"))
    return (mass / duration / payload_mass).to("launch/day")


@ureg.check("[accelerator]", "[time]", "[die]/[accelerator]", "[die]/[wafer]", "[]")
def wafer_rate(
    accelerators: Quantity,
    duration: Quantity,
    dies_per_accelerator: Quantity,
    dies_per_wafer: Quantity,
    total_yield: Quantity,
) -> Quantity:
    r"""Wafers a month that make accelerators within a time.

    .. math:: \dot W = \frac{N d}{T n Y}

    Parameters
    ----------
    accelerators : Quantity
        Accelerators to make. [GPU]
    duration : Quantity
        Time to do so: the build-up of a fleet, or its life when it is replaced for ever. [year]
    dies_per_accelerator : Quantity
        Compute dies in an accelerator. [die/GPU]
    dies_per_wafer : Quantity
        Dies on a wafer. [die/wafer]
    total_yield : Quantity
        Share of the dies that ends in a working accelerator. [-]

    Returns
    -------
    Quantity
        Wafers. [wafer/month]

    Raises
    ------
    ValueError
        The duration is not positive, or the yield is not above 0 and at most 1.

    Examples
    --------
    1.3 million accelerators of one die in eight months, at 55 good dies a wafer, published as 3,000 starts a month:

    >>> print(wafer_rate(Quantity(1.3e6, "GPU"), Quantity(8, "month"), Quantity(1, "die/GPU"),
    ...                  Quantity(55, "die/wafer"), Quantity(1.0, "")).round(-2))
    3000.0 wafer / month

    References
    ----------
    `Writer on OKX Feed (2026) <https://web3.okx.com/de/discover/post/64639582664800>`__ [h200supply2026], wafer starts
    for the order of 2026; its 55 dies have the yield of 85 % in them
    """
    guards.above("duration", duration, Quantity(0.0, "year"))
    guards.positive("dies_per_wafer", dies_per_wafer)
    guards.above("total_yield", total_yield, 0.0)
    guards.at_most("total_yield", total_yield, 1.0)
    dies = accelerators * dies_per_accelerator / total_yield
    return (dies / dies_per_wafer / duration).to("wafer/month")


# ---- what a leased watt earns ------------------------------------------------------------------------------------


class LeaseAccounts(NamedTuple):
    """The accounts of a fleet that is leased, for each watt or each dollar of sales."""

    margin: Quantity
    """Operating margin: what is left of the rent after running costs and depreciation. [-]"""
    sales_to_capital: Quantity
    """Yearly rent over the capital not yet written off. [-]"""
    capital: Quantity
    """Capital not yet written off, for each watt in use. [USD/kW]"""
    depreciation: Quantity
    """Depreciation of a year, for each watt in use. [USD/kW/year]"""


@ureg.check(
    "[currency]/[power]/[time]",
    "[currency]/[power]/[time]",
    "[currency]/[power]",
    "[time]",
    "[currency]/[power]",
    "[time]",
    "[]",
    "[]",
)
def lease_accounts(
    rent: Quantity,
    running_cost: Quantity,
    server_cost: Quantity,
    server_life: Quantity,
    facility_cost: Quantity,
    facility_life: Quantity,
    spare_share: Quantity,
    fleet_growth: Quantity,
) -> LeaseAccounts:
    r"""Margin and turnover of capital that a leased gigawatt has by its own rent, price and life.

    .. math::
        \begin{aligned} m &= 1 - \frac{o + (1+s) k_s/T_s + k_f/T_f}{r} \\
        \frac{S}{K} &= \frac{r}{(1+s)\,k_s\,b(T_s, g) + k_f\,b(T_f, g)} \end{aligned}

    Parameters
    ----------
    rent : Quantity
        Mean rent of the fleet, r. [USD/kW/year]
    running_cost : Quantity
        Energy, operation and repair, o. [USD/kW/year]
    server_cost : Quantity
        Servers with accelerators and network, k_s. [USD/kW]
    server_life : Quantity
        Years over which servers are written off, T_s. [year]
    facility_cost : Quantity
        Building with power and cooling, k_f. [USD/kW]
    facility_life : Quantity
        Years over which buildings are written off, T_f. [year]
    spare_share : Quantity
        Spare servers over those in use, s. [-]
    fleet_growth : Quantity
        Growth of the fleet in one year, g. [-]

    Returns
    -------
    LeaseAccounts
        Margin, sales to capital, capital and depreciation.

    Raises
    ------
    ValueError
        The rent is not positive, spares are negative, a life is not above zero, or the fleet shrinks.

    Notes
    -----
    b is `finance.net_book_share`, what straight lines have left of a fleet of mixed ages. Reinvestment in a discounted
    cash flow is net of depreciation, so its sales to capital is rent over net capital.

    Examples
    --------
    A published gigawatt costs $38 billion, 25 of it servers, and $0.9 billion a year to run. If it were leased for the
    $12.5 billion that another account gives, and did not grow:

    >>> accounts = lease_accounts(
    ...     Quantity(12.5, "USD/W/year"), Quantity(0.9, "USD/W/year"), Quantity(25, "USD/W"), Quantity(5, "year"),
    ...     Quantity(13, "USD/W"), Quantity(14, "year"), Quantity(0, ""), Quantity(0, ""))
    >>> print(accounts.margin.round(3), accounts.sales_to_capital.round(3))
    0.454 dimensionless 0.658 dimensionless

    References
    ----------
    `Epoch AI (2026) <https://epoch.ai/data-insights/ai-datacenter-cost-breakdown>`__ [epoch2026cost], capital, lives
    and running cost;
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], revenue; the accounts are ours
    """
    guards.above("rent", rent, Quantity(0.0, "USD/kW/year"))
    guards.at_least("spare_share", spare_share, 0.0)
    guards.above("server_life", server_life, Quantity(0.0, "year"))
    guards.above("facility_life", facility_life, Quantity(0.0, "year"))
    servers = server_cost * (1.0 + spare_share)
    depreciation = (servers / server_life + facility_cost / facility_life).to("USD/kW/year")
    kept_servers, kept_facility = (net_book_share(life, fleet_growth) for life in (server_life, facility_life))
    capital = (servers * kept_servers + facility_cost * kept_facility).to("USD/kW")
    margin = 1.0 - ((running_cost + depreciation) / rent).to("")
    return LeaseAccounts(margin, (rent * YEAR / capital).to(""), capital, depreciation)


# ---- the chain ---------------------------------------------------------------------------------------------------


class Technology(NamedTuple):
    """What turns a revenue from compute into physical units."""

    lease_price: Quantity
    """Price of an accelerator for an hour. [USD/GPU/hour]"""
    paid_share: Quantity
    """Share of the hours of a year that a customer pays for. [-]"""
    length_of_year: Quantity
    """Hours counted as one year. [hour]"""
    accelerator_power: Quantity
    """Power of an accelerator with its share of server and network. [kW/GPU]"""
    power_usage_effectiveness: Quantity
    """Facility power over IT power on the ground. [-]"""
    load_factor: Quantity
    """Mean draw over full draw. [-]"""
    specific_power: Quantity
    """IT power per launched mass of a satellite. [kW/t]"""
    spare_share: Quantity
    """Spare satellites over those in use. [-]"""
    payload_mass: Quantity
    """Mass of one launch. [t/launch]"""
    build_time: Quantity
    """Time in which the fleet is built up. [year]"""
    dies_per_accelerator: Quantity
    """Compute dies in an accelerator. [die/GPU]"""
    dies_per_wafer: Quantity
    """Dies on a wafer. [die/wafer]"""
    total_yield: Quantity
    """Share of the dies that ends in a working accelerator. [-]"""


class Requirements(NamedTuple):
    """What a revenue from compute needs."""

    accelerator_hours: Quantity
    """Hours sold. [GPU*hour/year]"""
    accelerators: Quantity
    """Accelerators installed. [GPU]"""
    it_power: Quantity
    """Power of the IT equipment. [GW]"""
    facility_power: Quantity
    """Power of the facility, if it stood on the ground. [GW]"""
    energy: Quantity
    """Energy of a year, if it stood on the ground. [TWh/year]"""
    mass: Quantity
    """Mass in orbit, if it flew. [t]"""
    launch_rate: Quantity
    """Launches while the fleet is built up. [launch/day]"""
    wafer_rate: Quantity
    """Wafers while the fleet is built up. [wafer/month]"""


@ureg.check("[currency]/[time]", None)
def physical_requirements(revenue: Quantity, technology: Technology) -> Requirements:
    r"""Everything physical that a revenue from compute needs.

    .. math:: \begin{aligned} R &\to H = \frac{R}{p} \to N = \frac{H}{u h} \to P = N P_a \\
        P &\to E = P\,\mathrm{PUE}\,l\,h, \quad P \to m = \frac{P}{w}(1+s) \to \dot n = \frac{m}{T m_p} \\
        N &\to \dot W = \frac{N d}{T n Y} \end{aligned}

    Parameters
    ----------
    revenue : Quantity
        Revenue from compute. [USD/year]
    technology : Technology
        What turns revenue into physical units. [any]

    Returns
    -------
    Requirements
        Hours, accelerators, power, energy, mass, launches and wafers.

    Raises
    ------
    ValueError
        A share, a yield, a price or a duration is impossible.

    Notes
    -----
    Energy and facility power are those of a data centre on the ground; mass and launches are those of the same
    IT power in orbit. Replacement at the end of life comes on top of the build-up.

    Examples
    --------
    A published lease of $15 billion a year gives its 220,000 accelerators and its 300 MW back:

    >>> values = [(7.778, "USD/GPU/hour"), (1, ""), (8766, "hour"), (1.364, "kW/GPU"), (1.0, ""), (1, ""),
    ...           (100, "kW/t"), (0, ""), (100, "t/launch"), (1, "year"), (2, "die/GPU"),
    ...           (64.8, "die/wafer"), (0.5, "")]
    >>> needs = physical_requirements(Quantity(15, "gigaUSD/year"), Technology(*(Quantity(*v) for v in values)))
    >>> print(needs.accelerators.round(-3), needs.it_power.to("MW").round(0), needs.mass.round(0))
    220000.0 GPU 300.0 megawatt 3001.0 metric_ton

    References
    ----------
    `devdigest.org (2026)
    <https://devdigest.org/articles/anthropic-pays-spacex-15byear-for-colossus-data-center-compute>`__
    [devdigest2026colossus], fee;
    `getaibook.com (2026) <https://getaibook.com/news/45b-colossus-deal-secures-220k-gpus-for-claude-inference/>`__
    [getaibook2026colossus], accelerators and power;
    `The Register (2026) <https://www.theregister.com/2026/02/05/spacex_1m_satellite_datacenter/>`__
    [theregister2026fcc], 100 kW a tonne
    """
    guards.at_least("power_usage_effectiveness", technology.power_usage_effectiveness, 1.0)
    guards.fraction("load_factor", technology.load_factor)
    guards.positive("build_time", technology.build_time)
    hours = accelerator_hours(revenue, technology.lease_price)
    accelerators = accelerators_installed(hours, technology.paid_share, technology.length_of_year)
    it_power = (accelerators * technology.accelerator_power).to("GW")
    facility_power = (it_power * technology.power_usage_effectiveness).to("GW")
    energy = (facility_power * technology.load_factor * technology.length_of_year / YEAR).to("TWh/year")
    mass = mass_in_orbit(it_power, technology.specific_power, technology.spare_share)
    launches = launch_rate(mass, technology.build_time, technology.payload_mass)
    parts = (technology.dies_per_accelerator, technology.dies_per_wafer, technology.total_yield)
    wafers = wafer_rate(accelerators, technology.build_time, *parts)
    return Requirements(hours, accelerators, it_power, facility_power, energy, mass, launches, wafers)


@ureg.check(None, None, None)
def supported_revenue(limit: str, available: Quantity, technology: Technology) -> Quantity:
    r"""Revenue from compute that one physical quantity supports: the chain run backwards.

    .. math:: R = R_1\,\frac{x}{x(R_1)}

    Parameters
    ----------
    limit : str
        Name of the quantity: a field of `Requirements`.
    available : Quantity
        How much of it there is, in a unit of that field. [any]
    technology : Technology
        What turns revenue into physical units. [any]

    Returns
    -------
    Quantity
        Revenue. [USD/year]

    Raises
    ------
    ValueError
        There is no such quantity in the chain.

    Notes
    -----
    Every link is a proportion, so one run forward with one dollar gives the factor for the way back.

    Examples
    --------
    The 300 MW of a published lease support its $15 billion a year:

    >>> values = [(7.778, "USD/GPU/hour"), (1, ""), (8766, "hour"), (1.364, "kW/GPU"), (1.0, ""), (1, ""),
    ...           (100, "kW/t"), (0, ""), (100, "t/launch"), (1, "year"), (2, "die/GPU"),
    ...           (64.8, "die/wafer"), (0.5, "")]
    >>> technology = Technology(*(Quantity(*v) for v in values))
    >>> print(supported_revenue("it_power", Quantity(300, "MW"), technology).to("gigaUSD/year").round(1))
    15.0 gigaUS_dollar / year

    References
    ----------
    `devdigest.org (2026)
    <https://devdigest.org/articles/anthropic-pays-spacex-15byear-for-colossus-data-center-compute>`__
    [devdigest2026colossus], fee;
    `getaibook.com (2026) <https://getaibook.com/news/45b-colossus-deal-secures-220k-gpus-for-claude-inference/>`__
    [getaibook2026colossus], accelerators and power
    """
    if limit not in Requirements._fields:
        raise ValueError(f"limit must be one of {', '.join(Requirements._fields)}; got {limit!r}")
    one = Quantity(1.0, "USD/year")
    needed = getattr(physical_requirements(one, technology), limit)
    guards.positive(f"what technology needs for a dollar, {limit},", needed)
    return (one * (available / needed).to("")).to("USD/year")
