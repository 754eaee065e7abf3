"""Every chapter has what a chapter has, by the same check that a new one is held against."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from analysis.evidence import Case, claim_records
from analysis.figures.theme import MIME
from analysis.pages.chapter import NUMBERS, Page
from analysis.results import verdicts
from tools import check, pages
from tools.pages import ROOT, TEXT

CHAPTERS = sorted(TEXT.glob("[0-9][0-9]-*.md"))
ABOUT_OTHERS = {19, 20}  # they turn on no thesis of the documents: peers' answers, and the ranking of all inputs
LACKING = (
    "has no verdict box",
    "has no formula",
    "has no table of inputs",
    "has no table of its claims",
    "has no inputs that decide",
    "no section",
    "the text shows no verdict",
    "claims.toml has no claim",
    "the claim needs its day",
    "needs thresholds",
    "nobody else's answer",
)


def specifications(text: Path) -> Iterator[dict[str, Any]]:
    """Every chart that is stored with a page."""
    for cell in nbformat.read(pages.notebook_of(text), 4).cells:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                yield output["data"][MIME]


def objects(thing: Any) -> Iterator[dict[str, Any]]:
    """Every object in a specification, however deep."""
    if isinstance(thing, dict):
        yield thing
    for inner in thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ():
        yield from objects(inner)


def test_no_chart_has_another_day_for_readers_of_another_time_zone() -> None:
    """A moment without a zone is one of the reader's own zone, and so is what an axis makes of it."""
    timed = [one for text in CHAPTERS for spec in specifications(text) for one in objects(spec)]
    timed = [one for one in timed if one.get("type") == "temporal"]
    assert len(timed) > 20
    for one in timed:
        assert one.get("timeUnit", "").startswith("utc") or one.get("scale", {}).get("type") == "utc", one
    for text in CHAPTERS:
        for spec in specifications(text):
            assert not re.search(r"\d{4}-\d\d-\d\dT\d\d", json.dumps(spec)), text.name


def test_what_a_pointer_shows_has_words() -> None:
    """No name of a column stands beside a number; in_words puts the words there."""
    every = [one for text in CHAPTERS for spec in specifications(text) for one in objects(spec)]
    shown = [one for part in every if isinstance(part.get("tooltip"), list) for one in part["tooltip"]]
    assert len(shown) > 60
    assert [one for one in shown if "_" in one.get("title", "_")] == []


@pytest.mark.parametrize("text", CHAPTERS, ids=lambda text: text.stem)
def test_a_chapter_is_complete(text: Path) -> None:
    number = int(text.name[:2])
    told = list(check.chapter(number))
    if number in ABOUT_OTHERS:
        told = [line for line in told if not any(words in line for words in LACKING)]
    assert told == []


def faults(content: str) -> str:
    return "\n".join(check._form(ROOT / "book" / "text" / "98-trial.md", content))


def test_what_a_chapter_lacks_is_named() -> None:
    told = faults("# A thesis\n\n## The claim\n\nIt says so.\n\n## What would have to be true\n\nMuch.\n")
    for what in ("figure", "verdict box", "formula", "table of inputs", "what-if", "table of its claims", "decide"):
        assert what in told
    for what in ("its day and its paragraph", "thresholds", "nobody else's answer"):
        assert what in told


def test_a_long_cell_and_a_definition_are_named() -> None:
    cell = "```{code-cell} python\n:tags: [remove-input]\n" + "x = 1\n" * 11 + "```\n"
    assert "a cell of 11 lines, and 10 are the most" in faults(cell)
    assert "cell of" not in faults(cell.replace("x = 1\n", "", 1))
    assert "defines something" in faults("```{code-cell} python\ndef f():\n    return 1\n```\n")


def test_a_number_of_another_chapter_is_named_with_its_cure() -> None:
    content = 'page = Page("fab")\n\n{n}`parity.ratio_2028` {n}`launch.base_launch_price` {n}`parity.nothing`\n'
    nothing, other = (
        line for line in check._code(ROOT / "book" / "text" / "15-fab.md", content, 15) if "prints" in line
    )
    assert 'also=("parity",)' in other
    assert "parity.nothing, which is no record and no result of fab" in nothing


