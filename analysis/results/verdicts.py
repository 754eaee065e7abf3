"""A claim, how likely it is, and the word for that: as published, and as known today.

A claim is one of four kinds. A *fact* is checked and is true, false, or overtaken by what came after. A *plan* is what
the company says it will do: true that it says so. A *reading* depends on what its words mean: it is judged under each
definition, and answered under the one that we hold to be meant. A *quantity* has a probability that it meets what the
claim needs, under the ranges and correlations of the evidence, and the word follows from the probability alone.
How a range is written decides nothing: a pair of values is the uniform distribution between them.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from analysis import myst
from analysis.engine.compile import Compiled, compile_program
from analysis.engine.distributions import Distribution, from_range
from analysis.engine.sampling import REPLICATES, sampler
from analysis.engine.tracing import Program, trace_mapping
from analysis.evidence import Case, ClaimRecord, Record, claim_records
from analysis.evidence.case import written
from analysis.evidence.claims import Answer, ClaimTest
from analysis.evidence.correlations import correlation_groups
from analysis.evidence.errors import EvidenceError
from analysis.evidence.files import FOLDER
from analysis.evidence.forecasts import Forecast, forecast, forecasts
from analysis.evidence.schema import parse_unit
from analysis.format import format_quantity, in_prose, month, number
from analysis.results import registry, uncertainty
from analysis.results.cache import Worked, fact, plain_quantity, read_quantity
from analysis.results.registry import find
from analysis.units import Quantity, as_nominal, price_year

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Meaning = Literal["as stated", "all as 90 % beliefs", "all as bounds", "all as three equal cases"]

MARKS: dict[Answer, str] = {
    "true": "✔",
    "likely": "✔",
    "leans true": "◕",
    "open": "◐",
    "leans false": "◔",
    "unlikely": "✘",
    "false": "✘",
    "overtaken": "⧗",
    "stated": "“",
    "cannot be checked": "?",
}
LIKELY, LEANS, OPEN, UNLIKELY = 0.90, 0.67, 0.33, 0.10  # the least probability of each word; up to the last: unlikely
LEAST = (LIKELY, LEANS, OPEN, UNLIKELY + 0.01)  # as printed, in whole per cent; below the last: unlikely
EDGES = tuple(least - 0.005 for least in LEAST)  # what is rounded to them
WORDS: tuple[Answer, ...] = ("likely", "leans true", "open", "leans false", "unlikely")
COUNT = 2**15  # points of a probability; where none of them meets a claim, three in this many is the upper bound
TIE = 0.4  # rank correlation between all that is good for a claim, when it is drawn together
REACH = 10.0  # a flip is looked for within so many times the distance from an input's value to the end of its range
GRID, ROUGH = 65, 101
PAIRED = 12  # inputs with the largest effect, which are moved two at a time where one alone flips nothing
_PLACEHOLDER = re.compile(r"\{([a-z_0-9]+\.[a-z_0-9]+)\}")


# ---- probability and its word --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Probability:
    """A probability with the standard error of its sampling; `count` of zero means that nothing was drawn."""

    value: float
    error: float = 0.0
    count: int = 0

    @property
    def bound(self) -> float:
        """What an event that was never drawn stays below, with 95 % confidence."""
        return 3.0 / self.count if self.count else 0.0

    def __str__(self) -> str:
        return format_probability(self)


def word(probability: float) -> Answer:
    """Give the word for a probability, the same on every page.

    Examples
    --------
    >>> [word(p) for p in (0.95, 0.7, 0.5, 0.2, 0.004)]
    ['likely', 'leans true', 'open', 'leans false', 'unlikely']
    """
    p = round(probability, 2)  # what is printed decides, so that the same print has the same word
    if p >= LIKELY:
        return "likely"
    if p >= LEANS:
        return "leans true"
    if p >= OPEN:
        return "open"
    return "leans false" if p > UNLIKELY else "unlikely"


def format_probability(found: Probability) -> str:
    """Write a probability with the digits that its replicates carry: whole per cent, one digit below that.

    Examples
    --------
    >>> format_probability(Probability(0.0, count=2**15)), format_probability(Probability(1.0, count=2**15))
    ('below 0.01 %', 'above 99.99 %')
    >>> format_probability(Probability(0.6437, 0.002, 2**15)), format_probability(Probability(0.0042, 0.0002, 2**15))
    ('64 %', '0.4 %')
    >>> format_probability(Probability(0.0004, 0.0001, 2**15))
    'below 0.1 %'
    >>> format_probability(Probability(0.25)), format_probability(Probability(1.0))
    ('25 %', '100 %')
    """
    p = found.value
    if found.count and not found.bound < p < 1 - found.bound:
        step = 10.0 ** math.ceil(math.log10(found.bound * 100) - 0.01)
        return f"below {step:g} %" if p < 0.5 else f"above {100 - step:g} %"
    near = min(p, 1 - p)  # 0.996 has as many digits as 0.004
    if near <= 0:
        return f"{100 * p:.0f} %"
    wanted = max(0, -math.floor(math.log10(100 * near)))
    carried = wanted if found.error <= 0 else -math.ceil(math.log10(200 * found.error) - 1e-9)
    digits = max(0, min(wanted, carried, 2))
    if digits < wanted and round(100 * near, digits) == 0:  # the replicates carry its size and no digit
        step = 10.0 ** math.ceil(math.log10(100 * (near + 2 * found.error)))
        return f"below {step:g} %" if p < 0.5 else f"above {100 - step:g} %"
    return f"{100 * p:.{digits}f} %"


# ---- what is compared ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Condition:
    """What a test asks of a number, in the unit of what is computed."""

    comparison: str
    least: float
    most: float

    def met(self, values: Floats, needed: Floats | float = 1.0) -> Flags:
        """Say where values meet it; `needed` scales both limits when the threshold is itself a result."""
        low = True if np.isneginf(self.least) else values >= self.least * needed
        high = True if np.isposinf(self.most) else values <= self.most * needed
        return np.asarray(np.isfinite(values) & low & high)


@dataclass(frozen=True)
class Finding:
    """What one test of a claim finds on one day."""

    test: ClaimTest
    key: str = ""
    computed: Quantity | None = None
    needed: Quantity | None = None
    interval: tuple[float, float] | None = None  # the 90 % range of the computed value, in its unit
    probability: Probability | None = None
    read: Answer | None = None  # what was read in a source, where nothing is computed
    turns_at: float | None = None  # the threshold at which another word begins
    turns_to: Answer | None = None
    median: float | None = None  # of the draws, in the unit of the computed value
    is_met: bool | None = None  # by the value with every input at its centre, where the need has one end

    @property
    def is_split(self) -> bool:
        """Whether most draws lie on the other side of the threshold than the value with every input at its centre.

        The median then tells what the probability rests on, and the central value does not.
        """
        p = self.probability
        if self.test.role != "meant" or self.is_met is None or self.median is None or p is None or not p.count:
            return False
        return self.is_met != (p.value >= 0.5)

    @property
    def ratio(self) -> tuple[float, float, float] | None:
        """Give computed over needed: low, central, high."""
        if self.computed is None or self.needed is None:
            return None
        unit = self.needed.units
        needed = np.atleast_1d(np.asarray(self.needed.magnitude, dtype=float))
        value = np.atleast_1d(np.asarray(self.computed.to(unit).magnitude, dtype=float))
        scale = float(Quantity(1.0, self.computed.units).to(unit).magnitude)
        low, high = (float(value.min()), float(value.max()))
        if self.interval is not None:
            low, high = (end * scale for end in self.interval)
        middle = float(needed.mean())
        central = self.median * scale if self.is_split and self.median is not None else float(value.mean())
        return None if middle == 0 else (low / middle, central / middle, high / middle)


@dataclass(frozen=True)
class Judgement:
    """A claim, what its tests find on both days, and the answers that follow."""

    claim: ClaimRecord
    findings_published: tuple[Finding, ...]
    findings_today: tuple[Finding, ...]
    verdict_published: Answer
    verdict_today: Answer
    forecast: Probability | None = None  # of a forecast in the ledger that carries the claim
    forecast_range: tuple[float, float] | None = None  # under the ledger's named priors

    @cached_property
    def main(self) -> Finding | None:
        """The finding of today that the answer follows."""
        return next((f for f in self.findings_today if f.test.role == "meant"), None)

    @property
    def by_source(self) -> tuple[Finding, ...]:
        """What each of the sources gives that stand side by side; nothing where one test decides."""
        return tuple(f for f in self.findings_today if f.test.role == "prior" and f.computed is not None)

    @property
    def probability(self) -> Probability | None:
        """How likely the claim is, where that is uncertain."""
        if self.claim.priors:
            return _mixed(self.findings_today)
        if self.forecast is not None:
            return self.forecast
        found = self.main
        if found is None or found.probability is None:
            return None
        p, never = found.probability.value, found.probability.bound
        if self.claim.kind != "quantity" and not never < p < 1 - never:  # certain, so it is true or false
            return None
        return found.probability

    @property
    def is_drawn(self) -> bool:
        """Whether a share of draws over the ranges of inputs decides the answer, be it that of all of them."""
        if self.claim.kind not in ("reading", "quantity") or self.claim.priors or self.forecast is not None:
            return False
        return self.main is not None and self.main.probability is not None and self.main.probability.count > 0


# ---- judging -------------------------------------------------------------------------------------------------------


def judge(claim: ClaimRecord, case: Case) -> Judgement:
    """Judge a claim in a case, once: every test, as published and as known today."""
    return _once("judgement", claim, case, lambda: _judged(claim, case), _plain, lambda kept: _judgement(claim, kept))


def _once(
    what: str,
    claim: ClaimRecord,
    case: Case,
    work_out: Callable[[], Worked],
    encode: Callable[[Worked], Any],
    decode: Callable[[Any], Worked],
) -> Worked:
    """Work something out about a claim of the registry once; a claim of somebody's own each time."""
    if claim is not claim_records().get(claim.id):
        return work_out()
    return fact(f"{what} {claim.id}", case, work_out, encode, decode)


