"""Where evidence meets models: one module per chapter, and the whole chain.

A study holds *results* (named quantities with their provenance) and *tables* (tidy frames of plain floats).
Everything that a page prints, a slider moves, a claim is judged by or the command line answers is one of the two.
"""

from analysis.results.registry import Result, Table, results, tables

__all__ = ["Result", "Table", "results", "tables"]
