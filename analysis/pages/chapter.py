"""What a chapter imports: its numbers, boxes, tables and formulas, in the form that a notebook stores.

A chapter calls, shows and says. It defines nothing and types no number that matters.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis import myst, rounding
from analysis.evidence import Case, active_case, claim_records
from analysis.evidence.schema import KNOWN_UNTIL
from analysis.pages import draws, ledger, tables, toc
from analysis.pages import whatif as live
from analysis.results import registry
from analysis.results import verdicts as claims
from analysis.results.cache import share
from analysis.results.registry import NOT_COMPUTED, Result

NUMBERS = "application/vnd.wtd.numbers+json"
WHATIF = "application/vnd.wtd.whatif+json"


@dataclass(frozen=True)
class Markup:
    """MyST text as a notebook output."""

    text: str

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"text/markdown": self.text, "text/plain": self.text}


@dataclass(frozen=True)
class Numbers:
    """Every number that the prose may print, with where it comes from."""

    values: dict[str, dict[str, Any]]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {NUMBERS: self.values, "text/plain": f"<{len(self.values)} numbers>"}


@dataclass(frozen=True)
class Live:
    """A what-if as a notebook output; the site draws it, the PDF shows its base case."""

    content: dict[str, Any]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        names = ", ".join(slider["label"] for slider in self.content["sliders"])
        return {WHATIF: rounding.rounded_all(self.content), "text/plain": f"<what-if over {names}>"}


@dataclass(frozen=True)
class Page:
    """A chapter's view of the report.

    Parameters
    ----------
    study : str
        The module in `analysis.studies` that answers the chapter.
    also : tuple of str
        Other studies whose numbers the text cites; ``claims`` for the counts of verdicts.
    case : Case
        The case it is computed in: the base, or the scenario of this run.
    """

    study: str
    also: tuple[str, ...] = ()
    case: Case = field(default_factory=active_case)

    def __post_init__(self) -> None:
        """Share what is computed with the other pages of a build."""
        share(self.case)

    def numbers(self) -> Numbers:
        """Give every number that the text of this page may print."""
        found: dict[str, dict[str, Any]] = {}
        for module in (self.study, *self.also):
            found |= {key: stored(result, self.case) for key, result in registry.results(module).items()}
        if "claims" in (self.study, *self.also):
            found |= counts(self.case)
        return Numbers(found)

    def headlines(self) -> Markup:
        """Show what every chapter turns on, and why the needs that are ours are what they are."""
        shown = tables.headlines(self.case)
        return Markup(f"{shown}\n\n{tables.own_thresholds(self.case)}\n{tables.headlines_out_of_date(self.case)}")

    def forest(self) -> Any:
        """Draw computed over needed for the headline claims, each row a link to its chapter."""
        from analysis.figures import verdicts as figures

        return figures.forest(self.case, {c.number: f"chapters/{c.name}.html" for c in toc.chapters()})

    def ledger(self, resolved: bool = False) -> Markup:
        """Show the forecasts by day, those still open or those decided."""
        return Markup(ledger.ledger(self.case, resolved))

    def scores(self) -> Markup:
        """Show how those scored who gave an event that is decided."""
        return Markup(ledger.scored(self.case))

    def calibration(self) -> Markup:
        """Show what was said against what came."""
        return Markup(ledger.calibrated(self.case))

    def replayed(self) -> Markup:
        """Show what earlier days' knowledge gave."""
        return Markup(ledger.replayed(self.case))

    def part(self, *chapters: int) -> Markup:
        """Show what the chapters of a part turn on."""
        shown = tables.headlines(self.case, chapters=chapters, prefix="../")
        return Markup(shown + tables.headlines_out_of_date(self.case, chapters))

    def verdict(self, claim: str) -> Markup:
        """Show the verdict box of the claim that the chapter turns on, and what of the chapter is out of date."""
        judgement = claims.judge(claim_records()[claim], self.case)
        return Markup(tables.verdict_box(judgement, self.case, registry.results(self.study)))

    def claims(self, *ids: str) -> Markup:
        """Show the chapter's claims with what we compute and both verdicts."""
        judged = [claims.judge(claim_records()[name], self.case) for name in ids]
        return Markup(tables.claim_rows(judged, self.case))

    def chapter_claims(self, chapter: int) -> Markup:
        """Show every claim of a chapter with what we compute and both verdicts."""
        return self.claims(*(name for name, claim in claim_records().items() if claim.chapter == chapter))

    def inputs(self, *keys: str, caption: str = "", name: str = "") -> Markup:
        """Show records with ranges, kinds and sources."""
        return Markup(tables.inputs(self.case, keys, caption, name))

    def table(
        self, key: str, heads: list[str], caption: str = "", name: str = "", digits: int = 3, zeros: bool = False
    ) -> Markup:
        """Show a table of a study; with `zeros` every number shows all its digits."""
        known = registry.tables()
        return Markup(tables.frame(known[key](self.case), heads, digits, caption, name, zeros))

    def decides(self, claim: str, instead: str = "", level: float | None = None, reason: str = "") -> Markup:
        """Show which inputs decide what the claim of the chapter is judged by, and where each would turn it.

        Where no draw over ranges decides the answer, `instead` names a result to rank, with a `level` to cross, and
        `reason` says why that one.
        """
        judged = claims.judge(claim_records()[claim], self.case)
        if instead:
            return Markup(tables.decides_instead(judged, instead, reason, self.case, level))
        return Markup(tables.decides_answer(judged, self.case))

    def whatif(
        self,
        title: str,
        numbers: dict[str, str],
        sliders: Sequence[str] | Mapping[str, tuple[float, float]],
        against: Mapping[str, str] | None = None,
        axis: tuple[str, str] | None = None,
        verdicts: Mapping[str, str] | None = None,
    ) -> Live:
        """Show sliders that recompute results, their distributions and verdicts in the reader's browser.

        `against` names, for a result, the claim whose threshold it is held against. `verdicts` does so for a table of
        claims whose probabilities follow; every claim that rests on one computed number joins it.
        """
        judged = claim_records()
        held = {key: judged[claim] for key, claim in (against or {}).items()}
        named = {key: judged[claim] for key, claim in (verdicts or {}).items()}
        rows = named if verdicts is None else {**named, **draws.computed_claims(self.case)}
        return Live(live.what_if(self.case, f"whatif-{self.study}", title, numbers, sliders, held, axis, rows))

    def formula(self, model: Callable[..., object], name: str = "") -> Markup:
        """Show the formula that stands in a model's docstring, with a link to the function."""
        return Markup(formula(model, name))


