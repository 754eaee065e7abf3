"""The base assumptions: every record of every topic file, read once and checked."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from analysis.evidence.bibliography import check_citations
from analysis.evidence.errors import EvidenceError, evidence_error, from_validation
from analysis.evidence.files import ASSUMPTIONS, read_once, read_toml
from analysis.evidence.origins import check_independence
from analysis.evidence.schema import Record


def make_record(file: Path, key: str, fields: object) -> Record:
    """Validate one table of a topic file."""
    if not isinstance(fields, dict):
        raise evidence_error(file, key, "a record is a table: [name] followed by its keys")
    try:
        record = Record(key=key, **_with_history(as_floats(fields)))
    except ValidationError as error:
        raise from_validation(file, key, error) from None
    except TypeError as error:
        raise evidence_error(file, key, str(error)) from None
    check_citations(record.sources, file, key)
    check_citations(tuple(key for earlier in record.history for key in earlier.sources), file, key)
    check_citations((record.read_through,) if record.read_through else (), file, key)
    check_independence(record.sources, record.kind, record.check, file, key, record.read)
    return record


def _with_history(fields: dict[str, Any]) -> dict[str, Any]:
    earlier = fields.get("history", ())
    if not isinstance(earlier, tuple) or not all(isinstance(entry, dict) for entry in earlier):
        raise TypeError("history is a list of tables: [{value = 1.0, as_of = 2026-06-12, sources = [...]}]")
    return fields | ({"history": tuple(as_floats(entry) for entry in earlier)} if earlier else {})


def read_topic(file: Path) -> dict[str, Record]:
    """Read one topic file: every record under ``topic.name``."""
    return {f"{file.stem}.{name}": make_record(file, f"{file.stem}.{name}", t) for name, t in read_toml(file).items()}


@functools.cache
def records(folder: Path = ASSUMPTIONS) -> dict[str, Record]:
    """Read the records of every topic file in a folder; those of the report are checked once for each of its states."""
    return read_once("records", lambda: _read(folder)) if folder == ASSUMPTIONS else _read(folder)


def _read(folder: Path) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for file in sorted(folder.glob("*.toml")):
        found |= read_topic(file)
    return found


def canonical(key: str) -> str:
    """Give the key of the record that has this short name; any other key as it is.

    Examples
    --------
    >>> canonical("launch.price"), canonical("offering.price")
    ('launch.base_launch_price', 'offering.price')
    """
    return aliases().get(key, key)


@functools.cache
def aliases() -> dict[str, str]:
    """List the short names of records, with the record that each stands for."""
    found: dict[str, str] = {}
    for record in records().values():
        if record.alias in records() or record.alias in found:
            raise EvidenceError(f"[{record.key}]: alias: {record.alias} is taken; choose another short name")
        if record.alias:
            found[record.alias] = record.key
    return found


def as_floats(fields: dict[str, Any], numbers: tuple[str, ...] = ("value", "low", "high")) -> dict[str, Any]:
    """TOML writes 5 for 5.0, and has booleans: numbers become floats, anything else is left for the schema."""

    def plain(name: str, value: Any) -> Any:
        if isinstance(value, bool):
            raise TypeError(f"{name} must be a number, not true or false")
        if isinstance(value, int):
            return float(value) if abs(value) < 10**300 else float("inf")
        return tuple(plain(name, v) for v in value) if isinstance(value, list) else value

    return {
        name: plain(name, value) if name in numbers else tuple(value) if isinstance(value, list) else value
        for name, value in fields.items()
    }
