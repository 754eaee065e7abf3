"""Where a source has its facts from, so that copies of one original count once.

Every entry of the bibliography says `derives_from` (itself, or the original it repeats) and `read` (itself, through
another account, or cited for a formula only); `made = {machine}` marks a digest that a program wrote.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from analysis.evidence.bibliography import bibliography
from analysis.evidence.errors import did_you_mean, evidence_error
from analysis.evidence.files import FOLDER, read_toml
from analysis.state import REFERENCES

ORIGINS = FOLDER / "origins.toml"
ITSELF = "itself"
_AGREE = re.compile(
    r"[^.;]*\b(two|three|four|five|several|second|both)\b[^.;]*\b(accounts?|pages?|sources?|files?|notes?|copies)\b"
    r"[^.;]*\b(agree|agrees|quote it|quote the paragraph|gives? the same)\b[^.;]*[.;]?",
    re.IGNORECASE,
)
_COMPUTES = re.compile(
    r"\d|\b(one|two|three|four|five|six|times|sum|adds? up|share|half|twice|reproduces|own (input|statement))\b",
    re.IGNORECASE,
)
_OF_ONE = re.compile(r"\b(one original|same original|one story|one study|restate|repeat|copying)\b", re.IGNORECASE)


@functools.cache
def named_originals(file: Path = ORIGINS) -> dict[str, str]:
    """Read the originals that the bibliography does not list, with what each is."""
    return {key: str(name) for key, name in read_toml(file).items()}


def origin_of(source: str) -> str:
    """Give the original that a source has its facts from; its own key where it is one.

    Examples
    --------
    >>> origin_of("besthub2026s1"), origin_of("suncatcher2025")
    ('spacex2026s1', 'suncatcher2025')
    """
    seen = [source]
    while True:
        entry = bibliography().get(seen[-1])
        parent = str(entry.fields.get("derives_from", "")) if entry else ITSELF
        if not parent:
            raise evidence_error(
                REFERENCES, seen[-1], "derives_from is needed: {itself}, or the key of what it repeats"
            )
        if parent == ITSELF:
            return seen[-1]
        known = [*bibliography(), *named_originals()]
        if parent not in known:
            raise evidence_error(
                REFERENCES, seen[-1], f"derives_from names {parent!r}, no source{did_you_mean(parent, known)}"
            )
        if parent in seen:
            raise evidence_error(REFERENCES, source, f"derives_from goes in a circle: {' from '.join([*seen, parent])}")
        seen.append(parent)


def originals(sources: tuple[str, ...]) -> tuple[str, ...]:
    """Give the different originals behind sources, in the order in which they are cited.

    Examples
    --------
    >>> originals(("abhs2026goldman", "sotwe2026goldman"))
    ('ft_20260604',)
    """
    return tuple(dict.fromkeys(origin_of(source) for source in sources))


def name_of(origin: str) -> str:
    """Say what an original is, in words."""
    from analysis.evidence.bibliography import title_of

    return named_originals().get(origin) or title_of(origin)


def how_read(source: str) -> str:
    """Say how a source was read: itself, through another account, or cited only.

    Examples
    --------
    >>> how_read("suncatcher2025"), how_read("spacex2026amendment")
    ('itself', 'through relvehq2026amendment')
    """
    return str(bibliography()[source].fields.get("read", ITSELF))


def is_digest(source: str) -> bool:
    """Whether a program wrote the source."""
    return str(bibliography()[source].fields.get("made", "")) == "machine"


def agreement(check: str) -> str:
    """Give the part of a check that rests on accounts agreeing; nothing where it computes.

    Examples
    --------
    >>> agreement("Two accounts agree. 4 times 5 is 20.")
    'Two accounts agree.'
    >>> agreement("Two accounts repeat one original.")
    ''
    """
    found = [match[0].strip() for match in _AGREE.finditer(check) if not _OF_ONE.search(match[0])]
    return " ".join(found)


def computes(check: str) -> bool:
    """Whether a check says more than that accounts agree.

    Examples
    --------
    >>> computes("Two accounts agree."), computes("Two accounts agree. Times five it makes 20.")
    (False, True)
    """
    rest = _AGREE.sub("", check)
    return bool(_COMPUTES.search(rest))


def accounts_read(sources: tuple[str, ...], read: str = "") -> frozenset[str]:
    """Give the accounts in which a fact was read, where a source was read through another that one in its place.

    Examples
    --------
    >>> sorted(accounts_read(("suncatcher2025", "spacex2026amendment")))
    ['relvehq2026amendment', 'suncatcher2025']
    """
    ways = (read or how_read(sources[0]), *(how_read(source) for source in sources[1:])) if sources else ()
    return frozenset(
        source if way == ITSELF else way.removeprefix("through ") for source, way in zip(sources, ways, strict=True)
    )


def account_of(sources: tuple[str, ...], read: str = "") -> str:
    """Give the account through which a fact was read, "others" where several; nothing where it was read at its origin.

    Examples
    --------
    >>> account_of(("suncatcher2025",)), account_of(("besthub2026s1",)), account_of(("spacex2026amendment",))
    ('', 'besthub2026s1', 'relvehq2026amendment')
    >>> account_of(("spacex2026s1",), "through superada2026s1"), account_of(("spacex2026q2tenq",), "itself")
    ('superada2026s1', '')
    """
    way = read or (how_read(sources[0]) if sources else ITSELF)
    if way != ITSELF:
        return way.partition("through ")[2]
    return "" if read or not sources or origin_of(sources[0]) == sources[0] else sources[0]


def check_independence(
    sources: tuple[str, ...], kind: str, check: str, file: Path, record: str, read: str = ""
) -> None:
    """Refuse a check that counts copies as voices, and a fact that only digests carry but that is not `reported`."""
    found = originals(sources)
    said = agreement(check)
    if said and len(found) < 2:
        raise evidence_error(
            file,
            record,
            f"check: {said!r} counts {len(sources)} sources, but they repeat one original"
            f"{f' ({name_of(found[0])})' if found else ''}; say so, compute, or find a second original",
        )
    carried = accounts_read(sources, read)
    if kind in ("measured", "stated") and carried and all(a in bibliography() and is_digest(a) for a in carried):
        raise evidence_error(
            file, record, f"only digests that a program wrote carry it: kind is 'reported', not {kind!r}"
        )
