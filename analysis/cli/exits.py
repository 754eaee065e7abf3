"""How a command ends: one line of what is wrong, and an exit code that a script can use."""

from __future__ import annotations

import codecs
import io
import os
import signal
import sys
import threading
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import typer
from typer.exceptions import TyperException

INTERRUPTED, STOPPED = 130, 143
MAX_ERROR_CHARACTERS = 1_000  # the middle of a longer message is elided


ASCII = {
    **dict.fromkeys("−–—", "-"), "×": "x", "…": "...", "≥": ">=", "≤": "<=", "≈": "~", "·": "*", "°": "deg", "µ": "u",
    "μ": "u", "²": "^2", "³": "^3", "⁻": "-", "€": "EUR", "\u202f": " ", "\xa0": " ", "→": "->", "“": '"', "”": '"',
    "‘": "'", "’": "'", "✔": "+", "✘": "-", "◐": "o", "◕": "o", "◔": "o", "⧗": "!", "½": "1/2",
}  # fmt: skip


def _spelt(error: UnicodeError) -> tuple[str, int]:
    """Spell what an output cannot write in letters that it can."""
    assert isinstance(error, UnicodeEncodeError)
    letters = error.object[error.start : error.end]
    spelt = (
        ASCII.get(c) or codecs.encode(unicodedata.normalize("NFKD", c), "ascii", "ignore").decode() for c in letters
    )
    return "".join(text or "?" for text in spelt), error.end


codecs.register_error("spelt", _spelt)


def _spell_what_cannot_be_written() -> None:
    """Write on a terminal or into a pipe that knows only ASCII or Latin-1, too."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.encoding.lower().startswith("utf"):
            stream.reconfigure(errors="spelt")


def run(app: Callable[..., object], arguments: list[str] | None, ended: dict[str, int] | None = None) -> None:
    """Run a command; whatever is wrong ends in one line, and an exit code that a script can use."""
    warnings.showwarning = _warn
    _spell_what_cannot_be_written()
    heard: list[int] = []
    try:
        with _trap_signals(heard):
            code = app(arguments, prog_name="wtd", standalone_mode=False)
            sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except TyperException as error:
        _stop(_usage(error), 2)
    except BrokenPipeError:  # the reader of the pipe has seen enough
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except Exception as error:
        if os.environ.get("WTD_DEBUG"):
            raise
        if not heard:
            _stop(*_explained(error))
        code = INTERRUPTED  # a library that was just being loaded made an error of its own of the Ctrl-C
    if code == INTERRUPTED and signal.SIGTERM in heard:
        _end_workers()
        _stop("stopped; nothing was written", STOPPED)
    if code == INTERRUPTED:
        _stop("interrupted; nothing was written", INTERRUPTED)
    code = code if isinstance(code, int) else 0
    if ended is not None:
        ended["code"] = code
    raise SystemExit(code)


class Interruption(KeyboardInterrupt):
    """A Ctrl-C or SIGTERM; of a plain KeyboardInterrupt in `exec` CPython makes the exit code -2, even when caught."""


@contextmanager
def _trap_signals(heard: list[int]) -> Iterator[None]:
    """Note each Ctrl-C and each SIGTERM on its way, whatever becomes of the exception that it raises."""

    def note_signal(number: int, frame: object) -> None:
        heard.append(number)
        raise Interruption

    if threading.current_thread() is not threading.main_thread():  # only the main thread may listen
        yield
        return
    before = {number: signal.signal(number, note_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_workers() -> None:
    """End the processes of a pool that was still starting: nobody else tells them, and Python would wait for them."""
    import multiprocessing

    for worker in multiprocessing.active_children():
        worker.terminate()


def _usage(error: TyperException) -> str:
    """Tell a wrong flag, argument or command in one line, with where to read more."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "wtd"
    said = error.format_message().removeprefix("Invalid value: ").replace("Value error, ", "")
    return f"{said.rstrip('.?')}; `{command} --help` shows examples"


def _explained(error: Exception) -> tuple[str, int]:
    from analysis.errors import ReportError

    if isinstance(error, ReportError | OSError):
        return str(error), 2
    if isinstance(error, MemoryError):
        return "not enough memory; try fewer points or fewer results", 2
    return f"{type(error).__name__}: {error}; internal error, please report it; WTD_DEBUG=1 shows where", 3


def _stop(message: str, code: int) -> None:
    line = _printable(" ".join(message.split()))
    short = (
        line
        if len(line) <= MAX_ERROR_CHARACTERS
        else f"{line[: MAX_ERROR_CHARACTERS // 2]} … {line[-MAX_ERROR_CHARACTERS // 2 :]}"
    )
    sys.stderr.write(f"wtd: {short}\n")
    raise SystemExit(code)


def _printable(text: str) -> str:
    """Spell out what a terminal would obey: escapes, marks that turn the text around."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _warn(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
    kind = "" if category is UserWarning else f"{category.__name__}: "  # a plain one is a note of this program
    sys.stderr.write(f"wtd: note: {kind}{' '.join(str(message).split())}\n")
