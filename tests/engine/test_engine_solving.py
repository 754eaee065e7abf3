from typing import Any

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


# ---- several crossings, hidden ones, none: a point and a grid say the same ---------------------------------------------

CROSSINGS: dict[str, tuple[Any, tuple[float, float], float | str]] = {
    "a triple root": (lambda x: (x - 0.1234) ** 3, (-1, 1), 0.1234),
    "a ninefold root": (lambda x: (x - 0.1234) ** 9, (-1, 1), 0.1234),
    "two near roots": (lambda x: (x - 0.1) * (x - 0.12), (-1, 1), 0.1),
    "two roots around a corner": (lambda x: np.abs(x - 0.3) - 1e-3, (-1, 1), 0.299),
    "a corner that touches": (lambda x: np.abs(x - 0.3), (-1, 1), 0.3),
    "a parabola that touches": (lambda x: (x - 0.3) ** 2, (-1, 1), 0.3),
    "a parabola that touches from below": (lambda x: -((x - 0.3) ** 2), (-1, 1), 0.3),
    "a root beside the end of numbers": (lambda x: np.log(x - 0.2) + 3, (-1, 1), 0.2 + np.exp(-3)),
    "a root before the end of numbers": (lambda x: 0.01 - np.sqrt(0.3 - x), (-1, 1), 0.2999),
    "many roots": (lambda x: np.sin(100 * x) + 0.5, (0, 1), (np.pi + np.arcsin(0.5)) / 100),
    "two roots at the low end": (lambda x: (x - 1e-4) * (x - 2e-4), (0, 1), 1e-4),
    "two roots at the high end": (lambda x: (x - 0.9999) * (x - 0.9998), (0, 1), 0.9998),
    "a step": (lambda x: np.floor(x + 0.5) - 0.3, (-1, 1), "the output jumps over the level"),
    "a pole": (lambda x: 1 / (x - 0.3), (-1, 1), "the output jumps over the level"),
    "a pole and a root": (lambda x: 1 / (x - 0.3) - 2, (-1, 1), 0.8),
    "steep": (lambda x: np.tanh(1e12 * (x - 0.3)), (-1, 1), 0.3),
    "at the level everywhere": (lambda x: 0 * x, (0, 1), 0.0),
    "at the level up to a corner": (lambda x: np.maximum(x - 0.3, 0), (-1, 1), -1.0),
    "never": (lambda x: x * x + 0.01, (-1, 1), "the output stays above the level"),
    "never, below": (lambda x: -np.exp(x), (-1, 1), "the output stays below the level"),
    "no number": (lambda x: np.sqrt(-2 - x * x), (-1, 1), "the output is not a number"),
    "a hole between": (lambda x: x + 0 * np.sqrt(np.abs(x) - 0.5), (-1, 1), "the output is above the level in places"),
    "an infinite end": (lambda x: np.log(x) + 2, (0, 1), np.exp(-2)),
}


@pytest.mark.parametrize("case", CROSSINGS)
def test_the_crossing_nearest_the_low_end_at_a_point_and_over_a_grid(case: str) -> None:
    model, bracket, want = CROSSINGS[case]
    program = trace(lambda x, shift: model(x) + 0 * shift, {"x": "", "shift": Quantity(0.0, "")})
    point = break_even(program, "x", bracket)
    grid = break_even(program, "x", bracket, at={"shift": np.zeros(3)})
    for found, reason in ((point.value.m, point.reason), *zip(grid.value.m, grid.reason, strict=True)):
        if isinstance(want, str):
            assert np.isnan(found)
            assert reason.startswith(want)
        else:
            assert reason == ""
            # a root of ninth order is known to the ninth root of the smallest number only
            assert found == pytest.approx(want, rel=1e-6, abs=1e-12)
            assert found == pytest.approx(point.value.m, rel=1e-7)


@given(st.lists(st.floats(-0.95, 0.95), min_size=1, max_size=4), st.floats(0.1, 10))
def test_the_lowest_root_of_a_random_polynomial_is_found(roots: list[float], scale: float) -> None:
    apart = sorted(round(x, 1) for x in roots)
    if len(set(apart)) < len(apart):
        return
    program = trace(lambda x: scale * _product([x - root for root in apart]), {"x": ""})
    found = break_even(program, "x", (-1, 1))
    assert found.value.m == pytest.approx(apart[0], abs=1e-9)


def _product(terms: list[Any]) -> Any:
    total = terms[0]
    for term in terms[1:]:
        total = total * term
    return total
