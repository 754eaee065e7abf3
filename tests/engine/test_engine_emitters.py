"""Every language that a program is printed in says what plain pint says, at the points where languages differ.

Single primitives at every pair of awkward points; then random models of them. The default run tries some hundred;
HYPOTHESIS_PROFILE=fuzz tries thousands.
"""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.engine import compile_program, javascript, live_chart_program, trace
from analysis.engine.blocks import block_script, runtime
from analysis.engine.compile import HAS_NUMBA
from analysis.engine.graph import BOOLEAN, PRIMITIVES, function_of
from analysis.engine.literals import kept
from analysis.engine.normal import JAVASCRIPT
from analysis.engine.sampling import sampler
from analysis.engine.tracing import Program
from analysis.units import Quantity, where

NODE = shutil.which("node")
POINTS = [
    -np.inf, -1e200, -8.0, -2.0, -1.0, -0.5, -1e-10, -1e-200, -0.0, 0.0, 1e-200, 1e-10, 1e-3, 0.25, 0.5, 1.0, 2.0, 3.0,
    8.0, 10.0, 1000.0, 1e15, 1e200, np.inf, np.nan,
]  # fmt: skip
WORDS = {"Infinity": np.inf, "-Infinity": -np.inf, "NaN": np.nan, "-0": -0.0}
_OUT = "(k, x) => typeof x === 'number' && !Number.isFinite(x) ? `${x}` : x"


def said(value: float) -> str:
    """Write a number so that node reads it back, infinities and zeros of both signs included."""
    return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(repr(value), repr(value))


