"""The five questions, each answered as rows: what was measured, how long it took, and the ratio to the yardstick."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from benchmarks import careful
from benchmarks.candidates import CANDIDATES
from benchmarks.model import INPUTS, central, draw, model, quantities

YARDSTICK = "NumPy by hand"


class Row(NamedTuple):
    """One measurement: the median over rounds, and the median of the ratios within each round."""

    question: str
    candidate: str
    count: int
    seconds: float
    speed: float  # times as fast as the yardstick of the question, in the same round
    peak_mib: float
    note: str


def interleaved(runs: dict[str, Callable[[], Any]], rounds: int, yardstick: str) -> Iterator[tuple[str, float, float]]:
    """Time candidates in turn, round after round, so that a slow moment of the machine hits all of them."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():
        run()  # once without the clock: what is kept for the next time is kept
    for _ in range(rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    for name, seconds in times.items():
        ratios = [base / own for base, own in zip(times[yardstick], seconds, strict=True)]
        yield name, statistics.median(seconds), statistics.median(ratios)


# ---- 1: whole processes, from starting Python to the percentiles ---------------------------------------------------


def whole_processes(counts: list[int], rounds: int, only: str) -> Iterator[Row]:
    for count in counts:
        names = [n for n, c in CANDIDATES.items() if count <= c.largest and (only in n or n == YARDSTICK)]
        found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
        for _ in range(rounds):
            for name in names:
                found[name].append(_in_a_process(name, count))
        for name, results in found.items():
            if any("error" in r for r in results):
                note = f"not run: {results[0].get('error')}"
                yield Row("whole process", name, count, float("nan"), float("nan"), float("nan"), note)
                continue
            seconds = statistics.median(r["process"] for r in results)
            ratios = [a["process"] / b["process"] for a, b in zip(found[YARDSTICK], results, strict=True)]
            peak = statistics.median(r["peak"] for r in results)
            yield Row("whole process", name, count, seconds, statistics.median(ratios), peak, CANDIDATES[name].note)


def _in_a_process(name: str, count: int) -> dict[str, Any]:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.one", name, str(count)], capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        return {"error": lines[-1] if lines else f"exit code {done.returncode}"}
    return {**json.loads(done.stdout.splitlines()[-1]), "process": seconds}


# ---- 2: the model alone, on arrays that are already there ----------------------------------------------------------


def evaluation(counts: list[int], rounds: int, only: str) -> Iterator[Row]:
    from analysis.engine import compile_program, trace_mapping
    from analysis.engine.compile import HAS_NUMBA

    program = trace_mapping(model, central())
    by_numpy = compile_program(program, "numpy")
    by_numba = compile_program(program, "numba") if HAS_NUMBA else None
    if by_numba:
        by_numba.warm()
    for count in counts:
        inputs = draw(count)
        runs: dict[str, Callable[[], Any]] = {
            YARDSTICK: lambda x=inputs: careful.model(x),
            "NumPy by hand, in blocks": lambda x=inputs: careful.in_blocks(careful.model)(x),
            "pint arrays": lambda x=inputs: model(quantities(x)),
            "ours, NumPy": lambda x=inputs: by_numpy(x),
        }
        if by_numba:
            runs["ours, numba"] = lambda x=inputs: by_numba(x)
        runs = {name: run for name, run in runs.items() if only in name or name == YARDSTICK}
        for name, seconds, speed in interleaved(runs, rounds, YARDSTICK):
            yield Row(
                "model alone", name, count, seconds, speed, float("nan"), f"{seconds / count * 1e9:.0f} ns a sample"
            )


# ---- 3: one evaluation, and 4: a break-even ------------------------------------------------------------------------


def one_evaluation(rounds: int) -> Iterator[Row]:
    from analysis.engine import compile_program, trace_mapping

    base = central()
    run = compile_program(trace_mapping(model, base))
    floats = {name: float(q.magnitude) for name, q in base.items()}
    function, values = run.scalar_function(), tuple(floats.values())

    def many(call: Callable[[], Any], times: int) -> Callable[[], Any]:
        return lambda: [call() for _ in range(times)]

    runs = {"pint": many(lambda: model(base), 10), YARDSTICK: many(lambda: careful.model(floats), 1000)}
    runs["ours"] = many(lambda: function(*values), 10_000)
    times = {"pint": 10, YARDSTICK: 1000, "ours": 10_000}
    for name, seconds, speed in interleaved(runs, rounds, "pint"):
        each, ratio = seconds / times[name], speed * times[name] / times["pint"]
        yield Row("one evaluation", name, 1, each, ratio, float("nan"), "speed next to pint")


def one_break_even(rounds: int) -> Iterator[Row]:
    from scipy.optimize import brentq

    from analysis.engine import break_even, compile_program, trace_mapping
    from analysis.units import Quantity

    base = central()
    run = compile_program(trace_mapping(model, base))
    floats = {name: float(q.magnitude) for name, q in base.items()}

    def with_pint() -> float:
        def gap(price: float) -> float:
            given = {**base, "computing_price": Quantity(price, "USD/kW/hour")}
            return float(model(given)["net_present_value"].magnitude)

        return float(brentq(gap, 0.1, 20.0, rtol=1e-14))

    def by_hand() -> float:
        return float(
            brentq(lambda p: careful.model({**floats, "computing_price": p})["net_present_value"], 0.1, 20, rtol=1e-14)
        )

    def ours() -> float:
        return float(break_even(run, "computing_price", (0.1, 20.0), output="net_present_value").value.magnitude)

    np.testing.assert_allclose([by_hand(), ours()], with_pint(), rtol=1e-9)
    for name, seconds, speed in interleaved({"pint": with_pint, YARDSTICK: by_hand, "ours": ours}, rounds, "pint"):
        yield Row("break-even", name, 1, seconds, speed, float("nan"), "speed next to pint")


# ---- 5: Sobol indices ----------------------------------------------------------------------------------------------


def sobol(bases: list[int], rounds: int) -> Iterator[Row]:
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    from analysis.engine import Distribution, compile_program, sobol_indices, trace_mapping

    program = trace_mapping(model, central())
    run = compile_program(program)
    ranges = {
        name: Distribution("uniform", (low, high), program.inputs[name]) for name, (_, low, high) in INPUTS.items()
    }
    problem = {
        "num_vars": len(INPUTS),
        "names": list(INPUTS),
        "bounds": [[low, high] for _, low, high in INPUTS.values()],
    }

    def with_salib(base: int) -> None:
        points = sample.sample(problem, base, seed=0)
        results = run(dict(zip(INPUTS, np.ascontiguousarray(points.T), strict=True)))
        analyse.analyze(problem, results["net_present_value"], seed=0)

    for base in bases:
        runs = {
            "SALib": lambda base=base: with_salib(base),
            "ours": lambda base=base: sobol_indices(run, ranges, base, resamples=100),
        }
        notes = {"SALib": "one output, the model run by ours", "ours": "five outputs"}
        for name, seconds, speed in interleaved(runs, rounds, "SALib"):
            yield Row("Sobol indices", name, base, seconds, speed, float("nan"), f"{notes[name]}; speed next to SALib")
