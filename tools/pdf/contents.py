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


def settings() -> dict[str, Any]:
    """What the title page says."""
    return tomllib.loads((HERE / "settings.toml").read_text(encoding="utf-8"))


def address(file: str) -> str:
    """The address of a source on the site: the folder `book` is not part of it."""
    return file.removeprefix("book/")


def parts() -> list[Part]:
    """The parts in reading order; the first one, without a title, holds the first page."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    left_out = set(settings()["site_only"])
    found = [Part("", False, (address(toc["root"]),))]
    for part in toc["parts"]:
        pages = tuple(address(chapter["file"]) for chapter in part["chapters"] if "file" in chapter)
        kept = tuple(page for page in pages if page not in left_out)
        if kept:
            found.append(Part(part.get("caption", ""), bool(part.get("numbered")), kept))
    return found
