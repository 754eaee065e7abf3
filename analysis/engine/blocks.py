"""A program as plain JavaScript over blocks of draws: whole distributions in the reader's browser.

The reader moves a few inputs; all others are drawn once. So every step belongs to the set of moving inputs that reach
it. Steps of one set stand together, cut into functions that a compiler still optimises; a move runs the sets that
contain the moved input. What only draws reach is computed when the page opens, and what nothing reaches is a number.
A value stays in a row of its block where a later part needs it, and in a local variable everywhere else.

`blocks.js` beside this file draws the inputs and runs the parts; a page carries it as `runtime`. Points, distributions
and correlations are those of `Sampler`, so Python and the page compute the same draws. Nothing is evaluated from text:
the script is a static file.
"""

from __future__ import annotations

import heapq
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits
from typing import Any

import numpy as np
from scipy import special

from analysis.engine import normal
from analysis.engine.distributions import Distribution
from analysis.engine.graph import Expr
from analysis.engine.literals import kept
from analysis.engine.sampling import Sampler
from analysis.engine.tracing import Program

DRAWS = 4096  # a move stays within a frame or two, and shares within one in a hundred
EACH = 256  # draws in a block: some dozens of rows fit the first cache
MAX_STEPS_OF_A_FUNCTION = 100  # steps in one function: V8 optimises functions of a limited size
DEEPEST = 240  # characters of one expression before its value gets a name
MOST_GROUPS = 30  # JavaScript's bitwise operators work on 32 bits, one of them the sign

# how JavaScript binds, from loosest to tightest: what binds looser than its place needs brackets
_CHOICE, _OR, _AND, _SAME, _ORDER, _SUM, _PRODUCT, _SIGN, _ATOM = range(9)
_OPERATORS = {
    "add": ("+", _SUM),
    "subtract": ("-", _SUM),
    "multiply": ("*", _PRODUCT),
    "divide": ("/", _PRODUCT),
}
_CONDITIONS = {
    "less": ("<", _ORDER),
    "less_equal": ("<=", _ORDER),
    "greater": (">", _ORDER),
    "greater_equal": (">=", _ORDER),
    "equal": ("===", _SAME),
    "not_equal": ("!==", _SAME),
}
_AS_NUMBER = "?1:0"
_LETTERS = f"{ascii_uppercase}{ascii_lowercase}{digits}+/"
_FUNCTIONS = {
    "power": "B.power",
    "minimum": "Math.min",
    "maximum": "Math.max",
    "arctan2": "Math.atan2",
    "absolute": "Math.abs",
    "arcsin": "Math.asin",
    "arccos": "Math.acos",
    "arctan": "Math.atan",
    **{name: f"B.{name}" for name in ("erf", "ndtr", "ndtri")},
    **{name: f"Math.{name}" for name in ("sqrt", "exp", "expm1", "log", "log1p", "log2", "log10", "ceil", "floor")},
    **{name: f"Math.{name}" for name in ("sin", "cos", "tan", "tanh", "cbrt", "hypot")},
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
    [1,function(m,t,n){for(let i=0;i<n;i++){m[512+i]=m[i]*m[256+i];}}]
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
        "outputs": {name: layout.output(node) for name, node in layout.program.outputs.items()},
        **_points(layout, sampler, count),
    }
    carried = json.dumps(kept(described), separators=(",", ":"))
    parts = ",\n".join(f"[{part.reached},{layout.function(part)}]" for part in layout.parts)
    return f'{carried[:-1]},"parts":[\n{parts}\n]}}'


