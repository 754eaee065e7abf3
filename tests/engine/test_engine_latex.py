import inspect

import numpy as np
import pytest

from analysis.engine import trace
from analysis.engine.latex import formula, latex
from analysis.units import Quantity, ureg, where

EARTH_RADIUS = Quantity(6378.137, "km")
GRAVITY = Quantity(398600.4418, "km^3/s^2")


@ureg.check("[length]")
def period(altitude: Quantity) -> Quantity:
    """Time of one turn."""
    radius = EARTH_RADIUS + altitude
    return (2 * np.pi * np.sqrt(radius**3 / GRAVITY)).to("minute")


def cost(price: Quantity, count: Quantity, learning: Quantity) -> Quantity:
    return price * -(count - 1) * np.maximum(count / Quantity(100, ""), 1) ** np.log2(1 - learning)


def test_a_function_as_a_reader_would_write_it() -> None:
    symbols = {"altitude": "h", "radius": "r", "EARTH_RADIUS": r"R_\oplus", "GRAVITY": r"\mu", "period": "T"}
    assert formula(period, symbols) == (
        r"\begin{aligned} r &= R_\oplus + h \\ T &= 2 \, \pi \, \sqrt{\frac{r^{3}}{\mu}} \end{aligned}"
    )


def test_brackets_stand_where_they_are_needed_and_nowhere_else() -> None:
    symbols = {"price": "p", "count": "n", "learning": "L", "cost": "C"}
    assert formula(cost, symbols) == (
        r"C = p \, \left(-\left(n - 1\right)\right) \, "
        r"\max\left(\frac{n}{100}, 1\right)^{\log_2\left(1 - L\right)}"
    )


def test_names_without_a_symbol_stand_upright() -> None:
    assert formula(lambda_like) == r"\mathrm{lambda\ like} = \mathrm{unit\ price} \, x"


def lambda_like(unit_price: Quantity, x: Quantity) -> Quantity:
    return unit_price * x


def branching(x: Quantity) -> Quantity:
    if x.m > 0:
        return x
    return -x


def test_what_has_no_formula_is_refused_with_its_line() -> None:
    line = inspect.getsourcelines(branching)[1] + 1  # that of the `if`
    with pytest.raises(ValueError, match=f"branching cannot be printed as a formula: line {line} branches"):
        formula(branching)


def choosing(x: Quantity, y: Quantity) -> Quantity:
    return where(x >= y, x, y)


def test_a_comparison_in_a_choice() -> None:
    assert r"x \ge y" in formula(choosing)


def test_a_program_as_it_is_computed() -> None:
    def model(a: Quantity, b: Quantity) -> dict[str, Quantity]:
        return {
            "sum": a**3 * 5e-9 - (a - b) / 2,
            "choice": where(a > b, np.exp(-a), np.ceil(b)),
            "named": 9.80665 * a,
        }

    program = trace(model, {"a": "", "b": ""})
    assert latex(program, {"a": r"\alpha"}, "sum") == (
        r"\mathrm{sum} = 5 \times 10^{-9} \, \alpha^{3} - \frac{\alpha - b}{2}"
    )
    assert latex(program, {}, "choice") == (
        r"\mathrm{choice} = \begin{cases} e^{-a} & \text{if } a > b \\ "
        r"\left\lceil b\right\rceil & \text{otherwise} \end{cases}"
    )
    assert latex(program, {"named": "F"}, "named", {9.80665: "g_0"}) == r"F = g_0 \, a"
    with pytest.raises(KeyError, match="choose one of sum, choice, named"):
        latex(program)
