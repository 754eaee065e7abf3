"""The command line as a user meets it: answers, one JSON document, exit codes, and mistakes told in one line."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import __version__, cli
from analysis.cli import commands, exits
from analysis.results import uncertainty
from tests.each import few
from tools.setup import launcher

ROOT = Path(__file__).resolve().parents[2]
WTD = [sys.executable, "-m", "analysis"]
MULTIPLE = "multiple.offer_multiple"


@pytest.fixture(scope="session", autouse=True)
def kept(tmp_path_factory):
    """Answers are kept between the commands of this file, away from the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("COLUMNS", "160")
        patch.delenv("SCENARIO", raising=False)
        patch.delenv("WTD_DEBUG", raising=False)
        yield


def run(capsys, *arguments):
    """Run a command in this process: exit code, what it printed, what it complained about."""
    with pytest.raises(SystemExit) as stopped:
        cli.main(list(arguments))
    said = capsys.readouterr()
    return stopped.value.code, said.out, said.err


def good(capsys, *arguments):
    code, out, err = run(capsys, *arguments)
    told = [line for line in err.splitlines() if not line.startswith("wtd: note: ")]
    assert (code, told) == (0, [])
    return out


# ---- answers ---------------------------------------------------------------------------------------------------------


def test_a_changed_number_moves_the_answer(capsys):
    found = json.loads(good(capsys, "evaluate", MULTIPLE, "--set", "offering.price=100 USD/share", "--json"))
    base = json.loads(good(capsys, "evaluate", MULTIPLE, "--json"))
    assert found[0]["low"] == pytest.approx(base[0]["low"] * 100 / 135, rel=1e-12)  # linear in the price
    assert found[0]["shown"] == "70.1×"


def test_a_study_by_name_gives_all_of_its_results(capsys):
    rows = list(csv.DictReader(io.StringIO(good(capsys, "evaluate", "multiple", "--format", "csv"))))
    assert len(rows) > 10
    assert all(row["result"].startswith("multiple.") for row in rows)


def test_a_table_in_a_pipe_cuts_no_name_off(capsys):
    out = good(capsys, "evaluate", MULTIPLE)
    assert MULTIPLE in out
    assert "…" not in out


def test_json_keeps_every_digit(capsys):
    from analysis import scenario
    from analysis.results.registry import find

    found = json.loads(good(capsys, "evaluate", MULTIPLE, "--json"))
    assert found[0]["low"] == float(find(MULTIPLE)(scenario()).magnitude)


QUICK = [
    ("evaluate", MULTIPLE),
    ("montecarlo", "satellite.specific_mass_rolled_up", "-n", "1e3"),
    ("sensitivity", "satellite.specific_mass_rolled_up"),
    ("breakeven", MULTIPLE, "--of", "offering.price", "--level", "64"),
    ("goal", "B07", "--of", "offering.latest_price", "--to", "likely"),
    ("tornado", "parity.cost_ratio"),
    ("distribution", "parity.cost_ratio"),
    ("weighted", MULTIPLE, "base=0.6", "sceptic=0.4"),
    ("verdicts", "B07"),
    ("sources", "--of", MULTIPLE),
    ("sources", "--of", "offering.price"),
    ("trace", MULTIPLE),
    ("scenarios",),
    ("assumptions", "offer", "price"),
    ("chain", "--price", "200"),
    ("chain", "--price", "200", "--all"),
    ("whatif", "--set", "offering.price=100 USD/share", "--only", "multiple"),
]
WHOLE = [
    ("verdicts",),
    ("claims", "--chapter", "1"),
    ("whatif", "--set", "offering.price=100 USD/share"),
    ("compare", "base", "sceptic"),
]


def test_score_prints_everybodys_scores_and_the_calibration(capsys):
    out = good(capsys, "score")
    assert out.index("brier") < out.index("logarithmic") < out.index("share that came")
    rows = json.loads(good(capsys, "score", "--calibration", "--json"))
    assert all(0 <= row["share_that_came"] <= 1 for row in rows)
    assert {"who", "brier", "brier_of_base_rate"} <= set(json.loads(good(capsys, "score", "--json"))[0])
    code, _, err = run(capsys, "score", "--calibration", "--replay")
    assert code == 2
    assert "ask for one" in err


@pytest.mark.parametrize("command", QUICK, ids=" ".join)
def test_a_quick_command_prints_table_csv_and_one_json_document(capsys, command):
    _check_formats(capsys, command)


