"""Every command that a page of the reference shows is one that there is, with the options that it has."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import typer.main

from analysis.cli.commands import app

PAGES = Path(__file__).resolve().parents[2] / "book" / "text" / "reference"
SHOWN = re.compile(r"`wtd ([^`]+)`")


def test_every_command_of_the_reference_is_there_with_its_options():
    commands = typer.main.get_command(app).commands
    seen = set()
    for page in sorted(PAGES.glob("*.md")):
        for text in SHOWN.findall(page.read_text(encoding="utf-8")):
            name, *words = shlex.split(text)
            if name.startswith("-") or not name.islower():  # `wtd --help`, `wtd COMMAND`
                continue
            assert name in commands, (page.name, text)
            known = {option for parameter in commands[name].params for option in parameter.opts} | {"--help"}
            for word in words:
                option = word.partition("=")[0]
                assert not option.startswith("--") or option in known, (page.name, text)
            seen.add(name)
    assert {"whatif", "sweep", "goal", "tornado", "distribution", "weighted", "workbook"} <= seen
