"""Blocks in JavaScript against NumPy: every operation, every distribution, every draw, and only what a move reaches."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.engine import compile_program, discrete, from_range, trace, trace_mapping
from analysis.engine.blocks import Layout, block_script, literal, marginal, runtime
from analysis.engine.distributions import Distribution
from analysis.engine.graph import PRIMITIVES, function_of
from analysis.engine.sampling import sampler
from analysis.engine.tracing import Program
from analysis.units import Quantity, where

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="node runs the scripts of this test and is not installed")
EDGES = [-np.inf, -1000.0, -2.5, -1.0, -1e-300, -0.0, 0.0, 1e-300, 1e-9, 0.5, 1.0, 2.0, 3.0, 1000.0, np.inf, np.nan]


def node(script: str, tail: str, tmp_path: Path) -> Any:
    """Run a printed program with some lines after it that leave the answer in `answer`."""
    file = tmp_path / "blocks.js"
    numbers = "(key, x) => (typeof x === 'number' && !(Number.isFinite(x) && !Object.is(x, -0)) ? `${Object.is(x, -0) ? '-0' : x}` : x)"
    file.write_text(
        f"{runtime()}\nconst program = {script};\n{tail}\nconsole.log(JSON.stringify(answer, {numbers}));",
        encoding="utf-8",
    )
    done = subprocess.run([str(NODE), str(file)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def floats(found: Any) -> np.ndarray:
    words = {"Infinity": np.inf, "-Infinity": -np.inf, "NaN": np.nan, "-0": -0.0}
    return np.array([words[x] if isinstance(x, str) else x for x in found], dtype=float)


def applied(operation: str, *x: Any) -> Any:
    if operation == "where":
        return np.where(np.asarray(x[0]) != 0, x[1], x[2])
    return function_of(operation)(*x)


@pytest.mark.parametrize("operation", PRIMITIVES)
def test_an_operation_does_what_numpy_does_at_every_edge(operation: str, tmp_path: Path) -> None:
    """Zeros of both signs, infinities, NaN, ties, powers of ten: the same number and the same sign."""
    names = "abc"[: PRIMITIVES[operation]]
    base = {name: Quantity(1.5, "") for name in names}
    recorded = trace(lambda **x: {"out": sum(x.values())}, base)
    graph = recorded.nodes[0].graph
    symbols = [graph.symbol(name) for name in names]
    program = Program(recorded.inputs, {"out": graph.record(operation, *symbols)}, {"out": ""}, recorded.base)
    rows = list(itertools.product(EDGES, repeat=min(len(names), 2)))
    rows = [(*row, 7.0) if operation == "where" else row for row in rows]
    said = ",".join("[" + ",".join(literal(x) for x in row) + "]" for row in rows)
    tail = f"""const d = B.start(program);
const answer = [{said}].map((row) => {{
  d.hold(new Map(row.map((x, i) => ["{names}"[i], x])));
  return d.point("out");
}});"""
    script = block_script(program, sampler(program, {}), list(names), 256)
    got = floats(node(script, tail, tmp_path))
    with np.errstate(all="ignore"):
        want = np.asarray(applied(operation, *np.array(rows).T), dtype=float)
    np.testing.assert_allclose(got, want, rtol=1e-13 if operation == "ndtr" else 1e-14, atol=0)
    if operation not in ("minimum", "maximum"):  # of two zeros NumPy takes either
        zero = want == 0
        np.testing.assert_array_equal(np.signbit(got[zero]), np.signbit(want[zero]))
    if operation in ("floor", "ceil", "less", "less_equal", "greater", "greater_equal", "equal", "not_equal"):
        np.testing.assert_array_equal(got, want)


def test_steps_of_logarithms_fall_where_they_do_in_numpy(tmp_path: Path) -> None:
    program = trace(lambda x: {"ten": np.floor(np.log10(x)), "two": np.floor(np.log2(x))}, {"x": Quantity(1.0, "")})
    script = block_script(program, sampler(program, {}), ["x"], 256)
    values = [*(10.0**k for k in range(-30, 31)), *(2.0**k for k in range(-60, 61))]
    tail = f"""const d = B.start(program);
