"""Turn a program into fast code: emitted as text, the same in every run, and chosen by the size of the input.

=======================  ==================================================================================
one evaluation           plain Python on floats (``math``); a point that raises there is done by NumPy
arrays                   straight-line NumPy over blocks that fit the cache, every step into a recycled buffer
large arrays, any cores  the same in threads (NumPy lets go of the interpreter), or numba where installed
=======================  ==================================================================================

What depends only on inputs that are single numbers is computed once, before the loop over the arrays.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import marshal
import math
import os
import pickle
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.disk import caches, is_ours
from analysis.engine import normal
from analysis.engine.graph import BOOLEAN, PRIMITIVES, SPECIAL, Expr, function_of
from analysis.engine.tracing import Program
from analysis.units import Quantity, ureg

Backend = Literal["auto", "python", "numpy", "numba"]
Floats = NDArray[np.float64]

BLOCK = 16_384  # the most values per block on one thread
CACHE = 3_500_000  # bytes that the buffers of a block may take together: half of them are in use at a time
THREAD_BLOCK = 65_536  # with smaller blocks two threads wait for the interpreter longer than they work
LANES = 128  # values that a loop of numba's works on, so that some dozens of rows fit the first cache
SHARE = 8192  # values that are worth a thread of numba's
RUN = 64  # steps in one loop of numba's: more of them need more registers than there are
PIECE = 500  # lines in one function for numba, whose time and memory grow faster than the length
NUMBA_FROM = 50_000_000  # below, compiling (a hundredth of a second for a step) costs more than it saves
FAR = 1e30  # inputs beyond, or as near to zero, may overflow or vanish in another order than the recorded one
HAS_NUMBA = importlib.util.find_spec("numba") is not None
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def numpy_name(operation: str) -> str:
    """Write what a primitive is called where `np` and `special` are in scope."""
    return f"{'special' if operation in SPECIAL else 'np'}.{operation}"


_OPERATORS = {
    "add": "{} + {}",
    "subtract": "{} - {}",
    "multiply": "{} * {}",
    "divide": "{} / {}",
    "negative": "-{}",
    "less": "1.0 if {} < {} else 0.0",
    "less_equal": "1.0 if {} <= {} else 0.0",
    "greater": "1.0 if {} > {} else 0.0",
    "greater_equal": "1.0 if {} >= {} else 0.0",
    "equal": "1.0 if {} == {} else 0.0",
    "not_equal": "1.0 if {} != {} else 0.0",
    "logical_and": "1.0 if {} and {} else 0.0",
    "logical_or": "1.0 if {} or {} else 0.0",
    "logical_not": "0.0 if {} else 1.0",
    "minimum": "{0} if {0} <= {1} or {0} != {0} else {1}",  # NaN wins, as in NumPy
    "maximum": "{0} if {0} >= {1} or {0} != {0} else {1}",
    "where": "{1} if {0} else {2}",
}
_MATH_NAMES = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2", "absolute": "fabs"}
_FUNCTIONS = [name for name in PRIMITIVES if name not in _OPERATORS]
_ROUNDED = {name: f"copysign(float({name}({{0}})), {{0}})" for name in ("ceil", "floor")}  # Python's are integers
_PYTHON = {name: f"{_MATH_NAMES.get(name, name)}({', '.join(['{}'] * PRIMITIVES[name])})" for name in _FUNCTIONS} | {
    **_OPERATORS,
    **_ROUNDED,
    "power": "pow({}, {})",
}
_NUMBA = {
    name: f"{'' if name in SPECIAL else 'np.'}{name}({', '.join(['{}'] * PRIMITIVES[name])})" for name in _FUNCTIONS
} | {**_OPERATORS, "power": "{} ** {}", "hypot": "math.hypot({}, {})"}
# the C library takes three to nine times as long as this polynomial, which is off by 4e-16 at most: the Taylor series
# of (arcsin(s) / s - 1) / s**2 in s**2 up to a quarter, economised by Chebyshev polynomials
_NUMBA["arcsin"] = "arcsin({})"
_ARCSINE = """@njit(error_model="numpy", cache=True, nogil=True)
def arcsin(x):
    size = abs(x)
    far = size > 0.5
    z = 0.5 * (1.0 - size) if far else size * size
    root = np.sqrt(z) if far else size
    p = 0.028285381520428275 * z - 0.010908304349000406
    p = (p * z + 0.016129764409156828) * z + 0.0077714397645414456
    p = (p * z + 0.011882032645784928) * z + 0.013928781847841392
    p = (p * z + 0.017355334434132383) * z + 0.022372043664706378
    p = (p * z + 0.030381947490254527) * z + 0.04464285710146497
    p = (p * z + 0.07500000000021978) * z + 0.16666666666666646
    angle = root + root * z * p
    return np.copysign(1.5707963267948966 - 2.0 * angle if far else angle, x)


