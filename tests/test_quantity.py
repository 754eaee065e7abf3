"""Our short ways through pint against pint's own: the same number to the last digit, the same unit, the same refusal."""

import operator
from itertools import product

import numpy as np
import pint
import pytest

from analysis.quantity import Registry
from analysis.units import Quantity, ureg

OURS, THEIRS = Registry(cache_folder=None), pint.UnitRegistry(cache_folder=None)
UNITS = (
    "",
    "percent",
    "km",
    "m",
    "kg/kW",
    "W/m**2",
    "kWh",
    "J",
    "1/year",
    "degC",
    "delta_degC",
    "K",
    "dB",
    "deg",
    "m/m",
)
NUMBERS = (0.0, 1.0, -2.5, 3, np.float64(0.1), np.array([1.5, -7.0]))
BINARY = (operator.add, operator.sub, operator.mul, operator.truediv, operator.lt, operator.eq, operator.pow,
          lambda a, b: a.to(b.units), lambda a, b: a * b.magnitude, lambda a, b: b.magnitude / a)  # fmt: skip
UNARY = (operator.neg, abs, lambda q: q**2, lambda q: q**0.5, lambda q: q**0, lambda q: 3.0 / q, lambda q: q * 2, str,
         lambda q: q.dimensionless, lambda q: q.to_root_units(), lambda q: type(q)(q), lambda q: q.m_as("J"))  # fmt: skip


def outcome(work, *given):
    """Give what comes out as plain data: number and unit, or the kind of refusal."""
    try:
        with np.errstate(all="ignore"):
            found = work(*given)
    except Exception as error:
        return type(error).__name__, str(error)
    number, unit = (found.magnitude, str(found.units)) if hasattr(found, "magnitude") else (found, None)
    return type(number).__name__, np.asarray(number).tolist(), unit


def agree(work, *given):
    """Hold an operation on quantities of our registry against the same on pint's."""
    made = [[registry.Quantity(*each) for each in given] for registry in (OURS, THEIRS)]
    ours, theirs = (repr(outcome(work, *quantities)) for quantities in made)
    assert ours == theirs, (work, given)


def test_every_operation_gives_what_pint_gives():
    for first, value in product(UNITS, NUMBERS):
        for work in UNARY:
            agree(work, (value, first))
        for second, other, work in product(UNITS, (2.0, np.array([0.5, 4.0])), BINARY):
            agree(work, (value, first), (other, second))


def checked(registry):
    """Give a function whose arguments are checked."""

    @registry.check("[length]", "[time]", "", None)
    def speed(way, time, factor=1.0, note=None):
        return way / time * factor

    return speed


def test_arguments_are_checked_as_pint_checks_them():
    calls = [
        lambda q, f: f(q(1.0, "km"), q(2.0, "s")),
        lambda q, f: f(q(1.0, "km"), time=q(2.0, "s")),
        lambda q, f: f(time=q(2.0, "s"), way=q(3.0, "m"), factor=2.0),
        lambda q, f: f(q(1.0, "km"), q(2.0, "m")),
        lambda q, f: f(q(1.0, "km"), time=q(2.0, "kg")),
        lambda q, f: f(q(1.0, "km"), q(2.0, "s"), q(2.0, "s")),
        lambda q, f: f(q(1.0, "km"), q(2.0, "s"), 2, "anything"),
        lambda q, f: f(1.0, q(2.0, "s")),
        lambda q, f: f(q(1.0, "km")),
        lambda q, f: f(q(1.0, "km"), q(2.0, "s"), speed=1.0),
    ]
    ours, theirs = checked(OURS), checked(THEIRS)
    for call in [*calls, *calls]:  # the second time goes the short way
        assert outcome(call, OURS.Quantity, ours) == outcome(call, THEIRS.Quantity, theirs)


def test_a_unit_defined_later_is_known():
    registry = Registry(cache_folder=None)
    with pytest.raises(pint.UndefinedUnitError):
        registry.Quantity(1.0, "furlongish")
    registry.define("furlongish = 1.7018 * meter")
    assert registry.Quantity(1.0, "furlongish").to("m").magnitude == 1.7018


def test_the_report_uses_it():
    assert isinstance(ureg, Registry)
    assert isinstance(Quantity(1.0, "km"), pint.Quantity)
