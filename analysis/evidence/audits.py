"""Samples of the evidence for a reviewer, and how past samples came out."""

from __future__ import annotations

import datetime as dt
import functools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.evidence.errors import EvidenceError, from_validation
from analysis.evidence.files import FOLDER, read_toml
from analysis.evidence.observations import observation, observations
from analysis.evidence.origins import name_of, originals
from analysis.evidence.store import records

AUDITS = FOLDER / "audits.toml"
LONGEST_EXCERPT = 15  # words
WEIGHTS = {"measured": 1.0, "stated": 1.0, "reported": 1.0, "estimated": 1.0, "assumed": 0.15, "defined": 0.15}
ROW_WEIGHT = 0.5
Outcome = Literal["confirmed", "uncheckable", "wrong", "ours"]


@dataclass(frozen=True)
class Item:
    """One drawn number: a record, or a row of a table."""

    key: str  # topic.name, or table:row with the first row as 1
    value: str
    sources: tuple[str, ...]
    locator: str
    check: str
    kind: str
    as_of: dt.date | None

    @property
    def originals(self) -> tuple[str, ...]:
        """The originals behind it, in words."""
        return tuple(name_of(origin) for origin in originals(self.sources))


def draw(count: int, seed: int) -> tuple[Item, ...]:
    """Draw numbers at random, without return, in the order of the draw.

    What somebody measured or said has weight 1, what is assumed or defined 0.15, a row of a table 0.5.
    """
    weights = {key: WEIGHTS[record.kind] for key, record in records().items()}
    weights |= {f"{name}:{row + 1}": ROW_WEIGHT for name in observations() for row in range(_rows(name))}
    if not 1 <= count <= len(weights):
        raise EvidenceError(f"a sample needs from 1 to {len(weights)} numbers; got {count}")
    chance = random.Random(seed)
    # a key's place in the draw: the largest of u^(1/weight) come first (Efraimidis and Spirakis 2006)
    order = sorted(weights, key=lambda key: chance.random() ** (1 / weights[key]), reverse=True)
    return tuple(item(key) for key in order[:count])


def item(key: str) -> Item:
    """Describe a record, or a row of a table, as a reviewer sees it."""
    if ":" not in key:
        record = records()[key]
        unit = f" {record.unit}" if record.unit else ""
        return Item(
            key, f"{record.value}{unit}", record.sources, record.locator, record.check, record.kind, record.as_of
        )
    name, row = key.split(":")
    table = observation(name)
    cells = table.frame.iloc[int(row) - 1].dropna().to_dict()
    cited = tuple(str(cells[c]) for c in ("source",) if str(cells.get(c, "")) in table.origin.sources)
    said = ", ".join(f"{column} = {value}" for column, value in cells.items())
    origin = table.origin
    return Item(key, said, cited or origin.sources, origin.locator, origin.check, "table", origin.as_of)


def _rows(name: str) -> int:
    return len(observation(name).frame)


class Found(BaseModel):
    """What a reviewer found of one drawn number."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    key: str
    outcome: Outcome
    against: str = Field(min_length=3)  # what it was held against
    excerpt: str = ""
    mended: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Found:
        if len(self.excerpt.split()) > LONGEST_EXCERPT:
            raise ValueError(f"excerpt has {len(self.excerpt.split())} words; at most {LONGEST_EXCERPT}")
        if self.outcome == "wrong" and not self.mended:
            raise ValueError("a number that is wrong needs `mended`: what was done")
        return self


class Audit(BaseModel):
    """One sample and how it came out."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: str
    day: dt.date
    seed: int
    seed_from: str = Field(min_length=3)
    by: str = Field(min_length=3)
    how: str = Field(min_length=3)
    found: tuple[Found, ...] = Field(min_length=1)
    rest: dict[Outcome, int] = {}  # numbers of an older sample that were not kept one by one

    @property
    def size(self) -> int:
        """How many numbers were drawn."""
        return len(self.found) + sum(self.rest.values())

    def count(self, outcome: Outcome) -> int:
        """Count the numbers with an outcome."""
        return sum(found.outcome == outcome for found in self.found) + self.rest.get(outcome, 0)


@functools.cache
def audits(file: Path = AUDITS) -> tuple[Audit, ...]:
    """Read how the audits came out, oldest first."""
    made: list[Audit] = []
    for name, fields in read_toml(file).items():
        plain = {k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()}
        try:
            made.append(Audit.model_validate({"name": name, **plain}))
        except ValidationError as error:
            raise from_validation(file, name, error) from None
    return tuple(sorted(made, key=lambda audit: (audit.day, audit.name)))


def excerpts() -> dict[str, str]:
    """Give the excerpts that audits wrote down, by number."""
    return {found.key: found.excerpt for audit in audits() for found in audit.found if found.excerpt}


def sheet(items: Sequence[Item], seed: int) -> str:
    """Write a reviewer's sheet: one block a number."""
    kept = excerpts()
    lines = [f"# {len(items)} numbers at random, seed {seed}"]
    for place, drawn in enumerate(items, start=1):
        lines += ["", f"## {place}. {drawn.key}", f"value: {drawn.value}"]
        lines += [f"kind: {drawn.kind}" + (f", as of {drawn.as_of}" if drawn.as_of else "")]
        lines += [f"sources: {', '.join(drawn.sources) or 'none'}", f"locator: {drawn.locator or 'none'}"]
        lines += [f"excerpt: {kept.get(drawn.key, 'none recorded')}", f"check: {drawn.check or 'none'}"]
        lines += [f"originals ({len(drawn.originals)}): {'; '.join(drawn.originals) or 'none'}", "outcome: "]
    return "\n".join(lines) + "\n"
