"""Watts, Tonnes, Dollars: an executable audit of the thesis that SpaceX becomes the infrastructure layer of AI.

Rooms, in the order in which anything flows: ``units``; ``evidence``, ``models`` and ``engine``, which know nothing of
each other; ``peers``; ``studies``, one module a chapter; ``results``, the framework around them; ``figures``; ``api``;
``pages``; ``cli``.

For an analyst, four functions are enough:

>>> from analysis import scenario, evaluate, verdicts, compare
>>> evaluate("multiple.offer_multiple", scenario("base", {"offering.price": "100 USD/share"}))["shown"][0]
'70.1×'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.api.core import (
        assumptions,
        breakeven,
        chain,
        compare,
        compare_release,
        evaluate,
        histogram,
        montecarlo,
        ranking,
        scenario,
        scenarios,
        sensitivity,
        sources,
        verdicts,
    )

__version__ = "0.3.0"
__all__ = [
    "assumptions",
    "breakeven",
    "chain",
    "compare",
    "compare_release",
    "evaluate",
    "histogram",
    "montecarlo",
    "ranking",
    "scenario",
    "scenarios",
    "sensitivity",
    "sources",
    "verdicts",
]


def __getattr__(name: str) -> Any:
    """Load the commands only when somebody asks for it, so that a model can be imported without the evidence."""
    if name in __all__:
        from analysis.api import core

        return getattr(core, name)
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List what the package offers, so that completion finds it."""
    return sorted([*globals(), *__all__])