@pytest.mark.night
@pytest.mark.parametrize("command", WHOLE, ids=" ".join)
def test_a_command_over_everything_prints_table_csv_and_one_json_document(capsys, command):
    _check_formats(capsys, command)


def _check_formats(capsys, command):
    assert json.loads(good(capsys, *command, "--json"))
    rows = list(csv.reader(io.StringIO(good(capsys, *command, "--format", "csv"))))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1
    assert len(good(capsys, *command).splitlines()) >= 3


def test_a_break_even_is_where_the_result_reaches_the_level(capsys):
    command = ("breakeven", MULTIPLE, "--of", "offering.price", "--level", "64", "--json")
    found = json.loads(good(capsys, *command))[0]
    plain = f"{found['break_even']!r} {found['unit']}"
    for price, agrees in ((plain, 1e-9), (found["break_even_shown"], 5e-4)):  # what is shown has fewer digits
        reached = json.loads(good(capsys, "evaluate", MULTIPLE, "--set", f"offering.price={price}", "--json"))
        assert reached[0]["low"] == pytest.approx(64, rel=agrees)


def test_the_chain_at_another_price_prints_its_links_in_the_order_of_the_argument(capsys):
    rows = json.loads(good(capsys, "chain", "--price", "200", "--json"))
    whole = {row["result"]: row for row in json.loads(good(capsys, "chain", "--price", "200", "--all", "--json"))}
    assert [row["link"] for row in rows][:2] == ["AI revenue in ten years, dollars of 2026", "IT power of computing"]
    assert [row["needed"] for row in rows][:2] == [
        whole["chain.required_real_revenue"]["low"],
        whole["chain.required_power"]["low"],
    ]
    assert all(row["low"] < row["needed"] < row["high"] for row in rows)
    printed = good(capsys, "chain", "--price", "200")
    assert printed.startswith("What $200/share needs")
    assert "e+" not in printed


def test_a_short_name_stands_for_its_record(capsys):
    short, long = (
        good(capsys, "evaluate", "parity.cost_ratio", "--json", "--set", f"{key}=200 USD/kg")
        for key in ("launch.price", "launch.base_launch_price")
    )
    assert short == long
    level = ("breakeven", "parity.cost_ratio", "--level", "3", "--json", "--of")
    assert good(capsys, *level, "launch.price") == good(capsys, *level, "launch.base_launch_price")
    assert "launch.base_launch_price" in good(capsys, "sources", "--of", "launch.price")
    code, _, err = run(capsys, "evaluate", "--set", "launch.price=1", "--set", "launch.base_launch_price=2")
    assert (code, err.count("\n")) == (2, 1)
    assert "twice" in err


def test_a_list_is_printed_as_a_list_and_its_locator_once(capsys):
    out = good(capsys, "trace", "chain.appraised_ai_revenue")
    assert "valuation.june_base_margin = 0.08; 0.1; −0.05; 0 (stated)" in out
    rows = json.loads(good(capsys, "sources", "--of", "offering.price", "--json"))
    assert len(rows) > 1
    assert [bool(row["locator"]) for row in rows] == [True, *[False] * (len(rows) - 1)]
    assert "\\$" not in good(capsys, "sources", "--of", "offering.price")


def test_a_trace_draws_each_result_once_and_what_it_reads_by_itself_first(capsys):
    lines = good(capsys, "trace", "parity.ratio_2028").splitlines()
    own = next(n for n, line in enumerate(lines) if line.startswith("├── launch.base_launch_price"))
    assert own < next(n for n, line in enumerate(lines) if " result " in line and n > 0)
    twice = [n for n, line in enumerate(lines) if "launch.polar_penalty = " in line]
    assert len(twice) > 1
    assert all("as above" in lines[n + 1] for n in twice[1:])


