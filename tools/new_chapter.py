"""Begin a chapter: text, study, charts and test that run at once, with a TODO wherever a decision is yours.

`make new-chapter NAME=refuelling NUMBER=21`; afterwards `make check-chapter NUMBER=21` tells what is missing.
"""

from __future__ import annotations

import argparse
import keyword
import re
import sys
from pathlib import Path
from string import Template

from tools.pages import ROOT
from tools.progress import console

TEMPLATES = Path(__file__).with_name("chapter")
NAME = re.compile(r"[a-z][a-z0-9_]{2,30}")


def places(name: str, number: int, root: Path = ROOT) -> dict[str, Path]:
    """Give the four files of a chapter by their template."""
    return {
        "text.md": root / "book" / "text" / f"{number:02d}-{name.replace('_', '-')}.md",
        "study.py": root / "analysis" / "studies" / f"{name}.py",
        "figure.py": root / "analysis" / "figures" / f"{name}.py",
        "test.py": root / "tests" / "studies" / f"test_{name}_study.py",
    }


def refusal(name: str, number: int, root: Path = ROOT) -> str:
    """Say why a chapter cannot be begun under this name and number; nothing when it can."""
    if not NAME.fullmatch(name) or keyword.iskeyword(name):
        return f"NAME must be a lower-case word of 3 to 31 letters, such as refuelling; got {name!r}"
    if not 1 <= number <= 99:
        return "NUMBER must lie between 1 and 99: make new-chapter NAME=refuelling NUMBER=21"
    taken = [*(root / "book" / "text").glob(f"{number:02d}-*.md")]
    free = max((int(f.name[:2]) for f in (root / "book" / "text").glob("[0-9][0-9]-*.md")), default=0) + 1
    if taken:
        return f"chapter {number} is {taken[0].stem}; the next free number is {free}"
    there = [file for file in places(name, number, root).values() if file.exists()]
    if there:
        return f"{there[0].relative_to(root)} exists; choose another NAME"
    return ""


def begin(name: str, number: int, root: Path = ROOT) -> list[Path]:
    """Write the four files."""
    written = []
    for template, file in places(name, number, root).items():
        text = Template((TEMPLATES / f"{template}.txt").read_text(encoding="utf-8"))
        file.write_text(text.substitute(name=name, number=number), encoding="utf-8")
        written.append(file)
    return written


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="a lower-case word, such as refuelling")
    parser.add_argument("number", help="the number of the chapter")
    arguments = parser.parse_args()
    chapter = int(arguments.number) if arguments.number.isdecimal() else 0
    if wrong := refusal(arguments.name, chapter):
        sys.exit(wrong)
    for file in begin(arguments.name, chapter):
        console.print(f"[green]✔[/] {file.relative_to(ROOT)}")
    number = f"{chapter:02d}"
    console.print(
        f"  next: fill the TODOs, [bold]make run PAGES={number}[/], then [bold]make check-chapter NUMBER={number}[/]"
    )


if __name__ == "__main__":
    main()
