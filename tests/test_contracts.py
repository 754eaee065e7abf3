"""The one way to flow: import-linter reads the contracts in pyproject.toml."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

from analysis import errors

ROOT = Path(__file__).resolve().parents[1]


def test_imports_go_one_way() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def kinds(parent: type, depth: int = 0) -> list[tuple[int, str, list[str]]]:
    """The tree of classes below one, each with its depth and the built-in errors that it also is."""
    found = []
    for child in parent.__subclasses__():
        also = [base.__name__ for base in child.__bases__ if base is not parent]
        found += [(depth, child.__name__, also), *kinds(child, depth + 1)]
    return found


def test_the_tree_of_errors_is_drawn_as_it_is() -> None:
    own = {}
    for file in [*(ROOT / "analysis").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name.endswith(("Error", "Exception")):
                own[node.name] = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for module in own.values():
        importlib.import_module(module)
    drawn = re.findall(r"^( *)[├└]── (\w+)(?: \((\w+)\))?", errors.__doc__ or "", flags=re.MULTILINE)
    tree = {name: also for _, name, also in kinds(errors.ReportError)}
    assert {name: [also] if also else [] for _, name, also in drawn} == tree
    assert set(own) == {*tree, "ReportError"}, "every error of our own hangs on the tree"
    assert all(depth == 0 for depth, _, _ in kinds(errors.ReportError)), "draw the branch"


def test_a_name_that_is_unknown_is_told_without_quotation_marks() -> None:
    error = errors.UnknownNameError("no input named 'z'; the inputs are a, b")
    assert str(error) == "no input named 'z'; the inputs are a, b"
    assert isinstance(error, KeyError)
