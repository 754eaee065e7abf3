"""One page of the site as plain HTML for pandoc: what only a screen needs goes, every id becomes unique in the book."""

from __future__ import annotations

import fnmatch
import hashlib
import html
import posixpath
import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from tools.pages import ROOT
from tools.pdf import contents

STILLS = ROOT / "_build" / "stills"
SCREEN_ONLY = (
    "a.headerlink, button, input, script, style, nav, noscript, .chart-links, .screen-only, .toctree-wrapper, "
    ".tableofcontents-wrapper, div.cell_input, .cell_output > .stderr, .sd-summary-icon, .sd-summary-state-marker, "
    "#jb-print-docs-body, details.cite-this, .take-away"
)
LABELLED = (
    "h1[id], h2[id], h3[id], h4[id], h5[id], figure[id], table[id], div.math[id], div.citation[id], div[data-call][id]"
)
DRAWING = re.compile(r'<svg\b[^>]*role="img".*?</svg>', re.DOTALL)
HINT = re.compile(r'(?<=") title="[^"]*"')  # what a pointer over a link shows, which is half of a page
IN_TEXT, WITH_MARGIN = 80, 112  # characters of a table's type in the width of the text, and with the margin
FOR_WORDS = 12  # characters that are to be left for the columns of words
BETWEEN = 2.4  # characters that the space around a column takes
NUMBER, SHORT = 24, 16  # characters up to which a number with its unit, and a few words, stand on one line
WHOLE = 30  # lines up to which a table is not broken between pages
JOINER = "\u2060"  # forbids a break
PIXEL = 0.7205  # points of a pixel of a chart, so that its 12 px text has the size of a caption
FULL = 476.0  # points of text and margin together
UNITS = r"%|°C|K|k?m²?|km/s|[kMGT]?W|[kMGT]?Wh|[kMGT]?Wh?/yr|k?g|k?t|t/yr|kg/kW|ms|min|h|yr|years?|months?|pages?"
JOINED = re.compile("(?<=[\\d≥≤≈])\u00a0")  # what the site joins; print has rules of its own (`spaces`)
LARGE = "thousand|million|billion|trillion"
STUCK = re.compile(rf"(?<=\d) (?=(?:{LARGE})\b|(?:{UNITS})(?![\w/])|[^\W\d_]+[²³]?/)")
UNIT = r"[^\W\d_]+[²³]?"
COMPOUND = re.compile(rf"(\d[\d.,]*(?:[ \u00a0](?:{LARGE}))?[ \u00a0]?)((?:{UNIT}[-/])+{UNIT}|/(?:{UNIT}[-/])*{UNIT})")
WHOLE_NUMBER = re.compile(r"[$−]*\d[\d,.]*[%×]?–[$−]*\d[\d,.]*[%×]?|−\$?\d[\d,.]*")
WITH_UNIT = rf"[$−]*\d[\d,.]*(?:–[$−]*\d[\d,.]*)?[\u00a0 ]?(?:{LARGE})?/{JOINER}?{UNIT}(?:[-/]{JOINER}?{UNIT})*"
IN_CELL = re.compile(f"{WITH_UNIT}|{WHOLE_NUMBER.pattern}")


def prefix(page: str) -> str:
    """What makes the ids of a page unique: its name."""
    return re.sub(r"[^a-z0-9]+", "-", page.lower()).strip("-") + "--"


def classes(tag: Tag) -> list[str]:
    """The classes of a tag."""
    found = tag.get("class")
    return found.split() if isinstance(found, str) else [str(name) for name in found or ()]


def article(html: str) -> Tag:
    """The text of a page, without what stands around it."""
    start, end = html.index('<article class="bd-article"'), html.index("</article>")
    without_hints = HINT.sub("", html[start:end])
    return BeautifulSoup(without_hints + "</article>", "html.parser").article  # type: ignore[return-value]


