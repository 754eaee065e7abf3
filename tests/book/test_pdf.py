"""The printed book: what of a page is kept, how its parts are called, and that the file is one to hand to a board.

The file is read back with pdfium, so that what is tested is what a reader sees: where each line of text stands, what
each link leads to, what the bookmarks say.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from bs4 import BeautifulSoup

from tools.pdf import __main__ as pdf
from tools.pdf import clean, contents
from tools.site import HTML

PAGE = """<html><body><article class="bd-article">
<section id="top"><h1><span class="section-number">3. </span>A title<a class="headerlink" href="#top">#</a></h1>
<div class="admonition verdict verdict-unlikely"><p class="admonition-title">Answer: ✘ unlikely</p><p>Because.</p></div>
<p>See <a href="#eq">(3.1)</a>, <a href="02-b.html#there">there</a>, <a href="../lost.html">nowhere</a> and
<a href="https://example.org">outside</a>.<a class="footnote-reference" href="#note">[1]</a>
<span class="bibtex-citation">[<a href="../reference/sources.html#id7" title="A hint.">a.example, 2026</a>]</span>
It is −$2 at 3–4.5× and 60 %.</p>
<div class="math" id="eq"><span class="eqno">(3.1)</span>\\[a = \\frac{b}{c}\\]</div>
<p>Computed by <a href="../reference/api/x.html"><code>analysis.models.cost.sum_of()</code></a>.</p>
<figure id="fig"><div class="chart"><div class="chart-view" role="img" aria-label="A line that rises.">
<img class="chart-still only-light" src="../_charts/k3y-light.svg"></div><script>{}</script></div>
<figcaption><p><span class="caption-number">Figure 3.1 </span><span class="caption-text"><strong>It rises.</strong></span></p>
<div class="legend"><p>Watts.</p></div></figcaption></figure>
<div class="cell"><div class="cell_input"><pre>import this</pre></div></div>
<aside class="margin sidebar"><p class="sidebar-title"></p><p>Beside.</p></aside>
<table class="table" id="tab"><caption><span class="caption-number">Table 3.1 </span>In</caption>
<thead><tr><th class="text-left"><p>a</p></th><th class="text-right"><p>b</p></th></tr></thead>
<tbody><tr><td class="text-left"><p>x</p></td><td class="text-right"><p>1</p></td></tr></tbody></table>
<section class="whatif" id="whatif-a"><p class="whatif-title">Move it</p><form class="screen-only">form</form>
<table class="table whatif-base"><thead><tr><th>Input</th><th>Value</th></tr></thead>
<tr><td>Price</td><td>135 $/share</td></tr></table>
<dl class="whatif-numbers"><div><dt>Multiple</dt><dd>94.6×</dd></div></dl>
<p class="whatif-verdict">✔ true</p></section>
<p id="claim-b01"><strong>B01. It is so.</strong>
Chapter 3, paragraph 1.
<strong>As published:</strong> ✔ holds.
Because it is.</p>
<p id="record-a-b"><strong>Price</strong>, <code>a.b</code>: <strong>2 $</strong>, range – (scenario), stated, as of today.
<span class="bibtex-citation">[<a href="../reference/sources.html#id7">a.example, 2026</a>]</span>
Where: page 1.</p>
<section id="left-out"><h2>Left out</h2><p>Gone.</p></section>
<aside class="footnote-list"><aside class="footnote" id="note"><span class="label">[1]</span><p>Said below.</p>
</aside></aside>
<details class="cite-this"><summary>Cite this page</summary><pre>@book{a}</pre></details>
<button>Press</button></section></article></body></html>"""


@pytest.fixture
def cleaned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BeautifulSoup:
    monkeypatch.setattr(clean, "ROOT", tmp_path)
    monkeypatch.setattr(clean, "STILLS", tmp_path)
    (tmp_path / "k3y-print.svg").write_text('<svg width="500" height="200"></svg>')
    printed = {"chapters/03-a", "chapters/02-b", "reference/sources"}
    return BeautifulSoup(clean.clean("chapters/03-a", PAGE, printed, ["left-*"]), "html.parser")


def test_what_is_for_screens_goes(cleaned: BeautifulSoup) -> None:
    assert not cleaned.select("button, script, form, .headerlink, .cell_input, .chart-view")
    assert not {"import this", "Press", "Gone.", "Cite this page", "@book{a}"} & set(cleaned.stripped_strings)


def test_ids_are_unique_in_the_book_and_links_follow(cleaned: BeautifulSoup) -> None:
    targets = [link["href"] for link in cleaned.select("a")]
    assert targets == [
        "#chapters-03-a--eq",
        "#chapters-02-b--there",
        "https://example.org",
        "#reference-sources--id7",
        "#reference-sources--id7",
    ]
    assert cleaned.select_one("h1#chapters-03-a--top")
    assert "nowhere" in cleaned.get_text()


def test_a_chart_becomes_its_picture_for_print_with_its_words_at_text_size(cleaned: BeautifulSoup) -> None:
    picture = cleaned.select_one("figure img")
    assert picture
    assert picture["src"] == "/k3y-print.svg"
    assert picture["alt"] == "A line that rises."
    assert picture["data-points"] == "360.2pt", "500 pixels, whose 12 px text is then set at 8.6 pt"


def test_title_and_legend_of_a_figure_are_one_caption_in_print(cleaned: BeautifulSoup) -> None:
    caption = cleaned.select_one("figcaption")
    assert caption
    assert " ".join(caption.get_text().split()) == "Figure 3.1 It rises. Watts."
    assert not caption.select(".legend")


def test_a_number_is_not_torn_from_its_unit_or_its_sign(cleaned: BeautifulSoup) -> None:
    assert [span.get_text() for span in cleaned.select('[data-call="box"]')] == ["−$2", "3–4.5×"]
    assert "60\u00a0%" in cleaned.get_text()


def test_a_claim_and_a_record_are_set_apart(cleaned: BeautifulSoup) -> None:
    claim = cleaned.select_one('[data-call="claim"]')
    assert claim
    assert [part.get_text() for part in claim.select("p")] == [
        "B01. It is so.",
        "Chapter 3, paragraph 1. As published: ✔ holds.",
        "Because it is.",
    ]
    record = cleaned.select_one('[data-call="record"]')
    assert record
    assert " ".join(record.get_text().split()) == "Price 2 $, stated, today. [a.\u200bexample, 2026]"


def test_a_link_into_a_page_that_lost_its_target_leads_to_the_page() -> None:
    texts = {
        "chapters/03-a": '#[#heading(level: 2)[A] #label("chapters-03-a--top")]\n'
        '#to("chapters-02-b--gone")[b];#to("x--y")[c];#cited("chapters-03-a--top")[d];',
        "chapters/02-b": '#[#heading(level: 2)[B] #label("chapters-02-b--top")]',
    }
    assert pdf.resolve_links(texts)["chapters/03-a"].splitlines()[1] == (
        '#to("chapters-02-b--top")[b];#only-words[c];#cited("chapters-03-a--top")[d];'
    )


def test_pandoc_and_the_filter_make_calls_of_the_book(cleaned: BeautifulSoup) -> None:
    text = pdf.body(str(cleaned))
    assert '#heading(level: 2, numbering: (..) => "3")[A title] #label("chapters-03-a--top")' in text
    assert '#box-with-title("Answer: ✘ unlikely", kind: "verdict-unlikely")' in text
    assert '#formula("(3.1)", math.equation(' in text
    assert r'alt: "a = \\frac{b}{c}", $ a = b / c $.body)' in text
    assert "#footnote[Said below.];" in text
    assert re.search(r"#margin-note\[\s*Beside\.\s*\]", text)
    assert re.search(r"#margin-note\[\s*Computed by cost\.\u200bsum_\u200bof\(\)\.\s*\]", text.replace("\\_", "_"))
    assert '#listed("figure", "Figure 3.1 ", "It rises.")' in text
    assert re.search(r"align: \(left,\s*right,?\)", text)
    assert '#cited("reference-sources--id7")[' in text
    assert re.search(r"#outcome\[#strong\[94\.6×\] ?\\\s+Multiple\];", text)
    assert re.search(r"#what-if-caption\[\s*At the base case: Price 135 \\\$/share\.\s*\]", text)


def test_the_rows_of_a_formula_with_cases_stand_behind_one_brace() -> None:
    text = pdf.body(r'<div class="math">\[x = \begin{cases} a \\ \frac{b}{c} \end{cases}\]</div>')
    assert "cases(#$a$.body, #$b / c$.body)" in text


def test_the_parts_are_those_of_the_table_of_contents() -> None:
    found = contents.parts()
    assert found[0].pages == ("index",)
    printed = [page for part in found for page in part.pages]
    assert len(printed) == len(set(printed))
    assert not set(printed) & set(contents.settings()["pages"]["site_only"])


@pytest.mark.parametrize("table", ["two_columns", "small", "run_on", "sections_left_out", "says"])
def test_the_settings_name_pages_that_are_printed(table: str) -> None:
    printed = {page for name in ("report", "appendix") for part in contents.parts(name) for page in part.pages}
    about = contents.settings()
    assert set(about.get(table) or about["pages"][table]) <= printed


def test_report_and_appendix_hold_every_page_of_reference_once_and_the_appendix_every_chapter_s_inputs() -> None:
    report, appendix = (
        [page for part in contents.parts(name) for page in part.pages] for name in ("report", "appendix")
    )
    assert set(report) & set(appendix) - {"reference/sources"} == {page for page in report if "chapters/" in page}
    assert len(appendix) == len(set(appendix))


def test_a_title_has_no_space_before_its_comma() -> None:
    mark = '<span><span class="mark">✘</span> unlikely</span>, 0.1 %'
    page = f'<article class="bd-article"><div class="admonition verdict"><p class="admonition-title">Answer: {mark}</p><p>Why.</p></div></article>'
    text = clean.clean("chapters/03-a", page, set(), ())
    assert 'data-box-title="Answer: ✘ unlikely, 0.1 %"' in text.replace("\u00a0", " ")


def test_the_day_of_a_visit_is_said_once_for_all_sources() -> None:
    entries = '#entry("a")[A. URL: #link("b") (visited on 2026-11-30).]\n#entry("b")[B (visited on 2026-11-21).]\n#entry("c")[C.]'
    assert pdf.visited_once(entries) == (
        "Addresses were visited from 21 November 2026 to 30 November 2026.\n\n"
        '#entry("a")[A. #link("b").]\n#entry("b")[B.]\n#entry("c")[C.]'
    )
    assert pdf.visited_once('#entry("c")[C.]') == '#entry("c")[C.]'


def test_no_unit_is_broken_and_an_apostrophe_is_no_prime() -> None:
    page = '<article class="bd-article"><p>AI1’s $9.03 billion/yr, 25 kg/m² and $0.75/GPU-hour.</p></article>'
    text = BeautifulSoup(clean.clean("chapters/03-a", page, set(), ()), "html.parser").get_text()
    joined = text.replace("\u2060", "|").replace("\u00a0", "_")
    assert "$9.03_billion/|yr, 25_kg/|m² and $0.75/|GPU-|hour." in joined
    assert "AI1’s" in pdf.body("<p>AI1’s and 5’s</p>")
    assert "TeraFab’s" in pdf.body('<h1 id="a">TeraFab’s plant</h1>'), "headings, captions and tables alike"


def test_the_head_of_a_narrow_column_may_break_inside_its_number() -> None:
    text = BeautifulSoup(
        "<table><tr><th>Crosses $26.5 trillion/yr at</th><td>$26.5 trillion</td></tr></table>", "html.parser"
    )
    clean.spaces(text)
    assert [cell.get_text().count("\u00a0") for cell in text.select("th, td")] == [0, 1]


def test_a_unit_in_a_cell_stays_with_its_number_however_the_site_marks_it() -> None:
    cells = '<td><span class="whole">$85</span> million/launch</td><td><span class="whole">$10–100</span> million/launch</td>'
    page = f'<article class="bd-article"><table><tr>{cells}</tr></table></article>'
    text = BeautifulSoup(clean.clean("chapters/03-a", page, set(), ()), "html.parser")
    boxed = [box.get_text().replace("\u2060", "").replace("\u00a0", " ") for box in text.select('[data-call="box"]')]
    assert boxed == ["$85 million/launch", "$10–100 million/launch"]


def test_what_would_change_a_verdict_stands_under_its_claim() -> None:
    row = "<tr><td>1</td><td>{}</td><td>{}</td><td>50 %</td></tr>"
    head = "<tr><th>No.</th><th>Claim</th><th>Would change if</th><th>How likely</th></tr>"
    body = row.format("It flies", "price were 1 instead of 2") + row.format("It lands", "–")
    page = f'<article class="bd-article"><section><table><thead>{head}</thead><tbody>{body}</tbody></table></section></article>'
    table = BeautifulSoup(clean.clean("index", page, set(), ()), "html.parser")
    rows = [[cell.get_text(" ", strip=True) for cell in line.select("th, td")] for line in table.select("tr")]
    assert [len(cells) for cells in rows] == [3, 3, 3]
    assert rows[1][1] == "It flies Would change if price were 1 instead of 2"
    assert rows[2][1] == "It lands"
    assert not BeautifulSoup(clean.clean("index", page, set(), (), brief=True), "html.parser").select("table")


def test_what_the_report_leaves_to_the_appendix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clean, "ROOT", tmp_path)
    monkeypatch.setattr(clean, "STILLS", tmp_path)
    (tmp_path / "k3y-print.svg").write_text('<svg width="500" height="200"></svg>')
    inputs = '<table id="in"><thead><tr><th>Input</th><th>Value</th><th>Source</th></tr></thead></table>'
    page = PAGE.replace('<section id="left-out">', inputs + '<section id="left-out">')
    report, appendix = (clean.clean("chapters/03-a", page, set(), (), cut) for cut in ("report", "inputs"))
    assert ("chapters-03-a--in" in report, "chapters-03-a--in" in appendix) == (False, True)
    assert ("Move it" in report, "Because" in appendix, "A title" in appendix) == (False, False, True)


# ---- the file --------------------------------------------------------------------------------------------------------

MM = 72 / 25.4
HEIGHT = 297 * MM
LEFT, MEASURE, NOTES, FULL = 27 * MM, 149 * MM, 155 * MM, 195 * MM  # the text, and the notes beside it
BELOW = 20 * MM  # what stands lower is the number of the page
HANGING = 5  # points by which punctuation may hang over the edge


@dataclass(frozen=True)
class Words:
    """A run of text and its place, in points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


