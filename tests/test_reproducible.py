"""The same bytes whatever the folder, the time zone, the language, the hash seed: the parts that are quick to make.

`make reproducible` does the same for everything.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import rounding
from analysis.api import datapackage
from analysis.evidence import Case
from analysis.pages import reference as export
from tools import pages, pythons, reproducible, run

ROOT = Path(__file__).resolve().parents[1]
OTHER = reproducible.OTHER
WRITE = """
import sys
from pathlib import Path
from analysis.api import datapackage
from analysis.pages import reference as export
from analysis.evidence import Case
folder, world = Path(sys.argv[1]), Case()
datapackage.write(world, folder / "data")
for name, text in export.pages(world).items():
    export.write_if_changed(folder / "pages" / f"{name}.md", text)
"""


@pytest.mark.night
def test_data_and_reference_pages_are_the_same_bytes_elsewhere(tmp_path):
    here, there = tmp_path / "here", tmp_path / OTHER.folder
    case = Case()
    datapackage.write(case, here / "data")
    for name, text in export.pages(case).items():
        export.write_if_changed(here / "pages" / f"{name}.md", text)
    there.mkdir()
    environment = {**os.environ, **OTHER.variables, "PYTHONPATH": str(ROOT), "WTD_CACHE": "off"}
    subprocess.run([sys.executable, "-c", WRITE, str(there)], cwd=there, env=environment, check=True)
    assert reproducible.differences(here, there, ("data/*", "pages/**/*.md")) == []
    assert len(reproducible.hashes(here, ("data/*", "pages/**/*.md"))) > 100


@pytest.mark.parametrize(
    ("page", "processor"),
    [
        pytest.param(page, name, marks=[pytest.mark.night] * ((page, name) != ("20", "Haswell")))
        for page in ("11", "12", "20")
        for name in reproducible.PROCESSORS
    ],
)
def test_a_notebook_executed_elsewhere_is_the_stored_one(page, processor, tmp_path, monkeypatch):
    """The pages that noise of the last digit reaches most: matrix products, root finders, long sums of powers."""
    (text,) = pages.chosen([page])
    stored = pages.notebook_of(text)
    made = tmp_path / OTHER.folder / stored.name
    monkeypatch.setattr(pages, "notebook_of", lambda _: made)
    for name, value in {**OTHER.variables, **reproducible.PROCESSORS[processor], "WTD_CACHE": "off"}.items():
        monkeypatch.setenv(name, value)
    run.execute(text)
    assert made.read_bytes() == stored.read_bytes()


def test_what_lies_on_a_tie_is_rounded_to_one_side_whatever_the_noise():
    """A tie has ten digits and a five as its last, as 513/1024 has."""
    ties = [count / 2**10 for count in range(103, 2**10, 2)]
    ties += [int(f"{n}5") / 10**power for n in (100000000, 123456788, 123456789, 999999999) for power in range(-9, 20)]
    for tie in ties:
        both = {rounding.rounded(tie * (1 + noise)) for noise in (-rounding.NOISE, 0.0, rounding.NOISE)}
        assert len(both) == 1, f"{tie!r} becomes {sorted(both)}"
        (one,) = both
        assert rounding.rounded(one) == one, "what is rounded stays"
        assert abs(one / tie - 1) <= 5.4e-9, "half a step of the ninth digit, and the shift"


def test_everything_that_a_notebook_stores_is_rounded():
    found = []

    def look(part, where):
        if isinstance(part, dict | list):
            for key, value in part.items() if isinstance(part, dict) else enumerate(part):
                look(value, f"{where}/{key}")
        elif isinstance(part, float) and rounding.rounded(part) != part:
            found.append(f"{where}: {part!r}")

    for text in pages.texts():
        look(json.loads(pages.notebook_of(text).read_text(encoding="utf-8")), text.stem)
    assert found == []


def test_a_difference_is_named_with_its_place(tmp_path):
    for folder, said in (("one", "at 10:00"), ("two", "at 11:00")):
        (tmp_path / folder / "_build" / "html").mkdir(parents=True)
        (tmp_path / folder / "_build" / "html" / "index.html").write_text(said, encoding="utf-8")
        (tmp_path / folder / "_build" / "html" / f"{folder}.html").write_text("", encoding="utf-8")
        (tmp_path / folder / "_build" / "html" / "same.html").write_text("same", encoding="utf-8")
    assert reproducible.differences(tmp_path / "one", tmp_path / "two") == [
        "_build/html/one.html is only in one",
        "_build/html/two.html is only in two",
        "_build/html/index.html differs at byte 4: 'at 10:00' and 'at 11:00'",
    ]


def test_the_two_circumstances_differ_in_everything_that_could_matter():
    plain, other = reproducible.PLAIN, reproducible.OTHER
    assert " " in other.folder
    assert not other.folder.isascii()
    assert plain.cores != other.cores
    assert {name for name, value in other.variables.items() if plain.variables.get(name) != value} >= {
        "TZ",
        "LC_ALL",
        "PYTHONHASHSEED",
        "OMP_NUM_THREADS",
    }


def test_a_figure_that_moves_between_pythons_is_named():
    here = {"a.b": [1.0, 2.0], "B05": "holds, holds", "c.d": [0.0]}
    assert pythons.moved(here, {**here, "c.d": [1e-320]}) == []
    assert pythons.moved(here, {**here, "a.b": [1.0, 2.00001]}) == ["a.b: [1.0, 2.0] and [1.0, 2.00001]"]
    assert pythons.moved(here, {**here, "B05": "holds, fails"}) == ["B05: holds, holds and holds, fails"]
    assert pythons.moved(here, {"a.b": [1.0, 2.0]}) == [
        "B05 is computed on one side only",
        "c.d is computed on one side only",
    ]