"""
_VECTORS = frozenset(_OPERATORS) | {"sqrt", "absolute", "ceil", "floor", "arcsin"}  # of these a compiler makes vectors
_NUMPY = {name: f"{numpy_name(name)}({', '.join(['{}'] * count)})" for name, count in PRIMITIVES.items()}
# a sum of two of NumPy's truths is a truth: here they are numbers from the start
_NUMPY |= {name: f"np.float64({_NUMPY[name]})" for name in BOOLEAN}
_LIBRARIES = {"np": np, "special": special}
_NAMES = {"inf": math.inf, "nan": math.nan}
_MATH = {name: getattr(math, name) for name in dir(math) if name[0] != "_"}


def _of_floats(operation: str) -> Callable[[float], float]:
    function = function_of(operation)
    return lambda x: float(function(x))


_MATH |= {name: _of_floats(name) for name in SPECIAL}


# ---- emitted text --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """Which steps of a program run once and which run for every value, given the inputs that are arrays."""

    program: Program
    varying: tuple[str, ...]

    @cached_property
    def moving(self) -> frozenset[Expr]:
        """The nodes that differ from value to value."""
        moving = set()
        for node in self.program.nodes:
            if (node.is_input and node.name in self.varying) or any(x in moving for x in node.arguments):
                moving.add(node)
        return frozenset(moving)

    @cached_property
    def names(self) -> dict[Expr, str]:
        """A variable for each node, a literal for each constant."""
        position = {name: i for i, name in enumerate(self.program.inputs)}
        return {
            node: literal(node.value) if node.is_constant else f"x{position[node.name]}" if node.is_input else f"v{i}"
            for i, node in enumerate(self.program.nodes)
        }

    @cached_property
    def once(self) -> list[Expr]:
        """The steps that run once."""
        return [node for node in self.program.steps if node not in self.moving]

    @cached_property
    def each(self) -> list[Expr]:
        """The steps that run for every value, in an order that needs few of them at a time."""
        steps = [node for node in self.program.steps if node in self.moving]
        return schedule(steps, list(self.program.outputs.values()))

    @cached_property
    def handed_over(self) -> list[Expr]:
        """The nodes that are the same for every value and that the loop or an output needs."""
        wanted = {x for node in self.each for x in node.arguments} | set(self.program.outputs.values())
        still = wanted - self.moving
        return [node for node in self.program.nodes if node in still and not node.is_constant]

    @cached_property
    def arrays(self) -> list[str]:
        """The inputs that are arrays and matter, in order."""
        return [name for name in self.program.inputs if name in self.varying and name in self.program.used]

    def array_names(self) -> list[str]:
        """Return the variables of `arrays`."""
        position = {name: i for i, name in enumerate(self.program.inputs)}
        return [f"x{position[name]}" for name in self.arrays]

    def lines(self, steps: list[Expr], templates: Mapping[str, str]) -> list[str]:
        """One assignment for each step."""
        return [
            f"{self.names[n]} = {templates[n.operation].format(*(self.names[x] for x in n.arguments))}" for n in steps
        ]


class _Order:
    """An order of steps in which few results wait at a time, since all of them have to fit the cache together.

    Each output asks for its operands, the one with more behind it first. As soon as a step is possible that frees as
    much as it takes, it is done: so the sums of several outputs over the same years grow side by side. Patience lets it
    be done when an operand has a few readers more, which will follow.
    """

    def __init__(self, steps: list[Expr], outputs: list[Expr], patience: int = 1) -> None:
        self.patience = patience
        self.inside, self.kept = set(steps), set(outputs)
        self.users: dict[Expr, list[Expr]] = {node: [] for node in steps}
        self.waiting: dict[Expr, int] = {}
        self.behind: dict[Expr, int] = {}  # the set of all steps behind one, as bits
        for place, node in enumerate(steps):
            needs = self._needs(node)
            self.waiting[node] = len(needs)
            self.behind[node] = 1 << place
            for x in needs:
                self.users[x].append(node)
                self.behind[node] |= self.behind[x]
        self.readers = {node: len(found) for node, found in self.users.items()}
        self.done: dict[Expr, None] = {}
        wanted = [node for node in reversed(outputs) if node in self.inside]
        while wanted:
            node = wanted[-1]
            missing = [x for x in self._needs(node) if x not in self.done]
            if missing:
                wanted.append(max(missing, key=lambda x: (self.behind[x].bit_count(), -x.index)))
            else:
                self._do(wanted.pop())

    def _needs(self, node: Expr) -> list[Expr]:
        return [x for x in dict.fromkeys(node.arguments) if x in self.inside]

    def _frees(self, node: Expr) -> bool:
        return any(self.readers[x] <= self.patience and x not in self.kept for x in self._needs(node))

    def _do(self, node: Expr) -> None:
        possible = [node]
        while possible:
            step = possible.pop()
            if step in self.done or self.waiting[step]:
                continue
            self.done[step] = None
            near = list(self.users[step])
            for x in self._needs(step):
                self.readers[x] -= 1
                near += self.users[x] if self.readers[x] <= self.patience else []
            for user in self.users[step]:
                self.waiting[user] -= 1
            possible += [user for user in reversed(near) if not self.waiting[user] and self._frees(user)]


def schedule(steps: list[Expr], outputs: list[Expr]) -> list[Expr]:
    """Order steps so that few results wait at a time, unless the model's own order needs fewer."""
    tried = [list(_Order(steps, outputs, patience).done) for patience in (1, 6)]
    return min(*tried, steps, key=lambda order: _allocate_buffers(order, outputs)[1])


