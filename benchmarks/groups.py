"""The questions, each answered as rows: what was measured, how long it took, and the ratio to the yardstick."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import careful, library
from benchmarks.candidates import CANDIDATES, Candidate
from benchmarks.model import INPUTS, central, draw, model, quantities
from benchmarks.rows import Row

YARDSTICK = "NumPy by hand"
ARRAYS = 400  # inputs, results and what waits between them, of the library's chain, as whole arrays with units


def interleaved(
    runs: dict[str, Callable[[], Any]], rounds: int, yardstick: str, budget: float = 20.0
) -> Iterator[tuple[str, float, float]]:
    """Time candidates in turn, round after round, so that a slow moment of the machine hits all of them.

    The first round is without the clock, since what is kept for the next time is kept then; when it alone takes the
    budget (in seconds), it is the measurement. No round starts after the budget is spent.
    """
    times: dict[str, list[float]] = {name: [] for name in runs}
    start = time.perf_counter()
    for number in range(rounds + 1):
        spent = time.perf_counter() - start
        if number > 1 and spent > budget:
            break
        if number == 1:
            if spent > budget:
                break
            times = {name: [] for name in runs}
        for name, run in runs.items():
            begin = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - begin)
    for name, seconds in times.items():
        ratios = [base / own for base, own in zip(times[yardstick], seconds, strict=True)]
        yield name, statistics.median(seconds), statistics.median(ratios)


# ---- 1: whole processes, from starting Python to the percentiles ---------------------------------------------------


class Known:
    """How long candidates took at smaller counts: what would pass the limit is not started, and says so."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.seen: dict[str, list[tuple[int, float]]] = {}

    def note(self, name: str, count: int, seconds: float) -> None:
        self.seen.setdefault(name, []).append((count, seconds))

    def expected(self, name: str, count: int) -> float:
        """Seconds at a larger count, on the line through the last two measurements; one alone may be all start-up."""
        points = self.seen.get(name, [])
        if len(points) < 2:
            return points[0][1] if points else 0.0
        (n0, t0), (n, t) = points[-2:]
        return t + max(t - t0, 0.0) / (n - n0) * (count - n)


def whole_processes(counts: list[int], rounds: int, only: str, limit: float, budget: float) -> Iterator[Row]:
    """The chain of forty inputs in every way there is."""
    yield from _processes("whole process", CANDIDATES, YARDSTICK, counts, rounds, only, limit, budget)


def library_processes(counts: list[int], rounds: int, only: str, limit: float, budget: float) -> Iterator[Row]:
    """The library's own chain."""
    names, yardstick = library.CANDIDATES, next(iter(library.CANDIDATES))
    yield from _processes("library's chain, whole process", names, yardstick, counts, rounds, only, limit, budget)


def _processes(
    question: str,
    candidates: dict[str, Candidate],
    yardstick: str,
    counts: list[int],
    rounds: int,
    only: str,
    limit: float,
    budget: float,
) -> Iterator[Row]:
    known, nan = Known(limit), float("nan")
    for count in counts:
        names = [n for n, c in candidates.items() if count <= c.largest and (only in n or n == yardstick)]
        late = {name: known.expected(name, count) for name in names if known.expected(name, count) > limit}
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in names if name not in late}
        start = time.perf_counter()
        for number in range(rounds):
            if number and time.perf_counter() - start > budget:
                break
            for name, results in found.items():
                if not any("error" in r for r in results):
                    results.append(_in_a_process(name, count, limit))
        base = [r.get("process", nan) for r in found.get(yardstick, [])] or [late.get(yardstick, nan)]
        for name in names:
            results = found.get(name, [])
            if name in late:
                note = f"not run, about {late[name]:.0f} s from the smaller counts"
                yield Row(question, name, count, nan, nan, nan, note)
            elif any("error" in r for r in results):
                note = f"not run: {next(r['error'] for r in results if 'error' in r)}"
                yield Row(question, name, count, nan, nan, nan, note)
            else:
                seconds = statistics.median(r["process"] for r in results)
                known.note(name, count, seconds)
                paired = base if len(base) == len(results) else [statistics.median(base)] * len(results)
                ratio = statistics.median(b / r["process"] for b, r in zip(paired, results, strict=True))
                peak = statistics.median(r["peak"] for r in results)
                note = candidates[name].note + ("; yardstick scaled up" if yardstick in late else "")
                yield Row(question, name, count, seconds, ratio, peak, note)


