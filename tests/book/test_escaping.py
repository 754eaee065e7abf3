"""Whatever a record, a claim, a table or a result says, a page and a terminal show it as text and do nothing else."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import yaml
from bs4 import BeautifulSoup
from nbformat.v4 import new_markdown_cell

from analysis.cli import output
from analysis.evidence import Case, claim_records
from analysis.evidence.claims import Conflict
from analysis.pages import reference as export
from analysis.pages import tables
from analysis.results import verdicts as claims
from analysis.results.provenance import Step
from tests.book.test_extension import NUMBERS, ROOT, SPEC, WHATIF, build, outputs

HOSTILE = (
    "# 1. <script>alert(1)</script> <img src=x onerror=alert(1)> **bold** _italic_ `code` {n}`multiple.offer_multiple` "
    "{cite:p}`nobody` $x$ $$y$$ a | b [link](javascript:alert(1)) ![p](x.png) &lt;b&gt; &amp; ~~gone~~ <!-- c --> \\ % end"
)
KEY = "offering.price"
CLAIM = "B05"
MYST = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["parse"]["myst_enable_extensions"]
SETTINGS = {
    "smartquotes": False,  # they turn quotes and dashes, which is wanted
    "myst_enable_extensions": [name for name in MYST if name != "smartquotes"],
    "myst_dmath_allow_digits": False,
    "myst_dmath_allow_space": False,
}


def case() -> Case:
    """A case in which one record says nasty things wherever it says anything."""
    made = Case()
    words = dict.fromkeys(("name", "locator", "check", "note"), HOSTILE)
    made._records[KEY] = made.record(KEY).model_copy(update={**words, "sources": ()})
    return made


def claim() -> Any:
    """A claim that says nasty things beside the number that it prints."""
    known = claim_records()[CLAIM]
    sentence = f"{HOSTILE} {{{known.tests[0].today}}}"
    words = {"paraphrase": HOSTILE, "because": sentence, "condition": sentence, "note": sentence}
    return known.model_copy(update=words)


def check(page: str, times: int) -> None:
    """The page says it so many times and does none of it."""
    soup = BeautifulSoup(page, "html.parser")
    for script in soup.select("script"):
        assert script.get("type") == "application/json" or "alert" not in script.get_text()
    assert not soup.select("img[onerror], a[href^=javascript], [src='x.png'], [src=x]")
    body = soup.select_one("div.body, div[role=main], body")
    assert body
    for mark in body.select("strong strong, em, .math, code, s, del, cite, a.number"):
        assert mark.get_text() not in ("bold", "italic", "x", "y", "code", "gone", "94.8×"), mark
    said = " ".join(body.get_text().split())
    assert said.count(" ".join(HOSTILE.split())) == times, said


SHOWN = {
    "inputs of a chapter": (lambda: tables.inputs(case(), [KEY]), 1),
    "row of the assumptions": (lambda: export._record(KEY, case(), ()), 4),
    "rows of claims": (lambda: tables.claim_rows([claims.judge(claim(), Case())], Case()), 1),
    "box of the verdict": (lambda: tables.verdict_box(claims.judge(claim(), Case()), Case()), 3),
    "row of the claims": (lambda: export._claim(claims.judge(claim(), Case()), Case()), 4),
    "cell of a table": (lambda: tables.frame(pd.DataFrame({"a": [HOSTILE], "b": [1.0]}), ["A", "B"]), 1),
    "beginning of a paragraph": (lambda: f"before\n\n{tables.myst.escape(HOSTILE)}\n", 1),
}


@pytest.mark.parametrize("what", SHOWN)
def test_text_of_the_evidence_is_text_on_the_page(tmp_path, what):
    write, times = SHOWN[what]
    text = write()
    numbers = outputs(**{"application/vnd.wtd.numbers+json": NUMBERS, "text/plain": "<1 number>"})
    page, _ = build(tmp_path, numbers, outputs(**{"text/markdown": text, "text/plain": text}), **SETTINGS)
    check(page, times)


def test_titles_and_notes_of_tables_and_conflicts_are_text(tmp_path, monkeypatch):
    origin = SimpleNamespace(
        title=HOSTILE,
        check=HOSTILE,
        note=HOSTILE,
        sources=(),
        columns={"a": HOSTILE},
        as_of=pd.Timestamp("2026-01-01"),
        accessed=pd.Timestamp("2026-01-01"),
        licence="CC BY 4.0",
        digest="0" * 64,
        archived="",
        not_archived="no copy is kept",
    )
    monkeypatch.setattr(export, "observations", lambda: ("made_up",))
    monkeypatch.setattr(export, "observation", lambda _: SimpleNamespace(origin=origin, frame=pd.DataFrame({"a": [1]})))
    disagreed = Conflict(topic=HOSTILE, values=(HOSTILE,), taken=HOSTILE, why=HOSTILE)
    monkeypatch.setattr(export, "conflicts", lambda: (disagreed,))
    text = export.observations_page() + export.conflicts_page()
    page, _ = build(tmp_path, new_markdown_cell(text), **SETTINGS)
    check(page, 4 + 4 + 2)  # the two headings stand in the table of contents too


def test_hover_texts_what_ifs_and_charts_are_text(tmp_path):
    number = {"multiple.offer_multiple": {**NUMBERS["multiple.offer_multiple"], "text": HOSTILE, "title": HOSTILE}}
    slider = {**WHATIF["sliders"][0], "label": HOSTILE, "template": HOSTILE, "text": HOSTILE}
    shown = {**WHATIF["numbers"][0], "label": HOSTILE, "text": HOSTILE}
    level = {**WHATIF["numbers"][0]["level"], "paraphrase": HOSTILE, "words": HOSTILE}
    shown["level"] = level
    named = {"name": HOSTILE, "title": HOSTILE, "why": HOSTILE, "button": True, "values": {}}
    rows = [{"key": HOSTILE, "word": HOSTILE, "level": level}]
    content = {
        **WHATIF,
        "title": HOSTILE,
        "sliders": [slider],
        "numbers": [shown],
        "scenarios": [named],
        "verdicts": rows,
    }
    chart = {
        **SPEC,
        "description": HOSTILE,
        "title": HOSTILE,
        "datasets": {"rows": [{"x": 0, "y": 1, "name": HOSTILE}]},
    }
    page, complaints = build(
        tmp_path,
        outputs(**{"application/vnd.wtd.numbers+json": number, "text/plain": "<1 number>"}),
        new_markdown_cell("It is {n}`multiple.offer_multiple`."),
        outputs(**{"application/vnd.wtd.whatif+json": content, "text/plain": "<what-if>"}),
        outputs(**{"application/vnd.vegalite.v6+json": chart, "text/plain": "<chart>"}),
        **SETTINGS,
    )
    assert complaints == ""
    soup = BeautifulSoup(page, "html.parser")
    assert soup.select_one("a.number")["title"] == HOSTILE
    assert soup.select_one("div.chart-view")["aria-label"] == " ".join(HOSTILE.split())
    for still in (tmp_path / "out" / "_charts").glob("*.svg"):
        assert "<script" not in still.read_text(encoding="utf-8")
    for data in soup.select("script[type='application/json']"):
        data.decompose()
    check(str(soup), 1 + 14)


def test_text_of_the_evidence_is_text_on_a_terminal(capsys):
    nasty = "[bold]x[/bold] [/] [red <script> | $x$ [link=file:///a]y"
    output._print_table(pd.DataFrame({"name": [nasty], "b": [1.0]}))
    said = re.sub(r"\s", "", capsys.readouterr().out)
    assert re.sub(r"\s", "", nasty) in said
    assert output.step_line(Step("record", nasty, nasty, nasty)).count(r"\[bold]x\[/bold]") == 3
