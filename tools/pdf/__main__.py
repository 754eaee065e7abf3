"""Make the PDF from the built site: clean each page, let pandoc read it, let typst set it."""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import json
import os
import re
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pypandoc
import typst

from tools.guard import alone, ending
from tools.pages import ROOT
from tools.pdf import clean, contents
from tools.pdf.contents import HERE, Part
from tools.progress import step
from tools.site import BUILD, HTML, PDF, build, is_whole, source_date

READER = "html+tex_math_single_backslash"
TITLE = re.compile(
    r'#heading\(level: 2(?:, numbering: \(\.\.\) => "(?P<number>[^"]+)")?\)'
    r'\[(?P<words>.*?)\] #label\("(?P<label>[^"]+)"\)'
)
LABEL = re.compile(r'#label\("([^"]+)"\)')
LINK = re.compile(r'#(to|cited)\("([^"]+)"\)')
ENTRY = re.compile(r'#entry\("([^"]+)"\)\[.*?\] #label\("\1"\)\n*', re.DOTALL)
SOURCES = "reference/sources"
NUMBER = re.compile(r"([IVX]+) · ")


def body(html: str) -> str:
    """A cleaned page as typst."""
    arguments = ["--wrap=none", f"--lua-filter={HERE / 'filter.lua'}"]
    return str(pypandoc.convert_text(html, "typst", format=READER, extra_args=arguments))


def typeset(page: str, printed: frozenset[str]) -> str:
    """A page of the site as typst."""
    html = (HTML / f"{page}.html").read_text(encoding="utf-8")
    return body(clean.clean(page, html, printed, contents.settings()["sections_left_out"].get(page, ())))


def bodies(pages: list[str]) -> dict[str, str]:
    """Every page as typst; several are made at a time, the long ones first."""
    longest_first = sorted(pages, key=lambda page: -(HTML / f"{page}.html").stat().st_size)
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(pages))) as pool:
        begun = {page: pool.submit(typeset, page, frozenset(pages)) for page in longest_first}
        return settle({page: begun[page].result() for page in pages})


def settle(texts: dict[str, str]) -> dict[str, str]:
    """Links can be settled when all pages are known: one that leads nowhere leads to its page's title, or is words."""
    labels = {label for text in texts.values() for label in LABEL.findall(text)}
    titles = {clean.prefix(page): found["label"] for page, text in texts.items() if (found := TITLE.search(text))}

    def settled(found: re.Match[str]) -> str:
        name = found[2]
        title = titles.get(name.partition("--")[0] + "--")
        return found[0] if name in labels else f'#to("{title}")' if title else "#only-words"

    return {page: LINK.sub(settled, text) for page, text in texts.items()}


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


def dressed(page: str, text: str, *, first: bool = False) -> str:
    """A page with what the settings say of it: a sentence more under its heading, two columns, small type."""
    about = contents.settings()
    style = "two-columns" * (page in about["two_columns"]) + "small-columns" * (page in about["small"])
    said = about["says"].get(page, "")
    heading, _, rest = text.partition("\n")
    columns = f"#{style}[\n{rest}\n]" if style else rest
    sheet = "false" if first or page in about["run_on"] else "true"  # whether its heading begins a new sheet
    return f"#new-sheet.update({sheet})\n{heading}\n\n{said}\n\n{columns}\n#place.flush()"


def version() -> str:
    """The version of the report, as it asks to be cited."""
    found = re.search(r"(?m)^version: (\S+)", (ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    return found[1] if found else ""


def source(parts: list[Part], texts: dict[str, str], *, whole: bool = True) -> str:
    """The whole book as one typst text."""
    about = contents.settings()
    date = datetime.datetime.fromtimestamp(int(source_date()), tz=datetime.UTC)
    cite = f"{about['author']}: {about['title']}. Version {version()}, {date:%Y}. {about['licence']}"
    fields = {key: about[key] for key in ("title", "subtitle", "author", "description", "keywords", "licence")}
    fields |= {"whole": whole, "imprinted": [[*pair] for pair in {**about["imprint"], "How to cite it": cite}.items()]}
    values = ", ".join(f"{key}: {as_typst(value)}" for key, value in fields.items())
    lines = [
        f'#import "{clean.address(HERE / "book.typ")}": *',
        f"#show: book.with({values}, date: datetime(year: {date.year}, month: {date.month}, day: {date.day}))",
    ]
    for part in parts:
        if part.title:
            lines.append(opening(part, texts))
        pages = [dressed(page, texts[page], first=not whole and page != SOURCES) for page in part.pages]
        lines += ["#reference[", *pages, "]"] if part.back else pages
    return "\n\n".join(lines) + "\n"


def as_typst(value: str | bool | list[Any]) -> str:
    """A value as typst writes it.

    Examples
    --------
    >>> as_typst(["a", True])
    '("a", true, )'
    """
    if isinstance(value, list):
        return "(" + "".join(f"{as_typst(each)}, " for each in value) + ")"
    return json.dumps(value, ensure_ascii=False)


def fonts() -> list[Path]:
    """The folder of the sans serif; the serif and the mathematical fonts come with typst."""
    package = importlib.util.find_spec("font_source_sans_pro")
    return [Path(package.origin).parent / "files"] if package and package.origin else []


def on_its_own(name: str) -> tuple[list[Part], dict[str, str]]:
    """One page by the beginning of its name, and of the sources those that it cites."""
    page = next((page for part in contents.parts() for page in part.pages if Path(page).stem.startswith(name)), None)
    if page is None:
        raise SystemExit(f"no printed page starts with {name!r}: name a chapter by its number, such as 07")
    texts = bodies([page, SOURCES])
    cited = set(re.findall(r'#cited\("([^"]+)"\)', texts[page]))
    texts[SOURCES] = ENTRY.sub(lambda entry: entry[0] if entry[1] in cited else "", texts[SOURCES])
    return [Part("", False, (page,)), Part("", False, (SOURCES,), back=True)], texts


def make(target: Path, only: str = "") -> None:
    """Write the PDF."""
    if only:
        parts, texts = on_its_own(only)
    else:
        parts = contents.parts()
        texts = bodies([page for part in parts for page in (*part.pages, *[part.opening] * bool(part.opening))])
        first = parts[0].pages[0]
        texts[first] = TITLE.sub(
            lambda found: found[0].replace(found["words"], contents.settings()["summary"], 1), texts[first], 1
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    text = source(parts, texts, whole=not only).encode()
    target.with_suffix(".typ").write_bytes(text)
    pdf = typst.compile(  # type: ignore[misc]  # its types want the text and the root alike
        text,
        root=ROOT,
        font_paths=fonts(),
        ignore_system_fonts=True,
        timestamp=int(source_date()),
        pdf_standards=["ua-1"],
    )
    draft = target.with_suffix(".new")
    draft.write_bytes(pdf)
    draft.replace(target)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", help="some chapters only, each as a PDF of its own, by their numbers")
    chosen = parser.parse_args().pages
    with alone(BUILD, "site"):
        if not is_whole():
            build()
        for page in chosen or [""]:
            target = PDF.with_name(f"{page}.pdf") if page else PDF
            with step(f"setting {target.relative_to(ROOT)}"):
                make(target, page)


if __name__ == "__main__":
    ending(main)