def judgements(case: Case) -> dict[str, Judgement]:
    """Judge every claim of the registry."""
    return {name: judge(claim, case) for name, claim in claim_records().items()}


def _judged(claim: ClaimRecord, case: Case) -> Judgement:
    then = tuple(finding(claim, test, "published", case) for test in claim.tests if _there(test, "published"))
    now = tuple(finding(claim, test, "today", case) for test in claim.tests if _there(test, "today"))
    forecast, spread = _forecast(claim, case)
    first, second = _answer(claim, then, None), _answer(claim, now, forecast)
    if claim.parts:
        others = [judge(claim_records()[name], case) for name in claim.parts]
        first = _worst([first, *(other.verdict_published for other in others)])
        second = _worst([second, *(other.verdict_today for other in others)])
    if claim.kind in ("fact", "plan"):
        earlier = [finding(claim, test, "earlier", case) for test in claim.tests if test.earlier]
        if first == "false" and earlier and _answer(claim, tuple(earlier), None) in ("true", "stated"):
            first = "overtaken"
        if second == "false" and first in ("true", "stated", "overtaken"):
            second = "overtaken"
    return Judgement(claim, then, now, first, second, forecast, spread)


# ---- as plain data, for the answers that are kept ------------------------------------------------------------------


def _plain(judged: Judgement) -> dict[str, Any]:
    """Write a judgement as plain data: its tests by their number."""
    numbers = {id(test): number for number, test in enumerate(judged.claim.tests)}
    sides = (judged.findings_published, judged.findings_today)
    return {
        "findings": [[[numbers[id(f.test)], *_plain_finding(f)] for f in side] for side in sides],
        "verdicts": [judged.verdict_published, judged.verdict_today],
        "forecast": _plain_probability(judged.forecast),
        "range": judged.forecast_range,
    }


def _judgement(claim: ClaimRecord, kept: Mapping[str, Any]) -> Judgement:
    """Read a judgement of a claim back."""
    then, now = (tuple(_finding(claim.tests[number], *rest) for number, *rest in side) for side in kept["findings"])
    first, second = kept["verdicts"]
    spread = None if kept["range"] is None else (kept["range"][0], kept["range"][1])
    return Judgement(claim, then, now, first, second, _probability(kept["forecast"]), spread)


def _plain_finding(found: Finding) -> list[Any]:
    quantities = (plain_quantity(found.computed), plain_quantity(found.needed))
    probability = _plain_probability(found.probability)
    turns = (found.turns_at, found.turns_to)
    return [found.key, *quantities, found.interval, probability, found.read, *turns, found.median, found.is_met]


def _finding(test: ClaimTest, key: str, computed: Any, needed: Any, ends: Any, likely: Any, *rest: Any) -> Finding:
    spread = None if ends is None else (ends[0], ends[1])
    return Finding(test, key, read_quantity(computed), read_quantity(needed), spread, _probability(likely), *rest)


def _plain_probability(found: Probability | None) -> list[float] | None:
    return None if found is None else [found.value, found.error, found.count]


def _probability(kept: list[Any] | None) -> Probability | None:
    return None if kept is None else Probability(*kept)


def _plain_flip(found: Flip | None) -> list[Any] | None:
    return None if found is None else [found.inputs, [plain_quantity(q) for q in found.values], found.distance]


def _flip_of(kept: list[Any] | None) -> Flip | None:
    if kept is None:
        return None
    return Flip(tuple(kept[0]), tuple(Quantity(*value) for value in kept[1]), kept[2])


