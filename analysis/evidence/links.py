"""Addresses in the evidence become links that a reader may follow, so only addresses of the web are let in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from analysis.evidence.errors import evidence_error

ADDRESS_FIELDS = frozenset(
    {"url", "urls", "archive", "archived", "archive_url", "archiveurl", "address", "link", "origin"}
)
_RUNS = re.compile(r"(?:java|vb|live)script:|data:[a-z]+/[\w.+-]+[;,]|data:[;,]|file://|blob:https?:", re.IGNORECASE)
_MARKDOWN = re.compile(r"\]\(\s*<?\s*(?!https?:|mailto:)([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f\u00ad\u200b-\u200f\u2060\ufeff]")


def complaint(field: str, text: str) -> str:
    """Say what is wrong with a text that may hold an address; nothing when it is sound.

    Examples
    --------
    >>> complaint("url", "https://example.org/a"), complaint("note", "The data: 5 of 7.")
    ('', '')
    >>> complaint("url", "javascript:alert(1)")
    "url needs an address that begins with http:// or https://; got 'javascript:alert(1)'"
    >>> complaint("note", "see [this](ftp://example.org)")
    "note holds a link to 'ftp:'; links may lead to http:// or https:// only"
    """
    if field.lower() in ADDRESS_FIELDS:
        return (
            ""
            if is_web_address(text)
            else f"{field} needs an address that begins with http:// or https://; got {text[:80]!r}"
        )
    plain = _UNSEEN.sub("", html.unescape(text))
    found = _RUNS.search(plain)
    if found:
        return (
            f"{field} holds {found[0]!r}, which a browser would run or open; links may lead to http:// or https:// only"
        )
    linked = _MARKDOWN.search(text)
    return f"{field} holds a link to {linked[1] + ':'!r}; links may lead to http:// or https:// only" if linked else ""


def is_web_address(text: str) -> bool:
    """Whether a text is one address of the web and nothing else.

    Examples
    --------
    >>> [is_web_address(t) for t in ("http://a.org", "HTTPS://a.org/b?c", "//a.org", "https:/a", "https://a b.org")]
    [True, True, False, False, False]
    """
    if not re.match(r"https?://", text, re.IGNORECASE) or re.search(r"[\s<>\"'\\`{}]", text) or _UNSEEN.search(text):
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:  # a bracket that does not close
        return False


def check_addresses(content: Any, file: Path) -> None:
    """Refuse a file of evidence with an address that is none of the web.

    Raises
    ------
    EvidenceError
        Naming the file, the record and the field.
    """
    for path, text in _texts(content, ()):
        field = next((part for part in reversed(path) if not part.isdigit()), "")
        if wrong := complaint(field, text):
            record = path[0] if len(path) > 1 and not path[0].isdigit() else None
            raise evidence_error(file, record, wrong)


def _texts(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, str(key)))
    elif isinstance(value, (list, tuple)):
        for place, inner in enumerate(value):
            yield from _texts(inner, (*path, str(place)))
