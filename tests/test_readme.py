"""What the README says is what the report finds, and its commands exist."""

import re
from pathlib import Path

from analysis.evidence import Case
from analysis.pages import tables

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_verdicts_of_the_readme_are_those_of_the_registry():
    between = README.partition("<!-- verdicts -->")[2].partition("<!-- /verdicts -->")[0].strip()
    assert between == tables.headlines(Case(), links=False).strip(), "run: make readme"


def test_every_make_target_that_is_named_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    texts = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`?make ([a-z][a-z-]*)", texts)) - {"sure", "it"}
    assert named
    for target in named:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_the_files_that_the_readme_links_to_exist():
    for link in re.findall(r"\]\(((?!http)[^)#]+)\)", README):
        assert (ROOT / link).exists(), link