def clean(
    page: str,
    html: str,
    printed: Collection[str],
    left_out: Sequence[str] = (),
    edition: Edition = "whole",
    brief: bool = False,
) -> str:
    """A page as pandoc shall read it."""
    text = article(DRAWING.sub(drawing, JOINED.sub(" ", html)))
    for tag in text.select(SCREEN_ONLY):
        tag.decompose()
    CUTS[edition](text)
    verdict_tables(text, none=brief or page.startswith("parts/"))
    for term in text.select("a.term"):
        term.unwrap()
    for section in text.select("section[id]"):
        if not section.decomposed and any(fnmatch.fnmatch(str(section["id"]), name) for name in left_out):
            section.decompose()
    for part in (
        charts,
        code,
        footnotes,
        terms,
        formulas,
        boxes,
        whatifs,
        records,
        claims,
        tables,
        citations,
        headings,
    ):
        part(text)
    if edition == "inputs":  # tables one after another stay under their titles, and break between pages
        for table in text.select("table[data-whole]"):
            del table["data-whole"]
    names = labels(text)
    links(text, page, printed, names, edition)
    spaces(text)
    for tag in text.select(LABELLED):
        tag["id"] = prefix(page) + str(tag["id"])
    for tag in text.select("section, span[id]:not([class])"):
        tag.unwrap()
    return str(text)


def without_apparatus(text: Tag) -> None:
    """The report argues: tables of inputs and checks stand in the appendix, and a slider moves on a screen only."""
    for box in text.select("section.whatif"):
        around = box.find_parent("section")
        (around if isinstance(around, Tag) and around.find(["h2", "h3", "h4"], recursive=False) else box).decompose()
    for table in apparatus(text):
        section = table.find_parent("section")
        table.decompose()
        if isinstance(section, Tag) and not section.find(["p", "table", "figure", "ul", "ol", "div"]):
            section.decompose()  # nothing is left of it but its heading


def verdict_tables(text: Tag, none: bool) -> None:
    """Say what would change a verdict under its claim; a part's page and the brief list chapters without a table."""
    soup = BeautifulSoup("", "html.parser")
    for table in text.select("table"):
        heads = [cell.get_text(" ", strip=True) for cell in table.select("thead th")]
        if "Would change if" not in heads:
            continue
        if none:
            table.decompose()
            continue
        place = heads.index("Would change if")
        for row in table.select("tr"):
            cells = row.find_all(["td", "th"], recursive=False)
            if len(cells) != len(heads):
                continue
            change = cells[place].extract()
            said = change.get_text(" ", strip=True)
            if change.name == "td" and said not in ("", "–"):  # a second line: a page is too narrow for the column
                line = soup.new_tag("em")
                line.string = f"Would change if {said}"
                cells[heads.index("Claim")].extend([soup.new_tag("br"), line])


def only_inputs(text: Tag) -> None:
    """What the appendix prints of a chapter: its title and its tables of inputs, of shares and of checks."""
    section = text.find("section")
    if isinstance(section, Tag):
        heading, kept = section.find("h1"), [table.extract() for table in apparatus(text)]
        section.clear()
        section.extend([heading, *kept] if isinstance(heading, Tag) else kept)


LABELLED_LINE = re.compile(
    r"Computed|No number|Under named|How firm|Nearest flip|Would change|Next sign|Known by|Stands in|By other|In named|"
    r"By source|Out of date|As published"
)


def only_summary(text: Tag) -> None:
    """What the brief prints of a chapter: its title, its verdict, and why."""
    title, box = text.find("h1"), text.select_one("div.admonition.verdict")
    for tag in text.find_all(recursive=False):
        tag.extract()
    if isinstance(title, Tag) and isinstance(box, Tag):
        verdict = box.select_one("p.admonition-title")
        word = re.sub(r"^(Verdict|Answer):?\s*", "", words_of(verdict)) if verdict else ""
        said = [p for p in box.find_all("p", recursive=False) if p is not verdict]
        why = next((p for p in said[1:] if not LABELLED_LINE.match(p.get_text())), said[0] if said else None)
        number = title.get_text(" ", strip=True).removesuffix("#").strip()
        text.append(new(f"<p><strong>{number}: {word}.</strong> {inside(why)}</p>"))


