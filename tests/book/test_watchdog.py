"""A browser test cannot hang: a stalled page is stopped, tried once more, and named."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
CONFTEST = "from tests.book.conftest import *\n"
STALLS = """
import pytest
from pathlib import Path
from tests.book.browsing import until

@pytest.mark.browser
@pytest.mark.limit(3)
def test_it_stalls(browser, tmp_path_factory):
    page = browser.new_context().new_page()
    page.goto("data:text/html,<p>here</p>")
    tries = Path(__file__).with_name("tries")
    tries.write_text((tries.read_text() if tries.exists() else "") + "x")
    if len(tries.read_text()) <= {stalls}:
        until(page, "(() => {{ for (;;); }})()", what="an endless script")
    assert page.evaluate("1 + 1") == 2
"""


@pytest.mark.parametrize(
    ("stalls", "ends"), [pytest.param(1, {"passed": 1}, marks=pytest.mark.night), (2, {"failed": 1})]
)
def test_a_stalled_page_is_tried_once_more_and_then_named(tmp_path: Path, stalls: int, ends: dict[str, int]) -> None:
    import subprocess
    import sys

    from tools.pages import ROOT

    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_stalls.py").write_text(STALLS.format(stalls=stalls))
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nmarkers =\n  browser: x\n  limit: x\naddopts = --import-mode=importlib\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_stalls.py"],
        cwd=tmp_path,
        env={**__import__("os").environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert f"1 {next(iter(ends))}" in done.stdout, done.stdout + done.stderr
    assert (tmp_path / "tries").read_text() == "xx"
    if "failed" in ends:
        assert "stalled twice: no answer in 3 s; it was waiting for an endless script" in done.stdout