class Book:
    """A PDF read back."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.file = pypdfium2.PdfDocument(data)
        self.pages = list(self.file)
        self.texts = [page.get_textpage() for page in self.pages]
        self.words = [list(self.runs(text)) for text in self.texts]
        self.marks = [(mark.level, mark.get_title(), mark.get_dest()) for mark in self.file.get_toc()]

    @staticmethod
    def runs(text: pypdfium2.PdfTextPage) -> Iterator[Words]:
        for place in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(place)
            yield Words(left, bottom, right, top, text.get_text_bounded(left, bottom, right, top))

    def font(self, page: int, words: Words) -> str:
        """The typeface in which a run of text ends."""
        at = self.texts[page].get_index(words.right - 3, (words.bottom + words.top) / 2, 4, 4)
        name = ctypes.create_string_buffer(200)
        pdfium.FPDFText_GetFontInfo(self.texts[page].raw, at or 0, name, 200, ctypes.c_int())
        return name.value.decode()

    def links(self, page: int) -> Iterator[bool]:
        """Whether each link of a page leads somewhere: to a page of the book or to an address."""
        place, link = ctypes.c_int(0), pdfium.FPDF_LINK()
        while pdfium.FPDFLink_Enumerate(self.pages[page].raw, place, link):
            inside = pdfium.FPDFLink_GetDest(self.file.raw, link)
            action = pdfium.FPDFLink_GetAction(link)
            inside = inside or (action and pdfium.FPDFAction_GetDest(self.file.raw, action))
            if inside:
                yield 0 <= pdfium.FPDFDest_GetDestPageIndex(self.file.raw, inside) < len(self.file)
            else:
                yield bool(action) and pdfium.FPDFAction_GetURIPath(self.file.raw, action, None, 0) > len("http://")

    @property
    def openings(self) -> set[int]:
        """The pages on which parts and chapters begin."""
        return {dest.get_index() for level, _, dest in self.marks if level <= 1 and dest}

    @property
    def covers(self) -> set[int]:
        """The dark pages: the cover and the openings of parts, and the back of the cover."""
        return {0, 1} | {dest.get_index() for level, _, dest in self.marks if level == 0 and dest}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    assert (HTML / "index.html").exists(), "the site is not built: run `make site` first"
    target = tmp_path_factory.mktemp("pdf") / "book.pdf"
    pdf.make(target, "report")
    return Book(target.read_bytes())


@pytest.fixture(scope="module")
def appendix(tmp_path_factory: pytest.TempPathFactory) -> Book:
    target = tmp_path_factory.mktemp("appendix") / "appendix.pdf"
    pdf.make(target, "appendix")
    return Book(target.read_bytes())


def test_the_brief_has_two_full_pages(tmp_path: Path) -> None:
    pdf.make(tmp_path / "brief.pdf", "brief")
    brief = Book((tmp_path / "brief.pdf").read_bytes())
    assert len(brief.file) == 2
    assert all(min(words.bottom for words in runs if words.bottom > BELOW) < HEIGHT / 2 for runs in brief.words)


def test_the_appendix_has_the_inputs_and_its_links_lead_somewhere(appendix: Book) -> None:
    assert all(works for page in range(len(appendix.file)) for works in appendix.links(page))
    titles = [title for _, title, _ in appendix.marks]
    assert {"All claims", "All assumptions", "Sources", contents.settings()["appendix"]["inputs"]} <= set(titles)


def test_no_unit_is_broken_over_two_lines(book: Book) -> None:
    broken = re.compile(r"\d (?:thousand |million |billion |trillion )?(?:[a-zA-Z]+[-/])+\r?\n[a-z]")
    found = [(page + 1, m[0]) for page, text in enumerate(book.texts) for m in broken.finditer(text.get_text_range())]
    assert found == []


def test_the_book_is_of_modest_size(book: Book) -> None:
    assert len(book.data) < 10e6
    assert 60 < len(book.file) <= 100


def test_the_book_says_what_it_is(book: Book) -> None:
    about, said = contents.settings(), book.file.get_metadata_dict()
    assert (said["Title"], said["Author"], said["Subject"]) == (about["title"], about["author"], about["description"])
    assert said["Keywords"].split(", ") == about["keywords"]
    assert book.file.get_page_label(0) == "i" or book.file.get_page_label(2).islower(), "the front in Roman numerals"


def test_the_book_is_tagged_for_readers_who_listen(book: Book) -> None:
    """Typst refuses to write PDF/UA-1 without a language, words for every picture and formula, and sound headings."""
    assert pdfium.FPDFCatalog_IsTagged(book.file.raw)
    assert b"pdfuaid:part" in book.data
    assert b"/Lang" in book.data


def test_bookmarks_lead_to_every_chapter_in_order(book: Book) -> None:
    printed = [page for part in contents.parts() for page in part.pages if page.startswith("chapters/")]
    heads = [BeautifulSoup((HTML / f"{page}.html").read_text(), "html.parser").select_one("h1") for page in printed]
    titles = [re.sub(r"^\d+\. |#$", "", head.get_text()).strip() for head in heads if head]
    titles = [" ".join(title.split()) for title in titles]  # a number stays with its unit by a space that never breaks
    shown = [" ".join(re.sub(r"^\d+ ", "", title).split()) for level, title, _ in book.marks if level == 1]
    assert [title for title in shown if title in titles] == titles
    pages = [dest.get_index() for _, _, dest in book.marks if dest]
    assert len(pages) == len(book.marks)
    assert pages == sorted(pages)


def test_every_link_leads_somewhere(book: Book) -> None:
    outcomes = [(page + 1, works) for page in range(len(book.file)) for works in book.links(page)]
    assert [page for page, works in outcomes if not works] == []
    assert len(outcomes) > 600


def test_no_text_leaves_the_page_s_frame(book: Book) -> None:
    outside = [
        (page + 1, words.text)
        for page, runs in enumerate(book.words)
        for words in runs
        if words.left < LEFT - HANGING or words.right > FULL + HANGING or not 10 * MM < words.bottom < HEIGHT - 15 * MM
    ]
    assert outside == []


def test_no_line_is_overfull(book: Book) -> None:
    """Lines of a chapter are set in the serif and end with the measure; only tables, charts and notes go further."""
    back = next(dest.get_index() for _, title, dest in book.marks if title == "Sources")
    overfull = [
        (page + 1, words.text)
        for page in sorted(set(range(back)) - book.covers)
        for words in book.words[page]
        if words.left < MEASURE < words.right - HANGING and "Libertinus" in book.font(page, words)
    ]
    assert overfull == []


def test_no_formula_runs_into_its_number(book: Book) -> None:
    """No letter stands inside the box of a number in brackets, such as (2.3), at the end of a line."""
    collisions, numbers = [], 0
    for page, text in enumerate(book.texts):
        codes = (pdfium.FPDFText_GetUnicode(text.raw, place) for place in range(text.count_chars()))
        said = "".join(map(chr, codes))  # letter by letter, so that places are those of the boxes
        for found in re.finditer(r"\(\d+\.\d+\)", said):
            own = range(*found.span())
            boxes = [text.get_charbox(place) for place in own]
            left, right = boxes[0][0], boxes[-1][2]
            bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
            if abs(right - MEASURE) > 2:
                continue
            numbers += 1
            for place in range(text.count_chars()):
                box = text.get_charbox(place)
                wide, high = min(box[2], right) - max(box[0], left), min(box[3], top) - max(box[1], bottom)
                if place not in own and not said[place].isspace() and wide > 0.5 and high > 0.5:
                    collisions.append((page + 1, found[0], said[place]))
    assert numbers > 40
    assert collisions == []


def test_no_heading_ends_a_page(book: Book) -> None:
    lonely = []
    for _, title, dest in book.marks:
        _, view = dest.get_view()
        height = view[1] if len(view) > 1 else HEIGHT
        if not any(words.bottom > BELOW and words.top < height - 16 for words in book.words[dest.get_index()]):
            lonely.append((dest.get_index() + 1, title))
    assert lonely == []


def test_pages_are_full_except_where_a_chapter_ends(book: Book) -> None:
    short = [
        page + 1
        for page, runs in enumerate(book.words[:-1])
        if page + 1 not in book.openings
        and page not in book.covers
        and min((words.bottom for words in runs if words.bottom > BELOW), default=HEIGHT) > HEIGHT / 2
    ]
    assert short == []


def test_no_note_in_the_margin_stands_on_another(book: Book) -> None:
    collisions, notes = [], 0
    for page, runs in enumerate(book.words):
        beside = [words for words in runs if abs(words.left - NOTES) < 1 and words.bottom > BELOW]
        notes += len(beside)
        for place, one in enumerate(beside):
            collisions += [
                (page + 1, one.text, other.text)
                for other in beside[:place]
                if min(one.top, other.top) - max(one.bottom, other.bottom) > 3
            ]
    assert notes > 60
    assert collisions == []


def test_only_the_fonts_of_the_book_and_all_of_them_inside(book: Book) -> None:
    used = set()
    for page in range(0, len(book.file), 9):
        for thing in book.pages[page].get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=4):
            font, name = pdfium.FPDFTextObj_GetFont(thing.raw), ctypes.create_string_buffer(200)
            pdfium.FPDFFont_GetBaseFontName(font, name, 200)
            used.add(name.value.decode().partition("+")[2].partition("-")[0])
            assert pdfium.FPDFFont_GetIsEmbedded(font) == 1, name.value
    assert {"LibertinusSerif", "SourceSansPro"} <= used
    assert used <= {"LibertinusSerif", "SourceSansPro", "NewCMMath", "DejaVuSansMono"}


@pytest.mark.parametrize(
    "markup",
    [r"\\[a-z]{3,}", r"\$\$", r"\{[a-z]+\}`", r"#[a-z-]+\(", r"\\\$", "Download", "Cite this page", "<[a-z]+>"],
)
def test_no_raw_markup_is_printed(book: Book, markup: str) -> None:
    found = [
        (page + 1, words.text)
        for page, runs in enumerate(book.words)
        for words in runs
        if re.search(markup, words.text)
    ]
    assert found == []


def test_every_source_of_the_report_is_cited_in_it(book: Book) -> None:
    start = next(dest.get_index() for _, title, dest in book.marks if title == "Sources")
    text = " ".join(book.texts[page].get_text_range() for page in range(start, len(book.file)))
    assert len(re.findall(r"Cited\s+on\s+\d", text)) == len(re.findall(r"Cited\s+on\b", text)) > 100


def test_the_same_sources_give_the_same_bytes(book: Book, tmp_path: Path) -> None:
    pdf.make(tmp_path / "again.pdf", "report")
    assert (tmp_path / "again.pdf").read_bytes() == book.data


def test_one_chapter_can_be_printed_alone_with_the_sources_that_it_cites(tmp_path: Path) -> None:
    chapter = next(page for part in contents.parts() for page in part.pages if page.startswith("chapters/"))
    pdf.make(tmp_path / "one.pdf", Path(chapter).stem)
    alone = Book((tmp_path / "one.pdf").read_bytes())
    assert [title for level, title, _ in alone.marks if level == 1][1:] == ["Sources"]
    assert 3 < len(alone.file) < 20
    last = alone.texts[-1].get_text_range()
    assert "Cited on" in last
    assert all(works for page in range(len(alone.file)) for works in alone.links(page))


def test_a_name_that_no_page_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no printed page starts with 'nonsense'"):
        pdf.make(tmp_path / "none.pdf", "nonsense")