def with_node(code: str) -> Any:
    done = subprocess.run([str(NODE), "-e", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-800:]
    return json.loads(done.stdout, object_pairs_hook=dict)


def number_of(found: Any) -> float:
    return float(WORDS.get(found, found)) if isinstance(found, str) else float(found)


def by_javascript(program: Program, points: list[dict[str, float]]) -> list[dict[str, float]]:
    rows = ",".join("{" + ",".join(f"[{json.dumps(k)}]:{said(v)}" for k, v in row.items()) + "}" for row in points)
    found = with_node(f"{javascript(program)}; console.log(JSON.stringify([{rows}].map(x => model(x)), {_OUT}))")
    return [{key: number_of(value) for key, value in row.items()} for row in found]


def by_vega(program: Program, points: list[dict[str, float]]) -> list[dict[str, float]]:
    """Evaluate the parameters of a chart one after the other, with Vega's own functions and no others in scope."""
    based = Program(program.inputs, program.outputs, program.units, dict.fromkeys(program.inputs, 0.25))
    chart = live_chart_program(based, dict.fromkeys(program.inputs, (-1000000000.0, 1000000000.0)))
    steps = [f"const {p['name']} = {p['expr']};" for p in chart["params"] if "expr" in p]
    names = "abs,acos,asin,atan,atan2,ceil,cos,exp,floor,log,max,min,pow,sin,sqrt,tan"
    body = [
        f"const {{{names}}} = Math; {JAVASCRIPT} const cumulativeNormal = ndtr;",
        f"return ($) => {{ const [{', '.join(chart['sliders'].values())}] = $; {' '.join(steps)}",
        f"return [{', '.join(chart['fields'].values())}]; }};",
    ]
    rows = ",".join("[" + ",".join(said(row[name]) for name in chart["sliders"]) + "]" for row in points)
    found = with_node(
        f"const f = (() => {{ {' '.join(body)} }})(); console.log(JSON.stringify([{rows}].map(f), {_OUT}))"
    )
    return [dict(zip(program.outputs, map(number_of, row), strict=True)) for row in found]


def by_draws(program: Program, points: list[dict[str, float]]) -> list[dict[str, float]]:
    """Hold every input of a page's program, and read the point that follows."""
    based = Program(program.inputs, program.outputs, program.units, dict.fromkeys(program.inputs, 0.25))
    script = block_script(based, sampler(based, {}), list(program.inputs), 256)
    rows = ",".join("[" + ",".join(f"[{json.dumps(k)},{said(v)}]" for k, v in row.items()) + "]" for row in points)
    found = with_node(
        f"{runtime()} const d = B.start({script}); console.log(JSON.stringify([{rows}].map((row) => "
        f"{{ d.hold(new Map(row)); return d.outputs.map((name) => [name, d.point(name)]); }}), {_OUT}))"
    )
    return [{name: number_of(value) for name, value in row} for row in found]


def by_python(program: Program, points: list[dict[str, float]]) -> list[dict[str, float]]:
    run = compile_program(program)
    return [run(row) for row in points]


def by_numpy(program: Program, points: list[dict[str, float]]) -> list[dict[str, float]]:
    run = compile_program(program, "numpy")
    got = run({name: np.array([row[name] for row in points]) for name in program.inputs})
    return [{name: float(values[i]) for name, values in got.items()} for i in range(len(points))]


def by_mixing(program: Program, points: list[dict[str, float]]) -> list[dict[str, float]]:
    """Give some inputs as numbers and the others as arrays, in turn."""
    run, names, found = compile_program(program, "numpy"), list(program.inputs), []
    for i, row in enumerate(points):
        given = {name: np.array([row[name]] * 2) if (i >> k) & 1 else row[name] for k, name in enumerate(names)}
        found.append({name: float(np.ravel(value)[0]) for name, value in run(given).items()})
    return found


ON_A_PAGE = ("Vega", "the draws of a page")
LANGUAGES = {"Python": by_python, "NumPy": by_numpy, "numbers and arrays": by_mixing}
if NODE:
    LANGUAGES |= {"JavaScript": by_javascript, "Vega": by_vega, "the draws of a page": by_draws}


def check(
    program: Program, points: list[dict[str, float]], want: dict[str, np.ndarray], unsure: np.ndarray, room: Any
) -> None:
    for language, run in LANGUAGES.items():
        got = run(program, points)
        # what a reader holds is finite, and the algebra of charts and of draws is cleaned up for that
        beyond = np.array([language in ON_A_PAGE and not np.isfinite(list(row.values())).all() for row in points])
        for name, values in want.items():
            found = np.array([row[name] for row in got])
            with np.errstate(invalid="ignore"):
                wrong = ~np.isclose(found, values, rtol=1e-9, atol=room, equal_nan=True) & ~unsure & ~beyond
            bad = [(points[i], found[i], values[i]) for i in np.flatnonzero(wrong)[:3]]
            assert not bad, f"{language}, {name}: at, got, wanted {bad}"


# ---- one primitive at a time -----------------------------------------------------------------------------------------


def one(operation: str) -> tuple[Program, list[dict[str, float]]]:
    """Give a program of one primitive, and every combination of awkward points."""
    names = "abc"[: PRIMITIVES[operation]]
    recorded = trace(lambda **x: {"out": sum(x.values())}, dict.fromkeys(names, ""))
    graph = recorded.nodes[0].graph
    node = graph.record(operation, *(graph.symbol(name) for name in names))
    rows = itertools.product(POINTS, repeat=min(len(names), 2))
    return Program(recorded.inputs, {"out": node}, {"out": ""}), [
        dict(zip(names, (*row, 7.0), strict=False)) for row in rows
    ]


@pytest.mark.parametrize("operation", PRIMITIVES)
def test_a_primitive_at_every_awkward_point(operation: str) -> None:
    program, points = one(operation)
    columns = [np.array([row[name] for row in points]) for name in program.inputs]
    with np.errstate(all="ignore"):
        if operation == "where":
            columns[0] = columns[0] != 0
        want = np.asarray(function_of(operation)(*columns), dtype=float)
    big = np.abs(columns[0]) > 1e14 if operation in ("sin", "cos", "tan") else np.zeros(len(points), dtype=bool)
    check(program, points, {"out": want}, big, 0.0)


@pytest.mark.skipif(not HAS_NUMBA, reason="numba is an extra")
def test_every_primitive_at_every_awkward_point_in_numba() -> None:
    """All of them in one program, since compiling takes longer than running."""
    for count in (1, 2):
        names = "ab"[:count]
        recorded = trace(lambda **x: {"out": sum(x.values())}, dict.fromkeys(names, ""))
        graph = recorded.nodes[0].graph
        symbols = [graph.symbol(name) for name in names]
        chosen = [name for name, arity in PRIMITIVES.items() if arity == count]
        program = Program(
            recorded.inputs, {name: graph.record(name, *symbols) for name in chosen}, dict.fromkeys(chosen, "")
        )
        rows = np.array(list(itertools.product(POINTS, repeat=count))).T
        got = compile_program(program, "numba")(dict(zip(names, rows, strict=True)))
        for name in chosen:
            with np.errstate(all="ignore"):
                want = np.asarray(function_of(name)(*rows), dtype=float)
            fine = np.abs(rows[0]) < 1e14 if name in ("sin", "cos", "tan") else np.ones(rows.shape[1], dtype=bool)
            np.testing.assert_allclose(got[name][fine], want[fine], rtol=1e-9, atol=0, err_msg=name)


@pytest.mark.skipif(not NODE, reason="needs node")
def test_logarithms_and_roots_of_powers_are_whole_in_the_browser() -> None:
    def model(x: Quantity, y: Quantity, z: Quantity) -> dict[str, Quantity]:
        return {"ten": np.floor(np.log10(x)), "two": np.floor(np.log2(y)), "root": np.floor(np.cbrt(z))}

    program = trace(model, {"x": "", "y": "", "z": ""})
    points = [{"x": 10.0**k, "y": 2.0**k, "z": float(k) ** 3} for k in range(-60, 61)]
    for run in (by_javascript, by_vega):
        got = run(program, points)
        assert [row["ten"] for row in got] == [float(k) for k in range(-60, 61)]
        assert [row["two"] for row in got] == [float(k) for k in range(-60, 61)]
        assert [row["root"] for row in got] == [float(k) for k in range(-60, 61)]


NAMES = [
    "E",
    "PI",
    "v3",
    "v4",
    "new",
    "datum",
    "NaN",
    "η",
    "a.b",
    "a_b",
    "x-y",
    "true",
    "2nd",
    "__proto__",
    "LN2",
    "out",
]


@pytest.mark.skipif(not NODE, reason="needs node")
def test_no_name_means_anything_but_its_input() -> None:
    from analysis.engine import trace_mapping

    def model(q: Any) -> dict[str, Quantity]:
        total = sum((k + 2.0) * x for k, x in enumerate(q.values()))
        waves = np.exp(total / 1e3) * np.sin(total)
        return {"out": total, "v5": waves * waves + q["v3"], "E": 3 * q["E"] + 1, "__proto__": q["PI"]}

    program = trace_mapping(model, {name: Quantity(1.0, "") for name in NAMES})
    point = {name: 0.5 + k for k, name in enumerate(NAMES)}
    want = compile_program(program)(point)
    for run in (by_javascript, by_vega):
        (got,) = run(program, [point])
        np.testing.assert_allclose([got[name] for name in want], list(want.values()), rtol=1e-9)


# ---- random models ---------------------------------------------------------------------------------------------------

UNARY = [name for name, arity in PRIMITIVES.items() if arity == 1]
BINARY = [name for name, arity in PRIMITIVES.items() if arity == 2]


@st.composite
def models(draw: Any, depth: int = 4) -> Any:
    """A random model as nested tuples of primitives over three inputs and awkward constants."""
    kind = draw(st.integers(0, 5)) if depth else 0
    if kind == 0:
        return draw(st.sampled_from(["a", "b", "c", 0.0, 1.0, 2.0, -1.0, 0.5, 3.0]))
    below = models(depth=depth - 1)
    if kind == 1:
        return ("where", draw(below), draw(below), draw(below))
    if kind == 2:
        return (draw(st.sampled_from(UNARY)), draw(below))
    return (draw(st.sampled_from(BINARY)), draw(below), draw(below))


def applied(tree: Any, inputs: dict[str, Any], seen: list[Any]) -> Any:
    """Evaluate a model with pint; note every value on the way, and where a step or a difference is a matter of rounding."""
    if isinstance(tree, str):
        return inputs[tree]
    if isinstance(tree, float):
        return Quantity(tree, "")
    operation, *rest = tree
    x = [applied(part, inputs, seen) for part in rest]
    if operation == "where":
        flag = x[0].m != 0 if isinstance(x[0].m, np.ndarray | float | int) else x[0].m
        value = where(flag, x[1], x[2])
    elif operation in BOOLEAN:
        value = Quantity(function_of(operation)(*(part.m for part in x)) * 1.0, "")
    else:
        value = Quantity(function_of(operation)(*(part.m for part in x)), "")
    seen.append((operation, [part.m for part in x], value.m))
    return value


def unsure_of(seen: list[Any], size: int) -> tuple[np.ndarray, np.ndarray]:
    """Where rounding may decide, and how large the numbers on the way were."""
    unsure, scale = np.zeros(size, dtype=bool), np.zeros(size)
    for operation, operands, value in seen:
        x = [np.broadcast_to(np.asarray(part, dtype=float), size) for part in operands]
        y = np.broadcast_to(np.asarray(value, dtype=float), size)
        scale = np.fmax(scale, np.where(np.isfinite(y), np.abs(y), 0.0))
        largest = np.fmax.reduce([np.abs(part) for part in x])
        if operation in ("add", "subtract") or operation in BOOLEAN:
            gap = y if operation in ("add", "subtract") else x[0] - x[-1]
            unsure |= (np.abs(gap) < 1e-6 * largest) & (gap != 0)
        if operation in BOOLEAN:  # a tie with a constant that stored programs round, lest it differ between processors
            unsure |= (x[0] == x[-1]) & any(np.ndim(part) == 0 and kept(float(part)) != part for part in operands)
        if operation in ("ceil", "floor"):
            unsure |= (np.abs(x[0] - np.round(x[0])) < 1e-9 * np.maximum(np.abs(x[0]), 1)) & (x[0] != np.round(x[0]))
            unsure |= np.abs(x[0]) > 1e6
        if operation in ("sin", "cos", "tan"):
            unsure |= largest > 1e4
            unsure |= np.abs(y) > 1e4
            unsure |= np.abs(y) < 1e-9
        if operation in ("exp", "expm1", "power", "ndtr"):
            unsure |= np.isfinite(y) & (np.abs(np.log(np.abs(y))) > 200)
        if operation in ("log", "log2", "log10", "arccos", "arcsin", "ndtri"):
            unsure |= np.isfinite(y) & (np.abs(y) < 1e-6)  # of a number beside one, whose last digit decides
        # zeros of either sign, and what came so near to zero that another order of steps makes it zero
        unsure |= (y != 0) & (np.abs(y) < 1e-290)
        unsure |= np.isfinite(y) & (np.abs(y) > 1e290)
        if operation in ("divide", "arctan2", "power", "minimum", "maximum", "where"):
            unsure |= np.any([part == 0 for part in x], axis=0) & np.any(
                [np.signbit(part) & (part == 0) for part in x], axis=0
            )
    return unsure, scale


SOME = [-np.inf, -2.0, -1.0, -0.5, 0.0, 1e-3, 0.5, 1.0, 2.0, 3.0, 10.0, 1000.0, np.inf, np.nan]


@given(models(), st.lists(st.tuples(*[st.sampled_from(SOME)] * 3), min_size=8, max_size=8))
def test_a_random_model_means_the_same_in_every_language(tree: Any, rows: list[tuple[float, ...]]) -> None:
    inputs = dict.fromkeys("abc", "")
    with np.errstate(all="ignore"):
        program = trace(lambda **x: {"out": applied(tree, x, [])}, inputs)
    points = [dict(zip("abc", row, strict=True)) for row in rows]
    seen: list[Any] = []
    with np.errstate(all="ignore"):
        columns = {name: Quantity(np.array([row[name] for row in points]), "") for name in "abc"}
        want = np.broadcast_to(np.asarray(applied(tree, columns, seen).m, dtype=float), len(points))
        unsure, scale = unsure_of(seen, len(points))
    check(program, points, {"out": want}, unsure, 1e-9 * scale)