FOR, AGAINST = ("true", "likely", "leans true"), ("false", "unlikely", "leans false", "overtaken")


def counts(case: Case) -> dict[str, dict[str, Any]]:
    """Count the claims of the documents by kind and by answer, as numbers that the prose may print."""
    documents = [j for j in claims.judgements(case).values() if not j.claim.is_ours]
    found: dict[str, tuple[int, str]] = {"claims.all": (len(documents), "Checkable claims of the two documents.")}
    for kind in ("fact", "plan", "reading", "quantity"):
        found[f"claims.{kind}"] = (sum(j.claim.kind == kind for j in documents), f"Claims of the kind “{kind}”.")
    for name, answers in (("for", FOR), ("open", ("open",)), ("against", AGAINST)):
        number = sum(j.verdict_today in answers for j in documents)
        found[f"claims.{name}"] = (number, f"Claims that are {', '.join(answers)} as known today.")
    known = {
        "text": f"{KNOWN_UNTIL:%-d %B %Y}",
        "title": "The day up to which this edition knows.",
        "function": "analysis.evidence.schema.KNOWN_UNTIL",
    }
    return {"claims.known_until": known} | {
        key: {"text": str(number), "title": title, "function": "analysis.results.verdicts.judge"}
        for key, (number, title) in found.items()
    }


def stored(result: Result, case: Case) -> dict[str, Any]:
    """Describe a number as the notebook keeps it; what it rests on stands on the page of numbers."""
    facts = describe(result, case)
    return {name: facts[name] for name in ("text", "title", "function")}


def describe(result: Result, case: Case) -> dict[str, Any]:
    """Describe a number for the page: its text, what it is, its function and what it rests on.

    In another case than the base a model may refuse: then the page says so where the number would stand.
    """
    try:
        answer, said = result.evaluate(case), result.say(case)
        inputs, results = sorted(answer.records), sorted(answer.results)
    except (ValueError, ArithmeticError):
        if not case.changed:
            raise
        said, inputs, results = NOT_COMPUTED, [], []
    return {
        "text": said,
        "title": result.sentence,
        "function": f"{result.function.__module__}.{result.function.__qualname__}",
        "inputs": inputs,
        "results": results,
    }


def formula(model: Callable[..., object], name: str = "") -> str:
    """Write the formula of a model's docstring as a numbered equation with a pointer to the function."""
    function = inspect.unwrap(model)
    found = re.search(
        r"\.\. math::\n\n?((?:[ \t]+.+\n?)+)|\.\. math::[ ]+(.+(?:\n[ \t]+\S.*)*)", inspect.getdoc(function) or ""
    )
    if not found:
        raise ValueError(f"{function.__module__}.{function.__name__} has no formula in its docstring")
    body = textwrap.dedent(found[1] or found[2]).strip()
    label = f":label: {name}\n" if name else ""
    link = f"{{py:func}}`{function.__module__}.{function.__name__}`"
    return f"```{{math}}\n{label}\n{body}\n```\n\nComputed by {link}.\n"


def text(value: str) -> Markup:
    """Show escaped text."""
    return Markup(myst.escape(value))