@cache
def runtime() -> str:
    """Return the script `B` that runs programs: ``blocks.js`` with the normal distribution, without its comments."""
    written = Path(__file__).with_name("blocks.js").read_text(encoding="utf-8")
    whole = written.replace("/*{normal}*/", normal.JAVASCRIPT)
    bare = re.sub(r"/\*.*?\*/|(?<=[;{]) *//[^\n]*", "", whole, flags=re.DOTALL)
    return "".join(f"{line.strip()}\n" for line in bare.splitlines() if line.strip())


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
    def sets(self) -> dict[int, list[Expr]]:
        """The steps of each set of groups, those that fewer groups reach first: a set needs only sets before it."""
        found: dict[int, list[Expr]] = {}
        for node in self.program.steps:
            found.setdefault(self.reached[node], []).append(node)
        order = sorted(found, key=lambda reached: (reached.bit_count(), reached))
        return {reached: self._scheduled(found[reached]) for reached in order}

    @cached_property
    def parts(self) -> list[Part]:
        """The steps of each set, cut into functions."""
        return [
            Part(reached, tuple(steps[start : start + MAX_STEPS_OF_A_FUNCTION]))
            for reached, steps in self.sets.items()
            for start in range(0, len(steps), MAX_STEPS_OF_A_FUNCTION)
        ]

    @cached_property
    def staying(self) -> frozenset[Expr]:
        """The steps whose values stay in the block: outputs, and what another set of groups needs."""
        needed = {
            x
            for node in self.program.steps
            for x in node.arguments
            if x.arguments and self.reached[x] != self.reached[node]
        }
        return frozenset(needed | {x for x in self.program.outputs.values() if x.arguments})

    def _scheduled(self, steps: list[Expr]) -> list[Expr]:
        """Order steps so that a value is used soon after it is made, whatever the order in which a model wrote them.

        What needs most values at once comes first (Sethi and Ullman 1970), so that few have to be kept meanwhile.
        """
        own = set(steps)
        most: dict[Expr, int] = {}
        for node in steps:
            needs = sorted((most[x] for x in set(node.arguments) if x in own), reverse=True)
            most[node] = max((need + place for place, need in enumerate(needs)), default=1)
        used = {x for node in steps for x in node.arguments}
        done: dict[Expr, None] = {}
        for root in (node for node in steps if node in self.staying or node not in used):
            waiting = [root]
            while waiting:
                node = waiting[-1]
                left = [x for x in node.arguments if x in own and x not in done]
                if node not in done and left:
                    waiting += sorted(left, key=lambda x: (most[x], -x.index))
                else:
                    done[waiting.pop()] = None
        return list(done)

    @cached_property
    def _allocated(self) -> tuple[dict[Expr, int], dict[Expr, int]]:
        """The rows that stay, and the rows of a scratch block for what only later functions of the same set need."""
        inputs = {node.name: node for node in self.program.nodes if node.is_input}
        ordered = [inputs[name] for name in self.inputs] + sorted(self.staying, key=lambda node: node.index)
        kept = {node: row for row, node in enumerate(ordered)}
        last = {
            x: place
            for place, part in enumerate(self.parts)
            for node in part.steps
            for x in node.arguments
            if x.arguments and x not in kept
        }
        passed: dict[Expr, int] = {}
        free: list[int] = []
        count = 0
        for place, part in enumerate(self.parts):
            for node in part.steps:
                if last.get(node, place) > place:
                    passed[node] = heapq.heappop(free) if free else count
                    count = max(count, passed[node] + 1)
            for node in [node for node, until in last.items() if until == place and node in passed]:
                heapq.heappush(free, passed[node])
        return kept, passed

    @property
    def rows(self) -> dict[Expr, int]:
        """The row of each value that stays in its block."""
        return self._allocated[0]

    @property
    def row_count(self) -> int:
        """Rows of a block."""
        return len(self._allocated[0])

    @property
    def scratch_count(self) -> int:
        """Rows that all blocks share."""
        return max(self._allocated[1].values(), default=-1) + 1

    def function(self, part: Part) -> str:
        """Print one part as a function of a block, the scratch block, and the number of draws."""
        return str(_Function(self, part))

    def place(self, node: Expr) -> str:
        """Write where the value of a node lies."""
        kept, passed = self._allocated
        array, row = ("m", kept[node]) if node in kept else ("t", passed[node])
        return f"{array}[{EACH * row}+i]" if row else f"{array}[i]"

    def output(self, node: Expr) -> int | list[float]:
        """The row of an output, or its value in brackets where nothing moves it."""
        return [node.value] if node.is_constant else self.rows[node]

    def is_stored(self, node: Expr) -> bool:
        """Whether a value lies in a row."""
        return node in self._allocated[0] or node in self._allocated[1]


class _Function:
    """One part as text: what is used once stands where it is used, all else has a name until its last use.

    Names are given again as soon as they are free. So what a model does for each of many years reads the same for each,
    which a packed file repeats for next to nothing.
    """

    def __init__(self, layout: Layout, part: Part) -> None:
        self.layout = layout
        self.uses = Counter(x for node in part.steps for x in node.arguments)
        self.texts: dict[Expr, _Text] = {}
        self.lines: list[str] = []
        self.names: list[str] = []
        self.free: list[int] = []
        self.left: dict[int, int] = {}  # how often a name is still to be read
        self.fresh = _names()
        for node in part.steps:
            self._write(node)

    def __str__(self) -> str:
        declared = f"let {','.join(self.names)};" if self.names else ""
        return f"function(m,t,n){{for(let i=0;i<n;i++){{{declared}{''.join(self.lines)}}}}}"

    def _write(self, node: Expr) -> None:
        text = _expression(node, [self._operand(x) for x in node.arguments])
        stored = self.layout.is_stored(node)
        if self.uses[node] == 1 and not stored and len(text.text) < DEEPEST:
            self.texts[node] = text
            return
        left = f"{self.layout.place(node)}=" if stored else ""
        self._assign(node, text, left)

    def _operand(self, x: Expr) -> _Text:
        if x.is_constant:
            number = literal(x.value)
            return _Text(number, _SIGN if number.startswith("-") else _ATOM)
        if x not in self.texts:
            place = _Text(self.layout.place(x))
            if self.uses[x] == 1:
                return place
            self._assign(x, place)
        return self.texts[x]

    def _assign(self, node: Expr, text: _Text, left: str = "") -> None:
        """Write a line; whatever names it reads for the last time are free, also for its own value."""
        for name in text.reads:
            self.left[name] -= 1
            if not self.left[name]:
                heapq.heappush(self.free, name)
        if self.uses[node]:
            if not self.free:
                self.names.append(next(self.fresh))
                heapq.heappush(self.free, len(self.names) - 1)
            name = heapq.heappop(self.free)
            self.left[name] = self.uses[node]
            self.texts[node] = _Text(self.names[name], reads=(name,))
            left += f"{self.names[name]}="
        self.lines.append(f"{left}{text.text};")


