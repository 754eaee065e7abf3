import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.engine import Program, compile_program, trace
from analysis.units import Quantity
from tests.each import each

PURE = {"a": "", "b": "", "c": ""}


def operations(program: Program) -> list[str]:
    return sorted(node.operation for node in program.steps)


def simplified(model: Any, inputs: dict[str, str] | None = None) -> list[str]:
    return operations(trace(model, inputs or PURE).simplify())


CASES: dict[str, tuple[Any, list[str]]] = {
    "what may be zero does not cancel": (lambda a, b, c: a * b / (b * c), ["divide", "multiply", "multiply"]),
    "constants gather": (lambda a, b, c: 2 * a * 3 * b / 6, ["multiply"]),
    "what terms share leaves the sum": (lambda a, b, c: a * b + a * c, ["add", "multiply"]),
    "what some terms share leaves these": (
        lambda a, b, c: a * b + a * c + 2.0 * b,
        ["add", "add", "multiply", "multiply"],
    ),
    "terms cancel": (lambda a, b, c: (a + b) - b, []),
    "equal terms gather": (lambda a, b, c: a + b + a - b * 0.5, ["add", "multiply", "multiply"]),
    "a sum and its opposite are one": (
        lambda a, b, c: np.exp(a - b) * np.exp(-(b - a)),
        ["exp", "multiply", "subtract"],
    ),
    "one minus stays one minus": (lambda a, b, c: np.minimum(1 - a, 0.5), ["minimum", "subtract"]),
    "whole powers are multiplied": (lambda a, b, c: a**5.0, ["multiply"] * 3),
    "broken powers share their part": (lambda a, b, c: a**0.5 + a**1.5, ["add", "multiply", "sqrt"]),
    "nothing is divided twice": (lambda a, b, c: b / a**1.0 + c / a**1.0, ["add", "divide"]),
    "two negatives": (lambda a, b, c: -(a * -1.0), []),
    "nought": (lambda a, b, c: a * 0.0 + b - b, []),
}


@pytest.mark.parametrize("case", CASES)
def test_what_algebra_finds(case: str) -> None:
    model, wanted = CASES[case]
    assert simplified(model) == wanted


def test_a_ladder_of_powers_is_one_multiplication_a_rung() -> None:
    def discounted(price: Quantity, rate: Quantity) -> Quantity:
        return sum(price * (1 + rate) ** -(year + 0.5) for year in range(10))

    program = trace(discounted, {"price": "USD", "rate": ""})
    found = operations(program.simplify())
    assert operations(program).count("power") == 9 + 1
    assert found.count("power") == 0
    assert found.count("sqrt") == 1
    # ten sums, nine rungs, and price and root once below the line
    assert (found.count("add"), found.count("multiply")) == (10, 9)


def test_broken_powers_of_negative_numbers_stay_undefined() -> None:
    run = compile_program(trace(lambda a: {"root": np.sqrt(a) * np.sqrt(a), "power": a**1.5}, {"a": ""}))
    assert all(np.isnan(value) for value in run(a=-2.0).values())


EXTREME: dict[str, tuple[Any, dict[str, float]]] = {
    "a constant to a power": (lambda a, b, c: (1e-30 * a) ** 12, {"a": 1e30}),
    "one that overflows": (lambda a, b, c: (1e9 * a) ** 40 + (1e30 * b) ** 12, {"a": 1e-9, "b": 1e-30}),
    "small constants gathered": (lambda a, b, c: (1e-200 * a) * (1e-200 * b), {"a": 1e200, "b": 1e200}),
    "ratios gathered": (lambda a, b, c: (a / b) * (c / b), {"a": 1e200, "b": 1e200, "c": 1e200}),
    "a root below the line, at nought": (lambda a, b, c: a**-0.5, {"a": 0.0}),
    "a root below the line, at infinity": (lambda a, b, c: a**-0.5, {"a": np.inf}),
    "a broken power": (lambda a, b, c: a**-3.5, {"a": 1e80}),
    "a broken power of minus infinity": (lambda a, b, c: a**1.5, {"a": -np.inf}),
    "nought times infinity": (lambda a, b, c: a * 0, {"a": np.inf}),
    "a number by itself": (lambda a, b, c: a / a, {"a": 0.0}),
    "infinity less itself": (lambda a, b, c: a - a, {"a": np.inf}),
    "a shared factor": (lambda a, b, c: (a * c) / (b * c), {"c": 0.0}),
    "a shared factor that is a sum": (lambda a, b, c: a * (c - 1) / (b * (c - 1)), {"c": 1.0}),
    "infinite on the way": (lambda a, b, c: 1 / c - 1 / c + a, {"c": 0.0}),
    "nought times what is infinite on the way": (lambda a, b, c: 0 * (1 / c) + a, {"c": 0.0}),
    "compared in the end": (lambda a, b, c: ((a / b) * (c / b) > 0.5) * 1.0, {"a": 1e200, "b": 1e200, "c": 1e200}),
    "under one": (lambda a, b, c: 1 + (1e-200 * a) * (1e-200 * b), {"a": 1e200, "b": 1e200}),
}


