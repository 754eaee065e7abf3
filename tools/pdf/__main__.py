"""Make the PDF from the built site: clean each page, let pandoc read it, let typst set it."""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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
NUMBER = re.compile(r"([IVX]+) · ")


def body(html: str) -> str:
    """A cleaned page as typst."""
    arguments = ["--wrap=none", f"--lua-filter={HERE / 'filter.lua'}"]
    text = str(pypandoc.convert_text(html, "typst", format=READER, extra_args=arguments))
    return text.replace("align(center)[#table(", "align(left)[#table(")


def bodies(pages: list[str]) -> dict[str, str]:
    """Every page as typst; pandoc runs for several at a time."""
    cleaned = [clean.clean(page, (HTML / f"{page}.html").read_text(encoding="utf-8"), set(pages)) for page in pages]
    settled = clean.settle(zip(pages, cleaned, strict=True))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(pages, pool.map(body, settled), strict=True))


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


def in_columns(page: str, text: str) -> str:
    """A page of many short entries in two columns, under its heading; one of very many in small type too."""
    about = contents.settings()
    style = "two-columns" * (page in about["two_columns"]) + "small-columns" * (page in about["small"])
    if not style:
        return text
    heading, _, rest = text.partition("\n")
    return f"{heading}\n#{style}[\n{rest}\n]"


def run_on(page: str) -> str:
    """Whether the page's heading begins a new sheet; those of short pages do not."""
    return "#new-sheet.update(false)\n" if page in contents.settings()["run_on"] else "#new-sheet.update(true)\n"


def source(parts: list[Part], texts: dict[str, str]) -> str:
    """The whole book as one typst text."""
    about = contents.settings()
    date = datetime.datetime.fromtimestamp(int(source_date()), tz=datetime.UTC)
    fields = {key: about[key] for key in ("title", "subtitle", "author", "description", "keywords", "licence")}
    values = ", ".join(
        f"{key}: {json.dumps(value, ensure_ascii=False) if isinstance(value, str) else typst_list(value)}"
        for key, value in fields.items()
    )
    lines = [
        f'#import "{(HERE / "book.typ").as_posix()}": *',
        f"#show: book.with({values}, date: datetime(year: {date.year}, month: {date.month}, day: {date.day}))",
    ]
    for part in parts:
        if part.title:
            lines.append(opening(part, texts))
        pages = [run_on(page) + in_columns(page, texts[page]) + "\n#place.flush()" for page in part.pages]
        lines += ["#reference[", *pages, "]"] if part.title and not part.numbered else pages
    return "\n\n".join(lines) + "\n"


def typst_list(words: list[str]) -> str:
    """A list of words as typst writes it."""
    return "(" + "".join(f"{json.dumps(word)}, " for word in words) + ")"


def fonts() -> list[Path]:
    """The folder of the sans serif; the serif and the mathematical fonts come with typst."""
    package = importlib.util.find_spec("font_source_sans_pro")
    return [Path(package.origin).parent / "files"] if package and package.origin else []


def make(target: Path, only: str = "") -> None:
    """Write the PDF."""
    parts = contents.parts()
    if only:
        page = next((p for part in parts for p in part.pages if Path(p).stem.startswith(only)), None)
        if page is None:
            raise SystemExit(f"no printed page starts with {only!r}")
        parts = [Part("", False, (page,))]
    texts = bodies([page for part in parts for page in (*part.pages, *[part.opening] * bool(part.opening))])
    target.parent.mkdir(parents=True, exist_ok=True)
    text = target.with_suffix(".typ")
    text.write_text(source(parts, texts), encoding="utf-8")
    pdf = typst.compile(
        text, root=Path("/"), font_paths=fonts(), ignore_system_fonts=True, timestamp=int(source_date())
    )
    draft = target.with_suffix(".new")
    draft.write_bytes(pdf)
    draft.replace(target)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", nargs="?", default="", help="one chapter only, by the beginning of its name")
    arguments = parser.parse_args()
    target = PDF.with_name(f"{arguments.page}.pdf") if arguments.page else PDF
    with alone(BUILD, "site"):
        if not is_whole():
            build()
        with step(f"setting {target.relative_to(ROOT)}"):
            make(target, arguments.page)


if __name__ == "__main__":
    ending(main)
