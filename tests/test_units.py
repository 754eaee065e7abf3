"""The registry: dollars of different years, counted things, and a quantity in prose."""

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.engine import trace
from analysis.format import format_quantity, number
from analysis.units import BASE_YEAR, Quantity, as_nominal, in_dollars_of, price_year, ureg, where
from tests.each import each

COUNTED = ["GPU", "FLOP", "token", "wafer", "die", "satellite", "launch", "user", "share", "person", "USD"]


def test_dollars_of_two_years_do_not_add():
    with pytest.raises(pint.DimensionalityError):
        Quantity(1, "USD_2018") + Quantity(1, "USD_2025")


def test_an_undated_dollar_is_one_of_the_base_year():
    assert price_year(Quantity(1, "USD/kg")) == BASE_YEAR


@each("first, second", [(first, second) for first in COUNTED for second in COUNTED])
def test_counted_things_do_not_add(first, second):
    if first == second:
        assert (Quantity(1, first) + Quantity(1, second)).magnitude == 2
    else:
        with pytest.raises(pint.DimensionalityError):
            Quantity(1, first) + Quantity(1, second)


def test_the_registry_is_the_application_registry():
    assert pint.get_application_registry().get() is ureg


def test_accounting_takes_money_at_face_value():
    assert as_nominal(Quantity(18.674, "gigaUSD_2025/year")).to("GUSD/year").magnitude == pytest.approx(
        18.674, rel=1e-12
    )


def test_accounting_refuses_what_is_not_money():
    with pytest.raises(ValueError, match="holds no money"):
        as_nominal(Quantity(1, "kg"))


def test_a_price_index_carries_dollars_and_back():
    index = {2018: 251.107, 2025: 322.0}
    there = in_dollars_of(Quantity(100.0, "USD_2018/kg"), 2025, index)
    assert there.to("USD_2025/kg").magnitude == pytest.approx(100 * 322.0 / 251.107)
    assert in_dollars_of(there, 2018, index).to("USD_2018/kg").magnitude == pytest.approx(100.0)


def test_a_price_index_without_the_year_says_so():
    with pytest.raises(KeyError, match="no value for 2018"):
        in_dollars_of(Quantity(1.0, "USD_2018"), 2025, {2025: 322.0})


def test_mixed_years_in_one_unit_are_refused():
    with pytest.raises(ValueError, match="several years"):
        price_year(Quantity(1, "USD_2018/USD_2025"))


@pytest.mark.parametrize(
    ("quantity", "unit", "digits", "words"),
    [
        (Quantity(1.767e12, "USD"), None, 3, "$1.77 trillion"),
        (Quantity(-4.94, "gigaUSD_2025"), None, 3, "−$4.94 billion"),
        (Quantity(999.96e6, "USD"), None, 3, "$1 billion"),
        (Quantity(7.782, "USD/GPU/hour"), None, 3, "$7.78/GPU-hour"),
        (Quantity([20, 25], "GUSD"), None, 3, "$20–25 billion"),
        (Quantity(550e6, "user"), None, 3, "550 million users"),
        (Quantity(1, "launch"), None, 3, "1 launch"),
        (Quantity(27.4, "launch/day"), None, 3, "27.4 launches/day"),
        (Quantity(7e6, "token/GPU/hour"), None, 3, "7 million tokens/GPU-hour"),
        (Quantity(12, "USD/user/month"), None, 3, "$12/user-month"),
        (Quantity(600, "m^2"), None, 3, "600 m²"),
        (Quantity(58.78, "degree"), None, 3, "58.8°"),
        (Quantity(0.0448, ""), "percent", 2, "4.5 %"),
        (Quantity(1.43e9, "kg/year"), "Mt/year", 3, "1.43 Mt/yr"),
        (Quantity(94.7886, ""), None, 3, "94.8"),
    ],
)
def test_a_quantity_in_prose(quantity, unit, digits, words):
    assert format_quantity(quantity, unit, digits) == words


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False), st.integers(1, 6))
def test_a_written_number_reads_back_to_its_digits(value, digits):
    back = float(number(value, digits).replace(",", "").replace("−", "-"))
    assert back == pytest.approx(value, rel=0.51 * 10 ** (1 - digits), abs=1e-300)


