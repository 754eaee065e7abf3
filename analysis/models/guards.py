"""Refuse the impossible, in words that name the argument, what it needs and what it got.

Traced values pass: the engine runs a model on symbols, which have no truth, after the plain run has been checked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from analysis.units import Quantity


def _plain(value: Quantity) -> bool:
    return isinstance(value.magnitude, int | float | np.ndarray | np.generic)


def at_least(name: str, value: Quantity, minimum: Quantity | float) -> None:
    """Refuse a value below a minimum.

    Examples
    --------
    >>> at_least("power_usage_effectiveness", Quantity(0.9, ""), 1.0)
    Traceback (most recent call last):
    ...
    ValueError: power_usage_effectiveness must be at least 1; got 0.9
    """
    _compare(name, value, minimum, "at least", lambda v, m: v >= m)


def at_most(name: str, value: Quantity, maximum: Quantity | float) -> None:
    """Refuse a value above a maximum."""
    _compare(name, value, maximum, "at most", lambda v, m: v <= m)


def above(name: str, value: Quantity, minimum: Quantity | float) -> None:
    """Refuse a value at or below a minimum."""
    _compare(name, value, minimum, "above", lambda v, m: v > m)


def positive(name: str, value: Quantity) -> None:
    """Refuse a value at or below zero, whatever its unit.

    Examples
    --------
    >>> positive("throughput", Quantity(0.0, "token/second"))
    Traceback (most recent call last):
    ...
    ValueError: throughput must be above 0 token / s; got 0 token / s
    """
    above(name, value, Quantity(0.0, value.units))


def not_negative(name: str, value: Quantity) -> None:
    """Refuse a value below zero, whatever its unit."""
    at_least(name, value, Quantity(0.0, value.units))


def nonzero(name: str, value: Quantity) -> None:
    """Refuse zero, whatever its unit: what is divided by."""
    _compare(name, value, Quantity(0.0, value.units), "different from", lambda v, m: v != m)


def finite(name: str, value: Quantity) -> None:
    """Refuse what is not a number, and infinity."""
    _compare(name, value, Quantity(np.inf, value.units), "below", lambda v, m: np.abs(v) < m)


def below(name: str, value: Quantity, maximum: Quantity | float) -> None:
    """Refuse a value at or above a maximum."""
    _compare(name, value, maximum, "below", lambda v, m: v < m)


def between(name: str, value: Quantity, minimum: Quantity | float, maximum: Quantity | float) -> None:
    """Refuse a value outside a closed range."""
    at_least(name, value, minimum)
    at_most(name, value, maximum)


def fraction(name: str, value: Quantity) -> None:
    """Refuse a value outside 0 to 1."""
    between(name, value, 0.0, 1.0)


def _compare(name: str, value: Quantity, limit: Quantity | float, words: str, holds: Callable[[Any, Any], Any]) -> None:
    if not _plain(value):
        return
    bound = Quantity(limit).to(value.units)
    if not _plain(bound):
        return
    good = holds(value.magnitude, bound.magnitude)
    if good is True or np.all(good):
        return
    bad, values, limits = np.broadcast_arrays(np.logical_not(good), value.magnitude, bound.magnitude)
    needs, got = (f"{several[bad][0]:g} {value.units:~}".strip() for several in (limits, values))
    raise ValueError(f"{name} must be {words} {needs}; got {got}")
