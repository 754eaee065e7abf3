"""A program as plain JavaScript over blocks of draws: whole distributions in the reader's browser.

The reader moves a few inputs; all others are drawn once. So every step belongs to the set of moving inputs that reach
it. Steps of one set stand together, cut into functions that a compiler still optimises; a move runs the sets that
contain the moved input. What only draws reach is computed when the page opens, and what nothing reaches is a number.
A value stays in a row of its block where a later part needs it, and in a local variable everywhere else.

`blocks.js` beside this file draws the inputs and runs the parts. Points, distributions and correlations are those of
`Sampler`, so Python and the page compute the same draws. Nothing is evaluated from text: the script is a static file.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import ascii_letters
from typing import Any

import numpy as np
from scipy import special

from analysis.engine.distributions import Distribution
from analysis.engine.graph import Expr
from analysis.engine.literals import kept
from analysis.engine.sampling import Sampler
from analysis.engine.tracing import Program

DRAWS = 4096  # a move stays within a frame or two, and shares within one in a hundred
EACH = 256  # draws in a block: some dozens of rows fit the first cache
LONGEST = 100  # steps in one function: V8 optimises functions of a limited size
DEEPEST = 240  # characters of one expression before its value gets a name
MOST_GROUPS = 30  # JavaScript's bitwise operators work on 32 bits, one of them the sign
RUNTIME = Path(__file__).with_name("blocks.js")

_TEMPLATES = {
    "add": "({}+{})",
    "subtract": "({}-{})",
    "multiply": "({}*{})",
    "divide": "({}/{})",
    "negative": "(-{})",
    "power": "B.power({},{})",
    "minimum": "Math.min({},{})",
    "maximum": "Math.max({},{})",
    "arctan2": "Math.atan2({},{})",
    "less": "({}<{}?1:0)",
    "less_equal": "({}<={}?1:0)",
    "greater": "({}>{}?1:0)",
    "greater_equal": "({}>={}?1:0)",
    "equal": "({}==={}?1:0)",
    "not_equal": "({}!=={}?1:0)",
    "logical_and": "({}!==0&&{}!==0?1:0)",
    "logical_or": "({}!==0||{}!==0?1:0)",
    "logical_not": "({}===0?1:0)",
    "where": "({}!==0?{}:{})",  # not a number counts as true, as in NumPy
    "absolute": "Math.abs({})",
    "arcsin": "Math.asin({})",
    "arccos": "Math.acos({})",
    "arctan": "Math.atan({})",
    "hypot": "Math.hypot({},{})",
    "erf": "B.erf({})",
    "ndtr": "B.below({})",
    "ndtri": "B.score({})",
    **{
        name: f"Math.{name}({{}})"
        for name in ("sqrt", "exp", "expm1", "log", "log1p", "log2", "log10", "sin", "cos", "tan", "tanh", "cbrt")
    },
    **{name: f"Math.{name}({{}})" for name in ("ceil", "floor")},
}


def block_script(
    program: Program,
    sampler: Sampler,
    moving: Mapping[str, str] | Iterable[str] = (),
    count: int = DRAWS,
) -> str:
    """Return a JavaScript expression: what `B.start` of ``blocks.js`` needs to draw and run a program.

    Parameters
    ----------
    program : Program
        What to compute; every input needs a base value, which stands in the point estimate.
    sampler : Sampler
        The joint distribution of the inputs.
    moving : iterable of str, or mapping of str to str
        The inputs that a reader may hold at a value. A mapping names the group of each: inputs of one group are moved
        together, as those that only a scenario changes.
    count : int
        Draws, a power of two from 256.

    Returns
    -------
    str
        The same text in every run.

    Raises
    ------
    ValueError
        When there are too many groups, or `count` is no power of two from 256.

    Examples
    --------
    >>> from analysis.engine.sampling import sampler
    >>> from analysis.engine.tracing import trace
    >>> from analysis.units import Quantity
    >>> program = trace(lambda a, b: {"area": a * b}, {"a": Quantity(1.0, "m"), "b": Quantity(3.0, "m")})
    >>> points = sampler(program, {"b": Distribution("uniform", (2.0, 4.0), "m")})
    >>> print(block_script(program, points, ["a"]).splitlines()[1])
    [1,function(m,t,n){for(let i=0;i<n;i++){m[512+i]=(m[i]*m[256+i]);}}]
    """
    if count < EACH or count & (count - 1):
        raise ValueError(f"draws come in powers of two from {EACH}; got {count}")
    program._require_base(list(program.inputs))
    groups = dict(moving) if isinstance(moving, Mapping) else {name: name for name in moving}
    layout = Layout(program.simplify(), groups)
    described = {
        "count": count,
        "rows": layout.row_count,
        "scratch": layout.scratch_count,
        "inputs": [_input(layout, sampler, name) for name in layout.inputs],
        "outputs": {name: layout.rows[node] for name, node in layout.program.outputs.items()},
        **_points(layout, sampler, count),
    }
    carried = json.dumps(kept(described), separators=(",", ":"))
    parts = ",\n".join(f"[{part.reached},{layout.function(part)}]" for part in layout.parts)
    return f'{carried[:-1]},"parts":[\n{parts}\n]}}'


# ---- which step belongs where --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """Steps that the same moving inputs reach: `reached` has a bit for each group of inputs."""

    reached: int
    steps: tuple[Expr, ...]


class Layout:
    """Where every value of a program lives: a part for each step, a row for each value that outlives its part."""

    def __init__(self, program: Program, groups: Mapping[str, str]) -> None:
        self.program = program
        names = list(dict.fromkeys(groups[name] for name in program.inputs if name in groups))
        if len(names) > MOST_GROUPS:
            raise ValueError(f"at most {MOST_GROUPS} groups of inputs can move; got {len(names)}: join some of them")
        bits = {name: 1 << i for i, name in enumerate(names)}
        self.group = {name: bits[group] for name, group in groups.items() if name in program.inputs}

    @cached_property
    def inputs(self) -> list[str]:
        """The inputs that an output depends on."""
        return [name for name in self.program.inputs if name in self.program.used]

    @cached_property
    def reached(self) -> dict[Expr, int]:
        """The groups of moving inputs that reach each node."""
        found: dict[Expr, int] = {}
        for node in self.program.nodes:
            found[node] = self.group.get(node.name, 0) if node.is_input else 0
            for x in node.arguments:
                found[node] |= found[x]
        return found

    @cached_property
    def parts(self) -> list[Part]:
        """The steps in parts, those that fewer groups reach first: a part needs only parts before it."""
        sets: dict[int, list[Expr]] = {}
        for node in self.program.steps:
            sets.setdefault(self.reached[node], []).append(node)
        order = sorted(sets, key=lambda reached: (reached.bit_count(), reached))
        return [
            Part(reached, tuple(sets[reached][start : start + LONGEST]))
            for reached in order
            for start in range(0, len(sets[reached]), LONGEST)
        ]

    @cached_property
    def _homes(self) -> tuple[dict[Expr, int], dict[Expr, int]]:
        """The rows that stay, and the rows of a scratch block for what only later functions of the same set need."""
        part_of = {node: part for part in self.parts for node in part.steps}
        kept: dict[Expr, int] = {}
        passed: dict[Expr, int] = {}
        inputs = [node for node in self.program.nodes if node.is_input]
        outputs = list(self.program.outputs.values())
        crossing = [
            x for node in self.program.steps for x in node.arguments if x.arguments and part_of[x] is not part_of[node]
        ]
        staying = {x for x in outputs if not x.is_input}
        staying |= {
            x
            for node in self.program.steps
            for x in node.arguments
            if x.arguments and self.reached[x] != self.reached[node]
        }
        ordered = sorted({x for x in (*staying, *crossing) if not x.is_input}, key=lambda node: node.index)
        for node in (*sorted(inputs, key=lambda node: self.inputs.index(node.name)), *ordered):
            home = kept if node.is_input or node in staying else passed
            home[node] = len(home)
        return kept, passed

    @property
    def rows(self) -> dict[Expr, int]:
        """The row of each value that stays in its block."""
        return self._homes[0]

    @property
    def row_count(self) -> int:
        """Rows of a block."""
        return len(self._homes[0])

    @property
    def scratch_count(self) -> int:
        """Rows that all blocks share."""
        return len(self._homes[1])

    def function(self, part: Part) -> str:
        """Print one part as a function of a block, the scratch block, and the number of draws."""
        uses = Counter(x for node in part.steps for x in node.arguments)
        text: dict[Expr, str] = {}
        lines: list[str] = []
        names = _names()

        def named(expression: str) -> str:
            name = next(names)
            lines.append(f"const {name}={expression};")
            return name

        def operand(x: Expr) -> str:
            if x not in text:
                where = literal(x.value) if x.is_constant else self._place(x)
                text[x] = where if x.is_constant or uses[x] == 1 else named(where)
            return text[x]

        for node in part.steps:
            if node.operation not in _TEMPLATES:
                raise ValueError(f"the step {node.operation!r} has no JavaScript: add it to blocks._TEMPLATES")
            expression = _expression(node, [operand(x) for x in node.arguments])
            stored = node in self.rows or node in self._homes[1]
            once = uses[node] == 1 and not stored and len(expression) < DEEPEST
            if stored and not uses[node]:
                lines.append(f"{self._place(node)}={expression};")
                continue
            text[node] = expression if once else named(expression)
            if stored:
                lines.append(f"{self._place(node)}={text[node]};")
        return f"function(m,t,n){{for(let i=0;i<n;i++){{{''.join(lines)}}}}}"

    def _place(self, node: Expr) -> str:
        kept, passed = self._homes
        array, row = ("m", kept[node]) if node in kept else ("t", passed[node])
        return f"{array}[{EACH * row}+i]" if row else f"{array}[i]"


def _expression(node: Expr, operands: list[str]) -> str:
    if node.operation == "power" and node.arguments[1].is_constant and math.isfinite(node.arguments[1].value):
        return f"Math.pow({operands[0]},{operands[1]})"
    return _TEMPLATES[node.operation].format(*operands)


def literal(value: float) -> str:
    """Write a number as briefly as JavaScript reads it back, to as many digits as every processor agrees on.

    Examples
    --------
    >>> [literal(x) for x in (0.5, -2.0, 1e-07, -0.0, float("inf"))]
    ['.5', '(-2)', '1e-7', '(-0)', 'Infinity']
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "(-Infinity)"
    text = repr(abs(kept(value))).removesuffix(".0").replace("e+", "e").replace("e-0", "e-")
    text = text[1:] if text.startswith("0.") else text
    return f"(-{text})" if math.copysign(1.0, value) < 0 else text


