"""One kind of error for everything that is wrong with evidence: file, record, what is wrong, how to correct it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from analysis.errors import ReportError

LONGEST_NAME = 80  # comparing more with every known name takes minutes
_WORD = re.compile(r"[a-z0-9]{3,}")


class EvidenceError(ReportError):
    r"""A malformed file or record. The message is one line and names both; what cannot be seen is shown as its code.

    Examples
    --------
    >>> print(EvidenceError("no record '\ufefforbit.altitude'"))
    no record '\ufefforbit.altitude'
    """

    def __str__(self) -> str:
        """Give the message without anything that hides or moves letters on a terminal."""
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in super().__str__())


def evidence_error(file: Path, record: str | None, message: str) -> EvidenceError:
    """Build the error for one record of one file."""
    place = f"{file.name}: " + (f"[{record}]: " if record else "")
    return EvidenceError(place + " ".join(message.split()))


def from_validation(file: Path, record: str, error: ValidationError) -> EvidenceError:
    """Turn pydantic's report into one line: the first field at fault and what it needs."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"])
    message = str(first["msg"]).removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        message = "unknown key; CONTRIBUTING.md lists the keys of a record, the tutorial those of a scenario"
    return evidence_error(file, record, f"{field}: {message}" if field else message)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Suggest the nearest known name.

    Examples
    --------
    >>> did_you_mean("launch.prise", ["launch.price", "orbit.altitude"])
    '; did you mean launch.price?'
    >>> did_you_mean("price_of_launch", ["launch.price", "orbit.altitude"])
    '; did you mean launch.price?'
    """
    names = list(known)
    near = difflib.get_close_matches(name[:LONGEST_NAME], names, n=1, cutoff=0.6) or _with_most_words_of(name, names)
    return f"; did you mean {near[0]}?" if near else ""


def _with_most_words_of(name: str, known: list[str]) -> list[str]:
    """Give the name that shares most words, two at least, with this one; the shortest among equals."""
    words = set(_WORD.findall(name.lower()))
    shared = {other: len(words & set(_WORD.findall(other.lower()))) for other in known}
    best = max(shared.values(), default=0)
    return sorted((other for other in known if shared[other] == best), key=len)[:1] if best > 1 else []