def is_apparatus(heads: Sequence[str]) -> bool:
    """Whether a table holds inputs, the share of each in the spread, or a check of published values.

    Examples
    --------
    >>> is_apparatus(["Input", "Value", "Range", "Basis", "Source"]), is_apparatus(["Source", "Published", "Ours"])
    (True, True)
    >>> is_apparatus(["Line", "Ground ($/W)", "Orbit ($/W)"])
    False
    """
    inputs = heads[:1] == ["Input"] and (heads[-1:] == ["Source"] or "Alone" in heads)
    checks = "Published" in heads and bool({"Ours", "Recalculated"} & {*heads})
    return inputs or checks or {"Reproduced", "Not reproduced"} <= {*heads}


def apparatus(text: Tag) -> list[Tag]:
    """Every table for the appendix, with what scrolls or folds it on a screen."""
    found = []
    for table in text.select("table"):
        if is_apparatus([cell.get_text(" ", strip=True) for cell in table.select("thead th")]):
            fold = table.find_parent(["details"]) or table.find_parent(class_="dropdown")
            found.append(fold or table.find_parent("div", class_="pst-scrollable-table-container") or table)
    return list({id(tag): tag for tag in found if isinstance(tag, Tag)}.values())


Edition = Literal["whole", "report", "inputs", "summary"]
CUTS: dict[str, Callable[[Tag], None]] = {
    "whole": lambda text: None,
    "report": without_apparatus,
    "inputs": only_inputs,
    "summary": only_summary,
}


def new(html: str) -> Tag:
    """A tag from its HTML."""
    return BeautifulSoup(html, "html.parser").contents[0]  # type: ignore[return-value]


def spaces(text: Tag) -> None:
    """A number stays with its unit; a range, and a number with its minus, is not broken."""
    for part in text.select("span.whole"):  # what the site keeps on one line is only a part of what print does
        part.unwrap()
    text.smooth()
    for words in text.find_all(string=re.compile(r"\d")):
        if words.find_parent(["code", "pre"]) is None and words.find_parent(class_="math") is None:
            in_head = words.find_parent("th") is not None  # a head is to be no wider than its column of short cells
            stuck = COMPOUND.sub(unbroken, str(words) if in_head else STUCK.sub("\u00a0", str(words)))
            pieces, end = [], 0
            in_cell = words.find_parent("td") is not None  # a narrow column breaks wherever nothing holds it together
            for found in (IN_CELL if in_cell else WHOLE_NUMBER).finditer(stuck):
                pieces += [NavigableString(stuck[end : found.start()]), new('<span data-call="box"></span>')]
                pieces[-1].append(found[0])  # type: ignore[attr-defined]
                end = found.end()
            if pieces or stuck != words:
                words.replace_with(*pieces, NavigableString(stuck[end:]))


def unbroken(found: re.Match[str]) -> str:
    """A unit after a number is not broken at its strokes and hyphens.

    Examples
    --------
    >>> COMPOUND.sub(unbroken, "$0.75/GPU-hour").split(JOINER)
    ['$0.75/', 'GPU-', 'hour']
    """
    return found[1] + re.sub(r"(?<=[-/])", JOINER, found[2])


def charts(text: Tag) -> None:
    """Every live chart becomes its picture for print, and its title and legend one caption again."""
    for legend in text.select("figcaption .legend"):
        title = legend.find_previous(class_="caption-text")
        if isinstance(title, Tag):
            title.append(" ")
            for paragraph in legend.select("p"):
                title.extend([child.extract() for child in list(paragraph.children)])
        legend.decompose()
    for chart in text.select("div.chart"):
        still, view = chart.select_one("img.chart-still"), chart.select_one(".chart-view")
        if still is None or view is None:
            continue
        key = Path(str(still["src"])).name.removesuffix("-light.svg")
        picture = new("<img>")
        path = STILLS / f"{key}-print.svg"
        picture.attrs = {
            "src": address(path),
            "alt": str(view.get("aria-label") or ""),
            "class": "chart",
            "data-points": f"{min(width_of(path) * PIXEL, FULL):.1f}pt",
        }
        chart.replace_with(picture)


