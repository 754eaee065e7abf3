"""The analyst's bench: change a number, see which figures and verdicts move.

Every function takes a `World` (the base when none is given) and gives a tidy frame of plain values, so that a
notebook shows it as a table and the command line prints it.

Examples
--------
>>> from analysis.workbench import scenario, evaluate
>>> cheaper = scenario("base", {"offering.price": "100 USD/share"})
>>> evaluate(["multiple.offer_multiple"], cheaper)["shown"][0]
'70.1×'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import claims
from analysis.evidence import World, active_world, claim_records
from analysis.evidence.errors import EvidenceError
from analysis.evidence.schema import Record, parse_unit
from analysis.evidence.world import world_of
from analysis.studies import registry, uncertainty
from analysis.studies.registry import find
from analysis.units import BASE_YEAR, Quantity, say, ureg

_SETTING = re.compile(r"\s*([-+]?(?:\d[\d_,]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*)")
_YEAR = re.compile(r"USD_(\d{4})")


def scenario(name: str | Path = "base", changes: Mapping[str, str | float | Quantity] | None = None) -> World:
    """Give a world by a shipped scenario's name or a file's path, with further changes on top.

    Parameters
    ----------
    name : str or Path
        ``base``, the name of a shipped scenario, or the path of a scenario file.
    changes : mapping, optional
        Record keys and their new values: a text such as ``"200 USD/kg"``, a number in the record's unit, a quantity.
    """
    world = world_of(str(name))
    return world.with_values({key: read_value(world, key, value) for key, value in (changes or {}).items()})


def read_value(world: World, key: str, given: str | float | Quantity) -> Quantity:
    """Read a new value for a record, in a unit of the record's dimension.

    Raises
    ------
    EvidenceError
        When it is no number, its unit is unknown, or its dimension is another; the message says what was expected.
    """
    record = world.record(key)
    value = _parsed(record, str(given)) if isinstance(given, str | float | int) else given
    if not np.all(np.isfinite(np.asarray(value.magnitude, dtype=float))):
        raise EvidenceError(f"{key}: the value must be finite; got {given}")
    if not value.is_compatible_with(record.units):
        raise EvidenceError(
            f"{key}: {value.units:~} has the wrong dimension; expected one like {record.unit or 'a pure number'}, "
            f'for example {key}="{_number_of(record):g} {record.unit}"'
        )
    return value.to(record.units)


def evaluate(keys: Iterable[str] | None = None, world: World | None = None) -> pd.DataFrame:
    """Compute results: key, what the page prints, value, unit, meaning."""
    here = world or active_world()
    wanted = [find(key) for key in keys] if keys is not None else list(registry.results().values())
    rows = []
    for result in wanted:
        value = result(here)
        numbers = [float(v) for v in np.atleast_1d(value.magnitude)]
        rows.append((result.key, result.say(here), numbers[0], numbers[-1], result.unit, result.sentence))
    return pd.DataFrame(rows, columns=["result", "shown", "low", "high", "unit", "meaning"])


def verdicts(world: World | None = None) -> pd.DataFrame:
    """Judge every claim: stated, computed, both verdicts."""
    here = world or active_world()
    rows = []
    for judged in claims.judgements(here).values():
        claim = judged.claim
        rows.append(
            (
                claim.id,
                claim.chapter,
                claim.paraphrase,
                claims.say_stated(claim),
                claims.say_computed(claim.computed_today, here),
                judged.verdict_published,
                judged.verdict_today,
            )
        )
    columns = ["claim", "chapter", "paraphrase", "stated", "computed_today", "as_published", "today"]
    return pd.DataFrame(rows, columns=columns)


@dataclass(frozen=True)
class Comparison:
    """What differs between two worlds: results, verdicts, and which single input flips each verdict."""

    results: pd.DataFrame
    verdicts: pd.DataFrame
    inputs: pd.DataFrame

    def _repr_html_(self) -> str:
        parts = [("Inputs", self.inputs), ("Results", self.results), ("Verdicts", self.verdicts)]
        return "".join(f"<h4>{title}</h4>{frame.to_html(index=False)}" for title, frame in parts)


def compare(first: World, second: World) -> Comparison:
    """Compare two worlds: which inputs differ, which results and verdicts follow, and which input alone flips them."""
    differing = sorted(key for key in first if not _same(first[key], second[key]))
    inputs = pd.DataFrame(
        [(k, say(first[k], digits=4), say(second[k], digits=4)) for k in differing],
        columns=["input", "first", "second"],
    )
    rows = []
    for key, result in registry.results().items():
        a, b = result(first), result(second)
        if not _same(a, b):
            rows.append((key, result.say(first), result.say(second), _ratio(a, b)))
    results = pd.DataFrame(rows, columns=["result", "first", "second", "ratio"])
    return Comparison(results, _flipped(first, second, differing), inputs)


def montecarlo(keys: Iterable[str], world: World | None = None, count: int = uncertainty.WORKING) -> pd.DataFrame:
    """Run results over the ranges of everything they rest on: mean, percentiles, sampling error."""
    here, wanted = world or active_world(), list(keys)
    found = uncertainty.simulation(wanted, here, count)
    rows = []
    for key in wanted:
        mean = found.mean(key)
        ends = [float(found.quantile(key, p).value.magnitude) for p in (0.05, 0.5, 0.95)]
        rows.append((key, *ends, float(mean.value.magnitude), float(mean.error.magnitude), find(key).unit))
    return pd.DataFrame(rows, columns=["result", "p5", "p50", "p95", "mean", "error_of_mean", "unit"])


def sensitivity(key: str, world: World | None = None, count: int = uncertainty.RANKED) -> pd.DataFrame:
    """Rank the inputs of a result by the share of its variance that each explains."""
    return uncertainty.decides(find(key).key, world or active_world(), count)


def breakeven(key: str, unknown: str, level: float | str, world: World | None = None) -> pd.DataFrame:
    """Find the value of one input at which a result reaches a level, everything else as it is."""
    here = world or active_world()
    result = find(key)
    target = Quantity(level, ureg.Unit(result.unit)) if not isinstance(level, str) else _level(result, level)
    here.record(unknown)
    if unknown not in result.answer(here).records:
        raise EvidenceError(f"{key} does not read {unknown}; it reads {', '.join(sorted(result.answer(here).records))}")
    found = uncertainty.flip(key, unknown, target, here)
    shown = say(found.value, digits=4) if found.feasible else "none"
    return pd.DataFrame(
        [(key, say(target), unknown, say(here[unknown], digits=4), shown, str(found.reason))],
        columns=["result", "level", "input", "now", "break_even", "why_none"],
    )


def _parsed(record: Record, text: str) -> Quantity:
    found = _SETTING.fullmatch(text)
    if not found:
        raise EvidenceError(
            f"{record.key}: {text!r} is not a number with a unit; "
            f'expected one like "{_number_of(record):g} {record.unit}"'
        )
    number, unit = float(found[1].replace(",", "").replace("_", "")), found[2].strip()
    if not unit:
        return Quantity(number, record.units)
    year = _YEAR.search(unit)
    plain = _YEAR.sub("USD", unit)
    price_year = (int(year[1]) if year else record.price_year or BASE_YEAR) if "USD" in plain else None
    try:
        return Quantity(number, parse_unit(plain, price_year))
    except ValueError as error:
        raise EvidenceError(f"{record.key}: {error}; expected a unit like {record.unit or 'none'}") from None


def _number_of(record: Record) -> float:
    return float(np.atleast_1d(np.asarray(record.value, dtype=float))[0])


def _level(result: registry.Result, text: str) -> Quantity:
    found = _SETTING.fullmatch(text)
    if not found:
        raise EvidenceError(f"{result.key}: {text!r} is not a number; expected one in {result.unit or 'no unit'}")
    unit = found[2].strip() or result.unit
    try:
        value = Quantity(float(found[1].replace(",", "")), ureg.Unit(unit))
    except Exception as error:  # pint raises many kinds
        raise EvidenceError(f"{result.key}: unit {unit!r} is not known: {error}") from None
    if not value.is_compatible_with(ureg.Unit(result.unit)):
        raise EvidenceError(f"{result.key}: {unit} has the wrong dimension; expected one like {result.unit or 'none'}")
    return value


def _same(a: Quantity, b: Quantity) -> bool:
    if not a.is_compatible_with(b.units) or np.shape(a.magnitude) != np.shape(b.magnitude):
        return False
    return bool(np.allclose(np.asarray(a.magnitude), np.asarray(b.to(a.units).magnitude), rtol=1e-12, atol=0.0))


def _ratio(a: Quantity, b: Quantity) -> float:
    first, second = (float(np.mean(np.asarray(q.to(a.units).magnitude))) for q in (a, b))
    return second / first if first else float("nan")


def _flipped(first: World, second: World, differing: list[str]) -> pd.DataFrame:
    before, after = claims.judgements(first), claims.judgements(second)
    flipped = [n for n in before if _pair(before[n]) != _pair(after[n])]
    alone: dict[str, list[str]] = {name: [] for name in flipped}
    for key in differing if flipped else []:
        world = first.with_values({key: second[key]})
        for name in flipped:
            if _pair(claims.judge(claim_records()[name], world)) == _pair(after[name]):
                alone[name].append(key)
    rows: list[tuple[Any, ...]] = [
        (n, before[n].verdict_today, after[n].verdict_today, ", ".join(alone[n]) or "only together") for n in flipped
    ]
    return pd.DataFrame(rows, columns=["claim", "first", "second", "single_input_that_flips_it"])


def _pair(judged: claims.Judgement) -> tuple[str, str]:
    return judged.verdict_published, judged.verdict_today
