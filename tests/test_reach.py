"""A change is followed to the pages that print it, and to those only."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import pages, reach, run


@pytest.fixture(scope="module")
def known() -> dict[str, reach.Module]:
    return reach.modules()


def change(path: Path, old: str, new: str) -> tuple[list[str], str]:
    """The pages that an edit reaches, told from what the file said before; the file itself stays as it is."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} no longer says {old!r}: choose another edit"
    return [page.stem for page in reach.pages_reached_by([path], {path: text.replace(old, new, 1)})], text


def test_a_text_reaches_its_own_page() -> None:
    text = pages.TEXT / "07-bottleneck.md"
    assert reach.pages_reached_by([text]) == [text]


def test_a_record_reaches_the_pages_that_rest_on_it() -> None:
    found, _ = change(reach.EVIDENCE / "assumptions" / "satellite.toml", "[ai1_mass]\n", "[ai1_mass_of_old]\n")
    assert "11-satellite" in found
    assert not {"01-multiple", "07-bottleneck", "16-revenue"} & set(found)


def test_a_function_reaches_the_pages_that_call_it_through_others() -> None:
    found, _ = change(
        reach.PACKAGE / "models" / "orbit.py", "def oblate_eclipse_fraction(", "def oblate_eclipse_share("
    )
    assert {"11-satellite", "12-parity"} <= set(found)
    assert not {"01-multiple", "15-fab", "16-revenue"} & set(found)


def test_what_every_page_calls_reaches_every_page() -> None:
    found, _ = change(reach.PACKAGE / "pages" / "tables.py", "def verdict_box(", "def box_of_verdict(")
    assert set(found) == {text.stem for text in pages.texts()}


def test_a_claim_reaches_its_chapter_and_the_first_page() -> None:
    found, _ = change(reach.EVIDENCE / "claims.toml", '[A10]\ndocument = "', '[A10]\ndocument = "x')
    assert {"14-stack", "index"} <= set(found)
    assert not {"07-bottleneck", "19-peers"} & set(found)


def test_comments_and_what_a_module_says_of_itself_reach_nothing() -> None:
    path = reach.PACKAGE / "models" / "orbit.py"
    text = path.read_text(encoding="utf-8")
    assert reach.pages_reached_by([path], {path: "# a comment\n" + text.replace('"""', '"""Said otherwise. ', 1)}) == []


def test_what_executes_nothing_reaches_nothing() -> None:
    assert reach.pages_reached_by([pages.BOOK / "_static" / "report.css", pages.BOOK / "references.bib"]) == []


def test_a_module_that_cannot_be_read_reaches_nothing_yet(tmp_path: Path) -> None:
    path = reach.PACKAGE / "models" / "orbit.py"
    assert reach.pages_reached_by([path], {path: "def broken(:"}) == []


def test_every_page_reaches_the_numbers_that_it_prints(known: dict[str, reach.Module]) -> None:
    claims = reach.claim_tables()
    for text in pages.texts():
        found = reach.reached(reach.roots(text, known), known, claims)
        for key in set(reach.PRINTED.findall(text.read_text(encoding="utf-8"))):
            study, _, name = key.partition(".")
            assert f"analysis.studies.{study}:{name}" in found or f"record {key}" in found, (text.stem, key)


def test_a_page_is_stale_when_what_it_reaches_differs_from_what_its_notebook_came_from(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stored = reach.fingerprints()
    assert reach.stale(stored) == []
    assert reach.stale({**stored, "01-multiple": "other"}) == [pages.TEXT / "01-multiple.md"]
    assert reach.stale({}) == pages.texts()
    told = reach._evidence_texts()
    changed = {node: f"{text} changed" if node == "record satellite.ai1_mass" else text for node, text in told.items()}
    monkeypatch.setattr(reach, "_evidence_texts", lambda: changed)
    moved = {text.stem for text in reach.stale(stored)}
    assert "11-satellite" in moved
    assert not {"01-multiple", "07-bottleneck", "16-revenue"} & moved
    monkeypatch.setattr(pages, "BOOK", tmp_path)
    run.note_executed([pages.TEXT / "01-multiple.md"], stored)
    assert run.executed() == {"01-multiple": stored["01-multiple"]}
