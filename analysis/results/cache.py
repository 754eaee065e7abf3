"""Answers of earlier commands, kept until anything that they rest on changes.

Computing every result takes half a minute; the base and a shipped scenario say the same each time. A file in the
user's cache holds the answers of one case under a name made of every source file, the evidence, the libraries and
the changes of the case, so that an edit anywhere is a new name. A case that comes from another, with some numbers
changed, takes from it whatever reads none of them. ``WTD_CACHE=off`` does without.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np

from analysis.evidence import Case
from analysis.evidence.files import REFERENCES
from analysis.results.registry import Evaluation
from analysis.units import Quantity, ureg

PACKAGE = Path(__file__).parents[1]
LIBRARIES = ("numpy", "scipy", "pint", "pandas", "numpy-financial")
MOST = 12  # cases beside the base, which is always kept; each takes about half a megabyte
SMALL = 0.5  # of the largest file: less than this share of it is quickly computed again, and leaves first
SOURCES = (".py", ".toml", ".csv")


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
        magnitude = np.array(values) if isinstance(values, list) else values
        self[key] = Evaluation(Quantity(magnitude, ureg.Unit(unit)), frozenset(records), frozenset(results))
        return self[key]


@contextmanager
def remembered(*cases: Case) -> Iterator[None]:
    """Give cases the answers that are kept, and keep the new ones when all went well."""
    if os.environ.get("WTD_CACHE") == "off":
        yield
        return
    kept = [(case, _recall(case)) for case in cases if _is_named(case)]
    for case in cases:
        while case.origin is not None:
            case = case.origin[0]
            if _is_named(case):
                kept.append((case, _recall(case)))
    yield
    for case, answers in kept:
        if len(answers) > len(answers.keys() & answers.stored.keys()):
            with suppress(OSError):
                _store(_file(case), answers)


def _is_named(case: Case) -> bool:
    """Whether a case is more than a passing thought: without values set on top of it."""
    return not case._values


def _recall(case: Case) -> Answers:
    answers = case.__dict__.get("_answers")
    if not isinstance(answers, Answers):
        answers = Answers({})
        with suppress(OSError, ValueError):
            answers = Answers(_sound(_file(case).read_text(encoding="utf-8")))
            os.utime(_file(case))  # what is read was not the oldest
        case.__dict__["_answers"] = answers
    return answers


def _store(file: Path, answers: Answers) -> None:
    stored = dict(answers.stored)
    for key, answer in answers.items():
        magnitude = np.asarray(answer.value.magnitude, dtype=float)
        values = magnitude.tolist()
        stored[key] = [values, str(answer.value.units), sorted(answer.records), sorted(answer.results)]
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f"{file.name}.{os.getpid()}.partial")
    text = json.dumps(stored)
    partial.write_text(f"{_digest(text)}\n{text}", encoding="utf-8")
    partial.replace(file)
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


def _sound(text: str) -> dict[str, list[Any]]:
    """Read a file of answers; one that is not as it was written holds none."""
    digest, _, body = text.partition("\n")
    stored = json.loads(body) if digest == _digest(body) else {}
    return stored if isinstance(stored, dict) else {}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _file(case: Case) -> Path:
    return folder() / f"{state()}-{_changes(case)}.json"


def folder() -> Path:
    """Give the folder of kept answers."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if home else Path.home() / ".cache") / "watts-tonnes-dollars"


def _changes(case: Case) -> str:
    changes = case.scenario.changes if case.scenario else {}
    text = json.dumps({key: change.model_dump() for key, change in sorted(changes.items())}, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@functools.cache
def state() -> str:
    """Give one short name for everything that an answer of the base rests on."""
    total = hashlib.sha256(sys.version.encode())
    for library in LIBRARIES:
        total.update(f"{library} {importlib.metadata.version(library)}".encode())
    files = sorted(f for f in PACKAGE.rglob("*") if f.suffix in SOURCES and f.parent.name != "snapshots")
    for file in [*files, REFERENCES]:
        total.update(str(file.relative_to(PACKAGE.parent)).encode())
        total.update(file.read_bytes())
    return total.hexdigest()[:16]
