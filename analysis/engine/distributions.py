"""What is believed about one number: a range and what it means, as a distribution.

A range is read in one of two ways. *90 % belief* says that the truth lies between its ends with 90 % probability: they
are the 5th and the 95th percentile, and the distribution reaches beyond them. Any other range (lowest and highest seen,
scenario, physical limits) is where the distribution ends. A belief with limits reaches no further:
`Distribution.within` cuts a mass off at zero, or a share at one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
import pint
import scipy
from numpy.typing import NDArray
from scipy import special

from analysis.engine.tracing import unit_text
from analysis.units import Quantity, ureg

Floats = NDArray[np.float64]
Kind = Literal["uniform", "triangular", "normal", "lognormal", "beta", "discrete", "fixed"]

BELIEF = "90 % belief"
MEANINGS = (BELIEF, "lowest and highest seen", "scenario", "physical limits", "")
_P5, _P95 = 0.05, 0.95
_Z95 = float(special.ndtri(_P95))
_CENTRE = (0.005, 0.995)  # the part of a normal or lognormal that fits between a lowest and a highest value
_PEARSON_TUKEY = (0.185, 0.63, 0.185)  # three points that keep the mean and spread of what P5, P50 and P95 say
_PERT_WEIGHT = 4.0
_PLAIN = (0.0, 1.0, 1.0, 0.0, None)  # all of a distribution, in its own unit


@dataclass(frozen=True)
class Distribution:
    """A distribution by its quantile function, in one unit.

    Attributes
    ----------
    kind : str
        The family.
    parameters : tuple of float
        uniform (low, high); triangular (low, mode, high); normal (mean, standard deviation); lognormal (median,
        standard deviation of the logarithm); beta (alpha, beta, low, high); discrete (values, then as many weights);
        fixed (value).
    unit : str
        The unit of the values.
    part : tuple of float
        The probabilities between which the distribution is cut off; (0, 1) is all of it.
    scale, offset : float
        What a change of unit multiplies and adds.
    through : str
        The unit in which values are drawn before they are converted to `unit`, where that is more than multiplying and
        adding: decibels.

    Examples
    --------
    >>> Distribution("uniform", (2.0, 4.0), "km").in_unit("m").quantile(np.array([0.0, 0.5]))
    array([2000., 3000.])
    """

    kind: Kind
    parameters: tuple[float, ...]
    unit: str = ""
    part: tuple[float, float] = (0.0, 1.0)
    scale: float = 1.0
    offset: float = 0.0
    through: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in _PROBLEMS:
            raise ValueError(f"no distribution is called {self.kind!r}; there are {', '.join(_PROBLEMS)}")
        if not all(np.isfinite(self.parameters)):
            raise ValueError(f"{self.kind} distribution: parameters must be finite; got {self.parameters}")
        needs = _COUNTS.get(self.kind)
        problem = f"it needs {needs}" if needs and len(self.parameters) != len(needs.split(", ")) else ""
        problem = problem or _PROBLEMS[self.kind](self.parameters)
        if problem:
            raise ValueError(f"{self.kind} distribution: {problem}; got {self.parameters}")
        if self.kind == "discrete":
            object.__setattr__(self, "parameters", _in_order(self.parameters))

    @property
    def is_fixed(self) -> bool:
        """Whether it is one value."""
        return self.kind == "fixed"

    def quantile(self, probability: Floats, out: Floats | None = None) -> Floats:
        """Return the values that are exceeded with probability 1 - p, written over `out` where that saves time."""
        low, high = self.part
        plain = (*self.part, self.scale, self.offset, self.through) == _PLAIN
        if out is not None and plain and self.kind == "uniform":
            first, last = self.parameters
            return np.add(np.multiply(probability, last - first, out=out), first, out=out)
        p = probability if (low, high) == (0.0, 1.0) else low + (high - low) * probability
        values = _QUANTILES[self.kind](np.asarray(p, dtype=float), self.parameters)
        values = values if (self.scale, self.offset) == (1.0, 0.0) else values * self.scale + self.offset
        return values if self.through is None else _converted(values, self.through, self.unit)

    def in_unit(self, unit: str) -> Distribution:
        """Return the same distribution in another unit."""
        if self.through is not None:
            return replace(self, unit=unit)
        with np.errstate(all="ignore"):
            zero, one, two = (float(x) for x in _converted(np.array([0.0, 1.0, 2.0]), self.unit, unit))
        slope = one - zero
        if not np.isclose(two - one, slope, rtol=1e-9, atol=0.0):  # decibels: no straight line
            return replace(self, unit=unit, through=self.unit)
        return replace(self, unit=unit, scale=self.scale * slope, offset=self.offset * slope + zero)

    def within(self, low: float, high: float) -> Distribution:
        """Return the distribution without what lies below `low` or above `high`, which cannot be.

        The rest keeps its shape, so that the 5th and 95th percentile move a little towards the middle.

        Examples
        --------
        >>> Distribution("uniform", (-1.0, 3.0)).within(0.0, 10.0).quantile(np.array([0.0, 1.0]))
        array([0., 3.])
        """
        if self.is_fixed or self.kind == "discrete":
            return self
        ends = np.array([low, high])
        if self.through is not None:
            with np.errstate(all="ignore"):
                ends = np.nan_to_num(
                    _converted(ends, self.unit, self.through), nan=-np.inf, posinf=np.inf, neginf=-np.inf
                )
        first, last = (self._share_below((float(x) - self.offset) / self.scale) for x in ends)
        start, end = max(self.part[0], first), min(self.part[1], last)
        if start >= end:
            raise ValueError(f"{self.kind} distribution {self.parameters} has nothing between {low:g} and {high:g}")
        return replace(self, part=(start, end))

    def _share_below(self, value: float) -> float:
        return float(_SHARES_BELOW[self.kind](value, self.parameters))

    def ends(self, tail: float = 0.05) -> tuple[float, float]:
        """Return the value at `tail` and at 1 - `tail`."""
        low, high = self.quantile(np.array([tail, 1 - tail]))
        return float(low), float(high)


def _converted(values: Floats, unit: str, to: str) -> Floats:
    return np.asarray(Quantity(values, ureg.Unit(unit)).m_as(to), dtype=float)


def _in_order(parameters: tuple[float, ...]) -> tuple[float, ...]:
    """Put discrete values in rising order, equal ones together: a quantile function rises."""
    half = len(parameters) // 2
    values, place = np.unique(parameters[:half], return_inverse=True)
    weights = np.bincount(place, weights=parameters[half:])
    return tuple(float(x) for x in (*values[weights > 0], *weights[weights > 0]))


def fixed(value: Quantity) -> Distribution:
    """Return a distribution of one value."""
    return Distribution("fixed", (float(value.magnitude),), unit_text(value.units))


def discrete(values: Quantity | Sequence[float], weights: Sequence[float] | None = None) -> Distribution:
    """Return a distribution over separate values, equally likely without weights; bare numbers have no unit."""
    values = values if isinstance(values, ureg.Quantity) else Quantity(np.asarray(values, dtype=float), "")
    numbers = [float(x) for x in np.atleast_1d(values.magnitude)]
    shares = np.ones(len(numbers)) if weights is None else np.asarray(weights, dtype=float)
    if shares.shape != (len(numbers),) or not (shares >= 0).all() or not shares.sum() > 0:
        raise ValueError(f"one weight of at least zero is needed for each of {len(numbers)} values; got {weights}")
    return Distribution("discrete", (*numbers, *(float(x) for x in shares / shares.sum())), unit_text(values.units))


def from_range(
    value: Quantity, low: Quantity, high: Quantity, meaning: str = BELIEF, kind: Kind = "triangular"
) -> Distribution:
    """Return the distribution that a value, its range and what the range means describe.

    A normal and a lognormal are given by the two ends alone; between a lowest and a highest value they are cut off
    there, with 99 % of the whole in between. `discrete` gives three points.

    Parameters
    ----------
    value : Quantity
        The likeliest value (the mode of a triangular or beta distribution). [any]
    low, high : Quantity
        The ends of the range. [unit of value]
    meaning : str
        "90 % belief" makes them the 5th and 95th percentile; "lowest and highest seen", "scenario" and "physical
        limits" (or nothing) make them the lowest and the highest.
    kind : str
        The family.

    Examples
    --------
    >>> belief = from_range(Quantity(3.0, "km"), Quantity(2000.0, "m"), Quantity(5.0, "km"))
    >>> [round(x, 6) for x in belief.ends()]
    [2.0, 5.0]
    """
    unit = unit_text(value.units)
    if meaning not in MEANINGS:
        known = ", ".join(repr(x) for x in MEANINGS if x)
        raise ValueError(f"a range means one of {known}; got {meaning!r}")
    if kind not in _PROBLEMS:
        raise ValueError(f"no distribution is called {kind!r}; there are {', '.join(_PROBLEMS)}")
    a, m, b = (float(q.m_as(unit)) for q in (low, value, high))
    if not a <= m <= b:
        raise ValueError(f"a range must hold its value: low {a:g}, value {m:g}, high {b:g} {unit}")
    if kind == "fixed" or a == b:
        return Distribution("fixed", (m,), unit)
    belief = meaning == BELIEF
    if kind in ("normal", "lognormal"):
        return Distribution(kind, _bell(kind, a, b, belief), unit, (0.0, 1.0) if belief else _CENTRE)
    return Distribution(kind, _BETWEEN[kind](a, m, b, belief), unit)


# ---- from a range to parameters ------------------------------------------------------------------------------------


def _bell(kind: str, a: float, b: float, belief: bool) -> tuple[float, float]:
    if kind == "lognormal":
        if a <= 0:
            raise ValueError(f"a lognormal distribution needs a range above zero; got low = {a:g}")
        a, b = np.log(a), np.log(b)
    width = _Z95 if belief else -float(special.ndtri(_CENTRE[0]))
    centre, deviation = (a + b) / 2, (b - a) / 2 / width
    return (float(np.exp(centre)) if kind == "lognormal" else centre), deviation


def _uniform(a: float, m: float, b: float, belief: bool) -> tuple[float, ...]:
    reach = (b - a) * _P5 / (_P95 - _P5) if belief else 0.0
    return a - reach, b + reach


def _triangular(a: float, m: float, b: float, belief: bool) -> tuple[float, ...]:
    """With the ends at P5 and P95, the share t of the base left of the mode solves one equation, the base follows."""
    if not belief:
        return a, m, b

    def kept(share: float) -> float:
        return share - float(np.sqrt(_P5 * share))

    def mismatch(share: float) -> float:
        return float((m - a) * kept(1 - share) - (b - m) * kept(share))

    t = float(scipy.optimize.brentq(mismatch, _P5, _P95, xtol=1e-15))
    base = (b - a) / (kept(t) + kept(1 - t))
    return m - t * base, m, m + (1 - t) * base


def _beta(a: float, m: float, b: float, belief: bool) -> tuple[float, ...]:
    """Beta-PERT on a base that, for a belief, is widened to both sides in proportion until P5 and P95 fit."""

    def shape(low: float, high: float) -> tuple[float, float]:
        return 1 + _PERT_WEIGHT * (m - low) / (high - low), 1 + _PERT_WEIGHT * (high - m) / (high - low)

    if not belief:
        return *shape(a, b), a, b

    def mismatch(reach: Floats) -> list[float]:
        low, high = a - (b - a) * np.exp(reach[0]), b + (b - a) * np.exp(reach[1])
        alpha, beta = shape(low, high)
        p5, p95 = low + (high - low) * special.betaincinv(alpha, beta, [_P5, _P95])
        return [(p5 - a) / (b - a), (p95 - b) / (b - a)]

    found = scipy.optimize.root(mismatch, [-2.0, -2.0], tol=1e-12)
    if not found.success:
        raise ValueError(f"no beta distribution has mode {m:g} with P5 = {a:g} and P95 = {b:g}: use triangular")
    low, high = a - (b - a) * np.exp(found.x[0]), b + (b - a) * np.exp(found.x[1])
    return tuple(float(x) for x in (*shape(low, high), low, high))


def _discrete(a: float, m: float, b: float, belief: bool) -> tuple[float, ...]:
    return (a, m, b, *(_PEARSON_TUKEY if belief else (1 / 3, 1 / 3, 1 / 3)))


_BETWEEN: dict[str, Callable[[float, float, float, bool], tuple[float, ...]]] = {
    "uniform": _uniform,
    "triangular": _triangular,
    "beta": _beta,
    "discrete": _discrete,
}


# ---- quantile functions: written out, since frozen scipy.stats distributions are ten times slower ------------------


def _quantile_triangular(p: Floats, parameters: tuple[float, ...]) -> Floats:
    low, mode, high = parameters
    base = high - low
    rising = low + np.sqrt(p * (base * (mode - low)))
    falling = high - np.sqrt((1 - p) * (base * (high - mode)))
    return np.where(p * base < mode - low, rising, falling)


def _quantile_discrete(p: Floats, parameters: tuple[float, ...]) -> Floats:
    count = len(parameters) // 2
    values, weights = np.array(parameters[:count]), np.array(parameters[count:])
    return np.asarray(values[np.minimum(np.searchsorted(np.cumsum(weights), p, side="right"), count - 1)])


_QUANTILES: dict[str, Callable[[Floats, tuple[float, ...]], Floats]] = {
    "uniform": lambda p, x: x[0] + (x[1] - x[0]) * p,
    "triangular": _quantile_triangular,
    "normal": lambda p, x: x[0] + x[1] * special.ndtri(p),
    "lognormal": lambda p, x: x[0] * np.exp(x[1] * special.ndtri(p)),
    "beta": lambda p, x: x[2] + (x[3] - x[2]) * special.betaincinv(x[0], x[1], p),
    "discrete": _quantile_discrete,
    "fixed": lambda p, x: np.full(np.shape(p), x[0]),
}


def _below_triangular(x: float, parameters: tuple[float, ...]) -> float:
    low, mode, high = parameters
    x = min(max(x, low), high)
    if x < mode:
        return (x - low) ** 2 / ((high - low) * (mode - low))
    return 1.0 if x >= high else 1 - (high - x) ** 2 / ((high - low) * (high - mode))


_SHARES_BELOW: dict[str, Callable[[float, tuple[float, ...]], float]] = {
    "uniform": lambda x, p: min(max((x - p[0]) / (p[1] - p[0]), 0.0), 1.0),
    "triangular": _below_triangular,
    "normal": lambda x, p: special.ndtr((x - p[0]) / p[1]),
    "lognormal": lambda x, p: special.ndtr(np.log(x / p[0]) / p[1]) if x > 0 else 0.0,
    "beta": lambda x, p: special.betainc(p[0], p[1], min(max((x - p[2]) / (p[3] - p[2]), 0.0), 1.0)),
}


def _rising(*positions: int) -> Callable[[tuple[float, ...]], str]:
    def check(x: tuple[float, ...]) -> str:
        values = [x[i] for i in positions]
        good = all(a <= b for a, b in pairwise(values)) and values[0] < values[-1]
        return "" if good else "low, mode and high must rise"

    return check


def _weights(x: tuple[float, ...]) -> str:
    weights = x[len(x) // 2 :]
    good = len(x) % 2 == 0 and len(x) > 0 and min(weights) >= 0 and abs(sum(weights) - 1) < 1e-9
    return "" if good else "the weights must be at least zero and sum to one, one for each value"


_COUNTS = {
    "uniform": "low, high",
    "triangular": "low, mode, high",
    "normal": "mean, standard deviation",
    "lognormal": "median, standard deviation of the logarithm",
    "beta": "alpha, beta, low, high",
    "fixed": "value",
}  # what the parameters of a family are; a discrete one has values, then as many weights
_PROBLEMS: dict[str, Callable[[tuple[float, ...]], str]] = {
    "uniform": _rising(0, 1),
    "triangular": _rising(0, 1, 2),
    "normal": lambda x: "" if x[1] > 0 else "the standard deviation must be above zero",
    "lognormal": lambda x: "" if min(x) > 0 else "median and spread must be above zero",
    "beta": lambda x: _rising(2, 3)(x) or ("" if min(x[:2]) > 0 else "both shapes must be above zero"),
    "discrete": _weights,
    "fixed": lambda x: "",
}


def as_distribution(given: Distribution | Quantity | float, unit: str) -> Distribution:
    """Return what is given as a distribution in a unit; a quantity or a number is one value."""
    if isinstance(given, Distribution):
        return given if given.unit == unit else given.in_unit(unit)
    if isinstance(given, pint.Quantity):
        return fixed(Quantity(given).to(unit))
    return Distribution("fixed", (float(given),), unit)