def _there(test: ClaimTest, day: str) -> bool:
    return bool(getattr(test, day) or getattr(test, f"read_{day}", None))


def _answer(claim: ClaimRecord, findings: tuple[Finding, ...], forecast: Probability | None) -> Answer:
    if forecast is not None and claim.kind != "plan":
        return word(forecast.value)
    if claim.priors:
        return word(_mixed(findings).value) if findings else "cannot be checked"
    found = next((f for f in findings if f.test.role == "meant"), None)
    if found is None:
        return "stated" if claim.kind == "plan" else "cannot be checked"
    if found.read is not None:
        return "stated" if claim.kind == "plan" and found.read == "true" else found.read
    if found.probability is None:
        return "cannot be checked"
    return _word_for(claim, found.probability)


def _word_for(claim: ClaimRecord, found: Probability) -> Answer:
    """Give the word for a probability; where the draws leave no doubt, only a quantity is likely or unlikely."""
    p, never = found.value, found.bound
    if claim.kind == "quantity" or never < p < 1 - never:
        return word(p)
    if claim.kind == "plan":
        return "stated" if p > OPEN else "false"
    return "true" if p > OPEN else "false"


def _mixed(findings: Iterable[Finding]) -> Probability:
    """Average over named priors, which nobody can rank, with equal weight."""
    each = [f.probability for f in findings if f.test.role == "prior" and f.probability is not None]
    error = math.sqrt(sum(p.error**2 for p in each)) / len(each)
    return Probability(sum(p.value for p in each) / len(each), error, sum(p.count for p in each))


ORDER: tuple[Answer, ...] = (
    "false", "overtaken", "unlikely", "leans false", "open", "cannot be checked", "leans true", "likely", "stated",
    "true",
)  # fmt: skip


def _worst(answers: Iterable[Answer]) -> Answer:
    return min(answers, key=ORDER.index)


def finding(claim: ClaimRecord, test: ClaimTest, day: str, case: Case) -> Finding:
    """Compute one test of a claim on one day: its value, its range, and how likely it meets what is needed."""
    key = getattr(test, day)
    if not key:
        return Finding(test, read=getattr(test, f"read_{day}"))
    computed = _face_value(find(key)(case))
    needed = threshold(claim, test, case)
    condition = _condition(claim, test, computed, needed)
    keys = (key, test.needs_result) if test.needs_result else (key,)
    drawn = draws(keys, case) if test.role != "scenario" else None
    if drawn is None:
        scale = _central(test.needs_result, case) if test.needs_result else 1.0
        met = condition.met(np.atleast_1d(np.asarray(computed.magnitude, dtype=float)), scale)
        return Finding(test, key, computed, needed, None, Probability(float(met.all())))
    values, level = drawn[key], drawn.get(test.needs_result, 1.0)
    met = condition.met(values, level)
    ends = tuple(float(x) for x in np.nanquantile(values, (0.05, 0.95)))
    turns = _turning(claim, test, values / level, condition) if np.all(level) else (None, None)
    central, median = np.atleast_1d(np.asarray(computed.magnitude, dtype=float)), float(np.nanmedian(values))
    scale = _central(test.needs_result, case) if test.needs_result else 1.0
    one_sided = math.isinf(condition.least) != math.isinf(condition.most)
    is_met = bool(condition.met(central, scale).all()) if one_sided and central.size == 1 else None
    return Finding(test, key, computed, needed, (ends[0], ends[1]), _share(met), None, *turns, median, is_met)


def turning_over_priors(claim: ClaimRecord, case: Case) -> tuple[float | None, Answer | None]:
    """Find by what factor the need of a claim that sources answer side by side has to change for another word.

    The mean of their probabilities is the share of all their draws together.
    """
    findings = [f for f in judge(claim, case).findings_today if f.test.role == "prior" and f.computed is not None]
    if not findings:
        return None, None

    def work_out() -> list[Any]:
        each = []
        for f in findings:
            level = float(np.mean(f.needed.m_as(f.computed.units)))  # type: ignore[union-attr]
            drawn = draws((f.key,), case)
            values = np.full(COUNT, float(np.mean(f.computed.magnitude))) if drawn is None else drawn[f.key]  # type: ignore[union-attr]
            each.append(values / level)
        comparison = claim.comparison or ""
        ends = (1.0, np.inf) if comparison == "at least" else (-np.inf, 1.0)
        return list(_turning(claim, findings[0].test, np.concatenate(each), Condition(comparison, *ends)))

    times, to = _once("turning", claim, case, work_out, list, list)
    return times, to


def probability_of(name: str, case: Case) -> Quantity:
    """Give the probability of a claim by its main test, for the study that prints it: one number, drawn once."""
    found = _main_finding(name, case).probability
    assert found is not None
    return Quantity(found.value, "")


def median_of(name: str, case: Case) -> Quantity:
    """Give the median of what decides a claim, from the draws of its verdict, for the study that prints it."""
    found = _main_finding(name, case)
    assert found.computed is not None
    assert found.median is not None
    return Quantity(found.median, found.computed.units)


def _main_finding(name: str, case: Case) -> Finding:
    """Compute the main test of a claim; it rests on the records behind what is compared, whoever drew it first."""
    claim = claim_records()[name]
    test = next(test for test in claim.tests if test.role == "meant")
    keys = [key for key in (test.today, test.needs_result) if key]
    for key in keys:
        find(key)(case)
    uncertainty.correlations({name for key in keys for name in uncertainty.uncertain_inputs(key, case)}, case)
    return finding(claim, test, "today", case)


def as_verdict(name: str) -> Callable[[Case], str]:
    """Write the probability of a claim as its verdict prints it; nothing where it is certain."""
    return partial(_likely, name)


def _likely(name: str, case: Case) -> str:
    found = judge(claim_records()[name], case).probability
    return "" if found is None else format_probability(found)


def _share(met: Flags) -> Probability:
    """Give the share of points that meet a condition, with the standard error over the replicates."""
    each = met.reshape(REPLICATES, -1).mean(axis=1)
    return Probability(float(each.mean()), float(each.std(ddof=1) / math.sqrt(REPLICATES)), met.size)


def _turning(
    claim: ClaimRecord, test: ClaimTest, values: Floats, condition: Condition
) -> tuple[float | None, Answer | None]:
    """Find the threshold nearest to ours at which the claim would have another word."""
    upward = condition.comparison == "at least"
    if not upward and condition.comparison != "at most":
        return None, None
    level = condition.least if upward else condition.most
    now = word(float(condition.met(values).mean()))
    place = WORDS.index(now)
    near = [(EDGES[place - 1], WORDS[place - 1])] if place else []  # the edges of the word's own band
    near += [(EDGES[place], WORDS[place + 1])] if place < len(EDGES) else []
    found = [(float(np.nanquantile(values, 1 - p if upward else p)), to) for p, to in near]
    return min(found, key=lambda pair: abs(pair[0] - level))