const answer = {[float(x) for x in values]}.map((x) => {{ d.hold(new Map([["x", x]])); return [d.point("ten"), d.point("two")]; }});"""
    found = node(script, tail, tmp_path)
    got = np.array([floats(pair) for pair in found])
    np.testing.assert_array_equal(got, np.floor(np.column_stack([np.log10(values), np.log2(values)])))


MARGINALS = {
    "uniform": Distribution("uniform", (2.0, 5.0)),
    "belief": from_range(Quantity(3.0, ""), Quantity(1.0, ""), Quantity(9.0, "")),
    "limits": from_range(Quantity(3.0, ""), Quantity(1.0, ""), Quantity(9.0, ""), "physical limits"),
    "normal": Distribution("normal", (1.0, 2.0)),
    "cut": Distribution("normal", (1.0, 2.0)).within(0.0, 4.0),
    "lognormal": from_range(Quantity(3.0, ""), Quantity(1.0, ""), Quantity(9.0, ""), kind="lognormal"),
    "celsius": Distribution("normal", (20.0, 5.0), "degC").in_unit("K"),
    "pert": from_range(Quantity(3.0, ""), Quantity(1.0, ""), Quantity(9.0, ""), kind="beta"),
    "leaning": Distribution("beta", (0.7, 12.0, 0.0, 1.0)).within(0.01, 0.2),
    "separate": discrete(Quantity(np.array([3.0, 1.0, 2.0]), ""), [0.1, 0.6, 0.3]),
    "one": Distribution("fixed", (4.0,)),
}


@pytest.mark.parametrize("correlated", [False, True])
def test_the_page_draws_what_the_sampler_draws(correlated: bool, tmp_path: Path) -> None:
    """Every family, cut, scaled and correlated; the point estimate stands at the base values."""
    base = {name: Quantity(0.25, "K" if name == "celsius" else "") for name in MARGINALS}
    program = trace(lambda **x: {name: value * 2 for name, value in x.items()}, base)
    pairs = {("belief", "lognormal"): 0.7, ("pert", "belief"): -0.3, ("cut", "uniform"): 0.4} if correlated else None
    points = sampler(program, MARGINALS, pairs, seed=5)
    tail = """const d = B.start(program);
const answer = Object.fromEntries(d.outputs.map((name) => [name, [...d.values(name), d.point(name)]]));"""
    found = node(block_script(program, points, count=1024), tail, tmp_path)
    want = {**points.constants, **points.draw(1024)}
    for name, drawn in found.items():
        np.testing.assert_allclose(
            floats(drawn[:-1]), np.broadcast_to(2 * want[name], 1024), rtol=1e-10, atol=1e-12, err_msg=name
        )
        assert drawn[-1] == 0.5


def chain(a: Any, b: Any, c: Any, d: Any) -> dict[str, Any]:
    """Steps that no, one or several moving inputs reach, more of them than a function holds."""
    total = np.sqrt(a * a + 1)
    for year in range(300):
        total = total + a / (1 + year) * np.exp(-a * year / 50)
    cost = total * b + where(c > b, c * d, d / b)
    return {"cost": cost, "share": np.minimum(cost / (1 + total), 3.0), "alone": total}


def test_a_move_gives_what_a_fresh_start_gives(tmp_path: Path) -> None:
    """Moves in any order, back and together, leave no stale number behind; what no move reaches is not computed again."""
    base = {name: Quantity(value, "") for name, value in zip("abcd", (1.0, 2.0, 3.0, 4.0), strict=True)}
    program = trace(chain, base)
    ranges = {name: Distribution("uniform", (0.5, 5.0)) for name in "abcd"}
    points = sampler(program, ranges, {("a", "b"): 0.5}, seed=1)
    moves: list[dict[str, float]] = [
        {},
        {"b": 1.0},
        {"b": 1.0, "c": 2.0},
        {"c": 2.0},
        {"d": 0.7},
        {},
        {"b": 2, "c": 1, "d": 3},
    ]
    held = ",".join(f"new Map({json.dumps([list(pair) for pair in move.items()])})" for move in moves)
    tail = f"""const d = B.start(program);
