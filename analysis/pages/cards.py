"""What a number says of itself when a reader points at it: what it is, what it rests on, how far that may lie off."""

from __future__ import annotations

import ast
import inspect
import textwrap

import numpy as np

from analysis.evidence import Case, Record
from analysis.evidence.bibliography import short_source
from analysis.pages import tables, toc
from analysis.results import registry, verdicts
from analysis.results.registry import REFUSALS, Result

SHOWN = 2  # inputs that a card names; the page of numbers has all
MAX_INPUTS_SEARCHED_IN_PAIRS = 12  # inputs of a number up to which two can stand for them
MAX_EXPRESSION_CHARACTERS = 160  # letters of an expression


def direct_records(result: Result, case: Case) -> list[str]:
    """List the records that a result reads itself, those with the widest range first."""
    answer = result.evaluate(case)
    through = {name for other in answer.results for name in registry.find(other).evaluate(case).records}
    own = sorted(answer.records - through) or sorted(answer.records)
    return sorted(own, key=lambda name: (-_width(case.record(name)), name))


def _width(record: Record) -> float:
    """Give how far a range reaches, in middles of it."""
    if not record.is_uncertain:
        return 0.0
    low, high = (float(np.mean(end.magnitude)) for end in (record.lowest, record.highest))
    return abs(high - low) / max(abs(high + low) / 2, 1e-30)


def card(result: Result, case: Case) -> str:
    """Write the card of a number: its meaning, its widest inputs where it has few, how many in all and of which day."""
    lines = [result.sentence]
    try:
        names = direct_records(result, case)
        everything = [case.record(name) for name in result.evaluate(case).records]
    except REFUSALS:
        return result.sentence
    for name in names[:SHOWN] if len(names) <= MAX_INPUTS_SEARCHED_IN_PAIRS else []:
        record = case.record(name)
        known = tables.format_range(record)
        facts = [f"range {known}"] * (known != "–") + [record.kind]
        facts += [short_source(key) for key in record.sources[:1]]
        lines.append(f"{record.name}: {tables.say_record(record)} ({', '.join(facts)})")
    days = [record.as_of for record in everything if record.as_of]
    if everything:
        count = f"{len(everything)} assumption{'s' * (len(everything) > 1)}"
        lines.append(f"Rests on {count}" + (f", the newest of {max(days):%-d %B %Y}." if days else "."))
    return "\n".join(lines)


def cards(case: Case) -> dict[str, str]:
    """Write the card of every number that a page prints."""
    printed = toc.pages_that_print()
    return {key: card(result, case) for key, result in registry.results().items() if key in printed}


def headlines(case: Case) -> dict[str, dict[str, str]]:
    """Write for each chapter the number that its headline claim turns on, what it is, and the verdict."""
    files = {chapter.number: chapter.name for chapter in toc.chapters()}
    found = {}
    for judgement in verdicts.judgements(case).values():
        claim, main = judgement.claim, judgement.main
        if claim.headline and claim.chapter in files:
            found[files[claim.chapter]] = {
                "number": verdicts.format_computed(main, case) if main and main.key else "",
                "words": registry.find(main.key).sentence if main and main.key else "",
                "verdict": judgement.verdict_today,
            }
    return found


def expression(result: Result) -> str:
    """Give what a result computes, as its last line says it; nothing where that is long.

    Examples
    --------
    >>> expression(registry.find("multiple.offer_multiple"))
    'valuation.price_to_sales(offer_value(case), audited_revenue(case))'
    """
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(result.function)))
    returned = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Return) and node.value]
    text = ast.unparse(returned[-1]) if returned else ""
    return text if len(text) <= MAX_EXPRESSION_CHARACTERS else ""
