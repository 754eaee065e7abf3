"""Judge the mutants of one file: the tests that reach a change either fail or miss it.

Importing the report takes longer than most tests, so it is done once. The tests of a file are collected in one warm
process; each mutant is a fork of it in which the changed functions get their changed code. What a fork cannot change,
because it ran while the module was imported, is judged in a fork from before the import.
"""

from __future__ import annotations

import contextlib
import fnmatch
import functools
import gc
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import resource
import signal
import sys
import time
import traceback
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Mutant = dict[str, Any]
Name = tuple[str, str, int]  # a function: its file, its qualified name, and its first line
OPTIONS = ("-q", *(word for name in ("randomly", "xdist", "nbval", "cacheprovider") for word in ("-p", f"no:{name}")))
OPTIONS += ("-m", "not slow and not browser")
OPTIONS += ("-W", "ignore::pytest.PytestAssertRewriteWarning")  # what is warm was imported before


# ---- what differs between two versions of a file ---------------------------------------------------------------------


def compiled(text: str, file: str) -> types.CodeType:
    """A text as Python runs it."""
    return compile(text, file, "exec", dont_inherit=True)


def codes(whole: types.CodeType) -> dict[Name, types.CodeType]:
    """Every code object of a file: its functions, its classes and itself."""
    found: dict[Name, types.CodeType] = {}

    def walk(code: types.CodeType) -> None:
        found[code.co_filename, code.co_qualname, code.co_firstlineno] = code
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                walk(constant)

    walk(whole)
    return found


def bytecode_signature(code: types.CodeType) -> tuple[object, ...]:
    """What a code object does, without what stands inside of it and without its place in the file."""
    constants = [repr(c) for c in code.co_consts if not isinstance(c, types.CodeType)]
    return (code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)


def changed(old: str, new: str, file: str) -> set[Name]:
    r"""Which functions a mutant changes.

    Examples
    --------
    >>> changed("def f(x):\n    return x + 1\n", "def f(x):\n    return x + 2\n", "m.py")
    {('m.py', 'f', 1)}
    >>> changed("def f(x):\n    return 2 + 1\n", "def f(x):\n    return 4 - 1\n", "m.py")
    set()
    """
    before, after = (codes(compiled(text, file)) for text in (old, new))
    differ = {
        name
        for name in before.keys() & after.keys()
        if bytecode_signature(before[name]) != bytecode_signature(after[name])
    }
    return differ | (before.keys() ^ after.keys())


def is_function(name: Name, whole: dict[Name, types.CodeType]) -> bool:
    """Whether a code object runs when it is called, not when its module is imported."""
    return name in whole and bool(whole[name].co_flags & 0x02)  # CO_NEWLOCALS


def functions_of(file: str) -> list[types.FunctionType]:
    """Every function that the running program made from a file."""
    return [f for f in gc.get_objects() if isinstance(f, types.FunctionType) and f.__code__.co_filename == file]


def swap(functions: Sequence[types.FunctionType], source: str, file: str) -> None:
    """Give functions the code of another version of their file."""
    new = codes(compiled(source, file))
    for function in functions:
        code = new.get((file, function.__code__.co_qualname, function.__code__.co_firstlineno))
        if code is not None and len(code.co_freevars) == len(function.__code__.co_freevars):
            function.__code__ = code


class Finder(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):  # type: ignore[misc]  # typeshed's own quarrel
    """Import one module from another text than that of its file."""

    def __init__(self, module: str, file: str, source: str) -> None:
        self.module, self.file, self.source = module, file, source

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        """Answer for this module and no other."""
        return importlib.util.spec_from_file_location(name, self.file, loader=self) if name == self.module else None

    def get_filename(self, fullname: str) -> str:
        """The file, as tracebacks name it."""
        return self.file

    def get_data(self, path: str | bytes) -> bytes:
        """The mutant, and no compiled file."""
        if str(path) != self.file:
            raise OSError
        return self.source.encode()


# ---- a child process -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What a child said, or how it ended."""

    said: Any = None
    ended: str = ""  # "", "time" or "crash"


def in_child(work: Callable[[], Any], seconds: float) -> Outcome:
    """Run something in a fork, with a limit on its processor time, and take its answer."""
    read, write = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(read)
        _child(work, write, seconds)
    os.close(write)
    return _answer(child, read, 15 * seconds + 60)


