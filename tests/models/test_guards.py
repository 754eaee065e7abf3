"""Every guard at its edge: what passes, what is refused, and the words of the refusal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.engine import trace_mapping
from analysis.models import guards
from analysis.units import Quantity


def metres(value):
    return Quantity(value, "m")


# the guard, what it is called with after name and value, what it says, and values that it refuses and lets pass
GUARDS = [
    (guards.at_least, (metres(2.0),), "at least 2 m", (1.9, -2.0, np.nan), (2.0, 3.0, np.inf)),
    (guards.at_most, (metres(2.0),), "at most 2 m", (2.1, np.inf, np.nan), (2.0, 1.0, -3.0)),
    (guards.above, (metres(2.0),), "above 2 m", (2.0, 1.9, np.nan), (2.1, np.inf)),
    (guards.below, (metres(2.0),), "below 2 m", (2.0, 2.1, np.nan), (1.9, -np.inf)),
    (guards.positive, (), "above 0 m", (0.0, -1.0, np.nan), (1e-300, 1.0)),
    (guards.not_negative, (), "at least 0 m", (-1e-300, -1.0, np.nan), (0.0, 1.0)),
    (guards.nonzero, (), "different from 0 m", (0.0, -0.0), (1e-300, -1.0)),
    (guards.finite, (), "below inf m", (np.inf, -np.inf, np.nan), (0.0, -1e300, 1e300)),
    (guards.between, (metres(1.0), metres(2.0)), "at least 1 m", (0.9, -1.5), (1.0, 1.5, 2.0)),
    (guards.between, (metres(1.0), metres(2.0)), "at most 2 m", (2.1, np.inf), (1.0, 1.5, 2.0)),
]


@pytest.mark.parametrize(("guard", "limits", "words", "bad", "good"), GUARDS)
def test_a_guard_at_its_edge(guard, limits, words, bad, good):
    for value in bad:
        with pytest.raises(ValueError, match="^length must be ") as refusal:
            guard("length", metres(value), *limits)
        assert str(refusal.value) == f"length must be {words}; got {value:g} m"
    for value in good:
        guard("length", metres(value), *limits)


@pytest.mark.parametrize(("guard", "limits", "words", "bad", "good"), GUARDS)
def test_one_bad_value_among_many_is_the_one_that_is_named(guard, limits, words, bad, good):
    guard("length", metres(np.array(good)), *limits)
    with pytest.raises(ValueError, match="^length must be ") as refusal:
        guard("length", metres(np.array([*good, bad[0], *good])), *limits)
    assert str(refusal.value) == f"length must be {words}; got {bad[0]:g} m"


def test_a_fraction_is_a_pure_number_from_nought_to_one():
    for value in (0.0, 0.5, 1.0):
        guards.fraction("share", Quantity(value, ""))
    guards.fraction("share", Quantity(100.0, "percent"))
    with pytest.raises(ValueError, match=r"^share must be at least 0; got -0.1$"):
        guards.fraction("share", Quantity(-0.1, ""))
    with pytest.raises(ValueError, match=r"^share must be at most 100 %; got 101 %$"):
        guards.fraction("share", Quantity(101.0, "percent"))


def test_a_limit_in_another_unit_is_the_same_limit():
    guards.at_least("length", metres(2000.0), Quantity(2.0, "km"))
    with pytest.raises(ValueError, match=r"^length must be at least 2000 m; got 1999 m$"):
        guards.at_least("length", metres(1999.0), Quantity(2.0, "km"))


def test_limits_may_differ_from_value_to_value():
    guards.at_most("length", metres(np.array([1.0, 2.0])), metres(np.array([1.0, 2.0])))
    with pytest.raises(ValueError, match=r"at most 1.5 m; got 2 m"):
        guards.at_most("length", metres(np.array([1.0, 2.0])), metres(np.array([1.0, 1.5])))
    with pytest.raises(ValueError, match=r"at most 0.5 m; got 1 m"):
        guards.at_most("length", metres(1.0), metres(np.array([2.0, 0.5])))


@given(value=st.floats(allow_nan=False), limit=st.floats(allow_nan=False, allow_infinity=False))
def test_guards_are_the_comparisons_they_are_named_after(value, limit):
    for guard, holds in (
        (guards.at_least, value >= limit),
        (guards.at_most, value <= limit),
        (guards.above, value > limit),
        (guards.below, value < limit),
    ):
        if holds:
            guard("length", metres(value), metres(limit))
        else:
            with pytest.raises(ValueError, match="length must be"):
                guard("length", metres(value), metres(limit))


def test_symbols_pass_whatever_they_stand_for():
    def checked(case):
        guards.at_least("length", case["length"], metres(1e9))
        guards.at_least("length", metres(1.0), case["length"])
        return case["length"]

    traced = trace_mapping(checked, {"length": metres(1.0)})
    assert traced is not None
