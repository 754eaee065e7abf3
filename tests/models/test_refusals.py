"""What every public model has in common: units checked, plain refusals.

The models find themselves. Each is called on the arguments of its worked example, with one thing changed.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pint
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.units import Quantity, ureg
from tests.each import each
from tests.models.discovery import (
    call,
    checked_functions,
    dimensions_of,
    example_arguments,
    leaves,
)

FUNCTIONS = list(checked_functions())
FACTORS = ["second", "1/second", "meter", "kilogram", "kelvin", "USD", "GPU", "token", "candela"]
EXAMPLES = settings(max_examples=4)  # of 400 models, each with all of its arguments
ONLY_RATIOS_COUNT = {("fit_learning_rate", "cumulative_output")}  # a series against itself: its unit cancels
GENERAL = {"rate", "time", "cost", "value", "year", "price"}  # words that name no argument by themselves


@functools.cache
def worked_example(function: Any) -> dict[str, Any]:
    """The arguments of the first worked example that the model accepts as they stand."""
    examples = example_arguments(function)
    assert examples, "the docstring has no example that calls the function"
    return examples[0]


def inputs(arguments: Mapping[str, Any], scalars: bool = True) -> dict[str, Quantity]:
    return dict(leaf for name, value in arguments.items() for leaf in leaves(value, name, scalars))


def answers(result: Any) -> list[Any]:
    """Every quantity of an answer, in base units; what is no quantity as it is."""
    if isinstance(result, pint.Quantity):
        return [result.to_base_units()]
    parts = result._asdict() if hasattr(result, "_asdict") else result
    if dataclasses.is_dataclass(parts):
        parts = vars(parts)
    if isinstance(parts, Mapping):
        parts = list(parts.values())
    if isinstance(parts, list | tuple):
        return [x for part in parts for x in answers(part)]
    return [parts]


def same(one: Any, other: Any, scale: float = 1.0) -> bool:
    """Equal to rounding; an answer near zero counts against the largest of its kind."""
    if isinstance(one, pint.Quantity):
        if one.dimensionality != other.dimensionality:
            return False
        one, other = one.magnitude, other.magnitude
    if isinstance(one, str | bool) or one is None:
        return True  # words follow from numbers, and their digits may be rounded
    return np.allclose(one, other, rtol=1e-9, atol=1e-9 * scale, equal_nan=True)


def largest(values: list[Any]) -> float:
    numbers = [np.abs(v.magnitude).max() for v in values if isinstance(v, pint.Quantity)]
    finite = [float(n) for n in numbers if np.isfinite(n)]
    return max(finite, default=0.0)


def outer(path: str) -> str:
    return path.split(".")[0]


# ---- units ---------------------------------------------------------------------------------------------------------


def dimensions_by_name(function: Any) -> dict[str, Any]:
    names = list(function.__wrapped__.__annotations__)
    return dict(zip([n for n in names if n != "return"], dimensions_of(function) or (), strict=True))


def is_read(function: Any, arguments: Mapping[str, Any], path: str, value: Quantity) -> bool:
    """Whether another value of one input changes the answer."""
    before = answers(call(function, arguments, {}))
    try:
        after = answers(call(function, arguments, {path: value * 1.37}))
    except ValueError:
        return True
    return any(not same(b, a) for b, a in zip(before, after, strict=False))


def carried_through(function: Any, arguments: Mapping[str, Any], path: str, wrong: Quantity) -> bool:
    """Whether an open door is really open: the answer comes in other units when the argument does."""
    before, after = answers(call(function, arguments, {})), answers(call(function, arguments, {path: wrong}))
    if (function.__name__, path) in ONLY_RATIOS_COUNT:
        return True
    units = [(b.dimensionality, a.dimensionality) for b, a in zip(before, after, strict=True) if hasattr(b, "units")]
    return dimensions_by_name(function)[outer(path)] is None and any(b != a for b, a in units)


@each("function", FUNCTIONS)
@EXAMPLES
@given(factor=st.sampled_from(FACTORS))
def test_a_wrong_dimension_in_any_argument_is_refused(function: Any, factor: str) -> None:
    """An argument of any dimension may be taken, but then its dimension has to show in the answer."""
    arguments = worked_example(function)
    for path, value in inputs(arguments, scalars=False).items():
        base = value.to_base_units()
        wrong = Quantity(base.magnitude, base.units * ureg.Unit(factor))
        try:
            call(function, arguments, {path: wrong})
        except pint.DimensionalityError:
            continue
        used = is_read(function, arguments, path, value)
        assert not used or carried_through(function, arguments, path, wrong), f"{path} was taken in {wrong.units}"


# ---- impossible values ---------------------------------------------------------------------------------------------


def impossible(value: Quantity) -> Iterator[Quantity]:
    """Values that no argument means: negative, zero, no number, a million times too large."""
    size = abs(value.magnitude) if np.any(value.magnitude) else 1.0
    for magnitude in (-size, 0.0 * size, size * np.nan, 1e6 * size, -1e6 * size):
        yield Quantity(magnitude, value.units)


def known_words(function: Any, arguments: Mapping[str, Any]) -> set[str]:
    """Names of arguments and of fields of records among them, and the words that these are made of."""
    names = set(dimensions_by_name(function))
    for value in arguments.values():
        names |= fields(value)
    parts = {word.rstrip("s") for name in names for word in name.split("_") if len(word) > 3}
    return names | (parts - GENERAL)


def fields(value: Any) -> set[str]:
    found = set(getattr(value, "_fields", ())) | set(getattr(value, "__dataclass_fields__", ()))
    if isinstance(value, list | tuple):
        found |= {name for part in value for name in fields(part)}
    return found


@each("function", FUNCTIONS)
def test_an_impossible_value_is_answered_or_refused_by_name(function: Any) -> None:
    arguments = worked_example(function)
    words = known_words(function, arguments) | {"driver", "bounds"}
    for path, value in inputs(arguments).items():
        if not value._is_multiplicative:
            continue
        for bad in impossible(value):
            try:
                with np.errstate(all="ignore"):
                    call(function, arguments, {path: bad})
            except ValueError as refusal:
                text = str(refusal)
                assert any(word in text for word in words), f"{path} = {bad}: the message names no argument: {text}"
                assert "\n" not in text
