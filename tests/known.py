"""The base case that test modules share, so that what one of them has worked out the next one finds.

In `make test` (``WTD_TESTS=kept``) it begins with the answers that the build of the site has just kept for this state
of sources and evidence. It is only read: nothing that a test works out reaches the file. `tests/test_house.py` takes
no part: it computes every result and table anew in each tier; `make nightly` does the same with every notebook.
"""

from __future__ import annotations

import functools
import os

from analysis.evidence import Case
from analysis.results import cache


@functools.cache
def base() -> Case:
    """The base of this process; for tests that neither change it nor replace a function that answers rest on."""
    case = Case()
    if os.environ.get("WTD_TESTS") == "kept":
        cache._recall(case)
    return case