def _in_a_process(name: str, count: int, limit: float) -> dict[str, Any]:
    start = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.one", name, str(count)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=limit)
    except subprocess.TimeoutExpired:
        return {"error": f"stopped after {limit:.0f} s"}
    seconds = time.perf_counter() - start
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        return {"error": lines[-1] if lines else f"exit code {done.returncode}"}
    return {**json.loads(done.stdout.splitlines()[-1]), "process": seconds}


# ---- 2: the model alone, on arrays that are already there ----------------------------------------------------------


def evaluation(counts: list[int], rounds: int, only: str, limit: float) -> Iterator[Row]:
    from analysis.engine import compile_program, trace_mapping
    from analysis.engine.compile import HAS_NUMBA

    program = trace_mapping(model, central())
    by_numpy = compile_program(program, "numpy")
    by_numba = compile_program(program, "numba") if HAS_NUMBA else None
    if by_numba:
        by_numba.warm()
    known = Known(limit)
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
        yield from _alone("model alone", runs, count, rounds, only, YARDSTICK, known)


def library_evaluation(counts: list[int], rounds: int, only: str, limit: float) -> Iterator[Row]:
    """The library's own chain on arrays, where the memory that is free holds them twice."""
    from analysis.engine.compile import HAS_NUMBA

    by_numpy = library.compiled("numpy")
    program = by_numpy.program
    question = f"library's chain alone ({len(program.used)} inputs, {program.size:,} operations)"
    by_numba = library.compiled("numba") if HAS_NUMBA else None
    if by_numba:
        by_numba.warm()
    known = Known(limit)
    for count in counts:
        if 8 * ARRAYS * count > _free_memory():
            note = f"not run: whole arrays take about {8 * ARRAYS * count / 2**30:.0f} GiB, and less is free"
            yield Row(question, "NumPy, whole arrays", count, *[float("nan")] * 3, note)
            continue
        inputs = library.draw(count)
        runs: dict[str, Callable[[], Any]] = {
            "NumPy, whole arrays": lambda x=inputs: library.plain()(x),
            "NumPy, in blocks": lambda x=inputs: careful.in_blocks(library.plain())(x),
            "pint arrays": lambda x=inputs: library.with_pint(x),
            "ours, NumPy": lambda x=inputs: by_numpy(x),
        }
        if by_numba:
            runs["ours, numba"] = lambda x=inputs: by_numba(x)
        with np.errstate(all="ignore"):
            yield from _alone(question, runs, count, rounds, only, "NumPy, whole arrays", known)


def _free_memory() -> float:
    """Bytes that may be taken; without bound where the system does not say."""
    told = Path("/proc/meminfo")
    found = re.search(r"MemAvailable:\s*(\d+)", told.read_text(encoding="ascii")) if told.exists() else None
    return 1024.0 * int(found[1]) if found else float("inf")


def _alone(
    question: str, runs: dict[str, Callable[[], Any]], count: int, rounds: int, only: str, yardstick: str, known: Known
) -> Iterator[Row]:
    runs = {name: run for name, run in runs.items() if only in name or name == yardstick}
    late = {name: known.expected(name, count) for name in runs if name != yardstick}
    late = {name: seconds for name, seconds in late.items() if seconds > known.limit}
    within = {name: run for name, run in runs.items() if name not in late}
    for name, seconds, speed in interleaved(within, rounds, yardstick):
        known.note(name, count, seconds)
        yield Row(question, name, count, seconds, speed, float("nan"), f"{seconds / count * 1e9:.0f} ns a sample")
    for name, seconds in late.items():
        note = f"not run, about {seconds:.0f} s from the smaller counts"
        yield Row(question, name, count, float("nan"), float("nan"), float("nan"), note)


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


def sobol(bases: list[int], rounds: int, limit: float) -> Iterator[Row]:
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

    known = Known(limit)
    for base in bases:
        runs: dict[str, Callable[[], Any]] = {}
        if known.expected("SALib", base) <= limit:
            runs["SALib"] = lambda base=base: with_salib(base)
        runs["ours"] = lambda base=base: sobol_indices(run, ranges, base, resamples=100)
        notes = {"SALib": "one output, the model run by ours", "ours": "five outputs"}
        for name, seconds, speed in interleaved(runs, rounds, next(iter(runs)), budget=5.0):
            note = f"{notes[name]}; speed next to SALib"
            if len(runs) == 1:
                speed = known.expected("SALib", base) / seconds
                note += f", which was not run: about {speed * seconds:.0f} s from the smaller counts"
            known.note(name, base, seconds)
            yield Row("Sobol indices", name, base, seconds, speed, float("nan"), note)
