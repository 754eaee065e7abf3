"""Faithful tables of what was observed, each with its origin."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import io
import itertools
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from pandas.api.types import is_numeric_dtype
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.evidence.bibliography import check_citations
from analysis.evidence.errors import did_you_mean, evidence_error, from_validation
from analysis.evidence.files import OBSERVATIONS, read_text, read_toml
from analysis.evidence.links import complaint


class Origin(BaseModel):
    """Where a table comes from and what its columns mean."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: str = Field(min_length=3)
    sources: tuple[str, ...] = Field(min_length=1)
    as_of: dt.date
    licence: str = Field(min_length=3)
    accessed: dt.date  # the day on which the sources were last read
    archived: str = ""  # the address of a copy that does not change
    not_archived: str = ""  # why there is none
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")  # SHA-256 of the table: what was copied, as it was copied
    columns: dict[str, str]
    price_year: int | None = None
    unique: tuple[str, ...] = ()
    check: str = ""
    note: str = ""
    locator: str = ""

    @model_validator(mode="after")
    def _kept(self) -> Origin:
        if bool(self.archived) == bool(self.not_archived):
            raise ValueError("give `archived`, the address of a copy that does not change, or `not_archived`, why not")
        return self


@dataclass(frozen=True)
class Observation:
    """A table and its origin."""

    name: str
    origin: Origin
    _frame: pd.DataFrame

    @property
    def frame(self) -> pd.DataFrame:
        """A copy of the table, so that nobody edits what was observed."""
        return self._frame.copy()


@functools.cache
def observation(name: str, folder: Path = OBSERVATIONS) -> Observation:
    """Read one table, checked against its origin.

    Raises
    ------
    EvidenceError
        When the table or its origin is missing or malformed.
    """
    known = observations(folder)
    if name not in known:
        raise evidence_error(folder / f"{name}.csv", None, f"no such table{did_you_mean(name, known)}")
    file, origin_file = folder / f"{name}.csv", folder / f"{name}.toml"
    if not origin_file.exists():
        raise evidence_error(
            file, None, f"has no origin: write {origin_file.name} with title, sources, as_of and columns"
        )
    fields = {k: tuple(v) if isinstance(v, list) else v for k, v in read_toml(origin_file).items()}
    try:
        origin = Origin.model_validate(fields)
    except ValidationError as error:
        raise from_validation(origin_file, name, error) from None
    check_citations(origin.sources, origin_file, name)
    return Observation(name, origin, _checked(file, origin))


def observations(folder: Path = OBSERVATIONS) -> tuple[str, ...]:
    """List the tables there are."""
    return tuple(sorted(f.stem for f in folder.glob("*.csv")))


def _checked(file: Path, origin: Origin) -> pd.DataFrame:
    text = read_text(file)
    if wrong := complaint("the table", text):
        raise evidence_error(file, None, wrong)
    try:
        with warnings.catch_warnings():  # a row longer than the head would otherwise move into other columns
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(io.StringIO(text), comment="#", skipinitialspace=True, index_col=False)
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError, ValueError) as error:
        raise evidence_error(file, None, f"not a readable CSV table: {error}") from None
    once = list(origin.unique)
    if set(frame) != set(origin.columns) or not set(once) <= set(frame) or (once and frame.duplicated(once).any()):
        _refuse_misfit(file, origin, frame)
    _check_ranges(file, frame)
    found = hashlib.sha256(text.encode()).hexdigest()
    if found != origin.digest:
        raise evidence_error(
            file,
            None,
            f"is not the table that its origin describes: digest is {origin.digest[:12]}…, the file has {found}; "
            "if the change is meant, write that digest and the day of access into the .toml",
        )
    return frame


def _refuse_misfit(file: Path, origin: Origin, frame: pd.DataFrame) -> None:
    """Say in which column or row a table does not fit its origin."""
    import pandera.pandas as pa  # only here: its import takes half a second

    columns = {column: pa.Column(nullable=True) for column in origin.columns}
    try:
        pa.DataFrameSchema(columns, strict=True, unique=list(origin.unique) or None).validate(frame)
    except (pa.errors.SchemaError, pa.errors.SchemaErrors) as error:
        raise evidence_error(file, None, f"does not fit its origin: {str(error).splitlines()[0]}") from None


def _check_ranges(file: Path, frame: pd.DataFrame) -> None:
    """Refuse a row whose low end lies above its high end, or whose value, in the column before, lies outside."""
    columns = list(map(str, frame.columns))
    for place, low in enumerate(columns):
        high = re.sub(r"(^|_)low(_|$)", r"\1high\2", low)
        if high == low or high not in columns:
            continue
        between = columns[place - 1 : place] if low == "low" else []
        order = [low, *(name for name in between if is_numeric_dtype(frame[name])), high]
        for row, numbers in frame[order].iterrows():
            if any(first > second for first, second in itertools.pairwise(numbers)):
                found = ", ".join(f"{number:g}" for number in numbers)
                raise evidence_error(
                    file, f"row {int(str(row)) + 1}", f"needs {' ≤ '.join(order)}; got {found}: correct one of them"
                )
