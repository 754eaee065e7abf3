"""A public model serves a chapter, a peer, a published value or a command, or it leaves."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "analysis" / "models"
# Who may call a model: the report and its commands, published values, and the comparison with other libraries that
# Chapter 19 prints. The tests of the models themselves do not count: they would keep anything alive.
CALLERS = ("analysis", "tools", "benchmarks", "tests/published", "tests/peers")
Name = tuple[str, str]


def names_used(tree: ast.AST, own: str = "") -> set[Name]:
    """The names of modules of models that a piece of code reads: ``module.name``, an imported name, one of its own."""
    modules: dict[str, str] = {}
    imported: dict[str, Name] = {}
    used: set[Name] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "analysis.models":
            modules |= {name.asname or name.name: name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis.models."):
            module = str(node.module).rsplit(".", 1)[1]
            imported |= {name.asname or name.name: (module, name.name) for name in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            used.add((modules[node.value.id], node.attr))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            used.add(imported.get(node.id, (own, node.id)))
    return used


def definitions(tree: ast.Module) -> dict[str, ast.AST]:
    """What a module defines at its top: functions and classes by name."""
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def unused(models: dict[str, ast.Module], called: set[Name]) -> list[str]:
    """The public functions and classes of models that no caller reaches, by whatever way."""
    reached = set(called)
    calls: dict[Name, set[Name]] = defaultdict(set)
    known: list[Name] = []
    for module, tree in models.items():
        imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        defined = definitions(tree)
        known += [(module, name) for name in defined if not name.startswith("_")]
        for name, node in defined.items():
            calls[module, name] = names_used(ast.Module([*imports, node], []), module)
        rest = [node for node in tree.body if node not in defined.values()]  # constants and aliases hold what they name
        reached |= names_used(ast.Module(rest, []), module)
    waiting, seen = list(reached), set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += calls[name]
    return sorted(f"{module}.{name}" for module, name in known if (module, name) not in seen)


@pytest.fixture(scope="module")
def models() -> dict[str, ast.Module]:
    return {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(MODELS.glob("*.py"))}


@pytest.fixture(scope="module")
def called() -> set[Name]:
    files = (path for folder in CALLERS for path in sorted((ROOT / folder).rglob("*.py")) if MODELS not in path.parents)
    return set().union(*(names_used(ast.parse(path.read_text(encoding="utf-8"))) for path in files))


def test_every_public_model_is_used(models, called):
    left = unused(models, called)
    assert not left, f"nothing uses {', '.join(left)}: use it in a study, a peer or a published value, or delete it"


def test_a_model_that_only_another_unused_one_calls_is_found(models, called):
    added = ast.parse("def lonely(x):\n    return helper(x)\n\n\ndef helper(x):\n    return x\n")
    assert unused({**models, "spare": added}, called) == ["spare.helper", "spare.lonely"]


def test_a_model_is_used_by_its_module_by_its_name_and_through_another(models, called):
    added = ast.parse(
        "def first(x):\n    return second(x)\n\n\ndef second(x):\n    return x\n\n\ndef third(x):\n    return x\n"
    )
    text = "from analysis.models import spare as s\nfrom analysis.models.spare import third\ns.first(third(1))"
    assert unused({**models, "spare": added}, called | names_used(ast.parse(text))) == []
