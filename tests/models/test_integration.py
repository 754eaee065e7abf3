"""Make or buy against published costs and its own laws."""

from __future__ import annotations

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.models import integration
from analysis.units import Quantity

shares = st.floats(0.0, 0.95)


def q(value: float, unit: str = "") -> Quantity:
    return Quantity(value, unit)


@given(price=st.floats(1, 1e6), margin=shares)
def test_cost_and_margin_make_the_price(price: float, margin: float) -> None:
    paid = q(price, "USD/GPU")
    parts = integration.maker_cost(paid, q(margin)) + integration.margin_in_price(paid, q(margin))
    assert parts.m_as("USD/GPU") == pytest.approx(price)


@given(learning=st.floats(0.01, 0.5), ratio=st.floats(1, 100))
def test_the_penalty_of_a_doubling_is_the_learning_rate(learning: float, ratio: float) -> None:
    one, two = q(1.0, "GPU/year"), q(ratio, "GPU/year")
    penalty = integration.scale_penalty(one, two, q(learning)).m_as("")
    doubled = integration.scale_penalty(one, 2 * two, q(learning)).m_as("")
    assert penalty >= 1 - 1e-12
    assert doubled * (1 - learning) == pytest.approx(penalty)


def test_making_pays_below_the_break_even_penalty() -> None:
    margin = q(0.75)
    even = integration.make_over_buy(margin, 1 / (1 - margin), q(0), q(1))
    assert even.m_as("") == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("call", "names"),
    [
        (lambda: integration.margin_in_price(q(1, "USD"), q(1.2)), "gross_margin"),
        (lambda: integration.scale_penalty(q(0, "GPU"), q(1, "GPU"), q(0.2)), "own_output"),
        (lambda: integration.make_over_buy(q(0.5), q(1), q(0), q(0)), "performance"),
    ],
)
def test_the_impossible_is_refused(call, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        call()


def test_a_price_is_no_margin() -> None:
    with pytest.raises(pint.DimensionalityError):
        integration.margin_in_price(q(1, "USD"), q(1, "USD"))
