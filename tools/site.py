"""Build the site from the stored outputs, from scratch and with every warning an error."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from tools import pages
from tools.guard import LONGEST, exclusive_lock, run_command
from tools.pages import ROOT
from tools.progress import console, failed, step

BUILD = ROOT / "_build"
HTML = BUILD / "html"
PLACE = re.compile(r"(book/[\w/-]+\.ipynb):(\d{5,})(?=:)")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
UNFINISHED = BUILD / ".unfinished"  # there while the site is made, and after a build that was cut off
PDF = BUILD / "pdf" / "watts-tonnes-dollars.pdf"
EDITIONS = (PDF, PDF.with_stem(f"{PDF.stem}-brief"), PDF.with_stem(f"{PDF.stem}-appendix"))
DOWNLOADS = HTML / "downloads"  # what every page offers to take along


def in_text(place: re.Match[str]) -> str:
    """A line of a notebook, as MyST-NB counts it (10,000 for each cell), as a cell of the text that people edit."""
    notebook, number = ROOT / place[1], int(place[2])
    text = next((text for text in pages.texts() if pages.notebook_of(text) == notebook), notebook)
    return f"{text.relative_to(ROOT)}, cell {number // 10000}, line {number % 10000}"


def jupyter_book(*, fresh: bool = True) -> None:
    """Run Jupyter Book quietly; when it complains, show its complaints only and stop."""
    program = str(Path(sys.executable).with_name("jupyter-book"))
    command = [program, "build", ".", "-W", "-n", "--keep-going", "-q", "--builder", "html"]
    environment = {**os.environ, "NO_COLOR": "1", "SOURCE_DATE_EPOCH": source_date()}
    done = subprocess.run(
        command + ["--all"] * fresh,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    if done.returncode:
        said = done.stderr.partition("Traceback (most recent call last)")[0].splitlines()
        complaints = [line for line in said if "WARNING" in line or "ERROR" in line]
        shown = complaints or [line for line in said if line.strip()] or done.stderr.splitlines()[-30:]
        for line in shown:
            failed(PLACE.sub(in_text, COLOURS.sub("", line).replace(f"{ROOT}{os.sep}", "")))
        raise SystemExit(f"the build stopped: {len(complaints) or 'some'} warnings, and each is an error")


def is_whole() -> bool:
    """Whether there is a site, and not only a part of one."""
    return (HTML / "index.html").exists() and not UNFINISHED.exists()


def build() -> None:
    """Build the site and put the data package beside it; a build that is cut off is known as such afterwards."""
    BUILD.mkdir(exist_ok=True)
    UNFINISHED.touch()
    shutil.rmtree(HTML, ignore_errors=True)
    writing = begin_data()
    try:
        with step("building the site"):
            jupyter_book()
        with step("writing the data package"):
            publish_data(writing)
    finally:
        if writing is not None:
            writing.kill()
    UNFINISHED.unlink()


def source_date() -> str:
    """The time that goes into what is built: that of the last commit, so that the same sources give the same bytes."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return os.environ["SOURCE_DATE_EPOCH"]
    done = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, timeout=LONGEST
    )
    return done.stdout.strip() or "1767225600"


def size(path: Path) -> str:
    """How large a file or a folder is, in words."""
    total = sum(f.stat().st_size for f in path.rglob("*") if f.is_file()) if path.is_dir() else path.stat().st_size
    return f"{total / 1e6:.1f} MB"


def data_folder() -> Path:
    """Where the data package of this state of sources and evidence is kept."""
    from analysis.state import state

    return BUILD / "data" / state()


def begin_data() -> subprocess.Popen[str] | None:
    """Let another process write the data package while the pages are made; nothing when it is there already."""
    made = data_folder()
    if (made / "datapackage.json").exists():
        return None
    shutil.rmtree(made.parent, ignore_errors=True)
    command = [sys.executable, "-m", "analysis", "export", str(made)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def publish_data(writing: subprocess.Popen[str] | None) -> None:
    """Put all evidence and results beside the pages."""
    if writing is not None:
        said = writing.communicate(timeout=LONGEST)[1]
        if writing.returncode:
            failed(said.strip())
            raise SystemExit("the data package was not written")
    shutil.copytree(data_folder(), HTML / "data", dirs_exist_ok=True)
    DOWNLOADS.mkdir(exist_ok=True)
    archive(data_folder(), DOWNLOADS / "watts-tonnes-dollars-data.zip")
    shutil.copyfile(workbook(), DOWNLOADS / "watts-tonnes-dollars.xlsx")
    publish_pdfs()


def workbook() -> Path:
    """The model as a workbook with live formulas, written once for each state of sources and evidence."""
    from analysis.state import state

    made = BUILD / "workbook" / f"{state()}.xlsx"
    if not made.exists():
        shutil.rmtree(made.parent, ignore_errors=True)
        made.parent.mkdir(parents=True)
        partial = made.with_name("partial.xlsx")
        command = [sys.executable, "-m", "analysis", "workbook", str(partial)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST)
        if done.returncode:
            failed(done.stderr.strip())
            raise SystemExit("the workbook was not written")
        partial.replace(made)
    return made


def publish_pdfs() -> None:
    """Put the PDFs that there are beside the pages."""
    for edition in EDITIONS:
        if edition.exists() and HTML.exists():
            DOWNLOADS.mkdir(exist_ok=True)
            shutil.copyfile(edition, DOWNLOADS / edition.name)


def archive(folder: Path, target: Path, inside: str = "") -> None:
    """Put a folder into a ZIP file; the same content gives the same bytes."""
    day = time.gmtime(max(int(source_date()), 315532800))[:6]  # no ZIP file is older than 1980
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(str(Path(inside, path.relative_to(folder))), day)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                packed.writestr(entry, path.read_bytes())


def say_where() -> None:
    """Say what was made and how to open it."""
    for path, how in ((HTML / "index.html", HTML), *((edition, edition) for edition in EDITIONS)):
        if path.exists():
            console.print(f"  {path.relative_to(ROOT)}  [dim]{size(how)}[/]  file://{path}")
    console.print("  open them as files, or run [bold]make serve[/]")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--say-where", action="store_true", help="only say where the site and the PDF are")
    if parser.parse_args().say_where:
        say_where()
        return
    with exclusive_lock(BUILD, "site"):
        build()


if __name__ == "__main__":
    run_command(main)