def _names() -> Iterator[str]:
    """Short names that are neither those of the loop nor reserved: a, b, …, aa, ab, …."""
    taken = {"m", "t", "n", "i", "B", "as", "do", "if", "in", "is", "of"}
    length = 0
    while True:
        length += 1
        for number in range(len(ascii_letters) ** length):
            name = ""
            for _ in range(length):
                number, digit = divmod(number, len(ascii_letters))
                name = ascii_letters[digit] + name
            if name not in taken:
                yield name


# ---- the inputs ----------------------------------------------------------------------------------------------------


def _input(layout: Layout, sampler: Sampler, name: str) -> dict[str, Any]:
    node = next(node for node in layout.program.nodes if node.is_input and node.name == name)
    drawn = [x for x in sampler.moving if x in layout.program.used]
    described = {
        "name": name,
        "row": layout.rows[node],
        "base": layout.program.base[name],
        "group": layout.group.get(name, 0),
        "marginal": marginal(sampler.distributions[name]),
    }
    return described | ({"point": drawn.index(name)} if name in drawn else {})


def marginal(distribution: Distribution) -> list[Any]:
    """Describe a distribution for ``blocks.js``: family and parameters; where unusual, its part, scale and offset."""
    if distribution.through is not None:
        raise ValueError(f"a distribution in {distribution.through} has no JavaScript in {distribution.unit}")
    parameters = list(distribution.parameters)
    if distribution.kind == "beta":
        parameters.append(float(special.betaln(*parameters[:2])))
    if distribution.kind == "discrete":
        count = len(parameters) // 2
        parameters[count:] = [float(x) for x in np.cumsum(parameters[count:])]
    rest = [*distribution.part, distribution.scale, distribution.offset]
    usual = [0.0, 1.0, 1.0, 0.0]
    while rest and rest[-1] == usual[len(rest) - 1]:
        rest.pop()
    return [distribution.kind, parameters, *rest]


def _points(layout: Layout, sampler: Sampler, count: int) -> dict[str, Any]:
    """Give the scrambled Sobol points of the first block by what generates them: a shift, a direction for each bit."""
    drawn = [name for name in sampler.moving if name in layout.program.used]
    rows = [sampler.moving.index(name) for name in drawn]
    whole = np.rint(next(iter(sampler.uniforms(0, count)))[:, :count] * 2.0**30).astype(np.int64)
    places = [0, *(2**bit for bit in range(int(math.log2(count))))]
    turns = np.array([whole[:, place] ^ (whole[:, place - 1] if place else 0) for place in places]).T
    described: dict[str, Any] = {"sobol": [[int(x) for x in turns[row]] for row in rows]}
    if sampler.factor is not None:
        together = [name for name in sampler.correlated if name in drawn]
        if together:
            chosen = [sampler.correlated.index(name) for name in together]
            full = sampler.factor @ sampler.factor.T
            factor = np.linalg.cholesky(full[np.ix_(chosen, chosen)])
            described["factor"] = [[float(f"{x:.9g}") for x in row[: i + 1]] for i, row in enumerate(factor)]
            described["correlated"] = [drawn.index(name) for name in together]
    return described
