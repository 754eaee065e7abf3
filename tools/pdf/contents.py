"""Which pages are printed, in which order and in which parts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.pages import ROOT

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Part:
    """A heading of the table of contents and the pages under it, named by their addresses without the ending."""

    title: str
    numbered: bool
    pages: tuple[str, ...]
    opening: str = ""  # the page whose text stands on the part's first page
    back: bool = False  # what stands after the chapters, over the whole width


def settings() -> dict[str, Any]:
    """What the title page says."""
    return tomllib.loads((HERE / "settings.toml").read_text(encoding="utf-8"))


def address(file: str) -> str:
    """The address of a source on the site: the folder `book` is not part of it."""
    return file.removeprefix("book/")


def parts(edition: str = "report") -> list[Part]:
    """The parts of an edition in reading order; the report's first one, without a title, holds the first page."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    about = settings()
    left_out = set(about["pages"]["site_only"])
    chapters, back = [Part("", False, (address(toc["root"]),))], []
    for part in toc["parts"]:
        pages = tuple(address(chapter["file"]) for chapter in part["chapters"] if "file" in chapter)
        kept = tuple(page for page in pages if page not in left_out)
        title, numbered, before = part.get("caption", ""), bool(part.get("numbered")), chapters[-1]
        if kept and not title and before.title and not before.numbered and len(before.pages) == 1:
            chapters[-1] = Part(before.title, numbered, kept, opening=before.pages[0])
        elif kept and title and not numbered and all(page.startswith("reference/") for page in kept):
            back.append(Part(title, numbered, kept, back=True))
        elif kept:
            chapters.append(Part(title, numbered, kept))
    if edition == "report":
        return [*chapters, Part("", False, tuple(about["report"]["back"]), back=True)]
    inputs = tuple(page for part in chapters for page in part.pages if page.startswith("chapters/"))
    return [Part(about["appendix"]["inputs"], True, inputs, back=True), *back]
