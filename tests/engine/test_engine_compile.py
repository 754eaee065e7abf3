import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from analysis.engine import compile as compiling
from analysis.engine import compile_program, trace
from analysis.units import Quantity, where

UNITS = {"a": "km", "b": "m", "c": "percent"}
BACKENDS = [
    "numpy",
    pytest.param("numba", marks=pytest.mark.skipif(not compiling.HAS_NUMBA, reason="numba is an extra")),
]


def everything(a: Quantity, b: Quantity, c: Quantity) -> dict[str, Quantity]:
    """Use every primitive at least once."""
    x, y = (a / b).to(""), c.to("")
    return {
        "waves": np.sin(x)
        + np.cos(x) * np.tan(y)
        + np.arcsin(y / 2)
        + np.arccos(y / 2)
        + np.arctan(x)
        + np.arctan2(x, y),
        "growth": np.exp(y) + np.expm1(y) + np.log(x) + np.log1p(x) + np.log2(x) + np.log10(x) + np.tanh(y) - 2.0**y,
        "steps": np.ceil(x) - np.floor(x) + np.abs(y - x) + np.where((x == y) | (x.m != 3.0), 1.0, 2.0),
        "choice": where((x > y) & ~(x < 2) | (x >= 3) & (x <= 4), np.minimum(a, b), np.maximum(a, 2 * b)),
        "powers": -((x**3) ** 0.4) + x * np.sqrt(x * y) ** 0.2 - x**1.2 + y**-2,
        "normal": special.ndtr(x) + special.ndtri(y / 2) + special.erf(y) + np.cbrt(y - x) + np.hypot(x, y),
        "given": b,
        "fixed": Quantity(7.0, "kg"),
    }


PROGRAM = trace(everything, UNITS)
POSITIVE = st.floats(0.01, 100.0)


