"""Build everything twice under different circumstances and compare byte by byte: `make reproducible`.

Both builds start from the files that git tracks, as they are now, in folders of different names, one of them with a
space and letters beyond ASCII; time zone, language, hash seed, number of cores and number of jobs differ too, and the
instructions of the processor that NumPy and OpenBLAS use.
The first takes the stored notebooks, the second executes every one again (`--quick` takes the stored ones too).
What must agree: every notebook, every file of the site, the data package, the PDF.

Then every notebook is executed once more for each other processor in `PROCESSORS` (`--processors` does only that).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tools.guard import LONGEST, run_command
from tools.pages import ROOT
from tools.progress import console, failed, step
from tools.site import BUILD, source_date

FOLDER = BUILD / "reproducible"
MADE = ("_build/html/**/*", "_build/pdf/*.pdf", "book/**/*.ipynb")
STEPS = (("analysis", "pages"), ("tools.site",), ("tools.pdf",))
CONTEXT = 40  # bytes on each side of the first difference


@dataclass(frozen=True)
class Circumstance:
    """Where and how one of the builds runs; no cores means all that there are."""

    folder: str
    variables: dict[str, str]
    cores: int
    executes: bool


def processor(core: str, threads: int, *without: str) -> dict[str, str]:
    """The variables that let NumPy and OpenBLAS compute as on another processor, as far as this one can.

    Parameters
    ----------
    core : str
        OpenBLAS's name of the processor whose matrix products it takes.
    threads : int
        Threads of a matrix product.
    without : str
        NumPy's names of instructions that it must not use; those that this processor lacks are left out.
    """
    found = np.show_config(mode="dicts")["SIMD Extensions"]["found"]
    variables = {"OPENBLAS_CORETYPE": core} if platform.machine() in ("x86_64", "AMD64") else {}
    lacking = " ".join(name for name in without if name in found)
    return variables | {"OMP_NUM_THREADS": str(threads)} | ({"NPY_DISABLE_CPU_FEATURES": lacking} if lacking else {})


PROCESSORS = {
    "SkylakeX": processor("SkylakeX", 2),
    "Zen": processor("Zen", 1, "X86_V4", "AVX512_ICL"),
    "Haswell": processor("Haswell", 1, "X86_V4", "AVX512_ICL"),
    "Prescott": processor("Prescott", 2, "X86_V3", "X86_V4", "AVX512_ICL"),
}
PLAIN = Circumstance("plain", {"TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}, 0, False)
OTHER = Circumstance(
    "ein Bücherbrett 書棚",
    {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "4242",
        "COLUMNS": "40",
        **PROCESSORS["Haswell"],
    },
    1,
    True,
)


def copy(folder: Path, *, notebooks: bool = False) -> None:
    """Copy what git tracks, as it is now, with or without the stored notebooks."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, timeout=LONGEST
    ).stdout
    shutil.rmtree(folder, ignore_errors=True)
    for name in (os.fsdecode(part) for part in listed.split(b"\0") if part):
        if (ROOT / name).is_file() and (notebooks or not name.endswith(".ipynb")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)


def build(where: Circumstance, *, executes: bool, steps: tuple[tuple[str, ...], ...] = STEPS) -> None:
    """Build everything in one of the circumstances; stop when a step fails."""
    folder = FOLDER / where.folder
    environment = {
        **os.environ,
        **where.variables,
        "PYTHONPATH": str(folder),
        "SOURCE_DATE_EPOCH": source_date(),
        "XDG_CACHE_HOME": str(folder / ".cache"),  # nothing is taken over from the other build
    }
    first = [("tools.run", "--jobs", "1")] if executes else []
    for command in (*first, *steps):
        with step(f"{where.folder}: {' '.join(command)}"):
            done = subprocess.run(
                [sys.executable, "-m", *command],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                errors="replace",
                preexec_fn=one_core if where.cores == 1 else None,
                timeout=LONGEST,
            )
        if done.returncode:
            failed((done.stdout + done.stderr).strip()[-3000:])
            raise SystemExit(f"{where.folder}: {' '.join(command)} stopped, so there is nothing to compare")


def one_core() -> None:
    """Keep a process and all that it starts on one of its cores, where the system lets us."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def hashes(folder: Path, patterns: tuple[str, ...] = MADE) -> dict[str, str]:
    """The hash of every file that was made, by its path in the folder."""
    found = sorted({path for pattern in patterns for path in folder.glob(pattern) if path.is_file()})
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def differences(one: Path, other: Path, patterns: tuple[str, ...] = MADE) -> list[str]:
    """One line for each file that is missing on one side or differs, with the first place where it does."""
    first, second = hashes(one, patterns), hashes(other, patterns)
    lines = [f"{name} is only in {one.name}" for name in sorted(first.keys() - second.keys())]
    lines += [f"{name} is only in {other.name}" for name in sorted(second.keys() - first.keys())]
    for name in sorted(first.keys() & second.keys()):
        if first[name] != second[name]:
            lines.append(f"{name} differs {place((one / name).read_bytes(), (other / name).read_bytes())}")
    return lines


def place(one: bytes, other: bytes) -> str:
    """Say where two files first differ, and what stands there.

    Examples
    --------
    >>> place(b"made at 10:00", b"made at 11:00")
    "at byte 9: 'made at 10:00' and 'made at 11:00'"
    """
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    shown = [text[max(0, at - CONTEXT) : at + CONTEXT].decode("utf-8", "replace") for text in (one, other)]
    return f"at byte {at:,}: {shown[0]!r} and {shown[1]!r}"


def on_other_processors() -> list[str]:
    """Execute every notebook as each other processor would, and name those that differ from the stored ones."""
    found = []
    for name, variables in PROCESSORS.items():
        copy(FOLDER / name)
        build(Circumstance(name, variables, 0, True), executes=True, steps=())
        found += differences(ROOT, FOLDER / name, ("book/**/*.ipynb",))
    for line in found:
        failed(line)
    console.print(f"{len(PROCESSORS)} other processors: {len(found)} notebooks differ")
    return found


def main() -> None:
    """Build twice, compare, and fail when anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compare", action="store_true", help="only compare what was built before")
    parser.add_argument("--quick", action="store_true", help="execute no notebook")
    parser.add_argument("--processors", action="store_true", help="only execute the notebooks as other processors do")
    arguments = parser.parse_args()
    if arguments.processors:
        sys.exit(1 if on_other_processors() else 0)
    if not arguments.compare:
        executes = {where.folder: where.executes and not arguments.quick for where in (PLAIN, OTHER)}
        with step("copying the tree twice"):  # both at once: somebody may change a file while the first is built
            for folder, anew in executes.items():
                copy(FOLDER / folder, notebooks=not anew)
        for where in (PLAIN, OTHER):
            build(where, executes=executes[where.folder])
    one, other = (FOLDER / where.folder for where in (PLAIN, OTHER))
    made, differ = len(hashes(one)), differences(one, other)
    for line in differ:
        failed(line)
    console.print(f"{made - len(differ)} of {made} files are the same bytes")
    elsewhere = [] if arguments.compare or arguments.quick else on_other_processors()
    sys.exit(1 if differ or elsewhere or not made else 0)


if __name__ == "__main__":
    run_command(main)
