"""A program as the cells of a workbook: every named step one formula, in the functions that all spreadsheets share.

A cell holds one step that has a name, a result or the return of a model, or a part of it that is used several times or
would make a formula too long to read. Formulas refer to other cells by name; addresses and layout are the business of
whoever writes the file. Only functions that Excel and LibreOffice compute alike appear, without macros or arrays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analysis.engine.graph import Expr, live, refuse

SHORT = 24  # characters that are written again rather than given a cell
MAX_FORMULA_CHARACTERS = 400  # a longer formula is cut into cells of their own; Excel itself takes 8,192
_OPERATORS = {
    "add": "({}+{})",
    "subtract": "({}-{})",
    "multiply": "({}*{})",
    "divide": "({}/{})",
    "negative": "(0-{})",  # a minus in front binds tighter than a power in a spreadsheet
    "power": "({}^{})",
    "less": "(({}<{})*1)",  # a truth value is a number everywhere else, and MIN leaves truth values out
    "less_equal": "(({}<={})*1)",
    "greater": "(({}>{})*1)",
    "greater_equal": "(({}>={})*1)",
    "equal": "(({}={})*1)",
    "not_equal": "(({}<>{})*1)",
    "logical_and": "(AND({}<>0,{}<>0)*1)",
    "logical_or": "(OR({}<>0,{}<>0)*1)",
    "logical_not": "(({}=0)*1)",
    "where": "IF({}<>0,{},{})",
    "minimum": "MIN({},{})",
    "maximum": "MAX({},{})",
    "absolute": "ABS({})",
    "sqrt": "SQRT({})",
    "exp": "EXP({})",
    "expm1": "(EXP({})-1)",
    "log": "LN({})",
    "log1p": "LN(1+{})",
    "log2": "LOG({},2)",
    "log10": "LOG10({})",
    "sin": "SIN({})",
    "cos": "COS({})",
    "tan": "TAN({})",
    "arcsin": "ASIN({})",
    "arccos": "ACOS({})",
    "arctan": "ATAN({})",
    "arctan2": "ATAN2({1},{0})",  # a spreadsheet takes x first
    "tanh": "TANH({})",
    "erf": "(2*NORMSDIST({}*SQRT(2))-1)",
    "ndtr": "NORMSDIST({})",
    "floor": "INT({})",
    "ceil": "(0-INT(0-{}))",
}


@dataclass(frozen=True)
class Cell:
    """One formula: the name of its cell, the formula with its equals sign, and the step that it computes."""

    name: str
    formula: str
    step: Expr


def cells(
    outputs: Sequence[Expr],
    names: Mapping[Expr, str],
    written: Callable[[str], str] = str,
    longest: int | None = MAX_FORMULA_CHARACTERS,
) -> list[Cell]:
    """Write every step that the outputs need as cells, those that a formula needs before it.

    Parameters
    ----------
    outputs : sequence of Expr
        The steps to compute; each needs a name.
    names : mapping of Expr to str
        The names of outputs and of any steps on the way that deserve a cell of their own.
    written : callable
        How a formula refers to the cell of a name, and to an input.
    longest : int, optional
        Characters of a formula before parts of it become cells, named after the cell that needs them; None adds none.

    Raises
    ------
    TraceError
        When a step has no counterpart in a spreadsheet.

    Examples
    --------
    >>> from analysis.engine.tracing import trace
    >>> push = trace(lambda thrust, time: thrust * time / 2, {"thrust": "N", "time": "s"})
    >>> step = push.outputs["<lambda>"]
    >>> [(cell.name, cell.formula) for cell in cells([step], {step: "impulse"})]
    [('impulse', '=(thrust*time)/2')]
    """
    needed = live(outputs)
    uses = Counter(part for step in needed for part in step.arguments)
    owner = _owners(needed, names)
    texts: dict[Expr, str] = {}
    made: list[Cell] = []
    parts: Counter[str] = Counter()
    for step in needed:
        if step.is_input:
            texts[step] = written(step.name)
            continue
        if step.is_constant:
            texts[step] = _number(step.value)
            continue
        text = _formula(step, [texts[part] for part in step.arguments])
        name = names.get(step)
        if name is None and longest is not None and (len(text) > longest or (uses[step] > 1 and len(text) > SHORT)):
            parts[owner[step]] += 1
            name = f"{owner[step]}.step_{parts[owner[step]]}"
        if name is not None:
            made.append(Cell(name, f"={_bare(text)}", step))
            text = written(name)
        texts[step] = text
    return made


def _owners(needed: Sequence[Expr], names: Mapping[Expr, str]) -> dict[Expr, str]:
    """Give each step the name of the first named step that needs it."""
    owner: dict[Expr, str] = {}
    for step in reversed(needed):
        own = names.get(step) or owner.get(step, "")
        for part in step.arguments:
            owner[part] = own
    return owner


def _formula(step: Expr, operands: list[str]) -> str:
    form = _OPERATORS.get(step.operation)
    if form is None:
        refuse(f"np.{step.operation} has no counterpart in a spreadsheet", "leave its result out of the workbook")
    return form.format(*operands)


def _bare(text: str) -> str:
    """Leave out a pair of brackets around the whole."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and place < len(text) - 1:
            return text
    return text[1:-1]


def _number(value: float) -> str:
    if value != value:
        return "NA()"
    if value in (float("inf"), float("-inf")):
        return "(1/0)"  # a spreadsheet has no infinity: what needs it shows an error, as it should
    text = repr(value).removesuffix(".0").replace("e", "E")
    return f"({text})" if value < 0 else text
