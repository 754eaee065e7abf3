"""One name for everything that an answer rests on, and the folder of what is kept under it; loads nothing heavy."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from analysis.disk import caches, is_ours, read_whole, write_whole

PACKAGE = Path(__file__).parent
_IN_CHECKOUT = PACKAGE.parent / "book" / "references.bib"
REFERENCES = _IN_CHECKOUT if _IN_CHECKOUT.exists() else PACKAGE / "evidence" / "references.bib"
LIBRARIES = (  # that compute, read or write an answer
    *("numpy", "scipy", "numba", "pint", "pandas", "pydantic", "pybtex"),
    *("rich", "typer", "pyarrow", "xlsxwriter"),
)
SOURCES = (".py", ".toml", ".csv")


def folder() -> Path:
    """Give the folder of kept answers: one for each checkout, so that none clears away what another keeps."""
    checkout = hashlib.sha256(str(PACKAGE.resolve()).encode()).hexdigest()[:12]
    return caches() / "watts-tonnes-dollars" / checkout


@functools.cache
def state() -> str:
    """Give one short name for everything that an answer of the base rests on."""
    return state_now()


def state_now() -> str:
    """Give the same as the files are at this moment, which an edit while a command ran has changed."""
    total = hashlib.sha256(sys.version.encode())
    for library in LIBRARIES:
        total.update(f"{library} {_version(library)}".encode())
    files = sorted(f for f in PACKAGE.rglob("*") if f.suffix in SOURCES and f.parent.name != "snapshots")
    for file in [*files, REFERENCES]:
        total.update(str(file.relative_to(PACKAGE.parent)).encode())
        total.update(file.read_bytes())
    return total.hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:  # some are extras
        return "none"


def kept(room: str, name: str) -> bytes | None:
    """Give what is kept under a name, if it is as it was written and nobody else could have written it."""
    if os.environ.get("WTD_CACHE") == "off":
        return None
    with suppress(OSError, ValueError):
        file = _room(room) / name
        if is_ours(file.parent) and (content := read_whole(file)) is not None:
            os.utime(file)  # what is asked for was not the oldest
            return content
    return None


def keep(room: str, name: str, content: bytes, most: int | None = None) -> None:
    """Keep something under a name made of all that it rests on, whole or not at all.

    What this room of this checkout holds of another state of the report leaves, and the oldest beyond `most`.
    """
    if os.environ.get("WTD_CACHE") == "off":
        return
    with suppress(OSError):
        place = _room(room)
        if not place.is_dir():
            for old in place.parent.glob(f"{room}-*"):
                shutil.rmtree(old, ignore_errors=True)
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(place / name, content)
        if most is not None:
            for file in sorted(place.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)[most:]:
                file.unlink(missing_ok=True)


def _room(room: str) -> Path:
    return folder() / f"{room}-{state()}"
