"""Kernels that the tests start import the checkout, and an example in a docstring is held to every digit it shows.

In `make test` (``WTD_TESTS=kept``) the kernels of notebooks begin with the answers that the build of the site has just
kept for this state of sources and evidence; in `make nightly` each computes its own.
"""

from __future__ import annotations

import doctest
import gc
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import _pytest.doctest
import pytest

ROOT = str(Path(__file__).parent)
gc.set_threshold(20_000, 10, 10)  # what thousands of tests keep alive is not looked through after every few of them
os.environ["PYTHONPATH"] = os.pathsep.join([ROOT, *filter(None, [os.environ.get("PYTHONPATH")])])


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Start the kernel of a notebook as `tools.run` does; a test keeps its own ways with what is kept."""
    begins = type(item).__name__ == "IPyNbCell" and os.environ.get("WTD_TESTS") == "kept"
    before = os.environ.get("WTD_CACHE")
    if begins and before is None:
        os.environ["WTD_CACHE"] = "share"
    yield
    if begins and before is None:
        del os.environ["WTD_CACHE"]


class EveryDigit(doctest.OutputChecker):
    """Accept a number that differs from the example by half a unit of the example's last digit at most.

    Pytest's own option NUMBER accepts a whole unit, so that an example may be wrong in its last digit.
    """

    number = re.compile(r"[+-]?(?:\d+\.\d*|\.\d+|\d+(?=[Ee]))(?:[Ee][+-]?\d+)?")

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        """Compare as doctest does, and again with the numbers of the example where they are close enough."""
        return super().check_output(want, got, optionflags) or super().check_output(
            want, self.as_shown(want, got), optionflags
        )

    def as_shown(self, want: str, got: str) -> str:
        """Put the example's numbers in the place of those that round to them."""
        shown = self.number.findall(want)
        if len(shown) != len(self.number.findall(got)):
            return got
        follow, array = iter(shown), "[" in want
        return self.number.sub(lambda found: self.nearer(next(follow), found[0], array), got)

    def nearer(self, shown: str, got: str, array: bool) -> str:
        """Give the number shown where the other one rounds to it; a bare point in an array stands for eight zeros."""
        digit = -8 if array and shown.endswith(".") else int(Decimal(shown).as_tuple().exponent)
        return shown if abs(Decimal(shown) - Decimal(got)) <= Decimal(5).scaleb(digit - 1) else got


_pytest.doctest.CHECKER_CLASS = EveryDigit