def address(path: Path) -> str:
    """A file as typst finds it from the project's folder, whose own name may hold what an address may not."""
    return f"/{path.relative_to(ROOT).as_posix()}"


def width_of(path: Path) -> float:
    """The width of a picture in pixels, which its first line says."""
    with path.open(encoding="utf-8") as file:
        found = re.search(r'\bwidth="([\d.]+)"', file.read(600))
    return float(found[1]) if found else FULL / PIXEL


def drawing(found: re.Match[str]) -> str:
    """A drawing that stands in the page itself becomes a file, since typst reads pictures from files."""
    svg = re.sub(r"var\(--[\w-]+, ([^()]+)\)", r"\1", found[0]).replace("sans-serif", "'Source Sans Pro'")
    words = re.search(r"<title[^>]*>(.*?)</title>", svg, re.DOTALL)
    path = STILLS / f"{hashlib.sha256(svg.encode()).hexdigest()[:16]}.svg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(svg, encoding="utf-8")
    return f'<p><img src="{address(path)}" alt="{words[1] if words else ""}"></p>'


def code(text: Tag) -> None:
    """Highlighted text becomes plain text."""
    for pre in text.select("div.highlight pre"):
        outer = pre.find_parent("div", class_=re.compile("^highlight-")) or pre
        plain = new("<pre><code></code></pre>")
        plain.contents[0].string = pre.get_text().rstrip("\n")  # type: ignore[attr-defined]
        outer.replace_with(plain)


def footnotes(text: Tag) -> None:
    """The text of a footnote moves to the place that refers to it."""
    notes = {str(note["id"]): note for note in text.select("aside.footnote[id]")}
    for reference in text.select("a.footnote-reference[href]"):
        note = notes.get(str(reference["href"]).lstrip("#"))
        if note is None:
            continue
        holder = new('<span class="footnote"></span>')
        for paragraph in note.find_all("p", recursive=False):
            holder.extend(BeautifulSoup(paragraph.decode_contents(), "html.parser").contents)
        reference.replace_with(holder)
    for tag in text.select("aside.footnote-list, hr.footnotes"):
        tag.decompose()


def terms(text: Tag) -> None:
    """Words that share a meaning stand in one line before it."""
    for term in text.select("dt + dt"):
        before = term.find_previous_sibling("dt")
        if isinstance(before, Tag):
            term.insert(0, before.get_text().removesuffix("#").strip() + ", ")
            before.decompose()


def formulas(text: Tag) -> None:
    """A formula is set from its own words and keeps its number beside it."""
    for picture in text.select("img.formula"):
        said = picture.find_next_sibling("span", class_="visually-hidden")
        if said:
            said.decompose()
        tex = str(picture["data-tex"])
        picture.replace_with(tex if picture.find_parent("div", class_="math") else rf"\({tex}\)")
    for formula in text.select("div.math"):
        number = formula.select_one(".eqno")
        formula["data-number"] = number.get_text().strip() if number else ""
        if number:
            number.decompose()
        tex = re.sub(r"^\\\[|\\\]$", "", formula.get_text().strip())
        tex = tex.replace(r"\;", r"\,\,")  # pandoc leaves no space for it
        tex = tex.replace(r"\begin{split}", r"\begin{aligned}").replace(r"\end{split}", r"\end{aligned}")
        formula.string = rf"\[{tex}\]"
        margin_note(formula)
        before = formula.find_previous_sibling()
        if isinstance(before, Tag) and before.name == "p":
            before.wrap(new('<div data-call="leads-on"></div>'))


def margin_note(formula: Tag) -> None:
    """What computes a formula is said beside it."""
    said = formula.find_next_sibling()
    if isinstance(said, Tag) and said.name == "p" and said.get_text().startswith("Computed by"):
        for name in said.select("code"):
            short = name.get_text().removeprefix("analysis.models.").replace(".", ".\u200b").replace("_", "_\u200b")
            name.replace_with(short)
        note = new('<div data-call="margin-note"></div>')
        note.append(said.extract())
        formula.insert_after(note)


