"""Named answers: a result is a quantity that knows its name, its inputs and the functions it came from.

A result is written once, as a function of a `Case`. Reading it under another scenario, with other values, or with
traced symbols in place of some records gives the what-if, the Monte Carlo run and the slider without more code.
"""

from __future__ import annotations

import ast
import contextvars
import functools
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pandas as pd

from analysis.evidence import records
from analysis.evidence.case import Case, note_read, track_reads
from analysis.evidence.errors import EvidenceError, did_you_mean
from analysis.format import format_quantity
from analysis.units import Quantity, ureg

if TYPE_CHECKING:
    import pint

NOT_COMPUTED = "cannot be computed"  # what stands for a result that a model refuses in some case
REFUSALS = (ValueError, ArithmeticError, TypeError, KeyError)  # how a model refuses

Worked = TypeVar("Worked")

_RESULTS: dict[str, Result] = {}
_TABLES: dict[str, Table] = {}
_calling: contextvars.ContextVar[tuple[set[str], ...]] = contextvars.ContextVar("calling", default=())


@dataclass(frozen=True)
class Evaluation:
    """A computed quantity and everything it rests on."""

    value: Quantity
    records: frozenset[str]
    results: frozenset[str]


class Kept(NamedTuple):
    """What is worked out once in a case, and the records it rests on."""

    value: Any
    records: frozenset[str]


class Result:
    """A named quantity of a study: call it with a case."""

    def __init__(
        self,
        function: Callable[[Case], Quantity],
        unit: str,
        digits: int,
        words: str,
        grouped: bool = True,
        ranks: bool = False,
        written: Callable[[Case], str] | None = None,
    ) -> None:
        functools.update_wrapper(self, function)
        self.function = function
        self.unit = unit
        self.digits = digits
        self.words = words
        self.grouped = grouped
        self.ranks = ranks
        self.written = written
        self.module = function.__module__.rpartition(".")[2]
        self.key = f"{self.module}.{function.__name__}"

    def __call__(self, case: Case) -> Quantity:
        """Compute the quantity in this case, once."""
        answer = self.evaluate(case)
        if callers := _calling.get():
            callers[-1].add(self.key)
        return answer.value

    def evaluate(self, case: Case) -> Evaluation:
        """Compute the quantity and note the records and results it rests on."""
        cache: dict[str, Evaluation] = case.__dict__.setdefault("_answers", {})
        if self.key not in cache and (same := _inherited(case, "_answers", self.key)) is not None:
            note_read(same.records)
            return same  # type: ignore[no-any-return]
        if self.key not in cache:
            with track_reads() as keys, _calls() as called:
                value = Quantity(self.function(case)).to(self._display_unit())
            cache[self.key] = Evaluation(value, frozenset(keys), frozenset(called))
        note_read(cache[self.key].records)  # whoever asks reads them, first or second
        return cache[self.key]

    def say(self, case: Case) -> str:
        """Write the value as the page prints it."""
        value = self.evaluate(case).value
        if self.written is not None and (text := self.written(case)):
            return self.words.format(text)
        text = format_quantity(value, digits=self.digits) if self.digits else f"{float(value.magnitude):.0f}"
        return self.words.format(text if self.grouped else text.replace(",", ""))

    @property
    def sentence(self) -> str:
        """What the result is, in one sentence."""
        return (inspect.getdoc(self.function) or self.key).splitlines()[0]

    @property
    def place(self) -> tuple[Path, int]:
        """The file and line where the result is written."""
        return Path(inspect.getsourcefile(self.function) or ""), inspect.getsourcelines(self.function)[1]

    @property
    def models(self) -> tuple[Callable[..., object], ...]:
        """The model functions that the result calls itself, read off its source."""
        return _models_called(self.function)

    def _display_unit(self) -> pint.Unit:
        return ureg.Unit(self.unit)


class Table:
    """A named frame of a study: call it with a case."""

    def __init__(self, function: Callable[[Case], pd.DataFrame]) -> None:
        functools.update_wrapper(self, function)
        self.function = function
        self.key = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"

    def __call__(self, case: Case) -> pd.DataFrame:
        """Compute the frame in this case, once; the caller gets a copy."""
        frame: pd.DataFrame = _once(case, "_frames", self.key, lambda: self.function(case)).value
        return frame.copy()

    def records(self, case: Case) -> frozenset[str]:
        """Give the records that the frame rests on."""
        return _once(case, "_frames", self.key, lambda: self.function(case)).records

    @property
    def sentence(self) -> str:
        """What the table holds, in one sentence."""
        return (inspect.getdoc(self.function) or self.key).splitlines()[0]


def result(
    unit: str = "",
    digits: int = 3,
    words: str = "{}",
    grouped: bool = True,
    ranks: bool = False,
    written: Callable[[Case], str] | None = None,
) -> Callable[[Callable[[Case], Quantity]], Result]:
    """Register a function of a case as a named result.

    Parameters
    ----------
    unit : str
        The unit in which the result is given and printed.
    digits : int
        Significant digits in prose; 0 writes a calendar year, which takes no thousands separator.
    words : str
        How prose wraps the number, for example ``"{}×"``.
    grouped : bool
        Whether thousands are separated; a date as a year with a fraction has none.
    ranks : bool
        Whether it ranks the inputs of many results by variance, which takes some twenty seconds.
    written : callable, optional
        Writes the number in a case, for example as a verdict prints it; where it gives nothing, `digits` decide.
    """

    def register(function: Callable[[Case], Quantity]) -> Result:
        made = Result(function, unit, digits, words, grouped, ranks, written)
        _RESULTS[made.key] = made
        return made

    return register


