"""The same figures on every Python that the report promises: `make pythons`.

For each interpreter that is found, an environment is made from the lock under `_build/pythons`, every result and every
verdict is computed in it, and the numbers are compared with those of the environment that runs this to nine digits.
An interpreter that is not on the machine is named; for it the lock is only tried: can every package be installed?
An interpreter that has the packages already can be named: `python -m tools.pythons /path/to/python`.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.guard import LONGEST, answer, run_command
from tools.pages import ROOT
from tools.progress import console, failed, step
from tools.setup import LOCK, uv_environment
from tools.site import BUILD

VERSIONS = ("3.11", "3.12", "3.13")
DIGITS = 9
PLATFORM = "x86_64-manylinux_2_36"  # Debian 12; for which wheels are looked up
FOLDER = BUILD / "pythons"
Figures = Mapping[str, list[float] | str]


def figures() -> dict[str, list[float] | str]:
    """Every result in its unit and every verdict, computed here and now."""
    import numpy as np

    from analysis.evidence import Case
    from analysis.results import registry
    from analysis.results import verdicts as claims

    case = Case()
    found: dict[str, list[float] | str] = {
        key: [float(x) for x in np.atleast_1d(np.asarray(result(case).magnitude, dtype=float)).ravel()]
        for key, result in registry.results().items()
    }
    for name, judged in claims.judgements(case).items():
        found[name] = f"{judged.verdict_published}, {judged.verdict_today}"
    return found


def asked(python: Path | str) -> dict[str, list[float] | str]:
    """The figures as another interpreter computes them."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "WTD_CACHE": "off"}
    command = [str(python), "-m", "tools.pythons", "--figures"]
    done = answer(command, ROOT, environment)
    if done.returncode:
        raise SystemExit(f"{python} cannot compute the figures: {done.stderr.strip()[-2000:]}")
    return dict(json.loads(done.stdout))


def same(one: list[float] | str, other: list[float] | str) -> bool:
    """Whether two figures agree to the digits that are promised.

    Examples
    --------
    >>> same([1.0, 2.0], [1.0, 2.0 + 1e-12]), same([1.0], [1.000001]), same("true", "false")
    (True, False, False)
    """
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    close = (math.isclose(a, b, rel_tol=10.0**-DIGITS, abs_tol=1e-300) for a, b in zip(one, other, strict=False))
    return len(one) == len(other) and all(close)


def moved(here: Figures, there: Figures) -> list[str]:
    """One line for each figure that is missing on one side or differs."""
    lines = [f"{key} is computed on one side only" for key in sorted(here.keys() ^ there.keys())]
    both = sorted(here.keys() & there.keys())
    return lines + [f"{key}: {here[key]} and {there[key]}" for key in both if not same(here[key], there[key])]


def find(version: str) -> str:
    """An interpreter of a version: from the variable PYTHON312, or python3.12 on the path; empty when there is none."""
    named = os.environ.get(f"PYTHON{version.replace('.', '')}", "")
    return named or shutil.which(f"python{version}") or ""


def environment_of(version: str, python: str) -> Path:
    """The environment of a version, made from the lock unless it is there."""
    folder = FOLDER / version
    if not (folder / ".ready").exists():
        done = subprocess.run(
            [python, "tools/setup.py", str(folder.relative_to(ROOT))], cwd=ROOT, check=False, timeout=LONGEST
        )
        if done.returncode:
            raise SystemExit(f"the environment for Python {version} was not made (see above)")
    return folder / "bin" / "python"


def refusal(version: str) -> str:
    """Why the lock cannot be installed on a version, without installing anything; empty when it can."""
    uv = str(Path(sys.executable).with_name("uv"))
    wheels = ["--python-version", version, "--python-platform", PLATFORM, "--only-binary", ":all:"]
    target = ["--target", str(FOLDER / f"tried-{version}")]
    command = [uv, "pip", "install", "--dry-run", *wheels, *target, "--require-hashes", "-r", str(LOCK)]
    done = answer(command, ROOT, uv_environment(Path(sys.executable)))
    return done.stderr.strip() if done.returncode else ""


def compare(name: str, python: Path | str, here: Figures) -> bool:
    """Say whether an interpreter computes the same."""
    with step(f"{name}: computing every result and verdict"):
        lines = moved(here, asked(python))
    for line in lines:
        failed(line)
    console.print(f"{name}: {len(here) - len(lines)} of {len(here)} figures are the same to {DIGITS} digits")
    return not lines


def main() -> None:
    """Compare what can be compared; fail when a figure differs or the lock cannot be installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("python", nargs="*", help="an interpreter that has the packages already")
    parser.add_argument("--figures", action="store_true", help="only print the figures of this interpreter")
    arguments = parser.parse_args()
    if arguments.figures:
        json.dump(figures(), sys.stdout)
        return
    here, good = asked(sys.executable), True
    for python in arguments.python:
        good &= compare(python, python, here)
    for version in VERSIONS if not arguments.python else ():
        python = find(version)
        if python:
            good &= compare(f"Python {version}", environment_of(version, python), here)
            continue
        wrong = refusal(version)
        console.print(
            f"Python {version} is not on this machine (install it, or name it: PYTHON{version.replace('.', '')}=…)"
        )
        if wrong:
            failed(f"Python {version}: the lock cannot be installed: {wrong}")
            good = False
        else:
            console.print(f"Python {version}: every package of the lock has a wheel for it; no figure was computed")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    run_command(main)
