"""The command line `wtd`."""

from __future__ import annotations


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; what it needs is imported only then."""
    from analysis.cli.commands import main as run

    run(arguments)
