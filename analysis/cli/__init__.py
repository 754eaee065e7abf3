"""The command line `wtd`."""

from __future__ import annotations

import gc
import os
import sys


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; what it needs is imported only then, and nothing where the same was asked before."""
    from analysis.cli import kept

    words = sys.argv[1:]
    name = kept.name_of(words) if arguments is None else None
    if name is not None and (code := kept.printed_again(name)) is not None:
        raise SystemExit(code)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads wait busily between products of a few hundredths
    gc.set_threshold(100_000, 20, 20)  # what a command builds it keeps to its end: looking for waste took a tenth of it
    from analysis.cli.commands import main as run

    with kept.listening(name, words) as ended:
        run(arguments, ended)
