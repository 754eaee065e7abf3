"""All evidence and results as a Frictionless data package: CSV and Parquet with schema, units and sources.

The same world gives the same bytes: rows are sorted, nothing carries a date of writing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import workbench
from analysis.evidence import World, bibliography, observation, observations
from analysis.evidence.errors import EvidenceError
from analysis.studies import registry

LICENCE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
_TYPES = {"f": "number", "i": "integer", "u": "integer", "b": "boolean", "O": "string", "U": "string"}


def write(world: World, folder: Path) -> list[Path]:
    """Write the package into a folder and list the files.

    Raises
    ------
    EvidenceError
        When the folder is a file or cannot be written.
    """
    frames = _frames(world)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [file for name, (frame, _) in frames.items() for file in _write_frame(folder, name, frame)]
        description = folder / "datapackage.json"
        _replace(description, (json.dumps(_describe(world, frames), indent=1, ensure_ascii=False) + "\n").encode())
    except OSError as error:
        raise EvidenceError(f"{folder}: cannot be written: {error.strerror}; name a folder that you own") from None
    return [*written, description]


def _frames(world: World) -> dict[str, tuple[pd.DataFrame, str]]:
    found = {
        "assumptions": (assumptions(world), "Every assumption with range, kind and sources"),
        "results": (workbench.evaluate(world=world), "Every computed result"),
        "verdicts": (workbench.verdicts(world), "Every claim with its two verdicts"),
        "sources": (sources(), "The bibliography"),
    }
    for name in observations():
        found[f"observed_{name}"] = (observation(name).frame, observation(name).origin.title)
    for key, table in registry.tables().items():
        found[f"table_{key.replace('.', '_')}"] = (table(world), table.sentence)
    return found


def assumptions(world: World) -> pd.DataFrame:
    """Give every record as a row; a list of values stands as text."""
    rows = []
    for key in sorted(world):
        record = world.record(key)
        single = isinstance(record.value, float)
        low, high = (record.low, record.high) if single else (None, None)
        rows.append(
            {
                "key": key,
                "name": record.name,
                "value": record.value if single else None,
                "values": "" if single else " ".join(f"{v:.12g}" for v in np.atleast_1d(np.asarray(record.value))),
                "unit": record.unit,
                "price_year": record.price_year,
                "low": low,
                "high": high,
                "range": record.range or "",
                "kind": record.kind,
                "sources": " ".join(record.sources),
                "locator": record.locator,
                "as_of": str(record.as_of or ""),
                "check": record.check,
                "note": record.note,
            }
        )
    return pd.DataFrame(rows)


def sources() -> pd.DataFrame:
    """Give every source as a row."""
    rows = [
        {"key": key, **{field: str(entry.fields.get(field, "")) for field in ("title", "year", "url", "note")}}
        for key, entry in sorted(bibliography().items())
    ]
    return pd.DataFrame(rows)


def _write_frame(folder: Path, name: str, frame: pd.DataFrame) -> list[Path]:
    plain = frame.reset_index(drop=True)
    csv, parquet = folder / f"{name}.csv", folder / f"{name}.parquet"
    _replace(csv, plain.to_csv(index=False, lineterminator="\n").encode())
    _replace(parquet, plain.to_parquet(index=False))
    return [csv, parquet]


def _replace(file: Path, content: bytes) -> None:
    """Write beside the file first, so that nobody ever sees half of it."""
    partial = file.with_name(file.name + ".partial")
    partial.write_bytes(content)
    partial.replace(file)


def _describe(world: World, frames: dict[str, tuple[pd.DataFrame, str]]) -> dict[str, Any]:
    return {
        "name": "watts-tonnes-dollars",
        "title": "Watts, Tonnes, Dollars: evidence and results",
        "licenses": [LICENCE],
        "scenario": world.name,
        "resources": [
            {
                "name": name,
                "title": title,
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": [_field(str(column), frame[column]) for column in frame.columns]},
            }
            for name, (frame, title) in frames.items()
        ],
    }


def _field(name: str, column: pd.Series) -> dict[str, str]:
    return {"name": name, "type": _TYPES.get(column.dtype.kind, "string")}
