"""Settings that every test shares: examples are the same in every run, and a slow machine fails nothing.

``HYPOTHESIS_PROFILE=fuzz`` tries many more, new ones each time; ``mutants`` tries few and does not shrink them.
"""

from __future__ import annotations

import os

from hypothesis import Phase, settings

settings.register_profile("report", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=2_000, print_blob=True)
settings.register_profile(
    "mutants", settings.get_profile("report"), max_examples=20, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "report"))
