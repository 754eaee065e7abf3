"""The claims of the two documents, and where sources disagree."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.evidence.bibliography import check_citations
from analysis.evidence.errors import evidence_error, from_validation
from analysis.evidence.files import FOLDER, read_once, read_toml
from analysis.evidence.schema import parse_unit
from analysis.evidence.store import as_floats

CLAIMS = FOLDER / "claims.toml"
Answer = Literal[
    "true",
    "likely",
    "leans true",
    "open",
    "leans false",
    "unlikely",
    "false",
    "overtaken",
    "stated",
    "cannot be checked",
]
Kind = Literal["fact", "plan", "reading", "quantity"]
Comparison = Literal["equal", "at least", "at most", "within", "exists"]
Role = Literal["meant", "other", "scenario", "prior"]
Read = Literal["true", "false"]
_SINGLE = ("published", "today", "earlier", "needs_result", "read_published", "read_today")


class ClaimTest(BaseModel):
    """One way to test a claim: a definition of its words, a named scenario, or one of several sources.

    What a test leaves out it takes from the claim.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)

    name: str = ""
    role: Role = "meant"
    published: str = ""  # the result as it was known on the day
    today: str = ""
    earlier: str = ""  # a value from before the day, which tells what was overtaken from what was never so
    read_published: Read | None = None  # an answer read in a source, where nothing is computed
    read_today: Read | None = None
    comparison: Comparison | None = None
    needs: float | tuple[float, float] | None = None
    needs_result: str = ""  # a result as the threshold
    unit: str | None = None
    price_year: int | None = None
    tolerance: float | None = Field(default=None, ge=0.0)

    @model_validator(mode="after")
    def _whole(self) -> ClaimTest:
        if not (self.published or self.today or self.read_published or self.read_today):
            raise ValueError(
                "a test names a result (`published`, `today`) or an answer (`read_published`, `read_today`)"
            )
        if self.role in ("scenario", "prior", "other") and not self.name:
            raise ValueError(f"a test with the role {self.role!r} needs a name")
        return self


