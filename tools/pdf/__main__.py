"""Make the PDFs from the built site: clean each page, let pandoc read it, let typst set it.

Three files come from one source: the report, a brief of two pages, and a technical appendix.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import importlib.util
import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pypandoc
import pypdfium2
import typst

from tools.guard import exclusive_lock, run_command
from tools.pages import ROOT
from tools.pdf import clean, contents
from tools.pdf.contents import HERE, Part
from tools.progress import step
from tools.site import BUILD, HTML, PDF, build, is_whole, publish_pdfs, source_date

READER = "html+tex_math_single_backslash"
TITLE = re.compile(
    r'#heading\(level: 2(?:, numbering: \(\.\.\) => "(?P<number>[^"]+)")?\)'
    r'\[(?P<words>.*?)\] #label\("(?P<label>[^"]+)"\)'
)
LABEL = re.compile(r'#label\("([^"]+)"\)')
LINK = re.compile(r'#(to|cited)\("([^"]+)"\)(\[[^\[\]]*\]|)')
ENTRY = re.compile(r'#entry\("([^"]+)"\)\[.*?\] #label\("\1"\)\n*', re.DOTALL)
SOURCES = "reference/sources"
VISITED = re.compile(r" \(visited on (\d{4}-\d\d-\d\d)\)")
CITED = re.compile(r'#cited\("([^"]+)"\)')
BRIEF = 2  # pages
LEVEL = re.compile(r"heading\(level: (\d)")
TITLE_BLOCK = re.compile(r"^#\[#heading\(level: 2.*\n")
NUMBER = re.compile(r"([IVX]+) · ")


def body(html: str) -> str:
    """A cleaned page as typst."""
    arguments = ["--wrap=none", f"--lua-filter={HERE / 'filter.lua'}"]
    return str(pypandoc.convert_text(html, "typst-smart", format=READER, extra_args=arguments))


def typeset(page: str, printed: frozenset[str], edition: str) -> str:
    """A page of the site as typst."""
    html = (HTML / f"{page}.html").read_text(encoding="utf-8")
    about = contents.settings()
    chapter = page.startswith("chapters/")
    left_out = [*about["sections_left_out"].get(page, ())]
    left_out += about.get(edition, {}).get("left_out", []) if chapter or edition == "brief" else []
    cuts: dict[str, clean.Edition] = {"appendix": "inputs", "brief": "summary"}
    cut: clean.Edition = "whole" if edition == "whole" else "report"
    cut = cuts.get(edition, cut) if chapter else cut
    return body(clean.clean(page, html, printed, left_out, cut, edition == "brief"))


def bodies(pages: list[str], edition: str) -> dict[str, str]:
    """Every page as typst; several are made at a time, the long ones first."""
    longest_first = sorted(pages, key=lambda page: -(HTML / f"{page}.html").stat().st_size)
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(pages))) as pool:
        begun = {page: pool.submit(typeset, page, frozenset(pages), edition) for page in longest_first}
        made = {page: begun[page].result() for page in pages}
    if edition == "appendix":  # a chapter without a table of inputs has no page in it
        made = {page: text for page, text in made.items() if not page.startswith("chapters/") or "table(" in text}
    return resolve_links(made)


def resolve_links(texts: dict[str, str]) -> dict[str, str]:
    """Links can be settled when all pages are known: one that leads nowhere leads to its page's title, or is words."""
    labels = {label for text in texts.values() for label in LABEL.findall(text)}
    titles = {clean.prefix(page): found["label"] for page, text in texts.items() if (found := TITLE.search(text))}

    def resolved(found: re.Match[str]) -> str:
        name, words = found[2], found[3]
        title = titles.get(name.partition("--")[0] + "--")
        if name in labels:
            return found[0]
        if re.fullmatch(r"\[(?:Table|Tables) [\d.]+\]", words):  # a table of inputs
            return f'#elsewhere("technical appendix"){words}'
        return (f'#to("{title}")' if title else "#only-words") + words

    return {page: LINK.sub(resolved, text) for page, text in texts.items()}


