"""Where an output crosses a level: break-even values of one input, at a point or over a whole grid.

The bracket is scanned first, so that a level that is crossed twice is answered by the crossing nearest the low end, and
one that is never crossed is reported as such. Then Brent's method (a point) or Chandrupatla's (a grid, all elements at
once) closes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import scipy
from numpy.typing import NDArray

from analysis.engine.compile import Compiled, compile_program
from analysis.engine.differentiate import only_output
from analysis.engine.tracing import Program, in_unit
from analysis.units import Quantity, ureg

Floats = NDArray[np.float64]
Spacing = Literal["linear", "logarithmic"]
_REASONS = ("", "the output stays above the level", "the output stays below the level", "the output is not a number")


@dataclass(frozen=True)
class BreakEven:
    """Where an output crosses a level.

    Attributes
    ----------
    value : Quantity
        The value of the unknown; NaN where there is none. A number, or an array of the shape of the grid.
    feasible : bool or ndarray of bool
        Whether there is one.
    reason : str or ndarray of str
        Why there is none; empty where there is one.
    """

    value: Quantity
    feasible: Any
    reason: Any


def break_even(
    program: Program | Compiled,
    unknown: str,
    bracket: tuple[Quantity | float, Quantity | float],
    *,
    level: Quantity | float = 0.0,
    output: str | None = None,
    at: Mapping[str, Any] | None = None,
    scan: int = 17,
    spacing: Spacing = "linear",
) -> BreakEven:
    """Return the value of one input at which an output crosses a level.

    Parameters
    ----------
    program : Program or Compiled
        What to solve.
    unknown : str
        The input to find.
    bracket : tuple of Quantity or float
        Where to look, in the unit of the unknown when bare.
    level : Quantity or float
        What the output has to reach, in its unit when bare.
    output : str, optional
        Which output; not needed when there is one.
    at : mapping, optional
        Values of the other inputs; arrays that broadcast make a grid. What is left out has its base value.
    scan : int
        Points of the bracket at which the sign is looked at first: more of them separate crossings that lie closer.
    spacing : {"linear", "logarithmic"}
        Of these points.

    Returns
    -------
    BreakEven

    Examples
    --------
    >>> from analysis.engine.tracing import trace
    >>> def lead(speed, other, time):
    ...     return (speed - other) * time - Quantity(100.0, "m")
    >>> program = trace(lead, {"speed": "m/s", "other": Quantity(3.0, "m/s"), "time": Quantity(50.0, "s")})
    >>> print(break_even(program, "speed", (0.0, 10.0)).value)
    5.0 meter / second
    """
    run = program if isinstance(program, Compiled) else compile_program(program)
    name = only_output(run.program, output)
    unit = run.program.unit_of(unknown)
    low, high = (float(in_unit(end, unit, unknown)) for end in bracket)
    points = _scan_points(low, high, scan, spacing, unknown)
    given = {key: value for key, value in (at or {}).items() if key != unknown}
    values = run.program.values({**given, unknown: low})
    target = float(in_unit(level, run.program.units[name], "level"))
    root: Any
    reason: Any
    solve = _on_a_grid if any(np.ndim(value) for value in values.values()) else _at_a_point
    root, reason = solve(run, name, unknown, values, points, target)
    words = np.array(_REASONS)[reason]
    found = Quantity(root, ureg.Unit(unit))
    return BreakEven(found, reason == 0, words if np.ndim(words) else str(words))


def _scan_points(low: float, high: float, count: int, spacing: Spacing, unknown: str) -> Floats:
    if not low < high or count < 2 or (spacing == "logarithmic" and low <= 0):
        needs = "a low end below its high end" + (" and above zero" if spacing == "logarithmic" else "")
        raise ValueError(f"the bracket of {unknown!r} needs {needs}, and two points or more; got {low:g} to {high:g}")
    return np.asarray((np.geomspace if spacing == "logarithmic" else np.linspace)(low, high, count))


def _at_a_point(
    run: Compiled, output: str, unknown: str, values: dict[str, float], points: Floats, target: float
) -> tuple[float, int]:
    function = run.scalar_function(output)
    place = list(values).index(unknown)
    arguments = list(values.values())

    def gap(x: float) -> float:
        arguments[place] = x
        return float(function(*arguments)[0]) - target

    gaps = np.array([gap(x) for x in points.tolist()])
    crossing, reason = _first_crossing(gaps[:, None])
    if reason[0]:
        return float("nan"), int(reason[0])
    left, right = (float(points[crossing[0] + i]) for i in (0, 1))
    return float(scipy.optimize.brentq(gap, left, right, xtol=1e-300, rtol=1e-14)), 0


def _on_a_grid(
    run: Compiled, output: str, unknown: str, values: dict[str, Any], points: Floats, target: float
) -> tuple[Floats, NDArray[np.intp]]:
    shape = np.broadcast_shapes(*(np.shape(value) for value in values.values()))
    size = int(np.prod(shape))
    varying = {k: np.broadcast_to(v, shape).reshape(-1) for k, v in values.items() if np.ndim(v)}
    single = Compiled(run.program.select(output), run.backend, simplify=False)
    from scipy.optimize import elementwise  # only here: its import takes longer than most answers

    def gap(x: Floats, *given: Floats) -> Floats:
        results = {output: np.empty(x.size)}
        columns = dict(zip(varying, given, strict=True))
        single.fill({**values, **columns, unknown: np.ravel(x)}, results)
        return results[output].reshape(x.shape) - target

    gaps = np.array([gap(np.full(size, x), *varying.values()) for x in points])
    crossing, reason = _first_crossing(gaps)
    root = np.full(size, np.nan)
    good = reason == 0
    if good.any():
        ends = points[crossing[good]], points[crossing[good] + 1]
        solved = elementwise.find_root(gap, ends, args=tuple(v[good] for v in varying.values()))
        root[good] = np.where(solved.success, solved.x, np.nan)
        reason[good] = np.where(solved.success, 0, 3)
    return root.reshape(shape), reason.reshape(shape)


def _first_crossing(gaps: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Find the first pair of neighbours of opposite sign in each column, or why there is none (an index of reasons)."""
    sign = np.sign(gaps)
    crossed = sign[:-1] * sign[1:] <= 0  # false where either is NaN
    crossing = np.argmax(crossed, axis=0)
    known = np.isfinite(gaps).any(axis=0)
    above = np.nanmax(np.where(known, sign, 0.0), axis=0) > 0
    reason = np.where(crossed.any(axis=0), 0, np.where(known, np.where(above, 1, 2), 3))
    return crossing, reason
