"""What was printed once is printed again at once, and only while all that it rests on is as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import state
from analysis.cli import kept

ROOT = Path(__file__).resolve().parents[2]
CALL = "import sys; from analysis import cli\ntry: cli.main()\nexcept SystemExit as end: code = end.code\n"
CALL += "print(code, [m for m in ('numpy', 'pandas', 'pint', 'typer') if m in sys.modules], file=sys.stderr)"
MINE = 'title = "Mine"\nwhy = "Another price."\n[changes."offering.price"]\nvalue = {}\nreason = "It was so."\n'
COMMAND = ["evaluate", "multiple.offer_multiple"]


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Ask the command line in a process of its own, with a cache of its own: what it prints, what it had to load."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("WTD_CACHE", "SCENARIO"):
        monkeypatch.delenv(name, raising=False)

    def asked(*words, **environment):
        given = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
        call = [sys.executable, "-c", CALL, *words]
        done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, env=given, check=True, timeout=300)
        *notes, ended = done.stderr.splitlines()
        return done.stdout, notes, ended

    return asked


def test_the_same_question_is_answered_without_loading_anything(ask, tmp_path):
    changed = [*COMMAND, "--set", "offering.price=1 USD/share"]  # with a note that it lies outside its range
    first, second = ask(*changed), ask(*changed)
    assert first[2] != "0 []"
    assert second == (*first[:2], "0 []")
    (file,) = (tmp_path / "cache").glob("*/*/prints-*/*")
    for content in (b"", b"{}", file.read_bytes().replace(b"multiple", b"maltiple")):
        file.write_bytes(content)
        again = ask(*changed)
        assert again[0] == first[0]
        assert again[2] != "0 []"


def test_an_edited_scenario_another_shape_and_a_cache_turned_off_are_asked_anew(ask, tmp_path):
    mine = tmp_path / "mine.toml"
    said = []
    for price in (100, 100, 70):
        mine.write_text(MINE.format(price), encoding="utf-8")
        said.append(ask(*COMMAND, "-s", str(mine)))
    assert said[0][0] == said[1][0] != said[2][0]
    assert [ended == "0 []" for *_, ended in said] == [False, True, False]
    assert ask(*COMMAND, "-s", str(mine), WTD_CACHE="off")[2] != "0 []"


@pytest.mark.parametrize(
    "words",
    [
        ["export", "data"],
        ["verdicts", "--pin"],
        ["compare", "--release", "0.1.0"],
        ["sweep", "--out", "a.svg"],
        ["chain", "-h"],
        [],
    ],
)
def test_what_writes_files_or_reads_others_is_never_kept(words):
    assert kept.name_of(words) is None


def test_a_file_is_found_however_the_call_names_it(tmp_path, monkeypatch):
    monkeypatch.delenv("WTD_CACHE", raising=False)
    mine = tmp_path / "a=b.toml"
    for words in (["-s", f"{mine}"], [f"-s{mine}"], [f"--scenario={mine}"], [f"{mine}=0.4"]):
        names = set()
        for price in (100, 70):
            mine.write_text(MINE.format(price), encoding="utf-8")
            names.add(kept.name_of(["weighted", *words]))
        assert len(names) == 2, words


def test_a_print_of_another_shape_is_another(monkeypatch):
    monkeypatch.delenv("WTD_CACHE", raising=False)
    for variable in kept.SHAPING:
        monkeypatch.delenv(variable, raising=False)
    names = []
    for words in (COMMAND, [*COMMAND, "--json"], [*COMMAND, "-f", "csv"]):
        names.append(kept.name_of(words))
    for variable in kept.SHAPING:
        with monkeypatch.context() as other:
            other.setenv(variable, "40")
            names.append(kept.name_of(COMMAND))
    for size in ((80, 24), (120, 24)):
        with monkeypatch.context() as other:
            other.setattr(kept, "_size", lambda number, size=size: size)
            names.append(kept.name_of(COMMAND))
    with monkeypatch.context() as other:
        other.setattr(state, "state", lambda: "another version of a library, a record, a model")
        names.append(kept.name_of(COMMAND))
    assert len(names) == len(set(names)) == len(kept.SHAPING) + 6
    assert None not in names
    assert kept.name_of(COMMAND) == names[0]


def test_what_was_edited_while_a_command_ran_is_not_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("WTD_CACHE", raising=False)
    for now, found in (("edited", None), (state.state(), 0)):
        monkeypatch.setattr(state, "state_now", lambda now=now: now)
        name = kept.name_of(COMMAND)
        with kept.listening(name, COMMAND) as ended:
            print("94.6")
            ended["code"] = 0
        assert kept.printed_again(name) == found


def test_two_checkouts_that_share_a_cache_keep_their_own(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("WTD_CACHE", raising=False)
    here = state.PACKAGE
    monkeypatch.setattr(state, "state", lambda: "same")
    state.keep("prints", "a", b"here")
    monkeypatch.setattr(state, "PACKAGE", tmp_path / "other" / "analysis")
    assert state.kept("prints", "a") is None
    monkeypatch.setattr(state, "state", lambda: "another")
    state.keep("prints", "a", b"there")
    monkeypatch.setattr(state, "PACKAGE", here)
    monkeypatch.setattr(state, "state", lambda: "same")
    assert state.kept("prints", "a") == b"here"
    monkeypatch.setattr(state, "state", lambda: "edited")
    state.keep("prints", "b", b"now")  # what this checkout kept of an earlier state leaves
    assert [file.name for file in state.folder().glob("*/*")] == ["b"]
