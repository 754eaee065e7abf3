"""What it takes: an input that makes a claim likely, a tornado of a result, a value weighted by scenarios."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.api import core
from analysis.engine.sampling import REPLICATES, sampler
from analysis.evidence import Case, claim_records
from analysis.evidence.errors import EvidenceError
from analysis.evidence.store import canonical
from analysis.format import format_quantity
from analysis.results import uncertainty, verdicts
from analysis.results.registry import find
from analysis.units import Quantity

STEPS, HALVINGS = 33, 12  # values at which a goal is looked for, and how often the place between two is halved
WANTED = dict(zip(verdicts.WORDS, verdicts.EDGES, strict=False))  # where each word begins


def goal(claim: str, unknown: str, wanted: str | float = "likely", case: core.Place = None) -> pd.DataFrame:
    """Find the value of one input, fixed there, at which a claim becomes as probable as wanted.

    All other inputs keep their ranges and correlations. The value is looked for where `breakeven` looks, and the first
    crossing seen from the value of today is given, with the probability that the claim has there.

    Parameters
    ----------
    claim : str
        Such as ``T12``.
    unknown : str
        The input to solve for.
    wanted : str or float
        A word of the verdicts, such as ``likely``, or a probability such as 0.5.
    case : Case, str or Path, optional
        Where; the base when left out.

    Examples
    --------
    >>> found = goal("B05", "offering.latest_price", 0.9)
    >>> found["input"][0]
    'offering.latest_price'
    """
    here, key = core._place(case), canonical(unknown)
    level = _probability(wanted)
    record = core._record(here, key)
    if np.ndim(here[key].magnitude):
        raise EvidenceError(f"{unknown} holds several numbers; a goal needs a record with one")
    chance = _chances(claim, key, here)
    now = float(here[key].magnitude)
    grid = np.array(sorted({*_grid(key), now}))
    found = np.array([chance(value, False) for value in grid])
    place = _crossing(grid, found >= level, now)
    at = None if place is None else _halved(chance, *place, level)
    shown = "none" if at is None else format_quantity(Quantity(at, record.units), digits=4)
    ends = [format_quantity(Quantity(float(x), record.units), digits=4) for x in (grid[0], grid[-1])]
    best = f"{_say(float(found.min()))} to {_say(float(found.max()))}"
    why = "" if at is not None else f"its probability stays at {best} for all values from {ends[0]} to {ends[1]}"
    probabilities = chance(now, True), None if at is None else chance(at, True)
    row = (
        *(claim, str(wanted), key, format_quantity(here[key], digits=4), _say(probabilities[0])),
        *(shown, "" if probabilities[1] is None else _say(probabilities[1]), why),
        *(level, now, probabilities[0], at, probabilities[1], record.unit, record.price_year),
    )
    columns = ["claim", "wanted", "input", "now", "probability_now", "value", "probability_there", "why_none"]
    numbers = ["wanted", "now", "probability_now", "value", "probability_there"]
    return pd.DataFrame([row], columns=[*columns, *(f"{name}_number" for name in numbers), "unit", "price_year"])


def _say(probability: float) -> str:
    return verdicts.format_probability(verdicts.Probability(probability, count=verdicts.COUNT))


def _probability(wanted: str | float) -> float:
    if isinstance(wanted, str) and wanted.strip().lower() in WANTED:
        return WANTED[wanted.strip().lower()]  # type: ignore[index]
    text = str(wanted).strip()
    try:
        level = float(text.removesuffix("%")) / (100.0 if text.endswith("%") else 1.0)
    except ValueError:
        level = float("nan")
    if not 0.0 < level < 1.0:
        words = ", ".join(list(verdicts.WORDS)[:-1])
        raise EvidenceError(f"a goal is a word ({words}) or a probability between 0 and 1, such as 0.5; got {wanted!r}")
    return level


def _chances(name: str, key: str, case: Case) -> Callable[[float, bool], float]:
    """Give the probability of a claim as a function of one input: of an eighth of the draws, or of all."""
    known = core._claims(name)
    claim = claim_records()[known[0]]
    found = verdicts.judge(claim, case).main
    if len(known) != 1 or found is None or not found.key or claim.priors or claim.forecast:
        raise EvidenceError(
            f"{name} is not judged by a number that inputs move; `wtd verdicts` lists what each computes"
        )
    test, computed = found.test, found.computed
    if computed is None or np.ndim(computed.magnitude):
        raise EvidenceError(f"{name}: {found.key} is a range already; a goal needs a result with one value")
    keys = (found.key, test.needs_result) if test.needs_result else (found.key,)
    read = frozenset().union(*(find(k).evaluate(case).records for k in keys))
    if key not in read:
        raise EvidenceError(f"{name} does not rest on {key}; {found.key} reads {core._listed(read)}")
    condition = verdicts._condition(claim, test, computed, found.needed)
    fixed = verdicts._central(test.needs_result, case) if test.needs_result else 1.0
    try:
        names = sorted({k for each in keys for k in uncertainty.traced_inputs(each, case)} | {key})
        run = uncertainty.compiled(keys, case, names)
    except TypeError as error:
        raise EvidenceError(f"{name}: {found.key} is drawn or searched for, so no input can be solved for") from error
    inputs = run.program.inputs
    given = {k: verdicts.belief(case.record(k)) for k in inputs if k != key} | {key: case[key]}
    pairs = uncertainty.correlations([k for k in inputs if k != key], case)
    points = sampler(run.program, given, pairs, seed=uncertainty.SEED)
    size = verdicts.COUNT // REPLICATES
    blocks: list[dict[str, Any]] = []

    def chance(value: float, whole: bool) -> float:
        wanted = REPLICATES if whole else 1
        while len(blocks) < wanted:
            blocks.append(points.draw(size, len(blocks)))
        shares = []
        for block in blocks[:wanted]:
            answers = run({**points.constants, **block, key: value})
            level = answers.get(test.needs_result, fixed) if test.needs_result else 1.0
            values = np.broadcast_to(np.asarray(answers[found.key], dtype=float), (size,))
            shares.append(float(condition.met(values, np.asarray(level, dtype=float)).mean()))
        return float(np.mean(shares))

    return chance


def _grid(key: str) -> np.ndarray[Any, Any]:
    low, high = uncertainty.window(key)
    return np.geomspace(low, high, STEPS) if low > 0 else np.linspace(low, high, STEPS)


def _crossing(grid: np.ndarray[Any, Any], met: np.ndarray[Any, Any], now: float) -> tuple[float, float] | None:
    """Give the neighbours between which it turns nearest to today: the one that meets it, and the other."""
    turns = np.flatnonzero(met[1:] != met[:-1])
    if not turns.size:
        return None
    start = int(np.searchsorted(grid, now))
    at = int(min(turns, key=lambda i: abs(i + 0.5 - start)))
    return (float(grid[at]), float(grid[at + 1])) if met[at] else (float(grid[at + 1]), float(grid[at]))


def _halved(chance: Callable[[float, bool], float], good: float, bad: float, level: float) -> float:
    """Close in on the crossing; what is given is on the side that meets the goal."""
    for _ in range(HALVINGS):
        middle = float(np.sqrt(good * bad)) if min(good, bad) > 0 else (good + bad) / 2
        good, bad = (middle, bad) if chance(middle, True) >= level else (good, middle)
    return good


def tornado(key: str, case: core.Place = None) -> pd.DataFrame:
    """Give a result at both ends of the range of each input that it reads, the widest first, all others as they are.

    Examples
    --------
    >>> found = tornado("satellite.specific_mass_rolled_up")
    >>> bool(found["swing"].is_monotonic_decreasing)
    True
    """
    result, here = find(key), core._place(case)
    core._traced([result], here)
    run = uncertainty.compiled(key, here)
    base = {name: float(here[name].m_as(unit)) for name, unit in run.program.inputs.items()}
    names = [name for name in uncertainty.uncertain_inputs(key, here) if name in base]
    moved = {name: np.full(2 * len(names) + 1, value) for name, value in base.items()}
    for place, name in enumerate(names):
        record = here.record(name)
        ends = [float(q.m_as(run.program.inputs[name])) for q in (record.lowest, record.highest)]
        moved[name][2 * place + 1 : 2 * place + 3] = ends
    values = Quantity(np.asarray(run(moved)[key], dtype=float), run.program.units[key]).m_as(result.unit)
    rows = []
    for place, name in enumerate(names):
        record = here.record(name)
        low, high = (float(x) for x in values[2 * place + 1 : 2 * place + 3])
        shown = [format_quantity(end, digits=4) for end in (record.lowest, record.highest)]
        rows.append((name, record.name, *shown, low, high, abs(high - low), float(values[0]), result.unit))
    columns = ["input", "name", "low", "high", "result_at_low", "result_at_high", "swing", "result", "unit"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["swing", "input"], ascending=[False, True], ignore_index=True)


def weighted(key: str, weights: Mapping[str, float | None]) -> pd.DataFrame:
    """Compute a result in several scenarios and its mean by their weights, which are scaled to add up to one.

    A weight of None stands for the one that the scenario's file gives.

    Examples
    --------
    >>> found = weighted("multiple.offer_multiple", {"base": 3.0, "sceptic": 1.0})
    >>> list(found["weight"])
    [0.75, 0.25, 1.0]
    """
    given = {name: _own_weight(name) if weight is None else weight for name, weight in weights.items()}
    if not given or any(not 0.0 <= w < np.inf for w in given.values()) or not sum(given.values()) > 0:
        raise EvidenceError("weights are numbers from 0 up, at least one of them above: base=0.5 sceptic=0.5")
    result, total = find(key), sum(given.values())
    rows: list[tuple[Any, ...]] = []
    mean: Any = None
    for name, weight in given.items():
        case = core._place(name)
        value = core._computed(result, case)
        mean = value * (weight / total) if mean is None else mean + value * (weight / total)
        rows.append((name, weight / total, result.say(case), *_ends(value, result.unit), result.unit))
    rows.append(
        ("weighted", 1.0, format_quantity(mean, digits=max(result.digits, 3)), *_ends(mean, result.unit), result.unit)
    )
    return pd.DataFrame(rows, columns=["scenario", "weight", "shown", "low", "high", "unit"])


def _own_weight(name: str) -> float:
    scenario = core._place(name).scenario
    if scenario is None or scenario.weight is None:
        raise EvidenceError(
            f"the scenario {name} has no weight of its own: write {name}=0.5, or weight = 0.5 in its file"
        )
    return scenario.weight


def _ends(value: Any, unit: str) -> tuple[float, float]:
    numbers = np.atleast_1d(np.asarray(Quantity(value).m_as(unit), dtype=float))
    return float(numbers[0]), float(numbers[-1])


def tornado_chart(frame: pd.DataFrame, key: str) -> Any:
    """Draw a tornado: a bar for each input from the result at one end of its range to that at the other."""
    from analysis.figures import summary as bench

    return bench.swings(frame.head(12), find(key))