def literal(value: float) -> str:
    """Write a number so that it reads back the same, in brackets when it is negative."""
    text = repr(float(value))
    return f"({text})" if text.startswith("-") else text


def _function(name: str, arguments: list[str], lines: list[str]) -> str:
    return f"def {name}({', '.join(arguments)}):\n" + "".join(f"    {line}\n" for line in lines or ["pass"])


def scalar_source(program: Program, outputs: tuple[str, ...] | None = None) -> str:
    """Emit plain Python for one evaluation on floats."""
    chosen = program if outputs is None else program.select(*outputs)
    plan = Plan(chosen, ())
    returned = ", ".join(plan.names[node] for node in chosen.outputs.values())
    arguments = [f"x{i}" for i in range(len(chosen.inputs))]
    return _function("scalar", arguments, [*plan.lines(chosen.steps, _PYTHON), f"return ({returned},)"])


def moderate_source(count: int) -> str:
    """Emit Python that says whether no input is extreme."""
    needs = (
        f"({1 / FAR!r} <= x{i} <= {FAR!r} or x{i} == 0.0 or {-FAR!r} <= x{i} <= {-1 / FAR!r})" for i in range(count)
    )
    return _function("moderate", [f"x{i}" for i in range(count)], [f"return {' and '.join(needs) or 'True'}"])


def once_source(plan: Plan) -> str:
    """Emit NumPy for the steps that run once."""
    arguments = [f"x{i}" for i in range(len(plan.program.inputs))]
    returned = "".join(f"{plan.names[node]}, " for node in plan.handed_over)
    return _function("once", arguments, [*plan.lines(plan.once, _NUMPY), f"return ({returned})"])


def _allocate_buffers(steps: list[Expr], outputs: list[Expr]) -> tuple[dict[Expr, str], int]:
    """Give every step the array it is written into: its output, or a buffer whose last reader is done."""
    last_use = {x: i for i, node in enumerate(steps) for x in node.arguments}
    inside = set(steps)
    home: dict[Expr, str] = {}
    for i, node in enumerate(outputs):
        if node in inside:
            home.setdefault(node, f"o{i}")
    kept, free, count = frozenset(home), list[str](), 0
    for i, node in enumerate(steps):
        free += [home[x] for x in dict.fromkeys(node.arguments) if last_use[x] == i and x in home and x not in kept]
        if node not in kept:
            if not free:
                free.append(f"b{count}")
                count += 1
            home[node] = free.pop()
    return home, count


def numpy_source(plan: Plan) -> tuple[str, int]:
    """Emit NumPy over one block, every step into a recycled buffer; return the text and how many buffers it needs."""
    home, count = _allocate_buffers(plan.each, list(plan.program.outputs.values()))
    lines = []
    for node in plan.each:
        operands = ", ".join(home.get(x, plan.names[x]) for x in node.arguments)
        if node.operation == "where":
            lines.append(f"np.copyto({home[node]}, np.where({operands}))")
        else:
            lines.append(f"{numpy_name(node.operation)}({operands}, out={home[node]})")
    outputs = [f"o{i}" for i in range(len(plan.program.outputs))]
    for name, node in zip(outputs, plan.program.outputs.values(), strict=True):
        if home.get(node) != name:
            lines.append(f"{name}[...] = {home.get(node, plan.names[node])}")
    given = plan.array_names() + [plan.names[node] for node in plan.handed_over]
    return _function("block", [*given, *outputs, *(f"b{i}" for i in range(count))], lines), count


