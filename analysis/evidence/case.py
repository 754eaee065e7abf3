"""A case: the base assumptions, with the few numbers that a scenario changes."""

from __future__ import annotations

import contextvars
import datetime as dt
import functools
import html
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.evidence.bibliography import check_citations
from analysis.evidence.errors import EvidenceError, did_you_mean, evidence_error, from_validation
from analysis.evidence.files import SCENARIOS, read_toml
from analysis.evidence.observations import observation
from analysis.evidence.schema import RangeMeaning, Record, Shape, parse_unit
from analysis.evidence.store import aliases, as_floats, canonical, records
from analysis.format import format_quantity, month
from analysis.units import BASE_YEAR, Quantity, as_nominal, in_dollars_of, price_year

SCENARIO_VARIABLE = "SCENARIO"
_looking: contextvars.ContextVar[tuple[set[str], ...]] = contextvars.ContextVar("looking", default=())
_reading: contextvars.ContextVar[tuple[set[str], ...]] = contextvars.ContextVar("reading", default=())


class Change(BaseModel):
    """One number of a scenario: its new value and the reason for it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    value: float | tuple[float, ...]
    unit: str = ""
    price_year: int | None = None
    low: float | tuple[float, ...] | None = None
    high: float | tuple[float, ...] | None = None
    range: RangeMeaning | None = None
    distribution: Shape | None = None
    reason: str = Field(min_length=3)
    sources: tuple[str, ...] = ()
    as_of: dt.date | None = None


class ChangedRecord(Record):
    """A record as a scenario has it: what stands behind the number is the scenario's reason, not the base's source."""

    needs_day: ClassVar[bool] = False


class Pair(BaseModel):
    """Two inputs that a scenario draws together: their rank correlation, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    between: tuple[str, str]
    rank_correlation: float = Field(gt=-1, lt=1)
    reason: str = Field(min_length=3)


