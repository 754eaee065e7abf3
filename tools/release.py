"""Everything of one version in one folder: wheel, site, PDFs, data package, workbook, and their checksums.

    python -m tools.release             builds what is missing and packs it into _build/release/VERSION
    python -m tools.release --twice     packs everything twice and compares the files byte by byte

The files come from one commit and follow from it: archives carry its time, and nothing of the machine.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from analysis import __version__
from tools.guard import LONGEST, exclusive_lock, run_command
from tools.pages import ROOT
from tools.progress import console, failed, step
from tools.site import BUILD, EDITIONS, HTML, archive, data_folder, is_whole, source_date
from tools.site import workbook as made_workbook

FOLDER = BUILD / "release"
SUMS = "SHA256SUMS"
NAME = "watts-tonnes-dollars"


def run(*command: str, **environment: str) -> None:
    """Run a command of ours; when it fails, show what it said and stop."""
    known = {**os.environ, "SOURCE_DATE_EPOCH": source_date(), "PYTHONHASHSEED": "0", **environment}
    done = subprocess.run(
        command, cwd=ROOT, env=known, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST
    )
    if done.returncode:
        failed((done.stdout + done.stderr).strip()[-3000:])
        raise SystemExit(f"{' '.join(command[1:4])} stopped, so there is no release")


def changes() -> list[str]:
    """Files that are not as they were committed; a release comes from a commit."""
    done = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, timeout=LONGEST)
    return done.stdout.splitlines()


def wheel(folder: Path) -> None:
    """The library with its evidence, as `pip install` takes it."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    run(uv, "build", "--quiet", "--wheel", "--out-dir", str(folder))
    (folder / ".gitignore").unlink(missing_ok=True)  # which uv puts there


def site(folder: Path) -> None:
    """The site, to be unpacked on any host or opened as a file."""
    archive(HTML, folder / f"{NAME}-site-{__version__}.zip", inside=f"{NAME}-{__version__}")


def pdfs(folder: Path) -> None:
    """The report, its brief and its appendix."""
    for edition in EDITIONS:
        shutil.copyfile(edition, folder / f"{edition.stem}-{__version__}.pdf")


def data(folder: Path) -> None:
    """Evidence and results as a data package."""
    archive(data_folder(), folder / f"{NAME}-data-{__version__}.zip", inside=f"{NAME}-data-{__version__}")


def workbook(folder: Path) -> None:
    """The chain as a workbook with live formulas."""
    shutil.copyfile(made_workbook(), folder / f"{NAME}-{__version__}.xlsx")


PARTS: dict[str, Callable[[Path], None]] = {
    "the wheel": wheel,
    "the site": site,
    "the PDFs": pdfs,
    "the data package": data,
    "the workbook": workbook,
}


def checksums(folder: Path) -> str:
    """One line for each file, as `sha256sum --check` reads them."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != SUMS)
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def pack(folder: Path) -> str:
    """Put everything into a folder; give its checksums."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for what, make in PARTS.items():
        with step(f"packing {what}"):
            make(folder)
    sums = checksums(folder)
    (folder / SUMS).write_text(sums, encoding="utf-8")
    return sums


def build() -> None:
    """The site and the PDFs, from scratch."""
    for command in ("tools.site", "tools.pdf"):
        with step(f"running {command}"):
            run(sys.executable, "-m", command)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--twice", action="store_true", help="build and pack twice, and compare")
    parser.add_argument("--as-built", action="store_true", help="pack the site and the PDFs that there are")
    parser.add_argument("--uncommitted", action="store_true", help="allow files that are not as they were committed")
    asked = parser.parse_args()
    if (dirty := changes()) and not asked.uncommitted:
        sys.exit(f"{len(dirty)} files are not as they were committed, such as {dirty[0][3:]}; commit or restore them")
    if not asked.as_built:
        build()
    if missing := [path for path in (HTML / "index.html", *EDITIONS) if not path.exists()]:
        sys.exit(f"{missing[0].relative_to(ROOT)} is not there: run `make book` first")
    if not is_whole():
        sys.exit("the build of the site was cut off: run `make site` first")
    with exclusive_lock(BUILD, "release"):
        target = FOLDER / __version__
        first = pack(target)
        if asked.twice:
            if not asked.as_built:
                build()
            with tempfile.TemporaryDirectory(dir=BUILD) as folder:
                second = pack(Path(folder) / __version__)
            if differing := set(first.splitlines()) ^ set(second.splitlines()):
                sys.exit(f"not the same bytes twice: {', '.join(sorted({line.split()[1] for line in differing}))}")
            console.print("the same bytes twice")
    console.print(f"{first}  in {target.relative_to(ROOT)}", markup=False)


if __name__ == "__main__":
    run_command(main)
