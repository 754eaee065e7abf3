"""The engine could be lifted out: it knows no subject, and needs nothing of the library but units, errors and whole files."""

import ast
import re
from pathlib import Path

import pytest

import analysis.engine

FILES = sorted(Path(analysis.engine.__file__).parent.glob("*.py"))
SUBJECT = re.compile(
    r"orbit|satellite|rocket|spacecraft|starlink|spacex|launch|solar|gigawatt|accelerator|data cent|(?<![a-z])space(?![a-z])",
    re.IGNORECASE,
)


def imported(tree: ast.AST) -> set[str]:
    nodes = list(ast.walk(tree))
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return named | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_word_of_the_subject_and_no_other_room(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not SUBJECT.findall(text)
    ours = {name for name in imported(ast.parse(text)) if name.split(".")[0] in ("analysis", "benchmarks", "tools")}
    shared = ("analysis.units", "analysis.errors", "analysis.disk")  # and these three need nothing else
    assert all(name in shared or name.startswith("analysis.engine") for name in ours), ours


def test_the_words_are_looked_for() -> None:
    assert SUBJECT.findall("room in space for a Satellite")
    assert not SUBJECT.findall("np.linspace and a namespace")
