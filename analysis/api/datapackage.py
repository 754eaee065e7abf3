"""All evidence and results as a Frictionless data package: CSV and Parquet with schema, units and sources.

The same case gives the same bytes: rows are sorted, nothing carries a date of writing. Files appear when all of them
are written, so that an interrupted export leaves the folder as it was.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import analysis
from analysis import rounding
from analysis.api import core as workbench
from analysis.evidence import Case, bibliography, claim_records, observation, observations
from analysis.evidence.errors import EvidenceError
from analysis.evidence.origins import how_read, originals
from analysis.evidence.schema import KNOWN_UNTIL
from analysis.results import registry

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
DESCRIPTION = "datapackage.json"
_TYPES = {"f": "number", "i": "integer", "u": "integer", "b": "boolean"}
_MEANING = {
    "key": "The record's name, topic.record",
    "value": "The number, in the unit of the row",
    "values": "The numbers of a record with several, separated by spaces, in the unit of the row",
    "unit": "The unit of the numbers in the row, as pint reads it; USD are dollars of the price year",
    "price_year": "The year whose dollars these are",
    "low": "The low end of the range, in the unit of the row",
    "high": "The high end of the range, in the unit of the row",
    "range": "What the range means",
    "kind": "Of a record, how well it is known; of a claim: fact, plan, reading or quantity",
    "sources": "Keys of the table `sources`, separated by spaces",
    "originals": "How many different originals the sources repeat",
    "read": "How the first source was read: itself, or through another account",
    "locator": "Where in the first source",
    "as_of": "The day on which it was true",
    "stale": f"Whether on {KNOWN_UNTIL} it was older than its own shelf life",
    "check": "What confirms it",
    "note": "What a reader should know",
    "changed": "Whether the scenario changes it",
    "result": "The result's name, study.result",
    "shown": "The value as a page prints it",
    "meaning": "What it is",
    "claim": "The claim's number",
    "chapter": "The chapter that judges it",
    "document": "The document, a key of the table `sources`",
    "paragraph": "The paragraph of the document",
    "paraphrase": "The claim in our words",
    "needed": "What the claim needs, the document's number or ours",
    "probability": "How likely it is, where that is uncertain",
    "firmness": "That its word is not firm, and between what it lies if ranges or correlations are read otherwise",
    "probability_number": "The same as a number from 0 to 1",
    "probability_error": "The standard error of that number by its sampling; empty where nothing was drawn",
    "computed_today": "What we compute, as known today",
    "as_published": "The verdict on the day of publication",
    "today": "The verdict of today",
    "title": "The title",
    "author": "Who wrote it",
    "year": "The year of publication",
    "url": "Where it is",
    "name": "Words for a table",
}


LISTS = ("assumptions", "results", "verdicts", "sources")  # whose columns have one meaning each
_BRACKETS = re.compile(r"\[([^\],]+)[^\]]*\]")
_UNITS = {"percent": "percent", "usd": "USD", "year": "year", "years": "year"} | {
    unit.lower(): unit for unit in ("km", "mm", "kg", "GW", "MW", "kW", "TWh", "kWh", "K")
}


def _in_words(column: str) -> str:
    """Say in words what a column without a description holds, by its name."""
    words = _BRACKETS.sub("", column).replace("_", " ").strip()
    return f"{words[:1].upper()}{words[1:]}" if words else column


def _unit_of(text: str) -> str:
    """Read the unit off a description, `price [USD, as booked]`, or off the end of a name, `share_percent`."""
    if found := _BRACKETS.search(text):
        return found[1].strip()
    stem, _, last = text.rpartition("_")
    return _UNITS.get(last.lower(), "") if stem else ""


@dataclass(frozen=True)
class Resource:
    """One table of the package, with what its columns mean and where it comes from."""

    name: str
    title: str
    frame: pd.DataFrame
    columns: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    key: str = ""

    def fields(self) -> list[dict[str, str]]:
        """Describe the columns as Frictionless does."""
        found = []
        for column in map(str, self.frame.columns):
            kind = _TYPES.get(self.frame[column].dtype.kind, "string")
            known = _MEANING if self.name in LISTS else {}
            meaning = self.columns.get(column) or known.get(column) or _in_words(column)
            unit = _unit_of(meaning) or _unit_of(column)
            found.append({"name": column, "type": kind, "description": meaning} | ({"unit": unit} if unit else {}))
        return found

    def schema(self) -> dict[str, Any]:
        """Give the schema of both files."""
        return {"fields": self.fields(), "missingValues": [""]} | ({"primaryKey": [self.key]} if self.key else {})


def write(case: Case, folder: Path) -> list[Path]:
    """Write the package into a folder and list the files.

    Raises
    ------
    EvidenceError
        When the folder is a file or cannot be written.
    """
    try:
        with _made(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".partial-") as draft:
            described = [entry for resource in _resources(case) for entry in _write(Path(draft), resource)]
            text = json.dumps(_description(case, described), indent=1, ensure_ascii=False) + "\n"
            (Path(draft) / DESCRIPTION).write_text(text, encoding="utf-8")
            names = [*(entry["path"] for entry in described), DESCRIPTION]
            return [(Path(draft) / name).replace(folder / name) for name in names]
    except OSError as error:
        raise EvidenceError(
            f"{folder}: cannot be written: {(error.strerror or 'unknown').lower()}; name a folder that you may write to"
        ) from None


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make the folder; when what follows fails, remove what was made."""
    new = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        with suppress(OSError):  # what is not empty stays
            for place in new:
                place.rmdir()
        raise