def opening(part: Part, texts: dict[str, str]) -> str:
    """The call that makes a part's first page: its title, what it is about, and its chapters with their pages."""
    chapters = []
    for page in part.pages:
        found = TITLE.search(texts[page])
        if found:
            chapters.append(f'("{found["label"]}", "{found["number"] or ""}", [{found["words"]}])')
    heading, _, words = texts.get(part.opening, "").partition("\n")
    label = TITLE.search(heading)
    number = NUMBER.match(part.title)
    title = json.dumps(part.title[number.end() :] if number else part.title, ensure_ascii=False)
    listed = "".join(f"{chapter}, " for chapter in chapters)
    name = json.dumps(label["label"] if label else "")
    return f'#part("{number[1] if number else ""}", {title}, ({listed}), name: {name})[{words}]\n'


def styled(page: str, text: str, *, first: bool = False) -> str:
    """A page with what the settings say of it: a sentence more under its heading, two columns, small type."""
    about = contents.settings()["pages"]
    style = "two-columns" * (page in about["two_columns"]) + "small-columns" * (page in about["small"])
    said = contents.settings()["says"].get(page, "")
    heading, _, rest = text.partition("\n")
    columns = f"#{style}[\n{rest}\n]" if style else rest
    sheet = "false" if first or page in about["run_on"] else "true"  # whether its heading begins a new sheet
    return f"#new-sheet.update({sheet})\n{heading}\n\n{said}\n\n{columns}\n#place.flush()"


