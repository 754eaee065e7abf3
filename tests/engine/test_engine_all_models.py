"""Every model of the library: the same answer traced and compiled as in pint, on random points.

Found by themselves: the public functions of `analysis.models` that carry ``@ureg.check``. A function is called on
random points of two kinds: near the worked example of its docstring, and anywhere in a range that the dimension of
each argument suggests (where all its arguments are quantities). A function whose docstring says "not traceable" is
left out by that mark; every other function has to pass.
"""

import contextlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import pint
import pytest

from analysis.engine import TraceError, compile_program, trace_mapping
from analysis.units import Quantity
from tests.each import each
from tests.models.discovery import (
    call,
    checked_functions,
    example_arguments,
    firsts,
    leaves,
    numbers,
    plausible_arguments,
)

POINTS, TRIES = 6, 60
NEAR = (0.93, 1.07)  # a point near the example has every argument multiplied by a factor from here


# ---- the comparison ------------------------------------------------------------------------------------------------


def accepted_points(
    function: Any, arguments: Mapping[str, Any], near: bool
) -> list[tuple[dict[str, Quantity], list[float]]]:
    """Random points that the model accepts, with what it answers in pint."""
    rng = np.random.default_rng(1)
    inputs = dict(leaf for name, value in arguments.items() for leaf in leaves(value, name))
    points = []
    for attempt in range(TRIES):
        low, high = NEAR if near else (0.1, 1.9)
        factors = np.ones(len(inputs)) if near and attempt == 0 else rng.uniform(low, high, len(inputs))
        values = {
            name: q * float(f) if q._is_multiplicative else q
            for (name, q), f in zip(inputs.items(), factors, strict=True)
        }
        with contextlib.suppress(ValueError, TypeError, pint.DimensionalityError), np.errstate(all="ignore"):
            points.append((values, numbers(call(function, arguments, values))))
        if len(points) == POINTS:
            break
    return points


def compare(function: Any, arguments: Mapping[str, Any], near: bool) -> int:
    points = accepted_points(function, arguments, near)
    if not points:
        return 0
    units = {name: str(value.units) for name, value in points[0][0].items()}
    try:
        program = trace_mapping(lambda quantities: call(function, arguments, quantities), units)
    except TraceError as problem:
        pytest.fail(f"cannot be traced, and its docstring does not say so: {problem}")
    run = compile_program(program)
    answers = np.array([answer for _, answer in points])
    # 1e-9 of the value, or of the model's own scale where a point lies near a zero of the model
    scale = 1e-9 * np.median(np.abs(np.where(np.isfinite(answers), answers, 0.0)), axis=0)
    one_by_one = np.array([list(run(values).values()) for values, _ in points])
    columns = {k: np.array([values[k].m_as(unit) for values, _ in points]) for k, unit in units.items()}
    together = np.array([np.broadcast_to(v, len(points)) for v in run(columns).values()]).T
    for got in (one_by_one, together):
        assert got.shape == answers.shape
        wrong = ~np.isclose(got, answers, rtol=1e-9, atol=np.nan_to_num(scale), equal_nan=True)
        assert not wrong.any(), f"traced {got[wrong]}, in pint {answers[wrong]}"
    return len(points)


@each("function", list(checked_functions()))
def test_traced_as_in_pint(function: Any) -> None:
    if "not traceable" in (function.__doc__ or "").lower():
        pytest.skip("marked as not traceable")
    tried = 0
    for arguments in example_arguments(function)[:2]:
        # an array in an example is either a table, which stays, or many samples, of which the first is taken
        tried += compare(function, arguments, near=True) or compare(function, firsts(arguments), near=True)
    if (made := plausible_arguments(function)) is not None:
        tried += compare(function, made, near=False)
    assert tried, "no example in the docstring to start from, and no made-up arguments that the model accepts"