# ---- drawing -------------------------------------------------------------------------------------------------------


def draws(
    keys: tuple[str, ...],
    case: Case,
    meaning: Meaning = "as stated",
    tie: Mapping[str, float] | None = None,
    held: Mapping[str, float] | None = None,
) -> dict[str, Floats] | None:
    """Draw results together over the ranges of all that they read; nothing where nothing has a range.

    Inputs are correlated where the evidence says so, as in every other simulation of the report. A result of two
    values that no definition tells apart is uniform between them, as a range is.

    Parameters
    ----------
    keys : tuple of str
        Results.
    case : Case
        Where they are computed.
    meaning : str
        How ranges are read: as each record says, all as 90 % beliefs, or all as hard bounds.
    tie : mapping of str to float, optional
        The direction (+1 or -1) in which each input is good for the claim: those are then drawn with rank
        correlation `TIE` in place of the evidence's correlations; where it is empty, all are independent.
    held : mapping of str to float, optional
        Records kept at one value, in their own unit, whatever their range; a record that says how strongly inputs
        lean on one another does so in the correlations too.
    """
    cache: dict[object, dict[str, Floats] | None] = case.__dict__.setdefault("_draws", {})
    name = (keys, meaning, *(None if given is None else tuple(sorted(given.items())) for given in (tie, held)))
    if name not in cache:
        cache[name] = _drawn(keys, case, meaning, tie, held or {})
    return cache[name]


def _drawn(
    keys: tuple[str, ...],
    case: Case,
    meaning: Meaning,
    tie: Mapping[str, float] | None,
    held: Mapping[str, float],
) -> dict[str, Floats] | None:
    values = {key: np.atleast_1d(np.asarray(find(key)(case).magnitude, dtype=float)) for key in keys}
    found = {key: uniform(*map(float, v)) for key, v in values.items() if v.size == 2 and v[0] != v[1]}
    single = tuple(key for key in keys if key not in found)
    run = _run_of(single, case) if single else None
    if run is not None:
        traced = run.program
        given = {name: belief(case.record(name), meaning) for name in traced.inputs}
        still = {name: Quantity(x, case.record(name).units) for name, x in held.items()}
        if tie is None:
            pairs = uncertainty.correlations(traced.inputs, case.with_values(still) if still else case)
        else:
            signs = {k: v for k, v in sorted(tie.items()) if k in given and not given[k].is_fixed}
            pairs = {(a, b): TIE * signs[a] * signs[b] for a, b in combinations(signs, 2)}
        points = sampler(traced, given, pairs, seed=uncertainty.SEED)
        size = COUNT // REPLICATES
        kept = {name: float(q.m_as(traced.inputs[name])) for name, q in still.items() if name in traced.inputs}
        drawn = (points.draw(size, block, run.reads) for block in range(REPLICATES))
        blocks = [run({**points.constants, **each, **kept}) for each in drawn]
        for key in single:
            found[key] = np.concatenate([np.broadcast_to(np.asarray(b[key], dtype=float), (size,)) for b in blocks])
    elif not found:
        return None
    return {key: found.get(key, np.broadcast_to(values[key].mean(), (COUNT,))) for key in keys}


def uniform(low: float, high: float) -> Floats:
    """Draw what may lie anywhere between two values, by the same points in each of which a replicate is one block."""
    from scipy.stats import qmc

    parts = [
        qmc.Sobol(1, rng=np.random.default_rng(np.random.SeedSequence(uncertainty.SEED, spawn_key=(block,)))).random(
            COUNT // REPLICATES
        )[:, 0]
        for block in range(REPLICATES)
    ]
    low, high = min(low, high), max(low, high)
    return low + (high - low) * np.concatenate(parts)


def belief(record: Record, meaning: Meaning = "as stated") -> Distribution:
    """Turn a record's range into a distribution, read as the record says or as we ask."""
    if meaning == "as stated":
        return uncertainty.distribution(record)
    as_told = "90 % belief" if meaning == "all as 90 % beliefs" else "physical limits"
    kind = record.distribution or "triangular"
    if meaning == "all as three equal cases" and kind != "fixed":
        as_told, kind = "scenario", "discrete"
    try:
        whole = from_range(record.quantity, record.lowest, record.highest, meaning=as_told, kind=kind)
    except ValueError:  # no distribution of this family has these ends as percentiles: it stays as stated
        return uncertainty.distribution(record)
    return whole if record.limits is None else whole.within(*record.limits)


def _run_of(keys: tuple[str, ...], case: Case) -> Compiled | None:
    """Give the program of results, where anything that they read has a range."""
    ranged = any(uncertainty.uncertain_inputs(key, case) for key in keys)
    return uncertainty.compiled(keys, case) if ranged else None


def _central(key: str, case: Case) -> float:
    return float(np.mean(np.asarray(find(key)(case).magnitude, dtype=float)))


# ---- the one number that an answer is judged by --------------------------------------------------------------------


@dataclass(frozen=True)
class Measure:
    """The one number whose place above or below a level decides an answer: what is computed.

    Where the need is drawn as well, it is what is computed over what is needed; where sources stand side by side, the
    mean of that over the sources.
    """

    name: str
    sentence: str
    keys: tuple[str, ...]
    of: Callable[[Case], Quantity]
    level: Quantity | None  # nothing where the need has two ends

    def program(self, case: Case, inputs: Iterable[str] | None = None) -> Program:
        """Trace it over all inputs that have a range, or over those named."""
        every = {name for key in self.keys for name in uncertainty.uncertain_inputs(key, case)}
        base = {name: case[name] for name in sorted(every if inputs is None else inputs)}
        return trace_mapping(lambda given: {self.name: self.of(case.with_values(given))}, base)

    def run(self, case: Case) -> Compiled:
        """Compile it."""
        single = self.keys == (self.name,)
        return uncertainty.compiled(self.name, case) if single else compile_program(self.program(case))


