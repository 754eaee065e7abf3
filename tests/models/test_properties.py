"""What every public model does: element by element, in any unit, finite near its example, and the way theory says."""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.units import Quantity, ureg
from tests.each import each
from tests.models.discovery import call, checked_functions, example_arguments, firsts, leaves

FUNCTIONS = {case.id: case.values[0] for case in checked_functions()}
MONOTONE = tomllib.loads((Path(__file__).parent / "monotone.toml").read_text(encoding="utf-8"))
DIRECTIONS = {f"{module}.{name}": words for module, row in MONOTONE.items() for name, words in row.items()}
EXAMPLES = settings(max_examples=max(2, settings().max_examples // 50))  # of each of 400 models
REFUSALS = (ValueError, pint.DimensionalityError)

# Other ways to write the parts of a unit; a model must not notice.
SPELLINGS = {
    "meter": ("kilometer", "millimeter", "mile", "astronomical_unit"),
    "kilogram": ("gram", "metric_ton", "pound"),
    "second": ("hour", "day", "year", "millisecond"),
    "kelvin": ("kilokelvin", "millikelvin"),
    "US_dollar": ("kiloUSD", "gigaUSD"),
    "radian": ("degree", "milliradian"),
    "bit": ("gigabit", "byte"),
    "token": ("megatoken",),
    "FLOP": ("teraFLOP",),
    "GPU": ("kiloGPU",),
}


@functools.cache
def example(name: str) -> dict[str, Any]:
    """The arguments of a model's worked example, one sample of them where they are many.

    Of several, the first in which every number can be made larger and smaller by a factor: no zero, and no table.
    """
    function = FUNCTIONS[name]
    examples = sorted(example_arguments(function), key=lambda arguments: not _all_move(arguments))
    for arguments in examples:
        for made in (arguments, firsts(arguments)):
            try:
                call(function, made, {})
            except (TypeError, *REFUSALS):
                continue
            return made
    raise AssertionError(f"{name} has no worked example that it accepts")


def _all_move(arguments: Mapping[str, Any]) -> bool:
    every = [value for argument in arguments.items() for _, value in leaves(argument[1], argument[0], scalars=False)]
    return all(np.ndim(value.magnitude) == 0 and value.magnitude != 0 for value in every)


def inputs(name: str) -> dict[str, Quantity]:
    """The scalar quantities that a model is given."""
    found = (leaf for argument, value in example(name).items() for leaf in leaves(value, argument))
    return {path: value for path, value in found if value._is_multiplicative}


def values(answer: Any) -> list[np.ndarray]:
    """Every number of an answer, in base units."""
    if isinstance(answer, pint.Quantity):
        return [np.asarray(answer.to_base_units().magnitude, dtype=float)]
    parts = answer._asdict() if hasattr(answer, "_asdict") else answer
    if hasattr(parts, "__dataclass_fields__"):
        parts = vars(parts)
    if isinstance(parts, Mapping):
        parts = list(parts.values())
    return [number for part in parts for number in values(part)] if isinstance(parts, list | tuple) else []


def near(data: st.DataObject, given_values: Mapping[str, Quantity], low: float, high: float) -> dict[str, Quantity]:
    """Other arguments, each a factor away from those of the example."""
    factors = st.floats(low, high, allow_nan=False)
    return {path: value * data.draw(factors, label=path) for path, value in given_values.items()}


def answer(name: str, quantities: Mapping[str, Quantity]) -> list[np.ndarray] | None:
    """What a model says; nothing when it refuses."""
    with np.errstate(all="ignore"):
        try:
            return values(call(FUNCTIONS[name], example(name), quantities))
        except REFUSALS:
            return None


def in_one_call(name: str, rows: Mapping[str, Quantity]) -> Any:
    """Call a model on arrays; an array of its example is a table, which stays, or many samples, of which one is taken."""
    try:
        return call(FUNCTIONS[name], example(name), rows)
    except ValueError:
        return call(FUNCTIONS[name], firsts(example(name)), rows)


each_model = each("name", list(FUNCTIONS))


@each_model
@EXAMPLES
@given(data=st.data())
def test_arrays_are_scalars_element_by_element_and_finite(name: str, data: st.DataObject) -> None:
    if "not traceable" in (FUNCTIONS[name].__doc__ or "").lower():
        pytest.skip("marked as not traceable: it searches, or needs a whole table")
    points = [near(data, inputs(name), 0.95, 1.05) for _ in range(3)]
    single = [answer(name, point) for point in points]
    if None in single or not inputs(name):
        return
    if _is_finite(answer(name, {})):  # a model may say that there is no such number, at its own example too
        assert all(_is_finite(one) for one in single)
    rows = {
        path: Quantity(np.array([p[path].m_as(q.units) for p in points]), q.units) for path, q in inputs(name).items()
    }
    together = values(in_one_call(name, rows))
    for place, number in enumerate(together):
        expected = [one[place] for one in single if one is not None]
        if all(e.ndim == 0 for e in expected) and number.shape in ((), (3,)):
            assert np.allclose(number, expected, rtol=1e-9, atol=0.0, equal_nan=True)


def _is_finite(found: list[np.ndarray] | None) -> bool:
    return all(np.isfinite(number).all() for number in found or [])


def spelt(value: Quantity, pick: st.DataObject) -> Quantity:
    """The same quantity in other units, part by part."""
    base = value.to_base_units()
    unit = ureg.dimensionless
    for part, power in base.unit_items():
        others = (part, *SPELLINGS.get(part, ()))
        unit = unit * ureg.Unit(pick.draw(st.sampled_from(others))) ** power
    return base.to(unit)


@each_model
@EXAMPLES
@given(data=st.data())
def test_kilometres_are_a_thousand_metres_everywhere(name: str, data: st.DataObject) -> None:
    point = near(data, inputs(name), 0.98, 1.02)
    one, other = answer(name, point), answer(name, {path: spelt(value, data) for path, value in point.items()})
    if one is None or other is None:
        assert one is other or _on_an_edge(name, point)
        return
    assert _alike(one, other) or _on_an_edge(name, point)


def _alike(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    def close(before: np.ndarray, after: np.ndarray) -> bool:
        scale = float(np.abs(before[np.isfinite(before)]).max(initial=0.0))
        return bool(np.allclose(before, after, rtol=1e-7, atol=1e-9 * scale, equal_nan=True))

    return all(close(before, after) for before, after in zip(one, other, strict=True))


def _on_an_edge(name: str, point: Mapping[str, Quantity]) -> bool:
    """Whether rounding in the twelfth digit decides between an answer and a refusal, or between two whole numbers."""
    near_by = [
        answer(name, {**point, path: value * (1 + step)}) for path, value in point.items() for step in (1e-12, -1e-12)
    ]
    answers = [one for one in near_by if one is not None]
    return 0 < len(answers) < len(near_by) or not all(_alike(answers[0], one) for one in answers[1:])


# ---- one way only ----------------------------------------------------------------------------------------------------


def test_the_table_of_directions_names_models_and_arguments() -> None:
    for name, words in DIRECTIONS.items():
        assert name in FUNCTIONS
        assert words.split()
        for word in words.split():
            assert word[0] in "+-"
            assert word[1:] in inputs(name), f"{name} has no argument {word[1:]}"


def moved(name: str, point: Mapping[str, Quantity], word: str, step: float) -> float | None:
    """How far an answer goes the way that the table names when an argument takes a factor, in parts of the answer."""
    less, more = (answer(name, {**point, word[1:]: point[word[1:]] * f}) for f in (1.0, step))
    if less is None or more is None:
        return None
    way = math.copysign(1.0, point[word[1:]].magnitude * (step - 1.0)) * (1.0 if word[0] == "+" else -1.0)
    before, after = float(less[0]), float(more[0])
    return way * (after - before) / (max(abs(before), abs(after)) or 1.0)


# The way depends on which of two temperatures is the higher one, and examples are drawn on both sides.
TWO_WAYS = {"power.cell_efficiency": "+temperature_coefficient"}


@each("name", list(DIRECTIONS))
def test_more_of_an_argument_moves_the_answer_of_the_worked_example(name: str) -> None:
    here = inputs(name)
    points = (here, {path: value * 0.95 for path, value in here.items()})  # off a limit, such as an efficiency of one
    for word in DIRECTIONS[name].split():
        found = (moved(name, point, word, step) for point in points for step in (0.9, 0.99, 1.01, 1.1))
        ways = [way for way in found if way is not None]
        assert max(ways) > 0, f"{word} moves nothing"
        assert min(ways) >= -1e-12, f"{word} is the other way"


@each("name", list(DIRECTIONS))
@EXAMPLES
@given(data=st.data())
def test_more_of_an_argument_never_moves_the_answer_the_other_way(name: str, data: st.DataObject) -> None:
    point = near(data, inputs(name), 0.9, 1.1)
    step = data.draw(st.floats(1.02, 1.2), label="step")
    for word in DIRECTIONS[name].split():
        way = moved(name, point, word, step)
        assert way is None or way >= -1e-12 or TWO_WAYS.get(name) == word, f"{word} is the other way"
