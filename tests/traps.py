"""Silent traps that neither pint nor a test of one value finds, found in the source.

* ``np.ceil`` and ``np.floor`` round the magnitude as it stands: of 2.5 t / 1 kg they make 3 t/kg, which is 3,000.
  Tracing refuses that too; the lint also reaches what is never traced.
* ``np.where`` of quantities converts the wrong way round in pint when a scalar meets an array.
* ``+=`` on a quantity that holds an array changes the array of whoever passed it in.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_ROUNDING = {"ceil", "floor", "rint", "round", "trunc", "fix"}
_BARE = {"m_as", "magnitude", "m"}  # what leaves a plain number behind
_IN_PLACE = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)


class Trap(NamedTuple):
    """A line that looks right and is not."""

    file: str
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}"


def lint(path: Path) -> list[Trap]:
    """Return the traps in a Python file, or in all files below a folder.

    Parameters
    ----------
    path : Path
        A file or a folder.
    """
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return [trap for file in files for trap in lint_source(file.read_text(encoding="utf-8"), str(file))]


def lint_source(source: str, file: str = "<source>") -> list[Trap]:
    r"""Return the traps in Python source.

    Examples
    --------
    >>> print(lint_source("def pieces(length, piece):\n    return np.ceil(length / piece)")[0])
    <source>:2: np.ceil of what may still have a unit: write np.ceil((...).to(""))
    """
    functions = [x for x in ast.walk(ast.parse(source)) if isinstance(x, ast.FunctionDef)]
    found = {Trap(file, *trap) for function in functions for trap in _traps(function)}
    return sorted(found, key=lambda trap: trap.line)


def _traps(function: ast.FunctionDef) -> Iterator[tuple[int, str]]:
    pure = _pure_names(function)
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _numpy_name(node.func) in _ROUNDING and node.args:
            if not _is_pure(node.args[0], pure):
                name = f"np.{_numpy_name(node.func)}"
                yield node.lineno, f'{name} of what may still have a unit: write {name}((...).to(""))'
        elif isinstance(node, ast.Call) and _numpy_name(node.func) == "where" and len(node.args) == 3:
            if not all(_is_pure(x, pure) for x in node.args[1:]):
                yield node.lineno, "np.where of quantities converts the wrong way round: use analysis.units.where"
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, _IN_PLACE) and not _is_pure(node.value, pure):
            yield node.lineno, "an operation in place can change the caller's array: write total = total + term"


def _numpy_name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "np":
        return function.attr
    return ""


def _pure_names(function: ast.FunctionDef) -> set[str]:
    """Names that a function assigns plain or dimensionless numbers to, and nothing else."""
    pure: set[str] = set()
    other: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for name, value in _assigned(node):
                (pure if _is_pure(value, pure) else other).add(name)
        elif isinstance(node, ast.For) and isinstance(node.target, ast.Name) and _is_counting(node.iter):
            pure.add(node.target.id)
    return pure - other


def _assigned(node: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    for target in node.targets:
        if isinstance(target, ast.Name):
            yield target.id, node.value
        elif isinstance(target, ast.Tuple):
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value] * len(target.elts)
            yield from ((x.id, value) for x, value in zip(target.elts, values, strict=False) if isinstance(x, ast.Name))


def _is_counting(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range"


def _is_pure(node: ast.expr, pure: set[str]) -> bool:
    """Whether an expression is a plain or a dimensionless number for certain."""
    if isinstance(node, ast.Constant | ast.Compare | ast.BoolOp):
        return True
    if isinstance(node, ast.Name):
        return node.id in pure
    if isinstance(node, ast.Attribute):
        return node.attr in _BARE or bool(_numpy_name(node))  # np.pi, np.inf
    if isinstance(node, ast.UnaryOp):
        return _is_pure(node.operand, pure)
    if isinstance(node, ast.BinOp):
        return _is_pure(node.left, pure) and _is_pure(node.right, pure)
    return isinstance(node, ast.Call) and _is_pure_call(node, pure)


def _is_pure_call(node: ast.Call, pure: set[str]) -> bool:
    if isinstance(node.func, ast.Attribute) and node.func.attr == "to":
        return (
            len(node.args) == 1
            and isinstance(node.args[0], ast.Constant)
            and node.args[0].value in ("", "dimensionless")
        )
    if isinstance(node.func, ast.Attribute) and node.func.attr in _BARE:
        return True
    if isinstance(node.func, ast.Name) and node.func.id in ("float", "int", "len"):
        return True
    return bool(_numpy_name(node.func)) and all(_is_pure(x, pure) for x in node.args)
