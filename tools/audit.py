"""Ask the data base of known faults about every locked package, and say so where nobody answers: `make audit`.

pip-audit runs in an environment of its own, made by uv, since the report itself does not need it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.guard import answer, run_command
from tools.pages import ROOT
from tools.progress import console, failed
from tools.setup import uv_environment

VERSION = "2.10.1"
LOCKS = ("requirements.txt", "requirements-uv.txt", "requirements-bench.txt", "requirements-mutants.txt")
SERVICES = ("pypi", "osv")
TIMEOUT = 15  # seconds for one answer
SILENT = ("could not be audited", "ConnectionError", "ConnectError", "Max retries", "timed out", "Name or service")


def verdict(code: int, said: str) -> str:
    """Tell a clean lock, a faulty one and a data base that does not answer apart.

    A mirror of the package index may know the packages and not their faults; pip-audit calls that clean.

    Examples
    --------
    >>> verdict(0, "No known vulnerabilities found"), verdict(1, "requests.exceptions.ConnectionError: ...")
    ('clean', 'silent')
    >>> verdict(0, "No known vulnerabilities found. pint: Dependency not found on PyPI and could not be audited")
    'silent'
    >>> verdict(1, "pillow 9.0 PYSEC-2022-1")
    'faulty'
    """
    if "PYSEC-" in said or "GHSA-" in said or "CVE-" in said:
        return "faulty"
    if any(word in said for word in SILENT):
        return "silent"
    return "clean" if code == 0 else "faulty"


def ask(lock: str, service: str) -> tuple[str, str]:
    """Ask one data base about one lock."""
    uv = str(Path(sys.executable).with_name("uv"))
    program = [uv, "tool", "run", "--quiet", "--from", f"pip-audit=={VERSION}", "pip-audit"]
    flags = ["--require-hashes", "--disable-pip", "--progress-spinner=off", f"--timeout={TIMEOUT}", "-s", service]
    done = answer([*program, *flags, "-r", lock], ROOT, uv_environment(Path(sys.executable)))
    said = done.stdout + done.stderr
    return verdict(done.returncode, said), said


def main() -> None:
    """Ask about every lock; fail only when somebody knows of a fault."""
    faulty = False
    for lock in LOCKS:
        answer, said, service = "silent", "", ""
        for service in SERVICES:
            answer, said = ask(lock, service)
            if answer != "silent":
                break
        if answer == "silent":
            console.print(f"{lock}: the audit was SKIPPED, no data base of known faults answers from here")
            console.print(f"  [dim]{said.strip().splitlines()[-1][:200] if said.strip() else 'no answer'}[/]")
        elif answer == "clean":
            console.print(f"[green]✔[/] {lock}: nothing known against any package ({service})")
        else:
            faulty = True
            failed(f"{lock}:\n{said.strip()}")
    sys.exit(1 if faulty else 0)


if __name__ == "__main__":
    run_command(main)