@pytest.mark.parametrize("case", EXTREME)
def test_nothing_overflows_vanishes_or_cancels_that_did_not_before(case: str) -> None:
    model, point = EXTREME[case]
    program, given = trace(model, PURE), {"a": 2.0, "b": 3.0, "c": 5.0} | point
    with np.errstate(all="ignore"):
        answer = model(**{name: Quantity(np.array([value]), "") for name, value in given.items()})
    want = float(np.ravel(getattr(answer, "m", answer))[0])
    run = compile_program(program)
    columns = {name: np.array([1.5, value]) for name, value in given.items()}
    for got in (
        run(given)["<lambda>"],
        run(columns)["<lambda>"][1],
        pickle.loads(pickle.dumps(run))(given)["<lambda>"],
    ):
        assert got == pytest.approx(want, rel=1e-12, nan_ok=True)


def test_simplified_twice_is_simplified_once() -> None:
    program = trace(lambda a, b, c: (a + b) ** 3 / c + a * b - c * b, PURE).simplify()
    assert program.simplify().hash == program.hash


def test_the_text_is_the_same_whatever_the_seed_of_hashes() -> None:
    code = (
        "import sys\nsys.path.insert(0, sys.argv[1]); import test_engine_simplify as x"
        "\nprint(x.TWO_PLANTS.simplify().hash)"
    )
    folder = str(Path(__file__).parent)
    found = {
        subprocess.run(
            [sys.executable, "-c", code, folder],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert found == {f"{TWO_PLANTS.simplify().hash}\n".encode()}


def _two_plants(a: Quantity, b: Quantity, c: Quantity) -> dict[str, Quantity]:
    rates = [np.minimum(a * 0.9**year, b) * (1 + c) ** -(year + 0.5) for year in range(8)]
    return {"sum": sum(rates) / a, "weighted": sum(rate * b**i + c for i, rate in enumerate(rates))}


TWO_PLANTS = trace(_two_plants, PURE)


def test_inputs_units_and_base_stay() -> None:
    program = trace(lambda a, b: (a * b).to("J"), {"a": Quantity(2.0, "N"), "b": "km"}).simplify()
    assert (program.inputs, program.units, program.base) == (
        {"a": "newton", "b": "kilometer"},
        {"<lambda>": "joule"},
        {"a": 2.0},
    )


@st.composite
def expressions(draw: Any, depth: int = 4) -> str:
    """A random formula of three positive inputs, without differences that would only measure rounding."""
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(["a", "b", "c", "2.0", "0.5", "1.0"]))
    left, right = draw(expressions(depth=depth - 1)), draw(expressions(depth=depth - 1))
    shape = draw(st.sampled_from(["({}+{})", "({}*{})", "({}/{})", "np.minimum({},{})", "({})**2+{}", "({})**-1.5*{}"]))
    return shape.format(left, right)


@given(expressions())
def test_a_random_formula_keeps_its_value(text: str) -> None:
    def model(a: Any, b: Any, c: Any) -> Any:
        return eval(text, {"np": np, "a": a, "b": b, "c": c})

    program = trace(lambda a, b, c: model(a.m, b.m, c.m), PURE)
    rng = np.random.default_rng(0)
    values = {name: rng.uniform(0.5, 2.0, 7) for name in PURE}
    got = compile_program(program, simplify=True)(values)["<lambda>"]
    want = np.broadcast_to(model(**values), 7)
    # all terms are positive, so rounding cannot grow beyond a few hundred units in the last place
    np.testing.assert_allclose(got, want, rtol=1e-12)


@each("parts", range(1, 200))
def test_whole_ratios_stay_whole(parts: int) -> None:
    got = compile_program(WHOLE)(total=float(parts) * 49.0, part=49.0, parts=float(parts))
    assert (got["up"], got["down"], got["enough"]) == (parts, parts, 1.0)


def _whole(total: Quantity, part: Quantity, parts: Quantity) -> dict[str, Quantity]:
    ratio = (total / part).to("")
    more = (part / total) ** 2 / part  # makes the inverse of both worth having
    return {"up": np.ceil(ratio), "down": np.floor(ratio), "enough": 1.0 * (ratio >= parts), "more": more}


WHOLE = trace(_whole, {"total": "kg", "part": "kg", "parts": ""})
