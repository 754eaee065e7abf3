"""The list of silent mistakes fits the code: each stands in its file once, so that `make hand-mutants` can make it."""

from __future__ import annotations

import pytest

from tests.each import each
from tools import hand_mutants
from tools.pages import ROOT


@each("mistake", {m.what: m for m in hand_mutants.mistakes()})
def test_a_mistake_can_be_made(mistake):
    assert (ROOT / mistake.file).read_text(encoding="utf-8").count(mistake.find) == 1
    assert mistake.find != mistake.replace
    assert mistake.tier in ("check", "test", "nightly")
    assert all((ROOT / file.partition("::")[0]).exists() for file in mistake.tests.split())


def test_a_mistake_is_made_and_one_that_no_longer_fits_is_refused(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n", encoding="utf-8")
    made = hand_mutants.Mistake("a sign", "a.py", "x = 1", "x = -1", "check", "tests")
    path, before = made.made_in(tmp_path)
    assert (path.read_text(encoding="utf-8"), before) == ("x = -1\n", "x = 1\n")
    with pytest.raises(ValueError, match="a sign: 'x = 1' stands 0 times in a.py, once is needed"):
        made.made_in(tmp_path)
