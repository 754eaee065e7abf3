"""The claims of the two documents, and where sources disagree."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.evidence.bibliography import check_citations
from analysis.evidence.errors import evidence_error, from_validation
from analysis.evidence.files import FOLDER, read_toml
from analysis.evidence.schema import parse_unit
from analysis.evidence.store import as_floats

CLAIMS = FOLDER / "claims.toml"
Verdict = Literal["holds", "holds if", "fails", "stale", "cannot be checked"]
Comparison = Literal["equal", "at least", "at most", "within", "exists"]
NOT_YET = "not yet"


class ClaimRecord(BaseModel):
    """One checkable sentence: what it states, in our words, and the verdicts that are pinned on it.

    A and B are sentences of the two documents. T is a thesis that a chapter turns on and that the documents imply
    without writing it down; it is located where they imply it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)

    id: str = Field(pattern=r"^[ABT]\d{2}$")
    document: Literal["motyl2026", "vainetra2026"]
    paragraph: int = Field(ge=0)
    chapter: int = Field(ge=1, le=99)
    kind: Literal["quantity", "derived", "comparison", "forecast", "thesis", "metadata", "restatement", "superlative"]
    paraphrase: str = Field(min_length=10, max_length=400)
    stated: float | tuple[float, float] | None = None
    needs: float | tuple[float, float] | None = None  # our threshold, where the document states no number
    unit: str = ""
    price_year: int | None = None
    comparison: Comparison | None = None
    tolerance: float = Field(default=0.0, ge=0.0)
    computed_published: str = NOT_YET
    computed_earlier: str = ""
    computed_today: str = NOT_YET
    verdict_published: Verdict
    verdict_today: Verdict
    because: str = ""
    flip: str = ""
    headline: bool = False
    restates: str | None = None
    note: str = ""

    @model_validator(mode="after")
    def _whole(self) -> ClaimRecord:
        parse_unit(self.unit, self.price_year)
        if self.stated is not None and self.comparison is None:
            raise ValueError("states a value: say in `comparison` how the computed one is compared with it")
        if self.stated is not None and self.needs is not None:
            raise ValueError("gives both `stated` and `needs`: the threshold is the document's or ours, not both")
        if {self.verdict_published, self.verdict_today} != {"holds"} and not self.because:
            raise ValueError("a verdict other than 'holds' needs `because`, the sentence that explains it")
        return self


@functools.cache
def claim_records(file: Path = CLAIMS) -> dict[str, ClaimRecord]:
    """Read the registry of claims, by id."""
    claims: dict[str, ClaimRecord] = {}
    for name, fields in read_toml(file).items():
        if not isinstance(fields, dict):
            raise evidence_error(file, name, "a claim is a table: [B05] followed by its keys")
        try:
            claims[name] = ClaimRecord.model_validate(
                {"id": name, **as_floats(fields, ("stated", "needs", "tolerance"))}
            )
        except ValidationError as error:
            raise from_validation(file, name, error) from None
        except TypeError as error:
            raise evidence_error(file, name, str(error)) from None
        check_citations((claims[name].document,), file, name)
    for claim in claims.values():
        if claim.restates is not None and claim.restates not in claims:
            raise evidence_error(file, claim.id, f"restates {claim.restates}, which is not in the registry")
    return claims


class Conflict(BaseModel):
    """Sources that disagree on one number, which one was taken, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    topic: str
    values: tuple[str, ...] = Field(min_length=1)
    sources: tuple[str, ...] = ()
    taken: str
    why: str
    as_of: str = ""


@functools.cache
def conflicts(folder: Path = FOLDER) -> tuple[Conflict, ...]:
    """Read the conflict log."""
    found: list[Conflict] = []
    for file in sorted(folder.glob("conflicts*.toml")):
        for position, fields in enumerate(read_toml(file).get("conflict", []), start=1):
            plain = {k: tuple(str(x) for x in v) if isinstance(v, list) else str(v) for k, v in fields.items()}
            try:
                conflict = Conflict.model_validate(plain)
            except ValidationError as error:
                raise from_validation(file, f"conflict {position}", error) from None
            check_citations(conflict.sources, file, f"conflict {position}")
            found.append(conflict)
    return tuple(found)
