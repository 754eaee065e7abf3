"""How a number came about: its function, the results and models it calls, the records it reads, their sources."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.evidence.bibliography import title_of
from analysis.evidence.case import Case
from analysis.evidence.files import ASSUMPTIONS
from analysis.results.registry import Result, find, results

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Step:
    """One node of the tree: what it is, its value, where it is written, and what it rests on."""

    kind: str
    name: str
    value: str
    place: str
    below: tuple[Step, ...] = ()


def trace_back(key: str, case: Case) -> Step:
    """Follow one result down to its records and their sources; what it reads by itself comes first."""
    return _of_result(find(key), case)


def trace_forward(key: str, case: Case) -> Step:
    """Follow one record: its sources, and every result that reads it, those that read it by themselves first."""
    answers = {result: result.evaluate(case) for result in results().values()}
    readers = [result for result, answer in answers.items() if key in answer.records]

    def through_others(result: Result) -> bool:
        return any(key in find(name).evaluate(case).records for name in answers[result].results)

    steps = (
        Step("result", result.key, result.say(case), place_of(result.function))
        for result in sorted(readers, key=through_others)
    )
    record = _of_record(key, case)
    return replace(record, below=(*record.below, *steps))


def place_of(function: Callable[..., object]) -> str:
    """Give the file and line of a function, relative to the project."""
    plain = inspect.unwrap(function)
    file = Path(inspect.getsourcefile(plain) or "")
    shown = file.relative_to(ROOT) if file.is_relative_to(ROOT) else Path(file.name)
    return f"{shown}:{inspect.getsourcelines(plain)[1]}"


def place_of_record(key: str) -> str:
    """Give the file and line of a record, relative to the project."""
    topic, _, name = key.partition(".")
    file = ASSUMPTIONS / f"{topic}.toml"
    lines = _lines(file)
    line = lines.index(f"[{name}]") + 1 if f"[{name}]" in lines else 1
    return f"{file.relative_to(ROOT)}:{line}"


@functools.cache
def _lines(file: Path) -> list[str]:
    return [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]


def _of_result(result: Result, case: Case) -> Step:
    answer = result.evaluate(case)
    called = [find(name) for name in sorted(answer.results)]
    through = frozenset().union(*(c.evaluate(case).records for c in called)) if called else frozenset()
    own = sorted(answer.records - through)
    below = (
        *(_of_record(key, case) for key in own),
        *(Step("model", _name(m), "", place_of(m)) for m in result.models),
        *(_of_result(c, case) for c in called if c.key != result.key),
    )
    return Step("result", result.key, result.say(case), place_of(result.function), below)


def _of_record(key: str, case: Case) -> Step:
    record = case.record(key)
    places = (record.locator, *[""] * len(record.sources))  # the locator is a place in the first of them
    sources = tuple(Step("source", s, title_of(s), place) for s, place in zip(record.sources, places, strict=False))
    reason = case.reason(key)
    basis, place = (f"changed: {reason.rstrip('.')}", "") if reason else (record.kind, place_of_record(key))
    return Step("record", key, f"{case.say(key)} ({basis})", place, sources)


def _name(function: Callable[..., object]) -> str:
    plain = inspect.unwrap(function)
    return f"{plain.__module__}.{plain.__name__}"