def measure(claim: ClaimRecord, case: Case) -> Measure | None:
    """Give the number that decides an answer and its level; nothing where no draw over ranges decides it."""
    judged = judge(claim, case)
    if each := judged.by_source:
        needs = [(f.key, float(np.mean(f.needed.m_as(f.computed.units)))) for f in each]  # type: ignore[union-attr]
        return Measure(
            f"{claim.id.lower()}.mean_over_needed",
            f"Computed over needed, mean of the {len(each)} sources",
            tuple(key for key, _ in needs),
            lambda here: Quantity(sum(find(key)(here).magnitude / need for key, need in needs) / len(needs), ""),
            Quantity(1.0, ""),
        )
    found = judged.main
    if not judged.is_drawn or found is None or found.computed is None or np.ndim(found.computed.magnitude):
        return None
    key, needed = found.key, found.test.needs_result
    limits = multiples_of(claim, found.test, case, found.computed)
    one = limits.least if math.isinf(limits.most) else limits.most if math.isinf(limits.least) else None
    if not needed:
        level = None if one is None else Quantity(one, find(key).unit)
        return Measure(key, find(key).sentence, (key,), find(key).__call__, level)
    return Measure(
        f"{claim.id.lower()}.over_needed",
        f"{find(key).sentence.rstrip('.')}, divided by {_lower_first(find(needed).sentence)}",
        (key, needed),
        lambda here: Quantity(find(key)(here).magnitude / find(needed)(here).magnitude, ""),
        None if one is None else Quantity(one, ""),
    )


# ---- what else stands beside a probability -------------------------------------------------------------------------


@dataclass(frozen=True)
class Flip:
    """The smallest change that turns the central value of a claim: of one input, or of two together."""

    inputs: tuple[str, ...]
    values: tuple[Quantity, ...]
    distance: float  # in units of the way from an input's value to the end of its range

    @property
    def is_inside(self) -> bool:
        """Whether it lies inside the inputs' ranges."""
        return self.distance <= 1


def stability(claim: ClaimRecord, case: Case) -> dict[str, Probability]:
    """Give the probability of a claim under other readings of its ranges and under other correlations.

    The evidence's correlations hold where only the ranges are read anew; where it has none of the inputs, there is no
    other answer for independent inputs.
    """
    found = judge(claim, case).main
    if found is None or not found.key or found.probability is None or not found.probability.count:
        return {}
    return _once(
        "stability",
        claim,
        case,
        lambda: _stability(claim, case, found),
        lambda found: {name: _plain_probability(p) for name, p in found.items()},
        lambda kept: {name: Probability(*p) for name, p in kept.items()},
    )


def _stability(claim: ClaimRecord, case: Case, found: Finding) -> dict[str, Probability]:
    test = found.test
    condition = _condition(claim, test, found.computed, found.needed)
    keys = (found.key, test.needs_result) if test.needs_result else (found.key,)
    given: dict[str, tuple[Meaning, Mapping[str, float] | None]] = {
        "all ranges as 90 % beliefs": ("all as 90 % beliefs", None),
        "all ranges as bounds": ("all as bounds", None),
        "all ranges as three equal cases": ("all as three equal cases", None),
        "all that is good for it tied together": ("as stated", _directions(claim, case)),
    }
    run = _run_of(keys, case)
    if run is not None and uncertainty.correlations(run.program.inputs, case):
        given["all inputs independent"] = ("as stated", {})
    answers = {}
    for name, (meaning, tie) in given.items():
        drawn = draws(keys, case, meaning, tie)
        if drawn is not None:
            answers[name] = _share(condition.met(drawn[found.key], drawn.get(test.needs_result, 1.0)))
    inputs = set() if run is None else set(run.program.inputs)
    for strength in _strengths(inputs, case):
        record = case.record(strength)
        for end in dict.fromkeys(float(q.m_as(record.units)) for q in (record.lowest, record.highest)):
            drawn = draws(keys, case, held={strength: end})
            if drawn is not None:
                label = f"the {record.kind} {_lower_first(record.name)} at {number(end, 3)}"
                answers[label] = _share(condition.met(drawn[found.key], drawn.get(test.needs_result, 1.0)))
    return answers


def _strengths(inputs: Iterable[str], case: Case) -> list[str]:
    """List the records that say how strongly inputs lean on one another, where a result reads them or what they tie."""
    read = set(inputs)
    groups = [group for group in correlation_groups() if case.record(group.strength).is_uncertain]
    return list(dict.fromkeys(g.strength for g in groups if g.strength in read or len(read & set(g.signs)) > 1))


def _directions(claim: ClaimRecord, case: Case) -> dict[str, float]:
    """Give for each input the direction in which it raises what is computed."""
    found = judge(claim, case).main
    assert found is not None
    run = _run_of((found.key,), case)
    if run is None:
        return {}
    traced = run.program
    base = {name: float(case[name].m_as(unit)) for name, unit in traced.inputs.items()}
    signs = {}
    for name, unit in traced.inputs.items():
        ends = np.array([float(q.m_as(unit)) for q in (case.record(name).lowest, case.record(name).highest)])
        values = np.broadcast_to(np.asarray(run({**base, name: ends})[found.key], dtype=float), (2,))
        if values[0] != values[1] and np.isfinite(values).all():
            signs[name] = float(np.sign(values[1] - values[0]))
    return signs


def nearest_flip(claim: ClaimRecord, case: Case) -> Flip | None:
    """Search every input with a range for the nearest value at which the claim's central value turns.

    Distances are counted in units of the way from the input's value to the end of its range on that side. Where no
    single input turns it within `REACH`, two are moved together.
    """
    return _once("flip", claim, case, lambda: _search_flip(claim, case), _plain_flip, _flip_of)


def _search_flip(claim: ClaimRecord, case: Case) -> Flip | None:
    judged = judge(claim, case)
    needs = ""
    if judged.by_source:
        mean = measure(claim, case)
        assert mean is not None
        key, run = mean.name, mean.run(case)
        condition = _condition(claim, judged.by_source[0].test, mean.level, mean.level)
    else:
        found = judged.main
        if found is None or not found.key or np.ndim(found.computed.magnitude):  # type: ignore[union-attr]
            return None
        key, needs = found.key, found.test.needs_result
        drawn = _run_of((key, needs) if needs else (key,), case)
        if drawn is None:
            return None
        run, condition = drawn, _condition(claim, found.test, found.computed, found.needed)
    traced = run.program
    base = {name: float(case[name].m_as(unit)) for name, unit in traced.inputs.items()}
    fixed = _central(needs, case) if needs and needs not in traced.units else 1.0

    def met(moved: Mapping[str, Floats]) -> Flags:
        with np.errstate(all="ignore"):
            answers = run({**base, **moved})
        size = np.size(next(iter(moved.values()))) if moved else 1
        values = np.broadcast_to(np.asarray(answers[key], dtype=float), (size,))
        return condition.met(values, np.asarray(answers.get(needs, fixed), dtype=float))

    now = bool(met({})[0])
    sides = [side for name, unit in traced.inputs.items() for side in _sides(case.record(name), unit, base[name])]
    near = _nearest(met, sides, base, now)
    alone = [(distance, side) for side in near if (distance := _first(met, [side], base, now)) is not None]
    if alone:
        distance, side = min(alone, key=lambda pair: pair[0])
        return _flip([side], distance, base, traced)
    pairs = list(_promising(run, key, sides, base))
    together = [(d, pair) for pair in pairs if (d := _first(met, pair, base, now)) is not None]
    if not together:
        return None
    distance, pair = min(together, key=lambda item: item[0])
    return _flip(pair, distance, base, traced)