def _resources(case: Case) -> list[Resource]:
    used = tuple(sorted({source for key in case for source in case.record(key).sources}))
    found = [
        Resource("assumptions", "Every assumption with range, kind and sources", assumptions(case), {}, used, "key"),
        Resource(
            "results", "Every computed result", rounding.rounded_frame(workbench.evaluate(case=case)), key="result"
        ),
        Resource("verdicts", "Every claim with its two verdicts", verdicts(case), key="claim"),
        Resource("sources", "The bibliography", sources(), key="key"),
    ]
    for name in observations():
        table = observation(name)
        origin = table.origin
        found.append(Resource(f"observed-{_slug(name)}", origin.title, table.frame, origin.columns, origin.sources))
    for key, made in registry.tables().items():
        try:
            frame = rounding.rounded_frame(made(case))
        except (ValueError, ArithmeticError) as error:
            raise EvidenceError(f"the table {key} cannot be computed in the case {case.name!r}: {error}") from error
        cited = {source for record in made.records(case) for source in case.record(record).sources}
        found.append(Resource(f"table-{_slug(key)}", made.sentence, frame, {}, tuple(sorted(cited))))
    return found


def assumptions(case: Case) -> pd.DataFrame:
    """Give every record as a row; a list of values stands as text."""
    rows = []
    for key in sorted(case):
        record = case.record(key)
        single = isinstance(record.value, float)
        low, high = (record.low, record.high) if single else (None, None)
        rows.append(
            {
                "key": key,
                "name": record.name,
                "value": record.value if single else None,
                "values": "" if single else " ".join(f"{v:.15g}" for v in np.atleast_1d(np.asarray(record.value))),
                "unit": record.unit,
                "price_year": record.price_year,
                "low": low,
                "high": high,
                "range": record.range or "",
                "kind": record.kind,
                "sources": " ".join(record.sources),
                "originals": len(originals(record.sources)),
                "read": record.read or (how_read(record.sources[0]) if record.sources else ""),
                "locator": record.locator,
                "as_of": str(record.as_of or ""),
                "stale": record.is_stale(),
                "check": record.check,
                "note": record.note,
                "changed": key in case.changed,
            }
        )
    numbers = {"value": "Float64", "low": "Float64", "high": "Float64", "price_year": "Int64"}
    return pd.DataFrame(rows).astype(numbers)


