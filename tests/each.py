"""One test for one law: the cases are tried one after the other, and those that break it are named together.

Pytest's own ``parametrize`` makes an item of every case, and thousands of items take longer to arrange than to run.
"""

from __future__ import annotations

import functools
import inspect
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import settings

SHOWN = 20  # cases that a failure names


def each(names: str, cases: Iterable[Any] | Mapping[str, Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test for every case, as ``parametrize`` would, but as one item.

    Parameters
    ----------
    names : str
        The argument, or several with commas between, that a case fills.
    cases : iterable or mapping
        The cases; a mapping's keys name them, and `pytest.param` its own.
    """
    named = list(cases.items()) if isinstance(cases, Mapping) else [(label(case), bare(case)) for case in cases]
    arguments = [name.strip() for name in names.split(",")]

    def law(test: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(test)
        left = [p for name, p in signature.parameters.items() if name not in arguments]

        def run(**fixtures: Any) -> None:
            broken, tried = [], 0
            for name, case in named:
                values = dict(zip(arguments, case, strict=True)) if len(arguments) > 1 else {arguments[0]: case}
                try:
                    test(**fixtures, **values)
                except pytest.skip.Exception:
                    continue
                except (Exception, pytest.fail.Exception) as error:
                    broken.append((name, error))
                tried += 1
            if broken:
                lines = [f"{name}: {type(error).__name__}: {error}" for name, error in broken[:SHOWN]]
                raise AssertionError(f"{len(broken)} of {len(named)} cases\n" + "\n".join(lines)) from broken[0][1]
            assert tried, "there is no case to try"

        functools.update_wrapper(run, test)
        del run.__wrapped__  # pytest would ask it for its arguments
        run.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
        return run

    return law


def few(count: int) -> settings:
    """So many examples in an everyday run, and the same multiple of them as of all others in a longer one."""
    return settings(max_examples=max(1, count * settings().max_examples // 100))


@contextmanager
def within(seconds: int, error: BaseException) -> Iterator[None]:
    """What hangs fails the test that hangs, by raising an error in it; on the main thread only."""

    def too_long(*_: object) -> None:
        raise error

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def label(case: Any) -> str:
    """How a failure names a case."""
    if getattr(case, "id", None) and hasattr(case, "values"):
        return str(case.id)
    return getattr(case, "__name__", None) or str(case)[:80]


def bare(case: Any) -> Any:
    """The values of a `pytest.param`, or the case itself."""
    if hasattr(case, "id") and hasattr(case, "marks"):
        return case.values[0] if len(case.values) == 1 else case.values
    return case
