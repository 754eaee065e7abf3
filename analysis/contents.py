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


def chapters(folder: Path = TEXT) -> list[Chapter]:
    """List the chapters in order; none where the book is not at hand."""
    found = []
    for file in sorted(folder.glob("[0-9][0-9]-*.md")):
        heading = re.search(r"^# (.+)$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        if heading:
            found.append(Chapter(int(file.name[:2]), file.stem, heading[1].strip()))
    return found