def verdicts(case: Case) -> pd.DataFrame:
    """Give every claim as a row: where it stands, what it states, what we compute, both verdicts."""
    frame = workbench.verdicts(case).rename(columns={"probability_error_number": "probability_error"})
    frame["probability_error"] = frame["probability_error"].astype("Float64")
    records = [claim_records()[str(name)] for name in frame["claim"]]
    frame.insert(1, "document", [record.document for record in records])
    frame.insert(2, "paragraph", [record.paragraph for record in records])
    for name in ("needed", "computed_today"):
        pairs = [[None] if plain is None else np.ravel(plain).tolist() for plain in frame.pop(f"{name}_number")]
        frame[f"{name}_low"] = pd.Series([pair[0] for pair in pairs], dtype="Float64")
        frame[f"{name}_high"] = pd.Series([pair[-1] for pair in pairs], dtype="Float64")
    return rounding.rounded_frame(frame)


def sources() -> pd.DataFrame:
    """Give every source as a row."""
    rows = []
    for key, entry in sorted(bibliography().items()):
        people = [" ".join(str(p).split(", ")[::-1]) for p in entry.persons.get("author", [])]
        fields = {name: _bare(str(entry.fields.get(name, ""))) for name in ("title", "year", "url", "note")}
        author = "; ".join(map(_bare, people)) or _bare(str(entry.fields.get("organization", "")))
        rows.append({"key": key, "author": author, **fields})
    return pd.DataFrame(rows)


def _bare(text: str) -> str:
    return re.sub(r"[{}]|\\(?=[$%&#_])", "", text)


def _slug(name: str) -> str:
    return name.replace(".", "-").replace("_", "-")


def _write(folder: Path, resource: Resource) -> list[dict[str, Any]]:
    """Write both files of a table and describe them."""
    frame = resource.frame.reset_index(drop=True)
    csv = frame.to_csv(index=False, lineterminator="\n").encode()
    kinds = {"csv": (csv, "text/csv"), "parquet": (_parquet(resource, frame), "application/vnd.apache.parquet")}
    entries = []
    for ending, (content, mediatype) in kinds.items():
        path = f"{resource.name}.{ending}"
        (folder / path).write_bytes(content)
        entry: dict[str, Any] = {
            "name": resource.name if ending == "csv" else f"{resource.name}-parquet",
            "title": resource.title,
            "path": path,
            "format": ending,
            "mediatype": mediatype,
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
            "sources": [_source(key) for key in resource.sources],
        }
        if ending == "csv":
            entry |= {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": resource.schema()}
        else:
            del entry["bytes"]  # validators count none in a binary table; the hash says whether it is whole
        entries.append({k: v for k, v in entry.items() if v != []})
    return entries


def _parquet(resource: Resource, frame: pd.DataFrame) -> bytes:
    """Write Parquet whose own metadata say what the columns mean and where the table comes from."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    meanings = {entry["name"]: entry.get("description", "") for entry in resource.fields()}
    fields = [f.with_metadata({"description": meanings[f.name]}) if meanings[f.name] else f for f in table.schema]
    about = {"title": resource.title, "sources": " ".join(resource.sources)}
    content = io.BytesIO()
    pq.write_table(table.cast(pa.schema(fields, metadata=about)), content)
    return content.getvalue()


def _source(key: str) -> dict[str, str]:
    entry = bibliography()[key].fields
    described = {"title": _bare(str(entry.get("title", key))), "path": str(entry.get("url", "")), "key": key}
    return {name: text for name, text in described.items() if text}


def _description(case: Case, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": "watts-tonnes-dollars",
        "title": "Watts, Tonnes, Dollars: evidence and results",
        "version": analysis.__version__,
        "licenses": [LICENCE],
        "scenario": case.name,
        "resources": resources,
    }
