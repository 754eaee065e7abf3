"""A book of one's own, and a chapter of one's own: prepared without touching what is committed."""

from __future__ import annotations

import ast
import re

import pytest
import yaml

from analysis.api import core as workbench
from analysis.api.core import scenario
from analysis.evidence import Case
from analysis.evidence.errors import EvidenceError
from analysis.pages import edition as otherworld
from analysis.pages.chapter import Page
from tools import check, new_chapter, pages
from tools import scenario as book

CHEAP = {"offering.price": "100 USD/share", "orbit.reference_altitude": "700 km"}


@pytest.fixture(scope="module")
def case():
    return scenario("base", CHEAP)


# ---- another case ---------------------------------------------------------------------------------------------------


def test_the_box_names_the_changed_inputs_that_reach_the_page(case):
    text = otherworld.changes_box(Page("multiple", case=case)).text
    assert "Of 2 changed inputs 1 reach this page" in text
    assert "#record-offering-price" in text
    assert r"\$100/share instead of \$135/share" in text
    assert "#record-orbit-reference-altitude" not in text


def test_the_base_has_no_box_and_no_differences():
    assert otherworld.changes_box(Page("multiple", case=Case())).text == ""
    with pytest.raises(EvidenceError, match="other than base"):
        otherworld.differences_page(Case())


def test_the_page_of_differences_lists_inputs_verdicts_and_results(monkeypatch):
    case = scenario("base", {**CHEAP, "offering.price": "160 USD/share"})  # two trillion dollars at the offer
    found = workbench.compare(Case(), case, "multiple")
    monkeypatch.setattr(workbench, "compare", lambda *_: found)
    text = otherworld.differences_page(case)
    assert text.startswith("(what-differs)=\n# ")
    assert "changes 2 inputs" in text
    assert "[Offer price of a share](#record-offering-price)" in text
    assert "#number-multiple-offer-multiple" in text
    assert all(f"#claim-{name.lower()}" in text for name in found.verdicts["claim"])
    assert len(found.verdicts) > 0


def test_every_page_with_numbers_gets_the_box_below_its_first_cell(tmp_path):
    folder = tmp_path / "book" / "text"
    folder.mkdir(parents=True)
    with_page = 0
    for text in pages.texts():
        content = text.read_text(encoding="utf-8")
        (folder / text.name).write_text(content, encoding="utf-8")
        with_page += "page = Page(" in content
    assert book.mark_pages(tmp_path) == with_page > 5
    for text in folder.glob("*.md"):
        content = text.read_text(encoding="utf-8")
        if "page = Page(" in content:
            assert content.count("changes_box(page)") == 1
            assert content.index("page = Page(") < content.index("changes_box(page)")
            assert pages.jupytext.reads(content, fmt="md:myst").cells