def sample(count: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    return {"a": rng.uniform(0.1, 9, count), "b": rng.uniform(100, 9000, count), "c": rng.uniform(1, 99, count)}


def truth(values: dict[str, np.ndarray]) -> dict[str, Quantity]:
    return everything(**{name: Quantity(value, UNITS[name]) for name, value in values.items()})


def test_every_primitive_is_exercised() -> None:
    from analysis.engine.graph import PRIMITIVES

    assert set(PRIMITIVES) == {node.operation for node in PROGRAM.nodes if node.arguments}


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("count", [1, 1000, compiling.BLOCK + 1, 3 * compiling.THREAD_BLOCK + 7])
def test_arrays_as_in_pint(backend, count: int) -> None:
    values = sample(count)
    got, want = compile_program(PROGRAM, backend)(values), truth(values)
    for name, quantity in want.items():
        # 1e-9 is the promise; the rounding of re-associated sums stays near 1e-13
        np.testing.assert_allclose(got[name], np.broadcast_to(quantity.m, count), rtol=1e-9, err_msg=name)


@given(POSITIVE, POSITIVE, st.floats(0.1, 150.0))
def test_one_evaluation_as_in_pint(a: float, b: float, c: float) -> None:
    got = compile_program(PROGRAM)(a=a, b=b, c=c)
    with np.errstate(all="ignore"):
        want = everything(Quantity(a, "km"), Quantity(b, "m"), Quantity(c, "percent"))
    for name, quantity in want.items():
        assert got[name] == pytest.approx(float(quantity.m), rel=1e-9, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("backend", BACKENDS)
def test_numbers_arrays_and_grids_meet(backend) -> None:
    run = compile_program(PROGRAM, backend)
    a, b = np.linspace(1, 2, 5)[:, None], np.linspace(100, 900, 7)
    got = run(a=a, b=b, c=Quantity(0.25, ""))
    want = everything(Quantity(a, "km"), Quantity(b, "m"), Quantity(25.0, "percent"))
    for name, values in got.items():
        assert values.shape == (5, 7)
        np.testing.assert_allclose(values, np.broadcast_to(want[name].m, (5, 7)), rtol=1e-9)


def test_quantities_come_back_with_their_units() -> None:
    got = compile_program(PROGRAM).quantities(a=1.0, b=Quantity(1.0, "km"), c=5.0)
    assert got["given"] == Quantity(1000.0, "m")
    assert str(got["choice"].units) == "kilometer"


def test_where_math_raises_the_answer_is_that_of_numpy() -> None:
    run = compile_program(trace(lambda x: {"log": np.log(x), "over": 1 / x, "root": np.sqrt(x)}, {"x": ""}))
    assert run(x=0.0) == {"log": -np.inf, "over": np.inf, "root": 0.0}
    assert np.isnan(run(x=-1.0)["root"])


def test_not_a_number_passes_through_minimum_and_maximum() -> None:
    run = compile_program(trace(lambda x, y: {"low": np.minimum(x, y), "high": np.maximum(x, y)}, {"x": "", "y": ""}))
    for x, y in ((np.nan, 1.0), (1.0, np.nan)):
        assert all(np.isnan(value) for value in run(x=x, y=y).values())


def test_inputs_that_are_wrong_are_named() -> None:
    run = compile_program(PROGRAM)
    with pytest.raises(KeyError, match="no input named 'd'; the inputs are a, b, c"):
        run(a=1.0, b=1.0, c=1.0, d=1.0)
    with pytest.raises(ValueError, match="'b' has no value"):
        run(a=1.0)
    with pytest.raises(TypeError, match="got the text"):
        run(a="1 km", b=1.0, c=1.0)


def test_the_emitted_text_is_the_same_in_every_run() -> None:
    small = trace(lambda a, b: {"sum": a + b, "root": np.sqrt(a * b)}, {"a": "m", "b": "m"})
    assert compiling.scalar_source(small) == (
        "def scalar(x0, x1):\n    v2 = x0 + x1\n    v3 = x0 * x1\n    v4 = sqrt(v3)\n    return (v2, v4,)\n"
    )
    source, buffers = compiling.numpy_source(compiling.Plan(small, ("a", "b")))
    assert source == (
        "def block(x0, x1, o0, o1, b0):\n"
        "    np.add(x0, x1, out=o0)\n    np.multiply(x0, x1, out=b0)\n    np.sqrt(b0, out=o1)\n"
    )
    assert buffers == 1


def test_what_does_not_vary_is_computed_once() -> None:
    plan = compiling.Plan(trace(lambda a, b: np.exp(a) * b, {"a": "", "b": ""}), ("b",))
    assert [node.operation for node in plan.once] == ["exp"]
    assert [node.operation for node in plan.each] == ["multiply"]


def test_a_compiled_program_survives_pickling() -> None:
    run = pickle.loads(pickle.dumps(compile_program(PROGRAM)))
    values = sample(10)
    np.testing.assert_array_equal(run(values)["growth"], compile_program(PROGRAM)(values)["growth"])


def test_numba_is_asked_for_by_name(monkeypatch) -> None:
    monkeypatch.setattr(compiling, "HAS_NUMBA", False)
    with pytest.raises(ModuleNotFoundError, match='install the extra "fast"'):
        compile_program(PROGRAM, "numba")


@pytest.mark.skipif(not compiling.HAS_NUMBA, reason="numba is an extra")
def test_a_long_program_is_compiled_in_pieces(monkeypatch) -> None:
    """Three steps a loop, a few loops a piece: everything that later ones or the outputs need is handed on."""
    monkeypatch.setattr(compiling, "PIECE", 7)
    monkeypatch.setattr(compiling, "RUN", 3)
    rng = np.random.default_rng(2)
    count = 2 * compiling.SHARE + compiling.LANES + 1  # two shares for the threads, a block, and one value left over
    values = {
        "a": rng.uniform(0.5, 9.0, count), "b": rng.uniform(100.0, 2000.0, count), "c": rng.uniform(1.0, 99.0, count)
    }  # fmt: skip
    plan = compiling.Plan(PROGRAM.simplify(), tuple(UNITS))
    assert compiling.numba_source(plan).count("def piece") > 3
    got, want = compile_program(PROGRAM, "numba")(values), compile_program(PROGRAM, "numpy")(values)
    for name, expected in want.items():
        np.testing.assert_allclose(got[name], expected, rtol=1e-12)  # another mathematical library: the last digits


@pytest.mark.skipif(not compiling.HAS_NUMBA, reason="numba is an extra")
def test_our_own_arcsine_is_numpys() -> None:
    ends = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1e-300, 1e-9, 1.0 - 1e-16, np.nan, 1.5]
    x = np.concatenate([ends, np.random.default_rng(0).uniform(-1.0, 1.0, 100_000)])
    run = compile_program(trace(lambda x: {"angle": np.arcsin(x)}, {"x": ""}), "numba")
    with np.errstate(invalid="ignore"):
        np.testing.assert_allclose(run(x=x)["angle"], np.arcsin(x), rtol=1e-15, atol=0.0)


# ---- how work is cut up: no answer depends on it, speed and memory do ------------------------------------------------


@pytest.mark.parametrize("buffers", [0, 1, 3, 30, 300, 3_000])
def test_a_block_is_the_largest_power_of_two_that_the_cache_holds(monkeypatch, buffers: int) -> None:
    monkeypatch.setattr(compiling, "numpy_source", lambda plan: ("def block(): pass", buffers))
    step = compiling._Blocks(None).step
    fits = [2**k for k in range(11, 30) if 2**k <= compiling.BLOCK and 2**k * 8 * max(buffers, 1) <= compiling.CACHE]
    assert step == max(fits, default=2**11)  # under 2,048 points the calls would cost more than the work


def test_steps_that_become_vectors_share_a_loop() -> None:
    def steps(text: str) -> list[Any]:
        return [node for node in trace(eval(text), {"a": "", "b": ""}).steps if node.arguments]

    assert len(compiling._runs(steps("lambda a, b: (a + b) * (a - b) / 3"))) == 1
    assert len(compiling._runs(steps("lambda a, b: np.sin(a + b) * (a - b)"))) > 1


def test_small_work_is_left_to_numpy() -> None:
    run = compile_program(trace(lambda a, b: a * b, {"a": "", "b": ""}))
    assert run._choose(("a",), 8) == "numpy"
    assert compile_program(run.program, backend="numba")._choose(("a",), 8) == "numba"


def test_where_no_kernel_can_be_kept_it_is_made_in_a_passing_place(monkeypatch, tmp_path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert compiling._Kept("kernel = 42\n").module.kernel == 42


DAMAGES = {
    "cut in half": lambda whole: whole[: len(whole) // 2],
    "emptied": lambda _: b"",
    "another's": lambda _: b"raise SystemExit('foreign')\n",
}


@pytest.mark.skipif(not compiling.HAS_NUMBA, reason="numba is an extra")
@pytest.mark.parametrize(
    "damage", [pytest.param(name, marks=[pytest.mark.night] * (name == "emptied")) for name in DAMAGES]
)
def test_a_cache_cut_short_or_forged_is_made_anew(monkeypatch, tmp_path, damage: str) -> None:
    """Each file in turn."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    program = trace(lambda a, b: {"sum": a * b + 1.0}, {"a": "", "b": ""})
    given = {"a": np.array([2.0, 3.0]), "b": np.array([5.0, 7.0])}

    def answer() -> list[float]:
        return list(compile_program(program, "numba")(given)["sum"])

    assert answer() == [11.0, 22.0]
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {".py", ".nbi", ".nbc", ".sums"} <= {file.suffix for file in files}
    for file in files:
        file.write_bytes(DAMAGES[damage](file.read_bytes()))
        assert answer() == [11.0, 22.0]
    assert (tmp_path / "traced-kernels").stat().st_mode & 0o077 == 0