def numba_source(plan: Plan) -> str:
    """Emit numba, as a module whose machine code can be kept on disk: rows of lanes, and loops that become vectors.

    A row is a stretch of one array, so the compiler can see that two rows never overlap; a loop over the lanes holds a
    run of steps without a call into the C library, which would keep it from becoming vectors.
    """
    rows, loops = _loops(plan)
    arrays, outputs = plan.array_names(), [f"o{i}" for i in range(len(plan.program.outputs))]
    fixed = [plan.names[node] for node in plan.handed_over]
    pieces = [_function(f"piece{i}", ["b", *fixed], lines) for i, lines in enumerate(_batches(loops))]
    steps = [f"b[{LANES * i}:{LANES * i} + size] = {name}[start:stop]" for i, name in enumerate(arrays)]
    steps += [f"piece{i}({', '.join(['b', *fixed])})" for i in range(len(pieces))]
    for name, node in zip(outputs, plan.program.outputs.values(), strict=True):
        row = rows.get(node)
        value = plan.names[node] if row is None else f"b[{LANES * row}:{LANES * row} + size]"
        steps.append(f"{name}[start:stop] = {value}")
    text = [
        f"b = np.zeros({LANES * (max(rows.values(), default=0) + 1)})",
        f"for start in range(begin, end, {LANES}):",
        f"    stop = min(start + {LANES}, end)",
        "    size = stop - start",
        *(f"    {line}" for line in steps),
    ]
    head = "import math\n\nimport numpy as np\nfrom numba import njit\n\ninf, nan = np.inf, np.nan\n\n\n"
    used = {node.operation for node in plan.each}
    single = '@njit(error_model="numpy", cache=True, nogil=True)\n'
    return (
        head
        + (_ARCSINE if "arcsin" in used else "")
        + "".join(text for name, text in normal.PYTHON.items() if name in used)
        + "".join(f"{single}{piece}\n\n" for piece in pieces)
        + single
        + _function("kernel", ["begin", "end", *arrays, *fixed, *outputs], text)
    )


def _runs(steps: list[Expr]) -> list[list[Expr]]:
    """Cut steps into those of one loop: some that become vectors, or one that calls the C library."""
    runs: list[list[Expr]] = []
    for node in steps:
        if not runs or len(runs[-1]) >= RUN or not {node.operation, runs[-1][-1].operation} <= _VECTORS:
            runs.append([])
        runs[-1].append(node)
    return runs


def _loops(plan: Plan) -> tuple[dict[Expr, int], list[list[str]]]:
    """Give a row to every input and to what a loop hands on; return the rows and the lines of each loop.

    The inputs have the first rows, in the order of `Plan.arrays`.
    """
    runs = _runs(plan.each)
    last = {x: number for number, run in enumerate(runs) for node in run for x in node.arguments}
    last |= dict.fromkeys(plan.program.outputs.values(), len(runs))
    place = {name: i for i, name in enumerate(plan.arrays)}
    rows = {node: place[node.name] for node in plan.program.nodes if node.is_input and node.name in place}
    free, count, loops = list[int](), len(rows), list[list[str]]()
    for number, run in enumerate(runs):
        read = [x for x in dict.fromkeys(x for node in run for x in node.arguments) if x in rows]
        lines = [f"{plan.names[x]} = b[{LANES * rows[x]} + i]" for x in read] + plan.lines(run, _NUMBA)
        for node in (node for node in run if last.get(node, -1) > number):
            if not free:
                free.append(count)
                count += 1
            rows[node] = free.pop()
            lines.append(f"b[{LANES * rows[node]} + i] = {plan.names[node]}")
        loops.append([f"for i in range({LANES}):", *(f"    {line}" for line in lines)])
        free += [rows[x] for x in read if last[x] == number]
    return rows, loops


def _batches(loops: list[list[str]]) -> Iterator[list[str]]:
    """Join loops to functions: numba's time grows faster than the length of one."""
    batch: list[str] = []
    for loop in loops:
        batch += loop
        if len(batch) >= PIECE:
            yield batch
            batch = []
    if batch:
        yield batch


def _code(source: str) -> CodeType:
    return compile(source, "<emitted>", "exec")