def _child(work: Callable[[], Any], write: int, seconds: float) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_DATA, (8 * 2**30, 8 * 2**30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    null = os.open(os.devnull, os.O_WRONLY)
    if not os.environ.get("MUTANTS_SAY"):
        os.dup2(null, 1)
        os.dup2(null, 2)
    status = 1
    try:
        answer = json.dumps(work()).encode()
        while answer:
            answer = answer[os.write(write, answer) :]
        status = 0
    except BaseException:  # whatever it is, the fork must not go on as its parent
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def _answer(child: int, read: int, wall: float) -> Outcome:
    until, parts = time.monotonic() + wall, []
    os.set_blocking(read, False)
    status: int | None = None
    while status is None:
        with contextlib.suppress(BlockingIOError):
            while part := os.read(read, 1 << 16):
                parts.append(part)
        done, ended = os.waitpid(child, os.WNOHANG)
        if done:
            status = ended
        elif time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(read)
            return Outcome(ended="time")
        else:
            time.sleep(0.005)
    with contextlib.suppress(BlockingIOError):
        while part := os.read(read, 1 << 16):
            parts.append(part)
    os.close(read)
    if os.WIFSIGNALED(status):
        return Outcome(ended="time" if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL) else "crash")
    return Outcome(json.loads(b"".join(parts))) if os.WEXITSTATUS(status) == 0 else Outcome(ended="crash")


# ---- the tests of a file ---------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Tests:
    """A plugin of pytest: keeps the tests that are asked for, notes which failed, and lets somebody else run them."""

    keep: Callable[[str], bool] = lambda _: True
    order: dict[str, int] = field(default_factory=dict)
    loop: Callable[[pytest.Session], None] | None = None
    failed: list[str] = field(default_factory=list)
    ran: int = 0

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep what is wanted, the quickest first."""
        items[:] = sorted((i for i in items if self.keep(i.nodeid)), key=lambda i: self.order.get(i.nodeid, 0))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a test file that cannot be imported."""
        if report.failed:
            self.failed.append(report.nodeid or "collection")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what failed."""
        self.ran += report.when == "call"
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Hand the collected tests over, when somebody wants them."""
        if self.loop is None:
            return None
        self.loop(session)
        return True