class Scenario(BaseModel):
    """A named case: a title, why it is worth looking at, and the numbers it changes.

    Beside its changes a scenario may say how inputs hang together, in place of what the evidence says of a pair, and
    the weight that it has among others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: str
    title: str = Field(min_length=3)
    why: str = Field(min_length=3)
    changes: dict[str, Change] = {}
    correlations: tuple[Pair, ...] = ()
    weight: float | None = Field(default=None, ge=0, allow_inf_nan=False)


def written(key: str, value: Quantity, digits: int = 4) -> str:
    """Write a value of a record; a calendar year takes no thousands separator, a day is written as its month.

    Every record without a unit between 1900 and 2100 is a point in time (a test holds that); of series, those of years.

    Examples
    --------
    >>> written("orbit.reference_year", Quantity(2028.0, "")), written("offering.listing_date", Quantity(2026.444, ""))
    ('2028', 'June 2026')
    >>> written("offering.price", Quantity(2028.0, "USD"))
    '$2,028'
    """
    times = np.atleast_1d(np.asarray(value.magnitude, dtype=float))
    alone = times.size == 1
    if not value.dimensionless or not np.all((times >= 1900) & (times <= 2100)) or not (alone or "year" in key):
        return format_quantity(value, digits=digits)
    return "; ".join(f"{time:.0f}" if time % 1 == 0 else month(float(time)) for time in times)


class Case(Mapping[str, Quantity]):
    """Every assumption as a quantity, read by key; the same class serves base, scenario and symbolic runs.

    Examples
    --------
    >>> case = Case()
    >>> higher = case.with_values({"orbit.reference_altitude": Quantity(700, "km")})
    >>> higher["orbit.reference_altitude"].to("m").magnitude
    700000.0

    A case can be asked what was known on an earlier day: each record then has its newest value of that day, and
    `known_later` lists the records that nobody could know yet, which keep the value they have now.

    >>> import datetime as dt
    >>> spring = Case(as_of=dt.date(2026, 6, 30))
    >>> spring.say("comparators.anthropic_valuation"), "contracts.backlog_june_2026" in spring.known_later
    ('$965 billion', True)
    """

    def __init__(
        self,
        scenario: Scenario | None = None,
        values: Mapping[str, Quantity] | None = None,
        as_of: dt.date | None = None,
    ) -> None:
        self.scenario = scenario
        self.as_of = as_of
        self.name = (scenario.name if scenario else "base") + (f" as known on {as_of}" if as_of else "")
        self._records = dict(records())
        if as_of is not None:
            self._records = {key: record.as_known_on(as_of) for key, record in self._records.items()}
        if scenario:
            for key, change in scenario.changes.items():
                self._records[key] = _changed(self._records, key, change)
        self._values = dict(values or {})
        self._origin: tuple[Case, frozenset[str]] | None = None
        for key in self._values:
            _known(key, self._records)

    def __getitem__(self, key: str) -> Quantity:
        """Give the value of a record, money in the dollars of its price year."""
        for readers in _reading.get():
            readers.add(key)
        if key in self._values:
            return self._values[key]
        _known(key, self._records)
        return self._records[key].quantity

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, key: object) -> bool:
        return key in self._records

    def __repr__(self) -> str:
        """Say in one line which case this is and what it changes."""
        count = len(self.changed)
        return f"<case {self.name}: {count or 'no'} changed {'number' if count == 1 else 'numbers'}>"

    def _repr_html_(self) -> str:
        """Show the case in a notebook: what it changes, from what to what, and why."""
        head = f"<p>{html.escape(repr(self)[1:-1])}</p>"
        rows = [
            (key, Case().say(key), self.say(key) if _is_plain(self[key]) else "traced", self.reason(key))
            for key in sorted(self.changed)
        ]
        cells = ["".join(f"<td>{html.escape(text)}</td>" for text in row) for row in rows]
        if not cells:
            return head
        names = "".join(f"<th>{name}</th>" for name in ("record", "base", "here", "reason"))
        return f"{head}<table><tr>{names}</tr>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def record(self, key: str) -> Record:
        """Give the whole record: range, kind, sources."""
        _known(key, self._records)
        for looked in _looking.get():
            looked.add(key)
        return self._records[key]

    def reason(self, key: str) -> str:
        """Say why the scenario changes a record; nothing where it does not."""
        changes = self.scenario.changes if self.scenario else {}
        return changes[key].reason if key in changes else ""

    def day(self, key: str) -> dt.date:
        """Give the day that a record tells of; a change that names none tells of the same day as the base."""
        found = self.record(key).as_of or records()[key].as_of
        if found is None:
            raise EvidenceError(f"{key} has no as_of date: add one")
        return found

    def say(self, key: str, digits: int = 4) -> str:
        """Write the value of a record; a calendar year takes no thousands separator.

        Examples
        --------
        >>> Case().say("offering.price"), Case().say("orbit.reference_year")
        ('$135/share', '2028')
        """
        return written(key, self[key], digits)

    def nominal(self, key: str) -> Quantity:
        """Give money at face value, as accounts and contracts compare it, in USD."""
        return as_nominal(self[key])

    def real(self, key: str) -> Quantity:
        """Give money in dollars of the base year, carried there by the consumer price index."""
        return in_dollars_of(self[key], BASE_YEAR, price_index())

    def bounds(self, key: str) -> Quantity:
        """Give both ends of a record's range, money at face value; a value that is set by hand has no range."""
        value = self[key]
        low, high = (value, value) if self.is_set(key) else (self.record(key).lowest, self.record(key).highest)
        ends = Quantity(np.array([low.magnitude, high.magnitude]), low.units)
        return ends if price_year(ends) is None else as_nominal(ends)

    def with_values(self, values: Mapping[str, Quantity]) -> Case:
        """Give a case in which some records have other values (or are traced symbols)."""
        return Case(self.scenario, {**self._values, **values}, self.as_of).derived_from(self, values)

    def derived_from(self, origin: Case, differing: Iterable[str]) -> Case:
        """Say from which case this one comes and in which records it differs: what reads none of them is the same.

        What was said first stays, and no case comes from one that comes from it: a way back would have no end.
        """
        if self._origin is None and all(earlier is not self for earlier, _ in [(origin, None), *origin.lineage()]):
            self._origin = (origin, frozenset(differing))
        return self

    def lineage(self) -> Iterator[tuple[Case, frozenset[str]]]:
        """The cases that this one comes from, nearest first, each with the records in which they may differ."""
        case, differing = self, frozenset[str]()
        while case._origin is not None:
            case, others = case._origin
            differing |= others
            yield case, differing

    def without_symbols(self) -> Case:
        """Give the case in which traced symbols have the values that they stand for."""
        plain = {key: value for key, value in self._values.items() if _is_plain(value)}
        if len(plain) == len(self._values):
            return self
        for looked in _looking.get():
            looked |= self._values.keys() - plain.keys()
        if self._origin is not None:
            before = self._origin[0]
            if before._values.keys() == plain.keys() and all(before._values[key] is plain[key] for key in plain):
                return before
        return Case(self.scenario, plain, self.as_of)

    def is_set(self, key: str) -> bool:
        """Whether a record has a value that was set by hand, which has no range."""
        return key in self._values

    @property
    def correlations(self) -> dict[tuple[str, str], float]:
        """The rank correlations that the scenario puts in place of the evidence's."""
        pairs = self.scenario.correlations if self.scenario else ()
        return {pair.between: pair.rank_correlation for pair in pairs}

    @property
    def known_later(self) -> frozenset[str]:
        """The records of which nothing could be known on the day of this case; none where it has no day."""
        if self.as_of is None:
            return frozenset()
        day = self.as_of
        return frozenset(key for key, record in records().items() if not record.is_known_on(day))

    @property
    def changed(self) -> frozenset[str]:
        """The keys in which this case differs from the base."""
        return frozenset(self.scenario.changes if self.scenario else ()) | frozenset(self._values)


