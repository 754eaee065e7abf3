"""LaTeX of a model: of its source, as a reader would write it, or of a program, as it is computed.

`formula` reads the source of a function, so constants keep their names and unit conversions do not show. `latex` prints
the graph of a traced program, where conversions have become factors; trace in base units to have few of them.
"""

from __future__ import annotations

import ast
import inspect
import math
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, NoReturn

from analysis.engine.differentiate import only_output
from analysis.engine.graph import Expr
from analysis.engine.tracing import Program

_LOOSE, _SUM, _PRODUCT, _FRACTION, _POWER, _ATOM = range(6)
_LONGEST = 4000


class Term(NamedTuple):
    """A piece of LaTeX and how tightly it holds together."""

    text: str
    level: int = _ATOM

    def inside(self, level: int) -> str:
        """Return the text, in brackets when it holds together less than its surroundings need."""
        return self.text if self.level >= level else rf"\left({self.text}\right)"


_FUNCTIONS = {
    "log": r"\ln",
    "log2": r"\log_2",
    "log10": r"\log_{10}",
    "sin": r"\sin",
    "cos": r"\cos",
    "tan": r"\tan",
    "arcsin": r"\arcsin",
    "arccos": r"\arccos",
    "arctan": r"\arctan",
    "tanh": r"\tanh",
    "minimum": r"\min",
    "maximum": r"\max",
}
_RELATIONS = {
    "less": "<",
    "less_equal": r"\le",
    "greater": ">",
    "greater_equal": r"\ge",
    "equal": "=",
    "not_equal": r"\ne",
    "logical_and": r"\land",
    "logical_or": r"\lor",
}
_AROUND = {
    "sqrt": (r"\sqrt{", "}"),
    "absolute": (r"\left|", r"\right|"),
    "ceil": (r"\left\lceil ", r"\right\rceil"),
    "floor": (r"\left\lfloor ", r"\right\rfloor"),
}
_SAME_AS = {
    "abs": "absolute",
    "where": "where",
    "fmin": "minimum",
    "fmax": "maximum",
    "min": "minimum",
    "max": "maximum",
}


def operation(name: str, *terms: Term) -> Term:
    """Put an operation of the graph into LaTeX."""
    if name in _BUILT:
        return _BUILT[name](*terms)
    if name in _AROUND:
        left, right = _AROUND[name]
        return Term(f"{left}{terms[0].text}{right}")
    if name in _RELATIONS:
        return Term(f" {_RELATIONS[name]} ".join(t.inside(_SUM) for t in terms), _LOOSE)
    head = _FUNCTIONS.get(name, rf"\operatorname{{{_words(name)}}}")
    return Term(rf"{head}\left({', '.join(t.text for t in terms)}\right)")


def _add(a: Term, b: Term) -> Term:
    return Term(f"{a.text} {b.text}" if b.text.startswith("-") else f"{a.inside(_SUM)} + {b.inside(_SUM)}", _SUM)


def _multiply(a: Term, b: Term) -> Term:
    if a.text == "1":
        return b
    both_numbers = a.text[-1:].isdigit() and b.text[:1].isdigit()
    dot = r"\cdot" if both_numbers else r"\,"
    return Term(f"{a.inside(_PRODUCT)} {dot} {b.inside(_PRODUCT)}", _PRODUCT)


def _power(a: Term, b: Term) -> Term:
    return Term(rf"{a.inside(_ATOM)}^{{{b.text}}}", _POWER)


def _where(condition: Term, when_true: Term, when_false: Term) -> Term:
    rows = rf"{when_true.text} & \text{{if }} {condition.text} \\ {when_false.text} & \text{{otherwise}}"
    return Term(rf"\begin{{cases}} {rows} \end{{cases}}")


