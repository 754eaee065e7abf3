import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.engine import trace
from analysis.engine.solving import break_even
from analysis.units import Quantity

INPUTS = {"x": "km", "a": Quantity(2.0, ""), "b": Quantity(8.0, "km**2")}


def parabola(x: Quantity, a: Quantity, b: Quantity) -> Quantity:
    return (a * x**2 - b).to("m**2")


PROGRAM = trace(parabola, INPUTS)


@given(st.floats(0.1, 10), st.floats(0.1, 10))
def test_one_break_even(a: float, b: float) -> None:
    found = break_even(PROGRAM, "x", (0.0, 100.0), at={"a": a, "b": b}, scan=5)
    assert found.feasible
    assert found.reason == ""
    assert found.value.m_as("km") == pytest.approx(np.sqrt(b / a), rel=1e-12)


def test_a_level_in_any_unit_and_a_bracket_in_any_unit() -> None:
    found = break_even(PROGRAM, "x", (Quantity(0, "m"), Quantity(9000, "m")), level=Quantity(10.0, "km**2"))
    assert found.value.m_as("km") == pytest.approx(3.0, rel=1e-12)


def test_a_frontier_over_a_grid() -> None:
    a, b = np.linspace(1, 4, 7)[:, None], np.linspace(1, 16, 5)
    found = break_even(PROGRAM, "x", (0.1, 10.0), at={"a": a, "b": b})
    np.testing.assert_allclose(found.value.m, np.sqrt(b / a), rtol=1e-12)
    assert found.feasible.all()


def test_what_is_never_reached_says_so() -> None:
    assert break_even(PROGRAM, "x", (3.0, 10.0)).reason == "the output stays above the level"
    low = break_even(PROGRAM, "x", (0.0, 1.0))
    assert np.isnan(low.value.m)
    assert (low.feasible, low.reason) == (False, "the output stays below the level")
    grid = break_even(PROGRAM, "x", (1.5, 2.5), at={"b": np.array([1.0, 8.0, 100.0, np.nan])})
    np.testing.assert_array_equal(grid.feasible, [False, True, False, False])
    assert [word.rpartition(" ")[0] for word in grid.reason] == [
        "the output stays above the",
        "",
        "the output stays below the",
        "the output is not a",
    ]


def test_of_two_crossings_the_lower_is_given() -> None:
    found = break_even(PROGRAM, "x", (-10.0, 11.0))
    assert found.value.m == pytest.approx(-2.0)


def test_a_crossing_on_a_point_of_the_scan_is_found() -> None:
    assert break_even(PROGRAM, "x", (0.0, 4.0), scan=3).value.m == pytest.approx(2.0)
    grid = break_even(PROGRAM, "x", (0.0, 4.0), scan=3, at={"a": np.array([2.0, 2.0])})
    np.testing.assert_allclose(grid.value.m, 2.0, rtol=1e-12)


def test_questions_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="a low end below its high end and above zero"):
        break_even(PROGRAM, "x", (0.0, 1.0), spacing="logarithmic")
    with pytest.raises(KeyError, match="no input named 'y'"):
        break_even(PROGRAM, "y", (0.0, 1.0))
    two = trace(lambda x: {"a": x, "b": 2 * x}, {"x": ""})
    with pytest.raises(KeyError, match="choose one of a, b"):
        break_even(two, "x", (0.0, 1.0))


def test_a_pole_and_a_step_are_no_crossings() -> None:
    pole = trace(lambda x: 1.0 / (x - 2.0), {"x": ""})
    step = trace(lambda x: np.floor(x) + 0.5, {"x": ""})
    for program in (pole, step):
        found = break_even(program, "x", (0.3, 4.1), level=0.0 if program is pole else 1.0)
        assert (found.feasible, found.reason) == (False, "the output jumps over the level")
        assert np.isnan(found.value.magnitude)


def test_behind_a_pole_the_true_crossing_is_found_at_a_point_and_on_a_grid() -> None:
    program = trace(lambda x, shift: 1.0 / (x - 2.0) - 1.0 + 0 * shift, {"x": "", "shift": Quantity(0.0, "")})
    assert break_even(program, "x", (0.3, 4.1)).value.magnitude == pytest.approx(3.0, rel=1e-12)
    found = break_even(program, "x", (0.3, 4.1), at={"shift": np.zeros(3)})
    np.testing.assert_allclose(found.value.magnitude, 3.0, rtol=1e-9)
    assert found.feasible.all()
    lost = break_even(program, "x", (0.3, 2.6), at={"shift": np.zeros(3)})
    assert set(lost.reason.tolist()) == {"the output jumps over the level"}