def table(function: Callable[[Case], pd.DataFrame]) -> Table:
    """Register a function of a case as a named table."""
    made = Table(function)
    _TABLES[made.key] = made
    return made


def once(case: Case, name: str, work_out: Callable[[], Worked]) -> Worked:
    """Give what several results of a case share, worked out once; whoever asks rests on the records behind it.

    Examples
    --------
    >>> case, asked = Case(), []
    >>> [once(case, "two", lambda: asked.append("again") or 2) for _ in range(3)], asked
    ([2, 2, 2], ['again'])
    """
    found: Worked = _once(case, "_once", name, work_out).value
    return found


def _once(case: Case, room: str, name: str, work_out: Callable[[], Any]) -> Kept:
    """Work something out once in a case, unless the case that it comes from has it and reads the same."""
    kept: dict[str, Kept] = case.__dict__.setdefault(room, {})
    if name not in kept:
        found = _inherited(case, room, name)
        if found is None:
            with track_reads() as keys:
                value = work_out()
            found = Kept(value, frozenset(keys))
        kept[name] = found
    note_read(kept[name].records)
    return kept[name]


def _inherited(case: Case, room: str, name: str) -> Any:
    """Give what the case that this one comes from has under a name, where it reads nothing in which they differ."""
    for earlier, differing in case.lineage():
        known = earlier.__dict__.get(room, {})
        if name in known:
            return None if known[name].records & differing else known[name]
    return None


@functools.cache
def _load() -> None:
    package = importlib.import_module("analysis.studies")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"analysis.studies.{module.name}")


def results(module: str | None = None) -> Mapping[str, Result]:
    """Give every result by key, or those of one study."""
    _load()
    known = _sorted(len(_RESULTS))
    return known if module is None else {k: r for k, r in known.items() if r.module == module}


@functools.lru_cache(1)
def _sorted(count: int) -> Mapping[str, Result]:
    """Give the results in their order, which is the same while there are as many."""
    return MappingProxyType(dict(sorted(_RESULTS.items())))


def tables(module: str | None = None) -> dict[str, Table]:
    """Give every table by key, or those of one study."""
    _load()
    return {k: t for k, t in sorted(_TABLES.items()) if module in (None, k.partition(".")[0])}


def find(key: str) -> Result:
    """Give one result by key.

    Raises
    ------
    EvidenceError
        When there is none of that name; the message suggests the nearest.
    """
    known = results()
    if key in records():
        raise EvidenceError(f"{key!r} is an input, not a result: a record with value, range and source")
    if key not in known:
        raise EvidenceError(f"no result {key!r}{did_you_mean(key, known)}")
    return known[key]


def say(key: str, case: Case) -> str:
    """Write a result, or an input, as a page prints it; no two of them have one name.

    Examples
    --------
    >>> say("multiple.stated_multiple", Case()), say("offering.price", Case())
    ('64×', '$135/share')
    """
    if key in records():
        return case.say(key)
    try:
        return find(key).say(case)
    except REFUSALS:
        if not case.changed:
            raise
        return NOT_COMPUTED


@contextmanager
def _calls() -> Iterator[set[str]]:
    called: set[str] = set()
    token = _calling.set((*_calling.get(), called))
    try:
        yield called
    finally:
        _calling.reset(token)


@functools.cache
def _models_called(function: Callable[..., object]) -> tuple[Callable[..., object], ...]:
    """Read off a function's source which models it calls, itself or through helpers and tables of the studies.

    A model is a function of `analysis.models` or `analysis.peers`. Another result stands for its own models.
    Of a class of the studies only the members count whose names are read on the way.
    """
    found: dict[str, Callable[..., object]] = {}
    waiting: list[Callable[..., object]] = [function]
    seen: set[Callable[..., object]] = set()
    classes: set[type] = set()
    attributes = {"__init__"}
    while waiting:
        reading = waiting.pop()
        if reading in seen:
            continue
        seen.add(reading)
        attributes |= _attributes(reading)
        for target in _named(reading):
            home = getattr(target, "__module__", "") or ""
            if home.startswith(("analysis.models.", "analysis.peers.")):
                found[f"{home}.{getattr(target, '__name__', '')}"] = target
            elif home.startswith("analysis.studies.") and isinstance(target, type):
                classes.add(target)
            elif isinstance(target, Table):
                waiting.append(target.function)
            elif inspect.isfunction(inspect.unwrap(target)) and home.startswith("analysis.studies."):
                waiting.append(inspect.unwrap(target))
        waiting.extend(member for made in classes for member in _members(made, attributes))
    return tuple(found[name] for name in sorted(found))


def _members(made: type, names: set[str]) -> Iterator[Callable[..., object]]:
    """Give the methods and properties of a class that bear one of these names."""
    for name, member in vars(made).items():
        plain = getattr(member, "fget", None) or getattr(member, "__func__", member)
        if name in names and inspect.isfunction(plain) and plain.__code__.co_filename != "<string>":
            yield plain  # what a dataclass writes for itself has no source


def _attributes(function: Callable[..., object]) -> set[str]:
    """List the names of the attributes that a function's source reads."""
    return {node.attr for node in ast.walk(_source(function)) if isinstance(node, ast.Attribute)}


@functools.cache
def _source(function: Callable[..., object]) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


@functools.cache
def _named(function: Callable[..., object]) -> tuple[Callable[..., object], ...]:
    """List what a function's source names and could call, results apart."""
    found: list[object] = []
    for node in ast.walk(_source(function)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.append(getattr(function.__globals__.get(node.value.id), node.attr, None))
        elif isinstance(node, ast.Name):
            found.append(function.__globals__.get(node.id))
    return tuple(target for target in found if callable(target) and not isinstance(target, Result))
