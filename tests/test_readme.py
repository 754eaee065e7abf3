"""What the README says is what the report finds, and its commands exist."""

import datetime as dt
import importlib.util
import re
from pathlib import Path

import analysis
from analysis.cli.commands import app
from analysis.pages import tables
from analysis.results import snapshots
from tests.known import base

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_verdicts_of_the_readme_are_those_of_the_registry():
    between = README.partition("<!-- verdicts -->")[2].partition("<!-- /verdicts -->")[0].strip()
    assert between == tables.headlines(base(), links=False).strip(), "run: .venv/bin/wtd pages --readme"


def test_every_make_target_that_is_named_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`?make ([a-z][a-z-]*)", README + CONTRIBUTING)) - {"sure", "it"}
    assert named
    for target in named:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_the_files_that_the_readme_links_to_exist():
    for link in re.findall(r"\]\(((?!http)[^)#]+)\)", README + CONTRIBUTING):
        assert (ROOT / link).exists(), link


def test_every_release_has_its_day_its_snapshot_and_one_entry():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    entries = re.findall(r"^## (.+)$", changelog, flags=re.MULTILINE)
    found = [re.fullmatch(r"(\d+\.\d+\.\d+) \((\d{1,2} [A-Z][a-z]+ 20\d\d)\)", entry) for entry in entries]
    assert all(found), f"an entry is headed `0.3.0 (30 November 2026)`; the entries are {entries}"
    versions = [entry[1] for entry in found if entry]
    days = [dt.datetime.strptime(entry[2], "%d %B %Y") for entry in found if entry]
    assert versions[0] == analysis.__version__, "the newest entry is that of this version"
    assert days == sorted(days, reverse=True)
    stored = {file.stem for file in snapshots.SNAPSHOTS.glob("[0-9]*.csv")}
    assert stored == set(versions), "an entry, a snapshot and a tag for each release"
    for file in ("CITATION.cff", "book/text/reference/cite.md"):
        assert re.search(rf"version\W+{re.escape(analysis.__version__)}\b", (ROOT / file).read_text(encoding="utf-8"))


def test_what_a_contributor_is_told_exists_and_fits_one_screen_each():
    screens = dict(re.findall(r"^## (.+)\n\n((?:(?!^## ).*\n)*)", CONTRIBUTING, flags=re.MULTILINE))
    anchors = {title.lower().replace(" ", "-") for title in screens}
    assert set(re.findall(r"\]\(#([\w-]+)\)", CONTRIBUTING)) <= anchors
    roles = [title for title in screens if f"](#{title.lower().replace(' ', '-')}) |" in CONTRIBUTING]
    assert roles == ["Correct a sentence", "Change a number", "Add a source", "Add a model", "Write a chapter"]
    assert [title for title in roles if len(screens[title].strip().splitlines()) > 22] == []
    for module in set(re.findall(r"python -m ((?:tools|analysis)[\w.]*)", CONTRIBUTING)):
        assert importlib.util.find_spec(module), module
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert set(re.findall(r"\bwtd (\w+)", CONTRIBUTING)) <= commands
    for path in re.findall(r"`((?:analysis|book|tests|tools)/[\w./-]+\.\w+)`", CONTRIBUTING):
        assert (ROOT / path).exists() or re.search(r"NN|NAME|TOPIC|VERSION|refuelling|/name\.", path), path
