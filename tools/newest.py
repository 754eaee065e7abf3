"""What happens with the newest allowed version of every package: `make newest`, a report that fails nothing.

The newest versions are those that requirements.in allows. They get an environment of their own under `_build/newest`;
in it every figure is computed again, the site is built and the fast tests run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tools import pythons
from tools.guard import LONGEST, run_command
from tools.pages import ROOT
from tools.progress import console, failed
from tools.reproducible import copy
from tools.setup import LOCK, uv_environment
from tools.site import BUILD, source_date

FOLDER = BUILD / "newest"
NEWEST = FOLDER / "requirements.txt"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
COMPILE = (
    *("--quiet", "--universal", "--generate-hashes", "--python-version", "3.11", "--upgrade"),
    *("--no-header", "--no-annotate", "--no-emit-index-url"),
)
TESTS = ("-q", "-p", "no:cacheprovider", "-m", "not browser and not slow", "tests", "analysis")


def pins(lock: str) -> dict[str, str]:
    """The version of every package of a lock.

    Examples
    --------
    >>> pins("pint==0.25.3 --hash=sha256:00")
    {'pint': '0.25.3'}
    """
    return dict(PIN.findall(lock))


def moved(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """One line for each package that is new, gone or newer.

    Examples
    --------
    >>> moved({"a": "1", "b": "1"}, {"a": "2", "c": "1"})
    ['a 1 → 2', 'b 1 → nothing', 'c nothing → 1']
    """
    names = sorted(before.keys() | after.keys())
    pairs = [(name, before.get(name, "nothing"), after.get(name, "nothing")) for name in names]
    return [f"{name} {old} → {new}" for name, old, new in pairs if old != new]


def attempt(what: str, *command: str | Path, cwd: Path = ROOT) -> bool:
    """Run one part and say how it went, with the end of what it said when it failed."""
    environment = {
        **uv_environment(Path(sys.executable)),
        "PYTHONPATH": str(cwd),
        "SOURCE_DATE_EPOCH": source_date(),
        "XDG_CACHE_HOME": str(FOLDER / "cache"),
    }
    done = subprocess.run(
        [str(c) for c in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=LONGEST,
    )
    if done.returncode:
        failed(f"{what}: failed\n{(done.stdout + done.stderr).strip()[-3000:]}")
    else:
        console.print(f"[green]✔[/] {what}")
    return done.returncode == 0


def main() -> None:
    """Report; the exit code is always 0, since a new version somewhere is no fault of the report."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    uv = Path(sys.executable).with_name("uv")
    if not attempt("looking for the newest versions", uv, "pip", "compile", "requirements.in", *COMPILE, "-o", NEWEST):
        return
    lines = moved(pins(LOCK.read_text(encoding="utf-8")), pins(NEWEST.read_text(encoding="utf-8")))
    console.print(f"{len(lines)} packages differ from the lock: {', '.join(lines) or 'none'}")
    folder = (FOLDER / "env").relative_to(ROOT)
    if not attempt("installing them", sys.executable, "tools/setup.py", folder, NEWEST.relative_to(ROOT)):
        return
    python = ROOT / folder / "bin" / "python"
    try:
        pythons.compare("the newest versions", python, pythons.asked(sys.executable))
    except SystemExit as stopped:
        failed(str(stopped))
    tree = FOLDER / "tree"
    copy(tree, notebooks=True)
    attempt("building the site", python, "-m", "tools.site", cwd=tree)
    attempt("the fast tests", python, "-m", "pytest", *TESTS, "-n", str(os.cpu_count() or 1), cwd=tree)


if __name__ == "__main__":
    run_command(main)