def _execute(source: str | CodeType, name: str, names: Mapping[str, object]) -> Callable[..., Any]:
    environment: dict[str, Any] = {**_NAMES, **names}
    exec(_code(source) if isinstance(source, str) else source, environment)
    function: Callable[..., Any] = environment[name]
    return function


def _folder() -> Path:
    """Return where kernels are kept, or a passing place where nothing can be kept or others may write."""
    folder = caches() / "traced-kernels"
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if is_ours(folder):
            return folder
    return Path(tempfile.mkdtemp(prefix="traced-kernels-"))


def _write(file: Path, text: str) -> None:
    """Write a file at once or not at all."""
    part = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(file)


class _Kept:
    """Emitted text as a module in a file whose name is its hash, so that numba finds its machine code again.

    Neither text nor machine code is believed because of its name: the text is compared, and the machine code has to
    have the hashes that were written down when it was made. What was cut short or changed is made anew.
    """

    def __init__(self, source: str) -> None:
        self.source, self.name = source, f"kernel_{hashlib.sha256(source.encode()).hexdigest()[:24]}"
        self.folder = _folder()
        self.file = self.folder / f"{self.name}.py"
        self.sums = self.folder / f"{self.name}.sums"
        try:
            if not self.file.exists() or self.file.read_bytes() != source.encode():
                self.forget()
                _write(self.file, source)
            elif self._found() != self._known():
                self.forget(text=False)
        except OSError:  # the folder may be read, but not written
            self.folder = Path(tempfile.mkdtemp(prefix="traced-kernels-"))
            self.file, self.sums = self.folder / self.file.name, self.folder / self.sums.name
            _write(self.file, source)
        self.module = self._import()

    def forget(self, text: bool = True) -> None:
        """Remove the machine code, and the text with it."""
        for file in [*self._machine_code(), self.sums, *([self.file] if text else [])]:
            file.unlink(missing_ok=True)

    def remember(self) -> None:
        """Write down the hashes of the machine code."""
        with contextlib.suppress(OSError):
            found = self._found()
            if found != self._known():
                _write(self.sums, found)

    def _machine_code(self) -> list[Path]:
        kept = [*self.folder.glob(f"__pycache__/{self.name}.*"), *self.folder.glob(f"{self.name}.*.nb[ic]")]
        return sorted(file for file in kept if not file.name.endswith(".tmp"))

    def _found(self) -> str:
        hashes = [f"{hashlib.sha256(file.read_bytes()).hexdigest()} {file.name}" for file in self._machine_code()]
        return "\n".join(hashes)

    def _known(self) -> str:
        return self.sums.read_text(encoding="utf-8", errors="replace") if self.sums.exists() else ""

    def _import(self) -> ModuleType:
        spec = importlib.util.spec_from_file_location(self.name, self.file)
        if spec is None or spec.loader is None:
            raise ImportError(f"cannot import the emitted kernel {self.file}")
        module = importlib.util.module_from_spec(spec)
        sys.modules[self.name] = module
        exec(compile(self.source, str(self.file), "exec"), module.__dict__)  # the text itself, not what lies in a file
        return module


_workers = threading.local()


def threads_here() -> int:
    """Return how many threads a run may start: one where the caller runs several already."""
    return 1 if getattr(_workers, "busy", False) else CORES


@contextlib.contextmanager
def one_of_many() -> Iterator[None]:
    """Run what this thread runs in this thread alone: others run beside it."""
    _workers.busy = True
    try:
        yield
    finally:
        _workers.busy = False


# ---- running it ----------------------------------------------------------------------------------------------------


