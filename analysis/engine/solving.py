"""Where an output crosses a level: break-even values of one input, at a point or over a whole grid.

The bracket is scanned first, and its parts are looked at from the low end: a point of the scan at the level, a change
of sign, an end of where the output is a number, and a dip towards the level, which may hide two crossings or touch it.
The first that meets the level is the answer, so that a level crossed twice is answered by the crossing nearest the low
end, and two crossings closer together than the scan are found where the output bends towards the level between its
points. Brent's method (a point) or Chandrupatla's (a grid, all elements at once) closes in. Where the output jumps over
the level, at a step or a pole, it never has that value: the next crossing is tried. One that is never crossed is
reported as such.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    "the output is above the level in places, below it in others, and not a number between them",
)
_ABOVE, _BELOW, _NO_NUMBER, _JUMPS, _BROKEN = range(1, 6)
_NOTHING, _ZERO, _CROSSING, _EDGE, _DIP = range(5)  # what may be found at a point of the scan, or between two
_MET = 1e-6  # of the gaps at both ends of a step of the scan: nearer than that the level is met
_TOUCHED = 1e-9  # of the same gaps: a dip that comes so near touches the level
_HALVINGS, _CUTS, _GOLDEN = 1100, 64, (5**0.5 - 1) / 2
_BESIDE = 1e-3  # of a step of the scan: so near to an end it is looked at whether the output turns away
_LAST_DIGIT = 4 * float(np.finfo(float).eps)


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
    scan: int = 65,
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
    kinds = _events(gaps[:, None])[:, 0]
    for row in np.flatnonzero(kinds).tolist():
        if kinds[row] == _ZERO:
            return float(points[row // 2]), 0
        kind = int(kinds[row])
        ends, sides = _intervals(np.array([row]), kind, points, gaps[:, None])
        (a, b), (at_a, at_b) = ([float(x[0]) for x in pair] for pair in (ends, sides))
        root = _look_inside(gap, kind, a, b, at_a, at_b, target)
        if root is not None:
            return root, 0
    return float("nan"), int(_why_none(gaps[:, None], kinds[:, None])[0])


def _look_inside(
    gap: Callable[[float], float], kind: int, a: float, b: float, at_a: float, at_b: float, target: float
) -> float | None:
    """Return where the level is met between two points of a scan, where it is."""
    if kind == _DIP:
        if _rises_from(gap, a, b, at_a, at_b):
            return None
        x, at_x = _lowest(gap, a, b, at_a)
        if at_x and np.sign(at_x) == np.sign(at_a):
            return x if abs(at_x) <= _TOUCHED * max(abs(at_a), abs(at_b)) else None
        b, at_b = x, at_x
    if kind == _EDGE:
        if np.isnan(at_a):
            a, at_a = _first_number(gap, a, b, at_b)
        else:
            b, at_b = _first_number(gap, b, a, at_a)
        if np.sign(at_a) == np.sign(at_b):
            return None
    root = _closed_in(gap, a, b, at_a, at_b)
    return root if abs(gap(root)) <= float(_near_enough(at_a, at_b, target)) else None


def _rises_from(gap: Callable[[float], float], a: float, b: float, at_a: float, at_b: float) -> bool:
    """Whether the output leaves the level at once from the nearer end: then there is no dip, as in most scans."""
    near, at_near = (a, at_a) if abs(at_a) < abs(at_b) else (b, at_b)
    beside = gap(near + _BESIDE * ((a + b) - 2 * near))
    return bool(np.sign(beside) == np.sign(at_near) and abs(beside) >= abs(at_near))


def _lowest(gap: Callable[[float], float], a: float, b: float, at_a: float) -> tuple[float, float]:
    """Return where the output comes nearest to the level, or passes it, by golden sections."""
    side = float(np.sign(at_a))
    x, y = b - _GOLDEN * (b - a), a + _GOLDEN * (b - a)
    at_x, at_y = gap(x), gap(y)
    for _ in range(_CUTS):
        if side * at_x <= 0 or side * at_y <= 0:
            break
        if side * at_x <= side * at_y:
            b, y, at_y = y, x, at_x
            x = b - _GOLDEN * (b - a)
            at_x = gap(x)
        else:
            a, x, at_x = x, y, at_y
            y = a + _GOLDEN * (b - a)
            at_y = gap(y)
    return (x, at_x) if side * at_x <= side * at_y else (y, at_y)


def _first_number(
    gap: Callable[[float], float], nowhere: float, somewhere: float, at_somewhere: float
) -> tuple[float, float]:
    """Return the end of where the output is a number, by halving, and how far it is from the level there."""
    for _ in range(_HALVINGS):
        middle = (nowhere + somewhere) / 2
        if middle in (nowhere, somewhere):
            break
        at_middle = gap(middle)
        if np.isnan(at_middle):
            nowhere = middle
        else:
            somewhere, at_somewhere = middle, at_middle
    return somewhere, at_somewhere


def _closed_in(gap: Callable[[float], float], a: float, b: float, at_a: float, at_b: float) -> float:
    """Return where the sign changes, to the last digit: by Brent's method, or by halving where that creeps."""
    if not at_a or not at_b:
        return a if not at_a else b
    root, found = scipy.optimize.brentq(gap, a, b, xtol=1e-300, rtol=_LAST_DIGIT, full_output=True, disp=False)
    if not found.converged:
        for _ in range(_HALVINGS):
            root = (a + b) / 2
            if root in (a, b):
                break
            at_root = gap(root)
            a, b = (root, b) if np.sign(at_root) == np.sign(at_a) else (a, root)
    near = (root + np.spacing(root) * np.arange(-4.0, 5.0)).tolist()
    return float(min(near, key=lambda x: (abs(gap(x)), abs(x - root))))


