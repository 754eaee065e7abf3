"""What the book holds: the chapters, their titles and files, read off their texts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
TEXT = ROOT / "book" / "text"


class Chapter(NamedTuple):
    """A chapter: its number, the name of its file, its title."""

    number: int
    name: str
    title: str


class PrintedPage(NamedTuple):
    """A page with calculations: its title and its address inside the book."""

    title: str
    address: str


_NUMBER = re.compile(r"\{n\}`([a-z0-9_.]+)`")
_TITLE = re.compile(r"^# (.+)$", flags=re.MULTILINE)


def pages_that_print(folder: Path = TEXT) -> dict[str, list[PrintedPage]]:
    """List for each number the pages whose text prints it."""
    found: dict[str, list[PrintedPage]] = {}
    for file in sorted(folder.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        title = _TITLE.search(text)
        inside = file.relative_to(folder).with_suffix(".ipynb")
        chapter = len(inside.parts) == 1 and inside.name[:1].isdigit()
        page = PrintedPage(title[1].strip() if title else file.stem, f"chapters/{inside}" if chapter else str(inside))
        for key in sorted(set(_NUMBER.findall(text))):
            found.setdefault(key, []).append(page)
    return found


def chapters(folder: Path = TEXT) -> list[Chapter]:
    """List the chapters in order; none where the book is not at hand."""
    found = []
    for file in sorted(folder.glob("[0-9][0-9]-*.md")):
        heading = _TITLE.search(file.read_text(encoding="utf-8"))
        if heading:
            found.append(Chapter(int(file.name[:2]), file.stem, heading[1].strip()))
    return found
