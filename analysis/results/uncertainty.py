"""Ranges carried through: the evidence's ranges become distributions, a result becomes a compiled program.

A result is traced once with symbols in place of the records it reads; from then on it runs at array speed. Nothing
is written a second time for Monte Carlo, sensitivity, break-even or slider.
"""

from __future__ import annotations

import hashlib
import pickle
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.engine.compile import Compiled, compile_program, unpacked
from analysis.engine.distributions import Distribution, from_range
from analysis.engine.graph import TraceError
from analysis.engine.ranking import sobol_indices
from analysis.engine.sampling import Simulation, simulate
from analysis.engine.solving import BreakEven, break_even
from analysis.engine.tracing import Program, trace_mapping
from analysis.evidence import Case, Record, records
from analysis.evidence.case import track_looks
from analysis.evidence.correlations import correlation_groups
from analysis.format import format_quantity
from analysis.results.registry import Result, find
from analysis.state import keep, kept
from analysis.units import Quantity, ureg

SEED = 20261121
WORKING, PUBLISHED, RANKED = 2**14, 2**18, 2**12
SHARE = re.compile(
    r"\b(share|odds|chance|probability|efficiency|availability|utilisation|correlation)\b", re.IGNORECASE
)
TINY = 1e-9
WIDEST, MOST = 0.03, 2**16  # of an interval of a share on either side, and the points after which it is shown as it is
NEARLY_ONE = 0.98  # the strongest correlation that is drawn: at one, all of a group would be a single input
REACH = 10.0  # a verdict's flip is looked for between a tenth and ten times an input's range


def uncertain_inputs(key: str, case: Case) -> tuple[str, ...]:
    """List the records behind a result that have a range and a single value; a value set by hand has no range."""
    read = find(key).evaluate(case).records
    ranged = (k for k in read if case.record(k).is_uncertain and not case.is_set(k))
    return tuple(sorted(k for k in ranged if isinstance(case.record(k).value, float)))


def program(
    keys: str | Iterable[str], case: Case, inputs: Iterable[str] | Mapping[str, Quantity] | None = None
) -> Program:
    """Trace results over records: the uncertain ones behind them, or those named (with base values of one's own).

    Raises
    ------
    engine.TraceError
        When a result uses a model that cannot be traced.
    """
    wanted = [find(k) for k in ([keys] if isinstance(keys, str) else keys)]
    free = _all_uncertain(wanted, case) if inputs is None else inputs
    base = free if isinstance(free, Mapping) else {key: case[key] for key in free}

    def model(quantities: Mapping[str, Quantity]) -> dict[str, Quantity]:
        symbolic = case.with_values(quantities)
        return {r.key: r(symbolic) for r in wanted}

    return trace_mapping(model, base)


def traced_inputs(key: str, case: Case) -> tuple[str, ...]:
    """List what a kept program leaves open: what has a range in this case, or has one in the evidence.

    A program is the same whatever value a case gives these inputs, and is traced and compiled once.
    """
    read = find(key).evaluate(case).records
    ranged = (k for k in read if case.record(k).is_uncertain or records()[k].is_uncertain)
    return tuple(sorted(k for k in ranged if isinstance(case.record(k).value, float) and not case.is_set(k)))


def compiled(keys: str | Iterable[str], case: Case, inputs: Iterable[str] | None = None) -> Compiled:
    """Trace results over records and compile them; what was compiled once, in any case, is taken from the cache.

    A program's name is made of its results, its inputs with their units, and all that else it reads: the other
    records, whole, and of the inputs those of which it reads more than the value.
    """
    wanted = (keys,) if isinstance(keys, str) else tuple(keys)
    if case.without_symbols() is not case:
        raise TraceError(f"{', '.join(wanted)}: a program that is run inside a result is no step of another program")
    free = tuple(sorted({k for key in wanted for k in traced_inputs(key, case)} if inputs is None else set(inputs)))
    reads = frozenset().union(*(find(key).evaluate(case).records for key in wanted))
    base = {key: case[key] for key in free}
    if any(np.ndim(value.magnitude) for value in base.values()) or case._values:
        return compile_program(program(wanted, case, free))
    parts = [*wanted, *(f"{key} [{value.units}]" for key, value in base.items())]
    parts += [_print_of(case.record(key)) for key in sorted(reads - set(free))]
    name = _digest([*parts, str(case.as_of)])
    numbers = {key: float(value.magnitude) for key, value in base.items()}
    found = _found(name, numbers)
    if isinstance(found, list):
        name = _digest([name, *(_print_of(case.record(key)) for key in found)])
        found = _found(name, numbers)
    if isinstance(found, Compiled):
        return found
    with track_looks() as looked:
        run = compile_program(program(wanted, case, free))
    whole = sorted(looked & set(free))
    if whole and found is None:  # it reads more of them than a value: their records count too
        keep("programs", name, pickle.dumps(whole))
        name = _digest([name, *(_print_of(case.record(key)) for key in whole)])
    keep("programs", name, pickle.dumps(run.packed(free)))
    return run


