"""What a command printed, kept for whoever asks the same again while nothing that it rests on has changed.

The name of a kept print is made of the state of the report, every word of the call, the content of each file that the
call names, and what shapes a print: terminal, width, colours, language. Only commands that compute and print are kept,
and only when they ended well. ``WTD_CACHE=off`` does without.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from analysis.state import folder, is_ours, state

COMMANDS = (
    *("evaluate", "verdicts", "compare", "whatif", "sensitivity", "breakeven", "goal", "tornado", "distribution"),
    *("weighted", "sweep", "chain", "claims", "sources", "scenarios", "assumptions", "search"),
)
ELSEWHERE = ("--pin", "--out", "--release")  # writes files, or reads what no state names
SHAPING = (
    *("SCENARIO", "COLUMNS", "LINES", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"),
    *("TTY_INTERACTIVE", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONUTF8", "PYTHONIOENCODING", "WTD_DEBUG"),
)
MOST, LARGEST = 200, 4_000_000  # prints, and bytes of one


@dataclass
class Tee:
    """A stream that keeps a copy of what is written."""

    stream: TextIO
    parts: list[str] = field(default_factory=list)

    def write(self, text: str) -> int:
        """Write, and keep."""
        self.parts.append(text)
        return self.stream.write(text)

    def __getattr__(self, name: str) -> Any:
        """Give all else of the stream itself."""
        return getattr(self.stream, name)


def name_of(words: list[str]) -> str | None:
    """Give the name under which the print of a call is kept; nothing where it is not."""
    if os.environ.get("WTD_CACHE") == "off" or not words or words[0] not in COMMANDS:
        return None
    if any(word.startswith(ELSEWHERE) for word in words) or not _writes_everything():
        return None
    with suppress(OSError, ValueError):
        parts: list[object] = [state(), words, _contents([*words, os.environ.get("SCENARIO", "")])]
        parts += [sys.stdout.isatty(), sys.stderr.isatty(), [_size(number) for number in range(3)]]
        parts += [sys.stdout.encoding, [os.environ.get(name) for name in SHAPING]]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
    return None


def _size(number: int) -> tuple[int, int] | None:
    """Give the columns and lines of the terminal that a stream is, if it is one."""
    with suppress(OSError):
        return tuple(os.get_terminal_size(number))  # type: ignore[return-value]
    return None


def _writes_everything() -> bool:
    return all((stream.encoding or "").lower().startswith("utf") for stream in (sys.stdout, sys.stderr))


def _contents(words: list[str]) -> list[str]:
    """Give a digest of each file that a word of the call may name, such as a scenario file."""
    digests = []
    for word in words:
        before, _, behind = word.partition("=")
        for piece in (word, before, behind, word[2:]):
            with suppress(OSError, ValueError):
                if piece and Path(piece).is_file():
                    digests.append(hashlib.sha256(Path(piece).read_bytes()).hexdigest())
    return digests


def printed_again(name: str) -> int | None:
    """Print what is kept under a name, and give its exit code; nothing where there is none."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        digest, _, body = (_place() / name).read_text(encoding="utf-8").partition("\n")
        if not is_ours(_place()) or digest != _digest(body):
            return None
        kept = json.loads(body)
        out, err, code = str(kept["out"]), str(kept["err"]), int(kept["code"])
        os.utime(_place() / name)
        sys.stderr.write(err)
        try:
            sys.stdout.write(out)
            sys.stdout.flush()
        except BrokenPipeError:  # the reader of the pipe has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return code
    return None


@contextmanager
def listening(name: str | None) -> Iterator[dict[str, int]]:
    """Keep what is printed inside, under a name, when the code that is left in the dict says that all went well."""
    ended: dict[str, int] = {}
    if name is None:
        yield ended
        return
    out, err = Tee(sys.stdout), Tee(sys.stderr)
    sys.stdout, sys.stderr = out, err
    try:
        yield ended
    finally:
        sys.stdout, sys.stderr = out.stream, err.stream
        if ended.get("code") in (0, 1):
            with suppress(OSError, ValueError):
                _keep(name, "".join(out.parts), "".join(err.parts), ended["code"])


def _keep(name: str, out: str, err: str, code: int) -> None:
    body = json.dumps({"out": out, "err": err, "code": code})
    if len(body) > LARGEST:
        return
    place = _place()
    if not place.is_dir():
        for old in place.parent.glob("prints-*"):
            shutil.rmtree(old, ignore_errors=True)
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = place / f"{name}.{os.getpid()}.partial"
    partial.write_text(f"{_digest(body)}\n{body}", encoding="utf-8")
    partial.replace(place / name)
    files = sorted(place.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[MOST:]:
        file.unlink(missing_ok=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _place() -> Path:
    return folder() / f"prints-{state()}"