_BUILT: dict[str, Callable[..., Term]] = {
    "add": _add,
    "subtract": lambda a, b: Term(f"{a.inside(_SUM)} - {b.inside(_PRODUCT)}", _SUM),
    "multiply": _multiply,
    "divide": lambda a, b: Term(rf"\frac{{{a.text}}}{{{b.text}}}", _FRACTION),
    "negative": lambda a: Term(f"-{a.inside(_PRODUCT)}", _SUM),
    "power": _power,
    "exp": lambda a: Term(rf"e^{{{a.text}}}", _POWER),
    "expm1": lambda a: Term(rf"e^{{{a.text}}} - 1", _SUM),
    "log1p": lambda a: Term(rf"\ln\left(1 + {a.text}\right)"),
    "square": lambda a: _power(a, Term("2")),
    "logical_not": lambda a: Term(rf"\lnot {a.inside(_ATOM)}", _LOOSE),
    "where": _where,
}


def figure(value: float, digits: int = 6) -> Term:
    """Write a number with a power of ten where it needs one."""
    if value < 0:
        return Term(f"-{figure(-value, digits).text}", _SUM)
    if not math.isfinite(value):
        return Term(r"\infty" if value > 0 else r"\mathrm{NaN}")
    mantissa, _, exponent = f"{value:.{digits}g}".partition("e")
    return Term(rf"{mantissa} \times 10^{{{int(exponent)}}}", _PRODUCT) if exponent else Term(mantissa)


def _words(name: str) -> str:
    return name.replace("_", r"\ ").replace(".", r"\ ")


def symbol(name: str, symbols: Mapping[str, str]) -> Term:
    """Return the symbol of a name, or the name itself in upright letters."""
    if name in symbols:
        return Term(symbols[name])
    return Term(name if len(name) == 1 else rf"\mathrm{{{_words(name)}}}")


# ---- of a program --------------------------------------------------------------------------------------------------


def latex(
    program: Program,
    symbols: Mapping[str, str] | None = None,
    output: str | None = None,
    constants: Mapping[float, str] | None = None,
) -> str:
    r"""Return the LaTeX of one output of a program.

    Parameters
    ----------
    program : Program
        What to print.
    symbols : mapping of str to str, optional
        The LaTeX of each input and of the output.
    output : str, optional
        Which output; not needed when there is one.
    constants : mapping of float to str, optional
        The LaTeX of numbers that have a name.

    Examples
    --------
    >>> from analysis.engine.tracing import trace
    >>> def energy(m, v):
    ...     return m * v**2 / 2
    >>> print(latex(trace(energy, {"m": "kg", "v": "m/s"}), {"energy": "E"}))
    E = \frac{m \, v^{2}}{2}
    """
    name = only_output(program, output)
    names, known = symbols or {}, constants or {}
    terms: dict[Expr, Term] = {}
    for node in program.select(name).nodes:
        if node.is_constant:
            named = next((text for value, text in known.items() if math.isclose(value, node.value, rel_tol=1e-9)), None)
            terms[node] = Term(named) if named else figure(node.value)
        elif node.is_input:
            terms[node] = symbol(node.name, names)
        else:
            terms[node] = _term(node, terms)
        if len(terms[node].text) > _LONGEST:
            raise ValueError(
                f"{name} is longer than {_LONGEST} characters as one formula: print its parts, or formula()"
            )
    return f"{symbol(name, names).text} = {terms[program.outputs[name]].text}"


def _term(node: Expr, terms: Mapping[Expr, Term]) -> Term:
    arguments = list(node.arguments)
    if node.operation == "multiply":
        if arguments[0] is arguments[1]:
            return _power(terms[arguments[0]], Term("2"))
        arguments.sort(key=lambda x: not x.is_constant)  # the number stands first
    return operation(node.operation, *(terms[x] for x in arguments))


# ---- of a function -------------------------------------------------------------------------------------------------


def formula(function: Callable[..., Any], symbols: Mapping[str, str] | None = None) -> str:
    r"""Return the LaTeX of a function's source: one line for each assignment and one for the result.

    Checks, unit conversions and the units of literals do not show.

    Parameters
    ----------
    function : callable
        A function of assignments and one return.
    symbols : mapping of str to str, optional
        The LaTeX of arguments, variables, module constants and functions; the function's own name is the result.

    Examples
    --------
    >>> from analysis.units import number
    >>> formula(number)
    Traceback (most recent call last):
    ...
    ValueError: number cannot be printed as a formula: line ... branches
    """
    plain = inspect.unwrap(function)
    source, start = inspect.getsourcelines(plain)
    tree = ast.increment_lineno(ast.parse(textwrap.dedent("".join(source))), start - 1).body[0]
    if not isinstance(tree, ast.FunctionDef):
        raise ValueError(f"{function!r} cannot be printed as a formula: it is not a plain function")
    lines = list(_lines(tree, symbols or {}))
    if len(lines) == 1:
        return lines[0].replace("&", "", 1)
    return r"\begin{aligned} " + r" \\ ".join(lines) + r" \end{aligned}"


