"""Do the same sums with fewer operations.

Every node becomes a *value*: a number times a product of *factors* with whole exponents. A factor is an input, an
operation that algebra cannot look into, or a sum of such products. In that form constants gather, what
the terms of a sum have in common leaves the sum (so a loop over years keeps only what changes from year to year), and a
ladder of powers becomes one multiplication a rung. Then the products are written out again, with the pairs of factors
that several of them share computed once.

On a chain of 40 inputs and two loops over 15 years, 600 operations become 417 and 58 calls of `power`, the dearest,
become 4. Sums and products are re-associated: results agree to about 1e-13, not to the last bit. What a step or a
comparison depends on is therefore left alone: a ratio that is a whole number in pint has to be the same whole number
here, or its ceiling would be one too many. Nothing cancels that may be zero or infinite, and no number is gathered that
comes near the largest or smallest there is; `Compiled` runs the program as it was recorded where inputs are extreme or
an answer is not finite.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from analysis.engine.graph import BOOLEAN, STEPS, Expr, Graph
from analysis.engine.tracing import Program

_BOUNDED = frozenset({"arctan", "arctan2", "tanh", "erf", "ndtr"}) | BOOLEAN  # whatever they are given
_FINITE = frozenset(
    {"minimum", "maximum", "absolute", "ceil", "floor", "sin", "cos", "where", "cbrt", "hypot", "negative"}
)
_SMALLEST = 1e-60  # of numbers that are gathered
_LARGEST_EXPONENT = 64  # beyond, a call of power is cheaper than multiplying
# what NumPy takes for an operation next to a sum; every function that is not named takes about ten times as long
_COSTS = {
    **dict.fromkeys(
        ("add", "subtract", "multiply", "negative", "absolute", "minimum", "maximum", "ceil", "floor"), 1.0
    ),
    **dict.fromkeys(("less", "less_equal", "greater", "greater_equal", "equal", "not_equal"), 1.0),
    **dict.fromkeys(("divide", "sqrt", "where", "logical_and", "logical_or", "logical_not"), 3.0),
    "power": 25.0,
}

Product = tuple[tuple[int, int], ...]  # (factor, whole exponent), by factor


class Value(NamedTuple):
    """A number times a product of factors."""

    number: float
    product: Product = ()


class Factor(NamedTuple):
    """What a product is made of: an operation with what it works on."""

    operation: str  # "input", "sum", or one of the graph's
    content: tuple[Any, ...]  # a name; (product, number) of each term; the values of the operands


def _is_moderate(number: float) -> bool:
    """Whether a number leaves room on both sides: gathered with others it neither overflows nor vanishes."""
    return _SMALLEST < abs(number) < 1 / _SMALLEST


class Algebra:
    """All factors of a program; a factor is known by its number, and needs only factors of lower number."""

    def __init__(self) -> None:
        self.factors: list[Factor] = []
        self._known: dict[Factor, int] = {}
        self._finite: list[bool] = []

    def single(self, operation: str, *content: Any) -> Value:
        """Return the value that is one factor."""
        factor = Factor(operation, content)
        if factor not in self._known:
            self._known[factor] = len(self.factors)
            self.factors.append(factor)
            self._finite.append(self._stays_finite(factor))
        return Value(1.0, ((self._known[factor], 1),))

    def is_finite(self, product: Product) -> bool:
        """Whether a product is finite wherever the inputs are, so that nothing of it is left when it is subtracted."""
        return all(exponent > 0 and self._finite[factor] for factor, exponent in product)

    def _stays_finite(self, factor: Factor) -> bool:
        operation, content = factor
        if operation == "sum":
            return all(self.is_finite(product) for product, _ in content)
        if operation in _BOUNDED:
            return True
        return operation == "input" or (operation in _FINITE and all(self.is_finite(x.product) for x in content))

    def times(self, a: Value, b: Value) -> Value:
        """Multiply two values."""
        number = a.number * b.number
        if not number and self.is_finite(a.product) and self.is_finite(b.product):
            return Value(0.0)
        if not _is_moderate(number):
            return self.single("multiply", a, b)
        return Value(number, _gather((*a.product, *b.product)))

    def power(self, a: Value, exponent: float) -> Value:
        """Raise a value to a constant power; of a broken exponent, the part between 0 and 1 stays a call."""
        whole = int(np.trunc(exponent))
        with np.errstate(all="ignore"):
            number = float(np.float64(a.number) ** whole)
        if abs(whole) > _LARGEST_EXPONENT or not _is_moderate(number):
            return self.single("power", a, Value(exponent))
        rest = exponent - whole  # of the sign of the exponent, so that a root below the line stays below it
        raised = Value(number, tuple(sorted((factor, e * whole) for factor, e in a.product)) if whole else ())
        if not rest:
            return raised
        root = self.single("power", a, Value(abs(rest)))
        return self.times(raised, root if rest > 0 else Value(1.0, ((root.product[0][0], -1),)))

    def plus(self, a: Value, b: Value, open_a: bool, open_b: bool) -> Value:
        """Add two values; a sum that nothing else uses is opened, so that all terms stand side by side."""
        if Value(0.0) in (a, b):
            return b if a == Value(0.0) else a
        if not (_is_moderate(a.number) and _is_moderate(b.number)):
            return self.single("add", a, b)
        shared = _common(a.product, b.product)
        terms: dict[Product, float] = {}
        for value, is_open in ((a, open_a), (b, open_b)):
            rest = Value(value.number, _without(value.product, shared))
            for product, number in self._terms(rest) if is_open else ((rest.product, rest.number),):
                terms[product] = terms.get(product, 0.0) + number
        return self.times(Value(1.0, shared), self.total(terms))

    def total(self, terms: dict[Product, float], sign: int = 0) -> Value:
        """Return the sum of products times numbers, with what size and sign the numbers share taken out of it.

        Left to itself, the sum is turned so that its first term is positive, and a - b meets b - a.
        """
        kept = sorted((product, number) for product, number in terms.items() if number or not self.is_finite(product))
        if len(kept) < 2 and (not kept or kept[0][1]):
            return Value(kept[0][1], kept[0][0]) if kept else Value(0.0)
        size = abs(kept[0][1]) if len({abs(number) for _, number in kept}) == 1 else 1.0
        size = size if _is_moderate(size) else 1.0
        size = float(np.copysign(size, sign or kept[0][1]))
        whole = self.single("sum", *((product, number / size) for product, number in kept))
        return Value(size, whole.product)

    def grouped(self, terms: dict[Product, float], sign: int = 0) -> Value:
        """Return the same sum with factors that some of the terms share taken out of those, the most frequent first."""
        parts: dict[Product, float] = {}
        while terms:
            counts = Counter(item for product in terms for item in product)
            item, count = min(counts.items(), key=lambda pair: (-pair[1], pair[0]), default=((0, 0), 0))
            if count < 2:
                chosen, value = terms, None
            else:
                chosen = {product: number for product, number in terms.items() if item in product}
                rest = {tuple(x for x in product if x != item): number for product, number in chosen.items()}
                value = self.times(Value(1.0, (item,)), self.grouped(rest))
            for product, number in ((value.product, value.number),) if value else chosen.items():
                parts[product] = parts.get(product, 0.0) + number
            terms = {product: number for product, number in terms.items() if product not in chosen}
        return self.total(parts, sign)

    def _terms(self, value: Value) -> Iterable[tuple[Product, float]]:
        if len(value.product) == 1 and value.product[0][1] == 1:
            factor = self.factors[value.product[0][0]]
            if factor.operation == "sum":
                return [(product, number * value.number) for product, number in factor.content]
        return [(value.product, value.number)]


def _gather(factors: Iterable[tuple[int, int]]) -> Product:
    """Add the exponents of each factor, above and below the line apart: what may be zero does not cancel."""
    exponents: Counter[tuple[int, bool]] = Counter()
    for factor, exponent in factors:
        exponents[factor, exponent > 0] += exponent
    return tuple(sorted((factor, exponent) for (factor, _), exponent in exponents.items()))


def _common(a: Product, b: Product) -> Product:
    """Return the factors that two products share, in the lower of their powers."""
    theirs = {(factor, exponent > 0): exponent for factor, exponent in b}
    both = ((factor, e, theirs[factor, e > 0]) for factor, e in a if (factor, e > 0) in theirs)
    return tuple((factor, min(e, other, key=abs)) for factor, e, other in both)


def _without(product: Product, taken: Product) -> Product:
    """Return a product without factors that are in it."""
    less = {(factor, exponent > 0): exponent for factor, exponent in taken}
    rest = ((factor, exponent - less.get((factor, exponent > 0), 0)) for factor, exponent in product)
    return tuple((factor, exponent) for factor, exponent in rest if exponent)


def simplify(program: Program) -> Program:
    """Return the same program with fewer operations.

    Examples
    --------
    >>> from analysis.engine.tracing import trace
    >>> def growing(start, growth):
    ...     return sum(start * 0.5 * (1 + growth) ** year for year in range(9))
    >>> program = trace(growing, {"start": "kg", "growth": ""})
    >>> program.text.count("power"), simplify(program).text.count("power")
    (6, 0)
    """
    while True:
        shorter = _once(program)
        if _cost(shorter) >= _cost(program):
            return program
        program = shorter


def _cost(program: Program) -> float:
    return sum(_COSTS.get(node.operation, 10.0) for node in program.steps)


def _once(program: Program) -> Program:
    algebra = Algebra()
    uses = Counter(x for node in program.steps for x in node.arguments) + Counter(program.outputs.values())
    values: dict[Expr, Value] = {}
    exact = _exact(program)
    for node in program.nodes:
        if node in exact and node.arguments:
            values[node] = algebra.single(node.operation, *(values[x] for x in node.arguments))
        else:
            values[node] = _value(algebra, node, values, uses)
    algebra, outputs = _with_groups(algebra, {name: values[node] for name, node in program.outputs.items()})
    written = _Writer(algebra, list(outputs.values()))
    nodes = {name: written.node(value) for name, value in outputs.items()}
    return Program(program.inputs, nodes, program.units, program.base)


def _exact(program: Program) -> set[Expr]:
    """Return the nodes that a step or a comparison depends on."""
    exact: set[Expr] = set()
    for node in reversed(program.steps):
        if node in exact or node.operation in STEPS:
            exact.update(node.arguments)
    return exact


def _value(algebra: Algebra, node: Expr, values: dict[Expr, Value], uses: Counter[Expr]) -> Value:
    if node.is_constant:
        return Value(node.value)
    if node.is_input:
        return algebra.single("input", node.name)
    operands = [values[x] for x in node.arguments]
    operation = node.operation
    if operation in ("add", "subtract"):
        a, b = operands
        sign = 1.0 if operation == "add" else -1.0
        open_a, open_b = (_is_alone(x, uses) for x in node.arguments)
        return algebra.plus(a, Value(sign * b.number, b.product), open_a, open_b)
    if operation == "multiply":
        return algebra.times(*operands)
    if operation == "negative":
        return Value(-operands[0].number, operands[0].product)
    if operation == "divide" and _is_moderate(operands[1].number):
        return algebra.times(operands[0], algebra.power(operands[1], -1.0))
    if operation == "sqrt":
        return algebra.power(operands[0], 0.5)
    if operation == "power" and not operands[1].product and np.isfinite(operands[1].number):
        return algebra.power(operands[0], operands[1].number)
    return algebra.single(operation, *operands)


def _is_alone(node: Expr, uses: Counter[Expr]) -> bool:
    """Whether nothing else needs a node; what is a multiple of a shared sum would be added up twice."""
    while uses[node] == 1:
        rest = [x for x in node.arguments if not x.is_constant]
        if node.operation not in ("multiply", "divide", "negative") or len(rest) != 1:
            return True
        node = rest[0]
    return False


def _with_groups(old: Algebra, outputs: dict[str, Value]) -> tuple[Algebra, dict[str, Value]]:
    """Write every sum anew with its partly shared factors taken out, from the innermost outwards."""
    new, same = Algebra(), dict[int, Value]()

    def moved(value: Value) -> Value:
        result = Value(value.number)
        for number, exponent in value.product:
            result = new.times(result, new.power(same[number], exponent))
        return result

    products = _products_in_use(old, list(outputs.values()))
    needed = sorted({factor for product in products for factor, _ in product})
    turned = _turned(old, needed, list(outputs.values()))
    for number in needed:
        operation, content = old.factors[number]
        if operation == "sum":
            terms: dict[Product, float] = {}
            for term in (moved(Value(size, product)) for product, size in content):
                terms[term.product] = terms.get(term.product, 0.0) + term.number
            same[number] = new.grouped(terms, -1 if number in turned else 1)
        elif operation == "input":
            same[number] = new.single(operation, *content)
        else:
            same[number] = new.single(operation, *(moved(value) for value in content))
    return new, {name: moved(value) for name, value in outputs.items()}


def _turned(algebra: Algebra, needed: list[int], outputs: list[Value]) -> set[int]:
    """Return the sums that are mostly needed with the opposite sign: 1 - a where a - 1 was found."""
    votes: Counter[int] = Counter()
    operations = (algebra.factors[number] for number in needed)
    arguments = [x for f in operations if f.operation not in ("input", "sum") for x in f.content]
    for value in (*arguments, *outputs):
        for factor, exponent in value.product:
            if exponent % 2:
                votes[factor] += 1 if value.number > 0 else -1
    return {number for number, vote in votes.items() if vote < 0}


# ---- writing it out ------------------------------------------------------------------------------------------------

Item = tuple[int, int, int]  # (kind, number, exponent): a factor, the inverse of one, or a shared pair of items
_FACTOR, _INVERSE, _PAIR = range(3)


class _Writer:
    """Write values as a graph, every shared pair of factors once."""

    def __init__(self, algebra: Algebra, outputs: list[Value]) -> None:
        self.graph = Graph()
        self.algebra = algebra
        products = _products_in_use(algebra, outputs)
        below: dict[int, set[int]] = {}
        for product in products:
            for factor, exponent in product:
                if exponent < 0:
                    below.setdefault(factor, set()).add(exponent)
        # a factor that is divided by in several powers is inverted once
        self.inverted = {factor for factor, exponents in below.items() if len(exponents) > 1}
        self.above = {product: self._items(product, True) for product in products}
        self.below = {product: self._items(product, False) for product in products}
        groups = [*self.above.values(), *self.below.values()]
        self.pairs = _share_pairs(groups)
        self.wanted = {item for items in (*groups, *self.pairs) for item in items}
        self.items: dict[Item, Expr] = {}
        self.bases: dict[tuple[int, int], Expr] = {}
        self.quotients: dict[Product, tuple[Expr | None, Expr | None]] = {}
        needed = sorted({factor for product in products for factor, _ in product})
        for number in needed:  # in rising order, so that nothing here recurses deeply
            self._base(number)

    def _items(self, product: Product, above: bool) -> set[Item]:
        items = set()
        for factor, exponent in product:
            kind = _INVERSE if exponent < 0 and factor in self.inverted else _FACTOR
            if (exponent > 0 or kind == _INVERSE) == above:
                items.add((kind, factor, abs(exponent)))
        return items

    def node(self, value: Value) -> Expr:
        """Return the node of a value."""
        if not value.product:
            return self.graph.constant(value.number)
        top, bottom = self._quotient(value.product)
        if top is None:
            return self.graph.record("divide", value.number, bottom)
        whole = top if bottom is None else self.graph.record("divide", top, bottom)
        return self.graph.record("negative", whole) if value.number == -1 else self._times(whole, value.number)

    def _times(self, node: Expr, number: float) -> Expr:
        return self.graph.record("multiply", node, number)

    def _quotient(self, product: Product) -> tuple[Expr | None, Expr | None]:
        if product not in self.quotients:
            self.quotients[product] = self._multiplied(self.above[product]), self._multiplied(self.below[product])
        return self.quotients[product]

    def _multiplied(self, items: set[Item]) -> Expr | None:
        node: Expr | None = None
        for item in sorted(items):
            next_node = self._item(item)
            node = next_node if node is None else self.graph.record("multiply", node, next_node)
        return node

    def _item(self, item: Item) -> Expr:
        if item not in self.items:
            kind, number, exponent = item
            if kind == _PAIR:
                a, b = self.pairs[number]
                self.items[item] = self.graph.record("multiply", self._item(a), self._item(b))
            elif exponent == 1:
                base = self._base(number)
                self.items[item] = base if kind == _FACTOR else self.graph.record("divide", 1.0, base)
            else:
                self.items[item] = self._rung(kind, number, exponent)
        return self.items[item]

    def _rung(self, kind: int, number: int, exponent: int) -> Expr:
        """Reach a power from the one below where that is wanted too, else by squaring."""
        lower = (kind, number, exponent - 1)
        if lower in self.wanted or exponent % 2:
            return self.graph.record("multiply", self._item(lower), self._item((kind, number, 1)))
        half = self._item((kind, number, exponent // 2))
        return self.graph.record("multiply", half, half)

    def _base(self, number: int) -> Expr:
        key = (_FACTOR, number)
        if key not in self.bases:
            operation, content = self.algebra.factors[number]
            if operation == "input":
                self.bases[key] = self.graph.symbol(content[0])
            elif operation == "sum":
                self.bases[key] = self._sum(content)
            else:
                self.bases[key] = self.graph.record(operation, *(self.node(value) for value in content))
        return self.bases[key]

    def _sum(self, terms: tuple[tuple[Product, float], ...]) -> Expr:
        """Add what is positive, then subtract what is not, so that no term has to be negated."""
        total: Expr | None = None
        # by the newest factor: sums over the same years then run side by side, and share what each year needs
        for product, number in sorted(terms, key=lambda term: (term[1] < 0, not term[0], term[0][::-1])):
            if total is None:
                total = self.node(Value(number, product))
            elif number < 0:
                total = self.graph.record("subtract", total, self.node(Value(-number, product)))
            else:
                total = self.graph.record("add", total, self.node(Value(number, product)))
        assert total is not None
        return total


def _products_in_use(algebra: Algebra, outputs: list[Value]) -> list[Product]:
    """Return the distinct products that the outputs need, in a fixed order."""
    found: dict[Product, None] = {}
    stack = [value.product for value in outputs]
    while stack:
        product = stack.pop()
        if not product or product in found:
            continue
        found[product] = None
        for number, _ in product:
            operation, content = algebra.factors[number]
            if operation == "sum":
                stack.extend(inner for inner, _ in content)
            elif operation != "input":
                stack.extend(value.product for value in content)
    return sorted(found)


def _share_pairs(groups: list[set[Item]]) -> list[tuple[Item, Item]]:
    """Replace, in the groups themselves, pairs of items that several groups hold, the most frequent first."""
    holders: dict[tuple[Item, Item], set[int]] = {}
    for i, group in enumerate(groups):
        for pair in combinations(sorted(group), 2):
            holders.setdefault(pair, set()).add(i)
    queue = [(-len(held), pair) for pair, held in holders.items() if len(held) > 1]
    heapq.heapify(queue)
    pairs: list[tuple[Item, Item]] = []
    while queue:
        count, pair = heapq.heappop(queue)
        held = holders[pair]
        if len(held) < 2:
            continue
        if -count != len(held):
            heapq.heappush(queue, (-len(held), pair))
            continue
        item = (_PAIR, len(pairs), 1)
        pairs.append(pair)
        touched = _replace(groups, holders, pair, item)
        for changed in touched:
            if len(holders[changed]) > 1:
                heapq.heappush(queue, (-len(holders[changed]), changed))
    return pairs


def _replace(
    groups: list[set[Item]], holders: dict[tuple[Item, Item], set[int]], pair: tuple[Item, Item], item: Item
) -> list[tuple[Item, Item]]:
    """Put an item in place of a pair in every group that holds it; return the pairs that this made."""
    made: dict[tuple[Item, Item], None] = {}
    for i in sorted(holders[pair]):
        group = groups[i]
        for old in combinations(sorted(group), 2):
            if old[0] in pair or old[1] in pair:
                holders[old].discard(i)
        group.difference_update(pair)
        for other in sorted(group):
            new = (other, item) if other < item else (item, other)
            holders.setdefault(new, set()).add(i)
            made[new] = None
        group.add(item)
    return list(made)
