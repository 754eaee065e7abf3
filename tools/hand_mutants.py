"""Make silent mistakes by hand, one at a time in a copy of the tree, and see whether the tests notice.

`tests/hand_mutants.toml` lists them: what a person could do wrong, the text that it changes and the tests that must
fail. `make hand-mutants` makes them all; `--only words` those whose description or file contains the words.
"""

from __future__ import annotations

import argparse
import functools
import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tools.guard import run_command
from tools.pages import ROOT
from tools.progress import console
from tools.reproducible import copy

MISTAKES_FILE = ROOT / "tests" / "hand_mutants.toml"
FOLDER = ROOT / "_build" / "hand-mutants"
MAX_SECONDS = 1200  # seconds for the tests of one mistake


@dataclass(frozen=True)
class Mistake:
    """A mistake: what it is, where, the tier that must notice and the tests with which it does."""

    what: str
    file: str
    find: str
    replace: str
    tier: str
    tests: str

    def made_in(self, folder: Path) -> tuple[Path, str]:
        """Make it; give the file and what stood there.

        Raises
        ------
        ValueError
            When the text to change does not stand in the file exactly once.
        """
        path = folder / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.find) != 1:
            raise ValueError(
                f"{self.what}: {self.find!r} stands {text.count(self.find)} times in {self.file}, once is needed; "
                f"correct {MISTAKES_FILE.name}"
            )
        path.write_text(text.replace(self.find, self.replace), encoding="utf-8")
        return path, text


def mistakes() -> list[Mistake]:
    """Read the list."""
    return [Mistake(**entry) for entry in tomllib.loads(MISTAKES_FILE.read_text(encoding="utf-8"))["mistake"]]


def notices(mistake: Mistake) -> bool:
    """Make a mistake, run its tests, take it back; True when a test failed."""
    if not is_green(mistake.tests, FOLDER):
        raise ValueError(f"{mistake.tests} is red without it")
    path, before = mistake.made_in(FOLDER)
    try:
        return run(mistake.tests, FOLDER)
    finally:
        path.write_text(before, encoding="utf-8")


@functools.cache
def is_green(tests: str, folder: Path) -> bool:
    """Whether tests pass without a mistake."""
    return not run(tests, folder)


def run(tests: str, folder: Path) -> bool:
    """Run tests in a copy of the tree; True when one failed."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "WTD_CACHE": "off", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not night", *tests.split()]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=MAX_SECONDS
    )
    if done.returncode not in (0, 1, 2):  # passed; failed; could not be collected, which is noticed too
        raise SystemExit(f"{tests}: pytest ended with {done.returncode}\n{(done.stdout + done.stderr)[-2000:]}")
    return done.returncode != 0


def main() -> None:
    """Make the mistakes one after the other, and fail when one is not noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="words of the description or of the file")
    wanted = parser.parse_args().only
    chosen = [m for m in mistakes() if wanted in f"{m.what} {m.file}"]
    copy(FOLDER, notebooks=True)
    silent = []
    for number, mistake in enumerate(chosen, start=1):
        try:
            word = "noticed" if notices(mistake) else "SURVIVES"
        except ValueError as error:
            word = f"CANNOT BE TRIED ({error})"
        console.print(f"{number:3} of {len(chosen)}  {word}  {mistake.tier}: {mistake.what}")
        if word != "noticed":
            silent.append(mistake)
    console.print(f"{len(chosen) - len(silent)} of {len(chosen)} mistakes are noticed")
    sys.exit(1 if silent or not chosen else 0)


if __name__ == "__main__":
    run_command(main)