def first_failure(items: Sequence[pytest.Item], plugin: Tests) -> str | None:
    """Run tests until one fails."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        if plugin.failed:
            return plugin.failed[0]
    return None


def reached(item: pytest.Item, files: Sequence[str]) -> tuple[list[Name], float]:
    """Which functions of some files a test calls, and how long it takes."""
    seen: set[Name] = set()

    def called(frame: types.FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if code.co_filename in files:
            seen.add((code.co_filename, code.co_qualname, code.co_firstlineno))

    started = time.process_time()
    sys.settrace(called)
    try:
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
    finally:
        sys.settrace(None)
    return sorted(seen), time.process_time() - started


@dataclass(eq=False)
class Judge:
    """The mutants of a few files before the tests that these files share."""

    files: Sequence[str]  # as the settings name them
    arguments: Sequence[str]  # what pytest collects
    keep: Callable[[str], bool]
    seconds: float
    times: float
    fresh: bool  # every mutant needs a process from before the import
    note: Callable[[Mutant, dict[str, Any]], None]
    functions: dict[str, list[types.FunctionType]] = field(default_factory=dict)

    @functools.cached_property
    def sources(self) -> dict[str, str]:
        """The text of each file without a mutant."""
        return {file: (ROOT / file).read_text(encoding="utf-8") for file in self.files}

    @functools.cached_property
    def whole(self) -> dict[str, dict[Name, types.CodeType]]:
        """The code objects of each file without a mutant."""
        return {file: codes(compiled(text, str(ROOT / file))) for file, text in self.sources.items()}

    def judge(self, mutants: Sequence[Mutant]) -> None:
        """Give every mutant a verdict and tell `note`."""
        warm, cold = [], []
        for mutant in mutants:
            file = mutant["file"]
            names = changed(self.sources[file], mutant["source"], str(ROOT / file))
            if not names:
                self.note(mutant, {"verdict": "equivalent", "by": "the compiled program is the same"})
            elif self.fresh or not all(is_function(name, self.whole[file]) for name in names):
                cold.append(mutant)
            else:
                warm.append((mutant, names))
        if warm or cold:
            known = self._warm(warm)
            for mutant in cold:
                self._cold(mutant, known)

    def _warm(self, mutants: Sequence[tuple[Mutant, set[Name]]]) -> dict[str, Any]:
        """Collect once, find out which test reaches what, then fork for each mutant."""

        def session() -> dict[str, Any]:
            base: dict[str, Any] = {}

            def loop(session: pytest.Session) -> None:
                base.update(in_child(lambda: self._baseline(session.items, plugin), 3600).said or {})
                self.functions = {file: functions_of(str(ROOT / file)) for file in self.files}
                gc.freeze()
                for mutant, names in mutants:
                    self.note(mutant, self._one(mutant, names, session.items, base, plugin))

            plugin = Tests(keep=self.keep, loop=loop)
            pytest.main([*OPTIONS, *self.arguments], plugins=[plugin])
            return base

        base = in_child(session, 36000).said
        if not base:
            raise RuntimeError(f"these tests could not be collected: {', '.join(self.arguments)}")
        broken = [name for name, found in base.items() if found["failed"]]
        if broken:
            sys.stderr.write(f"left out, since they fail without a mutant: {', '.join(broken)}\n")
        return {name: found for name, found in base.items() if not found["failed"]}

    def _baseline(self, items: Sequence[pytest.Item], plugin: Tests) -> dict[str, Any]:
        found, paths = {}, [str(ROOT / file) for file in self.files]
        for item in items:
            plugin.failed.clear()
            names, seconds = reached(item, paths)
            found[item.nodeid] = {"reaches": names, "seconds": seconds, "failed": bool(plugin.failed)}
        return found

    def _one(
        self, mutant: Mutant, names: set[Name], items: Sequence[pytest.Item], base: dict[str, Any], plugin: Tests
    ) -> dict[str, Any]:
        chosen = [i for i in items if _reaches(base.get(i.nodeid), names)]
        chosen.sort(key=lambda i: float(base[i.nodeid]["seconds"]))
        if not chosen:
            return {"verdict": "survived", "by": "no test of its own reaches it", "tests": 0}

        def work() -> Any:
            swap(self.functions[mutant["file"]], mutant["source"], str(ROOT / mutant["file"]))
            return first_failure(chosen, plugin)

        return self._verdict(in_child(work, self._limit(base, [i.nodeid for i in chosen])), len(chosen))

    def _cold(self, mutant: Mutant, known: dict[str, Any]) -> None:
        quickest = sorted(known, key=lambda name: float(known[name]["seconds"]))

        def work() -> Any:
            plugin = Tests(keep=known.__contains__, order={n: i for i, n in enumerate(quickest)})
            return with_mutant(mutant, plugin, self.arguments)

        self.note(mutant, self._verdict(in_child(work, self._limit(known, quickest) + 20), len(known)))

    def _limit(self, base: dict[str, Any], names: Sequence[str]) -> float:
        return self.seconds + self.times * sum(float(base[name]["seconds"]) for name in names)

    @staticmethod
    def _verdict(outcome: Outcome, tests: int) -> dict[str, Any]:
        if outcome.ended:
            return {"verdict": "killed", "by": outcome.ended, "tests": tests}
        return {"verdict": "killed" if outcome.said else "survived", "by": outcome.said or "", "tests": tests}


def with_mutant(mutant: Mutant, plugin: Tests, tests: Sequence[str]) -> str:
    """Import everything with the mutant in its place, run tests, and give the first that fails."""
    file = str(ROOT / mutant["file"])
    module = mutant["file"].removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    sys.meta_path.insert(0, Finder(module, file, mutant["source"]))
    try:
        importlib.import_module(module)
    except Exception as error:
        return f"import: {type(error).__name__}"
    pytest.main([*OPTIONS, "-x", *tests], plugins=[plugin])
    return plugin.failed[0] if plugin.failed else ""


def _reaches(found: dict[str, Any] | None, names: set[Name]) -> bool:
    return found is not None and not found["failed"] and bool({tuple(n) for n in found["reaches"]} & names)


def matching(file: str, patterns: Sequence[str]) -> bool:
    """Whether a file is one of those that the settings name."""
    return any(fnmatch.fnmatch(file, pattern) for pattern in patterns)
