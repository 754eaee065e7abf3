"""The printed book: what of a page is kept, how its parts are called, and that the file is sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tools.pdf import __main__ as pdf
from tools.pdf import clean, contents
from tools.site import HTML

PAGE = """<html><body><article class="bd-article">
<section id="top"><h1><span class="section-number">3. </span>A title<a class="headerlink" href="#top">#</a></h1>
<div class="admonition verdict verdict-fails"><p class="admonition-title">Verdict: ✘ fails</p><p>Because.</p></div>
<p>See <a href="#eq">(3.1)</a>, <a href="02-b.html#there">there</a>, <a href="../lost.html">nowhere</a> and
<a href="https://example.org">outside</a>.<a class="footnote-reference" href="#note">[1]</a></p>
<div class="math" id="eq"><span class="eqno">(3.1)</span>\\[a = \\frac{b}{c}\\]</div>
<figure id="fig"><div class="chart"><div class="chart-view" role="img" aria-label="A line that rises.">
<img class="chart-still only-light" src="../_charts/k3y-light.svg"></div><script>{}</script></div>
<figcaption><p><span class="caption-number">Figure 3.1 </span><span class="caption-text"><strong>It rises.</strong>
Watts.</span></p></figcaption></figure>
<div class="cell"><div class="cell_input"><pre>import this</pre></div></div>
<aside class="margin sidebar"><p class="sidebar-title"></p><p>Beside.</p></aside>
<table class="table" id="tab"><caption><span class="caption-number">Table 3.1 </span>In</caption>
<thead><tr><th class="text-left"><p>a</p></th><th class="text-right"><p>b</p></th></tr></thead>
<tbody><tr><td class="text-left"><p>x</p></td><td class="text-right"><p>1</p></td></tr></tbody></table>
<aside class="footnote-list"><aside class="footnote" id="note"><span class="label">[1]</span><p>Said below.</p>
</aside></aside>
<button>Press</button></section></article></body></html>"""


@pytest.fixture
def cleaned() -> BeautifulSoup:
    return BeautifulSoup(clean.clean("chapters/03-a", PAGE, {"chapters/03-a", "chapters/02-b"}), "html.parser")


def test_what_is_for_screens_goes(cleaned: BeautifulSoup) -> None:
    assert not cleaned.select("button, script, .headerlink, .cell_input, .chart-view")
    assert "import this" not in cleaned.get_text()


def test_ids_are_unique_in_the_book_and_links_follow(cleaned: BeautifulSoup) -> None:
    targets = [link["href"] for link in cleaned.select("a")]
    assert targets == ["#chapters-03-a--eq", "#chapters-02-b--there", "https://example.org"]
    assert cleaned.select_one("h1#chapters-03-a--top")
    assert "nowhere" in cleaned.get_text()


def test_a_chart_becomes_its_picture_for_print_with_its_words(cleaned: BeautifulSoup) -> None:
    picture = cleaned.select_one("figure img")
    assert picture
    assert str(picture["src"]).endswith("_build/stills/k3y-print.svg")
    assert picture["alt"] == "A line that rises."


def test_a_link_into_a_page_that_lost_its_target_leads_to_the_page() -> None:
    pages = [
        (
            "chapters/03-a",
            '<h1 id="chapters-03-a--top">A</h1><a href="#chapters-02-b--gone">b</a><a href="#x--y">c</a>',
        ),
        ("chapters/02-b", '<h1 id="chapters-02-b--top">B</h1>'),
    ]
    first, _ = clean.settle(pages)
    assert '<a href="#chapters-02-b--top">b</a>' in first
    assert "#x--y" not in first


def test_pandoc_and_the_filter_make_calls_of_the_book(cleaned: BeautifulSoup) -> None:
    text = pdf.body(str(cleaned))
    assert '#heading(level: 2, numbering: (..) => "3")[A title] #label("chapters-03-a--top")' in text
    assert '#box-with-title("Verdict: ✘ fails", kind: "verdict-fails")' in text
    assert 'numbering: (..) => "(3.1)"' in text
    assert "a = b / c" in text
    assert "#footnote[Said below.]" in text
    assert "#margin-note[Beside.]" in text
    assert '#listed("figure", "Figure 3.1 ", "It rises.")' in text
    assert re.search(r"align: \(left,\s*right,?\)", text)


def test_the_parts_are_those_of_the_table_of_contents() -> None:
    found = contents.parts()
    assert found[0].pages == ("index",)
    printed = [page for part in found for page in part.pages]
    assert len(printed) == len(set(printed))
    assert not set(printed) & set(contents.settings()["site_only"])


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    assert (HTML / "index.html").exists(), "the site is not built: run `make site` first"
    target = tmp_path_factory.mktemp("pdf") / "book.pdf"
    pdf.make(target)
    return target.read_bytes()


def test_the_book_is_sound_and_of_modest_size(book: bytes) -> None:
    assert book.startswith(b"%PDF-")
    assert len(book) < 10e6
    for wanted in (b"/StructTreeRoot", b"/Outlines", b"/Lang"):
        assert wanted in book, "tagged, with bookmarks and a language"


def test_the_same_sources_give_the_same_bytes(book: bytes, tmp_path: Path) -> None:
    pdf.make(tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == book


def test_one_chapter_can_be_printed_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [page for part in contents.parts() for page in part.pages]
    pdf.make(tmp_path / "one.pdf", Path(pages[1]).stem)
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF-")
    with pytest.raises(SystemExit, match="no printed page starts with 'nonsense'"):
        pdf.make(tmp_path / "none.pdf", "nonsense")
