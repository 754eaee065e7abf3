"""The way of a number, forward: from a record through the results that read it to the pages that print them."""

from __future__ import annotations

import pytest

from analysis.cli import commands
from analysis.evidence import Case
from analysis.results import provenance, registry


def test_a_record_is_followed_to_the_pages_that_print_it(monkeypatch: pytest.MonkeyPatch) -> None:
    some = registry.results("multiple")
    monkeypatch.setattr(provenance, "results", lambda: some)
    found = provenance.trace_forward("offering.price", Case())
    assert found.place.startswith("analysis/evidence/assumptions/offering.toml:")
    assert found.below[0].kind == "source"
    readers = [step.name for step in found.below if step.kind == "result"]
    assert "multiple.offer_multiple" in readers
    assert "multiple.stated_multiple" not in readers  # the document's own number
    shown = [step for step in commands._to_the_pages(found).below if step.kind == "result"]
    printed = {step.name: [page.place for page in step.below] for step in shown if step.below}
    assert "chapters/01-multiple.ipynb" in printed["multiple.offer_multiple"]
    home = ["index.ipynb" in places for places in printed.values()]
    assert home == sorted(home, reverse=True), "what the home page prints comes first"
    assert len(printed) + sum(int(step.name.split()[0]) for step in shown if not step.below) == len(readers)
