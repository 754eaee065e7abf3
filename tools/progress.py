"""What a command says while it works: a live line on a terminal, plain lines anywhere else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

console = Console(highlight=False, soft_wrap=True)


@contextmanager
def step(doing: str) -> Iterator[None]:
    """Say what is going on, and when it is over how long it took."""
    started = time.perf_counter()
    if console.is_terminal:
        with console.status(f"{doing} …"):
            yield
    else:
        yield
    console.print(f"[green]✔[/] {doing} [dim]{time.perf_counter() - started:.1f} s[/]")


def failed(message: str) -> None:
    """One line about what went wrong."""
    console.print("[red]✘[/]", end=" ")
    console.print(message, markup=False)