def test_a_changed_number_is_shown_with_its_reason_and_not_with_the_sources_of_another(capsys, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(HEAD + '[changes."offering.price"]\nvalue = 60\nreason = "I say so."\n', encoding="utf-8")
    row, *more = json.loads(good(capsys, "sources", "--of", PRICE, "-s", str(file), "--json"))
    assert (more, row["value"], row["reason"]) == ([], "$60/share", "I say so.")
    assert [row[column] for column in ("source", "title", "url", "locator", "as_of")] == [""] * 5
    assert "I say so." in good(capsys, "sources", "--of", PRICE, "-s", str(file))
    assert "reason" not in good(capsys, "sources", "--of", PRICE)
    assert "offering.price = $60/share (changed: I say so) record" in good(capsys, "trace", MULTIPLE, "-s", str(file))


def test_points_without_a_number_are_told_beside_the_answer(capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        code, out, err = run(capsys, "montecarlo", UNDEFINED, "--json")
    assert (code, err.count("\n")) == (0, 1)
    row = json.loads(out)[0]
    assert 0 < row["p5"] < row["p95"]
    assert row["mean"] is None  # points without an end have no mean, but a place among the percentiles
    assert err.startswith(f"wtd: note: {UNDEFINED} is infinite at 1.")


def test_one_of_a_kind_is_said_in_the_singular(capsys):
    out = good(capsys, "whatif", "--set", "offering.price=100 USD/share", "--only", "listings")
    assert out.startswith("1 input differs")


def test_a_number_set_by_hand_has_no_range_any_more(capsys):
    command = ("sensitivity", "satellite.specific_mass_rolled_up", "--json")
    free = json.loads(good(capsys, *command))
    first = free[0]["input"]
    value = json.loads(good(capsys, "assumptions", first, "--json"))[0]
    held = json.loads(good(capsys, *command, "--set", f"{first}={value['value']!r} {value['unit']}"))
    assert first in {row["input"] for row in free}
    assert first not in {row["input"] for row in held}


def test_a_trace_ends_in_sources_and_names_file_and_line(capsys):
    top = json.loads(good(capsys, "trace", MULTIPLE, "--json"))
    kinds, places = set(), []

    def walk(step):
        kinds.add(step["kind"])
        places.append(step["place"])
        for below in step["rests_on"]:
            walk(below)

    walk(top)
    toml = next(place for place in places if ".toml:" in place)
    assert kinds == {"result", "model", "record", "source"}
    file, line = top["place"].split(":")
    name, number = toml.split(":")
    assert (ROOT / name).read_text(encoding="utf-8").splitlines()[int(number) - 1].startswith("[")
    assert "def offer_multiple" in (ROOT / file).read_text(encoding="utf-8").splitlines()[int(line)]


@pytest.mark.night
def test_a_flipped_verdict_is_an_exit_code_when_asked_for(capsys):
    flip = ("whatif", "--set", "offering.price=10 USD/share", "--json")
    code, out, _ = run(capsys, *flip, "--fail")
    assert json.loads(out)["verdicts"]
    assert code == 1
    assert run(capsys, *flip)[0] == 0
    same = ("whatif", "--set", "offering.price=135 USD/share", "--json", "--fail")
    code, out, _ = run(capsys, *same)
    assert (code, json.loads(out)["results"]) == (0, [])


@pytest.mark.night
def test_a_chapter_without_claims_is_refused(capsys):
    code, out, err = run(capsys, "claims", "--chapter", "99")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "got 99" in err


@pytest.mark.night
def test_answers_that_are_kept_are_the_answers_that_are_computed(capsys, monkeypatch):
    kept_ones = good(capsys, "evaluate", "chain", "multiple", "--json")
    again = good(capsys, "evaluate", "chain", "multiple", "--json")
    monkeypatch.setenv("WTD_CACHE", "off")
    assert kept_ones == again == good(capsys, "evaluate", "chain", "multiple", "--json")


def test_the_usual_number_of_points_is_that_of_the_studies():
    assert commands.montecarlo.__defaults__[0] == uncertainty.WORKING


def test_an_installed_copy_writes_nothing_beside_itself(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("analysis.pages.toc.TEXT", tmp_path / "absent")
    for command in ("pages", "snapshot"):
        code, out, err = run(capsys, command)
        assert (code, out) == (2, "")
        assert "run it in a checkout" in err


def test_version_and_bare_call(capsys):
    assert good(capsys, "--version") == f"wtd {__version__}\n"
    assert "evaluate" in good(capsys)


def test_every_command_has_an_example():
    for command in commands.app.registered_commands:
        if not command.hidden:
            assert "Example" in (command.callback.__doc__ or ""), command.callback.__name__


# ---- mistakes --------------------------------------------------------------------------------------------------------

PRICE = "offering.price"
UNDEFINED = "ground.price_at_wood_mackenzie"  # at a few points of its inputs' ranges
MISTAKES = [
    (["evalute"], "'evaluate'"),
    (["evaluate", "--frmat", "csv"], "--format"),
    (["evaluate", MULTIPLE, "--format", "xml"], "'table', 'json', 'csv'"),
    (["evaluate", "multiple.ofer_multiple"], "did you mean multiple.offer_multiple?"),
    (["evaluate", "nonsense"], "no result 'nonsense'"),
    (["evaluate", "cost_ratio"], "parity.cost_ratio"),
    (["evaluate", MULTIPLE, "--set", "launch.price=200 USD_2099/kg"], "dollars are known of 1957 to 2060, not of 2099"),
    (["assumptions", "zzzz"], "`wtd search`"),
    (["breakeven", "T12", "--of", "launch.price", "--level", "1"], "`wtd goal T12 --of launch.price`"),
    (["montecarlo", "satellite.specific_mass_rolled_up", "-n", "100.7"], "whole number"),
    (["montecarlo", "satellite.specific_mass_rolled_up", "--workers", "1000000"], "at most 1024"),
    (["evaluate", MULTIPLE, "--scenario", "sceptc"], "did you mean sceptic?"),
    (["evaluate", MULTIPLE, "--set", PRICE], 'try --set offering.price="100 USD/share"'),
    (["evaluate", MULTIPLE, "--set", "=3"], "--set needs"),
    (["evaluate", MULTIPLE, "--set", f"{PRICE}=1", "--set", f"{PRICE}=2"], "twice"),
    (["evaluate", MULTIPLE, "--set", "offering.prise=100"], "did you mean offering.price?"),
    (["evaluate", MULTIPLE, "--set", "launch.prise=100"], "did you mean launch.price?"),
    (["evaluate", MULTIPLE, "--set", "price_of_launch=100"], "did you mean launch.price?"),
    (["evaluate", MULTIPLE, "--set", "launch.nothing_like_it=1"], "`wtd assumptions launch` lists"),
    (["compare", "--release", "0.1.0", "--why"], "--release"),
    (["evaluate", MULTIPLE, "--set", f"{PRICE}=abc"], "is not a number"),
    (["evaluate", MULTIPLE, "--set", f"{PRICE}=100 kg"], "expected one like USD/share"),
    (["evaluate", MULTIPLE, "--set", f"{PRICE}=100 USD/shre"], "did you mean share?"),
    (["evaluate", MULTIPLE, "--set", f"{PRICE}=100 USD_1999/share"], "the price index has no value for 1999"),
    (["evaluate", MULTIPLE, "--set", f"{PRICE}=1e999"], "must be finite"),
    (["evaluate", MULTIPLE, "--set", f"{PRICE}=[1, 2] USD/share"], "needs one number, got 2"),
    (["evaluate", MULTIPLE, "--set", "documents.revenue_range=24e9 USD/year"], "needs 2 numbers in brackets"),
    (["montecarlo", MULTIPLE], "nothing it reads has a range"),
    (["montecarlo", "satellite.specific_mass_rolled_up", "-n", "many"], "'many'"),
    (["montecarlo", "satellite.specific_mass_rolled_up", "-n", "3"], "between 64 and 1e+10"),
    (["montecarlo"], "Missing argument"),
    (["montecarlo", "satellite.specific_mass_rolled_up", "--cluster", "nonsense"], "tcp://HOST:8786"),
    (["sensitivity", UNDEFINED], "cannot be ranked"),
    (["breakeven", MULTIPLE], "Missing option '--of'"),
    (["breakeven", MULTIPLE, "--of", PRICE, "--level", "64 kg"], "wrong dimension"),
    (["breakeven", MULTIPLE, "--of", PRICE, "--level", "x"], "is not a number"),
    (["breakeven", MULTIPLE, "--of", "orbit.reference_altitude", "--level", "64"], "does not read"),
    (["breakeven", "multiple.implied_multiple", "--of", PRICE, "--level", "64"], "multiple."),
    (["chain", "--price", "cheap"], "'cheap'"),
    (["claims", "--verdict", "maybe"], "true, likely, leans true"),
    (["claims", "--chapter", "one"], "--chapter"),
    (["compare", "base", "sceptic", "--release", "0.1.0"], "--release"),
    (["compare", "--release", "9.9.9"], "no snapshot of release '9.9.9'"),
    (["sources", "--of", "nothing.here"], "neither a result nor a record"),
    (["trace", "x.y"], "no result 'x.y'"),
    (["export", __file__], "cannot be written"),
    (["whatif"], "--set"),
    (["compare", "sceptic", "--only", "party"], "'party'"),
]


@pytest.mark.parametrize(("arguments", "words"), MISTAKES, ids=[" ".join(m[0])[:60] for m in MISTAKES])
def test_a_mistake_ends_in_one_line_that_teaches(capsys, arguments, words):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    err = "".join(line for line in err.splitlines(keepends=True) if not line.startswith("wtd: note: "))
    assert err.startswith("wtd: ")
    assert err.count("\n") == 1
    assert words in err
    assert "Traceback" not in err


HEAD = 'title = "Mine"\nwhy = "To see."\n'
SCENARIOS = {
    "not TOML": ("title = ", "not valid TOML"),
    "no title": ('why = "To see."\n', "title"),
    "an unknown key": (HEAD + "colour = 1\n", "colour"),
    "an unknown record": (HEAD + '[changes."offering.prise"]\nvalue = 1\nreason = "why"\n', "offering.price"),
    "no reason": (HEAD + '[changes."offering.price"]\nvalue = 100\n', "reason"),
    "a wrong dimension": (HEAD + '[changes."offering.price"]\nvalue = 1\nunit = "kg"\nreason = "why"\n', "USD/share"),
    "no number": (HEAD + '[changes."offering.price"]\nvalue = true\nreason = "why"\n', "number"),
    "an unknown source": (
        HEAD + '[changes."offering.price"]\nvalue = 100\nreason = "why"\nsources = ["nobody1900"]\n',
        "references.bib",
    ),
    "a value with its unit": (
        HEAD + '[changes."offering.price"]\nvalue = "100 USD/share"\nreason = "why"\n',
        "write the number alone",
    ),
    "a name": (HEAD + 'name = "x"\n', "called as its file"),
    "a key without quotes": (
        HEAD + '[changes.offering.price]\nvalue = 100\nreason = "why"\n',
        'write [changes."offering.price"]',
    ),
    "no table": (HEAD + "changes = 3\n", "changes"),
    "the same record twice": (
        HEAD
        + '[changes."launch.price"]\nvalue = 1\nreason = "why"\n'
        + '[changes."launch.base_launch_price"]\nvalue = 2\nreason = "why"\n',
        "changed twice",
    ),
    "a change that is a number": (HEAD + '[changes]\n"offering.price" = 100\n', "a change is a table"),
}


@pytest.mark.parametrize("kind", SCENARIOS)
def test_a_malformed_scenario_ends_in_one_line(capsys, tmp_path, kind):
    text, words = SCENARIOS[kind]
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "evaluate", MULTIPLE, "--scenario", str(file))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "mine.toml" in err
    assert words in err


def test_a_binary_file_and_a_folder_are_no_scenario(capsys, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_bytes(b"\xff\xfe\x00")
    for place in (file, tmp_path):
        code, _, err = run(capsys, "evaluate", MULTIPLE, "--scenario", str(place))
        assert (code, err.count("\n")) == (2, 1)


@pytest.mark.parametrize("command", ["evaluate", "trace"])
def test_what_no_number_can_be_is_refused_with_the_name_of_the_record(capsys, command):
    key = "satellite.specific_mass_rolled_up"
    code, _, err = run(capsys, command, key, "--set", "physics.solar_constant=-1")
    assert (code, err.count("\n")) == (2, 1)
    assert "physics.solar_constant can only be" in err


@few(60)
@given(text=st.text(max_size=30))
def test_no_value_whatever_makes_a_traceback(text):
    from contextlib import redirect_stderr, redirect_stdout

    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as stopped:
        cli.main(["evaluate", MULTIPLE, "--json", "--set", f"offering.price={text}"])
    assert stopped.value.code in (0, 2)
    assert err.getvalue().count("\n") == (stopped.value.code == 2)
    assert bool(out.getvalue()) == (stopped.value.code == 0)


def test_a_fault_of_ours_is_one_line_and_its_own_exit_code(capsys, monkeypatch):
    def broken(*_):
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("analysis.api.core.scenarios", broken)
    code, _, err = run(capsys, "scenarios")
    assert code == 3
    assert err.count("\n") == 1
    assert "two lines" in err


def test_a_warning_of_a_library_is_one_line(capsys, monkeypatch):
    monkeypatch.setattr("warnings.showwarning", exits._warn)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = exits._warn
        warnings.warn("two\nlines", stacklevel=1)
    assert capsys.readouterr().err == "wtd: note: two lines\n"


# ---- as a program ----------------------------------------------------------------------------------------------------


def program(*arguments, **settings):
    environment = {**os.environ, **settings.pop("env", {})}
    return subprocess.run(
        [*WTD, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, env=environment, **settings
    )


# The moment at which a signal arrives: code that sends it when the event happens, whatever the clock says.
MOMENTS = {
    "while libraries load": "sys.meta_path.insert(0, Watch())",
    "while workers start": "after(multiprocessing.context.SpawnProcess, 'start')",
    "at work": "after(concurrent.futures.ProcessPoolExecutor, 'submit')",
}
SENT = """
import concurrent.futures, multiprocessing.context, os, signal, sys
sent = []
def send():
    if not sent:
        sent.append(1)
        os.kill(os.getpid(), signal.{signal})
def after(owner, name):
    original = getattr(owner, name)
    def then(*arguments, **settings):
        found = original(*arguments, **settings)
        send()
        return found
    setattr(owner, name, then)
class Watch:
    def find_spec(self, name, *_):
        if name == "scipy.stats":
            send()
if __name__ == "__main__":
    {moment}
    from analysis import cli
    cli.main({arguments!r})
"""
WORDS = {"SIGINT": (130, "interrupted"), "SIGTERM": (143, "stopped")}


def stopped(script, moment, name, arguments, **environment):
    script.write_text(SENT.format(moment=moment, signal=name, arguments=arguments), encoding="utf-8")
    here = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run([sys.executable, script], capture_output=True, text=True, env=here, check=False, timeout=120)


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(code, id=words, marks=[pytest.mark.night] * (words != "while workers start"))
        for words, code in MOMENTS.items()
    ],
)
def test_a_run_that_is_cut_off_says_so_in_one_line_with_its_exit_code(tmp_path, moment, name):
    arguments = ["montecarlo", "satellite.specific_mass_rolled_up", "-n", "1e8", "--workers", "2"]
    done = stopped(tmp_path / "run.py", moment, name, arguments)
    code, word = WORDS[name]
    assert (done.returncode, done.stdout, done.stderr) == (code, "", f"wtd: {word}; nothing was written\n")


@pytest.mark.parametrize("name", ["SIGINT", pytest.param("SIGTERM", marks=pytest.mark.night)])
def test_an_export_that_is_cut_off_takes_its_new_folders_away(tmp_path, name):
    """When the folders are there, and the first table is made."""
    moment = "from analysis.api import datapackage; after(datapackage, 'assumptions')"
    folder = tmp_path / "new" / "data"
    done = stopped(tmp_path / "run.py", moment, name, ["export", str(folder)], WTD_CACHE="off")
    code, word = WORDS[name]
    assert (done.returncode, done.stderr) == (code, f"wtd: {word}; nothing was written\n")
    assert [file.name for file in tmp_path.iterdir()] == ["run.py"]


def test_a_reader_who_leaves_early_is_no_error():
    command = f"set -o pipefail; {sys.executable} -m analysis assumptions | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_completion_offers_commands_scenarios_and_results():
    def offered(words, place):
        environment = {"_WTD_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(place)}
        return program(env=environment).stdout.split()

    assert "breakeven" in offered("wtd br", 1)
    assert "sceptic" in offered("wtd verdicts --scenario sc", 3)
    assert MULTIPLE in offered("wtd trace multiple.offer_m", 2)


def test_help_answers_without_loading_the_report():
    code = "import sys; from analysis import cli\ntry: cli.main(['--help'])\nexcept SystemExit: pass\n"
    code += "print([m for m in ('numpy', 'pandas', 'pint', 'altair') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_chain_takes_the_price_of_its_world(tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'title = "Mine"\nwhy = "Another price."\n[changes."offering.price"]\nvalue = 60\nreason = "It was sixty."\n',
        encoding="utf-8",
    )
    assert "What $60/share needs" in program("chain", "-s", str(mine)).stdout
    assert "What $70/share needs" in program("chain", "-s", str(mine), "--price", "70").stdout
    assert "What $80/share needs" in program("chain", "--set", "offering.price=80").stdout


def test_the_installed_command_simulates_in_several_processes(tmp_path):
    script = tmp_path / "wtd"
    script.write_text(launcher(Path(sys.executable)), encoding="utf-8")
    words = ["montecarlo", "parity.cost_ratio", "-n", "4096", "-f", "csv"]
    alone, several = (
        subprocess.run(["sh", script, *words, "--workers", n], cwd=ROOT, capture_output=True, text=True, timeout=300)
        for n in ("1", "2")
    )
    assert (several.returncode, several.stderr) == (0, "")
    assert several.stdout == alone.stdout


def test_a_terminal_of_plain_letters_gets_plain_letters():
    plain = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*WTD, "evaluate", MULTIPLE], capture_output=True, env=plain, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"94.6x" in done.stdout
    assert done.stdout.isascii()