@dataclass(frozen=True)
class _Text:
    """An expression, how tightly it binds, and the names that it reads, by number and as often as it does."""

    text: str
    binds: int = _ATOM
    reads: tuple[int, ...] = ()

    def within(self, least: int) -> str:
        """Put brackets around what binds looser."""
        return self.text if self.binds >= least else f"({self.text})"

    @property
    def holds(self) -> _Text:
        """The same as a condition: what is not nought, also what is not a number, is true, as in NumPy."""
        if self.binds == _CHOICE and self.text.endswith(_AS_NUMBER):
            bare = self.text.removesuffix(_AS_NUMBER)
            return _Text(bare, _OR if "||" in bare else _AND if "&&" in bare else _SAME, self.reads)
        return _Text(f"{self.within(_ORDER)}!==0", _SAME, self.reads)


def _expression(node: Expr, operands: Sequence[_Text]) -> _Text:
    operation, first = node.operation, operands[0]
    if operation in _OPERATORS:
        sign, binds = _OPERATORS[operation]
        right = operands[1].within(binds + 1)
        right = f"({right})" if sign == "-" and right.startswith("-") else right
        text = f"{first.within(binds)}{sign}{right}"
    elif operation in _CONDITIONS:
        sign, binds = _CONDITIONS[operation]
        binds, text = _CHOICE, f"{first.within(_SUM)}{sign}{operands[1].within(_SUM)}{_AS_NUMBER}"
    elif operation == "logical_and":
        binds, text = _CHOICE, f"{'&&'.join(x.holds.within(_AND) for x in operands)}{_AS_NUMBER}"
    elif operation == "logical_or":
        binds, text = _CHOICE, f"{'||'.join(x.holds.within(_OR) for x in operands)}{_AS_NUMBER}"
    elif operation == "logical_not":
        binds, text = _CHOICE, f"!{first.holds.within(_ATOM)}{_AS_NUMBER}"
    elif operation == "where":
        binds, text = _CHOICE, f"{first.holds.within(_OR)}?{operands[1].within(_OR)}:{operands[2].within(_CHOICE)}"
    elif operation == "negative":
        binds, text = _SIGN, f"-{first.within(_ATOM)}"
    elif operation in _FUNCTIONS:
        binds, text = _ATOM, f"{_function_of(node)}({','.join(x.text for x in operands)})"
    else:
        raise ValueError(f"the step {operation!r} has no JavaScript: add it to blocks._FUNCTIONS")
    return _Text(text, binds, tuple(name for x in operands for name in x.reads))


def _function_of(node: Expr) -> str:
    exponent = node.arguments[-1]
    plain = node.operation == "power" and exponent.is_constant and math.isfinite(exponent.value)
    return "Math.pow" if plain else _FUNCTIONS[node.operation]


def literal(value: float) -> str:
    """Write a number as briefly as JavaScript reads it back, to as many digits as every processor agrees on.

    Examples
    --------
    >>> [literal(x) for x in (0.5, -2.0, 1e-07, -0.0, float("inf"))]
    ['.5', '-2', '1e-7', '-0', 'Infinity']
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    text = repr(abs(kept(value))).removesuffix(".0").replace("e+", "e").replace("e-0", "e-")
    text = text[1:] if text.startswith("0.") else text
    return f"-{text}" if math.copysign(1.0, value) < 0 else text


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


def _five(number: int) -> str:
    """Write thirty bits as five letters, a third shorter in a packed file than digits; ``blocks.js`` reads them."""
    return "".join(_LETTERS[number >> place & 63] for place in (24, 18, 12, 6, 0))


def _points(layout: Layout, sampler: Sampler, count: int) -> dict[str, Any]:
    """Give the scrambled Sobol points of the first block by what generates them: a shift, a direction for each bit."""
    drawn = [name for name in sampler.moving if name in layout.program.used]
    rows = [sampler.moving.index(name) for name in drawn]
    whole = np.rint(next(iter(sampler.uniforms(0, count)))[:, :count] * 2.0**30).astype(np.int64)
    places = [0, *(2**bit for bit in range(int(math.log2(count))))]
    turns = np.array([whole[:, place] ^ (whole[:, place - 1] if place else 0) for place in places]).T
    described: dict[str, Any] = {"sobol": ["".join(_five(int(x)) for x in turns[row]) for row in rows]}
    part = sampler.among(drawn)
    if part.factor is not None:
        # twelve decimals: the rest is noise of the processor, even where nought is meant, and moves no draw
        described["factor"] = [[round(float(x), 12) for x in row[: i + 1]] for i, row in enumerate(part.factor)]
        described["correlated"] = [drawn.index(name) for name in part.correlated]
    return described
