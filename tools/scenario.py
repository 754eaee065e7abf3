"""The whole report in another case: `make book SCENARIO=my.toml`.

Everything is made in a copy of the tree under `_build/scenario/NAME`, so that the committed notebooks stay as they
are; the site and the PDF move to `_build/worlds/NAME` when both are whole, apart from all else that is built.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from tools.guard import LONGEST, exclusive_lock, run_command
from tools.pages import ROOT
from tools.progress import console, step
from tools.site import BUILD, PDF, size, source_date

LEFT = ("_build", "tests")
MADE = shutil.ignore_patterns("__pycache__", "*.ipynb", "vendor", ".ipynb_checkpoints")
RESERVED = ("base", ".", "..")  # the report itself, and what would be a folder above
FIRST_CELL = re.compile(r"^(`{3,}|:{3,})\{code-cell\}[^\n]*\n(?:(?!\1$).*\n)*?page = Page\((?:(?!\1$).*\n)*?\1\n", re.M)
BOX = """
```{code-cell} python
:tags: [remove-input]
from analysis.pages.edition import changes_box

changes_box(page)
```
"""


def copy_tree(draft: Path, scenario: Path) -> Path:
    """Copy what the book is made from, without the outputs of the base; give the scenario's file in the copy."""
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for source in ROOT.iterdir():
        if source.name.startswith(".") or source.name in LEFT:
            continue
        if source.is_dir():
            shutil.copytree(source, draft / source.name, ignore=MADE)
        else:
            shutil.copy2(source, draft / source.name)
    return Path(shutil.copy2(scenario, draft / scenario.name))


def mark_pages(draft: Path) -> int:
    """Put the box of changes below the first cell of every page that has numbers; give how many there are."""
    marked = 0
    for text in sorted((draft / "book" / "text").rglob("*.md")):
        content = text.read_text(encoding="utf-8")
        if found := FIRST_CELL.search(content):
            text.write_text(content[: found.end()] + BOX + content[found.end() :], encoding="utf-8")
            marked += 1
    return marked


def put_in_front(draft: Path, title: str, page: str) -> None:
    """Add the page of differences behind the first page, and say on every page which world this is."""
    (draft / "book" / "differences.md").write_text(page, encoding="utf-8")
    contents = yaml.safe_load((draft / "_toc.yml").read_text(encoding="utf-8"))
    contents["parts"].insert(0, {"caption": "Another world", "chapters": [{"file": "book/differences"}]})
    (draft / "_toc.yml").write_text(yaml.safe_dump(contents, allow_unicode=True, sort_keys=False), encoding="utf-8")
    config = yaml.safe_load((draft / "_config.yml").read_text(encoding="utf-8"))
    options = config["sphinx"]["config"].setdefault("html_theme_options", {})
    options["announcement"] = f"Another world than the base: {title}. What differs stands behind the first page."
    (draft / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
    settings = draft / "tools" / "pdf" / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    quoted = title.replace("\\", "").replace('"', "'")
    settings.write_text(
        re.sub(r'^(subtitle = ".*)"$', lambda m: f'{m[1]} In another case: {quoted}"', text, flags=re.M),
        encoding="utf-8",
    )


def run(draft: Path, scenario: Path, *command: str) -> None:
    """Run a module in the copy, in the other world; stop when it fails."""
    environment = {
        **os.environ,
        "SCENARIO": str(scenario),
        "PYTHONPATH": str(draft),
        "SOURCE_DATE_EPOCH": source_date(),
    }
    done = subprocess.run([sys.executable, "-m", *command], cwd=draft, env=environment, check=False, timeout=LONGEST)
    if done.returncode:
        sys.exit(
            f"the book in the world of {scenario.stem} stopped at {' '.join(command)}; the committed one is as it was"
        )


def move(draft: Path, target: Path) -> None:
    """Put site and PDF in place, whole."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    shutil.move(draft / "_build" / "html", target / "html")
    (target / "pdf").mkdir()
    shutil.move(draft / PDF.relative_to(ROOT), target / "pdf" / PDF.name)


def prepare(name: str) -> tuple[Path, Path]:
    """Make the copy, ready to be executed; give it and the scenario's file in it."""
    from analysis.evidence.case import case_of, shipped_scenarios
    from analysis.evidence.errors import EvidenceError
    from analysis.pages import edition as otherworld

    try:
        case = case_of(name)
        if case.scenario is None or case.scenario.name in RESERVED:
            raise EvidenceError(f"a scenario cannot be called {case.name}; rename it, or leave it out for the base")
        page = otherworld.differences_page(case)
    except EvidenceError as error:
        sys.exit(f"SCENARIO={name}: {error}")
    draft = BUILD / "scenario" / case.scenario.name
    file = copy_tree(draft, shipped_scenarios().get(name, Path(name)))
    console.print(f"{mark_pages(draft)} pages marked as those of {case.scenario.title}", markup=False)
    put_in_front(draft, case.scenario.title, page)
    return draft, file


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", help="a shipped scenario's name, or a scenario file")
    name = parser.parse_args().scenario
    with exclusive_lock(BUILD, "book in another case"):
        make(name)


def make(name: str) -> None:
    """Make site and PDF of another case."""
    with step("comparing with the base and copying the tree"):
        draft, file = prepare(name)
    run(draft, file, "analysis", "pages", "--scenario", str(file))
    for command in ("tools.run", "tools.site", "tools.pdf"):
        run(draft, file, command)
    target = BUILD / "worlds" / file.stem
    move(draft, target)
    for path in (target / "html" / "index.html", target / "pdf" / PDF.name):
        console.print(f"  {path.relative_to(ROOT)}  [dim]{size(path.parent)}[/]  file://{path}")


if __name__ == "__main__":
    run_command(main)