def test_the_copy_has_no_outputs_of_the_base_and_says_which_world_it_is(tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text('title = "Mine"\nwhy = "To see."\n', encoding="utf-8")
    draft = tmp_path / "draft"
    assert book.copy_tree(draft, mine) == draft / "mine.toml"
    assert not list(draft.rglob("*.ipynb"))
    assert not (draft / "tests").exists()
    for page in (pages.TEXT / "reference").glob("*.md"):  # what a page includes is there
        for name in re.findall(r"\{include\} (\S+)", page.read_text(encoding="utf-8")):
            assert (draft / "book" / "text" / name).exists()
    book.put_in_front(draft, 'My "own"', "(what-differs)=\n# What differs\n")
    contents = yaml.safe_load((draft / "_toc.yml").read_text(encoding="utf-8"))
    assert contents["parts"][0]["chapters"] == [{"file": "book/differences"}]
    config = yaml.safe_load((draft / "_config.yml").read_text(encoding="utf-8"))
    assert 'My "own"' in config["sphinx"]["config"]["html_theme_options"]["announcement"]
    assert "In another case: My 'own'" in (draft / "tools" / "pdf" / "settings.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "words"), [("base", "cannot be called base"), ("sceptc", "did you mean sceptic")])
def test_a_world_that_is_none_stops_before_anything_is_copied(name, words, monkeypatch):
    monkeypatch.setattr(book, "copy_tree", lambda *_: pytest.fail("copied"))
    with pytest.raises(SystemExit, match=words):
        book.prepare(name)


@pytest.mark.parametrize("name", ["base", ".", ".."])
def test_a_scenario_cannot_stand_for_the_report_or_a_folder_above(name, tmp_path, monkeypatch):
    monkeypatch.setattr(book, "copy_tree", lambda *_: pytest.fail("copied"))
    file = tmp_path / f"{name}.toml"
    file.write_text('title = "Mine"\nwhy = "To see."\n', encoding="utf-8")
    with pytest.raises(SystemExit, match=f"cannot be called {re.escape(name)};"):
        book.prepare(str(file))


@pytest.mark.parametrize("name", ["html", "data", "newest", "scenario", "worlds"])
def test_a_book_overwrites_nothing_else_that_is_built_whatever_its_name(name, tmp_path, monkeypatch):
    build = tmp_path / "_build"
    kept, draft = build / name / "kept", tmp_path / "draft"
    for folder in (kept.parent, draft / "_build" / "html", draft / "_build" / "pdf"):
        folder.mkdir(parents=True)
    for file in (kept, draft / "_build" / "html" / "index.html", draft / "_build" / "pdf" / book.PDF.name):
        file.touch()
    monkeypatch.setattr(book, "PDF", tmp_path / book.PDF.relative_to(book.ROOT))
    monkeypatch.setattr(book, "ROOT", tmp_path)
    monkeypatch.setattr(book, "BUILD", build)
    monkeypatch.setattr(book, "prepare", lambda _: (draft, draft / f"{name}.toml"))
    monkeypatch.setattr(book, "run", lambda *_: None)
    book.make(f"{name}.toml")
    assert kept.exists()
    assert (build / "worlds" / name / "html" / "index.html").exists()
    assert (build / "worlds" / name / "pdf" / book.PDF.name).exists()


# ---- a chapter -------------------------------------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path):
    """An empty house with the four folders of a chapter."""
    for folder in ("book/text", "analysis/studies", "analysis/figures", "tests/studies"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def test_a_chapter_begins_with_four_files_that_are_valid(shelf):
    written = new_chapter.begin("refuelling", 21, shelf)
    assert [f.name for f in written] == [
        "21-refuelling.md",
        "refuelling.py",
        "refuelling.py",
        "test_refuelling_study.py",
    ]
    for file in written:
        content = file.read_text(encoding="utf-8")
        assert "TODO" in content
        assert "$name" not in content
        if file.suffix == ".py":
            ast.parse(content)
    headings = re.findall(r"^## (.+)$", written[0].read_text(encoding="utf-8"), flags=re.MULTILINE)
    room: dict[str, object] = {}
    body = re.sub(r"^@.*$", "", written[1].read_text(encoding="utf-8"), flags=re.MULTILINE)  # registers nothing
    exec(compile(body, "refuelling.py", "exec"), room)  # what `make new-chapter` begins runs at once
    assert room["examples"](Case())["usd_per_share"].tolist() == pytest.approx([67.5, 135.0])
    assert tuple(title for title in headings if title != "Argue with it") == check.SECTIONS


@pytest.mark.parametrize(
    ("name", "number", "words"),
    [
        ("Refuelling", 21, "lower-case"),
        ("re-fuel", 21, "lower-case"),
        ("class", 21, "lower-case"),
        ("", 21, "lower-case"),
        ("refuelling", 0, "between 1 and 99"),
        ("refuelling", 7, "the next free number is 8"),
        ("taken", 21, "choose another NAME"),
    ],
)
def test_a_name_or_number_that_will_not_do_is_refused(shelf, name, number, words):
    (shelf / "book/text/07-other.md").write_text("# Other\n", encoding="utf-8")
    (shelf / "analysis/studies/taken.py").write_text("", encoding="utf-8")
    assert words in new_chapter.refusal(name, number, shelf)
    assert new_chapter.refusal("refuelling", 21, shelf) == ""


def test_a_new_chapter_is_told_everything_that_it_lacks(shelf, monkeypatch):
    new_chapter.begin("refuelling", 21, shelf)
    (shelf / "_toc.yml").write_text("format: jb-book\nroot: book/index\nparts: []\n", encoding="utf-8")
    for module in (check, pages):
        monkeypatch.setattr(module, "ROOT", shelf)
    monkeypatch.setattr(pages, "BOOK", shelf / "book")
    monkeypatch.setattr(pages, "TEXT", shelf / "book" / "text")
    monkeypatch.setattr(new_chapter.places, "__defaults__", (shelf,))
    told = "\n".join(check.chapter(21))
    for words in ("TODOs left", "shows no verdict", "no claim with chapter = 21", "has no notebook", "_toc.yml"):
        assert words in told
    assert "no section" not in told


def test_a_chapter_that_does_not_exist_says_how_to_begin_it():
    assert list(check.chapter(98)) == ["book/text/ has 0 texts that begin with 98-: `make new-chapter` begins one"]


def test_the_evidence_is_sound():
    assert list(check.evidence()) == []
