"""Kernels that the tests start import the checkout, and an example in a docstring is held to every digit it shows."""

from __future__ import annotations

import doctest
import os
import re
from decimal import Decimal
from pathlib import Path

import _pytest.doctest

ROOT = str(Path(__file__).parent)
os.environ["PYTHONPATH"] = os.pathsep.join([ROOT, *filter(None, [os.environ.get("PYTHONPATH")])])


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