def test_every_chapter_ranks_what_its_answer_is_judged_by() -> None:
    """Of the claim of the chapter, or of none: then the page says why, and what is ranked in its place."""
    headlines = {claim.chapter: name for name, claim in claim_records().items() if claim.headline}
    assert len(headlines) == 19
    ranked = {}
    for text in CHAPTERS:
        calls = re.findall(r'page\.decides\(\s*"(\w+)"(, instead=)?', text.read_text(encoding="utf-8"))
        assert len(calls) == (int(text.name[:2]) in headlines), text.name
        ranked |= {int(text.name[:2]): call for call in calls}
    assert {number: claim for number, (claim, _) in ranked.items()} == headlines
    for number, (name, instead) in ranked.items():
        claim = claim_records()[name]
        drawn = verdicts.measure(claim, Case())
        assert (drawn is None) == bool(instead), name
        if drawn is None:
            assert claim.kind != "quantity" or claim.forecast
            continue
        judged = verdicts.judge(claim, Case())
        every = judged.by_source or (judged.main,)
        assert set(drawn.keys) == {key for f in every for key in (f.key, f.test.needs_result) if key}, number
        ratio = np.mean([f.computed.m_as(f.needed.units) / float(np.mean(f.needed.magnitude)) for f in every])
        found = drawn.of(Case())
        assert float(found.magnitude / drawn.level.m_as(found.units)) == pytest.approx(ratio, rel=1e-9), name


def test_another_number_than_that_of_the_answer_is_refused() -> None:
    page = Page("cluster")
    with pytest.raises(ValueError, match="A06: is drawn over ranges"):
        page.decides("A06", instead="cluster.cost_ratio", reason="it is there")
    with pytest.raises(ValueError, match="A10: no draw over ranges decides its answer"):
        page.decides("A10")
    trial = 'page.verdict("A06")\npage.decides("A09")\n'
    assert any("are ranked, and the headline" in fault for fault in check._claims(trial, 6))
    assert not any("are ranked" in fault for fault in check._claims(trial.replace("A09", "A06"), 6))


READ = ("page.verdict(", "page.claims(", "page.chapter_claims(", "page.decides(")  # what has sentences

LEGEND = re.compile(r"^(?:[^$\n]*\$[^$\n]+\$){2}.*$", re.MULTILINE)


def words(text: Path) -> int:
    """The words of a chapter as a reader meets them: prose, captions, the verdict and the claims; no formula, no code.

    A line that says what two symbols or more stand for is part of its formula: to explain one must not cost prose.
    """
    cells = nbformat.read(pages.notebook_of(text), as_version=4).cells
    outputs = [(cell, output.get("data", {})) for cell in cells for output in cell.get("outputs", [])]
    numbers = {key: entry["text"] for _, data in outputs for key, entry in data.get(NUMBERS, {}).items()}
    said = [LEGEND.sub("", cell.source) for cell in cells if cell.cell_type == "markdown"]
    said += [caption for cell in cells for caption in re.findall(r'caption: "(.*?)"\n', cell.source)]
    said += [data.get("text/markdown", "") for cell, data in outputs if any(call in cell.source for call in READ)]
    prose = re.sub(
        r"\$[^$\n]*[A-Za-z\\][^$\n]*\$|^[:`].*$|\{(?!n\})[a-z:]+\}`[^`]*`|\]\([^)]*\)", " ", "\n".join(said), flags=re.M
    )
    prose = re.sub(r"\{n\}`([^`]+)`", lambda found: numbers.get(found[1], "number"), prose)
    return len(re.findall(r"[^\W_]\S*", prose))


def crowded(source: str) -> list[str]:
    """The paragraphs before the first section that print more than two numbers; a year is none."""
    opening = re.sub(r"```.*?```", "", source.partition("\n# ")[2].partition("\n## ")[0], flags=re.DOTALL)
    numbers = re.compile(r"\{n\}`(?!appraisal\.last_year`|fab\.volume_year`)[^`]+`")
    return [paragraph for paragraph in opening.split("\n\n") if len(numbers.findall(paragraph)) > 2]


def test_a_paragraph_of_an_opening_has_two_numbers_at_most() -> None:
    assert (
        crowded(
            "\n# A title\n\n{n}`a.b`, {n}`appraisal.last_year` and {n}`a.c`.\n\n## More\n\n{n}`a.b`, {n}`a.c`, {n}`a.d`"
        )
        == []
    )
    assert crowded("\n# A title\n\nOf {n}`a.b` and\n{n}`a.c` it is {n}`a.d`.\n\n## More") != []
    assert {text.stem: crowded(text.read_text(encoding="utf-8")) for text in CHAPTERS} == {t.stem: [] for t in CHAPTERS}


@pytest.mark.parametrize("text", CHAPTERS, ids=lambda text: text.stem)
def test_a_chapter_has_about_900_to_1800_words(text: Path) -> None:
    assert 0.9 * 900 <= words(text) <= 1.1 * 1800
