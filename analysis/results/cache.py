"""Answers of earlier commands, kept until anything that they rest on changes.

Computing every result takes a minute; the base and a shipped scenario say the same each time. A file in the
user's cache holds the answers of one case, and what else was worked out about it (verdicts, flips), under a name made
of every source file, the evidence, the libraries and the changes of the case, so that an edit anywhere is a new name.
A case that comes from another, with some numbers changed, takes from it whatever reads none of them.
``WTD_CACHE=off`` does without; ``share`` lets the pages of a build share them.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from analysis.disk import read_whole, write_whole
from analysis.evidence import Case
from analysis.evidence.case import note_read, track_reads
from analysis.results.registry import Evaluation
from analysis.state import folder, state
from analysis.units import Quantity, ureg

MOST = 12  # cases beside the base, which is always kept; each takes about half a megabyte
SMALL = 0.5  # of the largest file: less than this share of it is quickly computed again, and leaves first
Worked = TypeVar("Worked")


@dataclass
class Fact:
    """Something worked out about a case, the records it rests on, and how it is written down."""

    value: Any
    records: frozenset[str]
    encode: Callable[[Any], Any]


class Facts(dict[str, Fact]):
    """What was worked out about a case beside its answers, and what is kept of it as plain data."""

    def __init__(self, stored: dict[str, list[Any]] | None = None) -> None:
        super().__init__()
        self.stored = stored or {}

    def known(self, name: str, encode: Callable[[Any], Any], decode: Callable[[Any], Any]) -> Fact | None:
        """Give a fact that is here, or that was kept; one that cannot be read is none."""
        if name not in self and name in self.stored:
            with suppress(ValueError, KeyError, TypeError, IndexError, AttributeError):
                plain, records = self.stored[name]
                self[name] = Fact(decode(plain), frozenset(records), encode)
        return self.get(name)


def _as_it_is(value: Any) -> Any:
    return value


def fact(
    name: str,
    case: Case,
    work_out: Callable[[], Worked],
    encode: Callable[[Worked], Any] = _as_it_is,
    decode: Callable[[Any], Worked] = _as_it_is,
) -> Worked:
    """Give what is worked out about a case, once: from its file, or from the case it comes from where that is the same.

    Parameters
    ----------
    name : str
        One name for one thing worked out.
    case : Case
        About what.
    work_out : callable
        Computes it; the records it reads decide where else it holds.
    encode, decode : callable
        To plain data and back.
    """
    mine: Facts = case.__dict__.setdefault("_facts", Facts())
    found = mine.known(name, encode, decode) or _inherited(name, case, encode, decode)
    if found is None:
        with track_reads() as keys:
            value = work_out()
        mine[name] = found = Fact(value, frozenset(keys), encode)
    note_read(found.records)
    answer: Worked = found.value
    return answer


def _inherited(name: str, case: Case, encode: Callable[[Any], Any], decode: Callable[[Any], Any]) -> Fact | None:
    """Give the fact of the case that this one comes from, where it reads nothing in which they differ."""
    for earlier, differing in case.lineage():
        facts = earlier.__dict__.get("_facts")
        if isinstance(facts, Facts) and (found := facts.known(name, encode, decode)) is not None:
            return None if found.records & differing else found
    return None


class Answers(dict[str, Evaluation]):
    """The answers of a case; stored ones become quantities when somebody asks for them."""

    def __init__(self, stored: dict[str, list[Any]]) -> None:
        super().__init__()
        self.stored = stored

    def __contains__(self, key: object) -> bool:
        """Whether there is an answer, computed or stored."""
        return super().__contains__(key) or key in self.stored

    def __missing__(self, key: str) -> Evaluation:
        """Turn a stored answer into a quantity with what it rests on."""
        values, unit, records, results = self.stored[key]
        value = read_quantity([values, unit])
        self[key] = Evaluation(value, frozenset(records), frozenset(results))
        return self[key]


def plain_quantity(quantity: Any) -> list[Any] | None:
    """Write a quantity as plain data."""
    if quantity is None:
        return None
    return [np.asarray(quantity.magnitude, dtype=float).tolist(), str(quantity.units)]


def read_quantity(kept: list[Any] | None) -> Any:
    """Read a quantity back."""
    if kept is None:
        return None
    return Quantity(np.array(kept[0]) if isinstance(kept[0], list) else kept[0], _unit(kept[1]))


@functools.cache
def _unit(text: str) -> Any:
    return ureg.Unit(text)


@contextmanager
def remembered(*cases: Case) -> Iterator[None]:
    """Give cases the answers that are kept, and keep the new ones when all went well."""
    if os.environ.get("WTD_CACHE") == "off":
        yield
        return
    kept = [(case, _recall(case)) for case in cases if _is_named(case)]
    for case in cases:
        kept.extend((earlier, _recall(earlier)) for earlier, _ in case.lineage() if _is_named(earlier))
    yield
    for case, answers in kept:
        facts = case.__dict__["_facts"]
        if answers.keys() - answers.stored.keys() or facts.keys() - facts.stored.keys():
            with suppress(OSError):
                _store(_file(case), answers, facts)


def share(case: Case) -> None:
    """Take a case's kept answers, and keep the new ones when this process ends; only where ``WTD_CACHE=share`` says so.

    So the kernels of one build of the book, each with its page, compute together what they have in common.
    """
    if os.environ.get("WTD_CACHE") == "share" and "_shared" not in case.__dict__:
        keeper = case.__dict__["_shared"] = ExitStack()
        keeper.enter_context(remembered(case))
        atexit.register(keeper.close)


def _is_named(case: Case) -> bool:
    """Whether a case is more than a passing thought: without values set on top of it."""
    return not case._values


def _recall(case: Case) -> Answers:
    answers = case.__dict__.get("_answers")
    if not isinstance(answers, Answers):
        stored, facts = _read(_file(case))
        early, worked_out = answers or {}, case.__dict__.get("_facts") or {}
        answers = Answers(stored)
        answers.update(early)  # what was computed before anybody asked for the file
        case.__dict__["_answers"] = answers
        case.__dict__["_facts"] = Facts(facts)
        case.__dict__["_facts"].update(worked_out)
        with suppress(OSError):
            os.utime(_file(case))  # what is read was not the oldest
    return answers


def _store(file: Path, answers: Answers, facts: Facts) -> None:
    others, other_facts = _read(file)  # another process may have written in the meantime
    stored, worked_out = others | answers.stored, other_facts | facts.stored
    for key, answer in answers.items():
        stored[key] = [*(plain_quantity(answer.value) or ()), sorted(answer.records), sorted(answer.results)]
    for name, found in facts.items():
        worked_out[name] = [found.encode(found.value), sorted(found.records)]
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, json.dumps({"answers": stored, "facts": worked_out}).encode())
    _make_room(file.parent)


def _make_room(folder: Path) -> None:
    """Drop what another state left, then small files and old ones beyond `MOST`; the base stays."""
    files = list(folder.glob("*.json"))
    old = [file for file in files if not file.name.startswith(state())]
    others = [file for file in files if file not in old and file != _file(Case())]
    facts = {file: file.stat() for file in others}
    large = SMALL * max((fact.st_size for fact in facts.values()), default=0)
    best_first = sorted(others, key=lambda f: (facts[f].st_size >= large, facts[f].st_mtime), reverse=True)
    for file in [*old, *best_first[MOST:]]:
        file.unlink(missing_ok=True)


def _read(file: Path) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Read a file of answers and facts; one that is not as it was written, or not there, holds none."""
    with suppress(OSError, ValueError, AttributeError):
        if (body := read_whole(file)) is not None:
            stored = json.loads(body)
            return stored["answers"], stored["facts"]
    return {}, {}


def _file(case: Case) -> Path:
    return folder() / f"{state()}-{_changes(case)}.json"


def _changes(case: Case) -> str:
    changes = case.scenario.changes if case.scenario else {}
    text = json.dumps({key: change.model_dump() for key, change in sorted(changes.items())}, default=str)
    text += f" {sorted(case.correlations.items())}" if case.correlations else ""
    text += f" as known on {case.as_of}" if case.as_of else ""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
