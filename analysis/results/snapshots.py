"""Snapshots of every input, result and verdict of a release, so that releases can be compared.

A snapshot is a CSV file, ``evidence/snapshots/VERSION.csv``, written by ``make snapshot`` before a release and never
touched after it.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import analysis
from analysis import rounding
from analysis.evidence import Case, ClaimRecord, claim_records, observation, observations
from analysis.evidence.errors import EvidenceError, did_you_mean, evidence_error
from analysis.evidence.files import FOLDER, read_text
from analysis.format import format_quantity
from analysis.results import registry
from analysis.results import verdicts as claims
from analysis.results.registry import NOT_COMPUTED, REFUSALS, Result
from analysis.units import Quantity, ureg

SNAPSHOTS = FOLDER / "snapshots"
COLUMNS = ("kind", "key", "values", "unit", "shown")
KINDS = ("input", "observation", "result", "verdict")
CLOSE = 1e-9  # what another processor or another version of a library may change in the last digits


@dataclass(frozen=True)
class Entry:
    """One row: numbers with a unit for an input or a result, words for a verdict."""

    values: tuple[float, ...]
    unit: str
    shown: str

    def quantity(self) -> Quantity | None:
        """Give the number or numbers with the unit; None for a verdict or a unit that is no longer known."""
        if not self.values:
            return None
        try:
            return Quantity(np.array(self.values) if len(self.values) > 1 else self.values[0], ureg.Unit(self.unit))
        except Exception:  # pint raises many kinds
            return None

    def agrees_with(self, other: Entry) -> bool:
        """Whether two entries say the same, apart from the last digits."""
        if not self.values or not other.values:
            return self.shown == other.shown
        if len(self.values) != len(other.values) or self.unit != other.unit:
            return False
        return bool(np.allclose(self.values, other.values, rtol=CLOSE, atol=0.0, equal_nan=True))

    def ratio_to(self, other: Entry) -> float:
        """Give the other's mean over this one's; not a number when the units differ or this one is zero."""
        first, second = np.mean(self.values or (0.0,)), np.mean(other.values or (0.0,))
        return float(second / first) if first and self.unit == other.unit else float("nan")


REFUSED = Entry((), "", NOT_COMPUTED)  # what a model refuses in this case
Snapshot = Mapping[str, Mapping[str, Entry]]


def known(folder: Path = SNAPSHOTS) -> tuple[str, ...]:
    """List the releases of which there is a snapshot, oldest first."""
    return tuple(sorted((f.stem for f in folder.glob("[0-9]*.csv")), key=_order))


def read(version: str, folder: Path = SNAPSHOTS) -> Snapshot:
    """Read the snapshot of a release.

    Raises
    ------
    EvidenceError
        When there is none, or when it is malformed.
    """
    wanted, there = version.removeprefix("v"), known(folder)
    if wanted not in there:
        listed = ", ".join(there) or "none yet; write one with `make snapshot`"
        raise EvidenceError(f"no snapshot of release {version!r}{did_you_mean(wanted, there)}; there are: {listed}")
    return _parsed(folder / f"{wanted}.csv")


def of(case: Case) -> Snapshot:
    """Take the snapshot of a case: every input, observed table, result and verdict."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # an undefined result is stored as such
        return {**evidence(case), **computed(case)}


def evidence(case: Case) -> dict[str, dict[str, Entry]]:
    """Take the inputs of a case and the observed tables."""
    inputs = {key: _entry(case[key], format_quantity(case[key], digits=4)) for key in sorted(case)}
    return {"input": inputs, "observation": _observed()}


def computed(case: Case) -> dict[str, dict[str, Entry]]:
    """Take the results and verdicts of a case."""
    results = {key: _result(result, case) for key, result in registry.results().items()}
    return {"result": results, "verdict": {name: _verdict(claim, case) for name, claim in claim_records().items()}}


def _observed() -> dict[str, Entry]:
    """Give for each observed table a hash of what it says, so that no cell changes unnoticed."""
    entries = {}
    for name in observations():
        text = observation(name).frame.to_csv(index=False)
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        entries[name] = Entry((), "", f"{len(observation(name).frame)} rows, {digest}")
    return entries


def _result(result: Result, case: Case) -> Entry:
    try:
        value = result(case)
        values = tuple(rounding.rounded(float(v)) for v in np.atleast_1d(value.magnitude))
        return Entry(values, str(value.units), result.say(case))
    except REFUSALS:
        return REFUSED


def _verdict(claim: ClaimRecord, case: Case) -> Entry:
    try:
        judged = claims.judge(claim, case)
    except REFUSALS:
        return REFUSED
    return Entry((), "", say_verdicts(judged.verdict_published, judged.verdict_today))


def write(case: Case, folder: Path = SNAPSHOTS, version: str = analysis.__version__) -> Path:
    """Write the snapshot of a version; the file appears whole or not at all, and what is there is not overwritten.

    Raises
    ------
    EvidenceError
        When there is a snapshot of this version that says something else.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for kind, entries in of(case).items():
        for key, entry in entries.items():
            rows.writerow((kind, key, " ".join(f"{v:.15g}" for v in entry.values), entry.unit, entry.shown))
    file = folder / f"{version}.csv"
    if file.exists() and file.read_bytes() != text.getvalue().encode():
        raise EvidenceError(
            f"{file}: the snapshot of {version} says something else, and that of a release is never touched again; "
            f"set a new __version__ in analysis/__init__.py, or delete the file if {version} was never released"
        )
    folder.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(file.name + ".partial")
    partial.write_text(text.getvalue(), encoding="utf-8")
    partial.replace(file)
    return file


def say_verdicts(published: str, today: str) -> str:
    """Write both verdicts of a claim.

    Examples
    --------
    >>> say_verdicts("false", "false"), say_verdicts("true", "overtaken")
    ('false', 'true then, overtaken now')
    """
    return published if published == today else f"{published} then, {today} now"


def _entry(value: Quantity, shown: str) -> Entry:
    return Entry(tuple(float(v) for v in np.atleast_1d(value.magnitude)), str(value.units), shown)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _parsed(file: Path) -> Snapshot:
    rows = csv.reader(io.StringIO(read_text(file)))
    if tuple(next(rows, ())) != COLUMNS:
        raise evidence_error(file, None, f"the first line must be {','.join(COLUMNS)}")
    found: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
    for number, row in enumerate(rows, start=2):
        try:
            kind, key, values, unit, shown = row
            found[kind][key] = Entry(tuple(float(v) for v in values.split()), unit, shown)
        except (ValueError, KeyError):
            raise evidence_error(
                file, f"line {number}", f"needs {', '.join(COLUMNS)}, with a kind of {KINDS}"
            ) from None
    return found