@dataclass(frozen=True)
class _Side:
    """One input moved one way: how far a step of one range-half is, and how many there may be."""

    name: str
    step: float
    most: float


def _sides(record: Record, unit: str, base: float) -> Iterator[_Side]:
    low, high = (float(q.m_as(unit)) for q in (record.lowest, record.highest))
    for end in (low, high):
        step = end - base
        if step:
            reach = REACH
            while reach > 1 and not uncertainty.possible(
                record, float(Quantity(base + reach * step, unit).m_as(record.units))
            ):
                reach *= 0.9
            yield _Side(record.key, step, reach)


def _nearest(
    met: Callable[[Mapping[str, Floats]], Flags], sides: list[_Side], base: Mapping[str, float], now: bool
) -> list[_Side]:
    """Find the inputs that turn the condition first, moved one at a time, all in one run of the program."""
    if not sides:
        return []
    steps = np.linspace(0.0, REACH, ROUGH)
    moved = {name: np.full(len(sides) * ROUGH, base[name]) for name in {side.name for side in sides}}
    for place, side in enumerate(sides):
        part = slice(place * ROUGH, (place + 1) * ROUGH)
        moved[side.name][part] = base[side.name] + side.step * np.minimum(steps, side.most)
    turned = (met(moved) != now).reshape(len(sides), ROUGH)
    first = np.where(turned.any(axis=1), turned.argmax(axis=1), ROUGH)
    return [side for side, when in zip(sides, first, strict=True) if when < ROUGH and when <= first.min() + 1]


def _first(
    met: Callable[[Mapping[str, Floats]], Flags], sides: list[_Side], base: Mapping[str, float], now: bool
) -> float | None:
    """Find the smallest distance at which these inputs, moved together, turn the condition; each within its limit."""
    low, high = 0.0, max(side.most for side in sides)
    for _ in range(3):
        grid = np.linspace(low, high, GRID)
        turned = np.flatnonzero(met({s.name: base[s.name] + s.step * np.minimum(grid, s.most) for s in sides}) != now)
        if not turned.size:
            return None
        low, high = float(grid[max(turned[0] - 1, 0)]), float(grid[turned[0]])
    return high


def _promising(
    run: Callable[..., Mapping[str, Floats]], key: str, sides: list[_Side], base: Mapping[str, float]
) -> Iterator[list[_Side]]:
    """Pair the inputs with the largest effect on either side."""
    start = float(np.asarray(run(dict(base))[key]))
    with np.errstate(all="ignore"):
        effect = {
            side: float(np.asarray(run({**base, side.name: base[side.name] + side.step})[key])) - start
            for side in sides
        }
    for way in (1.0, -1.0):
        best = sorted((s for s in sides if way * effect[s] > 0), key=lambda s: -abs(effect[s]))[:PAIRED]
        for place, one in enumerate(best):
            yield from ([one, other] for other in best[place + 1 :] if other.name != one.name)


def _flip(sides: list[_Side], distance: float, base: Mapping[str, float], traced: Program) -> Flip:
    values = tuple(Quantity(base[s.name] + s.step * min(distance, s.most), traced.inputs[s.name]) for s in sides)
    return Flip(tuple(s.name for s in sides), values, distance)


# ---- thresholds ----------------------------------------------------------------------------------------------------


def threshold(claim: ClaimRecord, test: ClaimTest, case: Case) -> Quantity | None:
    """Give what a test's value is compared with: the document's number, ours, or a result."""
    if test.needs_result:
        return _face_value(find(test.needs_result)(case))
    for value, unit, year in (
        (test.needs, *((claim.unit, claim.price_year) if test.unit is None else (test.unit, test.price_year))),
        (claim.stated if claim.stated is not None else claim.needs, claim.unit, claim.price_year),
    ):
        if value is not None:
            return _face_value(Quantity(np.atleast_1d(value), parse_unit(unit, year)))
    return None


def condition_of(claim: ClaimRecord, test: ClaimTest, case: Case, computed: Quantity) -> Condition:
    """Give what a test asks of a computed value, in its unit; a threshold that is a result at its central value."""
    found = multiples_of(claim, test, case, computed)
    if not test.needs_result:
        return found
    level = _central(test.needs_result, case)
    least, most = (end if math.isinf(end) else end * level for end in (found.least, found.most))
    return Condition(found.comparison, least, most)


def multiples_of(claim: ClaimRecord, test: ClaimTest, case: Case, computed: Quantity) -> Condition:
    """Give the same in multiples of the threshold, where that is a result; in each draw it has another value."""
    return _condition(claim, test, _face_value(computed), threshold(claim, test, case))


def is_ours(claim: ClaimRecord, test: ClaimTest | None = None) -> bool:
    """Whether the threshold is ours, because the document states none."""
    return claim.stated is None or (test is not None and (test.needs is not None or bool(test.needs_result)))


def _condition(claim: ClaimRecord, test: ClaimTest, computed: Quantity | None, needed: Quantity | None) -> Condition:
    comparison = test.comparison or claim.comparison
    if comparison == "exists":
        return Condition("exists", float(np.nextafter(0.0, 1.0)), np.inf)
    if needed is None or computed is None or comparison is None:
        raise EvidenceError(
            f"claims.toml: [{claim.id}]: comparison {comparison!r} needs `stated`, the document's number, "
            "`needs`, our threshold, or `needs_result`, a result"
        )
    if not computed.is_compatible_with(needed.units):
        raise EvidenceError(
            f"claims.toml: [{claim.id}]: computed in {computed.units:~} but needed in {needed.units:~}; fix the unit"
        )
    if test.needs_result:  # both are drawn: the limits are multiples of the needed result
        scale = float(Quantity(1.0, needed.units).to(computed.units).magnitude)
        low = high = scale
    else:
        low, high = (float(end.to(computed.units).magnitude) for end in (needed.min(), needed.max()))
    tolerance = claim.tolerance if test.tolerance is None else test.tolerance
    least, most = low - tolerance * abs(low), high + tolerance * abs(high)
    return Condition(
        comparison, -np.inf if comparison == "at most" else least, np.inf if comparison == "at least" else most
    )


def _face_value(quantity: Quantity) -> Quantity:
    return quantity if price_year(quantity) is None else as_nominal(quantity)


# ---- forecasts -----------------------------------------------------------------------------------------------------


def forecast_probability(name: str, case: Case) -> Probability:
    """Give our probability of a forecast of the ledger: computed, or the judgement that stands there.

    Raises
    ------
    EvidenceError
        When the ledger has no probability of ours for it.
    """
    found = forecast(name)
    if found.result:
        value = find(found.result)(case).to("").magnitude
        return Probability(float(np.clip(np.mean(value), 0.0, 1.0)))
    if found.probability is None:
        raise EvidenceError(f"forecasts.toml: [{name}]: has no probability of ours")
    return Probability(found.probability)


