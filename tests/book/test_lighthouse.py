"""Lighthouse, as a phone sees the site: at least 95 in every category on the first page and on three chapters."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools import lighthouse
from tools.lighthouse import Judgement


def report(performance: float, benchmark: float, seo: float = 1.0) -> dict[str, Any]:
    scores = dict.fromkeys(lighthouse.CATEGORIES, 1.0) | {"performance": performance, "seo": seo}
    categories = {name: {"score": score, "auditRefs": []} for name, score in scores.items()}
    return {"categories": categories, "audits": {}, "environment": {"benchmarkIndex": benchmark}}


@pytest.mark.parametrize(
    ("reports", "good"),
    [
        ([report(0.95, 1500)], True),
        ([report(0.94, 1500)], False),
        ([report(0.5, 1500), report(0.96, 1500), report(0.99, 1500)], True),
        ([report(0.5, 1500), report(0.6, 1500), report(0.99, 1500)], False),
        ([report(0.7, 300)], True),  # nothing can be said of it on such a machine
        ([report(0.7, 300, seo=0.9)], False),  # but of this much can
    ],
)
def test_the_median_decides_where_the_machine_can_judge(reports: list[dict[str, Any]], good: bool) -> None:
    assert Judgement("index.html", reports).is_good is good


def test_a_page_that_is_not_judged_says_so() -> None:
    said = "\n".join(Judgement("index.html", [report(0.7, 300)]).lines())
    assert said.startswith("? index.html: performance 70")
    assert "this machine is too busy (benchmark 300, needed 800)" in said


def test_runs_end_when_the_median_is_good_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    factors: list[float] = []
    scores = iter([0.9, 0.97, 0.96, 0.1, 0.1])

    def run(program: Path, address: str, factor: float) -> dict[str, Any]:
        factors.append(factor)
        return report(next(scores), 880)

    monkeypatch.setattr(lighthouse, "run", run)
    assert lighthouse.judge(Path(), "http://x", "index.html").scores["performance"] == 96
    assert factors == [4.0, 2.0, 2.0]


@pytest.fixture(scope="module")
def program() -> Path:
    """Lighthouse itself; where npm or its registry is missing, one line says what was left out."""
    if not shutil.which("npm"):
        pytest.skip("Lighthouse was skipped: npm is not installed")
    try:
        return lighthouse.program()
    except SystemExit as stopped:
        pytest.skip(f"Lighthouse was skipped: {stopped}")


@pytest.fixture(scope="module")
def root(site: Path) -> Iterator[str]:
    with lighthouse.host(site) as address:
        yield address


@pytest.mark.browser
@pytest.mark.night
@pytest.mark.parametrize("page", lighthouse.PAGES)
def test_lighthouse_finds_a_page_good(program: Path, root: str, page: str, record_property: Any) -> None:
    found = lighthouse.judge(program, root, page)
    record_property("lighthouse", "\n".join(found.lines()))
    assert found.is_good, "\n".join(found.lines())
    assert not set(found.low) - {"performance"}
