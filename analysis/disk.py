"""The user's folder of caches, and files in it that are whole or not there; needs nothing of the library."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path


def caches() -> Path:
    """Give the user's folder of caches; a user without a home has one in which nothing can be kept."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    with suppress(RuntimeError):
        return Path(given) if given else Path.home() / ".cache"
    return Path(os.devnull)


def is_ours(place: Path) -> bool:
    """Whether a folder is this user's, and nobody else can write into it."""
    status = place.stat()
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def write_whole(file: Path, content: bytes) -> None:
    """Write a file at once or not at all, its digest in the first line."""
    partial = file.with_name(f"{file.name}.{os.getpid()}.partial")
    partial.write_bytes(_digest(content) + content)
    partial.replace(file)


def read_whole(file: Path) -> bytes | None:
    """Read what `write_whole` wrote; nothing where it is not as it was written."""
    digest, newline, content = file.read_bytes().partition(b"\n")
    return content if digest + newline == _digest(content) else None


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode() + b"\n"
