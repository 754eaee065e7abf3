"""Forecasts with a day and a rule, and what became of them."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.evidence.bibliography import check_citations
from analysis.evidence.claims import claim_records
from analysis.evidence.errors import EvidenceError, did_you_mean, evidence_error, from_validation
from analysis.evidence.files import FOLDER, read_toml
from analysis.evidence.observations import observations

FORECASTS = FOLDER / "forecasts.toml"


class Other(BaseModel):
    """What somebody else gave an event on some day."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    who: str = Field(min_length=2)
    day: dt.date
    probability: float = Field(ge=0.0, le=1.0)
    source: str = ""


class Forecast(BaseModel):
    """One event that will be decided on a day, by a source and a rule that are fixed now."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    made: dt.date | None = None
    day: dt.date
    chapter: int = Field(ge=1, le=99)
    statement: str = Field(min_length=20, max_length=200)
    claims: tuple[str, ...] = Field(min_length=1)
    probability: float | None = Field(default=None, gt=0.0, lt=1.0)
    result: str = ""  # the result that gives it
    judgement: str = ""  # why it is what it is
    low: float | None = None
    high: float | None = None
    priors: str = ""  # between which beliefs the range lies
    base_rate: float = Field(gt=0.0, lt=1.0)
    base_rate_of: str = Field(min_length=5)
    base_rate_from: tuple[str, ...] = ()  # sources or tables in which it was counted; where none is, it is a judgement
    source: str
    rule: str
    if_true: str
    if_false: str
    others: tuple[Other, ...] = ()
    resolved: dt.date | None = None
    outcome: bool | None = None
    resolution_sources: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing has decided it yet."""
        return self.outcome is None

    @property
    def base_rate_is_judgement(self) -> bool:
        """Whether nobody counted the base rate: then every place that prints it says so."""
        return not self.base_rate_from

    @model_validator(mode="after")
    def _whole(self) -> Forecast:
        if self.probability is not None and self.result:
            raise ValueError("gives both `probability` and `result`: it is a judgement or computed, not both")
        ours = self.probability is not None or bool(self.result)
        if ours and (self.made is None or not self.judgement):
            raise ValueError("a probability of ours needs `made`, its day, and `judgement`, what it rests on")
        if self.made is not None and self.made > self.day:
            raise ValueError(f"was made on {self.made}, after its day {self.day}: that is no forecast")
        if not ours and not self.others and self.is_open:
            raise ValueError("nobody gives it a probability")
        if (self.outcome is None) != (self.resolved is None):
            raise ValueError("a resolution is a day in `resolved` and true or false in `outcome`, both or none")
        if self.outcome is not None and not self.resolution_sources:
            raise ValueError("is resolved: name in `resolution_sources` who says so")
        if (self.low is None) != (self.high is None) or (self.low is not None and not self.priors):
            raise ValueError("a range is `low`, `high` and `priors`, which says between which beliefs it lies")
        return self


@functools.cache
def forecasts(file: Path = FORECASTS) -> dict[str, Forecast]:
    """Read the ledger of forecasts by id, the next to be decided first.

    Raises
    ------
    EvidenceError
        When an entry is incomplete, names a claim that does not exist, or cites an unknown source.
    """
    found: dict[str, Forecast] = {}
    for name, fields in read_toml(file).items():
        try:
            found[name] = Forecast.model_validate({"id": name, **fields})
        except ValidationError as error:
            raise from_validation(file, name, error) from None
        cited = (*found[name].resolution_sources, *(other.source for other in found[name].others if other.source))
        check_citations((*cited, *(k for k in found[name].base_rate_from if k not in observations())), file, name)
        for claim in found[name].claims:
            if claim not in claim_records():
                raise evidence_error(file, name, f"claims: {claim} is not in claims.toml")
    return dict(sorted(found.items(), key=lambda item: (item[1].day, item[0])))


def forecast(name: str) -> Forecast:
    """Give one forecast of the ledger.

    Raises
    ------
    EvidenceError
        When there is none of that name; the message suggests the nearest.
    """
    known = forecasts()
    if name not in known:
        raise EvidenceError(f"no forecast {name!r} in {FORECASTS.name}{did_you_mean(name, known)}")
    return known[name]