def test_where_converts_to_the_first_unit_and_refuses_others():
    chosen = where([True, False], Quantity(1.0, "km"), Quantity(30.0, "m"))
    assert list(chosen.magnitude) == [1.0, 0.03]
    with pytest.raises(pint.DimensionalityError):
        where(True, Quantity(1.0, "km"), Quantity(1.0, "s"))


TEMPERATURE, LEVEL = Quantity(np.array([10.0, 20.0]), "degC"), Quantity(10.0, "dBm")
WITHOUT_A_ZERO = {
    "twice": lambda: np.multiply(TEMPERATURE, 2),
    "half": lambda: np.divide(TEMPERATURE, 2),
    "a sum": lambda: np.add(TEMPERATURE, TEMPERATURE),
    "a square": lambda: np.square(TEMPERATURE),
    "a root": lambda: np.sqrt(TEMPERATURE),
    "a cubic root": lambda: np.cbrt(TEMPERATURE),
    "a power": lambda: np.power(TEMPERATURE, 2),
    "one over it": lambda: np.reciprocal(TEMPERATURE),
    "a ratio": lambda: np.true_divide(TEMPERATURE, TEMPERATURE),
    "a diagonal": lambda: np.hypot(TEMPERATURE, TEMPERATURE),
    "an angle": lambda: np.arctan2(TEMPERATURE, TEMPERATURE),
    "a product of matrices": lambda: np.matmul(TEMPERATURE, TEMPERATURE),
    "twice a level": lambda: np.multiply(LEVEL, 2),
    "while tracing": lambda: trace(lambda t: np.multiply(t, 2), {"t": Quantity(10.0, "degC")}),
    "a sum while tracing": lambda: trace(lambda t: np.add(t, t), {"t": Quantity(10.0, "degC")}),
}


@pytest.mark.parametrize("case", WITHOUT_A_ZERO)
def test_a_scale_without_a_zero_has_no_twice_and_no_sum(case: str) -> None:
    """By NumPy's names too, where pint of itself gives 20 °C for twice 10 °C."""
    with pytest.raises(pint.OffsetUnitCalculusError):
        WITHOUT_A_ZERO[case]()


def test_a_difference_of_temperatures_is_one_by_both_names() -> None:
    step = Quantity(1.0, "delta_degC")
    assert str(np.subtract(TEMPERATURE, TEMPERATURE).units) == "delta_degree_Celsius"
    assert np.add(TEMPERATURE, step).tolist() == (TEMPERATURE + step).tolist()
    assert np.maximum(TEMPERATURE, Quantity(15.0, "degC")).m.tolist() == [15.0, 20.0]
    assert np.multiply(step, 2).m == 2.0


def test_ties_of_decimals_go_up_and_noise_is_not_printed():
    assert [number(x) for x in (1.005, 10.45, 2.675, -2.675)] == ["1.01", "10.5", "2.68", "−2.68"]
    assert all(number(k / 1000 + 1.0005, 4) == f"{k / 1000 + 1.001:.3f}".rstrip("0").rstrip(".") for k in range(1, 900))
    assert number(1 / 3, 20) == "0.3333333333333"


def test_odd_units_of_money_are_written_out_and_one_is_one():
    assert format_quantity(Quantity(1.0, "USD**2")) == "1 USD²"
    assert format_quantity(Quantity(5.0, "USD*GPU")) == "5 GPU·USD"
    assert format_quantity(Quantity(1.0000001, "satellite")) == "1 satellite"


def test_money_may_stand_twice_in_a_unit():
    assert as_nominal(Quantity(3.0, "megaUSD_2025/kiloUSD_2025")).units == ureg.Unit("megaUSD/kiloUSD")
    assert in_dollars_of(Quantity(8.0, "USD_2017**2"), 2018, {2017: 1.0, 2018: 1.5}).m == 18.0
