"""Whatever somebody types: an answer, or one line and exit code 2; no traceback, no hang, nothing written."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import cli
from tests.each import within

ROOT = Path(__file__).resolve().parents[2]
MULTIPLE = "multiple.offer_multiple"
PRICE = "offering.price"
SECONDS = 60  # a command takes one or two; the rest is for a machine that is busy
FEW = settings(max_examples=settings().max_examples // 2)


@pytest.fixture(scope="module", autouse=True)
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of their own to run in: whatever is written shows."""
    folder = tmp_path_factory.mktemp("empty")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("COLUMNS", "160")
        patch.delenv("SCENARIO", raising=False)
        patch.delenv("WTD_DEBUG", raising=False)
        yield folder


def told(*arguments: str) -> str:
    """Run a command; give its complaint, which is one line, or nothing when it answers."""
    out, err = io.StringIO(), io.StringIO()
    with (
        within(SECONDS, KeyboardInterrupt()),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as stopped,
    ):
        cli.main(list(arguments))
    assert os.listdir() == [], "something was written"
    said = err.getvalue()
    assert stopped.value.code in (0, 2), said
    assert said.count("\n") == (stopped.value.code == 2)
    assert said.startswith("wtd: ") == (stopped.value.code == 2)
    assert bool(out.getvalue()) == (stopped.value.code == 0)
    assert said.rstrip("\n").isprintable(), ascii(said)
    assert len(said) < 2_000, "a complaint is one line, not a page"
    return said


# ---- numbers and units -----------------------------------------------------------------------------------------------

WORDS = [
    "nan", "inf", "-inf", "1e400", "-1e400", "1e-400", "1_000", "1__0", "0x10", "1e", "1e+", "--1", "+-1", "1.2.3", "1,2,3",
    "1,000", "٣", "½", "−5", "1" * 5000, "1e" + "9" * 400, "[1", "1]", "[]", "[1,2]", "[[1]]", "[1;2]", "[nan]", "(1)", "1+1",
    "True", "None", "null", "''", '"', "\\", "\x00", "\n", "\r", "\x1b[31m", "\u202e", "\ud800", "🚀", "é", "{0}", "%s", "$(ls)",
    "__import__('os').system('touch x')", "1 __import__('os')", "1 os.system", "lambda: 0", "1;2", "1 USD/share; x = 2",
]  # fmt: skip
TOWERS = [
    "10**10**10", "9**9**9**9", "USD/share**9**9**9", "2**1000000000", "USD**99999999", "USD^-1e400", "USD**nan",
    "(" * 60 + "USD" + ")" * 60, "USD*" * 20_000 + "USD", "U" * 100_000, "USD_99999", "USD_1900", "USD_2018/USD_2019", "US_dollar",
]  # fmt: skip


@pytest.mark.parametrize("word", WORDS + [f"1 {tower}" for tower in TOWERS], ids=lambda w: ascii(w)[:24])
def test_a_strange_number_is_told(word: str) -> None:
    said = told("evaluate", MULTIPLE, "--set", f"{PRICE}={word}")
    if word not in ("1_000", "1,000", "٣", "−5", "1,2,3", "1__0", "1e-400"):  # these are numbers
        assert PRICE in said or "--set" in said
    told("breakeven", MULTIPLE, "--of", PRICE, "--level", word)


@pytest.mark.parametrize("word", [w for w in WORDS if w not in ("1_000", "٣", "1e-400")], ids=lambda w: ascii(w)[:24])
def test_a_strange_plain_number_is_told(word: str) -> None:
    price = told("chain", "--price", word)
    assert (price == "") == (word == "1,000")  # a price may have the comma that the report prints
    assert told("montecarlo", "satellite.specific_mass", "--count", word)
    assert told("claims", "--chapter", word)


@FEW
@given(text=st.text(alphabet="0123456789.,eE+-−[]; USDshare/*^()_%", max_size=25))
def test_any_row_of_signs_as_a_number(text: str) -> None:
    told("evaluate", MULTIPLE, "--set", f"{PRICE}={text}")
    told("breakeven", MULTIPLE, "--of", PRICE, "--level", text)


# ---- names -----------------------------------------------------------------------------------------------------------

NAMES = [
    "", " ", ".", "..", "/", "//", "-", "--", "---", "*", "?", "a" * 5000, "multiple.", ".offer_multiple", "multiple..x",
    "multiple.offer_multiple.x", "MULTIPLE.OFFER_MULTIPLE", "multiple/offer_multiple", "../multiple", "\x00", "\n", "é", "🚀",
    "\u202e", "\x1b[2J", "__init__", "__class__", "registry", "{multiple.offer_multiple}", "%00", "nan", "0",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=lambda n: ascii(n)[:24])
def test_a_strange_name_is_told(name: str) -> None:
    for command in (
        ("evaluate", "--", name),
        ("trace", "--", name),
        ("sensitivity", "--", name),
        ("sources", "--of", name),
        ("breakeven", MULTIPLE, "--of", name, "--level", "1"),
        ("evaluate", MULTIPLE, "--scenario", name),
        ("evaluate", MULTIPLE, "--set", f"{name}=1"),
        ("compare", "--release", name),
        ("whatif", "--set", f"{PRICE}=135", "--only", name),
    ):
        assert told(*command), f"{command} was answered"


@FEW
@given(
    words=st.lists(
        st.text(max_size=8) | st.sampled_from(["--set", "-s", "--json", "-f", "csv", "evaluate", "--"]), max_size=4
    )
)
def test_any_words_are_told(words: list[str]) -> None:
    told("sources", *words)
    told("trace", *words)


# ---- files -----------------------------------------------------------------------------------------------------------

HEAD = 'title = "Mine"\nwhy = "To see."\n'
CHANGE = '[changes."offering.price"]\nvalue = 100\nunit = "USD/share"\nprice_year = 2026\nreason = "to see"\n'


@pytest.mark.parametrize(
    "name", ["mine.toml", "meine Welt.toml", "мир – 世界 🚀.toml", "-s.toml", "a'b\"c.toml", "no suffix"]
)
def test_a_scenario_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    file = tmp_path / "ein Verzeichnis" / name
    file.parent.mkdir()
    file.write_text(HEAD + CHANGE, encoding="utf-8")
    assert told("evaluate", MULTIPLE, f"--scenario={file}") == ""


@pytest.mark.parametrize(
    "place", ["/", ".", "..", "/dev/null", "/dev/zero", "/proc/self/mem", "/no/such/file.toml", "~", "x" * 300]
)
def test_a_place_that_is_no_scenario_is_told(place: str) -> None:
    assert told("evaluate", MULTIPLE, "--scenario", place)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1", "cp1252"])
def test_a_scenario_in_another_encoding_is_told(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(HEAD.replace("e", "é") + CHANGE, encoding=encoding)
    said = told("evaluate", MULTIPLE, "--scenario", str(file))
    assert "mine.toml: not UTF-8 at byte" in said


def test_a_pipe_and_a_loop_of_links_are_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    for name in ("pipe.toml", "loop.toml"):
        assert name in told("evaluate", MULTIPLE, "--scenario", str(tmp_path / name))


@pytest.mark.parametrize("place", ["/proc/nowhere", "/dev/null", "/dev/null/x", "\x00", "x" * 300])
def test_a_place_that_takes_no_files_is_told(place: str) -> None:
    assert told("export", place)
    assert told("workbook", f"{place}/model.xlsx")
    assert told("sweep", PRICE, "100,200", "--of", MULTIPLE, "--out", f"{place}/sweep.csv")
