"""What can go wrong, as one tree.

::

    ReportError
    ├── EvidenceError                 a file, a record or what an analyst typed is wrong; names it, and the fix
    ├── UnknownNameError (KeyError)   no input, output or year of that name; lists those that there are
    ├── TraceError (TypeError)        the engine cannot record what a model asks of a symbol; says what to write
    ├── CorrelationError (ValueError) correlations that cannot hold together, or that a method cannot use
    ├── InfeasibleError (ValueError)  no value of the driver within its bounds gives the wanted result
    ├── BusyError                     another command makes the same files
    └── PageError                     a page could not be executed; names file, cell and cause

An argument that no model can take is refused as NumPy and pint do, with a plain `ValueError` that names it (a
`DimensionalityError` where the unit is wrong). `wtd` ends with exit code 2 and one line for any error of the tree, and
with 3 for one that is not in it: that one is ours.
"""

from __future__ import annotations


class ReportError(Exception):
    """The root: the message is one line that says what is wrong, and what to do."""


class UnknownNameError(ReportError, KeyError):
    """No input, output or year of that name.

    Examples
    --------
    >>> print(UnknownNameError("no input named 'z'; the inputs are a, b"))
    no input named 'z'; the inputs are a, b
    """

    __str__ = Exception.__str__  # a KeyError would print its message in quotation marks
