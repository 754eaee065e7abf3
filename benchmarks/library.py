"""The library's own chain, from rocket to revenue: five of the report's results over every uncertain record behind it.

Nothing is written for the benchmark: the results are those that the pages print, traced as they are for Monte Carlo.
Every competitor draws uniformly between the ends that the evidence gives. Nobody has this chain by hand in NumPy, so
the yardstick is the text that a careful person would arrive at: every shared term once, no units, straight NumPy,
each name free as soon as its last reader is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
from scipy import special

from analysis.engine import Compiled, Distribution, Program, compile_program, simulate
from analysis.engine.compile import numpy_name
from analysis.evidence import Case
from analysis.results.registry import find
from analysis.results.uncertainty import program
from analysis.units import Quantity
from benchmarks.candidates import Candidate

KEYS = (
    "chain.required_ai_revenue",
    "chain.required_power",
    "chain.required_launches_per_day",
    "chain.launch_share_of_revenue",
    "parity.cost_ratio",
)
PERCENT = (5, 50, 95)
Arrays = dict[str, np.ndarray]
Answer = dict[str, list[float]]


@cache
def traced() -> Program:
    """The chain as a program; its inputs are the records with a range."""
    return program(KEYS, Case())


@cache
def compiled(backend: Any) -> Compiled:
    """The chain, ready to run."""
    return compile_program(traced(), backend)


@cache
def ranges() -> dict[str, Distribution]:
    """Uniform between the ends of every record's range."""
    case, found = Case(), dict[str, Distribution]()
    for key, unit in traced().inputs.items():
        record = case.record(key)
        low, high = (float(end.to(unit).magnitude) for end in (record.lowest, record.highest))
        found[key] = Distribution("uniform", (low, high), unit)
    return found


def draw(count: int, seed: int = 0) -> Arrays:
    """Uniform samples of every input in its declared unit."""
    rng = np.random.default_rng(seed)
    return {key: rng.uniform(*given.parameters, count) for key, given in ranges().items()}


def with_pint(x: Mapping[str, np.ndarray]) -> Arrays:
    """The report's own functions on arrays with units."""
    units = traced().inputs
    case = Case().with_values({key: Quantity(values, units[key]) for key, values in x.items()})
    return {key: np.asarray(find(key)(case).magnitude) for key in KEYS}


@cache
def plain() -> Callable[[Mapping[str, np.ndarray]], Arrays]:
    """The chain as one NumPy function, a new array for every step."""
    run = compiled("numpy").program
    last = {x: i for i, node in enumerate(run.nodes) for x in node.arguments}
    kept, names, lines = set(run.outputs.values()), {}, ["def plain(x):"]
    for i, node in enumerate(run.nodes):
        names[node] = repr(node.value) if node.is_constant else f"x[{node.name!r}]" if node.is_input else f"v{i}"
        if node.arguments:
            lines.append(f"    v{i} = {numpy_name(node.operation)}({', '.join(names[x] for x in node.arguments)})")
            over = [names[x] for x in dict.fromkeys(node.arguments) if x.arguments and last[x] == i and x not in kept]
            lines += [f"    del {', '.join(over)}"] if over else []
    lines.append(f"    return {{{', '.join(f'{key!r}: {names[node]}' for key, node in run.outputs.items())}}}")
    space: dict[str, Any] = {"np": np, "special": special, "inf": np.inf, "nan": np.nan}
    exec(compile("\n".join(lines), "<plain>", "exec"), space)
    function: Callable[[Mapping[str, np.ndarray]], Arrays] = space["plain"]
    return function


# ---- whole runs: draw, compute, and say mean, P5, P50 and P95 of every output ---------------------------------------


def _in_blocks(count: int, run: Callable[[Mapping[str, np.ndarray]], Mapping[str, np.ndarray]], block: int) -> Answer:
    """Draw a block, compute it, keep the outputs only: what a careful person does when the inputs do not fit."""
    kept: dict[str, list[np.ndarray]] = {key: [] for key in KEYS}
    with np.errstate(all="ignore"):
        for number, start in enumerate(range(0, count, block)):
            for key, values in run(draw(min(block, count - start), number)).items():
                kept[key].append(values)
    whole = {key: np.concatenate(parts) for key, parts in kept.items()}
    return {key: [float(x.mean()), *np.percentile(x, PERCENT).tolist()] for key, x in whole.items()}


def _ours(count: int, backend: Any, workers: int | None = 1) -> Answer:
    found = simulate(compiled(backend), ranges(), count, method="random", workers=workers)
    return {k: [found.mean(k).value.m, *(found.quantile(k, p / 100).value.m for p in PERCENT)] for k in KEYS}


CANDIDATES: dict[str, Candidate] = {
    "chain: NumPy, whole arrays": Candidate(
        lambda count: _in_blocks(count, plain(), count), note="text emitted by ours"
    ),
    "chain: NumPy, in blocks": Candidate(lambda count: _in_blocks(count, plain(), 8192), note="text emitted by ours"),
    "chain: pint arrays, in blocks": Candidate(
        lambda count: _in_blocks(count, with_pint, 65_536), note="units checked, nothing traced"
    ),
    "chain: ours, NumPy": Candidate(lambda count: _ours(count, "numpy"), note="units checked; tracing included"),
    "chain: ours, NumPy, two processes": Candidate(
        lambda count: _ours(count, "numpy", 2), note="units checked; tracing included"
    ),
    "chain: ours, numba": Candidate(
        lambda count: _ours(count, "numba", None), note="units checked; tracing included, machine code from the disk"
    ),
}
