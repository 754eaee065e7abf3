"""Where an output crosses a level: break-even values of one input, at a point or over a whole grid.

The bracket is scanned first, so that a level that is crossed twice is answered by the crossing nearest the low end, and
one that is never crossed is reported as such. Then Brent's method (a point) or Chandrupatla's (a grid, all elements at
once) closes in. Where the output jumps over the level, at a step or a pole, it never has that value: the next crossing
is tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import scipy
from numpy.typing import NDArray

from analysis.engine.compile import Compiled, compile_program
from analysis.engine.tracing import Program, in_unit, only_output
from analysis.units import Quantity, ureg

Floats = NDArray[np.float64]
Spacing = Literal["linear", "logarithmic"]
_REASONS = (
    "",
    "the output stays above the level",
    "the output stays below the level",
    "the output is not a number",
    "the output jumps over the level",
)
_ABOVE, _BELOW, _NO_NUMBER, _JUMPS = range(1, 5)
_MET = 1e-6  # of the gaps at both ends of a step of the scan: nearer than that the level is met


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
    crossed = _crossed(gaps)
    for left in np.flatnonzero(crossed):
        ends = float(points[left]), float(points[left + 1])
        root = float(scipy.optimize.brentq(gap, *ends, xtol=1e-300, rtol=1e-14))
        if abs(gap(root)) <= _near_enough(gaps[left], gaps[left + 1], target):
            return root, 0
    return float("nan"), _JUMPS if crossed.any() else int(_why_none(gaps))


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
    crossed = _crossed(gaps)
    root, reason = np.full(size, np.nan), np.where(crossed.any(axis=0), _JUMPS, _why_none(gaps))
    while (open_ := np.flatnonzero(crossed.any(axis=0) & np.isnan(root))).size:
        left = np.argmax(crossed[:, open_], axis=0)
        given = tuple(v[open_] for v in varying.values())
        solved = elementwise.find_root(gap, (points[left], points[left + 1]), args=given)
        near = _near_enough(gaps[left, open_], gaps[left + 1, open_], target)
        met = solved.success & (np.abs(gap(solved.x, *given)) <= near)
        root[open_[met]], reason[open_[met]] = solved.x[met], 0
        crossed[left, open_] = False
    return root.reshape(shape), reason.reshape(shape)


def _crossed(gaps: Floats) -> NDArray[np.bool_]:
    """Whether neighbours in the scan have opposite signs, for each element of a grid."""
    sign = np.sign(gaps)
    return np.asarray(sign[:-1] * sign[1:] <= 0)  # false where either is NaN


def _near_enough(left: Any, right: Any, target: float) -> Any:
    """How near to the level an output has to come, by how far away it is at both ends; an infinite end says nothing."""
    ends = np.abs([left, right])
    return np.maximum(_MET * np.max(np.where(np.isfinite(ends), ends, 0.0), axis=0), 1e-9 * abs(target))


def _why_none(gaps: Floats) -> NDArray[np.intp]:
    """Why an output that is never crossed is not, for each element of a grid: the number of a reason."""
    known = np.isfinite(gaps)
    above = np.max(np.where(known, np.sign(gaps), -1.0), axis=0) > 0
    return np.where(known.any(axis=0), np.where(above, _ABOVE, _BELOW), _NO_NUMBER)