class track_reads:  # noqa: N801 - reads as a verb at the call site: `with reading() as keys`
    """Note which records are read inside a block.

    Examples
    --------
    >>> with track_reads() as keys:
    ...     _ = Case()["orbit.reference_altitude"]
    >>> keys
    {'orbit.reference_altitude'}
    """

    def __enter__(self) -> set[str]:
        self.keys: set[str] = set()
        self._token = _reading.set((*_reading.get(), self.keys))
        return self.keys

    def __exit__(self, *_: object) -> None:
        _reading.reset(self._token)


@contextmanager
def track_looks() -> Iterator[set[str]]:
    """Note whose whole record is asked for inside a block, or whose symbol is put aside: not the value alone counts."""
    keys: set[str] = set()
    token = _looking.set((*_looking.get(), keys))
    try:
        yield keys
    finally:
        _looking.reset(token)


def note_read(keys: set[str] | frozenset[str]) -> None:
    """Tell the readers of this moment that a cached answer rests on these records."""
    for readers in _reading.get():
        readers |= keys


@functools.cache
def price_index() -> dict[int, float]:
    """Give the consumer price index by year, from the observations."""
    frame = observation("us_cpi").frame
    return {int(y): float(v) for y, v in zip(frame["year"], frame["cpi_index"], strict=True)}


def load_scenario(file: Path) -> Scenario:
    """Read a scenario file and check every change against the record it changes."""
    fields = read_toml(file)
    changes = fields.pop("changes", {})
    if "name" in fields:
        raise evidence_error(file, "scenario", "a scenario is called as its file; leave `name` out")
    if not isinstance(changes, dict):
        raise evidence_error(file, None, 'changes must be tables: [changes."launch.price"]')
    checked: dict[str, Change] = {}
    for written, change in changes.items():
        key = canonical(written)
        if not isinstance(change, dict):
            raise evidence_error(file, key, "a change is a table with value, unit and reason")
        _refuse_slips(file, key, written, change)
        if key in checked:
            raise evidence_error(file, key, f"changed twice, once as {written}; keep one of them")
        try:
            checked[key] = Change(**as_floats(change))
            _changed(records(), key, checked[key])
        except ValidationError as error:
            raise from_validation(file, key, error) from None
        except (TypeError, ValueError, EvidenceError) as error:
            raise evidence_error(file, key, str(error)) from None
        check_citations(checked[key].sources, file, key)
    try:
        found = Scenario(name=file.stem, changes=checked, **fields)
        return found.model_copy(update={"correlations": tuple(_checked_pair(pair) for pair in found.correlations)})
    except (ValidationError, TypeError, EvidenceError) as error:
        if isinstance(error, ValidationError):
            raise from_validation(file, "scenario", error) from None
        raise evidence_error(file, "scenario", str(error)) from None


def _refuse_slips(file: Path, key: str, written: str, change: Mapping[str, object]) -> None:
    """Say what to write instead of a key without quotes, or of a value with its unit in one text."""
    if inner := [name for name, value in change.items() if isinstance(value, dict)]:
        quoted = f'[changes."{written}.{inner[0]}"]'
        raise evidence_error(file, key, f"the key of a record stands in quotes: write {quoted}")
    if isinstance(text := change.get("value"), str):
        say = f'value is the text {text[:40]!r}; write the number alone, and its unit beside it: unit = "USD/kg"'
        raise evidence_error(file, key, say)


def _checked_pair(pair: Pair) -> Pair:
    """Give a pair by the keys of its records; both have to be numbers of the evidence, and two."""
    first, second = (canonical(key) for key in pair.between)
    for key in (first, second):
        _known(key, records())
        if not isinstance(records()[key].value, float):
            raise EvidenceError(f"correlations: {key} holds several numbers; a correlation needs two records with one")
    if first == second:
        raise EvidenceError(f"correlations: a correlation needs two records; got {first} twice")
    return pair.model_copy(update={"between": (first, second)})


def shipped_scenarios() -> dict[str, Path]:
    """List the scenarios that come with the report, by name."""
    return {file.stem: file for file in sorted(SCENARIOS.glob("*.toml"))}


