"""List every mutant of the chosen files with cosmic-ray, and write out a seeded sample of them.

This runs in `.venv-mutants`, which holds cosmic-ray and nothing of the report:
`.venv-mutants/bin/python tools/mutants/listing.py SETTINGS OUT`.
"""

from __future__ import annotations

import ast
import functools
import json
import random
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
Place = tuple[int, int]
NEVER_CHANGED = {"name", "string", "newline", "endmarker", "fstring_start", "fstring_string", "fstring_end"}


class DeleteCall:
    """Replace a statement that is nothing but a call, such as a guard, by nothing."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Place, Place]]:
        """Find the calls whose answer nobody takes."""
        if node.type == "simple_stmt" and node.children[0].type in ("atom_expr", "power"):
            last = node.children[0].children[-1]
            if last.type == "trailer" and last.children[0].value == "(":
                yield (node.start_pos, node.children[0].end_pos)

    def mutate(self, node: Any, index: int) -> Any:
        """Put `pass` in its place."""
        import parso

        assert index == 0
        first = node.get_first_leaf()
        return parso.parse(first.prefix + "pass\n")


def operators(without: dict[str, str]) -> dict[str, Any]:
    """The operators of cosmic-ray that the settings leave in, and ours, by name."""
    from cosmic_ray.operators.provider import OperatorProvider

    provider = OperatorProvider()
    names = [n for n in provider if not any(re.fullmatch(pattern, n) for pattern in without)]
    return {n: provider[n]() for n in names} | {"DeleteCall": DeleteCall()}


def never_run(tree: ast.Module) -> list[tuple[Place, Place]]:
    """Where the interpreter never goes: types of arguments and answers, `__all__`, what only a type checker reads."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
            found += [a.annotation for a in every if a is not None and a.annotation is not None]
            found += [node.returns] if node.returns is not None else []
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            found += [node]
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            found += [node]
    ends: list[Any] = found
    return [((n.lineno, n.col_offset), (n.end_lineno, n.end_col_offset)) for n in ends]


def mutants_of(file: str, chosen: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every mutant of one file, by the statement at its top level, the operator and the occurrence therein."""
    import parso
    from cosmic_ray.ast import ast_nodes

    source = (ROOT / file).read_text(encoding="utf-8")
    idle = never_run(ast.parse(source))
    for number, statement in enumerate(parso.parse(source).children):
        counts = dict.fromkeys(chosen, 0)
        for node in ast_nodes(statement):
            if node.type in NEVER_CHANGED:
                continue
            for name, operator in chosen.items():
                for start, _ in operator.mutation_positions(node):
                    if not any(a <= start < b for a, b in idle):
                        place = {"statement": number, "occurrence": counts[name], "line": start[0], "column": start[1]}
                        yield {"file": file, "operator": name, **place}
                    counts[name] += 1


@functools.cache
def statements(file: str) -> tuple[str, list[str]]:
    """The text of a file, and of each statement at its top level."""
    import parso

    source = (ROOT / file).read_text(encoding="utf-8")
    return source, [child.get_code() for child in parso.parse(source).children]


def mutated(mutant: dict[str, Any], chosen: dict[str, Any]) -> dict[str, Any] | None:
    """The whole file with one mutant in it, and the line before and after; nothing when it is no Python."""
    from cosmic_ray.mutating import MutationVisitor

    source, parts = statements(mutant["file"])
    at = mutant["statement"]
    try:
        changed = MutationVisitor.mutate_code(parts[at], chosen[mutant["operator"]], mutant["occurrence"])
        text = "".join([*parts[:at], changed or "", *parts[at + 1 :]])
        compile(text, mutant["file"], "exec")
    except (SyntaxError, ValueError, AttributeError):  # the last: cosmic-ray meets `except module.Name`
        return None
    line = mutant["line"] - 1
    old, new = source.splitlines()[line].strip(), text.splitlines()[line].strip()
    return mutant | {"old": old, "new": new, "source": text}


def share(counts: dict[str, int], sample: int, least: int) -> dict[str, int]:
    """How many mutants to draw from each file: in proportion, and at least a few.

    Examples
    --------
    >>> share({"long.py": 900, "short.py": 100, "tiny.py": 2}, 100, 6)
    {'long.py': 90, 'short.py': 10, 'tiny.py': 2}
    """
    whole = sum(counts.values())
    return {file: min(n, max(least, round(sample * n / whole))) for file, n in counts.items()}


def main(settings: str, out: str) -> None:
    """List, draw, write."""
    warnings.simplefilter("ignore")  # of the mutants, when they are compiled
    wanted = json.loads(settings)
    chosen = operators(wanted["without"])
    listed = {file: list(mutants_of(file, chosen)) for file in wanted["files"]}
    counts = {file: len(mutants) for file, mutants in listed.items()}
    drawn = share(counts, wanted["sample"], wanted["least"]) if wanted["sample"] else counts
    sample: list[dict[str, Any]] = []
    for file, mutants in listed.items():
        random.Random(f"{wanted['seed']} {file}").shuffle(mutants)
        found = (m for m in (mutated(mutant, chosen) for mutant in mutants) if m is not None)
        sample += [mutant for mutant, _ in zip(found, range(drawn[file]), strict=False)]
    Path(out).write_text(json.dumps({"counts": counts, "sample": sample}), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
