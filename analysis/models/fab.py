"""Chip plants: what capital buys, what a wafer yields, how yield is learnt, and how wafers become gigawatts a year.

Capacity is a rate of wafer starts [wafer/month], written ``wspm``. A die has an area [mm^2/die], an accelerator takes
several dies [die/GPU] and draws a power [kW/GPU].
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.models import guards
from analysis.models.finance import YEAR
from analysis.units import Quantity, ureg

_ONE_DIE = Quantity(1.0, "die")
_ONE_WAFER = Quantity(1.0, "wafer")
_NO_CAPACITY = Quantity(0.0, "wafer/month")
_RATE = "[wafer]/[time]"
_AREA = "[area]/[die]"
_DEFECTS = "1/[area]"


# ---- what capital buys -------------------------------------------------------------------------------------------


@ureg.check("[currency]", _RATE)
def capital_per_capacity(capital_cost: Quantity, capacity: Quantity) -> Quantity:
    r"""Capital of a plant for each wafer that it can start in a month.

    .. math:: k = C / \dot W

    Parameters
    ----------
    capital_cost : Quantity
        Capital of plant and tools. [USD]
    capacity : Quantity
        Wafer starts. [wafer/month]

    Returns
    -------
    Quantity
        Capital per capacity. [USD/(wafer/month)]

    Raises
    ------
    ValueError
        The capacity is not positive.

    Examples
    --------
    $28 billion for 50,000 wafers a month at 2 nm; $40 billion for 600,000 wafers a year in Arizona.

    >>> two = capital_per_capacity(Quantity(28e9, "USD"), Quantity(50e3, "wafer/month"))
    >>> arizona = capital_per_capacity(Quantity(40e9, "USD"), Quantity(600e3, "wafer/year"))
    >>> print(two.to("gigaUSD/kilowspm"), arizona.to("gigaUSD/kilowspm"))
    0.56 gigaUS_dollar / kilowspm 0.80 gigaUS_dollar / kilowspm

    References
    ----------
    `SemiMedia (2023) <https://www.semimedia.cc/15910.html>`__ [semimedia2023ibs];
    `TSMC (2022) <https://pr.tsmc.com/english/news/2977>`__ [tsmc2022arizona]
    """
    guards.above("capacity", capacity, _NO_CAPACITY)
    return (capital_cost / capacity).to("USD*month/wafer")


@ureg.check("[currency]", "[currency]*[time]/[wafer]")
def affordable_capacity(budget: Quantity, capital_per_capacity: Quantity) -> Quantity:
    r"""Wafer starts that a budget buys.

    .. math:: \dot W = B / k

    Parameters
    ----------
    budget : Quantity
        Money for plant and tools. [USD]
    capital_per_capacity : Quantity
        Capital for each wafer a month. [USD/(wafer/month)]

    Returns
    -------
    Quantity
        Capacity. [wafer/month]

    Raises
    ------
    ValueError
        Capital per capacity is not positive.

    Notes
    -----
    Small plants cost more per wafer than large ones; the proportion holds near the size it was taken from.

    Examples
    --------
    The $28 billion of a published plant buy its 50,000 wafers a month; the sums filed for TeraFab buy more:

    >>> for budget in (28, 55, 119):
    ...     print(affordable_capacity(Quantity(budget, "gigaUSD"), Quantity(560e3, "USD*month/wafer")).round(-2))
    50000.0 wafer / month
    98200.0 wafer / month
    212500.0 wafer / month

    References
    ----------
    `SemiMedia (2023) <https://www.semimedia.cc/15910.html>`__ [semimedia2023ibs] and `TechSpot, through techyleak.com
    (2023) <https://techyleak.com/the-cost-of-cutting-edge-technology-28-billion-for-a-2nm-wafer-fab/>`__
    [techyleak2023ibs], plant of two nanometres;
    `TechCrunch, through winzheng.com (2026) <https://www.winzheng.com/en/article/spacex-terafab-texas-chip-factory>`__
    [winzheng2026terafab], the sums
    """
    guards.positive("capital_per_capacity", capital_per_capacity)
    return (budget / capital_per_capacity).to("wafer/month")


@ureg.check(_RATE, "[currency]*[time]/[wafer]")
def capital_needed(capacity: Quantity, capital_per_capacity: Quantity) -> Quantity:
    r"""Capital that a capacity needs.

    .. math:: C = \dot W k

    Parameters
    ----------
    capacity : Quantity
        Wafer starts. [wafer/month]
    capital_per_capacity : Quantity
        Capital for each wafer a month. [USD/(wafer/month)]

    Returns
    -------
    Quantity
        Capital. [USD]

    Raises
    ------
    ValueError
        The capacity is negative.

    Examples
    --------
    A plan of 600,000 wafers a year at $800,000 for each wafer a month, published as $40 billion:

    >>> print(capital_needed(Quantity(600e3, "wafer/year"), Quantity(800e3, "USD*month/wafer")).to("gigaUSD"))
    40.0 gigaUS_dollar

    References
    ----------
    `TSMC (2022) <https://pr.tsmc.com/english/news/2977>`__ [tsmc2022arizona], two plants; the capital of a wafer a
    month is their quotient
    """
    guards.at_least("capacity", capacity, _NO_CAPACITY)
    return (capacity * capital_per_capacity).to("USD")


# ---- dies and yield ----------------------------------------------------------------------------------------------


@ureg.check("[length]", _AREA)
def dies_per_wafer(wafer_diameter: Quantity, die_area: Quantity) -> Quantity:
    r"""Whole dies on a round wafer.

    .. math:: n = \frac{\pi d^2}{4 A} - \frac{\pi d}{\sqrt{2 A}}

    Parameters
    ----------
    wafer_diameter : Quantity
        Usable diameter of the wafer. [mm]
    die_area : Quantity
        Area of a die with its scribe line. [mm^2/die]

    Returns
    -------
    Quantity
        Dies on a wafer, as a mean that need not be whole. [die/wafer]

    Raises
    ------
    ValueError
        A size is not positive, or the die is so large that the formula fails.

    Notes
    -----
    The second term takes off the dies that the edge cuts. An edge exclusion shortens the diameter.
    Placing square dies one by one finds 1 % more at 50 mm^2 and 11 % more at 800 mm^2, so the formula is cautious for
    large dies.

    Examples
    --------
    >>> print(dies_per_wafer(Quantity(300, "mm"), Quantity(800, "mm^2/die")))
    64.8 die / wafer

    References
    ----------
    `Vries (2005) <https://doi.org/10.1109/TSM.2004.836656>`__ [devries2005], formula for gross dies
    """
    guards.above("wafer_diameter", wafer_diameter, Quantity(0.0, "mm"))
    guards.above("die_area", die_area, Quantity(0.0, "mm^2/die"))
    area = die_area * _ONE_DIE
    inside = np.pi * (wafer_diameter**2 / (4.0 * area)).to("")
    cut = np.pi * (wafer_diameter / np.sqrt(2.0 * area)).to("")
    guards.above("dies on the wafer", inside - cut, 0.0)
    return ((inside - cut) * _ONE_DIE / _ONE_WAFER).to("die/wafer")


def _defects_on_die(defect_density: Quantity, die_area: Quantity) -> Quantity:
    guards.at_least("defect_density", defect_density, Quantity(0.0, "1/cm^2"))
    guards.above("die_area", die_area, Quantity(0.0, "mm^2/die"))
    return (defect_density * die_area * _ONE_DIE).to("")


@ureg.check(_DEFECTS, _AREA)
def murphy_yield(defect_density: Quantity, die_area: Quantity) -> Quantity:
    r"""Share of good dies when the density of defects varies triangularly from wafer to wafer.

    .. math:: Y = \left(\frac{1 - e^{-D A}}{D A}\right)^2

    Parameters
    ----------
    defect_density : Quantity
        Mean of killing defects per area. [1/cm^2]
    die_area : Quantity
        Area of a die. [mm^2/die]

    Returns
    -------
    Quantity
        Yield. [-]

    Raises
    ------
    ValueError
        The density is negative or the area is not positive.

    Examples
    --------
    >>> for defects in (0.5, 1.0, 1.5):
    ...     print(murphy_yield(Quantity(defects, "1/cm^2"), Quantity(100, "mm^2/die")).round(4))
    0.6193 dimensionless
    0.3996 dimensionless
    0.2682 dimensionless

    Of a test chip of 17.92 mm^2 80 % worked, which was read as 1.271 defects a cm^2 and 32.0 % for 100 mm^2:

    >>> for area in (17.92, 100):
    ...     print(murphy_yield(Quantity(1.271, "1/cm^2"), Quantity(area, "mm^2/die")).to("percent").round(1))
    80.0 percent
    32.0 percent

    References
    ----------
    `Leachman (2009) <https://www.coursehero.com/file/49208/hw4solutions/>`__ [leachman2009yield], problem 1, dies of
    one square centimetre;
    `AnandTech (2019) <https://www.qbitai.com/2019/12/9800.html>`__ [anandtech2019n5], the test chip
    """
    defects = np.maximum(_defects_on_die(defect_density, die_area).magnitude, 1e-12)
    return Quantity(np.square(-1.0 * np.expm1(-1.0 * defects) / defects), "")


@ureg.check("[]", "[]", "[time]", "[time]", "[time]")
def learned_yield(
    first_yield: Quantity, mature_yield: Quantity, lag: Quantity, learning_time: Quantity, time: Quantity
) -> Quantity:
    r"""Yield of a plant as it learns, on a logistic curve.

    .. math:: Y(t) = Y_0 + (Y_\infty - Y_0)\,\frac{1}{1 + e^{-4 (t - t_0)/T}}

    Parameters
    ----------
    first_yield : Quantity
        Yield of the first wafers. [-]
    mature_yield : Quantity
        Yield that is reached in the end. [-]
    lag : Quantity
        Time from the start of construction to half of the learning. [year]
    learning_time : Quantity
        Time that the steepest slope would need from the first to the mature yield. [year]
    time : Quantity
        Time from the start of construction. [year]

    Returns
    -------
    Quantity
        Yield. [-]

    Raises
    ------
    ValueError
        A yield lies outside 0 to 1, or the learning time is not positive.

    Notes
    -----
    Ninety-two per cent of the learning falls into the 1.6 learning times around the lag.

    Examples
    --------
    Half of the learning is done at the lag:

    >>> curve = [learned_yield(Quantity(0.2, ""), Quantity(0.8, ""), Quantity(5, "year"), Quantity(2, "year"),
    ...          Quantity(t, "year")) for t in (3, 5, 7)]
    >>> [round(float(y.magnitude), 3) for y in curve]
    [0.211, 0.5, 0.789]

    References
    ----------
    ours: makers publish no yield by date, so no curve in print fixes these five inputs
    """
    guards.fraction("first_yield", first_yield)
    guards.fraction("mature_yield", mature_yield)
    guards.above("learning_time", learning_time, Quantity(0.0, "year"))
    learnt = (1.0 + np.tanh((2.0 * (time - lag) / learning_time).to("").magnitude)) / 2.0
    return (first_yield + (mature_yield - first_yield) * learnt).to("")


@ureg.check(_RATE, "[time]", "[time]", "[time]")
def ramped_capacity(capacity: Quantity, build_time: Quantity, ramp_time: Quantity, time: Quantity) -> Quantity:
    r"""Wafer starts of a plant that is built and then filled evenly with tools.

    .. math:: \dot W(t) = \dot W \min\left(\max\left(\frac{t - t_b}{t_r}, 0\right), 1\right)

    Parameters
    ----------
    capacity : Quantity
        Wafer starts of the full plant. [wafer/month]
    build_time : Quantity
        Time from the start of construction to the first wafer. [year]
    ramp_time : Quantity
        Time from the first wafer to the full plant. [year]
    time : Quantity
        Time from the start of construction. [year]

    Returns
    -------
    Quantity
        Wafer starts. [wafer/month]

    Raises
    ------
    ValueError
        The ramp takes no time.

    Examples
    --------
    The 50,000 wafers a month of a published plan, after three years of building and half of a ramp of three years:

    >>> full = Quantity(600e3, "wafer/year")
    >>> print(ramped_capacity(full, Quantity(3, "year"), Quantity(3, "year"), Quantity(4.5, "year")))
    25000.0 wafer / month

    References
    ----------
    `TSMC (2022) <https://pr.tsmc.com/english/news/2977>`__ [tsmc2022arizona], capacity;
    `rbtfl.xyz (2026) <https://rbtfl.xyz/en/n/tsmc-arizona-acceleration-2026.md>`__ [rbtfl2026tsmc], two to three years
    for a building; the even ramp is ours
    """
    guards.above("ramp_time", ramp_time, Quantity(0.0, "year"))
    share = np.minimum(np.maximum(((time - build_time) / ramp_time).to("").magnitude, 0.0), 1.0)
    return (capacity * share).to("wafer/month")


# ---- from wafers to gigawatts ------------------------------------------------------------------------------------


@ureg.check("[die]/[wafer]", "[]", "[die]/[accelerator]", "[]", "[power]/[accelerator]")
def power_per_wafer(
    dies_per_wafer: Quantity,
    die_yield: Quantity,
    dies_per_accelerator: Quantity,
    packaging_yield: Quantity,
    accelerator_power: Quantity,
) -> Quantity:
    r"""Power that the accelerators of one wafer draw.

    .. math:: P = \frac{n Y Y_p}{d}\,P_a

    Parameters
    ----------
    dies_per_wafer : Quantity
        Dies on a wafer. [die/wafer]
    die_yield : Quantity
        Share of the dies that works. [-]
    dies_per_accelerator : Quantity
        Compute dies in an accelerator. [die/GPU]
    packaging_yield : Quantity
        Share of the packages that works. [-]
    accelerator_power : Quantity
        Power of an accelerator with its share of the server. [kW/GPU]

    Returns
    -------
    Quantity
        Power of a wafer. [kW/wafer]

    Raises
    ------
    ValueError
        A yield lies outside 0 to 1.

    Examples
    --------
    55 good dies of an accelerator of 700 W:

    >>> print(power_per_wafer(Quantity(55, "die/wafer"), Quantity(1.0, ""), Quantity(1, "die/GPU"),
    ...                       Quantity(1.0, ""), Quantity(0.7, "kW/GPU")).round(1))
    38.5 kilowatt / wafer

    References
    ----------
    `Writer on OKX Feed (2026) <https://web3.okx.com/de/discover/post/64639582664800>`__ [h200supply2026], good dies of
    a wafer;
    `NVIDIA (2023) <https://www.nvidia.com/en-us/data-center/h100/>`__ [nvidiah100], power of the same die in the model
    before; the product is ours
    """
    guards.fraction("die_yield", die_yield)
    guards.fraction("packaging_yield", packaging_yield)
    guards.positive("dies_per_accelerator", dies_per_accelerator)
    accelerators = dies_per_wafer * die_yield * packaging_yield / dies_per_accelerator
    return (accelerators * accelerator_power).to("kW/wafer")


@ureg.check(_RATE, "[]", "[power]/[wafer]")
def power_made(capacity: Quantity, plant_utilisation: Quantity, power_per_wafer: Quantity) -> Quantity:
    r"""Power of the accelerators that a plant makes in a year.

    .. math:: \dot P = \dot W u P_w

    Parameters
    ----------
    capacity : Quantity
        Wafer starts. [wafer/month]
    plant_utilisation : Quantity
        Share of the starts that is used for accelerators and finished. [-]
    power_per_wafer : Quantity
        Power that the accelerators of one wafer draw. [kW/wafer]

    Returns
    -------
    Quantity
        Power made per time. [GW/year]

    Raises
    ------
    ValueError
        The utilisation lies outside 0 to 1.

    Examples
    --------
    A million wafers a month for a terawatt a year, as TeraFab was announced, need 83.3 kW from each wafer:

    >>> made = power_made(Quantity(1e6, "wafer/month"), Quantity(1.0, ""), Quantity(83.3, "kW/wafer"))
    >>> print(made.to("TW/year").round(2))
    1.0 terawatt / year

    References
    ----------
    `AI Tradecraft (2026)
    <https://aitradecraft.com/news/2026/03/elon-musk-unveils-terafab-a-25b-ai-compute-megafab-to-power-enterprise-and-space-ai-20260323-052818>`__
    [aitradecraft2026terafab], wafers and power; the power of a wafer is their quotient
    """
    guards.fraction("plant_utilisation", plant_utilisation)
    return (capacity * plant_utilisation * power_per_wafer).to("GW/year")


@ureg.check("[power]/[time]", "[]", "[power]/[wafer]")
def capacity_needed(power_rate: Quantity, plant_utilisation: Quantity, power_per_wafer: Quantity) -> Quantity:
    r"""Wafer starts that a power of accelerators a year needs.

    .. math:: \dot W = \frac{\dot P}{u P_w}

    Parameters
    ----------
    power_rate : Quantity
        Power to be made per time. [GW/year]
    plant_utilisation : Quantity
        Share of the starts that is used for accelerators and finished. [-]
    power_per_wafer : Quantity
        Power that the accelerators of one wafer draw. [kW/wafer]

    Returns
    -------
    Quantity
        Capacity. [wafer/month]

    Raises
    ------
    ValueError
        The utilisation is not above 0 and at most 1, or a wafer carries no power.

    Examples
    --------
    A terawatt a year at the 83.3 kW a wafer that TeraFab's announcement implies, and at 38.5 kW:

    >>> for each in (83.3, 38.5):
    ...     need = capacity_needed(Quantity(1, "TW/year"), Quantity(1.0, ""), Quantity(each, "kW/wafer"))
    ...     print(need.to("megawafer/month").round(2))
    1.0 megawafer / month
    2.16 megawafer / month

    References
    ----------
    `AI Tradecraft (2026)
    <https://aitradecraft.com/news/2026/03/elon-musk-unveils-terafab-a-25b-ai-compute-megafab-to-power-enterprise-and-space-ai-20260323-052818>`__
    [aitradecraft2026terafab], wafers and power; the power of a wafer is their quotient
    """
    guards.above("plant_utilisation", plant_utilisation, 0.0)
    guards.at_most("plant_utilisation", plant_utilisation, 1.0)
    guards.above("power_per_wafer", power_per_wafer, Quantity(0.0, "kW/wafer"))
    return (power_rate / (plant_utilisation * power_per_wafer)).to("wafer/month")


@ureg.check("[power]/[time]", "[wafer]/[power]")
def memory_wafers(power_rate: Quantity, wafers_per_power: Quantity) -> Quantity:
    r"""Memory wafers that accelerators need beside their compute dies.

    .. math:: \dot W_m = \dot P\, w_m

    Parameters
    ----------
    power_rate : Quantity
        Power of accelerators made per time. [GW/year]
    wafers_per_power : Quantity
        Memory wafers for a power of accelerators. [wafer/GW]

    Returns
    -------
    Quantity
        Memory wafers. [wafer/month]

    Examples
    --------
    A published 18,000 wafers a month for a gigawatt, taken as one gigawatt a year: 216,000 for each gigawatt.

    >>> print(memory_wafers(Quantity(15, "GW/year"), Quantity(216e3, "wafer/GW")))
    270000.0 wafer / month

    References
    ----------
    `Macquarie, through a summary (2026) <https://web3.okx.com/de/discover/post/65208462637280>`__ [macquarie2026dram]
    """
    return (power_rate * wafers_per_power).to("wafer/month")


# ---- cost of a die -----------------------------------------------------------------------------------------------


@ureg.check("[currency]*[time]/[wafer]", "1/[time]", "[]", "[currency]/[wafer]")
def wafer_cost(
    capital_per_capacity: Quantity,
    capital_recovery_factor: Quantity,
    plant_utilisation: Quantity,
    running_cost: Quantity,
) -> Quantity:
    r"""Cost of a finished wafer: a share of the plant and what each wafer consumes.

    .. math:: c_w = \frac{k\,CRF}{u} + o

    Parameters
    ----------
    capital_per_capacity : Quantity
        Capital for each wafer a month. [USD/(wafer/month)]
    capital_recovery_factor : Quantity
        Share of the capital paid in a year. [1/year]
    plant_utilisation : Quantity
        Wafers finished over wafers the plant could start. [-]
    running_cost : Quantity
        Material, energy, people, masks. [USD/wafer]

    Returns
    -------
    Quantity
        Cost of a wafer. [USD/wafer]

    Raises
    ------
    ValueError
        The utilisation is not above 0 and at most 1.

    Examples
    --------
    Five nanometres: $16,746 of capital for a wafer a year, 25.29 % of it consumed, and $12,753 of other cost.
    The price is published as $16,988:

    >>> print(wafer_cost(Quantity(16_746, "USD*year/wafer"), Quantity(0.2529, "1/year"), Quantity(1.0, ""),
    ...                  Quantity(12_753, "USD/wafer")).round(0))
    16988.0 US_dollar / wafer

    References
    ----------
    Khan and Mann (2020) [cset2020chips], Table 9, column of 5 nm; the share is 4,235 over 16,746
    """
    guards.above("plant_utilisation", plant_utilisation, 0.0)
    guards.at_most("plant_utilisation", plant_utilisation, 1.0)
    return (capital_per_capacity * capital_recovery_factor / plant_utilisation + running_cost).to("USD/wafer")


@ureg.check("[currency]/[wafer]", "[die]/[wafer]", "[]")
def good_die_cost(wafer_cost: Quantity, dies_per_wafer: Quantity, die_yield: Quantity) -> Quantity:
    r"""Cost of a die that works.

    .. math:: c_d = \frac{c_w}{n Y}

    Parameters
    ----------
    wafer_cost : Quantity
        Cost or price of a wafer. [USD/wafer]
    dies_per_wafer : Quantity
        Dies on a wafer. [die/wafer]
    die_yield : Quantity
        Share of the dies that works. [-]

    Returns
    -------
    Quantity
        Cost of a working die. [USD/die]

    Raises
    ------
    ValueError
        The yield is not above 0 and at most 1.

    Examples
    --------
    $16,988 for 71.4 chips, published as $238, and $500 for 148 dies of which 36 % work, published as $9.38:

    >>> print(good_die_cost(Quantity(16_988, "USD/wafer"), Quantity(71.4, "die/wafer"), Quantity(1.0, "")).round(0))
    238.0 US_dollar / die
    >>> print(good_die_cost(Quantity(500, "USD/wafer"), Quantity(148, "die/wafer"), Quantity(0.36, "")).round(2))
    9.38 US_dollar / die

    References
    ----------
    Khan and Mann (2020) [cset2020chips], Table 9, column of 5 nm;
    `Hennessy and Patterson (2007)
    <https://www.stuvia.com/en-gb/doc/1376676/exam-elaborations-test-bank-for-computer-architecture-a-quantitative-approach-4th-edition-by-john-l.-hennessy-en-david-patterson-solution-manual>`__
    [hennessy2007solutions], 1.2a
    """
    guards.above("die_yield", die_yield, 0.0)
    guards.at_most("die_yield", die_yield, 1.0)
    guards.positive("dies_per_wafer", dies_per_wafer)
    return (wafer_cost / (dies_per_wafer * die_yield)).to("USD/die")


@ureg.check(None, None, "[power]/[wafer]")
def cumulative_power(
    wafer_rates: Sequence[Quantity], yields: Sequence[Quantity], power_per_wafer_at_full_yield: Quantity
) -> list[Quantity]:
    r"""Power of all accelerators made up to the end of each year, while yield is learnt.

    .. math:: P_t = \sum_{k \le t} \dot W_k Y_k P_w

    Parameters
    ----------
    wafer_rates : sequence of Quantity
        Wafers finished in each year, for instance from `ramped_capacity`. [wafer/month]
    yields : sequence of Quantity
        Yield of dies and packages in each year, for instance from `learned_yield`. [-]
    power_per_wafer_at_full_yield : Quantity
        Power of the accelerators of one wafer if every die worked. [kW/wafer]

    Returns
    -------
    list of Quantity
        Power made so far. [GW]

    Raises
    ------
    ValueError
        A yield lies outside 0 to 1.

    Examples
    --------
    A year at the announced start of TeraFab and a year at its goal, at 83.3 kW a wafer, as the goal implies:

    >>> starts, yields = [Quantity(100e3, "wafer/month"), Quantity(1e6, "wafer/month")], [Quantity(1.0, "")] * 2
    >>> [round(float(p.m_as("TW")), 2) for p in cumulative_power(starts, yields, Quantity(83.3, "kW/wafer"))]
    [0.1, 1.1]

    References
    ----------
    `AI Tradecraft (2026)
    <https://aitradecraft.com/news/2026/03/elon-musk-unveils-terafab-a-25b-ai-compute-megafab-to-power-enterprise-and-space-ai-20260323-052818>`__
    [aitradecraft2026terafab], start, goal and power; the sum is ours
    """
    made, total = list[Quantity](), Quantity(0.0, "GW")
    for starts, share in zip(wafer_rates, yields, strict=True):
        guards.fraction("yields", share)
        total = (total + starts * share * power_per_wafer_at_full_yield * YEAR).to("GW")
        made.append(total)
    return made