@functools.cache
def active_case() -> Case:
    """Give the case of this run: the base, or the scenario that the environment names."""
    name = os.environ.get(SCENARIO_VARIABLE, "")
    return case_of(name) if name else Case()


def case_of(name: str) -> Case:
    """Give the case of a shipped scenario's name or of a scenario file's path."""
    if name == "base":
        return Case()
    shipped = shipped_scenarios()
    file = shipped.get(name, Path(name))
    if not file.is_file():
        known = ["base", *shipped]
        raise EvidenceError(
            f"scenario {name!r} is neither a file nor one of {', '.join(known)}{did_you_mean(name, known)}"
        )
    return Case(load_scenario(file))


def _is_plain(value: Quantity) -> bool:
    magnitude = value.magnitude
    return isinstance(magnitude, int | float | np.generic) or (
        isinstance(magnitude, np.ndarray) and magnitude.dtype.kind in "fiu"
    )


def _in_dollars_of(change: Change, year: int, wanted: int) -> Change:
    """Carry the dollars of a change to another year by the price index."""
    index = price_index()
    if missing := [y for y in (year, wanted) if y not in index]:
        raise ValueError(
            f"dollars of {year} cannot be carried to {wanted}: the price index has no value for {missing[0]}; it runs "
            f"from {min(index)} to {max(index)}"
        )
    one = Quantity(1.0, parse_unit(change.unit, year))
    factor = float(in_dollars_of(one, wanted, index).magnitude)

    def carried(given: float | tuple[float, ...] | None) -> float | tuple[float, ...] | None:
        if isinstance(given, tuple):
            return tuple(factor * number for number in given)
        return None if given is None else factor * given

    numbers = {name: carried(getattr(change, name)) for name in ("value", "low", "high")}
    return change.model_copy(update={**numbers, "price_year": wanted})


def _known(key: str, known: Mapping[str, object]) -> None:
    if key not in known:
        near = did_you_mean(key, [*known, *aliases()])
        topic = key.partition(".")[0]
        there = topic if any(name.startswith(f"{topic}.") for name in known) else "WORDS"
        raise EvidenceError(
            f"no record {key!r}{near}{'' if near else ';'} `wtd assumptions {there}` lists those there are"
        )


_made: dict[tuple[int, Change], tuple[Record, Record]] = {}  # with the record, so that no other has its identity


def _changed(base: Mapping[str, Record], key: str, change: Change) -> Record:
    """Give a record as a change has it; the same change of the same record is checked once."""
    _known(key, base)
    name = id(base[key]), change
    if name not in _made:
        _made[name] = base[key], _make_changed(base, key, change)
    return _made[name][1]


def _make_changed(base: Mapping[str, Record], key: str, change: Change) -> Record:
    record = base[key]
    if change.price_year is not None and not change.unit:
        raise ValueError(f"price_year needs its unit beside it: write unit = {record.unit!r} too, or leave both out")
    unit = change.unit or record.unit
    year = change.price_year if change.unit else record.price_year
    if not record.units.is_compatible_with(parse_unit(unit, year)):
        if year and record.price_year and record.units.is_compatible_with(parse_unit(unit, record.price_year)):
            return _changed(base, key, _in_dollars_of(change, year, record.price_year))
        raise ValueError(f"unit {unit!r} has the wrong dimension; expected one like {record.unit!r}")
    _same_shape(record, change)
    if (change.low is None) != (change.high is None):
        raise ValueError("low and high come together: give both or neither")
    meaning = change.range or "scenario"
    made = ChangedRecord.model_validate(
        record.model_dump()
        | {
            "value": change.value,
            "unit": unit,
            "price_year": year,
            "low": change.low if change.low is not None else change.value,
            "high": change.high if change.high is not None else change.value,
            "range": meaning,
            "distribution": change.distribution or (None if record.distribution == "fixed" else record.distribution),
            "limits": None,
            "kind": "assumed",
            "sources": change.sources,
            "locator": "",
            "as_of": change.as_of,
            "known": None,
            "read": "",
            "history": (),
            "shelf_life": None,
            "check": "",
            "note": change.reason,
        }
    )
    for value in (made.quantity, made.lowest, made.highest):
        record.refuse_impossible(value)
    return made


def _same_shape(record: Record, change: Change) -> None:
    """Refuse a list for a number, a number for a list, and a list of another length."""
    for name in ("value", "low", "high"):
        given = getattr(change, name)
        if given is None:
            continue
        want = len(record.value) if isinstance(record.value, tuple) else None
        got = len(given) if isinstance(given, tuple) else None
        if got != want:
            needs, has = ("one number" if n is None else f"a list of {n} numbers" for n in (want, got))
            raise ValueError(f"{name}: needs {needs}, got {has}")