class _Blocks:
    """NumPy over blocks, in threads when there is enough to share out."""

    def __init__(self, plan: Plan | None, code: CodeType | None = None, buffers: int = 0) -> None:
        if code is None:
            source, buffers = numpy_source(plan)  # type: ignore[arg-type]
            code = _code(source)
        self.code, self.buffers = code, buffers
        self.block = _execute(code, "block", _LIBRARIES)
        self.step = min(BLOCK, 1 << max(11, (CACHE // (8 * max(self.buffers, 1))).bit_length() - 1))
        self.spare: list[Floats] = []  # buffers that no thread writes into; new memory costs as much as the work

    def __call__(self, arrays: list[Floats], fixed: tuple[float, ...], outputs: list[Floats]) -> None:
        count = outputs[0].size
        threads = min(threads_here(), count // THREAD_BLOCK)
        step = THREAD_BLOCK if threads > 1 else self.step
        starts = range(0, count, step)

        def run(start: int) -> None:
            part = slice(start, min(start + step, count))
            kept = self._scratch(step)
            with np.errstate(all="ignore"):
                scratch = kept[:, : part.stop - start]
                self.block(*(a[part] for a in arrays), *fixed, *(o[part] for o in outputs), *scratch)
            self.spare.append(kept)

        if threads > 1:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(run, starts))
        else:
            for start in starts:
                run(start)

    def _scratch(self, step: int) -> Floats:
        with contextlib.suppress(IndexError):
            kept = self.spare.pop()
            if kept.shape[1] >= step:
                return kept
        return np.empty((self.buffers, step))


class _Loop:
    """One numba loop, compiled when first called."""

    def __init__(self, plan: Plan) -> None:
        self.kept = _Kept(numba_source(plan))
        self.kernel = self.kept.module.kernel
        self.is_new = True

    def __call__(self, arrays: list[Floats], fixed: tuple[float, ...], outputs: list[Floats]) -> None:
        # numba would compile anew for arrays that cannot be written
        given = [np.ascontiguousarray(a) if a.flags.writeable else a.copy() for a in arrays]
        numbers = [float(x) for x in fixed]
        count = outputs[0].size
        if self.is_new:  # compiles or loads
            self.kernel(0, 0, *given, *numbers, *outputs)
            self.kept.remember()
            self.is_new = False

        def run(start: int, stop: int) -> None:
            self.kernel(start, stop, *given, *numbers, *outputs)

        threads = min(threads_here(), count // SHARE)
        if threads < 2:
            run(0, count)
            return
        share = -(-count // threads // LANES) * LANES
        with ThreadPoolExecutor(threads) as pool:  # the kernel lets go of the interpreter
            list(pool.map(lambda start: run(start, min(start + share, count)), range(0, count, share)))


def _flat(values: Floats, shape: tuple[int, ...]) -> Floats:
    return (values if values.shape == shape else np.broadcast_to(values, shape)).reshape(-1)


def _is_extreme(value: float) -> bool:
    size = abs(value)
    return not (size == 0.0 or 1 / FAR <= size <= FAR)


def extreme(values: Mapping[str, Any], size: int) -> NDArray[np.bool_] | None:
    """Return the points at which an input is extreme, infinite or not a number; None when there are none."""
    found = None
    for value in values.values():
        if not np.ndim(value):
            if _is_extreme(float(value)):
                return np.ones(size, dtype=bool)
            continue
        low, high = float(value.min()), float(value.max())
        if high <= FAR and low >= -FAR and (low >= 1 / FAR or high <= -1 / FAR):
            continue
        with np.errstate(invalid="ignore"):
            away = np.abs(value)
            bad = ~((away <= FAR) & ((away >= 1 / FAR) | (away == 0.0)))
        if bad.any():
            found = bad if found is None else found | bad
    return found


def _restored(program: Program, original: Program | None, backend: Backend) -> Compiled:
    run = Compiled(program, backend, simplify=False)
    run.original = original or program
    return run


class Compiled:
    """A program ready to run.

    Call it with a mapping of input names to numbers, arrays or quantities; what is left out takes its base value.
    It returns bare numbers or arrays in the units of `Program.units`; `quantities` returns them with their units.
    """

    def __init__(self, program: Program, backend: Backend = "auto", simplify: bool = True) -> None:
        if backend == "numba" and not HAS_NUMBA:
            raise ModuleNotFoundError('backend="numba" needs numba: install the extra "fast", or use backend="numpy"')
        self.program = program.simplify() if simplify else program
        self.original = program  # as it was recorded; what is re-associated differs from it where numbers are extreme
        self.backend = backend
        self.packed_for: tuple[str, ...] | None = None  # the inputs that are arrays in the code that was packed
        self._scalars: dict[tuple[str, ...], Callable[..., tuple[float, ...]]] = {}
        self._plans: dict[tuple[str, tuple[str, ...]], tuple[Callable[..., Any], _Blocks | _Loop, list[str]]] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.program, None if self.original is self.program else self.original, self.backend)

    @property
    def is_as_recorded(self) -> bool:
        """Whether nothing was re-associated."""
        return self.original is self.program

    def packed(self, varying: tuple[str, ...]) -> dict[str, Any]:
        """Write the program down with its code for these inputs as arrays, for `unpacked`."""
        plan, program = Plan(self.program, varying), self.program
        block, once = _Blocks(plan), _code(once_source(plan))
        self._plans["numpy", varying] = _execute(once, "once", _LIBRARIES), block, plan.arrays  # it runs as it is kept
        self.packed_for = varying
        return {
            "head": (program.inputs, program.units, program.base),
            "varying": varying,
            "arrays": plan.arrays,
            "once": marshal.dumps(once),
            "block": marshal.dumps(block.code),
            "buffers": block.buffers,
            "graph": pickle.dumps(program),
            "recorded": None if self.is_as_recorded else pickle.dumps(self.original),
            "reads": self.reads,
        }

    @cached_property
    def reads(self) -> frozenset[str]:
        """The inputs on which an output depends; any value of the others gives the same."""
        return frozenset(self.program.used) | frozenset(self.original.used)

    @cached_property
    def as_recorded(self) -> Compiled:
        """The program as it was recorded, ready to run."""
        return Compiled(self.original, "numpy", simplify=False)

    def __call__(self, values: Mapping[str, Any] | None = None, /, **named: Any) -> dict[str, Any]:
        """Run on numbers, arrays that broadcast, or quantities."""
        bare = self.program.values({**(values or {}), **named})
        varying = tuple(name for name, value in bare.items() if np.ndim(value))
        if not varying:
            return dict(zip(self.program.outputs, map(float, self.scalar(*bare.values())), strict=True))
        shape = np.broadcast_shapes(*(np.shape(bare[name]) for name in varying))
        outputs = {name: np.empty(int(np.prod(shape))) for name in self.program.units}
        self.fill({k: _flat(v, shape) if np.ndim(v) else v for k, v in bare.items()}, outputs)
        return {name: values.reshape(shape) for name, values in outputs.items()}

    def quantities(self, values: Mapping[str, Any] | None = None, /, **named: Any) -> dict[str, Quantity]:
        """Run, and give the outputs their units."""
        results = self({**(values or {}), **named})
        return {name: Quantity(value, ureg.Unit(self.program.units[name])) for name, value in results.items()}

    def fill(self, values: Mapping[str, Any], outputs: Mapping[str, Floats], moderate: bool = False) -> None:
        """Write the outputs into given arrays; every input is a float or a flat array of the same length.

        Where inputs are extreme (unless they are known to be `moderate`) or an output is not finite, the program as it
        was recorded answers.
        """
        size = next(iter(outputs.values())).size
        if not size:
            return
        self._fill(values, outputs, size)
        if self.is_as_recorded:
            return
        doubtful = None if moderate else extreme(values, size)
        for found in outputs.values():
            with np.errstate(all="ignore"):
                clean = np.isfinite(found.sum())
            if not clean:
                bad = ~np.isfinite(found)
                doubtful = bad if doubtful is None else doubtful | bad
        if doubtful is not None and doubtful.any():
            places = np.flatnonzero(doubtful)
            again = {name: np.empty(places.size) for name in outputs}
            chosen = {name: value[places] if np.ndim(value) else value for name, value in values.items()}
            self.as_recorded.fill(chosen, again)
            for name, found in outputs.items():
                found[places] = again[name]

    def _fill(self, values: Mapping[str, Any], outputs: Mapping[str, Floats], size: int) -> None:
        varying = tuple(name for name, value in values.items() if np.ndim(value))
        if self.packed_for is not None and varying != self.packed_for and set(varying) < set(self.packed_for):
            missing = [name for name in self.packed_for if name not in varying and name in self.reads]
            whole = {name: np.full(size, values[name]) for name in missing}
            values, varying = {**values, **whole}, self.packed_for  # the code that is there, over one value repeated
        once, loop, arrays = self._plan(varying, size)
        with np.errstate(all="ignore"):
            fixed = once(*(0.0 if name in varying else values[name] for name in self.program.inputs))
        loop([values[name] for name in arrays], fixed, [outputs[name] for name in self.program.units])

    def scalar(self, *values: float) -> tuple[float, ...]:
        """Evaluate once, on floats in the order of the inputs, in declared units."""
        return self.scalar_function()(*values)

    def scalar_function(self, *outputs: str) -> Callable[..., tuple[float, ...]]:
        """Return the plain Python function of one evaluation, for all outputs or the named ones."""
        if outputs not in self._scalars:
            source = scalar_source(self.program, outputs or None)
            fast = _execute(source, "scalar", _MATH)
            chosen = outputs or tuple(self.program.outputs)
            is_original = self.original is self.program
            is_moderate = _execute(moderate_source(len(self.program.inputs)), "moderate", {})

            def careful(*values: float) -> tuple[float, ...]:
                try:
                    found: tuple[float, ...] = fast(*values)
                except (ArithmeticError, ValueError):  # math raises where NumPy answers inf or NaN
                    results = self.as_recorded._as_arrays(values)
                    return tuple(float(results[name][0]) for name in chosen)
                if is_original or (all(map(math.isfinite, found)) and is_moderate(*values)):
                    return found
                return self.as_recorded.scalar_function(*outputs)(*values)

            self._scalars[outputs] = careful
        return self._scalars[outputs]

    def warm(self, *varying: str) -> None:
        """Compile the numba loop now, for these inputs as arrays (all of them when none is named)."""
        names = varying or tuple(self.program.inputs)
        once, loop, arrays = self._plan(tuple(name for name in self.program.inputs if name in names), NUMBA_FROM)
        with np.errstate(all="ignore"):
            fixed = once(*(1.0 for _ in self.program.inputs))
        loop([np.ones(2) for _ in arrays], fixed, [np.empty(2) for _ in self.program.outputs])

    def _as_arrays(self, values: tuple[float, ...]) -> dict[str, Floats]:
        outputs = {name: np.empty(1) for name in self.program.outputs}
        once, loop, arrays = self._plan(tuple(self.program.inputs), 1)
        given = dict(zip(self.program.inputs, values, strict=True))
        with np.errstate(all="ignore"):
            fixed = once(*values)
        loop([np.array([given[name]]) for name in arrays], fixed, [outputs[name] for name in outputs])
        return outputs

    def _plan(self, varying: tuple[str, ...], size: int) -> tuple[Callable[..., Any], _Blocks | _Loop, list[str]]:
        kind = self._choose(varying, size)
        if (kind, varying) not in self._plans:
            plan = Plan(self.program, varying)
            once = _execute(once_source(plan), "once", _LIBRARIES)
            self._plans[kind, varying] = once, _Loop(plan) if kind == "numba" else _Blocks(plan), plan.arrays
        return self._plans[kind, varying]

    def _choose(self, varying: tuple[str, ...], size: int) -> str:
        if self.backend == "numba":
            return "numba"
        if self.backend == "numpy" or not HAS_NUMBA:
            return "numpy"
        worth_it = BLOCK if ("numba", varying) in self._plans else NUMBA_FROM
        return "numba" if size >= worth_it else "numpy"


class _Folded(Program):
    """A program whose graph is unfolded when somebody looks at it."""

    def __init__(self, head: tuple[dict[str, str], dict[str, str], dict[str, float]], graph: bytes) -> None:
        inputs, units, base = head
        for name, value in (("inputs", inputs), ("units", units), ("base", base), ("_graph", graph)):
            object.__setattr__(self, name, value)

    @cached_property
    def outputs(self) -> dict[str, Expr]:
        """The node of each output."""
        program: Program = pickle.loads(self.__dict__["_graph"])
        return program.outputs


def unpacked(kept: Mapping[str, Any], base: Mapping[str, float]) -> Compiled:
    """Read a program that `Compiled.packed` wrote down, ready to run; only from where nobody else can write.

    Its inputs have the base values of today, in the declared units.
    """
    inputs, units, _ = kept["head"]
    head = inputs, units, dict(base)
    run = Compiled(_Folded(head, kept["graph"]), "auto", simplify=False)
    if kept["recorded"] is not None:
        run.original = _Folded(head, kept["recorded"])
    block = _Blocks(None, marshal.loads(kept["block"]), kept["buffers"])
    once = _execute(marshal.loads(kept["once"]), "once", _LIBRARIES)
    run.packed_for = kept["varying"]
    run.__dict__["reads"] = kept["reads"]  # known without unfolding the graph
    run._plans["numpy", kept["varying"]] = once, block, kept["arrays"]
    return run


def compile_program(program: Program, backend: Backend = "auto", simplify: bool = True) -> Compiled:
    """Make a program ready to run.

    Parameters
    ----------
    program : Program
        What to run.
    backend : {"auto", "numpy", "numba"}
        "auto" chooses by the size of the arrays; single evaluations are always plain Python.
    simplify : bool
        Clean up the algebra first. Sums and products are re-associated: results agree to about 1e-13.

    Examples
    --------
    >>> from analysis.engine.tracing import trace
    >>> def energy(mass, speed):
    ...     return (mass * speed**2 / 2).to("MJ")
    >>> run = compile_program(trace(energy, {"mass": "kg", "speed": "km/s"}))
    >>> run(mass=2.0, speed=np.array([1.0, 2.0]))["energy"]
    array([1., 4.])
    """
    return Compiled(program, backend, simplify)