def _found(name: str, base: Mapping[str, float]) -> Compiled | list[str] | None:
    """Give a kept program with these base values, or the inputs whose whole records belong to its name."""
    content = kept("programs", name)
    if content is None:
        return None
    with suppress(Exception):
        found = pickle.loads(content)
        return found if isinstance(found, list) else unpacked(found, base)
    return None


_prints: dict[int, tuple[Record, str]] = {}


def _print_of(record: Record) -> str:
    """Give a digest of all that a record says."""
    known = _prints.get(id(record))
    if known is None or known[0] is not record:
        known = _prints[id(record)] = record, _digest([repr(record)])
    return known[1]


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _all_uncertain(wanted: Iterable[Result], case: Case) -> tuple[str, ...]:
    return tuple(sorted({key for r in wanted for key in uncertain_inputs(r.key, case)}))


def distribution(record: Record) -> Distribution:
    """Turn what a record says of its range into a distribution in the record's own unit, cut at its limits."""
    whole = from_range(
        record.quantity,
        record.lowest,
        record.highest,
        meaning=record.range or "",
        kind=record.distribution or "triangular",
    )
    return whole if record.limits is None else whole.within(*record.limits)


def tail_violation(record: Record) -> str:
    """Say how far the tails of a record's range reach beyond what can be; nothing when they do not.

    What is never below zero in its range cannot be below zero, and a share, a chance or an efficiency cannot pass one.
    """
    if not record.is_uncertain or not isinstance(record.value, float) or record.low is None or record.high is None:
        return ""
    least, most = (float(x) for x in distribution(record).quantile(np.array([0.0, 1.0])))
    share = SHARE.search(record.name) is not None and not record.unit and float(np.max(record.high)) <= 1
    if float(np.min(record.low)) >= 0 > least + TINY:
        limits = "[0, 1]" if share else "[0, inf]"
        return f"{record.key}: its tail reaches {least:.3g} {record.unit}, below zero; add limits = {limits}"
    return (
        f"{record.key}: its tail reaches {most:.3g}, above one; add limits = [0, 1]"
        if share and most > 1 + TINY
        else ""
    )


def distributions(keys: Iterable[str], case: Case) -> dict[str, Distribution]:
    """Give the distribution of each record."""
    return {key: distribution(case.record(key)) for key in keys}


def correlations(names: Iterable[str], case: Case) -> dict[tuple[str, str], float]:
    """Give the rank correlations between these inputs, by pairs: the scenario's, or else the evidence's."""
    wanted = set(names)
    found: dict[tuple[str, str], float] = {}
    for group in correlation_groups():
        signs = {k: s for k, s in group.signs.items() if k in wanted and not distribution(case.record(k)).is_fixed}
        if len(signs) < 2:
            continue
        strength = min(float(case[group.strength].m_as("")), NEARLY_ONE)
        if strength:
            found |= {(a, b): strength * signs[a] * signs[b] for a, b in combinations(signs, 2)}
    for (a, b), rank in case.correlations.items():
        if {a, b} <= wanted and not any(distribution(case.record(key)).is_fixed for key in (a, b)):
            found.pop((b, a), None)
            found[a, b] = rank
    return found


def simulation(keys: str | Iterable[str], case: Case, count: int = PUBLISHED) -> Simulation:
    """Run results over the ranges of everything they rest on, correlated where the evidence says so."""
    run = compiled(keys, case)
    drawn, pairs = distributions(run.program.inputs, case), correlations(run.program.inputs, case)
    return simulate(run, drawn, count, correlations=pairs, seed=SEED)


def interval(result: Result, case: Case, tail: float = 0.05, count: int = PUBLISHED) -> Quantity:
    """Give the 90 % range of a result, as a quantity of two values."""
    found = simulation(result.key, case, count)
    low, high = (found.quantile(result.key, p).value for p in (tail, 1 - tail))
    return Quantity(np.array([low.magnitude, high.to(low.units).magnitude]), low.units)