def version() -> str:
    """The version of the report, as it asks to be cited."""
    found = re.search(r"(?m)^version: (\S+)", (ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    return found[1] if found else ""


def source(parts: list[Part], texts: dict[str, str], edition: str = "report") -> str:
    """A whole edition as one typst text."""
    about = contents.settings()
    about |= {key: words for key, words in about.get(edition, {}).items() if key in ("title", "subtitle")}
    date = datetime.datetime.fromtimestamp(int(source_date()), tz=datetime.UTC)
    cite = f"{about['author']}: {contents.settings()['title']}. Version {version()}, {date:%Y}. {about['licence']}"
    fields = {key: about[key] for key in ("title", "subtitle", "author", "description", "keywords", "licence")}
    if edition == "brief":
        fields["size"] = 0.0  # what fits is found by trying
    else:
        whole, imprint = edition != "page", {**about["imprint"], "How to cite it": cite}
        fields |= {"whole": whole, "figures": False, "imprinted": [[*pair] for pair in imprint.items()]}
    values = ", ".join(f"{key}: {as_typst(value)}" for key, value in fields.items())
    look = "brief" if edition == "brief" else "book"
    lines = [
        f'#import "{clean.address(HERE / "book.typ")}": *',
        f"#show: {look}.with({values}, date: datetime(year: {date.year}, month: {date.month}, day: {date.day}))",
    ]
    if edition == "brief":
        return "\n\n".join([*lines, *(texts[page] for part in parts for page in part.pages)]) + "\n"
    for part in parts:
        if part.title:
            lines.append(opening(part, texts))
        pages = [styled(page, texts[page], first=edition == "page" and page != SOURCES) for page in part.pages]
        lines += ["#reference[", *pages, "]"] if part.back else pages
    return "\n\n".join(lines) + "\n"


def as_typst(value: str | bool | float | list[Any]) -> str:
    """A value as typst writes it.

    Examples
    --------
    >>> as_typst(["a", True])
    '("a", true, )'
    """
    if isinstance(value, float):
        return f"{value}pt"
    if isinstance(value, list):
        return "(" + "".join(f"{as_typst(each)}, " for each in value) + ")"
    return json.dumps(value, ensure_ascii=False)


def fonts() -> list[Path]:
    """The folder of the sans serif; the serif and the mathematical fonts come with typst."""
    package = importlib.util.find_spec("font_source_sans_pro")
    return [Path(package.origin).parent / "files"] if package and package.origin else []


def cited_only(texts: dict[str, str]) -> None:
    """Keep of the sources those that a text cites."""
    cited = {name for page, text in texts.items() if page != SOURCES for name in CITED.findall(text)}
    texts[SOURCES] = visited_once(ENTRY.sub(lambda entry: entry[0] if entry[1] in cited else "", texts[SOURCES]))


def visited_once(sources: str) -> str:
    """Say once for all sources when their addresses were visited, and leave out that an address is one."""
    days = sorted(datetime.date.fromisoformat(day) for day in VISITED.findall(sources))
    if not days:
        return sources
    first, last = (f"{day.day} {day:%B %Y}" for day in (days[0], days[-1]))
    when = f"on {first}" if first == last else f"from {first} to {last}"
    entries = VISITED.sub("", sources).replace("URL: #link", "#link")
    return entries.replace("#entry", f"Addresses were visited {when}.\n\n#entry", 1)


def on_its_own(name: str) -> tuple[list[Part], dict[str, str]]:
    """One page by the beginning of its name, and of the sources those that it cites."""
    known = [page for edition in ("report", "appendix") for part in contents.parts(edition) for page in part.pages]
    page = next((page for page in known if Path(page).stem.startswith(name)), None)
    if page is None:
        raise SystemExit(f"no printed page starts with {name!r}: name a chapter by its number, such as 07")
    texts = bodies([page, SOURCES], "whole")
    cited_only(texts)
    return [Part("", False, (page,)), Part("", False, (SOURCES,), back=True)], texts


def report() -> str:
    """What is argued, with the sources that it cites."""
    parts = contents.parts("report")
    texts = bodies([page for part in parts for page in (*part.pages, *[part.opening] * bool(part.opening))], "report")
    cited_only(texts)
    first = parts[0].pages[0]
    texts[first] = TITLE.sub(
        lambda found: found[0].replace(found["words"], contents.settings()["summary"], 1), texts[first], 1
    )
    return source(parts, texts, "report")


def appendix() -> str:
    """What the report rests on."""
    parts = contents.parts("appendix")
    texts = bodies([page for part in parts for page in part.pages], "appendix")
    inputs = tuple(page for page in parts[0].pages if page in texts)
    return source([dataclasses.replace(parts[0], pages=inputs), *parts[1:]], texts, "appendix")


def brief() -> Iterator[str]:
    """The first page of the site, in smaller and smaller type."""
    first, *others = contents.parts("report")
    chapters = [page for part in others for page in part.pages if page.startswith("chapters/")]
    texts = bodies([*first.pages, *chapters], "brief")
    text = TITLE_BLOCK.sub("", texts[first.pages[0]], 1)
    head = f"#heading(level: 2)[{contents.settings()['brief']['chapters']}]"
    page = "\n\n".join(
        [LEVEL.sub(lambda found: f"heading(level: {int(found[1]) - 1}", text), head, "#columns(2, gutter: 6mm)["]
        + [texts[chapter] for chapter in chapters]
        + ["]"]
    )
    texts = {first.pages[0]: page}
    for size in contents.settings()["brief"]["sizes"]:
        text = source([first], texts, "brief").replace("placement: auto", "placement: none")  # two pages read in order
        yield text.replace("size: 0.0pt", f"size: {size}pt", 1)


def compiled(text: str, target: Path) -> None:
    """Write what typst makes of a text."""
    target.parent.mkdir(parents=True, exist_ok=True)
    program = target.with_suffix(".typ")
    program.write_text(text, encoding="utf-8")
    pdf = typst.compile(  # type: ignore[misc]  # its types want the text and the root alike
        text.encode(),
        root=ROOT,
        font_paths=fonts(),
        ignore_system_fonts=True,
        timestamp=int(source_date()),
        pdf_standards=["ua-1"],
    )
    draft = target.with_suffix(".new")
    draft.write_bytes(pdf)
    draft.replace(target)


def sheets(target: Path) -> int:
    """How many pages a PDF has."""
    return len(pypdfium2.PdfDocument(target.read_bytes()))


def make(target: Path, edition: str) -> None:
    """Write one edition, or one page on its own."""
    if edition == "brief":
        for text in brief():
            compiled(text, target)
            if sheets(target) <= BRIEF:
                return
        raise SystemExit(f"the brief does not fit on {BRIEF} pages: leave out more sections of it in settings.toml")
    if edition in MADE:
        compiled(MADE[edition](), target)
    else:
        compiled(source(*on_its_own(edition), "page"), target)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", help="report, brief or appendix; or single chapters by their numbers")
    chosen = parser.parse_args().pages or ["report", "brief", "appendix"]
    with exclusive_lock(BUILD, "site"):
        if not is_whole():
            build()
        for name in chosen:
            target = PDF if name == "report" else PDF.with_stem(f"{PDF.stem}-{name}")
            with step(f"setting {target.relative_to(ROOT)}"):
                make(target, name)
        publish_pdfs()


MADE = {"report": report, "appendix": appendix}

if __name__ == "__main__":
    run_command(main)
