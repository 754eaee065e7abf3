"""Settings that every test shares: examples are the same in every run, and a slow machine fails nothing."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("report", deadline=None, derandomize=True)
settings.load_profile("report")
