"""Watts, Tonnes, Dollars: an executable audit of the thesis that SpaceX becomes the infrastructure layer of AI.

Rooms, in the order in which anything flows: ``units``; ``evidence``, ``models`` and ``engine``, which know nothing of
each other; ``peers``; ``studies``; ``claims``; ``tables`` and ``figures``; ``page``, ``workbench`` and ``cli``.

For an analyst, four functions are enough:

>>> from analysis import scenario, evaluate, verdicts, compare
>>> list(verdicts(scenario("base")).columns)[:2]
['claim', 'chapter']
"""

from __future__ import annotations

from typing import Any

__all__ = ["breakeven", "compare", "evaluate", "montecarlo", "scenario", "sensitivity", "verdicts"]


def __getattr__(name: str) -> Any:
    """Load the bench only when somebody asks for it, so that a model can be imported without the evidence."""
    if name in __all__:
        from analysis import workbench

        return getattr(workbench, name)
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")
