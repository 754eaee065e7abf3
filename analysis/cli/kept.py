"""What a command printed, kept for whoever asks the same again while nothing that it rests on has changed.

The name of a kept print is made of the state of the report, every word of the call, the content of each file that the
call names, and what shapes a print: terminal, width, colours, language. Only commands that compute and print are kept,
and only when they ended well. ``WTD_CACHE=off`` does without.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from analysis import state

COMMANDS = (
    *("evaluate", "verdicts", "compare", "whatif", "sensitivity", "breakeven", "goal", "tornado", "distribution"),
    *("weighted", "sweep", "chain", "claims", "sources", "scenarios", "assumptions", "search"),
)
ELSEWHERE = ("--pin", "--out", "--release", "--help", "-h")  # writes files, reads what no state names, or is quick
SHAPING = (
    *("SCENARIO", "COLUMNS", "LINES", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"),
    *("TTY_INTERACTIVE", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "PYTHONUTF8", "PYTHONIOENCODING", "WTD_DEBUG"),
)
ROOM, MOST, LARGEST = "prints", 200, 4_000_000  # how many prints, and bytes of one


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


def name_of(words: list[str], of_state: str | None = None) -> str | None:
    """Give the name under which the print of a call is kept; nothing where it is not."""
    if os.environ.get("WTD_CACHE") == "off" or not words or words[0] not in COMMANDS:
        return None
    if any(word.startswith(ELSEWHERE) for word in words) or not _writes_everything():
        return None
    with suppress(OSError, ValueError):
        parts: list[object] = [of_state or state.state(), words, _contents([*words, os.environ.get("SCENARIO", "")])]
        parts += [sys.warnoptions, sys.stdout.isatty(), sys.stderr.isatty(), [_size(number) for number in range(3)]]
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


def _contents(words: list[str]) -> dict[str, str]:
    """Give a digest of each file that a word of the call may name, such as a scenario file."""
    digests = {}
    for word in words:
        for piece in (
            word,
            word[2:],
            word.partition("=")[2],
            word.rpartition("=")[0],
        ):  # FILE, -sFILE, --s=FILE, FILE=1
            with suppress(OSError, ValueError):
                if piece and Path(piece).is_file():
                    digests[piece] = hashlib.sha256(Path(piece).read_bytes()).hexdigest()
    return digests


def printed_again(name: str) -> int | None:
    """Print what is kept under a name, and give its exit code; nothing where there is none."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        content = state.kept(ROOM, name)
        if content is None:
            return None
        kept = json.loads(content)
        out, err, code = str(kept["out"]), str(kept["err"]), int(kept["code"])
        sys.stderr.write(err)
        try:
            sys.stdout.write(out)
            sys.stdout.flush()
        except BrokenPipeError:  # the reader of the pipe has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return code
    return None


@contextmanager
def listening(name: str | None, words: list[str]) -> Iterator[dict[str, int]]:
    """Keep what is printed inside, under a name, when the code that is left in the dict says that all went well.

    What was edited in the meantime may have been read before or after, so nothing is kept then.
    """
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
                said = json.dumps({"out": "".join(out.parts), "err": "".join(err.parts), "code": ended["code"]})
                if len(said) <= LARGEST and name == name_of(words, state.state_now()):
                    state.keep(ROOM, name, said.encode(), MOST)
