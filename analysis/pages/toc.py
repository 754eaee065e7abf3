"""What the book holds: the chapters, their titles and files, read off their texts."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
TEXT = ROOT / "book" / "text"
NOTEBOOK = "---\njupytext:"  # how a text begins that has calculations


class Chapter(NamedTuple):
    """A chapter: its number, the name of its file, its title."""

    number: int
    name: str
    title: str


class PrintedPage(NamedTuple):
    """A page with calculations: its title and its address inside the book."""

    title: str
    address: str

    @property
    def number(self) -> int:
        """The number of a chapter; 0 for any other page."""
        folder, _, name = self.address.partition("/")
        return int(name[:2]) if folder == "chapters" else 0

    @property
    def short(self) -> str:
        """The number of a chapter; the title of any other page."""
        return f"Chapter {self.number}" if self.number else self.title


_NUMBER = re.compile(r"\{n\}`([a-z0-9_.]+)`")
_KEY = re.compile(r'"([a-z0-9_]+\.[a-z0-9_]+)"')
_STUDY = re.compile(r'Page\(\s*"(\w+)"')
_TITLE = re.compile(r"^# (.+)$", flags=re.MULTILINE)


def pages_that_print() -> dict[str, list[PrintedPage]]:
    """List for each number the pages whose text prints it."""
    found: dict[str, list[PrintedPage]] = {}
    for file in sorted(TEXT.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        title = _TITLE.search(text)
        inside = file.relative_to(TEXT).with_suffix(".ipynb")
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


def studies(folder: Path = TEXT) -> dict[str, int]:
    """Give for each study the number of the chapter that it answers."""
    found = {}
    for file in sorted(folder.glob("[0-9][0-9]-*.md")):
        study = _STUDY.search(file.read_text(encoding="utf-8"))
        if study:
            found[study[1]] = int(file.name[:2])
    return found


def chapters_that_list(keys: Collection[str]) -> dict[str, set[int]]:
    """Give for each record the chapters whose text names it, in a table of inputs or a slider."""
    found: dict[str, set[int]] = {}
    for file in sorted(TEXT.glob("[0-9][0-9]-*.md")):
        for key in set(_KEY.findall(file.read_text(encoding="utf-8"))) & set(keys):
            found.setdefault(key, set()).add(int(file.name[:2]))
    return found