def unfold(text: Tag) -> None:
    """On paper nothing folds: a fold is opened, or becomes a box."""
    for fold in text.select("details.inputs"):
        if fold.summary:
            fold.summary.decompose()
        fold.unwrap()
    for fold in text.select("details.needs"):  # what stood on the fold is the title
        if fold.summary:
            fold.summary.name = "p"
            fold.p.string.wrap(BeautifulSoup("", "html.parser").new_tag("strong"))  # type: ignore[union-attr]
        fold.unwrap()
    for fold in text.select("details"):
        fold.name, fold["class"] = "div", "admonition"
        if fold.summary:
            fold.summary.name = "p"
            fold.p["class"] = "admonition-title"  # type: ignore[index]


def boxes(text: Tag) -> None:
    """Admonitions, margin notes and what folds on a screen become boxes with a kind and a title."""
    for note in text.select("aside.margin, aside.sidebar"):
        title = note.select_one("p.sidebar-title")
        if title is not None and not title.get_text(strip=True):
            title.decompose()
        note.name, note.attrs = "div", {"data-call": "margin-note"}
    unfold(text)
    for box in text.select("div.admonition"):
        title = box.find(class_="admonition-title", recursive=False)
        kinds = [name for name in classes(box) if name not in ("admonition", "verdict")]
        box["data-box-kind"] = kinds[0] if kinds else "note"
        box["data-box-title"] = words_of(title) if isinstance(title, Tag) else ""
        box["class"] = "box"
        if isinstance(title, Tag):
            title.decompose()


def words_of(title: Tag) -> str:
    """The words of a title as they stand on the page: no space before a comma that follows a mark."""
    return " ".join(title.get_text().split())


def records(text: Tag) -> None:
    """A record is printed with its value, its range, its kind and its source; the site says the rest of it."""
    for record in text.select('p[id^="record-"]'):
        cited = record.select_one("span.bibtex-citation")
        for tag in record.select("code"):
            tag.decompose()
        if cited is not None:
            for after in list(cited.next_siblings):
                after.extract()
        html = re.sub(r",? range –(?: \([^)]*\))?,", ",", record.decode_contents())
        html = re.sub(r"</strong>,\s*:\s*<strong>", "</strong> ", re.sub(r",\s+as of ", ", ", html), count=1)
        record.replace_with(new(f'<div data-call="record" id="{record["id"]}"><p>{html}</p></div>'))


def claims(text: Tag) -> None:
    """A claim has its sentence, the place and the verdicts, what is computed, and what there is to say."""
    for claim in text.select('p[id^="claim-"]'):
        title, *lines = claim.decode_contents().split("\n")
        known = [line for line in lines if re.match(r"Chapter \d|<strong>|Stated:|Computed", line)]
        said = [line for line in lines if line not in known]
        box = new(
            f'<div data-call="claim" id="{claim["id"]}">'
            f'<div data-call="claim-title"><p>{re.sub("</?strong>", "", title)}</p></div>'
            f'<div data-call="claim-known"><p>{" ".join(known)}</p></div><p>{" ".join(said)}</p></div>'
        )
        claim.replace_with(box)


def tables(text: Tag) -> None:
    """Cells lose their inner paragraphs, numerals stay to the right, columns share the width by what they hold."""
    for table in text.select("table"):
        for cell in table.select("td, th"):
            for side in ("left", "right", "center"):
                if f"text-{side}" in classes(cell):
                    cell["style"] = f"text-align: {side}"
            paragraphs = cell.find_all("p", recursive=False)
            if len(paragraphs) == 1:
                paragraphs[0].unwrap()
        rows = [row.find_all(["td", "th"]) for row in table.select("tr")]
        columns = list(zip(*(row for row in rows if len(row) == len(rows[0])), strict=True)) if rows else []
        words = [[cell.get_text(" ", strip=True) for cell in column] for column in columns]
        natural = sum(max(map(len, column)) + BETWEEN for column in words)
        widths = shares(words) if natural > WITH_MARGIN else [max(map(len, column)) for column in words]
        table.attrs = {key: value for key, value in table.attrs.items() if key == "id"}
        if natural > WITH_MARGIN:
            table["data-columns"] = ", ".join(f"{width + BETWEEN:.1f}fr" for width in widths)
        if natural > IN_TEXT:
            table["data-wide"] = "1"
        if lines(words, widths) <= WHOLE:
            table["data-whole"] = "1"
    for holder in text.select("div.pst-scrollable-table-container"):
        holder.unwrap()


