"""One thesis or several bets: joint probabilities, correlation, what conjunction costs, and trees of scenarios.

A thesis that needs several pillars is as likely as all of them together. If the pillars are independent that is the
product; if they hang together it is more, but never more than the least likely one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from analysis.models import guards
from analysis.units import Quantity, ureg


def _check_all(probabilities: Sequence[Quantity]) -> None:
    if not len(probabilities):
        raise ValueError("probabilities must hold at least one; got none")
    for probability in probabilities:
        guards.fraction("probabilities", probability)


# ---- all pillars together ----------------------------------------------------------------------------------------


@ureg.check(None)
def joint_probability(probabilities: Sequence[Quantity]) -> Quantity:
    r"""Probability that all of several independent things happen.

    .. math:: P = \prod_i p_i

    Parameters
    ----------
    probabilities : sequence of Quantity
        Probability of each pillar, or of each given those before it. [-]

    Returns
    -------
    Quantity
        Joint probability. [-]

    Raises
    ------
    ValueError
        A probability lies outside 0 to 1, or there is none.

    Examples
    --------
    A drug has to pass four stages, at 63.2, 30.7, 58.1 and 85.3 %: 9.6 % do.

    >>> print(joint_probability([Quantity(p, "percent") for p in (63.2, 30.7, 58.1, 85.3)]).to("percent"))
    9.6 percent

    References
    ----------
    `BIO, Biomedtracker and Amplion (2016) <https://www.nature.com/articles/nrd.2016.136>`__ [bio2016success], all
    indications
    """
    _check_all(probabilities)
    joint = Quantity(1.0, "")
    for probability in probabilities:
        joint = (joint * probability).to("")
    return joint


class Bounds(NamedTuple):
    """Lowest and highest joint probability that the parts allow."""

    lowest: Quantity
    highest: Quantity


@ureg.check(None)
def joint_probability_bounds(probabilities: Sequence[Quantity]) -> Bounds:
    r"""Bounds of a joint probability when nothing is known of how the parts hang together, by Fréchet.

    .. math:: \max\left(0,\; \sum_i p_i - (n - 1)\right) \le P \le \min_i p_i

    Parameters
    ----------
    probabilities : sequence of Quantity
        Probability of each pillar. [-]

    Returns
    -------
    Bounds
        Lowest and highest joint probability. [-]

    Raises
    ------
    ValueError
        A probability lies outside 0 to 1, or there is none.

    Examples
    --------
    Events of 0.7 and 0.8: both happen with a probability from 0.5 to 0.7.

    >>> bounds = joint_probability_bounds([Quantity(p, "") for p in (0.7, 0.8)])
    >>> print(bounds.lowest.round(6), bounds.highest)
    0.5 dimensionless 0.7 dimensionless

    References
    ----------
    `Wikipedia (2026) <https://en.wikipedia.org/wiki/Fr%C3%A9chet_inequalities>`__ [wikipedia2026frechet], numerical
    examples
    """
    _check_all(probabilities)
    values = [probability.to("").magnitude for probability in probabilities]
    least = values[0]
    for value in values[1:]:
        least = np.minimum(least, value)
    lowest = np.maximum(sum(values) - (len(values) - 1), 0.0)
    return Bounds(Quantity(lowest, ""), Quantity(least, ""))


_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(48)  # of a numerical integral over the normal distribution


@ureg.check(None, "[]")
def one_cause_joint_probability(probabilities: Sequence[Quantity], correlation: Quantity) -> Quantity:
    r"""Probability that all of several things happen when one hidden cause ties every two of them equally.

    .. math::
        P = \int \varphi(z) \prod_i
        \Phi\!\left(\frac{\Phi^{-1}(p_i) + \sqrt{\rho}\,z}{\sqrt{1 - \rho}}\right) dz

    Parameters
    ----------
    probabilities : sequence of Quantity
        Probability of each pillar. [-]
    correlation : Quantity
        Correlation of any two of the hidden normal variables, not negative. [-]

    Returns
    -------
    Quantity
        Joint probability. [-]

    Raises
    ------
    ValueError
        A probability lies outside 0 to 1, or the correlation is negative or above 0.98.

    Notes
    -----
    A Gaussian copula with one correlation, whose hidden cause is integrated by 48 Gauss-Hermite points, so that it can
    be traced. It agrees with scipy's integral to 0.0001 up to a correlation of 0.9, to 0.02 up to 0.98. Of the error
    the answer never takes what would carry it above the least likely pillar.

    Examples
    --------
    Three even chances with a correlation of one half: a quarter, and not an eighth.

    >>> half = Quantity(0.5, "")
    >>> print(one_cause_joint_probability([half] * 3, half))
    0.250 dimensionless

    References
    ----------
    `Weisstein (2026) <https://mathworld.wolfram.com/TrivariateNormalDistribution.html>`__ [weisstein2026trivariate],
    octant probability
    """
    _check_all(probabilities)
    guards.between("correlation", correlation, 0.0, 0.98)
    rho = correlation.to("").magnitude
    shares = [probability.to("").magnitude for probability in probabilities]
    scores = [ndtri(share) for share in shares]
    joint = 0.0
    for node, weight in zip(_NODES, _WEIGHTS / _WEIGHTS.sum(), strict=True):
        all_of_them = float(weight)
        for score in scores:
            all_of_them = all_of_them * ndtr((score + np.sqrt(rho) * float(node)) / np.sqrt(1.0 - rho))
        joint = joint + all_of_them
    for share in shares:
        joint = np.minimum(joint, share)
    return Quantity(joint, "")


@ureg.check("[]", None)
def pillar_probability_needed(joint: Quantity, pillars: int) -> Quantity:
    r"""Probability that each of several equal and independent pillars needs for a joint probability.

    .. math:: p = P^{1/n}

    Parameters
    ----------
    joint : Quantity
        Joint probability. [-]
    pillars : int
        Number of pillars.

    Returns
    -------
    Quantity
        Probability of each. [-]

    Raises
    ------
    ValueError
        The joint probability lies outside 0 to 1.

    Examples
    --------
    A published 7 % for three pillars.

    >>> print(pillar_probability_needed(Quantity(7, "percent"), 3).to("percent"))
    41.2 percent

    References
    ----------
    `Owens (2026) <https://longform.social/post/did:plc:fxoly573i6n6nl45yq4n4xyp/3mo2aertqgr62/source>`__
    [morningstar2026spacex]
    """
    guards.fraction("joint", joint)
    return Quantity(np.power(joint.to("").magnitude, 1.0 / pillars), "")


# ---- what it costs that everything has to come true --------------------------------------------------------------


@ureg.check(None, None, "[]")
def conjunction_cost(values: Sequence[Quantity], probabilities: Sequence[Quantity], joint: Quantity) -> Quantity:
    r"""Expected value lost when several bets pay only together instead of each for itself.

    .. math:: \sum_i p_i V_i - P \sum_i V_i

    Parameters
    ----------
    values : sequence of Quantity
        What each pillar is worth when it pays. [any]
    probabilities : sequence of Quantity
        Probability of each pillar. [-]
    joint : Quantity
        Probability of all of them. [-]

    Returns
    -------
    Quantity
        Expected value of separate bets less that of the one thesis. [any]

    Raises
    ------
    ValueError
        A probability lies outside 0 to 1.

    Examples
    --------
    Four bets of one dollar, each as likely as a stage of a drug's development: they pay all together in 9.6 % of cases.

    >>> stages = [Quantity(p, "percent") for p in (63.2, 30.7, 58.1, 85.3)]
    >>> print(conjunction_cost([Quantity(1, "USD")] * 4, stages, Quantity(9.6, "percent")))
    1.989 US_dollar

    References
    ----------
    ours: a difference of two expected values that nobody prints; its odds are those of `BIO, Biomedtracker and Amplion
    (2016) <https://www.nature.com/articles/nrd.2016.136>`__ [bio2016success]
    """
    _check_all(probabilities)
    guards.fraction("joint", joint)
    separate = [value * probability for value, probability in zip(values, probabilities, strict=True)]
    together = joint * sum(values[1:], values[0])
    return (sum(separate[1:], separate[0]) - together).to(values[0].units)


@ureg.check("[]", "[]", "[]")
def event_correlation(first: Quantity, second: Quantity, joint: Quantity) -> Quantity:
    r"""Correlation of two events of given probabilities that happen together with a given one.

    .. math:: \phi = \frac{P - p_1 p_2}{\sqrt{p_1 (1 - p_1)\,p_2 (1 - p_2)}}

    Parameters
    ----------
    first : Quantity
        Probability of one event, neither impossible nor certain. [-]
    second : Quantity
        Probability of the other. [-]
    joint : Quantity
        Probability of both. [-]

    Returns
    -------
    Quantity
        Correlation of the events, which is smaller than that of the hidden variables behind them. [-]

    Raises
    ------
    ValueError
        A probability is not between 0 and 1.

    Examples
    --------
    Two even chances that happen together a third of the time, the arcsine law of a hidden correlation of one half:

    >>> half = Quantity(0.5, "")
    >>> print(event_correlation(half, half, Quantity(1 / 3, "")).round(3))
    0.333 dimensionless

    References
    ----------
    `Weisstein (2026) <https://mathworld.wolfram.com/TrivariateNormalDistribution.html>`__ [weisstein2026trivariate],
    octant and quadrant probabilities; the correlation of two indicators is ours to write down
    """
    for name, probability in (("first", first), ("second", second)):
        guards.above(name, probability, 0.0)
        guards.below(name, probability, 1.0)
    guards.fraction("joint", joint)
    spread = np.sqrt((first * (1.0 - first) * second * (1.0 - second)).to(""))
    return ((joint - first * second) / spread).to("")


@ureg.check(None, None, None)
def spread_of_bets(
    values: Sequence[Quantity], probabilities: Sequence[Quantity], correlation: Sequence[Sequence[Quantity]]
) -> Quantity:
    r"""Standard deviation of what several bets bring together.

    .. math:: \sigma^2 = \sum_{i,j} V_i V_j\, \rho_{ij} \sqrt{p_i(1 - p_i)\,p_j(1 - p_j)}

    Parameters
    ----------
    values : sequence of Quantity
        What each bet brings when it pays. [any]
    probabilities : sequence of Quantity
        Probability of each. [-]
    correlation : sequence of sequences of Quantity
        Correlation of the events themselves, ones on the diagonal. [-]

    Returns
    -------
    Quantity
        Standard deviation. [any]

    Raises
    ------
    ValueError
        A probability lies outside 0 to 1.

    Notes
    -----
    Correlation leaves the expected sum as it is and widens what may come of it.

    Examples
    --------
    Two even bets of 100 dollars: apart 71, tied together 100.

    >>> half, one = Quantity(0.5, ""), Quantity(1.0, "")
    >>> for rho in (0.0, 1.0):
    ...     tie = [[one, Quantity(rho, "")], [Quantity(rho, ""), one]]
    ...     print(spread_of_bets([Quantity(100, "USD")] * 2, [half] * 2, tie))
    70.7 US_dollar
    100.0 US_dollar

    Twenty questions, each guessed right with a chance of one fifth: a standard deviation of 1.79.

    >>> apart = [[Quantity(float(i == j), "") for j in range(20)] for i in range(20)]
    >>> print(spread_of_bets([Quantity(1, "")] * 20, [Quantity(0.2, "")] * 20, apart))
    1.79 dimensionless

    References
    ----------
    `Anne Arundel Community College (2026) <https://ola4.aacc.edu/dfsymancyk/web135/binostat/binostat3.html>`__
    [symancyk2026binomial], Example 1
    """
    _check_all(probabilities)
    rows = zip(values, probabilities, strict=True)
    spreads = [value * np.sqrt((probability * (1.0 - probability)).to("")) for value, probability in rows]
    terms = [a * b * correlation[i][j] for i, a in enumerate(spreads) for j, b in enumerate(spreads)]
    return np.sqrt(sum(terms[1:], terms[0])).to(values[0].units)


# ---- trees and odds over time ------------------------------------------------------------------------------------


@ureg.check(None)
def stage_probabilities(conditional_probabilities: Sequence[Quantity]) -> list[Quantity]:
    r"""Probabilities of every end of a tree in which each stage needs the one before it.

    .. math:: P_k = (1 - p_k) \prod_{j < k} p_j, \qquad P_n = \prod_j p_j

    Parameters
    ----------
    conditional_probabilities : sequence of Quantity
        Probability of each stage, given that all before it succeeded. [-]

    Returns
    -------
    list of Quantity
        Probability of ending at the first stage, the second and so on, and last of getting through all. [-]

    Raises
    ------
    ValueError
        A probability lies outside 0 to 1, or there is none.

    Notes
    -----
    The probabilities sum to one, and `valuation.probability_weighted_value` takes them.

    Examples
    --------
    A drug passes four stages at 63.2, 30.7, 58.1 and 85.3 %; 9.6 % of all drugs pass the last.

    >>> ends = stage_probabilities([Quantity(p, "percent") for p in (63.2, 30.7, 58.1, 85.3)])
    >>> [round(float(p.magnitude), 3) for p in ends]
    [0.368, 0.438, 0.081, 0.017, 0.096]

    References
    ----------
    `BIO, Biomedtracker and Amplion (2016) <https://www.nature.com/articles/nrd.2016.136>`__ [bio2016success], all
    indications
    """
    _check_all(conditional_probabilities)
    reached, ends = Quantity(1.0, ""), list[Quantity]()
    for probability in conditional_probabilities:
        ends.append((reached * (1.0 - probability)).to(""))
        reached = (reached * probability).to("")
    return [*ends, reached]


@ureg.check(None, None, None)
def implied_probability(price: Quantity, value_if_true: Quantity, value_if_false: Quantity) -> Quantity:
    r"""Probability of a thesis at which a price is fair.

    .. math:: p = \frac{V - V_0}{V_1 - V_0}

    Parameters
    ----------
    price : Quantity
        What is paid. [any]
    value_if_true : Quantity
        What it is worth if the thesis holds. [any]
    value_if_false : Quantity
        What it is worth if not. [any]

    Returns
    -------
    Quantity
        Probability; above one or below zero no probability makes the price fair. [-]

    Raises
    ------
    ValueError
        The value does not depend on the thesis.

    Examples
    --------
    $135 between a published $154 with a successful moonshot and $58 without.

    >>> values = [Quantity(v, "USD/share") for v in (135, 46.36 + 108, 46.36 + 11.8)]
    >>> print(implied_probability(*values).to("percent"))
    79.9 percent

    References
    ----------
    `Owens (2026) <https://longform.social/post/did:plc:fxoly573i6n6nl45yq4n4xyp/3mo2aertqgr62/source>`__
    [morningstar2026spacex]
    """
    difference = value_if_true - value_if_false
    guards.above("value_if_true less value_if_false", difference, 0.0 * difference)
    return ((price - value_if_false) / difference).to("")