const answer = [{held}].map((values) => {{
  d.hold(values);
  return Object.fromEntries(d.outputs.map((name) => [name, [...d.values(name), d.point(name)]]));
}});"""
    script = block_script(program, points, {"b": "price", "c": "scenario", "d": "scenario"}, 512)
    run, drawn = compile_program(program), points.draw(512)
    for move, found in zip(moves, node(script, tail, tmp_path), strict=True):
        want, point = run({**drawn, **move}), run({**program.base, **move})
        for name, values in found.items():
            np.testing.assert_allclose(floats(values), [*want[name], point[name]], rtol=1e-12, err_msg=f"{move} {name}")


def test_steps_stand_in_the_part_that_the_moving_inputs_reach() -> None:
    program = trace(chain, {name: Quantity(1.0, "") for name in "abcd"}).simplify()
    layout = Layout(program, {"b": "price", "c": "scenario", "d": "scenario"})
    sizes = {reached: sum(len(p.steps) for p in layout.parts if p.reached == reached) for reached in range(4)}
    assert sizes[0] > 300 > 10 > sizes[1] + sizes[2] + sizes[3] > 0
    assert [p.reached for p in layout.parts] == sorted(
        (p.reached for p in layout.parts), key=lambda x: (x.bit_count(), x)
    )


def years(case: Any, count: int = 300) -> Any:
    """The same steps for each of many years, written side by side as arrays of years do."""
    rates = [np.exp(-case * year / 50) for year in range(count)]
    costs = [np.sqrt(rate + case) * np.log1p(rate * rate) for rate in rates]
    total = costs[0]
    for rate, cost in zip(rates[1:], costs[1:], strict=True):
        total = total + cost / (1 + rate)
    return {"total": total}


def test_a_value_is_used_soon_after_it_is_made() -> None:
    """However a model orders its steps: few values wait for a later function, and names are given again."""
    layout = Layout(trace(years, {"case": Quantity(2.0, "")}).simplify(), {"case": "case"})
    assert len(layout.parts) > 5
    assert layout.scratch_count <= 8
    names = {len(layout.function(part).partition("let ")[2].partition(";")[0].split(",")) for part in layout.parts}
    assert max(names) <= 6


def test_what_nothing_moves_is_a_number(tmp_path: Path) -> None:
    program = trace(lambda a: {"same": 0 * a + 3.0, "input": a * 1, "twice": a * 2}, {"a": Quantity(1.0, "")})
    tail = """const d = B.start(program); d.hold(new Map([["a", 5]]));
const answer = d.outputs.map((name) => [d.point(name), ...new Set(d.values(name))]);"""
    assert node(block_script(program, sampler(program, {}), ["a"], 256), tail, tmp_path) == [[3, 3], [5, 5], [10, 10]]


def test_the_text_is_the_same_in_every_run_and_evaluates_nothing() -> None:
    program = trace(chain, {name: Quantity(1.0, "") for name in "abcd"})
    points = sampler(program, {"a": Distribution("uniform", (0.0, 1.0))})
    script = block_script(program, points, ["b"])
    assert script == block_script(program, points, ["b"])
    assert "eval(" not in script + runtime()
    assert "new Function" not in script + runtime()
    assert "/*" not in runtime()


def test_names_of_inputs_are_text_and_never_code(tmp_path: Path) -> None:
    names = ["E", "v3", "m", "new", '"];throw 1;//', "η", "a.b"]
    program = trace_mapping(lambda x: {"sum": sum(x.values())}, {name: Quantity(2.0, "") for name in names})
    script = block_script(program, sampler(program, {}), names, 256)
    tail = 'const d = B.start(program); d.hold(new Map([["E", 3]])); const answer = [d.point("sum")];'
    assert node(script, tail, tmp_path) == [15]


def test_what_cannot_be_is_refused() -> None:
    names = [f"x{i}" for i in range(40)]
    program = trace_mapping(lambda x: {"sum": sum(x.values())}, {name: Quantity(1.0, "") for name in names})
    with pytest.raises(ValueError, match="at most 30 groups"):
        block_script(program, sampler(program, {}), names)
    with pytest.raises(ValueError, match="powers of two from 256"):
        block_script(program, sampler(program, {}), [], 1000)
    assert marginal(Distribution("normal", (1.0, 2.0)))[:2] == ["normal", [1.0, 2.0]]
