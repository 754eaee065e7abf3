"""How a command ends when something outside stops it: one line that helps, an exit code, nothing half made."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.errors import ReportError
from tools.progress import failed

INTERRUPTED, STOPPED = 130, 143
LONGEST = 7200  # seconds that one step of a command may take: no target runs without end
OUTSIDE = {  # what a machine may refuse, and what helps
    errno.ENOSPC: "make room, then run the same command again",
    errno.EDQUOT: "make room, then run the same command again",
    errno.EFBIG: "this file may not grow so large here: see `ulimit -f`",
    errno.EACCES: "you may not write there: copy the checkout to a folder of your own",
    errno.EPERM: "you may not write there: copy the checkout to a folder of your own",
    errno.EROFS: "nobody may write there: copy the checkout to a folder of your own",
}


class BusyError(ReportError):
    """Somebody else works in the same folder."""


@contextmanager
def exclusive_lock(folder: Path, what: str) -> Iterator[None]:
    """Hold a lock while something is made, so that two builds never write the same files; it ends with the process."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f".{what.replace(' ', '-')}.lock"
    owner = file.with_suffix(".pid")  # beside the lock, since Windows lets nobody read a locked file
    try:
        with FileLock(file, blocking=False):
            owner.write_text(str(os.getpid()), encoding="utf-8")
            yield
    except Timeout:
        process = owner.read_text(encoding="utf-8").strip() if owner.exists() else "unknown"
        raise BusyError(
            f"another command makes the {what} in this folder (process {process or 'unknown'}): "
            "wait until it is done, or stop it"
        ) from None


def explained(error: OSError) -> str:
    """Say in one line what the machine refused, and what helps.

    Examples
    --------
    >>> explained(OSError(errno.ENOSPC, "No space left on device", "_build/html/index.html"))
    '_build/html/index.html: no space left on device; make room, then run the same command again'
    """
    what = str(error.filename or "a file")
    return f"{what}: {(error.strerror or 'refused').lower()}; {OUTSIDE[error.errno or 0]}"


def answer(command: list[str], cwd: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder to its end, and give what it says and how it ended."""
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=LONGEST
    )


def run_command(main: Callable[[], None]) -> None:
    """Run a command; when it is interrupted or the machine refuses, end it in one line and with its exit code."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        main()
    except KeyboardInterrupt:
        _leave("interrupted; what was whole is kept, and the same command goes on", INTERRUPTED)
    except ReportError as error:
        _leave(str(error), 1)
    except subprocess.TimeoutExpired as error:
        words = error.cmd if isinstance(error.cmd, str) else " ".join(map(str, error.cmd))
        _leave(f"{words}: no end within {error.timeout:.0f} s, so it was stopped; run the same command again", 1)
    except OSError as error:
        if error.errno not in OUTSIDE:
            raise
        _leave(explained(error), 1)


def _stop(_number: int, _frame: object) -> None:
    raise SystemExit(STOPPED)


def _leave(message: str, code: int) -> None:
    """End now: threads that still wait for a kernel must not keep the command alive."""
    failed(message)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
