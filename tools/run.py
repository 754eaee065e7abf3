"""Execute the texts into notebooks, several at a time; a page that raises keeps its old notebook."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from analysis.errors import ReportError
from tools import pages
from tools.guard import LONGEST, exclusive_lock, run_command
from tools.progress import console, failed

TIMEOUT = 1800  # seconds for one cell: ten times what the longest needs on a busy machine
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


class PageError(ReportError):
    """A page could not be executed; the message names file, cell and error."""


def where(text: Path, notebook: NotebookNode) -> str:
    """The first code cell that has no complete outcome, as `file, code cell 3, line 1 of it`."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        if any(output.output_type == "error" for output in cell.outputs) or cell.get("execution_count") is None:
            first = next((line for line in cell.source.splitlines() if line.strip()), "")
            return f"{text.relative_to(pages.ROOT)}, code cell {number} of {len(code)} ({first.strip()[:60]})"
    return str(text.relative_to(pages.ROOT))


def tidy(notebook: NotebookNode) -> None:
    """Leave out what differs from run to run without meaning anything, and count cells from one."""
    notebook.metadata = NotebookNode(pages.METADATA)
    number = 0
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            number += 1
            cell.execution_count = number
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = number


def save(notebook: NotebookNode, path: Path) -> bool:
    """Write the notebook in one step, and say whether it changed."""
    new = nbformat.writes(notebook) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == new:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.new")
    try:
        draft.write_text(new, encoding="utf-8")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return True


def execute(text: Path) -> bool:
    """Execute one text; True when its notebook changed."""
    try:
        notebook = pages.read(text)
    except Exception as error:
        raise PageError(f"{text.relative_to(pages.ROOT)} cannot be read as a MyST notebook: {error}") from error
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        resources={"metadata": {"path": str(pages.ROOT)}},
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
        store_widget_state=False,
    )
    try:
        client.execute()
    except CellExecutionError as error:
        summary = f"{error.ename}: {error.evalue}".strip()
        raise PageError(f"{where(text, notebook)}: {ESCAPES.sub('', summary)}") from error
    except CellTimeoutError as error:
        raise PageError(f"{where(text, notebook)}: no answer within {TIMEOUT} s") from error
    except DeadKernelError as error:
        raise PageError(f"{where(text, notebook)}: the kernel died (out of memory?)") from error
    tidy(notebook)
    return save(notebook, pages.notebook_of(text))


def timed(text: Path) -> tuple[bool, float]:
    """Execute one text and measure it."""
    started = time.perf_counter()
    return execute(text), time.perf_counter() - started


def run(texts: list[Path], jobs: int) -> list[Path]:
    """Execute all, report each as it ends, and give those that failed."""
    started, failures, changed = time.perf_counter(), list[Path](), 0
    pool = ThreadPoolExecutor(jobs)
    with console.status("") as status:
        waiting = {pool.submit(timed, text): text for text in texts}
        for done, future in enumerate(as_completed(waiting), start=1):
            name = waiting[future].stem
            status.update(f"executing: {done} of {len(texts)} done")
            try:
                new, seconds = future.result()
            except PageError as error:
                failures.append(waiting[future])
                failed(str(error))
                continue
            changed += new
            console.print(f"[green]✔[/] {name} [dim]{seconds:.1f} s{', changed' if new else ''}[/]")
    pool.shutdown()
    seconds = time.perf_counter() - started
    console.print(
        f"{len(texts) - len(failures)} of {len(texts)} notebooks executed in {seconds:.0f} s, {changed} changed"
    )
    return failures


EXECUTED = "executed.json"  # beside the notebooks, and committed with them


def executed() -> dict[str, str]:
    """What each stored notebook was executed from, as `reach.fingerprints` tells it; nothing before the first run."""
    try:
        found: dict[str, str] = json.loads((pages.BOOK / EXECUTED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def fingerprints() -> dict[str, str]:
    """What every page is made from; nothing where a module cannot be read, which the notebooks will tell."""
    from tools import reach

    try:
        return reach.fingerprints()
    except SyntaxError:
        return {}


def note_executed(texts: Iterable[Path], known: Mapping[str, str]) -> None:
    """Write down what some notebooks were executed from; pages that are gone leave."""
    if not known:
        return
    told = executed() | {text.stem: known[text.stem] for text in texts}
    kept = {name: told[name] for name in sorted(told) if name in known}
    (pages.BOOK / EXECUTED).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def changed_texts() -> list[Path]:
    """The texts that are not what their stored notebooks were executed from, whatever has been committed since."""
    from tools import reach

    stored = executed()
    return reach.stale(stored) if stored else since_last_commit()


def since_last_commit() -> list[Path]:
    """The texts that a file reaches which is not as it was committed."""
    from tools import reach

    told = subprocess.run(
        ["git", "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames"],
        cwd=pages.ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=LONGEST,
    ).stdout
    return reach.pages_reached_by(pages.ROOT / entry[3:] for entry in told.split("\0") if entry)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", help="beginnings of names, such as 01 or index; all when left out")
    parser.add_argument("-j", "--jobs", type=int, default=max(2, (os.cpu_count() or 2)), help="notebooks at a time")
    parser.add_argument(
        "--changed", action="store_true", help="only pages that are not what their notebooks were executed from"
    )
    arguments = parser.parse_args()
    if arguments.jobs < 1:
        sys.exit(f"--jobs needs a number of at least 1; got {arguments.jobs}, leave it out for one for each processor")
    if os.environ.get("SCENARIO") and pages.ROOT.parent.name != "scenario":
        sys.exit("SCENARIO is set: the committed notebooks tell the base; use `make book SCENARIO=…`, or unset it")
    os.environ.setdefault("WTD_CACHE", "share")  # each kernel finds what another has computed
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads wait busily, and the other kernels need the cores
    texts = pages.chosen(arguments.pages)
    if arguments.changed:
        texts = sorted(set(texts) & set(changed_texts()))
    with exclusive_lock(pages.ROOT / "_build", "notebooks"):
        before = fingerprints()  # an edit while they run is one that they do not have
        failed_pages = run(texts, arguments.jobs)
        note_executed([text for text in texts if text not in failed_pages and text.stem in before], before)
    sys.exit(1 if failed_pages else 0)


if __name__ == "__main__":
    run_command(main)
