"""Make or buy: margins in a price, margins stacked on margins, and what making it oneself costs at a smaller scale.

A gross margin is a share of the price. What a buyer saves by making a part is the supplier's margin; what it pays is
the penalty of making few where the supplier makes many.
"""

from __future__ import annotations

import numpy as np

from analysis.models import guards
from analysis.units import Quantity, ureg


@ureg.check(None, "[]")
def margin_in_price(price: Quantity, gross_margin: Quantity) -> Quantity:
    r"""Part of a price that the supplier keeps.

    .. math:: M = p\,m

    Parameters
    ----------
    price : Quantity
        What the buyer pays. [any]
    gross_margin : Quantity
        Supplier's gross margin, a share of the price. [-]

    Returns
    -------
    Quantity
        Margin, in the unit of the price. [any]

    Raises
    ------
    ValueError
        The margin lies outside 0 to 1.

    Examples
    --------
    Accelerators are 39 % of a site's capital, with a margin of 70 % to 75 %: a published 29 % of the site.

    >>> print(margin_in_price(Quantity(39, "percent"), Quantity(0.749, "")))
    29.2 percent

    References
    ----------
    `Bernstein, through Investing.com (2025)
    <https://ng.investing.com/news/stock-market-news/how-much-does-a-gw-of-data-center-capacity-actually-cost-2169144>`__
    [bernstein2025gigawatt]
    """
    guards.fraction("gross_margin", gross_margin)
    return (price * gross_margin).to(price.units)


@ureg.check(None, "[]")
def maker_cost(price: Quantity, gross_margin: Quantity) -> Quantity:
    r"""Part of a price that the supplier spends on making the thing.

    .. math:: c = p\,(1 - m)

    Parameters
    ----------
    price : Quantity
        What the buyer pays. [any]
    gross_margin : Quantity
        Supplier's gross margin, a share of the price. [-]

    Returns
    -------
    Quantity
        Cost, in the unit of the price. [any]

    Raises
    ------
    ValueError
        The margin lies outside 0 to 1.

    Examples
    --------
    A published cost of $6,400 behind a price of $40,000.

    >>> print(maker_cost(Quantity(40e3, "USD/GPU"), Quantity(0.84, "")))
    6400.0 US_dollar / GPU

    References
    ----------
    `Silicon Analysts (2026) <https://siliconanalysts.com/analysis/nvidia-b200-blackwell-cost-breakdown>`__
    [siliconanalysts2026b200]
    """
    return (price - margin_in_price(price, gross_margin)).to(price.units)


@ureg.check(None, None, "[]")
def scale_penalty(own_output: Quantity, leader_output: Quantity, learning_rate: Quantity) -> Quantity:
    r"""Factor by which a small maker's cost exceeds the leader's, by the law of learning.

    .. math:: \phi = \left(\frac{Q_l}{Q_o}\right)^{-\log_2 (1 - \lambda)}

    Parameters
    ----------
    own_output : Quantity
        Output of the small maker. [any]
    leader_output : Quantity
        Output of the leader, of the same dimension. [any]
    learning_rate : Quantity
        Fall of cost with each doubling of output. [-]

    Returns
    -------
    Quantity
        Own cost over the leader's. [-]

    Raises
    ------
    ValueError
        An output is not positive, or the learning rate lies outside 0 to 1.

    Notes
    -----
    Yearly output stands for cumulative output, which flatters a newcomer.

    Examples
    --------
    The first unit takes ten hours and, on a curve of 70 %, the fourth takes 4.9:

    >>> print((10.0 / scale_penalty(Quantity(1, ""), Quantity(4, ""), Quantity(0.3, ""))).round(1))
    4.9 dimensionless

    References
    ----------
    Heizer and Render (2005) [heizer2005learning], formula of the learning curve and its example; Wright (1936)
    [wright1936]
    """
    guards.positive("own_output", own_output)
    guards.positive("leader_output", leader_output)
    guards.at_least("learning_rate", learning_rate, 0.0)
    guards.below("learning_rate", learning_rate, 1.0)
    doublings = np.log((leader_output / own_output).to("")) / np.log(2.0)
    return np.exp(-1.0 * doublings * np.log1p(-1.0 * learning_rate.to(""))).to("")


@ureg.check("[]", "[]", "[]", "[]")
def make_over_buy(
    gross_margin: Quantity, scale_penalty: Quantity, development_share: Quantity, performance: Quantity
) -> Quantity:
    r"""Cost of a part that one makes oneself over the price of the part that one can buy, for the same work.

    .. math:: \rho = \frac{(1 - m)\,\phi + d}{q}

    Parameters
    ----------
    gross_margin : Quantity
        Supplier's gross margin. [-]
    scale_penalty : Quantity
        Own cost of making over the supplier's. [-]
    development_share : Quantity
        Development for each part made, over the price of the bought part. [-]
    performance : Quantity
        Work of the own part over that of the bought one. [-]

    Returns
    -------
    Quantity
        Cost over price; below one it pays to make. [-]

    Raises
    ------
    ValueError
        The margin lies outside 0 to 1, or the own part does no work.

    Examples
    --------
    A chip that sells for $40,000 at a margin of 84 %, made just as well and without development, costs $6,400:

    >>> share = make_over_buy(Quantity(0.84, ""), Quantity(1, ""), Quantity(0, ""), Quantity(1, ""))
    >>> print((share * Quantity(40_000, "USD")).round(0))
    6400.0 US_dollar

    With numbers of ours, every argument at work:

    >>> print(make_over_buy(Quantity(0.75, ""), Quantity(2, ""), Quantity(0.1, ""), Quantity(0.8, "")))
    0.75 dimensionless

    References
    ----------
    `FourWeekMBA (2026) <https://fourweekmba.com/the-6400-chip-that-sells-for-40000-inside-nvidias-b200-economics>`__
    [fourweekmba2026b200], title and bill of materials
    """
    guards.fraction("gross_margin", gross_margin)
    guards.above("performance", performance, 0.0)
    return (((1.0 - gross_margin) * scale_penalty + development_share) / performance).to("")