def shares(words: list[list[str]]) -> list[int]:
    """The widths of a table's columns in characters, such that the table is low and no word is broken.

    Each column begins with its longest word; what is left goes, two characters at a time, to the column that makes
    the rows lowest.

    Examples
    --------
    >>> shares([["a", "bb " * 80], ["c", "dd " * 20]])
    [85, 23]
    """
    room = int(WITH_MARGIN - BETWEEN * len(words))
    for longest in (NUMBER, SHORT):  # where long numbers leave no room for words, they stand apart from their units
        widths = [max(len(word) for cell in column for word in in_pieces(cell, longest)) + 1 for column in words]
        if sum(widths) + FOR_WORDS <= room:
            break
    rows = list(zip(*[[len(cell) for cell in column] for column in words], strict=True))
    left = room - sum(widths)
    while left > 0:
        tallest = [max(range(len(row)), key=lambda place: row[place] / widths[place]) for row in rows]
        gains = [0.0] * len(widths)
        for row, place in zip(rows, tallest, strict=True):
            gains[place] += row[place] / widths[place] - row[place] / (widths[place] + 2)
        widths[gains.index(max(gains))] += 2
        left -= 2
    return widths


def in_pieces(cell: str, number: int = NUMBER) -> list[str]:
    """What of a cell should not be broken: its words, or all of it when it is short or a number with its unit.

    Examples
    --------
    >>> in_pieces("$10–50 billion/GW-year"), in_pieces("kilowatts of an hour-long run")
    (['$10–50 billion/GW-year'], ['kilowatts', 'of', 'an', 'hour', 'long', 'run'])
    """
    begins_with_number = re.match(r"[$−\d]", cell)
    longest = number if begins_with_number else SHORT
    return [cell] if len(cell) <= longest else re.split(r"\s" if begins_with_number else r"[\s/-]", cell)


