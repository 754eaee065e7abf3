"""The edges of what a model takes: just inside is answered, just outside is refused, by the name of the argument.

`limits.toml` says what each argument may be, in words of its own, so that a guard cannot be lost or moved unnoticed.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import re
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pint

from analysis.units import Quantity
from tests.each import each
from tests.models.discovery import call, leaves
from tests.models.test_properties import FUNCTIONS, example

TABLE = tomllib.loads((Path(__file__).parent / "limits.toml").read_text(encoding="utf-8"))
LIMITS = {f"{module}.{name}": words.split(", ") for module, row in TABLE.items() for name, words in row.items()}
LIMIT = re.compile(r"(?P<name>\w+) (?P<sign>[<>]=?) (?P<bound>\S+) ?(?P<unit>.*)")
WORDS = {">=": "at least", "<=": "at most", ">": "above", "<": "below"}
SIGNS = {words.replace(" ", "_"): (sign,) for sign, words in WORDS.items()} | {
    "between": (">=", "<="),
    "fraction": (">=", "<="),
    "positive": (">",),
    "not_negative": (">=",),
}
OF_ITSELF = {"fraction": (0.0, 1.0), "positive": (0.0,), "not_negative": (0.0,)}  # the guard's name says the bound


# ---- what the code says ------------------------------------------------------------------------------------------------


def in_the_code() -> dict[str, list[str]]:
    """Every guard that compares an argument of a model with a constant, in the words of the table."""
    found = {name: list(dict.fromkeys(guards_of(function))) for name, function in FUNCTIONS.items()}
    return {name: limits for name, limits in found.items() if limits}


def guards_of(function: Any) -> Iterator[str]:
    code = inspect.unwrap(function)
    body = ast.parse(textwrap.dedent(inspect.getsource(code))).body[0]
    assert isinstance(body, ast.FunctionDef)
    names = set(inspect.signature(code).parameters)
    for statement in body.body:
        match statement:
            case ast.Expr(ast.Call(func, [ast.Constant(str(told)), ast.Name(given), *bounds])):
                guard = ast.unparse(func).removeprefix("guards.")
                if guard in SIGNS and told == given and given in names:
                    yield from written(guard, given, bounds, names, code.__globals__)


def written(guard: str, name: str, bounds: list[ast.expr], names: set[str], known: dict[str, Any]) -> Iterator[str]:
    signs = SIGNS[guard]
    values = OF_ITSELF.get(guard) or [constant(bound, name, names, known) for bound in bounds]
    for sign, value in zip(signs, values, strict=True):
        if value is not None:
            bound = Quantity(value)
            yield f"{name} {sign} {bound.magnitude:.12g} {bound.units:~}".strip()


def constant(bound: ast.expr, name: str, names: set[str], known: dict[str, Any]) -> Any:
    """The bound, when it is one: nothing when another argument or a local value is in it."""
    if ast.unparse(bound) in (f"0.0 * {name}", f"0 * {name}"):
        return 0.0
    used = {node.id for node in ast.walk(bound) if isinstance(node, ast.Name)}
    if used & names or not used <= known.keys():
        return None
    return eval(compile(ast.Expression(bound), "bound", "eval"), known)


def test_the_table_of_limits_tells_every_guard_of_the_code_and_no_other() -> None:
    said = in_the_code()
    wrong = []
    for name in sorted(said.keys() | LIMITS.keys()):
        module, _, function = name.partition(".")
        if LIMITS.get(name) != said.get(name):
            wrong.append(f'[{module}] {function} = "{", ".join(said.get(name, []))}"')
    assert wrong == [], "by the code limits.toml says, each under its module"


# ---- what the models do --------------------------------------------------------------------------------------------------


class Edge(NamedTuple):
    """A limit of one argument, as numbers."""

    name: str
    sign: str
    bound: float
    unit: str | None  # none for zero, which is zero in any unit

    @property
    def words(self) -> str:
        return f"{self.name} must be {WORDS[self.sign]} "


def edge(limit: str) -> Edge:
    found = LIMIT.fullmatch(limit)
    assert found, f"a limit is written as `argument > 0 unit`, not as {limit!r}"
    bound = float(found["bound"])
    return Edge(found["name"], found["sign"], bound, found["unit"] or (None if bound == 0 else ""))


def refusal(model: str, path: str, value: Quantity) -> str:
    with np.errstate(all="ignore"), contextlib.suppress(pint.DimensionalityError, ArithmeticError):
        try:
            call(FUNCTIONS[model], example(model), {path: value})
        except ValueError as error:
            return str(error)
    return ""


def moved(value: Quantity, to: float, unit: str) -> Quantity:
    """The value, or the first of several, in another place."""
    numbers = np.array(value.m_as(unit), dtype=float)
    if numbers.ndim == 0:
        return Quantity(to, unit)
    numbers.flat[0] = to
    return Quantity(numbers, unit)


@each("model", list(LIMITS))
def test_a_limit_holds_at_its_edge_and_from_both_sides(model: str) -> None:
    arguments = dict(leaf for name, value in example(model).items() for leaf in leaves(value, name, scalars=False))
    for limit in map(edge, LIMITS[model]):
        if limit.name not in arguments:
            continue  # this example leaves it out
        value = arguments[limit.name]
        unit = f"{value.units}" if limit.unit is None else limit.unit
        step = 1e-6 * min(float(np.min(np.abs(value.m_as(unit)))) or 1.0, 1.0)
        inwards = step if limit.sign.startswith(">") else -step
        places = {"outside": limit.bound - inwards, "on the edge": limit.bound, "inside": limit.bound + inwards}
        said = {place: refusal(model, limit.name, moved(value, to, unit)) for place, to in places.items()}
        assert said["outside"].startswith(f"{limit.name} must be ")
        assert said["on the edge"].startswith(limit.words) == ("=" not in limit.sign), limit.name
        assert not said["inside"].startswith(limit.words), limit.name