def _on_a_grid(
    run: Compiled, output: str, unknown: str, values: dict[str, Any], points: Floats, target: float
) -> tuple[Floats, NDArray[np.intp]]:
    """Do what `_at_a_point` does to all elements of a grid at once."""
    shape = np.broadcast_shapes(*(np.shape(value) for value in values.values()))
    size = int(np.prod(shape))
    varying = {k: np.broadcast_to(v, shape).reshape(-1) for k, v in values.items() if np.ndim(v)}
    single = Compiled(run.program.select(output), run.backend, simplify=False)

    def gap(x: Floats, *given: Floats) -> Floats:
        results = {output: np.empty(x.size)}
        columns = dict(zip(varying, given, strict=True))
        single.fill({**values, **columns, unknown: np.ravel(x)}, results)
        return results[output].reshape(x.shape) - target

    gaps = np.array([gap(np.full(size, x), *varying.values()) for x in points])
    kinds = _events(gaps)
    reason, root = _why_none(gaps, kinds), np.full(size, np.nan)
    while (open_ := np.flatnonzero(kinds.any(axis=0) & np.isnan(root))).size:
        row = np.argmax(kinds[:, open_] != _NOTHING, axis=0)
        kind = kinds[row, open_]
        kinds[row, open_] = _NOTHING
        found = np.where(kind == _ZERO, points[row // 2], np.nan)
        for what in (_CROSSING, _EDGE, _DIP):
            if (chosen := np.flatnonzero(kind == what)).size:
                (a, b), (at_a, at_b) = _intervals(row[chosen], what, points, gaps[:, open_[chosen]])
                given = tuple(v[open_[chosen]] for v in varying.values())
                found[chosen] = _inside_all(gap, what, a, b, at_a, at_b, given, target)
        met = ~np.isnan(found)
        root[open_[met]], reason[open_[met]] = found[met], 0
    return root.reshape(shape), reason.reshape(shape)


def _inside_all(
    gap: Callable[..., Floats], kind: int, a: Floats, b: Floats, at_a: Floats, at_b: Floats, given: Any, target: float
) -> Floats:
    """Return where the level is met in each of several intervals; NaN where it is not."""
    from scipy.optimize import elementwise  # only here: its import takes longer than most answers

    touched = np.full(a.size, np.nan)
    if kind == _DIP:
        x, at_x = _lowest_of_all(gap, a, b, at_a, given)
        nearer = np.abs(at_a) < np.abs(at_b)
        end, at_end = np.where(nearer, a, b), np.where(nearer, at_a, at_b)
        beside = gap(end + _BESIDE * ((a + b) - 2 * end), *given)
        rises = (np.sign(beside) == np.sign(at_end)) & (np.abs(beside) >= np.abs(at_end))
        at_x = np.where(rises, at_a, at_x)
        same = (np.sign(at_x) == np.sign(at_a)) & (at_x != 0)
        close = same & (np.abs(at_x) <= _TOUCHED * np.maximum(np.abs(at_a), np.abs(at_b)))
        touched[close] = x[close]
        b, at_b = x, np.where(same, np.nan, at_x)
    if kind == _EDGE:
        first = np.isnan(at_a)
        edge, at_edge = _first_numbers(
            gap, np.where(first, a, b), np.where(first, b, a), np.where(first, at_b, at_a), given
        )
        a, at_a = np.where(first, edge, a), np.where(first, at_edge, at_a)
        b, at_b = np.where(first, b, edge), np.where(first, at_b, at_edge)
    opposite = np.flatnonzero(np.sign(at_a) * np.sign(at_b) <= 0)
    if not opposite.size:
        return touched
    left, right = a[opposite], b[opposite]
    chosen = tuple(v[opposite] for v in given)
    solved = elementwise.find_root(gap, (left, right), args=chosen).x
    near = solved[:, None] + np.spacing(solved)[:, None] * np.arange(-4.0, 5.0)
    off = np.abs(np.array([gap(near[:, i], *chosen) for i in range(near.shape[1])]).T)
    best = np.argmin(off + np.abs(np.arange(-4.0, 5.0)) * 5e-324, axis=1)
    rows = np.arange(opposite.size)
    root = np.where(at_a[opposite] == 0, left, np.where(at_b[opposite] == 0, right, near[rows, best]))
    met = off[rows, best] <= _near_enough(at_a[opposite], at_b[opposite], target)
    exact = (at_a[opposite] == 0) | (at_b[opposite] == 0)
    touched[opposite] = np.where(met | exact, root, np.nan)
    return touched


def _lowest_of_all(gap: Callable[..., Floats], a: Floats, b: Floats, at_a: Floats, given: Any) -> tuple[Floats, Floats]:
    """Do what `_lowest` does to several intervals."""
    side = np.sign(at_a)
    x, y = b - _GOLDEN * (b - a), a + _GOLDEN * (b - a)
    at_x, at_y = gap(x, *given), gap(y, *given)
    for _ in range(_CUTS):
        done = (side * at_x <= 0) | (side * at_y <= 0)
        if done.all():
            break
        lower = side * at_x <= side * at_y
        end_a, end_b = np.where(lower, a, x), np.where(lower, y, b)
        next_x = np.where(lower, end_b - _GOLDEN * (end_b - end_a), y)
        next_y = np.where(lower, x, end_a + _GOLDEN * (end_b - end_a))
        asked = gap(np.where(lower, next_x, next_y), *given)
        next_at = np.where(lower, asked, at_y), np.where(lower, at_x, asked)
        a, b = np.where(done, a, end_a), np.where(done, b, end_b)
        x, y = np.where(done, x, next_x), np.where(done, y, next_y)
        at_x, at_y = (np.where(done, old, new) for old, new in zip((at_x, at_y), next_at, strict=True))
    lower = side * at_x <= side * at_y
    return np.where(lower, x, y), np.where(lower, at_x, at_y)


def _first_numbers(
    gap: Callable[..., Floats], nowhere: Floats, somewhere: Floats, at_somewhere: Floats, given: Any
) -> tuple[Floats, Floats]:
    """Do what `_first_number` does to several intervals."""
    for _ in range(_HALVINGS):
        middle = (nowhere + somewhere) / 2
        if ((middle == nowhere) | (middle == somewhere)).all():
            break
        at_middle = gap(middle, *given)
        nothing = np.isnan(at_middle)
        nowhere, somewhere = np.where(nothing, middle, nowhere), np.where(nothing, somewhere, middle)
        at_somewhere = np.where(nothing, at_somewhere, at_middle)
    return somewhere, at_somewhere


# ---- what a scan shows -----------------------------------------------------------------------------------------------


def _events(gaps: Floats) -> NDArray[np.int8]:
    """Return what there is to look at, for each element of a grid: a row for each point, and one for what follows."""
    count, size = gaps.shape
    kinds = np.zeros((2 * count, size), dtype=np.int8)
    sign, away, nothing = np.sign(gaps), np.abs(gaps), np.isnan(gaps)
    kinds[::2][gaps == 0] = _ZERO
    between = kinds[1:-1:2]
    same = sign[:-1] * sign[1:] > 0
    # a dip lies at a point nearer to the level than both neighbours, or at an end that is nearer than its neighbour
    falls, rises = away[1:] < away[:-1], away[:-1] < away[1:]
    level = away[1:] == away[:-1]
    inner = (falls[:-1] & (rises[1:] | level[1:])) & same[:-1] & same[1:]
    between[:-1][inner] = _DIP
    between[0][same[0] & rises[0]] = _DIP
    between[-1][same[-1] & falls[-1]] = _DIP
    between[sign[:-1] * sign[1:] < 0] = _CROSSING
    between[nothing[:-1] != nothing[1:]] = _EDGE
    return kinds


def _intervals(row: Any, kind: int, points: Floats, gaps: Floats) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """Return the two ends of what a row of `_events` stands for, and how far the output is from the level there."""
    left = row // 2
    right = left + 1
    each = np.arange(gaps.shape[1])
    if kind == _DIP:  # around the point that is nearest: between it and the next one too
        last = len(points) - 1
        nearer = np.abs(gaps[right, each]) < np.abs(gaps[left, each])
        right = np.where(nearer, np.minimum(right + 1, last), right)
    return (points[left], points[right]), (gaps[left, each], gaps[right, each])


def _near_enough(left: Any, right: Any, target: float) -> Any:
    """How near to the level an output has to come, by how far away it is at both ends; an infinite end says nothing."""
    ends = np.abs([left, right])
    return np.maximum(_MET * np.max(np.where(np.isfinite(ends), ends, 0.0), axis=0), 1e-9 * abs(target))


def _why_none(gaps: Floats, kinds: NDArray[np.int8]) -> NDArray[np.intp]:
    """Why an output that never meets the level does not, for each element of a grid: the number of a reason."""
    above, below = (gaps > 0).any(axis=0), (gaps < 0).any(axis=0)
    jumps = ((kinds == _CROSSING) | (kinds == _ZERO)).any(axis=0)
    one_side = np.where(above, _ABOVE, np.where(below, _BELOW, _NO_NUMBER))
    return np.where(jumps, _JUMPS, np.where(above & below, _BROKEN, one_side))