def _forecast(claim: ClaimRecord, case: Case) -> tuple[Probability | None, tuple[float, float] | None]:
    if not claim.forecast:
        return None, None
    found = forecast(claim.forecast)
    spread = None if found.low is None or found.high is None else (found.low, found.high)
    return forecast_probability(claim.forecast, case), spread


# ---- sentences -----------------------------------------------------------------------------------------------------


def fill(text: str, case: Case) -> str:
    r"""Write a sentence of the registry as MyST: every ``{study.result}`` by its number, all else as plain text.

    Examples
    --------
    >>> fill("no number here, *no* markup", Case())
    'no number here, \\*no\\* markup'
    """
    return myst.beginning("".join(_filled(text, case, myst.inline)))


def fill_plain(text: str, case: Case) -> str:
    """Write a sentence by its numbers, as plain text.

    Examples
    --------
    >>> fill_plain("{multiple.stated_multiple} of *sales*", Case())
    '64× of *sales*'
    """
    return "".join(_filled(text, case, str))


def _filled(text: str, case: Case, plain: Callable[[str], str]) -> Iterator[str]:
    pieces = _PLACEHOLDER.split(text)  # text and names by turns
    return (in_prose(registry.say(piece, case)) if place % 2 else plain(piece) for place, piece in enumerate(pieces))


def placeholders(text: str) -> tuple[str, ...]:
    """List the results that a sentence of the registry names."""
    return tuple(_PLACEHOLDER.findall(text))


def format_computed(found: Finding | None, case: Case) -> str:
    """Write what a test computes: the central value, or the range that it has.

    A year with a fraction is written as a month, and what was read in a source has no number.
    """
    if found is None or not found.key:
        return ""
    result = find(found.key)
    if not result.grouped and result.digits > 4:
        return month(float(np.asarray(found.computed.magnitude)))  # type: ignore[union-attr]
    if found.is_split:
        return f"{format_median(found)} (median)"
    return in_prose(result.say(case))


def format_median(found: Finding) -> str:
    """Write the value that as many draws exceed as not."""
    result = find(found.key)
    assert found.median is not None
    assert found.computed is not None
    median = format_quantity(Quantity(found.median, found.computed.units), digits=result.digits)
    return in_prose(result.words.format(median))


def format_computed_of(judged: Judgement, case: Case) -> str:
    """Write what a claim is judged by: what its main test computes, or from the lowest to the highest source."""
    each = judged.by_source
    if not each:
        return format_computed(judged.main, case)
    result, unit = find(each[0].key), each[0].computed.units  # type: ignore[union-attr]
    values = [float(np.mean(f.computed.m_as(unit))) for f in each]  # type: ignore[union-attr]
    ends = Quantity(np.array([min(values), max(values)]), unit)
    return in_prose(result.words.format(format_quantity(ends, digits=result.digits)))


def format_needed_of(judged: Judgement) -> str:
    """Write what a claim needs, of its main test or of each source."""
    return format_needed(judged.claim, next(iter(judged.by_source), judged.main))


def format_interval(found: Finding | None) -> str:
    """Write the 90 % range of what a test computes; nothing where it has no range."""
    if found is None or found.interval is None or found.computed is None:
        return ""
    low, high = found.interval
    if np.size(found.computed.magnitude) > 1 or low == high:  # a pair is its own range; where all draws agree is none
        return ""
    result = find(found.key)
    ends = Quantity(np.array(found.interval), found.computed.units)
    return in_prose(result.words.format(format_quantity(ends, digits=max(result.digits, 1))))


def format_needed(claim: ClaimRecord, found: Finding | None) -> str:
    """Write what a claim needs, with the comparison in words."""
    if found is None or found.needed is None:
        return "exists" if found is not None and (found.test.comparison or claim.comparison) == "exists" else ""
    comparison = found.test.comparison or claim.comparison or ""
    ends = [float(end) for end in np.atleast_1d(found.needed.magnitude)]
    unitless = not str(found.needed.units) or found.needed.units == Quantity(1.0, "").units
    if unitless and all(1900 <= end <= 2100 for end in ends):
        text = "–".join(f"{end:.6g}" if end == int(end) else month(end) for end in ends)
    else:
        text = format_quantity(found.needed)
        if unitless and found.computed is not None and found.key:
            text = find(found.key).words.format(text) if "×" in find(found.key).words else text
            if str(find(found.key).unit) == "percent":
                text = format_quantity(found.needed.to("percent"))
    words = {"at least": "≥ ", "at most": "≤ ", "equal": "≈ " if claim.tolerance else "", "within": ""}
    return f"{words.get(comparison, '')}{in_prose(text)}"


def format_flip(found: Flip | None, case: Case) -> str:
    """Write the nearest flip: which input, from what to what, and how far that is."""
    if found is None:
        return ""
    moves = []
    for name, value in zip(found.inputs, found.values, strict=True):
        record = case.record(name)
        old = in_prose(case.say(name))
        new = in_prose(written(name, _beyond(value.to(record.units), case[name])))
        moves.append(f"{_lower_first(record.name)} were {new} instead of {old}")
    return " and ".join(moves)


def _beyond(value: Quantity, now: Quantity) -> Quantity:
    """Round where an input turns an answer to few digits, away from where it is now: what is printed turns it too."""
    turning, start = float(value.magnitude), float(np.mean(now.m_as(value.units)))
    if not turning or 1900 <= turning <= 2100:  # a point in time is written as its month
        return value
    away = 1.0 if turning > start else -1.0
    for digits in (2, 3, 4):
        step = 10.0 ** (math.floor(math.log10(abs(turning))) - digits + 1)
        rounded = away * math.ceil(away * turning / step - 1e-9) * step
        if abs(rounded - turning) <= 0.02 * abs(turning):  # a step of ten dollars is much beside 109
            break
    return Quantity(rounded, value.units)


def turning_of_judgement(judged: Judgement) -> tuple[Probability, Answer, float] | None:
    """Find the probability nearest to that of the ledger's judgement which has another word, and how far away it is.

    The distance is in units of the way from our probability to the end of its range on that side.
    """
    if judged.forecast is None or judged.forecast_range is None or judged.claim.kind != "quantity":
        return None
    now, place = judged.forecast.value, WORDS.index(word(judged.forecast.value))
    low, high = judged.forecast_range
    sides = [(LEAST[place - 1], WORDS[place - 1], high)] if place else []
    sides += [(LEAST[place] - 0.01, WORDS[place + 1], low)] if place < len(LEAST) else []
    found = [(Probability(p), to, (p - now) / (end - now)) for p, to, end in sides if end != now]
    return min(found, key=lambda one: one[2], default=None)