def median(result: Result, case: Case, count: int = PUBLISHED) -> Quantity:
    """Give the value that a result exceeds as often as not."""
    return simulation(result.key, case, count).quantile(result.key, 0.5).value


def probability_above(result: Result, level: Quantity, case: Case, count: int = PUBLISHED) -> Quantity:
    """Give the probability that a result lies above a level, given the ranges of its inputs."""
    return simulation(result.key, case, count).exceedance(result.key, level).value


def samples(result: Result, case: Case, count: int = WORKING) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Draw values of a result, for a histogram or a fan."""
    from analysis.engine.sampling import sampler

    run = compiled(result.key, case)
    names = run.program.inputs
    points = sampler(run.program, distributions(names, case), correlations(names, case), seed=SEED)
    drawn = points.draw(count, wanted=run.reads)
    return np.asarray(run({**points.constants, **drawn})[result.key])


def decides(key: str, case: Case, count: int = RANKED) -> pd.DataFrame:
    """Rank the inputs of a result by the share of its variance that each explains, interactions included.

    Inputs are drawn independently, whatever the evidence says of their correlation: only then do shares of a variance
    add up. A result with a long tail needs more points: they are taken fourfold until the widest 95 % interval is
    within `WIDEST` on both sides, or there are `MOST`. The columns `alone_error` and `error` are half the intervals'
    widths.
    """
    return ranking(compiled(key, case), key, case, count)


def ranking(run: Compiled, key: str, case: Case, count: int = RANKED) -> pd.DataFrame:
    """Rank the inputs of an output of a program in the same way."""
    given = distributions(run.program.inputs, case)
    while True:
        found = sobol_indices(run, given, count, seed=SEED, second=False)[key]
        if found.total_error.max() <= WIDEST or 4 * count > MOST:
            break
        count *= 4
    columns = {
        "input": found.inputs,
        "alone": np.clip(found.first, 0, 1),
        "alone_error": found.first_error,
        "total": found.total,
        "error": found.total_error,
    }
    return pd.DataFrame(columns).sort_values(["total", "input"], ascending=[False, True], ignore_index=True)


def flip(key: str, unknown: str, level: Quantity, case: Case) -> BreakEven:
    """Find the value of one input at which a result crosses a level, everything else at its base value.

    A value that the input cannot have is no answer; where there is none, the reason says where it was looked for.
    """
    return crossing(program(key, case, [unknown]), unknown, level, case)


def crossing(traced: Program, unknown: str, level: Quantity, case: Case) -> BreakEven:
    """Find the same for the one output of a program."""
    record = case.record(unknown)
    ends = window(unknown)
    positive = ends[0] > 0
    found = break_even(traced, unknown, ends, level=level, scan=129, spacing="logarithmic" if positive else "linear")
    if not found.feasible:
        start, end = (format_quantity(Quantity(x, record.units), digits=4) for x in ends)
        return replace(found, reason=f"{found.reason} between {start} and {end}, which is where it was looked for")
    if possible(record, float(found.value.magnitude)):
        return found
    reason = f"it would take {format_quantity(found.value, digits=4)}, which cannot be"
    return replace(found, value=found.value * np.nan, feasible=False, reason=reason)


def window(unknown: str) -> tuple[float, float]:
    """Give where an input is looked for: what the evidence says of it, widened, whatever a case puts in its place.

    A number that has no range in the evidence is looked for between a hundredth and a hundred times its value.
    """
    record = records()[unknown]
    low, high = float(record.lowest.magnitude), float(record.highest.magnitude)
    reach = REACH if record.is_uncertain else REACH**2
    if low > 0:
        ends = low / reach, high * reach
    else:
        width = max(high - low, abs(high), 1e-9)
        ends = low - width * reach, high + width * reach
    least, most = record.possible
    return max(ends[0], least), min(ends[1], most)


def possible(record: Record, value: float) -> bool:
    """Whether an input could have a value: nothing that is counted or shared out falls below zero, no share passes one.

    A record whose own range crosses zero or one has no such limit.
    """
    low, high = float(record.lowest.magnitude), float(record.highest.magnitude)
    is_share = record.units.dimensionless and high <= 1
    return (value >= 0 or low < 0) and (value <= 1 or not is_share)


def unit_of(key: str) -> str:
    """Give the unit in which a result is printed."""
    return str(ureg.Unit(find(key).unit))