class ClaimRecord(BaseModel):
    """One checkable sentence: what it states, in our words, and how it is tested.

    A and B are sentences of the two documents. T is a thesis that an investor would conclude from them: our reading,
    located where they suggest it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)

    id: str = Field(pattern=r"^[ABT]\d{2}$")
    document: Literal["motyl2026", "vainetra2026"]
    paragraph: int = Field(ge=0)
    chapter: int = Field(ge=1, le=99)
    kind: Kind
    short: str = Field(min_length=5, max_length=60)  # for tables
    paraphrase: str = Field(min_length=10, max_length=400)
    stated: float | tuple[float, float] | None = None
    needs: float | tuple[float, float] | None = None  # our threshold, where the document states no number
    reason: str = ""  # why our threshold is what it is
    stands_in: str = ""  # what the number stands for, where it is not what the sentence says, and what it leaves out
    unit: str = ""
    price_year: int | None = None
    comparison: Comparison | None = None
    tolerance: float = Field(default=0.0, ge=0.0)
    tests: tuple[ClaimTest, ...] = ()
    forecast: str = ""  # the forecast of the ledger that gives the probability, or that a plan comes true
    parts: tuple[str, ...] = ()  # claims that this one joins with "and": it is as true as the weakest
    because: str = ""
    condition: str = ""  # ends a sentence that begins with "would change if"
    headline: bool = False
    restates: str | None = None
    no_number: str = ""  # why a plan has no stated value to repeat
    note: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether it is our reading and no sentence of the documents."""
        return self.id.startswith("T")

    @property
    def priors(self) -> tuple[ClaimTest, ...]:
        """The sources that stand side by side because nobody can rank them."""
        return tuple(test for test in self.tests if test.role == "prior")

    @property
    def _is_judged_by_a_stand_in(self) -> bool:
        """Whether a number decides a sentence of the documents that names none."""
        decides = next((test for test in self.tests if test.role == "meant"), None)
        if decides is None or self.is_ours or self.kind == "plan" or self.stated is not None:
            return False
        ours = self.needs is not None or decides.needs is not None or bool(decides.needs_result)
        return ours and bool(decides.published or decides.today)

    @model_validator(mode="after")
    def _whole(self) -> ClaimRecord:
        parse_unit(self.unit, self.price_year)
        if self.stated is not None and self.comparison is None:
            raise ValueError("states a value: say in `comparison` how the computed one is compared with it")
        if self.stated is not None and self.needs is not None:
            raise ValueError("gives both `stated` and `needs`: the threshold is the document's or ours, not both")
        if self.needs is not None and not self.reason:
            raise ValueError("gives a threshold of ours in `needs`: say why in `reason`")
        meant = sum(test.role == "meant" for test in self.tests)
        if meant > 1 or (self.tests and not self.priors and not meant):
            raise ValueError('of the tests exactly one has the role "meant"')
        if self.kind == "reading" and len(self.tests) < 2 and self.restates is None:
            raise ValueError("a reading is judged under at least two definitions: give each as a [[ID.test]]")
        if self.kind == "plan" and self.restates is None and bool(self.tests) == bool(self.no_number):
            raise ValueError(
                "a plan repeats a stated value: give the result with it (`published`, `today`), "
                "or say in `no_number` why none is stated; one of the two"
            )
        if self.no_number and self.kind != "plan":
            raise ValueError("`no_number` says why a plan states no value; this claim is no plan")
        if self.kind == "quantity" and not (self.tests or self.forecast):
            raise ValueError("a quantity needs a result (`today`), tests, or a `forecast` of the ledger")
        if self.kind == "quantity" and any(test.read_today for test in self.tests):
            raise ValueError("a quantity is computed: `read_today` is for facts, plans and readings")
        return self

    @model_validator(mode="after")
    def _says_what_stands_in(self) -> ClaimRecord:
        if self.kind == "quantity" and not (self.is_ours or self.forecast) and self.stated is None:
            raise ValueError(
                "the document states no number, so what is computed stands in for its words: that is a reading. "
                "Give the meanings as [[ID.test]] and say in `stands_in` what the number leaves out"
            )
        if self._is_judged_by_a_stand_in and not self.stands_in:
            raise ValueError(
                "is held against a threshold of ours: say in `stands_in` what the number stands for in the sentence, "
                "and what of it the number leaves out"
            )
        return self


def _with_tests(fields: dict[str, object]) -> dict[str, object]:
    """Gather what a claim with a single test writes beside its other keys."""
    single = {key: fields[key] for key in _SINGLE if key in fields}
    rest = {key: value for key, value in fields.items() if key not in (*_SINGLE, "test")}
    several = fields.get("test")
    if single and several:
        raise ValueError(f"gives {', '.join(single)} beside [[test]]: put them into a test")
    tests = several if isinstance(several, list) else [single] if single else []
    return rest | {"tests": [as_floats(test, ("needs", "tolerance")) for test in tests]}


@functools.cache
def claim_records(file: Path = CLAIMS) -> dict[str, ClaimRecord]:
    """Read the registry of claims, by id; that of the report is checked once for each of its states."""
    return read_once("claims", lambda: _read(file)) if file == CLAIMS else _read(file)


def _read(file: Path) -> dict[str, ClaimRecord]:
    claims: dict[str, ClaimRecord] = {}
    for name, fields in read_toml(file).items():
        if not isinstance(fields, dict):
            raise evidence_error(file, name, "a claim is a table: [B05] followed by its keys")
        try:
            given = as_floats(_with_tests(fields), ("stated", "needs", "tolerance"))
            claims[name] = ClaimRecord.model_validate({"id": name, **given})
        except ValidationError as error:
            raise from_validation(file, name, error) from None
        except (TypeError, ValueError) as error:
            raise evidence_error(file, name, str(error)) from None
        check_citations((claims[name].document,), file, name)
    for claim in claims.values():
        if claim.restates is not None and claim.restates not in claims:
            raise evidence_error(file, claim.id, f"restates {claim.restates}, which is not in the registry")
        for part in claim.parts:
            if part not in claims or claims[part].parts:
                raise evidence_error(file, claim.id, f"parts: {part} is no claim of the registry, or has parts itself")
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