def why_no_flip(judged: Judgement, case: Case) -> str:
    """Say why the search finds no change of an input that turns an answer, or why there is nothing to search."""
    found = judged.main
    if judged.claim.kind == "plan":
        return "not searched: a plan is repeated"
    if found is None or not found.key:
        return "not searched: nothing is computed"
    keys = [key for key in (found.key, found.test.needs_result) if key]
    if any(uncertainty.uncertain_inputs(key, case) for key in keys):
        return "no input turns it within ten times its range"
    return "not searched: nothing that it reads has a range"


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def format_distance(found: Flip) -> str:
    """Write whether a flip lies inside the ranges of its inputs, and how far away it is."""
    its = "its range" if len(found.inputs) == 1 else "their ranges"
    if found.is_inside:
        return f"inside {its}, {100 * found.distance:.0f} % of the way to the end"
    if found.distance < 1.05:
        return f"just beyond {its}"
    return f"outside {its}, {found.distance:.1f} times as far away as the end"


def format_stability(claim: ClaimRecord, case: Case) -> str:
    """Say what other readings of the ranges and other correlations make of a probability, and whether its word stays.

    Nothing where the claim has no probability that is drawn.
    """
    judged = judge(claim, case)
    if not judged.is_drawn or not (found := stability(claim, case)):
        return ""
    moved = [
        f"with {name}: {format_probability(p)}, {_word_for(claim, p)}"
        for name, p in found.items()
        if _word_for(claim, p) != judged.verdict_today
    ]
    if moved:
        return f"The word depends on how ranges are read or on what goes together: {'; '.join(moved)}."
    return (
        "The word stays when ranges are read as beliefs, as bounds or as three equal cases, and under other "
        f"correlations: {_span(found.values())}."
    )


def format_firmness(claim: ClaimRecord, case: Case) -> str:
    """Say beside a probability that its word is not firm, and between what it then lies; nothing where it stays."""
    judged = judge(claim, case)
    if not judged.is_drawn:
        return ""
    assert judged.main is not None
    assert judged.main.probability is not None
    found = list(stability(claim, case).values())
    if all(_word_for(claim, p) == judged.verdict_today for p in found):
        return ""
    return f"not firm: {_span([judged.main.probability, *found])}"


def _span(found: Iterable[Probability]) -> str:
    each = list(found)
    low, high = (format_probability(end(each, key=lambda p: p.value)) for end in (min, max))
    return low if low == high else f"{low} to {high}"


def format_odds(judged: Judgement, case: Case) -> str:
    """Write how likely a claim is, and beside it whether that is firm."""
    likely, firm = format_likely(judged), format_firmness(judged.claim, case)
    if firm and not likely and judged.main is not None and judged.main.probability is not None:
        likely = format_probability(judged.main.probability)  # no draw leaves a doubt, and another reading does
    return ", ".join(filter(None, (likely, firm)))


def outcome_for(claim: ClaimRecord, outcome: str) -> str:
    """Give what an outcome of a forecast says of one claim; nothing where it names only others.

    Examples
    --------
    >>> claim = claim_records()["T12"]
    >>> outcome_for(claim, "A14 kept; T12 true"), outcome_for(claim, "A11 leans up")
    ('T12 true', '')
    """
    return "; ".join(piece.strip() for piece in outcome.split(";") if re.search(rf"\b{claim.id}\b", piece))


def deciding_forecast(claim: ClaimRecord) -> Forecast | None:
    """Give the first open forecast whose outcomes both settle a claim: it is true or false, whatever comes."""
    settled = re.compile(r"(?<!leans )\b(true|false|overtaken|kept|stands)\b")
    return next(
        (
            found
            for found in _due(claim)
            if all(settled.search(outcome_for(claim, text)) for text in (found.if_true, found.if_false))
        ),
        None,
    )


def next_sign(claim: ClaimRecord) -> Forecast | None:
    """Give the next open forecast that moves a claim without settling it: one whose outcomes name it, else any."""
    settling = deciding_forecast(claim)
    signs = [found for found in _due(claim) if found is not settling]
    named = [f for f in signs if outcome_for(claim, f.if_true) or outcome_for(claim, f.if_false)]
    return next(iter(named or signs), None)


def _due(claim: ClaimRecord) -> list[Forecast]:
    return [found for found in forecasts().values() if claim.id in found.claims and found.is_open]


def answers_known_by(claim: ClaimRecord) -> str:
    """Give the day on which the ledger settles a claim, or that of the next sign; nothing where it has no forecast."""
    if (settling := deciding_forecast(claim)) is not None:
        return f"{settling.day:%-d %B %Y}"
    sign = next_sign(claim)
    return "" if sign is None else f"next sign {sign.day:%-d %B %Y}"


def format_likely(judged: Judgement) -> str:
    """Write how likely a claim is, with the range over named priors; nothing where nothing is uncertain."""
    found = judged.probability
    if found is None:
        return ""
    if judged.claim.priors:
        each = [f.probability for f in judged.findings_today if f.probability is not None]
        ends = [end(each, key=lambda p: p.value) for end in (min, max)]
    else:
        ends = [Probability(end) for end in judged.forecast_range or ()]
    text = format_probability(found)
    if not ends:
        return text
    low, high = (format_probability(end) for end in ends)
    if low[0].isdigit() and high[0].isdigit():
        return f"{text} ({low.removesuffix(' %')}–{high})"
    return f"{text} ({low} to {high})"


# ---- pins ----------------------------------------------------------------------------------------------------------

PINS = FOLDER / "snapshots" / "verdicts.csv"
PINNED = ("claim", "kind", "as_published", "today", "computed", "needed", "likely", "nearest_flip")


def pins(case: Case) -> list[dict[str, str]]:
    """Give what the file of pins holds: kind, both answers, and the printed numbers of every claim."""
    rows = []
    for name, judged in judgements(case).items():
        claim = judged.claim
        flip = format_flip(nearest_flip(claim, case), case) if judged.is_drawn or judged.by_source else ""
        cells = (
            name,
            claim.kind,
            judged.verdict_published,
            judged.verdict_today,
            format_computed_of(judged, case),
            format_needed_of(judged),
            format_likely(judged),
            flip,
        )
        rows.append(dict(zip(PINNED, cells, strict=True)))
    return rows


def write_pins(case: Case, file: Path = PINS) -> Path:
    """Write the file of pins; a person reads its difference and tells the change log why an answer moved."""
    text = io.StringIO()
    writer = csv.DictWriter(text, PINNED, lineterminator="\n")
    writer.writeheader()
    writer.writerows(pins(case))
    file.write_text(text.getvalue(), encoding="utf-8")
    return file


def read_pins(file: Path = PINS) -> list[dict[str, str]]:
    """Read the file of pins."""
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