def _lines(tree: ast.FunctionDef, symbols: Mapping[str, str]) -> Iterator[str]:
    for statement in tree.body:
        if isinstance(statement, ast.Return) and statement.value is not None:
            yield f"{symbol(tree.name, symbols).text} &= {_Source(tree, symbols).term(statement.value).text}"
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name = symbol(statement.targets[0].id, symbols).text
            yield f"{name} &= {_Source(tree, symbols).term(statement.value).text}"
        elif not isinstance(statement, ast.Expr):  # a docstring or a check says nothing about the value
            what = (
                "unpacks or assigns to something other than a name" if isinstance(statement, ast.Assign) else "branches"
            )
            raise ValueError(f"{tree.name} cannot be printed as a formula: line {statement.lineno} {what}")


_BINARY = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide", ast.Pow: "power"}
_COMPARE = {ast.Lt: "less", ast.LtE: "less_equal", ast.Gt: "greater", ast.GtE: "greater_equal", ast.Eq: "equal"}
_CONVERSIONS = {"to", "m_as", "to_base_units", "to_reduced_units", "round"}


class _Source:
    """Python expressions as terms."""

    def __init__(self, tree: ast.FunctionDef, symbols: Mapping[str, str]) -> None:
        self.tree, self.symbols = tree, symbols

    def term(self, node: ast.expr) -> Term:
        handler = getattr(self, f"_{type(node).__name__.lower()}", None)
        if handler is None:
            self._refuse(node)
        found: Term = handler(node)
        return found

    def _refuse(self, node: ast.AST) -> NoReturn:
        line = getattr(node, "lineno", 0)
        raise ValueError(f"{self.tree.name} cannot be printed as a formula: line {line} holds {ast.unparse(node)!r}")

    def _name(self, node: ast.Name) -> Term:
        return symbol(node.id, self.symbols)

    def _constant(self, node: ast.Constant) -> Term:
        return figure(float(node.value)) if isinstance(node.value, int | float) else Term(str(node.value))

    def _binop(self, node: ast.BinOp) -> Term:
        if type(node.op) not in _BINARY:
            self._refuse(node)
        return operation(_BINARY[type(node.op)], self.term(node.left), self.term(node.right))

    def _unaryop(self, node: ast.UnaryOp) -> Term:
        inner = self.term(node.operand)
        return operation("negative", inner) if isinstance(node.op, ast.USub) else inner

    def _compare(self, node: ast.Compare) -> Term:
        if type(node.ops[0]) not in _COMPARE:
            self._refuse(node)
        return operation(_COMPARE[type(node.ops[0])], self.term(node.left), self.term(node.comparators[0]))

    def _attribute(self, node: ast.Attribute) -> Term:
        if node.attr in ("magnitude", "m"):
            return self.term(node.value)
        if ast.unparse(node) == "np.pi":
            return Term(r"\pi")
        return symbol(self.symbols.get(ast.unparse(node), node.attr), self.symbols)

    def _subscript(self, node: ast.Subscript) -> Term:
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            return symbol(node.slice.value, self.symbols)
        return Term(f"{self.term(node.value).text}_{{{self.term(node.slice).text}}}")

    def _call(self, node: ast.Call) -> Term:
        if isinstance(node.func, ast.Attribute) and node.func.attr in _CONVERSIONS:
            return self.term(node.func.value)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if name == "Quantity":
            return self.term(node.args[0])
        terms = [self.term(x) for x in (*node.args, *(k.value for k in node.keywords))]
        if name in self.symbols:
            return Term(rf"{self.symbols[name]}\left({', '.join(t.text for t in terms)}\right)")
        return operation(_SAME_AS.get(name, name), *terms)
