"""One page of the site as plain HTML for pandoc: what only a screen needs goes, every id becomes unique in the book."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from tools.pages import ROOT

STILLS = ROOT / "_build" / "stills"
SCREEN_ONLY = (
    "a.headerlink, button, input, script, style, nav, noscript, .chart-links, .screen-only, .toctree-wrapper, "
    ".tableofcontents-wrapper, div.cell_input, .cell_output > .stderr, .sd-summary-icon, .sd-summary-state-marker, "
    "#jb-print-docs-body"
)
LABELLED = "h1[id], h2[id], h3[id], h4[id], h5[id], figure[id], table[id], div.math[id], div.citation[id]"
DRAWING = re.compile(r'<svg\b[^>]*role="img".*?</svg>', re.DOTALL)
SENTENCE = 40  # characters from which a column takes the width that the others leave
WIDE = 4  # a table with more columns than this may reach into the margin


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
    return BeautifulSoup(html[start:end] + "</article>", "html.parser").article  # type: ignore[return-value]


def clean(page: str, html: str, printed: set[str]) -> str:
    """A page as pandoc shall read it."""
    text = article(DRAWING.sub(drawing, html))
    for tag in text.select(SCREEN_ONLY):
        tag.decompose()
    for term in text.select("a.term"):
        term.unwrap()
    charts(text)
    code(text)
    footnotes(text)
    formulas(text)
    boxes(text)
    whatifs(text)
    tables(text)
    citations(text)
    headings(text)
    names = labels(text)
    links(text, page, printed, names)
    for tag in text.select(LABELLED):
        tag["id"] = prefix(page) + str(tag["id"])
    for tag in text.select("section, span[id]:not([class])"):
        tag.unwrap()
    return str(text)


def charts(text: Tag) -> None:
    """Every live chart becomes its picture for print."""
    for chart in text.select("div.chart"):
        still, view = chart.select_one("img.chart-still"), chart.select_one(".chart-view")
        if still is None or view is None:
            continue
        key = Path(str(still["src"])).name.removesuffix("-light.svg")
        picture = BeautifulSoup("", "html.parser").new_tag("img")
        picture.attrs = {
            "src": str(STILLS / f"{key}-print.svg"),
            "alt": str(view.get("aria-label") or ""),
            "class": "chart",
        }
        chart.replace_with(picture)


def drawing(found: re.Match[str]) -> str:
    """A drawing that stands in the page itself becomes a file, since typst reads pictures from files."""
    svg = re.sub(r"var\(--[\w-]+, ([^()]+)\)", r"\1", found[0]).replace("sans-serif", "'Source Sans Pro'")
    words = re.search(r"<title[^>]*>(.*?)</title>", svg, re.DOTALL)
    path = STILLS / f"{hashlib.sha256(svg.encode()).hexdigest()[:16]}.svg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(svg, encoding="utf-8")
    return f'<p><img src="{path}" alt="{words[1] if words else ""}"></p>'


def code(text: Tag) -> None:
    """Highlighted text becomes plain text."""
    for pre in text.select("div.highlight pre"):
        outer = pre.find_parent("div", class_=re.compile("^highlight-")) or pre
        plain = BeautifulSoup("<pre><code></code></pre>", "html.parser").pre
        assert plain is not None
        assert plain.code is not None
        plain.code.string = pre.get_text().rstrip("\n")
        outer.replace_with(plain)


def footnotes(text: Tag) -> None:
    """The text of a footnote moves to the place that refers to it."""
    notes = {str(note["id"]): note for note in text.select("aside.footnote[id]")}
    for reference in text.select("a.footnote-reference[href]"):
        note = notes.get(str(reference["href"]).lstrip("#"))
        if note is None:
            continue
        holder = BeautifulSoup('<span class="footnote"></span>', "html.parser").span
        assert holder is not None
        for paragraph in note.find_all("p", recursive=False):
            holder.extend(BeautifulSoup(paragraph.decode_contents(), "html.parser").contents)
        reference.replace_with(holder)
    for tag in text.select("aside.footnote-list, hr.footnotes"):
        tag.decompose()


def formulas(text: Tag) -> None:
    """A formula keeps its number beside it."""
    for formula in text.select("div.math"):
        number = formula.select_one(".eqno")
        formula["data-number"] = number.get_text().strip() if number else ""
        if number:
            number.decompose()
        tex = re.sub(r"^\\\[|\\\]$", "", formula.get_text().strip())
        tex = tex.replace(r"\begin{split}", r"\begin{aligned}").replace(r"\end{split}", r"\end{aligned}")
        formula.string = rf"\[{tex}\]"


def boxes(text: Tag) -> None:
    """Admonitions, margin notes and what folds on a screen become boxes with a kind and a title."""
    for note in text.select("aside.margin, aside.sidebar"):
        title = note.select_one("p.sidebar-title")
        if title is not None and not title.get_text(strip=True):
            title.decompose()
        note.name, note["class"] = "div", "margin-note"
    for fold in text.select("details"):
        fold.name, fold["class"] = "div", "admonition"
        if fold.summary:
            fold.summary.name = "p"
            fold.p["class"] = "admonition-title"  # type: ignore[index]
    for box in text.select("div.admonition"):
        title = box.find(class_="admonition-title", recursive=False)
        kinds = [name for name in classes(box) if name not in ("admonition", "verdict")]
        box["data-box-kind"] = kinds[0] if kinds else "note"
        box["data-box-title"] = title.get_text(" ", strip=True) if isinstance(title, Tag) else ""
        box["class"] = "box"
        if isinstance(title, Tag):
            title.decompose()


def tables(text: Tag) -> None:
    """Cells lose their inner paragraphs, numerals stay to the right, wide tables may use the margin."""
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
        longest = [max(len(cell.get_text(" ", strip=True)) for cell in column) for column in columns]
        widths = [
            "1fr" if most >= SENTENCE and "text-right" not in classes(column[-1]) else "auto"
            for most, column in zip(longest, columns, strict=True)
        ]
        if "1fr" in widths:
            table["data-columns"] = ", ".join(widths)
        if len(columns) > WIDE or sum(longest) > measure_of(widths):
            table["data-wide"] = "1"
    for holder in text.select("div.pst-scrollable-table-container"):
        holder.unwrap()


def measure_of(widths: list[str]) -> int:
    """The characters that fit beside the text: fewer where sentences share the line with other columns."""
    return 110 if "1fr" in widths and len(widths) > 2 else 190


def citations(text: Tag) -> None:
    """No labels, since citations give author and year; the name of a site may be broken at a dot."""
    for entry in text.select("div.citation"):
        label = entry.select_one("span.label")
        if label:
            label.decompose()
    for mark in text.select("span.bibtex-citation"):
        for words in mark.find_all(string=re.compile(r"\w\.\w")):
            words.replace_with(re.sub(r"(?<=\w)\.(?=\w)", ".\u200b", str(words)))
        mark.unwrap()


def whatifs(text: Tag) -> None:
    """A what-if is, on paper, a box with what goes in and what comes out; its chart says nothing without sliders."""
    for picture in text.select("section.whatif img.chart"):
        picture.decompose()
    for box in text.select("section.whatif"):
        outcomes = box.select_one("dl.whatif-numbers")
        rows = box.select_one("table.whatif-base tbody") or box.select_one("table.whatif-base")
        if outcomes is not None and rows is not None:
            for name, value in zip(outcomes.select("dt"), outcomes.select("dd"), strict=True):
                row = BeautifulSoup("<table><tr><td></td><td class='text-right'></td></tr></table>", "html.parser").tr
                assert row is not None
                first, second = row.find_all("td")
                first.append(BeautifulSoup(f"<em>{name.decode_contents()}</em>", "html.parser"))
                second.append(BeautifulSoup(f"<strong>{value.decode_contents()}</strong>", "html.parser"))
                rows.append(row)
            outcomes.decompose()
        title = box.select_one(".whatif-title")
        box.name, box["class"], box["data-box-kind"] = "div", "box", "what-if"
        box["data-box-title"] = title.get_text(" ", strip=True) if title else "What if"
        if title:
            title.decompose()


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


def links(text: Tag, page: str, printed: set[str], names: dict[str, str]) -> None:
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
            link.unwrap()


def settle(pages: Iterable[tuple[str, str]]) -> list[str]:
    """Links from page to page can be settled when all are known: one that leads nowhere leads to the page's title."""
    found = [(page, BeautifulSoup(html, "html.parser")) for page, html in pages]
    ids = {str(tag["id"]) for _, text in found for tag in text.select("[id]")}
    titles = {prefix(page): next((str(h["id"]) for h in text.select("h1[id]")), "") for page, text in found}
    for _, text in found:
        for link in text.select('a[href^="#"]'):
            name = str(link["href"])[1:]
            title = titles.get(name.partition("--")[0] + "--", "")
            if name in ids:
                continue
            if title:
                link["href"] = f"#{title}"
            else:
                link.unwrap()
    return [str(text) for _, text in found]