def lines(words: list[list[str]], widths: list[int]) -> int:
    """About how many lines a table is high.

    Examples
    --------
    >>> lines([["a", "b", "c"], ["d", "e" * 50, "f"]], [1, 25])
    4
    """
    rows = zip(*words, strict=True)
    return sum(max(-(-len(cell) // width) for cell, width in zip(row, widths, strict=True)) or 1 for row in rows)


def citations(text: Tag) -> None:
    """No labels, since citations give author and year; the name of a site may be broken at a dot."""
    for entry in text.select("div.citation"):
        label = entry.select_one("span.label")
        if label:
            label.decompose()
    for mark in text.select("span.bibtex-citation"):
        for words in mark.find_all(string=re.compile(r"\w\.\w")):
            words.replace_with(re.sub(r"(?<=\w)\.(?=\w)", ".\u200b", str(words)))
        for link in mark.select("a"):
            link["class"] = "cited"
        mark.unwrap()


def whatifs(text: Tag) -> None:
    """A what-if is, on paper, a still of the base case: what comes out, its chart, and where the sliders stand."""
    for box in text.select("section.whatif"):
        title, verdict = (box.select_one(f".whatif-{name}") for name in ("title", "verdict"))
        rows = [[inside(cell) for cell in row.select("td")] for row in box.select("table.whatif-base tr")]
        numbers = zip(box.select("dl.whatif-numbers dt"), box.select("dl.whatif-numbers dd"), strict=True)
        outcomes = "".join(
            f'<span data-call="outcome"><strong>{said(value, "span")}</strong><br>{words(name)}'
            f"{said(value, 'small', '<br>')}</span>"
            for name, value in numbers
        )
        sliders = "; ".join(f"{row[0]} {row[1]}" for row in rows if len(row) == 2)
        for picture in box.select("img.chart"):
            del picture["data-points"]  # it is as wide as the box
        pictures = "".join(f"<p>{picture}</p>" for picture in box.select("img.chart"))
        still = new(
            '<div data-call="what-if">'
            f'<div data-call="what-if-title"><p>{inside(title) or "What if"}</p></div>'
            f"<p>{outcomes}</p>{pictures}<p>{inside(verdict)}</p>"
            f'<div data-call="what-if-caption"><p>At the base case: {sliders}.</p></div></div>'
        )
        box.replace_with(still)


def words(name: Tag) -> str:
    """The name of a number, without the button that stands before it on the site."""
    return html.escape(name.get_text().strip())


def said(value: Tag, kind: str, before: str = "") -> str:
    """The number itself, or its range, which stand in one cell on the site."""
    part = value.select_one(kind)
    if part is None:
        return inside(value) if kind == "span" else ""
    return f"{before}{inside(part)}" if inside(part) else ""


def inside(tag: Tag | None) -> str:
    """What stands in a tag, as HTML."""
    return tag.decode_contents().strip() if tag is not None else ""


def headings(text: Tag) -> None:
    """A heading carries the id of its section and its number apart from its words."""
    for section in text.select("section[id]"):
        heading = section.find(re.compile("^h[1-6]$"), recursive=False)
        if isinstance(heading, Tag):
            heading["id"] = section["id"]
            number = heading.select_one("span.section-number")
            if number:
                heading["data-number"] = number.get_text().strip().rstrip(".")
                number.decompose()


def labels(text: Tag) -> dict[str, str]:
    """For every id of the page the id that will stand in the book: its own, or that of what it stands in."""
    kept = {str(tag["id"]) for tag in text.select(LABELLED)}
    names = {name: name for name in kept}
    for tag in text.select("[id]"):
        name = str(tag["id"])
        if name not in kept:
            around = next((str(up["id"]) for up in tag.parents if isinstance(up, Tag) and up.get("id") in kept), None)
            section = tag.find_parent("section")
            fallback = str(section["id"]) if isinstance(section, Tag) and section.get("id") in kept else None
            inside = around or fallback
            if inside:
                names[name] = inside
    return names


def links(text: Tag, page: str, printed: Collection[str], names: dict[str, str], edition: Edition = "report") -> None:
    """Links within the book lead to its pages, links outside stay, all others are only words."""
    for link in text.select("a[href]"):
        href = unquote(str(link["href"]))
        if re.match(r"[a-z]+:", href):
            continue
        file, _, fragment = href.partition("#")
        target = (
            posixpath.normpath(posixpath.join(posixpath.dirname(page), file)).removesuffix(".html") if file else page
        )
        if target == page and fragment in names:
            link["href"] = "#" + prefix(page) + names[fragment]
        elif target != page and target in printed:
            link["href"] = f"#{prefix(target)}{fragment}"
        else:
            place = elsewhere(link, target, fragment, page) if edition == "report" else ""
            if place:  # in brackets, or behind a comma where it stands in brackets already
                link.insert_after(f", {place}" if str(link.next_sibling or "").startswith(")") else f" ({place})")
            link.unwrap()


def elsewhere(link: Tag, target: str, fragment: str, page: str) -> str:
    """In which file a reader of the report finds what a link leads to, empty where words do: for numbers and code."""
    if target == page:
        return "technical appendix" if re.fullmatch(r"Tables? [\d.]+", link.get_text()) else ""
    if (
        not target.startswith("reference/")
        or target.startswith("reference/api")
        or link.find("code")
        or "number" in classes(link)
        or link.find_parent("td")
    ):
        return ""
    appendix = {name for part in contents.parts("appendix") for name in part.pages}
    return "technical appendix" if target in appendix else "on the site"
